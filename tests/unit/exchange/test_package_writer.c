#include "exchange/package_writer.h"

#include <string.h>
#include <zip.h>

#include "../../test.h"

enum { ROOM = 1024 * 1024, INSTANT = 1790000000 };

static int pack(struct buf *out, const char *first, const char *second, struct err *err)
{
	struct package_writer *w = package_writer_new(INSTANT);
	int rc;

	package_writer_add(w, "about.txt", first, strlen(first));
	package_writer_add(w, "figures/lines.csv", second, strlen(second));
	rc = package_writer_finish(w, out, err);
	package_writer_free(w);
	return rc;
}

/* What a ZIP library finds under a name. */
static void assert_holds(const struct buf *package, const char *name, const char *text)
{
	zip_source_t *source = zip_source_buffer_create(package->data, package->len, 0, NULL);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
	zip_file_t *file;
	char found[64] = "";

	assert_non_null(zip);
	assert_int_equal(zip_get_num_entries(zip, 0), 2);
	file = zip_fopen(zip, name, 0);
	assert_non_null(file);
	assert_true(zip_fread(file, found, sizeof found - 1) >= 0);
	assert_string_equal(found, text);
	zip_fclose(file);
	zip_discard(zip);
}

static void test_package__holds_what_was_added(void **state)
{
	struct buf out = BUF_INIT(ROOM);
	struct err err;

	(void)state;
	assert_int_equal(pack(&out, "About", "a,b\r\n", &err), 0);
	assert_holds(&out, "about.txt", "About");
	assert_holds(&out, "figures/lines.csv", "a,b\r\n");
	buf_free(&out);
}

static void test_same_files__give_the_same_package(void **state)
{
	struct buf one = BUF_INIT(ROOM), two = BUF_INIT(ROOM);
	struct err err;

	(void)state;
	assert_int_equal(pack(&one, "About", "a,b\r\n", &err), 0);
	assert_int_equal(pack(&two, "About", "a,b\r\n", &err), 0);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	buf_free(&one);
	buf_free(&two);
}

static void test_package__that_does_not_fit_is_refused(void **state)
{
	struct buf out = BUF_INIT(20);
	struct err err;

	(void)state;
	assert_int_equal(pack(&out, "About", "a,b\r\n", &err), PL_LIMIT);
	buf_free(&out);
}

static void test_name__that_comes_twice_is_refused(void **state)
{
	struct package_writer *w = package_writer_new(INSTANT);
	struct buf out = BUF_INIT(ROOM);
	struct err err;

	(void)state;
	package_writer_add(w, "a", "1", 1);
	package_writer_add(w, "a", "2", 1);
	assert_int_equal(package_writer_finish(w, &out, &err), PL_FAIL);
	package_writer_free(w);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_package__holds_what_was_added),
		cmocka_unit_test(test_same_files__give_the_same_package),
		cmocka_unit_test(test_package__that_does_not_fit_is_refused),
		cmocka_unit_test(test_name__that_comes_twice_is_refused),
	};

	return RUN_TESTS(tests);
}
