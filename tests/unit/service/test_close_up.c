/* A close-up shows of a post and of a case what the picture of all shows. */
#include "base/clock.h"
#include "core/load.h"
#include "office.h"
#include "service/demo/make_demo.h"
#include "service/pictures/scheme_use.h"
#include "store/close_up.h"

static void make_council(struct office *o, int32_t day)
{
	const struct demo_request r = {.database = o->database, .employer = o->employer,
		.council = {.workers = 40, .cases = 400, .seed = 7, .day = day}, .actor = "test", .instant = OFFICE_NOW};
	struct demo_made made;

	if (demo_make(o->a, &r, &made, &o->err) != 0)
		fail_msg("%s", o->err.text);
}

static struct store *open_council(struct office *o)
{
	struct store *store;

	assert_int_equal(store_open(o->database, STORE_READ, &store, &o->err), 0);
	assert_int_equal(schemes_of_store(store, &o->err), 0);
	return store;
}

static int32_t place_of_post(const struct snapshot *s, int32_t post_id)
{
	for (size_t i = 0; i < s->posts_count; i++)
		if (s->posts[i].post_id == post_id)
			return (int32_t)i;
	fail_msg("there is no post %d", post_id);
	return -1;
}

static void assert_same_post(struct office *o, const struct snapshot *s, const struct loads *l, int32_t post, const struct snapshot *t)
{
	struct loads small = loads_of_snapshot(o->a, t);
	int32_t there = place_of_post(t, s->posts[post].post_id);
	struct post_load x = l->posts[post], y = small.posts[there];

	x.binding_line = x.binding_line >= 0 ? s->lines[x.binding_line].line_id : -1;
	y.binding_line = y.binding_line >= 0 ? t->lines[y.binding_line].line_id : -1;
	assert_memory_equal(&x, &y, sizeof x);
	assert_int_equal(s->posts[post].holdings_count, t->posts[there].holdings_count);
	assert_int_equal(s->posts[post].exceptions_count, t->posts[there].exceptions_count);
	assert_int_equal(s->posts[post].ratings_count, t->posts[there].ratings_count);
	assert_int_equal(s->posts[post].owed_minutes, t->posts[there].owed_minutes);
	assert_string_equal(s->persons[s->posts[post].person].code, t->persons[t->posts[there].person].code);
}

static void test_close_up__of_any_post_has_the_load_of_the_whole_picture(void **state)
{
	struct office *o = *state;
	int32_t day = date_from_civil(2026, 6, 30);
	const struct snapshot *s, *t;
	struct store *store;
	struct loads l;

	make_council(o, day);
	store = open_council(o);
	assert_int_equal(store_snapshot(store, o->employer, day, &s, &o->err), 0);
	l = loads_of_snapshot(o->a, s);
	for (size_t i = 0; i < s->posts_count; i++) {
		const struct close_up_asked asked = {.employer = o->employer, .day = day, .posts = &s->posts[i].post_id, .posts_count = 1};

		assert_int_equal(store_close_up(store, &asked, &t, &o->err), 0);
		assert_same_post(o, s, &l, (int32_t)i, t);
		snapshot_drop(t);
	}
	snapshot_drop(s);
	store_close(store);
}

static void test_close_ups__of_a_post_have_the_load_of_the_whole_picture_of_each_day(void **state)
{
	enum { DAYS = 8, A_WEEK = 7 };
	struct office *o = *state;
	const struct snapshot *whole[DAYS], *weeks[DAYS];
	int32_t days[DAYS], loads_differ = 0;
	struct loads loads[DAYS];
	struct store *store;

	make_council(o, date_from_civil(2026, 6, 30));
	store = open_council(o);
	for (int32_t i = 0; i < DAYS; i++) {
		days[i] = date_from_civil(2026, 6, 30) - A_WEEK * (DAYS - 1 - i);
		assert_int_equal(store_snapshot(store, o->employer, days[i], &whole[i], &o->err), 0);
		loads[i] = loads_of_snapshot(o->a, whole[i]);
	}
	for (size_t p = 0; p < whole[DAYS - 1]->posts_count; p++) {
		const struct close_up_asked asked = {.employer = o->employer, .posts = &whole[DAYS - 1]->posts[p].post_id, .posts_count = 1};

		assert_int_equal(store_close_ups(store, &asked, days, DAYS, weeks, &o->err), 0);
		for (int32_t i = 0; i < DAYS; i++) {
			int32_t then = snapshot_find_post_id(whole[i], *asked.posts);

			assert_int_equal(weeks[i]->day, days[i]);
			assert_int_equal(then >= 0, snapshot_find_post_id(weeks[i], *asked.posts) >= 0);
			if (then >= 0)
				assert_same_post(o, whole[i], &loads[i], then, weeks[i]);
			loads_differ += then >= 0 && loads[i].posts[then].load_minutes != loads[DAYS - 1].posts[p].load_minutes;
			snapshot_drop(weeks[i]);
		}
	}
	assert_true(loads_differ > 100);
	for (int32_t i = 0; i < DAYS; i++)
		snapshot_drop(whole[i]);
	store_close(store);
}

static void test_close_up__of_any_case_has_its_weight_and_holders(void **state)
{
	struct office *o = *state;
	int32_t day = date_from_civil(2026, 6, 30);
	const struct snapshot *s, *t;
	struct store *store;
	int32_t held = 0, reviews = 0;

	make_council(o, day);
	store = open_council(o);
	assert_int_equal(store_snapshot(store, o->employer, day, &s, &o->err), 0);
	for (size_t i = 0; i < s->cases_count; i += 3) {
		const struct case_row *c = &s->cases[i], *d;
		const struct close_up_asked asked = {.employer = o->employer, .day = day, .refs = &c->ref, .refs_count = 1};

		assert_int_equal(store_close_up(store, &asked, &t, &o->err), 0);
		assert_int_equal(t->cases_count, 1);
		d = &t->cases[0];
		assert_int_equal(d->case_id, c->case_id);
		assert_int_equal(d->state, c->state);
		assert_int_equal(d->opened, c->opened);
		assert_int_equal(d->type, c->type);
		assert_int_equal(d->last_held_until, c->last_held_until);
		assert_int_equal(d->restricted, c->restricted);
		assert_int_equal(d->views_count, c->views_count);
		assert_int_equal(d->holdings_count, c->holdings_count);
		assert_int_equal(d->reviews_count, c->reviews_count);
		for (int32_t r = 0; r < c->reviews_count; r++)
			assert_int_equal(t->reviews[d->first_review + r].next, s->reviews[c->first_review + r].next);
		reviews += c->reviews_count;
		held += d->holdings_count;
		snapshot_drop(t);
	}
	assert_true(held > 50);
	assert_true(reviews > 0);
	snapshot_drop(s);
	store_close(store);
}

static void test_close_up__of_what_is_not_there_is_empty(void **state)
{
	struct office *o = *state;
	const int32_t post = 4711;
	const char *const nothing[] = {"no-such-thing"};
	struct close_up_asked asked = {.employer = o->employer, .day = 20000, .posts = &post, .posts_count = 1, .refs = nothing,
		.refs_count = 1, .persons = nothing, .persons_count = 1};
	const struct snapshot *t;
	struct store *store;

	make_council(o, 20500);
	store = open_council(o);
	assert_int_equal(store_close_up(store, &asked, &t, &o->err), 0);
	assert_int_equal(t->cases_count + t->posts_count, 0);
	snapshot_drop(t);
	asked.employer = "elsewhere";
	assert_int_equal(store_close_up(store, &asked, &t, &o->err), PL_NOT_FOUND);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_close_up__of_any_post_has_the_load_of_the_whole_picture, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_close_ups__of_a_post_have_the_load_of_the_whole_picture_of_each_day, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_close_up__of_any_case_has_its_weight_and_holders, office_open, office_close),
		cmocka_unit_test_setup_teardown(test_close_up__of_what_is_not_there_is_empty, office_open, office_close),
	};

	clock_set_zone("Europe/London");
	return RUN_TESTS(tests);
}
