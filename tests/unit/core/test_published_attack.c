/* Somebody who wants to know what is withheld, and has all of a published health check: each line, each figure, what is
 * not told, how complete the records are, and that some rows are never more than others. Of all records that may stand
 * behind the same publication each "c" takes every value from one to four; and each count that is told takes every value
 * that it takes for whoever sees nothing but its own line. */
#include "../../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "core/published.h"

enum { COUNTS_MOST = 5, TABLE = 1 << 17, FEW_ALL = 0x1e, HOLDERS = 75 };

/* A count that is published: its row, and the row whose line it stands in. What a share is told of has no width of its
 * own: a share in whole per cent narrows its whole. Nor have the parts of offers, which are held to the cases given only
 * where one of them is few. */
struct count {
	const char *code, *line;
	bool has_width;
};

struct kind {
	uint64_t key;                /* 0: nothing */
	uint64_t values[COUNTS_MOST], lines[COUNTS_MOST];
	bool withheld[COUNTS_MOST], shown[COUNTS_MOST];
};

struct told_line {
	uint64_t key, values;
};

struct attack {
	const struct count *counts;
	size_t counts_count;
	struct kind *kinds;
	struct told_line *lines;
	size_t used;
};

static uint64_t mix(uint64_t key, uint64_t with)
{
	return (key ^ with) * 0x9E3779B97F4A7C15U ^ key >> 29;
}

static uint64_t mix_row(uint64_t key, const struct published_row *row)
{
	return mix(mix(key, (uint64_t)row->told + 1), (uint64_t)row->value + 7);
}

static uint64_t key_of_all(const struct published_rows *rows, int32_t complete)
{
	uint64_t key = mix(1, (uint64_t)(complete + 2));

	for (size_t i = 0; i < rows->count; i++)
		key = mix_row(key, &rows->rows[i]);
	return key | 1;
}

/* A cell beside nothing but its line. */
static uint64_t key_of_line(const struct published_rows *rows, const struct count *c, size_t at)
{
	uint64_t key = mix(2, at);

	for (size_t i = 0; i < rows->count; i++)
		if (str_equal(rows->rows[i].code, c->line) || str_equal(rows->rows[i].part_of, c->line))
			key = mix_row(key, &rows->rows[i]);
	return key | 1;
}

static struct kind *kind_at(struct attack *t, uint64_t key)
{
	size_t place = (size_t)(key >> 40) % TABLE;

	while (t->kinds[place].key != 0 && t->kinds[place].key != key)
		place = (place + 1) % TABLE;
	if (t->kinds[place].key == 0)
		assert_true(++t->used < TABLE / 2);
	t->kinds[place].key = key;
	return &t->kinds[place];
}

static struct told_line *line_at(struct attack *t, uint64_t key)
{
	size_t place = (size_t)(key >> 40) % TABLE;

	while (t->lines[place].key != 0 && t->lines[place].key != key)
		place = (place + 1) % TABLE;
	t->lines[place].key = key;
	return &t->lines[place];
}

static void attack_begin(struct attack *t, const struct count *counts, size_t count)
{
	*t = (struct attack){counts, count, mem_alloc(TABLE * sizeof *t->kinds), mem_alloc(TABLE * sizeof *t->lines), 0};
	memset(t->kinds, 0, TABLE * sizeof *t->kinds);
	memset(t->lines, 0, TABLE * sizeof *t->lines);
}

static void publish(struct attack *t, const struct health *h, const int64_t *values)
{
	static const struct published_earlier NONE = {.versions_count = 0};
	struct published_rows rows;
	struct kind *k;

	published_make(h, &NONE, &rows);
	k = kind_at(t, key_of_all(&rows, published_completeness(h, &NONE)));
	for (size_t i = 0; i < t->counts_count; i++) {
		const struct published_row *row = published_row_of(&rows, t->counts[i].code);

		k->withheld[i] = row->told == PUBLISHED_WITHHELD;
		k->shown[i] = row->told == PUBLISHED_SHOWN;
		k->values[i] |= (uint64_t)1 << values[i];
		k->lines[i] = key_of_line(&rows, &t->counts[i], i);
		line_at(t, k->lines[i])->values |= (uint64_t)1 << values[i];
	}
}

static void assert_nothing_learnt(struct attack *t, const struct kind *k, size_t i)
{
	if (k->withheld[i] && (k->values[i] & FEW_ALL) != FEW_ALL)
		fail_msg("%s: a c is one of %#llx", t->counts[i].code, (unsigned long long)k->values[i]);
	if (k->shown[i] && t->counts[i].has_width && k->values[i] != line_at(t, k->lines[i])->values)
		fail_msg("%s: told as one of %#llx, and is one of %#llx", t->counts[i].code,
			(unsigned long long)line_at(t, k->lines[i])->values, (unsigned long long)k->values[i]);
}

static void attack_end(struct attack *t)
{
	assert_true(t->used > 3);
	for (size_t k = 0; k < TABLE; k++)
		for (size_t i = 0; i < t->counts_count && t->kinds[k].key != 0; i++)
			assert_nothing_learnt(t, &t->kinds[k], i);
	mem_free(t->kinds);
	mem_free(t->lines);
}

/* ---- what is published of them ---- */

static struct health employer(void)
{
	struct health h = {.day = 20000};

	for (int m = 0; m < HEALTH_MEASURES; m++)
		h.figures[m] = health_unsaid();
	h.figures[MEASURE_HOLDERS] = health_count(HOLDERS, HOLDERS);
	h.figures[MEASURE_HOLDERS_FTE] = health_count(6660, HOLDERS);
	h.figures[MEASURE_CASES_HELD] = health_count(1047, HOLDERS);
	return h;
}

static void put_pile(struct health *h, const int64_t *parts)
{
	const int64_t total = parts[0] + parts[1] + parts[2];

	h->figures[MEASURE_NEVER_HELD] = health_count(parts[0], -1);
	h->figures[MEASURE_MANAGER_HELD] = health_count(parts[1], -1);
	h->figures[MEASURE_LAPSED] = h->figures[MEASURE_TEAM_HELD] = h->figures[MEASURE_ABSENT_HELD] = health_count(0, -1);
	h->figures[MEASURE_WAITING] = health_count(total, -1);
	h->figures[MEASURE_WAITING_MEDIAN] = total > 0 ? health_count(30, -1) :
		(struct health_figure){.known = HEALTH_NOTHING, .people = -1};
}

static void put_referrals(struct health *h, int64_t waiting, int64_t closed, int64_t elsewhere)
{
	enum { WITH_WORKER = 40, NOTHING = 10 };

	h->figures[MEASURE_WENT_TO_WORKER] = health_count(WITH_WORKER, -1);
	h->figures[MEASURE_WENT_TO_PILE] = health_count(waiting, -1);
	h->figures[MEASURE_WENT_CLOSED] = health_count(closed, -1);
	h->figures[MEASURE_WENT_ELSEWHERE] = health_count(elsewhere, -1);
	h->figures[MEASURE_CAME_TO_NOTHING] = health_count(NOTHING, -1);
	h->figures[MEASURE_REFERRALS] = health_count(WITH_WORKER + NOTHING + waiting + closed + elsewhere, -1);
}

/* ---- the attacks ---- */

static const struct count OF_PILE[] = {{"pile-nobody", "waiting", true}, {"pile-in-name", "waiting", true},
	{"pile-others", "waiting", true}, {"referrals-waiting", "referrals", true}};

/* What waits, its median, and what of the referrals waits. */
static void attack_pile(int64_t most, int64_t most_others)
{
	int64_t v[4];
	struct health h = employer();
	struct attack t;

	attack_begin(&t, OF_PILE, 4);
	for (v[0] = 0; v[0] <= most; v[0]++)
		for (v[1] = 0; v[1] <= most; v[1]++)
			for (v[2] = 0; v[2] <= most_others; v[2]++)
				for (v[3] = 0; v[3] <= v[0] + v[1] + v[2]; v[3]++) {
					put_pile(&h, v);
					put_referrals(&h, v[3], 30, 0);
					publish(&t, &h, v);
				}
	attack_end(&t);
}

static void test_attacker__learns_no_few_of_what_waits(void **state)
{
	(void)state;
	attack_pile(22, 0);
	attack_pile(7, 7);
}

/* The median alone, of larger lines. */
static void test_attacker__learns_no_few_from_whether_the_median_is_told(void **state)
{
	int64_t v[3];
	struct health h = employer();
	struct attack t;

	(void)state;
	attack_begin(&t, OF_PILE, 3);
	for (v[0] = 0; v[0] <= 27; v[0]++)
		for (v[1] = 0; v[1] <= 27; v[1]++)
			for (v[2] = 0; v[2] <= 27; v[2]++) {
				put_pile(&h, v);
				publish(&t, &h, v);
			}
	attack_end(&t);
}

/* Closures, a share of them that may tell how many they are, and what of the referrals was closed. */
static void test_attacker__learns_no_few_of_what_was_closed(void **state)
{
	static const struct count COUNTS[] = {{"closures", "closures", false}, {"referrals-closed", "referrals", true},
		{"referrals-elsewhere", "referrals", true}};
	int64_t v[3];
	struct health h = employer();
	struct attack t;

	(void)state;
	attack_begin(&t, COUNTS, 3);
	for (v[0] = 0; v[0] <= 22; v[0]++)
		for (int64_t near = 0; near <= v[0]; near++)
			for (v[1] = 0; v[1] <= v[0]; v[1]++)
				for (v[2] = 0; v[2] <= v[0] - v[1]; v[2]++) {
					h.figures[MEASURE_CLOSURES] = health_count(v[0], 20);
					h.figures[MEASURE_CLOSED_NEAR_REPORT] = health_share(near, v[0], 20);
					put_referrals(&h, 0, v[1], v[2]);
					publish(&t, &h, v);
				}
	attack_end(&t);
}

static const struct count OF_OFFERS[] = {{"offers-agreed", "offers", false}, {"offers-conditions", "offers", false},
	{"offers-declined", "offers", false}, {"allocations", "allocations", false}};

static void put_offers(struct health *h, const int64_t *v, int64_t lapsed, int64_t timed, int64_t discussed)
{
	const int64_t agreed = v[0] + v[1], answered = agreed + v[2];

	h->figures[MEASURE_WITH_CONDITIONS] = health_share(v[1], agreed, 40);
	h->figures[MEASURE_DECLINED] = health_share(v[2], answered, 40);
	h->figures[MEASURE_NOT_ANSWERED] = health_share(lapsed, answered + lapsed, 40);
	h->figures[MEASURE_ALLOCATIONS] = health_count(v[3], 40);
	h->figures[MEASURE_DISCUSSED] = health_share(discussed, v[3], 40);
	h->figures[MEASURE_ANSWER_TIME] = timed > 0 ? health_count(200, 40) :
		(struct health_figure){.known = HEALTH_NOTHING, .people = 40};
	h->figures[MEASURE_ANSWER_TIME].told = (int32_t)timed;
	h->figures[MEASURE_ANSWER_TIME].should = (int32_t)answered;
}

/* Eight to twelve are left out: whatever is told as ten. */
static int64_t next_agreed(int64_t agreed)
{
	return agreed == 7 ? 13 : agreed + 1;
}

/* Offers, how many answers were timed, and how many cases were given. */
static void test_attacker__learns_no_few_of_what_came_of_offers(void **state)
{
	int64_t v[4];
	struct health h = employer();
	struct attack t;

	(void)state;
	attack_begin(&t, OF_OFFERS, 4);
	for (v[0] = 0; v[0] <= 22; v[0] = next_agreed(v[0]))
		for (v[1] = 0; v[1] <= 7; v[1]++)
			for (v[2] = 0; v[2] <= 7; v[2]++)
				for (v[3] = v[0] + v[1]; v[3] <= 32; v[3]++)
					for (int64_t part = 2; part <= 3; part++) {
						put_offers(&h, v, 12, (v[0] + v[1] + v[2]) * part / 3, 0);
						publish(&t, &h, v);
					}
	attack_end(&t);
}

/* A share of the cases given may tell how many they are. */
static void test_attacker__learns_no_few_of_offers_from_a_share_of_the_cases_given(void **state)
{
	int64_t v[4] = {0, 0, 5, 0};
	struct health h = employer();
	struct attack t;

	(void)state;
	attack_begin(&t, OF_OFFERS, 2);
	for (v[0] = 0; v[0] <= 22; v[0] = next_agreed(v[0]))
		for (v[1] = 0; v[1] <= 7; v[1]++)
			for (v[3] = v[0] + v[1]; v[3] <= 32; v[3]++)
				for (int64_t discussed = 0; discussed <= v[3]; discussed++) {
					put_offers(&h, v, 12, v[0] + v[1] + v[2], discussed);
					publish(&t, &h, v);
				}
	attack_end(&t);
}

/* Whether medians and shares are told says no more of how many they are of. */
static void test_attacker__learns_no_more_of_people_from_what_is_told_of_them(void **state)
{
	static const struct count COUNTS[] = {{"past-workers", "past-workers", true}, {"holders", "holders", true}};
	int64_t v[2];
	struct health h = employer();
	struct attack t;

	(void)state;
	attack_begin(&t, COUNTS, 2);
	for (v[0] = 0; v[0] <= 32; v[0]++)
		for (v[1] = 13; v[1] <= 32; v[1]++) {
			h.figures[MEASURE_PAST_WORKERS] = health_count(v[0], 75);
			h.figures[MEASURE_PAST_SHARE] = health_share(v[0] > 0 ? 100 : 0, 1000, 75);
			h.figures[MEASURE_HOLDERS] = health_count(v[1], (int32_t)v[1]);
			h.figures[MEASURE_CASES_MEDIAN] = h.figures[MEASURE_CASES_P90] = health_count(14, (int32_t)v[1]);
			publish(&t, &h, v);
		}
	attack_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attacker__learns_no_few_of_what_waits),
		cmocka_unit_test(test_attacker__learns_no_few_from_whether_the_median_is_told),
		cmocka_unit_test(test_attacker__learns_no_few_of_what_was_closed),
		cmocka_unit_test(test_attacker__learns_no_few_of_what_came_of_offers),
		cmocka_unit_test(test_attacker__learns_no_few_of_offers_from_a_share_of_the_cases_given),
		cmocka_unit_test(test_attacker__learns_no_more_of_people_from_what_is_told_of_them),
	};

	return RUN_TESTS(tests);
}
