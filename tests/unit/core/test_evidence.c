/* Published caseloads and turnover of 2025 (Department for Education); what they give was worked out by another
 * program, in floating point. */
#include "../../test.h"
#include "core/evidence.h"
#include "core/fixed.h"

enum { MILLION = 1000000, MANY = 200 };

static const struct evidence_point SIXTEEN[] = {{20800, 21100}, {14900, 14500}, {14700, 13200}, {15400, 16600},
	{17500, 10300}, {19200, 10000},
	{17700, 14200}, {18900, 18300}, {14300, 15600}, {15800, 14500}, {10100, 7400}, {17200, 16000}, {13900, 11500},
	{13600, 8400},
	{17000, 15400}, {15800, 14200}};
enum { SIXTEEN_COUNT = sizeof SIXTEEN / sizeof *SIXTEEN };

static struct arena *arena;

static int begin(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena = arena_free(arena);
	return 0;
}

static void test_correlation__of_published_figures_is_spearmans_with_fishers_interval(void **state)
{
	struct correlation c = evidence_correlation(arena, SIXTEEN, SIXTEEN_COUNT);

	(void)state;
	assert_true(c.is_said);
	assert_int_equal(c.count, 16);
	assert_int_equal(fixed_round(c.rho, MILLION), 445100);   /* 0.445099605 */
	assert_int_equal(fixed_round(c.low, MILLION), -80927);   /* -0.080927014 */
	assert_int_equal(fixed_round(c.high, MILLION), 777196);  /* 0.777195792 */
	assert_int_equal(c.strength, EVIDENCE_NOT_CLEAR);
	assert_string_equal(evidence_strength_words(c.strength), "no clear link");
}

static void test_correlation__of_a_falling_line_is_one_down(void **state)
{
	struct evidence_point points[MANY];
	struct correlation c;

	(void)state;
	for (int i = 0; i < MANY; i++)
		points[i] = (struct evidence_point){i, -(int64_t)i * i};
	c = evidence_correlation(arena, points, MANY);
	assert_int_equal(c.rho, -FIXED_ONE);
	assert_int_equal(c.low, -FIXED_ONE);
	assert_int_equal(c.high, -FIXED_ONE);
	assert_int_equal(c.strength, EVIDENCE_STRONG);
}

static void test_correlation__is_not_said_of_few_or_of_figures_that_are_all_the_same(void **state)
{
	struct evidence_point points[MANY];

	(void)state;
	for (int i = 0; i < MANY; i++)
		points[i] = (struct evidence_point){i, 7};
	assert_false(evidence_correlation(arena, points, MANY).is_said);
	assert_false(evidence_correlation(arena, SIXTEEN, EVIDENCE_LEAST - 1).is_said);
	assert_false(evidence_correlation(arena, SIXTEEN, 0).is_said);
}

/* The order in which employers are told makes no difference, nor does which of the two is called x. */
static void test_correlation__is_the_same_whichever_way_round(void **state)
{
	struct evidence_point turned[SIXTEEN_COUNT];
	struct correlation straight = evidence_correlation(arena, SIXTEEN, SIXTEEN_COUNT), back;

	(void)state;
	for (int i = 0; i < SIXTEEN_COUNT; i++)
		turned[i] = (struct evidence_point){SIXTEEN[SIXTEEN_COUNT - 1 - i].y, SIXTEEN[SIXTEEN_COUNT - 1 - i].x};
	back = evidence_correlation(arena, turned, SIXTEEN_COUNT);
	assert_int_equal(straight.rho, back.rho);
	assert_int_equal(straight.low, back.low);
}

/* Of 16 values the fourth from either end: fewer would lie beyond it in 98 of 100 draws. */
static void test_middle__has_its_interval_and_its_middle_half(void **state)
{
	int64_t turnover[SIXTEEN_COUNT];
	struct evidence_middle m;

	(void)state;
	for (int i = 0; i < SIXTEEN_COUNT; i++)
		turnover[i] = SIXTEEN[i].y;
	m = evidence_middle(arena, turnover, SIXTEEN_COUNT);
	assert_int_equal(m.median, 14350);
	assert_int_equal(m.quarter, 11200);
	assert_int_equal(m.three_quarters, 15700);
	assert_int_equal(m.low, 10300);
	assert_int_equal(m.high, 16000);
	m = evidence_middle(arena, turnover, 1);
	assert_int_equal(m.median, 21100);
	assert_int_equal(m.low, 21100);
	assert_int_equal(m.high, 21100);
	assert_int_equal(evidence_middle(arena, turnover, 0).count, 0);
}

static void test_quarters__are_by_caseload_and_have_everybody_once(void **state)
{
	struct evidence_quarter q[EVIDENCE_QUARTERS];

	(void)state;
	evidence_quarters(arena, SIXTEEN, SIXTEEN_COUNT, q);
	assert_int_equal(q[0].x_from, 10100);
	assert_int_equal(q[0].x_to, 14300);
	assert_int_equal(q[0].y.count, 4);
	assert_int_equal(q[0].y.median, 9950);  /* 7.4, 8.4, 11.5, 15.6 */
	assert_int_equal(q[3].x_from, 17700);
	assert_int_equal(q[3].x_to, 20800);
	assert_int_equal(q[3].y.median, 16250); /* 10.0, 14.2, 18.3, 21.1 */
	evidence_quarters(arena, SIXTEEN, 2, q);
	assert_int_equal(q[0].y.count + q[1].y.count + q[2].y.count + q[3].y.count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_correlation__of_published_figures_is_spearmans_with_fishers_interval, begin,
			end),
		cmocka_unit_test_setup_teardown(test_correlation__of_a_falling_line_is_one_down, begin, end),
		cmocka_unit_test_setup_teardown(test_correlation__is_not_said_of_few_or_of_figures_that_are_all_the_same, begin, end),
		cmocka_unit_test_setup_teardown(test_correlation__is_the_same_whichever_way_round, begin, end),
		cmocka_unit_test_setup_teardown(test_middle__has_its_interval_and_its_middle_half, begin, end),
		cmocka_unit_test_setup_teardown(test_quarters__are_by_caseload_and_have_everybody_once, begin, end),
	};

	return RUN_TESTS(tests);
}
