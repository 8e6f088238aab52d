#include "store/identities.h"

#include "store/inside.h"

int store_identity_find(struct store *s, const struct identity_row *row, int32_t *ret_employer_id,
	int64_t *ret_account_id, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IDENTITY_ANYWHERE);
	int rc;

	put_text(q, row->subject);
	put_text(q, row->issuer);
	put_text(q, row->tenant);
	rc = statement_next(q, err);
	if (rc > 0) {
		*ret_employer_id = take_int32(q);
		*ret_account_id = take_int(q);
	}
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "Nobody has an account for that");
	return rc < 0 ? rc : 0;
}

int store_identity(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct identity_row *ret,
	bool *ret_found, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IDENTITY_OF_ACCOUNT);
	int rc;

	put_int(q, employer_id);
	put_int(q, account_id);
	rc = statement_next(q, err);
	if (rc > 0) {
		ret->account_id = account_id;
		ret->subject = arena_strdup(a, take_text(q));
		ret->issuer = arena_strdup(a, take_text(q));
		ret->tenant = arena_strdup(a, take_text(q));
	}
	statement_end(q);
	if (rc < 0)
		return rc;
	*ret_found = rc > 0;
	return 0;
}

static int refuse_taken(struct commit *c, const struct identity_row *row, struct err *err)
{
	int32_t employer_id;
	int64_t account_id = 0;
	int rc = store_identity_find(c->store, row, &employer_id, &account_id, err);

	if (rc == 0 && account_id != row->account_id)
		return err_set(err, PL_CONFLICT, "Another account signs in by that subject already");
	return rc == PL_NOT_FOUND ? 0 : rc;
}

/* How many there were: 0 or 1. */
static int64_t end_identity(struct commit *c, int64_t account_id, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_IDENTITY_UNMAKE);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_int(q, account_id);
	return statement_run(q, err);
}

int commit_identity(struct commit *c, const struct identity_row *row, struct err *err)
{
	struct statement *q;
	int64_t ended = refuse_taken(c, row, err);

	if (ended == 0)
		ended = end_identity(c, row->account_id, err);
	if (ended < 0)
		return commit_note(c, (int)ended);
	q = statement_of(c->store->db, SQL_IDENTITY_ADD);
	put_int(q, c->employer_id);
	put_int(q, row->account_id);
	put_text(q, row->subject);
	put_text_or_null(q, row->issuer);
	put_text_or_null(q, row->tenant);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

int commit_identity_end(struct commit *c, int64_t account_id, struct err *err)
{
	int64_t ended = end_identity(c, account_id, err);

	if (ended < 0)
		return commit_note(c, (int)ended);
	return ended == 1 ? 0 : commit_note(c, err_set(err, PL_CONFLICT,
		"The account does not sign in by a sign-in service"));
}

/* ---- who is at the service ---- */

int store_sign_in_begun_add(struct store *s, const struct sign_in_begun *row, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SIGN_IN_BEGUN_ADD);
	int64_t rc;

	put_text(q, row->state);
	put_text(q, row->browser);
	put_text(q, row->redirect);
	put_text(q, row->next);
	put_text(q, row->address);
	put_int(q, row->begun);
	rc = statement_run(q, err);
	return rc < 0 ? (int)rc : 0;
}

int store_sign_in_begun_take(struct store *s, struct arena *a, const char *state, struct sign_in_begun *ret,
	bool *ret_found, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SIGN_IN_BEGUN_TAKE);
	int rc;

	put_text(q, state);
	rc = statement_next(q, err);
	if (rc > 0) {
		*ret = (struct sign_in_begun){.state = arena_strdup(a, state), .address = ""};
		ret->browser = arena_strdup(a, take_text(q));
		ret->redirect = arena_strdup(a, take_text(q));
		ret->next = arena_strdup(a, take_text(q));
		ret->begun = take_int(q);
	}
	statement_end(q);
	if (rc < 0)
		return rc;
	*ret_found = rc > 0;
	return 0;
}

int store_sign_in_begun_tidy(struct store *s, int64_t before, const char *address, int64_t of_address, int64_t of_all,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SIGN_IN_BEGUN_TIDY);
	int64_t rc;

	put_int(q, before);
	put_text(q, address);
	put_int(q, of_address);
	rc = statement_run(q, err);
	if (rc < 0)
		return (int)rc;
	q = statement_of(s->db, SQL_SIGN_IN_BEGUN_TRIM);
	put_int(q, of_all);
	rc = statement_run(q, err);
	return rc < 0 ? (int)rc : 0;
}
