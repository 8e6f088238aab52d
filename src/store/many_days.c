#include "store/many_days.h"

#include <string.h>

#include "store/inside.h"

/* What changes by the day beside the rows in force. */
struct one_day {
	bool principles, live;
	const struct service_row *services;
	size_t services_count;
};

/* Of what a post is owed, what was added on a day. */
struct owed_change {
	int32_t post_id, day, minutes;
};

struct many_days {
	struct arena *arena;
	struct employer employer;
	struct days period;
	struct one_day *days;
	struct roster roster;
	struct owed_change *owed; size_t owed_count;     /* by day */
	int32_t *owed_of_post;                           /* by id: on the day that was asked for last */
	size_t owed_next;                                /* the first change that is not in it */
	struct snapshot_builder *rows;                   /* cases, their facts, exceptions */
};

/* By case id, what the rows that are read tell of the time up to the first day: where they tell nothing, what came before them is asked
 * for case by case. */
struct told {
	bool begun, held;
};

struct reading {
	struct many_days *m;
	struct store *store;
	int32_t taper_from;
	struct told *told;
	int32_t last_case_id;
};

static struct statement *ask(const struct reading *r, enum sql_id id, int32_t first)
{
	struct statement *q = statement_of(r->store->db, id);

	put_int(q, r->m->employer.id);
	put_day_key(q, first);
	return q;
}

static struct statement *ask_recent(const struct reading *r, enum sql_id id)
{
	struct statement *q = ask(r, id, r->taper_from);

	put_day_key(q, recent_until(id, r->m->period.until - 1));
	return q;
}

/* ---- what is of each day ---- */

/* The day by which a case was closed that is over on a day, by the schemes of that day. */
static int32_t taper_begins(const struct service_row *services, size_t count, int32_t day)
{
	int32_t closing_weeks = 0;

	for (size_t i = 0; i < count; i++)
		if (services[i].scheme->closing_weeks > closing_weeks)
			closing_weeks = services[i].scheme->closing_weeks;
	return day - 7 * closing_weeks;
}

static int read_days(struct reading *r, struct err *err)
{
	struct many_days *m = r->m;
	int32_t taper_from;
	int rc = 0;

	r->taper_from = m->period.from;
	for (int32_t day = m->period.from; day < m->period.until && rc == 0; day++) {
		struct one_day *one = &m->days[day - m->period.from];
		struct employer e = m->employer;
		struct service_row *services;

		rc = read_settings(r->store, day, &e, err);
		if (rc == 0)
			rc = store_services(r->store, m->arena, e.id, day, &services, &one->services_count, err);
		if (rc < 0)
			return rc;
		one->principles = e.principles;
		one->live = e.live;
		one->services = services;
		taper_from = taper_begins(services, one->services_count, day);
		if (taper_from < r->taper_from)
			r->taper_from = taper_from;
	}
	return rc;
}

static int read_owed_changes(struct reading *r, struct err *err)
{
	struct many_days *m = r->m;
	struct statement *q = ask(r, SQL_OWED_BY_DAY, m->period.until - 1);
	size_t room = 0;
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct owed_change *c = ARENA_PUSH(m->arena, &m->owed, &m->owed_count, &room);

		c->post_id = take_int32(q);
		c->day = take_day(q, DAY_MIN);
		c->minutes = take_int32(q);
	}
	return rc;
}

/* ---- cases and their facts ---- */

static struct told *told_of(const struct reading *r, int32_t case_id)
{
	return &r->told[case_id > 0 && case_id <= r->last_case_id ? case_id : 0];
}

typedef void (*row_adder)(struct reading *r, struct statement *q, int32_t case_id, struct days when);

static void add_stage(struct reading *r, struct statement *q, int32_t case_id, struct days when)
{
	add_stage_row(r->m->rows, q, case_id, when);
	told_of(r, case_id)->begun |= when.from <= r->m->period.from;
}

static void add_factor(struct reading *r, struct statement *q, int32_t case_id, struct days when)
{
	add_factor_row(r->m->rows, q, case_id, when);
}

static void add_task(struct reading *r, struct statement *q, int32_t case_id, struct days when)
{
	add_task_row(r->m->rows, q, case_id, when);
}

static void add_surge(struct reading *r, struct statement *q, int32_t case_id, struct days when)
{
	add_surge_row(r->m->rows, q, case_id, when);
}

static void add_view(struct reading *r, struct statement *q, int32_t case_id, struct days when)
{
	add_view_row(r->m->rows, q, case_id, when);
}

static void add_review(struct reading *r, struct statement *q, int32_t case_id, struct days when)
{
	add_review_row(r->m->rows, q, case_id, when);
}

static void add_holding(struct reading *r, struct statement *q, int32_t case_id, struct days when)
{
	int32_t post_id;
	const enum holding_standing standing = add_holding_row(r->m->rows, q, case_id, when, &post_id);

	told_of(r, case_id)->held |= post_id != 0 && standing == HOLDING_STANDS && when.from <= r->m->period.from;
}

static int read_facts(struct reading *r, struct err *err)
{
	static const struct {
		enum sql_id id;
		row_adder add;
	} FACTS[] = {
		{SQL_STAGE_RECENT, add_stage}, {SQL_FACTOR_RECENT, add_factor}, {SQL_TASK_RECENT, add_task}, {SQL_SURGE_RECENT, add_surge},
		{SQL_WEIGHT_VIEW_RECENT, add_view}, {SQL_REVIEW_RECENT, add_review}, {SQL_HOLDING_RECENT, add_holding},
	};
	int rc = 0;

	for (size_t i = 0; i < sizeof FACTS / sizeof *FACTS && rc == 0; i++) {
		struct statement *q = ask_recent(r, FACTS[i].id);

		while ((rc = statement_next(q, err)) > 0) {
			int32_t case_id = take_int32(q);

			FACTS[i].add(r, q, case_id, take_days(q));
		}
	}
	return rc;
}

/* Of an episode that goes back to before the rows: whether anything had begun in it, and until when it was held last. */
static int ask_before(struct reading *r, struct case_row *row, struct err *err)
{
	const struct told *told = told_of(r, row->case_id);
	int rc = 0;

	if (row->opened > r->taper_from)
		return 0;
	if (!told->begun)
		rc = read_begun(r->store, r->m->employer.id, row, r->taper_from, err);
	if (rc == 0 && !told->held)
		rc = read_last_held(r->store, r->m->employer.id, row, r->taper_from, err);
	return rc;
}

/* A row for each episode. */
static int read_cases(struct reading *r, struct err *err)
{
	struct statement *q = ask_recent(r, SQL_CASE_RECENT);
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		const int32_t case_id = take_int32(q);
		const struct days when = take_days(q);
		struct case_columns c = take_case_columns(q, case_id);

		c.row.opened = when.from;
		c.row.closed = when.until;
		c.row.last_held_until = DAY_MIN;
		rc = ask_before(r, &c.row, err);
		if (rc < 0) {
			statement_end(q);
			return rc;
		}
		snapshot_add_case(r->m->rows, &c.row, c.service, c.household, c.team_id);
	}
	return rc;
}

static int read_last_case_id(struct reading *r, struct err *err)
{
	struct statement *q = statement_of(r->store->db, SQL_CASE_LAST_ID);
	int64_t last = 0;
	int rc;

	put_int(q, r->m->employer.id);
	rc = number_read(q, &last, err);
	r->last_case_id = (int32_t)last;
	return rc;
}

static int read_rows(struct reading *r, struct err *err)
{
	struct many_days *m = r->m;
	int rc = read_days(r, err);

	if (rc == 0)
		rc = read_roster(r->store, m->arena, m->employer.id, &m->roster, err);
	if (rc == 0)
		rc = read_owed_changes(r, err);
	if (rc == 0)
		rc = read_last_case_id(r, err);
	if (rc < 0)
		return rc;
	m->owed_of_post = arena_array(m->arena, (size_t)m->roster.last_post_id + 1, sizeof *m->owed_of_post);
	m->rows = snapshot_builder_new(&m->employer, m->period.from);
	r->told = mem_alloc(((size_t)r->last_case_id + 1) * sizeof *r->told);
	rc = read_facts(r, err);
	if (rc == 0)
		rc = read_cases(r, err);
	if (rc == 0)
		rc = read_exceptions(r->store, m->rows, m->employer.id, m->period, err);
	mem_free(r->told);
	return rc;
}

static int read_all(struct store *s, const char *employer, struct many_days *m, struct err *err)
{
	struct reading r = {.m = m, .store = s};
	bool began;
	int rc = reading_begin(s, &began, err);

	if (rc < 0)
		return rc;
	rc = store_employer(s, m->arena, employer, &m->employer, err);
	if (rc == 0)
		rc = read_rows(&r, err);
	reading_end(s, began);
	return rc;
}

int many_days_read(struct store *s, const char *employer, struct days period, struct many_days **ret, struct err *err)
{
	struct many_days *m;
	int rc;

	if (period.from < DAY_EARLIEST || period.until > DAY_LATEST + 1)
		return err_set(err, PL_INVALID, "A picture can be had of a day between 1900 and 2149");
	if (period.from >= period.until || period.until - period.from > MANY_DAYS_MOST)
		return err_set(err, PL_INVALID, "Expected a period of one day to %d", MANY_DAYS_MOST);
	m = mem_alloc(sizeof *m);
	m->arena = arena_new();
	m->period = period;
	m->days = arena_array(m->arena, (size_t)(period.until - period.from), sizeof *m->days);
	rc = read_all(s, employer, m, err);
	if (rc == 0)
		*ret = m;
	else
		many_days_free(m);
	return rc;
}

struct many_days *many_days_free(struct many_days *m)
{
	if (m == NULL)
		return NULL;
	snapshot_builder_free(m->rows);
	arena_free(m->arena);
	mem_free(m);
	return NULL;
}

/* ---- one of the days ---- */

/* Goes on from the day before, or from the beginning. */
static void owe_until(struct many_days *m, int32_t day)
{
	if (m->owed_next > 0 && m->owed[m->owed_next - 1].day > day) {
		memset(m->owed_of_post, 0, ((size_t)m->roster.last_post_id + 1) * sizeof *m->owed_of_post);
		m->owed_next = 0;
	}
	for (; m->owed_next < m->owed_count && m->owed[m->owed_next].day <= day; m->owed_next++) {
		const struct owed_change *c = &m->owed[m->owed_next];

		if (c->post_id > 0 && c->post_id <= m->roster.last_post_id)
			m->owed_of_post[c->post_id] += c->minutes;
	}
}

const struct snapshot *many_days_on(struct many_days *m, int32_t day)
{
	const struct one_day *one = &m->days[day - m->period.from];
	struct employer e = m->employer;
	struct snapshot_builder *b;

	e.principles = one->principles;
	e.live = one->live;
	b = snapshot_builder_of(m->rows, &e, day);
	owe_until(m, day);
	for (size_t i = 0; i < one->services_count; i++)
		snapshot_add_service(b, one->services[i].code, one->services[i].name, one->services[i].scheme);
	add_roster_people(b, &m->roster);
	for (size_t i = 0; i < m->roster.posts_count; i++)
		add_roster_post(b, &m->roster.posts[i], m->owed_of_post[m->roster.posts[i].post_id]);
	add_roster_reductions(b, &m->roster, day);
	add_roster_lines(b, &m->roster, day);
	return snapshot_build(b);
}
