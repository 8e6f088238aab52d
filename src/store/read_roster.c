#include "core/list_words.h"
#include "store/inside.h"

static const char *copy(struct arena *a, struct statement *q)
{
	return arena_strdup(a, take_text(q));
}

static struct statement *list_of(struct store *s, enum sql_id id, int32_t employer_id)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	return q;
}

int read_team_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err)
{
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct roster_team *t = ARENA_PUSH(a, &r->teams, &r->teams_count, &r->teams_room);

		t->team_id = take_int32(q);
		t->code = copy(a, q);
		t->told_code = copy(a, q);
		t->name = copy(a, q);
		t->service = copy(a, q);
		t->parent = copy(a, q);
		t->manager = copy(a, q);
		t->manager_code = copy(a, q);
	}
	return rc;
}

int read_person_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err)
{
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct roster_person *p = ARENA_PUSH(a, &r->persons, &r->persons_count, &r->persons_room);

		p->person_id = take_int32(q);
		p->code = copy(a, q);
		p->name = copy(a, q);
		p->registration = copy(a, q);
		p->staff_id = copy(a, q);
	}
	return rc;
}

/* Not newly qualified is DAY_MIN; newly qualified without a known end is DAY_MAX. */
static int32_t take_newly_qualified(struct statement *q)
{
	bool newly_qualified = take_int(q) != 0;
	int32_t until = take_day(q, DAY_MAX);

	return newly_qualified ? until : DAY_MIN;
}

int read_post_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err)
{
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct roster_post *p = ARENA_PUSH(a, &r->posts, &r->posts_count, &r->posts_room);

		p->post_id = take_int32(q);
		p->person_id = take_int32(q);
		p->team_id = take_int32_or(q, 0);
		p->fte_millionths = take_int32_or(q, -1);
		p->contract_minutes = take_int32_or(q, -1);
		p->agency = take_int(q) != 0;
		p->role = post_role_from(take_text(q));
		p->grade = copy(a, q);
		p->newly_qualified_until = take_newly_qualified(q);
		p->reported_cases = take_int32_or(q, -1);
		p->reported_on = take_day(q, DAY_MIN);
		p->when = take_days(q);
	}
	return rc;
}

int read_reduction_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err)
{
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct roster_reduction *row = ARENA_PUSH(a, &r->reductions, &r->reductions_count, &r->reductions_room);

		row->post_id = take_int32(q);
		row->reason = copy(a, q);
		row->minutes = take_int32_or(q, -1);
		row->personal = take_int(q) != 0;
		row->when = take_days(q);
	}
	return rc;
}

int read_line_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err)
{
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct roster_line *l = ARENA_PUSH(a, &r->lines, &r->lines_count, &r->lines_room);

		l->line_id = take_int32(q);
		l->scope = (enum line_scope)line_scope_from(take_text(q));
		l->service = copy(a, q);
		l->team_id = take_int32_or(q, 0);
		l->post_id = take_int32_or(q, 0);
		l->kind = (enum line_kind)line_kind_from(take_text(q));
		l->value = take_int32(q);
		l->status = (enum line_status)line_status_from(take_text(q));
		l->agreed_by = copy(a, q);
		l->agreed_on = take_day(q, DAY_MIN);
		l->when = take_days(q);
	}
	return rc;
}

static int read_skill_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err)
{
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct roster_skill *s = ARENA_PUSH(a, &r->skills, &r->skills_count, &r->skills_room);

		s->person_id = take_int32(q);
		s->code = copy(a, q);
		s->when = take_days(q);
	}
	return rc;
}

/* A row a day; those of one post and start stand side by side. */
static int read_week_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err)
{
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		int32_t post_id = take_int32(q), weekday = take_int32(q);
		struct working_hours hours = {(int16_t)take_int(q), 0};
		struct roster_week *w = r->weeks_count > 0 ? &r->weeks[r->weeks_count - 1] : NULL;
		struct days when;

		hours.until = (int16_t)take_int(q);
		when = take_days(q);
		if (w == NULL || w->post_id != post_id || w->when.from != when.from) {
			w = ARENA_PUSH(a, &r->weeks, &r->weeks_count, &r->weeks_room);
			*w = (struct roster_week){.post_id = post_id, .when = when};
		}
		w->week[weekday] = hours;
	}
	return rc;
}

static int read_last_ids(struct store *s, int32_t employer_id, struct roster *r, struct err *err)
{
	struct statement *q = list_of(s, SQL_ROSTER_LAST_IDS, employer_id);
	int rc = statement_next(q, err);

	if (rc > 0) {
		r->last_team_id = take_int32(q);
		r->last_person_id = take_int32(q);
		r->last_post_id = take_int32(q);
		r->last_line_id = take_int32(q);
	}
	statement_end(q);
	return rc < 0 ? rc : 0;
}

int read_roster(struct store *s, struct arena *a, int32_t employer_id, struct roster *r, struct err *err)
{
	int rc = read_team_rows(list_of(s, SQL_TEAM_LIST, employer_id), a, r, err);

	if (rc == 0)
		rc = read_person_rows(list_of(s, SQL_PERSON_LIST, employer_id), a, r, err);
	if (rc == 0)
		rc = read_post_rows(list_of(s, SQL_POST_LIST, employer_id), a, r, err);
	if (rc == 0)
		rc = read_reduction_rows(list_of(s, SQL_REDUCTION_LIST, employer_id), a, r, err);
	if (rc == 0)
		rc = read_line_rows(list_of(s, SQL_LINE_LIST, employer_id), a, r, err);
	if (rc == 0)
		rc = read_skill_rows(list_of(s, SQL_SKILL_LIST, employer_id), a, r, err);
	if (rc == 0)
		rc = read_week_rows(list_of(s, SQL_POST_HOURS_LIST, employer_id), a, r, err);
	return rc == 0 ? read_last_ids(s, employer_id, r, err) : rc;
}

int store_lines_ahead(struct store *s, struct arena *a, int32_t employer_id, int32_t day, const struct roster_line **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = list_of(s, SQL_LINE_LIST_AHEAD, employer_id);
	struct roster r = {0};
	int rc;

	put_day(q, day);
	rc = read_line_rows(q, a, &r, err);
	if (rc < 0)
		return rc;
	*ret = r.lines;
	*ret_count = r.lines_count;
	return 0;
}

int store_roster(struct store *s, struct arena *a, int32_t employer_id, struct roster *ret, struct err *err)
{
	struct roster r = {0};
	bool began;
	int rc = reading_begin(s, &began, err);

	if (rc < 0)
		return rc;
	rc = read_roster(s, a, employer_id, &r, err);
	reading_end(s, began);
	if (rc == 0)
		*ret = r;
	return rc;
}

static void take_held_case(struct arena *a, struct statement *q, void *to)
{
	struct held_case *h = to;

	h->ref = copy(a, q);
	h->when = take_days(q);
	h->role = holding_role_from(take_text(q));
	h->share = take_int32(q);
	h->reason = copy(a, q);
	h->team = copy(a, q);
	h->case_team = copy(a, q);
	h->restricted = take_int(q) != 0;
	h->post_id = take_int32(q);
}

int store_person_holdings(struct store *s, struct arena *a, int32_t employer_id, int32_t person_id, struct held_case **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = list_of(s, SQL_PERSON_HOLDINGS, employer_id);

	put_int(q, person_id);
	return READ_ROWS(q, a, take_held_case, ret, ret_count, err);
}

/* ---- by their codes ---- */

static void take_post_in_team(struct arena *a, struct statement *q, void *to)
{
	struct post_in_team *row = to;

	row->post_id = take_int32(q);
	row->team = arena_strdup(a, take_text(q));
}

int store_posts_of_worker(struct store *s, struct arena *a, int32_t employer_id, const char *worker, int32_t day,
	struct post_in_team **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_POST_OF_WORKER);

	put_int(q, employer_id);
	put_text(q, worker);
	put_day_key(q, day);
	return READ_ROWS(q, a, take_post_in_team, ret, ret_count, err);
}

int store_team_of_code(struct store *s, int32_t employer_id, const char *code, int32_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_TEAM_OF_CODE);
	int64_t id;
	int rc;

	put_int(q, employer_id);
	put_text(q, code);
	rc = number_read(q, &id, err);
	if (rc == 0 && id == 0)
		rc = err_set(err, PL_NOT_FOUND, "There is no team with this code here.");
	if (rc == 0)
		*ret = (int32_t)id;
	return rc;
}
