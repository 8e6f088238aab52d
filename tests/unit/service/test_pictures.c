/* Pictures: made once, and thrown away when, and only when, their employer has moved on, or others need the room. */
#include "office.h"
#include "service/telling/open_work.h"
#include "service/pictures/pictures.h"
#include "service/pictures/scheme_use.h"

enum { CACHE_BYTES = 1024 * 1024 };

static const char WORKERS[] = "worker,name,team,role,fte,contract_hours\nW1,Ann,North,social-worker,1,37\n";
static const char MORE_WORKERS[] = "worker,name,team,role,fte,contract_hours\nW2,Ben,North,social-worker,1,37\n";

struct gallery {
	struct store *reader;
	struct pictures *pictures;
};

static struct gallery gallery_open_with(struct office *o, size_t most_bytes)
{
	struct gallery g;

	(void)IMPORT(o, office_file(o, "workers.csv", WORKERS));
	assert_int_equal(store_open(o->database, STORE_READ, &g.reader, &o->err), 0);
	assert_int_equal(schemes_of_store(g.reader, &o->err), 0);
	g.pictures = pictures_new(g.reader, most_bytes);
	return g;
}

static struct gallery gallery_open(struct office *o)
{
	return gallery_open_with(o, CACHE_BYTES);
}

static void gallery_close(struct gallery *g)
{
	pictures_free(g->pictures);
	store_close(g->reader);
}

static const struct picture *look_on(struct office *o, struct gallery *g, int32_t day)
{
	const struct picture *p;

	if (pictures_get(g->pictures, o->employer, day, &p, &o->err) != 0)
		fail_msg("%s", o->err.text);
	return p;
}

static const struct picture *look(struct office *o, struct gallery *g)
{
	return look_on(o, g, 20000);
}

/* Looks for a moment, and says whether the picture had to be made. */
static bool was_made(struct office *o, struct gallery *g, int32_t day)
{
	int64_t made = pictures_counts(g->pictures).made;

	picture_drop(look_on(o, g, day));
	return pictures_counts(g->pictures).made > made;
}

/* What one picture of that office takes. */
static size_t bytes_of_one(struct office *o)
{
	struct gallery g = gallery_open(o);
	size_t bytes;

	picture_drop(look(o, &g));
	bytes = pictures_counts(g.pictures).bytes;
	gallery_close(&g);
	return bytes;
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

static void test_pictures__make_room_by_putting_away_what_was_asked_for_longest_ago(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open_with(o, bytes_of_one(o) * 5 / 2);

	assert_true(was_made(o, &g, 20000));
	assert_true(was_made(o, &g, 20001));
	assert_false(was_made(o, &g, 20000));
	assert_true(was_made(o, &g, 20002));
	assert_false(was_made(o, &g, 20000));
	assert_true(was_made(o, &g, 20001));
	assert_int_equal(pictures_counts(g.pictures).kept, 2);
	assert_int_equal(pictures_counts(g.pictures).evicted, 2);
	assert_true(pictures_counts(g.pictures).bytes <= pictures_counts(g.pictures).most_bytes);
	gallery_close(&g);
}

static void test_pictures__are_kept_for_as_many_days_as_there_is_room(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open_with(o, bytes_of_one(o) * 101);

	for (int32_t day = 20000; day < 20100; day++)
		assert_true(was_made(o, &g, day));
	for (int32_t day = 20000; day < 20100; day++)
		assert_false(was_made(o, &g, day));
	assert_int_equal(pictures_counts(g.pictures).evicted, 0);
	gallery_close(&g);
}

static void test_pictures__keep_one_that_is_larger_than_the_limit(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open_with(o, 1);

	assert_true(was_made(o, &g, 20000));
	assert_false(was_made(o, &g, 20000));
	assert_true(was_made(o, &g, 20001));
	assert_int_equal(pictures_counts(g.pictures).kept, 1);
	gallery_close(&g);
}

static void test_pictures__stay_with_who_looks_when_they_are_put_away(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open_with(o, 1);
	const struct picture *held = look(o, &g);

	assert_true(was_made(o, &g, 20001));
	assert_int_equal(held->snap->day, 20000);
	assert_int_equal(held->snap->posts_count, 1);
	picture_drop(held);
	gallery_close(&g);
}

static void test_pictures__are_not_put_away_for_who_only_passes(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open_with(o, bytes_of_one(o) * 5 / 2);
	const struct picture *p;

	picture_drop(look(o, &g));
	for (int32_t day = 20001; day < 20005; day++) {
		assert_int_equal(pictures_pass(g.pictures, o->employer, day, &p, &o->err), 0);
		assert_int_equal(p->snap->day, day);
		picture_drop(p);
	}
	assert_false(was_made(o, &g, 20000));
	assert_false(was_made(o, &g, 20001)); /* there was room for one */
	assert_int_equal(pictures_counts(g.pictures).evicted, 0);
	gallery_close(&g);
}

static void test_pictures__asked_for_lately_are_made_anew_before_they_are_asked_for_again(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open(o);

	assert_true(was_made(o, &g, 20000));
	assert_int_equal(pictures_renew(g.pictures, o->employer, &o->err), 0);
	assert_int_equal(pictures_counts(g.pictures).made, 1);
	(void)IMPORT(o, office_file(o, "workers.csv", MORE_WORKERS));
	assert_int_equal(pictures_renew(g.pictures, "nobody", &o->err), 0);
	assert_int_equal(pictures_counts(g.pictures).made, 1);
	assert_int_equal(pictures_renew(g.pictures, o->employer, &o->err), 0);
	assert_int_equal(pictures_counts(g.pictures).made, 2);
	assert_int_equal(pictures_counts(g.pictures).kept, 1);
	assert_false(was_made(o, &g, 20000));
	gallery_close(&g);
}

static void test_pictures__are_told_of_a_commit_by_a_store_of_its_own(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open(o);
	struct store *asked = NULL;

	assert_int_equal(store_open(o->database, STORE_READ, &asked, &o->err), 0);
	pictures_ask_by(g.pictures, asked);
	assert_true(was_made(o, &g, 20000));
	assert_false(was_made(o, &g, 20000));
	(void)IMPORT(o, office_file(o, "workers.csv", MORE_WORKERS));
	/* Nobody needs the other store for a picture that is there, and is as it should be. */
	assert_true(was_made(o, &g, 20000));
	(void)pictures_lock_store(g.pictures);
	assert_false(was_made(o, &g, 20000));
	pictures_unlock_store(g.pictures);
	gallery_close(&g);
	store_close(asked);
}

/* It is part of what the picture takes, and goes with it. */
static void test_pictures__keep_what_is_open_as_long_as_they_stay(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open(o);
	const struct picture *p = look(o, &g), *after;
	const struct open_work *open, *again;
	size_t bytes = pictures_counts(g.pictures).bytes;

	assert_int_equal(open_work_of(g.pictures, p, &open, &o->err), 0);
	assert_int_equal(open->matters_count + open->proposals_count, 0);
	assert_true(pictures_counts(g.pictures).bytes > bytes);
	assert_int_equal(open_work_of(g.pictures, p, &again, &o->err), 0);
	assert_ptr_equal(again, open);
	(void)IMPORT(o, office_file(o, "workers.csv", MORE_WORKERS));
	after = look(o, &g);
	assert_int_equal(open_work_of(g.pictures, after, &again, &o->err), 0);
	assert_ptr_not_equal(again, open);
	picture_drop(p);
	picture_drop(after);
	gallery_close(&g);
}

/* Those that were asked for longest ago make room for it. */
static void test_pictures__make_room_for_what_is_open(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open_with(o, bytes_of_one(o) * 2);
	const struct open_work *open;
	const struct picture *p;

	assert_true(was_made(o, &g, 20000));
	p = look_on(o, &g, 20001);
	assert_int_equal(pictures_counts(g.pictures).kept, 2);
	assert_int_equal(open_work_of(g.pictures, p, &open, &o->err), 0);
	assert_int_equal(pictures_counts(g.pictures).kept, 1);
	assert_true(pictures_counts(g.pictures).bytes <= pictures_counts(g.pictures).most_bytes);
	picture_drop(p);
	assert_false(was_made(o, &g, 20001));
	assert_true(was_made(o, &g, 20000));
	gallery_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_pictures__stay_when_something_else_is_written, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__are_made_anew_when_the_employer_has_moved_on, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__make_room_by_putting_away_what_was_asked_for_longest_ago, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__are_kept_for_as_many_days_as_there_is_room, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__keep_one_that_is_larger_than_the_limit, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__stay_with_who_looks_when_they_are_put_away, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__are_not_put_away_for_who_only_passes, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__asked_for_lately_are_made_anew_before_they_are_asked_for_again,
			office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__are_told_of_a_commit_by_a_store_of_its_own, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__keep_what_is_open_as_long_as_they_stay, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_pictures__make_room_for_what_is_open, office_open, office_close),
	};

	return RUN_TESTS(tests);
}
