#include "../../test.h"

#include "exchange/annex_a.h"
#include "exchange/england.h"
#include "recorder.h"
#include "workbook.h"

/* Cells of a row as inline texts: an empty one is left out. */
static const char *row_of(struct workbook *b, int number, const char *const *cells, size_t count)
{
	const char *row = arena_printf(b->arena, "<row r=\"%d\">", number);

	for (size_t i = 0; i < count; i++)
		if (cells[i][0] != '\0')
			row = arena_printf(b->arena, "%s<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>", row, (char)('A' + i),
				number, cells[i]);
	return arena_printf(b->arena, "%s</row>", row);
}

#define ROW(b, number, ...) \
	row_of(b, number, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

#define LIST_6(b) ROW(b, 1, "Child Unique ID", "CIN Start Date", "Primary Need Code", "CIN Closure Date", \
	"Reason for Closure", "Case Status", "Allocated Team", "Allocated Worker")

static int read_book(struct recorder *r, struct workbook *b, struct err *err)
{
	size_t n;
	const char *bytes = workbook_bytes(b, &n);

	return annex_a_read_bytes(bytes, n, "a.xlsx", &r->intake, err);
}

static void read_sheets(struct recorder *r, struct workbook *b)
{
	struct err err = {0};

	if (read_book(r, b, &err) < 0)
		fail_msg("%s", err.text);
}

/* One list 6 with two rows below its header. */
static void read_list_6(struct recorder *r, struct workbook *b, const char *first, const char *second)
{
	workbook_sheet(b, "List 6", arena_printf(b->arena, "%s%s%s", LIST_6(b), first, second));
	read_sheets(r, b);
}

static void assert_issue(const struct recorder *r, size_t at, const char *place, const char *field, const char *code)
{
	assert_true(at < r->issues_count);
	assert_string_equal(r->issues[at].place, place);
	assert_string_equal(r->issues[at].field, field);
	assert_string_equal(r->issues[at].code, code);
}

/* ---- the sample council ---- */

static const char *const UNALLOCATED[] = {"SYN011028", "SYN011077", "SYN011131", "SYN011141", "SYN011156", "SYN011157",
	"SYN011170", "SYN011171", "SYN011173", "SYN011193", "SYN011210", "SYN011227", "SYN011247", "SYN011261", "SYN011298",
	"SYN011325", "SYN011330", "SYN011333", "SYN011353", "SYN011362", "SYN011386"};

static struct recorder *read_sample(void)
{
	struct recorder *r = recorder_new();
	struct err err = {0};
	const char *path = recorder_file(r, "PLIMSOLL_FIXTURES", "synthA_annex_a.xlsx");

	assert_non_null(path);
	if (recorder_read(r, path, annex_a_read, &err) < 0)
		fail_msg("%s", err.text);
	return r;
}

static void test_annex_a__gives_the_open_cases_of_the_sample_and_who_holds_them(void **state)
{
	struct recorder *r = read_sample();
	int32_t day = date_from_civil(2026, 3, 31);
	size_t open = 0, held = 0, unallocated = 0;

	(void)state;
	for (size_t i = 0; i < r->cases_count; i++) {
		const struct case_told *c = &r->cases[i];

		if (!recorder_is_open(c, day))
			continue;
		open++;
		held += c->holdings_count;
		if (c->holdings_count == 0)
			assert_string_equal(c->ref, UNALLOCATED[unallocated++]);
	}
	assert_int_equal(open, 284);
	assert_int_equal(held, 263);
	assert_int_equal(unallocated, 21);
	assert_int_equal(r->issues_count, 0);
	recorder_free(r);
}

static void test_annex_a__gives_the_facts_of_every_list_of_the_sample(void **state)
{
	struct recorder *r = read_sample();

	(void)state;
	/* 376 on list 6, and 10 referrals on list 3 without further action. */
	assert_int_equal(recorder_count(r, FACT_EPISODE, NULL), 386);
	assert_int_equal(recorder_count(r, FACT_EPISODE, "RC7"), 42);
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_IN_NEED), 101);
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_PROTECTION), 67);
	/* 142 on list 4, and those 71 whom list 6 alone has as being assessed. */
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_ASSESSMENT), 142 + 71);
	recorder_free(r);
}

static void test_annex_a__has_a_workers_name_and_team_and_nothing_of_the_child(void **state)
{
	struct recorder *r = read_sample();
	const struct case_told *c = recorder_find(r, "SYN011003");
	const struct fact *f;
	int32_t opened = date_from_civil(2025, 8, 1);

	(void)state;
	assert_string_equal(c->team, "Safeguarding A");
	assert_string_equal(c->holdings[0].worker.key, "");
	assert_string_equal(c->holdings[0].worker.name, "Ellen O'Neill");
	assert_string_equal(c->holdings[0].worker.team, "Safeguarding A");
	assert_int_equal(c->holdings[0].when.from, opened);
	assert_int_equal(c->facts_count, 3 + 3); /* and that the child is not looked after, without a plan of either kind */
	assert_string_equal(c->facts[0].service, "children");
	assert_non_null(recorder_fact_of(c, FACT_EPISODE, "", opened));
	f = recorder_fact_of(c, FACT_FACTOR, "need:N1", opened);
	assert_non_null(f);
	assert_int_equal(f->when.until, DAY_MAX);
	recorder_free(r);
}

static void test_annex_a__reads_a_template_of_another_year(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};
	const char *path = recorder_file(r, "PLIMSOLL_SAMPLES", "annex_a_2015-01-sample.xlsx");

	(void)state;
	if (path == NULL) {
		recorder_free(r);
		SKIP_TEST("the published sample is not here");
	}
	assert_int_equal(recorder_read(r, path, annex_a_read, &err), 0);
	assert_int_equal(recorder_count(r, FACT_EPISODE, NULL), 2);
	assert_true(r->cases[0].facts[1].no_further_action);
	assert_int_equal(r->cases[0].facts[1].when.from, date_from_civil(2015, 3, 15));
	/* Three referrals went further and are not on list 6, which is empty. */
	assert_int_equal(r->issues_count, 1);
	assert_issue(r, 0, "sheet List_3", "Child Unique ID", "not-on-list-6");
	assert_true(r->issues[0].warning);
	recorder_free(r);
}

/* ---- noise ---- */

static void test_annex_a__finds_the_header_below_titles_and_by_other_names(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List_6", arena_printf(b.arena, "%s%s%s%s", ROW(&b, 1, "List 6: Children in Need"),
		ROW(&b, 3, "", "as at 31 March"),
		ROW(&b, 4, "child unique id ", "Age", "CIN  START DATE", "CIN Closure Date", "Case_status", "Allocated\nWorker"),
		ROW(&b, 5, "C1", "7", "2026-02-01", "", "c)", "Jo Bell")));
	read_sheets(r, &b);
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->cases_count, 1);
	assert_non_null(recorder_fact_of(&r->cases[0], FACT_STAGE, STAGE_IN_NEED, date_from_civil(2026, 2, 1)));
	assert_string_equal(r->cases[0].holdings[0].worker.name, "Jo Bell");
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__takes_noise_and_blanks_for_an_unallocated_case(void **state)
{
	static const char *const NOISE[] = {"", " ", "#N/A", "\xC2\xA0", "Unallocated", "N/A", "-", "not allocated", "TBC"};
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();
	const char *rows = LIST_6(&b);

	(void)state;
	for (size_t i = 0; i < sizeof NOISE / sizeof *NOISE; i++)
		rows = arena_printf(b.arena, "%s%s", rows, ROW(&b, (int)i + 2, arena_printf(b.arena, "C%zu", i), "01/02/2026", "",
			"", "", "d) Open assessment", "North", NOISE[i]));
	workbook_sheet(&b, "List 6", rows);
	read_sheets(r, &b);
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->cases_count, sizeof NOISE / sizeof *NOISE);
	for (size_t i = 0; i < r->cases_count; i++) {
		assert_int_equal(r->cases[i].holdings_count, 0);
		assert_string_equal(r->cases[i].team, "North");
	}
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__cleans_white_space_out_of_names(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	read_list_6(r, &b, ROW(&b, 2, "C1", "2026-02-01", "", "", "", "c", " North\xC2\xA0 East ", "Zoe\xC2\xA0Nguy\xE1\xBB\x85n "), "");
	assert_string_equal(r->cases[0].holdings[0].worker.name, "Zoe Nguy\xE1\xBB\x85n");
	assert_string_equal(r->cases[0].holdings[0].team, "North East");
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__reads_dates_as_serials_words_and_from_1904(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();
	int32_t day = date_from_civil(2026, 3, 2);

	(void)state;
	b.properties = "date1904=\"true\"";
	workbook_sheet(&b, "List 6", arena_printf(b.arena, "%s<row r=\"2\"><c r=\"A2\"><v>1001</v></c><c r=\"B2\"><v>44621</v></c>"
		"</row><row r=\"3\"><c r=\"A3\"><v>1002.0</v></c><c r=\"B3\"><v>44621.75</v></c></row>%s%s", LIST_6(&b),
		ROW(&b, 4, "1003", "02/03/2026"), ROW(&b, 5, "1004", "2-Mar-2026")));
	read_sheets(r, &b);
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->cases_count, 4);
	assert_string_equal(r->cases[1].ref, "1002");
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(r->cases[i].facts[1].when.from, day);
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__reads_every_spelling_of_a_status(void **state)
{
	static const struct {
		const char *words, *type;
	} STATUS[] = {
		{"a", STAGE_LOOKED_AFTER}, {"a) Looked after child", STAGE_LOOKED_AFTER}, {"CLA", STAGE_LOOKED_AFTER},
		{"B) Child Protection Plan", STAGE_PROTECTION}, {"b)", STAGE_PROTECTION}, {"Child in need plan", STAGE_IN_NEED},
		{"d) Open assessment", STAGE_ASSESSMENT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof STATUS / sizeof *STATUS; i++) {
		struct recorder *r = recorder_new();
		struct workbook b = workbook_new();

		read_list_6(r, &b, ROW(&b, 2, "C1", "2026-02-01", "", "", "", STATUS[i].words), "");
		assert_int_equal(r->issues_count, 0);
		assert_non_null(recorder_fact_of(&r->cases[0], FACT_STAGE, STATUS[i].type, date_from_civil(2026, 2, 1)));
		recorder_free(r);
		workbook_free(&b);
	}
}

static void test_annex_a__passes_over_rows_that_a_formula_filled_below_the_table(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List 6", arena_printf(b.arena, "%s%s%s", ROW(&b, 1, "Child Unique ID", "Age of Child (Years)",
		"CIN Start Date", "CIN Closure Date", "Case Status"), ROW(&b, 2, "", "126"), ROW(&b, 3, "", "#VALUE!", "#N/A")));
	read_sheets(r, &b);
	assert_int_equal(r->cases_count, 0);
	assert_int_equal(r->issues_count, 0);
	recorder_free(r);
	workbook_free(&b);
}

/* ---- what the lists tell together ---- */

static void test_annex_a__dates_work_by_its_own_list_and_not_by_the_episode(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();
	const struct fact *f;

	(void)state;
	workbook_sheet(&b, "List 6", arena_printf(b.arena, "%s%s", LIST_6(&b),
		ROW(&b, 2, "C1", "2026-01-05", "", "", "", "b) Child Protection plan", "T", "W")));
	workbook_sheet(&b, "List 7", arena_printf(b.arena, "%s%s%s",
		ROW(&b, 1, "Child Unique ID", "Child Protection Plan Start Date", "Initial Category of Abuse",
			"Latest Category of Abuse", "Child Protection Plan End Date"),
		ROW(&b, 2, "C1", "2026-02-09", "a) Neglect", "d) Emotional abuse", ""),
		ROW(&b, 3, "C1", "2024-02-09", "PHY", "", "2024-09-01")));
	read_sheets(r, &b);
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_PROTECTION), 2);
	f = recorder_fact_of(&r->cases[0], FACT_STAGE, STAGE_PROTECTION, date_from_civil(2026, 2, 9));
	assert_non_null(f);
	assert_int_equal(f->when.until, DAY_MAX);
	assert_non_null(recorder_fact_of(&r->cases[0], FACT_FACTOR, "abuse:EMO", date_from_civil(2026, 2, 9)));
	assert_non_null(recorder_fact_of(&r->cases[1], FACT_FACTOR, "abuse:PHY", date_from_civil(2024, 2, 9)));
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__ends_an_enquiry_with_its_conference_or_after_15_working_days(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List 5", arena_printf(b.arena, "%s%s%s",
		ROW(&b, 1, "Child Unique ID", "Strategy discussion initiating Section 47 Enquiry Start Date",
			"Date of Initial Child Protection Conference"),
		ROW(&b, 2, "C1", "2026-03-02", "2026-03-17"), ROW(&b, 3, "C2", "2026-03-02", "")));
	read_sheets(r, &b);
	assert_int_equal(r->cases[0].facts[1].when.until, date_from_civil(2026, 3, 17));
	assert_int_equal(r->cases[1].facts[1].when.until, date_from_civil(2026, 3, 23));
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__takes_a_referral_without_further_action_for_no_open_case(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List 3", arena_printf(b.arena, "%s%s%s",
		ROW(&b, 1, "Child Unique ID", "Date of referral", "Referral NFA?", "Allocated Worker"),
		ROW(&b, 2, "C1", "2026-03-02", "a) Yes", "Jo Bell"), ROW(&b, 3, "C2", "2026-03-02", "b) No", "Jo Bell")));
	read_sheets(r, &b);
	assert_int_equal(r->cases_count, 1);
	assert_string_equal(r->cases[0].ref, "C1");
	assert_true(r->cases[0].facts[1].no_further_action);
	assert_int_equal(r->cases[0].holdings_count, 0);
	assert_int_equal(r->issues_count, 0);
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__says_how_many_children_with_open_work_are_not_on_list_6(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List 6", LIST_6(&b));
	workbook_sheet(&b, "List 8", arena_printf(b.arena, "%s%s%s%s",
		ROW(&b, 1, "Child Unique ID", "Date Started to be Looked After", "Date Ceased to be Looked After"),
		ROW(&b, 2, "C1", "2026-03-02"), ROW(&b, 3, "C2", "2026-03-02"), ROW(&b, 4, "C3", "2025-03-02", "2025-12-01")));
	read_sheets(r, &b);
	assert_int_equal(r->issues_count, 1);
	assert_issue(r, 0, "sheet List 8", "Child Unique ID", "not-on-list-6");
	assert_true(r->issues[0].warning);
	assert_string_equal(r->issues[0].expected,
		"children who are also on list 6, which tells whether their case is open; 2 rows of others make no open case");
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__says_that_care_leavers_have_no_date(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List 9", arena_printf(b.arena, "%s%s", ROW(&b, 1, "Child Unique ID", "Allocated Worker",
		"Eligibility Category"), ROW(&b, 2, "C1", "Jo Bell", "a) Relevant child")));
	read_sheets(r, &b);
	assert_int_equal(r->cases_count, 0);
	assert_issue(r, 0, "sheet List 9", "", "no-date");
	recorder_free(r);
	workbook_free(&b);
}

static void test_annex_a__keeps_no_holding_of_a_closed_episode(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	read_list_6(r, &b, ROW(&b, 2, "C1", "2026-02-01", "N2 - Child's disability", "2026-03-01", "RC7 - Services ceased",
		"e) Closed episode", "North", "Jo Bell"), "");
	assert_int_equal(r->cases[0].holdings_count, 0);
	assert_string_equal(r->cases[0].team, "");
	assert_string_equal(r->cases[0].facts[1].code, "RC7");
	assert_int_equal(r->cases[0].facts[1].when.until, date_from_civil(2026, 3, 1));
	recorder_free(r);
	workbook_free(&b);
}

/* ---- what is wrong ---- */

static void test_annex_a__names_sheet_row_and_column_of_a_bad_record_and_keeps_the_rest(void **state)
{
	struct recorder *r = recorder_new();
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List 6", arena_printf(b.arena, "%s%s%s%s%s%s%s", LIST_6(&b),
		ROW(&b, 2, "C1", "31/02/2026", "", "", "", "c"), ROW(&b, 3, "C2", "2026-02-05", "", "2026-02-04", "", "e"),
		ROW(&b, 4, "C3", "2026-02-05", "", "", "", "z) Other"), ROW(&b, 5, "", "2026-02-05", "", "", "", "c"),
		ROW(&b, 6, "C5", "2026-02-05", "", "", "", "e) Closed"), ROW(&b, 7, "C6", "2026-02-05", "N77", "", "", "c")));
	read_sheets(r, &b);
	assert_int_equal(r->cases_count, 1);
	assert_string_equal(r->cases[0].ref, "C6");
	assert_int_equal(r->issues_count, 6);
	assert_issue(r, 0, "sheet List 6, row 2", "CIN Start Date", "bad-date");
	assert_issue(r, 1, "sheet List 6, row 3", "CIN Closure Date", "ends-before-start");
	assert_issue(r, 2, "sheet List 6, row 4", "Case Status", "unknown-code");
	assert_issue(r, 3, "sheet List 6, row 5", "Child Unique ID", "missing");
	assert_issue(r, 4, "sheet List 6, row 6", "CIN Closure Date", "missing");
	assert_issue(r, 5, "sheet List 6, row 7", "Primary Need Code", "unknown-code");
	assert_true(r->issues[5].warning);
	assert_false(r->issues[4].warning);
	recorder_free(r);
	workbook_free(&b);
}

static void assert_refused(struct workbook *b, const char *expected)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	assert_int_equal(read_book(r, b, &err), PL_INVALID);
	assert_string_equal(err.text, expected);
	recorder_free(r);
	workbook_free(b);
}

static void test_annex_a__refuses_a_workbook_without_a_list(void **state)
{
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "Sheet1", ROW(&b, 1, "Name", "Age"));
	assert_refused(&b, "the workbook has no Annex A list: expected a sheet whose header, in the first 10 rows, has Child "
		"Unique ID and the columns of one of the lists 3 to 9");
}

static void test_annex_a__refuses_a_list_whose_header_is_not_found(void **state)
{
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List 6", ROW(&b, 1, "Child", "CIN Start Date"));
	assert_refused(&b, "sheet List 6: expected a header with Child Unique ID and \"CIN Start Date\" in the first 10 rows");
}

static void test_annex_a__refuses_a_list_without_a_column_it_needs(void **state)
{
	struct workbook b = workbook_new();

	(void)state;
	workbook_sheet(&b, "List 6", ROW(&b, 2, "Child Unique ID", "CIN Start Date", "Case Status"));
	assert_refused(&b, "sheet List 6, row 2: expected a column \"CIN Closure Date\" in the header");
}

/* ---- saved as CSV ---- */

static void test_annex_a__reads_a_list_saved_as_csv(void **state)
{
	static const char TEXT[] = "List 6: Children in Need,,,,,\r\nChild Unique ID,CIN Start Date,CIN Closure Date,Case status,"
		"Allocated Team,Allocated Worker\r\nC1,01/02/2026,,d) Open assessment,North,#N/A\r\nC2,1/13/2026,,c,North,Jo\r\n";
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(annex_a_read_bytes(TEXT, sizeof TEXT - 1, "list6.csv", &r->intake, &err), 0);
	assert_int_equal(r->cases_count, 1);
	assert_string_equal(r->cases[0].team, "North");
	assert_int_equal(r->cases[0].holdings_count, 0);
	assert_int_equal(r->issues_count, 1);
	assert_issue(r, 0, "line 4", "CIN Start Date", "bad-date");
	recorder_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_annex_a__gives_the_open_cases_of_the_sample_and_who_holds_them),
		cmocka_unit_test(test_annex_a__gives_the_facts_of_every_list_of_the_sample),
		cmocka_unit_test(test_annex_a__has_a_workers_name_and_team_and_nothing_of_the_child),
		cmocka_unit_test(test_annex_a__reads_a_template_of_another_year),
		cmocka_unit_test(test_annex_a__finds_the_header_below_titles_and_by_other_names),
		cmocka_unit_test(test_annex_a__takes_noise_and_blanks_for_an_unallocated_case),
		cmocka_unit_test(test_annex_a__cleans_white_space_out_of_names),
		cmocka_unit_test(test_annex_a__reads_dates_as_serials_words_and_from_1904),
		cmocka_unit_test(test_annex_a__reads_every_spelling_of_a_status),
		cmocka_unit_test(test_annex_a__passes_over_rows_that_a_formula_filled_below_the_table),
		cmocka_unit_test(test_annex_a__dates_work_by_its_own_list_and_not_by_the_episode),
		cmocka_unit_test(test_annex_a__ends_an_enquiry_with_its_conference_or_after_15_working_days),
		cmocka_unit_test(test_annex_a__takes_a_referral_without_further_action_for_no_open_case),
		cmocka_unit_test(test_annex_a__says_how_many_children_with_open_work_are_not_on_list_6),
		cmocka_unit_test(test_annex_a__says_that_care_leavers_have_no_date),
		cmocka_unit_test(test_annex_a__keeps_no_holding_of_a_closed_episode),
		cmocka_unit_test(test_annex_a__names_sheet_row_and_column_of_a_bad_record_and_keeps_the_rest),
		cmocka_unit_test(test_annex_a__refuses_a_workbook_without_a_list),
		cmocka_unit_test(test_annex_a__refuses_a_list_whose_header_is_not_found),
		cmocka_unit_test(test_annex_a__refuses_a_list_without_a_column_it_needs),
		cmocka_unit_test(test_annex_a__reads_a_list_saved_as_csv),
	};

	return RUN_TESTS(tests);
}
