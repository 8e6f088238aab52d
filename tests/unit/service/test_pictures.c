/* Pictures: made once, and thrown away when, and only when, their employer has moved on. */
#include "office.h"
#include "service/pictures/pictures.h"
#include "service/pictures/scheme_use.h"

enum { CACHE_BYTES = 1024 * 1024 };

static const char WORKERS[] = "worker,name,team,role,fte,contract_hours\nW1,Ann,North,social-worker,1,37\n";
static const char MORE_WORKERS[] = "worker,name,team,role,fte,contract_hours\nW2,Ben,North,social-worker,1,37\n";

struct gallery {
	struct store *reader;
	struct pictures *pictures;
};

static struct gallery gallery_open(struct office *o)
{
	struct gallery g;

	(void)IMPORT(o, office_file(o, "workers.csv", WORKERS));
	assert_int_equal(store_open(o->database, STORE_READ, &g.reader, &o->err), 0);
	assert_int_equal(schemes_of_store(g.reader, &o->err), 0);
	g.pictures = pictures_new(g.reader, CACHE_BYTES);
	return g;
}

static void gallery_close(struct gallery *g)
{
	pictures_free(g->pictures);
	store_close(g->reader);
}

static const struct picture *look(struct office *o, struct gallery *g)
{
	const struct picture *p;

	if (pictures_get(g->pictures, o->employer, 20000, &p, &o->err) != 0)
		fail_msg("%s", o->err.text);
	return p;
}

static void test_pictures__stay_when_something_else_is_written(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open(o);
	const struct picture *before = look(o, &g), *after;

	o->employer = "other";
	(void)IMPORT(o, office_file(o, "workers.csv", WORKERS));
	o->employer = "council";
	after = look(o, &g);
	assert_ptr_equal(before, after);
	picture_drop(before);
	picture_drop(after);
	gallery_close(&g);
}

static void test_pictures__are_made_anew_when_the_employer_has_moved_on(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open(o);
	const struct picture *before = look(o, &g), *after;

	(void)IMPORT(o, office_file(o, "workers.csv", MORE_WORKERS));
	after = look(o, &g);
	assert_true(after->snap->employer.position > before->snap->employer.position);
	picture_drop(before);
	picture_drop(after);
	gallery_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_pictures__stay_when_something_else_is_written, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__are_made_anew_when_the_employer_has_moved_on, office_open, office_close),
	};

	return RUN_TESTS(tests);
}
