/* Skills and working hours told by files: taken in, told again, changed, tried, refused and taken back. */
#include "office.h"
#include "service/import/import_undo.h"
#include "store/load_facts.h"

#define WORKERS "worker,name,team,role,fte\nST1,Nia,Duty,social worker,1\nST2,Omar,Duty,social worker,0.5\nST2,Omar,Court,social worker,0.5\n"
#define SKILLS "worker,name,team,skill,from,until\nST1,,,makaton,,\n,Omar,Duty,direct_work,2026-01-05,\n"
#define WEEK "worker,team,monday,tuesday,wednesday,thursday,friday,from\n"
#define HOURS WEEK "ST1,,08:00-16:00,08:00-16:00,,,08:00-12:00,2026-03-02\n"

static int open_council(void **state)
{
	struct office *o;

	if (office_open(state) != 0)
		return -1;
	o = *state;
	(void)IMPORT(o, office_file(o, "workers.csv", WORKERS));
	return 0;
}

static struct roster known(struct office *o)
{
	struct roster r;
	struct employer e;
	struct store *s;

	assert_int_equal(store_open(o->database, STORE_READ, &s, &o->err), 0);
	store_use_schemes(s, scheme_by_id);
	assert_int_equal(store_employer(s, o->a, o->employer, &e, &o->err), 0);
	assert_int_equal(store_roster(s, o->a, e.id, &r, &o->err), 0);
	store_close(s);
	return r;
}

static struct working_time works(struct office *o, int32_t post_id, int32_t day)
{
	struct working_time t;
	struct employer e;
	struct store *s;

	assert_int_equal(store_open(o->database, STORE_READ, &s, &o->err), 0);
	store_use_schemes(s, scheme_by_id);
	assert_int_equal(store_employer(s, o->a, o->employer, &e, &o->err), 0);
	assert_int_equal(store_working_time(s, o->a, e.id, post_id, day, &t, &o->err), 0);
	store_close(s);
	return t;
}

static struct import_undone take_back(struct office *o, int64_t entry)
{
	struct import_undo_request r = {.database = o->database, .employer = o->employer, .sequence = entry, .actor = "test", .instant = OFFICE_NOW};
	struct import_undone undone = {0};

	if (import_undo(&r, &undone, &o->err) != 0)
		fail_msg("%s", o->err.text);
	return undone;
}

static int32_t day(int month, int day_of_month)
{
	return date_from_civil(2026, month, day_of_month);
}

static void assert_hours(struct working_time t, int weekday, int32_t from, int32_t until)
{
	assert_int_equal(t.week[weekday].from, from);
	assert_int_equal(t.week[weekday].until, until);
}

static void test_import__takes_in_skills_once_and_their_end(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "skills.csv", SKILLS));
	struct roster roster = known(o);

	assert_int_equal(r.skills.added, 2);
	assert_int_equal(r.errors + r.warnings, 0);
	assert_int_equal(roster.skills_count, 2);
	assert_string_equal(roster.skills[0].code, "makaton");
	assert_true(IMPORT(o, office_file(o, "skills.csv", SKILLS)).nothing_new);
	r = IMPORT(o, office_file(o, "end.csv", "worker,skill,from,until\nST1,makaton,,2026-06-01\n"));
	assert_int_equal(r.skills.replaced, 1);
	assert_int_equal(r.skills.added, 0);
	roster = known(o);
	assert_int_equal(roster.skills_count, 2);
	assert_int_equal(roster.skills[0].when.until, day(6, 1));
	(void)take_back(o, r.position);
	assert_int_equal(known(o).skills[0].when.until, DAY_MAX);
}

static void test_import__takes_in_a_week_and_takes_it_back(void **state)
{
	struct office *o = *state;
	struct import_report r = IMPORT(o, office_file(o, "hours.csv", HOURS));
	int32_t post = known(o).weeks[0].post_id;

	assert_int_equal(r.weeks.added, 1);
	assert_hours(works(o, post, day(3, 2)), 0, 480, 960);
	assert_hours(works(o, post, day(3, 2)), 2, 0, 0);
	assert_hours(works(o, post, day(3, 2)), 4, 480, 720);
	assert_hours(works(o, post, day(3, 1)), 2, 540, 1020); /* the usual week before it */
	assert_true(IMPORT(o, office_file(o, "hours.csv", HOURS)).nothing_new);
	(void)take_back(o, r.position);
	assert_int_equal(known(o).weeks_count, 0);
	assert_hours(works(o, post, day(3, 2)), 2, 540, 1020);
}

/* Told in any order, a pattern holds until the next one; an earlier one that comes later does not end what comes after it. */
static void test_import__lets_a_week_hold_until_the_next(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct roster roster;
	int32_t post;

	(void)IMPORT(o, office_file(o, "hours.csv", WEEK "ST1,,,,10:00-14:00,,,2026-06-01\nST1,,08:00-16:00,,,,,2026-03-02\n"));
	r = IMPORT(o, office_file(o, "between.csv", WEEK "ST1,,,12:00-16:00,,,,2026-04-01\n"));
	assert_int_equal(r.weeks.added, 1);
	assert_int_equal(r.weeks.replaced, 1);
	roster = known(o);
	post = roster.weeks[0].post_id;
	assert_int_equal(roster.weeks_count, 3);
	assert_int_equal(roster.weeks[0].when.until, day(4, 1));
	assert_int_equal(roster.weeks[1].when.until, day(6, 1));
	assert_int_equal(roster.weeks[2].when.until, DAY_MAX);
	assert_hours(works(o, post, day(3, 31)), 0, 480, 960);
	assert_hours(works(o, post, day(4, 1)), 0, 0, 0);
	assert_hours(works(o, post, day(4, 1)), 1, 720, 960);
	assert_hours(works(o, post, day(6, 1)), 2, 600, 840);
	(void)take_back(o, r.position);
	assert_int_equal(known(o).weeks[0].when.until, day(6, 1));
	r = IMPORT(o, office_file(o, "corrected.csv", WEEK "ST1,,09:00-16:00,,,,,2026-03-02\n"));
	assert_int_equal(r.weeks.replaced, 1);
	assert_int_equal(r.weeks.added, 0);
	assert_hours(works(o, post, day(3, 2)), 0, 540, 960);
}

static void test_import__gives_the_week_to_the_post_that_is_meant(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct roster roster;

	(void)IMPORT(o, office_file(o, "hours.csv", WEEK "ST2,Court,08:00-16:00,,,,,\nST2,Duty,,08:00-16:00,,,,\n"));
	roster = known(o);
	assert_int_equal(roster.weeks_count, 2);
	assert_int_not_equal(roster.weeks[0].post_id, roster.weeks[1].post_id);
	o->accept_good = true;
	r = IMPORT(o, office_file(o, "which.csv", WEEK "ST2,,08:00-12:00,,,,,\nST9,,08:00-12:00,,,,,\nST1,,08:00-12:00,,,,,\n"));
	assert_int_equal(r.errors, 2);
	assert_string_equal(r.issues[0].code, "uncertain-post");
	assert_string_equal(r.issues[1].code, "unknown-worker");
	assert_int_equal(r.weeks.added, 1);
}

static void test_import__tries_skills_and_hours_without_changing_anything(void **state)
{
	struct office *o = *state;
	struct import_report r;
	struct str before = office_bytes(o), after;

	o->dry_run = true;
	r = IMPORT(o, office_file(o, "skills.csv", SKILLS), office_file(o, "hours.csv", HOURS));
	assert_int_equal(r.skills.added, 2);
	assert_int_equal(r.weeks.added, 1);
	assert_false(r.nothing_new);
	after = office_bytes(o);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.at, after.at, before.len);
}

#define COUNCIL(test) cmocka_unit_test_setup_teardown(test, open_council, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		COUNCIL(test_import__takes_in_skills_once_and_their_end),
		COUNCIL(test_import__takes_in_a_week_and_takes_it_back),
		COUNCIL(test_import__lets_a_week_hold_until_the_next),
		COUNCIL(test_import__gives_the_week_to_the_post_that_is_meant),
		COUNCIL(test_import__tries_skills_and_hours_without_changing_anything),
	};

	return RUN_TESTS(tests);
}
