#include "core/list_words.h"
#include "store/inside.h"
#include "store/load_facts.h"

static struct statement *unmake_of(struct commit *c, enum sql_id id)
{
	struct statement *q = statement_of(c->store->db, id);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	return q;
}

static int unmake_by_id(struct commit *c, enum sql_id unmake, int32_t id, const char *what, struct err *err)
{
	struct statement *q = unmake_of(c, unmake);

	put_int(q, id);
	return commit_unmake(c, q, what, err);
}

static int write_team(struct commit *c, const struct roster_team *t, bool is_new, struct err *err)
{
	struct statement *q;
	int rc = is_new ? 0 : unmake_by_id(c, SQL_TEAM_UNMAKE, t->team_id, t->code, err);

	if (rc < 0)
		return rc;
	q = statement_of(c->store->db, SQL_TEAM_ADD);
	put_int(q, c->employer_id);
	put_int(q, t->team_id);
	put_text(q, t->code);
	put_text_or_null(q, t->told_code);
	put_text(q, t->name);
	put_text_or_null(q, t->service);
	put_text_or_null(q, t->parent);
	put_text_or_null(q, t->manager);
	put_text_or_null(q, t->manager_code);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

static int write_person(struct commit *c, const struct roster_person *p, bool is_new, struct err *err)
{
	struct statement *q;
	int rc = is_new ? 0 : unmake_by_id(c, SQL_PERSON_UNMAKE, p->person_id, p->code, err);

	if (rc < 0)
		return rc;
	q = statement_of(c->store->db, SQL_PERSON_ADD);
	put_int(q, c->employer_id);
	put_int(q, p->person_id);
	put_text(q, p->code);
	put_text_or_null(q, p->name);
	put_text_or_null(q, p->registration);
	put_text_or_null(q, p->staff_id);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

static int write_post(struct commit *c, const struct roster_post *p, bool is_new, struct err *err)
{
	struct statement *q;
	int rc = is_new ? 0 : unmake_by_id(c, SQL_POST_UNMAKE, p->post_id, "A post", err);

	if (rc < 0)
		return rc;
	q = statement_of(c->store->db, SQL_POST_ADD);
	put_int(q, c->employer_id);
	put_int(q, p->post_id);
	put_int(q, p->person_id);
	put_int_unless(q, p->team_id, 0);
	put_int_unless(q, p->fte_millionths, -1);
	put_int_unless(q, p->contract_minutes, -1);
	put_int(q, p->agency);
	put_text(q, post_role_code(p->role));
	put_text_or_null(q, p->grade);
	put_int(q, p->newly_qualified_until != DAY_MIN);
	put_day(q, p->newly_qualified_until);
	put_int_unless(q, p->reported_cases, -1);
	put_day(q, p->reported_on);
	put_days(q, p->when);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

static int write_reduction(struct commit *c, const struct roster_reduction *r, bool is_new, struct err *err)
{
	struct statement *q;

	if (!is_new) {
		int rc;

		q = unmake_of(c, SQL_REDUCTION_UNMAKE);
		put_int(q, r->post_id);
		put_text(q, r->reason);
		put_day_key(q, r->when.from);
		rc = commit_unmake(c, q, "A reduction", err);
		if (rc < 0)
			return rc;
	}
	q = statement_of(c->store->db, SQL_REDUCTION_ADD);
	put_int(q, c->employer_id);
	put_int(q, r->post_id);
	put_text(q, r->reason);
	put_int_unless(q, r->minutes, -1);
	put_int(q, r->personal);
	put_days(q, r->when);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

static int write_line(struct commit *c, const struct roster_line *l, bool is_new, struct err *err)
{
	struct statement *q;
	int rc = is_new ? 0 : unmake_by_id(c, SQL_LINE_UNMAKE, l->line_id, "A line", err);

	if (rc < 0)
		return rc;
	q = statement_of(c->store->db, SQL_LINE_ADD);
	put_int(q, c->employer_id);
	put_int(q, l->line_id);
	put_text(q, line_scope_code(l->scope));
	put_text_or_null(q, l->service);
	put_int_unless(q, l->team_id, 0);
	put_int_unless(q, l->post_id, 0);
	put_text(q, line_kind_code(l->kind));
	put_int(q, l->value);
	put_text(q, line_status_code(l->status));
	put_text_or_null(q, l->agreed_by);
	put_day(q, l->agreed_on);
	put_days(q, l->when);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

static int write_skill(struct commit *c, const struct roster_skill *s, bool is_new, struct err *err)
{
	const struct skill_row row = {s->person_id, s->code, s->when};

	return commit_skill(c, is_new ? NULL : &row, &row, err);
}

int commit_roster(struct commit *c, const struct roster_joined *joined, struct err *err)
{
	const struct roster *r = &joined->roster;
	int rc = 0;

	for (size_t i = 0; i < joined->changes_count && rc == 0; i++) {
		const struct roster_change *change = &joined->changes[i];
		size_t at = change->place;

		switch (change->kind) {
		case CHANGED_TEAM:
			rc = write_team(c, &r->teams[at], change->is_new, err);
			break;
		case CHANGED_PERSON:
			rc = write_person(c, &r->persons[at], change->is_new, err);
			break;
		case CHANGED_POST:
			rc = write_post(c, &r->posts[at], change->is_new, err);
			break;
		case CHANGED_REDUCTION:
			rc = write_reduction(c, &r->reductions[at], change->is_new, err);
			break;
		case CHANGED_LINE:
			rc = write_line(c, &r->lines[at], change->is_new, err);
			break;
		case CHANGED_SKILL:
			rc = write_skill(c, &r->skills[at], change->is_new, err);
			break;
		case CHANGED_WEEK:
			rc = commit_week(c, &r->weeks[at], change->is_new, err);
			break;
		}
	}
	return rc;
}
