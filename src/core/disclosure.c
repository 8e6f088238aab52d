#include "core/disclosure.h"

#include "core/round.h"

enum { ROUNDED_BY = DISCLOSURE_ROUND / 2 };

bool disclosure_is_few(int64_t count)
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
	return disclosure_is_few(count) ? WITHHELD : show(count);
}

static void publish_parts(const int64_t *counts, size_t count, struct published_count *ret)
{
	for (size_t i = 0; i < count; i++)
		ret[i] = publish_count(counts[i]);
}

static bool withholds_a_part(const struct published_count *line, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (line[i].withheld)
			return true;
	return false;
}

static int64_t sum_of(const int64_t *counts, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += counts[i];
	return sum;
}

/* Whether the total is told must not follow from how large it is: that would tell where within their rounding the parts
 * are. */
void publish_line(const int64_t *counts, size_t count, struct published_count *ret)
{
	publish_parts(counts, count, ret);
	ret[count] = withholds_a_part(ret, count) ? WITHHELD : show(sum_of(counts, count));
}

int64_t disclosure_total_least(const struct published_count *line, size_t count)
{
	int64_t least = 0;

	for (size_t i = 0; i < count; i++) {
		if (line[i].withheld)
			least += 1;
		else if (line[i].value > 0)
			least += line[i].value == DISCLOSURE_ROUND ? DISCLOSURE_FEW + 1 : line[i].value - ROUNDED_BY;
	}
	return least;
}

bool may_publish_share(int64_t part, int64_t whole)
{
	return whole >= DISCLOSURE_PARTS && !disclosure_is_few(part) && !disclosure_is_few(whole - part);
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

void publish_line_beside(const int64_t *counts, size_t count, const struct published_count *const *others,
	size_t others_count, struct published_count *ret)
{
	bool total_is_told = false, total_would_tell = false, has_few;

	for (size_t v = 0; v < others_count; v++) {
		total_is_told |= !others[v][count].withheld && others[v][count].value > 0;
		total_would_tell |= withholds_a_part(others[v], count);
	}
	publish_line(counts, count, ret);
	has_few = withholds_a_part(ret, count);
	for (size_t i = 0; i < count && has_few && total_is_told; i++)
		ret[i] = WITHHELD;
	if (total_would_tell)
		ret[count] = WITHHELD;
}
