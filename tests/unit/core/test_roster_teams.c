/* Teams: which of them a file means, and who manages them. */
#include "roster_desk.h"

static void test_roster_teams__a_team_in_the_place_of_a_worker_is_the_team(void **state)
{
	struct desk *d = *state;
	size_t own = refer(d, "", "duty  team", "Duty Team"), other = refer(d, "", "Court", "Duty Team");

	refer(d, "", "", "Court");
	(void)join(d);
	assert_int_equal(d->known.persons_count, 0);
	assert_int_equal(d->joined.issues_count, 0);
	assert_int_equal(d->joined.matches[own].post_id, 0);
	assert_false(d->joined.matches[own].uncertain);
	assert_int_equal(d->joined.matches[own].team_id, d->known.teams[0].team_id);
	assert_int_equal(d->joined.matches[other].team_id, d->known.teams[1].team_id);
}

static void test_roster_teams__a_case_in_an_old_team_is_held_by_the_only_post(void **state)
{
	struct desk *d = *state;
	size_t ref = refer(d, "ST1", "", "Court");

	tell(d, "", "ST1", "Nia", "Duty");
	(void)join(d);
	assert_int_equal(d->joined.matches[ref].post_id, d->known.posts[0].post_id);
	assert_int_equal(d->known.posts_count, 1);
	assert_int_equal(d->known.teams_count, 2);
}

static void test_roster_teams__a_team_known_by_name_takes_its_code_later(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Assessment North");
	(void)join(d);
	assert_string_equal(d->known.teams[0].code, "assessment-north");
	tell_team(d, "T01", "Assessment  north", "");
	(void)join(d);
	assert_int_equal(d->known.teams_count, 1);
	assert_string_equal(d->known.teams[0].code, "T01");
	assert_string_equal(d->known.teams[0].service, "");
}

static void test_roster_teams__teams_are_told_apart_by_every_letter_of_their_names(void **state)
{
	static const char *const NAMES[] = {"Team Å", "Team Ä", "Court + Duty", "Court - Duty", "Ομάδα",
		"Τμήμα"};
	enum { COUNT = sizeof NAMES / sizeof *NAMES };
	struct desk *d = *state;

	for (int again = 0; again < 2; again++) {
		for (int i = 0; i < COUNT; i++)
			tell(d, "", arena_printf(d->a, "ST%d", i), arena_printf(d->a, "Worker %d", i), NAMES[i]);
		(void)join(d);
		assert_int_equal(d->joined.issues_count, 0);
		assert_int_equal(d->known.teams_count, COUNT);
	}
	assert_int_equal(d->joined.changes_count, 0);
	for (size_t i = 0; i < COUNT; i++)
		for (size_t other = 0; other < i; other++)
			assert_string_not_equal(d->known.teams[i].code, d->known.teams[other].code);
}

static void test_roster_teams__codes_that_look_alike_in_addresses_are_two_teams(void **state)
{
	struct desk *d = *state;

	tell_team(d, "R&A", "Referral", "");
	(void)join(d);
	for (int again = 0; again < 2; again++) {
		tell_team(d, "R/A", "Residential", "");
		tell_team(d, "Αθήνα", "Athens", "");
		tell_team(d, "Πάτρα", "Patras", "");
		tell(d, "", "ST1", "Nia", "r/a");
		(void)join(d);
	}
	assert_int_equal(d->joined.changes_count, 0);
	assert_int_equal(d->known.teams_count, 4);
	assert_string_equal(d->known.teams[0].name, "Referral");
	assert_string_equal(d->known.teams[0].code, "R-A");
	assert_string_equal(d->known.teams[1].code, "R-A-2");
	assert_string_not_equal(d->known.teams[2].code, d->known.teams[3].code);
	assert_int_equal(d->known.posts[0].team_id, d->known.teams[1].team_id);
}

static void test_roster_teams__a_code_that_was_shown_finds_its_team(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Assessment North");
	(void)join(d);
	tell(d, "", "ST2", "Omar", "assessment-north");
	(void)join(d);
	assert_int_equal(d->known.teams_count, 1);
}

static void test_roster_teams__a_name_that_two_teams_have_is_neither(void **state)
{
	struct desk *d = *state;
	size_t named, team;

	tell_team(d, "N1", "Duty", "");
	tell_team(d, "N2", "duty", "");
	tell(d, "", "ST1", "Ann", "Duty");
	tell(d, "", "ST2", "Bo", "N2");
	named = refer(d, "", "Bo", "Duty");
	team = refer(d, "", "", "Duty");
	(void)join(d);
	assert_int_equal(d->known.teams_count, 2);
	assert_int_equal(d->known.persons_count, 1);
	assert_int_equal(errors(d), 2);
	assert_string_equal(d->joined.issues[0].code, "uncertain-team");
	assert_true(issue_says(d, "Duty is the name of more than one, with the codes N1, N2"));
	assert_true(d->joined.matches[named].uncertain);
	assert_true(d->joined.matches[team].uncertain);
	assert_int_equal(d->joined.matches[team].team_id, 0);
}

static void test_roster_teams__teams_may_change_names_with_each_other(void **state)
{
	struct desk *d = *state;

	tell_team(d, "N1", "Duty", "");
	tell_team(d, "N2", "Court", "");
	(void)join(d);
	tell_team(d, "N1", "Court", "");
	tell_team(d, "N2", "Duty", "");
	tell(d, "", "ST1", "Ann", "Duty");
	(void)join(d);
	assert_int_equal(d->joined.issues_count, 0);
	assert_int_equal(d->known.posts[0].team_id, d->known.teams[1].team_id);
}

static void test_roster_teams__of_two_names_of_one_team_code_the_first_stands_with_a_warning(void **state)
{
	struct desk *d = *state;

	tell_team(d, "N1", "Duty", "");
	tell_team(d, "N1", "Court", "");
	(void)join(d);
	assert_string_equal(d->known.teams[0].name, "Duty");
	assert_int_equal(d->joined.issues_count, 1);
	assert_true(d->joined.issues[0].warning);
	assert_true(issue_says(d, "one name of the team with the code N1"));
}

static void test_roster_teams__the_only_manager_of_a_team_is_accountable(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Duty")->role = POST_MANAGER;
	tell(d, "", "ST2", "Omar", "Court")->role = POST_MANAGER;
	tell(d, "", "ST3", "Priya", "Court")->role = POST_MANAGER;
	(void)join(d);
	assert_string_equal(d->known.teams[0].manager, "Nia");
	assert_string_equal(d->known.teams[0].manager_code, "ST1");
	assert_string_equal(d->known.teams[1].manager, "");
}

static void test_roster_teams__a_named_manager_stands_by_key_or_name(void **state)
{
	struct desk *d = *state;

	tell(d, "", "ST1", "Nia", "Duty");
	tell_team(d, "T1", "Duty", "nia");
	tell_team(d, "T2", "Court", "A. Nother");
	(void)join(d);
	assert_string_equal(d->known.teams[0].manager_code, "ST1");
	assert_string_equal(d->known.teams[1].manager, "A. Nother");
	assert_string_equal(d->known.teams[1].manager_code, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_roster_teams__a_team_in_the_place_of_a_worker_is_the_team),
		TEST(test_roster_teams__a_case_in_an_old_team_is_held_by_the_only_post),
		TEST(test_roster_teams__a_team_known_by_name_takes_its_code_later),
		TEST(test_roster_teams__teams_are_told_apart_by_every_letter_of_their_names),
		TEST(test_roster_teams__codes_that_look_alike_in_addresses_are_two_teams),
		TEST(test_roster_teams__a_code_that_was_shown_finds_its_team),
		TEST(test_roster_teams__a_name_that_two_teams_have_is_neither),
		TEST(test_roster_teams__teams_may_change_names_with_each_other),
		TEST(test_roster_teams__of_two_names_of_one_team_code_the_first_stands_with_a_warning),
		TEST(test_roster_teams__the_only_manager_of_a_team_is_accountable),
		TEST(test_roster_teams__a_named_manager_stands_by_key_or_name),
	};

	return RUN_TESTS(tests);
}
