/* The figures of a health check that come from what happened, worked out by hand. */
#include "core/health_records.h"

#include <stdlib.h>

#include "../../test.h"
#include "core/matter.h"

/* Two teams: NORTH is in the scope, SOUTH is not. The period is June 2026. */
enum { NORTH, SOUTH, TEAMS, MOST = 32 };
enum { ANN = 1, BO, CY, HEAD, TEMP, GONE }; /* people; their posts are ten times that */

static struct {
	struct arena *a;
	struct health_records r;
	struct record_post posts[MOST];
	struct record_absence absences[MOST];
	struct record_episode episodes[MOST];
	struct record_holding holdings[MOST];
	struct record_closing closings[MOST];
	struct record_extra extra[MOST];
	struct record_answer answers[MOST];
	struct record_offer offers[MOST];
	struct record_matter matters[MOST];
	struct happening happenings[MOST];
	struct health_figure figures[HEALTH_MEASURES];
} desk;

static int32_t june(int day)
{
	return date_from_civil(2026, 6, day);
}

static struct days whole_june(void)
{
	return (struct days){june(1), june(31)};
}

static void add_post(int32_t person, int32_t team, int32_t from, int32_t until)
{
	desk.posts[desk.r.posts_count++] = (struct record_post){person * 10, person, team, {from, until}, 1000000, false, POST_SOCIAL_WORKER,
		DAY_MIN};
}

static int setup(void **state)
{
	(void)state;
	desk.a = arena_new();
	desk.r = (struct health_records){.told = {june(1) - 400, june(31)}, .teams_count = TEAMS, .has_sickness = true, .has_extra = true,
		.has_nothing = true, .has_stages = true, .is_live = true, .posts = desk.posts, .absences = desk.absences,
		.episodes = desk.episodes, .holdings = desk.holdings, .closings = desk.closings, .extra = desk.extra, .answers = desk.answers,
		.offers = desk.offers, .matters = desk.matters, .happenings = desk.happenings};
	for (int m = 0; m < HEALTH_MEASURES; m++)
		desk.figures[m] = health_unsaid();
	add_post(ANN, NORTH, june(1) - 1000, DAY_MAX);
	add_post(BO, NORTH, june(1) - 500, DAY_MAX);
	add_post(CY, SOUTH, june(1) - 200, DAY_MAX);
	add_post(HEAD, NORTH, june(1) - 3000, DAY_MAX);
	desk.posts[3].role = POST_MANAGER;
	add_post(TEMP, NORTH, june(10), DAY_MAX);
	desk.posts[4].agency = true;
	desk.posts[4].fte_millionths = 500000;
	add_post(GONE, NORTH, june(1) - 300, june(16));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(desk.a);
	return 0;
}

static const struct health_figure *tell(enum health_section section, enum health_measure m)
{
	static const bool IN[TEAMS + 1] = {false, true, false};

	health_of_section(desk.a, &desk.r, section, IN, whole_june(), desk.figures);
	return &desk.figures[m];
}

static void check(enum health_section section, enum health_measure m, int64_t value, int64_t part, int64_t whole)
{
	const struct health_figure *f = tell(section, m);

	if (f->known != HEALTH_KNOWN || f->value != value || f->part != part || f->whole != whole)
		fail_msg("%s: known %d, %lld (%lld of %lld), and should be %lld (%lld of %lld)", health_measure_row(m)->code, (int)f->known,
			(long long)f->value, (long long)f->part, (long long)f->whole, (long long)value, (long long)part, (long long)whole);
}

static void check_count(enum health_section section, enum health_measure m, int64_t value)
{
	check(section, m, value, 0, 0);
}

/* ---- flow ---- */

static struct record_episode *refer(int32_t case_id, int32_t from, int32_t until, enum went_as as)
{
	struct record_episode *e = &desk.episodes[desk.r.episodes_count++];

	*e = (struct record_episode){case_id, NORTH, {from, until}, as, true, true};
	return e;
}

static struct record_holding *hold(int32_t case_id, int32_t person, int32_t from, int32_t until)
{
	struct record_holding *h = &desk.holdings[desk.r.holdings_count++];

	*h = (struct record_holding){case_id, person * 10, NORTH, HOLDING_LEAD, HOLDING_STANDS, {from, until}};
	return h;
}

static void check_residue(int64_t none, int64_t two)
{
	int64_t sum = 0;
	static const enum health_measure PLACES[] = {MEASURE_WENT_TO_WORKER, MEASURE_WENT_TO_PILE, MEASURE_WENT_CLOSED, MEASURE_WENT_ELSEWHERE,
		MEASURE_CAME_TO_NOTHING, MEASURE_RESIDUE};

	check_count(HEALTH_FLOW, MEASURE_IN_NO_PLACE, none);
	check_count(HEALTH_FLOW, MEASURE_IN_TWO_PLACES, two);
	check_count(HEALTH_FLOW, MEASURE_RESIDUE, none + two);
	for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
		sum += desk.figures[PLACES[i]].value;
	assert_int_equal(sum, desk.figures[MEASURE_REFERRALS].value);
}

static void test_flow__puts_each_referral_of_the_period_in_one_place(void **state)
{
	(void)state;
	refer(1, june(2), DAY_MAX, WENT_OPEN);
	refer(2, june(3), DAY_MAX, WENT_OPEN);
	refer(3, june(4), june(20), WENT_CLOSED);
	refer(4, june(5), june(21), WENT_ELSEWHERE);
	refer(5, june(6), june(6), WENT_TO_NOTHING);
	refer(6, june(1) - 1, DAY_MAX, WENT_OPEN);
	refer(7, june(2), DAY_MAX, WENT_OPEN)->team = SOUTH;
	hold(1, ANN, june(3), DAY_MAX);
	hold(3, ANN, june(4), june(20));
	check_count(HEALTH_FLOW, MEASURE_REFERRALS, 5);
	check_count(HEALTH_FLOW, MEASURE_WENT_TO_WORKER, 1);
	check_count(HEALTH_FLOW, MEASURE_WENT_TO_PILE, 1);
	check_count(HEALTH_FLOW, MEASURE_WENT_CLOSED, 1);
	check_count(HEALTH_FLOW, MEASURE_WENT_ELSEWHERE, 1);
	check_count(HEALTH_FLOW, MEASURE_CAME_TO_NOTHING, 1);
	check_residue(0, 0);
}

static void test_flow__is_of_the_last_day(void **state)
{
	(void)state;
	refer(1, june(2), june(30), WENT_CLOSED); /* not open on the 30th */
	refer(2, june(2), june(31), WENT_CLOSED); /* open on the 30th */
	check_count(HEALTH_FLOW, MEASURE_WENT_CLOSED, 1);
	check_count(HEALTH_FLOW, MEASURE_WENT_TO_PILE, 1);
	check_residue(0, 0);
}

static void test_flow__has_in_the_pile_what_nobody_works_on(void **state)
{
	(void)state;
	for (int32_t id = 1; id <= 5; id++)
		refer(id, june(2), DAY_MAX, WENT_OPEN);
	hold(1, HEAD, june(3), DAY_MAX);
	hold(2, ANN, june(3), DAY_MAX)->standing = HOLDING_ON_PAPER;
	hold(3, ANN, june(3), DAY_MAX)->standing = HOLDING_EMERGENCY;
	hold(4, 0, june(3), DAY_MAX);
	hold(5, BO, june(3), DAY_MAX);
	desk.absences[desk.r.absences_count++] = (struct record_absence){BO * 10, {june(20), DAY_MAX}, true};
	check_count(HEALTH_FLOW, MEASURE_WENT_TO_PILE, 5);
	check_residue(0, 0);
}

static void test_flow__has_in_no_place_what_was_closed_without_a_reason_that_is_known(void **state)
{
	(void)state;
	refer(1, june(2), june(20), WENT_UNSAID);
	check_residue(1, 0);
}

static void test_flow__has_in_two_places_what_is_closed_and_held(void **state)
{
	(void)state;
	refer(1, june(2), june(20), WENT_CLOSED);
	hold(1, ANN, june(3), DAY_MAX);
	refer(2, june(2), june(2), WENT_TO_NOTHING);
	hold(2, ANN, june(3), DAY_MAX);
	check_residue(0, 2);
}

static void test_flow__has_in_two_places_what_is_held_only_by_somebody_who_has_left(void **state)
{
	(void)state;
	refer(1, june(2), DAY_MAX, WENT_OPEN);
	hold(1, GONE, june(3), DAY_MAX);
	refer(2, june(2), DAY_MAX, WENT_OPEN);
	hold(2, GONE, june(3), DAY_MAX);
	hold(2, ANN, june(20), DAY_MAX)->role = HOLDING_CO_WORKER;
	refer(3, june(2), DAY_MAX, WENT_OPEN);
	hold(3, GONE, june(3), june(16));
	check_count(HEALTH_FLOW, MEASURE_WENT_TO_WORKER, 1);
	check_count(HEALTH_FLOW, MEASURE_WENT_TO_PILE, 1);
	check_residue(0, 1);
}

static void test_flow__has_in_two_places_referrals_of_one_case_that_overlap(void **state)
{
	(void)state;
	refer(1, june(2), june(10), WENT_CLOSED);
	refer(1, june(5), DAY_MAX, WENT_OPEN);
	refer(2, june(2), june(10), WENT_CLOSED); /* one after the other do not, nor what led to nothing */
	refer(2, june(10), DAY_MAX, WENT_OPEN);
	refer(2, june(12), june(13), WENT_TO_NOTHING);
	check_residue(0, 2);
	assert_int_equal(desk.figures[MEASURE_REFERRALS].value, 5);
}

static void test_flow__lists_what_is_left_over_as_often_as_it_counts_it(void **state)
{
	static const enum referral_left_why WHYS[] = {LEFT_UNSAID, LEFT_STILL_HELD, LEFT_WITH_LEAVER, LEFT_OVERLAPPED, LEFT_OVERLAPPED};
	const bool in[TEAMS + 1] = {false, true, false};
	struct referral_left *left;
	size_t count;

	(void)state;
	refer(1, june(2), june(20), WENT_UNSAID);
	refer(2, june(2), june(20), WENT_CLOSED);
	hold(2, ANN, june(3), DAY_MAX);
	refer(3, june(2), DAY_MAX, WENT_OPEN);
	hold(3, GONE, june(3), DAY_MAX);
	refer(4, june(2), june(10), WENT_CLOSED);
	refer(4, june(5), DAY_MAX, WENT_OPEN);
	refer(5, june(2), june(20), WENT_CLOSED);
	refer(6, june(2), june(20), WENT_UNSAID)->team = SOUTH;
	left = health_referrals_left(desk.a, &desk.r, in, whole_june(), &count);
	assert_int_equal(count, 5);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(left[i].why, WHYS[i]);
		assert_true(referral_left_in(left[i].why, MEASURE_RESIDUE));
		assert_int_equal(referral_left_in(left[i].why, MEASURE_IN_NO_PLACE), left[i].why == LEFT_UNSAID);
	}
	desk.r.entered_from = DAY_MAX;
	assert_null(health_referrals_left(desk.a, &desk.r, in, (struct days){june(1) - 3000, june(1)}, &count));
	assert_int_equal(count, 0);
}

static void test_flow__counts_a_case_without_a_team_where_it_is_held(void **state)
{
	(void)state;
	refer(1, june(2), DAY_MAX, WENT_OPEN)->team = -1;
	hold(1, CY, june(3), DAY_MAX)->team = SOUTH;
	refer(2, june(2), june(9), WENT_CLOSED)->team = -1;
	hold(2, ANN, june(3), june(9));
	check_count(HEALTH_FLOW, MEASURE_REFERRALS, 1);
	check_count(HEALTH_FLOW, MEASURE_WENT_CLOSED, 1);
}

/* ---- continuity ---- */

static void test_continuity__is_of_open_cases_within_a_year(void **state)
{
	(void)state;
	refer(1, june(1) - 600, DAY_MAX, WENT_OPEN);
	hold(1, ANN, june(1) - 600, june(1) - 100);
	hold(1, BO, june(1) - 100, june(1) - 50);
	hold(1, GONE, june(1) - 50, DAY_MAX);
	refer(2, june(1) - 600, DAY_MAX, WENT_OPEN);
	hold(2, ANN, june(1) - 600, june(1) - 100);
	hold(2, HEAD, june(1) - 100, DAY_MAX);
	refer(3, june(1) - 600, DAY_MAX, WENT_OPEN);
	check(HEALTH_CONTINUITY, MEASURE_CHANGED_TWICE, 333, 1, 3);
	check(HEALTH_CONTINUITY, MEASURE_WORKERS_A_CASE, 20, 4, 2);
}

/* ---- staff ---- */

static void test_staff__is_in_post_by_full_time_equivalents(void **state)
{
	(void)state;
	check_count(HEALTH_STAFF, MEASURE_IN_POST, 300); /* Ann, Bo and their manager */
	check(HEALTH_STAFF, MEASURE_AGENCY, 143, 50, 350);
}

static void test_turnover__is_those_who_left_in_a_year_over_those_in_post(void **state)
{
	(void)state;
	add_post(7, NORTH, june(1) - 3000, june(30) - 364); /* a day too long ago */
	add_post(8, NORTH, june(1) - 3000, june(30) - 363);
	check(HEALTH_STAFF, MEASURE_TURNOVER, 667, 200, 300);
	check_count(HEALTH_STAFF, MEASURE_LEFT, 1);
}

static void test_staff__who_move_have_neither_left_nor_started(void **state)
{
	(void)state;
	desk.posts[5].when.until = june(3);
	add_post(7, NORTH, june(30), DAY_MAX);
	desk.posts[6].person_id = GONE; /* 27 days later */
	check_count(HEALTH_STAFF, MEASURE_LEFT, 0);
	check_count(HEALTH_STAFF, MEASURE_STARTED, 0);
	desk.posts[5].when.until = june(2); /* 28 */
	check_count(HEALTH_STAFF, MEASURE_LEFT, 1);
	check_count(HEALTH_STAFF, MEASURE_STARTED, 1);
}

static void test_time_in_post__is_that_of_the_middle_one(void **state)
{
	(void)state;
	check_count(HEALTH_STAFF, MEASURE_TIME_IN_POST, 1029);
}

static void test_sickness__counts_a_day_once(void **state)
{
	(void)state;
	/* June 2026 has 22 working days: 22 of Ann, Bo and the manager, 11 of who goes on the 16th. Bo is ill from Monday 8 to
	 * Friday 12 and, by another record, from Thursday 11 to Monday 15. */
	desk.absences[desk.r.absences_count++] = (struct record_absence){BO * 10, {june(8), june(13)}, true};
	desk.absences[desk.r.absences_count++] = (struct record_absence){BO * 10, {june(11), june(16)}, true};
	desk.absences[desk.r.absences_count++] = (struct record_absence){BO * 10, {june(22), june(27)}, false};
	check(HEALTH_STAFF, MEASURE_SICKNESS, 78, 6, 77);
}

static void test_sickness__that_no_record_tells_of_is_unsaid(void **state)
{
	(void)state;
	desk.r.has_sickness = false;
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_SICKNESS)->known, HEALTH_UNSAID);
}

static void test_vacancies__are_unsaid_until_they_are_declared(void **state)
{
	const struct declaration declared = {.what = DECLARED_VACANCIES, .when = {june(1) - 90, DAY_MAX}, .figure = 100};
	const bool all[TEAMS + 1] = {true, true, true};

	(void)state;
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_VACANCY_RATE)->known, HEALTH_UNSAID);
	desk.r.declared = &declared;
	desk.r.declared_count = 1;
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_VACANCIES)->known, HEALTH_UNSAID); /* it is of all teams, and one is looked at */
	health_of_section(desk.a, &desk.r, HEALTH_STAFF, all, whole_june(), desk.figures);
	assert_int_equal(desk.figures[MEASURE_VACANCIES].value, 100);
	assert_int_equal(desk.figures[MEASURE_VACANCY_RATE].value, 200); /* of 1.0 and the 4.0 in post, with Cy */
}

static void test_staff__of_unknown_hours_is_unsaid(void **state)
{
	(void)state;
	for (size_t i = 0; i < desk.r.posts_count; i++)
		desk.posts[i].fte_millionths = -1;
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_IN_POST)->known, HEALTH_UNSAID);
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_TURNOVER)->known, HEALTH_UNSAID);
}

/* ---- a time before the records ---- */

/* The first import was on 1 June, of what was there then: nobody left before it that anybody told of. */
static void begin_records(bool dated)
{
	desk.r.entered_from = june(1);
	desk.r.posts_count = 4;
	for (size_t i = 0; i < desk.r.posts_count && !dated; i++)
		desk.posts[i].when.from = DAY_MIN;
}

static void test_turnover__of_a_year_before_the_records_is_unsaid(void **state)
{
	(void)state;
	begin_records(false);
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_TURNOVER)->known, HEALTH_UNSAID);
	check_count(HEALTH_STAFF, MEASURE_LEFT, 0); /* in June: that is told */
	begin_records(true); /* first days say nothing of who left */
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_TURNOVER)->known, HEALTH_UNSAID);
	desk.r.entered_from = june(30) - 364; /* the year later */
	check(HEALTH_STAFF, MEASURE_TURNOVER, 0, 0, 300);
}

static void test_turnover__that_a_first_import_tells_with_those_who_left_is_said(void **state)
{
	(void)state;
	begin_records(true);
	add_post(7, NORTH, june(1) - 3000, june(1) - 40);
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_TURNOVER)->known, HEALTH_UNSAID); /* a month of the twelve */
	add_post(8, NORTH, june(1) - 3000, june(30) - 300);
	check(HEALTH_STAFF, MEASURE_TURNOVER, 667, 200, 300);
}

static void test_left__before_the_records_is_unsaid(void **state)
{
	(void)state;
	begin_records(true);
	desk.r.entered_from = june(20);
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_LEFT)->known, HEALTH_UNSAID);
	add_post(7, NORTH, june(1) - 3000, june(10));
	check_count(HEALTH_STAFF, MEASURE_LEFT, 1);
}

static void test_started__is_told_by_those_whose_first_day_is_known(void **state)
{
	(void)state;
	begin_records(false);
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_STARTED)->known, HEALTH_UNSAID);
	desk.posts[0].when.from = june(5);
	check_count(HEALTH_STAFF, MEASURE_STARTED, 1);
	assert_int_equal(desk.figures[MEASURE_STARTED].told, 1);
	assert_int_equal(desk.figures[MEASURE_STARTED].should, 3);
}

static void test_sickness__before_the_records_is_unsaid(void **state)
{
	(void)state;
	begin_records(true);
	desk.r.entered_from = june(20);
	desk.absences[desk.r.absences_count++] = (struct record_absence){BO * 10, {june(8), DAY_MAX}, true};
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_SICKNESS)->known, HEALTH_UNSAID);
	desk.absences[0].when.until = june(13);
	assert_int_equal(tell(HEALTH_STAFF, MEASURE_SICKNESS)->known, HEALTH_KNOWN);
}

static void test_records__reach_the_newest_day_that_is_over(void **state)
{
	(void)state;
	begin_records(false);
	refer(1, june(3), june(12), WENT_TO_NOTHING);
	refer(2, june(9), june(25), WENT_TO_NOTHING);
	assert_int_equal(records_reach(&desk.r, june(30)), june(25));
	assert_int_equal(records_reach(&desk.r, june(20)), june(12));
}

static void test_referrals__before_the_records_are_unsaid_where_none_is_told_that_ended(void **state)
{
	(void)state;
	desk.r.entered_from = june(20);
	refer(1, june(3), DAY_MAX, WENT_OPEN);
	assert_int_equal(tell(HEALTH_FLOW, MEASURE_REFERRALS)->known, HEALTH_UNSAID);
	assert_int_equal(tell(HEALTH_FLOW, MEASURE_RESIDUE)->known, HEALTH_UNSAID);
	assert_int_equal(tell(HEALTH_CLOSING, MEASURE_CLOSURES)->known, HEALTH_UNSAID);
	assert_int_equal(tell(HEALTH_CLOSING, MEASURE_RE_REFERRED_12)->known, HEALTH_UNSAID);
	refer(2, june(3), june(9), WENT_CLOSED);
	check_count(HEALTH_FLOW, MEASURE_REFERRALS, 2);
	assert_int_equal(tell(HEALTH_CLOSING, MEASURE_CLOSURES)->known, HEALTH_KNOWN);
}

static void test_continuity__is_of_cases_whose_holders_are_told(void **state)
{
	(void)state;
	desk.r.entered_from = june(20);
	refer(1, june(1) - 600, DAY_MAX, WENT_OPEN);
	hold(1, ANN, DAY_MIN, DAY_MAX); /* since when, no file says */
	refer(2, june(1) - 600, DAY_MAX, WENT_OPEN);
	hold(2, BO, june(10), DAY_MAX); /* and before it, nobody knows */
	assert_int_equal(tell(HEALTH_CONTINUITY, MEASURE_CHANGED_TWICE)->known, HEALTH_UNSAID);
	assert_int_equal(desk.figures[MEASURE_CHANGED_TWICE].should, 2);
	desk.holdings[0].when.from = june(1) - 500;
	check(HEALTH_CONTINUITY, MEASURE_CHANGED_TWICE, 0, 0, 1);
	check(HEALTH_CONTINUITY, MEASURE_WORKERS_A_CASE, 10, 1, 1);
	refer(3, june(25), DAY_MAX, WENT_OPEN); /* newer than the records */
	check(HEALTH_CONTINUITY, MEASURE_CHANGED_TWICE, 0, 0, 2);
}

/* ---- hours ---- */

static void say_hours(int32_t person, int32_t day, int32_t minutes, bool taken)
{
	desk.extra[desk.r.extra_count++] = (struct record_extra){person * 10, day, minutes, taken};
}

static void test_hours__owed_are_all_that_was_worked_less_what_was_taken(void **state)
{
	(void)state;
	say_hours(ANN, june(1) - 100, 2000, false);
	say_hours(ANN, june(5), 500, false);
	say_hours(ANN, june(6), 200, true);
	say_hours(BO, june(7), 400, false);
	say_hours(BO, june(31), 900, false); /* after the period */
	say_hours(GONE, june(2), 1000, false);
	check_count(HEALTH_HOURS, MEASURE_WORKED_OVER, 1900);
	check_count(HEALTH_HOURS, MEASURE_TAKEN_BACK, 200);
	check_count(HEALTH_HOURS, MEASURE_OWED, 2700);
	check_count(HEALTH_HOURS, MEASURE_OWED_A_DAY, 1);
	check_count(HEALTH_HOURS, MEASURE_OWED_FIVE_DAYS, 1);
	check(HEALTH_HOURS, MEASURE_HOURS_SAID, 750, 3, 4); /* not the manager; the agency worker said nothing */
}

static void test_hours__that_nobody_wrote_down_are_unsaid(void **state)
{
	(void)state;
	desk.r.has_extra = false;
	assert_int_equal(tell(HEALTH_HOURS, MEASURE_OWED)->known, HEALTH_UNSAID);
	assert_int_equal(tell(HEALTH_HOURS, MEASURE_WORKED_OVER)->known, HEALTH_UNSAID);
	check(HEALTH_HOURS, MEASURE_HOURS_SAID, 0, 0, 4);
}

/* ---- whom a figure is of ---- */

static void check_people(enum health_section section, enum health_measure m, int32_t people)
{
	if (tell(section, m)->people != people)
		fail_msg("%s: of %d people, and should be of %d", health_measure_row(m)->code, (int)desk.figures[m].people, (int)people);
}

/* Of four who may say hours one says them; of two who carry cases nobody is behind what nobody says. */
static void test_people__behind_hours_are_those_who_said_them(void **state)
{
	static const enum health_measure OF_ANN[] = {MEASURE_WORKED_OVER, MEASURE_OWED, MEASURE_OWED_A_DAY, MEASURE_HOURS_SAID};
	static const enum health_measure OF_NOBODY[] = {MEASURE_TAKEN_BACK, MEASURE_OWED_THREE_DAYS, MEASURE_OWED_FIVE_DAYS};

	(void)state;
	say_hours(ANN, june(5), 1050, false);
	for (size_t i = 0; i < sizeof OF_ANN / sizeof *OF_ANN; i++)
		check_people(HEALTH_HOURS, OF_ANN[i], 1);
	for (size_t i = 0; i < sizeof OF_NOBODY / sizeof *OF_NOBODY; i++)
		check_people(HEALTH_HOURS, OF_NOBODY[i], 0);
	desk.r.extra_count = 0;
	check_people(HEALTH_HOURS, MEASURE_HOURS_SAID, 4);
}

static void test_people__behind_who_is_ill_who_left_and_who_is_lent_are_these(void **state)
{
	(void)state;
	check_people(HEALTH_STAFF, MEASURE_SICKNESS, 4);
	desk.absences[desk.r.absences_count++] = (struct record_absence){BO * 10, {june(8), june(13)}, true};
	check_people(HEALTH_STAFF, MEASURE_SICKNESS, 1);
	check_people(HEALTH_STAFF, MEASURE_TURNOVER, 1);
	check_people(HEALTH_STAFF, MEASURE_LEFT, 1);
	check_people(HEALTH_STAFF, MEASURE_AGENCY, 1);
	check_people(HEALTH_STAFF, MEASURE_IN_POST, 3);
	desk.posts[4].agency = false;
	check_people(HEALTH_STAFF, MEASURE_AGENCY, 4);
}

/* ---- giving ---- */

static struct happening *happen(enum happening_kind kind, int32_t person, int32_t day)
{
	struct happening *h = &desk.happenings[desk.r.happenings_count++];

	*h = (struct happening){.kind = kind, .at = (int64_t)day * MINUTES_A_DAY + 600, .case_id = (int32_t)desk.r.happenings_count,
		.post_id = person * 10, .person_id = person, .team = person == CY ? SOUTH : NORTH, .by = "mia", .seconds = -1, .negotiated = true};
	return h;
}

static void test_discussed__is_what_came_by_an_offer(void **state)
{
	(void)state;
	happen(HAPPENED_ALLOCATION, ANN, june(3))->proposal_id = 7;
	happen(HAPPENED_ALLOCATION, BO, june(4))->proposal_id = 8;
	happen(HAPPENED_ALLOCATION, BO, june(4));
	happen(HAPPENED_ALLOCATION, BO, june(4))->on_paper = true;
	happen(HAPPENED_ALLOCATION, CY, june(4));
	happen(HAPPENED_ALLOCATION, TEMP, june(12))->contract = CONTRACT_AGENCY;
	happen(HAPPENED_ALLOCATION, ANN, june(1) - 5);
	check_count(HEALTH_NEGOTIATION, MEASURE_ALLOCATIONS, 5);
	check(HEALTH_NEGOTIATION, MEASURE_DISCUSSED, 400, 2, 5);
	check(HEALTH_NEGOTIATION, MEASURE_DISCUSSED_PERMANENT, 500, 2, 4);
	check(HEALTH_NEGOTIATION, MEASURE_DISCUSSED_AGENCY, 0, 0, 1);
	assert_int_equal(desk.figures[MEASURE_DISCUSSED].people, 3);
}

static void test_discussed__is_unsaid_where_nothing_is_negotiated(void **state)
{
	(void)state;
	happen(HAPPENED_ALLOCATION, ANN, june(3));
	desk.r.is_live = false;
	desk.happenings[0].negotiated = false;
	assert_int_equal(tell(HEALTH_NEGOTIATION, MEASURE_DISCUSSED)->known, HEALTH_UNSAID);
	assert_int_equal(desk.figures[MEASURE_TALKS_ASKED].known, HEALTH_UNSAID);
	check_count(HEALTH_NEGOTIATION, MEASURE_ALLOCATIONS, 1);
}

static void test_talks__that_were_asked_for_all_the_same_are_said(void **state)
{
	struct record_matter *m = &desk.matters[desk.r.matters_count++];

	(void)state;
	desk.r.is_live = false;
	*m = (struct record_matter){.kind = MATTER_TALK, .team = NORTH, .person_id = ANN, .asked = june(2), .answered = DAY_MAX};
	check_count(HEALTH_NEGOTIATION, MEASURE_TALKS_ASKED, 1);
}

static void answer(int32_t person, int day, enum negotiation_step step, int32_t minutes)
{
	desk.answers[desk.r.answers_count++] = (struct record_answer){NORTH, person, june(day), step, minutes};
}

static void test_answers__are_timed_in_the_middle_and_against_two_days(void **state)
{
	(void)state;
	answer(ANN, 3, STEP_AGREE, 60);
	answer(ANN, 4, STEP_AGREE_IF, ANSWER_MINUTES);
	answer(BO, 4, STEP_DECLINE, ANSWER_MINUTES + 1);
	answer(BO, 5, STEP_AGREE, 30);
	answer(BO, 6, STEP_LAPSE, -1);
	answer(BO, 31, STEP_AGREE, 5);
	check_count(HEALTH_NEGOTIATION, MEASURE_ANSWER_TIME, 60);
	check(HEALTH_NEGOTIATION, MEASURE_ANSWER_KEPT, 600, 3, 5);
	check(HEALTH_NEGOTIATION, MEASURE_WITH_CONDITIONS, 333, 1, 3);
	answer(HEAD, 7, STEP_LAPSE, -1);
	check_people(HEALTH_NEGOTIATION, MEASURE_ANSWER_KEPT, 3);
	check_people(HEALTH_NEGOTIATION, MEASURE_ANSWER_TIME, 2); /* who answered */
	check_people(HEALTH_NEGOTIATION, MEASURE_WITH_CONDITIONS, 1); /* who set one */
}

static struct record_matter *ask(enum matter_kind kind, int32_t asked, int32_t answered)
{
	struct record_matter *m = &desk.matters[desk.r.matters_count++];

	*m = (struct record_matter){.kind = kind, .team = NORTH, .person_id = ANN, .asked = asked, .answered = answered};
	return m;
}

static void test_hand_backs__are_counted_when_asked_and_timed_when_answered(void **state)
{
	(void)state;
	ask(MATTER_HAND_BACK, june(1) - 20, june(5));
	ask(MATTER_HAND_BACK, june(2), june(6));
	ask(MATTER_HAND_BACK, june(3), june(4));
	ask(MATTER_HAND_BACK, june(9), DAY_MAX);
	check_count(HEALTH_NEGOTIATION, MEASURE_HAND_BACKS, 3);
	check_count(HEALTH_NEGOTIATION, MEASURE_HAND_BACK_DAYS, 4);
	desk.matters[3].person_id = BO;
	check_people(HEALTH_NEGOTIATION, MEASURE_HAND_BACKS, 2);
	check_people(HEALTH_NEGOTIATION, MEASURE_HAND_BACK_DAYS, 1);
}

static void test_talks__that_were_taken_back_owe_no_answer(void **state)
{
	(void)state;
	ask(MATTER_TALK, june(2), june(6));
	ask(MATTER_TALK, june(3), june(31))->went_up = true;
	ask(MATTER_TALK, june(3), DAY_MAX)->taken_back = true;
	ask(MATTER_TALK, june(31), june(31));
	check_count(HEALTH_NEGOTIATION, MEASURE_TALKS_ASKED, 3);
	check(HEALTH_NEGOTIATION, MEASURE_TALKS_ANSWERED, 500, 1, 2);
	check(HEALTH_NEGOTIATION, MEASURE_TALKS_WENT_UP, 500, 1, 2);
}

static void test_offers__by_somebody_away_are_counted_where_that_can_be_told(void **state)
{
	(void)state;
	desk.absences[desk.r.absences_count++] = (struct record_absence){HEAD * 10, {june(8), june(13)}, false};
	desk.offers[desk.r.offers_count++] = (struct record_offer){NORTH, june(9), HEAD};
	desk.offers[desk.r.offers_count++] = (struct record_offer){NORTH, june(15), HEAD};
	desk.offers[desk.r.offers_count++] = (struct record_offer){NORTH, june(9), 0};
	check_count(HEALTH_NEGOTIATION, MEASURE_OFFERED_BY_ABSENT, 1);
	assert_int_equal(desk.figures[MEASURE_OFFERED_BY_ABSENT].told, 2);
	assert_int_equal(desk.figures[MEASURE_OFFERED_BY_ABSENT].should, 3);
}

static void test_offers__of_people_without_a_post_are_unsaid(void **state)
{
	(void)state;
	desk.offers[desk.r.offers_count++] = (struct record_offer){NORTH, june(9), 0};
	assert_int_equal(tell(HEALTH_NEGOTIATION, MEASURE_OFFERED_BY_ABSENT)->known, HEALTH_UNSAID);
}

static void test_beyond_chance__is_a_count_of_patterns(void **state)
{
	(void)state;
	for (int i = 0; i < 12; i++)
		happen(HAPPENED_ALLOCATION, ANN, june(30));
	check_count(HEALTH_NEGOTIATION, MEASURE_BEYOND_CHANCE, 1);
}

/* ---- closing ---- */

static void close_case(int32_t case_id, int32_t day, bool begun, bool held)
{
	struct happening *h = happen(HAPPENED_CLOSING, ANN, day);
	struct record_episode *e = refer(case_id, june(1) - 300, day, WENT_CLOSED);

	h->case_id = case_id;
	e->begun = begun;
	e->held = held;
}

static void test_closures__without_work_are_those_never_begun_or_never_held(void **state)
{
	(void)state;
	close_case(1, june(3), true, true);
	close_case(2, june(4), false, true);
	close_case(3, june(5), true, false);
	close_case(4, june(31), false, false);
	check_count(HEALTH_CLOSING, MEASURE_CLOSURES, 3);
	check(HEALTH_CLOSING, MEASURE_CLOSED_WITHOUT_WORK, 667, 2, 3);
	desk.r.has_stages = false;
	assert_int_equal(tell(HEALTH_CLOSING, MEASURE_CLOSED_WITHOUT_WORK)->known, HEALTH_UNSAID);
}

static void test_closures__that_a_file_told_say_nothing_of_who_was_heard(void **state)
{
	(void)state;
	close_case(1, june(3), true, true);
	assert_int_equal(tell(HEALTH_CLOSING, MEASURE_CLOSED_UNHEARD)->known, HEALTH_UNSAID);
	close_case(2, june(4), true, true);
	close_case(3, june(4), true, true);
	desk.closings[desk.r.closings_count++] = (struct record_closing){2, june(4), false, true, true};
	desk.closings[desk.r.closings_count++] = (struct record_closing){3, june(4), true, false, false};
	check(HEALTH_CLOSING, MEASURE_CLOSED_UNHEARD, 500, 1, 2);
	check(HEALTH_CLOSING, MEASURE_CLOSED_OVER_LINE, 500, 1, 2);
	check(HEALTH_CLOSING, MEASURE_SECOND_LOOKS, 500, 1, 2);
	assert_int_equal(desk.figures[MEASURE_SECOND_LOOKS].told, 2);
	assert_int_equal(desk.figures[MEASURE_SECOND_LOOKS].should, 3);
}

static void test_re_referrals__count_within_each_span(void **state)
{
	(void)state;
	close_case(1, june(3), true, true);
	close_case(2, june(4), true, true);
	desk.happenings[0].referral = REFERRAL_WITHIN_6;
	desk.happenings[1].referral = REFERRAL_WITHIN_3;
	check(HEALTH_CLOSING, MEASURE_RE_REFERRED_3, 500, 1, 2);
	check(HEALTH_CLOSING, MEASURE_RE_REFERRED_6, 1000, 2, 2);
	check(HEALTH_CLOSING, MEASURE_RE_REFERRED_12, 1000, 2, 2);
}

static void test_accepted__is_unsaid_where_no_referral_ever_led_to_nothing(void **state)
{
	(void)state;
	refer(1, june(2), DAY_MAX, WENT_OPEN);
	refer(2, june(2), june(2), WENT_TO_NOTHING);
	check(HEALTH_CLOSING, MEASURE_ACCEPTED, 500, 1, 2);
	desk.r.has_nothing = false;
	assert_int_equal(tell(HEALTH_CLOSING, MEASURE_ACCEPTED)->known, HEALTH_UNSAID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_flow__puts_each_referral_of_the_period_in_one_place),
		TEST(test_flow__is_of_the_last_day),
		TEST(test_flow__has_in_the_pile_what_nobody_works_on),
		TEST(test_flow__has_in_no_place_what_was_closed_without_a_reason_that_is_known),
		TEST(test_flow__has_in_two_places_what_is_closed_and_held),
		TEST(test_flow__has_in_two_places_what_is_held_only_by_somebody_who_has_left),
		TEST(test_flow__has_in_two_places_referrals_of_one_case_that_overlap),
		TEST(test_flow__lists_what_is_left_over_as_often_as_it_counts_it),
		TEST(test_flow__counts_a_case_without_a_team_where_it_is_held),
		TEST(test_continuity__is_of_open_cases_within_a_year),
		TEST(test_staff__is_in_post_by_full_time_equivalents),
		TEST(test_turnover__is_those_who_left_in_a_year_over_those_in_post),
		TEST(test_turnover__of_a_year_before_the_records_is_unsaid),
		TEST(test_turnover__that_a_first_import_tells_with_those_who_left_is_said),
		TEST(test_left__before_the_records_is_unsaid),
		TEST(test_started__is_told_by_those_whose_first_day_is_known),
		TEST(test_sickness__before_the_records_is_unsaid),
		TEST(test_records__reach_the_newest_day_that_is_over),
		TEST(test_referrals__before_the_records_are_unsaid_where_none_is_told_that_ended),
		TEST(test_continuity__is_of_cases_whose_holders_are_told),
		TEST(test_staff__who_move_have_neither_left_nor_started),
		TEST(test_time_in_post__is_that_of_the_middle_one),
		TEST(test_sickness__counts_a_day_once),
		TEST(test_sickness__that_no_record_tells_of_is_unsaid),
		TEST(test_vacancies__are_unsaid_until_they_are_declared),
		TEST(test_staff__of_unknown_hours_is_unsaid),
		TEST(test_hours__owed_are_all_that_was_worked_less_what_was_taken),
		TEST(test_hours__that_nobody_wrote_down_are_unsaid),
		TEST(test_people__behind_hours_are_those_who_said_them),
		TEST(test_people__behind_who_is_ill_who_left_and_who_is_lent_are_these),
		TEST(test_discussed__is_what_came_by_an_offer),
		TEST(test_discussed__is_unsaid_where_nothing_is_negotiated),
		TEST(test_talks__that_were_asked_for_all_the_same_are_said),
		TEST(test_answers__are_timed_in_the_middle_and_against_two_days),
		TEST(test_hand_backs__are_counted_when_asked_and_timed_when_answered),
		TEST(test_talks__that_were_taken_back_owe_no_answer),
		TEST(test_offers__by_somebody_away_are_counted_where_that_can_be_told),
		TEST(test_offers__of_people_without_a_post_are_unsaid),
		TEST(test_beyond_chance__is_a_count_of_patterns),
		TEST(test_closures__without_work_are_those_never_begun_or_never_held),
		TEST(test_closures__that_a_file_told_say_nothing_of_who_was_heard),
		TEST(test_re_referrals__count_within_each_span),
		TEST(test_accepted__is_unsaid_where_no_referral_ever_led_to_nothing),
	};

	return RUN_TESTS(tests);
}
