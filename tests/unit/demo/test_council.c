/* The shape of invented councils: what people who know real ones would look for. */
#include "../../test.h"
#include "base/str.h"
#include "demo/council_files.h"

enum { DAY = 20726, YEAR = 365 }; /* 2026-09-30 */

struct scene {
	struct arena *a;
	struct council *c;
	int32_t *held; /* today, by worker */
};

static struct council *invent(struct arena *a, int32_t workers, int32_t cases, uint64_t seed, int32_t day)
{
	struct council_options options = {.workers = workers, .cases = cases, .seed = seed, .day = day};
	struct council *c = NULL;
	struct err err;

	if (council_invent(a, &options, &c, &err) < 0)
		fail_msg("%s", err.text);
	return c;
}

/* Large enough for shares to settle, at the average caseload at which the bands were published. */
static int open_large(void **state)
{
	struct arena *a = arena_new();
	struct scene *s = arena_alloc(a, sizeof *s);

	s->a = a;
	s->c = invent(a, 600, 8600, 3, DAY);
	s->held = arena_array(a, s->c->workers_count, sizeof *s->held);
	(void)council_cases_held(s->c, s->held, DAY);
	*state = s;
	return 0;
}

static int close_large(void **state)
{
	arena_free(((struct scene *)*state)->a);
	return 0;
}

static bool in_post(const struct council_worker *w)
{
	return days_include(w->when, DAY);
}

/* A share is what was published, give or take, in per mille. */
static void assert_share(int64_t part, int64_t whole, int32_t permille, int32_t tolerance)
{
	int64_t share = part * 1000 / whole;

	if (share < permille - tolerance || share > permille + tolerance)
		fail_msg("%lld per mille, expected %d give or take %d", (long long)share, permille, tolerance);
}

/* ---- the same dice ---- */

static bool same_case(const struct council_case *a, const struct council_case *b)
{
	if (!str_equal(a->ref, b->ref) || a->open.from != b->open.from || a->open.until != b->open.until ||
		a->team != b->team || a->holdings_count != b->holdings_count || a->spans_count != b->spans_count)
		return false;
	for (int32_t i = 0; i < a->holdings_count; i++)
		if (a->holdings[i].worker != b->holdings[i].worker || a->holdings[i].when.from != b->holdings[i].when.from)
			return false;
	return true;
}

static bool same_council(const struct council *a, const struct council *b)
{
	if (a->cases_count != b->cases_count || a->workers_count != b->workers_count)
		return false;
	for (size_t i = 0; i < a->cases_count; i++)
		if (!same_case(&a->cases[i], &b->cases[i]))
			return false;
	for (size_t i = 0; i < a->workers_count; i++)
		if (!str_equal(a->workers[i].registration, b->workers[i].registration) ||
			a->workers[i].when.from != b->workers[i].when.from)
			return false;
	return true;
}

static void test_council__is_the_same_for_the_same_seed_and_day(void **state)
{
	struct arena *a = arena_new();
	const struct council *first = invent(a, 40, 500, 7, DAY);

	(void)state;
	assert_true(same_council(first, invent(a, 40, 500, 7, DAY)));
	assert_false(same_council(first, invent(a, 40, 500, 8, DAY)));
	assert_false(same_council(first, invent(a, 40, 500, 7, DAY + 1)));
	arena_free(a);
}

static void test_council__has_as_many_workers_and_cases_as_were_asked_for(void **state)
{
	static const int32_t SIZES[][2] = {{4, 1}, {4, 60}, {10, 150}, {60, 1}, {80, 1200}, {200, 100}};

	(void)state;
	for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
		struct arena *a = arena_new();
		const struct council *c = invent(a, SIZES[i][0], SIZES[i][1], 5, DAY);
		int32_t workers = 0, cases = 0;

		for (size_t w = 0; w < c->workers_count; w++)
			workers += in_post(&c->workers[w]);
		for (size_t k = 0; k < c->cases_count; k++)
			cases += council_case_open(&c->cases[k], DAY);
		assert_int_equal(workers, SIZES[i][0]);
		assert_int_equal(cases, SIZES[i][1]);
		arena_free(a);
	}
}

static void test_council__of_a_size_that_makes_none_is_refused(void **state)
{
	static const int32_t WRONG[][2] = {{3, 10}, {60001, 10}, {10, 0}, {10, 1000001}, {-1, -1}};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		struct council_options options = {.workers = WRONG[i][0], .cases = WRONG[i][1], .day = DAY};
		struct council *c = NULL;
		struct err err;

		assert_int_equal(council_invent(a, &options, &c, &err), PL_INVALID);
		assert_non_null(strstr(err.text, "expected"));
		assert_null(c);
	}
	arena_free(a);
}

/* ---- workers ---- */

static void test_council__one_worker_in_eight_is_agency_and_one_post_in_seven_vacant(void **state)
{
	const struct council *c = ((struct scene *)*state)->c;
	int32_t agency = 0;

	for (size_t i = 0; i < c->workers_count; i++)
		agency += in_post(&c->workers[i]) && c->workers[i].agency;
	assert_share(agency, c->options.workers, 130, 25);
	assert_share(c->vacant_posts, c->options.workers + c->vacant_posts, 142, 20);
}

/* Agency and newly qualified exclude each other; so do being newly qualified and the first year being over. */
static void test_council__some_are_newly_qualified_and_some_absent(void **state)
{
	const struct council *c = ((struct scene *)*state)->c;
	int32_t new = 0, absent = 0, part_time = 0;

	for (size_t i = 0; i < c->workers_count; i++) {
		const struct council_worker *w = &c->workers[i];

		if (!in_post(w))
			continue;
		new += w->newly_qualified;
		absent += w->absence[0] != '\0' && days_include(w->absent, DAY);
		part_time += w->fte_millionths < 1000000;
		assert_false(w->newly_qualified && (w->agency || DAY - w->when.from >= YEAR));
	}
	assert_share(new, c->options.workers, 80, 40);
	assert_share(absent, c->options.workers, 35, 20);
	assert_share(part_time, c->options.workers, 270, 60);
}

/* The DfE's special collection of 2021: what share of holders has how many cases for an FTE. */
static void test_council__cases_for_an_fte_are_spread_as_published_with_a_tail(void **state)
{
	static const int32_t BANDS[] = {5, 10, 15, 20, 25}, PUBLISHED[] = {92, 112, 192, 282, 200, 122};
	const struct scene *s = *state;
	int32_t in_band[6] = {0}, holders = 0, over_40 = 0;

	for (size_t i = 0; i < s->c->workers_count; i++) {
		int64_t cases = (int64_t)s->held[i] * 1000000, fte = s->c->workers[i].fte_millionths;
		size_t band = 0;

		if (s->held[i] == 0)
			continue;
		while (band < 5 && cases >= BANDS[band] * fte)
			band++;
		in_band[band]++;
		holders++;
		over_40 += cases > 40 * fte;
	}
	for (size_t i = 0; i < 6; i++)
		assert_share(in_band[i], holders, PUBLISHED[i], 60);
	assert_true(over_40 > 0);
	assert_share(over_40, holders, 15, 14);
}

/* ---- cases ---- */

static void test_council__one_open_case_in_twenty_is_held_by_nobody(void **state)
{
	const struct council *c = ((struct scene *)*state)->c;
	int32_t unheld = 0;

	for (size_t i = 0; i < c->cases_count; i++) {
		const struct council_case *k = &c->cases[i];
		bool held = false;

		for (int32_t h = 0; h < k->holdings_count; h++)
			held |= days_include(k->holdings[h].when, DAY);
		unheld += council_case_open(k, DAY) && !held;
	}
	assert_share(unheld, c->options.cases, 50, 20);
}

/* Every year of ten sees cases begin and cases end. */
static void test_council__has_ten_years_of_history(void **state)
{
	const struct council *c = ((struct scene *)*state)->c;
	int32_t begun[10] = {0}, ended[10] = {0};

	for (size_t i = 0; i < c->cases_count; i++) {
		const struct council_case *k = &c->cases[i];

		assert_true(k->open.from <= DAY && k->open.from < k->open.until);
		if (DAY - k->open.from < 10 * YEAR)
			begun[(DAY - k->open.from) / YEAR]++;
		if (k->open.until <= DAY && DAY - k->open.until < 10 * YEAR)
			ended[(DAY - k->open.until) / YEAR]++;
	}
	for (int year = 0; year < 10; year++) {
		assert_true(begun[year] > c->options.cases / 4);
		assert_true(year == 9 || ended[year] > c->options.cases / 8);
	}
}

/* What an importer would refuse does not happen: holdings lie within the case and the post, and follow one another. */
static void test_council__nobody_holds_a_case_outside_it_or_before_they_came(void **state)
{
	const struct council *c = ((struct scene *)*state)->c;

	for (size_t i = 0; i < c->cases_count; i++) {
		const struct council_case *k = &c->cases[i];

		for (int32_t h = 0; h < k->holdings_count; h++) {
			struct days when = k->holdings[h].when, post = c->workers[k->holdings[h].worker].when;

			assert_true(when.from < when.until && when.from <= DAY);
			assert_true(k->open.from <= when.from && when.until <= k->open.until);
			assert_true(post.from <= when.from && when.until <= post.until);
			assert_true(h == 0 || k->holdings[h - 1].when.until <= when.from);
		}
	}
}

static void test_council__stages_lie_within_their_case_and_know_no_future(void **state)
{
	const struct council *c = ((struct scene *)*state)->c;
	int32_t of_stage[COUNCIL_STAGES] = {0};

	for (size_t i = 0; i < c->cases_count; i++) {
		const struct council_case *k = &c->cases[i];

		for (int32_t j = 0; j < k->spans_count; j++) {
			struct days when = k->spans[j].when;

			of_stage[k->spans[j].stage]++;
			assert_true(when.from <= DAY && (when.until <= DAY || when.until == DAY_MAX));
			assert_true(k->open.from <= when.from && when.until <= k->open.until);
		}
	}
	for (size_t i = 0; i < COUNCIL_STAGES; i++)
		assert_true(of_stage[i] > 0);
}

static void test_council__children_of_a_household_have_the_same_workers(void **state)
{
	const struct council *c = ((struct scene *)*state)->c;
	int32_t siblings = 0;

	for (size_t i = 1; i < c->cases_count; i++) {
		const struct council_case *k = &c->cases[i], *before = &c->cases[i - 1];

		if (k->household != before->household)
			continue;
		siblings++;
		assert_int_equal(k->holdings_count, before->holdings_count);
		for (int32_t h = 0; h < k->holdings_count; h++)
			assert_int_equal(k->holdings[h].worker, before->holdings[h].worker);
	}
	assert_share(siblings, (int64_t)c->cases_count, 400, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_council__is_the_same_for_the_same_seed_and_day),
		cmocka_unit_test(test_council__has_as_many_workers_and_cases_as_were_asked_for),
		cmocka_unit_test(test_council__of_a_size_that_makes_none_is_refused),
		cmocka_unit_test(test_council__one_worker_in_eight_is_agency_and_one_post_in_seven_vacant),
		cmocka_unit_test(test_council__some_are_newly_qualified_and_some_absent),
		cmocka_unit_test(test_council__cases_for_an_fte_are_spread_as_published_with_a_tail),
		cmocka_unit_test(test_council__one_open_case_in_twenty_is_held_by_nobody),
		cmocka_unit_test(test_council__has_ten_years_of_history),
		cmocka_unit_test(test_council__nobody_holds_a_case_outside_it_or_before_they_came),
		cmocka_unit_test(test_council__stages_lie_within_their_case_and_know_no_future),
		cmocka_unit_test(test_council__children_of_a_household_have_the_same_workers),
	};

	return (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, open_large, close_large));
}
