/* What entries of the ledger hold, in words. */
#include "../../test.h"
#include "service/ledger/audit.h"
#include "service/ledger/audit_words.h"

static void says(const char *payload, const char *words)
{
	struct arena *a = arena_new();

	assert_string_equal(audit_figures(a, payload), words);
	arena_free(a);
}

static void test_figures__say_how_many_of_what(void **state)
{
	(void)state;
	says("{\"files\":[{\"format\":\"x\"}],\"cases\":{\"added\":15135,\"replaced\":3,\"withdrawn\":0},\"stages\":{\"added\":0,\"replaced\":1},"
		"\"holdings_left_out\":263,\"errors\":0,\"warnings\":1}",
		"1 file; 15,135 cases added, 3 replaced; 1 stage replaced; 263 holdings left out; 1 warning");
	says("{\"undone\":24,\"rows\":1103}", "1,103 rows");
	says("{\"before\":\"2020-11-22\",\"looks\":1000000}", "1,000,000 looks from before 2020-11-22");
}

static void test_figures__say_which_role_and_where_it_holds(void **state)
{
	(void)state;
	says("{\"login\":\"x\",\"person\":null,\"roles\":[{\"role\":\"administrator\",\"scope\":\"employer\",\"code\":null},"
		"{\"role\":\"manager\",\"scope\":\"team\",\"code\":\"T01\"}]}", "administrator of the whole employer, team manager of the team T01");
	says("{\"login\":\"x\",\"role\":\"worker\",\"scope\":\"own\",\"code\":null}", "worker");
	says("{\"login\":\"x\",\"given\":[{\"role\":\"head-of-service\",\"scope\":\"service\",\"code\":\"children\"}],\"taken\":[]}",
		"given: head of service of the service children");
	says("{\"service\":\"children\",\"scheme\":\"starter\",\"version\":2,\"from\":\"2026-04-01\"}",
		"starter, version 2, for the service children, from 2026-04-01");
}

static void test_figures__say_for_whom_a_case_was_opened_and_not_which(void **state)
{
	(void)state;
	says("{\"case\":2025,\"login\":\"maya\"}", "the account maya; case number 2025 in the database");
	says("{\"case\":2025}", "case number 2025 in the database");
	assert_int_equal(audit_case("{\"case\":2025,\"login\":\"maya\"}"), 2025);
	assert_int_equal(audit_case("{\"login\":\"maya\"}"), 0);
	assert_int_equal(audit_case("no payload"), 0);
}

static void test_figures__tell_no_text_that_may_name_somebody(void **state)
{
	(void)state;
	says("{\"login\":\"maya\",\"person\":\"W01\",\"name\":\"Maya\",\"issuer\":\"https://x\"}", "");
	says("{\"person\":12,\"rows\":2,\"payloads\":1}", "2 rows; 1 entry that named them");
	says("", "");
	says("[1]", "");
}

static void test_figures__say_what_is_declared(void **state)
{
	(void)state;
	says("{\"declared\":\"vacancies\",\"from\":\"2026-09-30\",\"figure\":1250}", "Vacancies, full-time equivalents: 12.5, from 2026-09-30");
	says("{\"declared\":\"target\",\"from\":\"2026-06-01\",\"figure\":240,\"due\":\"2027-04-01\",\"goal\":180,\"pounds\":5}",
		"Agreed target, cases for a full-time worker: 24.0 to 18.0 by 2027-04-01, from 2026-06-01");
	says("{\"declared\":\"plan\",\"ended\":true,\"from\":\"2026-09-30\"}", "Plan for what waits, cases declared: no more, from 2026-09-30");
}

static void test_actions__are_told_in_words(void **state)
{
	static const char *const ACTIONS[] = {"import", "undo", "demo", "scheme", "seal", "erase", "looks-prune", "setting", "case-restrict", "case-open",
		"case-name", "case-unname", "case-close", "case-reopen", "matter-ask", "matter-answer", "matter-take-back", "matter-escalate",
		"matter-over", "proposal-lapse", "proposal-expire", "rating", "rating-talk", "rating-no-talk", "weight-view", "surge", "extra-time",
		"review", "declare", "publish"};

	(void)state;
	for (size_t i = 0; i < sizeof ACTIONS / sizeof *ACTIONS; i++)
		assert_string_not_equal(audit_action_words(ACTIONS[i]), ACTIONS[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures__say_how_many_of_what),
		cmocka_unit_test(test_figures__say_which_role_and_where_it_holds),
		cmocka_unit_test(test_figures__say_for_whom_a_case_was_opened_and_not_which),
		cmocka_unit_test(test_figures__tell_no_text_that_may_name_somebody),
		cmocka_unit_test(test_figures__say_what_is_declared),
		cmocka_unit_test(test_actions__are_told_in_words),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
