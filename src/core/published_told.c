#include "core/published_told.h"

#include "base/str.h"

enum { ROWS_BEHIND = 3, PARTS_BOUND = 2, ROUNDED_BY = DISCLOSURE_ROUND / 2 };

enum bound { BOUND_ALL, BOUND_FEW };

static const struct {
	enum health_measure measure;
	const char *codes[ROWS_BEHIND];
} BEHINDS[] = {
#define BEHIND(measure, one, two, three) {MEASURE_##measure, {one, two, three}},
#include "core/published.def"
#undef BEHIND
};

static const struct {
	const char *parts[PARTS_BOUND], *whole;
	enum bound how;
} BOUNDS[] = {
#define AT_MOST(one, two, whole, how) {{one, two}, whole, BOUND_##how},
#include "core/published.def"
#undef AT_MOST
};

enum { BEHINDS_COUNT = sizeof BEHINDS / sizeof *BEHINDS, BOUNDS_COUNT = sizeof BOUNDS / sizeof *BOUNDS };

/* ---- what one row tells ---- */

static bool is_said(const struct published_row *row)
{
	return row != NULL && (row->told == PUBLISHED_SHOWN || row->told == PUBLISHED_WITHHELD);
}

/* What is withheld may be nothing: of a line that is withheld whole, and of what is withheld for another. */
static int64_t least_of(const struct published_row *row)
{
	if (row->told != PUBLISHED_SHOWN || row->value == 0)
		return 0;
	return row->value == DISCLOSURE_ROUND ? DISCLOSURE_FEW + 1 : row->value - ROUNDED_BY;
}

/* Of one that is withheld as if it were few: what is withheld for another is told as that. */
static int64_t most_of(const struct published_row *row)
{
	if (row->told != PUBLISHED_SHOWN)
		return DISCLOSURE_FEW;
	return row->value == 0 ? 0 : row->value + ROUNDED_BY;
}

static size_t parts_of(const struct published_rows *rows, size_t first)
{
	size_t n = 0;

	while (first + 1 + n < rows->count && str_equal(rows->rows[first + 1 + n].part_of, rows->rows[first].code))
		n++;
	return n;
}

int64_t told_least_of_line(const struct published_rows *rows, size_t first)
{
	struct published_count parts[PUBLISHED_ROWS_MOST];
	const size_t count = parts_of(rows, first);
	bool is_one_shown = false;

	for (size_t i = 0; i < count; i++) {
		const struct published_row *row = &rows->rows[first + 1 + i];

		parts[i] = (struct published_count){row->told == PUBLISHED_WITHHELD, row->value};
		is_one_shown |= row->told == PUBLISHED_SHOWN;
	}
	return is_one_shown ? disclosure_total_least(parts, count) : 0;
}

/* Of a total also what its parts tell. */
static int64_t least_told(const struct published_rows *rows, const struct published_row *row)
{
	const int64_t parts = told_least_of_line(rows, (size_t)(row - rows->rows)), own = least_of(row);

	return parts > own ? parts : own;
}

/* ---- how many are behind a figure ---- */

static int behind_place(enum health_measure m)
{
	for (size_t i = 0; i < BEHINDS_COUNT; i++)
		if (BEHINDS[i].measure == m)
			return (int)i;
	return -1;
}

bool told_is_of_parts(enum health_measure m)
{
	const int at = behind_place(m);

	return at >= 0 && BEHINDS[at].codes[1][0] != '\0';
}

int64_t told_behind(enum health_measure m, const struct published_rows *rows)
{
	const int at = behind_place(m);
	int64_t least = 0;

	for (int i = 0; at >= 0 && i < ROWS_BEHIND; i++) {
		const struct published_row *row = published_row_of(rows, BEHINDS[at].codes[i]);

		least += row != NULL ? least_told(rows, row) : 0;
	}
	return at >= 0 ? least : -1;
}

bool told_behind_is_some(enum health_measure m, const struct published_rows *rows)
{
	const int at = behind_place(m);
	bool some = false;

	for (int i = 0; at >= 0 && i < ROWS_BEHIND; i++) {
		const struct published_row *row = published_row_of(rows, BEHINDS[at].codes[i]);

		some |= is_said(row) && (row->told == PUBLISHED_WITHHELD || row->value > 0);
	}
	return some;
}

/* ---- what is at most another row ---- */

static bool was_withheld(const struct published_earlier *earlier, const char *code)
{
	for (size_t v = 0; v < earlier->versions_count; v++) {
		const struct published_row *row = published_row_of(earlier->versions[v], code);

		if (row != NULL && row->told == PUBLISHED_WITHHELD)
			return true;
	}
	return false;
}

/* Whether the parts, told as they are, would tell. Those that are withheld for it look as if all of them were few, and
 * are withheld always where that would tell: so whoever sees it cannot know which of the two it is. */
static bool would_tell(size_t bound, const struct published_rows *rows, const struct published_earlier *earlier)
{
	const struct published_row *whole = published_row_of(rows, BOUNDS[bound].whole);
	int64_t most = 0, most_few = 0, room;
	bool has_few = false;

	if (!is_said(whole))
		return false;
	room = least_told(rows, whole);
	for (int i = 0; i < PARTS_BOUND; i++) {
		const struct published_row *row = published_row_of(rows, BOUNDS[bound].parts[i]);

		if (row == NULL)
			continue;
		has_few |= row->told == PUBLISHED_WITHHELD;
		most += most_of(row) + (was_withheld(earlier, row->code) ? DISCLOSURE_ROUND : 0);
		most_few += DISCLOSURE_FEW;
	}
	if (whole->told == PUBLISHED_SHOWN && whole->value == 0)
		return most > 0;
	return most_few > room || (most > room && (has_few || BOUNDS[bound].how == BOUND_ALL));
}

static void withhold(struct published_row *row)
{
	if (row->told != PUBLISHED_WITHHELD)
		row->why = PUBLISHED_FOR_ANOTHER;
	row->told = PUBLISHED_WITHHELD;
	row->value = 0;
}

static bool tells_total(const struct published_rows *const *others, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++) {
		const struct published_row *row = published_row_shown(others[i], code);

		if (row != NULL && row->value > 0)
			return true;
	}
	return false;
}

void told_hold_bounds(struct published_rows *rows, size_t first, const struct published_earlier *earlier)
{
	const size_t count = parts_of(rows, first);
	const char *code = rows->rows[first].code;
	bool withheld = false;

	for (size_t b = 0; b < BOUNDS_COUNT; b++) {
		const struct published_row *one = published_row_of(rows, BOUNDS[b].parts[0]);

		if (one == NULL || !str_equal(one->part_of, code) || !would_tell(b, rows, earlier))
			continue;
		for (size_t i = first + 1; i <= first + count; i++)
			if (str_equal(rows->rows[i].code, BOUNDS[b].parts[0]) || str_equal(rows->rows[i].code, BOUNDS[b].parts[1]))
				withhold(&rows->rows[i]);
		withheld = true;
	}
	if (!withheld)
		return;
	withhold(&rows->rows[first]);
	if (tells_total(earlier->versions, earlier->versions_count, code) ||
		tells_total(earlier->quarters, earlier->quarters_count, code))
		for (size_t i = first + 1; i <= first + count; i++)
			withhold(&rows->rows[i]);
}
