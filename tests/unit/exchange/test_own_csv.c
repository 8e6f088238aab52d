#include "../../test.h"

#include "core/list_words.h"
#include "exchange/csv_format.h"
#include "exchange/csv_source.h"
#include "exchange/england.h"
#include "recorder.h"

static int read_text(struct recorder *r, enum source_format format, const char *text, struct err *err)
{
	return csv_bytes_read(text, strlen(text), &csv_format_find(format)->table, "f.csv", &r->intake, err);
}

/* What a file of one kind gives, without a word of complaint. */
static struct recorder *read_well(enum source_format format, const char *text)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	if (read_text(r, format, text, &err) < 0)
		fail_msg("%s", err.text);
	if (r->issues_count > 0)
		fail_msg("%s: %s: %s", r->issues[0].place, r->issues[0].field, r->issues[0].expected);
	return r;
}

/* A file whose first line below the header is wrong in one way, and the second right. */
static void assert_issue(enum source_format format, const char *text, const char *field, const char *code,
	const char *expected)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	if (read_text(r, format, text, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(r->issues_count, 1);
	assert_string_equal(r->issues[0].file, "f.csv");
	assert_string_equal(r->issues[0].place, "line 2");
	assert_string_equal(r->issues[0].field, field);
	assert_string_equal(r->issues[0].code, code);
	assert_string_equal(r->issues[0].expected, expected);
	assert_false(r->issues[0].warning);
	assert_int_equal(r->teams_count + r->workers_count + r->reductions_count + r->lines_count + r->skills_count + r->weeks_count +
		r->cases_count, 1);
	recorder_free(r);
}

static int32_t day(int year, int month, int day_of_month)
{
	return date_from_civil(year, month, day_of_month);
}

/* ---- the example set ---- */

static void read_example(struct recorder *r, const char *name, enum source_format expected)
{
	const char *path = arena_printf(r->arena, "%s/docs/examples/csv/%s.csv", getenv("PLIMSOLL_SOURCE"), name);
	enum source_format format;
	struct err err = {0};

	if (recorder_read_any(r, path, &format, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	assert_int_equal(format, expected);
}

static void test_own_csv__reads_the_example_set_without_a_complaint(void **state)
{
	struct recorder *r = recorder_new();

	(void)state;
	read_example(r, "teams", FORMAT_CSV_TEAMS);
	read_example(r, "workers", FORMAT_CSV_WORKERS);
	read_example(r, "cases", FORMAT_CSV_CASES);
	read_example(r, "holdings", FORMAT_CSV_HOLDINGS);
	read_example(r, "stages", FORMAT_CSV_STAGES);
	read_example(r, "factors", FORMAT_CSV_FACTORS);
	read_example(r, "tasks", FORMAT_CSV_TASKS);
	read_example(r, "reductions", FORMAT_CSV_REDUCTIONS);
	read_example(r, "lines", FORMAT_CSV_LINES);
	read_example(r, "skills", FORMAT_CSV_SKILLS);
	read_example(r, "hours", FORMAT_CSV_HOURS);
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->teams_count, 3);
	assert_int_equal(r->workers_count, 8);
	assert_int_equal(recorder_count(r, FACT_EPISODE, NULL), 8);
	assert_int_equal(recorder_open_on(r, day(2026, 3, 31)), 6);
	assert_int_equal(recorder_count(r, FACT_STAGE, NULL), 10);
	assert_int_equal(recorder_count(r, FACT_FACTOR, "interpreter"), 1);
	assert_int_equal(recorder_count(r, FACT_TASK, NULL), 2);
	assert_int_equal(r->reductions_count, 3);
	assert_int_equal(r->lines_count, 3);
	assert_int_equal(r->skills_count, 3);
	assert_int_equal(r->weeks_count, 4);
	recorder_free(r);
}

/* Every column that a file may have stands in the document, in its own section. */
static void test_own_csv__has_every_column_in_the_document(void **state)
{
	static const struct {
		enum source_format format;
		const char *title;
	} SECTIONS[] = {
		{FORMAT_CSV_WORKERS, "## workers.csv"}, {FORMAT_CSV_CASES, "## cases.csv"},
		{FORMAT_CSV_HOLDINGS, "## holdings.csv"}, {FORMAT_CSV_TEAMS, "## teams.csv"}, {FORMAT_CSV_STAGES, "## stages.csv"},
		{FORMAT_CSV_FACTORS, "## factors.csv"}, {FORMAT_CSV_TASKS, "## tasks.csv"},
		{FORMAT_CSV_REDUCTIONS, "## reductions.csv"}, {FORMAT_CSV_LINES, "## lines.csv"},
		{FORMAT_CSV_SKILLS, "## skills.csv"}, {FORMAT_CSV_HOURS, "## hours.csv"},
	};
	struct recorder *r = recorder_new();
	FILE *f = fopen(arena_printf(r->arena, "%s/docs/import-csv.md", getenv("PLIMSOLL_SOURCE")), "rb");
	char *text = arena_alloc(r->arena, 100000);

	(void)state;
	assert_non_null(f);
	assert_true(fread(text, 1, 99999, f) > 0);
	(void)fclose(f);
	for (size_t i = 0; i < sizeof SECTIONS / sizeof *SECTIONS; i++) {
		const struct table_format *table = &csv_format_find(SECTIONS[i].format)->table;
		const char *from = strstr(text, SECTIONS[i].title);
		const char *until;

		assert_non_null(from);
		until = strstr(from, "is recognised by");
		assert_non_null(until);
		from = arena_strndup(r->arena, from, (size_t)(until - from));
		for (size_t k = 0; k < table->fields_count; k++)
			if (strstr(from, table->fields[k].name) == NULL)
				fail_msg("%s lacks %s", SECTIONS[i].title, table->fields[k].name);
	}
	recorder_free(r);
}

/* ---- each file ---- */

static void test_workers__carry_every_column(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_WORKERS,
		"worker,name,team,registration,role,grade,fte,hours,agency,newly_qualified,newly_qualified_until,from,until\n"
		"A1,Jo Bell,N,SW1,Senior Practitioner,band 7,0.8,29.6,y,no,2026-09-01,2025-09-01,2026-12-31\n");
	const struct worker_told *w = &r->workers[0];

	(void)state;
	assert_string_equal(w->staff_id, "A1");
	assert_string_equal(w->local_id, "");
	assert_string_equal(w->name, "Jo Bell");
	assert_string_equal(w->team, "N");
	assert_string_equal(w->registration, "SW1");
	assert_int_equal(w->role, POST_SENIOR_PRACTITIONER);
	assert_string_equal(w->grade, "band 7");
	assert_int_equal(w->fte_millionths, 800000);
	assert_int_equal(w->contract_minutes, 1776);
	assert_int_equal(w->agency, 1);
	assert_false(w->newly_qualified);
	assert_int_equal(w->newly_qualified_until, day(2026, 9, 1));
	assert_int_equal(w->when.from, day(2025, 9, 1));
	assert_int_equal(w->when.until, day(2026, 12, 31));
	assert_int_equal(w->reported_cases, -1);
	assert_string_equal(w->where.place, "line 2");
	recorder_free(r);
}

static void test_cases__carry_every_column(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_CASES,
		"case,service,household,team,owner,opened,closed,closing_reason,no_further_action,restricted,type,stage,stage_from\n"
		"P-1,Adults,H-1,N,Jo Bell,2026-01-05,2026-03-01,moved,no,yes,Care Act-assessment,A3,2026-02-01\n");
	const struct case_told *c = &r->cases[0];
	const struct fact *stage = recorder_fact_of(c, FACT_STAGE, "care_act_assessment", day(2026, 2, 1));

	(void)state;
	assert_string_equal(c->ref, "P-1");
	assert_string_equal(c->team, "N");
	assert_int_equal(c->facts_count, 3);
	assert_string_equal(c->facts[0].service, "adults");
	assert_string_equal(c->facts[0].household, "H-1");
	assert_string_equal(c->facts[0].owner, "Jo Bell");
	assert_int_equal(c->facts[0].restricted, 1);
	assert_int_equal(c->facts[1].when.from, day(2026, 1, 5));
	assert_int_equal(c->facts[1].when.until, day(2026, 3, 1));
	assert_string_equal(c->facts[1].code, "moved");
	assert_int_equal(c->facts[1].no_further_action, 0);
	assert_non_null(stage);
	assert_string_equal(stage->stage, "A3");
	assert_int_equal(stage->when.until, day(2026, 3, 1));
	recorder_free(r);
}

static void test_cases__may_say_no_more_than_reference_and_opening(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_CASES, "case,opened\nP-1,2026-01-05\n");

	(void)state;
	assert_int_equal(r->cases[0].facts_count, 2);
	assert_string_equal(r->cases[0].facts[0].service, "");
	assert_int_equal(r->cases[0].facts[0].restricted, -1);
	assert_int_equal(r->cases[0].facts[1].when.until, DAY_MAX);
	recorder_free(r);
}

static void test_holdings__carry_every_column(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_HOLDINGS,
		"case,worker,team,role,share,from,until,reason,remove\n"
		"P-1,A1,N,Co-worker,0.5,2026-01-05,2026-02-01,LEFTRL,yes\n");
	const struct holding_told *h = &r->cases[0].holdings[0];

	(void)state;
	assert_string_equal(r->cases[0].ref, "P-1");
	assert_string_equal(h->worker.key, "A1");
	assert_string_equal(h->team, "N");
	assert_int_equal(h->role, HOLDING_CO_WORKER);
	assert_int_equal(h->share, 500);
	assert_int_equal(h->when.from, day(2026, 1, 5));
	assert_int_equal(h->when.until, day(2026, 2, 1));
	assert_string_equal(h->reason, "LEFTRL");
	assert_true(h->purge);
	recorder_free(r);
}

static void test_holdings__may_name_a_worker_or_only_a_team(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_HOLDINGS,
		"case,worker,name,team,from\nP-1,,Jo Bell,N,2026-01-05\nP-2,,,N,2026-01-05\n");

	(void)state;
	assert_string_equal(r->cases[0].holdings[0].worker.key, "");
	assert_string_equal(r->cases[0].holdings[0].worker.name, "Jo Bell");
	assert_string_equal(r->cases[0].holdings[0].worker.team, "N");
	assert_int_equal(r->cases[0].holdings[0].role, HOLDING_LEAD);
	assert_int_equal(r->cases[0].holdings[0].share, -1); /* not said */
	assert_false(r->cases[0].holdings[0].open_is_said);
	assert_string_equal(r->cases[1].holdings[0].worker.name, "");
	assert_string_equal(r->cases[1].holdings[0].team, "N");
	recorder_free(r);
}

static void test_factors__keep_codes_of_official_sets_as_they_are_spelt(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_FACTORS,
		"case,factor,from,until\nP-1,need:N1,2026-01-05,\nP-1,Sign-Language,2026-01-05,2026-01-06\n");

	(void)state;
	assert_string_equal(r->cases[0].facts[0].code, "need:N1");
	assert_string_equal(r->cases[1].facts[0].code, "sign_language");
	assert_int_equal(r->cases[1].facts[0].when.until, day(2026, 1, 6));
	recorder_free(r);
}

static void test_tasks__count_on_the_day_they_are_due(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_TASKS,
		"case,task,from,due,hours\nP-1,court_report,2026-01-05,2026-02-01,2.5\nP-1,visit,2026-01-05,2026-01-05,\n");

	(void)state;
	assert_int_equal(r->cases[0].facts[0].when.until, day(2026, 2, 2));
	assert_int_equal(r->cases[0].facts[0].minutes, 150);
	assert_int_equal(r->cases[1].facts[0].minutes, -1);
	recorder_free(r);
}

static void test_reductions__are_hours_or_a_share_or_the_whole_contract(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_REDUCTIONS, "worker,name,team,reason,hours,share,from,until\n"
		"A1,,,Annual leave,7.4,,2026-01-05,2026-01-12\nA1,,,sickness,,,2026-02-02,\n,Jo Bell,N,sickness,,0.25,2026-02-02,\n");

	(void)state;
	assert_string_equal(r->reductions[0].reason, "annual_leave");
	assert_int_equal(r->reductions[0].minutes, 444);
	assert_int_equal(r->reductions[0].permille, -1);
	assert_int_equal(r->reductions[1].minutes, -1);
	assert_int_equal(r->reductions[1].permille, -1);
	assert_int_equal(r->reductions[2].permille, 250);
	assert_string_equal(r->reductions[2].worker.name, "Jo Bell");
	assert_string_equal(r->reductions[2].where.place, "line 4");
	recorder_free(r);
}

static void test_lines__are_cases_or_a_percentage(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_LINES, "scope,target,kind,value,status,agreed_by,agreed_on,from,until\n"
		"employer,,percent,97.5,Collective Agreement,Joint committee,2026-01-05,2026-02-01,\n"
		"worker,A1,cases,12,contract,,,2026-02-01,2027-02-01\n");

	(void)state;
	assert_int_equal(r->lines[0].scope, LINE_EMPLOYER);
	assert_int_equal(r->lines[0].kind, LINE_SHARE);
	assert_int_equal(r->lines[0].value, 975);
	assert_int_equal(r->lines[0].status, LINE_COLLECTIVE);
	assert_string_equal(r->lines[0].agreed_by, "Joint committee");
	assert_int_equal(r->lines[0].agreed_on, day(2026, 1, 5));
	assert_int_equal(r->lines[1].scope, LINE_POST);
	assert_string_equal(r->lines[1].target, "A1");
	assert_int_equal(r->lines[1].value, 12);
	assert_int_equal(r->lines[1].when.until, day(2027, 2, 1));
	recorder_free(r);
}

/* What answers write can be read again. */
static void test_lines__are_read_in_the_words_that_answers_have(void **state)
{
	(void)state;
	for (int status = LINE_ADVISORY; status <= LINE_CONTRACT; status++) {
		char text[200];
		struct recorder *r;

		(void)snprintf(text, sizeof text, "scope,target,kind,value,status,from,until\n%s,A1,%s,12,%s,2026-02-01,\n",
			line_scope_in_file(LINE_POST), line_kind_in_file(LINE_COUNT), line_status_in_file((enum line_status)status));
		r = read_well(FORMAT_CSV_LINES, text);
		assert_int_equal(r->lines[0].scope, LINE_POST);
		assert_int_equal(r->lines[0].kind, LINE_COUNT);
		assert_int_equal((int)r->lines[0].status, status);
		recorder_free(r);
	}
}

/* ---- what is wrong ---- */

static void test_own_csv__says_what_was_expected_in_every_kind_of_column(void **state)
{
	(void)state;
	assert_issue(FORMAT_CSV_CASES, "case,opened\nP-1,2026-02-30\nP-2,2026-01-05\n", "opened", "bad-date",
		"a date as yyyy-mm-dd or dd/mm/yyyy");
	assert_issue(FORMAT_CSV_CASES, "case,opened\nP 1,2026-02-03\nP-2,2026-01-05\n", "case", "bad-reference",
		ENGLAND_REF_EXPECTED);
	assert_issue(FORMAT_CSV_CASES, "case,opened\n,2026-02-03\nP-2,2026-01-05\n", "case", "missing",
		ENGLAND_REF_EXPECTED);
	assert_issue(FORMAT_CSV_CASES, "case,opened\nP-1.csv,2026-02-03\nP-2,2026-01-05\n", "case", "bad-reference",
		ENGLAND_REF_EXPECTED);
	assert_issue(FORMAT_CSV_CASES, "case,opened\nP-1.Json,2026-02-03\nP-2.csv.a,2026-01-05\n", "case", "bad-reference",
		ENGLAND_REF_EXPECTED);
	assert_issue(FORMAT_CSV_CASES, "case,opened\n..,2026-02-03\n..a,2026-01-05\n", "case", "bad-reference",
		ENGLAND_REF_EXPECTED);
	assert_issue(FORMAT_CSV_CASES, "case,opened,closed\nP-1,2026-02-03,2026-02-02\nP-2,2026-01-05,\n", "closed",
		"ends-before-start", "a date on or after \"opened\"");
	assert_issue(FORMAT_CSV_CASES, "case,opened,stage_from\nP-1,2026-02-03,2026-02-03\nP-2,2026-01-05,\n", "type", "missing",
		"the type that the stage belongs to");
	assert_issue(FORMAT_CSV_WORKERS, "worker,name,role\nA1,Jo,boss\nA2,Al,manager\n", "role", "unknown-code",
		"social worker, senior practitioner, manager or other");
	assert_issue(FORMAT_CSV_WORKERS, "worker,name,hours\nA1,Jo,168\nA2,Al,37\n", "hours", "bad-number",
		"hours a week as a number up to 80");
	assert_issue(FORMAT_CSV_WORKERS, "worker,name,agency\nA1,Jo,perhaps\nA2,Al,n\n", "agency", "unknown-code", "yes or no");
	assert_issue(FORMAT_CSV_WORKERS, "worker,name\nA1,Jo\x01\nA2,Al\n", "name", "not-text",
		"text without control characters and marks of direction");
	assert_issue(FORMAT_CSV_HOLDINGS, "case,worker,from,share\nP-1,A1,2026-01-05,0\nP-1,A1,2026-01-05,1\n", "share",
		"bad-number", "a share of the case above 0 and up to 1");
	assert_issue(FORMAT_CSV_HOLDINGS, "case,worker,from\nP-1,,2026-01-05\nP-1,A1,2026-01-05\n", "worker", "missing",
		"a worker, or the team that holds the case");
	assert_issue(FORMAT_CSV_REDUCTIONS, "worker,reason,hours,share,from\nA1,duty,1,0.1,2026-01-05\nA1,duty,1,,2026-01-05\n",
		"share", "two-amounts", "hours or a share, not both");
	assert_issue(FORMAT_CSV_LINES, "scope,target,kind,value,status,from\nteam,,cases,12,policy,2026-01-05\n"
		"team,N,cases,12,policy,2026-01-05\n", "target", "missing", "the service, team or worker that the line is for");
	assert_issue(FORMAT_CSV_LINES, "scope,target,kind,value,status,from\nemployer,,cases,12.5,policy,2026-01-05\n"
		"employer,,cases,12,policy,2026-01-05\n", "value", "bad-number", "a whole number of cases");
	assert_issue(FORMAT_CSV_TEAMS, "team,name\n,North\nS,South\n", "team", "missing", "text");
}

#define A_CODE "a code of up to 40 letters, digits, '_', '-', '.' or ':', without blanks"

static void test_own_csv__drops_what_nobody_sees(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_WORKERS, "worker,name\nA1\xE2\x80\x8B,\xEF\xBB\xBF Jo\xE2\x80\x8E \xC2\xA0 Be\xC2\xADll \n");

	(void)state;
	assert_string_equal(r->workers[0].staff_id, "A1");
	assert_string_equal(r->workers[0].name, "Jo Bell");
	recorder_free(r);
}

static void test_own_csv__takes_no_sentence_for_a_code(void **state)
{
	(void)state;
	assert_issue(FORMAT_CSV_CASES, "case,opened,type\nP-1,2026-02-03,Mum Jane Smith drinks\nP-2,2026-01-05,review\n", "type",
		"not-a-code", A_CODE);
	assert_issue(FORMAT_CSV_CASES, "case,opened,type,stage\nP-1,2026-02-03,review,about Tom Smith\nP-2,2026-01-05,review,A3\n",
		"stage", "not-a-code", A_CODE);
	assert_issue(FORMAT_CSV_CASES, "case,opened,service\nP-1,2026-02-03,jane smith\nP-2,2026-01-05,adults\n", "service",
		"not-a-code", A_CODE);
	assert_issue(FORMAT_CSV_STAGES, "case,type,stage,from\nP-1,review,b 2011,2026-02-03\nP-2,review,,2026-02-03\n", "stage",
		"not-a-code", A_CODE);
	assert_issue(FORMAT_CSV_FACTORS, "case,factor,from\nP-1,ethnicity: BCRB; dob 2011-03-04,2026-02-03\nP-2,need:N1,2026-02-03\n",
		"factor", "not-a-code", A_CODE);
	assert_issue(FORMAT_CSV_FACTORS, "case,factor,from\nP-1,a_word_of_more_than_forty_letters_and_digits,2026-02-03\n"
		"P-2,interpreter,2026-02-03\n", "factor", "not-a-code", A_CODE);
	assert_issue(FORMAT_CSV_TASKS, "case,task,from,due\nP-1,see Tom,2026-02-03,2026-02-04\nP-2,Visit,2026-02-03,2026-02-04\n",
		"task", "not-a-code", A_CODE);
	assert_issue(FORMAT_CSV_LINES, "scope,target,kind,value,status,from\nservice,of Tom,cases,12,policy,2026-01-05\n"
		"service,adults,cases,12,policy,2026-01-05\n", "target", "not-a-code", "the code of a service");
}

static void test_own_csv__takes_the_words_of_a_scheme_with_their_blanks(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_FACTORS, "case,factor,from\nP-1,Interpreter,2026-02-03\n");

	(void)state;
	recorder_free(r);
	r = read_well(FORMAT_CSV_STAGES, "case,type,from\nP-1,Mental Health Act assessment,2026-02-03\n");
	assert_string_equal(r->cases[0].facts[0].code, "mental_health_act_assessment");
	recorder_free(r);
}

static void test_own_csv__leaves_out_a_reason_that_is_a_sentence(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_CSV_CASES, "case,opened,closed,closing_reason\n"
		"P-1,2026-01-01,2026-03-02,Tom Smith b 2011 died after being hit\n", &err), 0);
	assert_int_equal(read_text(r, FORMAT_CSV_HOLDINGS, "case,worker,from,until,reason\n"
		"P-1,A1,2026-01-01,2026-03-02,mother complained\n", &err), 0);
	assert_string_equal(r->cases[0].facts[1].code, "");
	assert_string_equal(r->cases[1].holdings[0].reason, "");
	assert_int_equal(r->issues_count, 2);
	assert_true(r->issues[0].warning && r->issues[1].warning);
	assert_string_equal(r->issues[1].code, "not-a-code");
	recorder_free(r);
}

static void test_own_csv__refuses_text_that_is_too_long(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};
	char text[400];

	(void)state;
	(void)snprintf(text, sizeof text, "team,name\nN,%0201d\n", 1);
	assert_int_equal(read_text(r, FORMAT_CSV_TEAMS, text, &err), 0);
	assert_int_equal(r->teams_count, 0);
	assert_string_equal(r->issues[0].code, "too-long");
	recorder_free(r);
}

static void test_skills__are_of_a_person_and_have_their_days(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_SKILLS, "worker,name,team,skill,from,until\nA1,,North,Makaton,,\n"
		",Nia,North,Direct-Work,2026-01-05,2026-03-01\n");

	(void)state;
	assert_string_equal(r->skills[0].worker.key, "A1");
	assert_string_equal(r->skills[0].code, "makaton");
	assert_int_equal(r->skills[0].when.from, DAY_MIN);
	assert_int_equal(r->skills[0].when.until, DAY_MAX);
	assert_string_equal(r->skills[1].worker.name, "Nia");
	assert_string_equal(r->skills[1].worker.team, "North");
	assert_string_equal(r->skills[1].code, "direct_work");
	assert_int_equal(r->skills[1].when.from, day(2026, 1, 5));
	assert_int_equal(r->skills[1].when.until, day(2026, 3, 1));
	recorder_free(r);
}

static void test_skills__say_what_is_wrong_with_a_row(void **state)
{
	(void)state;
	assert_issue(FORMAT_CSV_SKILLS, "worker,skill\nA1,\nA1,makaton\n", "skill", "missing", "a code of up to 40 letters, digits, '_', '-', '.' or ':', without blanks");
	assert_issue(FORMAT_CSV_SKILLS, "worker,skill\n,makaton\nA1,makaton\n", "worker", "missing", "a worker, or a name and a team");
	assert_issue(FORMAT_CSV_SKILLS, "worker,skill,from,until\nA1,makaton,2026-02-01,2026-01-01\nA1,makaton,,\n", "until",
		"ends-before-start", "a date on or after \"from\"");
}

#define WEEK "worker,team,monday,tuesday,wednesday,thursday,friday,saturday,from\n"

static void test_hours__are_a_week_of_one_post_from_a_day(void **state)
{
	struct recorder *r = read_well(FORMAT_CSV_HOURS, WEEK "A1,North,9:00-17:30,08:00 - 12:00,,off,20:00\xE2\x80\x93" "24:00,00:00-06:00,2026-04-01\n"
		"A2,,,,,,09:00-17:00,,\n");
	const struct week_told *w = &r->weeks[0];

	(void)state;
	assert_string_equal(w->worker.key, "A1");
	assert_string_equal(w->worker.team, "North");
	assert_int_equal(w->from, day(2026, 4, 1));
	assert_int_equal(w->day[0].from, 540);
	assert_int_equal(w->day[0].until, 1050);
	assert_int_equal(w->day[1].from, 480);
	assert_int_equal(w->day[1].until, 720);
	for (int i = 2; i < 4; i++)
		assert_int_equal(w->day[i].from, w->day[i].until);
	assert_int_equal(w->day[4].until, 1440);
	assert_int_equal(w->day[5].until, 360);
	assert_int_equal(w->day[6].until, 0);
	assert_int_equal(r->weeks[1].from, DAY_MIN);
	assert_int_equal(r->weeks[1].day[4].from, 540);
	recorder_free(r);
}

static void test_hours__say_what_is_wrong_with_a_row(void **state)
{
	static const char *const WRONG[] = {"9-17", "09:00", "17:00-09:00", "09:00-09:00", "09:00-24:01", "09:60-17:00", "9:5-17:00",
		"009:00-17:00", "09:00-17:00 late", "09:00~17:00", "nine to five"};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		assert_issue(FORMAT_CSV_HOURS, arena_printf(a, WEEK "A1,,,%s,,,,,\nA1,,09:00-17:00,,,,,,\n", WRONG[i]), "tuesday", "bad-hours",
			"hours of that day as 09:00-17:00, or a blank where there is no work");
	assert_issue(FORMAT_CSV_HOURS, WEEK "A1,,,off,,,,,\nA1,,09:00-17:00,,,,,,\n", "monday", "missing",
		"the hours of one day of the week at least");
	assert_issue(FORMAT_CSV_HOURS, WEEK "A1,,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-04:01,,\nA1,,09:00-17:00,,,,,,\n",
		"monday", "too-many", "a week of at most 100 hours");
	assert_issue(FORMAT_CSV_HOURS, WEEK "A1,,,09:00-11:00,10:00-11:59,,,,\nA1,,09:00-11:00,,12:00-14:00,,,,\n", "monday", "too-few",
		"a week of at least 4 hours");
	assert_issue(FORMAT_CSV_HOURS, WEEK ",,09:00-17:00,,,,,,\nA1,,09:00-17:00,,,,,,\n", "worker", "missing",
		"a worker, or a name and a team");
	arena_free(a);
}

static void test_own_csv__warns_of_a_column_that_it_does_not_know(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_CSV_CASES, "case,opened,clsoed,\nP-1,2026-01-05,2026-02-01,\n", &err), 0);
	assert_int_equal(r->cases_count, 1);
	assert_int_equal(r->issues_count, 1);
	assert_true(r->issues[0].warning);
	assert_string_equal(r->issues[0].place, "line 1");
	assert_string_equal(r->issues[0].field, "clsoed");
	assert_string_equal(r->issues[0].code, "unknown-column");
	recorder_free(r);
}

static void test_own_csv__never_repeats_a_value_in_an_issue(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_CSV_CASES, "case,opened\nMary Smith,born 2014\n", &err), 0);
	assert_int_equal(r->issues_count, 2);
	for (size_t i = 0; i < r->issues_count; i++) {
		assert_null(strstr(r->issues[i].expected, "Mary"));
		assert_null(strstr(r->issues[i].expected, "2014"));
		assert_null(strstr(r->issues[i].place, "Mary"));
	}
	recorder_free(r);
}

static void test_own_csv__refuses_a_file_without_a_column_it_needs(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_CSV_HOLDINGS, "case,worker\nP-1,A1\n", &err), PL_INVALID);
	assert_string_equal(err.text, "line 1: expected a column \"from\" in the header");
	assert_int_equal(read_text(r, FORMAT_CSV_HOLDINGS, "", &err), PL_INVALID);
	assert_string_equal(err.text, "line 1: the file is empty, expected a header");
	recorder_free(r);
}

static int refuse_team(void *context, const struct team_told *t, struct err *err)
{
	(void)context, (void)t;
	return err_set(err, PL_LOCKED, "not now");
}

static void test_own_csv__ends_with_what_the_intake_says(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	r->intake.team = refuse_team;
	assert_int_equal(read_text(r, FORMAT_CSV_TEAMS, "team,name\nN,North\n", &err), PL_LOCKED);
	assert_string_equal(err.text, "not now");
	recorder_free(r);
}

static void test_own_csv__says_on_which_line_a_quote_is_left_open(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(read_text(r, FORMAT_CSV_TEAMS, "team,name\nN,\"North\n", &err), PL_INVALID);
	assert_string_equal(err.text, "line 2: a quoted field is never closed");
	recorder_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own_csv__reads_the_example_set_without_a_complaint),
		cmocka_unit_test(test_own_csv__has_every_column_in_the_document),
		cmocka_unit_test(test_workers__carry_every_column),
		cmocka_unit_test(test_cases__carry_every_column),
		cmocka_unit_test(test_cases__may_say_no_more_than_reference_and_opening),
		cmocka_unit_test(test_holdings__carry_every_column),
		cmocka_unit_test(test_holdings__may_name_a_worker_or_only_a_team),
		cmocka_unit_test(test_factors__keep_codes_of_official_sets_as_they_are_spelt),
		cmocka_unit_test(test_tasks__count_on_the_day_they_are_due),
		cmocka_unit_test(test_reductions__are_hours_or_a_share_or_the_whole_contract),
		cmocka_unit_test(test_lines__are_cases_or_a_percentage),
		cmocka_unit_test(test_lines__are_read_in_the_words_that_answers_have),
		cmocka_unit_test(test_own_csv__says_what_was_expected_in_every_kind_of_column),
		cmocka_unit_test(test_own_csv__drops_what_nobody_sees),
		cmocka_unit_test(test_own_csv__takes_no_sentence_for_a_code),
		cmocka_unit_test(test_own_csv__takes_the_words_of_a_scheme_with_their_blanks),
		cmocka_unit_test(test_own_csv__leaves_out_a_reason_that_is_a_sentence),
		cmocka_unit_test(test_own_csv__refuses_text_that_is_too_long),
		cmocka_unit_test(test_skills__are_of_a_person_and_have_their_days),
		cmocka_unit_test(test_skills__say_what_is_wrong_with_a_row),
		cmocka_unit_test(test_hours__are_a_week_of_one_post_from_a_day),
		cmocka_unit_test(test_hours__say_what_is_wrong_with_a_row),
		cmocka_unit_test(test_own_csv__warns_of_a_column_that_it_does_not_know),
		cmocka_unit_test(test_own_csv__never_repeats_a_value_in_an_issue),
		cmocka_unit_test(test_own_csv__refuses_a_file_without_a_column_it_needs),
		cmocka_unit_test(test_own_csv__ends_with_what_the_intake_says),
		cmocka_unit_test(test_own_csv__says_on_which_line_a_quote_is_left_open),
	};

	return RUN_TESTS(tests);
}
