/* What one process keeps of an import for another. */
#include <string.h>

#include "service/import/import_job_pack.h"
#include "../../test.h"

static struct import_details details_of(struct import_file *file, struct import_issue *issue)
{
	struct import_details d = {.sentence = "", .rows = 7};

	*file = (struct import_file){.path = "here.csv", .name = "here.csv", .fd = 5, .format = FORMAT_CSV_CASES, .bytes = 90, .records = 3,
		.issues = 1};
	*issue = (struct import_issue){"here.csv", "line 3", "opened", "bad-date", "a date", true};
	d.report.files = (struct import_files){.files = file, .files_count = 1};
	d.report.facts[FACT_EPISODE].withdrawn = -2;
	d.report.weeks.added = 4;
	d.report.issues = issue;
	d.report.issues_count = 1;
	d.report.position = INT64_MAX;
	d.report.refused = true;
	return d;
}

static void test_details__come_back_as_they_were(void **state)
{
	struct arena *a = arena_new();
	struct buf packed = BUF_INIT(1024 * 1024);
	struct import_file file;
	struct import_issue issue;
	const struct import_details d = details_of(&file, &issue);
	struct import_details back;

	(void)state;
	job_details_pack(&d, &packed);
	assert_true(job_details_unpack(a, packed.data, packed.len, &back));
	assert_string_equal(back.sentence, "");
	assert_int_equal(back.rows, 7);
	assert_string_equal(back.report.files.files[0].name, "here.csv");
	assert_int_equal(back.report.files.files[0].format, FORMAT_CSV_CASES);
	assert_int_equal(back.report.files.files[0].fd, -1);
	assert_int_equal(back.report.facts[FACT_EPISODE].withdrawn, -2);
	assert_int_equal(back.report.weeks.added, 4);
	assert_int_equal(back.report.issues_count, 1);
	assert_string_equal(back.report.issues[0].expected, "a date");
	assert_true(back.report.issues[0].warning);
	assert_true(back.report.position == INT64_MAX);
	assert_true(back.report.refused);
	assert_false(back.report.nothing_new);
	buf_free(&packed);
	arena_free(a);
}

static void test_details__that_are_cut_anywhere_are_none(void **state)
{
	struct arena *a = arena_new();
	struct buf packed = BUF_INIT(1024 * 1024);
	struct import_file file;
	struct import_issue issue;
	const struct import_details d = details_of(&file, &issue);
	struct import_details back;

	(void)state;
	job_details_pack(&d, &packed);
	for (size_t n = 0; n < packed.len; n++)
		assert_false(job_details_unpack(a, packed.data, n, &back));
	buf_free(&packed);
	arena_free(a);
}

static void test_order__comes_back_as_it_was_and_not_from_another_version(void **state)
{
	struct arena *a = arena_new();
	struct buf packed = BUF_INIT(1024);
	struct import_job_file files[] = {{"a.csv", 1}, {"", 0}};
	const struct job_order order = {.employer = "north", .place = "/imports/", .proof = "first", .demo = true, .files = files,
		.files_count = 2};
	struct job_order back;

	(void)state;
	job_order_pack(&order, &packed);
	assert_true(job_order_unpack(a, packed.data, packed.len, &back));
	assert_string_equal(back.employer, "north");
	assert_string_equal(back.proof, "first");
	assert_true(back.demo);
	assert_int_equal(back.files_count, 2);
	assert_string_equal(back.files[0].name, "a.csv");
	assert_int_equal(back.files[0].bytes, 1);
	packed.data[0]++;
	assert_false(job_order_unpack(a, packed.data, packed.len, &back));
	buf_free(&packed);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_details__come_back_as_they_were),
		cmocka_unit_test(test_details__that_are_cut_anywhere_are_none),
		cmocka_unit_test(test_order__comes_back_as_it_was_and_not_from_another_version),
	};

	return RUN_TESTS(tests);
}
