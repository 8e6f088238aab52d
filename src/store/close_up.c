#include "store/close_up.h"

#include "base/str.h"
#include "store/inside.h"
#include "store/load_facts.h"

/* Ids that were met, each once. */
struct ids {
	int32_t *rows;
	size_t count, room;
};

struct framing {
	struct store *store;
	struct arena *a;
	struct employer employer;
	struct known_case *known; size_t known_count, known_room; /* of all days; read for this one, or for one before it */
	size_t known_next;       /* where the next one probably is: days are alike */
	/* of one day */
	struct snapshot_builder *builder;
	struct roster roster;    /* of what is in it */
	int32_t day;
	int32_t taper_from;      /* cases closed by this day are over */
	struct ids cases, posts, persons;
};

static bool note_id(struct framing *f, struct ids *ids, int32_t id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->rows[i] == id)
			return false;
	*ARENA_PUSH(f->a, &ids->rows, &ids->count, &ids->room) = id;
	return true;
}

static struct statement *of_employer(const struct framing *f, enum sql_id id)
{
	struct statement *q = statement_of(f->store->db, id);

	put_int(q, f->employer.id);
	return q;
}

static struct statement *of_one(const struct framing *f, enum sql_id id, int32_t one)
{
	struct statement *q = of_employer(f, id);

	put_int(q, one);
	return q;
}

/* ---- cases ---- */

static void add_holding(const struct framing *f, const struct fact *h, int32_t case_id)
{
	const struct holding_row row = {.role = h->role, .standing = holding_standing(h), .share = h->share, .when = h->when};

	snapshot_add_holding(f->builder, &row, case_id, h->post_id, h->team_id);
}

static void add_fact(const struct framing *f, const struct fact *fact, int32_t case_id)
{
	switch (fact->kind) {
	case FACT_STAGE:
		snapshot_add_stage(f->builder, &(struct stage_row){.type = fact->code, .stage = fact->stage, .when = fact->when}, case_id);
		break;
	case FACT_FACTOR:
		snapshot_add_factor(f->builder, &(struct factor_row){.code = fact->code, .when = fact->when}, case_id);
		break;
	case FACT_TASK:
		snapshot_add_task(f->builder, &(struct task_row){.kind = fact->code, .minutes = fact->minutes, .when = fact->when}, case_id, 0);
		break;
	case FACT_SURGE:
		snapshot_add_surge(f->builder, &(struct surge_row){.minutes = fact->minutes, .why = fact->code, .when = fact->when}, case_id);
		break;
	case FACT_VIEW:
		snapshot_add_view(f->builder, &(struct view_row){.minutes = fact->minutes, .why = fact->code, .when = fact->when}, case_id);
		break;
	case FACT_HOLDING:
		add_holding(f, fact, case_id);
		break;
	case FACT_READER:
		snapshot_add_reader(f->builder, fact->code, case_id);
		break;
	case FACT_CASE:
	case FACT_EPISODE:
	case FACT_KINDS:
		break;
	}
}

/* Of several episodes the one that counts is for the builder to say. */
static void add_episodes(const struct framing *f, const struct case_facts *facts, int32_t case_id)
{
	const struct fact *itself = &facts->facts[0];

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *e = &facts->facts[i];
		struct case_row row = {.case_id = case_id, .ref = facts->ref, .owner = itself->owner, .opened = e->when.from,
			.closed = e->when.until, .last_held_until = DAY_MIN, .restricted = itself->restricted > 0};

		if (e->kind == FACT_EPISODE && e->no_further_action <= 0 && e->when.from <= f->day)
			snapshot_add_case(f->builder, &row, itself->service, itself->household, itself->case_team_id);
	}
}

static const struct known_case *find_known(struct framing *f, const char *ref)
{
	for (size_t i = 0; i < f->known_count; i++) {
		size_t at = (f->known_next + i) % f->known_count;

		if (str_equal(f->known[at].facts.ref, ref)) {
			f->known_next = at + 1;
			return &f->known[at];
		}
	}
	return NULL;
}

/* Those of them that are not known yet, all at once: a server is asked for all before it has answered for one. */
static int read_known(struct framing *f, const char *const *refs, size_t count, struct err *err)
{
	size_t before = f->known_count;

	for (size_t i = 0; i < count; i++)
		if (find_known(f, refs[i]) == NULL)
			*ARENA_PUSH(f->a, &f->known, &f->known_count, &f->known_room) = (struct known_case){.facts.ref = refs[i]};
	if (f->known_count == before)
		return 0;
	return read_case_facts(f->store, f->a, f->employer.id, f->known + before, f->known_count - before, err);
}

/* One that is known. With `holders` the posts that hold it, or did, come into the picture too: until when it was held depends
 * on them. */
static void add_case(struct framing *f, const char *ref, bool holders)
{
	const struct known_case *known = find_known(f, ref);
	const struct case_facts *facts = &known->facts;

	if (known->case_id == 0)
		return;
	for (size_t i = 0; i < facts->count && holders; i++)
		if (facts->facts[i].kind == FACT_HOLDING && facts->facts[i].post_id != 0)
			(void)note_id(f, &f->posts, facts->facts[i].post_id);
	if (!note_id(f, &f->cases, known->case_id))
		return;
	add_episodes(f, facts, known->case_id);
	for (size_t i = 0; i < facts->count; i++)
		add_fact(f, &facts->facts[i], known->case_id);
}

/* The looks at a case while it waits. */
static int add_reviews(struct framing *f, const char *ref, struct err *err)
{
	const struct known_case *known = find_known(f, ref);
	struct review_row *rows;
	size_t count;
	int rc;

	if (known->case_id == 0)
		return 0;
	rc = store_reviews(f->store, f->a, f->employer.id, known->case_id, &rows, &count, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count; i++)
		if (rows[i].when.from <= f->day && rows[i].when.until > f->taper_from)
			snapshot_add_review(f->builder, &rows[i], known->case_id);
	return 0;
}

static void take_ref(struct arena *a, struct statement *q, void *to)
{
	*(const char **)to = arena_strdup(a, take_text(q));
}

/* What the post holds on the day, and what it held that is in its taper. */
static int add_held(struct framing *f, int32_t post_id, struct err *err)
{
	struct statement *q = of_one(f, SQL_CASE_HELD_BY_POST, post_id);
	const char **refs;
	size_t count;
	int rc;

	put_day_key(q, f->taper_from);
	put_day_key(q, f->day);
	rc = READ_ROWS(q, f->a, take_ref, &refs, &count, err);
	if (rc == 0)
		rc = read_known(f, refs, count, err);
	for (size_t i = 0; i < count && rc == 0; i++)
		add_case(f, refs[i], false);
	return rc;
}

static int add_cases(struct framing *f, const struct close_up_asked *asked, struct err *err)
{
	int rc = read_known(f, asked->refs, asked->refs_count, err);

	for (size_t i = 0; i < asked->refs_count && rc == 0; i++)
		add_case(f, asked->refs[i], true);
	for (size_t i = 0; i < asked->refs_count && rc == 0; i++)
		rc = add_reviews(f, asked->refs[i], err);
	for (size_t i = 0; i < asked->posts_count && rc == 0; i++) {
		(void)note_id(f, &f->posts, asked->posts[i]);
		rc = add_held(f, asked->posts[i], err);
	}
	return rc;
}

/* ---- people ---- */

/* The posts that a person is in, whoever holds what. */
static int note_posts_of(struct framing *f, int32_t person_id, struct err *err)
{
	struct statement *q = of_one(f, SQL_POST_OF_PERSON, person_id);
	int rc;

	put_day_key(q, f->day);
	while ((rc = statement_next(q, err)) > 0)
		(void)note_id(f, &f->posts, take_int32(q));
	return rc;
}

static int note_persons(struct framing *f, const struct close_up_asked *asked, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < asked->persons_count && rc == 0; i++) {
		int32_t person_id = 0;

		rc = store_person_by_code(f->store, f->employer.id, asked->persons[i], &person_id, err);
		if (rc == 0 && note_id(f, &f->persons, person_id))
			rc = note_posts_of(f, person_id, err);
		rc = rc == PL_NOT_FOUND ? 0 : rc;
	}
	return rc;
}

/* A person's other posts matter too: somebody with two is one worker. */
static int read_posts(struct framing *f, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < f->posts.count && rc == 0; i++) {
		size_t before = f->roster.posts_count;

		rc = read_post_rows(of_one(f, SQL_POST_BY_ID, f->posts.rows[i]), f->a, &f->roster, err);
		if (rc == 0 && f->roster.posts_count > before && note_id(f, &f->persons, f->roster.posts[before].person_id))
			rc = note_posts_of(f, f->roster.posts[before].person_id, err);
	}
	return rc;
}

static int read_of_posts(struct framing *f, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < f->persons.count && rc == 0; i++)
		rc = read_person_rows(of_one(f, SQL_PERSON_BY_ID, f->persons.rows[i]), f->a, &f->roster, err);
	for (size_t i = 0; i < f->posts.count && rc == 0; i++) {
		rc = read_reduction_rows(of_one(f, SQL_REDUCTION_OF_POST, f->posts.rows[i]), f->a, &f->roster, err);
		if (rc == 0)
			rc = read_line_rows(of_one(f, SQL_LINE_OF_POST, f->posts.rows[i]), f->a, &f->roster, err);
	}
	return rc;
}

static int read_people(struct framing *f, const struct close_up_asked *asked, struct err *err)
{
	int rc = note_persons(f, asked, err);

	if (rc == 0)
		rc = read_posts(f, err);
	if (rc == 0)
		rc = read_team_rows(of_employer(f, SQL_TEAM_LIST), f->a, &f->roster, err);
	if (rc == 0)
		rc = read_line_rows(of_employer(f, SQL_LINE_OF_ALL), f->a, &f->roster, err);
	return rc == 0 ? read_of_posts(f, err) : rc;
}

/* ---- what is known of the posts ---- */

static int add_rating(struct framing *f, int32_t post_id, struct err *err)
{
	struct statement *q = of_one(f, SQL_RATING_OF_POST, post_id);
	int rc;

	put_day_key(q, f->day);
	while ((rc = statement_next(q, err)) > 0)
		add_rating_row(f->builder, q, f->day);
	return rc;
}

static int read_owed_by(struct framing *f, int32_t *owed, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < f->roster.posts_count && rc == 0; i++) {
		struct statement *q = of_one(f, SQL_OWED_BY_POST, f->roster.posts[i].post_id);
		int64_t minutes = 0;

		put_day_key(q, f->day);
		rc = number_read(q, &minutes, err);
		owed[i] = (int32_t)minutes;
	}
	return rc;
}

static int add_people(struct framing *f, struct err *err)
{
	int32_t *owed = arena_array(f->a, f->roster.posts_count, sizeof *owed);
	int rc = read_owed_by(f, owed, err);

	add_roster_people(f->builder, &f->roster);
	for (size_t i = 0; i < f->roster.posts_count; i++)
		add_roster_post(f->builder, &f->roster.posts[i], owed[i]);
	add_roster_reductions(f->builder, &f->roster, f->day);
	add_roster_lines(f->builder, &f->roster, f->day);
	if (rc == 0)
		rc = read_exceptions(f->store, f->builder, f->employer.id, (struct days){f->day, f->day + 1}, err);
	for (size_t i = 0; i < f->posts.count && rc == 0; i++)
		rc = add_rating(f, f->posts.rows[i], err);
	return rc;
}

/* ---- the whole ---- */

static int fill(struct framing *f, const struct close_up_asked *asked, struct err *err)
{
	int rc = read_services(f->store, f->builder, f->employer.id, f->day, &f->taper_from, err);

	if (rc == 0)
		rc = add_cases(f, asked, err);
	if (rc == 0)
		rc = read_people(f, asked, err);
	return rc == 0 ? add_people(f, err) : rc;
}

/* Of one day, with what is known of cases already. */
static int read_day(struct framing *f, const struct close_up_asked *asked, int32_t day, const struct snapshot **ret, struct err *err)
{
	int rc = read_settings(f->store, day, &f->employer, err);

	if (rc < 0)
		return rc;
	f->day = day;
	f->roster = (struct roster){0};
	f->cases = f->posts = f->persons = (struct ids){0};
	f->known_next = 0;
	f->builder = snapshot_builder_new(&f->employer, day);
	rc = fill(f, asked, err);
	if (rc == 0)
		*ret = snapshot_build(f->builder);
	else
		snapshot_builder_free(f->builder);
	return rc;
}

static int read_days(struct framing *f, const struct close_up_asked *asked, const int32_t *days, size_t count,
	const struct snapshot **ret, struct err *err)
{
	int rc = store_employer(f->store, f->a, asked->employer, &f->employer, err);
	size_t made = 0;

	while (made < count && rc == 0) {
		rc = read_day(f, asked, days[made], &ret[made], err);
		made += rc == 0;
	}
	for (size_t i = 0; i < made && rc < 0; i++)
		snapshot_drop(ret[i]);
	return rc;
}

int store_close_ups(struct store *s, const struct close_up_asked *asked, const int32_t *days, size_t count, const struct snapshot **ret,
	struct err *err)
{
	struct framing f = {.store = s, .a = arena_new()};
	bool began;
	int rc = reading_begin(s, &began, err);

	if (rc == 0) {
		rc = read_days(&f, asked, days, count, ret, err);
		reading_end(s, began);
	}
	arena_free(f.a);
	return rc;
}

int store_close_up(struct store *s, const struct close_up_asked *asked, const struct snapshot **ret, struct err *err)
{
	return store_close_ups(s, asked, &asked->day, 1, ret, err);
}

int store_next_start(struct store *s, int32_t employer_id, int32_t post_id, int32_t day, int32_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_HOLDING_NEXT_START);
	int rc;

	put_int(q, employer_id);
	put_int(q, post_id);
	put_day_key(q, day);
	rc = statement_next(q, err);
	if (rc >= 0)
		*ret = rc > 0 ? take_day(q, DAY_MAX) : DAY_MAX;
	statement_end(q);
	return rc < 0 ? rc : 0;
}

static void take_touched_id(struct arena *a, struct statement *q, void *to)
{
	(void)a;
	*(int32_t *)to = take_int32(q);
}

static struct statement *of_entry(struct store *s, enum sql_id id, int32_t employer_id, int64_t sequence)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, sequence);
	return q;
}

int store_ids_of_entry(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, enum touched what, int32_t **ret,
	size_t *ret_count, struct err *err)
{
	static const enum sql_id IDS[] = {
		[TOUCHED_POSTS] = SQL_UNDO_POSTS, [TOUCHED_PROPOSALS] = SQL_UNDO_PROPOSALS, [TOUCHED_MATTERS] = SQL_UNDO_MATTERS};

	return READ_ROWS(of_entry(s, IDS[what], employer_id, sequence), a, take_touched_id, ret, ret_count, err);
}

static void take_start(struct arena *a, struct statement *q, void *to)
{
	(void)a;
	*(int32_t *)to = take_day(q, DAY_MIN);
}

int store_starts_of_entry(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, int32_t **ret, size_t *ret_count,
	struct err *err)
{
	return READ_ROWS(of_entry(s, SQL_UNDO_STARTS, employer_id, sequence), a, take_start, ret, ret_count, err);
}

static void take_touched_case(struct arena *a, struct statement *q, void *to)
{
	struct touched_case *row = to;

	row->case_id = take_int32(q);
	row->ref = arena_strdup(a, take_text(q));
}

int store_cases_of_entry(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, struct touched_case **ret,
	size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_entry(s, SQL_UNDO_TOUCHED_CASES, employer_id, sequence), a, take_touched_case, ret, ret_count, err);
}
