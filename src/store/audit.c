#include <stdio.h>

#include "store/inside.h"

static struct audit_row take_row(struct arena *a, struct statement *q)
{
	struct audit_row row = {.entry = {.sequence = take_int(q)}};
	struct ledger_row *e = &row.entry;

	e->instant = take_int(q);
	e->actor = arena_strdup(a, take_text(q));
	e->action = arena_strdup(a, take_text(q));
	e->object = arena_strdup(a, take_text(q));
	row.undoes = take_int(q);
	(void)snprintf(e->hash, sizeof e->hash, "%s", take_text(q));
	e->payload = arena_strdup(a, take_text(q));
	row.erased = take_int(q) > 0;
	row.made = take_int(q);
	row.ended = take_int(q);
	row.blanked = take_int(q);
	return row;
}

static int undone_by(struct store *s, int32_t employer_id, int64_t sequence, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_UNDONE_BY);
	int rc;

	put_int(q, employer_id);
	put_int(q, sequence);
	rc = statement_next(q, err);
	*ret = rc > 0 ? take_int(q) : 0;
	statement_end(q);
	return rc < 0 ? rc : 0;
}

/* An entry is undone if an entry that itself stands takes it back: every second of those that follow one another. */
static int mark_undone(struct store *s, int32_t employer_id, struct ledger_row *e, struct err *err)
{
	int64_t first, by, last;
	bool stands = true;
	int rc = undone_by(s, employer_id, e->sequence, &first, err);

	by = first;
	while (rc == 0 && by != 0) {
		last = by;
		stands = !stands;
		rc = undone_by(s, employer_id, last, &by, err);
	}
	if (rc == 0)
		e->undone_by = stands ? 0 : first;
	return rc;
}

int store_audit(struct store *s, struct arena *a, int32_t employer_id, const struct audit_filter *f, struct audit_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_AUDIT);
	struct audit_row *rows = NULL;
	size_t count = 0, room = 0;
	int rc;

	put_int(q, employer_id);
	put_int(q, f->before);
	put_text(q, f->action);
	put_text(q, f->actor);
	put_int(q, f->from);
	put_int(q, f->until);
	put_int(q, f->most < INT32_MAX ? (int64_t)f->most : INT32_MAX);
	while ((rc = statement_next(q, err)) > 0)
		*ARENA_PUSH(a, &rows, &count, &room) = take_row(a, q);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = mark_undone(s, employer_id, &rows[i].entry, err);
	if (rc < 0)
		return rc;
	*ret = rows;
	*ret_count = count;
	return 0;
}

int store_ledger_actions(struct store *s, struct arena *a, int32_t employer_id, const char ***ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_ACTIONS);
	const char **actions = NULL;
	size_t count = 0, room = 0;
	int rc;

	put_int(q, employer_id);
	while ((rc = statement_next(q, err)) > 0)
		*ARENA_PUSH(a, &actions, &count, &room) = arena_strdup(a, take_text(q));
	if (rc < 0)
		return rc;
	*ret = actions;
	*ret_count = count;
	return 0;
}
