/* Rows as a picture has them: for the picture of all (read_snapshot.c), for those of many days (many_days.c) and for close-ups
 * (close_up.c). */
#include "store/inside.h"

void add_roster_people(struct snapshot_builder *b, const struct roster *r)
{
	for (size_t i = 0; i < r->teams_count; i++) {
		const struct roster_team *t = &r->teams[i];
		struct team_row row = {.team_id = t->team_id, .code = t->code, .name = t->name, .parent = t->parent,
			.manager = t->manager, .manager_code = t->manager_code};

		snapshot_add_team(b, &row, t->service);
	}
	for (size_t i = 0; i < r->persons_count; i++) {
		const struct roster_person *p = &r->persons[i];
		struct person_row row = {.person_id = p->person_id, .code = p->code, .name = p->name,
			.registration = p->registration, .staff_id = p->staff_id};

		snapshot_add_person(b, &row);
	}
}

void add_roster_post(struct snapshot_builder *b, const struct roster_post *p, int32_t owed_minutes)
{
	struct post_row row = {.post_id = p->post_id, .when = p->when, .fte_millionths = p->fte_millionths,
		.contract_minutes = p->contract_minutes, .agency = p->agency, .role = p->role, .grade = p->grade,
		.newly_qualified_until = p->newly_qualified_until, .reported_cases = p->reported_cases,
		.reported_on = p->reported_on, .owed_minutes = owed_minutes};

	snapshot_add_post(b, &row, p->person_id, p->team_id);
}

void add_roster_reductions(struct snapshot_builder *b, const struct roster *r, int32_t day)
{
	for (size_t i = 0; i < r->reductions_count; i++) {
		const struct roster_reduction *reduction = &r->reductions[i];
		struct reduction_row row = {.reason = reduction->reason, .minutes = reduction->minutes, .when = reduction->when,
			.personal = reduction->personal};

		if (days_include(reduction->when, day))
			snapshot_add_reduction(b, &row, reduction->post_id);
	}
}

void add_roster_lines(struct snapshot_builder *b, const struct roster *r, int32_t day)
{
	for (size_t i = 0; i < r->lines_count; i++) {
		const struct roster_line *l = &r->lines[i];
		struct line_row row = {.line_id = l->line_id, .scope = l->scope, .kind = l->kind, .value = l->value,
			.status = l->status, .agreed_by = l->agreed_by, .agreed_on = l->agreed_on, .when = l->when};

		if (days_include(l->when, day))
			snapshot_add_line(b, &row, l->service, l->team_id, l->post_id);
	}
}

int read_services(struct store *s, struct snapshot_builder *b, int32_t employer_id, int32_t day, int32_t *ret_taper_from,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SERVICE_LIST);
	int32_t closing_weeks = 0;
	int rc;

	put_int(q, employer_id);
	while ((rc = statement_next(q, err)) > 0) {
		const char *code = take_text(q);
		const char *name = take_text(q);
		const struct scheme *scheme;

		rc = read_scheme(s, employer_id, code, day, &scheme, err);
		if (rc < 0) {
			statement_end(q);
			return rc;
		}
		snapshot_add_service(b, code, name, scheme);
		if (scheme->closing_weeks > closing_weeks)
			closing_weeks = scheme->closing_weeks;
	}
	*ret_taper_from = day - 7 * closing_weeks;
	return rc;
}

/* ---- cases and their facts: the columns after the case and the days ---- */

void add_stage_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when)
{
	struct stage_row row = {.type = take_text(q), .when = when};

	row.stage = take_text(q);
	snapshot_add_stage(b, &row, case_id);
}

void add_factor_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when)
{
	struct factor_row row = {.code = take_text(q), .when = when};

	snapshot_add_factor(b, &row, case_id);
}

void add_task_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when)
{
	struct task_row row = {.kind = take_text(q), .when = when};

	row.minutes = take_int32_or(q, -1);
	snapshot_add_task(b, &row, case_id, 0);
}

void add_surge_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when)
{
	struct surge_row row = {.minutes = take_int32(q), .when = when};

	row.why = take_text(q);
	snapshot_add_surge(b, &row, case_id);
}

void add_view_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when)
{
	struct view_row row = {.minutes = take_int32(q), .when = when};

	row.why = take_text(q);
	snapshot_add_view(b, &row, case_id);
}

int32_t recent_until(enum sql_id id, int32_t day)
{
	return id == SQL_HOLDING_RECENT ? day + COMING_DAYS : day;
}

void add_review_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when)
{
	struct review_row row = {.risk = take_text(q), .when = when};

	row.safety = take_text(q);
	row.why = take_text(q);
	row.next = take_day(q, DAY_MAX);
	snapshot_add_review(b, &row, case_id);
}

enum holding_standing add_holding_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when,
	int32_t *ret_post_id)
{
	int32_t post_id = take_int32_or(q, 0);
	int32_t team_id = take_int32_or(q, 0);
	struct holding_row row = {.role = holding_role_from(take_text(q)), .when = when};
	int standing;

	row.share = take_int32(q);
	standing = holding_standing_from(take_text(q));
	row.standing = standing >= 0 ? (enum holding_standing)standing : HOLDING_STANDS;
	snapshot_add_holding(b, &row, case_id, post_id, team_id);
	*ret_post_id = post_id;
	return row.standing;
}

struct case_columns take_case_columns(struct statement *q, int32_t case_id)
{
	struct case_columns c = {.row = {.case_id = case_id, .ref = take_text(q)}};

	c.service = take_text(q);
	c.household = take_text(q);
	c.team_id = take_int32_or(q, 0);
	c.row.owner = take_text(q);
	c.row.restricted = take_int(q) != 0;
	return c;
}

static struct statement *ask_of_episode(struct store *s, enum sql_id id, int32_t employer_id, const struct case_row *row, int32_t day)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, row->case_id);
	put_day_key(q, row->opened);
	put_day_key(q, day);
	return q;
}

void ask_begun_ahead(struct store *s, int32_t employer_id, const struct case_row *row, int32_t day)
{
	statement_ahead(ask_of_episode(s, SQL_STAGE_BEGUN, employer_id, row, day));
}

void ask_last_held_ahead(struct store *s, int32_t employer_id, const struct case_row *row, int32_t day)
{
	statement_ahead(ask_of_episode(s, SQL_HOLDING_LAST_ENDED, employer_id, row, day));
}

int read_begun(struct store *s, int32_t employer_id, struct case_row *row, int32_t day, struct err *err)
{
	struct statement *q = ask_of_episode(s, SQL_STAGE_BEGUN, employer_id, row, day);
	int rc = statement_next(q, err);

	row->anything_begun = rc > 0;
	statement_end(q);
	return rc < 0 ? rc : 0;
}

int read_last_held(struct store *s, int32_t employer_id, struct case_row *row, int32_t day, struct err *err)
{
	struct statement *q = ask_of_episode(s, SQL_HOLDING_LAST_ENDED, employer_id, row, day);
	int rc = statement_next(q, err);

	if (rc > 0)
		row->last_held_until = take_day(q, DAY_MIN);
	statement_end(q);
	return rc < 0 ? rc : 0;
}
