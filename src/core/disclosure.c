#include "core/disclosure.h"

#include "core/round.h"

enum { ROUNDED_BY = DISCLOSURE_ROUND / 2, HUNDRED = 100 };

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

/* ---- beside what is published already ---- */

enum { CLEAR = DISCLOSURE_FEW + DISCLOSURE_ROUND }; /* least that may be told of what was withheld before */

static bool stands(int64_t count, int64_t told)
{
	return (count > told ? count - told : told - count) < DISCLOSURE_ROUND;
}

struct published_count publish_count_again(int64_t count, const struct published_count *told, size_t told_count)
{
	for (size_t i = 0; i < told_count; i++)
		if (told[i].withheld && count < CLEAR)
			return WITHHELD;
	for (size_t i = 0; i < told_count; i++)
		if (!told[i].withheld && stands(count, told[i].value))
			return told[i];
	return publish_count(count);
}

static struct published_count publish_cell(int64_t count, size_t at, const struct published_others *versions)
{
	struct published_count told[DISCLOSURE_VERSIONS_MOST];
	size_t n = 0;

	for (; n < versions->count && n < DISCLOSURE_VERSIONS_MOST; n++)
		told[n] = versions->lines[n][at];
	return publish_count_again(count, told, n);
}

static bool has_same_parts(const struct published_count *one, const struct published_count *other, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (one[i].withheld != other[i].withheld || one[i].value != other[i].value)
			return false;
	return true;
}

/* Parts that stand as they were told may be few now: a total of exact numbers beside them would tell. */
static struct published_count publish_total(const int64_t *counts, size_t count, const struct published_count *parts,
	const struct published_others *versions)
{
	struct published_count sum = {.value = 0};

	if (versions->count == 0)
		return show(sum_of(counts, count));
	for (size_t v = 0; v < versions->count; v++)
		if (has_same_parts(versions->lines[v], parts, count) && !versions->lines[v][count].withheld)
			return versions->lines[v][count];
	for (size_t i = 0; i < count; i++)
		sum.value += parts[i].value;
	return sum;
}

static void look_at(const struct published_others *others, size_t count, bool *total_is_told, bool *total_would_tell)
{
	for (size_t v = 0; v < others->count; v++) {
		const struct published_count *line = others->lines[v];

		*total_is_told |= !line[count].withheld && line[count].value > 0;
		*total_would_tell |= withholds_a_part(line, count);
	}
}

void publish_line_beside(const int64_t *counts, size_t count, const struct published_others *versions,
	const struct published_others *quarters, struct published_count *ret)
{
	bool total_is_told = false, total_would_tell = false, has_few;

	look_at(versions, count, &total_is_told, &total_would_tell);
	look_at(quarters, count, &total_is_told, &total_would_tell);
	for (size_t i = 0; i < count; i++)
		ret[i] = publish_cell(counts[i], i, versions);
	has_few = withholds_a_part(ret, count);
	for (size_t i = 0; i < count && has_few && total_is_told; i++)
		ret[i] = WITHHELD;
	ret[count] = has_few || total_would_tell ? WITHHELD : publish_total(counts, count, ret, versions);
}

static int64_t as_four(int64_t part, int64_t whole, int64_t units)
{
	if (part > 0 && part <= DISCLOSURE_FEW * units)
		return DISCLOSURE_FEW * units;
	return whole > part && whole - part <= DISCLOSURE_FEW * units ? whole - DISCLOSURE_FEW * units : part;
}

bool disclosure_share_stands(int64_t part, int64_t whole, int64_t units, int64_t told_percent)
{
	const int64_t away = as_four(part, whole, units) * HUNDRED - told_percent * whole, rounded = whole / 2;

	return (away < 0 ? -away : away) < DISCLOSURE_ROUND * HUNDRED * units + rounded;
}
