#include "core/tally.h"

#include "core/round.h"

enum { MILLION = 1000000, TENTHS = 10 };

struct tally tally_empty(void)
{
	return (struct tally){.most_per_fte_tenths = -1};
}

void tally_add(struct tally *t, const struct counts *c, const struct people *people, size_t waiting)
{
	t->employers++;
	t->open_cases += c->open_cases;
	t->households += c->households;
	t->unallocated += (int64_t)c->unallocated_count;
	t->lapsed += (int64_t)c->lapsed_count;
	t->double_allocated += (int64_t)c->double_count;
	t->case_holders += c->case_holders;
	t->case_holders_fte_millionths += c->case_holders_fte_millionths;
	t->case_holders_without_fte += (int64_t)c->no_fte_count;
	t->cases_held += c->cases_held;
	if (c->most_per_fte_tenths > t->most_per_fte_tenths)
		t->most_per_fte_tenths = c->most_per_fte_tenths;
	t->waiting += (int64_t)waiting;
	t->people += people->all;
	t->past_line += people->past_line;
	t->not_known += people->not_known;
	for (int32_t i = 0; i < c->case_holders; i++)
		t->holders[c->held_by_each[i] < TALLY_CASES ? c->held_by_each[i] : TALLY_CASES]++;
}

void tally_join(struct tally *t, const struct tally *more)
{
	t->employers += more->employers;
	t->open_cases += more->open_cases;
	t->households += more->households;
	t->unallocated += more->unallocated;
	t->lapsed += more->lapsed;
	t->double_allocated += more->double_allocated;
	t->case_holders += more->case_holders;
	t->case_holders_fte_millionths += more->case_holders_fte_millionths;
	t->case_holders_without_fte += more->case_holders_without_fte;
	t->cases_held += more->cases_held;
	if (more->most_per_fte_tenths > t->most_per_fte_tenths)
		t->most_per_fte_tenths = more->most_per_fte_tenths;
	t->waiting += more->waiting;
	t->people += more->people;
	t->past_line += more->past_line;
	t->not_known += more->not_known;
	for (int32_t i = 0; i <= TALLY_CASES; i++)
		t->holders[i] += more->holders[i];
}

int32_t tally_average_tenths(const struct tally *t)
{
	if (t->case_holders_fte_millionths <= 0)
		return -1;
	return clamp_int32(divide_half_up(t->cases_held * TENTHS * MILLION, t->case_holders_fte_millionths));
}

int32_t tally_rank(const struct tally *t, int32_t percent)
{
	int64_t rank = (t->case_holders * percent + 99) / 100, passed = 0;
	int32_t cases = 0;

	while (cases < TALLY_CASES && passed + t->holders[cases] < rank)
		passed += t->holders[cases++];
	return t->case_holders > 0 ? cases : 0;
}
