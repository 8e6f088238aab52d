/* What was asked, as somebody sees it. */
#include "core/extra_time.h"
#include "desk.h"
#include "service/clock/watch.h"
#include "service/telling/notices.h"
#include "service/matters/workers_word.h"

enum { A_DAY = 24 * 3600, MOST = 20 };

/* What the clock finds it tells only where work is negotiated. */
static int open_live(void **state)
{
	struct commit *c = NULL;
	struct employer e;
	int64_t position;

	if (desk_open(state) != 0)
		return -1;
	DESK_OK(store_employer(desk.store, desk.a, "council", &e, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, e.position, &c, &desk.err));
	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 1, &desk.err));
	DESK_OK(commit_end(c, &(struct ledger_text){"mia", "setting", "council", "{}", desk.now}, &position, &desk.err));
	return 0;
}

struct desk_pictures {
	struct pictures *all;
	const struct picture *now;
};

static struct desk_pictures open_pictures(void)
{
	struct desk_pictures p = {.all = pictures_new(desk.store, 1024 * 1024)};

	DESK_OK(pictures_get(p.all, "council", desk_today(), &p.now, &desk.err));
	return p;
}

static void close_pictures(struct desk_pictures *p)
{
	picture_drop(p->now);
	pictures_free(p->all);
}

static int seen_by(const char *login, int32_t id)
{
	struct desk_pictures p = open_pictures();
	struct matter_seen seen;
	int rc = matter_seen_by(p.all, desk.a, p.now, desk_viewer(login), clock_minute(desk.now), id, &seen, &desk.err);

	close_pictures(&p);
	return rc;
}

static int32_t ask_back(const char *ref)
{
	const struct matter_asking asking = {.by = desk_by("ann"), .kind = MATTER_HAND_BACK, .post_id = desk_post("W1"), .ref = ref,
		.note = "There is no time for it"};
	int32_t id;

	DESK_OK(matters_ask(desk.store, &asking, &id, &desk.err));
	return id;
}

static size_t of_ann(const char *login, struct matter_row **ret)
{
	struct desk_pictures p = open_pictures();
	const struct snapshot *s = p.now->snap;
	int32_t post = s->person_posts[s->persons[snapshot_find_person(s, "W1")].first_post];
	size_t count;

	DESK_OK(matters_of_posts(p.all, desk.a, p.now, desk_viewer(login), &post, 1, MOST, ret, &count, &desk.err));
	close_pictures(&p);
	return count;
}

static size_t told(const char *login, int64_t since, struct matter_seen **ret)
{
	struct desk_pictures p = open_pictures();
	size_t count;

	DESK_OK(matters_told_to(p.all, desk.a, p.now, desk_viewer(login), since, MOST, ret, &count, &desk.err));
	close_pictures(&p);
	return count;
}

static void test_matter__is_read_by_who_asked_and_who_answers_for_the_team(void **state)
{
	int32_t id = ask_back("C1");

	(void)state;
	DESK_OK(seen_by("ann", id));
	DESK_OK(seen_by("mia", id));
	DESK_OK(seen_by("sup", id));
	DESK_OK(seen_by("hed", id));
	DESK_OK(seen_by("dir", id));
	assert_int_equal(seen_by("ben", id), PL_DENIED);
	assert_int_equal(seen_by("tom", id), PL_DENIED);
	assert_int_equal(seen_by("mia", id + 1), PL_NOT_FOUND);
}

static struct notices notices_of_login(const char *login)
{
	struct desk_pictures p = open_pictures();
	struct notices all;

	DESK_OK(notices_for(p.all, desk.a, p.now, desk_viewer(login), clock_minute(desk.now), &all, &desk.err));
	close_pictures(&p);
	return all;
}

static void test_matter__of_a_closing_waits_for_the_view_of_who_holds_the_case(void **state)
{
	const struct closing_asked asked = {.by = desk_by("mia"), .ref = "C1", .reason = CLOSING_NEEDS_MET, .note = ""};
	struct closing_outcome outcome;
	struct notices all;

	(void)state;
	DESK_OK(closing_make(desk.store, &asked, &outcome, &desk.err));
	all = notices_of_login("ann");
	assert_int_equal(all.waiting, 1);
	assert_int_equal(all.rows[0].kind, NOTICE_VIEW);
	assert_true(notice_matter(&all, &all.rows[0])->says_view);
	DESK_OK(seen_by("ann", outcome.matter_id));
	assert_int_equal(notices_of_login("ben").waiting, 0);
	assert_int_equal(notices_of_login("sup").rows[0].kind, NOTICE_CLOSING);
	DESK_OK(desk_answer("ann", outcome.matter_id, OUTCOME_AGAINST));
	assert_int_equal(notices_of_login("ann").waiting, 0);
}

static void test_matters_of_posts__are_the_newest_first_and_for_those_alone(void **state)
{
	int32_t first = ask_back("C1"), second = ask_back("C2");
	struct matter_row *rows;

	(void)state;
	assert_int_equal(of_ann("sup", &rows), 2);
	assert_int_equal(rows[0].id, second);
	assert_int_equal(rows[1].id, first);
	assert_int_equal(of_ann("ann", &rows), 2);
	assert_int_equal(of_ann("tom", &rows), 0);
}

static void test_matters_told__are_what_one_asked_and_others_answered_lately(void **state)
{
	int32_t id = ask_back("C1");
	struct matter_seen *seen;

	(void)state;
	(void)ask_back("C2");
	assert_int_equal(told("ann", 0, &seen), 0);
	DESK_OK(desk_answer("mia", id, OUTCOME_REFUSED));
	assert_int_equal(told("ann", desk.now, &seen), 1);
	assert_int_equal(seen[0].row.id, id);
	assert_int_equal(seen[0].row.matter.outcome, OUTCOME_REFUSED);
	assert_string_equal(seen[0].row.steps[1].note, "As we have said");
	assert_int_equal(told("ann", desk.now + 1, &seen), 0);
	assert_int_equal(told("mia", 0, &seen), 0);
}

/* ---- time owed ---- */

static void work_over(int32_t days_ago, int32_t minutes)
{
	const struct asked_by by = desk_by("ann");

	DESK_OK(word_extra_time(desk.store, &by, desk_post("W1"), &(struct extra_row){desk_today() - days_ago, minutes, EXTRA_WORKED},
		&desk.err));
}

static void watch(void)
{
	struct watch_counts counts;

	DESK_OK(watch_once(desk.store, "council", desk.now, &counts, &desk.err));
}

/* Of the newest matter about time owed. */
static int32_t owed_id(void)
{
	struct matter_row *rows;
	size_t count = of_ann("ann", &rows);

	for (size_t i = 0; i < count; i++)
		if (rows[i].kind == MATTER_OWED)
			return rows[i].id;
	fail_msg("nobody was told of time owed");
	return 0;
}

static void test_time_owed__is_told_to_who_stands_above_only_when_it_is_put_to_them(void **state)
{
	struct matter_row *rows;
	int32_t id;

	(void)state;
	work_over(1, OWED_TO_MANAGER);
	watch();
	id = owed_id();
	DESK_OK(seen_by("ann", id));
	DESK_OK(seen_by("mia", id));
	assert_int_equal(seen_by("sup", id), PL_DENIED);
	assert_int_equal(seen_by("hed", id), PL_DENIED);
	assert_int_equal(seen_by("dir", id), PL_DENIED);
	assert_int_equal(of_ann("hed", &rows), 0);
	assert_int_equal(of_ann("sup", &rows), 0);
	assert_int_equal(desk_answer("hed", id, OUTCOME_PLAN), PL_DENIED);
	desk.now += 14 * A_DAY;
	watch();
	id = owed_id();
	DESK_OK(seen_by("hed", id));
	DESK_OK(seen_by("mia", id));
	assert_int_equal(seen_by("sup", id), PL_DENIED);
	assert_int_equal(seen_by("dir", id), PL_DENIED);
	assert_int_equal(of_ann("hed", &rows), 1);
	DESK_OK(desk_answer("hed", id, OUTCOME_PLAN));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_live, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_matter__is_read_by_who_asked_and_who_answers_for_the_team),
		TEST(test_matter__of_a_closing_waits_for_the_view_of_who_holds_the_case),
		TEST(test_matters_of_posts__are_the_newest_first_and_for_those_alone),
		TEST(test_matters_told__are_what_one_asked_and_others_answered_lately),
		TEST(test_time_owed__is_told_to_who_stands_above_only_when_it_is_put_to_them),
	};

	return RUN_TESTS(tests);
}
