#include "service/health/health_workbook.h"

#include "base/str.h"
#include "core/health_lines.h"
#include "core/health_words.h"
#include "core/list_words.h"
#include "core/load.h"
#include "exchange/xlsx_writer.h"
#include "service/health/health_series.h"

enum { MONTHS = 24, PART_CELLS = 4, LINE_CELLS = 4 };

#define COLUMNS(columns) (columns), sizeof(columns) / sizeof *(columns)

/* ---- figures in cells ---- */

/* The numbers of the CSV, in the same units. */
static void put_value(struct xlsx_writer *w, enum health_unit unit, int64_t value)
{
	switch (unit) {
	case HEALTH_FTE:
		xlsx_put_number(w, value, 2);
		break;
	case HEALTH_PERCENT:
	case HEALTH_MEAN:
	case HEALTH_EACH:
		xlsx_put_number(w, value, 1);
		break;
	case HEALTH_PEOPLE:
	case HEALTH_POSTS:
	case HEALTH_CASES:
	case HEALTH_TIMES:
	case HEALTH_DAYS:
	case HEALTH_MINUTES:
	case HEALTH_POUNDS:
		xlsx_put_number(w, value, 0);
		break;
	}
}

static void put_part(struct xlsx_writer *w, enum health_part part, int64_t value)
{
	xlsx_put_number(w, value, part == PART_FTE ? 2 : 0);
}

/* As put_figure fills them. */
#define FIGURE_COLUMNS {"Figure", 12}, {"Unit", 22}, {"Part of it", 12}, {"Whole", 12}, {"Unit of part", 12}, \
	{"Unit of whole", 12}, {"Workers behind it", 12}, {"Why there is no figure", 30}

static void put_figure(struct xlsx_writer *w, enum health_measure m, const struct health_figure *f)
{
	const struct health_measure_row *row = health_measure_row(m);
	struct health_parts parts = health_parts_of(m);
	bool known = f->known == HEALTH_KNOWN, has_parts = known && f->whole != 0;

	if (known)
		put_value(w, row->unit, f->value);
	else
		xlsx_put_nothing(w);
	xlsx_put_text(w, health_unit_words(row->unit));
	if (has_parts) {
		put_part(w, parts.part, f->part);
		put_part(w, parts.whole, f->whole);
		xlsx_put_text(w, health_part_code(parts.part));
		xlsx_put_text(w, health_part_code(parts.whole));
	} else {
		for (int i = 0; i < PART_CELLS; i++)
			xlsx_put_nothing(w);
	}
	if (f->known != HEALTH_UNTOLD && f->people >= 0)
		xlsx_put_number(w, f->people, 0);
	else
		xlsx_put_nothing(w);
	xlsx_put_text(w, health_why_words(f));
}

/* ---- sheets ---- */

static void put_check(struct xlsx_writer *w, const struct health *h)
{
	static const struct xlsx_column CHECK[] = {{"Part", 22}, {"Code", 22}, {"Measure", 52}, FIGURE_COLUMNS,
		{"Records that say it", 12}, {"Records that should", 12}};

	xlsx_begin_sheet(w, "Health check", COLUMNS(CHECK));
	for (int i = 0; i < HEALTH_MEASURES; i++) {
		enum health_measure m = (enum health_measure)i;
		const struct health_figure *f = &h->figures[m];

		xlsx_put_text(w, health_section_words(health_measure_row(m)->section));
		xlsx_put_text(w, health_measure_row(m)->code);
		xlsx_put_text(w, health_measure_row(m)->words);
		put_figure(w, m, f);
		if (f->should != 0) {
			xlsx_put_number(w, f->told, 0);
			xlsx_put_number(w, f->should, 0);
		}
		xlsx_end_row(w);
	}
}

/* "2019-01-01 to 2019-06-30; ...", the oldest first. */
static void put_earlier(struct xlsx_writer *w, const struct finding *f)
{
	struct buf text = BUF_INIT(XLSX_WRITER_TEXT);
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE];

	for (size_t i = 0; i < f->earlier_count; i++)
		buf_putf(&text, "%s%s to %s", i > 0 ? "; " : "", date_iso(f->earlier[i].from, from),
			date_iso(f->earlier[i].until - 1, to));
	xlsx_put_text(w, buf_text(&text));
	buf_free(&text);
}

static void put_findings(struct xlsx_writer *w, const struct finding *findings, size_t count)
{
	static const struct xlsx_column FOUND[] = {{"Code", 18}, {"Finding", 60}, {"Since", 30}, {"Earlier", 26},
		{"Looked for since", 14}, {"Measure", 18}, {"Concerns", 40}, {"What has helped", 60}};

	xlsx_begin_sheet(w, "Findings", COLUMNS(FOUND));
	for (size_t i = 0; i < count; i++) {
		const struct finding *f = &findings[i];

		xlsx_put_text(w, f->row->code);
		xlsx_put_text(w, f->sentence);
		xlsx_put_text(w, f->since);
		put_earlier(w, f);
		xlsx_put_day(w, f->remembered ? f->looked_from : DAY_MAX);
		xlsx_put_text(w, health_measure_row(f->row->measure)->code);
		xlsx_put_text(w, f->row->concerns);
		xlsx_put_text(w, f->row->helped);
		xlsx_end_row(w);
	}
}

/* The value of a line in its unit. */
static void put_line_value(struct xlsx_writer *w, const struct line_row *line)
{
	if (line == NULL) {
		xlsx_put_nothing(w);
		xlsx_put_nothing(w);
	} else {
		xlsx_put_number(w, line->value, line->kind == LINE_SHARE ? 1 : 0);
		xlsx_put_text(w, line->kind == LINE_SHARE ? "per cent of capacity" : "cases for a full-time post");
	}
}

static void put_line(struct xlsx_writer *w, const struct snapshot *s, const struct health_line *l)
{
	const struct health_figure share = health_line_share(l);

	xlsx_put_text(w, l->line != NULL ? line_scope_in_file(l->line->scope) : "lines of single posts, together");
	xlsx_put_text(w, health_line_target(s, l->line));
	put_line_value(w, l->line);
	xlsx_put_text(w, l->line != NULL ? line_status_in_file(l->line->status) : "");
	if (share.known == HEALTH_KNOWN) {
		xlsx_put_number(w, share.value, 1);
		xlsx_put_number(w, l->past, 0);
		xlsx_put_number(w, l->posts, 0);
		xlsx_put_number(w, l->with_leave, 0);
	} else {
		for (int i = 0; i < LINE_CELLS; i++)
			xlsx_put_nothing(w);
	}
	xlsx_put_text(w, health_known_words(share.known));
	xlsx_end_row(w);
}

static void put_lines(struct xlsx_writer *w, const struct snapshot *s, const struct health *h)
{
	static const struct xlsx_column LINES[] = {{"Line of", 16}, {"Service or team", 18}, {"Line", 10}, {"Unit", 26},
		{"Standing", 22},
		{"Per cent of posts past it", 14}, {"Posts past it", 12}, {"Posts", 12}, {"Of those past it by leave", 14},
		{"Why there is no figure", 30}};

	xlsx_begin_sheet(w, "Lines", COLUMNS(LINES));
	for (size_t i = 0; i < h->lines_count; i++)
		put_line(w, s, &h->lines[i]);
}

/* What the rules of the control chart say of a point. */
static const char *signals_words(unsigned signals)
{
	if ((signals & CONTROL_OUTSIDE) != 0)
		return "outside the limits";
	if ((signals & CONTROL_NEAR_LIMIT) != 0)
		return "two of three near a limit";
	if ((signals & CONTROL_ONE_SIDE) != 0)
		return "seven on one side of the mean";
	return (signals & CONTROL_TREND) != 0 ? "seven that rise, or fall" : "";
}

static void put_series(struct xlsx_writer *w, const struct health_series *series)
{
	for (size_t i = 0; i < series->points_count; i++) {
		const struct health_point *p = &series->points[i];

		xlsx_put_text(w, health_measure_row(series->measure)->code);
		xlsx_put_text(w, health_measure_row(series->measure)->words);
		xlsx_put_day(w, p->month.from);
		put_figure(w, series->measure, &p->figure);
		xlsx_put_text(w, p->unfinished ? "not over" : "");
		xlsx_put_text(w, signals_words(p->signals));
		xlsx_end_row(w);
	}
}

static void put_months(struct xlsx_writer *w, const struct health_series *series, size_t count)
{
	static const struct xlsx_column BY_MONTH[] = {{"Code", 22}, {"Measure", 52}, {"Month from", 12}, FIGURE_COLUMNS,
		{"Not over", 10}, {"Control chart", 28}};

	xlsx_begin_sheet(w, "By month", COLUMNS(BY_MONTH));
	for (size_t i = 0; i < count; i++)
		put_series(w, &series[i]);
}

static void put_team(struct xlsx_writer *w, const struct snapshot *s, const struct health *h)
{
	for (int i = 0; i < HEALTH_MEASURES; i++) {
		enum health_measure m = (enum health_measure)i;

		xlsx_put_text(w, h->scope.team < 0 ? "-" : s->teams[h->scope.team].code);
		xlsx_put_text(w, h->scope.team < 0 ? "No team in the records" : s->teams[h->scope.team].name);
		xlsx_put_text(w, health_measure_row(m)->code);
		xlsx_put_text(w, health_measure_row(m)->words);
		put_figure(w, m, &h->figures[m]);
		xlsx_end_row(w);
	}
}

static void put_teams(struct xlsx_writer *w, const struct snapshot *s, const struct health *teams, size_t count)
{
	static const struct xlsx_column BY_TEAM[] = {{"Team", 12}, {"Name", 28}, {"Code", 22}, {"Measure", 52},
		FIGURE_COLUMNS};

	xlsx_begin_sheet(w, "By team", COLUMNS(BY_TEAM));
	for (size_t i = 0; i < count; i++)
		put_team(w, s, &teams[i]);
}

/* What pages say in hours is in minutes here. */
static void put_part_words(struct xlsx_writer *w, enum health_part part, const char *words)
{
	xlsx_put_text(w, part == PART_MINUTES ? "minutes a week" : words);
}

static void put_dictionary(struct xlsx_writer *w)
{
	static const struct xlsx_column DICTIONARY[] = {{"Code", 22}, {"Part", 22}, {"Measure", 44}, {"When", 16},
		{"Unit", 24}, {"Definition", 80}, {"Part of it is", 24}, {"Whole is", 28}, {"Source", 40}};

	xlsx_begin_sheet(w, "Data dictionary", COLUMNS(DICTIONARY));
	for (int i = 0; i < HEALTH_MEASURES; i++) {
		enum health_measure m = (enum health_measure)i;
		const struct health_measure_row *row = health_measure_row(m);
		struct health_parts parts = health_parts_of(m);

		xlsx_put_text(w, row->code);
		xlsx_put_text(w, health_section_words(row->section));
		xlsx_put_text(w, row->words);
		xlsx_put_text(w, row->when == HEALTH_AT ? "on the last day" : "in the period");
		xlsx_put_text(w, health_unit_words(row->unit));
		xlsx_put_text(w, row->definition);
		put_part_words(w, parts.part, parts.part_words[0] != '\0' ? parts.part_words : parts.whole_words);
		put_part_words(w, parts.whole, parts.whole_words);
		xlsx_put_text(w, row->source);
		xlsx_end_row(w);
	}
}

/* ---- what it is of ---- */

static void say_text(struct xlsx_writer *w, const char *what, const char *text)
{
	xlsx_put_text(w, what);
	xlsx_put_text(w, text);
	xlsx_end_row(w);
}

static void say_number(struct xlsx_writer *w, const char *what, int64_t number)
{
	xlsx_put_text(w, what);
	xlsx_put_number(w, number, 0);
	xlsx_end_row(w);
}

static void say_day(struct xlsx_writer *w, const char *what, int32_t day)
{
	xlsx_put_text(w, what);
	xlsx_put_day(w, day);
	xlsx_end_row(w);
}

static int64_t count_known(const struct health *h, enum health_known known)
{
	int64_t count = 0;

	for (int m = 0; m < HEALTH_MEASURES; m++)
		count += h->figures[m].known == known;
	return count;
}

static void put_about(struct xlsx_writer *w, const struct health_workbook *book)
{
	static const struct xlsx_column ABOUT[] = {{"What", 44}, {"Is", 70}};
	const struct snapshot *s = book->at->snap;
	const struct health *h = book->health;

	xlsx_begin_sheet(w, "About", COLUMNS(ABOUT));
	say_text(w, "Employer", s->employer.name);
	say_text(w, "Code of the employer", s->employer.code);
	if (s->employer.demo)
		say_text(w, "Demonstration", "This employer, its people and its cases are invented.");
	say_text(w, "Service", h->scope.service != NULL ? h->scope.service : "all");
	say_text(w, "Team", h->scope.team == TEAMS_ALL ? "all" : h->scope.team < 0 ? "no team in the records" :
		s->teams[h->scope.team].name);
	say_day(w, "What is on a day is of", h->day);
	say_day(w, "What happened is from", h->period.from);
	say_day(w, "and to", h->period.until - 1);
	say_number(w, "Entries of the ledger that are in it", s->employer.position);
	say_day(w, "Day of the newest entry of people and work", h->records_day == DAY_MIN ? DAY_MAX : h->records_day);
	say_day(w, "Newest day in the records", h->facts_day == DAY_MIN ? DAY_MAX : h->facts_day);
	say_number(w, "Measures", HEALTH_MEASURES);
	say_number(w, "Measures with a figure", count_known(h, HEALTH_KNOWN));
	say_number(w, "of which the records do not say", count_known(h, HEALTH_UNSAID));
	say_number(w, "of which there is nothing it could be of", count_known(h, HEALTH_NOTHING));
	say_number(w, "that are not told, for they could be put to single workers", count_known(h, HEALTH_UNTOLD));
	say_text(w, "Units", "are those of the CSV: shares are per cent with one decimal, time is in minutes.");
	say_text(w, "Made by", book->version);
}

int health_workbook_write(const struct health_workbook *book, struct buf *out, struct err *err)
{
	const struct employer *e = &book->at->snap->employer;
	struct xlsx_about about = {"Health check", e->name, e->changed_at};
	struct xlsx_writer *w;
	int rc = xlsx_writer_new(&about, &w, err);

	if (rc < 0)
		return rc;
	put_check(w, book->health);
	put_findings(w, book->findings, book->findings_count);
	put_lines(w, book->at->snap, book->health);
	put_months(w, book->series, book->series_count);
	put_teams(w, book->at->snap, book->teams, book->teams_count);
	put_dictionary(w);
	put_about(w, book);
	rc = xlsx_writer_finish(w, out, err);
	xlsx_writer_free(w);
	return rc;
}

/* ---- gathering ---- */

static int gather_teams(struct pictures *pictures, struct arena *a, const struct sight *sight,
	const struct health_asked *asked, struct health_workbook *book, struct err *err)
{
	const struct snapshot *s = book->at->snap;
	struct health_scope *scopes = arena_array(a, s->teams_count + 1, sizeof *scopes);
	struct health *teams = arena_array(a, s->teams_count + 1, sizeof *teams);
	size_t count = 0;
	int rc;

	for (int32_t team = -1; team < (int32_t)s->teams_count && asked->scope.team == TEAMS_ALL; team++)
		if (picture_has_team(book->at, team) && health_in_scope(s, asked->scope, team))
			scopes[count++] = (struct health_scope){asked->scope.service, team};
	if (count == 0)
		return 0;
	rc = health_checks_for(pictures, a, book->at, sight, asked->period, scopes, count, teams, err);
	book->teams = teams;
	book->teams_count = rc == 0 ? count : 0;
	return rc;
}

static int gather_series(struct pictures *pictures, struct arena *a, const struct sight *sight,
	const struct health_asked *asked, struct health_workbook *book, struct err *err)
{
	struct health_series_asked of = {.scope = asked->scope, .last = asked->period.until - 1, .months = MONTHS};
	struct health_series *series = arena_array(a, HEALTH_MEASURES, sizeof *series);
	int rc = health_series_all_for(pictures, a, book->at->snap, sight, &of, series, &book->series_count, err);

	book->series = series;
	return rc;
}

int health_workbook_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, const struct health *health, const char *version, struct buf *out, struct err *err)
{
	struct health_workbook book = {.at = at, .health = health, .version = version};
	struct finding *findings;
	int rc = findings_for(pictures, a, at->snap, sight, health, &findings, &book.findings_count, err);

	book.findings = findings;
	if (rc == 0)
		rc = gather_teams(pictures, a, sight, asked, &book, err);
	if (rc == 0)
		rc = gather_series(pictures, a, sight, asked, &book, err);
	return rc == 0 ? health_workbook_write(&book, out, err) : rc;
}
