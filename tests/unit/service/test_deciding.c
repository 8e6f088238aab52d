/* Read, decide, commit; and again if somebody else was faster (service/deciding.h). */
#include "desk.h"

#include "service/deciding.h"
#include "store/accounts.h"
#include "store/proposals.h"

#define KEY "0123456789abcdef0123456789abcdef"

/* A holiday that is said, and who comes in between. */
struct errand {
	int tries;
	int day;             /* so many days from now */
	int others;          /* so many tries are overtaken by a commit of somebody else */
	int64_t decided_on;  /* the position of the last try */
	int refuse;          /* a code: refused when it is decided; or after it has been written */
	bool late;
};

static int64_t position(void)
{
	struct employer e;

	DESK_OK(store_employer(desk.store, desk.a, "council", &e, &desk.err));
	return e.position;
}

/* Through a store of their own, as another process does it. */
static void somebody_commits(void)
{
	const struct ledger_text entry = {.actor = "other", .action = "setting", .object = "council", .payload = "{}", .instant = DESK_NOON};
	int64_t made, before = position();
	struct commit *c;
	struct store *s;

	DESK_OK(store_open(desk.office->database, STORE_SHARE, &s, &desk.err));
	DESK_OK(commit_begin(s, desk.employer_id, before, &c, &desk.err));
	DESK_OK(commit_holiday(c, desk_today() + 100 + (int32_t)before, true, &desk.err));
	DESK_OK(commit_end(c, &entry, &made, &desk.err));
	store_close(s);
}

static int try_it(struct deciding *d, const void *context, struct err *err)
{
	struct errand *e = *(struct errand *const *)context;
	int rc;

	e->tries++;
	e->decided_on = d->employer.position;
	if (e->tries <= e->others)
		somebody_commits();
	if (e->refuse != 0 && !e->late)
		return err_set(err, e->refuse, "Refused.");
	rc = deciding_begin(d, err);
	if (rc == 0)
		rc = commit_holiday(d->commit, d->today + e->day, true, err);
	if (rc == 0 && e->refuse != 0)
		rc = err_set(err, e->refuse, "Refused.");
	if (rc == 0)
		json_int(&d->payload, "tries", e->tries);
	return deciding_end(d, rc, &(struct decided){.action = "setting", .matter_id = 12}, err);
}

static int run(struct errand *e, const struct asked_by *by)
{
	return deciding_run(desk.store, by, try_it, &e, &desk.err);
}

static const char *kept(void)
{
	const char *outcome;

	DESK_OK(store_once_find(desk.store, desk.a, 0, KEY, &outcome, &desk.err));
	return outcome;
}

static void tell(struct buf *out, const struct decided *decided)
{
	buf_putf(out, "?done=%d", decided->matter_id);
}

static void test_decision__is_one_commit_whose_entry_tells_who_and_what(void **state)
{
	const struct asked_by by = desk_by("hed");
	struct errand e = {0};
	int64_t before = position();
	struct ledger_row entry;

	(void)state;
	DESK_OK(run(&e, &by));
	entry = desk_last_entry();
	assert_int_equal(e.tries, 1);
	assert_int_equal(position(), before + 1);
	assert_string_equal(entry.actor, "hed");
	assert_string_equal(entry.action, "setting");
	assert_string_equal(entry.payload, "{\"tries\":1}");
	assert_int_equal(entry.instant, DESK_NOON);
}

static void test_loser_of_a_race__reads_again_and_decides_on_what_the_winner_left(void **state)
{
	const struct asked_by by = desk_by("hed");
	struct errand e = {.others = 1};
	int64_t before = position();

	(void)state;
	DESK_OK(run(&e, &by));
	assert_int_equal(e.tries, 2);
	assert_int_equal(e.decided_on, before + 1);
	assert_int_equal(position(), before + 2);
	assert_string_equal(desk_last_entry().actor, "hed");
}

static void test_who_is_overtaken_each_time__is_told_so_in_a_sentence_and_nothing_is_written(void **state)
{
	struct asked_by by = desk_by("hed");
	struct errand e = {.others = 100};

	(void)state;
	by.once = KEY;
	by.outcome = "/there";
	assert_int_equal(run(&e, &by), PL_CONFLICT);
	assert_int_equal(e.tries, DECIDING_TRIES);
	assert_string_equal(desk.err.text, "Others changed these records each time that this was decided, so nothing was changed: try again.");
	assert_string_equal(desk_last_entry().actor, "other");
	assert_null(kept());
}

static void test_refusal__is_the_answer_and_is_not_tried_again(void **state)
{
	const struct asked_by by = desk_by("hed");
	struct errand e = {.refuse = PL_CONFLICT};
	int64_t before = position();

	(void)state;
	assert_int_equal(run(&e, &by), PL_CONFLICT);
	assert_int_equal(e.tries, 1);
	assert_string_equal(desk.err.text, "Refused.");
	assert_int_equal(position(), before);
}

static void test_what_is_refused_while_it_is_written__leaves_nothing_and_is_not_tried_again(void **state)
{
	const struct asked_by by = desk_by("hed");
	struct errand e = {.refuse = PL_CONFLICT, .late = true}, after = {0};
	int64_t before = position();

	(void)state;
	assert_int_equal(run(&e, &by), PL_CONFLICT);
	assert_int_equal(e.tries, 1);
	assert_int_equal(position(), before);
	DESK_OK(run(&after, &by));
}

static void test_once_key__is_kept_with_the_answer_in_the_same_commit(void **state)
{
	struct asked_by by = desk_by("hed");
	struct errand e = {.day = 1}, again = {.day = 2};
	int64_t after;

	(void)state;
	by.once = KEY;
	by.outcome = "/there";
	by.tell = tell;
	DESK_OK(run(&e, &by));
	assert_string_equal(kept(), "/there?done=12");
	after = position();
	assert_int_equal(run(&again, &by), PL_CONFLICT);
	assert_int_equal(again.tries, 1);
	assert_int_equal(position(), after);
}

static void test_once_key__of_what_was_refused_is_free_for_another_time(void **state)
{
	struct asked_by by = desk_by("hed");
	struct errand refused = {.refuse = PL_INVALID, .late = true};

	(void)state;
	by.once = KEY;
	by.outcome = "/there";
	assert_int_equal(run(&refused, &by), PL_INVALID);
	assert_null(kept());
}

static void test_decision__about_an_employer_that_is_not_there_is_not_tried(void **state)
{
	struct asked_by by = desk_by("hed");
	struct errand e = {0};

	(void)state;
	by.employer = "nobody";
	assert_int_equal(run(&e, &by), PL_NOT_FOUND);
	assert_int_equal(e.tries, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_decision__is_one_commit_whose_entry_tells_who_and_what),
		TEST(test_loser_of_a_race__reads_again_and_decides_on_what_the_winner_left),
		TEST(test_who_is_overtaken_each_time__is_told_so_in_a_sentence_and_nothing_is_written),
		TEST(test_refusal__is_the_answer_and_is_not_tried_again),
		TEST(test_what_is_refused_while_it_is_written__leaves_nothing_and_is_not_tried_again),
		TEST(test_once_key__is_kept_with_the_answer_in_the_same_commit),
		TEST(test_once_key__of_what_was_refused_is_free_for_another_time),
		TEST(test_decision__about_an_employer_that_is_not_there_is_not_tried),
	};

	return RUN_TESTS(tests);
}
