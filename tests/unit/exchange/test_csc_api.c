#include "../../test.h"
#include "base/buf.h"
#include "exchange/england.h"
#include "exchange/formats.h"
#include "exchange/json_elements.h"
#include "recorder.h"

#define EPISODE(values) "[{\"la_child_id\":\"A1\",\"social_care_episodes\":[{\"referral_date\":\"2026-01-05\"" values \
	"}]}]"

static int32_t day(const char *iso)
{
	int32_t d = 0;

	assert_true(date_parse_iso(iso, strlen(iso), &d));
	return d;
}

static struct recorder *read_text(const char *text)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	if (csc_api_read_bytes(text, strlen(text), "body.json", &r->intake, &err) != 0)
		fail_msg("%s", err.text);
	return r;
}

static void refuse(const char *text, int code, const char *expected)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	assert_int_equal(csc_api_read_bytes(text, strlen(text), "body.json", &r->intake, &err), code);
	if (strstr(err.text, expected) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, expected);
	recorder_free(r);
}

static void expect_issue(const char *text, const char *code, const char *field, bool is_warning)
{
	struct recorder *r = read_text(text);

	assert_int_equal(r->issues_count, 1);
	assert_string_equal(r->issues[0].code, code);
	assert_string_equal(r->issues[0].field, field);
	assert_int_equal(r->issues[0].warning, is_warning);
	assert_int_equal(r->cases_count, is_warning ? 1 : 0);
	recorder_free(r);
}

static struct recorder *read_fixture(const char *name, int (*read)(const struct input *, const struct intake *, struct err *))
{
	struct recorder *r = recorder_new();
	const char *path = recorder_file(r, "PLIMSOLL_FIXTURES", name);
	struct err err = {0};

	assert_non_null(path);
	assert_int_equal(recorder_read(r, path, read, &err), 0);
	assert_int_equal(r->issues_count, 0);
	return r;
}

static struct recorder *read_sample(void)
{
	return read_fixture("synthA_csc_api_children.json", csc_api_read);
}

/* Distinct workers of a case on a day. */
static size_t holders_on(const struct case_told *c, int32_t on)
{
	size_t count = 0;

	for (size_t i = 0; i < c->holdings_count; i++) {
		bool again = false;

		for (size_t j = 0; j < i; j++)
			again |= days_include(c->holdings[j].when, on) &&
				strcmp(c->holdings[i].worker.key, c->holdings[j].worker.key) == 0;
		if (days_include(c->holdings[i].when, on) && !again)
			count++;
	}
	return count;
}

static void expect_counts(const struct recorder *r, int32_t on, size_t open, size_t held, size_t unallocated)
{
	size_t open_found = 0, held_found = 0, unallocated_found = 0;

	for (size_t i = 0; i < r->cases_count; i++) {
		size_t holders = holders_on(&r->cases[i], on);

		if (!recorder_is_open(&r->cases[i], on))
			continue;
		open_found++;
		held_found += holders;
		unallocated_found += holders == 0 ? 1 : 0;
	}
	assert_int_equal(open_found, open);
	assert_int_equal(held_found, held);
	assert_int_equal(unallocated_found, unallocated);
}

static void test_csc__counts_the_sample_as_expected_on_both_days(void **state)
{
	struct recorder *r = read_sample();

	(void)state;
	assert_int_equal(r->cases_count, 400);
	expect_counts(r, day("2025-09-30"), 164, 155, 9);
	expect_counts(r, day("2026-03-31"), 284, 263, 21);
	recorder_free(r);
}

/* What only the census knows. */
static bool census_alone_tells(const struct fact *f)
{
	return f->kind == FACT_FACTOR && (strncmp(f->code, "need:", 5) == 0 || strncmp(f->code, "abuse:", 6) == 0);
}

static bool tells(const struct case_told *c, const struct fact *f)
{
	for (size_t i = 0; c != NULL && i < c->facts_count; i++)
		if (fact_same_key(&c->facts[i], f) && fact_same_value(&c->facts[i], f))
			return true;
	return false;
}

static void test_csc__tells_the_same_facts_as_the_census_of_the_same_children(void **state)
{
	struct recorder *api = read_sample();
	struct recorder *census = read_fixture("synthA_cin_census_2026.xml", cin_xml_read);
	size_t compared = 0;

	(void)state;
	for (size_t i = 0; i < census->cases_count; i++)
		for (size_t j = 0; j < census->cases[i].facts_count; j++) {
			const struct fact *f = &census->cases[i].facts[j];

			if (census_alone_tells(f))
				continue;
			if (!tells(recorder_find(api, census->cases[i].ref), f))
				fail_msg("%s: %d %s", census->cases[i].ref, f->kind, f->code);
			compared++;
		}
	assert_int_equal(recorder_count(api, FACT_CASE, NULL) + recorder_count(api, FACT_EPISODE, NULL) +
		recorder_count(api, FACT_STAGE, NULL) + recorder_count(api, FACT_FACTOR, NULL), compared);
	recorder_free(api);
	recorder_free(census);
}

static void test_csc__reads_one_child_whole(void **state)
{
	struct recorder *r = read_text(EPISODE(",\"closure_date\":\"2026-06-01\",\"closure_reason\":\"RC7\","
		"\"referral_no_further_action_flag\":false,"
		"\"care_worker_details\":[{\"worker_id\":\"sw1125630365\",\"start_date\":\"2026-01-06\",\"end_date\":null}],"
		"\"section_47_assessments\":[{\"start_date\":\"2026-01-07\",\"icpc_date\":\"2026-01-20\"},"
		"{\"start_date\":\"2026-02-07\",\"icpc_date\":\"2026-02-20\",\"end_date\":\"2026-02-10\"}],"
		"\"child_looked_after_placements\":[{\"start_date\":\"2026-02-01\",\"end_date\":\"2026-03-01\"},"
		"{\"start_date\":\"2026-03-01\"}]"));
	const struct case_told *c = &r->cases[0];

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_string_equal(recorder_fact_of(c, FACT_EPISODE, "", day("2026-01-05"))->code, "RC7");
	assert_int_equal(recorder_fact_of(c, FACT_STAGE, STAGE_ENQUIRY, day("2026-01-07"))->when.until, day("2026-01-20"));
	assert_int_equal(recorder_fact_of(c, FACT_STAGE, STAGE_ENQUIRY, day("2026-02-07"))->when.until, day("2026-02-10"));
	assert_int_equal(recorder_fact_of(c, FACT_STAGE, STAGE_LOOKED_AFTER, day("2026-02-01"))->when.until,
		day("2026-03-01"));
	assert_int_equal(recorder_fact_of(c, FACT_STAGE, STAGE_LOOKED_AFTER, day("2026-03-01"))->when.until,
		day("2026-06-01"));
	assert_int_equal(c->holdings_count, 1);
	assert_string_equal(c->holdings[0].worker.key, "SW1125630365");
	assert_int_equal(c->holdings[0].role, HOLDING_LEAD);
	assert_int_equal(c->holdings[0].share, -1); /* not said */
	assert_true(c->holdings[0].open_is_said);
	assert_int_equal(c->holdings[0].when.until, DAY_MAX);
	recorder_free(r);
}

static void test_csc__makes_a_care_leaver_from_the_first_contact(void **state)
{
	struct recorder *many = read_text(EPISODE(",\"care_leavers\":[{\"contact_date\":\"2026-05-01\"},"
		"{\"contact_date\":\"2026-02-01\"}]"));
	struct recorder *one = read_text(EPISODE(",\"care_leavers\":{\"contact_date\":\"2026-05-01\"}"));

	(void)state;
	assert_int_equal(recorder_count(many, FACT_STAGE, STAGE_CARE_LEAVER), 1);
	assert_int_equal(recorder_fact_of(&many->cases[0], FACT_STAGE, STAGE_CARE_LEAVER, day("2026-02-01"))->when.until,
		DAY_MAX);
	assert_non_null(recorder_fact_of(&one->cases[0], FACT_STAGE, STAGE_CARE_LEAVER, day("2026-05-01")));
	recorder_free(many);
	recorder_free(one);
}

static void test_csc__accepts_an_object_around_the_array_and_a_byte_order_mark(void **state)
{
	struct recorder *r = read_text("\xEF\xBB\xBF{ \"children\" : " EPISODE("") " }\n");

	(void)state;
	assert_int_equal(r->cases_count, 1);
	recorder_free(r);
}

static void test_csc__accepts_an_empty_body(void **state)
{
	struct recorder *r = read_text(" [ ] ");

	(void)state;
	assert_int_equal(r->cases_count + r->issues_count, 0);
	recorder_free(r);
}

static void test_csc__purges_a_whole_child_with_one_fact(void **state)
{
	struct recorder *r = read_text("[{\"la_child_id\":\"A1\",\"purge\":true}]");

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->cases[0].facts_count, 1);
	assert_int_equal(r->cases[0].facts[0].kind, FACT_CASE);
	assert_true(r->cases[0].facts[0].purge);
	recorder_free(r);
}

static void test_csc__purges_an_episode_with_all_that_is_in_it(void **state)
{
	struct recorder *r = read_text(EPISODE(",\"purge\":true,\"child_in_need_plans\":[{\"start_date\":\"2026-02-01\"}],"
		"\"care_worker_details\":[{\"worker_id\":\"W1\",\"start_date\":\"2026-01-06\"}]"));
	const struct case_told *c = &r->cases[0];

	(void)state;
	assert_false(c->facts[0].purge);
	assert_true(recorder_fact_of(c, FACT_EPISODE, "", day("2026-01-05"))->purge);
	assert_true(recorder_fact_of(c, FACT_STAGE, STAGE_IN_NEED, day("2026-02-01"))->purge);
	assert_true(c->holdings[0].purge);
	recorder_free(r);
}

static void test_csc__purges_one_piece_of_work(void **state)
{
	struct recorder *r = read_text(EPISODE(",\"child_in_need_plans\":[{\"start_date\":\"2026-02-01\",\"purge\":true},"
		"{\"start_date\":\"2026-02-02\",\"purge\":false}]"));

	(void)state;
	assert_true(recorder_fact_of(&r->cases[0], FACT_STAGE, STAGE_IN_NEED, day("2026-02-01"))->purge);
	assert_false(recorder_fact_of(&r->cases[0], FACT_STAGE, STAGE_IN_NEED, day("2026-02-02"))->purge);
	recorder_free(r);
	expect_issue(EPISODE(",\"child_in_need_plans\":[{\"child_in_need_plan_id\":\"7\",\"purge\":true}]"),
		"purge-without-date", "social_care_episodes[0].child_in_need_plans[0].start_date", true);
	expect_issue(EPISODE(",\"purge\":true,\"care_worker_details\":[{\"worker_id\":\"W1\"}]"), "purge-without-date",
		"social_care_episodes[0].care_worker_details[0].start_date", true);
}

static void test_csc__says_record_child_line_and_path_of_an_issue(void **state)
{
	struct recorder *r = read_text("[\n"
		"{\"la_child_id\":\"A0\",\"social_care_episodes\":[{\"referral_date\":\"2026-01-05\"}]}"
		",\n\n{\"la_child_id\":\"A1\",\n\"social_care_episodes\":[{\"referral_date\":\"today\"}]}]");

	(void)state;
	assert_int_equal(r->cases_count, 1);
	assert_int_equal(r->issues_count, 1);
	assert_string_equal(r->issues[0].file, "body.json");
	assert_string_equal(r->issues[0].place, "record 2 (A1), line 4");
	assert_string_equal(r->issues[0].field, "social_care_episodes[0].referral_date");
	assert_string_equal(r->issues[0].code, "bad-date");
	recorder_free(r);
}

static void test_csc__leaves_out_a_record_with_a_wrong_type(void **state)
{
	(void)state;
	expect_issue("[{\"la_child_id\":7}]", "wrong-type", "la_child_id", false);
	expect_issue("[{\"la_child_id\":\"A1\",\"social_care_episodes\":\"none\"}]", "wrong-type", "social_care_episodes",
		false);
	expect_issue("[{\"la_child_id\":\"A1\",\"social_care_episodes\":[3]}]", "wrong-type", "social_care_episodes[0]",
		false);
	expect_issue("[{\"la_child_id\":\"A1\",\"purge\":\"perhaps\"}]", "wrong-type", "purge", false);
	expect_issue(EPISODE(",\"closure_date\":20260601"), "wrong-type", "social_care_episodes[0].closure_date", false);
	expect_issue(EPISODE(",\"child_and_family_assessments\":[{\"start_date\":\"2026-01-05\",\"factors\":\"1A\"}]"),
		"wrong-type", "social_care_episodes[0].child_and_family_assessments[0].factors", false);
}

static void test_csc__leaves_out_a_record_that_lacks_what_it_needs(void **state)
{
	(void)state;
	expect_issue("[{}]", "missing", "la_child_id", false);
	expect_issue("[{\"la_child_id\":\"A1\",\"social_care_episodes\":[{}]}]", "missing",
		"social_care_episodes[0].referral_date", false);
	expect_issue(EPISODE(",\"care_worker_details\":[{\"start_date\":\"2026-01-06\"}]"), "missing",
		"social_care_episodes[0].care_worker_details[0].worker_id", false);
	expect_issue(EPISODE(",\"care_worker_details\":[{\"worker_id\":\"W1\"}]"), "missing",
		"social_care_episodes[0].care_worker_details[0].start_date", false);
	expect_issue(EPISODE(",\"child_protection_plans\":[{\"end_date\":\"2026-02-06\"}]"), "missing",
		"social_care_episodes[0].child_protection_plans[0].start_date", false);
}

static void test_csc__leaves_out_a_record_that_ends_before_it_starts(void **state)
{
	(void)state;
	expect_issue(EPISODE(",\"closure_date\":\"2026-01-04\",\"closure_reason\":\"RC7\""), "ends-before-start",
		"social_care_episodes[0].closure_date", false);
	expect_issue(EPISODE(",\"section_47_assessments\":[{\"start_date\":\"2026-02-02\",\"icpc_date\":\"2026-02-01\"}]"),
		"ends-before-start", "social_care_episodes[0].section_47_assessments[0].icpc_date", false);
	expect_issue(EPISODE(",\"care_worker_details\":[{\"worker_id\":\"W1\",\"start_date\":\"2026-02-02\",\"end_date\":"
		"\"2026-02-01\"}]"), "ends-before-start", "social_care_episodes[0].care_worker_details[0].end_date", false);
}

static void test_csc__leaves_out_a_reference_that_might_be_a_name(void **state)
{
	struct recorder *r = read_text("[{\"la_child_id\":\"Anna Smith\"}]");

	(void)state;
	assert_string_equal(r->issues[0].code, "bad-id");
	assert_null(strstr(r->issues[0].place, "Anna"));
	recorder_free(r);
	expect_issue("[{\"la_child_id\":\"12345678901234567890123456789012345678901\"}]", "too-long", "la_child_id", false);
}

static void test_csc__warns_and_keeps_the_record(void **state)
{
	struct recorder *r;

	(void)state;
	expect_issue(EPISODE(",\"closure_date\":\"2026-06-01\""), "missing", "social_care_episodes[0].closure_reason",
		true);
	expect_issue(EPISODE(",\"closure_date\":\"2026-06-01\",\"closure_reason\":\"RC99\""), "unknown-code",
		"social_care_episodes[0].closure_reason", true);
	expect_issue(EPISODE("},{\"referral_date\":\"2026-02-05\""), "two-open", "social_care_episodes", true);
	r = read_text("[{\"la_child_id\":\"A1\",\"social_care_episodes\":[]}]");
	assert_int_equal(r->cases_count, 0);
	assert_non_null(recorder_find_issue(r, "missing", "social_care_episodes"));
	recorder_free(r);
}

static void test_csc__caps_what_one_child_may_tell(void **state)
{
	struct buf b = BUF_INIT(2 * 1024 * 1024);

	(void)state;
	buf_puts(&b,
		"[{\"la_child_id\":\"A1\",\"social_care_episodes\":[{\"referral_date\":\"2026-01-05\","
		"\"child_in_need_plans\":[");
	for (int i = 0; i < INTAKE_RECORD_FACTS + 5; i++)
		buf_puts(&b, i == 0 ? "{\"start_date\":\"2026-02-01\"}" : ",{\"start_date\":\"2026-02-01\"}");
	buf_puts(&b, "]}]}]");
	expect_issue(buf_text(&b), "too-many", "social_care_episodes[0].child_in_need_plans[4999]", false);
	buf_free(&b);
}

static void test_csc__refuses_what_is_not_the_body(void **state)
{
	(void)state;
	refuse("", PL_INVALID, "the file breaks off");
	refuse("<Message/>", PL_INVALID, "line 1: not the JSON that is expected here: expected an array of records");
	refuse("{\"employers\":[]}", PL_INVALID, "line 1: an object by itself: expected an array of records");
	refuse("[1]", PL_INVALID, "line 1: not a record: expected a record as an object");
	refuse("[{\"la_child_id\":\"A1\"}\n{}]", PL_INVALID, "line 2");
	refuse("[{}]\n[]", PL_INVALID, "line 2: something follows after the array");
}

static void test_csc__says_what_stands_in_place_of_the_array(void **state)
{
	(void)state;
	refuse("{\"la_child_id\":\"A1\",\"factors\":[{\"a\":\"}\"}]}\n", PL_INVALID, "line 1: an object by itself");
	refuse("{\"la_child_id\":\"A1\"}\n{\"la_child_id\":\"A2\"}\n", PL_INVALID, "line 1: the records stand one after the other");
	refuse("{\"la_child_id\":\"A1\"", PL_INVALID, "line 1: the file breaks off");
	refuse("[{\"la_child_id\":\"A1\"},\n]", PL_INVALID, "line 2: a comma behind the last record");
}

static void test_csc__refuses_a_body_that_breaks_off(void **state)
{
	(void)state;
	refuse("[", PL_INVALID, "the file breaks off");
	refuse("[\n{\"la_child_id\":\n\"A", PL_INVALID, "line 3: the file breaks off in a record that begins on line 2");
	refuse("[{}", PL_INVALID, "the file breaks off");
	refuse("{\"children\":[{}]", PL_INVALID, "the file breaks off");
}

static void test_csc__names_the_line_of_broken_json_and_quotes_nothing_of_it(void **state)
{
	struct recorder *r = recorder_new();
	const char *text = "[\n{},\n{\"first_name\":\n Anna}]";
	struct err err = {0};

	(void)state;
	assert_int_equal(csc_api_read_bytes(text, strlen(text), "body.json", &r->intake, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "line 4: not JSON"));
	assert_null(strstr(err.text, "Anna"));
	recorder_free(r);
	refuse("[{\"a\":1,\"a\":2}]", PL_INVALID, "line 1: a name stands twice in one object");
	refuse("[{\"a\":\"caf\xE9\"}]", PL_INVALID, "line 1: bytes that are no text");
}

static void test_csc__refuses_deep_nesting_and_endless_records(void **state)
{
	struct buf b = BUF_INIT(4 * 1024 * 1024);

	(void)state;
	buf_puts(&b, "[{\"a\":");
	for (int i = 0; i < 1000; i++)
		buf_putc(&b, '[');
	refuse(buf_text(&b), PL_LIMIT, "line 1: nested more than 32 deep");
	buf_clear(&b);
	buf_puts(&b, "[{\"a\":\"");
	for (int i = 0; i < JSON_ELEMENT_BYTES; i++)
		buf_putc(&b, 'a');
	buf_puts(&b, "\"}]");
	refuse(buf_text(&b), PL_LIMIT, "line 1: a record of more than 1048576 bytes");
	buf_free(&b);
}

static void test_csc__is_not_misled_by_brackets_and_quotes_in_texts(void **state)
{
	struct recorder *r = read_text("[{\"la_child_id\":\"A1\",\"note\":\"}]\\\\\\\"{[\",\"social_care_episodes\":["
		"{\"referral_date\":\"2026-01-05\"}]},{\"la_child_id\":\"A2\",\"social_care_episodes\":["
		"{\"referral_date\":\"2026-01-05\"}]}]");

	(void)state;
	assert_int_equal(r->cases_count, 2);
	recorder_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csc__counts_the_sample_as_expected_on_both_days),
		cmocka_unit_test(test_csc__tells_the_same_facts_as_the_census_of_the_same_children),
		cmocka_unit_test(test_csc__reads_one_child_whole),
		cmocka_unit_test(test_csc__makes_a_care_leaver_from_the_first_contact),
		cmocka_unit_test(test_csc__accepts_an_object_around_the_array_and_a_byte_order_mark),
		cmocka_unit_test(test_csc__accepts_an_empty_body),
		cmocka_unit_test(test_csc__purges_a_whole_child_with_one_fact),
		cmocka_unit_test(test_csc__purges_an_episode_with_all_that_is_in_it),
		cmocka_unit_test(test_csc__purges_one_piece_of_work),
		cmocka_unit_test(test_csc__says_record_child_line_and_path_of_an_issue),
		cmocka_unit_test(test_csc__leaves_out_a_record_with_a_wrong_type),
		cmocka_unit_test(test_csc__leaves_out_a_record_that_lacks_what_it_needs),
		cmocka_unit_test(test_csc__leaves_out_a_record_that_ends_before_it_starts),
		cmocka_unit_test(test_csc__leaves_out_a_reference_that_might_be_a_name),
		cmocka_unit_test(test_csc__warns_and_keeps_the_record),
		cmocka_unit_test(test_csc__caps_what_one_child_may_tell),
		cmocka_unit_test(test_csc__refuses_what_is_not_the_body),
		cmocka_unit_test(test_csc__says_what_stands_in_place_of_the_array),
		cmocka_unit_test(test_csc__refuses_a_body_that_breaks_off),
		cmocka_unit_test(test_csc__names_the_line_of_broken_json_and_quotes_nothing_of_it),
		cmocka_unit_test(test_csc__refuses_deep_nesting_and_endless_records),
		cmocka_unit_test(test_csc__is_not_misled_by_brackets_and_quotes_in_texts),
	};

	return RUN_TESTS(tests);
}
