/* What the league says, on published figures (Department for Education, 2025 and 2020). */
#include <string.h>

#include "../../test.h"
#include "core/league_words.h"
#include "core/time_each.h"

enum { EMPLOYERS = 14, TRIALS = 200 };

static const struct published {
	const char *code, *dfe_code, *name, *fte, *cases, *caseload;
} PUBLISHED[] = {
	{"E08000001", "350", "Bolton", "130.6", "2711", "20.8"}, {"E08000002", "351", "Bury", "102", "1515", "14.9"},
	{"E08000003", "352", "Manchester", "287.2", "4217", "14.7"}, {"E08000005", "354", "Rochdale", "119.9", "1851", "15.4"},
	{"E08000006", "355", "Salford", "129", "2260", "17.5"}, {"E08000007", "356", "Stockport", "109.3", "2099", "19.2"},
	{"E08000004", "353", "Oldham", "146.4", "2588", "17.7"}, {"E08000009", "358", "Trafford", "87.7", "1254", "14.3"},
	{"E08000012", "341", "Liverpool", "202.1", "2048", "10.1"}, {"E10000012", "881", "Essex", "419.8", "5696", "13.6"},
	{"E10000016", "886", "Kent", "491", "8359", "17.0"}, {"E09000033", "213", "Westminster", "x", "x", "x"},
	{"E06000061 / E06000062", "940 / 941", "North Northamptonshire / West Northamptonshire", "305.5", "4514", "14.8"},
	{"E06000053", "420", "Isles of Scilly", "1", "6", "6"},
};

static struct arena *arena;
static struct league *league;
static struct league_year year;

static void put(struct league_told *row, enum statistic which, const char *cell)
{
	row->has[which] = true;
	assert_true(figure_parse(str_of(cell), &row->figures.of[which]));
}

static void tell(int of, const struct published *p)
{
	struct league_told row = {.year = of, .level = AREA_EMPLOYER, .code = str_of(p->code), .dfe_code = str_of(p->dfe_code),
		.name = str_of(p->name), .region = STR("Somewhere")};
	struct err err;

	put(&row, STATISTIC_CASE_HOLDERS_FTE, p->fte);
	put(&row, STATISTIC_CASES, p->cases);
	put(&row, STATISTIC_CASELOAD, p->caseload);
	assert_int_equal(league_tell(league, &row, &err), 0);
}

static int begin(void **state)
{
	(void)state;
	arena = arena_new();
	league = league_new(arena);
	for (int i = 0; i < EMPLOYERS; i++)
		tell(2025, &PUBLISHED[i]);
	year = league_year_of(arena, league, 2025);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena = arena_free(arena);
	return 0;
}

static const struct league_row *row_of(const char *code)
{
	int32_t area = league_find(league, code);

	for (size_t i = 0; i < year.count; i++) {
		if (year.rows[i].area == area)
			return &year.rows[i];
	}
	fail_msg("no row of %s", code);
	return NULL;
}

static const char *sentence_of(const char *code)
{
	return league_standing_sentence(arena, league, &year, row_of(code));
}

/* ---- figures ---- */

static void test_figure__is_printed_as_it_was_published(void **state)
{
	struct figure f;

	(void)state;
	assert_string_equal(figure_number_words(arena, 20800, 1), "20.8");
	assert_string_equal(figure_number_words(arena, 1637000, 0), "1,637");
	assert_string_equal(figure_number_words(arena, 1234567890, 1), "1,234,567.9");
	assert_string_equal(figure_number_words(arena, 0, 1), "0.0");
	assert_string_equal(figure_number_words(arena, -40, 1), "0.0");
	assert_string_equal(figure_number_words(arena, -50, 1), "\xE2\x88\x92" "0.1");
	assert_true(figure_parse(STR("25.3"), &f));
	assert_string_equal(figure_words(arena, STATISTIC_AGENCY_RATE, &f), "25.3%");
	assert_true(figure_parse(STR("x"), &f));
	assert_string_equal(figure_words(arena, STATISTIC_AGENCY_RATE, &f), "not available");
	assert_true(figure_parse(STR("low"), &f));
	assert_string_equal(figure_words(arena, STATISTIC_CASES, &f), "just above 0");
}

static void test_time_each__is_the_week_shared_out(void **state)
{
	(void)state;
	assert_int_equal(time_each_minutes(24000), 63);
	assert_int_equal(time_each_minutes(20800), 73);
	assert_int_equal(time_each_minutes(12000), 126);
	assert_int_equal(time_each_minutes(60000), 25);
	assert_int_equal(time_each_minutes(0), 0);
}

/* ---- unusual ---- */

static void test_sentence__says_how_unusual_a_caseload_is(void **state)
{
	(void)state;
	assert_int_equal(league_standing(row_of("E08000002")), STANDING_EXPECTED);
	assert_non_null(strstr(sentence_of("E08000002"),
		"Bury’s caseload of 14.9 is within what is expected of an employer of its size ("));
	assert_true(league_is_unusual(league_standing(row_of("E08000012"))));
	assert_non_null(strstr(sentence_of("E08000012"),
		"Liverpool’s caseload of 10.1 is below what is expected of an employer of its size ("));
	assert_non_null(strstr(sentence_of("E08000012"), ": by chance and ordinary differences alone, fewer than one in "));
}

static void test_sentence__of_a_small_employer_says_that_it_says_little(void **state)
{
	const char *sentence = sentence_of("E06000053");

	(void)state;
	assert_int_equal(league_standing(row_of("E06000053")), STANDING_SMALL);
	assert_false(league_is_unusual(STANDING_SMALL));
	assert_non_null(strstr(sentence,
		"Isles of Scilly has the full-time equivalent of 1.0 worker who holds cases, too few to tell whether its caseload "
		"is unusual: its 6.0 might as well have been anything from 2.2 to 13.1 by chance, and says little."));
}

static void test_sentence__of_a_missing_figure_says_why(void **state)
{
	(void)state;
	assert_int_equal(league_standing(row_of("E09000033")), STANDING_NO_NUMBER);
	assert_string_equal(sentence_of("E09000033"),
		"No caseload of Westminster can be shown for 2025 (not available: the employer gave none).");
}

static void test_sentence__of_a_joint_return_names_the_other(void **state)
{
	(void)state;
	assert_non_null(strstr(sentence_of("E06000062"), "West Northamptonshire’s caseload of 14.8 is within"));
	assert_non_null(strstr(sentence_of("E06000062"),
		" It makes one return with North Northamptonshire: the figures are of both together."));
}

/* The next of a row of numbers that is the same for the same seed. */
static uint32_t below(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

/* What is declared, and how much is asked of an employer, is no part of where it stands: whatever these figures are,
 * nothing moves. */
static void test_standing__depends_on_nothing_but_cases_holders_and_caseload(void **state)
{
	uint32_t seed = 7;
	enum standing before[EMPLOYERS + 1];
	const char *said[EMPLOYERS + 1];

	(void)state;
	for (size_t i = 0; i < year.count; i++) {
		before[i] = league_standing(&year.rows[i]);
		said[i] = league_standing_sentence(arena, league, &year, &year.rows[i]);
	}
	for (int trial = 0; trial < TRIALS; trial++) {
		struct league_told row = {.year = 2025, .level = AREA_EMPLOYER};
		const struct published *p = &PUBLISHED[below(&seed, EMPLOYERS)];
		enum statistic which = (enum statistic)below(&seed, STATISTIC_COUNT);
		struct league_year again;
		struct err err;

		if (which == STATISTIC_CASE_HOLDERS_FTE || which == STATISTIC_CASES || which == STATISTIC_CASELOAD)
			continue;
		row.code = str_of(p->code);
		row.dfe_code = str_of(p->dfe_code);
		row.name = str_of(p->name);
		put(&row, which, arena_printf(arena, "%d", (int)below(&seed, 100000)));
		assert_int_equal(league_tell(league, &row, &err), 0);
		again = league_year_of(arena, league, 2025);
		assert_int_equal(again.count, year.count);
		for (size_t i = 0; i < again.count; i++) {
			assert_int_equal(league_standing(&again.rows[i]), before[i]);
			assert_string_equal(league_standing_sentence(arena, league, &again, &again.rows[i]), said[i]);
		}
	}
}

/* ---- comparisons ---- */

static struct compared compared_of(const char *code, int of)
{
	struct compared c;

	assert_true(league_compared(&league_cell(league, league_find(league, code), of)->figures, &c));
	return c;
}

static void test_comparison__says_what_is_clear_and_what_may_be_chance(void **state)
{
	struct compared bolton = compared_of("E08000001", 2025), bury = compared_of("E08000002", 2025),
		manchester = compared_of("E08000003", 2025);
	struct comparison c = league_compare(&bolton, &bury);

	(void)state;
	assert_true(c.is_clear);
	assert_int_equal(c.difference, 5900);
	/* 1.96 sqrt(2711 / 130.6^2 + 1515 / 102^2) = 1.08166 */
	assert_int_equal(c.low, 5900 - 1082);
	assert_int_equal(c.high, 5900 + 1082);
	assert_string_equal(comparison_words(arena, &c, "Bury’s"),
		"5.9 higher than Bury’s (4.8 to 7.0 higher): a clear difference");
	c = league_compare(&bury, &bolton);
	assert_string_equal(comparison_words(arena, &c, "Bolton’s"),
		"5.9 lower than Bolton’s (4.8 to 7.0 lower): a clear difference");
	c = league_compare(&bury, &manchester);
	assert_false(c.is_clear);
	assert_string_equal(comparison_words(arena, &c, "Manchester’s"),
		"0.2 higher than Manchester’s (anything from 0.7 lower to 1.1 higher): no more than chance");
	c = league_compare(&bury, &bury);
	assert_non_null(strstr(comparison_words(arena, &c, possessive_words(arena, "Isles")), "the same as Isles’ ("));
}

static void test_comparison__with_few_workers_says_nothing_of_chance(void **state)
{
	struct compared scilly = compared_of("E06000053", 2025), bolton = compared_of("E08000001", 2025);
	struct comparison c = league_compare(&scilly, &bolton);

	(void)state;
	assert_true(c.is_small);
	assert_false(c.is_clear);
	assert_string_equal(comparison_words(arena, &c, "Bolton’s"),
		"14.8 lower than Bolton’s: too few workers to tell whether that is more than chance");
}

static void test_change__says_since_when_and_whether_it_is_one(void **state)
{
	const struct published bolton = {"E08000001", "350", "Bolton", "100", "2260", "22.6"},
		bury = {"E08000002", "351", "Bury", "100", "1500", "15.0"};
	struct compared from, to = compared_of("E08000001", 2025);

	(void)state;
	tell(2020, &bolton);
	tell(2020, &bury);
	from = compared_of("E08000001", 2020);
	assert_string_equal(league_change_sentence(arena, 2020, &from, &to),
		"Since 2020 it fell from 22.6 to 20.8, by 1.8 (0.6 to 3.0 down): a clear change.");
	from = (struct compared){fixed_of(10000), fixed_of(500), 20000};
	to = (struct compared){fixed_of(10300), fixed_of(500), 20600};
	assert_string_equal(league_change_sentence(arena, 2020, &from, &to),
		"Since 2020 it rose from 20.0 to 20.6, by 0.6 (less than 0.1 to 1.2 up): a clear change.");
	from = compared_of("E08000002", 2020);
	to = compared_of("E08000002", 2025);
	assert_string_equal(league_change_sentence(arena, 2020, &from, &to),
		"Since 2020 it fell from 15.0 to 14.9, by 0.1 (anything from 1.2 down to 1.0 up): no more than chance.");
}

static void test_comparison__with_several_is_with_all_their_cases_and_counts_a_joint_return_once(void **state)
{
	int32_t both[] = {league_find(league, "E06000061"), league_find(league, "E06000062"), league_find(league, "E09000033"),
		league_find(league, "E08000002")};
	struct compared all;

	(void)state;
	assert_true(league_compared_of_all(league, both, 4, 2025, &all));
	assert_int_equal(all.cases, fixed_of(4514 + 1515));
	assert_int_equal(all.caseload, 14795); /* 6029 / 407.5 = 14.7951 */
	assert_false(league_compared_of_all(league, both + 2, 1, 2025, &all));
	assert_false(league_compared_of_all(league, both, 0, 2025, &all));
}

/* The smallest is no end of a span that says anything. */
static void test_span__names_its_year_and_ends_and_leaves_out_who_is_too_small_to_tell(void **state)
{
	int32_t areas[] = {league_find(league, "E08000001"), league_find(league, "E06000053"),
		league_find(league, "E06000061"), league_find(league, "E06000062"), league_find(league, "E09000033")};

	(void)state;
	assert_string_equal(league_span_sentence(arena, league, "Among them", areas, 5, 2025),
		"Among them caseloads of 2025 go from 14.8 (North Northamptonshire; 14.3 to 15.2 by the chance of that day) to 20.8 "
		"(Bolton; 20.0 to 21.6). Left out: Isles of Scilly, with too few workers to tell.");
	assert_string_equal(league_span_sentence(arena, league, "Among them", areas, 2, 2025), "");
	assert_string_equal(league_span_sentence(arena, league, "Among them", areas + 2, 2, 2025), "");
	assert_string_equal(league_span_sentence(arena, league, "Among them", areas, 5, 2019), "");
	assert_string_equal(league_span_sentence(arena, league, "Among them", areas, 0, 2025), "");
}

static const char *question_of(const char *turnover, const char *agency)
{
	struct figures f = {0};

	assert_true(figure_parse(str_of(turnover), &f.of[STATISTIC_TURNOVER_RATE]));
	assert_true(figure_parse(str_of(agency), &f.of[STATISTIC_AGENCY_RATE]));
	return league_question_words(arena, "Bolton", &f);
}

/* What the publisher withholds is not the employer's doing. */
static void test_question__is_why_a_figure_is_not_there_only_of_who_has_not_given_it(void **state)
{
	static const char *const OF_PUBLISHER[] = {"c", "low", "u", "z"}, *const OF_EMPLOYER[] = {"x", ":", ""};

	(void)state;
	assert_string_equal(question_of("21.1", "25.3"), "Bolton: 21.1% of its workers left in the year, and 25.3% come from "
		"agencies. Why do people leave, and what has changed?");
	assert_string_equal(question_of("11.8", "low"),
		"Bolton: 11.8% of its workers left in the year, and its share of agency "
		"workers is no number in the statistics (above 0, but rounds to it). Why do people leave, and what has changed?");
	assert_string_equal(question_of("x", ""), "Bolton: it gave no figures of its turnover and its agency workers. Why?");
	for (size_t i = 0; i < 4; i++) {
		assert_null(strstr(question_of(OF_PUBLISHER[i], "25.3"), "not give"));
		assert_null(strstr(question_of(OF_PUBLISHER[i], OF_PUBLISHER[i]), "not give"));
		for (size_t k = 0; k < 3; k++)
			assert_non_null(strstr(question_of(OF_PUBLISHER[i], OF_EMPLOYER[k]), "Why did it not give both figures?"));
	}
	assert_non_null(strstr(question_of("x", "25.3"), "Why did it not give both figures?"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_figure__is_printed_as_it_was_published, begin, end),
		cmocka_unit_test(test_time_each__is_the_week_shared_out),
		cmocka_unit_test_setup_teardown(test_sentence__says_how_unusual_a_caseload_is, begin, end),
		cmocka_unit_test_setup_teardown(test_sentence__of_a_small_employer_says_that_it_says_little, begin, end),
		cmocka_unit_test_setup_teardown(test_sentence__of_a_missing_figure_says_why, begin, end),
		cmocka_unit_test_setup_teardown(test_sentence__of_a_joint_return_names_the_other, begin, end),
		cmocka_unit_test_setup_teardown(test_standing__depends_on_nothing_but_cases_holders_and_caseload, begin, end),
		cmocka_unit_test_setup_teardown(test_comparison__says_what_is_clear_and_what_may_be_chance, begin, end),
		cmocka_unit_test_setup_teardown(test_comparison__with_few_workers_says_nothing_of_chance, begin, end),
		cmocka_unit_test_setup_teardown(test_change__says_since_when_and_whether_it_is_one, begin, end),
		cmocka_unit_test_setup_teardown(test_comparison__with_several_is_with_all_their_cases_and_counts_a_joint_return_once,
		begin, end),
		cmocka_unit_test_setup_teardown(test_span__names_its_year_and_ends_and_leaves_out_who_is_too_small_to_tell, begin,
		end),
		cmocka_unit_test_setup_teardown(test_question__is_why_a_figure_is_not_there_only_of_who_has_not_given_it, begin,
		end),
	};

	return RUN_TESTS(tests);
}
