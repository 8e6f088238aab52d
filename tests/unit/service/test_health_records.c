/* What a health check tells of what happened, from a database: held against what plain statements count in its rows. */

#include "allocation_desk.h"
#include "base/buf.h"
#include "service/health/findings.h"
#include "service/health/health_check.h"
#include "service/health/health_records.h"
#include "service/health/health_series.h"

enum { CASES = 150, WORKERS = 14, SEEDS = 3 };

static uint32_t seed;

static int32_t random_of(int32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int32_t)((seed >> 8) % (uint32_t)n);
}

static const char *iso(int32_t day)
{
	return date_iso(day, arena_alloc(desk.a, DATE_ISO_SIZE));
}

static struct days period(void)
{
	return (struct days){date_from_civil(2026, 3, 1), date_from_civil(2026, 6, 1)};
}

/* ---- a council made by chance, with all that goes wrong in records ---- */

static const char *random_workers(struct buf *csv)
{
	buf_puts(csv, "worker,name,team,role,fte,hours,agency,from,until\n");
	for (int i = 0; i < WORKERS; i++) {
		int32_t from = date_from_civil(2024, 1, 1) + random_of(800),
			until = random_of(3) == 0 ? from + 100 + random_of(700) : 0;

		buf_putf(csv, "R%d,Person %d,%s,%s,0.%d,30,%s,%s,%s\n", i, i, i % 2 == 0 ? "North" : "South",
			i == 3 ? "manager" : "social worker",
			5 + random_of(5), random_of(5) == 0 ? "yes" : "no", iso(from), until != 0 ? iso(until) : "");
	}
	return buf_text(csv);
}

static const char *random_reductions(struct buf *csv)
{
	buf_puts(csv, "worker,reason,from,until\n");
	for (int i = 0; i < WORKERS; i += 2) {
		int32_t from = date_from_civil(2026, 2, 1) + random_of(100);

		buf_putf(csv, "R%d,%s,%s,%s\n", i, random_of(3) == 0 ? "maternity" : "sickness", iso(from),
			random_of(2) == 0 ? iso(from + 30) : "");
	}
	return buf_text(csv);
}

static void add_episode(struct buf *csv, int ref, int32_t opened)
{
	static const char *const REASONS[] = {"RC1", "RC5", "RC7", "transferred", "needs-met", "", "sickness"};
	bool nothing = random_of(8) == 0, closed = nothing || random_of(2) == 0;

	buf_putf(csv, "X%d,%s,%s,%s,%s,%s,children\n", ref, iso(opened), closed ? iso(opened + random_of(120)) : "",
		closed && !nothing ? REASONS[random_of(7)] : "", nothing ? "yes" : "", ref % 3 == 0 ? "South" : "North");
}

static const char *random_cases(struct buf *csv)
{
	buf_puts(csv, "case,opened,closed,closing_reason,no_further_action,team,service\n");
	for (int i = 0; i < CASES; i++) {
		int32_t opened = date_from_civil(2025, 10, 1) + random_of(240);

		add_episode(csv, i, opened);
		if (random_of(4) == 0)
			add_episode(csv, i, opened + 20 + random_of(150));
	}
	return buf_text(csv);
}

static const char *random_stages(struct buf *csv)
{
	buf_puts(csv, "case,type,from\n");
	for (int i = 0; i < CASES; i += 2)
		buf_putf(csv, "X%d,assessment,%s\n", i, iso(date_from_civil(2025, 10, 1) + random_of(240)));
	return buf_text(csv);
}

static const char *random_holdings(struct buf *csv)
{
	buf_puts(csv, "case,worker,team,role,from,until\n");
	for (int i = 0; i < CASES * 2; i++) {
		int32_t from = date_from_civil(2025, 10, 1) + random_of(240);
		const char *until = random_of(2) == 0 ? iso(from + random_of(200)) : "";

		if (random_of(15) == 0)
			buf_putf(csv, "X%d,,North,lead,%s,%s\n", i % CASES, iso(from), until);
		else
			buf_putf(csv, "X%d,R%d,,%s,%s,%s\n", i % CASES, random_of(WORKERS), random_of(4) == 0 ? "co-worker" : "lead",
				iso(from), until);
	}
	return buf_text(csv);
}

static const char *file(const char *name, const char *(*make)(struct buf *))
{
	struct buf csv = BUF_INIT(1000 * 1000);
	const char *path = office_file(desk.office, name, make(&csv));

	buf_free(&csv);
	return path;
}

static void import_by_chance(uint32_t from)
{
	seed = from;
	store_close(desk.store);
	desk.office->accept_good = true;
	(void)IMPORT(desk.office, file("w.csv", random_workers), file("r.csv", random_reductions), file("c.csv", random_cases),
		file("s.csv", random_stages), file("h.csv", random_holdings));
	DESK_OK(store_open(desk.office->database, STORE_SHARE, &desk.store, &desk.err));
	store_use_schemes(desk.store, scheme_by_id);
}

/* ---- what plain statements count: ?1 the first day, ?2 the first day after, ?3 the last, ?4 a team's id or 0 for
 * all, ?5 a year before the last ---- */

static int64_t count_rows(const char *sql, int32_t team_id)
{
	struct buf text = BUF_INIT(64 * 1024);
	int64_t n;

	for (const char *at = sql; *at != '\0'; at++)
		if (*at != '?')
			buf_putf(&text, "%c", *at);
		else if (*++at == '4')
			buf_putf(&text, "%d", team_id);
		else
			buf_putf(&text, "'%s'", iso(*at == '1' ? period().from : *at == '2' ? period().until :
				*at == '3' ? period().until - 1 : period().until - 365));
	n = place_number(&desk.office->place, buf_text(&text));
	buf_free(&text);
	return n;
}

/* Every fact as it is known, open ends as far days; and the posts that somebody works in. */
#define ROWS "with e as (select row_number() over (order by case_id, coalesce(valid_from, '')) id, case_id, coalesce(valid_from, '') a, coalesce(valid_until, '9999') z, closing_reason why, " \
	"no_further_action nfa from episode where unmade is null), " \
	"h as (select case_id, coalesce(post_id, 0) post, role, coalesce(standing, 'stands') standing, coalesce(valid_from, '') a, " \
	"coalesce(valid_until, '9999') z from holding where unmade is null), " \
	"p as (select id, person_id, role, agency, fte_millionths fte, coalesce(valid_from, '') a, coalesce(valid_until, '9999') z, team_id " \
	"from post where unmade is null), " \
	"away as (select post_id, coalesce(valid_from, '') a, coalesce(valid_until, '9999') z from reduction where unmade is null and minutes is null), " \
	"c as (select id, team_id from cases where unmade is null), " \
	"r as (select e.* from e join c on c.id = e.case_id where e.a >= ?1 and e.a < ?2 and (?4 = 0 or c.team_id = ?4)) "
#define OPEN " (r.nfa = 0 and r.a <= ?3 and r.z > ?3) "
#define HELD " exists (select 1 from h where h.case_id = r.case_id and h.a <= ?3 and h.z > ?3) "
#define WORKED " exists (select 1 from h join p on p.id = h.post where h.case_id = r.case_id and h.a <= ?3 and h.z > ?3 and h.standing = " \
	"'stands' and p.role not in ('manager', 'other') and p.a <= ?3 and p.z > ?3 and not exists (select 1 from away where away.post_id = p.id " \
	"and away.a <= ?3 and away.z > ?3)) "
#define ALL_GONE " (" HELD " and not exists (select 1 from h left join p on p.id = h.post where h.case_id = r.case_id and h.a <= ?3 and " \
	"h.z > ?3 and (h.post = 0 or h.standing <> 'stands' or p.z > ?3))) "
#define OVERLAPS " (r.nfa = 0 and exists (select 1 from e o where o.case_id = r.case_id and o.id <> r.id and o.nfa = 0 and " \
	"o.a <= ?3 and o.a < r.z and r.a < o.z and o.a < o.z and r.a < r.z)) "
#define ANOTHER " exists (select 1 from e o where o.case_id = r.case_id and o.id <> r.id and o.nfa = 0 and o.a <= ?3 and o.z > ?3) "
#define IN_TWO " (" OVERLAPS " or (" OPEN " and " ALL_GONE ") or (not " OPEN " and " HELD " and not " ANOTHER ")) "
#define KNOWN " (coalesce(r.why, '') in ('RC1', 'RC7', 'needs-met')) "
#define AWAY " (coalesce(r.why, '') in ('RC5', 'transferred')) "

static const struct {
	enum health_section section;
	enum health_measure measure;
	const char *sql;
} COUNTS[] = {
	{HEALTH_FLOW, MEASURE_REFERRALS, ROWS "select count(*) from r"},
	{HEALTH_FLOW, MEASURE_IN_TWO_PLACES, ROWS "select count(*) from r where " IN_TWO},
	{HEALTH_FLOW, MEASURE_WENT_TO_WORKER, ROWS "select count(*) from r where not " IN_TWO " and " OPEN " and " WORKED},
	{HEALTH_FLOW, MEASURE_WENT_TO_PILE, ROWS "select count(*) from r where not " IN_TWO " and " OPEN " and not " WORKED},
	{HEALTH_FLOW, MEASURE_CAME_TO_NOTHING, ROWS "select count(*) from r where not " IN_TWO " and r.nfa = 1"},
	{HEALTH_FLOW, MEASURE_WENT_CLOSED,
		ROWS "select count(*) from r where not " IN_TWO " and not " OPEN " and r.nfa = 0 and " KNOWN},
	{HEALTH_FLOW, MEASURE_WENT_ELSEWHERE,
		ROWS "select count(*) from r where not " IN_TWO " and not " OPEN " and r.nfa = 0 and " AWAY},
	{HEALTH_FLOW, MEASURE_IN_NO_PLACE,
		ROWS "select count(*) from r where not " IN_TWO " and not " OPEN " and r.nfa = 0 and not " KNOWN
		" and not " AWAY},
};

static struct health_figure *tell(const struct snapshot *s, enum health_section section, struct health_scope scope)
{
	struct health_figure *figures = arena_array(desk.a, HEALTH_MEASURES, sizeof *figures);
	struct health_records r;

	DESK_OK(store_begin_reading(desk.store, &desk.err));
	DESK_OK(health_records_read(desk.store, desk.a, s, period(), HEALTH_SECTION_BIT(section), &r, &desk.err));
	store_end_reading(desk.store);
	health_of_section(desk.a, &r, section, health_scope_teams(desk.a, s, scope), period(), figures);
	return figures;
}

static void compare(const struct snapshot *s, struct health_scope scope, int32_t team_id, uint32_t by)
{
	for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++) {
		const struct health_figure *f = &tell(s, COUNTS[i].section, scope)[COUNTS[i].measure];
		int64_t counted = count_rows(COUNTS[i].sql, team_id);

		if (f->value != counted)
			fail_msg("seed %u, team %d: %s is %lld, and the rows have %lld", by, team_id,
				health_measure_row(COUNTS[i].measure)->code, (long long)f->value, (long long)counted);
	}
}

static void test_flow__is_what_the_rows_say_whatever_is_wrong_with_them(void **state)
{
	int64_t residue = 0;

	(void)state;
	for (uint32_t from = 1; from <= SEEDS; from++) {
		const struct snapshot *s;
		int32_t north;

		import_by_chance(from);
		s = desk_picture();
		north = snapshot_find_team(s, "north");
		compare(s, (struct health_scope){NULL, TEAMS_ALL}, 0, from);
		compare(s, (struct health_scope){NULL, north}, s->teams[north].team_id, from);
		residue += tell(s, HEALTH_FLOW, (struct health_scope){NULL, TEAMS_ALL})[MEASURE_RESIDUE].value;
		snapshot_drop(s);
	}
	assert_true(residue > 10);
}

#define CLOSED ROWS ", closed as (select * from e where e.nfa = 0 and e.z >= ?1 and e.z < ?2 and not exists (select 1 from e o where " \
	"o.case_id = e.case_id and o.nfa = 0 and o.a < e.z and o.z > e.z)) "

/* Shares, as what they are a share of and what of it. */
static const struct {
	enum health_section section;
	enum health_measure measure;
	const char *part, *whole;
} SHARES[] = {
	{HEALTH_CLOSING, MEASURE_CLOSED_WITHOUT_WORK,
		CLOSED "select count(*) from (select case_id, z from closed group by case_id, z having max(case when exists (select 1 from "
			"stage s where "
		"s.case_id = closed.case_id and s.unmade is null and s.valid_from < closed.z and coalesce(s.valid_until, '9999') > "
		"closed.a) and "
		"exists (select 1 from h join p on p.id = h.post and p.role <> 'manager' where h.case_id = closed.case_id and "
		"h.standing = 'stands' and h.a < closed.z and h.z > closed.a) then 1 else 0 end) = 0) x",
		CLOSED "select count(*) from (select distinct case_id, z from closed) x"},
	{HEALTH_CLOSING, MEASURE_ACCEPTED, ROWS "select count(*) from r where nfa = 0", ROWS "select count(*) from r"},
	{HEALTH_CONTINUITY, MEASURE_CHANGED_TWICE,
		ROWS "select count(*) from (select distinct e.case_id from e where e.nfa = 0 and e.a <= ?3 and e.z > ?3) o where "
			"(select count(distinct "
		"p.person_id) from h join p on p.id = h.post and p.role <> 'manager' where h.case_id = o.case_id and h.role = 'lead' "
		"and h.standing = 'stands' and h.a < h.z and h.a <= ?3 and h.z > ?5) >= 3",
		ROWS "select count(distinct case_id) from e where e.nfa = 0 and e.a <= ?3 and e.z > ?3"},
	{HEALTH_STAFF, MEASURE_AGENCY,
		ROWS "select round(sum(fte) / 10000.0) from p where p.agency = 1 and p.role <> 'other' and p.a <= ?3 and p.z > ?3",
		ROWS "select round(sum(fte) / 10000.0) from p where p.role <> 'other' and p.a <= ?3 and p.z > ?3"},
};

static void test_shares__are_what_the_rows_say(void **state)
{
	(void)state;
	for (uint32_t from = 1; from <= SEEDS; from++) {
		const struct snapshot *s;

		import_by_chance(from * 77);
		s = desk_picture();
		for (size_t i = 0; i < sizeof SHARES / sizeof *SHARES; i++) {
			const struct health_figure *f = &tell(s, SHARES[i].section,
				(struct health_scope){NULL, TEAMS_ALL})[SHARES[i].measure];
			int64_t part = count_rows(SHARES[i].part, 0), whole = count_rows(SHARES[i].whole, 0);

			if (f->part != part || f->whole != whole || whole == 0)
				fail_msg("%s is %lld of %lld, and the rows have %lld of %lld", health_measure_row(SHARES[i].measure)->code,
					(long long)f->part, (long long)f->whole, (long long)part, (long long)whole);
		}
		snapshot_drop(s);
	}
}

static void test_staff__who_left_are_what_the_rows_say(void **state)
{
	(void)state;
	import_by_chance(5);
	for (uint32_t from = 1; from <= SEEDS; from++) {
		const struct snapshot *s = desk_picture();
		const struct health_figure *f = tell(s, HEALTH_STAFF, (struct health_scope){NULL, TEAMS_ALL});

		assert_int_equal(f[MEASURE_LEFT].value,
			count_rows(ROWS "select count(distinct person_id) from p where agency = 0 and z > ?1 and z <= ?2", 0));
		assert_int_equal(f[MEASURE_STARTED].value,
			count_rows(ROWS "select count(distinct person_id) from p where agency = 0 and a >= ?1 and a < ?2", 0));
		assert_int_equal(f[MEASURE_IN_POST].value,
			count_rows(ROWS "select round(sum(fte) / 10000.0) from p where agency = 0 and a <= ?3 and z > ?3", 0));
		assert_int_equal(f[MEASURE_TURNOVER].part,
			count_rows(ROWS "select coalesce(round(sum(fte) / 10000.0), 0) from p where agency = 0 and "
			"z > ?5 and z <= ?2", 0));
		snapshot_drop(s);
	}
}

/* ---- what people do ---- */

static struct health_figure *now(const struct snapshot *s, enum health_section section)
{
	struct health_figure *figures = arena_array(desk.a, HEALTH_MEASURES, sizeof *figures);
	const struct days days = {desk_today() - 3, desk_today() + 1};
	struct health_records r;

	DESK_OK(store_begin_reading(desk.store, &desk.err));
	DESK_OK(health_records_read(desk.store, desk.a, s, days, HEALTH_SECTIONS_OF_RECORDS, &r, &desk.err));
	store_end_reading(desk.store);
	health_of_section(desk.a, &r, section, health_scope_teams(desk.a, s, (struct health_scope){NULL, TEAMS_ALL}), days,
		figures);
	return figures;
}

static void go_live(void)
{
	struct commit *c = begin();

	DESK_OK(commit_setting(c, SETTING_LIVE, true, desk_today() - 2, &desk.err));
	end(c);
}

static void test_giving__is_unsaid_before_anything_is_negotiated(void **state)
{
	const struct snapshot *s = desk_picture();

	(void)state;
	assert_int_equal(now(s, HEALTH_NEGOTIATION)[MEASURE_ANSWER_TIME].known, HEALTH_UNSAID);
	go_live();
	assert_int_equal(now(s, HEALTH_NEGOTIATION)[MEASURE_ANSWER_TIME].known, HEALTH_NOTHING);
	snapshot_drop(s);
}

static void test_answers__are_timed_from_the_last_offer_in_the_workers_own_hours(void **state)
{
	const struct health_figure *f;
	const struct snapshot *s;
	int32_t id;

	(void)state;
	go_live();
	id = offered();
	DESK_OK(talk("mia", id, "ben"));
	DESK_OK(take_plain("ben", id, STEP_AGREE));
	s = desk_picture();
	f = now(s, HEALTH_NEGOTIATION);
	assert_int_equal(f[MEASURE_ANSWER_TIME].known, HEALTH_KNOWN);
	assert_true(f[MEASURE_ANSWER_TIME].value >= 1 && f[MEASURE_ANSWER_TIME].value <= 5); /* each step takes a minute */
	assert_int_equal(f[MEASURE_ANSWER_KEPT].value, 1000);
	assert_int_equal(f[MEASURE_DISCUSSED].part, 1);
	assert_int_equal(f[MEASURE_OFFERED_BY_ABSENT].known, HEALTH_UNSAID); /* Mia has no post here */
	snapshot_drop(s);
}

static void test_hours__are_what_workers_wrote_down(void **state)
{
	const struct extra_row worked = {desk_today() - 1, 500, EXTRA_WORKED}, before = {desk_today() - 60, 100, EXTRA_WORKED},
		taken = {desk_today(), 60, EXTRA_TAKEN};
	const struct health_figure *f;
	const struct snapshot *s;
	struct commit *c = begin();

	(void)state;
	DESK_OK(commit_extra_time(c, desk_post("W1"), &worked, &desk.err));
	end(c);
	c = begin();
	DESK_OK(commit_extra_time(c, desk_post("W1"), &before, &desk.err));
	end(c);
	c = begin();
	DESK_OK(commit_extra_time(c, desk_post("W1"), &taken, &desk.err));
	end(c);
	s = desk_picture();
	f = now(s, HEALTH_HOURS);
	assert_int_equal(f[MEASURE_WORKED_OVER].value, 500);
	assert_int_equal(f[MEASURE_TAKEN_BACK].value, 60);
	assert_int_equal(f[MEASURE_OWED].value, 540);
	assert_int_equal(f[MEASURE_OWED_A_DAY].value, 1);
	assert_int_equal(f[MEASURE_HOURS_SAID].part, 1);
	assert_int_equal(f[MEASURE_HOURS_SAID].whole, 3);
	snapshot_drop(s);
}

/* ---- series and findings ---- */

/* Series worked out anew: nothing of them is kept yet. */
static struct pictures *nothing_kept(void)
{
	return pictures_new(desk.store, 10 * 1024 * 1024);
}

static int make_one(const struct snapshot *s, const struct sight *sight, const struct health_series_asked *asked,
	struct health_series *ret)
{
	struct pictures *pictures = nothing_kept();
	int rc = health_series_for(pictures, desk.a, s, sight, asked, ret, &desk.err);

	pictures_free(pictures);
	return rc;
}

static int make_all(const struct snapshot *s, const struct sight *sight, const struct health_series_asked *asked,
	struct health_series *ret, size_t *ret_count)
{
	struct pictures *pictures = nothing_kept();
	int rc = health_series_all_for(pictures, desk.a, s, sight, asked, ret, ret_count, &desk.err);

	pictures_free(pictures);
	return rc;
}

static void test_series__of_one_measure_is_that_of_all(void **state)
{
	static struct health_series all[HEALTH_MEASURES];
	struct health_series_asked asked = {.scope = {NULL, TEAMS_ALL}, .last = period().until - 1, .months = 20};
	const struct snapshot *s;
	size_t count;

	(void)state;
	import_by_chance(9);
	s = desk_picture();
	DESK_OK(make_all(s, sight_of_all(desk.a, s), &asked, all, &count));
	assert_true(count > 40);
	for (size_t i = 0; i < count; i++) {
		struct health_series one;

		asked.measure = all[i].measure;
		DESK_OK(make_one(s, sight_of_all(desk.a, s), &asked, &one));
		assert_int_equal(one.points_count, all[i].points_count);
		for (size_t k = 0; k < one.points_count; k++) {
			assert_int_equal(one.points[k].figure.known, all[i].points[k].figure.known);
			assert_int_equal(one.points[k].figure.value, all[i].points[k].figure.value);
		}
	}
	snapshot_drop(s);
}

static void are_same(const struct health_series *left, const struct health_series *right)
{
	assert_int_equal(left->measure, right->measure);
	assert_int_equal(left->points_count, right->points_count);
	for (size_t k = 0; k < left->points_count; k++) {
		const struct health_figure *a = &left->points[k].figure, *b = &right->points[k].figure;

		assert_int_equal(a->known, b->known);
		assert_int_equal(a->value, b->value);
		assert_int_equal(a->part, b->part);
		assert_int_equal(a->whole, b->whole);
		assert_int_equal(a->people, b->people);
		assert_int_equal(a->told, b->told);
		assert_int_equal(a->should, b->should);
	}
}

/* One measure is asked for first, so that of the whole some is kept and some is not. */
static void test_series__that_is_kept_is_the_one_that_was_read(void **state)
{
	static struct health_series read[HEALTH_MEASURES], made[HEALTH_MEASURES];
	struct health_series_asked asked = {.measure = MEASURE_CLOSURES, .scope = {NULL, TEAMS_ALL},
		.last = period().until - 1, .months = 20};
	struct pictures *pictures;
	struct health_series one;
	const struct snapshot *s;
	const struct sight *sight;
	size_t count, again;

	(void)state;
	import_by_chance(11);
	pictures = nothing_kept();
	s = desk_picture();
	sight = sight_of_all(desk.a, s);
	DESK_OK(make_all(s, sight, &asked, read, &count));
	DESK_OK(health_series_for(pictures, desk.a, s, sight, &asked, &one, &desk.err));
	for (int times = 0; times < 2; times++) {
		DESK_OK(health_series_all_for(pictures, desk.a, s, sight, &asked, made, &again, &desk.err));
		assert_int_equal(again, count);
		for (size_t i = 0; i < count; i++) {
			are_same(&made[i], &read[i]);
			if (made[i].measure == MEASURE_CLOSURES)
				are_same(&one, &made[i]);
		}
	}
	/* Of a team it is another one, though all of this one is kept. */
	asked.scope.team = 0;
	DESK_OK(make_one(s, sight, &asked, &read[0]));
	DESK_OK(health_series_for(pictures, desk.a, s, sight, &asked, &one, &desk.err));
	are_same(&one, &read[0]);
	pictures_free(pictures);
	snapshot_drop(s);
}

static void test_series__of_days_are_those_of_pictures(void **state)
{
	const struct health_series_asked asked = {.measure = MEASURE_CASES_HELD, .scope = {NULL, TEAMS_ALL},
		.last = desk_today(), .months = 30};
	const struct snapshot *s = desk_picture();
	struct health_series series;

	(void)state;
	DESK_OK(make_one(s, sight_of_all(desk.a, s), &asked, &series));
	assert_int_equal(series.points_count, 7); /* January to July: nothing was held before */
	for (size_t i = 0; i < series.points_count; i++) {
		const struct picture *p;

		DESK_OK(picture_load(desk.store, "council", series.points[i].month.until - 1, &p, &desk.err));
		assert_int_equal(series.points[i].figure.value, p->counts.cases_held);
		picture_drop(p);
	}
	snapshot_drop(s);
}

static void test_series__of_what_was_given_is_not_told_to_a_colleague(void **state)
{
	struct health_series_asked asked = {.measure = MEASURE_ALLOCATIONS, .scope = {NULL, TEAMS_ALL}, .last = desk_today(),
		.months = 12};
	const struct snapshot *s = desk_picture();
	struct health_series series;

	(void)state;
	DESK_OK(make_one(s, sight_of(desk.a, desk_viewer("ann"), s, s), &asked, &series));
	for (size_t i = 0; i < series.points_count; i++)
		assert_int_equal(series.points[i].figure.known, HEALTH_UNTOLD);
	asked.months = 37;
	assert_int_equal(make_one(s, sight_of_all(desk.a, s), &asked, &series), PL_INVALID);
	snapshot_drop(s);
}

static const struct finding *find(const struct finding *rows, size_t count, enum finding_code code)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].code == code)
			return &rows[i];
	return NULL;
}

static void test_findings__remember_earlier_quarters(void **state)
{
	const struct snapshot *s;
	const struct picture *p;
	struct health_asked asked = {.scope = {NULL, TEAMS_ALL}};
	struct finding *rows;
	struct health h;
	size_t count;

	(void)state;
	/* C3 is open since 1 June and held by nobody; C0 waited in the winter of 2019, and was held and closed then. */
	(void)IMPORT(desk.office, office_file(desk.office, "old.csv", "case,opened,closed,closing_reason,service,team\n"
		"C0,2018-11-01,2019-06-15,RC7,children,North\n"), office_file(desk.office, "held.csv",
		"case,worker,from,until\nC0,W1,2019-04-20,2019-06-15\n"));
	desk.now += 60 * 86400;
	asked.period = (struct days){desk_today() - 91, desk_today() + 1};
	DESK_OK(picture_load(desk.store, "council", desk_today(), &p, &desk.err));
	s = p->snap;
	DESK_OK(health_check_read(desk.store, desk.a, p, sight_of_all(desk.a, s), &asked, &h, &desk.err));
	DESK_OK(findings_read(desk.store, desk.a, s, sight_of_all(desk.a, s), &h, &rows, &count, &desk.err));
	assert_non_null(find(rows, count, FINDING_LONG_WAIT));
	assert_string_equal(find(rows, count, FINDING_LONG_WAIT)->since, "October 2018 to March 2019, again since April 2026");
	assert_int_equal(find(rows, count, FINDING_LONG_WAIT)->looked_from, date_from_civil(2016, 7, 1));
	assert_null(find(rows, count, FINDING_MANAGER_HELD));
	/* By the pictures of the last days of quarters. */
	assert_non_null(find(rows, count, FINDING_NO_OWNER));
	assert_true(find(rows, count, FINDING_NO_OWNER)->remembered);
	assert_string_equal(find(rows, count, FINDING_NO_OWNER)->since, "October 2018 to March 2019, again since April 2026");
	assert_int_equal(find(rows, count, FINDING_NO_OWNER)->looked_from, date_from_civil(2016, 7, 1));
	/* Nobody was told of it, because no clock runs here: of earlier quarters that says nothing. */
	assert_non_null(find(rows, count, FINDING_NEVER_LOOKED));
	assert_false(find(rows, count, FINDING_NEVER_LOOKED)->remembered);
	assert_string_equal(find(rows, count, FINDING_NEVER_LOOKED)->since, "");
	DESK_OK(findings_read(desk.store, desk.a, s, sight_of(desk.a, desk_viewer("ann"), s, s), &h, &rows, &count,
		&desk.err));
	assert_false(find(rows, count, FINDING_LONG_WAIT)->remembered);
	picture_drop(p);
}

/* Beside the ledger, as nobody does: what is worked out again shows it, and what is kept does not. */
static void change_rows(const char *sql)
{
	place_run(&desk.office->place, sql);
}

static void test_findings__are_kept_and_looked_for_once(void **state)
{
	struct pictures *pictures;
	const struct picture *p;
	struct health_asked asked = {.scope = {NULL, TEAMS_ALL}};
	struct finding *rows;
	struct health h;
	size_t count;

	(void)state;
	desk.now += 60 * 86400;
	asked.period = (struct days){desk_today() - 91, desk_today() + 1};
	pictures = pictures_new(desk.store, 10 * 1024 * 1024);
	DESK_OK(pictures_get(pictures, "council", desk_today(), &p, &desk.err));
	DESK_OK(health_check_for(pictures, desk.a, p, sight_of_all(desk.a, p->snap), &asked, &h, &desk.err));
	DESK_OK(findings_for(pictures, desk.a, p->snap, sight_of_all(desk.a, p->snap), &h, &rows, &count, &desk.err));
	assert_string_equal(find(rows, count, FINDING_LONG_WAIT)->since, "since April 2026");
	change_rows("update episode set valid_from = '2026-07-05' where valid_from < '2026-07-05'");
	DESK_OK(findings_for(pictures, desk.a, p->snap, sight_of_all(desk.a, p->snap), &h, &rows, &count, &desk.err));
	assert_string_equal(find(rows, count, FINDING_LONG_WAIT)->since, "since April 2026");
	DESK_OK(findings_read(desk.store, desk.a, p->snap, sight_of_all(desk.a, p->snap), &h, &rows, &count, &desk.err));
	assert_string_equal(find(rows, count, FINDING_LONG_WAIT)->since, "since July 2026");
	picture_drop(p);
	pictures_free(pictures);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, allocation_desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_flow__is_what_the_rows_say_whatever_is_wrong_with_them),
		TEST(test_shares__are_what_the_rows_say),
		TEST(test_staff__who_left_are_what_the_rows_say),
		TEST(test_giving__is_unsaid_before_anything_is_negotiated),
		TEST(test_answers__are_timed_from_the_last_offer_in_the_workers_own_hours),
		TEST(test_hours__are_what_workers_wrote_down),
		TEST(test_series__of_one_measure_is_that_of_all),
		TEST(test_series__that_is_kept_is_the_one_that_was_read),
		TEST(test_series__of_days_are_those_of_pictures),
		TEST(test_series__of_what_was_given_is_not_told_to_a_colleague),
		TEST(test_findings__remember_earlier_quarters),
		TEST(test_findings__are_kept_and_looked_for_once),
	};

	return RUN_TESTS(tests);
}
