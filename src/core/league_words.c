#include "core/league_words.h"

#include <string.h>

#include "core/interval.h"

enum { THOUSAND = 1000, TENTH = 100, DIGITS_TEXT = 40 };

/* ---- figures ---- */

static int64_t magnitude(int64_t n)
{
	return n < 0 ? -n : n;
}

const char *figure_number_words(struct arena *a, int64_t thousandths, int decimals)
{
	static const int64_t STEPS[] = {1000, 100, 10, 1};
	char text[DIGITS_TEXT];
	int64_t rounded = (magnitude(thousandths) + STEPS[decimals] / 2) / STEPS[decimals], left = rounded;
	size_t at = sizeof text;
	int written = 0;

	for (; written < decimals; written++, left /= 10)
		text[--at] = (char)('0' + left % 10);
	if (decimals > 0)
		text[--at] = '.';
	for (int whole = 0; whole == 0 || left > 0; whole++, left /= 10) {
		if (whole > 0 && whole % 3 == 0)
			text[--at] = ',';
		text[--at] = (char)('0' + left % 10);
	}
	return arena_printf(a, "%s%.*s", thousandths < 0 && rounded > 0 ? "\xE2\x88\x92" : "", (int)(sizeof text - at),
		text + at);
}

static const char *symbol_short_words(enum figure_symbol symbol)
{
	static const char *const WORDS[] = {[FIGURE_MISSING] = "not published", [FIGURE_NUMBER] = "",
		[FIGURE_SUPPRESSED] = "withheld",
		[FIGURE_LOW] = "just above 0", [FIGURE_UNRELIABLE] = "not reliable", [FIGURE_UNAVAILABLE] = "not available",
		[FIGURE_NOT_APPLICABLE] = "does not apply"};

	return WORDS[symbol];
}

const char *figure_words(struct arena *a, enum statistic which, const struct figure *f)
{
	const struct statistic_row *row = statistic_row(which);
	const char *number;

	if (f->symbol != FIGURE_NUMBER)
		return symbol_short_words(f->symbol);
	number = figure_number_words(a, f->thousandths, row->decimals);
	return row->unit == UNIT_PERCENT ? arena_printf(a, "%s%%", number) : number;
}

const char *figure_chance_words(struct arena *a, const struct figures *f, enum statistic which)
{
	struct figure low = {.symbol = FIGURE_NUMBER}, high = low;

	if (!statistic_interval(f, which, &low.thousandths, &high.thousandths))
		return "";
	return arena_printf(a, "%s to %s", figure_words(a, which, &low), figure_words(a, which, &high));
}

static const char *tenths(struct arena *a, int64_t thousandths)
{
	return figure_number_words(a, thousandths, 1);
}

const char *possessive_words(struct arena *a, const char *name)
{
	size_t n = strlen(name);

	return arena_printf(a, n > 0 && name[n - 1] == 's' ? "%s\xE2\x80\x99" : "%s\xE2\x80\x99s", name);
}

/* ---- is this one unusual? ---- */

enum standing league_standing(const struct league_row *row)
{
	static const enum standing OF_FLAG[] = {[FUNNEL_WITHIN] = STANDING_EXPECTED, [FUNNEL_LOW] = STANDING_LOW,
		[FUNNEL_HIGH] = STANDING_HIGH,
		[FUNNEL_VERY_LOW] = STANDING_VERY_LOW, [FUNNEL_VERY_HIGH] = STANDING_VERY_HIGH};

	if (!row->has_flag)
		return STANDING_NO_NUMBER;
	if (row->cell->figures.of[STATISTIC_CASE_HOLDERS_FTE].thousandths < (int64_t)LEAGUE_SMALL_FULL_TIME * THOUSAND)
		return STANDING_SMALL;
	return OF_FLAG[row->flag];
}

static const struct standing_words {
	const char *code, *words, *is; /* what the caseload is of the expected */
	const char *chance;
} STANDINGS[] = {
	[STANDING_NO_NUMBER] = {"none", "no figure", "", ""},
	[STANDING_SMALL] = {"small", "too few workers to tell", "", ""},
	[STANDING_EXPECTED] = {"within", "as expected for its size", "within", "."},
	[STANDING_LOW] = {"low", "unusually low for its size", "below",
		": by chance and ordinary differences alone, fewer than one in forty like it would be so low."},
	[STANDING_HIGH] = {"high", "unusually high for its size", "above",
		": by chance and ordinary differences alone, fewer than one in forty like it would be so high."},
	[STANDING_VERY_LOW] = {"very-low", "very unusually low", "far below",
			": by chance and ordinary differences alone, fewer than one in a thousand like it would be so low."},
	[STANDING_VERY_HIGH] = {"very-high", "very unusually high", "far above",
			": by chance and ordinary differences alone, fewer than one in a thousand like it would be so high."},
};

const char *league_standing_code(enum standing s)
{
	return STANDINGS[s].code;
}

const char *league_standing_words(enum standing s)
{
	return STANDINGS[s].words;
}

bool league_is_unusual(enum standing s)
{
	return s >= STANDING_LOW;
}

struct league_counts league_count(const struct league_year *y)
{
	struct league_counts counts = {.employers = y->count};

	for (size_t i = 0; i < y->count; i++) {
		const struct league_row *row = &y->rows[i];
		enum standing s = league_standing(row);

		if (!league_stands_for_return(row->cell, row->area, LEAGUE_NOBODY))
			continue;
		counts.returns++;
		counts.points += league_is_point(row, LEAGUE_NOBODY) ? 1 : 0;
		counts.high += s == STANDING_HIGH || s == STANDING_VERY_HIGH ? 1 : 0;
		counts.low += s == STANDING_LOW || s == STANDING_VERY_LOW ? 1 : 0;
	}
	return counts;
}

const char *league_range_words(struct arena *a, const struct league_row *row)
{
	return !row->has_limits ? "" : arena_printf(a, "%s to %s", tenths(a, fixed_round(row->limits.lower_95, THOUSAND)),
		tenths(a, fixed_round(row->limits.upper_95, THOUSAND)));
}

static const char *no_number_sentence(struct arena *a, const char *name, int year, const struct figures *f)
{
	const struct figure *caseload = &f->of[STATISTIC_CASELOAD];

	if (caseload->symbol == FIGURE_NUMBER)
		return arena_printf(a, "%s caseload was %s in %d; there is nothing to hold it against.", possessive_words(a, name),
			tenths(a, caseload->thousandths), year);
	return arena_printf(a, "No caseload of %s can be shown for %d (%s).", name, year,
		figure_symbol_words(caseload->symbol));
}

/* What its caseload might have been by chance alone: its own interval, for the funnel's limits are of others. */
static const char *own_range_words(struct arena *a, const struct figures *f)
{
	struct compared own;
	struct interval i;

	if (!league_compared(f, &own))
		return "";
	i = caseload_interval(own.cases, own.fte);
	return arena_printf(a, " might as well have been anything from %s to %s by chance, and",
		tenths(a, fixed_round(i.low, THOUSAND)), tenths(a, fixed_round(i.high, THOUSAND)));
}

static const char *small_sentence(struct arena *a, const char *name, const struct league_row *row)
{
	const struct figures *f = &row->cell->figures;
	int64_t fte = f->of[STATISTIC_CASE_HOLDERS_FTE].thousandths;

	return arena_printf(a,
		"%s has the full-time equivalent of %s %s who hold%s cases, too few to tell whether its caseload is unusual: "
		"its %s%s says little.", name, tenths(a, fte), fte == THOUSAND ? "worker" : "workers",
		fte == THOUSAND ? "s" : "", tenths(a, f->of[STATISTIC_CASELOAD].thousandths), own_range_words(a, f));
}

static const char *funnel_sentence(struct arena *a, const char *name, const struct league_row *row, enum standing s)
{
	return arena_printf(a, "%s caseload of %s is %s what is expected of an employer of its size (%s)%s",
		possessive_words(a, name),
		tenths(a, row->cell->figures.of[STATISTIC_CASELOAD].thousandths), STANDINGS[s].is, league_range_words(a, row),
		STANDINGS[s].chance);
}

const char *league_standing_sentence(struct arena *a, const struct league *l, const struct league_year *y,
	const struct league_row *row)
{
	enum standing s = league_standing(row);
	const char *name = league_area(l, row->area)->name, *sentence;

	if (s == STANDING_NO_NUMBER)
		sentence = no_number_sentence(a, name, y->year, &row->cell->figures);
	else if (s == STANDING_SMALL)
		sentence = small_sentence(a, name, row);
	else
		sentence = funnel_sentence(a, name, row, s);
	if (row->cell->joint_with == LEAGUE_NOBODY)
		return sentence;
	return arena_printf(a, "%s It makes one return with %s: the figures are of both together.", sentence,
		league_area(l, row->cell->joint_with)->name);
}

/* ---- comparisons ---- */

bool league_compared(const struct figures *f, struct compared *ret)
{
	const struct figure *cases = &f->of[STATISTIC_CASES], *fte = &f->of[STATISTIC_CASE_HOLDERS_FTE],
		*caseload = &f->of[STATISTIC_CASELOAD];

	if (cases->symbol != FIGURE_NUMBER || fte->symbol != FIGURE_NUMBER || caseload->symbol != FIGURE_NUMBER
		|| fte->thousandths <= 0)
		return false;
	*ret = (struct compared){fixed_ratio(cases->thousandths, THOUSAND), fixed_ratio(fte->thousandths, THOUSAND),
		caseload->thousandths};
	return true;
}

static bool is_small(const struct compared *c)
{
	return c->fte < fixed_of(LEAGUE_SMALL_FULL_TIME);
}

/* Whether an employer stands for its return among those: where the other of a joint one is not, it does. */
static bool stands_among(const struct league_cell *cell, int32_t area, const int32_t *areas, size_t count)
{
	bool both = false;

	for (size_t i = 0; i < count; i++)
		both = both || areas[i] == cell->joint_with;
	return league_stands_for_return(cell, area, both ? LEAGUE_NOBODY : area);
}

bool league_compared_of_all(const struct league *l, const int32_t *areas, size_t count, int year, struct compared *ret)
{
	struct compared sum = {0}, one;

	for (size_t i = 0; i < count; i++) {
		const struct league_cell *cell = league_cell(l, areas[i], year);

		if (!league_compared(&cell->figures, &one) || !stands_among(cell, areas[i], areas, count))
			continue;
		sum.cases += one.cases;
		sum.fte += one.fte;
	}
	if (sum.fte == 0)
		return false;
	sum.caseload = fixed_round(fixed_div(sum.cases, sum.fte), THOUSAND);
	*ret = sum;
	return true;
}

struct comparison league_compare(const struct compared *one, const struct compared *other)
{
	struct caseload_difference d = caseload_difference(one->cases, one->fte, other->cases, other->fte);
	int64_t half = fixed_round(d.interval.high - d.difference, THOUSAND), difference = one->caseload - other->caseload;

	bool small = is_small(one) || is_small(other);

	return (struct comparison){difference, difference - half, difference + half, small,
		!small && (difference > half || difference < -half)};
}

/* An end of an interval that is clear of 0 is not shown as 0. */
static const char *clear_end(struct arena *a, int64_t thousandths)
{
	return thousandths < TENTH / 2 ? "less than 0.1" : tenths(a, thousandths);
}

/* " (0.6 to 3.0 up): a clear change", " (anything from 0.9 lower to 1.5 higher): no more than chance": what lies
 * between, in the direction of the difference if that is clear. */
static const char *chance_words(struct arena *a, const struct comparison *c, const char *up, const char *down,
	const char *what)
{
	if (c->is_small)
		return ": too few workers to tell whether that is more than chance";
	if (c->is_clear && c->difference > 0)
		return arena_printf(a, " (%s to %s %s): a clear %s", clear_end(a, c->low), tenths(a, c->high), up, what);
	if (c->is_clear)
		return arena_printf(a, " (%s to %s %s): a clear %s", clear_end(a, -c->high), tenths(a, -c->low), down, what);
	return arena_printf(a, " (anything from %s %s to %s %s): no more than chance", tenths(a, -c->low), down,
		tenths(a, c->high), up);
}

const char *comparison_words(struct arena *a, const struct comparison *c, const char *whose)
{
	const char *chance = chance_words(a, c, "higher", "lower", "difference");

	if (c->difference == 0)
		return arena_printf(a, "the same as %s%s", whose, chance);
	return arena_printf(a, "%s %s than %s%s", tenths(a, magnitude(c->difference)), c->difference > 0 ? "higher" : "lower",
		whose, chance);
}

const char *league_change_sentence(struct arena *a, int from_year, const struct compared *from,
	const struct compared *to)
{
	struct comparison c = league_compare(to, from);
	const char *chance = chance_words(a, &c, "up", "down", "change");

	if (c.difference == 0)
		return arena_printf(a, "Since %d it stayed at %s%s.", from_year, tenths(a, to->caseload), chance);
	return arena_printf(a, "Since %d it %s from %s to %s, by %s%s.", from_year, c.difference > 0 ? "rose" : "fell",
		tenths(a, from->caseload),
		tenths(a, to->caseload), tenths(a, magnitude(c.difference)), chance);
}

/* An employer of several, with its caseload. */
struct placed {
	int32_t area;
	struct compared of;
};

static const char *placed_words(struct arena *a, const struct league *l, const struct placed *p, const char *chance)
{
	struct interval i = caseload_interval(p->of.cases, p->of.fte);

	return arena_printf(a, "%s (%s; %s to %s%s)", tenths(a, p->of.caseload), league_area(l, p->area)->name,
		tenths(a, fixed_round(i.low, THOUSAND)), tenths(a, fixed_round(i.high, THOUSAND)), chance);
}

const char *league_span_sentence(struct arena *a, const struct league *l, const char *where, const int32_t *areas,
	size_t count, int year)
{
	struct placed least = {.area = LEAGUE_NOBODY}, most = least, one;
	const char *small = "";

	for (size_t i = 0; i < count; i++) {
		const struct league_cell *cell = league_cell(l, areas[i], year);

		one.area = areas[i];
		if (!league_compared(&cell->figures, &one.of) || !stands_among(cell, areas[i], areas, count))
			continue;
		if (is_small(&one.of)) {
			small = arena_printf(a, "%s%s%s", small, small[0] != '\0' ? ", " : "", league_area(l, areas[i])->name);
			continue;
		}
		least = least.area == LEAGUE_NOBODY || one.of.caseload < least.of.caseload ? one : least;
		most = most.area == LEAGUE_NOBODY || one.of.caseload > most.of.caseload ? one : most;
	}
	if (least.area == most.area)
		return "";
	return arena_printf(a, "%s caseloads of %d go from %s to %s.%s%s%s", where, year,
		placed_words(a, l, &least, " by the chance of that day"), placed_words(a, l, &most, ""),
		small[0] != '\0' ? " Left out: " : "", small, small[0] != '\0' ? ", with too few workers to tell." : "");
}

/* ---- what to ask ---- */

/* Whether it is for the employer to say why there is no number: it gave none, or there is no return of it. */
static bool is_not_given(const struct figure *f)
{
	return f->symbol == FIGURE_UNAVAILABLE || f->symbol == FIGURE_MISSING;
}

/* "21.1% of its workers left in the year"; "of its turnover there is no figure (...)". */
static const char *asked_clause(struct arena *a, const struct figures *f, enum statistic which, const char *says,
	const char *what)
{
	const struct figure *figure = &f->of[which];

	if (figure->symbol == FIGURE_NUMBER)
		return arena_printf(a, "%s%s", figure_words(a, which, figure), says);
	return arena_printf(a, "its %s is no number in the statistics (%s)", what, figure_symbol_words(figure->symbol));
}

const char *league_question_words(struct arena *a, const char *name, const struct figures *f)
{
	const struct figure *turnover = &f->of[STATISTIC_TURNOVER_RATE], *agency = &f->of[STATISTIC_AGENCY_RATE];
	const char *left = asked_clause(a, f, STATISTIC_TURNOVER_RATE, " of its workers left in the year", "turnover"),
		*agents = asked_clause(a, f, STATISTIC_AGENCY_RATE, " come from agencies", "share of agency workers");
	bool not_given = is_not_given(turnover) || is_not_given(agency);

	if (is_not_given(turnover) && is_not_given(agency))
		return arena_printf(a, "%s: it gave no figures of its turnover and its agency workers. Why?", name);
	return arena_printf(a, "%s: %s, and %s. %s", name, left, agents,
		not_given ? "Why did it not give both figures?" : "Why do people leave, and what has changed?");
}
