/* An invented council written as files and read again: each importer must come to the answers that were counted from
 * the council itself. */
#include <jansson.h>

#include "../service/office.h"
#include "core/counts.h"
#include "demo/council_files.h"
#include "service/demo/make_demo.h"

#define AUTUMN "2026-09-30" /* the day of the workforce return, within the year of the census */
#define WINTER "2026-11-21"

static const char *const FILES[] = {"cin_census.xml", "csww.xml", "csc_api_children.json", "ssd_involvements.csv",
	"ssd_professionals.csv", "ssd_department.csv", "answers.json"};
enum { FILES_COUNT = sizeof FILES / sizeof *FILES };

static int32_t day_of(const char *iso)
{
	int32_t day;

	assert_true(date_parse_iso(iso, strlen(iso), &day));
	return day;
}

struct size {
	int32_t workers, cases;
	uint64_t seed;
};

static struct council_options options_of(struct size size, const char *day)
{
	return (struct council_options){.workers = size.workers, .cases = size.cases, .seed = size.seed, .day = day_of(day)};
}

/* Returns the folder. */
static const char *export(struct office *o, const char *name, struct size size, const char *day)
{
	const char *folder = arena_printf(o->a, "%s/%s", o->dir, name);
	struct council_options options = options_of(size, day);
	struct council *council;
	struct arena *a = arena_new();

	if (council_invent(a, &options, &council, &o->err) < 0 || council_write_files(council, folder, &o->err) < 0)
		fail_msg("%s", o->err.text);
	arena_free(a);
	return folder;
}

static const char *in(struct office *o, const char *folder, const char *name)
{
	return arena_printf(o->a, "%s/%s", folder, name);
}

/* ---- answers ---- */

static json_t *answers_of(struct office *o, const char *folder, const char *day)
{
	json_t *all = json_load_file(in(o, folder, "answers.json"), 0, NULL), *answer = json_incref(json_object_get(all, day));

	json_decref(all);
	assert_non_null(answer);
	return answer;
}

static int64_t whole(const json_t *object, const char *key, int times)
{
	assert_true(json_is_number(json_object_get(object, key)));
	return (int64_t)(json_number_value(json_object_get(object, key)) * times + 0.5);
}

static void assert_cases(const struct counts *n, const json_t *answer)
{
	const json_t *pile = json_object_get(answer, "unallocated");

	assert_int_equal(n->open_cases, whole(answer, "open_cases", 1));
	assert_int_equal(n->case_holders, whole(answer, "case_holders", 1));
	assert_int_equal(n->cases_held, whole(answer, "cases_held", 1));
	assert_int_equal(n->unallocated_count, json_array_size(pile));
	for (size_t i = 0; i < n->unallocated_count; i++)
		assert_string_equal(n->unallocated[i], json_string_value(json_array_get(pile, i)));
}

static void assert_fte(const struct counts *n, const json_t *answer)
{
	assert_int_equal(n->case_holders_fte_millionths, whole(answer, "case_holders_fte", 1000000));
	assert_int_equal(n->average_tenths, whole(answer, "average_caseload", 10));
}

/* Of the database on a day; the FTE of who came since is not in every file. */
static void assert_answers(struct office *o, const char *folder, const char *day, bool fte)
{
	const struct snapshot *snap = office_snapshot(o, day);
	struct counts n = counts_of_snapshot(o->a, snap, -1);
	json_t *answer = answers_of(o, folder, day);

	assert_cases(&n, answer);
	if (fte)
		assert_fte(&n, answer);
	json_decref(answer);
	snapshot_drop(snap);
}

/* ---- the importers ---- */

static void import_api(struct office *o, const char *folder)
{
	assert_int_equal(IMPORT(o, in(o, folder, "csc_api_children.json"), in(o, folder, "csww.xml")).errors, 0);
}

static void import_tables(struct office *o, const char *folder)
{
	assert_int_equal(IMPORT(o, in(o, folder, "ssd_involvements.csv"), in(o, folder, "ssd_professionals.csv"),
		in(o, folder, "ssd_department.csv"), in(o, folder, "cin_census.xml")).errors, 0);
}

static void tell(struct office *o, struct size size, const char *day)
{
	const struct demo_request r = {o->database, o->employer, options_of(size, day), "test", OFFICE_NOW, .told_only = true};
	struct demo_made made;

	if (demo_make(o->a, &r, &made, &o->err) < 0)
		fail_msg("%s", o->err.text);
	assert_true(made.cases > size.cases && made.workers > size.workers && made.teams > 0);
}

static const struct size SIZES[] = {{20, 150, 7}, {20, 150, 11}, {45, 450, 7}, {45, 450, 11}};
enum { SIZES_COUNT = sizeof SIZES / sizeof *SIZES };

#define FOR_ALL_SIZES(i) for (size_t i = 0; i < SIZES_COUNT; place_blank(&o->place), i++)

static void test_files__api_and_workforce_census_give_the_answers(void **state)
{
	struct office *o = *state;

	FOR_ALL_SIZES(i) {
		const char *folder = export(o, "files", SIZES[i], AUTUMN);

		import_api(o, folder);
		assert_answers(o, folder, AUTUMN, true);
	}
}

static void test_files__safeguarding_dataset_and_census_give_the_answers(void **state)
{
	struct office *o = *state;

	FOR_ALL_SIZES(i) {
		const char *folder = export(o, "files", SIZES[i], AUTUMN);

		import_tables(o, folder);
		assert_answers(o, folder, AUTUMN, true);
	}
}

static void test_files__a_council_told_without_files_gives_the_answers(void **state)
{
	struct office *o = *state;

	FOR_ALL_SIZES(i) {
		const char *folder = export(o, "files", SIZES[i], AUTUMN);

		tell(o, SIZES[i], AUTUMN);
		assert_answers(o, folder, AUTUMN, true);
	}
}

static void test_files__of_a_later_day_give_the_answers_of_both_days(void **state)
{
	struct office *o = *state;
	const char *folder = export(o, "files", SIZES[2], WINTER);

	import_tables(o, folder);
	assert_answers(o, folder, WINTER, true);
	assert_answers(o, folder, AUTUMN, true);
	(void)unlink(o->database);
	o->database = arena_printf(o->a, "%s/second.db", o->dir);
	import_api(o, folder);
	assert_answers(o, folder, WINTER, false);
	assert_answers(o, folder, AUTUMN, true);
}

static void test_files__all_together_give_the_answers(void **state)
{
	struct office *o = *state;
	const char *folder = export(o, "files", SIZES[0], WINTER);

	assert_int_equal(IMPORT(o, in(o, folder, "csc_api_children.json"), in(o, folder, "csww.xml"),
		in(o, folder, "ssd_involvements.csv"), in(o, folder, "ssd_professionals.csv"), in(o, folder, "ssd_department.csv"),
		in(o, folder, "cin_census.xml")).errors, 0);
	assert_answers(o, folder, WINTER, false);
}

/* What the return says of each worker in post on its day is what the API says that they held. */
static void test_files__cases_of_each_worker_agree_with_the_workforce_return(void **state)
{
	struct office *o = *state;
	const char *folder = export(o, "files", SIZES[2], WINTER);
	const struct snapshot *s;
	int32_t compared = 0;

	import_api(o, folder);
	s = office_snapshot(o, AUTUMN);
	for (size_t i = 0; i < s->posts_count; i++) {
		int32_t open = 0;

		for (int32_t h = 0; h < s->posts[i].holdings_count; h++)
			open += s->cases[s->holdings[s->post_holdings[s->posts[i].first_holding + h]].case_index].state == CASE_OPEN;
		if (s->posts[i].reported_cases < 0)
			continue;
		assert_int_equal(s->posts[i].reported_cases, open);
		compared++;
	}
	assert_true(compared >= 40);
	snapshot_drop(s);
}

/* ---- the files themselves ---- */

static void test_files__written_twice_are_the_same_bytes(void **state)
{
	struct office *o = *state;
	const char *first = export(o, "first", SIZES[0], WINTER), *again = export(o, "again", SIZES[0], WINTER);
	const char *other = export(o, "other", SIZES[1], WINTER);

	for (size_t i = 0; i < FILES_COUNT; i++) {
		struct str left = place_bytes(in(o, first, FILES[i]), o->a), right = place_bytes(in(o, again, FILES[i]), o->a);

		assert_true(left.len > 100);
		assert_int_equal(left.len, right.len);
		assert_memory_equal(left.at, right.at, left.len);
		right = place_bytes(in(o, other, FILES[i]), o->a);
		assert_true(str_equal(FILES[i], "ssd_department.csv") || left.len != right.len ||
			memcmp(left.at, right.at, left.len) != 0);
	}
}

static void test_files__into_a_folder_that_cannot_be_are_refused(void **state)
{
	struct office *o = *state;
	struct council_options options = options_of(SIZES[0], AUTUMN);
	struct council *council;

	assert_int_equal(council_invent(o->a, &options, &council, &o->err), 0);
	assert_true(council_write_files(council, in(o, o->dir, "no/such/folder"), &o->err) < 0);
	assert_non_null(strstr(o->err.text, "no/such/folder"));
	assert_true(council_write_files(council, office_file(o, "file", ""), &o->err) < 0);
	assert_non_null(strstr(o->err.text, "/file"));
}

/* ---- where a council may be made ---- */

static void assert_refused(struct office *o, const char *employer, const char *words)
{
	const struct demo_request r = {o->database, employer, options_of(SIZES[0], AUTUMN), "test", OFFICE_NOW,
		.told_only = true};
	struct str before = office_bytes(o), after;
	struct demo_made made;

	assert_int_equal(demo_make(o->a, &r, &made, &o->err), PL_CONFLICT);
	assert_non_null(strstr(o->err.text, words));
	after = office_bytes(o);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.at, after.at, before.len);
}

static void test_demo__is_refused_where_a_real_employer_is(void **state)
{
	struct office *o = *state;

	(void)IMPORT(o, office_file(o, "cases.csv", "case,opened\nC1,2026-01-05\n"));
	assert_refused(o, "demo", "real employer");
}

static void test_demo__is_refused_for_a_code_that_is_taken(void **state)
{
	struct office *o = *state;
	struct employer e;

	tell(o, SIZES[0], AUTUMN);
	store_close(office_store(o, &e));
	assert_true(e.demo);
	assert_refused(o, o->employer, "another code");
	o->employer = "second";
	tell(o, SIZES[1], AUTUMN);
}

/* A page that says that all of it is invented must not show somebody's child. */
static void test_demo__takes_no_real_records_in(void **state)
{
	struct office *o = *state;
	const char *const paths[] = {office_file(o, "cases.csv", "case,opened\nC1,2026-01-05\n")};
	struct import_report report;
	struct employer e;

	tell(o, SIZES[0], AUTUMN);
	assert_int_equal(office_try(o, paths, 1, &report), PL_INVALID);
	assert_non_null(strstr(o->err.text, "invented employer"));
	store_close(office_store(o, &e));
	assert_true(e.demo);
	assert_int_equal(e.position, 1 + DEMO_ACCOUNTS); /* the council, and its accounts */
}

#define IN_OFFICE(test) cmocka_unit_test_setup_teardown(test, office_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_OFFICE(test_files__api_and_workforce_census_give_the_answers),
		IN_OFFICE(test_files__safeguarding_dataset_and_census_give_the_answers),
		IN_OFFICE(test_files__a_council_told_without_files_gives_the_answers),
		IN_OFFICE(test_files__of_a_later_day_give_the_answers_of_both_days),
		IN_OFFICE(test_files__all_together_give_the_answers),
		IN_OFFICE(test_files__cases_of_each_worker_agree_with_the_workforce_return),
		IN_OFFICE(test_files__written_twice_are_the_same_bytes),
		IN_OFFICE(test_files__into_a_folder_that_cannot_be_are_refused),
		IN_OFFICE(test_demo__is_refused_where_a_real_employer_is),
		IN_OFFICE(test_demo__is_refused_for_a_code_that_is_taken),
		IN_OFFICE(test_demo__takes_no_real_records_in),
	};

	return RUN_TESTS(tests);
}
