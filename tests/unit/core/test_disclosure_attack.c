/* Somebody who wants to know what is withheld, and has all that was published, knows this program, and has time to try
 * all numbers: of everything that may stand behind what was published, each "c" takes every value from one to four. */
#include "../../test.h"

#include <string.h>

#include "base/arena.h"
#include "core/disclosure.h"

enum { MOST_CELLS = 4, PART_KINDS = 10, TOTAL_KINDS = 26, KINDS = 10000 * TOTAL_KINDS, FEW_ALL = 0x1e };

struct seen {
	int fews[MOST_CELLS + 1]; /* a bit for each value from 0 to 4, of each cell */
	bool withheld[MOST_CELLS + 1];
};

/* What is published of parts up to 42 and totals up to 122, as one number. */
static size_t kind_of(const struct published_count *line, size_t count)
{
	size_t kind = line[count].withheld ? TOTAL_KINDS - 1 : (size_t)(line[count].value / DISCLOSURE_ROUND);

	for (size_t i = 0; i < count; i++)
		kind = kind * PART_KINDS + (line[i].withheld ? PART_KINDS - 1 : (size_t)(line[i].value / DISCLOSURE_ROUND));
	return kind;
}

static bool next_line(int64_t *counts, size_t count, int64_t most)
{
	for (size_t i = 0; i < count; i++) {
		if (++counts[i] <= most)
			return true;
		counts[i] = 0;
	}
	return false;
}

/* Lines that are published alike are one kind. */
static void group_lines(size_t count, int64_t most, struct seen *kinds)
{
	int64_t counts[MOST_CELLS] = {0};

	do {
		struct published_count line[MOST_CELLS + 1];
		struct seen *kind;

		publish_line(counts, count, line);
		kind = &kinds[kind_of(line, count)];
		for (size_t i = 0; i < count; i++) {
			kind->withheld[i] = line[i].withheld;
			if (counts[i] <= DISCLOSURE_FEW)
				kind->fews[i] |= 1 << counts[i];
		}
	} while (next_line(counts, count, most));
}

static void attack_all(size_t count, int64_t most)
{
	struct seen *kinds = mem_alloc(KINDS * sizeof *kinds);

	memset(kinds, 0, KINDS * sizeof *kinds);
	group_lines(count, most, kinds);
	for (size_t k = 0; k < KINDS; k++)
		for (size_t i = 0; i < count; i++)
			if (kinds[k].withheld[i])
				assert_int_equal(kinds[k].fews[i] & FEW_ALL, FEW_ALL);
	mem_free(kinds);
}

static void test_attacker__who_knows_the_program_learns_of_no_few_more_than_that_they_are(void **state)
{
	(void)state;
	attack_all(2, 40);
	attack_all(3, 40);
	attack_all(4, 17);
}

static void test_line__with_few_tells_no_total(void **state)
{
	static const int64_t LINES[][3] = {{4, 12, 12}, {18, 18, 1}, {1, 8, 8}, {3, 0, 0}, {2, 3, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
		struct published_count line[4];

		publish_line(LINES[i], 3, line);
		assert_true(line[3].withheld);
	}
}

/* ---- publications beside one another ---- */

/* Lines that are published one after the other: which of the ones before are versions of its own quarter, and which are
 * of the quarter before or after, a bit for each. */
struct publication {
	unsigned versions, quarters;
};

enum { MOST_LINES = 3, MOST_PARTS = 3, CELL_BITS = 5, CELL_WITHHELD = 31, TABLE = 1 << 16,
	SETS = MOST_LINES * (MOST_PARTS + 1) };

struct story {
	const struct publication *lines;
	size_t lines_count, parts;
	int64_t most;             /* of a count */
	bool same_total;          /* the attacker takes the total that one tells for that of the other */
};

/* What all that can stand behind some publications is: of each cell the values, and of each pair of publications the
 * differences. */
struct kind {
	uint64_t key;             /* 0: nothing */
	uint64_t values[SETS], differences[SETS];
};

struct attack {
	const struct story *story;
	struct kind *kinds;
	size_t kinds_count;
	int64_t counts[MOST_LINES][MOST_PARTS + 1]; /* the total last */
	struct published_count lines[MOST_LINES][MOST_PARTS + 1];
};

static size_t gather(const struct attack *t, unsigned which, size_t before,
	const struct published_count *ret[MOST_LINES])
{
	size_t n = 0;

	for (size_t i = before; i-- > 0;)
		if ((which & (1U << i)) != 0)
			ret[n++] = t->lines[i];
	return n;
}

static void publish_at(struct attack *t, size_t at)
{
	const struct published_count *versions[MOST_LINES], *quarters[MOST_LINES];
	const struct publication *p = &t->story->lines[at];
	const struct published_others v = {versions, gather(t, p->versions, at, versions)},
		q = {quarters, gather(t, p->quarters, at, quarters)};

	publish_line_beside(t->counts[at], t->story->parts, &v, &q, t->lines[at]);
}

static uint64_t key_of(const struct attack *t)
{
	uint64_t key = 1;

	for (size_t l = 0; l < t->story->lines_count; l++)
		for (size_t i = 0; i <= t->story->parts; i++)
			key = key << CELL_BITS | (t->lines[l][i].withheld ? CELL_WITHHELD :
				(uint64_t)(t->lines[l][i].value / DISCLOSURE_ROUND));
	return key;
}

static struct kind *kind_at(struct attack *t, uint64_t key)
{
	size_t place = (size_t)(key * 0x9E3779B97F4A7C15U >> 48);

	while (t->kinds[place].key != 0 && t->kinds[place].key != key)
		place = (place + 1) % TABLE;
	if (t->kinds[place].key == 0)
		assert_true(++t->kinds_count < TABLE / 2);
	t->kinds[place].key = key;
	return &t->kinds[place];
}

static void note_what_it_can_be(struct attack *t)
{
	struct kind *k = kind_at(t, key_of(t));
	const size_t cells = t->story->parts + 1;

	for (size_t l = 0; l < t->story->lines_count; l++)
		for (size_t i = 0; i < cells; i++) {
			const size_t other = l == 0 ? t->story->lines_count - 1 : l - 1;
			const int64_t away = t->counts[l][i] - t->counts[other][i];

			k->values[l * cells + i] |= (uint64_t)1 << t->counts[l][i];
			k->differences[l * cells + i] |= (uint64_t)1 << (away < 0 ? -away : away);
		}
}

static void publish_from(struct attack *t, size_t at)
{
	const size_t parts = t->story->parts;

	if (at == t->story->lines_count) {
		note_what_it_can_be(t);
		return;
	}
	memset(t->counts[at], 0, sizeof t->counts[at]);
	do {
		t->counts[at][parts] = 0;
		for (size_t i = 0; i < parts; i++)
			t->counts[at][parts] += t->counts[at][i];
		if (t->story->same_total && at > 0 && t->counts[at][parts] != t->counts[0][parts])
			continue;
		publish_at(t, at);
		publish_from(t, at + 1);
	} while (next_line(t->counts[at], parts, t->story->most));
}

static bool is_few_alone(uint64_t set)
{
	return set != 0 && (set & ~(uint64_t)FEW_ALL) == 0;
}

static bool is_one(uint64_t set)
{
	return (set & (set - 1)) == 0;
}

static int total_of(const struct story *story, uint64_t key, size_t line)
{
	return (int)(key >> CELL_BITS * (story->parts + 1) * (story->lines_count - 1 - line) & CELL_WITHHELD);
}

/* A total behind which no count is larger than those that are tried. */
static bool tells_total(const struct story *story, uint64_t key, size_t line)
{
	return total_of(story, key, line) * DISCLOSURE_ROUND + DISCLOSURE_ROUND / 2 <= story->most;
}

/* Of what is known to be few nothing more is known: all four are possible. No difference is known to be one number
 * below five. Who takes the total that one publication tells for that of another has no count of the other. */
static void assert_no_more_than_few(const struct story *story, const struct kind *k)
{
	for (size_t i = 0; i < (story->parts + 1) * story->lines_count; i++) {
		const size_t line = i / (story->parts + 1), other = line == 0 ? story->lines_count - 1 : line - 1;

		if (!story->same_total) {
			assert_true(!is_few_alone(k->values[i]) || k->values[i] == FEW_ALL);
			assert_false(is_few_alone(k->differences[i]) && is_one(k->differences[i]));
		} else if (tells_total(story, k->key, other) && total_of(story, k->key, line) == CELL_WITHHELD)
			assert_false(is_few_alone(k->values[i]) && is_one(k->values[i]));
	}
}

static void attack(const struct story *story)
{
	struct attack t = {.story = story, .kinds = mem_alloc(TABLE * sizeof *t.kinds)};

	memset(t.kinds, 0, TABLE * sizeof *t.kinds);
	publish_from(&t, 0);
	for (size_t k = 0; k < TABLE; k++)
		if (t.kinds[k].key != 0)
			assert_no_more_than_few(story, &t.kinds[k]);
	mem_free(t.kinds);
}

static const struct publication TWO_VERSIONS[] = {{0, 0}, {1, 0}}, THREE_VERSIONS[] = {{0, 0}, {1, 0}, {3, 0}},
	TWO_QUARTERS[] = {{0, 0}, {0, 1}},
	QUARTER_THEN_CORRECTED[] = {{0, 0}, {0, 1}, {2, 1}}, CORRECTED_AFTER_THE_NEXT[] = {{0, 0}, {0, 1}, {1, 2}};

static void test_attacker__learns_no_more_from_two_versions(void **state)
{
	(void)state;
	attack(&(struct story){TWO_VERSIONS, 2, 2, 24, false});
	attack(&(struct story){TWO_VERSIONS, 2, 2, 24, true});
	attack(&(struct story){TWO_VERSIONS, 2, 3, 12, false});
}

static void test_attacker__learns_no_more_from_three_versions(void **state)
{
	(void)state;
	attack(&(struct story){THREE_VERSIONS, 3, 1, 32, false});
	attack(&(struct story){THREE_VERSIONS, 3, 2, 12, false});
}

static void test_attacker__learns_no_more_from_two_quarters(void **state)
{
	(void)state;
	attack(&(struct story){TWO_QUARTERS, 2, 2, 24, false});
	attack(&(struct story){TWO_QUARTERS, 2, 2, 24, true});
	attack(&(struct story){TWO_QUARTERS, 2, 3, 12, false});
}

static void test_attacker__learns_no_more_from_a_quarter_beside_one_that_is_corrected(void **state)
{
	(void)state;
	attack(&(struct story){QUARTER_THEN_CORRECTED, 3, 2, 12, false});
	attack(&(struct story){CORRECTED_AFTER_THE_NEXT, 3, 2, 12, false});
}

/* ---- somebody who guesses that one person or case made the difference ---- */

static void assert_alike(const int64_t *before, const int64_t *after, size_t parts)
{
	static const struct published_others NONE = {NULL, 0};
	struct published_count first[MOST_PARTS + 1], second[MOST_PARTS + 1];
	const struct published_count *const versions[] = {first};

	publish_line_beside(before, parts, &NONE, &NONE, first);
	publish_line_beside(after, parts, &(struct published_others){versions, 1}, &NONE, second);
	for (size_t i = 0; i <= parts; i++) {
		assert_int_equal(first[i].withheld, second[i].withheld);
		assert_int_equal(first[i].value, second[i].value);
	}
}

static void try_change(const int64_t *counts, size_t at, int64_t by)
{
	int64_t changed[MOST_PARTS];

	memcpy(changed, counts, sizeof changed);
	changed[at] += by;
	assert_alike(counts, changed, MOST_PARTS);
	assert_alike(changed, counts, MOST_PARTS);
	changed[(at + 1) % MOST_PARTS] -= by;
	if (changed[(at + 1) % MOST_PARTS] >= 0) {
		assert_alike(counts, changed, MOST_PARTS);
		assert_alike(changed, counts, MOST_PARTS);
	}
}

/* One or two that are new, that are gone, and that have changed places. */
static void test_versions__that_one_or_two_make_differ_are_alike(void **state)
{
	int64_t counts[MOST_PARTS] = {0};

	(void)state;
	do {
		for (size_t i = 0; i < MOST_PARTS; i++)
			for (int64_t by = 1; by <= 2; by++)
				try_change(counts, i, by);
	} while (next_line(counts, MOST_PARTS, 17));
}

/* 5, 12, 11 and then 4, 12, 12: the total of one, taken for that of the other, would tell. */
static void test_quarter__beside_a_total_that_is_told_withholds_the_line(void **state)
{
	static const struct published_others NONE = {NULL, 0};
	struct published_count first[4], second[4];
	const struct published_count *const quarters[] = {first};

	(void)state;
	publish_line((const int64_t[]){5, 12, 11}, 3, first);
	publish_line_beside((const int64_t[]){4, 12, 12}, 3, &NONE, &(struct published_others){quarters, 1}, second);
	for (int i = 0; i <= 3; i++)
		assert_true(second[i].withheld);
}

static void test_version__beside_a_quarter_with_few_tells_no_total(void **state)
{
	static const struct published_others NONE = {NULL, 0};
	struct published_count first[4], second[4];
	const struct published_count *const quarters[] = {first};

	(void)state;
	publish_line((const int64_t[]){4, 12, 12}, 3, first);
	publish_line_beside((const int64_t[]){5, 12, 11}, 3, &NONE, &(struct published_others){quarters, 1}, second);
	assert_true(second[3].withheld);
	assert_int_equal(second[0].value, 5);
	assert_int_equal(second[1].value, 10);
}

static void test_version__tells_anew_what_five_have_changed(void **state)
{
	const struct published_count five = {.value = 5}, ten = {.value = 10}, withheld = {.withheld = true};

	(void)state;
	assert_int_equal(publish_count_again(4, &five, 1).value, 5);
	assert_int_equal(publish_count_again(9, &five, 1).value, 5);
	assert_int_equal(publish_count_again(10, &five, 1).value, 10);
	assert_true(publish_count_again(4, &ten, 1).withheld);
	assert_true(publish_count_again(8, &withheld, 1).withheld);
	assert_int_equal(publish_count_again(9, &withheld, 1).value, 10);
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
		cmocka_unit_test(test_attacker__who_knows_the_program_learns_of_no_few_more_than_that_they_are),
		cmocka_unit_test(test_line__with_few_tells_no_total),
		cmocka_unit_test(test_attacker__learns_no_more_from_two_versions),
		cmocka_unit_test(test_attacker__learns_no_more_from_three_versions),
		cmocka_unit_test(test_attacker__learns_no_more_from_two_quarters),
		cmocka_unit_test(test_attacker__learns_no_more_from_a_quarter_beside_one_that_is_corrected),
		cmocka_unit_test(test_versions__that_one_or_two_make_differ_are_alike),
		cmocka_unit_test(test_quarter__beside_a_total_that_is_told_withholds_the_line),
		cmocka_unit_test(test_version__beside_a_quarter_with_few_tells_no_total),
		cmocka_unit_test(test_version__tells_anew_what_five_have_changed),
		cmocka_unit_test(test_one_more__changes_only_what_is_rounded),
	};

	return RUN_TESTS(tests);
}
