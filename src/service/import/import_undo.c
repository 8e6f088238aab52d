#include "service/import/import_undo.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "service/allocation/reversal.h"
#include "service/pictures/scheme_use.h"

enum {
	LOOK_BACK = 10000,   /* entries that are searched for the last import */
	PAYLOAD_BYTES = 1000
};

/* The entry by which an import stands that does: its own, or, where it was taken back and brought back, the last undo of an
 * undo. */
static int64_t standing_by(const struct ledger_row *rows, size_t count, int64_t sequence)
{
	for (size_t i = count; i-- > 0;) /* oldest first: an undo comes after what it undoes */
		if (rows[i].undoes == sequence)
			sequence = rows[i].sequence;
	return sequence;
}

static int find_last_import(struct store *s, struct arena *a, const struct employer *e, int64_t *ret, struct err *err)
{
	struct ledger_row *rows;
	size_t count;
	int code = store_ledger(s, a, e->id, LOOK_BACK, &rows, &count, err);

	if (code != 0)
		return code;
	for (size_t i = 0; i < count; i++) {
		if (str_equal(rows[i].action, "import") && rows[i].undone_by == 0) {
			*ret = standing_by(rows, count, rows[i].sequence);
			return 0;
		}
	}
	return err_set(err, PL_NOT_FOUND, "%s has no import that could be undone", e->code);
}

static int undo(struct store *s, const struct employer *e, const struct import_undo_request *r, struct import_undone *u,
	struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {.actor = r->actor, .action = "undo", .object = e->code, .instant = r->instant};
	struct json_writer w = json_to(&payload);
	struct commit *c;
	int code = commit_begin(s, e->id, e->position, &c, err);

	if (code != 0)
		return code;
	if (r->may_commit != NULL)
		code = r->may_commit(r->context, s, err);
	if (code == 0)
		code = reversal_make(s, c, e, u->sequence, clock_day_of(r->instant), &u->rows, err);
	if (code == 0 && r->form != NULL)
		code = commit_once(c, r->form->account_id, r->form->once, r->form->outcome, err);
	if (code == 0) {
		json_begin_object(&w, NULL);
		json_int(&w, "undone", u->sequence);
		json_int(&w, "rows", u->rows);
		json_end(&w, '}');
		entry.payload = buf_text(&payload);
		code = commit_end(c, &entry, &u->position, err);
	} else {
		commit_abandon(c);
	}
	buf_free(&payload);
	return code;
}

int import_undo(const struct import_undo_request *r, struct import_undone *ret, struct err *err)
{
	struct import_undone undone = {.sequence = r->sequence};
	struct arena *a = arena_new();
	struct employer e;
	struct store *s = NULL;
	int code = store_open(r->database, STORE_WRITE, &s, err);

	if (code == 0) {
		store_stay(s, r->answer_ms, NULL);
		code = schemes_of_store(s, err);
	}
	if (code == 0)
		code = store_employer(s, a, r->employer, &e, err);
	if (code == 0 && r->sequence == 0)
		code = find_last_import(s, a, &e, &undone.sequence, err);
	if (code == 0)
		code = undo(s, &e, r, &undone, err);
	if (s != NULL)
		store_close(s);
	arena_free(a);
	if (code == 0)
		*ret = undone;
	return code;
}
