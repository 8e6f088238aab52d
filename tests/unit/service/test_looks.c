/* Who looks is kept, whatever comes of it. */
#include "reception.h"
#include "service/access/looks.h"

static struct look look_at(const char *object, const char *login)
{
	return (struct look){.employer_id = 1, .kind = LOOK_CASE, .object = object, .login = login, .roles = "worker", .instant = START};
}

static int note(struct looks *looks, const char *object, const char *login)
{
	struct look l = look_at(object, login);

	return looks_note(looks, &l, &err);
}

static int note_refused(struct looks *looks, const char *object, const char *login)
{
	struct look l = look_at(object, login);

	l.refused = true;
	return looks_note(looks, &l, &err);
}

/* How often anybody looked at the object, as a store of its own sees it. */
static int64_t shown(struct reception *r, const char *object)
{
	struct looked *rows;
	size_t count;
	int64_t sum = 0;

	OK(store_looks_of(r->reader, r->a, 1, LOOK_CASE, object, 100, &rows, &count, &err));
	for (size_t i = 0; i < count; i++)
		sum += rows[i].shown;
	return sum;
}

static void test_looks__are_written_when_they_are_flushed(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 0);

	OK(note(looks, "C1", "ann"));
	OK(note(looks, "C1", "mia"));
	OK(looks_flush(looks, &err));
	assert_int_equal(shown(r, "C1"), 2);
	looks_free(looks);
}

static int64_t refused(struct reception *r, const char *object)
{
	struct looked *rows;
	size_t count;

	OK(store_looks_of(r->reader, r->a, 1, LOOK_CASE, object, 100, &rows, &count, &err));
	return count > 0 ? rows[0].refused : 0;
}

static void test_looks__of_what_was_refused_are_written_by_themselves(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 0);

	OK(note_refused(looks, "C1", "ann"));
	for (int i = 0; i < 600 && refused(r, "C1") == 0; i++)
		(void)usleep(50 * 1000);
	assert_int_equal(refused(r, "C1"), 1);
	looks_free(looks);
}

/* Only a disk that takes longer than 300 ms lets a page go on before; not each time. */
static void test_looks__of_what_is_shown_are_written_before_it_is(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 0);
	int64_t written = 0;

	for (int i = 0; i < 1000 && written == 0; i++) {
		const char *object = arena_printf(r->a, "C%d", i);

		OK(note(looks, object, "ann"));
		written += shown(r, object);
	}
	assert_true(written > 0);
	looks_free(looks);
}

/* While an import has the database nothing can be written, and everything waits. */
static void test_looks__repeated_in_a_second_are_one_with_how_often(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 40); /* of one account four: what waits, and what is under way */
	struct place_held import = place_hold(&r->office->place);

	for (int i = 0; i < 200; i++)
		OK(note_refused(looks, "C1", "ann"));
	OK(note(looks, "C1", "ann"));
	assert_int_equal(looks_flush(looks, &err), PL_LOCKED);
	OK(note_refused(looks, "C1", "ann"));
	place_let_go(import);
	OK(looks_flush(looks, &err));
	assert_int_equal(refused(r, "C1"), 201);
	assert_int_equal(shown(r, "C1"), 1);
	looks_free(looks);
}

static void test_looks__of_one_account_leave_room_for_all_others(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 40);
	struct place_held import = place_hold(&r->office->place);

	for (int i = 0; i < 4; i++)
		OK(note_refused(looks, arena_printf(r->a, "C%d", i), "eve"));
	assert_int_equal(note_refused(looks, "C9", "eve"), PL_LOCKED);
	assert_int_equal(note(looks, "C9", "eve"), PL_LOCKED);
	OK(note(looks, "C9", "ann"));
	place_let_go(import);
	looks_free(looks);
}

static void test_looks__of_what_was_refused_leave_room_for_what_is_shown(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 40);
	struct place_held import = place_hold(&r->office->place);

	for (int i = 0; i < 20; i++)
		OK(note_refused(looks, "C1", arena_printf(r->a, "eve%d", i)));
	assert_int_equal(note_refused(looks, "C1", "mallory"), PL_LOCKED);
	OK(note(looks, "C1", "ann"));
	place_let_go(import);
	looks_free(looks);
}

static void test_looks__that_wait_are_written_at_the_end(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 0);

	OK(note(looks, "C1", "ann"));
	looks_free(looks);
	assert_int_equal(shown(r, "C1"), 1);
}

/* Somebody else has the database, as an import does. */
static void test_looks__wait_while_the_database_is_held_and_lose_nothing(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 0);
	struct place_held import = place_hold(&r->office->place);

	OK(note(looks, "C1", "ann"));
	assert_int_equal(looks_flush(looks, &err), PL_LOCKED);
	OK(note(looks, "C1", "mia"));
	place_let_go(import);
	OK(looks_flush(looks, &err));
	assert_int_equal(shown(r, "C1"), 2);
	looks_free(looks);
}

static void test_looks__refuse_when_too_many_wait(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 10);
	struct place_held import = place_hold(&r->office->place);

	OK(note(looks, "C1", "ann"));
	assert_int_equal(looks_flush(looks, &err), PL_LOCKED); /* now it is known to be held, and no page waits for it */
	for (int i = 1; i < 10; i++)
		OK(note(looks, "C1", arena_printf(r->a, "ann%d", i)));
	assert_int_equal(note(looks, "C1", "mia"), PL_LOCKED);
	assert_int_equal(looks_flush(looks, &err), PL_LOCKED);
	assert_int_equal(note(looks, "C1", "mia"), PL_LOCKED);
	place_let_go(import);
	OK(looks_flush(looks, &err));
	OK(note(looks, "C1", "mia"));
	looks_free(looks);
	assert_int_equal(shown(r, "C1"), 11);
}

static void test_looks__do_not_grow_with_what_was_written(void **state)
{
	struct reception *r = *state;
	struct looks *looks = looks_new(r->writer, 10);

	for (int i = 0; i < 10; i++) {
		OK(note(looks, "C1", "ann"));
		OK(looks_flush(looks, &err));
	}
	assert_int_equal(shown(r, "C1"), 10);
	looks_free(looks);
}

static void test_looks__are_told_with_the_names_of_accounts(void **state)
{
	struct reception *r = *state;
	struct pictures *pictures = pictures_new(r->reader, 1024 * 1024);
	struct looks *looks = looks_new(r->writer, 0);
	const struct picture *p;
	struct looker *lookers;
	size_t count;

	(void)reception_add(r, "ann", "W1", "worker");
	OK(note(looks, "C1", "gone"));
	OK(note(looks, "C1", "ann"));
	OK(looks_flush(looks, &err));
	store_use_schemes(r->reader, scheme_by_id);
	OK(pictures_get(pictures, r->office->employer, 20600, &p, &err));
	OK(looks_of(pictures, r->a, p, LOOK_CASE, "C1", 10, &lookers, &count, &err));
	assert_int_equal(count, 2);
	assert_string_equal(lookers[0].looked.login, "ann");
	assert_string_equal(lookers[0].name, "ann");
	assert_string_equal(lookers[1].name, "");
	picture_drop(p);
	looks_free(looks);
	pictures_free(pictures);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reception_open, reception_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_looks__are_written_when_they_are_flushed),
		TEST(test_looks__of_what_was_refused_are_written_by_themselves),
		TEST(test_looks__of_what_is_shown_are_written_before_it_is),
		TEST(test_looks__repeated_in_a_second_are_one_with_how_often),
		TEST(test_looks__of_one_account_leave_room_for_all_others),
		TEST(test_looks__of_what_was_refused_leave_room_for_what_is_shown),
		TEST(test_looks__that_wait_are_written_at_the_end),
		TEST(test_looks__wait_while_the_database_is_held_and_lose_nothing),
		TEST(test_looks__refuse_when_too_many_wait),
		TEST(test_looks__do_not_grow_with_what_was_written),
		TEST(test_looks__are_told_with_the_names_of_accounts),
	};

	return RUN_TESTS(tests);
}
