#include "store/ledger.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "store/inside.h"

static void add_text(crypto_hash_sha256_state *sum, const char *text)
{
	char head[24];
	int n = snprintf(head, sizeof head, "%zu:", strlen(text));

	crypto_hash_sha256_update(sum, (const unsigned char *)head, (unsigned long long)n);
	crypto_hash_sha256_update(sum, (const unsigned char *)text, strlen(text));
	crypto_hash_sha256_update(sum, (const unsigned char *)",", 1);
}

static void add_number(crypto_hash_sha256_state *sum, int64_t number)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%" PRId64, number);
	add_text(sum, text);
}

static void end_sum(crypto_hash_sha256_state *sum, char ret[LEDGER_HASH_SIZE])
{
	unsigned char bytes[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(sum, bytes);
	(void)sodium_bin2hex(ret, LEDGER_HASH_SIZE, bytes, sizeof bytes);
}

void ledger_salt(char ret[LEDGER_SALT_SIZE])
{
	unsigned char bytes[(LEDGER_SALT_SIZE - 1) / 2];

	randombytes_buf(bytes, sizeof bytes);
	(void)sodium_bin2hex(ret, LEDGER_SALT_SIZE, bytes, sizeof bytes);
}

void ledger_commitment(const char *salt, const char *payload, char ret[LEDGER_HASH_SIZE])
{
	crypto_hash_sha256_state sum;

	crypto_hash_sha256_init(&sum);
	add_text(&sum, salt);
	add_text(&sum, payload);
	end_sum(&sum, ret);
}

void ledger_hash(const struct ledger_entry *e, char ret[LEDGER_HASH_SIZE])
{
	crypto_hash_sha256_state sum;

	crypto_hash_sha256_init(&sum);
	add_text(&sum, e->employer);
	add_number(&sum, e->sequence);
	add_number(&sum, e->instant);
	add_text(&sum, e->actor);
	add_text(&sum, e->action);
	add_text(&sum, e->object);
	add_number(&sum, e->undoes);
	add_text(&sum, e->commitment);
	if (e->rows_digest[0] != '\0')
		add_text(&sum, e->rows_digest);
	add_text(&sum, e->previous);
	end_sum(&sum, ret);
}

struct newest {
	struct ledger_row *rows;
	size_t count;
};

/* An entry is undone if an entry that itself stands takes it back. Newest first, so every later entry is decided before. */
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

int store_ledger(struct store *s, struct arena *a, int32_t employer_id, size_t most, struct ledger_row **ret, size_t *ret_count,
	struct err *err)
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

static int add_checkpoint(struct store *s, int32_t employer_id, const struct kept_checkpoint *c, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CHECKPOINT_ADD);
	int64_t changed;

	put_int(q, employer_id);
	put_int(q, c->instant);
	put_int(q, c->entries);
	put_text(q, c->note);
	changed = statement_run(q, err);
	return changed < 0 ? (int)changed : 0;
}

int store_checkpoint_put(struct store *s, int32_t employer_id, const struct kept_checkpoint *c, struct err *err)
{
	int rc = writing_begin(s, err);

	if (rc < 0)
		return rc;
	rc = add_checkpoint(s, employer_id, c, err);
	if (rc == 0)
		rc = writing_commit(s, err);
	writing_end(s);
	return rc;
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
