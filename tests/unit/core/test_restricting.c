/* What may be said of who opens a case. */
#include "../../test.h"

#include "base/str.h"
#include "core/access.h"
#include "core/restricting.h"

static struct err err;

/* A case for which ann is named. */
static int decide(bool restricted, enum restriction_act act, const char *login, struct fact *ret)
{
	struct fact facts[2] = {fact_blank(FACT_CASE), fact_blank(FACT_READER)};
	struct case_facts known = {.ref = "C1", .facts = facts, .count = 2};

	facts[0].restricted = restricted;
	facts[1].code = "ann";
	return restriction_decide(&known, act, login, 100, ret, &err);
}

static void test_restricting__says_only_what_is_not_so_already(void **state)
{
	struct fact told;

	(void)state;
	assert_int_equal(decide(false, RESTRICT_CASE, "", &told), 0);
	assert_int_equal(told.restricted, 1);
	assert_int_equal(decide(true, RESTRICT_CASE, "", &told), PL_CONFLICT);
	assert_int_equal(decide(true, OPEN_CASE, "", &told), 0);
	assert_int_equal(told.restricted, 0);
	assert_int_equal(decide(false, OPEN_CASE, "", &told), PL_CONFLICT);
}

static void test_restricting__names_a_login_once_and_takes_back_who_is_named(void **state)
{
	struct fact told;

	(void)state;
	assert_int_equal(decide(true, NAME_READER, "bob", &told), 0);
	assert_int_equal(told.kind, FACT_READER);
	assert_string_equal(told.code, "bob");
	assert_int_equal(told.when.from, 100);
	assert_int_equal(decide(true, NAME_READER, "ann", &told), PL_CONFLICT);
	assert_int_equal(decide(true, UNNAME_READER, "ann", &told), 0);
	assert_true(told.purge);
	assert_int_equal(decide(true, UNNAME_READER, "bob", &told), PL_CONFLICT);
}

static void test_restricting__names_accounts_in_use_that_open_cases_at_all(void **state)
{
	(void)state;
	assert_int_equal(restriction_check_reader("ann", false, ROLE_BIT(ROLE_WORKER), &err), 0);
	assert_int_equal(restriction_check_reader("ann", true, ROLE_BIT(ROLE_WORKER), &err), PL_INVALID);
	assert_int_equal(restriction_check_reader("ann", false, ROLE_BIT(ROLE_UNION) | ROLE_BIT(ROLE_ADMINISTRATOR), &err), PL_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_restricting__says_only_what_is_not_so_already),
		cmocka_unit_test(test_restricting__names_a_login_once_and_takes_back_who_is_named),
		cmocka_unit_test(test_restricting__names_accounts_in_use_that_open_cases_at_all),
	};

	return RUN_TESTS(tests);
}
