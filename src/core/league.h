/* league.h: the employers of England beside one another: the official statistics of each area and year, and where an
 * employer's caseload stands in the funnel of that year.
 *
 * An employer is known by its three digits at the Department for Education, which stay when its code at the Office for
 * National Statistics is changed; an area's code and name are those of its latest year, a cell's those of its own.
 * Releases of one year may differ in them: the workforce return, which has the caseload, goes before the others. Two
 * employers that make one return have the same figures, each marked as joint with the other, and count once in what is
 * worked out over all.
 *
 * Rows may come in any order; where two give the same figure of an area and year the later one stands, so that releases
 * are given oldest first. Two rows of one release do not: they have to say the same. Everything lives in the arena that
 * the league was made in.
 */
#pragma once

#include "core/funnel.h"
#include "core/inspection.h"
#include "core/statistic.h"

enum area_level { AREA_ENGLAND, AREA_REGION, AREA_EMPLOYER };

enum {
	LEAGUE_YEAR_LEAST = 2000, LEAGUE_YEAR_MOST = 2100,
	LEAGUE_AREAS_MOST = 1000,
	LEAGUE_NEIGHBOURS_MOST = 10,
	LEAGUE_NOBODY = -1
};

/* A row of a release. Of a joint return code, dfe_code and name are those of both, with " / " between them. */
struct league_told {
	int year;                  /* that it is of, or that its twelve months end in */
	enum area_level level;
	struct str code, dfe_code; /* dfe_code is empty of regions and the country */
	struct str name, region;
	bool has[STATISTIC_COUNT]; /* what the release has a column of */
	struct figures figures;
};

struct league_area {
	enum area_level level;
	const char *code, *dfe_code, *name, *region;
	int year;                  /* that code and name are of */
	int32_t neighbours[LEAGUE_NEIGHBOURS_MOST]; /* places of those most like it, the likest first */
	size_t neighbours_count;
	struct inspection *inspections;             /* oldest first, each once */
	size_t inspections_count, inspections_room;
};

/* What was published of an area in a year. */
struct league_cell {
	bool said;                 /* there is a row; else all figures are missing */
	bool returned;             /* there is one of a release that has the caseload: a workforce return was asked for */
	const char *code, *name, *region; /* as that year's release has them; "" where there is no row */
	int32_t told_by;           /* which release, from 1, was the last to tell of it; 0: before one was begun */
	int32_t joint_with;        /* place of the other employer of a joint return; LEAGUE_NOBODY */
	struct figures figures;
};

struct league;

/* Whether it is three digits, by which the Department for Education knows an employer. */
bool league_is_dfe_code(struct str code);

struct league *league_new(struct arena *a);

/* The rows that are told from here on are those of another release. */
void league_begin_release(struct league *l);

/* PL_LIMIT beyond a cap; PL_INVALID if the release said another figure of that area and year before, if a code is not
 * letters and digits, or a joint return's codes and names do not go together. */
int league_tell(struct league *l, const struct league_told *row, struct err *err) PL_MUST_CHECK;

/* Neighbours and inspections of employers that no statistic is of are passed over. */
void league_tell_neighbours(struct league *l, struct str dfe_code, const struct str *neighbours, size_t count);
void league_tell_inspection(struct league *l, struct str code, const struct inspection *inspection);

size_t league_areas(const struct league *l);
const struct league_area *league_area(const struct league *l, int32_t place);

/* By its code at the Office for National Statistics, now or ever; LEAGUE_NOBODY. */
int32_t league_find(const struct league *l, const char *code);

/* The first and last year of which there is anything; false where there is nothing. */
bool league_years(const struct league *l, int *ret_first, int *ret_last);

/* The last inspection with an outcome that was made by 30 September of a year, the day that the year's caseload is of;
 * NULL. The one rule for what an employer's last inspection was. */
const struct inspection *league_last_inspection(const struct league_area *area, int year);

/* Whether an employer lies in a region of the league. London is a region of its own in some releases, and two, Inner
 * and Outer London, in those that the employers' regions are of: it has the employers of both. */
bool league_is_in(const struct league_area *employer, const struct league_area *region);

/* Never NULL; of LEAGUE_NOBODY nothing was published. */
const struct league_cell *league_cell(const struct league *l, int32_t place, int year);

/* ---- one year ---- */

struct league_row {
	int32_t area;
	const struct league_cell *cell;
	bool has_limits;            /* the year has a funnel, and the employer full-time holders */
	struct funnel_limits limits;
	bool has_flag;              /* and a caseload that is a number */
	enum funnel_flag flag;
};

struct league_year {
	int year;
	bool has_funnel;
	struct funnel funnel;
	struct league_row *rows;    /* an employer of the year each, by name */
	size_t count;
};

/* Which of the two employers of a joint return stands for it where returns are counted or drawn, each once: the one
 * that is asked for (LEAGUE_NOBODY: none is), else the first. True of who makes a return of its own. The one rule. */
bool league_stands_for_return(const struct league_cell *cell, int32_t area, int32_t asked);
/* Whether it stands for a return with a caseload, which is a point of the funnel. */
bool league_is_point(const struct league_row *row, int32_t asked);

/* How far back a change is told: so many years. */
enum { LEAGUE_CHANGE_YEARS = 5, LEAGUE_CHANGES_MOST = 3 };

/* The year that changes of all employers up to `year` are told against: LEAGUE_CHANGE_YEARS before, or the first after
 * that which has a funnel, of consecutive years; 0: none. */
int league_change_from(const struct league_year *years, size_t count, int year);
/* The years that the change of one employer's caseload up to `year` is told against, of those from `first` on in which
 * it has one: the year before, LEAGUE_CHANGE_YEARS before, and the first of all if that is longer ago. How many. */
size_t league_changes_from(const struct league *l, int32_t area, int first, int year, int ret[LEAGUE_CHANGES_MOST]);

/* The row of an employer; NULL if it has none in that year. */
const struct league_row *league_row_of(const struct league_year *y, int32_t area);

/* The employers of which there is a workforce return of that year; where there is none of any, those with a row: one
 * that was abolished in the summer has children counted in March, and no staff in September. In the arena. */
struct league_year league_year_of(struct arena *a, const struct league *l, int year);
