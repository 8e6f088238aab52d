#include "store/accounts.h"

#include <string.h>

#include "base/str.h"
#include "core/account_rules.h"
#include "store/inside.h"

/* A statement that changes rows; how many, or a negative code. The transaction is somebody else's. */
static int64_t run(struct store *s, struct statement *q, struct err *err)
{
	if (!database_in_transaction(s->db))
		return err_set(err, PL_FAIL, "%s: nothing is open for writing", s->name);
	return statement_run(q, err);
}

static int run_any(struct store *s, struct statement *q, struct err *err)
{
	int64_t changed = run(s, q, err);

	return changed < 0 ? (int)changed : 0;
}

/* ---- accounts ---- */

static void take_account(struct arena *a, struct statement *q, void *to)
{
	struct account_row *row = to;

	*row = (struct account_row){.account_id = take_int(q)};
	row->login = arena_strdup(a, take_text(q));
	row->name = arena_strdup(a, take_text(q));
	row->person = arena_strdup(a, take_text(q));
	row->disabled = arena_strdup(a, take_text(q));
}

static int refuse_taken_login(struct commit *c, const struct account_row *row, struct err *err)
{
	int32_t employer_id;
	int64_t id = 0;
	int rc = store_account_by_login(c->store, row->login, &employer_id, &id, err);

	if (rc == 0 && id != row->account_id)
		return login_refuse(row->login, err);
	return rc == PL_NOT_FOUND ? 0 : rc;
}

static int refuse_taken_person(struct commit *c, const struct account_row *row, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_ACCOUNT_OF_PERSON);
	int rc;

	if (row->person[0] == '\0')
		return 0;
	put_int(q, c->employer_id);
	put_text(q, row->person);
	rc = statement_next(q, err);
	if (rc > 0) {
		const char *login = take_text(q);

		rc = str_equal(login, row->login) ? 0 : err_set(err, PL_CONFLICT, "The worker %s has an account already: %s",
			row->person, login);
	}
	statement_end(q);
	return rc;
}

static int unmake_account(struct commit *c, const struct account_row *row, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_ACCOUNT_UNMAKE);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_int(q, row->account_id);
	return commit_unmake(c, q, row->login, err);
}

static int add_account(struct commit *c, const struct account_row *row, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_ACCOUNT_ADD);
	int rc;

	put_int(q, c->employer_id);
	put_int(q, row->account_id);
	put_text(q, row->login);
	put_text(q, row->name);
	put_text_or_null(q, row->person);
	put_text_or_null(q, row->disabled);
	put_int(q, c->made);
	rc = commit_add(c, q, err);
	/* Another employer's, on a server, was made in the same moment. */
	return rc == PL_EXISTS ? login_refuse(row->login, err) : rc;
}

int commit_account(struct commit *c, struct account_row *row, struct err *err)
{
	int rc = refuse_taken_person(c, row, err);

	if (rc == 0)
		rc = refuse_taken_login(c, row, err);
	if (rc == 0 && row->account_id != 0)
		rc = unmake_account(c, row, err);
	if (rc == 0 && row->account_id == 0)
		rc = database_number(c->store->db, SQL_ACCOUNT_NEXT_ID, &row->account_id, err);
	if (rc == 0)
		rc = add_account(c, row, err);
	return commit_note(c, rc);
}

static bool same_grant(const struct grant *a, const struct grant *b)
{
	return a->role == b->role && a->scope == b->scope && str_equal(a->code, b->code);
}

int commit_grant(struct commit *c, int64_t account_id, const struct grant *grant, struct err *err)
{
	struct statement *q;
	struct arena *a = arena_new();
	struct grant *known;
	size_t count = 0;
	int rc = store_grants(c->store, a, c->employer_id, account_id, &known, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		if (same_grant(&known[i], grant))
			rc = err_set(err, PL_CONFLICT, "The account has that role already");
	arena_free(a);
	if (rc < 0)
		return commit_note(c, rc);
	q = statement_of(c->store->db, SQL_GRANT_ADD);
	put_int(q, c->employer_id);
	put_int(q, account_id);
	put_text(q, role_code(grant->role));
	put_text(q, scope_code(grant->scope));
	put_text_or_null(q, grant->code);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

int commit_revoke(struct commit *c, int64_t account_id, const struct grant *grant, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_GRANT_UNMAKE);
	int64_t changed;

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_int(q, account_id);
	put_text(q, role_code(grant->role));
	put_text(q, scope_code(grant->scope));
	put_text(q, grant->code);
	changed = statement_run(q, err);
	if (changed < 0)
		return commit_note(c, (int)changed);
	return changed == 1 ? 0 : commit_note(c, err_set(err, PL_CONFLICT, "The account does not have that role"));
}

/* The one account that a statement answers. */
static int read_account(struct arena *a, struct statement *q, struct account_row *ret, struct err *err)
{
	int rc = statement_next(q, err);

	if (rc > 0)
		take_account(a, q, ret);
	statement_end(q);
	return rc;
}

int store_account(struct store *s, struct arena *a, int32_t employer_id, const char *login, struct account_row *ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ACCOUNT_BY_LOGIN);
	int rc;

	put_int(q, employer_id);
	put_text(q, login);
	rc = read_account(a, q, ret, err);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no account %s", login);
	return rc < 0 ? rc : 0;
}

int store_account_by_id(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct account_row *ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ACCOUNT_BY_ID);
	int rc;

	put_int(q, employer_id);
	put_int(q, account_id);
	rc = read_account(a, q, ret, err);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no account %lld", (long long)account_id);
	return rc < 0 ? rc : 0;
}

int store_account_by_login(struct store *s, const char *login, int32_t *ret_employer_id, int64_t *ret_account_id,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ACCOUNT_ANYWHERE);
	int rc;

	put_text(q, login);
	rc = statement_next(q, err);
	if (rc > 0) {
		*ret_employer_id = take_int32(q);
		*ret_account_id = take_int(q);
	}
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no account %s", login);
	return rc < 0 ? rc : 0;
}

int store_has_accounts(struct store *s, bool *ret, struct err *err)
{
	int64_t last = 0;
	int rc = database_number(s->db, SQL_ACCOUNT_LAST_ID, &last, err);

	if (rc == 0)
		*ret = last > 0;
	return rc;
}

int store_accounts(struct store *s, struct arena *a, int32_t employer_id, struct account_row **ret, size_t *ret_count,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ACCOUNT_LIST);

	put_int(q, employer_id);
	return READ_ROWS(q, a, take_account, ret, ret_count, err);
}

int store_grants(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct grant **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_GRANT_LIST);
	struct grant *rows = NULL;
	size_t count = 0, room = 0;
	int rc;

	put_int(q, employer_id);
	put_int(q, account_id);
	while ((rc = statement_next(q, err)) > 0) {
		struct grant *row = ARENA_PUSH(a, &rows, &count, &room);

		if (!role_parse(take_text(q), &row->role) || !scope_parse(take_text(q), &row->scope))
			return err_set(err, PL_FAIL, "%s: an account has a role that is none", s->name);
		row->code = arena_strdup(a, take_text(q));
	}
	if (rc < 0)
		return rc;
	*ret = rows;
	*ret_count = count;
	return 0;
}

/* ---- proofs ---- */

int store_proof(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct account_proof *ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PROOF_OF_ACCOUNT);
	int rc;

	put_int(q, employer_id);
	put_int(q, account_id);
	rc = statement_next(q, err);
	if (rc > 0) {
		ret->password = arena_strdup(a, take_text(q));
		ret->must_change = take_int(q) != 0;
		ret->factor = arena_strdup(a, take_text(q));
		ret->factor_step = take_int(q);
		ret->used_at = take_int(q);
		ret->signed_in_at = take_int(q);
	}
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no account %lld", (long long)account_id);
	return rc < 0 ? rc : 0;
}

int store_proof_put(struct store *s, int32_t employer_id, int64_t account_id, const struct account_proof *proof,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PROOF_PUT);

	put_int(q, employer_id);
	put_int(q, account_id);
	put_text_or_null(q, proof->password);
	put_int(q, proof->must_change);
	put_text_or_null(q, proof->factor);
	put_int(q, proof->factor_step);
	put_int(q, proof->used_at);
	put_int_unless(q, proof->signed_in_at, 0);
	return run_any(s, q, err);
}

static struct statement *of_account(struct store *s, enum sql_id id, int32_t employer_id, int64_t account_id)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, account_id);
	return q;
}

int store_recovery_codes_put(struct store *s, int32_t employer_id, int64_t account_id, const char *const *hashes, size_t count,
	struct err *err)
{
	int rc = run_any(s, of_account(s, SQL_RECOVERY_CODES_CLEAR, employer_id, account_id), err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct statement *q = of_account(s, SQL_RECOVERY_CODE_ADD, employer_id, account_id);

		put_text(q, hashes[i]);
		rc = run_any(s, q, err);
	}
	return rc;
}

int store_recovery_code_take(struct store *s, int32_t employer_id, int64_t account_id, const char *hash, bool *ret_found,
	struct err *err)
{
	struct statement *q = of_account(s, SQL_RECOVERY_CODE_TAKE, employer_id, account_id);
	int64_t changed;

	put_text(q, hash);
	changed = run(s, q, err);
	if (changed < 0)
		return (int)changed;
	*ret_found = changed > 0;
	return 0;
}

int store_recovery_codes_left(struct store *s, int32_t employer_id, int64_t account_id, int64_t *ret, struct err *err)
{
	struct statement *q = of_account(s, SQL_RECOVERY_CODES_COUNT, employer_id, account_id);
	int rc = statement_next(q, err);

	if (rc > 0)
		*ret = take_int(q);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

/* ---- sessions ---- */

static void take_session(struct arena *a, struct statement *q, void *to)
{
	struct session_row *row = to;

	*row = (struct session_row){.hash = arena_strdup(a, take_text(q))};
	row->employer_id = take_int32(q);
	row->account_id = take_int(q);
	row->step = arena_strdup(a, take_text(q));
	row->begun = take_int(q);
	row->seen = take_int(q);
	row->tries = take_int(q);
	row->address = arena_strdup(a, take_text(q));
	row->browser = arena_strdup(a, take_text(q));
	row->factor = arena_strdup(a, take_text(q));
}

int store_session(struct store *s, struct arena *a, const char *hash, struct session_row *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SESSION_BY_HASH);
	int rc;

	put_text(q, hash);
	rc = statement_next(q, err);
	if (rc > 0)
		take_session(a, q, ret);
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no such session");
	return rc < 0 ? rc : 0;
}

int store_session_stamp(struct store *s, int32_t employer_id, const char *hash, int64_t *ret, struct err *err)
{
	struct statement *q;

	if (!s->of_server)
		return store_version(s, ret, err);
	q = statement_of(s->db, SQL_SESSION_STAMP);
	put_int(q, employer_id);
	put_text(q, hash);
	return number_read(q, ret, err);
}

int store_sessions(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct session_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = of_account(s, SQL_SESSION_LIST, employer_id, account_id);

	return READ_ROWS(q, a, take_session, ret, ret_count, err);
}

int store_session_put(struct store *s, const struct session_row *row, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SESSION_PUT);

	put_int(q, row->employer_id);
	put_text(q, row->hash);
	put_int(q, row->account_id);
	put_text_or_null(q, row->step);
	put_int(q, row->begun);
	put_int(q, row->seen);
	put_int(q, row->tries);
	put_text(q, row->address);
	put_text(q, row->browser);
	put_text_or_null(q, row->factor);
	return run_any(s, q, err);
}

int store_session_seen(struct store *s, const char *hash, int64_t seen, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SESSION_SEEN);

	put_int(q, seen);
	put_text(q, hash);
	return run_any(s, q, err);
}

int store_session_end(struct store *s, const char *hash, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SESSION_END);

	put_text(q, hash);
	return run_any(s, q, err);
}

int store_sessions_end(struct store *s, int32_t employer_id, int64_t account_id, const char *but, struct err *err)
{
	struct statement *q = of_account(s, SQL_SESSION_END_ALL, employer_id, account_id);

	put_text(q, but);
	return run_any(s, q, err);
}

int store_sessions_count(struct store *s, int64_t seen_since, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SESSION_COUNT);
	int rc;

	put_int(q, seen_since);
	rc = statement_next(q, err);
	if (rc > 0)
		*ret = take_int(q);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

int store_sessions_tidy(struct store *s, int64_t begun_before, int64_t seen_before, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SESSION_TIDY);

	put_int(q, begun_before);
	put_int(q, seen_before);
	return run_any(s, q, err);
}

/* ---- attempts ---- */

int store_attempt(struct store *s, const char *key, struct attempt_row *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ATTEMPT_OF_KEY);
	struct attempt_row row = {0};
	int rc;

	put_text(q, key);
	rc = statement_next(q, err);
	if (rc > 0) {
		row.failures = take_int(q);
		row.failed_at = take_int(q);
		row.succeeded_at = take_int(q);
	}
	statement_end(q);
	if (rc < 0)
		return rc;
	*ret = row;
	return 0;
}

int store_attempt_put(struct store *s, const char *key, const struct attempt_row *row, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ATTEMPT_PUT);

	put_text(q, key);
	put_int(q, row->failures);
	put_int(q, row->failed_at);
	put_int(q, row->succeeded_at);
	return run_any(s, q, err);
}

int store_attempts_tidy(struct store *s, int64_t failed_before, int64_t succeeded_before, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ATTEMPT_TIDY);

	put_int(q, failed_before);
	put_int(q, succeeded_before);
	return run_any(s, q, err);
}

/* ---- once-keys ---- */

static int check_once(const char *key, const char *outcome, struct err *err)
{
	if (key[0] == '\0' || strlen(key) > ONCE_KEY_BYTES || strlen(outcome) > ONCE_OUTCOME_BYTES)
		return err_set(err, PL_LIMIT, "The key of a form is too long: expected 1 to %d bytes", ONCE_KEY_BYTES);
	return 0;
}

int commit_once(struct commit *c, int64_t account_id, const char *key, const char *outcome, struct err *err)
{
	struct statement *q;
	int rc = check_once(key, outcome, err);

	if (rc < 0)
		return commit_note(c, rc);
	q = of_account(c->store, SQL_ONCE_ADD, c->employer_id, account_id);
	put_text(q, key);
	put_text(q, outcome);
	put_int(q, c->made);
	rc = commit_add(c, q, err);
	return rc == PL_EXISTS ? err_set(err, PL_CONFLICT, "This form has been sent already") : rc;
}

int store_once_find(struct store *s, struct arena *a, int64_t account_id, const char *key, const char **ret_outcome,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ONCE_FIND);
	const char *outcome = NULL;
	int rc;

	put_int(q, account_id);
	put_text(q, key);
	rc = statement_next(q, err);
	if (rc > 0)
		outcome = arena_strdup(a, take_text(q));
	statement_end(q);
	if (rc < 0)
		return rc;
	*ret_outcome = outcome;
	return 0;
}

int store_once_undone(struct store *s, int64_t account_id, const char *key, bool *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ONCE_MADE);
	int64_t made = 0, by = 0;
	int32_t employer_id = 0;
	int rc;

	put_int(q, account_id);
	put_text(q, key);
	rc = statement_next(q, err);
	if (rc > 0) {
		employer_id = (int32_t)take_int(q);
		made = take_int(q);
	}
	statement_end(q);
	if (rc > 0)
		rc = entry_undone_by(s, employer_id, made, &by, err);
	if (rc < 0)
		return rc;
	*ret = by != 0;
	return 0;
}

int store_once_tidy(struct store *s, int64_t before, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_ONCE_TIDY);

	put_int(q, before);
	return run_any(s, q, err);
}
