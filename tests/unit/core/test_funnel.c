#include "../../test.h"
#include "core/funnel.h"

/* Twelve employers as the Department for Education published them for 30 September 2025 (Open Government Licence v3.0):
 * full-time equivalents and caseload in tenths. The expected values were worked out from them by another program, in floating
 * point. */
struct published {
	int64_t fte_tenths, cases, caseload_tenths;
	int64_t lower_95, upper_95, lower_998, upper_998; /* millionths */
	enum funnel_flag flag;
};

static const struct published TWELVE[] = {
	{2644, 4378, 166, 10240020, 21280637, 7057393, 24463264, FUNNEL_WITHIN},
	{643, 1027, 160, 10175848, 21344808, 6956224, 24564432, FUNNEL_WITHIN},
	{951, 1637, 172, 10203219, 21317438, 6999376, 24521281, FUNNEL_WITHIN},
	{914, 1269, 139, 10200901, 21319756, 6995721, 24524936, FUNNEL_WITHIN},
	{1149, 1794, 156, 10213099, 21307558, 7014951, 24505705, FUNNEL_WITHIN},
	{1187, 2189, 184, 10214620, 21306037, 7017349, 24503308, FUNNEL_WITHIN},
	{965, 1794, 186, 10204050, 21316606, 7000686, 24519971, FUNNEL_WITHIN},
	{2021, 2048, 101, 10233630, 21287027, 7047319, 24473338, FUNNEL_LOW},
	{1306, 2711, 208, 10218811, 21301845, 7023957, 24496699, FUNNEL_WITHIN},
	{10, 6, 60, 6231966, 25288691, 738573, 30782084, FUNNEL_LOW},
	{4910, 8359, 170, 10249600, 21271057, 7072496, 24448160, FUNNEL_WITHIN},
	{1575, 1590, 101, 10225960, 21294696, 7035228, 24485429, FUNNEL_LOW},
};
enum { COUNT = sizeof TWELVE / sizeof *TWELVE, MILLION = 1000000, HUNDRED_THOUSAND = 100000 };

static struct funnel_point point_of(const struct published *p)
{
	return (struct funnel_point){fixed_ratio(p->fte_tenths, 10), fixed_of(p->cases), fixed_ratio(p->caseload_tenths, 10)};
}

static struct funnel funnel_of_twelve(void)
{
	struct funnel_point points[COUNT];
	struct funnel f;
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT; i++)
		points[i] = point_of(&TWELVE[i]);
	assert_true(funnel_of(a, points, COUNT, &f));
	arena_free(a);
	return f;
}

static void test_funnel__is_as_another_program_works_it_out(void **state)
{
	struct funnel f = funnel_of_twelve();

	(void)state;
	assert_int_equal(f.count, 12);
	assert_int_equal(fixed_round(f.centre, MILLION), 15760328);
	assert_int_equal(fixed_round(f.low_z, HUNDRED_THOUSAND), -1655230);
	assert_int_equal(fixed_round(f.high_z, HUNDRED_THOUSAND), 722248);
	assert_int_equal(fixed_round(f.phi, HUNDRED_THOUSAND), 6670072);
	assert_int_equal(fixed_round(f.tau_squared, HUNDRED_THOUSAND), 787297);
}

static void test_limits__are_as_another_program_works_them_out_and_wider_for_the_smallest(void **state)
{
	struct funnel f = funnel_of_twelve();

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		const struct published *p = &TWELVE[i];
		struct funnel_limits l = funnel_limits_at(&f, point_of(p).fte);

		assert_int_equal(fixed_round(l.lower_95, MILLION), p->lower_95);
		assert_int_equal(fixed_round(l.upper_95, MILLION), p->upper_95);
		assert_int_equal(fixed_round(l.lower_998, MILLION), p->lower_998);
		assert_int_equal(fixed_round(l.upper_998, MILLION), p->upper_998);
		assert_int_equal(funnel_flag_of(&l, point_of(p).caseload), p->flag);
	}
}

/* By hand: ten cases over one holder, and 40 over four, and 10 over one: all alike, so nothing beyond chance. */
static void test_funnel__of_employers_that_are_alike_has_no_variance_between_them(void **state)
{
	const struct funnel_point alike[] = {{fixed_of(1), fixed_of(10), fixed_of(10)}, {fixed_of(4), fixed_of(40), fixed_of(10)},
		{fixed_of(1), fixed_of(10), fixed_of(10)}};
	struct arena *a = arena_new();
	struct funnel f;
	struct funnel_limits l;

	(void)state;
	assert_true(funnel_of(a, alike, 3, &f));
	assert_int_equal(f.centre, fixed_of(10));
	assert_int_equal(f.phi, 0);
	assert_int_equal(f.tau_squared, 0);
	l = funnel_limits_at(&f, fixed_ratio(4, 10)); /* a standard error of 5 */
	assert_int_equal(l.lower_95, fixed_ratio(2, 10));
	assert_int_equal(l.upper_95, fixed_ratio(198, 10));
	assert_int_equal(l.lower_998, 0);
	assert_int_equal(l.upper_998, fixed_ratio(2545, 100));
	arena_free(a);
}

/* By hand: centre 16, standard errors 4 at one holder; z = -2, -1, 0, 1, 2 and -2 -> -1.6, 2 -> 1.6 once the tenths are drawn in
 * (quantile 0.1 of five lies 0.4 of the way from the lowest to the next); phi = (2 * 2.56 + 2) / 5 = 1.424;
 * tau^2 = (5 * 1.424 - 4) / (5/16 - (5/256) / (5/16)) = 3.12 / 0.25 = 12.48. */
static void test_funnel__draws_in_the_tenth_at_either_end_between_two_values_in_proportion(void **state)
{
	struct funnel_point points[5];
	struct arena *a = arena_new();
	struct funnel f;

	(void)state;
	for (int i = 0; i < 5; i++)
		points[i] = (struct funnel_point){fixed_of(1), fixed_of(8 + 4 * i), fixed_of(8 + 4 * i)};
	assert_true(funnel_of(a, points, 5, &f));
	assert_int_equal(f.centre, fixed_of(16));
	assert_int_equal(f.low_z, -fixed_ratio(16, 10));
	assert_int_equal(f.high_z, fixed_ratio(16, 10));
	assert_int_equal(f.phi, fixed_ratio(1424, 1000));
	assert_int_equal(f.tau_squared, fixed_ratio(1248, 100));
	arena_free(a);
}

static void test_funnel__needs_two_employers_and_a_case(void **state)
{
	const struct funnel_point idle[] = {{fixed_of(1), 0, 0}, {fixed_of(2), 0, 0}};
	struct arena *a = arena_new();
	struct funnel f;

	(void)state;
	assert_false(funnel_of(a, idle, 0, &f));
	assert_false(funnel_of(a, (const struct funnel_point[]){{fixed_of(1), fixed_of(3), fixed_of(3)}}, 1, &f));
	assert_false(funnel_of(a, idle, 2, &f));
	arena_free(a);
}

static void test_flag__speaks_past_a_limit_and_not_at_it(void **state)
{
	const struct funnel_limits l = {fixed_of(10), fixed_of(20), fixed_of(5), fixed_of(25)};

	(void)state;
	assert_int_equal(funnel_flag_of(&l, fixed_of(20)), FUNNEL_WITHIN);
	assert_int_equal(funnel_flag_of(&l, fixed_of(20) + 1), FUNNEL_HIGH);
	assert_int_equal(funnel_flag_of(&l, fixed_of(25) + 1), FUNNEL_VERY_HIGH);
	assert_int_equal(funnel_flag_of(&l, fixed_of(10)), FUNNEL_WITHIN);
	assert_int_equal(funnel_flag_of(&l, fixed_of(10) - 1), FUNNEL_LOW);
	assert_int_equal(funnel_flag_of(&l, fixed_of(5) - 1), FUNNEL_VERY_LOW);
	assert_string_equal(funnel_flag_code(FUNNEL_VERY_LOW), "very-low");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_funnel__is_as_another_program_works_it_out),
		cmocka_unit_test(test_limits__are_as_another_program_works_them_out_and_wider_for_the_smallest),
		cmocka_unit_test(test_funnel__of_employers_that_are_alike_has_no_variance_between_them),
		cmocka_unit_test(test_funnel__draws_in_the_tenth_at_either_end_between_two_values_in_proportion),
		cmocka_unit_test(test_funnel__needs_two_employers_and_a_case),
		cmocka_unit_test(test_flag__speaks_past_a_limit_and_not_at_it),
	};

	return RUN_TESTS(tests);
}
