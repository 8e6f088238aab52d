#include "service/accounts/accounts.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "secure/id_token.h"
#include "service/accounts/accounts_inside.h"
#include "store/api_tokens.h"
#include "service/pictures/scheme_use.h"

enum { GRANTS_MOST = 20 };

int accounts_new(struct writer *writer, struct store *reader, const struct accounts_options *options, struct accounts **ret,
	struct err *err)
{
	static const struct accounts_options NONE = {0};
	struct accounts *accounts;
	int rc = secure_start(err);

	if (rc < 0)
		return rc;
	if (options == NULL)
		options = &NONE;
	accounts = mem_alloc(sizeof *accounts);
	accounts->writer = writer;
	accounts->reader = reader;
	accounts->now = options->now != NULL ? options->now : clock_now;
	accounts->gate = password_gate_new(options->cost != NULL ? options->cost : &PASSWORD_COST);
	accounts->cache = session_cache_new();
	pthread_mutex_init(&accounts->reading, NULL);
	pthread_mutex_init(&accounts->caching, NULL);
	*ret = accounts;
	return 0;
}

struct accounts *accounts_free(struct accounts *accounts)
{
	struct err ignored;

	if (accounts == NULL)
		return NULL;
	(void)!sessions_tend(accounts, &ignored);
	session_cache_free(accounts->cache);
	password_gate_free(accounts->gate);
	pthread_mutex_destroy(&accounts->reading);
	pthread_mutex_destroy(&accounts->caching);
	mem_free(accounts);
	return NULL;
}

/* Who hears that something was done must not hear tomorrow that it was not. */
static int confirm(struct accounts *accounts, struct err *err)
{
	int rc = store_confirm(writer_take(accounts->writer), err);

	writer_give_back(accounts->writer);
	return rc;
}

int accounts_find_once(struct accounts *accounts, struct arena *a, int64_t account_id, const char *key, const char **ret_outcome,
	struct err *err)
{
	const char *outcome = NULL;
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = store_once_find(accounts->reader, a, account_id, key, &outcome, err);
	pthread_mutex_unlock(&accounts->reading);
	if (rc == 0 && outcome != NULL)
		rc = confirm(accounts, err);
	if (rc == 0)
		*ret_outcome = outcome;
	return rc;
}

int accounts_once_undone(struct accounts *accounts, int64_t account_id, const char *key, bool *ret, struct err *err)
{
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = store_once_undone(accounts->reader, account_id, key, ret, err);
	pthread_mutex_unlock(&accounts->reading);
	return rc;
}

int accounts_exist(struct accounts *accounts, bool *ret, struct err *err)
{
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = store_has_accounts(accounts->reader, ret, err);
	pthread_mutex_unlock(&accounts->reading);
	return rc;
}

/* ---- changing one ---- */

/* By the form of a page nobody does this to the account they are signed in with. */
static int refuse_own(const struct account_step *step, struct err *err)
{
	if (step->change->account_id != 0 && step->change->account_id == step->row.account_id)
		return err_set(err, PL_INVALID, "This is your own account: expected another administrator to change it");
	return 0;
}

int account_step_end_sessions(struct account_step *step, struct err *err)
{
	return store_sessions_end(step->store, step->employer.id, step->row.account_id, "", err);
}

/* ---- adding ---- */

static bool has_team(const struct roster *roster, const char *code)
{
	for (size_t i = 0; i < roster->teams_count; i++)
		if (str_equal(roster->teams[i].code, code))
			return true;
	return false;
}

static bool has_person(const struct roster *roster, const char *code)
{
	for (size_t i = 0; i < roster->persons_count; i++)
		if (str_equal(roster->persons[i].code, code))
			return true;
	return false;
}

static int find_service(struct account_step *step, const char *code, struct err *err)
{
	struct service_row *services;
	size_t count = 0;
	int rc = schemes_of_store(step->store, err);

	if (rc == 0)
		rc = store_services(step->store, step->arena, step->employer.id, DAY_MIN, &services, &count, err);
	for (size_t i = 0; i < count && rc == 0; i++)
		if (str_equal(services[i].code, code))
			return 0;
	return rc < 0 ? rc : err_set(err, PL_NOT_FOUND, "%s has no service '%.60s': expected the code of one", step->employer.code, code);
}

/* What a role is for has to be there: a team, a service, or for a worker the person whose account it is. */
static int check_place(struct account_step *step, const struct roster *roster, const struct grant *g, struct err *err)
{
	if (g->scope == SCOPE_SERVICE)
		return find_service(step, g->code, err);
	if (g->scope == SCOPE_TEAM && !has_team(roster, g->code))
		return err_set(err, PL_NOT_FOUND, "%s has no team '%.60s': expected the code of one", step->employer.code, g->code);
	if (g->scope == SCOPE_OWN && step->row.person[0] == '\0')
		return err_set(err, PL_INVALID, "The role worker is for an account that belongs to a worker: expected the worker's code");
	return 0;
}

void account_step_say(struct json_writer *w, const struct grant *g)
{
	json_text(w, "role", role_code(g->role));
	json_text(w, "scope", scope_code(g->scope));
	json_text_or_null(w, "code", g->code);
}

/* That what the account belongs to and its roles are for is there. */
static int check_places(struct account_step *step, const struct grant *grants, size_t count, struct err *err)
{
	struct roster roster = {0};
	int rc = store_roster(step->store, step->arena, step->employer.id, &roster, err);

	if (rc == 0 && step->row.person[0] != '\0' && !has_person(&roster, step->row.person))
		rc = err_set(err, PL_NOT_FOUND, "%s has no worker '%.60s': expected a worker's code", step->employer.code,
			step->row.person);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = check_place(step, &roster, &grants[i], err);
	return rc;
}

static int commit_grants(struct account_step *step, const struct grant *grants, size_t count, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = commit_grant(step->commit, step->row.account_id, &grants[i], err);
	return rc;
}

int account_step_give(struct account_step *step, const struct grant *grants, size_t count, struct err *err)
{
	int rc = check_places(step, grants, count, err);

	return rc == 0 ? commit_grants(step, grants, count, err) : rc;
}

struct adding {
	const struct new_account *account;
	struct account_proof proof;
};

static int refuse_real(const struct account_step *step, const struct new_account *account, struct err *err)
{
	if (account->demo && !step->employer.demo)
		return err_set(err, PL_INVALID, "%s is a real employer: expected an invented one for an account that anybody may use",
			step->employer.code);
	return 0;
}

static int apply_add(struct account_step *step, void *context, struct err *err)
{
	struct adding *adding = context;
	const struct new_account *account = adding->account;
	int rc = refuse_real(step, account, err);

	step->row = (struct account_row){.login = account->login, .name = account->name,
		.person = account->person != NULL ? account->person : "", .disabled = ""};
	adding->proof.used_at = step->now;
	if (rc == 0)
		rc = check_places(step, account->grants, account->grants_count, err);
	if (rc == 0)
		rc = commit_account(step->commit, &step->row, err);
	if (rc == 0)
		rc = store_proof_put(step->store, step->employer.id, step->row.account_id, &adding->proof, err);
	if (rc == 0)
		rc = commit_grants(step, account->grants, account->grants_count, err);
	if (rc == 0 && account->subject != NULL) {
		const struct identity_row identity = {0, account->subject, account->issuer != NULL ? account->issuer : "",
			account->tenant != NULL ? account->tenant : ""};

		rc = account_step_link(step, &identity, err);
	}
	json_text_or_null(step->payload, "person", step->row.person);
	json_begin_array(step->payload, "roles");
	for (size_t i = 0; i < account->grants_count; i++) {
		json_begin_object(step->payload, NULL);
		account_step_say(step->payload, &account->grants[i]);
		json_end(step->payload, '}');
	}
	json_end(step->payload, ']');
	return rc;
}

static int check_subject(const char *subject, struct err *err)
{
	size_t n = strlen(subject);

	if (n == 0 || n > ID_TOKEN_SUBJECT || !str_is_clean_utf8(str_of(subject)))
		return err_set(err, PL_INVALID, "That is no subject of a sign-in service: expected 1 to %d bytes of text", ID_TOKEN_SUBJECT);
	return 0;
}

static int check_new(const struct new_account *account, struct err *err)
{
	int rc = login_check(account->login, err);
	size_t n = strlen(account->name);

	if (rc == 0 && (n == 0 || n > ACCOUNT_NAME_BYTES_MOST || !str_is_clean_utf8(str_of(account->name))))
		rc = err_set(err, PL_INVALID, "The name cannot be one: expected 1 to %d bytes of text", ACCOUNT_NAME_BYTES_MOST);
	if (rc == 0 && (account->grants_count == 0 || account->grants_count > GRANTS_MOST))
		rc = err_set(err, PL_INVALID, "An account has 1 to %d roles", GRANTS_MOST);
	if (rc == 0 && account->subject != NULL)
		rc = check_subject(account->subject, err);
	for (size_t i = 0; i < account->grants_count && rc == 0; i++)
		rc = account_grant_check(&account->grants[i], err);
	return rc;
}

/* The given password, if it may be chosen, or one that is made; and what is kept of it. */
static int take_password(struct accounts *accounts, const char *given, const char *const *own, char ret_made[PASS_PHRASE_SIZE],
	char ret_kept[PASSWORD_HASH_SIZE], struct err *err)
{
	char made[PASS_PHRASE_SIZE] = "";
	int rc = 0;

	if (given != NULL)
		rc = password_check_choice(given, own, err);
	else
		pass_phrase_make(made);
	if (rc == 0)
		rc = password_hash(accounts->gate, given != NULL ? given : made, ret_kept, err);
	if (rc == 0)
		memcpy(ret_made, made, sizeof made);
	return rc;
}

int account_keep_password(struct accounts *accounts, const char *password, char ret[PASSWORD_HASH_SIZE], struct err *err)
{
	return password_hash(accounts->gate, password, ret, err);
}

int account_add(struct accounts *accounts, const struct account_change *change, const struct new_account *account,
	char ret_made[PASS_PHRASE_SIZE], struct err *err)
{
	const char *const own[] = {account->login, account->name, account->employer, NULL};
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = account->employer,
		.login = account->login, .action = "user-add"};
	char made[PASS_PHRASE_SIZE], kept[PASSWORD_HASH_SIZE], factor[SECOND_FACTOR_SECRET_SIZE] = "";
	struct adding adding = {.account = account};
	int rc = check_new(account, err);

	made[0] = '\0';
	kept[0] = '\0';
	if (rc == 0 && account->kept == NULL && account->subject == NULL)
		rc = take_password(accounts, account->password, own, made, kept, err);
	if (account->demo)
		second_factor_make_secret(factor);
	adding.proof = (struct account_proof){.password = account->kept != NULL ? account->kept : kept,
		.must_change = !account->demo && account->subject == NULL, .factor = factor};
	if (rc == 0)
		rc = account_step_run(&step, true, apply_add, &adding, err);
	if (rc == 0)
		memcpy(ret_made, made, sizeof made);
	return rc;
}

/* ---- disabling and enabling ---- */

static int apply_disable(struct account_step *step, void *context, struct err *err)
{
	int rc = refuse_own(step, err);

	(void)context;
	if (rc == 0 && step->row.disabled[0] != '\0')
		rc = err_set(err, PL_CONFLICT, "The account %s is disabled already", step->login);
	step->row.disabled = "administrator";
	if (rc == 0)
		rc = commit_account(step->commit, &step->row, err);
	if (rc == 0)
		rc = store_api_tokens_end(step->store, step->employer.id, step->row.account_id, err);
	return rc == 0 ? account_step_end_sessions(step, err) : rc;
}

int account_disable(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = employer, .login = login,
		.action = "user-disable"};

	return account_step_run(&step, false, apply_disable, NULL, err);
}

const char *account_why_disabled(const struct employer *employer, const struct account_row *row,
	const struct account_proof *proof, int64_t now)
{
	if (row->disabled[0] != '\0')
		return row->disabled;
	return !employer->demo && account_is_unused(proof->used_at, now) ? "unused" : "";
}

int account_viewer(struct store *s, struct arena *a, const struct employer *employer, const struct account_row *row, int64_t now,
	struct viewer *ret, bool *ret_may_act, struct err *err)
{
	struct account_proof proof = {.used_at = now};
	struct grant *grants;
	size_t count;
	int rc = store_proof(s, a, employer->id, row->account_id, &proof, err);

	if (rc == 0 || rc == PL_NOT_FOUND)
		rc = store_grants(s, a, employer->id, row->account_id, &grants, &count, err);
	if (rc < 0)
		return rc;
	*ret = (struct viewer){.login = row->login, .account_id = row->account_id, .employer = employer->code, .person = row->person,
		.grants = grants, .grants_count = count};
	*ret_may_act = account_why_disabled(employer, row, &proof, now)[0] == '\0';
	return 0;
}

static int apply_enable(struct account_step *step, void *context, struct err *err)
{
	struct account_proof proof;
	int rc = refuse_own(step, err);

	(void)context;
	if (rc == 0)
		rc = store_proof(step->store, step->arena, step->employer.id, step->row.account_id, &proof, err);
	if (rc == 0 && account_why_disabled(&step->employer, &step->row, &proof, step->now)[0] == '\0')
		rc = err_set(err, PL_CONFLICT, "The account %s is enabled already", step->login);
	if (rc < 0)
		return rc;
	step->row.disabled = "";
	proof.used_at = step->now;
	rc = commit_account(step->commit, &step->row, err);
	return rc == 0 ? store_proof_put(step->store, step->employer.id, step->row.account_id, &proof, err) : rc;
}

int account_enable(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = employer, .login = login,
		.action = "user-enable"};

	return account_step_run(&step, false, apply_enable, NULL, err);
}

/* ---- a new pass phrase ---- */

struct resetting {
	const char *kept;
	bool forget_second_factor;
};

static int apply_reset(struct account_step *step, void *context, struct err *err)
{
	const struct resetting *r = context;
	struct account_proof proof;
	int rc = refuse_own(step, err);

	if (rc == 0)
		rc = store_proof(step->store, step->arena, step->employer.id, step->row.account_id, &proof, err);
	if (rc < 0)
		return rc;
	proof.password = r->kept;
	proof.must_change = true;
	json_bool(step->payload, "second_factor_forgotten", r->forget_second_factor);
	if (r->forget_second_factor) {
		proof.factor = "";
		rc = store_recovery_codes_put(step->store, step->employer.id, step->row.account_id, NULL, 0, err);
	}
	if (rc == 0)
		rc = store_proof_put(step->store, step->employer.id, step->row.account_id, &proof, err);
	if (rc == 0)
		rc = store_api_tokens_end(step->store, step->employer.id, step->row.account_id, err);
	return rc == 0 ? account_step_end_sessions(step, err) : rc;
}

int account_reset(struct accounts *accounts, const struct account_change *change, const struct account_reset *reset,
	char ret_made[PASS_PHRASE_SIZE], struct err *err)
{
	const char *const own[] = {reset->login, reset->employer, NULL};
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = reset->employer,
		.login = reset->login, .action = "user-reset"};
	char made[PASS_PHRASE_SIZE], kept[PASSWORD_HASH_SIZE];
	struct resetting resetting = {kept, reset->forget_second_factor};
	int rc = take_password(accounts, reset->password, own, made, kept, err);

	if (rc == 0)
		rc = account_step_run(&step, false, apply_reset, &resetting, err);
	if (rc == 0)
		memcpy(ret_made, made, sizeof made);
	return rc;
}

/* ---- roles given and taken ---- */

static int apply_give(struct account_step *step, void *context, struct err *err)
{
	const struct grant *grant = context;
	int rc = refuse_own(step, err);

	if (rc == 0)
		rc = account_step_give(step, grant, 1, err);
	account_step_say(step->payload, grant);
	return rc == 0 ? account_step_end_sessions(step, err) : rc;
}

int account_give_role(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const struct grant *grant, struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = employer, .login = login,
		.action = "user-role"};
	struct grant copy = *grant;
	int rc = account_grant_check(grant, err);

	return rc == 0 ? account_step_run(&step, false, apply_give, &copy, err) : rc;
}

static int apply_take(struct account_step *step, void *context, struct err *err)
{
	const struct grant *grant = context;
	int rc = refuse_own(step, err);

	if (rc == 0)
		rc = commit_revoke(step->commit, step->row.account_id, grant, err);
	account_step_say(step->payload, grant);
	return rc == 0 ? account_step_end_sessions(step, err) : rc;
}

int account_take_role(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const struct grant *grant, struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = employer, .login = login,
		.action = "user-unrole"};
	struct grant copy = *grant;
	int rc = account_grant_check(grant, err);

	return rc == 0 ? account_step_run(&step, false, apply_take, &copy, err) : rc;
}

/* ---- a sign-in service ---- */

int account_step_link(struct account_step *step, const struct identity_row *identity, struct err *err)
{
	struct identity_row row = *identity;

	row.account_id = step->row.account_id;
	json_bool(step->payload, "single_sign_on", true);
	json_text_or_null(step->payload, "issuer", row.issuer);
	return commit_identity(step->commit, &row, err);
}

static int apply_link(struct account_step *step, void *context, struct err *err)
{
	int rc = refuse_own(step, err);

	if (rc == 0)
		rc = account_step_link(step, context, err);
	return rc == 0 ? account_step_end_sessions(step, err) : rc;
}

int account_link(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const char *subject, struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = employer, .login = login,
		.action = "user-link"};
	struct identity_row identity = {0, subject, "", ""};
	int rc = check_subject(subject, err);

	return rc == 0 ? account_step_run(&step, false, apply_link, &identity, err) : rc;
}

static int apply_unlink(struct account_step *step, void *context, struct err *err)
{
	int rc = refuse_own(step, err);

	(void)context;
	if (rc == 0)
		rc = commit_identity_end(step->commit, step->row.account_id, err);
	return rc == 0 ? account_step_end_sessions(step, err) : rc;
}

int account_unlink(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err)
{
	struct account_step step = {.accounts = accounts, .change = change, .employer_code = employer, .login = login,
		.action = "user-unlink"};

	return account_step_run(&step, false, apply_unlink, NULL, err);
}
