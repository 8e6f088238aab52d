/* What of an entry of the ledger is told. */
#include "../../test.h"

#include "core/ledger_sight.h"

static void test_entry__is_about_somebody_unless_it_is_known_not_to_be(void **state)
{
	(void)state;
	assert_true(ledger_action_names_nobody("import"));
	assert_true(ledger_action_names_nobody("undo"));
	assert_false(ledger_action_names_nobody("user-add"));
	assert_false(ledger_action_names_nobody("case-name"));
	assert_false(ledger_action_names_nobody("something-new"));
}

static void test_entry__tells_no_text_that_may_be_somebodys(void **state)
{
	(void)state;
	assert_true(ledger_value_names_nobody("kind"));
	assert_false(ledger_value_names_nobody("login"));
	assert_false(ledger_value_names_nobody("name"));
	assert_false(ledger_value_names_nobody("something_new"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entry__is_about_somebody_unless_it_is_known_not_to_be),
		cmocka_unit_test(test_entry__tells_no_text_that_may_be_somebodys),
	};

	return RUN_TESTS(tests);
}
