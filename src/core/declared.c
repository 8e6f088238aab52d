#include "core/declared.h"

#include "base/str.h"
#include "core/access.h"
#include "core/line_change.h"

enum { FIGURE_MOST = 100000000, TEXT_BYTES = 24 };

static const struct {
	const char *code, *words, *brief, *meaning;
	int places;
	int32_t least, most, ahead;
} KINDS[DECLARED_KINDS] = {
#define DECLARED(name, code, words, brief, places, least, most, ahead, meaning) \
	[DECLARED_##name] = {code, words, brief, meaning, places, least, most, ahead},
#include "core/declared.def"
#undef DECLARED
};

const char *declared_code(enum declared what)
{
	return KINDS[what].code;
}

const char *declared_words(enum declared what)
{
	return KINDS[what].words;
}

const char *declared_short(enum declared what)
{
	return KINDS[what].brief;
}

const char *declared_meaning(enum declared what)
{
	return KINDS[what].meaning;
}

int declared_places(enum declared what)
{
	return KINDS[what].places;
}

bool declared_parse(const char *code, enum declared *ret)
{
	for (int i = 0; i < DECLARED_KINDS; i++) {
		if (!str_equal(KINDS[i].code, code))
			continue;
		*ret = (enum declared)i;
		return true;
	}
	return false;
}

/* ---- figures ---- */

static int32_t units_of(enum declared what)
{
	int32_t units = 1;

	for (int i = 0; i < KINDS[what].places; i++)
		units *= 10;
	return units;
}

static int refuse_figure(enum declared what, struct err *err)
{
	int32_t units = units_of(what);

	return err_set(err, PL_INVALID, "%s: expected a number from %d to %d%s.", KINDS[what].words, KINDS[what].least / units,
		KINDS[what].most / units, KINDS[what].places == 0 ? "" : KINDS[what].places == 1 ? ", with one decimal at most"
		: ", with two decimals at most");
}

static bool fits(enum declared what, int32_t figure)
{
	return figure >= KINDS[what].least && figure <= KINDS[what].most;
}

/* More decimals than are kept are a slip, and not to be rounded. */
static bool has_places(const char *text, int places)
{
	const char *point = strchr(text, '.');

	return point == NULL || strlen(point + 1) <= (size_t)places;
}

int declared_figure_read(enum declared what, const char *text, int32_t *ret, struct err *err)
{
	int64_t figure;

	if (!has_places(text, KINDS[what].places) || !str_to_fixed(str_of(text), KINDS[what].places, FIGURE_MOST, &figure) ||
		!fits(what, (int32_t)figure))
		return refuse_figure(what, err);
	*ret = (int32_t)figure;
	return 0;
}

/* ---- what may be declared ---- */

int declared_day_check(enum declared what, int32_t from, int32_t today, struct err *err)
{
	if (from > today && KINDS[what].ahead == 0)
		return err_set(err, PL_INVALID, "This holds from a day that has been: expected today or an earlier day.");
	if (from > today + KINDS[what].ahead)
		return err_set(err, PL_INVALID, "That day is too far ahead: expected one within %d days.", KINDS[what].ahead);
	if (from < today - DECLARED_DAYS_BACK)
		return err_set(err, PL_INVALID, "That day is more than ten years past: expected a later one.");
	return 0;
}

static int check_target(const struct declaration *d, struct err *err)
{
	if (!fits(DECLARED_TARGET, d->goal))
		return refuse_figure(DECLARED_TARGET, err);
	if (d->goal > d->figure)
		return err_set(err, PL_INVALID, "The goal of a target is no more cases than it starts from.");
	if (d->due <= d->starts || d->due > d->starts + DECLARED_DAYS_BACK)
		return err_set(err, PL_INVALID, "Expected a day for the goal that is after the start, by ten years at most.");
	if (d->starts < d->when.from - DECLARED_DAYS_BACK || d->starts > d->when.from + DECLARED_DAYS_BACK)
		return err_set(err, PL_INVALID, "Expected a start within ten years of the day on which it was agreed.");
	if (d->pounds < -1 || d->pounds > DECLARED_POUNDS_MOST)
		return err_set(err, PL_INVALID, "Expected the money in whole pounds, up to %d, or nothing.", DECLARED_POUNDS_MOST);
	if (d->status == LINE_ADVISORY)
		return err_set(err, PL_INVALID,
			"What is agreed is policy, a collective agreement or part of contracts: choose which.");
	if (d->agreed_by[0] == '\0')
		return err_set(err, PL_INVALID,
			"Name those who have agreed the target, such as the council and the union: bodies and no persons.");
	return line_parties_check(d->agreed_by, err);
}

static int check_plan(const struct declaration *d, struct err *err)
{
	if (d->due <= d->when.from || d->due > d->when.from + DECLARED_PLAN_DAYS)
		return err_set(err, PL_INVALID,
			"Expected a day by which each case has a worker: after the day of the declaration, by two years at most.");
	return 0;
}

int declared_check(const struct declaration *d, int32_t today, struct err *err)
{
	int rc = fits(d->what, d->figure) ? declared_day_check(d->what, d->when.from, today, err) :
		refuse_figure(d->what, err);

	if (rc == 0 && d->what == DECLARED_TARGET)
		rc = check_target(d, err);
	if (rc == 0 && d->what == DECLARED_PLAN)
		rc = check_plan(d, err);
	return rc;
}

/* ---- which one holds ---- */

const struct declaration *declared_on(const struct declaration *rows, size_t count, enum declared what, int32_t day)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].what == what && days_include(rows[i].when, day))
			return &rows[i];
	return NULL;
}

int32_t declared_dfe_code(const struct declaration *rows, size_t count, int32_t day)
{
	const struct declaration *code = declared_on(rows, count, DECLARED_DFE_CODE, day);

	if (code != NULL)
		return code->figure;
	for (size_t i = 0; i < count; i++)
		if (rows[i].what == DECLARED_DFE_CODE && (code == NULL || rows[i].when.from < code->when.from))
			code = &rows[i];
	return code != NULL ? code->figure : 0;
}

int32_t declared_until(const struct declaration *rows, size_t count, enum declared what, int32_t from)
{
	const struct declaration *before = declared_on(rows, count, what, from);
	int32_t until = DAY_MAX;

	if (before != NULL)
		return before->when.until;
	for (size_t i = 0; i < count; i++)
		if (rows[i].what == what && rows[i].when.from > from && rows[i].when.from < until)
			until = rows[i].when.from;
	return until;
}

struct target target_declared(const struct declaration *d)
{
	return (struct target){.start = d->figure, .goal = d->goal, .starts = d->starts, .due = d->due};
}

bool declared_same(const struct declaration *a, const struct declaration *b)
{
	if (a->what != b->what || a->figure != b->figure)
		return false;
	if (a->what == DECLARED_PLAN)
		return a->due == b->due && a->when.from == b->when.from;
	return a->what != DECLARED_TARGET ||
		(a->goal == b->goal && a->starts == b->starts && a->due == b->due && a->pounds == b->pounds &&
		a->status == b->status && str_equal(a->agreed_by, b->agreed_by));
}

bool may_declare(const struct viewer *viewer, enum declared what)
{
	if (what == DECLARED_DFE_CODE)
		return false;
	return viewer_holds(viewer, ROLE_HEAD, SCOPE_EMPLOYER) || viewer_holds(viewer, ROLE_DIRECTOR, SCOPE_EMPLOYER) ||
		(what == DECLARED_VACANCIES && viewer_holds(viewer, ROLE_ANALYST, SCOPE_EMPLOYER));
}
