/* Somebody who wants to know what is withheld, and has all that was published: every version, every cell, and time to try all numbers. */
#include "../../test.h"
#include "core/disclosure.h"

enum { CELLS = 3, COUNTS = 10, GUESSES = 26 };

struct version {
	int64_t counts[CELLS];
	struct published_count line[CELLS + 1];
};

static struct version version_of(const int64_t counts[CELLS], const struct version *before)
{
	const struct published_count *others[] = {before != NULL ? before->line : NULL};
	struct version v = {.counts = {counts[0], counts[1], counts[2]}};

	publish_line_beside(counts, CELLS, others, before != NULL, v.line);
	return v;
}

/* Whether a number may stand behind what is shown. */
static bool may_be(const struct published_count *shown, int64_t count)
{
	if (shown->withheld)
		return count >= 1;
	if (shown->value == 0)
		return count == 0;
	/* One to four would not have been shown. */
	return count > DISCLOSURE_FEW && count >= shown->value - 2 && count <= shown->value + 2;
}

static bool may_be_line(const struct published_count *line, const int64_t guess[CELLS])
{
	int64_t total = guess[0] + guess[1] + guess[2];

	for (int i = 0; i < CELLS; i++)
		if (!may_be(&line[i], guess[i]))
			return false;
	return may_be(&line[CELLS], total);
}

struct span {
	int64_t least, most;
	bool any;
};

static void widen(struct span *s, int64_t n)
{
	s->least = !s->any || n < s->least ? n : s->least;
	s->most = !s->any || n > s->most ? n : s->most;
	s->any = true;
}

/* Every line of numbers that fits all that was published of it. */
static void solve(const struct version *const *versions, int count, struct span ret[CELLS])
{
	int64_t guess[CELLS];

	for (guess[0] = 0; guess[0] < GUESSES; guess[0]++)
		for (guess[1] = 0; guess[1] < GUESSES; guess[1]++)
			for (guess[2] = 0; guess[2] < GUESSES; guess[2]++) {
				bool fits = true;

				for (int v = 0; v < count && fits; v++)
					fits = may_be_line(versions[v]->line, guess);
				for (int i = 0; i < CELLS && fits; i++)
					widen(&ret[i], guess[i]);
			}
}

static int64_t width(const struct span *s)
{
	return s->most == GUESSES - 1 ? GUESSES : s->most - s->least;
}

/* What one version shows is no secret of another. */
static bool is_shown(const struct version *const *versions, int count, int cell)
{
	for (int v = 0; v < count; v++)
		if (!versions[v]->line[cell].withheld)
			return true;
	return false;
}

static void assert_nothing_found(const struct version *const *versions, int count)
{
	struct span spans[CELLS] = {{0}};

	solve(versions, count, spans);
	for (int i = 0; i < CELLS; i++)
		if (!is_shown(versions, count, i) && spans[i].any && width(&spans[i]) < DISCLOSURE_SPAN)
			fail_msg("%d %d %d, and then %d %d %d: cell %d is from %d to %d", (int)versions[0]->counts[0], (int)versions[0]->counts[1],
				(int)versions[0]->counts[2], (int)versions[count - 1]->counts[0], (int)versions[count - 1]->counts[1],
				(int)versions[count - 1]->counts[2], i, (int)spans[i].least, (int)spans[i].most);
}

static void for_all(void (*look)(const int64_t counts[CELLS]))
{
	int64_t counts[CELLS];

	for (counts[0] = 0; counts[0] < COUNTS; counts[0]++)
		for (counts[1] = counts[0]; counts[1] < COUNTS; counts[1]++)
			for (counts[2] = counts[1]; counts[2] < COUNTS; counts[2]++)
				look(counts);
}

static void attack_one(const int64_t counts[CELLS])
{
	const struct version v = version_of(counts, NULL);

	assert_nothing_found((const struct version *const[]){&v}, 1);
}

static void test_attacker__solves_no_withheld_count_of_one_document(void **state)
{
	(void)state;
	for_all(attack_one);
}

/* One case more, one less, or one in another place; and what was published before of the same quarter. */
static void attack_two(const int64_t counts[CELLS])
{
	const struct version first = version_of(counts, NULL);

	for (int from = -1; from < CELLS; from++)
		for (int to = -1; to < CELLS; to++) {
			int64_t changed[CELLS] = {counts[0], counts[1], counts[2]};
			struct version second;

			if (from >= 0)
				changed[from]--;
			if (to >= 0)
				changed[to]++;
			if (from >= 0 && changed[from] < 0)
				continue;
			second = version_of(changed, &first);
			assert_nothing_found((const struct version *const[]){&first, &second}, 2);
		}
}

static void test_attacker__learns_nothing_from_two_versions_together(void **state)
{
	(void)state;
	for_all(attack_two);
}

/* Versions that have nothing to do with each other are held together by somebody who believes that they have. */
static void test_attacker__learns_nothing_from_versions_that_were_corrected_a_lot(void **state)
{
	uint64_t chance = 88172645463325252u;

	(void)state;
	for (int i = 0; i < 400; i++) {
		int64_t counts[2][CELLS];
		struct version first, second;

		for (int j = 0; j < 2 * CELLS; j++) {
			chance ^= chance << 13;
			chance ^= chance >> 7;
			chance ^= chance << 17;
			counts[j / CELLS][j % CELLS] = (int64_t)(chance % COUNTS);
		}
		first = version_of(counts[0], NULL);
		second = version_of(counts[1], &first);
		assert_nothing_found((const struct version *const[]){&first, &second}, 2);
	}
}

/* The second version withholds what the first does, though another would do as well. */
static void test_versions__withhold_the_same(void **state)
{
	const struct version first = version_of((const int64_t[]){3, 8, 9}, NULL);
	const struct version second = version_of((const int64_t[]){3, 9, 8}, &first);

	(void)state;
	for (int i = 0; i < CELLS; i++)
		assert_int_equal(first.line[i].withheld, second.line[i].withheld);
}

/* One more or less of anything moves a count by a step of five or to what is withheld, and never by one. */
static void test_one_more__changes_only_what_is_rounded(void **state)
{
	(void)state;
	for (int64_t n = 0; n < 200; n++) {
		const struct published_count before = publish_count(n), after = publish_count(n + 1);

		if (before.withheld || after.withheld)
			continue;
		assert_int_equal(before.value % DISCLOSURE_ROUND, 0);
		assert_true(after.value == before.value || after.value == before.value + DISCLOSURE_ROUND);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attacker__solves_no_withheld_count_of_one_document),
		cmocka_unit_test(test_attacker__learns_nothing_from_two_versions_together),
		cmocka_unit_test(test_attacker__learns_nothing_from_versions_that_were_corrected_a_lot),
		cmocka_unit_test(test_versions__withhold_the_same),
		cmocka_unit_test(test_one_more__changes_only_what_is_rounded),
	};

	return RUN_TESTS(tests);
}
