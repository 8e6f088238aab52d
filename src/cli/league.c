/* league: the employers of England beside one another, as the official statistics have them. */
#include <stdio.h>

#include "api/resource_league.h"
#include "api/resource_league_figures.h"
#include "base/str.h"
#include "cli/league_build.h"
#include "cli/league_import.h"
#include "cli/league_publishers.h"
#include "core/league_words.h"
#include "store/store.h"

enum { ADDRESS = 3, OUTPUT_BYTES = 64 * 1024 * 1024, NAME_WIDTH = 34, REGION_WIDTH = 26, CELL = 24, TENTH = 10 };

/* Where nothing was published, or nothing is expected. */
static const char NOTHING[] = "-";

struct verb {
	const char *name;
	size_t least, most; /* arguments behind it */
	int (*run)(const struct options *o);
};

static enum resource_format wanted(const struct options *o)
{
	return o->csv ? RESOURCE_CSV : RESOURCE_JSON;
}

/* ---- a year ---- */

/* The code of a symbol, which the last line of the table has words for. */
static const char *figure_text(struct arena *a, const struct league_row *row, enum statistic which)
{
	const struct figure *f = &row->cell->figures.of[which];

	if (f->symbol == FIGURE_NUMBER)
		return figure_number_words(a, f->thousandths, statistic_row(which)->decimals);
	return f->symbol == FIGURE_MISSING ? NOTHING : figure_symbol_code(f->symbol);
}

static void put_row(struct buf *out, struct arena *a, const struct league_picture *p, const struct league_row *row)
{
	const char *expected = league_range_words(a, row);
	enum standing standing = league_standing(row);

	print_cell(out, row->cell->name, NAME_WIDTH);
	buf_putc(out, ' ');
	print_cell(out, row->cell->region, REGION_WIDTH);
	print_number(out, figure_text(a, row, STATISTIC_CASE_HOLDERS_FTE), 10);
	print_number(out, figure_text(a, row, STATISTIC_CASES), 8);
	print_number(out, figure_text(a, row, STATISTIC_CASELOAD), 10);
	print_number(out, expected[0] != '\0' ? expected : NOTHING, 16);
	if (standing == STANDING_SMALL || league_is_unusual(standing))
		buf_putf(out, "  %s", league_standing_words(standing));
	if (row->cell->joint_with != LEAGUE_NOBODY)
		buf_putf(out, "  one return with %s", league_area(p->league, row->cell->joint_with)->name);
	buf_putc(out, '\n');
}

static void put_year(struct buf *out, const struct league_picture *p, const struct league_year *y)
{
	struct arena *a = arena_new();

	buf_putf(out, "Employers of England, %d: cases a full-time social worker who holds cases, as published\n", y->year);
	if (y->has_funnel) {
		buf_puts(out, "All returns together: ");
		buf_put_tenths(out, fixed_round(y->funnel.centre, TENTH));
		buf_putf(out, " cases each, over %zu with a number. Unusually: outside the limits that 95 in 100 "
			"employers of that size would be within; very unusually: that 998 in 1,000 would be.\n", y->funnel.count);
	}
	buf_putf(out, "\n%-34s %-26s%10s%8s%10s%16s\n", "Employer", "Region", "FTE", "Cases", "Caseload", "95 % limits");
	for (size_t i = 0; i < y->count; i++)
		put_row(out, a, p, &y->rows[i]);
	buf_puts(out, "\nc: withheld; u: not reliable; x: not available; z: does not apply; low: above 0 but rounds to it; "
		"-: not published. How it is worked out: docs/league.md.\n");
	arena_free(a);
}

static int no_such_year(const struct league_picture *p, int year, struct err *err)
{
	struct buf years = BUF_INIT(300);
	int rc;

	for (int y = p->first_year; y <= p->last_year; y++) {
		const struct league_year *of = league_picture_year(p, y);

		if (of->count > 0 && (p->funnel_year == 0 || of->has_funnel))
			buf_putf(&years, "%s%d", years.len > 0 ? ", " : "", y);
	}
	rc = err_set(err, PL_NOT_FOUND, "there are no caseloads of employers of %d: expected one of %s", year,
		buf_text(&years));
	buf_free(&years);
	return rc;
}

static int find_year(const struct league_picture *p, int64_t asked, const struct league_year **ret, struct err *err)
{
	int year = asked != 0 ? (int)asked : p->funnel_year != 0 ? p->funnel_year : p->last_year;
	const struct league_year *y = league_picture_year(p, year);

	if (p->last_year == 0)
		return err_set(err, PL_NOT_FOUND, "no official statistics have been taken in: 'plimsoll league import' does");
	if (y == NULL || y->count == 0 || (p->funnel_year != 0 && !y->has_funnel))
		return no_such_year(p, year, err);
	*ret = y;
	return 0;
}

static int print_year(struct buf *out, const struct options *o, const struct league_picture *p, struct err *err)
{
	const struct league_year *y = NULL;
	int rc = find_year(p, o->year, &y, err);

	if (rc == 0 && (o->json || o->csv))
		resource_league(out, wanted(o), p, y);
	else if (rc == 0)
		put_year(out, p, y);
	return rc;
}

/* ---- formulas and releases ---- */

static int print_misses(struct buf *out, const struct options *o, const struct league_picture *p, struct err *err)
{
	(void)err;
	resource_league_misses(out, o->json ? RESOURCE_JSON : RESOURCE_CSV, p, (int)o->year);
	return 0;
}

static int print_figures(struct buf *out, const struct options *o, const struct league_picture *p, struct err *err)
{
	(void)err;
	resource_league_figures(out, o->json ? RESOURCE_JSON : RESOURCE_CSV, p);
	return 0;
}

static void put_release(struct buf *out, const struct release *r)
{
	char year[CELL] = "";

	if (r->latest_year != 0)
		(void)snprintf(year, sizeof year, "%d", r->latest_year);
	print_cell(out, release_kind_words(r->kind), 26);
	print_number(out, year, 6);
	buf_putf(out, "%8d rows  %s\n%34s%s\n", r->rows, r->file_name, "", r->sha256);
}

static int print_releases(struct buf *out, const struct options *o, const struct league_picture *p, struct err *err)
{
	(void)err;
	if (o->json || o->csv) {
		resource_releases(out, wanted(o), p->releases, p->releases_count);
		return 0;
	}
	for (size_t i = 0; i < p->releases_count; i++)
		put_release(out, &p->releases[i]);
	if (p->releases_count == 0)
		buf_puts(out, "No official statistics have been taken in: 'plimsoll league import' does.\n");
	return 0;
}

/* ---- the command line ---- */

typedef int print_fn(struct buf *out, const struct options *o, const struct league_picture *p, struct err *err);

static int run_on_picture(const struct options *o, print_fn *print)
{
	struct buf out = BUF_INIT(OUTPUT_BYTES);
	const struct league_picture *p = NULL;
	struct store *store = NULL;
	struct err err;
	int rc = store_open(o->db, STORE_READ, &store, &err);

	if (rc == 0)
		rc = league_picture_load(store, &p, &err);
	if (rc == 0)
		rc = print(&out, o, p, &err);
	league_picture_drop(p);
	store_close(store);
	if (rc == 0)
		return print_buf(&out);
	buf_free(&out);
	return command_fails(&err);
}

static int list_releases(const struct options *o)
{
	return run_on_picture(o, print_releases);
}

static int list_misses(const struct options *o)
{
	return run_on_picture(o, print_misses);
}

static int all_figures(const struct options *o)
{
	return run_on_picture(o, print_figures);
}

static const struct verb VERBS[] = {
	{"import", 1, ARGUMENTS_MOST, league_import}, {"remove", 1, 1, league_remove}, {"list", 0, 0, list_releases},
	{"misses", 0, 0, list_misses},
	{"figures", 0, 0, all_figures}, {"build", 1, 1, league_build}, {"trust", 2, 3, league_trust},
	{"forget", 1, 1, league_forget}, {"publishers", 0, 0, league_publishers}, {"fetch", 0, 0, league_fetch}};
enum { VERBS_COUNT = sizeof VERBS / sizeof *VERBS };

static const struct verb *find_verb(const struct options *o)
{
	for (size_t i = 0; i < VERBS_COUNT && o->arguments_count > 0; i++) {
		if (str_equal(o->arguments[0], VERBS[i].name) && o->arguments_count > VERBS[i].least &&
			o->arguments_count - 1 <= VERBS[i].most)
			return &VERBS[i];
	}
	return NULL;
}

static bool gives_csv(const struct verb *verb)
{
	return verb->run == list_releases || verb->run == list_misses || verb->run == all_figures;
}

void check_league_options(const struct options *o, struct argp_state *state)
{
	const struct verb *verb = find_verb(o);
	bool tries = verb != NULL && (verb->run == league_import || verb->run == league_remove);

	if (o->arguments_count > 0 && verb == NULL)
		argp_error(state, "expected import PATH..., remove SHA256, list, misses, figures, build DIR, trust CODE KEY "
			"[ADDRESS], forget CODE, publishers, fetch, or nothing for the league of a year");
	else if (o->dry_run && !tries)
		argp_error(state, "--dry-run goes with 'import' and 'remove' only");
	else if (o->replace && (verb == NULL || verb->run != league_trust))
		argp_error(state, "--replace goes with 'trust' only");
	else if (o->public_key != NULL && (verb == NULL || verb->run != league_build))
		argp_error(state, "--key goes with 'build' only");
	else if (o->csv && verb != NULL && !gives_csv(verb))
		argp_error(state, "--csv does not go with '%s'", verb->name);
	else if (verb != NULL && verb->run == league_trust && o->arguments_count > ADDRESS &&
		!league_may_fetch(o->arguments[ADDRESS]))
		argp_error(state, "trust: expected an address like https://plimsoll.example.gov.uk/published/NORTH/latest.json");
	else if (o->year != 0 && verb != NULL && verb->run != list_misses)
		argp_error(state, "--year goes with the league of a year and with 'misses' only");
}

int command_league(const struct options *o)
{
	const struct verb *verb = find_verb(o);

	return verb != NULL ? verb->run(o) : run_on_picture(o, print_year);
}
