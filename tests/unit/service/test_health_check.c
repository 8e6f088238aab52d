/* Pictures of many days are those of each day, and a health check is made of them. */
#include "base/clock.h"
#include "core/pile.h"
#include "office.h"
#include "service/demo/make_demo.h"
#include "service/health/health_check.h"
#include "service/pictures/scheme_use.h"
#include "store/many_days.h"

enum { STEP_DAYS = 6, PERIOD_DAYS = 92 };

static int32_t last_day(void)
{
	return date_from_civil(2026, 6, 30);
}

static struct days period(void)
{
	return (struct days){last_day() - PERIOD_DAYS + 1, last_day() + 1};
}

static struct store *open_council(struct office *o)
{
	const struct demo_request r = {.database = o->database, .employer = o->employer,
		.council = {.workers = 40, .cases = 400, .seed = 7, .day = last_day()}, .actor = "test", .instant = OFFICE_NOW};
	struct demo_made made;
	struct store *store;

	if (demo_make(o->a, &r, &made, &o->err) != 0)
		fail_msg("%s", o->err.text);
	assert_int_equal(store_open(o->database, STORE_READ, &store, &o->err), 0);
	assert_int_equal(schemes_of_store(store, &o->err), 0);
	return store;
}

static void assert_same_posts(const struct snapshot *s, const struct loads *l, const struct snapshot *t,
	const struct loads *k)
{
	assert_int_equal(s->posts_count, t->posts_count);
	for (size_t i = 0; i < s->posts_count; i++) {
		struct post_load x = l->posts[i], y = k->posts[i];

		assert_int_equal(s->posts[i].post_id, t->posts[i].post_id);
		assert_int_equal(s->posts[i].joined, t->posts[i].joined);
		assert_int_equal(s->posts[i].exceptions_count, t->posts[i].exceptions_count);
		assert_int_equal(s->posts[i].owed_minutes, t->posts[i].owed_minutes);
		assert_memory_equal(&x, &y, sizeof x);
	}
}

static void assert_same_cases(const struct snapshot *s, const struct snapshot *t)
{
	assert_int_equal(s->cases_count, t->cases_count);
	assert_int_equal(s->holdings_count, t->holdings_count);
	assert_int_equal(s->households_count, t->households_count);
	for (size_t i = 0; i < s->cases_count; i++) {
		assert_string_equal(s->cases[i].ref, t->cases[i].ref);
		assert_int_equal(s->cases[i].state, t->cases[i].state);
		assert_int_equal(s->cases[i].opened, t->cases[i].opened);
		assert_int_equal(s->cases[i].type, t->cases[i].type);
		assert_int_equal(s->cases[i].anything_begun, t->cases[i].anything_begun);
		assert_int_equal(s->cases[i].last_held_until, t->cases[i].last_held_until);
		assert_int_equal(s->cases[i].comings_count, t->cases[i].comings_count);
		assert_int_equal(s->cases[i].reviews_count, t->cases[i].reviews_count);
	}
}

static void assert_same_pile(struct arena *a, const struct snapshot *s, const struct loads *l, const struct snapshot *t,
	const struct loads *k)
{
	struct pile_row *rows, *others;
	size_t count, others_count;

	pile_of_snapshot(a, s, l, &rows, &count);
	pile_of_snapshot(a, t, k, &others, &others_count);
	assert_int_equal(count, others_count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(rows[i].case_index, others[i].case_index);
		assert_int_equal(rows[i].reason, others[i].reason);
		assert_int_equal(rows[i].days, others[i].days);
		assert_int_equal(rows[i].weight_minutes, others[i].weight_minutes);
		assert_string_equal(rows[i].owner, others[i].owner);
	}
}

/* Backwards, too: what is owed is counted on from the day before. */
static void test_many_days__have_the_picture_of_each_day(void **state)
{
	struct office *o = *state;
	struct store *store = open_council(o);
	struct many_days *m;

	assert_int_equal(many_days_read(store, o->employer, period(), &m, &o->err), 0);
	for (int32_t day = last_day(); day >= period().from; day -= STEP_DAYS) {
		const struct snapshot *s, *t = many_days_on(m, day);
		struct loads l, k;

		assert_int_equal(store_snapshot(store, o->employer, day, &s, &o->err), 0);
		l = loads_of_snapshot(o->a, s);
		k = loads_of_snapshot(o->a, t);
		assert_same_posts(s, &l, t, &k);
		assert_same_cases(s, t);
		assert_same_pile(o->a, s, &l, t, &k);
		snapshot_drop(s);
		snapshot_drop(t);
	}
	many_days_free(m);
	store_close(store);
}

static void test_many_days__refuse_what_is_no_period(void **state)
{
	struct office *o = *state;
	struct store *store = open_council(o);
	struct many_days *m;

	assert_int_equal(many_days_read(store, "nowhere", period(), &m, &o->err), PL_NOT_FOUND);
	assert_int_equal(many_days_read(store, o->employer, (struct days){10000, 10000}, &m, &o->err), PL_INVALID);
	assert_int_equal(many_days_read(store, o->employer, (struct days){10000, 10000 + MANY_DAYS_MOST + 1}, &m, &o->err),
		PL_INVALID);
	store_close(store);
}

/* ---- the check ---- */

static struct health check(struct office *o, struct store *store, const struct health_asked *asked)
{
	const struct picture *p;
	struct health h;

	assert_int_equal(picture_load(store, o->employer, asked->period.until - 1, &p, &o->err), 0);
	if (health_check_read(store, o->a, p, sight_of_all(o->a, p->snap), asked, &h, &o->err) != 0)
		fail_msg("%s", o->err.text);
	picture_drop(p);
	return h;
}

static void test_check__of_a_day_has_that_day_in_its_days(void **state)
{
	struct office *o = *state;
	struct store *store = open_council(o);
	const struct health_asked asked = {.period = {last_day(), last_day() + 1}, .scope = {.team = TEAMS_ALL}};
	const struct health h = check(o, store, &asked);

	assert_int_equal(h.day, last_day());
	assert_true(h.figures[MEASURE_PAST_DAYS].value > 0);
	assert_int_equal(h.figures[MEASURE_PAST_DAYS].value, h.figures[MEASURE_PAST_WORKERS].value);
	assert_int_equal(h.figures[MEASURE_PAST_SPELL].value, 1);
	assert_int_equal(h.figures[MEASURE_STANDING].value, 0);
	store_close(store);
}

/* Who is past a line in two teams at once is one worker of the whole, so that parts are no less than it. */
static void test_check__of_all_teams_adds_up_to_that_of_the_whole(void **state)
{
	static const enum health_measure SUMS[] = {MEASURE_WAITING, MEASURE_CASES_HELD, MEASURE_UNDER, MEASURE_OVER,
		MEASURE_DEMAND, MEASURE_CAPACITY, MEASURE_PAST_DAYS, MEASURE_LINE_DAYS, MEASURE_EXCEPTIONS};
	struct office *o = *state;
	struct store *store = open_council(o);
	struct health_asked asked = {.period = {last_day() - 13, last_day() + 1}, .scope = {.team = TEAMS_ALL}};
	const struct health whole = check(o, store, &asked);
	int64_t sums[sizeof SUMS / sizeof *SUMS] = {0};
	const struct picture *p;

	assert_int_equal(picture_load(store, o->employer, last_day(), &p, &o->err), 0);
	for (asked.scope.team = -1; asked.scope.team < (int32_t)p->snap->teams_count; asked.scope.team++) {
		const struct health h = check(o, store, &asked);

		for (size_t i = 0; i < sizeof SUMS / sizeof *SUMS; i++)
			sums[i] += h.figures[SUMS[i]].value;
	}
	for (size_t i = 0; i < sizeof SUMS / sizeof *SUMS; i++)
		if (sums[i] != whole.figures[SUMS[i]].value)
			fail_msg("%s: %lld of the teams, %lld of the whole", health_measure_row(SUMS[i])->code, (long long)sums[i],
				(long long)whole.figures[SUMS[i]].value);
	picture_drop(p);
	store_close(store);
}

static void assert_same_figures(const struct health *a, const struct health *b)
{
	for (int m = 0; m < HEALTH_MEASURES; m++) {
		assert_int_equal(a->figures[m].known, b->figures[m].known);
		assert_int_equal(a->figures[m].value, b->figures[m].value);
		assert_int_equal(a->figures[m].part, b->figures[m].part);
		assert_int_equal(a->figures[m].whole, b->figures[m].whole);
		assert_int_equal(a->figures[m].people, b->figures[m].people);
	}
}

/* Once worked out, and once kept; alone, and side by side. */
static void test_checks__for_pages_are_those_of_the_records(void **state)
{
	struct office *o = *state;
	struct store *store = open_council(o);
	struct pictures *pictures = pictures_new(store, 64 * 1024 * 1024);
	const struct health_scope scopes[] = {{.team = TEAMS_ALL}, {.team = 0}, {.team = 1}};
	const struct days fortnight = {last_day() - 13, last_day() + 1};
	struct health checks[3];
	const struct picture *p;

	assert_int_equal(pictures_get(pictures, o->employer, last_day(), &p, &o->err), 0);
	for (size_t some = 1; some <= 3; some++) {
		assert_int_equal(health_checks_for(pictures, o->a, p, sight_of_all(o->a, p->snap), fortnight, scopes, some, checks,
			&o->err), 0);
		for (size_t i = 0; i < some; i++) {
			const struct health h = check(o, store, &(struct health_asked){fortnight, scopes[i]});

			assert_int_equal(checks[i].scope.team, scopes[i].team);
			assert_same_figures(&checks[i], &h);
		}
	}
	picture_drop(p);
	pictures_free(pictures);
	store_close(store);
}

static void test_period__is_92_days_unless_it_is_said(void **state)
{
	struct days when;
	struct err err;

	(void)state;
	assert_int_equal(health_period(DAY_MIN, DAY_MAX, 1000, &when, &err), 0);
	assert_int_equal(when.until, 1001);
	assert_int_equal(when.until - when.from, 92);
	assert_int_equal(health_period(990, 995, 1000, &when, &err), 0);
	assert_int_equal(when.from, 990);
	assert_int_equal(when.until, 996);
	assert_int_equal(health_period(996, 995, 1000, &when, &err), PL_INVALID);
	assert_int_equal(health_period(0, HEALTH_DAYS_MOST, 1000, &when, &err), PL_INVALID);
}

static void test_period__that_is_not_over_today_is_refused(void **state)
{
	struct days when;
	struct err err;

	(void)state;
	assert_int_equal(health_period(990, 1000, 1000, &when, &err), 0);
	assert_int_equal(health_period(990, 1001, 1000, &when, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "ends after today"));
}

static void test_scope__knows_teams_and_services_by_their_codes(void **state)
{
	struct office *o = *state;
	struct store *store = open_council(o);
	struct health_scope scope;
	const struct picture *p;

	assert_int_equal(picture_load(store, o->employer, last_day(), &p, &o->err), 0);
	assert_int_equal(health_scope_of(p->snap, "", NULL, &scope, &o->err), 0);
	assert_null(scope.service);
	assert_int_equal(scope.team, TEAMS_ALL);
	assert_int_equal(health_scope_of(p->snap, p->snap->services[0].code, p->snap->teams[1].code, &scope, &o->err), 0);
	assert_string_equal(scope.service, p->snap->services[0].code);
	assert_int_equal(scope.team, 1);
	assert_int_equal(p->snap->teams[1].service, 0);
	assert_int_equal(health_scope_of(p->snap, p->snap->services[1].code, p->snap->teams[1].code, &scope, &o->err),
		PL_INVALID);
	assert_non_null(strstr(o->err.text, " is not of the service "));
	assert_int_equal(health_scope_of(p->snap, "", "-", &scope, &o->err), 0);
	assert_int_equal(scope.team, -1);
	assert_int_equal(health_scope_of(p->snap, "nothing", "", &scope, &o->err), PL_NOT_FOUND);
	assert_int_equal(health_scope_of(p->snap, "", "nobody", &scope, &o->err), PL_NOT_FOUND);
	picture_drop(p);
	store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_many_days__have_the_picture_of_each_day),
		TEST(test_many_days__refuse_what_is_no_period),
		TEST(test_check__of_a_day_has_that_day_in_its_days),
		TEST(test_check__of_all_teams_adds_up_to_that_of_the_whole),
		TEST(test_checks__for_pages_are_those_of_the_records),
		TEST(test_period__is_92_days_unless_it_is_said),
		TEST(test_period__that_is_not_over_today_is_refused),
		TEST(test_scope__knows_teams_and_services_by_their_codes),
	};

	clock_set_zone("Europe/London");
	return RUN_TESTS(tests);
}
