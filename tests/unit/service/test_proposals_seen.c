/* Proposals as pages see them: what they would add, what stands in the way of changing one, who could talk. */
#include "allocation_desk.h"
#include "service/allocation/proposals_seen.h"
#include "service/matters/workers_word.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, allocation_desk_open, desk_close)

/* ---- what is offered, in minutes ---- */

static int32_t minutes_offered_to(const char *worker)
{
	struct pictures *pictures = pictures_new(desk.store, 1024 * 1024);
	const struct picture *p;
	int32_t *by_post, ret;

	DESK_OK(pictures_get(pictures, "council", desk_today(), &p, &desk.err));
	DESK_OK(proposals_minutes(pictures, desk.a, p, &by_post, &desk.err));
	ret = by_post[snapshot_find_post_id(p->snap, desk_post(worker))];
	picture_drop(p);
	pictures_free(pictures);
	return ret;
}

/* As much as they would add together once agreed, and as the answer to the last offer says of all of it: 0.4 for the younger one. */
static void test_minutes__of_what_is_offered_count_siblings_as_siblings(void **state)
{
	struct allocation_proposing elder, younger;
	int32_t alone;

	(void)state;
	(void)IMPORT(desk.office, office_file(desk.office, "siblings.csv", "case,opened,service,team,household\n"
		"S1,2026-06-01,children,North,H\nS2,2026-06-01,children,North,H\n"));
	elder = proposing("mia", "S1", "W2");
	younger = proposing("mia", "S2", "W2");
	assert_int_equal(minutes_offered_to("W2"), 0);
	DESK_OK(propose(&elder));
	alone = minutes_offered_to("W2");
	assert_true(alone > 30);
	DESK_OK(propose(&younger));
	assert_int_equal(minutes_offered_to("W2"), alone + 30 + (2 * (alone - 30) + 2) / 5);
	assert_int_equal(minutes_offered_to("W1"), 0);
}

/* ---- what is offered, changed ---- */

static enum negotiation_refusal refusal_of_change(const char *ref, const char *worker, int32_t but)
{
	struct pictures *pictures = pictures_new(desk.store, 1024 * 1024);
	struct candidates_wanted wanted = {.role = HOLDING_LEAD, .share = 1000, .instead_of = -1, .team = TEAMS_ALL, .but = but};
	struct candidate_list list;
	const struct picture *p;
	enum negotiation_refusal ret;

	DESK_OK(pictures_get(pictures, "council", desk_today(), &p, &desk.err));
	wanted.case_index = snapshot_find_case(p->snap, ref);
	wanted.post = snapshot_find_post_id(p->snap, desk_post(worker));
	DESK_OK(candidates_read(pictures, desk.a, p, desk_viewer("mia"), &wanted, &list, &desk.err));
	ret = list.rows[0].refusal;
	picture_drop(p);
	pictures_free(pictures);
	return ret;
}

/* What is offered stands not in its own way; what does stand there is told before anything is sent. */
static void test_change__of_what_is_offered_is_judged_without_that_offer(void **state)
{
	const struct asked_by ben = desk_by("ben");
	int32_t id = offered();

	(void)state;
	DESK_OK(take_for("ben", id, STEP_WANT, "support"));
	assert_int_equal(refusal_of_change("C3", "W2", 0), REFUSED_OFFERED_ALREADY);
	assert_int_equal(refusal_of_change("C3", "W2", id), REFUSED_NOT);
	DESK_OK(word_rate(desk.store, &ben, desk_post("W2"), RATING_RED, &desk.err));
	assert_int_equal(refusal_of_change("C3", "W2", id), REFUSED_RED_RATING);
}

/* ---- who could talk about it ---- */

/* "ann*, mia, sup": by name, the worker with a star. */
static const char *sides_of(const char *worker, const char *ref)
{
	struct pictures *pictures = pictures_new(desk.store, 1024 * 1024);
	const struct picture *p;
	struct side_login *sides;
	const char *text = "";
	size_t count;

	DESK_OK(pictures_get(pictures, "council", desk_today(), &p, &desk.err));
	DESK_OK(sides_read(pictures, desk.a, p, snapshot_find_post_id(p->snap, desk_post(worker)), snapshot_find_case(p->snap, ref), &sides,
		&count, &desk.err));
	for (size_t i = 0; i < count; i++)
		text = arena_printf(desk.a, "%s%s%s%s", text, i > 0 ? ", " : "", sides[i].login, sides[i].is_worker ? "*" : "");
	picture_drop(p);
	pictures_free(pictures);
	return text;
}

static void test_sides__are_the_worker_and_who_answers_for_the_team_or_the_case(void **state)
{
	(void)state;
	assert_string_equal(sides_of("W1", "C3"), "ann*, mia, sup");
	assert_string_equal(sides_of("W2", "C3"), "ben*, mia, sup");
	/* A case of North for a worker of South: both teams' managers. */
	assert_string_equal(sides_of("W3", "C3"), "cat*, mia, sup, tom");
}

static void test_sides__have_nobody_whose_account_may_not_be_used(void **state)
{
	struct account_row row;
	struct commit *c = begin();

	(void)state;
	DESK_OK(store_account(desk.store, desk.a, desk.employer_id, "sup", &row, &desk.err));
	row.disabled = "administrator";
	DESK_OK(commit_account(c, &row, &desk.err));
	end(c);
	assert_string_equal(sides_of("W1", "C3"), "ann*, mia");
}

/* Who manages the team and works in it is the worker of their own post, and nothing else. */
static void test_sides__have_who_manages_their_own_post_as_its_worker_alone(void **state)
{
	struct account_row row;
	struct commit *c = begin();

	(void)state;
	DESK_OK(store_account(desk.store, desk.a, desk.employer_id, "ben", &row, &desk.err));
	DESK_OK(commit_grant(c, row.account_id, &desk_viewer("max")->grants[0], &desk.err));
	end(c);
	assert_string_equal(sides_of("W2", "C3"), "ben*, mia, sup");
	assert_string_equal(sides_of("W1", "C3"), "ann*, ben, mia, sup");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_minutes__of_what_is_offered_count_siblings_as_siblings),
		TEST(test_change__of_what_is_offered_is_judged_without_that_offer),
		TEST(test_sides__are_the_worker_and_who_answers_for_the_team_or_the_case),
		TEST(test_sides__have_nobody_whose_account_may_not_be_used),
		TEST(test_sides__have_who_manages_their_own_post_as_its_worker_alone),
	};

	return RUN_TESTS(tests);
}
