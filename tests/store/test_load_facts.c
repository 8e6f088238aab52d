/* How an employer works, hours and skills, exceptions, ratings, extra time, reviews and closings: as they are said, read again, seen
 * in a picture of a day, and taken back. */
#include "office.h"

#include "store/load_facts.h"

static int32_t day_of(const char *day)
{
	return council_day(day, 0);
}

/* An office with one worker who holds one case from January on. */
static struct office busy_office(void)
{
	struct office o = office_open();
	struct fact facts[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-01-05", ""), office_holding(1, 1, "2026-01-10", "")};

	(void)office_hire(&o);
	(void)office_tell(&o, "C1", facts, 3);
	return o;
}

static void test_setting__holds_from_its_day_until_it_no_longer_does(void **state)
{
	struct office o = busy_office();
	struct setting_row *rows;
	const struct snapshot *s;
	struct commit *c;
	size_t count;

	(void)state;
	c = office_begin(&o);
	OFFICE_OK(commit_setting(c, SETTING_LIVE, true, day_of("2026-02-01"), &office_err));
	(void)office_end(c, "setting");
	c = office_begin(&o);
	OFFICE_OK(commit_setting(c, SETTING_LIVE, false, day_of("2026-03-01"), &office_err));
	OFFICE_OK(commit_setting(c, SETTING_PRINCIPLES, true, day_of("2026-03-01"), &office_err));
	(void)office_end(c, "setting");
	s = office_picture(&o, "2026-01-31");
	assert_false(s->employer.live);
	snapshot_drop(s);
	s = office_picture(&o, "2026-02-28");
	assert_true(s->employer.live);
	assert_false(s->employer.principles);
	snapshot_drop(s);
	s = office_picture(&o, "2026-03-01");
	assert_false(s->employer.live);
	assert_true(s->employer.principles);
	snapshot_drop(s);
	OFFICE_OK(store_settings(o.store, o.arena, o.employer_id, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].by, "ann");
	office_close(&o);
}

static void test_working_time__is_the_pattern_of_its_day_without_the_days_off(void **state)
{
	const struct working_hours week[DAYS_OF_WEEK] = {{600, 900}, {600, 900}};
	struct office o = busy_office();
	struct working_time t;
	struct commit *c;

	(void)state;
	OFFICE_OK(store_working_time(o.store, o.arena, o.employer_id, 1, day_of("2026-03-02"), &t, &office_err));
	assert_int_equal(t.week[4].from, 540);
	assert_int_equal(t.off_count, 0);
	c = office_begin(&o);
	OFFICE_OK(commit_hours(c, 1, week, day_of("2026-03-02"), &office_err));
	OFFICE_OK(commit_holiday(c, day_of("2026-04-03"), true, &office_err));
	(void)office_end(c, "setting");
	OFFICE_OK(store_working_time(o.store, o.arena, o.employer_id, 1, day_of("2026-03-02"), &t, &office_err));
	assert_int_equal(t.week[1].from, 600);
	assert_int_equal(t.week[4].from, t.week[4].until);
	assert_int_equal(t.off_count, 1);
	assert_int_equal(t.off[0].from, day_of("2026-04-03"));
	OFFICE_OK(store_working_time(o.store, o.arena, o.employer_id, 1, day_of("2026-03-01"), &t, &office_err));
	assert_int_equal(t.week[4].from, 540);
	office_close(&o);
}

static void test_skill__is_added_ended_and_taken_back(void **state)
{
	struct skill_row polish = {1, "interpreter:polish", council_days("2026-01-01", "")}, ended = polish;
	struct office o = busy_office();
	struct skill_row *rows;
	struct commit *c;
	size_t count;

	(void)state;
	c = office_begin(&o);
	OFFICE_OK(commit_skill(c, NULL, &polish, &office_err));
	(void)office_end(c, "skill");
	ended.when.until = day_of("2026-06-01");
	c = office_begin(&o);
	OFFICE_OK(commit_skill(c, &polish, &ended, &office_err));
	(void)office_end(c, "skill");
	OFFICE_OK(store_skills(o.store, o.arena, o.employer_id, &rows, &count, &office_err));
	assert_int_equal(count, 1);
	assert_string_equal(rows[0].code, "interpreter:polish");
	assert_int_equal(rows[0].when.until, day_of("2026-06-01"));
	c = office_begin(&o);
	OFFICE_OK(commit_skill(c, &ended, NULL, &office_err));
	assert_int_equal(commit_skill(c, &ended, NULL, &office_err), PL_CONFLICT);
	commit_abandon(c);
	office_close(&o);
}

static int32_t allow(struct office *o, const char *from, const char *until, int32_t renews)
{
	struct commit *c = office_begin(o);
	int32_t id;

	OFFICE_OK(commit_exception(c, &(struct allowed_exception){.post_id = 1, .line_id = 4, .value = 18, .login = "zed",
		.role = "head-of-service", .renews = renews, .matter_id = 3, .when = council_days(from, until)}, &id, &office_err));
	(void)office_end(c, "exception");
	return id;
}

static void test_exception__is_in_force_on_its_days_and_counts_its_renewals(void **state)
{
	struct office o = busy_office();
	struct allowed_exception *rows;
	const struct snapshot *s;
	struct commit *c;
	size_t count;
	int32_t id;

	(void)state;
	id = allow(&o, "2026-02-01", "2026-03-01", 0);
	id = allow(&o, "2026-03-01", "2026-03-29", id);
	id = allow(&o, "2026-03-29", "2026-04-20", id);
	s = office_picture(&o, "2026-04-19");
	assert_int_equal(s->posts[0].exceptions_count, 1);
	assert_int_equal(s->exceptions[0].renewals, 2);
	assert_int_equal(s->exceptions[0].line_id, 4);
	assert_string_equal(s->exceptions[0].allowed_by, "zed, head of service");
	snapshot_drop(s);
	c = office_begin(&o);
	OFFICE_OK(commit_exception_end(c, id, day_of("2026-04-10"), &office_err));
	(void)office_end(c, "exception-end");
	s = office_picture(&o, "2026-04-10");
	assert_int_equal(s->posts[0].exceptions_count, 0);
	snapshot_drop(s);
	OFFICE_OK(store_exceptions(o.store, o.arena, o.employer_id, 1, &rows, &count, &office_err));
	assert_int_equal(count, 3);
	assert_int_equal(rows[2].when.until, day_of("2026-04-10"));
	c = office_begin(&o);
	assert_int_equal(commit_exception_end(c, id, day_of("2026-04-15"), &office_err), PL_CONFLICT);
	commit_abandon(c);
	office_close(&o);
}

static void rate(struct office *o, int32_t value, const char *day)
{
	struct commit *c = office_begin(o);

	OFFICE_OK(commit_rating(c, 1, value, day_of(day), &office_err));
	(void)office_end(c, "rating");
}

static void test_rating__holds_until_the_next_and_is_talked_about_once(void **state)
{
	struct office o = busy_office();
	struct rating_row *rows;
	const struct snapshot *s;
	struct commit *c;
	size_t count;

	(void)state;
	rate(&o, 3, "2026-02-02");
	rate(&o, 4, "2026-02-09");
	rate(&o, 5, "2026-02-09");
	c = office_begin(&o);
	OFFICE_OK(commit_rating_talk(c, 1, day_of("2026-02-11"), &office_err));
	(void)office_end(c, "rating-talk");
	s = office_picture(&o, "2026-02-08");
	assert_int_equal(s->ratings_count, 1);
	assert_int_equal(s->ratings[0].value, 3);
	snapshot_drop(s);
	s = office_picture(&o, "2026-02-10");
	assert_int_equal(s->ratings[0].value, RATING_RED);
	assert_int_equal(s->ratings[0].talked_on, DAY_MIN);
	snapshot_drop(s);
	s = office_picture(&o, "2026-02-11");
	assert_int_equal(s->ratings[0].talked_on, day_of("2026-02-11"));
	snapshot_drop(s);
	OFFICE_OK(store_ratings(o.store, o.arena, o.employer_id, 1, 10, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	c = office_begin(&o);
	assert_int_equal(commit_rating_talk(c, 1, day_of("2026-02-12"), &office_err), PL_CONFLICT);
	commit_abandon(c);
	c = office_begin(&o);
	assert_int_equal(commit_rating(c, 1, 2, day_of("2026-02-01"), &office_err), PL_CONFLICT);
	commit_abandon(c);
	office_close(&o);
}

static void test_extra_time__is_owed_until_it_is_taken_back(void **state)
{
	struct extra_row told[] = {{day_of("2026-02-02"), 90, EXTRA_WORKED}, {day_of("2026-02-02"), 120, EXTRA_WORKED},
		{day_of("2026-02-20"), 60, EXTRA_TAKEN}, {day_of("2026-02-21"), 45, EXTRA_WORKED}, {day_of("2026-02-21"), 0, EXTRA_WORKED}};
	struct office o = busy_office();
	struct extra_row *rows;
	const struct snapshot *s;
	size_t count;

	(void)state;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		struct commit *c = office_begin(&o);

		OFFICE_OK(commit_extra_time(c, 1, &told[i], &office_err));
		(void)office_end(c, "extra-time");
	}
	s = office_picture(&o, "2026-02-19");
	assert_int_equal(s->posts[0].owed_minutes, 120);
	snapshot_drop(s);
	s = office_picture(&o, "2026-02-28");
	assert_int_equal(s->posts[0].owed_minutes, 60);
	snapshot_drop(s);
	OFFICE_OK(store_extra_time(o.store, o.arena, o.employer_id, 1, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	office_close(&o);
}

static void test_review__of_a_case_is_the_newest_of_its_day(void **state)
{
	struct review_row first = {.risk = "low", .safety = "duty", .why = "capacity", .next = day_of("2026-02-16"),
		.when = council_days("2026-02-02", "")}, second = first;
	struct office o = busy_office();
	struct review_row *rows;
	const struct snapshot *s;
	struct commit *c;
	size_t count;

	(void)state;
	second.when = council_days("2026-02-14", "");
	second.risk = "high";
	c = office_begin(&o);
	OFFICE_OK(commit_review(c, 1, &first, &office_err));
	(void)office_end(c, "review");
	c = office_begin(&o);
	OFFICE_OK(commit_review(c, 1, &second, &office_err));
	(void)office_end(c, "review");
	s = office_picture(&o, "2026-02-13");
	assert_int_equal(s->cases[0].reviews_count, 1);
	assert_string_equal(s->reviews[0].risk, "low");
	assert_int_equal(s->reviews[0].next, day_of("2026-02-16"));
	snapshot_drop(s);
	s = office_picture(&o, "2026-02-14");
	assert_int_equal(s->cases[0].reviews_count, 1);
	assert_string_equal(s->reviews[0].risk, "high");
	snapshot_drop(s);
	OFFICE_OK(store_reviews(o.store, o.arena, o.employer_id, 1, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	c = office_begin(&o);
	assert_int_equal(commit_review(c, 1, &first, &office_err), PL_CONFLICT);
	commit_abandon(c);
	office_close(&o);
}

static void test_closing__is_kept_as_it_was_said(void **state)
{
	struct office o = busy_office();
	struct closing_row *rows;
	struct commit *c;
	size_t count;

	(void)state;
	c = office_begin(&o);
	OFFICE_OK(commit_closing(c, 1, &(struct closing_row){.closed = day_of("2026-03-20"), .reason = "RC1", .near_report = true,
		.matter_id = 8, .login = "ann"}, &office_err));
	(void)office_end(c, "close");
	OFFICE_OK(store_closings(o.store, o.arena, o.employer_id, 1, &rows, &count, &office_err));
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].closed, day_of("2026-03-20"));
	assert_true(rows[0].near_report);
	assert_false(rows[0].worker_agrees);
	assert_int_equal(rows[0].matter_id, 8);
	office_close(&o);
}

/* What stands in the way of a row is no race: repeating it does not help, and callers tell the two apart by the code. */
static void test_closing__that_is_there_already_is_told_from_somebody_being_faster(void **state)
{
	const struct closing_row row = {.closed = day_of("2026-03-20"), .reason = "RC1", .login = "ann"};
	struct office o = busy_office();
	struct commit *c;

	(void)state;
	c = office_begin(&o);
	OFFICE_OK(commit_closing(c, 1, &row, &office_err));
	assert_int_equal(commit_closing(c, 1, &row, &office_err), PL_EXISTS);
	commit_abandon(c);
	office_close(&o);
}

static void test_view__of_what_a_case_needs_is_in_the_picture(void **state)
{
	struct fact view = office_fact(FACT_VIEW, "court", "2026-02-02", "");
	struct office o = busy_office();
	const struct snapshot *s;
	struct case_facts known;

	(void)state;
	view.minutes = 300;
	view.post_id = 1;
	(void)office_tell(&o, "C1", &view, 1);
	s = office_picture(&o, "2026-02-02");
	assert_int_equal(s->cases[0].views_count, 1);
	assert_int_equal(s->views[0].minutes, 300);
	snapshot_drop(s);
	known = office_known(&o, "C1");
	assert_int_equal(known.facts[known.count - 1].kind, FACT_VIEW);
	assert_int_equal(known.facts[known.count - 1].post_id, 1);
	office_close(&o);
}

static void test_holding__that_is_on_paper_stays_so_when_a_file_tells_it_again(void **state)
{
	struct fact told[] = {office_episode("2026-01-05", ""), office_holding(1, 1, "2026-01-10", "")};
	struct office o = office_open();
	const struct snapshot *s;

	(void)state;
	(void)office_hire(&o);
	told[1].standing = HOLDING_ON_PAPER;
	(void)office_tell(&o, "C1", told, 2);
	told[1].standing = -1;
	told[1].share = 500;
	(void)office_tell(&o, "C1", told, 2);
	s = office_picture(&o, "2026-02-02");
	assert_int_equal(s->holdings_count, 1);
	assert_int_equal(s->holdings[0].standing, HOLDING_ON_PAPER);
	assert_int_equal(s->holdings[0].share, 500);
	assert_int_equal(s->cases[0].last_held_until, DAY_MIN);
	snapshot_drop(s);
	office_close(&o);
}

static void test_undo__puts_back_what_a_rating_ended(void **state)
{
	struct office o = busy_office();
	const struct snapshot *s;
	struct commit *c;

	(void)state;
	rate(&o, 2, "2026-02-02");
	c = office_begin(&o);
	OFFICE_OK(commit_rating(c, 1, 5, day_of("2026-02-09"), &office_err));
	(void)office_undo(&o, office_end(c, "rating"));
	s = office_picture(&o, "2026-02-28");
	assert_int_equal(s->ratings_count, 1);
	assert_int_equal(s->ratings[0].value, 2);
	assert_int_equal(s->ratings[0].when.until, DAY_MAX);
	snapshot_drop(s);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_setting__holds_from_its_day_until_it_no_longer_does),
		cmocka_unit_test(test_working_time__is_the_pattern_of_its_day_without_the_days_off),
		cmocka_unit_test(test_skill__is_added_ended_and_taken_back),
		cmocka_unit_test(test_exception__is_in_force_on_its_days_and_counts_its_renewals),
		cmocka_unit_test(test_rating__holds_until_the_next_and_is_talked_about_once),
		cmocka_unit_test(test_extra_time__is_owed_until_it_is_taken_back),
		cmocka_unit_test(test_review__of_a_case_is_the_newest_of_its_day),
		cmocka_unit_test(test_closing__is_kept_as_it_was_said),
		cmocka_unit_test(test_closing__that_is_there_already_is_told_from_somebody_being_faster),
		cmocka_unit_test(test_view__of_what_a_case_needs_is_in_the_picture),
		cmocka_unit_test(test_holding__that_is_on_paper_stays_so_when_a_file_tells_it_again),
		cmocka_unit_test(test_undo__puts_back_what_a_rating_ended),
	};

	return RUN_TESTS(tests);
}
