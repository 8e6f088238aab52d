#include "service/accounts/tokens.h"

#include <string.h>

#include "base/str.h"
#include "core/remark.h"
#include "service/accounts/accounts_inside.h"
#include "store/api_tokens.h"

enum { DAY_SECONDS = 24 * 60 * 60, SEEN_EVERY_SECONDS = 60 * 60 };

/* ---- making and revoking ---- */

struct making {
	const struct new_api_token *wanted;
	char hash[TOKEN_HASH_SIZE];
};

static bool has_role(const struct grant *grants, size_t count, const char *role)
{
	for (size_t i = 0; i < count; i++)
		if (role[0] == '\0' || str_equal(role_code(grants[i].role), role))
			return true;
	return false;
}

static int check_wanted(const struct new_api_token *w, struct err *err)
{
	size_t n = strlen(w->name);

	if (n == 0 || strspn(w->name, " ") == n || n > API_TOKEN_NAME_BYTES || !str_is_clean_utf8(str_of(w->name)))
		return err_set(err, PL_INVALID, "Say what the token is for, in at most %d letters", API_TOKEN_NAME_BYTES);
	if (w->days < 1 || w->days > API_TOKEN_DAYS_MOST)
		return err_set(err, PL_INVALID, "A token holds for 1 to %d days", API_TOKEN_DAYS_MOST);
	return remark_check(w->name, err);
}

static int check_room(struct account_step *step, const struct new_api_token *w, struct err *err)
{
	struct api_token_row *rows;
	struct grant *grants;
	size_t count = 0, grants_count = 0;
	int rc = store_api_tokens(step->store, step->arena, step->employer.id, step->row.account_id, &rows, &count, err);

	if (rc == 0)
		rc = store_grants(step->store, step->arena, step->employer.id, step->row.account_id, &grants, &grants_count, err);
	if (rc == 0 && count >= API_TOKENS_MOST)
		rc = err_set(err, PL_LIMIT, "The account %s has %d tokens: revoke one first", step->login, API_TOKENS_MOST);
	if (rc == 0 && !has_role(grants, grants_count, w->role))
		rc = err_set(err, PL_INVALID, "The account %s does not have this role", step->login);
	return rc;
}

static int apply_make(struct account_step *step, void *context, struct err *err)
{
	struct making *m = context;
	struct api_token_row row = {.employer_id = step->employer.id, .hash = m->hash, .account_id = step->row.account_id,
		.name = m->wanted->name, .role = m->wanted->role, .read_only = m->wanted->read_only, .begun = step->now,
		.expires = step->now + (int64_t)m->wanted->days * DAY_SECONDS};
	int rc = store_api_tokens_tidy(step->store, step->now, err);

	if (rc == 0)
		rc = check_room(step, m->wanted, err);
	if (rc == 0)
		rc = store_api_token_add(step->store, &row, err);
	json_int(step->payload, "token", row.token_id);
	json_text_or_null(step->payload, "role", m->wanted->role);
	json_bool(step->payload, "read_only", m->wanted->read_only);
	json_int(step->payload, "expires", row.expires);
	return rc;
}

int api_token_make(struct accounts *accounts, const struct account_change *change, const struct new_api_token *wanted,
	char ret[API_TOKEN_SIZE], struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = wanted->employer, .login = wanted->login,
		.action = "token-make"};
	struct making m = {.wanted = wanted};
	char made[API_TOKEN_SIZE] = API_TOKEN_START;
	int rc = check_wanted(wanted, err);

	token_make(made + strlen(API_TOKEN_START));
	token_hash(made, m.hash);
	if (rc == 0)
		rc = account_step_run(&step, false, apply_make, &m, err);
	if (rc == 0)
		memcpy(ret, made, sizeof made);
	secret_wipe(made, sizeof made);
	return rc;
}

static int apply_revoke(struct account_step *step, void *context, struct err *err)
{
	const int64_t *token_id = context;

	json_int(step->payload, "token", *token_id);
	return store_api_token_end(step->store, step->employer.id, step->row.account_id, *token_id, err);
}

int api_token_revoke(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	int64_t token_id, struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = employer, .login = login,
		.action = "token-revoke"};

	return account_step_run(&step, false, apply_revoke, &token_id, err);
}

/* ---- what there is ---- */

static int read_tokens(struct accounts *accounts, struct arena *a, const char *employer, const char *login,
	struct api_token_row **ret, size_t *ret_count, struct err *err)
{
	struct account_row row;
	struct employer e;
	int rc = store_employer(accounts->reader, a, employer, &e, err);

	if (rc == 0)
		rc = store_account(accounts->reader, a, e.id, login, &row, err);
	return rc == 0 ? store_api_tokens(accounts->reader, a, e.id, row.account_id, ret, ret_count, err) : rc;
}

int api_tokens_of(struct accounts *accounts, struct arena *a, const char *employer, const char *login, struct own_api_token **ret,
	size_t *ret_count, struct err *err)
{
	struct api_token_row *rows = NULL;
	size_t count = 0;
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = read_tokens(accounts, a, employer, login, &rows, &count, err);
	pthread_mutex_unlock(&accounts->reading);
	if (rc < 0)
		return rc;
	*ret = arena_array(a, count + 1, sizeof **ret);
	for (size_t i = 0; i < count; i++)
		(*ret)[i] = (struct own_api_token){rows[i].token_id, rows[i].name, rows[i].role, rows[i].read_only, rows[i].begun,
			rows[i].seen, rows[i].expires};
	*ret_count = count;
	return 0;
}

/* ---- asking with one ---- */

static int is_gone(struct err *err)
{
	return err_set(err, PL_NOT_FOUND, "The token is none, or holds no longer.");
}

static size_t keep_role(struct grant *grants, size_t count, const char *role)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (role[0] == '\0' || str_equal(role_code(grants[i].role), role))
			grants[kept++] = grants[i];
	return kept;
}

static int read_asker(struct accounts *accounts, struct arena *a, const char *hash, struct api_token_row *token, struct session *ret,
	struct err *err)
{
	struct signing x;
	int rc = store_api_token(accounts->reader, a, hash, token, err);

	if (rc == 0 && token->expires <= accounts->now())
		rc = is_gone(err);
	if (rc == 0)
		rc = signing_of_account(accounts->reader, a, token->employer_id, token->account_id, &x, err);
	if (rc == 0 && account_why_disabled(&x.employer, &x.row, &x.proof, accounts->now())[0] != '\0')
		rc = is_gone(err);
	if (rc < 0)
		return rc;
	*ret = (struct session){.step = SIGN_IN_DONE, .name = x.row.name, .demo = x.employer.demo, .begun = token->begun,
		.read_only = token->read_only,
		.viewer = {.login = x.row.login, .account_id = x.row.account_id, .employer = x.employer.code, .person = x.row.person,
			.grants = x.grants, .grants_count = keep_role(x.grants, x.grants_count, token->role),
			.only_role = token->role[0] != '\0' ? token->role : NULL}};
	return 0;
}

struct seen_token {
	const char *hash;
	int64_t at;
};

static int write_seen(struct store *s, void *context, struct err *err)
{
	const struct seen_token *seen = context;

	return store_api_token_seen(s, seen->hash, seen->at, err);
}

int api_token_find(struct accounts *accounts, struct arena *a, const char *token, struct session *ret, struct err *err)
{
	struct seen_token seen = {.at = accounts->now()};
	struct api_token_row row = {.seen = 0};
	char hash[TOKEN_HASH_SIZE];
	struct err ignored;
	int rc;

	if (strncmp(token, API_TOKEN_START, strlen(API_TOKEN_START)) != 0 || !token_is_one(token + strlen(API_TOKEN_START)))
		return is_gone(err);
	token_hash(token, hash);
	seen.hash = hash;
	pthread_mutex_lock(&accounts->reading);
	rc = read_asker(accounts, a, hash, &row, ret, err);
	pthread_mutex_unlock(&accounts->reading);
	/* Of no use to anybody by the minute, and a write. */
	if (rc == 0 && seen.at - row.seen >= SEEN_EVERY_SECONDS)
		(void)!writer_write(accounts->writer, write_seen, &seen, &ignored);
	return rc;
}
