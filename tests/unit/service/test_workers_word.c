/* What a worker says of the own load, and a manager of a case that waits. */
#include "allocation_desk.h"
#include "service/matters/workers_word.h"

static int rate(const char *login, int32_t value)
{
	struct asked_by by = desk_by(login);

	return word_rate(desk.store, &by, desk_post("W1"), value, &desk.err);
}

static int talked(const char *login, int64_t at, enum talk_means means)
{
	const struct talk_had talk = {.talked_at = at, .means = means};
	struct asked_by by = desk_by(login);

	return word_rating_talk(desk.store, &by, desk_post("W1"), &talk, &desk.err);
}

static int rating_talk(const char *login)
{
	return talked(login, desk.now, TALK_IN_PERSON);
}

static int no_talk(const char *login)
{
	struct asked_by by = desk_by(login);

	return word_no_talk(desk.store, &by, desk_post("W1"), &desk.err);
}

static struct rating_row newest_rating(void)
{
	struct rating_row *rows;
	size_t count;

	DESK_OK(store_ratings(desk.store, desk.a, desk.employer_id, desk_post("W1"), 1, &rows, &count, &desk.err));
	assert_int_equal(count, 1);
	return rows[0];
}

static int needs_why(const char *login, int32_t minutes, const char *why, const struct talk_had *talk)
{
	struct asked_by by = desk_by(login);

	return word_needs(desk.store, &by, &(struct needs_asked){"C1", minutes, why, talk}, &desk.err);
}

static int needs(const char *login, int32_t minutes, bool talked)
{
	const struct talk_had talk = {.talked_at = desk.now, .means = TALK_BY_TELEPHONE};

	return needs_why(login, minutes, talked ? SAID_CALMER : "risk", talked ? &talk : NULL);
}

static int needs_less(int64_t at, enum talk_means means)
{
	return needs_why("mia", 200, SAID_CALMER, &(struct talk_had){.talked_at = at, .means = means});
}

static int surge(const char *login, int32_t minutes, int32_t days)
{
	struct asked_by by = desk_by(login);

	return word_surge(desk.store, &by, &(struct surge_asked){"C1", minutes, days, "court"}, &desk.err);
}

static int extra(const char *login, int32_t day, int32_t minutes)
{
	struct asked_by by = desk_by(login);

	return word_extra_time(desk.store, &by, desk_post("W1"), &(struct extra_row){day, minutes, EXTRA_WORKED}, &desk.err);
}

static int review(const char *login, const char *risk, int32_t next)
{
	struct asked_by by = desk_by(login);

	return word_review(desk.store, &by, "C3", &(struct review_row){.risk = risk, .safety = "duty-visit", .why = "no-room",
		.next = next}, &desk.err);
}

static void test_rating__is_the_workers_alone_and_the_talk_the_managers(void **state)
{
	(void)state;
	assert_int_equal(rate("mia", 5), PL_DENIED);
	assert_int_equal(rate("ben", 5), PL_DENIED);
	assert_int_equal(rate("ann", 6), PL_INVALID);
	assert_int_equal(rating_talk("mia"), PL_CONFLICT);
	DESK_OK(rate("ann", 5));
	assert_string_equal(desk_last_entry().action, "rating");
	assert_non_null(strstr(desk_last_entry().payload, "\"value\":5"));
	assert_int_equal(rating_talk("ann"), PL_DENIED);
	DESK_OK(rating_talk("mia"));
	assert_string_equal(desk_last_entry().action, "rating-talk");
	assert_int_equal(rating_talk("mia"), PL_CONFLICT);
}

static void test_rating__that_is_red_stands_until_a_talk(void **state)
{
	(void)state;
	DESK_OK(rate("ann", RATING_RED));
	assert_int_equal(rate("ann", 1), PL_INVALID);
	desk.now += 7 * 86400;
	assert_int_equal(rate("ann", 1), PL_INVALID);
	DESK_OK(rate("ann", RATING_RED));
	assert_int_equal(rate("ann", 4), PL_INVALID);
	DESK_OK(rating_talk("mia"));
	DESK_OK(rate("ann", 1));
}

/* Before what is missing in it: also that tells that the case is there. */
static void test_talk__about_a_rating_is_had_after_it_and_not_by_message(void **state)
{
	(void)state;
	DESK_OK(rate("ann", 5));
	assert_int_equal(talked("mia", desk.now, TALK_BY_MESSAGE), PL_INVALID);
	assert_int_equal(talked("mia", desk.now + 60, TALK_BY_VIDEO), PL_INVALID);
	assert_int_equal(talked("mia", desk.now - 86400, TALK_BY_VIDEO), PL_INVALID);
	assert_int_equal(newest_rating().talked_on, DAY_MIN);
	DESK_OK(talked("mia", desk.now - 3600, TALK_BY_VIDEO));
	assert_int_equal(newest_rating().talked_on, desk_today());
	assert_non_null(strstr(desk_last_entry().payload, "\"means\":\"video\""));
	assert_non_null(strstr(desk_last_entry().payload, "\"talked_at\":1782986400"));
}

/* A manager alone does not lift what a red rating stops. */
static void test_talk__that_there_was_none_is_the_workers_word_and_the_rating_stands_again(void **state)
{
	(void)state;
	DESK_OK(rate("ann", 5));
	assert_int_equal(no_talk("ann"), PL_CONFLICT);
	DESK_OK(rating_talk("mia"));
	assert_int_equal(no_talk("mia"), PL_DENIED);
	assert_int_equal(no_talk("ben"), PL_DENIED);
	DESK_OK(no_talk("ann"));
	assert_string_equal(desk_last_entry().action, "rating-no-talk");
	assert_int_equal(newest_rating().talked_on, DAY_MIN);
	assert_int_equal(newest_rating().value, 5);
	DESK_OK(rating_talk("mia"));
}

static void test_words__of_a_case_that_one_may_not_open_are_answered_as_of_none(void **state)
{
	(void)state;
	desk_restrict("C1");
	desk_restrict("C3");
	assert_int_equal(needs("mia", 200, true), PL_NOT_FOUND);
	assert_int_equal(needs("ben", 0, false), PL_NOT_FOUND);
	assert_int_equal(surge("ben", 0, 0), PL_NOT_FOUND);
	assert_int_equal(review("mia", "some", 0), PL_NOT_FOUND);
	assert_string_equal(desk.err.text, CASE_UNKNOWN);
	DESK_OK(needs("ann", 300, false));
}

static void test_needs__are_raised_by_the_holder_and_lowered_after_a_talk(void **state)
{
	struct case_facts facts;

	(void)state;
	assert_int_equal(needs("ben", 300, false), PL_NOT_FOUND);
	DESK_OK(needs("ann", 300, false));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_VIEW).minutes, 300);
	assert_int_equal(only_fact(&facts, FACT_VIEW).post_id, desk_post("W1"));
	assert_int_equal(needs("ann", 200, false), PL_DENIED);
	assert_int_equal(needs("ann", 300, false), PL_CONFLICT);
	assert_int_equal(needs("mia", 200, false), PL_INVALID);
	DESK_OK(needs("mia", 200, true));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_VIEW).minutes, 200);
	DESK_OK(needs("mia", 0, true));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_VIEW).minutes, 0);
	assert_int_equal(needs("mia", 0, true), PL_INVALID);
	DESK_OK(needs("ann", 300, false));
}

static void test_needs__are_lowered_after_a_talk_that_is_none_by_message_and_tells_when(void **state)
{
	const struct talk_had talk = {.talked_at = desk.now, .means = TALK_IN_PERSON};

	(void)state;
	DESK_OK(needs("ann", 300, false));
	assert_int_equal(needs_less(desk.now, TALK_BY_MESSAGE), PL_INVALID);
	assert_int_equal(needs_less(desk.now + 60, TALK_BY_VIDEO), PL_INVALID);
	assert_int_equal(needs_less(desk.now - 86400, TALK_BY_VIDEO), PL_INVALID);
	assert_int_equal(needs_why("mia", 200, "risk", &talk), PL_INVALID);
	assert_int_equal(needs_why("ann", 400, SAID_CALMER, NULL), PL_INVALID);
	DESK_OK(needs_less(desk.now - 3600, TALK_BY_VIDEO));
	assert_non_null(strstr(desk_last_entry().payload, "\"code\":\"calmer\""));
	assert_non_null(strstr(desk_last_entry().payload, "\"means\":\"video\""));
	assert_non_null(strstr(desk_last_entry().payload, "\"talked_at\":1782986400"));
}

static void test_surge__is_the_holders_and_ends_by_itself(void **state)
{
	struct case_facts facts;

	(void)state;
	assert_int_equal(surge("mia", 120, 7), PL_DENIED);
	assert_int_equal(surge("ann", 120, 15), PL_INVALID);
	DESK_OK(surge("ann", 120, 7));
	DESK_OK(surge("ann", 240, 7));
	facts = desk_case("C1");
	assert_int_equal(only_fact(&facts, FACT_SURGE).minutes, 240);
	assert_int_equal(only_fact(&facts, FACT_SURGE).when.until, desk_today() + 7);
}

static void test_talk__about_ones_own_rating_is_recorded_by_another_manager(void **state)
{
	const struct talk_had talk = {.talked_at = desk.now, .means = TALK_IN_PERSON};
	struct asked_by ben = desk_by("ben"), max = desk_by("max"), mia = desk_by("mia");
	int32_t post = desk_post("W2");

	(void)state;
	DESK_OK(word_rate(desk.store, &ben, post, RATING_RED, &desk.err));
	assert_int_equal(word_rating_talk(desk.store, &max, post, &talk, &desk.err), PL_DENIED);
	DESK_OK(word_rating_talk(desk.store, &mia, post, &talk, &desk.err));
}

static void test_needs__are_said_with_a_reason_of_the_list(void **state)
{
	struct asked_by ann = desk_by("ann");

	(void)state;
	assert_int_equal(word_needs(desk.store, &ann, &(struct needs_asked){"C1", 300, "because", NULL}, &desk.err), PL_INVALID);
	assert_int_equal(word_needs(desk.store, &ann, &(struct needs_asked){"C1", NEEDS_MINUTES_MOST + 1, "risk", NULL}, &desk.err), PL_INVALID);
}

/* What a file puts on somebody who is at the line is not held. */
static void test_words__of_a_case_that_is_only_on_paper_are_not_its_holders(void **state)
{
	struct asked_by ann = desk_by("ann");
	struct commit *c = begin();

	(void)state;
	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 1, &desk.err));
	end(c);
	(void)IMPORT(desk.office, office_file(desk.office, "paper.csv", "case,worker,from\nC3,W1,2026-07-02\n"));
	assert_int_equal(word_needs(desk.store, &ann, &(struct needs_asked){"C3", 300, "risk", NULL}, &desk.err), PL_DENIED);
	assert_int_equal(word_surge(desk.store, &ann, &(struct surge_asked){"C3", 60, 3, "court"}, &desk.err), PL_DENIED);
}

static void test_review__is_not_by_who_holds_the_case(void **state)
{
	const struct review_row r = {.risk = "high", .safety = "duty-visit", .why = "no-room", .next = desk_today() + 7};
	struct asked_by ann = desk_by("ann");

	(void)state;
	assert_int_equal(word_review(desk.store, &ann, "C1", &r, &desk.err), PL_DENIED);
}

static void test_extra_time__is_said_of_days_that_have_been(void **state)
{
	const struct snapshot *s;

	(void)state;
	assert_int_equal(extra("mia", desk_today(), 60), PL_DENIED);
	assert_int_equal(extra("ann", desk_today() + 1, 60), PL_INVALID);
	assert_int_equal(extra("ann", desk_today() - 57, 60), PL_INVALID);
	DESK_OK(extra("ann", desk_today() - 1, 60));
	DESK_OK(extra("ann", desk_today() - 1, 90));
	s = desk_picture();
	for (size_t i = 0; i < s->posts_count; i++)
		assert_int_equal(s->posts[i].owed_minutes, s->posts[i].post_id == desk_post("W1") ? 90 : 0);
	snapshot_drop(s);
}

static void test_review__is_by_who_answers_for_the_case_and_for_a_fortnight(void **state)
{
	const struct snapshot *s;

	(void)state;
	assert_int_equal(review("ann", "high", desk_today() + 7), PL_NOT_FOUND);
	assert_int_equal(review("mia", "high", desk_today() + 15), PL_INVALID);
	assert_int_equal(review("mia", "dreadful", desk_today() + 7), PL_INVALID);
	DESK_OK(review("mia", "high", desk_today() + 7));
	DESK_OK(review("mia", "low", desk_today() + 14));
	s = desk_picture();
	assert_int_equal(s->reviews_count, 1);
	assert_string_equal(s->reviews[0].risk, "low");
	snapshot_drop(s);
}

static void test_words__of_a_list_stand_side_by_side(void **state)
{
	(void)state;
	for (int list = 0; list < SAID_LISTS; list++) {
		size_t count;
		const struct said_word *words = said_words((enum said_list)list, &count);

		assert_true(count >= 4);
		for (size_t i = 0; i < count; i++) {
			assert_true(said_has((enum said_list)list, words[i].code));
			assert_string_equal(said_say((enum said_list)list, words[i].code), words[i].words);
		}
	}
	assert_string_equal(said_say(SAID_RISK, "gone"), "gone");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rating__is_the_workers_alone_and_the_talk_the_managers),
		TEST(test_talk__about_a_rating_is_had_after_it_and_not_by_message),
		TEST(test_talk__that_there_was_none_is_the_workers_word_and_the_rating_stands_again),
		TEST(test_rating__that_is_red_stands_until_a_talk),
		TEST(test_words__of_a_case_that_one_may_not_open_are_answered_as_of_none),
		TEST(test_needs__are_raised_by_the_holder_and_lowered_after_a_talk),
		TEST(test_needs__are_lowered_after_a_talk_that_is_none_by_message_and_tells_when),
		TEST(test_surge__is_the_holders_and_ends_by_itself),
		TEST(test_talk__about_ones_own_rating_is_recorded_by_another_manager),
		TEST(test_needs__are_said_with_a_reason_of_the_list),
		TEST(test_words__of_a_case_that_is_only_on_paper_are_not_its_holders),
		TEST(test_review__is_not_by_who_holds_the_case),
		TEST(test_extra_time__is_said_of_days_that_have_been),
		TEST(test_review__is_by_who_answers_for_the_case_and_for_a_fortnight),
		cmocka_unit_test(test_words__of_a_list_stand_side_by_side),
	};

	return RUN_TESTS(tests);
}
