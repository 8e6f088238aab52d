/* What a health check finds, and when it was found before. */
#include "core/finding.h"

#include <string.h>

#include "../../test.h"
#include "core/matter.h"

static struct arena *arena;
static const bool IN[2] = {false, true};

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct days quarter(int year, int number)
{
	return (struct days){date_from_civil(year, 3 * number - 2, 1), number == 4 ? date_from_civil(year + 1, 1, 1)
		: date_from_civil(year, 3 * number + 1, 1)};
}

static void check_sentence(enum finding_code f, struct health_figure figure, const char *sentence)
{
	assert_true(finding_holds(f, &figure));
	assert_string_equal(finding_sentence(arena, f, &figure), sentence);
}

static void test_findings__have_a_code_each_and_speak_in_sentences(void **state)
{
	(void)state;
	for (int f = 0; f < FINDINGS; f++) {
		const struct finding_row *row = finding_row((enum finding_code)f);

		for (int other = 0; other < f; other++)
			assert_string_not_equal(row->code, finding_row((enum finding_code)other)->code);
		assert_true(row->concerns[strlen(row->concerns) - 1] == '.');
		assert_true(row->helped[strlen(row->helped) - 1] == '.');
	}
}

static void test_finding__says_one_as_one_and_many_as_many(void **state)
{
	(void)state;
	check_sentence(FINDING_PAST_LINE, health_share(1, 2, 5), "1 of 2 posts is past a line without leave.");
	check_sentence(FINDING_PAST_LINE, health_share(12345, 20000, 5),
		"12,345 of 20,000 posts are past a line without leave.");
	check_sentence(FINDING_UNDISCUSSED, health_share(85, 96, 5),
		"11 of 96 cases were given without a recorded discussion.");
	check_sentence(FINDING_UNDISCUSSED, health_share(1, 2, 5), "1 of 2 cases was given without a recorded discussion.");
}

static void test_finding__is_none_at_its_number(void **state)
{
	struct health_figure nine_in_ten = health_share(90, 100, 5), less = health_share(899, 1000, 5),
		four_weeks = health_count(28, -1), longer = health_count(29, -1);

	(void)state;
	assert_false(finding_holds(FINDING_UNDISCUSSED, &nine_in_ten));
	assert_true(finding_holds(FINDING_UNDISCUSSED, &less));
	assert_false(finding_holds(FINDING_LONG_WAIT, &four_weeks));
	assert_true(finding_holds(FINDING_LONG_WAIT, &longer));
}

static void test_never_declined__is_asked_of_twenty_answers_or_more(void **state)
{
	struct health_figure few = health_share(0, 19, 5), many = health_share(0, 20, 5), some = health_share(1, 5000, 5);

	(void)state;
	assert_false(finding_holds(FINDING_NEVER_DECLINED, &few));
	assert_true(finding_holds(FINDING_NEVER_DECLINED, &many));
	assert_false(finding_holds(FINDING_NEVER_DECLINED, &some)); /* though rounded it is 0 per mille */
}

static void test_finding__is_made_of_nothing_that_is_unsaid_or_untold(void **state)
{
	struct health_figure figure = health_count(3, 5);

	(void)state;
	figure.known = HEALTH_UNTOLD;
	assert_false(finding_holds(FINDING_RESIDUE, &figure));
	figure.known = HEALTH_UNSAID;
	assert_false(finding_holds(FINDING_RESIDUE, &figure));
	figure = health_share(0, 0, 0);
	assert_false(finding_holds(FINDING_UNDISCUSSED, &figure));
}

static void test_quarters__go_ten_years_back_from_the_last_that_is_over(void **state)
{
	struct days quarters[FINDING_QUARTERS];

	(void)state;
	finding_quarters(date_from_civil(2026, 7, 1), quarters);
	assert_int_equal(quarters[0].from, quarter(2026, 2).from);
	assert_int_equal(quarters[0].until, quarter(2026, 2).until);
	assert_int_equal(quarters[39].from, quarter(2016, 3).from);
}

static void test_since__tells_what_comes_back_with_its_earlier_times(void **state)
{
	const int32_t day = date_from_civil(2026, 8, 20);
	uint64_t spring_2019 = 0, before = 1, both;
	struct days quarters[FINDING_QUARTERS];
	size_t count;
	const struct days *spells;

	(void)state;
	finding_quarters(day, quarters);
	for (int i = 0; i < FINDING_QUARTERS; i++)
		if (quarters[i].from == quarter(2019, 1).from || quarters[i].from == quarter(2019, 2).from)
			spring_2019 |= (uint64_t)1 << i;
	both = spring_2019 | before;
	assert_string_equal(finding_since(arena, day, 0), "since July 2026");
	assert_string_equal(finding_since(arena, day, before), "since April 2026");
	assert_string_equal(finding_since(arena, day, spring_2019), "January to June 2019, again since July 2026");
	assert_string_equal(finding_since(arena, day, both), "January to June 2019, again since April 2026");
	spells = finding_spells(arena, day, both, &count);
	assert_int_equal(count, 2);
	assert_int_equal(spells[0].from, quarter(2019, 1).from);
	assert_int_equal(spells[0].until, quarter(2019, 2).until);
	assert_int_equal(spells[1].from, quarter(2026, 2).from);
}

static void test_since__says_both_years_of_a_spell_over_new_year(void **state)
{
	const int32_t day = date_from_civil(2026, 8, 20);

	(void)state;
	assert_string_equal(finding_since(arena, day, 1u << 5 | 1u << 4), "January to June 2025, again since July 2026");
	assert_string_equal(finding_since(arena, day, 1u << 6 | 1u << 5), "October 2024 to March 2025, again since July 2026");
}

/* ---- memory ---- */

static struct record_post POSTS[] = {{10, 1, 0, {0, DAY_MAX}, 1000000, false, POST_SOCIAL_WORKER, DAY_MIN},
	{20, 2, 0, {0, DAY_MAX}, 1000000, false, POST_MANAGER, DAY_MIN}};

static bool held(const struct health_records *r, enum finding_code f, struct days when)
{
	struct health_figure figures[HEALTH_MEASURES] = {{0}};

	for (int section = 0; section < HEALTH_SECTIONS; section++)
		if ((finding_sections(f) >> section & 1) != 0)
			health_of_section(arena, r, (enum health_section)section, IN, when, figures);
	return finding_held_in(r, f, IN, when, figures);
}

static void test_waited__is_four_weeks_without_a_worker_at_the_end_of_a_quarter(void **state)
{
	const struct days q = quarter(2024, 1);
	const int32_t last = q.until - 1;
	struct record_episode e = {1, 0, {last - 28, DAY_MAX}, WENT_OPEN, true, true};
	struct record_holding h = {1, 10, 0, HOLDING_LEAD, HOLDING_STANDS, {last - 100, last - 28}};
	struct health_records r = {.teams_count = 1, .posts = POSTS, .posts_count = 2, .episodes = &e, .episodes_count = 1,
		.holdings = &h, .holdings_count = 1};

	(void)state;
	assert_true(held(&r, FINDING_LONG_WAIT, q));
	h.when.until = last - 27;
	assert_false(held(&r, FINDING_LONG_WAIT, q));
	h.post_id = 20; /* in a manager's name it waits */
	assert_true(held(&r, FINDING_LONG_WAIT, q));
	e.when.from = last - 27;
	assert_false(held(&r, FINDING_LONG_WAIT, q));
}

static void test_managers__are_found_by_what_stands_in_their_names_alone(void **state)
{
	const struct days q = quarter(2024, 1);
	struct record_episode e = {1, 0, {q.from, DAY_MAX}, WENT_OPEN, true, true};
	struct record_holding rows[] = {{1, 20, 0, HOLDING_LEAD, HOLDING_STANDS, {q.from, DAY_MAX}},
		{1, 10, 0, HOLDING_CO_WORKER, HOLDING_STANDS, {q.from, DAY_MAX}}};
	struct health_records r = {.teams_count = 1, .posts = POSTS, .posts_count = 2, .episodes = &e, .episodes_count = 1,
		.holdings = rows, .holdings_count = 1};

	(void)state;
	assert_true(held(&r, FINDING_MANAGER_HELD, q));
	r.holdings_count = 2;
	assert_false(held(&r, FINDING_MANAGER_HELD, q));
}

static void test_standing__is_remembered_once_it_had_lasted_for_four_weeks(void **state)
{
	const struct days q = quarter(2024, 1);
	struct record_matter m = {.kind = MATTER_OVER_LINE, .asked = q.from, .answered = DAY_MAX,
		.lasted = {q.from, q.from + 28}};
	struct health_records r = {.teams_count = 1, .matters = &m, .matters_count = 1};

	(void)state;
	assert_false(held(&r, FINDING_STANDING, q));
	m.lasted.until++;
	assert_true(held(&r, FINDING_STANDING, q));
	assert_false(held(&r, FINDING_PAST_LINE, q)); /* not on its last day */
	m.lasted.until = DAY_MAX;
	assert_true(held(&r, FINDING_PAST_LINE, q));
	m.team = -1;
	assert_false(held(&r, FINDING_PAST_LINE, q));
}

static void test_protection__is_remembered_by_exceptions_into_it(void **state)
{
	const struct days q = quarter(2024, 1);
	struct record_exception x = {.exception_id = 1, .line_id = 0, .when = {q.until - 1, q.until + 20}};
	struct health_records r = {.teams_count = 1, .exceptions = &x, .exceptions_count = 1};

	(void)state;
	assert_true(held(&r, FINDING_PROTECTION, q));
	x.line_id = 3;
	assert_false(held(&r, FINDING_PROTECTION, q));
}

static void test_renewed_twice__counts_second_renewals(void **state)
{
	const struct days q = quarter(2024, 1);
	struct record_exception rows[] = {{1, 0, 0, 3, {q.from - 40, q.from - 12}, 1}, {2, 0, 1, 3, {q.from - 12, q.from + 16}, 1},
		{3, 0, 2, 3, {q.from + 16, q.from + 44}, 1}};
	struct health_records r = {.teams_count = 1, .exceptions = rows, .exceptions_count = 2};

	(void)state;
	assert_false(held(&r, FINDING_RENEWED_TWICE, q));
	r.exceptions_count = 3;
	assert_true(held(&r, FINDING_RENEWED_TWICE, q));
	rows[0].renews = 3; /* records that go round in a circle come to an end */
	assert_true(held(&r, FINDING_RENEWED_TWICE, q));
}

static void test_measures__are_remembered_by_what_they_were(void **state)
{
	const struct days q = quarter(2024, 1);
	struct record_episode e = {1, 0, {q.from, q.from + 5}, WENT_UNSAID, true, true};
	struct health_records r = {.teams_count = 1, .episodes = &e, .episodes_count = 1};

	(void)state;
	assert_true(held(&r, FINDING_RESIDUE, q));
	assert_false(held(&r, FINDING_RESIDUE, quarter(2024, 2)));
}

static void test_what_is_on_a_day__is_remembered_by_a_picture_and_no_records(void **state)
{
	static const enum finding_code OF_A_DAY[] = {FINDING_HIGH_RISK, FINDING_NO_OWNER, FINDING_DOUBLE, FINDING_OVER_60};
	struct health_figure figures[HEALTH_MEASURES] = {{0}};

	(void)state;
	for (size_t i = 0; i < sizeof OF_A_DAY / sizeof *OF_A_DAY; i++) {
		struct health_figure *f = &figures[finding_row(OF_A_DAY[i])->measure];

		assert_int_equal(finding_sections(OF_A_DAY[i]), 0);
		*f = health_share(0, 9, 9);
		assert_false(finding_held_in(NULL, OF_A_DAY[i], IN, quarter(2024, 1), figures));
		*f = health_share(1, 9, 9);
		assert_true(finding_held_in(NULL, OF_A_DAY[i], IN, quarter(2024, 1), figures));
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void test_findings__judge_a_share_by_what_it_is_worked_out_from(void **state)
{
	const struct health_figure one_past = health_share(1, 2500, 2500), none_past = health_share(0, 2500, 2500),
		one_day = health_share(9999, 10000, 30), all_days = health_share(10000, 10000, 30),
		too_few = health_share(8999, 10000, -1), enough = health_share(9000, 10000, -1);

	(void)state;
	assert_true(finding_holds(FINDING_PAST_LINE, &one_past));
	assert_false(finding_holds(FINDING_PAST_LINE, &none_past));
	assert_true(finding_holds(FINDING_PROTECTION, &one_day));
	assert_false(finding_holds(FINDING_PROTECTION, &all_days));
	assert_true(finding_holds(FINDING_UNDISCUSSED, &too_few));
	assert_false(finding_holds(FINDING_UNDISCUSSED, &enough));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_findings__have_a_code_each_and_speak_in_sentences),
		TEST(test_findings__judge_a_share_by_what_it_is_worked_out_from),
		TEST(test_finding__says_one_as_one_and_many_as_many),
		TEST(test_finding__is_none_at_its_number),
		TEST(test_never_declined__is_asked_of_twenty_answers_or_more),
		TEST(test_finding__is_made_of_nothing_that_is_unsaid_or_untold),
		TEST(test_quarters__go_ten_years_back_from_the_last_that_is_over),
		TEST(test_since__tells_what_comes_back_with_its_earlier_times),
		TEST(test_since__says_both_years_of_a_spell_over_new_year),
		TEST(test_waited__is_four_weeks_without_a_worker_at_the_end_of_a_quarter),
		TEST(test_managers__are_found_by_what_stands_in_their_names_alone),
		TEST(test_standing__is_remembered_once_it_had_lasted_for_four_weeks),
		TEST(test_protection__is_remembered_by_exceptions_into_it),
		TEST(test_renewed_twice__counts_second_renewals),
		TEST(test_measures__are_remembered_by_what_they_were),
		TEST(test_what_is_on_a_day__is_remembered_by_a_picture_and_no_records),
	};

	return RUN_TESTS(tests);
}
