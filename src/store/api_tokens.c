#include "store/api_tokens.h"

#include "store/inside.h"

static void take_token(struct arena *a, struct statement *q, void *to)
{
	struct api_token_row *row = to;

	*row = (struct api_token_row){.employer_id = take_int32(q)};
	row->hash = arena_strdup(a, take_text(q));
	row->token_id = take_int(q);
	row->account_id = take_int(q);
	row->name = arena_strdup(a, take_text(q));
	row->role = arena_strdup(a, take_text(q));
	row->begun = take_int(q);
	row->seen = take_int(q);
	row->expires = take_int(q);
	row->read_only = take_int(q) != 0;
}

static struct statement *of_account(struct store *s, enum sql_id id, int32_t employer_id, int64_t account_id)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, account_id);
	return q;
}

/* Whatever the number of rows that it touches. */
static int run_any(struct statement *q, int64_t *ret_changed, struct err *err)
{
	int64_t changed = statement_run(q, err);

	*ret_changed = changed;
	return changed < 0 ? (int)changed : 0;
}

int store_api_token(struct store *s, struct arena *a, const char *hash, struct api_token_row *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_API_TOKEN_BY_HASH);
	int rc;

	put_text(q, hash);
	rc = statement_next(q, err);
	if (rc > 0)
		take_token(a, q, ret);
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no such token");
	return rc < 0 ? rc : 0;
}

int store_api_tokens(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct api_token_row **ret,
	size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_account(s, SQL_API_TOKEN_LIST, employer_id, account_id), a, take_token, ret, ret_count, err);
}

int store_api_token_add(struct store *s, struct api_token_row *row, struct err *err)
{
	int64_t last = 0, changed;
	struct statement *q;
	int rc = number_read(of_account(s, SQL_API_TOKEN_LAST_ID, row->employer_id, row->account_id), &last, err);

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_API_TOKEN_ADD);
	row->token_id = last + 1;
	put_int(q, row->employer_id);
	put_text(q, row->hash);
	put_int(q, row->token_id);
	put_int(q, row->account_id);
	put_text(q, row->name);
	put_text_or_null(q, row->role);
	put_int(q, row->begun);
	put_int(q, row->expires);
	put_int(q, row->read_only);
	return run_any(q, &changed, err);
}

int store_api_token_seen(struct store *s, const char *hash, int64_t seen, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_API_TOKEN_SEEN);
	int64_t changed;

	put_int(q, seen);
	put_text(q, hash);
	return run_any(q, &changed, err);
}

int store_api_token_end(struct store *s, int32_t employer_id, int64_t account_id, int64_t token_id, struct err *err)
{
	struct statement *q = of_account(s, SQL_API_TOKEN_END, employer_id, account_id);
	int64_t changed;
	int rc;

	put_int(q, token_id);
	rc = run_any(q, &changed, err);
	return rc == 0 && changed == 0 ? err_set(err, PL_NOT_FOUND, "There is no such token") : rc;
}

int store_api_tokens_end(struct store *s, int32_t employer_id, int64_t account_id, struct err *err)
{
	int64_t changed;

	return run_any(of_account(s, SQL_API_TOKEN_END_ALL, employer_id, account_id), &changed, err);
}

int store_api_tokens_tidy(struct store *s, int64_t expired_before, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_API_TOKEN_TIDY);
	int64_t changed;

	put_int(q, expired_before);
	return run_any(q, &changed, err);
}
