/* Somebody who wants to know what is withheld, and has all that was published, knows this program, and has time to try all numbers: of
 * everything that may stand behind what was published, each "c" takes every value from one to four. */
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

/* One case changed places between two versions: 5, 12, 11 and 4, 12, 12. The total of one, taken for that of the other, would tell. */
static void test_version__beside_a_total_that_is_told_withholds_the_line(void **state)
{
	struct published_count first[4], second[4];
	const struct published_count *others[] = {first};

	(void)state;
	publish_line((const int64_t[]){5, 12, 11}, 3, first);
	publish_line_beside((const int64_t[]){4, 12, 12}, 3, others, 1, second);
	for (int i = 0; i <= 3; i++)
		assert_true(second[i].withheld);
}

static void test_version__beside_one_with_few_tells_no_total(void **state)
{
	struct published_count first[4], second[4];
	const struct published_count *others[] = {first};

	(void)state;
	publish_line((const int64_t[]){4, 12, 12}, 3, first);
	publish_line_beside((const int64_t[]){5, 12, 11}, 3, others, 1, second);
	assert_true(second[3].withheld);
	assert_int_equal(second[0].value, 5);
	assert_int_equal(second[1].value, 10);
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
		cmocka_unit_test(test_version__beside_a_total_that_is_told_withholds_the_line),
		cmocka_unit_test(test_version__beside_one_with_few_tells_no_total),
		cmocka_unit_test(test_one_more__changes_only_what_is_rounded),
	};

	return RUN_TESTS(tests);
}
