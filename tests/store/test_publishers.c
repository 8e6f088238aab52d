/* Whose published health checks are taken, and the files that came. */
#include "office.h"

#include "store/publishers.h"

static int put(struct office *o, const char *dfe_code, const char *address)
{
	const struct kept_publisher p = {.dfe_code = dfe_code, .key = "a+key+line", .address = address, .said = 1790000000, .said_by = "ann"};

	return store_publisher_put(o->store, &p, &office_err);
}

static int add(struct office *o, const char *dfe_code, int32_t version, const char *file)
{
	const struct foreign_check c = {.dfe_code = dfe_code, .version = version, .sha256 = "ab12", .taken = 1790000000, .taken_by = "ann",
		.file = file};

	return store_foreign_check_add(o->store, &c, &office_err);
}

static const char *stamp(struct office *o)
{
	const char *text;

	OFFICE_OK(store_checks_stamp(o->store, o->arena, &text, &office_err));
	return text;
}

static void test_publisher__is_said_anew_in_the_place_of_what_was_said(void **state)
{
	struct office o = office_open();
	struct kept_publisher *list;
	size_t count;

	(void)state;
	OFFICE_OK(put(&o, "350", "https://a.example/published/A/latest.json"));
	OFFICE_OK(put(&o, "313", ""));
	OFFICE_OK(put(&o, "350", ""));
	OFFICE_OK(store_publishers(o.store, o.arena, &list, &count, &office_err));
	assert_int_equal(count, 2);
	assert_string_equal(list[0].dfe_code, "313");
	assert_string_equal(list[1].address, "");
	assert_string_equal(list[1].said_by, "ann");
	office_close(&o);
}

static void test_publisher__is_forgotten_once(void **state)
{
	struct office o = office_open();

	(void)state;
	OFFICE_OK(put(&o, "350", ""));
	OFFICE_OK(store_publisher_remove(o.store, "350", &office_err));
	assert_int_equal(store_publisher_remove(o.store, "350", &office_err), PL_NOT_FOUND);
	office_close(&o);
}

static void test_check__comes_back_as_it_came_and_once(void **state)
{
	struct office o = office_open();
	struct foreign_check *list;
	const char *sha256;
	size_t count;

	(void)state;
	OFFICE_OK(add(&o, "350", 2, "{\"a\":\"\xC3\xA4\"}"));
	assert_int_equal(add(&o, "350", 2, "{}"), PL_CONFLICT);
	OFFICE_OK(add(&o, "350", 1, "{}"));
	OFFICE_OK(store_foreign_checks(o.store, o.arena, &list, &count, &office_err));
	assert_int_equal(count, 2);
	assert_int_equal(list[0].version, 1);
	assert_string_equal(list[1].file, "{\"a\":\"\xC3\xA4\"}");
	OFFICE_OK(store_foreign_check_sha256(o.store, o.arena, "350", 2, &sha256, &office_err));
	assert_string_equal(sha256, "ab12");
	OFFICE_OK(store_foreign_check_sha256(o.store, o.arena, "350", 3, &sha256, &office_err));
	assert_string_equal(sha256, "");
	office_close(&o);
}

static void test_stamp__is_another_once_anything_has_come_or_gone(void **state)
{
	struct office o = office_open();
	const char *empty = stamp(&o), *key, *file;

	(void)state;
	OFFICE_OK(put(&o, "350", ""));
	key = stamp(&o);
	assert_string_not_equal(key, empty);
	OFFICE_OK(add(&o, "350", 1, "{}"));
	file = stamp(&o);
	assert_string_not_equal(file, key);
	OFFICE_OK(store_publisher_remove(o.store, "350", &office_err));
	assert_string_not_equal(stamp(&o), file);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_publisher__is_said_anew_in_the_place_of_what_was_said),
		cmocka_unit_test(test_publisher__is_forgotten_once),
		cmocka_unit_test(test_check__comes_back_as_it_came_and_once),
		cmocka_unit_test(test_stamp__is_another_once_anything_has_come_or_gone),
	};

	return RUN_TESTS(tests);
}
