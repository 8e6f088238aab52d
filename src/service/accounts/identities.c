/* Whose account a token is. Reads first, so that a sign-in that changes nothing commits nothing. */
#include <string.h>

#include "base/str.h"
#include "service/accounts/single_sign_on_inside.h"

enum { GRANTS_MOST = 20, LOGIN_DIGITS = 16 };

#define ACTOR "single-sign-on"

struct settling {
	struct accounts *accounts;
	const struct single_sign_on_options *options;
	struct arena *arena;
	const struct id_token *token;
	int32_t employer_id;
	int64_t account_id;
	struct signing x;            /* the account as it is */
	const struct grant *grants;  /* that the groups give */
	size_t grants_count;
};

static struct identity_row identity_of(const struct settling *t)
{
	return (struct identity_row){0, t->token->subject, t->options->issuer, t->token->tenant};
}

/* ---- finding ---- */

/* By the identity; else the account that waits for that subject, and *ret_waits says so. */
static int find(struct settling *t, bool *ret_waits, struct err *err)
{
	struct store *s = t->accounts->reader;
	struct identity_row linked = identity_of(t), waiting = {0, t->token->subject, "", ""};
	int rc;

	pthread_mutex_lock(&t->accounts->reading);
	rc = store_identity_find(s, &linked, &t->employer_id, &t->account_id, err);
	*ret_waits = rc == PL_NOT_FOUND;
	if (rc == PL_NOT_FOUND)
		rc = store_identity_find(s, &waiting, &t->employer_id, &t->account_id, err);
	if (rc == 0)
		rc = signing_of_account(s, t->arena, t->employer_id, t->account_id, &t->x, err);
	pthread_mutex_unlock(&t->accounts->reading);
	return rc;
}

/* ---- groups ---- */

static bool has_group(const struct id_token *token, const char *group)
{
	for (size_t i = 0; i < token->groups_count; i++)
		if (str_equal(token->groups[i], group))
			return true;
	return false;
}

static bool same(const struct grant *a, const struct grant *b)
{
	return a->role == b->role && a->scope == b->scope && str_equal(a->code, b->code);
}

static bool contains(const struct grant *grants, size_t count, const struct grant *one)
{
	for (size_t i = 0; i < count; i++)
		if (same(&grants[i], one))
			return true;
	return false;
}

static int refuse_groupless(const struct settling *t, bool had_worker, struct err *err)
{
	if (had_worker)
		return err_set(err, PL_DENIED,
			"Your group is for workers, and the sign-in service does not say which worker you are");
	if (t->token->groups_left_out)
		return err_set(err, PL_DENIED,
			"You are in more groups than the sign-in service tells: an administrator of it has to limit them");
	return err_set(err, PL_DENIED,
		"None of your groups opens Plimsoll: an administrator of the sign-in service can change that");
}

/* The roles that the groups give; a worker's only to whom a worker's code is known of. */
static int map_groups(struct settling *t, const char *person, struct err *err)
{
	struct grant *grants = arena_array(t->arena, GRANTS_MOST, sizeof *grants);
	bool had_worker = false;
	size_t count = 0;

	for (size_t i = 0; i < t->options->rules_count; i++) {
		const struct group_rule *rule = &t->options->rules[i];

		if (!has_group(t->token, rule->group) || contains(grants, count, &rule->grant))
			continue;
		if (rule->grant.scope == SCOPE_OWN && person[0] == '\0') {
			had_worker = true;
			continue;
		}
		if (count == GRANTS_MOST)
			return err_set(err, PL_DENIED, "Your groups give more than %d roles", GRANTS_MOST);
		grants[count++] = rule->grant;
	}
	if (count == 0)
		return refuse_groupless(t, had_worker, err);
	t->grants = grants;
	t->grants_count = count;
	return 0;
}

/* ---- an account that is there ---- */

static struct account_step step_of(const struct settling *t, const struct account_change *by, const char *action)
{
	return (struct account_step){.accounts = t->accounts, .change = by, .employer_code = t->x.employer.code,
		.login = t->x.row.login, .action = action};
}

static int apply_link(struct account_step *step, void *context, struct err *err)
{
	const struct settling *t = context;
	struct identity_row identity = identity_of(t);

	return account_step_link(step, &identity, err);
}

static int link_account(struct settling *t, struct err *err)
{
	const struct account_change by = {.actor = ACTOR};
	struct account_step step = step_of(t, &by, "user-link");

	return account_step_run(&step, false, apply_link, t, err);
}

static void say_grants(struct json_writer *w, const char *key, const struct grant *grants, size_t count)
{
	json_begin_array(w, key);
	for (size_t i = 0; i < count; i++) {
		json_begin_object(w, NULL);
		account_step_say(w, &grants[i]);
		json_end(w, '}');
	}
	json_end(w, ']');
}

/* Those of `a` that are not among `b`. */
static size_t without(struct arena *a, const struct grant *from, size_t count, const struct grant *b, size_t b_count,
	struct grant **ret)
{
	size_t left = 0;

	*ret = arena_array(a, count, sizeof **ret);
	for (size_t i = 0; i < count; i++)
		if (!contains(b, b_count, &from[i]))
			(*ret)[left++] = from[i];
	return left;
}

/* Against the roles as they are now, which may have changed since they were read. */
static int apply_groups(struct account_step *step, void *context, struct err *err)
{
	const struct settling *t = context;
	struct grant *known = NULL, *given, *taken;
	size_t known_count = 0, given_count, taken_count;
	int rc = store_grants(step->store, step->arena, step->employer.id, step->row.account_id, &known, &known_count, err);

	if (rc < 0)
		return rc;
	given_count = without(step->arena, t->grants, t->grants_count, known, known_count, &given);
	taken_count = without(step->arena, known, known_count, t->grants, t->grants_count, &taken);
	rc = account_step_give(step, given, given_count, err);
	for (size_t i = 0; i < taken_count && rc == 0; i++)
		rc = commit_revoke(step->commit, step->row.account_id, &taken[i], err);
	say_grants(step->payload, "given", given, given_count);
	say_grants(step->payload, "taken", taken, taken_count);
	return rc == 0 ? account_step_end_sessions(step, err) : rc;
}

static int write_end_of_sessions(struct store *s, void *context, struct err *err)
{
	const struct settling *t = context;

	return store_sessions_end(s, t->employer_id, t->account_id, "", err);
}

/* Refused with the reason in `why`: what is open of the account from before ends as well. */
static int end_sessions(struct settling *t, const struct err *why, struct err *err)
{
	int rc = accounts_write(t->accounts, write_end_of_sessions, t, err);

	return rc == 0 ? err_set(err, why->code, "%s", why->text) : rc;
}

/* Lets the roles follow the groups. */
static int follow_groups(struct settling *t, struct err *err)
{
	const struct account_change by = {.actor = ACTOR};
	struct account_step step = step_of(t, &by, "user-groups");
	struct grant *changed;
	struct err why = {0};
	int rc;

	if (t->options->rules_count == 0)
		return 0;
	rc = map_groups(t, t->x.row.person, &why);
	if (rc < 0)
		return end_sessions(t, &why, err);
	if (without(t->arena, t->grants, t->grants_count, t->x.grants, t->x.grants_count, &changed) == 0
		&& t->grants_count == t->x.grants_count)
		return 0;
	return account_step_run(&step, false, apply_groups, t, err);
}

/* ---- an account that is not there ---- */

/* What the service calls them, if it can be a login; else one that is made of the subject. */
static const char *login_of(const struct settling *t)
{
	char *login = arena_strdup(t->arena, t->token->login), hash[TOKEN_HASH_SIZE];
	struct err ignored;

	for (char *p = login; *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
	if (login_check(login, &ignored) == 0)
		return login;
	token_hash(t->token->subject, hash);
	return arena_printf(t->arena, "sso-%.*s", LOGIN_DIGITS, hash);
}

/* Whose the new accounts are. */
static int find_employer(const struct settling *t, const char **ret, struct err *err)
{
	struct employer *employers;
	size_t count = 0;
	int rc = 0;

	*ret = t->options->employer;
	if (*ret != NULL)
		return 0;
	pthread_mutex_lock(&t->accounts->reading);
	rc = store_employers(t->accounts->reader, t->arena, &employers, &count, err);
	pthread_mutex_unlock(&t->accounts->reading);
	if (rc == 0 && count != 1)
		rc = err_set(err, PL_FAIL,
			"single sign-on cannot make an account: expected the setting database.employer, because there are %zu",
			count);
	if (rc == 0)
		*ret = employers[0].code;
	return rc;
}

static int make_account(struct settling *t, struct err *err)
{
	const struct account_change by = {.actor = ACTOR};
	const struct id_token *token = t->token;
	struct new_account account = {.login = login_of(t), .person = token->worker, .subject = token->subject,
		.issuer = t->options->issuer, .tenant = token->tenant};
	char none[PASS_PHRASE_SIZE];
	bool waits;
	int rc = map_groups(t, token->worker, err);

	account.name = account.login;
	if (token->name[0] != '\0' && strlen(token->name) <= ACCOUNT_NAME_BYTES_MOST)
		account.name = token->name;
	account.grants = t->grants;
	account.grants_count = t->grants_count;
	if (rc == 0)
		rc = find_employer(t, &account.employer, err);
	if (rc == 0)
		rc = account_add(t->accounts, &by, &account, none, err);
	if (rc == PL_CONFLICT || rc == PL_NOT_FOUND || rc == PL_INVALID)
		return err_set(err, PL_DENIED, "No account can be made for you: %s", arena_strdup(t->arena, err->text));
	return rc == 0 ? find(t, &waits, err) : rc;
}

int identity_settle(struct accounts *accounts, const struct single_sign_on_options *options, struct arena *a,
	const struct id_token *token, int32_t *ret_employer_id, int64_t *ret_account_id, struct err *err)
{
	struct settling t = {.accounts = accounts, .options = options, .arena = a, .token = token};
	bool waits;
	int rc = find(&t, &waits, err);

	if (rc == PL_NOT_FOUND)
		rc = options->rules_count > 0 ? make_account(&t, err)
			: err_set(err, PL_DENIED,
				"You have no account here: an administrator can make one that belongs to your sign-in");
	else if (rc == 0 && t.x.row.disabled[0] == '\0') {
		rc = follow_groups(&t, err);
		if (rc == 0 && waits)
			rc = link_account(&t, err);
	}
	/* Such as a group whose team is gone: no matter of whether anything was begun. */
	if (rc == PL_CONFLICT || rc == PL_NOT_FOUND || rc == PL_INVALID)
		rc = PL_DENIED;
	if (rc == 0) {
		*ret_employer_id = t.employer_id;
		*ret_account_id = t.account_id;
	}
	return rc;
}
