#include "../../test.h"
#include "core/list_words.h"
#include "core/published.h"
#include "core/quarter.h"

#include <string.h>

static const struct published_earlier NONE = {.versions_count = 0};

/* A council of 75 holders, 66.6 full-time equivalents of them. */
static struct health council(void)
{
	struct health h = {.day = 20000};

	for (int m = 0; m < HEALTH_MEASURES; m++)
		h.figures[m] = health_unsaid();
	h.figures[MEASURE_HOLDERS] = health_count(75, 75);
	h.figures[MEASURE_HOLDERS_FTE] = health_count(6660, 75);
	h.figures[MEASURE_CASES_HELD] = health_count(1047, 75);
	h.figures[MEASURE_CASELOAD] = (struct health_figure){.known = HEALTH_KNOWN, .value = 157, .part = 1047, .whole = 6660,
		.people = 75};
	h.figures[MEASURE_OVER_30] = health_share(12, 75, 75);
	h.figures[MEASURE_OVER_40] = health_share(6, 75, 75);
	h.figures[MEASURE_OVER_60] = health_share(0, 75, 75);
	h.figures[MEASURE_UNDER] = health_count(20, 80);
	h.figures[MEASURE_WITHIN] = health_count(31, 80);
	h.figures[MEASURE_STRETCHED] = health_count(9, 80);
	h.figures[MEASURE_OVER] = health_count(15, 80);
	h.figures[MEASURE_NOT_AVAILABLE] = health_count(3, 80);
	h.figures[MEASURE_NOT_KNOWN] = health_count(2, 80);
	return h;
}

static const struct published_row *row(const struct published_rows *rows, const char *code)
{
	for (size_t i = 0; i < rows->count; i++)
		if (strcmp(rows->rows[i].code, code) == 0)
			return &rows->rows[i];
	fail_msg("no row %s", code);
	return NULL;
}

static void assert_shown(const struct published_rows *rows, const char *code, int64_t value)
{
	assert_int_equal(row(rows, code)->told, PUBLISHED_SHOWN);
	assert_int_equal(row(rows, code)->value, value);
}

static void assert_withheld(const struct published_rows *rows, const char *code, enum published_why why)
{
	assert_int_equal(row(rows, code)->told, PUBLISHED_WITHHELD);
	assert_int_equal(row(rows, code)->why, why);
	assert_int_equal(row(rows, code)->value, 0);
}

static void test_counts__are_rounded_and_means_have_one_decimal(void **state)
{
	const struct health h = council();
	struct published_rows rows;

	(void)state;
	published_make(&h, &NONE, &rows);
	assert_shown(&rows, "holders", 75);
	assert_shown(&rows, "holders-fte", 65);
	assert_shown(&rows, "cases-held", 1045);
	assert_shown(&rows, "caseload", 157);
	assert_shown(&rows, "over-30", 16);
	assert_shown(&rows, "over-40", 8);
	assert_shown(&rows, "over-60", 0);
	assert_int_equal(row(&rows, "closures")->told, PUBLISHED_UNSAID);
}

/* 2,775 of 7,027 are 39.49 per cent. */
static void test_pooled_share__is_rounded_once(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	h.figures[MEASURE_PAST_SHARE] = health_share(2775, 7027, 75);
	h.figures[MEASURE_PAST_WORKERS] = health_count(31, 75);
	published_make(&h, &NONE, &rows);
	assert_shown(&rows, "past-share", 39);
}

static void test_small_employer__tells_no_figure(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	h.figures[MEASURE_HOLDERS_FTE].value = 999;
	published_make(&h, &NONE, &rows);
	for (size_t i = 0; i < rows.count; i++)
		assert_int_not_equal(rows.rows[i].told, PUBLISHED_SHOWN);
	assert_withheld(&rows, "posts", PUBLISHED_SMALL_EMPLOYER);
	h.figures[MEASURE_HOLDERS_FTE] = health_unsaid();
	published_make(&h, &NONE, &rows);
	assert_withheld(&rows, "caseload", PUBLISHED_SMALL_EMPLOYER);
}

/* Nothing closed, nothing waiting: also that is told of nobody in so small a place. */
static void test_small_employer__does_not_tell_what_there_is_none_of(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	for (int m = 0; m < HEALTH_MEASURES; m++)
		h.figures[m].known = HEALTH_NOTHING;
	h.figures[MEASURE_HOLDERS_FTE] = health_count(999, 12);
	published_make(&h, &NONE, &rows);
	for (size_t i = 0; i < rows.count; i++)
		assert_int_equal(rows.rows[i].told, PUBLISHED_WITHHELD);
	h.figures[MEASURE_HOLDERS].known = HEALTH_KNOWN;
	h.figures[MEASURE_HOLDERS].told = 3;
	h.figures[MEASURE_HOLDERS].should = 4;
	assert_int_equal(published_completeness(&h, &NONE), -1);
}

static void test_median__of_few_does_not_tell_that_there_is_none(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	h.figures[MEASURE_WAITING_MEDIAN].known = HEALTH_NOTHING;
	h.figures[MEASURE_LAPSED] = h.figures[MEASURE_MANAGER_HELD] = health_count(0, 0);
	h.figures[MEASURE_TEAM_HELD] = h.figures[MEASURE_ABSENT_HELD] = health_count(0, 0);
	h.figures[MEASURE_NEVER_HELD] = h.figures[MEASURE_WAITING] = health_count(3, 3);
	published_make(&h, &NONE, &rows);
	assert_withheld(&rows, "waiting-median", PUBLISHED_FEW_BEHIND);
	h.figures[MEASURE_NEVER_HELD] = h.figures[MEASURE_WAITING] = health_count(0, 0);
	published_make(&h, &NONE, &rows);
	assert_int_equal(row(&rows, "waiting-median")->told, PUBLISHED_NOTHING);
}

static void test_line__withholds_what_the_others_would_tell(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	published_make(&h, &NONE, &rows);
	assert_withheld(&rows, "posts-away", PUBLISHED_FEW);
	assert_withheld(&rows, "posts-not-known", PUBLISHED_FEW);
	assert_withheld(&rows, "posts", PUBLISHED_FOR_ANOTHER);
	h.figures[MEASURE_NOT_AVAILABLE].value = h.figures[MEASURE_NOT_KNOWN].value = 0;
	published_make(&h, &NONE, &rows);
	assert_shown(&rows, "posts", 75);
}

/* A total of none of the parts that are told says nothing of them. */
static void test_line__that_is_not_whole_is_not_told(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	h.figures[MEASURE_STRETCHED] = health_unsaid();
	published_make(&h, &NONE, &rows);
	assert_int_equal(row(&rows, "posts")->told, PUBLISHED_UNSAID);
	assert_int_equal(row(&rows, "posts-over")->told, PUBLISHED_UNSAID);
}

static void test_offers__are_told_of_twenty_or_more(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	h.figures[MEASURE_WITH_CONDITIONS] = health_share(5, 12, 10);
	h.figures[MEASURE_DECLINED] = health_share(6, 18, 10);
	h.figures[MEASURE_NOT_ANSWERED] = health_share(0, 18, 10);
	published_make(&h, &NONE, &rows);
	assert_withheld(&rows, "offers", PUBLISHED_FEW_BEHIND);
	h.figures[MEASURE_NOT_ANSWERED] = health_share(6, 24, 10);
	published_make(&h, &NONE, &rows);
	assert_shown(&rows, "offers", 25);
	assert_shown(&rows, "offers-agreed", 5);
	assert_shown(&rows, "offers-declined", 5);
}

/* 4, 4 and 12 of 20: told as "c", "c" and 10, that it is told at all would say that both are four. */
static void test_offers__that_are_told_do_not_say_that_few_are_four(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	h.figures[MEASURE_WITH_CONDITIONS] = health_share(4, 8, 10);
	h.figures[MEASURE_DECLINED] = health_share(12, 20, 10);
	h.figures[MEASURE_NOT_ANSWERED] = health_share(0, 20, 10);
	published_make(&h, &NONE, &rows);
	assert_withheld(&rows, "offers-declined", PUBLISHED_FEW_BEHIND);
}

/* A mean over a whole that is shown would tell the few that it is a mean of. */
static void test_mean__of_few_is_withheld(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	h.figures[MEASURE_CASES_HELD] = health_count(3, 75);
	h.figures[MEASURE_CASELOAD].part = 3;
	h.figures[MEASURE_CASELOAD].value = 0;
	published_make(&h, &NONE, &rows);
	assert_withheld(&rows, "cases-held", PUBLISHED_FEW);
	assert_withheld(&rows, "caseload", PUBLISHED_FEW);
}

static void test_version__withholds_what_the_one_before_does(void **state)
{
	struct health h = council();
	struct published_rows first, second;
	const struct published_earlier earlier = {.versions = {&first}, .complete_percent = {-1}, .versions_count = 1};

	(void)state;
	h.figures[MEASURE_NOT_KNOWN].value = 0;
	h.figures[MEASURE_UNDER].value = 7;
	h.figures[MEASURE_WITHIN].value = 0;
	h.figures[MEASURE_OVER].value = 0;
	h.figures[MEASURE_STRETCHED].value = 8;
	published_make(&h, &NONE, &first);
	h.figures[MEASURE_UNDER].value = 8;
	h.figures[MEASURE_STRETCHED].value = 7;
	published_make(&h, &earlier, &second);
	for (size_t i = 0; i < first.count; i++)
		if (strncmp(first.rows[i].code, "posts", 5) == 0 && first.rows[i].told == PUBLISHED_WITHHELD)
			assert_int_equal(row(&second, first.rows[i].code)->told, PUBLISHED_WITHHELD);
}

/* ---- shares of the same people, one part of the other ---- */

static bool may_be_share(const struct published_row *r, int64_t part, int64_t whole)
{
	return r->told != PUBLISHED_SHOWN || (2 * 100 * part + whole) / (2 * whole) == r->value;
}

/* Somebody who even knows how many hold cases never finds that one to four of them are between two of the shares. */
static void attack_shares(int64_t whole, int64_t thirty, int64_t forty, int64_t sixty)
{
	struct health h = council();
	struct published_rows rows;
	int64_t most_between[4] = {0};

	h.figures[MEASURE_OVER_30] = health_share(thirty, whole, (int32_t)whole);
	h.figures[MEASURE_OVER_40] = health_share(forty, whole, (int32_t)whole);
	h.figures[MEASURE_OVER_60] = health_share(sixty, whole, (int32_t)whole);
	published_make(&h, &NONE, &rows);
	for (int64_t a = 0; a <= whole; a++)
		for (int64_t b = 0; b <= a && may_be_share(row(&rows, "over-30"), a, whole); b++)
			for (int64_t c = 0; c <= b && may_be_share(row(&rows, "over-40"), b, whole); c++) {
				const int64_t between[4] = {whole - a, a - b, b - c, c};

				for (int i = 0; i < 4 && may_be_share(row(&rows, "over-60"), c, whole); i++)
					most_between[i] = between[i] > most_between[i] ? between[i] : most_between[i];
			}
	assert_true(most_between[0] > DISCLOSURE_FEW || whole == thirty);
	assert_true(most_between[1] > DISCLOSURE_FEW || thirty == forty);
	assert_true(most_between[2] > DISCLOSURE_FEW || forty == sixty);
	assert_true(most_between[3] > DISCLOSURE_FEW || sixty == 0);
}

static void test_attacker__finds_no_few_between_two_shares(void **state)
{
	(void)state;
	for (int64_t whole = 10; whole <= 34; whole += 6)
		for (int64_t thirty = 0; thirty <= whole; thirty++)
			for (int64_t forty = 0; forty <= thirty; forty++)
				for (int64_t sixty = 0; sixty <= forty; sixty++)
					attack_shares(whole, thirty, forty, sixty);
}

/* ---- one more or less of anything ---- */

static void test_one_worker_more__changes_only_rounded_cells(void **state)
{
	(void)state;
	for (int64_t holders = 20; holders < 60; holders++) {
		struct published_rows rows[2];

		for (int more = 0; more <= 1; more++) {
			struct health h = council();

			h.figures[MEASURE_HOLDERS] = health_count(holders + more, (int32_t)(holders + more));
			h.figures[MEASURE_HOLDERS_FTE] = health_count((holders + more) * 90, (int32_t)(holders + more));
			h.figures[MEASURE_CASES_HELD] = health_count((holders + more) * 14, (int32_t)(holders + more));
			h.figures[MEASURE_OVER].value = holders + more;
			published_make(&h, &NONE, &rows[more]);
		}
		for (size_t i = 0; i < rows[0].count; i++) {
			const struct published_row *before = &rows[0].rows[i], *after = &rows[1].rows[i];

			if (before->told != PUBLISHED_SHOWN || after->told != PUBLISHED_SHOWN || before->unit == PUBLISHED_PERCENT)
				continue;
			if (before->unit == PUBLISHED_COUNT || before->unit == PUBLISHED_FTE)
				assert_int_equal(before->value % DISCLOSURE_ROUND + after->value % DISCLOSURE_ROUND, 0);
		}
	}
}

/* ---- a correction that one person or case makes differ ---- */

/* An employer of which every figure that may be published has the same count behind it. */
static struct health employer_of(int64_t part, int64_t whole)
{
	struct health h = council();

	for (int m = 0; m < HEALTH_MEASURES; m++)
		h.figures[m] = (struct health_figure){.known = HEALTH_KNOWN, .value = part, .part = part, .whole = whole,
			.people = (int32_t)whole, .told = (int32_t)part, .should = (int32_t)whole};
	h.figures[MEASURE_HOLDERS_FTE] = health_count(6660, 75);
	for (int m = 0; m < HEALTH_MEASURES; m++)
		if (health_measure_row((enum health_measure)m)->unit == HEALTH_FTE && m != MEASURE_HOLDERS_FTE)
			h.figures[m].value = part * 100;
	h.figures[MEASURE_LAPSED].value = h.figures[MEASURE_TEAM_HELD].value = h.figures[MEASURE_ABSENT_HELD].value = 0;
	h.figures[MEASURE_WAITING].value = 3 * part;
	h.figures[MEASURE_REFERRALS].value = 6 * part;
	for (size_t i = 0; i < 2; i++) {
		struct health_figure *f = &h.figures[i == 0 ? MEASURE_TURNOVER : MEASURE_AGENCY];

		f->part *= 100;
		f->whole *= 100;
	}
	return h;
}

/* Counts, shares and what is missing: ranks and hours are of none. */
static bool is_of_counts(const struct published_row *r)
{
	return r->unit == PUBLISHED_COUNT || r->unit == PUBLISHED_FTE || strncmp(r->code, "over-", 5) == 0 ||
		strncmp(r->code, "closed-", 7) == 0 ||
		strcmp(r->code, "discussed") == 0 || strcmp(r->code, "turnover") == 0 || strcmp(r->code, "agency") == 0;
}

static bool is_rank(const struct published_row *r)
{
	return strstr(r->code, "median") != NULL || strstr(r->code, "p90") != NULL;
}

static void assert_correction_alike(const struct health *before, const struct health *after)
{
	struct published_rows first, second;
	struct published_earlier earlier = {.versions = {&first}, .versions_count = 1};

	published_make(before, &NONE, &first);
	earlier.complete_percent[0] = published_completeness(before, &NONE);
	published_make(after, &earlier, &second);
	for (size_t i = 0; i < first.count; i++) {
		if (!is_of_counts(&first.rows[i]) || is_rank(&first.rows[i]))
			continue;
		assert_int_equal(first.rows[i].told, second.rows[i].told);
		assert_int_equal(first.rows[i].value, second.rows[i].value);
	}
	if (before->figures[MEASURE_HOLDERS].should >= DISCLOSURE_PARTS &&
		after->figures[MEASURE_HOLDERS].should >= DISCLOSURE_PARTS)
		assert_int_equal(earlier.complete_percent[0], published_completeness(after, &earlier));
}

static void test_correction__that_one_makes_differ_is_alike(void **state)
{
	(void)state;
	for (int64_t whole = 1; whole < 44; whole++)
		for (int64_t part = 0; part <= whole; part++)
			for (int64_t more = 0; more <= 1; more++) {
				const struct health one = employer_of(part, whole), part_more = employer_of(part + 1, whole + more),
					whole_more = employer_of(part, whole + 1);

				if (part + 1 <= whole + more) {
					assert_correction_alike(&one, &part_more);
					assert_correction_alike(&part_more, &one);
				}
				assert_correction_alike(&one, &whole_more);
				assert_correction_alike(&whole_more, &one);
			}
}

static void test_correction__tells_anew_what_has_changed(void **state)
{
	struct health h = council();
	struct published_rows first, second;
	struct published_earlier earlier = {.versions = {&first}, .complete_percent = {-1}, .versions_count = 1};

	(void)state;
	published_make(&h, &NONE, &first);
	h.figures[MEASURE_OVER_30] = health_share(18, 75, 75);
	h.figures[MEASURE_CASES_HELD].value = 1050;
	h.figures[MEASURE_CASELOAD].part = 1060;
	h.figures[MEASURE_CASELOAD].value = 159;
	published_make(&h, &earlier, &second);
	assert_shown(&second, "over-30", 24);
	assert_shown(&second, "cases-held", 1050);
	assert_shown(&second, "caseload", 159);
	assert_shown(&second, "over-40", 8);
}

/* Beside the posts of which nothing is known, a share of complete records would tell how few they are. */
static void test_attacker__learns_no_few_from_how_complete_the_records_are(void **state)
{
	(void)state;
	for (int32_t should = 10; should < 200; should++) {
		int32_t percents[2] = {-1, -1};

		for (int32_t few = 1; few <= DISCLOSURE_FEW; few++)
			for (int there = 0; there <= 1; there++) {
				struct health h = council();
				int32_t percent;

				h.figures[MEASURE_HOLDERS].should = should;
				h.figures[MEASURE_HOLDERS].told = there ? few : should - few;
				percent = published_completeness(&h, &NONE);
				assert_true(few == 1 || percents[there] == percent);
				percents[there] = percent;
			}
	}
}

/* ---- quarters in any order ---- */

enum { Q1 = 20454, Q2 = 20544, Q3 = 20635, Q4 = 20727 };

static void test_version__is_held_against_the_quarter_after_too(void **state)
{
	const int32_t firsts[] = {Q4, Q3, Q2, Q3, Q1, Q2, Q1};
	size_t places[DISCLOSURE_VERSIONS_MOST];

	(void)state;
	assert_int_equal(quarter_of(Q2).until, Q3);
	assert_int_equal(published_beside(quarter_of(Q2), firsts, 7, places), 4);
	assert_int_equal(places[0], 1);
	assert_int_equal(places[1], 2);
	assert_int_equal(places[2], 4);
	assert_int_equal(places[3], 5);
	assert_int_equal(published_beside(quarter_of(Q1), firsts, 2, places), 0);
}

/* Posts of a quarter: each count but that of those away, which is `away` of 80. */
static struct health posts_of(int64_t away, int64_t under)
{
	struct health h = council();

	h.figures[MEASURE_NOT_KNOWN].value = h.figures[MEASURE_OVER].value = h.figures[MEASURE_WITHIN].value = 0;
	h.figures[MEASURE_NOT_AVAILABLE].value = away;
	h.figures[MEASURE_UNDER].value = under;
	h.figures[MEASURE_STRETCHED].value = 15 - under;
	return h;
}

/* The second quarter is corrected after the third is published: what the third withholds, the correction would tell. */
static void test_attacker__learns_nothing_from_a_quarter_corrected_after_the_next(void **state)
{
	const struct health third = posts_of(3, 7), second = posts_of(3, 8);
	struct published_rows later, correction;
	struct published_earlier beside = NONE;
	const int32_t firsts[] = {Q3};
	size_t places[DISCLOSURE_VERSIONS_MOST], count = published_beside(quarter_of(Q2), firsts, 1, places);

	(void)state;
	published_make(&third, &NONE, &later);
	for (size_t i = 0; i < count; i++)
		beside.quarters[beside.quarters_count++] = &later;
	published_make(&second, &beside, &correction);
	for (size_t i = 0; i < later.count; i++)
		if (strncmp(later.rows[i].code, "posts", 5) == 0 && later.rows[i].told == PUBLISHED_WITHHELD)
			assert_int_equal(row(&correction, later.rows[i].code)->told, PUBLISHED_WITHHELD);
}

/* ---- the words ---- */

static void test_definition__stands_alone(void **state)
{
	const struct health h = council();
	struct published_rows rows;

	(void)state;
	published_make(&h, &NONE, &rows);
	for (size_t i = 0; i < rows.count; i++) {
		assert_true(strlen(rows.rows[i].definition) > 0);
		assert_int_not_equal(strncmp(rows.rows[i].definition, "The same", strlen("The same")), 0);
	}
}

/* Of the closures of a quarter that is just over none has had twelve months: a share of them would be near 0 for
 * everybody. */
static void test_figure__that_needs_more_time_than_has_been_is_in_no_row(void **state)
{
	struct health h = council();
	struct published_rows rows;

	(void)state;
	h.figures[MEASURE_RE_REFERRED_3] = h.figures[MEASURE_RE_REFERRED_6] = h.figures[MEASURE_RE_REFERRED_12] =
		health_share(0, 120, 60);
	published_make(&h, &NONE, &rows);
	for (size_t i = 0; i < rows.count; i++)
		assert_null(strstr(rows.rows[i].code, "re-referred"));
}

/* ---- openness ---- */

static void test_records__look_no_more_complete_for_what_they_do_not_say(void **state)
{
	struct health h = council();
	struct published_rows rows, fewer;
	size_t of, of_fewer;

	(void)state;
	published_make(&h, &NONE, &rows);
	h.figures[MEASURE_OVER_30] = h.figures[MEASURE_STRETCHED] = health_unsaid();
	published_make(&h, &NONE, &fewer);
	assert_int_equal(published_figures_said(&fewer, &of_fewer) + 2, published_figures_said(&rows, &of));
	assert_int_equal(of, of_fewer);
	h.figures[MEASURE_CASELOAD] = (struct health_figure){.known = HEALTH_UNTOLD};
	published_make(&h, &NONE, &rows);
	assert_int_equal(published_figures_said(&rows, &of), published_figures_said(&fewer, &of_fewer));
}

/* ---- the target ---- */

enum { BEGINS = 20000, YEAR = 365 };

/* From 24.0 to 18.0 in two years, a year of which is over on the last day: the path is at 21.0. */
static struct published promising(int64_t caseload)
{
	struct published p = {.period = {BEGINS + YEAR - 89, BEGINS + YEAR + 1}, .has_target = true, .target_start = 240,
		.target_goal = 180, .target_starts = BEGINS, .target_due = BEGINS + 2 * YEAR, .target_status = "policy",
		.rows = {.count = 1}};

	p.rows.rows[0] = (struct published_row){.code = "caseload", .unit = PUBLISHED_TENTHS, .told = PUBLISHED_SHOWN,
		.value = caseload};
	return p;
}

static void test_target__is_the_path_where_there_is_one(void **state)
{
	struct published p = promising(210);
	struct target t = {.start = 1};

	(void)state;
	p.has_target = false;
	assert_false(published_target(&p, &t));
	assert_int_equal(t.start, 1);
	p.has_target = true;
	assert_true(published_target(&p, &t));
	assert_int_equal(t.start, 240);
	assert_int_equal(t.goal, 180);
	assert_int_equal(t.starts, BEGINS);
	assert_int_equal(t.due, BEGINS + 2 * YEAR);
}

static void test_standing__is_that_of_the_last_day_of_the_quarter(void **state)
{
	const struct published on_path = promising(210), behind = promising(211);
	enum target_standing standing;

	(void)state;
	assert_true(published_target_standing(&on_path, &standing));
	assert_int_equal(standing, TARGET_ON_PATH);
	assert_true(published_target_standing(&behind, &standing));
	assert_int_equal(standing, TARGET_BEHIND);
}

static void test_standing__is_not_known_without_a_target_or_a_caseload_that_is_shown(void **state)
{
	struct published without = promising(210), withheld = promising(0);
	enum target_standing standing;

	(void)state;
	without.has_target = false;
	assert_false(published_target_standing(&without, &standing));
	withheld.rows.rows[0].told = PUBLISHED_WITHHELD;
	assert_false(published_target_standing(&withheld, &standing));
}

static void test_target__is_agreed_with_workers_by_collective_agreement_or_contract(void **state)
{
	struct published p = promising(210);

	(void)state;
	for (int status = LINE_ADVISORY; status <= LINE_CONTRACT; status++) {
		p.target_status = line_status_code((enum line_status)status);
		assert_int_equal(published_is_agreed_with_workers(&p), status == LINE_COLLECTIVE || status == LINE_CONTRACT);
	}
	p.target_status = "a word of a later version";
	assert_false(published_is_agreed_with_workers(&p));
	p.has_target = false;
	p.target_status = line_status_code(LINE_CONTRACT);
	assert_false(published_is_agreed_with_workers(&p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts__are_rounded_and_means_have_one_decimal),
		cmocka_unit_test(test_pooled_share__is_rounded_once),
		cmocka_unit_test(test_small_employer__tells_no_figure),
		cmocka_unit_test(test_small_employer__does_not_tell_what_there_is_none_of),
		cmocka_unit_test(test_median__of_few_does_not_tell_that_there_is_none),
		cmocka_unit_test(test_line__withholds_what_the_others_would_tell),
		cmocka_unit_test(test_line__that_is_not_whole_is_not_told),
		cmocka_unit_test(test_offers__are_told_of_twenty_or_more),
		cmocka_unit_test(test_offers__that_are_told_do_not_say_that_few_are_four),
		cmocka_unit_test(test_mean__of_few_is_withheld),
		cmocka_unit_test(test_version__withholds_what_the_one_before_does),
		cmocka_unit_test(test_attacker__finds_no_few_between_two_shares),
		cmocka_unit_test(test_one_worker_more__changes_only_rounded_cells),
		cmocka_unit_test(test_correction__that_one_makes_differ_is_alike),
		cmocka_unit_test(test_correction__tells_anew_what_has_changed),
		cmocka_unit_test(test_attacker__learns_no_few_from_how_complete_the_records_are),
		cmocka_unit_test(test_version__is_held_against_the_quarter_after_too),
		cmocka_unit_test(test_attacker__learns_nothing_from_a_quarter_corrected_after_the_next),
		cmocka_unit_test(test_definition__stands_alone),
		cmocka_unit_test(test_figure__that_needs_more_time_than_has_been_is_in_no_row),
		cmocka_unit_test(test_records__look_no_more_complete_for_what_they_do_not_say),
		cmocka_unit_test(test_target__is_the_path_where_there_is_one),
		cmocka_unit_test(test_standing__is_that_of_the_last_day_of_the_quarter),
		cmocka_unit_test(test_standing__is_not_known_without_a_target_or_a_caseload_that_is_shown),
		cmocka_unit_test(test_target__is_agreed_with_workers_by_collective_agreement_or_contract),
	};

	return RUN_TESTS(tests);
}
