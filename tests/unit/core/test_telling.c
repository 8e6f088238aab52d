#include "core/telling.h"

#include "../../test.h"

/* Thursday, 2 July 2026. */
#define DAY 20636
#define AT(hour) (local_midnight(DAY) + (hour) * 60)

static struct arena *a;
static struct notice notices[4];
static struct mailed mailed[8];
static struct working_time usual;
static struct telling_asked asked;

static int set_up(void **state)
{
	(void)state;
	a = arena_new();
	usual = working_time_usual();
	asked = (struct telling_asked){.notices = notices, .mailed = mailed, .wish = WISH_AT_ONCE, .working = &usual, .now = AT(11)};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct notice *add(enum notice_kind kind, int32_t id, int64_t since)
{
	struct notice *n = &notices[asked.notices_count++];

	*n = (struct notice){.kind = kind, .urgency = kind == NOTICE_OFFER ? URGENCY_AT_ONCE : URGENCY_DIGEST, .id = id, .waits = true,
		.since = since, .due = LOCAL_NEVER};
	return n;
}

static struct telling decide(void)
{
	return telling_decide(a, &asked);
}

/* As if the mail had been sent. */
static void keep(const struct telling *t)
{
	for (size_t i = 0; i < t->tell_count; i++)
		mailed[asked.mailed_count++] = t->tell[i];
}

static void test_telling__tells_an_offer_at_once_and_once(void **state)
{
	struct telling t;

	(void)state;
	add(NOTICE_OFFER, 7, AT(10));
	t = decide();
	assert_true(t.mail);
	assert_int_equal(t.waiting, 1);
	assert_int_equal(t.today, 0);
	keep(&t);
	assert_false(decide().mail);
}

static void test_telling__keeps_what_is_not_urgent_for_the_morning(void **state)
{
	(void)state;
	add(NOTICE_TALK, 3, AT(10));
	assert_false(decide().mail);
	asked.now = AT(24 + 8);
	assert_false(decide().mail);
	asked.now = AT(24 + 9);
	assert_true(decide().mail);
}

static void test_telling__tells_all_of_it_once_a_day_to_who_wants_that(void **state)
{
	struct telling t;

	(void)state;
	asked.wish = WISH_DIGEST;
	add(NOTICE_OFFER, 7, AT(10));
	add(NOTICE_TALK, 3, AT(10));
	assert_false(decide().mail);
	asked.now = AT(24 + 9);
	t = decide();
	assert_true(t.mail);
	assert_int_equal(t.waiting, 2);
	assert_int_equal(t.tell_count, 2);
	keep(&t);
	assert_false(decide().mail);
}

static void test_telling__tells_again_on_the_day_it_is_due_and_no_more(void **state)
{
	struct telling t;

	(void)state;
	keep(&(struct telling){.tell = (struct mailed[]){{mailed_thing(a, add(NOTICE_TALK, 3, AT(-100))), MAILED_WAITS}}, .tell_count = 1});
	assert_false(decide().mail);
	notices[0].due = AT(17);
	notices[0].today = true;
	t = decide();
	assert_true(t.mail);
	assert_int_equal(t.today, 1);
	keep(&t);
	notices[0].late = true;
	assert_false(decide().mail);
}

static void test_telling__waits_for_working_time(void **state)
{
	(void)state;
	add(NOTICE_OFFER, 7, AT(10));
	asked.now = AT(18);
	assert_false(decide().mail);
	asked.now = AT(24 * 2 + 11); /* Saturday */
	assert_false(decide().mail);
	asked.now = AT(24 * 4 + 9); /* Monday */
	assert_true(decide().mail);
}

static void test_telling__tells_what_is_grave_at_night_to_who_answers_for_others(void **state)
{
	(void)state;
	add(NOTICE_OVER_LINE, 7, AT(10))->urgency = URGENCY_GRAVE;
	asked.now = AT(23);
	assert_false(decide().mail);
	asked.answers_for_others = true;
	assert_true(decide().mail);
	asked.wish = WISH_DIGEST;
	assert_true(decide().mail);
}

static void test_telling__leaves_alone_who_wants_none_unless_others_wait_for_them(void **state)
{
	(void)state;
	asked.wish = WISH_NONE;
	add(NOTICE_OFFER, 7, AT(-10));
	assert_false(decide().mail);
	asked.answers_for_others = true;
	assert_true(decide().mail);
}

static void test_telling__forgets_what_waits_no_more_and_tells_a_new_turn(void **state)
{
	struct telling t;

	(void)state;
	add(NOTICE_OFFER, 7, AT(10));
	t = decide();
	keep(&t);
	notices[0].since = AT(11); /* it came back */
	t = decide();
	assert_true(t.mail);
	assert_int_equal(t.over_count, 1);
	asked.notices_count = 0;
	t = decide();
	assert_false(t.mail);
	assert_int_equal(t.over_count, 1);
}

static void test_telling__says_nothing_of_what_only_comes(void **state)
{
	struct telling t;

	(void)state;
	add(NOTICE_PROTECTION_ENDS, 7, AT(-100))->waits = false;
	t = decide();
	assert_false(t.mail);
	assert_int_equal(t.waiting, 0);
}

static void test_mail_wait__doubles_up_to_four_hours(void **state)
{
	(void)state;
	assert_int_equal(mail_wait_seconds(1), 60);
	assert_int_equal(mail_wait_seconds(2), 120);
	assert_int_equal(mail_wait_seconds(5), 960);
	assert_int_equal(mail_wait_seconds(9), 4 * 3600);
	assert_int_equal(mail_wait_seconds(INT64_MAX), 4 * 3600);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_telling__tells_an_offer_at_once_and_once),
		TEST(test_telling__keeps_what_is_not_urgent_for_the_morning),
		TEST(test_telling__tells_all_of_it_once_a_day_to_who_wants_that),
		TEST(test_telling__tells_again_on_the_day_it_is_due_and_no_more),
		TEST(test_telling__waits_for_working_time),
		TEST(test_telling__tells_what_is_grave_at_night_to_who_answers_for_others),
		TEST(test_telling__leaves_alone_who_wants_none_unless_others_wait_for_them),
		TEST(test_telling__forgets_what_waits_no_more_and_tells_a_new_turn),
		TEST(test_telling__says_nothing_of_what_only_comes),
		TEST(test_mail_wait__doubles_up_to_four_hours),
	};

	return RUN_TESTS(tests);
}
