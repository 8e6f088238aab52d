#include "store/ledger.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "secure/values.h"
#include "store/inside.h"

/* Longer than its length in decimal with ':' and ','. */
enum { BESIDE_A_VALUE = 32 };

void ledger_commitment(const char *salt, const char *payload, char ret[LEDGER_HASH_SIZE])
{
	struct buf text = BUF_INIT(strlen(salt) + strlen(payload) + 2 * BESIDE_A_VALUE);

	values_add_text(&text, salt);
	values_add_text(&text, payload);
	digest_of(text.data, text.len, ret);
	buf_free(&text);
}

void ledger_hash(const struct ledger_entry *e, char ret[LEDGER_HASH_SIZE])
{
	const char *const texts[] = {e->employer, e->actor, e->action, e->object, e->commitment, e->rows_digest, e->previous};
	struct buf text = BUF_INIT(10 * 2 * BESIDE_A_VALUE);

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		text.cap += strlen(texts[i]);
	values_add_text(&text, e->employer);
	values_add_number(&text, STR(""), e->sequence);
	values_add_number(&text, STR(""), e->instant);
	values_add_text(&text, e->actor);
	values_add_text(&text, e->action);
	values_add_text(&text, e->object);
	values_add_number(&text, STR(""), e->undoes);
	values_add_text(&text, e->commitment);
	if (e->rows_digest[0] != '\0')
		values_add_text(&text, e->rows_digest);
	values_add_text(&text, e->previous);
	digest_of(text.data, text.len, ret);
	buf_free(&text);
}

struct newest {
	struct ledger_row *rows;
	size_t count;
};

/* An entry is undone if an entry that itself stands takes it back. Newest first, so every later entry is decided
 * before. */
static void mark_undone(struct newest *n)
{
	for (size_t i = 0; i < n->count; i++)
		for (size_t j = i + 1; j < n->count && n->rows[i].undoes > 0 && n->rows[i].undone_by == 0; j++)
			if (n->rows[j].sequence == n->rows[i].undoes)
				n->rows[j].undone_by = n->rows[i].sequence;
}

static void take_entry(struct arena *a, struct statement *q, void *to)
{
	struct ledger_row *row = to;

	row->sequence = take_int(q);
	row->instant = take_int(q);
	row->actor = arena_strdup(a, take_text(q));
	row->action = arena_strdup(a, take_text(q));
	row->object = arena_strdup(a, take_text(q));
	row->undoes = take_int(q);
	(void)snprintf(row->hash, sizeof row->hash, "%s", take_text(q));
	row->payload = arena_strdup(a, take_text(q));
}

int store_ledger(struct store *s, struct arena *a, int32_t employer_id, size_t most, struct ledger_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_NEWEST);
	struct newest n;
	int rc;

	put_int(q, employer_id);
	put_int(q, most < INT32_MAX ? (int64_t)most : INT32_MAX);
	rc = READ_ROWS(q, a, take_entry, &n.rows, &n.count, err);
	if (rc < 0)
		return rc;
	mark_undone(&n);
	*ret = n.rows;
	*ret_count = n.count;
	return 0;
}

int store_ledger_hash(struct store *s, int32_t employer_id, int64_t sequence, char ret[65], struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_HASH);
	int rc;

	put_int(q, employer_id);
	put_int(q, sequence);
	rc = statement_next(q, err);
	if (rc >= 0)
		(void)snprintf(ret, LEDGER_HASH_SIZE, "%s", rc > 0 ? take_text(q) : "");
	statement_end(q);
	return rc < 0 ? rc : 0;
}

/* ---- checkpoints ---- */

int store_checkpoint_put(struct store *s, int32_t employer_id, const struct kept_checkpoint *c, struct err *err)
{
	int rc = writing_begin(s, employer_id, err);
	struct statement *q;
	int64_t changed;

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_CHECKPOINT_ADD);
	put_int(q, employer_id);
	put_int(q, c->instant);
	put_int(q, c->entries);
	put_text(q, c->note);
	changed = writing_run(s, q, err);
	return changed < 0 ? (int)changed : 0;
}

static void take_checkpoint(struct arena *a, struct statement *q, void *to)
{
	struct kept_checkpoint *row = to;

	row->instant = take_int(q);
	row->entries = take_int(q);
	row->note = arena_strdup(a, take_text(q));
}

int store_checkpoints(struct store *s, struct arena *a, int32_t employer_id, size_t most, struct kept_checkpoint **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CHECKPOINTS_NEWEST);

	put_int(q, employer_id);
	put_int(q, most < INT32_MAX ? (int64_t)most : INT32_MAX);
	return READ_ROWS(q, a, take_checkpoint, ret, ret_count, err);
}

int store_checkpoint_covering(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence,
	struct kept_checkpoint *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CHECKPOINT_COVERING);
	struct kept_checkpoint *rows;
	size_t count;
	int rc;

	put_int(q, employer_id);
	put_int(q, sequence);
	rc = READ_ROWS(q, a, take_checkpoint, &rows, &count, err);
	if (rc == 0)
		*ret = count > 0 ? rows[0] : (struct kept_checkpoint){.note = ""};
	return rc;
}

static void take_link(struct arena *a, struct statement *q, void *to)
{
	struct chain_link *l = to;

	l->sequence = take_int(q);
	l->instant = take_int(q);
	l->actor = arena_strdup(a, take_text(q));
	l->action = arena_strdup(a, take_text(q));
	l->object = arena_strdup(a, take_text(q));
	l->undoes = take_int(q);
	l->commitment = arena_strdup(a, take_text(q));
	l->rows_digest = arena_strdup(a, take_text(q));
	l->previous = arena_strdup(a, take_text(q));
	l->hash = arena_strdup(a, take_text(q));
}

int store_ledger_chain(struct store *s, struct arena *a, int32_t employer_id, int64_t first, int64_t last,
	struct chain_link **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_CHAIN);

	put_int(q, employer_id);
	put_int(q, first);
	put_int(q, last);
	return READ_ROWS(q, a, take_link, ret, ret_count, err);
}

int store_ledger_since(struct store *s, int32_t employer_id, int64_t instant, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_FIRST_SINCE);

	put_int(q, employer_id);
	put_int(q, instant);
	return number_read(q, ret, err);
}
