#include <stdio.h>

#include "chance.h"
#include "core/closing.h"
#include "core/health_days.h"

enum { CHANCE_DAYS = 70, CHANCE_PEOPLE = 64 };

static const struct health_scope WHOLE = {.team = TEAMS_ALL};

static struct health_figure figures[HEALTH_MEASURES];

static void expect(enum health_measure m, int64_t value)
{
	if (figures[m].known != HEALTH_KNOWN || figures[m].value != value)
		fail_msg("%s: expected %lld, was %lld (known: %d)", health_measure_row(m)->code, (long long)value, (long long)figures[m].value,
			(int)figures[m].known);
}

/* ---- by hand ---- */

/* One worker with a line of two cases, of which C3 is one too many from 10 to 12 March and from the 20th on; until the 25th the worker is ill
 * from the 23rd. */
static struct council hand(const char *day)
{
	struct council c = council_on(day);
	const int32_t north = council_team(&c, "north", "Ann Manager"), ann = council_worker(&c, "W1", north, COUNCIL_FULL_TIME);

	for (int i = 0; i < 3; i++) {
		char ref[8];
		int32_t kim;

		(void)snprintf(ref, sizeof ref, "C%d", i + 1);
		kim = council_case(&c, ref, "2026-01-05");
		council_stage(&c, kim, "need", "2026-01-05", "");
		if (i < 2) {
			council_hold(&c, kim, ann, "2026-01-05");
			continue;
		}
		council_add_holding(&c, (struct council_holding){.case_id = kim, .post = ann, .from = "2026-03-10", .until = "2026-03-13"});
		council_hold(&c, kim, ann, "2026-03-20");
	}
	council_reduce(&c, ann, "sick", -1, "2026-03-23", "2026-03-26");
	council_add_line(&c, (struct council_line){.scope = LINE_EMPLOYER, .kind = LINE_COUNT, .value = 2, .status = LINE_POLICY});
	return c;
}

static struct health_days *walk(struct arena *a, struct council (*make)(const char *day), const char *first, const char *last)
{
	struct health_days *d = health_days_begin(a, WHOLE);

	for (int32_t day = council_day(first, 0); day <= council_day(last, 0); day++) {
		char iso[DATE_ISO_SIZE];
		struct council c = make(date_iso(day, iso));
		const struct snapshot *s = council_picture(&c);
		const struct loads loads = loads_of_snapshot(a, s);

		health_days_add(d, s, &loads);
		snapshot_drop(s);
	}
	return d;
}

static void test_days__of_a_worker_past_a_line_are_counted(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	health_days_end(walk(a, hand, "2026-03-01", "2026-03-31"), figures);
	expect(MEASURE_LINE_DAYS, 31 - 3);
	expect(MEASURE_PAST_DAYS, 3 + 3 + 6);
	expect(MEASURE_PAST_SHARE, 429);
	expect(MEASURE_PAST_DEPTH, 500);
	expect(MEASURE_PAST_WORKERS, 1);
	expect(MEASURE_PAST_SPELL, 6);
	expect(MEASURE_STANDING, 0);
	expect(MEASURE_EXCEPTED_DAYS, 0);
	expect(MEASURE_UNDER_DAYS, 571); /* two cases are a tenth of the hours: on 16 of 28 days */
	arena_free(a);
}

static void test_days__four_weeks_running_are_a_standing_breach(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	health_days_end(walk(a, hand, "2026-03-26", "2026-04-21"), figures);
	expect(MEASURE_STANDING, 0);
	health_days_end(walk(a, hand, "2026-03-26", "2026-04-22"), figures);
	expect(MEASURE_PAST_SPELL, 28);
	expect(MEASURE_STANDING, 1);
	arena_free(a);
}

static struct council without_lines(const char *day)
{
	struct council c = council_on(day);

	(void)council_worker(&c, "W1", council_team(&c, "north", ""), COUNCIL_FULL_TIME);
	return c;
}

static void test_days__without_a_line_have_none_to_keep(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	health_days_end(walk(a, without_lines, "2026-03-01", "2026-03-31"), figures);
	expect(MEASURE_LINE_DAYS, 0);
	assert_int_equal(figures[MEASURE_PAST_DAYS].known, HEALTH_NOTHING);
	assert_int_equal(figures[MEASURE_PAST_SHARE].known, HEALTH_NOTHING);
	assert_int_equal(figures[MEASURE_PROTECTED_KEPT].known, HEALTH_NOTHING);
	arena_free(a);
}

static void test_leave__counts_by_the_role_of_who_gave_it(void **state)
{
	struct arena *a = arena_new();
	static const enum health_measure LEAVE[] = {MEASURE_EXCEPTIONS, MEASURE_EXCEPTIONS_RENEWED, MEASURE_EXCEPTIONS_MANAGER,
		MEASURE_EXCEPTIONS_HEAD, MEASURE_EXCEPTIONS_DIRECTOR};
	struct health_days *d = walk(a, hand, "2026-03-01", "2026-03-02");

	(void)state;
	health_days_allow(d, 3, ROLE_DEPUTY, false); /* the post: after the team and the person */
	health_days_allow(d, 3, ROLE_HEAD, true);
	health_days_allow(d, 3, ROLE_DIRECTOR, true);
	health_days_allow(d, 99, ROLE_HEAD, false);
	health_days_end(d, figures);
	expect(MEASURE_EXCEPTIONS, 3);
	expect(MEASURE_EXCEPTIONS_RENEWED, 2);
	expect(MEASURE_EXCEPTIONS_MANAGER, 1);
	expect(MEASURE_EXCEPTIONS_HEAD, 1);
	expect(MEASURE_EXCEPTIONS_DIRECTOR, 1);
	for (size_t i = 0; i < sizeof LEAVE / sizeof *LEAVE; i++)
		assert_int_equal(figures[LEAVE[i]].people, 1); /* whose post it is, however often */
	arena_free(a);
}

/* ---- by chance, against a second way of working it out ---- */

static const struct snapshot *chance_on(uint32_t seed, int32_t day)
{
	char iso[DATE_ISO_SIZE];
	struct council council = council_on(date_iso(day, iso));
	struct chance c = {.builder = council.builder, .seed = seed};

	for (int k = 0; k < CHANCE_KINDS; k++)
		for (int32_t i = 0; i < CHANCE_ROWS[k]; i++)
			chance_add(&c, (enum chance_kind)k, i);
	return council_picture(&council);
}

/* What became of each person's days: written down first, and counted afterwards. */
struct diary {
	bool at_work[CHANCE_PEOPLE][CHANCE_DAYS], past[CHANCE_PEOPLE][CHANCE_DAYS];
	int32_t beyond[CHANCE_PEOPLE][CHANCE_DAYS];
};

static void write_down(struct diary *d, const struct snapshot *s, const struct loads *l, int32_t team, int at)
{
	for (int32_t i = 0; i < (int32_t)s->posts_count; i++) {
		const int32_t person = s->persons[s->posts[i].person].person_id;
		const enum availability availability = l->posts[i].availability;
		struct line_state worst;

		if ((team != TEAMS_ALL && s->posts[i].team != team) || s->posts[i].role == POST_MANAGER ||
			(availability != AVAILABLE && availability != CONTRACT_UNKNOWN))
			continue;
		d->at_work[person][at] = true;
		if (!is_past_line(s, i, &l->posts[i], &worst))
			continue;
		d->past[person][at] = true;
		if (worst.used_permille - 1000 > d->beyond[person][at])
			d->beyond[person][at] = worst.used_permille - 1000;
	}
}

static int32_t longest_of(const bool days[CHANCE_DAYS])
{
	int32_t longest = 0;

	for (int from = 0; from < CHANCE_DAYS; from++)
		for (int until = from; until < CHANCE_DAYS && days[until]; until++)
			longest = until - from + 1 > longest ? until - from + 1 : longest;
	return longest;
}

static void compare(const struct diary *d)
{
	int64_t days = 0, beyond = 0;
	int32_t people = 0, past_people = 0, longest = 0, standing = 0;

	for (int p = 0; p < CHANCE_PEOPLE; p++) {
		const int32_t run = longest_of(d->past[p]);
		bool here = false;

		for (int i = 0; i < CHANCE_DAYS; i++) {
			days += d->past[p][i];
			beyond += d->past[p][i] ? d->beyond[p][i] : 0;
			here |= d->at_work[p][i];
		}
		people += here;
		past_people += run > 0;
		standing += run >= STANDING_DAYS;
		longest = run > longest ? run : longest;
	}
	assert_true(days > 100 && longest > 20);
	expect(MEASURE_PAST_DAYS, days);
	expect(MEASURE_PAST_WORKERS, past_people);
	expect(MEASURE_PAST_SPELL, longest);
	expect(MEASURE_STANDING, standing);
	expect(MEASURE_PAST_DEPTH, (2 * beyond + days) / (2 * days));
	assert_int_equal(figures[MEASURE_PAST_DAYS].people, people);
}

static void walk_by_chance(uint32_t seed, int32_t team)
{
	struct arena *a = arena_new();
	struct health_days *found = health_days_begin(a, (struct health_scope){.team = team});
	struct diary *d = arena_array(a, 1, sizeof *d);

	for (int i = 0; i < CHANCE_DAYS; i++) {
		const struct snapshot *s = chance_on(seed, CHANCE_DAY - 30 + i);
		const struct loads loads = loads_of_snapshot(a, s);

		health_days_add(found, s, &loads);
		write_down(d, s, &loads, team, i);
		snapshot_drop(s);
	}
	health_days_end(found, figures);
	compare(d);
	arena_free(a);
}

static void test_days__of_a_council_by_chance_are_those_of_a_diary(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 3; seed++)
		walk_by_chance(seed, TEAMS_ALL);
}

static void test_days__of_a_team_by_chance_are_those_of_a_diary(void **state)
{
	(void)state;
	walk_by_chance(4, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days__of_a_worker_past_a_line_are_counted),
		cmocka_unit_test(test_days__four_weeks_running_are_a_standing_breach),
		cmocka_unit_test(test_days__without_a_line_have_none_to_keep),
		cmocka_unit_test(test_leave__counts_by_the_role_of_who_gave_it),
		cmocka_unit_test(test_days__of_a_council_by_chance_are_those_of_a_diary),
		cmocka_unit_test(test_days__of_a_team_by_chance_are_those_of_a_diary),
	};

	return RUN_TESTS(tests);
}
