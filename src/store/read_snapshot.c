#include "base/str.h"
#include "store/inside.h"

/* What is known of a case while the picture is filled. */
enum seen { SEEN_NOT, SEEN_OPEN, SEEN_CLOSING };

struct seen_case {
	int32_t opened, closed;
	int32_t last_held_until; /* DAY_MIN: it is held, or never was */
	uint8_t seen;     /* enum seen */
	bool begun;       /* a stage of it is in force, or was */
	bool held;        /* a person holds it */
};

enum { ASKED_AT_ONCE = 100 };

/* One snapshot in the making. Case and post ids are small and dense, so what is noted of them stands in plain arrays. */
struct picturing {
	struct store *store;
	struct snapshot_builder *builder;
	struct arena *arena;         /* the roster, until it has been copied */
	struct roster roster;
	struct seen_case *cases;     /* by id */
	int32_t last_case_id;
	int32_t *owed;               /* by post id: minutes worked over and not taken back */
	int32_t employer_id, day;
	int32_t taper_from;          /* cases closed after this day and by `day` are closing */
};

static struct statement *recent(struct picturing *f, enum sql_id id)
{
	struct statement *q = statement_of(f->store->db, id);

	put_int(q, f->employer_id);
	put_day_key(q, f->taper_from);
	put_day_key(q, recent_until(id, f->day));
	return q;
}

static struct seen_case *case_of(struct picturing *f, int32_t id)
{
	return &f->cases[id > 0 && id <= f->last_case_id ? id : 0];
}

/* ---- which cases ---- */

/* Of several episodes an open one counts before a closed one, and among those the newest. */
static void see_episode(struct picturing *f, struct seen_case *c, struct days when)
{
	enum seen seen = when.until > f->day ? SEEN_OPEN : SEEN_CLOSING;

	if (c->seen == SEEN_NOT || (seen == SEEN_OPEN && c->seen == SEEN_CLOSING)
		|| (seen == (enum seen)c->seen && when.from > c->opened))
		*c = (struct seen_case){.opened = when.from, .closed = when.until, .last_held_until = DAY_MIN, .seen = (uint8_t)seen};
}

static int find_cases(struct picturing *f, struct err *err)
{
	struct statement *q = recent(f, SQL_EPISODE_RECENT);
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct seen_case *c = case_of(f, take_int32(q));

		see_episode(f, c, take_days(q));
	}
	return rc;
}

/* ---- their facts ---- */

/* Whether a fact counts: an open case has what is in force on the day, and holdings that begin soon (what else begins later the queries leave
 * out); a closing one what was in force on the day before it closed. */
static bool counts(const struct picturing *f, const struct seen_case *c, struct days when)
{
	switch ((enum seen)c->seen) {
	case SEEN_OPEN:
		return when.until > f->day;
	case SEEN_CLOSING:
		return when.from < c->closed && when.until >= c->closed;
	case SEEN_NOT:
		break;
	}
	return false;
}

typedef void (*fact_taker)(struct picturing *f, struct statement *q, int32_t case_id, struct days when);

static int read_facts_of(struct picturing *f, enum sql_id id, fact_taker take, struct err *err)
{
	struct statement *q = recent(f, id);
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		int32_t case_id = take_int32(q);
		struct days when = take_days(q);

		if (counts(f, case_of(f, case_id), when))
			take(f, q, case_id, when);
	}
	return rc;
}

static void take_stage(struct picturing *f, struct statement *q, int32_t case_id, struct days when)
{
	case_of(f, case_id)->begun = true;
	add_stage_row(f->builder, q, case_id, when);
}

static void take_factor(struct picturing *f, struct statement *q, int32_t case_id, struct days when)
{
	add_factor_row(f->builder, q, case_id, when);
}

static void take_task(struct picturing *f, struct statement *q, int32_t case_id, struct days when)
{
	add_task_row(f->builder, q, case_id, when);
}

static void take_surge(struct picturing *f, struct statement *q, int32_t case_id, struct days when)
{
	add_surge_row(f->builder, q, case_id, when);
}

static void take_view(struct picturing *f, struct statement *q, int32_t case_id, struct days when)
{
	add_view_row(f->builder, q, case_id, when);
}

static void take_review(struct picturing *f, struct statement *q, int32_t case_id, struct days when)
{
	add_review_row(f->builder, q, case_id, when);
}

static void take_holding(struct picturing *f, struct statement *q, int32_t case_id, struct days when)
{
	int32_t post_id;
	const enum holding_standing standing = add_holding_row(f->builder, q, case_id, when, &post_id);

	case_of(f, case_id)->held |= when.from <= f->day && post_id != 0 && standing == HOLDING_STANDS;
}

static int read_facts(struct picturing *f, struct err *err)
{
	int rc = read_facts_of(f, SQL_STAGE_RECENT, take_stage, err);

	if (rc == 0)
		rc = read_facts_of(f, SQL_FACTOR_RECENT, take_factor, err);
	if (rc == 0)
		rc = read_facts_of(f, SQL_TASK_RECENT, take_task, err);
	if (rc == 0)
		rc = read_facts_of(f, SQL_SURGE_RECENT, take_surge, err);
	if (rc == 0)
		rc = read_facts_of(f, SQL_WEIGHT_VIEW_RECENT, take_view, err);
	if (rc == 0)
		rc = read_facts_of(f, SQL_REVIEW_RECENT, take_review, err);
	if (rc == 0)
		rc = read_facts_of(f, SQL_HOLDING_RECENT, take_holding, err);
	return rc;
}

static int read_readers(struct picturing *f, struct err *err)
{
	struct statement *q = statement_of(f->store->db, SQL_READER_OF_ALL);
	int rc;

	put_int(q, f->employer_id);
	while ((rc = statement_next(q, err)) > 0) {
		int32_t case_id = take_int32(q);

		snapshot_add_reader(f->builder, take_text(q), case_id);
	}
	return rc;
}

/* ---- what was before ---- */

static struct case_row row_of(int32_t case_id, const struct seen_case *c)
{
	return (struct case_row){.case_id = case_id, .opened = c->opened, .last_held_until = DAY_MIN};
}

static bool wants_begun(const struct seen_case *c)
{
	return c->seen != SEEN_NOT && !c->begun;
}

static bool wants_last_held(const struct seen_case *c)
{
	return c->seen == SEEN_OPEN && !c->held;
}

/* From one case on, of so many of which anything has to be asked; the first after them. */
static int32_t ask_before(const struct picturing *f, int32_t case_id)
{
	for (int asked = 0; case_id <= f->last_case_id && asked < ASKED_AT_ONCE; case_id++) {
		const struct seen_case *c = &f->cases[case_id];
		const struct case_row row = row_of(case_id, c);

		if (wants_begun(c))
			ask_begun_ahead(f->store, f->employer_id, &row, f->day);
		if (wants_last_held(c))
			ask_last_held_ahead(f->store, f->employer_id, &row, f->day);
		asked += wants_begun(c) || wants_last_held(c);
	}
	return case_id;
}

static int read_before(const struct picturing *f, int32_t case_id, struct err *err)
{
	struct seen_case *c = &f->cases[case_id];
	struct case_row row = row_of(case_id, c);
	bool begun = wants_begun(c);
	int rc = begun ? read_begun(f->store, f->employer_id, &row, f->day, err) : 0;

	if (rc == 0 && wants_last_held(c))
		rc = read_last_held(f->store, f->employer_id, &row, f->day, err);
	c->begun = c->begun || row.anything_begun;
	c->last_held_until = row.last_held_until;
	return rc;
}

/* Of a case of which no stage is in force, whether one has begun; of one that nobody holds, until when it was held last. These are few,
 * and each is found by itself. */
static int read_all_before(const struct picturing *f, struct err *err)
{
	int32_t next = 1;
	int rc = 0;

	for (int32_t case_id = 1; case_id <= f->last_case_id && rc == 0; case_id++) {
		if (case_id == next)
			next = ask_before(f, case_id);
		rc = read_before(f, case_id, err);
	}
	return rc;
}

/* ---- the cases themselves ---- */

/* The columns after the case's id and the days of its episode. */
static void add_case(struct picturing *f, struct statement *q, int32_t case_id, const struct seen_case *seen)
{
	struct case_columns c = take_case_columns(q, case_id);
	struct case_row row = c.row;

	row.state = seen->seen == SEEN_OPEN ? CASE_OPEN : CASE_CLOSING;
	row.opened = seen->opened;
	row.closed = seen->closed;
	row.last_held_until = seen->last_held_until;
	row.anything_begun = seen->begun;
	snapshot_add_case(f->builder, &row, c.service, c.household, c.team_id);
}

static int read_cases(struct picturing *f, struct err *err)
{
	struct statement *q = recent(f, SQL_CASE_RECENT);
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		int32_t case_id = take_int32(q);
		const struct seen_case *c = case_of(f, case_id);
		struct days when = take_days(q);

		/* The statement answers a case for each of its episodes. */
		if (when.from == c->opened && when.until == c->closed)
			add_case(f, q, case_id, c);
	}
	return rc;
}

/* ---- the roster, and the whole ---- */

/* Posts of other days are handed over too: since when somebody is here is read off those before theirs, and whether one is kept through
 * which a case is held out of its time is for the core to say. */
static void add_roster(struct picturing *f)
{
	const struct roster *r = &f->roster;

	add_roster_people(f->builder, r);
	for (size_t i = 0; i < r->posts_count; i++)
		add_roster_post(f->builder, &r->posts[i], f->owed[r->posts[i].post_id]);
	add_roster_reductions(f->builder, r, f->day);
	add_roster_lines(f->builder, r, f->day);
}

static int read_last_case_id(struct picturing *f, struct err *err)
{
	struct statement *q = statement_of(f->store->db, SQL_CASE_LAST_ID);
	int rc;

	put_int(q, f->employer_id);
	rc = statement_next(q, err);
	if (rc > 0)
		f->last_case_id = take_int32(q);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

/* What is read one after the other below, and does not hang on what is read before it. */
static void ask_ahead(struct picturing *f)
{
	static const enum sql_id RECENT[] = {SQL_EPISODE_RECENT, SQL_STAGE_RECENT, SQL_FACTOR_RECENT, SQL_TASK_RECENT, SQL_SURGE_RECENT,
		SQL_WEIGHT_VIEW_RECENT, SQL_REVIEW_RECENT, SQL_HOLDING_RECENT, SQL_CASE_RECENT};

	for (size_t i = 0; i < sizeof RECENT / sizeof *RECENT; i++)
		statement_ahead(recent(f, RECENT[i]));
}

static int fill(struct picturing *f, struct err *err)
{
	int rc = read_services(f->store, f->builder, f->employer_id, f->day, &f->taper_from, err);

	if (rc == 0)
		rc = read_roster(f->store, f->arena, f->employer_id, &f->roster, err);
	if (rc == 0)
		rc = read_last_case_id(f, err);
	if (rc < 0)
		return rc;
	f->cases = mem_alloc(((size_t)f->last_case_id + 1) * sizeof *f->cases);
	f->owed = mem_alloc(((size_t)f->roster.last_post_id + 1) * sizeof *f->owed);
	ask_ahead(f);
	rc = find_cases(f, err);
	if (rc == 0)
		rc = read_facts(f, err);
	if (rc == 0)
		rc = read_all_before(f, err);
	if (rc == 0)
		rc = read_cases(f, err);
	if (rc == 0)
		rc = read_readers(f, err);
	if (rc == 0)
		rc = read_exceptions(f->store, f->builder, f->employer_id, (struct days){f->day, f->day + 1}, err);
	if (rc == 0)
		rc = read_ratings(f->store, f->builder, f->employer_id, f->day, err);
	if (rc == 0)
		rc = read_owed(f->store, f->employer_id, f->day, f->owed, f->roster.last_post_id, err);
	if (rc < 0)
		return rc;
	add_roster(f);
	return 0;
}

static int read_snapshot(struct store *s, const char *employer, int32_t day, const struct snapshot **ret, struct err *err)
{
	struct picturing f = {.store = s, .arena = arena_new(), .day = day};
	struct employer e;
	int rc = store_employer(s, f.arena, employer, &e, err);

	if (rc == 0)
		rc = read_settings(s, day, &e, err);
	if (rc == 0) {
		f.employer_id = e.id;
		f.builder = snapshot_builder_new(&e, day);
		rc = fill(&f, err);
	}
	if (rc == 0)
		*ret = snapshot_build(f.builder);
	else if (f.builder != NULL)
		snapshot_builder_free(f.builder);
	mem_free(f.cases);
	mem_free(f.owed);
	arena_free(f.arena);
	return rc;
}

int store_snapshot(struct store *s, const char *employer, int32_t day, const struct snapshot **ret, struct err *err)
{
	bool began;
	int rc;

	if (day < DAY_EARLIEST || day > DAY_LATEST)
		return err_set(err, PL_INVALID, "A picture can be had of a day between 1900 and 2149");
	rc = reading_begin(s, &began, err);
	if (rc < 0)
		return rc;
	rc = read_snapshot(s, employer, day, ret, err);
	reading_end(s, began);
	return rc;
}
