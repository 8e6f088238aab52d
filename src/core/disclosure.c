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

/* The least and most that what is shown may stand for. Nothing is nothing, and what is shown is not few. */
static int64_t least_of(const struct published_count *p)
{
	if (p->withheld)
		return 1;
	if (p->value == 0)
		return 0;
	return p->value == DISCLOSURE_ROUND ? DISCLOSURE_FEW + 1 : p->value - ROUNDED_BY;
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

/* ---- beside other versions ---- */

struct span {
	int64_t least, most; /* most -1: no end */
};

static struct span span_of(const struct published_count *p)
{
	return (struct span){least_of(p), p->withheld ? -1 : most_of_shown(p)};
}

/* What a cell can be by any of the versions: as wide as the least that one of them leaves open. What they contradict each other in has changed
 * between them, and each stands for itself: the one that is asked about is the first. */
static struct span pooled(const struct published_count *line, const struct published_count *const *others, size_t others_count, size_t which)
{
	struct span pool = span_of(&line[which]);

	for (size_t i = 0; i < others_count; i++) {
		struct span other = span_of(&others[i][which]);
		int64_t least = other.least > pool.least ? other.least : pool.least;
		int64_t most = other.most < 0 ? pool.most : pool.most < 0 || other.most < pool.most ? other.most : pool.most;

		if (most < 0 || least <= most)
			pool = (struct span){least, most};
	}
	return pool;
}

/* What is withheld in `line` may be told by the others as it stands there: then it is no secret of this one. */
static bool is_wide_enough(const struct published_count *line, const struct published_count *const *others, size_t others_count, size_t count,
	size_t which)
{
	struct span total = pooled(line, others, others_count, count);
	int64_t least = 1, least_others = 0, most_others = 0;
	bool others_end = true;

	if (total.most < 0)
		return true;
	for (size_t i = 0; i < count; i++) {
		struct span other;

		if (i == which)
			continue;
		other = pooled(line, others, others_count, i);
		least_others += other.least;
		others_end = others_end && other.most >= 0;
		most_others += other.most;
	}
	if (others_end && total.least - most_others > least)
		least = total.least - most_others;
	return total.most - least_others - least >= DISCLOSURE_SPAN;
}

static bool is_line_safe(const struct published_count *line, const struct published_count *const *others, size_t others_count, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (line[i].withheld && !is_wide_enough(line, others, others_count, count, i))
			return false;
	return true;
}

bool disclosure_is_safe_beside(const struct published_count *line, const struct published_count *const *others, size_t others_count,
	size_t count)
{
	const struct published_count *all[DISCLOSURE_VERSIONS_MOST + 1] = {line};
	size_t all_count = 1;

	for (; all_count <= others_count && all_count <= DISCLOSURE_VERSIONS_MOST; all_count++)
		all[all_count] = others[all_count - 1];
	for (size_t i = 0; i < all_count; i++)
		if (!is_line_safe(all[i], all, all_count, count))
			return false;
	return true;
}

/* Another to be withheld: one that was withheld before, so that versions withhold the same; else the smallest; the total at last. */
static size_t another_beside(const int64_t *counts, const struct published_count *line, const struct published_count *const *others,
	size_t others_count, size_t count)
{
	for (size_t v = 0; v < others_count; v++)
		for (size_t i = 0; i < count; i++)
			if (others[v][i].withheld && !line[i].withheld && counts[i] > 0)
				return i;
	return smallest_shown(counts, line, count);
}

void publish_line_beside(const int64_t *counts, size_t count, const struct published_count *const *others, size_t others_count,
	struct published_count *ret)
{
	publish_line(counts, count, ret);
	while (!disclosure_is_safe_beside(ret, others, others_count, count)) {
		size_t another = another_beside(counts, ret, others, others_count, count);

		if (ret[another].withheld)
			return;
		ret[another] = WITHHELD;
	}
}
