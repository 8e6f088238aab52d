#include "core/line_change.h"

#include "../../test.h"

enum { TODAY = 20000 };

static struct roster_line line_of(int32_t value)
{
	return (struct roster_line){.line_id = 1, .scope = LINE_TEAM, .service = "", .team_id = 3, .kind = LINE_COUNT, .value = value,
		.status = LINE_POLICY, .agreed_by = "Employer", .when = {TODAY - 100, DAY_MAX}};
}

static enum line_change_refusal change(const struct roster_line *before, const struct roster_line *after, bool broken, bool parties)
{
	return line_change_check(&(struct line_change){.before = before, .after = after, .from = TODAY, .today = TODAY,
		.broken = broken, .by_the_parties = parties});
}

static void test_line_change__never_takes_effect_in_the_past(void **state)
{
	struct roster_line line = line_of(16);
	struct line_change c = {.after = &line, .from = TODAY - 1, .today = TODAY};

	(void)state;
	assert_int_equal(line_change_check(&c), LINE_CHANGE_IN_THE_PAST);
	c.from = TODAY;
	assert_int_equal(line_change_check(&c), LINE_CHANGE_FITS);
	line.when.until = TODAY;
	assert_int_equal(line_change_check(&c), LINE_CHANGE_ENDS_FIRST);
}

static void test_line_change__raises_nothing_after_a_break_without_the_parties(void **state)
{
	struct roster_line before = line_of(16), higher = line_of(18), lower = line_of(14), advisory = line_of(16), sooner = line_of(16);

	(void)state;
	advisory.status = LINE_ADVISORY;
	sooner.when.until = TODAY + 10;
	assert_int_equal(change(&before, &higher, true, false), LINE_CHANGE_AFTER_BREAK);
	assert_int_equal(change(&before, &advisory, true, false), LINE_CHANGE_AFTER_BREAK);
	assert_int_equal(change(&before, &sooner, true, false), LINE_CHANGE_AFTER_BREAK);
	assert_int_equal(change(&before, NULL, true, false), LINE_CHANGE_AFTER_BREAK);
	assert_int_equal(change(&before, &lower, true, false), LINE_CHANGE_FITS);
	assert_int_equal(change(&before, &higher, true, true), LINE_CHANGE_FITS);
	assert_int_equal(change(&before, &higher, false, false), LINE_CHANGE_FITS);
	assert_int_equal(change(NULL, &higher, true, false), LINE_CHANGE_FITS);
	assert_int_equal(change(&advisory, NULL, true, false), LINE_CHANGE_FITS);
}

static void test_line_change__keeps_its_scope_and_a_value_that_can_be_meant(void **state)
{
	struct roster_line before = line_of(16), other = line_of(14), far = line_of(LINE_CASES_MOST + 1);

	(void)state;
	other.team_id = 4;
	assert_int_equal(change(&before, &other, false, false), LINE_CHANGE_TARGET);
	assert_int_equal(change(NULL, &other, false, false), LINE_CHANGE_FITS);
	other.team_id = 0;
	assert_int_equal(change(NULL, &other, false, false), LINE_CHANGE_TARGET);
	assert_int_equal(change(NULL, &far, false, false), LINE_CHANGE_VALUE);
	assert_int_equal(change(&before, &before, false, false), LINE_CHANGE_NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_change__never_takes_effect_in_the_past),
		cmocka_unit_test(test_line_change__raises_nothing_after_a_break_without_the_parties),
		cmocka_unit_test(test_line_change__keeps_its_scope_and_a_value_that_can_be_meant),
	};

	return RUN_TESTS(tests);
}
