/* Health checks of other servers that are signed, and cannot be true. */
#include "../../test.h"

#include <string.h>

#include "core/published_sense.h"

enum { NOW = 1795255200 };

static struct published check_of(void)
{
	struct published p = {.employer = "NORTH", .name = "North", .period = {20635, 20727}, .instant = NOW, .has_target = true,
		.target_start = 240, .target_goal = 180, .target_starts = 20000, .target_due = 21000, .target_status = "collective",
		.agreements = {{.kind = "count", .value = 18, .service = "", .status = "policy", .agreed_by = ""}},
		.agreements_count = 1};
	const struct target t = {240, 180, 20000, 21000};

	p.target_should = target_on(&t, 20726);
	p.rows.rows[0] = (struct published_row){.code = "caseload", .part_of = "", .unit = PUBLISHED_TENTHS,
		.told = PUBLISHED_SHOWN, .value = 157};
	p.rows.rows[1] = (struct published_row){.code = "of-another-time", .part_of = "", .unit = PUBLISHED_DAYS,
		.told = PUBLISHED_SHOWN, .value = 3};
	p.rows.count = 2;
	return p;
}

static void assert_refused(const struct published *p, const char *why)
{
	struct err err = {.text = ""};

	assert_int_equal(published_check_sense(p, NOW, &err), PL_INVALID);
	if (strstr(err.text, why) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, why);
}

static void test_check__that_can_be_true_is_taken(void **state)
{
	struct published p = check_of();
	struct err err;

	(void)state;
	assert_int_equal(published_check_sense(&p, NOW, &err), 0);
	p.has_target = false;
	assert_int_equal(published_check_sense(&p, NOW, &err), 0);
}

static void test_row__that_contradicts_is_refused(void **state)
{
	struct published p = check_of();

	(void)state;
	p.rows.rows[1] = p.rows.rows[0];
	assert_refused(&p, "caseload: expected each figure once");
	p = check_of();
	p.rows.rows[0].unit = PUBLISHED_COUNT;
	assert_refused(&p, "the unit of this figure");
	p = check_of();
	p.rows.rows[0].value = 0;
	assert_refused(&p, "more than no case");
	p.rows.rows[0].value = 999999999;
	assert_refused(&p, "at most 500");
}

static void test_target__that_contradicts_is_refused(void **state)
{
	struct published p = check_of();

	(void)state;
	p.target_goal = 480;
	assert_refused(&p, "a goal that is no more");
	p = check_of();
	p.target_start = 999999999;
	assert_refused(&p, "at most 500");
	p = check_of();
	p.target_should = 10;
	assert_refused(&p, "a straight line");
	p = check_of();
	p.target_status = "bogus";
	assert_refused(&p, "target: expected a status");
	p = check_of();
	p.agreements[0].status = "bogus";
	assert_refused(&p, "agreements: expected a status");
}

static void test_check__of_nobody_or_of_a_time_to_come_is_refused(void **state)
{
	struct published p = check_of();

	(void)state;
	p.name = "";
	assert_refused(&p, "name");
	p = check_of();
	p.instant = NOW + 7200;
	assert_refused(&p, "made");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check__that_can_be_true_is_taken),
		cmocka_unit_test(test_row__that_contradicts_is_refused),
		cmocka_unit_test(test_target__that_contradicts_is_refused),
		cmocka_unit_test(test_check__of_nobody_or_of_a_time_to_come_is_refused),
	};

	return RUN_TESTS(tests);
}
