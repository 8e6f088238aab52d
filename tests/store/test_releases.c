/* Releases of official statistics: kept byte for byte, once, and found out when they are changed. */
#include "office.h"

#include "secure/digest.h"
#include "store/releases.h"
#include "store/verify.h"

static struct kept_release release(struct office *o, const char *name, int32_t latest_year, const char *bytes, size_t size)
{
	char sha256[DIGEST_SIZE];

	digest_of(bytes, size, sha256);
	return (struct kept_release){.kind = "figures", .sha256 = arena_strdup(o->arena, sha256), .file_name = name,
		.latest_year = latest_year, .rows = 2, .taken = 1790000000, .taken_by = "ann"};
}

static int add(struct office *o, const char *name, int32_t latest_year, const char *bytes, size_t size)
{
	const struct kept_release r = release(o, name, latest_year, bytes, size);

	return store_release_add(o->store, &r, bytes, size, &office_err);
}

static size_t count_of(struct office *o)
{
	struct kept_release *list;
	size_t count;

	OFFICE_OK(store_releases(o->store, o->arena, &list, &count, &office_err));
	return count;
}

static void test_release__comes_back_byte_for_byte(void **state)
{
	static const char BYTES[] = "a,b\n\0\xFF\r\n";
	struct office o = office_open();
	struct buf out = BUF_INIT(1000);
	struct kept_release r;

	(void)state;
	OFFICE_OK(add(&o, "one.csv", 2025, BYTES, sizeof BYTES));
	OFFICE_OK(store_release_of_sha256(o.store, o.arena, release(&o, "", 0, BYTES, sizeof BYTES).sha256, &r, &office_err));
	assert_string_equal(r.file_name, "one.csv");
	assert_string_equal(r.kind, "figures");
	assert_string_equal(r.taken_by, "ann");
	assert_int_equal(r.latest_year, 2025);
	assert_int_equal(r.rows, 2);
	assert_int_equal(r.size, sizeof BYTES);
	OFFICE_OK(store_release_bytes(o.store, r.release_id, &out, &office_err));
	assert_int_equal(out.len, sizeof BYTES);
	assert_memory_equal(out.data, BYTES, sizeof BYTES);
	assert_int_equal(store_release_bytes(o.store, r.release_id + 1, &out, &office_err), PL_NOT_FOUND);
	buf_free(&out);
	office_close(&o);
}

static void test_release__is_not_handed_out_beyond_a_cap(void **state)
{
	struct office o = office_open();
	struct buf out = BUF_INIT(3);

	(void)state;
	OFFICE_OK(add(&o, "one.csv", 2025, "1234", 4));
	assert_int_equal(store_release_bytes(o.store, 1, &out, &office_err), PL_LIMIT);
	buf_free(&out);
	office_close(&o);
}

static void test_release__with_the_same_bytes_is_kept_once(void **state)
{
	struct office o = office_open();

	(void)state;
	OFFICE_OK(add(&o, "one.csv", 2025, "1", 1));
	assert_int_equal(add(&o, "two.csv", 2024, "1", 1), PL_CONFLICT);
	assert_int_equal(count_of(&o), 1);
	office_close(&o);
}

static void test_releases__count_by_year_and_then_as_they_were_taken(void **state)
{
	struct office o = office_open();
	struct kept_release *list;
	size_t count;

	(void)state;
	OFFICE_OK(add(&o, "newest", 2025, "1", 1));
	OFFICE_OK(add(&o, "old", 2022, "2", 1));
	OFFICE_OK(add(&o, "corrected", 2025, "3", 1));
	OFFICE_OK(store_releases(o.store, o.arena, &list, &count, &office_err));
	assert_int_equal(count, 3);
	assert_string_equal(list[0].file_name, "old");
	assert_string_equal(list[1].file_name, "newest");
	assert_string_equal(list[2].file_name, "corrected");
	office_close(&o);
}

static void test_release__makes_no_entry_in_a_ledger(void **state)
{
	struct office o = office_open();
	struct employer before, after;

	(void)state;
	OFFICE_OK(store_employer(o.store, o.arena, "test", &before, &office_err));
	OFFICE_OK(add(&o, "one.csv", 2025, "1", 1));
	OFFICE_OK(store_employer(o.store, o.arena, "test", &after, &office_err));
	assert_int_equal(after.position, before.position);
	office_close(&o);
}

static struct ledger_finding first_finding(struct office *o)
{
	struct ledger_finding *findings;
	size_t count;

	OFFICE_OK(store_verify(o->store, o->arena, NULL, 0, &findings, &count, &office_err));
	assert_true(count > 0);
	return findings[0];
}

static void test_release__that_was_changed_behind_the_program_is_named_by_verify(void **state)
{
	struct office o = office_open();
	struct ledger_finding f;

	(void)state;
	OFFICE_OK(add(&o, "whole.csv", 2025, "caseload,15.2", 13));
	OFFICE_OK(add(&o, "changed.csv", 2025, "caseload,20.8", 13));
	assert_int_equal(first_finding(&o).verdict, LEDGER_WHOLE);
	place_run(&o.place, place_is_of_server()
		? "update statistic_release set bytes = 'caseload,10.8'::bytea where file_name = 'changed.csv'"
		: "update statistic_release set bytes = cast('caseload,10.8' as blob) where file_name = 'changed.csv'");
	f = first_finding(&o);
	assert_int_equal(f.verdict, LEDGER_EDITED);
	assert_string_equal(f.employer, "");
	assert_string_equal(f.place, "statistic_release");
	assert_string_equal(f.words, "The bytes of the release changed.csv are not those that were taken in");
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_release__comes_back_byte_for_byte),
		cmocka_unit_test(test_release__is_not_handed_out_beyond_a_cap),
		cmocka_unit_test(test_release__with_the_same_bytes_is_kept_once),
		cmocka_unit_test(test_releases__count_by_year_and_then_as_they_were_taken),
		cmocka_unit_test(test_release__makes_no_entry_in_a_ledger),
		cmocka_unit_test(test_release__that_was_changed_behind_the_program_is_named_by_verify),
	};

	return RUN_TESTS(tests);
}
