#include "../../test.h"

#include <string.h>

#include "core/health_lines.h"
#include "core/health_words.h"
#include "core/load.h"
#include "exchange/xlsx_reader.h"
#include "exchange/xlsx_writer.h"
#include "service/health/health_workbook.h"

enum { DAY = 20778, MONTHS = 3 };

/* A workbook of an employer of two teams, and what it is read back as. */
struct desk {
	struct arena *a;
	struct snapshot snap;
	struct team_row teams[2];
	struct picture at;
	struct health all, of_team;
	struct health_point points[MONTHS];
	struct health_series series;
	const struct finding *found; /* one; NULL: none */
	struct buf read;
};

static void begin(struct desk *d)
{
	*d = (struct desk){.a = arena_new(), .read = BUF_INIT(10000000)};
	d->teams[0] = (struct team_row){.code = "north", .name = "Safeguarding North"};
	d->teams[1] = (struct team_row){.code = "south", .name = "=South"};
	d->snap.employer = (struct employer){.code = "northshire", .name = "Northshire Council", .position = 1204,
		.changed_at = 1795000000};
	d->snap.day = DAY;
	d->snap.teams = d->teams;
	d->snap.teams_count = 2;
	d->at.snap = &d->snap;
	d->all = (struct health){.scope = {.team = TEAMS_ALL}, .day = DAY, .period = {DAY - 91, DAY + 1},
		.records_day = DAY - 1};
	d->of_team = (struct health){.scope = {.team = 1}, .day = DAY, .period = {DAY - 91, DAY + 1}, .records_day = DAY - 1};
	for (int m = 0; m < HEALTH_MEASURES; m++)
		d->all.figures[m] = d->of_team.figures[m] = health_unsaid();
}

static int note_row(void *context, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	struct buf *out = context;

	(void)err;
	buf_putf(out, "%lld", (long long)number);
	for (size_t i = 0; i < count; i++)
		buf_putf(out, "|%.*s", (int)cells[i].len, cells[i].at);
	buf_puts(out, "\n");
	return 0;
}

static void read_back(struct desk *d, const struct buf *file)
{
	struct err err = {0};
	struct xlsx *x;

	if (xlsx_open_bytes(file->data, file->len, &x, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t sheet = 0; sheet < xlsx_sheets(x); sheet++) {
		buf_putf(&d->read, "== %s\n", xlsx_sheet_name(x, sheet));
		if (xlsx_read_sheet(x, sheet, note_row, &d->read, &err) < 0)
			fail_msg("%s", err.text);
	}
	xlsx_close(x);
}

static void write_and_read(struct desk *d, size_t series)
{
	const struct health_workbook book = {.at = &d->at, .health = &d->all, .teams = &d->of_team, .teams_count = 1,
		.series = &d->series, .series_count = series, .version = "Plimsoll 0.1.0", .findings = d->found,
		.findings_count = d->found != NULL};
	struct buf file = BUF_INIT(XLSX_WRITER_BYTES);
	struct err err = {0};

	if (health_workbook_write(&book, &file, &err) < 0)
		fail_msg("%s", err.text);
	read_back(d, &file);
	buf_free(&file);
}

static void says(const struct desk *d, const char *text)
{
	if (strstr(buf_text(&d->read), text) == NULL)
		fail_msg("the workbook does not have: %s", text);
}

static void end(struct desk *d)
{
	buf_free(&d->read);
	arena_free(d->a);
}

static void test_workbook__has_seven_sheets(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	write_and_read(&d, 0);
	says(&d, "== Health check\n1|Part|Code|Measure|Figure|Unit|");
	says(&d, "== Findings\n1|Code|Finding|Since|Earlier|");
	says(&d, "== Lines\n1|Line of|Service or team|Line|Unit|");
	says(&d, "== By month\n1|Code|Measure|Month from|");
	says(&d, "== By team\n1|Team|Name|Code|");
	says(&d, "== Data dictionary\n1|Code|Part|Measure|When|Unit|Definition|");
	says(&d, "== About\n1|What|Is\n");
	end(&d);
}

static void test_workbook__has_each_figure_as_a_number_in_its_unit(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	d.all.figures[MEASURE_WAITING] = health_count(102, -1);
	d.all.figures[MEASURE_OVER_30] = health_share(12, 96, 96);
	d.all.figures[MEASURE_WAITING_MINUTES] = health_count(10985, -1);
	d.all.figures[MEASURE_GAP_FTE] = health_count(-325, -1);
	d.all.figures[MEASURE_PAST_SHARE] = health_share(2775, 7027, 75);
	d.all.figures[MEASURE_CASELOAD] = (struct health_figure){.known = HEALTH_KNOWN, .value = 167, .part = 812,
		.whole = 4850, .people = 53, .told = 50, .should = 53};
	write_and_read(&d, 0);
	says(&d, "|waiting|Open cases that nobody is working on|102|cases\n");
	says(&d, "|over-30|Workers with more than 30 cases|12.5|per cent|12|96|count|count|96\n");
	says(&d, "|waiting-hours|Hours of work a week that wait|10985|minutes\n");
	says(&d, "|gap-fte|Full-time posts that are missing|-3.25|full-time equivalents\n");
	says(&d, "|39.5|per cent|2775|7027|count|count|75\n");
	says(&d, "|16.7|cases for a full-time equivalent|812|48.5|count|fte|53||50|53\n");
	end(&d);
}

static void test_workbook__says_why_there_is_no_figure(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	d.all.figures[MEASURE_DISCUSSED] = health_share(0, 0, 0);
	d.all.figures[MEASURE_DECLINED] = (struct health_figure){.known = HEALTH_UNTOLD, .value = 77, .part = 3, .whole = 4,
		.people = 3};
	write_and_read(&d, 0);
	says(&d, "|discussed|Given after a recorded discussion||per cent|||||0|Nothing it could be of\n");
	says(&d, "|declined|Declined||per cent||||||Not told: it could be put to single workers\n");
	says(&d, "|closures|Cases closed||cases||||||The records do not say\n");
	end(&d);
}

static void test_workbook__has_the_months_of_a_measure_with_what_its_chart_says(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	for (int i = 0; i < MONTHS; i++)
		d.points[i] = (struct health_point){.month = {date_from_civil(2026, 9 + i, 1), date_from_civil(2026, 9 + i, 28)},
			.charted = i < 2, .unfinished = i == 2, .signals = i == 1 ? CONTROL_OUTSIDE : 0, .figure = health_count(31 + i, -1)};
	d.series = (struct health_series){.measure = MEASURE_WAITING, .points = d.points, .points_count = MONTHS,
		.charted = 2};
	write_and_read(&d, 1);
	says(&d, "2|waiting|Open cases that nobody is working on|46266|31|cases\n");
	says(&d, "3|waiting|Open cases that nobody is working on|46296|32|cases||||||||outside the limits\n");
	says(&d, "4|waiting|Open cases that nobody is working on|46327|33|cases|||||||not over\n");
	end(&d);
}

static void test_workbook__has_a_row_a_team_and_measure(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	d.of_team.figures[MEASURE_USED] = health_share(1500, 3000, 9);
	write_and_read(&d, 0);
	says(&d, "|south|=South|used|");
	says(&d, "|50|per cent|1500|3000|minutes|minutes|9\n");
	end(&d);
}

static void test_workbook__explains_every_measure(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	write_and_read(&d, 0);
	for (int m = 0; m < HEALTH_MEASURES; m++) {
		const struct health_measure_row *row = health_measure_row((enum health_measure)m);

		says(&d, arena_printf(d.a, "|%s|%s|%s|%s|%s|%s|", row->code, health_section_words(row->section), row->words,
			row->when == HEALTH_AT ? "on the last day" : "in the period", health_unit_words(row->unit), row->definition));
	}
	end(&d);
}

static void test_workbook__says_what_it_is_of(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	d.all.figures[MEASURE_WAITING] = health_count(102, -1);
	write_and_read(&d, 0);
	says(&d, "|Employer|Northshire Council\n");
	says(&d, "|Team|all\n");
	says(&d, "|What is on a day is of|46347\n");
	says(&d, "|Entries of the ledger that are in it|1204\n");
	says(&d, "|Measures with a figure|1\n");
	says(&d, arena_printf(d.a, "|of which the records do not say|%d\n", HEALTH_MEASURES - 1));
	says(&d, "|Made by|Plimsoll 0.1.0\n");
	end(&d);
}

static void test_workbook__has_what_is_found_with_its_earlier_dates(void **state)
{
	const struct days earlier[] = {{date_from_civil(2019, 1, 1), date_from_civil(2019, 7, 1)},
		{date_from_civil(2020, 1, 1), date_from_civil(2020, 4, 1)}};
	const struct finding found = {FINDING_OVER_60, finding_row(FINDING_OVER_60), "A worker has more than 60 cases.", true,
		DAY, "January to June 2019, again since July 2026", earlier, 2};
	struct desk d;

	(void)state;
	begin(&d);
	d.found = &found;
	write_and_read(&d, 0);
	says(&d, "|over-60|A worker has more than 60 cases.|January to June 2019, again since July 2026|"
		"2019-01-01 to 2019-06-30; 2020-01-01 to 2020-03-31|46347|over-60|");
	says(&d, finding_row(FINDING_OVER_60)->helped);
	end(&d);
}

static void test_workbook__has_the_posts_past_each_line(void **state)
{
	const struct line_row of_team = {.scope = LINE_TEAM, .target = 1, .kind = LINE_SHARE, .value = 955,
		.status = LINE_ADVISORY};
	const struct line_row of_all = {.scope = LINE_EMPLOYER, .kind = LINE_COUNT, .value = 20, .status = LINE_POLICY};
	const struct health_line lines[] = {{&of_all, 24, 3, 1, true}, {&of_team, 0, 0, 0, false}, {NULL, 8, 2, 0, true}};
	struct desk d;

	(void)state;
	begin(&d);
	d.all.lines = lines;
	d.all.lines_count = 3;
	write_and_read(&d, 0);
	says(&d, "2|employer||20|cases for a full-time post|policy|12.5|3|24|1\n");
	says(&d, "3|team|south|95.5|per cent of capacity|advisory|||||Not told: it could be put to single workers\n");
	says(&d, "4|lines of single posts, together|||||25|2|8|0\n");
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_workbook__has_seven_sheets),
		cmocka_unit_test(test_workbook__has_each_figure_as_a_number_in_its_unit),
		cmocka_unit_test(test_workbook__says_why_there_is_no_figure),
		cmocka_unit_test(test_workbook__has_the_months_of_a_measure_with_what_its_chart_says),
		cmocka_unit_test(test_workbook__has_a_row_a_team_and_measure),
		cmocka_unit_test(test_workbook__has_what_is_found_with_its_earlier_dates),
		cmocka_unit_test(test_workbook__has_the_posts_past_each_line),
		cmocka_unit_test(test_workbook__explains_every_measure),
		cmocka_unit_test(test_workbook__says_what_it_is_of),
	};

	return RUN_TESTS(tests);
}
