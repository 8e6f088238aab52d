/* Roles by themselves: their codes, where they may hold, and who needs a second factor. */
#include "base/str.h"
#include "core/access.h"
#include "../../test.h"

static void test_roles__are_read_by_their_code_and_by_nothing_else(void **state)
{
	static const char *const WRONG[] = {"", "Manager", "manager ", "head", "admin", "public"};
	enum role r;

	(void)state;
	for (int i = 0; i < ROLES; i++) {
		assert_true(role_parse(role_code((enum role)i), &r));
		assert_int_equal(r, i);
	}
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		assert_false(role_parse(WRONG[i], &r));
}

static void test_roles__all_but_workers_need_a_second_factor(void **state)
{
	(void)state;
	for (int i = 0; i < ROLES; i++)
		assert_int_equal(role_needs_second_factor((enum role)i), i != ROLE_WORKER);
}

static void test_roles__hold_for_a_viewer_at_the_scope_they_were_given_for(void **state)
{
	const struct grant grants[] = {{ROLE_ANALYST, SCOPE_SERVICE, "children"}, {ROLE_UNION, SCOPE_TEAM, "one"}};
	const struct viewer v = {.login = "a", .employer = "test", .person = "", .grants = grants, .grants_count = 2};

	(void)state;
	assert_true(viewer_holds(&v, ROLE_ANALYST, SCOPE_SERVICE));
	assert_false(viewer_holds(&v, ROLE_ANALYST, SCOPE_EMPLOYER));
	assert_false(viewer_holds(&v, ROLE_UNION, SCOPE_TEAM)); /* which that role cannot have */
	assert_false(viewer_holds(NULL, ROLE_ANALYST, SCOPE_SERVICE));
	assert_true(viewer_has_role(&v, ROLE_BIT(ROLE_ANALYST), 0));
	assert_false(viewer_has_role(&v, ROLE_BIT(ROLE_ANALYST), ROLE_BIT(ROLE_ANALYST)));
	assert_false(viewer_has_role(&v, ROLE_BIT(ROLE_UNION), 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles__are_read_by_their_code_and_by_nothing_else),
		cmocka_unit_test(test_roles__all_but_workers_need_a_second_factor),
		cmocka_unit_test(test_roles__hold_for_a_viewer_at_the_scope_they_were_given_for),
	};

	return RUN_TESTS(tests);
}
