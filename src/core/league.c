#include "core/league.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"

enum { YEARS = LEAGUE_YEAR_MOST - LEAGUE_YEAR_LEAST + 1, THOUSAND = 1000, DFE_DIGITS = 3, JOINT_MOST = 2,
	CODE_MOST = 20, SEPTEMBER = 9, LAST_OF_SEPTEMBER = 30 };

static const char JOINT[] = " / ";
static const struct league_cell NOTHING = {.joint_with = LEAGUE_NOBODY, .code = "", .name = "", .region = ""};

/* Codes that an area has had. */
struct code {
	const char *code;
	int32_t area;
};

struct league {
	struct arena *arena;
	struct league_area *areas;
	size_t areas_count, areas_room;
	struct league_cell ***cells; /* of each area, by year: NULL where there is no row; grows with the areas */
	size_t cells_count, cells_room;
	struct code *codes;
	size_t codes_count, codes_room;
	size_t after_last;          /* the place behind the employer that was looked for last */
	int32_t release;            /* how many were begun */
	int first, last;            /* years; first 0: none yet */
};

struct league *league_new(struct arena *a)
{
	struct league *l = arena_alloc(a, sizeof *l);

	l->arena = a;
	return l;
}

/* ---- areas ---- */

/* Rows of a release come in the same order year by year, so that the one behind the last is most often the one that is
 * looked for. */
static int32_t find_employer(struct league *l, struct str dfe_code)
{
	for (size_t i = 0; i < l->areas_count; i++) {
		size_t at = (l->after_last + i) % l->areas_count;

		if (l->areas[at].level == AREA_EMPLOYER && str_is(dfe_code, l->areas[at].dfe_code)) {
			l->after_last = at + 1;
			return (int32_t)at;
		}
	}
	return LEAGUE_NOBODY;
}

static int32_t find_code(const struct league *l, struct str code)
{
	for (size_t i = 0; i < l->codes_count; i++) {
		if (str_is(code, l->codes[i].code))
			return l->codes[i].area;
	}
	return LEAGUE_NOBODY;
}

int32_t league_find(const struct league *l, const char *code)
{
	return find_code(l, str_of(code));
}

static const char *keep(struct league *l, struct str text)
{
	return arena_strndup(l->arena, text.at, text.len);
}

static bool is_return(const struct league_told *row)
{
	return row->has[STATISTIC_CASELOAD];
}

/* What the area is called, as its latest row has it. */
static void call(struct league *l, struct league_area *area, int32_t place, const struct league_told *row)
{
	if ((area->code == NULL || !str_is(row->code, area->code)) && find_code(l, row->code) == LEAGUE_NOBODY)
		*ARENA_PUSH(l->arena, &l->codes, &l->codes_count, &l->codes_room) = (struct code){keep(l, row->code), place};
	if (row->year < area->year || (row->year == area->year && !is_return(row)))
		return;
	area->year = row->year;
	area->code = keep(l, row->code);
	area->name = keep(l, row->name);
	area->region = keep(l, row->region);
}

static int32_t add_area(struct league *l, const struct league_told *row)
{
	struct league_area *area = ARENA_PUSH(l->arena, &l->areas, &l->areas_count, &l->areas_room);

	area->level = row->level;
	area->dfe_code = keep(l, row->dfe_code);
	*ARENA_PUSH(l->arena, &l->cells, &l->cells_count, &l->cells_room) = arena_array(l->arena, YEARS,
		sizeof(struct league_cell *));
	return (int32_t)l->areas_count - 1;
}

/* It stands in addresses and is the name of a file. */
static bool is_code(struct str code)
{
	for (size_t i = 0; i < code.len; i++) {
		char c = code.at[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return false;
	}
	return code.len > 0 && code.len <= CODE_MOST;
}

static int area_of(struct league *l, const struct league_told *row, int32_t *ret, struct err *err)
{
	int32_t place = row->level == AREA_EMPLOYER ? find_employer(l, row->dfe_code) : find_code(l, row->code);

	if (!is_code(row->code))
		return err_set(err, PL_INVALID, "the code of %.*s is not one of letters and digits, like E08000001",
			(int)row->name.len, row->name.at);
	if (place == LEAGUE_NOBODY && l->areas_count == LEAGUE_AREAS_MOST)
		return err_set(err, PL_LIMIT, "there are more than %d areas", LEAGUE_AREAS_MOST);
	if (place == LEAGUE_NOBODY)
		place = add_area(l, row);
	call(l, &l->areas[place], place, row);
	*ret = place;
	return 0;
}

/* ---- figures ---- */

static struct league_cell *cell_to_tell(struct league *l, int32_t place, int year)
{
	struct league_cell **cell = &l->cells[place][year - LEAGUE_YEAR_LEAST];

	if (*cell == NULL)
		*cell = arena_alloc(l->arena, sizeof **cell);
	return *cell;
}

/* The first figure that an earlier row of the release said otherwise. */
static int check_same(const struct league *l, const struct league_cell *cell, const struct league_told *row,
	struct err *err)
{
	if (cell->told_by != l->release || l->release == 0)
		return 0;
	for (int i = 0; i < STATISTIC_COUNT; i++) {
		const struct figure *before = &cell->figures.of[i], *now = &row->figures.of[i];

		if (row->has[i] && (before->symbol != now->symbol || before->thousandths != now->thousandths))
			return err_set(err, PL_INVALID, "an earlier row has another %s of %.*s in %d: expected one row an area and year",
				statistic_row((enum statistic)i)->code, (int)row->name.len, row->name.at, row->year);
	}
	return 0;
}

/* `row` is of this area alone, but for the figures. */
static int tell_cell(struct league *l, int32_t place, int32_t joint_with, const struct league_told *row,
	struct err *err)
{
	struct league_cell *cell = cell_to_tell(l, place, row->year);
	int rc = check_same(l, cell, row, err);

	if (rc < 0)
		return rc;
	cell->told_by = l->release;

	if (!cell->said || joint_with != LEAGUE_NOBODY)
		cell->joint_with = joint_with;
	if (!cell->said || is_return(row)) {
		cell->code = keep(l, row->code);
		cell->name = keep(l, row->name);
		cell->region = keep(l, row->region);
	}
	cell->said = true;
	cell->returned = cell->returned || is_return(row);
	for (int i = 0; i < STATISTIC_COUNT; i++) {
		if (row->has[i])
			cell->figures.of[i] = row->figures.of[i];
	}
	l->first = l->first == 0 || row->year < l->first ? row->year : l->first;
	l->last = row->year > l->last ? row->year : l->last;
	return 0;
}

/* The two of a text "A / B"; false if there are not two. */
static bool split(struct str text, struct str parts[JOINT_MOST])
{
	const char *at = memmem(text.at, text.len, JOINT, sizeof JOINT - 1);
	size_t first = at == NULL ? 0 : (size_t)(at - text.at);

	if (at == NULL)
		return false;
	parts[0] = str_trim((struct str){text.at, first});
	parts[1] = str_trim((struct str){at + sizeof JOINT - 1, text.len - first - (sizeof JOINT - 1)});
	return parts[0].len > 0 && parts[1].len > 0;
}

static int tell_joint(struct league *l, const struct league_told *row, struct err *err)
{
	struct str codes[JOINT_MOST], dfe_codes[JOINT_MOST], names[JOINT_MOST];
	struct league_told each[JOINT_MOST] = {*row, *row};
	int32_t places[JOINT_MOST];

	if (!split(row->code, codes) || !split(row->dfe_code, dfe_codes) || !split(row->name, names))
		return err_set(err, PL_INVALID, "a joint return of %d has not two codes and two names", row->year);
	for (int i = 0; i < JOINT_MOST; i++) {
		int rc;

		each[i].code = codes[i];
		each[i].dfe_code = dfe_codes[i];
		each[i].name = names[i];
		rc = area_of(l, &each[i], &places[i], err);
		if (rc < 0)
			return rc;
	}
	for (int i = 0, rc = 0; i < JOINT_MOST; i++) {
		rc = tell_cell(l, places[i], places[JOINT_MOST - 1 - i], &each[i], err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

void league_begin_release(struct league *l)
{
	l->release++;
}

bool league_is_dfe_code(struct str code)
{
	for (size_t i = 0; i < code.len; i++)
		if (code.at[i] < '0' || code.at[i] > '9')
			return false;
	return code.len == DFE_DIGITS;
}

int league_tell(struct league *l, const struct league_told *row, struct err *err)
{
	int32_t place;
	int rc;

	if (row->year < LEAGUE_YEAR_LEAST || row->year > LEAGUE_YEAR_MOST)
		return err_set(err, PL_LIMIT, "the year %d is not from %d to %d", row->year, LEAGUE_YEAR_LEAST, LEAGUE_YEAR_MOST);
	if (row->level == AREA_EMPLOYER && memmem(row->dfe_code.at, row->dfe_code.len, JOINT, sizeof JOINT - 1) != NULL)
		return tell_joint(l, row, err);
	rc = area_of(l, row, &place, err);
	return rc == 0 ? tell_cell(l, place, LEAGUE_NOBODY, row, err) : rc;
}

void league_tell_neighbours(struct league *l, struct str dfe_code, const struct str *neighbours, size_t count)
{
	int32_t place = find_employer(l, dfe_code);
	struct league_area *area;

	if (place == LEAGUE_NOBODY)
		return;
	area = &l->areas[place];
	area->neighbours_count = 0;
	for (size_t i = 0; i < count && area->neighbours_count < LEAGUE_NEIGHBOURS_MOST; i++) {
		int32_t other = find_employer(l, neighbours[i]);

		if (other != LEAGUE_NOBODY)
			area->neighbours[area->neighbours_count++] = other;
	}
}

void league_tell_inspection(struct league *l, struct str code, const struct inspection *inspection)
{
	int32_t place = find_code(l, code);
	struct league_area *area;
	size_t at;

	if (place == LEAGUE_NOBODY)
		return;
	area = &l->areas[place];
	for (at = area->inspections_count; at > 0 && area->inspections[at - 1].inspected >= inspection->inspected; at--) {
		if (area->inspections[at - 1].inspected == inspection->inspected) {
			area->inspections[at - 1] = *inspection;
			return;
		}
	}
	(void)ARENA_PUSH(l->arena, &area->inspections, &area->inspections_count, &area->inspections_room);
	memmove(&area->inspections[at + 1], &area->inspections[at],
		(area->inspections_count - 1 - at) * sizeof *area->inspections);
	area->inspections[at] = *inspection;
}

/* ---- reading ---- */

size_t league_areas(const struct league *l)
{
	return l->areas_count;
}

const struct league_area *league_area(const struct league *l, int32_t place)
{
	return &l->areas[place];
}

bool league_years(const struct league *l, int *ret_first, int *ret_last)
{
	if (l->first == 0)
		return false;
	*ret_first = l->first;
	*ret_last = l->last;
	return true;
}

const struct league_cell *league_cell(const struct league *l, int32_t place, int year)
{
	const struct league_cell *cell;

	if (place == LEAGUE_NOBODY || year < LEAGUE_YEAR_LEAST || year > LEAGUE_YEAR_MOST)
		return &NOTHING;
	cell = l->cells[place][year - LEAGUE_YEAR_LEAST];
	return cell != NULL ? cell : &NOTHING;
}

/* ---- look-ups ---- */

const struct inspection *league_last_inspection(const struct league_area *area, int year)
{
	int32_t day = date_from_civil(year, SEPTEMBER, LAST_OF_SEPTEMBER);

	for (size_t i = area->inspections_count; i > 0; i--) {
		const struct inspection *inspection = &area->inspections[i - 1];

		if (inspection->overall != JUDGED_NOT && inspection->inspected <= day)
			return inspection;
	}
	return NULL;
}

bool league_is_in(const struct league_area *employer, const struct league_area *region)
{
	static const char LONDON[] = "London", *const PARTS[] = {"Inner London", "Outer London"};

	if (str_equal(employer->region, region->name))
		return true;
	return str_equal(region->name, LONDON) &&
		(str_equal(employer->region, PARTS[0]) || str_equal(employer->region, PARTS[1]));
}

/* ---- one year ---- */

static const struct figure *figure_of(const struct league_cell *cell, enum statistic which)
{
	return &cell->figures.of[which];
}

static int64_t fixed_figure(const struct league_cell *cell, enum statistic which)
{
	return fixed_ratio(figure_of(cell, which)->thousandths, THOUSAND);
}

static bool has_holders(const struct league_cell *cell)
{
	const struct figure *fte = figure_of(cell, STATISTIC_CASE_HOLDERS_FTE);

	return fte->symbol == FIGURE_NUMBER && fte->thousandths > 0;
}

static bool has_caseload(const struct league_cell *cell)
{
	return has_holders(cell) && figure_of(cell, STATISTIC_CASES)->symbol == FIGURE_NUMBER &&
		figure_of(cell, STATISTIC_CASELOAD)->symbol == FIGURE_NUMBER;
}

bool league_stands_for_return(const struct league_cell *cell, int32_t area, int32_t asked)
{
	if (cell->joint_with == LEAGUE_NOBODY || asked == area)
		return true;
	return asked != cell->joint_with && area < cell->joint_with;
}

bool league_is_point(const struct league_row *row, int32_t asked)
{
	return has_caseload(row->cell) && league_stands_for_return(row->cell, row->area, asked);
}

static void find_funnel(struct arena *a, struct league_year *y)
{
	struct funnel_point *points = arena_array(a, y->count + 1, sizeof *points);
	size_t count = 0;

	for (size_t i = 0; i < y->count; i++) {
		const struct league_cell *cell = y->rows[i].cell;

		if (league_is_point(&y->rows[i], LEAGUE_NOBODY))
			points[count++] = (struct funnel_point){fixed_figure(cell, STATISTIC_CASE_HOLDERS_FTE),
				fixed_figure(cell, STATISTIC_CASES), fixed_figure(cell, STATISTIC_CASELOAD)};
	}
	y->has_funnel = funnel_of(a, points, count, &y->funnel);
}

static void place_in_funnel(struct league_row *row, const struct funnel *funnel)
{
	row->has_limits = has_holders(row->cell);
	if (row->has_limits)
		row->limits = funnel_limits_at(funnel, fixed_figure(row->cell, STATISTIC_CASE_HOLDERS_FTE));
	row->has_flag = has_caseload(row->cell);
	if (row->has_flag)
		row->flag = funnel_flag_of(&row->limits, fixed_figure(row->cell, STATISTIC_CASELOAD));
}

/* A row and the name that it goes by, for sorting. */
struct named {
	const char *name;
	struct league_row row;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : (x->row.area > y->row.area) - (x->row.area < y->row.area);
}

static bool has_returns(const struct league *l, int year)
{
	for (size_t i = 0; i < l->areas_count; i++) {
		if (l->areas[i].level == AREA_EMPLOYER && league_cell(l, (int32_t)i, year)->returned)
			return true;
	}
	return false;
}

struct league_year league_year_of(struct arena *a, const struct league *l, int year)
{
	bool returns = has_returns(l, year);
	struct league_year y = {.year = year, .rows = arena_array(a, l->areas_count + 1, sizeof *y.rows)};
	struct named *named = arena_array(a, l->areas_count + 1, sizeof *named);

	for (size_t i = 0; i < l->areas_count; i++) {
		const struct league_cell *cell = league_cell(l, (int32_t)i, year);

		if ((returns ? cell->returned : cell->said) && l->areas[i].level == AREA_EMPLOYER)
			named[y.count++] = (struct named){cell->name, {.area = (int32_t)i, .cell = cell}};
	}
	qsort(named, y.count, sizeof *named, by_name);
	for (size_t i = 0; i < y.count; i++)
		y.rows[i] = named[i].row;
	find_funnel(a, &y);
	for (size_t i = 0; i < y.count && y.has_funnel; i++)
		place_in_funnel(&y.rows[i], &y.funnel);
	return y;
}

const struct league_row *league_row_of(const struct league_year *y, int32_t area)
{
	for (size_t i = 0; i < y->count; i++)
		if (y->rows[i].area == area)
			return &y->rows[i];
	return NULL;
}

/* ---- changes ---- */

int league_change_from(const struct league_year *years, size_t count, int year)
{
	for (size_t i = 0; i < count; i++) {
		if (years[i].year >= year - LEAGUE_CHANGE_YEARS && years[i].year < year && years[i].has_funnel)
			return years[i].year;
	}
	return 0;
}

size_t league_changes_from(const struct league *l, int32_t area, int first, int year, int ret[LEAGUE_CHANGES_MOST])
{
	const int back[] = {year - 1, year - LEAGUE_CHANGE_YEARS};
	size_t count = 0;
	int from = first;

	for (size_t i = 0; i < sizeof back / sizeof *back; i++)
		if (back[i] >= first && has_caseload(league_cell(l, area, back[i])))
			ret[count++] = back[i];
	while (from < year - LEAGUE_CHANGE_YEARS && !has_caseload(league_cell(l, area, from)))
		from++;
	if (from < year - LEAGUE_CHANGE_YEARS)
		ret[count++] = from;
	return count;
}
