#include "core/matter.h"

#include <stdlib.h>
#include <string.h>

#include "../../test.h"

static struct working_time usual;

/* Monday, 5 January 2026, 10:00, and some working days later. */
static int64_t day(int days)
{
	return local_midnight(date_from_civil(2026, 1, 5) + days) + 10 * 60;
}

static struct matter_asked answer(enum matter_outcome outcome, unsigned roles)
{
	return (struct matter_asked){.step = MATTER_ANSWER, .at = day(1), .outcome = outcome, .in_writing = true, .roles = roles};
}

static enum matter_refusal take(struct matter *m, struct matter_asked asked)
{
	return matter_take(m, &asked, &usual, m);
}

static int set_up(void **state)
{
	(void)state;
	usual = working_time_usual();
	return 0;
}

static void test_matter__is_answered_once_in_writing_by_who_answers_for_the_team(void **state)
{
	struct matter m = matter_begin(MATTER_HAND_BACK, day(0));
	struct matter_asked unwritten = answer(OUTCOME_AGREED, ROLE_BIT(ROLE_MANAGER));

	(void)state;
	unwritten.in_writing = false;
	assert_int_equal(take(&m, unwritten), MATTER_WRITING_MISSING);
	assert_int_equal(take(&m, answer(OUTCOME_AGREED, ROLE_BIT(ROLE_WORKER) | ROLE_BIT(ROLE_ANALYST))), MATTER_NOT_DECIDERS);
	assert_int_equal(take(&m, answer(OUTCOME_KEPT, ROLE_BIT(ROLE_MANAGER))), MATTER_OUTCOME_ALIEN);
	assert_int_equal(take(&m, answer(OUTCOME_NONE, ROLE_BIT(ROLE_MANAGER))), MATTER_OUTCOME_ALIEN);
	assert_int_equal(m.state, MATTER_OPEN);
	assert_int_equal(take(&m, answer(OUTCOME_REFUSED, ROLE_BIT(ROLE_DEPUTY))), MATTER_TAKEN);
	assert_int_equal(m.state, MATTER_ANSWERED);
	assert_int_equal(m.outcome, OUTCOME_REFUSED);
	assert_int_equal(take(&m, answer(OUTCOME_AGREED, ROLE_BIT(ROLE_MANAGER))), MATTER_NOT_OPEN);
	assert_int_equal(take(&m, answer(OUTCOME_AGREED, ROLE_BIT(ROLE_ANALYST))), MATTER_NOT_DECIDERS);
	assert_int_equal(take(&m, (struct matter_asked){.step = MATTER_TAKE_BACK, .at = day(1)}), MATTER_NOT_ASKERS);
}

static void test_matter__is_not_answered_by_who_asked_or_about_the_own_load(void **state)
{
	struct matter m = matter_begin(MATTER_EXCEPTION, day(0));
	struct matter_asked a = answer(OUTCOME_AGREED, ROLE_BIT(ROLE_HEAD));

	(void)state;
	a.is_asker = true;
	assert_int_equal(take(&m, a), MATTER_OWN_MATTER);
	a.is_asker = false;
	a.is_about_them = true;
	assert_int_equal(take(&m, a), MATTER_OWN_MATTER);
	assert_int_equal(take(&m, answer(OUTCOME_AGREED, ROLE_BIT(ROLE_MANAGER))), MATTER_NOT_DECIDERS);
	assert_int_equal(take(&m, answer(OUTCOME_AGREED, ROLE_BIT(ROLE_DIRECTOR))), MATTER_TAKEN);
}

static void test_matter__of_a_closing_has_the_view_of_its_worker_and_stays_open(void **state)
{
	struct matter m = matter_begin(MATTER_CLOSING, day(0)), talk = matter_begin(MATTER_TALK, day(0));
	struct matter_asked a = answer(OUTCOME_FOR, ROLE_BIT(ROLE_SUPERVISOR)), unwritten;

	(void)state;
	assert_int_equal(take(&m, a), MATTER_NOT_DECIDERS);
	a.is_about_them = true;
	unwritten = a;
	unwritten.in_writing = false;
	assert_int_equal(take(&m, unwritten), MATTER_WRITING_MISSING);
	assert_int_equal(take(&talk, a), MATTER_OUTCOME_ALIEN);
	assert_int_equal(take(&m, a), MATTER_TAKEN);
	assert_true(m.view == VIEW_FOR && m.state == MATTER_OPEN && m.outcome == OUTCOME_NONE);
	a.outcome = OUTCOME_AGAINST;
	assert_int_equal(take(&m, a), MATTER_TAKEN);
	assert_int_equal(m.view, VIEW_AGAINST);
	a.outcome = OUTCOME_AGREED;
	assert_int_equal(take(&m, a), MATTER_OWN_MATTER);
	assert_int_equal(take(&m, answer(OUTCOME_AGREED, ROLE_BIT(ROLE_SUPERVISOR))), MATTER_TAKEN);
	assert_int_equal(m.outcome, OUTCOME_AGREED);
}

static void test_matter__goes_up_when_its_time_runs_out_and_stays_open(void **state)
{
	struct matter m = matter_begin(MATTER_HAND_BACK, day(0));
	struct matter_asked up = {.step = MATTER_ESCALATE, .at = day(2) - 1};

	(void)state;
	assert_int_equal(matter_due(&m, &usual), day(2));
	assert_int_equal(take(&m, up), MATTER_NOT_DUE);
	up.at = day(2);
	assert_int_equal(take(&m, up), MATTER_TAKEN);
	assert_int_equal(matter_decider(&m), ROLE_HEAD);
	assert_int_equal(matter_due(&m, &usual), day(4));
	assert_int_equal(take(&m, answer(OUTCOME_AGREED, ROLE_BIT(ROLE_MANAGER))), MATTER_NOT_DECIDERS);
	up.at = day(4);
	assert_int_equal(take(&m, up), MATTER_TAKEN);
	assert_int_equal(matter_decider(&m), ROLE_DIRECTOR);
	up.at = day(30);
	assert_int_equal(take(&m, up), MATTER_NOBODY_ABOVE);
	assert_int_equal(m.state, MATTER_OPEN);
}

static void test_matter__is_taken_back_by_who_asked(void **state)
{
	struct matter m = matter_begin(MATTER_TALK, day(0));
	struct matter_asked back = {.step = MATTER_TAKE_BACK, .at = day(1)};

	(void)state;
	assert_int_equal(take(&m, back), MATTER_NOT_ASKERS);
	back.is_asker = true;
	assert_int_equal(take(&m, back), MATTER_TAKEN);
	assert_int_equal(m.state, MATTER_TAKEN_BACK);
	assert_true(matter_due(&m, &usual) == LOCAL_NEVER);
	assert_int_equal(take(&m, back), MATTER_NOT_OPEN);
}

static void test_matter__every_kind_has_an_answer_and_codes_that_are_read_back(void **state)
{
	(void)state;
	for (int kind = 0; kind < MATTER_KINDS; kind++) {
		enum matter_kind back;
		int outcomes = 0;

		for (int o = 0; o < MATTER_OUTCOMES; o++)
			outcomes += matter_outcome_answers((enum matter_outcome)o, (enum matter_kind)kind);
		assert_true(outcomes > 0);
		assert_true(matter_kind_parse(matter_kind_code((enum matter_kind)kind), &back));
		assert_int_equal(back, kind);
	}
	for (int o = OUTCOME_NONE + 1; o < MATTER_OUTCOMES; o++) {
		enum matter_outcome back;

		assert_true(matter_outcome_parse(matter_outcome_code((enum matter_outcome)o), &back));
		assert_int_equal(back, o);
	}
	for (int s = 0; s < MATTER_STEPS; s++) {
		enum matter_step back;

		assert_true(matter_step_parse(matter_step_code((enum matter_step)s), &back));
		assert_int_equal(back, s);
	}
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

static void test_matter__stands_on_a_level_by_who_has_to_answer(void **state)
{
	(void)state;
	for (int kind = 0; kind < MATTER_KINDS; kind++)
		for (int32_t level = 0; level < MATTER_LEVELS; level++) {
			const struct matter m = {.kind = (enum matter_kind)kind, .level = level};
			int32_t found = matter_level_of(m.kind, matter_decider(&m));

			assert_true(found >= 0 && found <= level);
			assert_int_equal(matter_decider(&(struct matter){.kind = m.kind, .level = found}), matter_decider(&m));
		}
	assert_int_equal(matter_level_of(MATTER_EXCEPTION, ROLE_DIRECTOR), 1);
	assert_int_equal(matter_level_of(MATTER_OVER_LINE, ROLE_DIRECTOR), 2);
	assert_int_equal(matter_level_of(MATTER_EXCEPTION, ROLE_MANAGER), -1);
}

/* ---- the table of docs/matters.md ---- */

/* The row of a kind: it begins with the code. */
static const char *read_row(struct arena *a, FILE *f, const char *code)
{
	const char *begins = arena_printf(a, "| `%s` |", code);
	char line[2000];

	rewind(f);
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, begins, strlen(begins)) == 0)
			return arena_strdup(a, line + strlen(begins));
	fail_msg("docs/matters.md has no row for '%s'", code);
	return NULL;
}

static void test_matter__of_every_kind_stands_in_the_table_with_who_asks_whom_and_for_how_long(void **state)
{
	static const struct {
		const char *code, *asks, *first;
		int days;
	} KINDS[] = {
#define BY_HOLDER "holds the case"
#define BY_WORKER "the worker"
#define BY_MANAGER "who answers for"
#define BY_SENIOR "head of service, director"
#define BY_CLOCK "clock"
#define MATTER(name, code, words, asks, days, first, second, third) {code, BY_##asks, #first, days},
#include "core/matter.def"
#undef MATTER
	};
	struct arena *a = arena_new();
	FILE *f = fopen(arena_printf(a, "%s/../../docs/matters.md", getenv("PLIMSOLL_FIXTURES")), "r");

	(void)state;
	assert_non_null(f);
	for (size_t i = 0; i < MATTER_KINDS; i++) {
		const char *row = read_row(a, f, KINDS[i].code), *asks = strstr(row, KINDS[i].asks), *first = strchr(row, '|');
		const char *days = strstr(row, arena_printf(a, "| %d |", KINDS[i].days));

		assert_non_null(first);
		if (i != MATTER_BROKEN) /* it follows from an answer */
			assert_true(asks != NULL && asks < first);
		first = strcasestr(first, KINDS[i].first);
		assert_true(first != NULL && days != NULL && first < days);
	}
	(void)fclose(f);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_matter__is_answered_once_in_writing_by_who_answers_for_the_team),
		TEST(test_matter__is_not_answered_by_who_asked_or_about_the_own_load),
		TEST(test_matter__of_a_closing_has_the_view_of_its_worker_and_stays_open),
		TEST(test_matter__goes_up_when_its_time_runs_out_and_stays_open),
		TEST(test_matter__is_taken_back_by_who_asked),
		TEST(test_matter__stands_on_a_level_by_who_has_to_answer),
		TEST(test_matter__of_every_kind_stands_in_the_table_with_who_asks_whom_and_for_how_long),
		TEST(test_matter__every_kind_has_an_answer_and_codes_that_are_read_back),
	};

	return RUN_TESTS(tests);
}
