#include "core/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "core/load.h"
#include "core/working_time.h"

enum { MONTHS = 12 };

static const struct {
	const char *code, *words, *counts, *of, *unproven;
} TABLE[PATTERNS] = {
#define PATTERN(name, code, words, counts, of, proves) [PATTERN_##name] = {code, words, counts, of, proves},
#include "core/pattern.def"
#undef PATTERN
};

static const struct {
	const char *code, *words;
} CONTRACTS[CONTRACT_KINDS] = {[CONTRACT_PERMANENT] = {"permanent", "Permanent"},
	[CONTRACT_AGENCY] = {"agency", "Agency"}, [CONTRACT_NEWLY_QUALIFIED] = {"newly-qualified", "Newly qualified"}};

const char *pattern_code(enum pattern p)
{
	return TABLE[p].code;
}

const char *pattern_words(enum pattern p)
{
	return TABLE[p].words;
}

const char *pattern_counts(enum pattern p)
{
	return TABLE[p].counts;
}

const char *pattern_of(enum pattern p)
{
	return TABLE[p].of;
}

const char *pattern_unproven(enum pattern p)
{
	return TABLE[p].unproven;
}

bool pattern_parse(const char *code, enum pattern *ret)
{
	for (int p = 0; p < PATTERNS; p++) {
		if (!str_equal(code, TABLE[p].code))
			continue;
		*ret = (enum pattern)p;
		return true;
	}
	return false;
}

enum contract_kind contract_kind_on(bool agency, int32_t newly_qualified_until, int32_t day)
{
	if (agency)
		return CONTRACT_AGENCY;
	return day < newly_qualified_until ? CONTRACT_NEWLY_QUALIFIED : CONTRACT_PERMANENT;
}

const char *contract_kind_code(enum contract_kind kind)
{
	return CONTRACTS[kind].code;
}

const char *contract_kind_words(enum contract_kind kind)
{
	return CONTRACTS[kind].words;
}

/* ---- days ---- */

bool is_month_end(int32_t day)
{
	int year, month, day_of_month;
	int32_t next;

	date_to_civil(day, &year, &month, &day_of_month);
	next = date_from_civil(month == MONTHS ? year + 1 : year, month == MONTHS ? 1 : month + 1, 1);
	return date_working_days(day, next) <= PATTERN_MONTH_END_DAYS;
}

bool is_before_return(int32_t day)
{
	enum { MARCH = 3, SEPTEMBER = 9 };
	int year, month, day_of_month;
	int32_t next;

	date_to_civil(day, &year, &month, &day_of_month);
	next = month <= MARCH || month > SEPTEMBER ? date_from_civil(month > SEPTEMBER ? year + 1 : year, MARCH + 1, 1)
		: date_from_civil(year, SEPTEMBER + 1, 1);
	return date_working_days(day, next) <= PATTERN_RETURN_DAYS;
}

static void count_days(struct patterns *p)
{
	for (int32_t day = p->period.from; day < p->period.until; day++) {
		if (date_working_days(day, day + 1) == 0)
			continue;
		p->working_days++;
		p->month_end_days += is_month_end(day);
		p->return_days += is_before_return(day);
	}
}

/* ---- what one happening is seen to be only among others ---- */

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_person_and_time(const void *a, const void *b)
{
	const struct happening *x = *(struct happening *const *)a, *y = *(struct happening *const *)b;
	int order = compare(x->person_id, y->person_id);

	return order != 0 ? order : compare(x->at, y->at);
}

static int by_proposer_and_time(const void *a, const void *b)
{
	const struct happening *x = *(struct happening *const *)a, *y = *(struct happening *const *)b;
	int order = strcmp(x->by, y->by);

	return order != 0 ? order : compare(x->at, y->at);
}

struct chosen {
	struct happening **rows;
	size_t count;
};

static struct chosen choose(struct arena *a, struct happening *all, size_t count, enum happening_kind kind,
	int (*order)(const void *, const void *))
{
	struct chosen c = {arena_array(a, count + 1, sizeof(struct happening *)), 0};

	for (size_t i = 0; i < count; i++)
		if (all[i].kind == kind)
			c.rows[c.count++] = &all[i];
	if (c.count > 1)
		qsort(c.rows, c.count, sizeof(struct happening *), order);
	return c;
}

/* Marks each that stands among `many` or more within less than `minutes` of each other; `c` is in order. */
static void mark_bunches(struct chosen c, size_t many, int64_t minutes,
	bool (*same)(const struct happening *, const struct happening *))
{
	for (size_t i = 0; i + many <= c.count; i++) {
		const struct happening *last = c.rows[i + many - 1];

		if (!same(c.rows[i], last) || last->at - c.rows[i]->at >= minutes)
			continue;
		for (size_t j = i; j < i + many; j++)
			c.rows[j]->bunched = true;
	}
}

static bool same_person(const struct happening *a, const struct happening *b)
{
	return a->person_id == b->person_id;
}

static bool same_proposer(const struct happening *a, const struct happening *b)
{
	return str_equal(a->by, b->by);
}

static bool is_offered_again(struct chosen offers, const struct happening *answer)
{
	for (size_t i = 0; i < offers.count; i++) {
		const struct happening *o = offers.rows[i];

		if (o->person_id == answer->person_id && o->case_id == answer->case_id && o->at >= answer->at &&
			o->proposal_id != answer->proposal_id && o->at - answer->at < (int64_t)PATTERN_AGAIN_DAYS * MINUTES_A_DAY)
			return true;
	}
	return false;
}

/* Where the offers of one person begin, in order; and how many. */
static struct chosen of_person(struct chosen c, int32_t person_id)
{
	size_t low = 0, high = c.count;
	struct chosen ret;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c.rows[middle]->person_id < person_id)
			low = middle + 1;
		else
			high = middle;
	}
	ret = (struct chosen){c.rows + low, 0};
	while (low + ret.count < c.count && ret.rows[ret.count]->person_id == person_id)
		ret.count++;
	return ret;
}

static void mark_all(struct arena *a, struct happening *all, size_t count)
{
	struct chosen offers;

	mark_bunches(choose(a, all, count, HAPPENED_ALLOCATION, by_person_and_time), PATTERN_MANY,
		(int64_t)PATTERN_MANY_DAYS * MINUTES_A_DAY, same_person);
	mark_bunches(choose(a, all, count, HAPPENED_OFFER, by_proposer_and_time), PATTERN_AT_ONCE, PATTERN_AT_ONCE_MINUTES,
		same_proposer);
	offers = choose(a, all, count, HAPPENED_OFFER, by_person_and_time);
	for (size_t i = 0; i < count; i++)
		if (all[i].kind == HAPPENED_ANSWER && all[i].declined)
			all[i].again = is_offered_again(of_person(offers, all[i].person_id), &all[i]);
}

/* ---- what a happening is to a pattern ---- */

enum relation { UNRELATED, AMONG, HIT };

static enum relation hit_if(bool hit)
{
	return hit ? HIT : AMONG;
}

static enum relation allocation_to(enum pattern p, const struct happening *h)
{
	int32_t day = local_day(h->at);

	switch (p) {
	case PATTERN_NO_DISCUSSION:
		return h->negotiated ? hit_if(!h->on_paper && h->proposal_id == 0) : UNRELATED;
	case PATTERN_ON_PAPER:
		return h->negotiated ? hit_if(h->on_paper) : UNRELATED;
	case PATTERN_MANY_TO_ONE:
		return hit_if(h->bunched);
	case PATTERN_MONTH_END:
		return hit_if(is_month_end(day));
	case PATTERN_BEFORE_RETURN:
		return hit_if(is_before_return(day));
	case PATTERN_EMERGENCY:
		return AMONG;
	default:
		return UNRELATED;
	}
}

static enum relation answer_to(enum pattern p, const struct happening *h)
{
	switch (p) {
	case PATTERN_IN_SECONDS:
		return h->declined ? UNRELATED : hit_if(h->seconds >= 0 && h->seconds <= PATTERN_SECONDS);
	case PATTERN_OUT_OF_HOURS:
		return h->declined ? UNRELATED : hit_if(!h->at_work);
	case PATTERN_DECLINED:
		return hit_if(h->declined);
	case PATTERN_OFFERED_AGAIN:
		return h->declined ? hit_if(h->again) : UNRELATED;
	case PATTERN_LAPSED:
		return AMONG;
	default:
		return UNRELATED;
	}
}

static enum relation closing_to(enum pattern p, const struct happening *h)
{
	switch (p) {
	case PATTERN_RE_REFERRED_3:
		return hit_if(h->referral == REFERRAL_WITHIN_3);
	case PATTERN_RE_REFERRED_6:
		return hit_if(h->referral == REFERRAL_WITHIN_3 || h->referral == REFERRAL_WITHIN_6);
	case PATTERN_RE_REFERRED_12:
		return hit_if(h->referral != REFERRAL_FIRST && h->referral != REFERRAL_LATER);
	default:
		return UNRELATED;
	}
}

static enum relation relation_of(enum pattern p, const struct happening *h)
{
	switch (h->kind) {
	case HAPPENED_ALLOCATION:
		return allocation_to(p, h);
	case HAPPENED_ANSWER:
		return answer_to(p, h);
	case HAPPENED_OFFER:
		return p == PATTERN_MANY_AT_ONCE ? hit_if(h->bunched) : UNRELATED;
	case HAPPENED_TALK:
		return p == PATTERN_BACKDATED ? hit_if(h->days_later > PATTERN_LATER_DAYS) : UNRELATED;
	case HAPPENED_HOLD:
		return p == PATTERN_EMERGENCY ? HIT : UNRELATED;
	case HAPPENED_HOLD_END:
		return p == PATTERN_EXPIRED ? hit_if(h->ran_out) : UNRELATED;
	case HAPPENED_LAPSE:
		return p == PATTERN_LAPSED ? HIT : UNRELATED;
	case HAPPENED_HAND_BACK:
		return p == PATTERN_HAND_BACK_REFUSED ? hit_if(h->refused) : UNRELATED;
	case HAPPENED_CLOSING:
		return closing_to(p, h);
	}
	return UNRELATED;
}

/* ---- counting ---- */

/* The figures of a pattern lie one after the other: of all, of no team, of each team; each for all contracts and for
 * every one. */
static size_t cells_of_one(size_t teams_count)
{
	return (teams_count + 2) * (CONTRACT_KINDS + 1);
}

struct pattern_cell *pattern_at(const struct patterns *p, enum pattern pattern, int32_t team, int contract)
{
	size_t row = (size_t)(team - TEAMS_ALL), column = (size_t)(contract - CONTRACT_ALL);

	return &p->cells[(size_t)pattern * cells_of_one(p->teams_count) + row * (CONTRACT_KINDS + 1) + column];
}

static void count_in(struct pattern_cell *cell, int32_t *last_person, int32_t person_id, bool hit)
{
	cell->count += hit;
	cell->of++;
	cell->people += *last_person != person_id;
	*last_person = person_id;
}

/* `last` is of each figure the person who was counted last: happenings come by person. What is nobody's has no
 * contract. */
static void count_happening(struct patterns *p, int32_t *last, enum pattern pattern, const struct happening *h,
	bool hit)
{
	const int32_t teams[] = {TEAMS_ALL, h->team};
	const int contracts[] = {CONTRACT_ALL, (int)h->contract};

	for (size_t t = 0; t < 2; t++)
		for (size_t c = 0; c < (h->person_id != 0 ? 2 : 1); c++) {
			struct pattern_cell *cell = pattern_at(p, pattern, teams[t], contracts[c]);

			count_in(cell, &last[cell - p->cells], h->person_id, hit);
		}
}

static int newest_first(const void *a, const void *b)
{
	const struct pattern_hit *x = a, *y = b;
	int order = compare(x->pattern, y->pattern);

	if (order == 0)
		order = compare(y->what->at, x->what->at);
	return order != 0 ? order : compare(x->what->case_id, y->what->case_id);
}

static int all_by_person(const void *a, const void *b)
{
	return compare((*(struct happening *const *)a)->person_id, (*(struct happening *const *)b)->person_id);
}

static void count_all(struct arena *a, struct patterns *p, struct happening *all, size_t count)
{
	int32_t *last = arena_array(a, PATTERNS * cells_of_one(p->teams_count), sizeof *last);
	struct happening **rows = arena_array(a, count + 1, sizeof *rows);
	size_t room = 0;

	for (size_t i = 0; i < count; i++)
		rows[i] = &all[i];
	if (count > 1)
		qsort(rows, count, sizeof *rows, all_by_person);
	for (size_t i = 0; i < count; i++)
		for (int k = 0; k < PATTERNS && days_include(p->period, local_day(rows[i]->at)); k++) {
			enum relation relation = relation_of((enum pattern)k, rows[i]);

			if (relation != UNRELATED)
				count_happening(p, last, (enum pattern)k, rows[i], relation == HIT);
			if (relation == HIT)
				*ARENA_PUSH(a, &p->hits, &p->hits_count, &room) = (struct pattern_hit){(enum pattern)k, rows[i]};
		}
	if (p->hits_count > 1)
		qsort(p->hits, p->hits_count, sizeof *p->hits, newest_first);
}

/* By chance as many of `of` as there are such days among the working days: n m / w, which varies by the root of n m (w
 * - m) / w w. */
static void compare_with_chance(struct pattern_cell *cell, int64_t such_days, int64_t working_days)
{
	int64_t more;

	if (working_days == 0)
		return;
	cell->expected_tenths = (int32_t)((10 * cell->of * such_days + working_days / 2) / working_days);
	more = cell->count * working_days - cell->of * such_days;
	cell->beyond_chance = more > 0 && more * more > 4 * cell->of * such_days * (working_days - such_days);
}

static void expect_all(struct patterns *p)
{
	size_t each = cells_of_one(p->teams_count);

	for (size_t i = 0; i < PATTERNS * each; i++)
		p->cells[i].expected_tenths = -1;
	for (size_t i = 0; i < each; i++) {
		compare_with_chance(&p->cells[PATTERN_MONTH_END * each + i], p->month_end_days, p->working_days);
		compare_with_chance(&p->cells[PATTERN_BEFORE_RETURN * each + i], p->return_days, p->working_days);
	}
}

struct patterns patterns_of(struct arena *a, struct days period, size_t teams_count, struct happening *all,
	size_t count)
{
	struct patterns p = {.period = period, .teams_count = teams_count};

	p.cells = arena_array(a, PATTERNS * cells_of_one(teams_count), sizeof *p.cells);
	count_days(&p);
	mark_all(a, all, count);
	count_all(a, &p, all, count);
	expect_all(&p);
	return p;
}

/* ---- what is not told ---- */

/* The figures of parts of a sum, and how many people are behind each that the viewer does not see anyway. */
struct parts {
	struct pattern_cell **cells;
	struct part *rows;
	size_t count;
};

static struct parts parts_new(struct arena *a, size_t count)
{
	return (struct parts){arena_array(a, count, sizeof(struct pattern_cell *)),
		arena_array(a, count, sizeof(struct part)), count};
}

/* False: the sum must not be told either. */
static bool withhold_parts(const struct parts *parts)
{
	const bool sum_told = parts_withhold(parts->rows, parts->count);

	for (size_t i = 0; i < parts->count; i++)
		parts->cells[i]->untold = parts->rows[i].untold;
	return sum_told;
}

static bool withhold_teams(struct arena *a, const struct patterns *p, enum pattern pattern, const bool *sees)
{
	struct parts parts = parts_new(a, p->teams_count + 1);

	for (size_t i = 0; i < parts.count; i++) {
		parts.cells[i] = pattern_at(p, pattern, (int32_t)i - 1, CONTRACT_ALL);
		parts.rows[i].people = sees[i] ? 0 : parts.cells[i]->people;
	}
	return withhold_parts(&parts);
}

/* Those of a contract that stand in teams that the viewer does not see. */
static int32_t unseen_of_contract(const struct patterns *p, enum pattern pattern, const bool *sees, int contract)
{
	int32_t unseen = 0;

	for (size_t team = 0; team <= p->teams_count; team++)
		unseen += sees[team] ? 0 : pattern_at(p, pattern, (int32_t)team - 1, contract)->people;
	return unseen;
}

/* Contracts within a team are for whoever sees it; those of all add up to the sum. */
static void withhold_contracts(struct arena *a, const struct patterns *p, enum pattern pattern, const bool *sees,
	bool sum_told)
{
	struct parts parts = parts_new(a, CONTRACT_KINDS);

	for (size_t team = 0; team <= p->teams_count; team++)
		for (int k = 0; k < CONTRACT_KINDS; k++)
			pattern_at(p, pattern, (int32_t)team - 1, k)->untold = !sees[team];
	for (int k = 0; k < CONTRACT_KINDS; k++) {
		parts.cells[k] = pattern_at(p, pattern, TEAMS_ALL, k);
		parts.rows[k].people = unseen_of_contract(p, pattern, sees, k);
	}
	if (withhold_parts(&parts) && sum_told)
		return;
	for (int k = 0; k < CONTRACT_KINDS; k++)
		parts.cells[k]->untold = true;
}

void patterns_withhold(struct patterns *p, const bool *sees)
{
	struct arena *a = arena_new();
	bool sees_all = true;

	for (size_t i = 0; i <= p->teams_count; i++)
		sees_all = sees_all && sees[i];
	for (int k = 0; k < PATTERNS && !sees_all; k++) {
		struct pattern_cell *all = pattern_at(p, (enum pattern)k, TEAMS_ALL, CONTRACT_ALL);

		all->untold = !withhold_teams(a, p, (enum pattern)k, sees);
		withhold_contracts(a, p, (enum pattern)k, sees, !all->untold);
	}
	arena_free(a);
}

void patterns_withhold_unseen(struct patterns *p, const bool *sees)
{
	for (int k = 0; k < PATTERNS; k++)
		for (int contract = CONTRACT_ALL; contract < CONTRACT_KINDS; contract++) {
			pattern_at(p, (enum pattern)k, TEAMS_ALL, contract)->untold = true;
			for (size_t team = 0; team <= p->teams_count; team++)
				pattern_at(p, (enum pattern)k, (int32_t)team - 1, contract)->untold = !sees[team];
		}
}
