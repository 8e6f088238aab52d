#include <stdio.h>

#include "store/inside.h"

static void take_row(struct arena *a, struct statement *q, void *to)
{
	struct audit_row *row = to;
	struct ledger_row *e = &row->entry;

	e->sequence = take_int(q);
	e->instant = take_int(q);
	e->actor = arena_strdup(a, take_text(q));
	e->action = arena_strdup(a, take_text(q));
	e->object = arena_strdup(a, take_text(q));
	row->undoes = take_int(q);
	(void)snprintf(e->hash, sizeof e->hash, "%s", take_text(q));
	e->payload = arena_strdup(a, take_text(q));
	row->erased = take_int(q) > 0;
	row->made = take_int(q);
	row->ended = take_int(q);
	row->blanked = take_int(q);
}

static int taken_back_by(struct store *s, int32_t employer_id, int64_t sequence, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_UNDONE_BY);

	put_int(q, employer_id);
	put_int(q, sequence);
	return number_read(q, ret, err);
}

int entry_undone_by(struct store *s, int32_t employer_id, int64_t sequence, int64_t *ret, struct err *err)
{
	int64_t first = 0, by, last;
	bool stands = true;
	int rc = taken_back_by(s, employer_id, sequence, &first, err);

	by = first;
	while (rc == 0 && by != 0) {
		last = by;
		stands = !stands;
		rc = taken_back_by(s, employer_id, last, &by, err);
	}
	if (rc == 0)
		*ret = stands ? 0 : first;
	return rc;
}

int store_audit(struct store *s, struct arena *a, int32_t employer_id, const struct audit_filter *f, struct audit_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_AUDIT);
	struct audit_row *rows;
	size_t count;
	int rc;

	put_int(q, employer_id);
	put_int(q, f->before);
	put_text(q, f->action);
	put_text(q, f->actor);
	put_int(q, f->from);
	put_int(q, f->until);
	put_int(q, f->most < INT32_MAX ? (int64_t)f->most : INT32_MAX);
	rc = READ_ROWS(q, a, take_row, &rows, &count, err);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = entry_undone_by(s, employer_id, rows[i].entry.sequence, &rows[i].entry.undone_by, err);
	if (rc < 0)
		return rc;
	*ret = rows;
	*ret_count = count;
	return 0;
}

static void take_action(struct arena *a, struct statement *q, void *to)
{
	const char **action = to;

	*action = arena_strdup(a, take_text(q));
}

int store_ledger_actions(struct store *s, struct arena *a, int32_t employer_id, const char ***ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_ACTIONS);

	put_int(q, employer_id);
	return READ_ROWS(q, a, take_action, ret, ret_count, err);
}
