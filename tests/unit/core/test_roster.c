#include "roster_desk.h"

static void test_roster__joins_by_registration_whatever_its_case(void **state)
{
	struct desk *d = *state;
	const struct roster *r;

	tell(d, "SW1234567890", "", "", "")->fte_millionths = 800000;
	tell(d, "sw1234567890", "ST1", "Nia O'Neill", "Duty");
	r = join(d);
	assert_int_equal(r->persons_count, 1);
	assert_int_equal(r->posts_count, 1);
	assert_string_equal(r->persons[0].code, "ST1");
	assert_int_equal(r->posts[0].fte_millionths, 800000);
	assert_int_equal(r->posts[0].contract_minutes, 1776);
	assert_string_equal(r->teams[0].code, "duty");
	assert_int_equal(r->posts[0].team_id, r->teams[0].team_id);
	assert_int_equal(d->joined.issues_count, 0);
}

static void test_roster__joins_poor_records_to_rich_ones_in_any_order(void **state)
{
	struct desk *d = *state;

	tell(d, "SW1234567", "", "", "");
	tell(d, "", "ST1", "", "");
	tell(d, "SW1234567", "ST1", "", "");
	assert_int_equal(join(d)->persons_count, 1);
	assert_int_equal(d->joined.issues_count, 0);
}

static void test_roster__completes_a_post_whose_team_comes_later(void **state)
{
	struct desk *d = *state;
	const struct roster *r;

	tell(d, "SW1234567", "", "", "")->fte_millionths = 1000000;
	(void)join(d);
	tell(d, "SW1234567", "ST1", "Nia", "Duty");
	r = join(d);
	assert_int_equal(r->posts_count, 1);
	assert_int_not_equal(r->posts[0].team_id, 0);
	assert_int_equal(r->posts[0].contract_minutes, FULL_TIME);
	assert_string_equal(r->persons[0].code, "SW1234567");
	assert_string_equal(r->persons[0].name, "Nia");
}

static void test_roster__a_second_team_is_a_second_post(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Duty");
	tell(d, "", "ST1", "Nia", "Court");
	assert_int_equal(join(d)->posts_count, 2);
	assert_int_equal(d->known.persons_count, 1);
}

static void test_roster__says_when_posts_add_up_to_more_than_one_worker(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Duty")->fte_millionths = 1000000;
	(void)join(d);
	tell(d, "", "ST1", "Nia", "Court")->fte_millionths = 1000000;
	(void)join(d);
	assert_int_equal(d->known.posts_count, 2);
	assert_int_equal(d->joined.issues_count, 1);
	assert_true(d->joined.issues[0].warning);
	assert_true(issue_says(d, "2 FTE"));
}

static void test_roster__says_when_a_record_does_not_tell_which_post_it_means(void **state)
{
	struct desk *d = *state;

	tell(d, "SW1234567", "ST1", "Nia", "Duty");
	tell(d, "SW1234567", "ST1", "Nia", "Court");
	tell(d, "SW1234567", "", "", "")->fte_millionths = 1000000;
	(void)join(d);
	assert_int_equal(errors(d), 1);
	assert_true(issue_says(d, "2 posts"));
	assert_int_equal(d->known.posts[0].fte_millionths, -1);
}

static void test_roster__leaves_out_a_record_that_contradicts_another_on_a_key(void **state)
{
	struct desk *d = *state;

	tell(d, "SW1234567", "ST1", "Nia", "Duty");
	tell(d, "SW1234567", "ST2", "Omar", "Duty");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_int_equal(errors(d), 1);
	assert_true(issue_says(d, "ST1"));
	assert_true(issue_says(d, "ST2"));
}

static void test_roster__a_left_out_worker_is_not_made_anew_by_a_case(void **state)
{
	struct desk *d = *state;
	size_t ref;

	tell(d, "SW1234567", "ST1", "Nia", "Duty")->local_id = "W1";
	tell(d, "SW1234567", "ST2", "Omar", "Duty")->local_id = "W2";
	ref = refer(d, "W2", "", "Duty");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_true(d->joined.matches[ref].uncertain);
}

static void test_roster__matches_a_name_in_its_team(void **state)
{
	struct desk *d = *state;
	size_t ref;

	tell(d, "SW1234567", "", "Nia  O'Neill", "Duty");
	tell(d, "SW7654321", "", "Nia O'Neill", "Court");
	ref = refer(d, "", "nia o'neill ", "court");
	(void)join(d);
	assert_int_equal(d->joined.matches[ref].post_id, d->known.posts[1].post_id);
	assert_int_equal(errors(d), 0);
}

static void test_roster__a_right_name_in_another_team_is_nobody(void **state)
{
	struct desk *d = *state;
	size_t ref;

	tell(d, "SW1234567", "", "Nia O'Neill", "Duty");
	ref = refer(d, "", "Nia O'Neill", "Court");
	(void)join(d);
	assert_int_equal(d->joined.matches[ref].post_id, 0);
	assert_true(d->joined.matches[ref].uncertain);
	assert_int_equal(d->known.persons_count, 1);
	assert_true(issue_says(d, "Nia O'Neill (SW1234567)"));
}

static void test_roster__a_name_that_fits_two_is_nobody(void **state)
{
	struct desk *d = *state;
	size_t ref;

	tell(d, "SW1234567", "", "Nia O'Neill", "Duty");
	tell(d, "SW7654321", "", "Nia O'Neill", "Duty");
	ref = refer(d, "", "Nia O'Neill", "Duty");
	(void)join(d);
	assert_true(d->joined.matches[ref].uncertain);
	assert_int_equal(errors(d), 1);
	assert_true(issue_says(d, "SW1234567"));
	assert_true(issue_says(d, "SW7654321"));
}

static void test_roster__a_name_nobody_has_becomes_somebody(void **state)
{
	struct desk *d = *state;
	size_t ref = refer(d, "", "Nia O'Neill", "Duty"), again;

	(void)join(d);
	assert_string_equal(d->known.persons[0].code, "worker-1");
	assert_int_equal(d->joined.matches[ref].post_id, d->known.posts[0].post_id);
	assert_int_equal(d->known.posts[0].contract_minutes, -1);
	again = refer(d, "", "Nia O'Neill", "Duty");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_int_equal(d->joined.changes_count, 0);
	assert_int_equal(d->joined.matches[again].post_id, d->known.posts[0].post_id);
}

static void test_roster__one_new_name_in_two_teams_is_reported(void **state)
{
	struct desk *d = *state;
	size_t duty = refer(d, "", "Nia O'Neill", "Duty"), court = refer(d, "", "Nia O'Neill", "Court");

	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_false(d->joined.matches[duty].uncertain);
	assert_true(d->joined.matches[court].uncertain);
	assert_int_equal(errors(d), 1);
	assert_true(issue_says(d, "Nia O'Neill of Court may be Nia O'Neill (worker-1)"));
}

static void test_roster__a_name_may_be_anybody_who_is_known_by_number_only(void **state)
{
	struct desk *d = *state;
	size_t ref = refer(d, "", "Nia O'Neill", "Duty"), again = refer(d, "", "nia o'neill", "Court");

	refer(d, "SW1234567", "", "");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_true(d->joined.matches[ref].uncertain);
	assert_true(d->joined.matches[again].uncertain);
	assert_int_equal(errors(d), 1);
	assert_true(issue_says(d, "known by number only (1)"));
	assert_false(issue_says(d, "Nia"));
	refer(d, "", "Nia O'Neill", "Duty");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_int_equal(errors(d), 1);
}

static void test_roster__a_list_of_names_may_be_anybody_who_is_known_by_number_only(void **state)
{
	struct desk *d = *state;

	tell(d, "", "", "Nia O'Neill", "Duty");
	refer(d, "", "Nia O'Neill", "Duty");
	refer(d, "SW1234567", "", "");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_int_equal(errors(d), 1);
}

static void test_roster__a_list_with_number_and_name_settles_who_a_name_is(void **state)
{
	struct desk *d = *state;
	size_t ref;

	refer(d, "SW1234567", "", "");
	(void)join(d);
	tell(d, "SW1234567", "", "Nia O'Neill", "Duty");
	ref = refer(d, "", "Nia O'Neill", "Duty");
	refer(d, "", "Omar", "Duty");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 2);
	assert_int_equal(d->joined.matches[ref].post_id, d->known.posts[0].post_id);
	assert_int_equal(d->joined.issues_count, 0);
}

static void test_roster__numbers_that_come_after_names_are_reported_once(void **state)
{
	struct desk *d = *state;

	refer(d, "", "Nia O'Neill", "Duty");
	refer(d, "", "Omar", "Duty");
	(void)join(d);
	tell(d, "SW1234567", "", "", "");
	tell(d, "SW7654321", "", "", "");
	refer(d, "SW7654321", "", "");
	(void)join(d);
	assert_int_equal(errors(d), 0);
	assert_int_equal(d->joined.issues_count, 1);
	assert_true(issue_says(d, "name only (2)"));
	refer(d, "SW7654321", "", "");
	(void)join(d);
	assert_int_equal(d->joined.issues_count, 0);
}

static void test_roster__a_list_says_who_stands_twice_by_number_and_by_name(void **state)
{
	struct desk *d = *state;

	refer(d, "", "Nia O'Neill", "Duty");
	(void)join(d);
	refer(d, "SW1234567", "", "");
	(void)join(d);
	tell(d, "SW1234567", "", "Nia O'Neill", "Duty");
	(void)join(d);
	assert_int_equal(errors(d), 0);
	assert_int_equal(d->joined.issues_count, 1);
	assert_true(issue_says(d, "SW1234567, known by number, may be Nia O'Neill (worker-1)"));
}

static void test_roster__a_key_that_no_list_has_is_reported_once(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Duty");
	refer(d, "ST9", "", "Duty");
	refer(d, "ST9", "", "Court");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 2);
	assert_int_equal(d->joined.issues_count, 1);
	assert_string_equal(d->joined.issues[0].code, "unknown-worker");
	assert_true(d->joined.issues[0].warning);
	assert_false(issue_says(d, "ST9"));
}

static void test_roster__does_not_say_the_name_of_nobody(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Duty");
	for (int i = 0; i < 2; i++)
		*ARENA_PUSH(d->a, &d->told.reductions, &d->told.reductions_count, &d->told.reductions_room) = (struct reduction_told){
			{i == 0 ? "Jane Smith" : "", i == 0 ? "" : "Jane Smith", "Duty"}, "duty", 60, -1, {0, DAY_MAX}, {"r.csv", "line 2"}};
	*ARENA_PUSH(d->a, &d->told.lines, &d->told.lines_count, &d->told.lines_room) = (struct line_told){
		LINE_TEAM, "Jane Smith", LINE_COUNT, 15, LINE_POLICY, "board", 0, {0, DAY_MAX}, {"lines.csv", "line 2"}};
	(void)join(d);
	assert_int_equal(errors(d), 3);
	assert_false(issue_says(d, "Jane"));
}

static void test_roster__a_key_nobody_has_becomes_somebody(void **state)
{
	struct desk *d = *state;

	refer(d, "SW1234567890", "", "");
	refer(d, "W/027", "", "");
	(void)join(d);
	assert_string_equal(d->known.persons[0].registration, "SW1234567890");
	assert_string_equal(d->known.persons[0].staff_id, "");
	assert_string_equal(d->known.persons[1].staff_id, "W/027");
	assert_string_equal(d->known.persons[1].code, "W-027");
	assert_int_equal(d->known.posts_count, 2);
	assert_int_equal(d->known.posts[0].team_id, 0);
}

static void test_roster__a_list_completes_who_was_known_by_a_local_id_only(void **state)
{
	struct desk *d = *state;

	refer(d, "W027", "", "Duty");
	(void)join(d);
	tell(d, "SW1234567", "ST27", "Nia", "Duty")->local_id = "W027";
	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_int_equal(d->known.posts_count, 1);
	assert_string_equal(d->known.persons[0].staff_id, "ST27");
	assert_int_equal(d->joined.issues_count, 0);
}

static void test_roster__a_local_id_joins_files_given_together(void **state)
{
	struct desk *d = *state;
	size_t ref = refer(d, "W027", "", "Duty");

	tell(d, "SW1234567", "ST27", "Nia", "Duty")->local_id = "W027";
	(void)join(d);
	assert_int_equal(d->known.persons_count, 1);
	assert_int_equal(d->joined.matches[ref].post_id, d->known.posts[0].post_id);
}

static void tell_absent(struct desk *d, int32_t day)
{
	struct worker_told *w = tell(d, "SW1234567", "", "", "");

	w->absent_on = day;
	w->absent_reason = "sickness";
}

static void tell_present(struct desk *d, int32_t day)
{
	tell(d, "SW1234567", "", "", "")->present_on = day;
}

static void tell_sickness(struct desk *d, int32_t from, int32_t until)
{
	*ARENA_PUSH(d->a, &d->told.reductions, &d->told.reductions_count, &d->told.reductions_room) =
		(struct reduction_told){{"SW1234567", "", ""}, "sickness", -1, -1, {from, until}, {"r.csv", "line 2"}};
}

static bool is_absent(const struct desk *d, int32_t day)
{
	for (size_t i = 0; i < d->known.reductions_count; i++)
		if (days_include(d->known.reductions[i].when, day))
			return true;
	return false;
}

static void test_roster__who_is_absent_stays_so_until_something_else_is_said(void **state)
{
	struct desk *d = *state;

	tell_absent(d, 100);
	(void)join(d);
	assert_int_equal(d->known.reductions_count, 1);
	assert_int_equal(d->known.reductions[0].minutes, -1);
	assert_int_equal(d->known.reductions[0].when.from, 100);
	assert_int_equal(d->known.reductions[0].when.until, DAY_MAX);
	assert_true(d->known.reductions[0].personal);
	tell_absent(d, 465);
	(void)join(d);
	assert_int_equal(d->joined.changes_count, 0);
}

static void test_roster__a_later_return_ends_an_absence_on_its_day(void **state)
{
	struct desk *d = *state;

	tell_absent(d, 100);
	(void)join(d);
	tell_present(d, 100);
	tell_present(d, 465);
	(void)join(d);
	assert_int_equal(d->known.reductions[0].when.until, 465);
	tell_absent(d, 100);
	(void)join(d);
	assert_int_equal(d->joined.changes_count, 0);
}

static void test_roster__two_returns_are_taken_in_the_order_of_their_days(void **state)
{
	struct desk *d = *state;

	tell_present(d, 465);
	tell_absent(d, 100);
	(void)join(d);
	assert_true(is_absent(d, 464));
	assert_false(is_absent(d, 465));
}

static void test_roster__an_older_return_that_comes_late_says_nothing_of_later_days(void **state)
{
	struct desk *d = *state;
	struct worker_told *w = tell(d, "SW1234567", "", "", "");

	w->present_on = w->reported_on = 465;
	w->reported_cases = 12;
	(void)join(d);
	tell_absent(d, 100);
	(void)join(d);
	assert_true(is_absent(d, 464));
	assert_false(is_absent(d, 465));
}

static void test_roster__dates_of_an_absence_take_the_place_of_what_was_assumed(void **state)
{
	struct desk *d = *state;

	for (int32_t from = 90; from <= 100; from += 10) {
		d->known = (struct roster){0};
		tell_absent(d, 100);
		(void)join(d);
		tell_sickness(d, from, 130);
		(void)join(d);
		assert_true(is_absent(d, from));
		assert_true(is_absent(d, 129));
		assert_false(is_absent(d, 130));
		tell_absent(d, 100);
		(void)join(d);
		assert_int_equal(d->joined.changes_count, 0);
	}
}

static void test_roster__dates_of_another_absence_leave_the_assumed_one(void **state)
{
	struct desk *d = *state;

	tell_absent(d, 100);
	tell_sickness(d, 20, 40);
	tell_sickness(d, 200, 210);
	(void)join(d);
	assert_true(is_absent(d, 300));
}

static void test_roster__an_absence_with_dates_is_not_made_open_by_a_return(void **state)
{
	struct desk *d = *state;

	tell(d, "SW1234567", "", "", "");
	tell_sickness(d, 90, 130);
	(void)join(d);
	tell_absent(d, 100);
	(void)join(d);
	assert_int_equal(d->joined.changes_count, 0);
	assert_false(is_absent(d, 130));
}

static void test_roster__newly_qualified_without_an_end_has_no_end(void **state)
{
	struct desk *d = *state;

	tell(d, "SW1234567", "", "", "")->newly_qualified = true;
	(void)join(d);
	assert_int_equal(d->known.posts[0].newly_qualified_until, DAY_MAX);
}

static void tell_protection(struct desk *d, int32_t until)
{
	tell(d, "SW1234567", "", "", "")->newly_qualified_until = until;
	(void)join(d);
}

static void test_roster__a_protection_is_not_shortened_where_allocations_are_negotiated(void **state)
{
	struct desk *d = *state;

	d->live_on = 100;
	tell(d, "SW1234567", "", "", "")->newly_qualified = true;
	(void)join(d);
	tell_protection(d, 300);
	assert_int_equal(d->known.posts[0].newly_qualified_until, 300);
	tell_protection(d, 400);
	assert_int_equal(d->known.posts[0].newly_qualified_until, 400);
	assert_int_equal(d->joined.issues_count, 0);
	tell_protection(d, 399);
	assert_int_equal(d->known.posts[0].newly_qualified_until, 400);
	assert_int_equal(d->joined.changes_count, 0);
	assert_int_equal(d->joined.issues_count, 1);
	assert_true(d->joined.issues[0].warning);
	assert_string_equal(d->joined.issues[0].code, "protection-shortened");
	assert_true(issue_says(d, "before 1971-02-05, which is known"));
}

static void test_roster__a_protection_that_would_be_shortened_names_the_record_that_says_so(void **state)
{
	struct desk *d = *state;
	struct worker_told *w;

	d->live_on = 100;
	tell_protection(d, 400);
	tell(d, "SW1234567", "", "", "")->fte_millionths = 600000;
	tell(d, "SW7654321", "", "", "")->newly_qualified_until = 300;
	w = tell(d, "SW1234567", "", "", "");
	w->newly_qualified_until = 300;
	w->where.place = "line 4";
	(void)join(d);
	assert_int_equal(d->joined.issues_count, 1);
	assert_string_equal(d->joined.issues[0].where.place, "line 4");
	assert_int_equal(d->known.posts[0].fte_millionths, 600000);
	assert_int_equal(d->known.posts[1].newly_qualified_until, 300);
}

static void test_roster__a_protection_is_told_as_it_is_where_nothing_is_negotiated(void **state)
{
	struct desk *d = *state;

	tell_protection(d, 400);
	tell_protection(d, 300);
	assert_int_equal(d->known.posts[0].newly_qualified_until, 300);
	assert_int_equal(d->joined.issues_count, 0);
}

static void test_roster__the_first_of_two_disagreeing_records_stands_with_a_warning(void **state)
{
	struct desk *d = *state;

	tell(d, "SW1234567", "", "", "")->fte_millionths = 600000;
	tell(d, "SW1234567", "", "", "")->fte_millionths = 1000000;
	(void)join(d);
	assert_int_equal(d->known.posts[0].fte_millionths, 600000);
	assert_int_equal(d->joined.issues_count, 1);
	assert_true(d->joined.issues[0].warning);
	assert_true(issue_says(d, "0.6"));
}

static void test_roster__a_newer_import_stands_over_what_was_known(void **state)
{
	struct desk *d = *state;

	tell(d, "SW1234567", "", "", "")->fte_millionths = 600000;
	(void)join(d);
	tell(d, "SW1234567", "", "", "")->fte_millionths = 1000000;
	(void)join(d);
	assert_int_equal(d->known.posts[0].fte_millionths, 1000000);
	assert_int_equal(d->known.posts[0].contract_minutes, FULL_TIME);
	assert_int_equal(d->joined.changes_count, 1);
	assert_false(d->joined.changes[0].is_new);
	assert_int_equal(d->joined.issues_count, 0);
}

static void test_roster__the_same_list_twice_changes_nothing(void **state)
{
	struct desk *d = *state;

	for (int i = 0; i < 2; i++) {
		tell_team(d, "T1", "Duty", "Nia");
		tell(d, "SW1234567", "ST1", "Nia", "Duty")->absent_on = 10;
		tell(d, "SW7654321", "", "", "")->fte_millionths = 500000;
		refer(d, "ST1", "", "T1");
		refer(d, "X9", "", "");
		(void)join(d);
	}
	assert_int_equal(d->joined.changes_count, 0);
	assert_int_equal(d->known.persons_count, 3);
}

static void test_roster__a_share_of_an_unknown_contract_is_reported(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Duty");
	tell(d, "", "ST2", "Omar", "Duty")->fte_millionths = 1000000;
	for (int i = 1; i <= 2; i++)
		*ARENA_PUSH(d->a, &d->told.reductions, &d->told.reductions_count, &d->told.reductions_room) =
			(struct reduction_told){{i == 1 ? "ST1" : "ST2", "", ""}, "duty", -1, 100, {0, DAY_MAX}, {"r.csv", "line 2"}};
	(void)join(d);
	assert_int_equal(errors(d), 1);
	assert_int_equal(d->known.reductions_count, 1);
	assert_int_equal(d->known.reductions[0].minutes, 222);
}

static void reduce(struct desk *d, const char *reason, int32_t minutes, int32_t from, int32_t until)
{
	*ARENA_PUSH(d->a, &d->told.reductions, &d->told.reductions_count, &d->told.reductions_room) =
		(struct reduction_told){{"ST1", "", ""}, reason, minutes, -1, {from, until}, {"r.csv", "line 2"}};
}

static void test_roster__a_reason_that_is_taken_off_twice_is_warned_of(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Duty");
	reduce(d, "union", 300, 100, DAY_MAX);
	reduce(d, "student", 300, 100, DAY_MAX);
	(void)join(d);
	assert_int_equal(d->joined.issues_count, 0);
	reduce(d, "union", 300, 130, DAY_MAX);
	(void)join(d);
	assert_true(issue_says(d, "both are taken off"));
	assert_int_equal(errors(d), 0);
	reduce(d, "union", 300, 130, DAY_MAX);
	reduce(d, "union", 300, 100, 130);
	(void)join(d);
	assert_int_equal(d->joined.issues_count, 0);
	reduce(d, "union", 300, 140, 140); /* that never was */
	(void)join(d);
	assert_int_equal(d->joined.issues_count, 0);
}

static void test_roster__a_line_finds_its_team_and_is_kept_once(void **state)
{
	struct desk *d = *state;

	tell_team(d, "T1", "Duty", "");
	for (int i = 0; i < 2; i++)
		*ARENA_PUSH(d->a, &d->told.lines, &d->told.lines_count, &d->told.lines_room) = (struct line_told){
			LINE_TEAM, "duty", LINE_COUNT, 15 + i, LINE_POLICY, "board", 0, {0, DAY_MAX}, {"lines.csv", "line 2"}};
	(void)join(d);
	assert_int_equal(d->known.lines_count, 1);
	assert_int_equal(d->known.lines[0].value, 16);
	assert_int_equal(d->known.lines[0].team_id, d->known.teams[0].team_id);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_roster__joins_by_registration_whatever_its_case),
		TEST(test_roster__joins_poor_records_to_rich_ones_in_any_order),
		TEST(test_roster__completes_a_post_whose_team_comes_later),
		TEST(test_roster__a_second_team_is_a_second_post),
		TEST(test_roster__says_when_posts_add_up_to_more_than_one_worker),
		TEST(test_roster__says_when_a_record_does_not_tell_which_post_it_means),
		TEST(test_roster__leaves_out_a_record_that_contradicts_another_on_a_key),
		TEST(test_roster__a_left_out_worker_is_not_made_anew_by_a_case),
		TEST(test_roster__matches_a_name_in_its_team),
		TEST(test_roster__a_right_name_in_another_team_is_nobody),
		TEST(test_roster__a_name_that_fits_two_is_nobody),
		TEST(test_roster__a_name_nobody_has_becomes_somebody),
		TEST(test_roster__one_new_name_in_two_teams_is_reported),
		TEST(test_roster__a_name_may_be_anybody_who_is_known_by_number_only),
		TEST(test_roster__a_list_of_names_may_be_anybody_who_is_known_by_number_only),
		TEST(test_roster__a_list_with_number_and_name_settles_who_a_name_is),
		TEST(test_roster__numbers_that_come_after_names_are_reported_once),
		TEST(test_roster__a_list_says_who_stands_twice_by_number_and_by_name),
		TEST(test_roster__a_key_that_no_list_has_is_reported_once),
		TEST(test_roster__does_not_say_the_name_of_nobody),
		TEST(test_roster__a_key_nobody_has_becomes_somebody),
		TEST(test_roster__a_list_completes_who_was_known_by_a_local_id_only),
		TEST(test_roster__a_local_id_joins_files_given_together),
		TEST(test_roster__who_is_absent_stays_so_until_something_else_is_said),
		TEST(test_roster__a_later_return_ends_an_absence_on_its_day),
		TEST(test_roster__two_returns_are_taken_in_the_order_of_their_days),
		TEST(test_roster__an_older_return_that_comes_late_says_nothing_of_later_days),
		TEST(test_roster__dates_of_an_absence_take_the_place_of_what_was_assumed),
		TEST(test_roster__dates_of_another_absence_leave_the_assumed_one),
		TEST(test_roster__an_absence_with_dates_is_not_made_open_by_a_return),
		TEST(test_roster__newly_qualified_without_an_end_has_no_end),
		TEST(test_roster__a_protection_is_not_shortened_where_allocations_are_negotiated),
		TEST(test_roster__a_protection_that_would_be_shortened_names_the_record_that_says_so),
		TEST(test_roster__a_protection_is_told_as_it_is_where_nothing_is_negotiated),
		TEST(test_roster__the_first_of_two_disagreeing_records_stands_with_a_warning),
		TEST(test_roster__a_newer_import_stands_over_what_was_known),
		TEST(test_roster__the_same_list_twice_changes_nothing),
		TEST(test_roster__a_share_of_an_unknown_contract_is_reported),
		TEST(test_roster__a_reason_that_is_taken_off_twice_is_warned_of),
		TEST(test_roster__a_line_finds_its_team_and_is_kept_once),
	};

	return RUN_TESTS(tests);
}
