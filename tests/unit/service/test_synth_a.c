/* The council of the fixtures in every format that it is told in: whichever is imported, the same answers must come out. */
#include <jansson.h>

#include "core/counts.h"
#include "office.h"

static json_t *expected(struct office *o, const char *iso)
{
	json_error_t error;
	json_t *all = json_load_file(office_fixture(o, "synthA_expected.json"), 0, &error), *day;

	if (all == NULL)
		fail_msg("%s", error.text);
	day = json_incref(json_object_get(all, iso));
	json_decref(all);
	return day;
}

static int64_t whole(const json_t *object, const char *key, int times)
{
	return (int64_t)(json_number_value(json_object_get(object, key)) * times + 0.5);
}

static void assert_pile(const struct counts *n, const json_t *answer)
{
	const json_t *pile = json_object_get(answer, "open_unallocated");

	assert_int_equal(n->unallocated_count, json_array_size(pile));
	for (size_t i = 0; i < n->unallocated_count; i++)
		assert_string_equal(n->unallocated[i], json_string_value(json_array_get(pile, i)));
}

static void assert_counts(struct office *o, const char *iso)
{
	const struct snapshot *snap = office_snapshot(o, iso);
	struct counts n = counts_of_snapshot(o->a, snap, -1);
	json_t *answer = expected(o, iso);

	assert_int_equal(n.open_cases, whole(answer, "open_cases", 1));
	assert_pile(&n, answer);
	assert_int_equal(n.case_holders, whole(answer, "case_holders", 1));
	assert_int_equal(n.case_holders_fte_millionths, whole(answer, "case_holders_fte", 1000000));
	assert_int_equal(n.cases_held, whole(answer, "cases_held", 1));
	assert_int_equal(n.average_tenths, whole(answer, "dfe_average_caseload", 10));
	assert_int_equal(n.most_per_fte_tenths, whole(answer, "max_per_fte", 10));
	json_decref(answer);
	snapshot_drop(snap);
}

#define IMPORT_FIXTURES(o, ...) import_fixtures((o), PATHS(__VA_ARGS__))

static struct import_report import_fixtures(struct office *o, const char *const *names, size_t count)
{
	const char **paths = arena_array(o->a, count, sizeof *paths);
	struct import_report report;

	for (size_t i = 0; i < count; i++)
		paths[i] = office_fixture(o, names[i]);
	report = office_import(o, paths, count);
	for (size_t i = 0; i < report.issues_count; i++)
		if (!report.issues[i].warning)
			print_message("# %s: %s: %s: %s\n", report.issues[i].file, report.issues[i].place, report.issues[i].code,
				report.issues[i].expected);
	return report;
}

static void test_synth_a__api_and_workforce_census_give_the_known_answers(void **state)
{
	assert_int_equal(IMPORT_FIXTURES(*state, "synthA_csc_api_children.json", "synthA_csww_2025.xml").errors, 0);
	assert_counts(*state, "2025-09-30");
	assert_counts(*state, "2026-03-31");
}

static void test_synth_a__safeguarding_dataset_and_census_give_the_known_answers(void **state)
{
	assert_int_equal(IMPORT_FIXTURES(*state, "synthA_ssd_involvements.csv", "synthA_ssd_professionals.csv",
		"synthA_ssd_department.csv", "synthA_cin_census_2026.xml").errors, 0);
	assert_counts(*state, "2025-09-30");
	assert_counts(*state, "2026-03-31");
}

/* Distinct open cases that a person's posts hold, as snapshots count them. */
static int32_t cases_of_person(const struct snapshot *s, const struct person_row *p)
{
	bool *seen = mem_alloc(s->cases_count * sizeof *seen);
	int32_t count = 0;

	for (int32_t i = 0; i < p->posts_count; i++) {
		const struct post_row *post = &s->posts[s->person_posts[p->first_post + i]];

		for (int32_t h = 0; h < post->holdings_count; h++) {
			int32_t c = s->holdings[s->post_holdings[post->first_holding + h]].case_index;

			count += !seen[c] && s->cases[c].state == CASE_OPEN;
			seen[c] = true;
		}
	}
	mem_free(seen);
	return count;
}

static void assert_reported_cases(struct office *o, int32_t workers)
{
	const struct snapshot *s = office_snapshot(o, "2025-09-30");
	int32_t reported = 0, cases = 0;

	for (size_t i = 0; i < s->posts_count; i++) {
		const struct post_row *p = &s->posts[i];

		if (p->reported_on != s->day)
			continue;
		assert_int_equal(p->reported_cases, cases_of_person(s, &s->persons[p->person]));
		reported++;
		cases += p->reported_cases;
	}
	assert_int_equal(reported, workers);
	assert_int_equal(cases, 155);
	snapshot_drop(s);
}

/* Workers of the return who had not left by its day. */
enum { WORKERS_IN_POST = 37 };

static void test_synth_a__cases_on_census_day_are_those_the_return_says(void **state)
{
	(void)IMPORT_FIXTURES(*state, "synthA_csc_api_children.json", "synthA_csww_2025.xml");
	assert_reported_cases(*state, WORKERS_IN_POST);
}

static void test_synth_a__cases_on_census_day_agree_from_the_safeguarding_dataset_too(void **state)
{
	(void)IMPORT_FIXTURES(*state, "synthA_ssd_involvements.csv", "synthA_ssd_professionals.csv", "synthA_ssd_department.csv",
		"synthA_cin_census_2026.xml", "synthA_csww_2025.xml");
	assert_reported_cases(*state, WORKERS_IN_POST);
}

static void test_synth_a__inspection_lists_give_the_same_pile(void **state)
{
	struct office *o = *state;
	const struct snapshot *s;
	struct counts n;
	json_t *answer = expected(o, "2026-03-31");

	(void)IMPORT_FIXTURES(o, "synthA_annex_a.xlsx");
	s = office_snapshot(o, "2026-03-31");
	n = counts_of_snapshot(o->a, s, -1);
	assert_pile(&n, answer);
	json_decref(answer);
	snapshot_drop(s);
}

static void test_synth_a__all_files_together_give_the_known_answers(void **state)
{
	assert_int_equal(IMPORT_FIXTURES(*state, "synthA_annex_a.xlsx", "synthA_ssd_involvements.csv", "synthA_cin_census_2026.xml",
		"synthA_csc_api_children.json", "synthA_ssd_professionals.csv", "synthA_csww_2025.xml",
		"synthA_ssd_department.csv").errors, 0);
	assert_counts(*state, "2025-09-30");
	assert_counts(*state, "2026-03-31");
}

static void test_synth_a__files_one_after_the_other_give_the_known_answers(void **state)
{
	(void)IMPORT_FIXTURES(*state, "synthA_csww_2025.xml");
	(void)IMPORT_FIXTURES(*state, "synthA_csc_api_children.json");
	(void)IMPORT_FIXTURES(*state, "synthA_ssd_professionals.csv", "synthA_ssd_department.csv");
	(void)IMPORT_FIXTURES(*state, "synthA_cin_census_2026.xml");
	(void)IMPORT_FIXTURES(*state, "synthA_annex_a.xlsx");
	assert_counts(*state, "2025-09-30");
	assert_counts(*state, "2026-03-31");
}

/* Who holds cases at the end of March, and is named in the inspection lists. */
enum { HOLDERS = 23 };

static void test_synth_a__names_beside_numbers_double_nobody(void **state)
{
	struct office *o = *state;

	o->accept_good = true;
	assert_int_equal(IMPORT_FIXTURES(o, "synthA_csc_api_children.json", "synthA_csww_2025.xml", "synthA_annex_a.xlsx").errors,
		HOLDERS);
	assert_counts(o, "2025-09-30");
	assert_counts(o, "2026-03-31");
}

static void test_synth_a__names_a_month_after_numbers_double_nobody(void **state)
{
	struct office *o = *state;

	(void)IMPORT_FIXTURES(o, "synthA_csc_api_children.json", "synthA_csww_2025.xml");
	o->accept_good = true;
	assert_int_equal(IMPORT_FIXTURES(o, "synthA_annex_a.xlsx").errors, HOLDERS);
	assert_counts(o, "2026-03-31");
}

static void test_synth_a__numbers_after_names_are_warned_of(void **state)
{
	struct import_report r;

	(void)IMPORT_FIXTURES(*state, "synthA_annex_a.xlsx");
	r = IMPORT_FIXTURES(*state, "synthA_csc_api_children.json", "synthA_csww_2025.xml");
	assert_true(office_issue_says(&r, "uncertain-worker", "count twice"));
}

/* Absences of the return's day: nobody who was on leave then is free the day after. */
enum { WORKERS_ABSENT = 7 };

static void test_synth_a__who_is_on_leave_at_the_return_stays_so_until_a_record_says_otherwise(void **state)
{
	static const char *const DAYS[] = {"2025-09-30", "2025-10-01", "2026-03-31"};

	(void)IMPORT_FIXTURES(*state, "synthA_csc_api_children.json", "synthA_csww_2025.xml");
	for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++) {
		const struct snapshot *s = office_snapshot(*state, DAYS[i]);

		assert_int_equal(s->reductions_count, WORKERS_ABSENT);
		snapshot_drop(s);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_synth_a__api_and_workforce_census_give_the_known_answers),
		TEST(test_synth_a__safeguarding_dataset_and_census_give_the_known_answers),
		TEST(test_synth_a__cases_on_census_day_are_those_the_return_says),
		TEST(test_synth_a__cases_on_census_day_agree_from_the_safeguarding_dataset_too),
		TEST(test_synth_a__names_beside_numbers_double_nobody),
		TEST(test_synth_a__names_a_month_after_numbers_double_nobody),
		TEST(test_synth_a__numbers_after_names_are_warned_of),
		TEST(test_synth_a__who_is_on_leave_at_the_return_stays_so_until_a_record_says_otherwise),
		TEST(test_synth_a__inspection_lists_give_the_same_pile),
		TEST(test_synth_a__all_files_together_give_the_known_answers),
		TEST(test_synth_a__files_one_after_the_other_give_the_known_answers),
	};

	return RUN_TESTS(tests);
}
