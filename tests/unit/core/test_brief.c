#include "core/brief.h"

#include "../../test.h"

#include <string.h>

static struct proposal_terms whole(void)
{
	return (struct proposal_terms){.role = HOLDING_LEAD, .share = 1000, .why = "room", .first_action = "visit", .first_action_by = 20010,
		.risk_with = "ann", .support = "", .starts = DAY_MIN, .note = ""};
}

static int check(const struct proposal_terms *t)
{
	struct err err;

	return terms_check(t, 20000, &err);
}

static void test_brief__has_words_in_every_list(void **state)
{
	(void)state;
	for (int list = 0; list < BRIEF_LISTS; list++) {
		size_t count = 0;
		const struct brief_word *words = brief_words((enum brief_list)list, &count);

		assert_true(count >= 2);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(words[i].list, list);
			assert_true(brief_has((enum brief_list)list, words[i].code));
			assert_string_equal(brief_say((enum brief_list)list, words[i].code), words[i].words);
		}
	}
	assert_false(brief_has(BRIEF_WHY, "visit"));
	assert_string_equal(brief_say(BRIEF_WHY, "gone"), "gone");
}

static void test_brief__takes_several_supports_each_once(void **state)
{
	(void)state;
	assert_true(brief_has_all(BRIEF_SUPPORT, ""));
	assert_true(brief_has_all(BRIEF_SUPPORT, "time"));
	assert_true(brief_has_all(BRIEF_SUPPORT, "co-worker,time"));
	assert_false(brief_has_all(BRIEF_SUPPORT, "time,time"));
	assert_false(brief_has_all(BRIEF_SUPPORT, "time,"));
	assert_false(brief_has_all(BRIEF_SUPPORT, "time,,travel"));
	assert_false(brief_has_all(BRIEF_SUPPORT, "money"));
}

static void test_brief__has_reasons_for_every_step_that_needs_one(void **state)
{
	const struct circumstances clear = {0};

	(void)state;
	for (int step = 0; step < NEGOTIATION_STEPS; step++)
		for (int from = 0; from < NEGOTIATION_STATES; from++)
			for (int by = 0; by < PARTY_EITHER; by++) {
				struct negotiation n = {.state = (enum negotiation_state)from, .brief_complete = true};
				struct step_asked asked = {.step = (enum negotiation_step)step, .by = (enum party)by};
				enum brief_list list;

				if (negotiation_take(&n, &asked, &clear, &n) == REFUSED_REASON_MISSING)
					assert_true(brief_reasons((enum negotiation_step)step, &list));
			}
}

static void test_terms__are_complete_with_why_first_action_and_who_holds_the_risk(void **state)
{
	struct proposal_terms t = whole();

	(void)state;
	assert_true(terms_complete(&t));
	t.first_action_by = DAY_MAX;
	assert_false(terms_complete(&t));
	assert_int_equal(check(&t), 0);
	t = whole();
	t.risk_with = "";
	assert_false(terms_complete(&t));
}

static void test_terms__of_no_list_or_before_today_are_refused(void **state)
{
	struct proposal_terms t = whole();

	(void)state;
	assert_int_equal(check(&t), 0);
	t.share = 1001;
	assert_int_equal(check(&t), PL_INVALID);
	t = whole();
	t.first_action_by = 19999;
	assert_int_equal(check(&t), PL_INVALID);
	t = whole();
	t.starts = 19999;
	assert_int_equal(check(&t), PL_INVALID);
	t = whole();
	t.why = "because";
	assert_int_equal(check(&t), PL_INVALID);
	t = whole();
	t.note = "born 03/04/2015";
	assert_int_equal(check(&t), PL_INVALID);
}

/* The latest days, and the days after them. */
static void test_terms__of_a_first_action_or_a_beginning_far_ahead_are_refused(void **state)
{
	struct proposal_terms t = whole();

	(void)state;
	t.first_action_by = 20000 + FIRST_ACTION_DAYS_MOST;
	assert_int_equal(check(&t), 0);
	t.first_action_by++;
	assert_int_equal(check(&t), PL_INVALID);
	t.starts = 20000 + STARTS_DAYS_MOST;
	assert_int_equal(check(&t), 0);
	t.first_action_by = t.starts + FIRST_ACTION_DAYS_MOST + 1;
	assert_int_equal(check(&t), PL_INVALID);
	t = whole();
	t.starts = 20000 + STARTS_DAYS_MOST + 1;
	assert_int_equal(check(&t), PL_INVALID);
	t.starts = DAY_MAX;
	assert_int_equal(check(&t), PL_INVALID);
}

static void test_takeover__needs_another_reason_than_who_has_room(void **state)
{
	static const char *const NONE[] = {"room", "nobody-else"}, *const SOME[] = {"continuity", "hand-over", "skills", ""};
	struct proposal_terms t = whole();
	struct err e = {.text = ""};

	(void)state;
	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++) {
		t.why = NONE[i];
		assert_false(takeover_reason(NONE[i]));
		assert_int_equal(takeover_check(&t, &e), PL_INVALID);
		assert_non_null(strstr(e.text, "gives a case back"));
	}
	for (size_t i = 0; i < sizeof SOME / sizeof *SOME; i++) {
		t.why = SOME[i];
		assert_true(takeover_reason(SOME[i]));
		assert_int_equal(takeover_check(&t, &e), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_brief__has_words_in_every_list),
		cmocka_unit_test(test_brief__takes_several_supports_each_once),
		cmocka_unit_test(test_brief__has_reasons_for_every_step_that_needs_one),
		cmocka_unit_test(test_terms__are_complete_with_why_first_action_and_who_holds_the_risk),
		cmocka_unit_test(test_terms__of_no_list_or_before_today_are_refused),
		cmocka_unit_test(test_terms__of_a_first_action_or_a_beginning_far_ahead_are_refused),
		cmocka_unit_test(test_takeover__needs_another_reason_than_who_has_room),
	};

	return RUN_TESTS(tests);
}
