#include "core/published.h"

#include <string.h>

#include "base/str.h"
#include "core/list_words.h"
#include "core/published_told.h"
#include "core/quarter.h"
#include "core/round.h"

enum { MEASURE_NONE = HEALTH_MEASURES, PART_MEASURES = 3, HUNDRED = 100, TEN = 10 };

enum how { HOW_COUNT, HOW_FTE, HOW_SHARE, HOW_OFFERS, HOW_NESTED, HOW_FTES, HOW_POOLED, HOW_MEAN, HOW_RANK };
enum part_kind { KIND_VALUES, KIND_PARTS, KIND_OTHERS, KIND_REST };

enum line {
#define LINE(name, code, section, total, words, definition, least) LINE_##name,
#define FIGURE(measure, how, behind)
#define PART(line, code, words, definition, kind, one, two, three)
#include "core/published.def"
#undef LINE
#undef FIGURE
#undef PART
	LINES
};

static const struct {
	int measure, behind;
	enum how how;
} FIGURES[] = {
#define FIGURE(measure, how, behind) {MEASURE_##measure, MEASURE_##behind, HOW_##how},
#define LINE(name, code, section, total, words, definition, least)
#define PART(line, code, words, definition, kind, one, two, three)
#include "core/published.def"
#undef FIGURE
#undef LINE
#undef PART
};

static const struct {
	const char *code, *words, *definition;
	enum health_section section;
	int total;
	int64_t least;
} LINE_ROWS[LINES] = {
#define LINE(name, code, section, total, words, definition, least) \
	[LINE_##name] = {code, words, definition, HEALTH_##section, MEASURE_##total, least},
#define FIGURE(measure, how, behind)
#define PART(line, code, words, definition, kind, one, two, three)
#include "core/published.def"
#undef LINE
#undef FIGURE
#undef PART
};

static const struct {
	enum line line;
	const char *code, *words, *definition;
	enum part_kind kind;
	int measures[PART_MEASURES];
} PARTS[] = {
#define PART(line, code, words, definition, kind, one, two, three) \
	{LINE_##line, code, words, definition, KIND_##kind, {MEASURE_##one, MEASURE_##two, MEASURE_##three}},
#define LINE(name, code, section, total, words, definition, least)
#define FIGURE(measure, how, behind)
#include "core/published.def"
#undef PART
#undef LINE
#undef FIGURE
};

enum { FIGURES_COUNT = sizeof FIGURES / sizeof *FIGURES, PARTS_COUNT = sizeof PARTS / sizeof *PARTS };

/* ---- rows by their codes ---- */

const struct published_row *published_row_of(const struct published_rows *rows, const char *code)
{
	for (size_t i = 0; i < rows->count; i++)
		if (str_equal(rows->rows[i].code, code))
			return &rows->rows[i];
	return NULL;
}

const struct published_row *published_row_shown(const struct published_rows *rows, const char *code)
{
	const struct published_row *row = published_row_of(rows, code);

	return row != NULL && row->told == PUBLISHED_SHOWN ? row : NULL;
}

/* ---- one figure ---- */

static bool is_small(const struct health *h)
{
	const struct health_figure *fte = &h->figures[MEASURE_HOLDERS_FTE];

	return fte->known != HEALTH_KNOWN || fte->value < (int64_t)DISCLOSURE_FTE_TENTHS * TEN;
}

static struct published_row *add_row(struct published_rows *to, const char *code, const char *words,
	const char *definition, enum health_section section)
{
	struct published_row *row = &to->rows[to->count++];

	*row = (struct published_row){.code = code, .words = words, .definition = definition,
		.section = health_section_code(section), .part_of = "", .told = PUBLISHED_UNSAID};
	return row;
}

static void withhold(struct published_row *row, enum published_why why)
{
	row->told = PUBLISHED_WITHHELD;
	row->why = why;
	row->value = 0;
}

static void show(struct published_row *row, int64_t value)
{
	row->told = PUBLISHED_SHOWN;
	row->value = value;
}

static void put_count(struct published_row *row, int64_t count)
{
	const struct published_count p = publish_count(count);

	if (p.withheld)
		withhold(row, PUBLISHED_FEW);
	else
		show(row, p.value);
}

/* `units` are those of part and whole that make one: 100 where they are hundredths. */
static void put_share(struct published_row *row, const struct health_figure *f, int64_t least, int64_t units)
{
	const int64_t part = f->part, whole = f->whole;

	if (whole < least * units) {
		withhold(row, PUBLISHED_FEW_BEHIND);
		return;
	}
	/* Of parts of people rounded up: whoever is there in part is there. */
	if (disclosure_is_few((part + units - 1) / units) || disclosure_is_few((whole - part + units - 1) / units) ||
		!may_publish_share((part + units / 2) / units, (whole + units / 2) / units)) {
		withhold(row, PUBLISHED_FEW);
		return;
	}
	show(row, divide_half_up(part * HUNDRED, whole));
}

/* What lies between two shares of the same whole, one of them part of the other, is a share too. `before` is the last
 * that is told, or NULL. */
static void put_nested(struct published_row *row, const struct health_figure *f, const struct health_figure *before)
{
	put_share(row, f, DISCLOSURE_PARTS, 1);
	if (row->told == PUBLISHED_SHOWN && before != NULL && disclosure_is_few(before->part - f->part))
		withhold(row, PUBLISHED_FOR_ANOTHER);
}

static int64_t exactly_behind(const struct health *h, size_t at)
{
	const struct health_figure *f = &h->figures[FIGURES[at].measure];
	const struct health_figure *behind = FIGURES[at].behind == MEASURE_NONE ? NULL : &h->figures[FIGURES[at].behind];

	if (behind == NULL)
		return f->people;
	return behind->known == HEALTH_KNOWN ? behind->value : 0;
}

/* At least so many, by what is told of them where that is beside it. */
static int64_t people_behind(const struct health *h, size_t at, const struct published_rows *rows)
{
	const int64_t told = told_behind((enum health_measure)FIGURES[at].measure, rows);

	return told >= 0 ? told : exactly_behind(h, at);
}

static void put_behind(struct published_row *row, const struct health_figure *f, int64_t people, bool is_rank)
{
	/* Of a median as many as have told: the times of answers. */
	if (is_rank && f->should > 0 && f->told < people)
		people = f->told;
	if (is_rank ? !may_publish_rank(people) : !may_publish_mean(people))
		withhold(row, PUBLISHED_FEW_BEHIND);
	else if (!is_rank && disclosure_is_few(f->part))
		withhold(row, PUBLISHED_FEW);
	else
		show(row, row->unit == PUBLISHED_PERCENT ? health_percent(f) : f->value);
}

/* How many are past a line may be none: then the share of their days is none as well. */
static void put_pooled(struct published_row *row, const struct health_figure *f, int64_t exactly, int64_t people)
{
	if (exactly == 0 && f->value == 0)
		show(row, 0);
	else
		put_behind(row, f, people, false);
}

static enum published_unit unit_of(enum health_unit unit)
{
	switch (unit) {
	case HEALTH_PERCENT:
		return PUBLISHED_PERCENT;
	case HEALTH_FTE:
		return PUBLISHED_FTE;
	case HEALTH_EACH:
	case HEALTH_MEAN:
		return PUBLISHED_TENTHS;
	case HEALTH_MINUTES:
		return PUBLISHED_MINUTES;
	case HEALTH_DAYS:
		return PUBLISHED_DAYS;
	default:
		return PUBLISHED_COUNT;
	}
}

/* ---- beside what versions of the quarter tell of it ---- */

static void hold_count(struct published_row *row, int64_t count, const struct published_earlier *earlier)
{
	struct published_count told[DISCLOSURE_VERSIONS_MOST], now;
	size_t n = 0;

	for (size_t v = 0; v < earlier->versions_count; v++) {
		const struct published_row *before = published_row_of(earlier->versions[v], row->code);

		if (before != NULL && (before->told == PUBLISHED_SHOWN || before->told == PUBLISHED_WITHHELD))
			told[n++] = (struct published_count){before->told == PUBLISHED_WITHHELD, before->value};
	}
	now = publish_count_again(count, told, n);
	if (now.withheld)
		withhold(row, disclosure_is_few(count) ? PUBLISHED_FEW : PUBLISHED_FOR_ANOTHER);
	else
		show(row, now.value);
}

struct share_kind {
	int64_t least, units; /* of the whole; what makes one */
};

static struct share_kind share_kind_of(enum how how)
{
	return (struct share_kind){how == HOW_OFFERS ? PUBLISHED_OFFERS : DISCLOSURE_PARTS, how == HOW_FTES ? HUNDRED : 1};
}

static bool is_share(enum how how)
{
	return how == HOW_SHARE || how == HOW_OFFERS || how == HOW_NESTED || how == HOW_FTES;
}

/* Tenths of cases for hundredths of full-time equivalents are thousandths of a case. */
static bool mean_stands(const struct health_figure *f, int64_t told)
{
	const int64_t thousandths = HUNDRED * TEN,
		away = (disclosure_is_few(f->part) ? DISCLOSURE_FEW : f->part) * thousandths - told * f->whole;

	return (away < 0 ? -away : away) < DISCLOSURE_ROUND * thousandths + f->whole / 2;
}

/* Whether what was told of it stands: less than five away, and of nearly as many as may be told. */
static bool stands_as_told(enum how how, const struct published_row *now, const struct health_figure *f, int64_t people,
	int64_t told)
{
	const struct share_kind kind = share_kind_of(how);

	if (is_share(how))
		return f->whole + DISCLOSURE_ROUND * kind.units > kind.least * kind.units &&
			disclosure_share_stands(f->part, f->whole, kind.units, told);
	if (how == HOW_MEAN)
		return people + DISCLOSURE_ROUND > DISCLOSURE_PARTS && mean_stands(f, told);
	return how == HOW_POOLED && told == 0 && now->told == PUBLISHED_WITHHELD && disclosure_is_few(people);
}

/* Whether it may be told although a version withheld it: it is so far from where it would be withheld that five must be
 * new. */
static bool is_clear(enum how how, const struct health_figure *f, int64_t people)
{
	const struct share_kind kind = share_kind_of(how);
	const int64_t few = (DISCLOSURE_FEW + DISCLOSURE_ROUND) * kind.units;

	if (is_share(how))
		return f->whole >= (kind.least + DISCLOSURE_ROUND) * kind.units && f->part >= few && f->whole - f->part >= few;
	if (how == HOW_MEAN && f->part < few)
		return false;
	return people >= DISCLOSURE_ROUND + (how == HOW_RANK ? DISCLOSURE_RANKED : DISCLOSURE_PARTS);
}

static void hold_figure(struct published_row *row, enum how how, const struct health_figure *f, int64_t people,
	const struct published_earlier *earlier)
{
	bool was_withheld = false, was_nothing = false;

	for (size_t v = 0; v < earlier->versions_count; v++) {
		const struct published_row *before = published_row_of(earlier->versions[v], row->code);

		was_withheld |= before != NULL && before->told == PUBLISHED_WITHHELD;
		was_nothing |= before != NULL && before->told == PUBLISHED_NOTHING;
	}
	if (was_withheld && (row->told != PUBLISHED_SHOWN || !is_clear(how, f, people))) {
		withhold(row, row->told == PUBLISHED_WITHHELD ? row->why : PUBLISHED_FOR_ANOTHER);
		return;
	}
	for (size_t v = 0; v < earlier->versions_count; v++) {
		const struct published_row *before = published_row_shown(earlier->versions[v], row->code);

		if (before != NULL && f->known == HEALTH_KNOWN && stands_as_told(how, row, f, people, before->value)) {
			show(row, before->value);
			return;
		}
	}
	if (was_nothing && row->told == PUBLISHED_WITHHELD)
		row->told = PUBLISHED_NOTHING;
}

static void hold(const struct health *h, size_t at, const struct published_earlier *earlier,
	const struct published_rows *rows, struct published_row *row)
{
	const struct health_figure *f = &h->figures[FIGURES[at].measure];
	const int64_t people = FIGURES[at].how == HOW_RANK ? people_behind(h, at, rows) : exactly_behind(h, at);

	if (row->told == PUBLISHED_UNSAID || is_small(h))
		return;
	if (f->known != HEALTH_KNOWN || (FIGURES[at].how != HOW_COUNT && FIGURES[at].how != HOW_FTE))
		hold_figure(row, FIGURES[at].how, f, people, earlier);
	else
		hold_count(row, FIGURES[at].how == HOW_FTE ? divide_half_up(f->value, HUNDRED) : f->value, earlier);
}

/* ---- each figure ---- */

static void put_known(const struct health *h, size_t at, const struct health_figure *nest,
	const struct published_rows *rows, struct published_row *row)
{
	const struct health_figure *f = &h->figures[FIGURES[at].measure];

	switch (FIGURES[at].how) {
	case HOW_COUNT:
		put_count(row, f->value);
		break;
	case HOW_FTE:
		put_count(row, divide_half_up(f->value, HUNDRED));
		break;
	case HOW_SHARE:
		put_share(row, f, DISCLOSURE_PARTS, 1);
		break;
	case HOW_OFFERS:
		put_share(row, f, PUBLISHED_OFFERS, 1);
		break;
	case HOW_NESTED:
		put_nested(row, f, nest);
		break;
	case HOW_FTES:
		put_share(row, f, DISCLOSURE_PARTS, HUNDRED);
		break;
	case HOW_POOLED:
		put_pooled(row, f, exactly_behind(h, at), people_behind(h, at, rows));
		break;
	default:
		put_behind(row, f, people_behind(h, at, rows), FIGURES[at].how == HOW_RANK);
		break;
	}
}

static void put_figure(const struct health *h, size_t at, const struct health_figure *nest,
	const struct published_earlier *earlier, struct published_rows *rows)
{
	const struct health_figure *f = &h->figures[FIGURES[at].measure];
	struct published_row *row = &rows->rows[at];

	/* Of a small one not even that there is nothing: it would tell a count of none. */
	if (f->known != HEALTH_UNSAID && is_small(h))
		withhold(row, PUBLISHED_SMALL_EMPLOYER);
	else if (f->known == HEALTH_UNTOLD || (f->known == HEALTH_NOTHING && (disclosure_is_few(exactly_behind(h, at)) ||
		told_behind_is_some((enum health_measure)FIGURES[at].measure, rows))))
		withhold(row, PUBLISHED_FEW_BEHIND);
	else if (f->known == HEALTH_NOTHING)
		row->told = PUBLISHED_NOTHING;
	else if (f->known == HEALTH_KNOWN)
		put_known(h, at, nest, rows, row);
	hold(h, at, earlier, rows, row);
}

static void put_figures(const struct health *h, const struct published_earlier *earlier, struct published_rows *ret)
{
	const struct health_figure *nest = NULL;

	for (size_t i = 0; i < FIGURES_COUNT; i++) {
		const struct health_measure_row *m = health_measure_row((enum health_measure)FIGURES[i].measure);

		add_row(ret, m->code, m->words, m->definition, m->section)->unit = unit_of(m->unit);
		if (FIGURES[i].how != HOW_RANK)
			put_figure(h, i, nest, earlier, ret);
		if (FIGURES[i].how != HOW_NESTED)
			nest = NULL;
		if (ret->rows[i].told == PUBLISHED_SHOWN)
			nest = &h->figures[FIGURES[i].measure];
	}
}

/* Medians stand on what is told of the lines: after them. */
static void put_ranks(const struct health *h, const struct published_earlier *earlier, struct published_rows *ret)
{
	for (size_t i = 0; i < FIGURES_COUNT; i++)
		if (FIGURES[i].how == HOW_RANK)
			put_figure(h, i, NULL, earlier, ret);
}

/* ---- counts that add up ---- */

static bool is_known(const struct health *h, int measure)
{
	return measure == MEASURE_NONE || h->figures[measure].known == HEALTH_KNOWN;
}

static int64_t count_of_part(const struct health *h, size_t part)
{
	int64_t sum = 0;

	for (int i = 0; i < PART_MEASURES; i++) {
		const struct health_figure *f = &h->figures[PARTS[part].measures[i] % HEALTH_MEASURES];

		if (PARTS[part].measures[i] == MEASURE_NONE)
			continue;
		sum += PARTS[part].kind == KIND_VALUES ? f->value : PARTS[part].kind == KIND_PARTS ? f->part : f->whole - f->part;
	}
	return sum;
}

/* The counts of a line, and how many; -1 where the records do not say all of them, or they do not add up. */
static int count_line(const struct health *h, enum line line, int64_t counts[PARTS_COUNT])
{
	int64_t sum = 0;
	int n = 0, rest = -1;

	if (!is_known(h, LINE_ROWS[line].total))
		return -1;
	for (size_t p = 0; p < PARTS_COUNT; p++) {
		if (PARTS[p].line != line)
			continue;
		for (int i = 0; i < PART_MEASURES; i++)
			if (!is_known(h, PARTS[p].measures[i]))
				return -1;
		if (PARTS[p].kind == KIND_REST)
			rest = n;
		counts[n] = count_of_part(h, p);
		sum += counts[n++];
	}
	if (rest >= 0)
		counts[rest] = h->figures[LINE_ROWS[line].total].value - sum;
	return rest >= 0 && counts[rest] < 0 ? -1 : n;
}

/* A line of another version, as far as it has the same rows; the total is the last. False if it has not, or says
 * nothing of them. */
static bool read_line(const struct published_rows *other, const struct published_row *rows, size_t count,
	struct published_count *ret)
{
	for (size_t i = 0; i <= count; i++) {
		/* The row of the total stands before its parts. */
		const struct published_row *row = published_row_of(other, rows[i == count ? 0 : i + 1].code);

		if (row == NULL || (row->told != PUBLISHED_SHOWN && row->told != PUBLISHED_WITHHELD))
			return false;
		ret[i] = (struct published_count){row->told == PUBLISHED_WITHHELD, row->value};
	}
	return true;
}

static void put_cell(struct published_row *row, const struct published_count *p, int64_t count)
{
	if (p->withheld)
		withhold(row, disclosure_is_few(count) ? PUBLISHED_FEW : PUBLISHED_FOR_ANOTHER);
	else
		show(row, p->value);
}

struct told_lines {
	struct published_count lines[DISCLOSURE_VERSIONS_MOST][PARTS_COUNT + 1];
	const struct published_count *at[DISCLOSURE_VERSIONS_MOST];
	struct published_others others;
};

static void read_lines(const struct published_rows *const *from, size_t from_count, const struct published_row *rows,
	size_t count, struct told_lines *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < from_count; i++)
		if (read_line(from[i], rows, count, ret->lines[n])) {
			ret->at[n] = ret->lines[n];
			n++;
		}
	ret->others = (struct published_others){ret->at, n};
}

static bool was_withheld_whole(const struct published_others *versions, size_t count)
{
	bool one = false;

	for (size_t v = 0; v < versions->count; v++) {
		size_t told = 0;

		for (size_t i = 0; i <= count; i++)
			told += versions->lines[v][i].withheld ? 0 : 1;
		one |= told == 0;
	}
	return one;
}

/* `rows` are the total and its parts. Whether a version withheld them all. */
static bool publish_counts(const int64_t *counts, size_t count, const struct published_earlier *earlier,
	struct published_row *rows)
{
	struct published_count line[PARTS_COUNT + 1];
	struct told_lines versions, quarters;
	int64_t total = 0;

	read_lines(earlier->versions, earlier->versions_count, rows, count, &versions);
	read_lines(earlier->quarters, earlier->quarters_count, rows, count, &quarters);
	publish_line_beside(counts, count, &versions.others, &quarters.others, line);
	for (size_t i = 0; i < count; i++) {
		put_cell(&rows[i + 1], &line[i], counts[i]);
		total += counts[i];
	}
	put_cell(&rows[0], &line[count], total);
	return was_withheld_whole(&versions.others, count);
}

static size_t add_line_rows(enum line line, struct published_rows *ret)
{
	const char *code = LINE_ROWS[line].code;
	size_t first = ret->count;

	(void)add_row(ret, code, LINE_ROWS[line].words, LINE_ROWS[line].definition, LINE_ROWS[line].section);
	for (size_t p = 0; p < PARTS_COUNT; p++)
		if (PARTS[p].line == line)
			add_row(ret, PARTS[p].code, PARTS[p].words, PARTS[p].definition, LINE_ROWS[line].section)->part_of = code;
	return first;
}

/* Whether the records do not say one of its counts. */
static bool is_unsaid(const struct health *h, enum line line)
{
	bool unsaid = LINE_ROWS[line].total != MEASURE_NONE && h->figures[LINE_ROWS[line].total].known == HEALTH_UNSAID;

	for (size_t p = 0; p < PARTS_COUNT; p++)
		for (int i = 0; i < PART_MEASURES && PARTS[p].line == line; i++)
			unsaid |= PARTS[p].measures[i] != MEASURE_NONE && h->figures[PARTS[p].measures[i]].known == HEALTH_UNSAID;
	return unsaid;
}

static void withhold_all(struct published_rows *rows, size_t first, enum published_why why)
{
	for (size_t i = first; i < rows->count; i++)
		withhold(&rows->rows[i], why);
}

/* That a line is told must not tell that its few are not fewer: it is of enough by what is told of it. */
static void put_counts(const int64_t *counts, size_t count, const struct published_earlier *earlier, int64_t least,
	struct published_rows *ret, size_t first)
{
	const bool was_whole = publish_counts(counts, count, earlier, &ret->rows[first]);

	told_hold_bounds(ret, first, earlier);
	if (least > 0 && told_least_of_line(ret, first) < least + (was_whole ? 2 * DISCLOSURE_ROUND : 0))
		withhold_all(ret, first, PUBLISHED_FEW_BEHIND);
}

static void put_line(const struct health *h, enum line line, const struct published_earlier *earlier,
	struct published_rows *ret)
{
	size_t first = add_line_rows(line, ret);
	int64_t counts[PARTS_COUNT];
	int count = count_line(h, line, counts);

	if (is_small(h) && (count >= 0 || !is_unsaid(h, line)))
		withhold_all(ret, first, PUBLISHED_SMALL_EMPLOYER);
	else if (count >= 0)
		put_counts(counts, (size_t)count, earlier, LINE_ROWS[line].least, ret, first);
}

void published_make(const struct health *h, const struct published_earlier *earlier, struct published_rows *ret)
{
	*ret = (struct published_rows){.count = 0};
	put_figures(h, earlier, ret);
	for (int line = 0; line < LINES; line++)
		put_line(h, (enum line)line, earlier, ret);
	put_ranks(h, earlier, ret);
}

/* ---- the target ---- */

bool published_target(const struct published *p, struct target *ret)
{
	if (p->has_target)
		*ret = (struct target){p->target_start, p->target_goal, p->target_starts, p->target_due};
	return p->has_target;
}

bool published_target_standing(const struct published *p, enum target_standing *ret)
{
	const struct published_row *caseload = published_row_shown(&p->rows, "caseload");
	struct target t;

	if (caseload == NULL || !published_target(p, &t))
		return false;
	*ret = target_standing_on(&t, p->period.until - 1, (int32_t)caseload->value);
	return true;
}

bool published_is_agreed_with_workers(const struct published *p)
{
	int status = p->has_target ? line_status_from(p->target_status) : -1;

	return status == LINE_COLLECTIVE || status == LINE_CONTRACT;
}

/* ---- what it says ---- */

size_t published_figures_said(const struct published_rows *rows, size_t *ret_of)
{
	size_t said = 0, of = 0;

	for (size_t i = 0; i < rows->count; i++) {
		bool is_part = rows->rows[i].part_of[0] != '\0';

		of += is_part ? 0 : 1;
		said += is_part || rows->rows[i].told == PUBLISHED_UNSAID ? 0 : 1;
	}
	*ret_of = of;
	return said;
}

/* One to four are none. */
static int32_t as_none(int32_t count)
{
	return disclosure_is_few(count) ? 0 : count;
}

static int32_t percent_there(const struct health_figure *f)
{
	const int32_t missing = disclosure_is_few(f->should - f->told) ? DISCLOSURE_FEW : f->should - f->told;
	const int32_t there = as_none(f->should > missing ? f->should - missing : 0);

	return (int32_t)((int64_t)there * HUNDRED / f->should);
}

/* Less than five records away from what was told, which was rounded down. */
static bool stays_as_complete(const struct health_figure *f, int32_t told)
{
	const int64_t missing = disclosure_is_few(f->should - f->told) ? DISCLOSURE_FEW : f->should - f->told;
	const int64_t away = (f->should - missing) * HUNDRED - (int64_t)told * f->should;

	return (away < 0 ? -away : away) < DISCLOSURE_ROUND * HUNDRED + f->should;
}

static bool says_how_complete(const struct health_figure *f)
{
	return f->known == HEALTH_KNOWN && f->should >= DISCLOSURE_PARTS;
}

int32_t published_completeness(const struct health *h, const struct published_earlier *earlier)
{
	const struct health_figure *least = NULL;

	/* A share of so few would tell how many they are: of a small employer, of fewer records than there are parts of a
	 * share, and of records that a line counts. */
	for (size_t i = 0; i < FIGURES_COUNT && !is_small(h); i++) {
		const struct health_figure *f = &h->figures[FIGURES[i].measure];

		if (says_how_complete(f) && !told_is_of_parts((enum health_measure)FIGURES[i].measure) && (least == NULL || percent_there(f) < percent_there(least)))
			least = f;
	}
	for (size_t v = 0; least != NULL && v < earlier->versions_count; v++)
		if (earlier->complete_percent[v] >= 0 && stays_as_complete(least, earlier->complete_percent[v]))
			return earlier->complete_percent[v];
	return least != NULL ? percent_there(least) : -1;
}

/* ---- quarters ---- */

size_t published_beside(struct days quarter, const int32_t *firsts, size_t count, size_t ret[DISCLOSURE_VERSIONS_MOST])
{
	const int32_t before = quarter_of(quarter.from - 1).from;
	bool has_before = false, has_after = false;
	size_t n = 0;

	for (size_t i = 0; i < count && n < DISCLOSURE_VERSIONS_MOST; i++) {
		bool is_before = firsts[i] == before && !has_before, is_after = firsts[i] == quarter.until && !has_after;

		if (firsts[i] == quarter.from || is_before || is_after)
			ret[n++] = i;
		has_before |= is_before;
		has_after |= is_after;
	}
	return n;
}

/* ---- codes and words ---- */

static const char *const UNITS[] = {[PUBLISHED_COUNT] = "count", [PUBLISHED_FTE] = "full-time-equivalents",
	[PUBLISHED_PERCENT] = "percent",
	[PUBLISHED_TENTHS] = "decimal", [PUBLISHED_MINUTES] = "minutes", [PUBLISHED_DAYS] = "days"};
static const char *const TOLD[] = {[PUBLISHED_UNSAID] = "unsaid", [PUBLISHED_SHOWN] = "shown",
	[PUBLISHED_WITHHELD] = "c", [PUBLISHED_NOTHING] = "nothing"};

const char *published_unit_code(enum published_unit unit)
{
	return UNITS[unit];
}

bool published_unit_parse(const char *code, enum published_unit *ret)
{
	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
		if (str_equal(UNITS[i], code)) {
			*ret = (enum published_unit)i;
			return true;
		}
	return false;
}

/* What is in no row of the table is part of a line: a count. */
static enum how how_of(const char *code)
{
	for (size_t i = 0; i < FIGURES_COUNT; i++)
		if (str_equal(health_measure_row((enum health_measure)FIGURES[i].measure)->code, code))
			return FIGURES[i].how;
	return HOW_COUNT;
}

/* A share is at most its whole; others, as what is used of the capacity, may pass a hundred. */
bool published_is_possible(const struct published_row *row)
{
	const enum how how = how_of(row->code);

	if (row->told != PUBLISHED_SHOWN || how == HOW_RANK)
		return true;
	if (row->unit == PUBLISHED_COUNT || row->unit == PUBLISHED_FTE)
		return row->value % DISCLOSURE_ROUND == 0;
	return row->unit != PUBLISHED_PERCENT || row->value <= HUNDRED ||
		(how != HOW_SHARE && how != HOW_OFFERS && how != HOW_NESTED);
}

bool published_has_its_unit(const struct published_row *row)
{
	for (size_t i = 0; i < FIGURES_COUNT; i++) {
		const struct health_measure_row *m = health_measure_row((enum health_measure)FIGURES[i].measure);

		if (str_equal(m->code, row->code))
			return unit_of(m->unit) == row->unit;
	}
	return row->part_of[0] == '\0' || row->unit == PUBLISHED_COUNT;
}

const char *published_told_code(enum published_told told)
{
	return TOLD[told];
}

bool published_told_parse(const char *code, enum published_told *ret)
{
	for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++)
		if (str_equal(TOLD[i], code)) {
			*ret = (enum published_told)i;
			return true;
		}
	return false;
}

const char *published_why_words(enum published_why why)
{
	static const char *const WORDS[] = {[PUBLISHED_FREE] = "",
		[PUBLISHED_SMALL_EMPLOYER] = "Fewer than ten full-time equivalents hold cases: of so few nothing is told.",
		[PUBLISHED_FEW] = "One to four are behind it, or all but one to four.",
		[PUBLISHED_FOR_ANOTHER] = "Shown beside the others, it would tell one that is withheld.",
		[PUBLISHED_FEW_BEHIND] = "Too few are behind it for a figure of its kind."};

	return WORDS[why];
}

const char *correction_words(const char *code)
{
	static const char *const CORRECTIONS[][2] = {
#define CORRECTION(code, words) {code, words},
#include "core/corrections.def"
#undef CORRECTION
	};

	if (code[0] == '\0')
		return "";
	for (size_t i = 0; i < sizeof CORRECTIONS / sizeof *CORRECTIONS; i++)
		if (str_equal(CORRECTIONS[i][0], code))
			return CORRECTIONS[i][1];
	return NULL;
}
