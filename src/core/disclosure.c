#include "core/disclosure.h"

#include "core/round.h"

enum { ROUNDED_BY = DISCLOSURE_ROUND / 2, HUNDRED = 100 };

static bool is_few(int64_t count)
{
	return count > 0 && count <= DISCLOSURE_FEW;
}

static struct published_count show(int64_t count)
{
	return (struct published_count){.value = DISCLOSURE_ROUND * divide_half_up(count, DISCLOSURE_ROUND)};
}

static const struct published_count WITHHELD = {.withheld = true};

struct published_count publish_count(int64_t count)
{
	return is_few(count) ? WITHHELD : show(count);
}

/* The least and most that what is shown may stand for. Nothing is nothing. */
static int64_t least_of(const struct published_count *p)
{
	if (p->withheld)
		return 1;
	return p->value == 0 ? 0 : p->value - ROUNDED_BY;
}

static int64_t most_of_shown(const struct published_count *p)
{
	return p->value == 0 ? 0 : p->value + ROUNDED_BY;
}

void disclosure_bounds(const struct published_count *line, size_t count, size_t which, int64_t *ret_least, int64_t *ret_most)
{
	const struct published_count *total = &line[count];
	int64_t least_others = 0, most_others = 0;
	bool others_end = true;

	*ret_least = 1;
	*ret_most = -1;
	if (total->withheld)
		return;
	for (size_t i = 0; i < count; i++) {
		if (i == which)
			continue;
		least_others += least_of(&line[i]);
		others_end = others_end && !line[i].withheld;
		most_others += line[i].withheld ? 0 : most_of_shown(&line[i]);
	}
	*ret_most = most_of_shown(total) - least_others;
	if (others_end && least_of(total) - most_others > 1)
		*ret_least = least_of(total) - most_others;
}

static bool is_safe(const struct published_count *line, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int64_t least, most;

		if (!line[i].withheld)
			continue;
		disclosure_bounds(line, count, i, &least, &most);
		if (most >= 0 && most - least < DISCLOSURE_SPAN)
			return false;
	}
	return true;
}

/* The smallest that is shown and is not nothing; `count` if there is none. */
static size_t smallest_shown(const int64_t *counts, const struct published_count *line, size_t count)
{
	size_t smallest = count;

	for (size_t i = 0; i < count; i++) {
		if (!line[i].withheld && counts[i] > 0 && (smallest == count || counts[i] < counts[smallest]))
			smallest = i;
	}
	return smallest;
}

void publish_line(const int64_t *counts, size_t count, struct published_count *ret)
{
	int64_t total = 0;

	for (size_t i = 0; i < count; i++) {
		ret[i] = publish_count(counts[i]);
		total += counts[i];
	}
	ret[count] = publish_count(total);
	while (!is_safe(ret, count)) {
		size_t another = smallest_shown(counts, ret, count);

		/* Where there is nothing left beside them, the total itself goes. */
		ret[another] = WITHHELD;
	}
}

bool publish_share(int64_t part, int64_t whole, int64_t *ret_percent)
{
	if (whole < DISCLOSURE_PARTS || is_few(part) || is_few(whole - part))
		return false;
	*ret_percent = divide_half_up(part * HUNDRED, whole);
	return true;
}

bool may_publish_mean(int64_t people)
{
	return people >= DISCLOSURE_PARTS;
}

bool may_publish_rank(int64_t people)
{
	return people >= DISCLOSURE_RANKED;
}
