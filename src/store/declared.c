#include "store/declared.h"

#include "base/str.h"
#include "core/list_words.h"
#include "store/inside.h"

static void take_declaration(struct arena *a, struct statement *q, void *to)
{
	struct declaration *d = to;

	(void)declared_parse(take_text(q), &d->what);
	d->figure = take_int32(q);
	d->goal = take_int32_or(q, 0);
	d->starts = take_day(q, DAY_MIN);
	d->due = take_day(q, DAY_MAX);
	d->pounds = take_int32_or(q, -1);
	d->status = (enum line_status)line_status_from(take_text(q));
	d->agreed_by = arena_strdup(a, take_text(q));
	d->when = take_days(q);
	d->instant = take_int(q);
	d->by = arena_strdup(a, take_text(q));
	if ((int)d->status < 0)
		d->status = LINE_ADVISORY;
}

int store_declared(struct store *s, struct arena *a, int32_t employer_id, struct declaration **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_DECLARED_LIST);

	put_int(q, employer_id);
	return READ_ROWS(q, a, take_declaration, ret, ret_count, err);
}

/* What holds on that day ends on it; the number of rows that had to, or a negative code. */
static int64_t cut(struct commit *c, enum declared what, int32_t day, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_DECLARED_CUT);
	int64_t ended, kept;

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_text(q, declared_code(what));
	put_day(q, day);
	ended = statement_run(q, err);
	if (ended < 0)
		return ended;
	q = statement_of(c->store->db, SQL_DECLARED_KEEP);
	put_day(q, day);
	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_text(q, declared_code(what));
	kept = statement_run(q, err);
	return kept < 0 ? kept : ended;
}

static int add(struct commit *c, const struct declaration *d, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_DECLARED_ADD);
	bool is_target = d->what == DECLARED_TARGET, is_due = is_target || d->what == DECLARED_PLAN;

	put_int(q, c->employer_id);
	put_text(q, declared_code(d->what));
	put_int(q, d->figure);
	put_int_unless(q, is_target ? d->goal : 0, 0);
	put_day(q, is_target ? d->starts : DAY_MIN);
	put_day(q, is_due ? d->due : DAY_MAX);
	put_int_unless(q, is_target ? d->pounds : -1, -1);
	put_text_or_null(q, is_target ? line_status_code(d->status) : "");
	put_text_or_null(q, is_target ? d->agreed_by : "");
	put_days(q, d->when);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

int commit_declared(struct commit *c, const struct declaration *d, struct err *err)
{
	int64_t ended = cut(c, d->what, d->when.from, err);

	return commit_note(c, ended < 0 ? (int)ended : add(c, d, err));
}

int commit_declared_end(struct commit *c, enum declared what, int32_t day, struct err *err)
{
	int64_t ended = cut(c, what, day, err);

	if (ended == 0)
		return commit_note(c, err_set(err, PL_CONFLICT, "Nothing of the kind is declared on that day."));
	return commit_note(c, ended < 0 ? (int)ended : 0);
}
