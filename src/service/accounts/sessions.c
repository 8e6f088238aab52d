/* The session of a request, and what its owner may do with it. */
#include <string.h>

#include "base/clock.h"

#include "base/str.h"
#include "core/account_rules.h"
#include "service/accounts/accounts_inside.h"
#include "service/accounts/session_cache.h"

enum { SEEN_AT_ONCE = 500, ONCE_KEPT_SECONDS = 7 * 24 * 60 * 60, BELIEVED_MS = 10, UNASKED = -1 };

int session_is_gone(struct err *err)
{
	return err_set(err, PL_NOT_FOUND, "You are not signed in any more: sign in again");
}

static const char *const STEPS[] = {[SIGN_IN_DONE] = "", [SIGN_IN_CODE] = "code", [SIGN_IN_NEW_PASSWORD] = "password",
	[SIGN_IN_ENROL] = "enrol"};

const char *step_code(enum sign_in_step step)
{
	return STEPS[step];
}

enum sign_in_step step_parse(const char *code)
{
	for (int i = SIGN_IN_DONE; i < SIGN_IN_ENROL; i++)
		if (str_equal(STEPS[i], code))
			return (enum sign_in_step)i;
	return SIGN_IN_ENROL;
}

/* ---- reading ---- */

int signing_of_account(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct signing *ret,
	struct err *err)
{
	int rc = store_account_by_id(s, a, employer_id, account_id, &ret->row, err);

	if (rc == 0)
		rc = store_employer_by_id(s, a, employer_id, &ret->employer, err);
	if (rc == 0)
		rc = store_proof(s, a, employer_id, account_id, &ret->proof, err);
	if (rc == 0)
		rc = store_grants(s, a, employer_id, account_id, &ret->grants, &ret->grants_count, err);
	return rc;
}

static bool is_over(const struct signing *x, int64_t seen, int64_t now)
{
	const struct session_times times = {x->session.begun, seen, x->session.step[0] == '\0',
		grants_are_workers(x->grants, x->grants_count)};

	return session_is_over(&times, now);
}

/* The last request, which the store may not know of yet. */
static int64_t seen_lately(struct accounts *accounts, const struct session_row *row)
{
	const struct cached_session *place = session_cache_place(accounts->cache, row->hash);
	int64_t seen = row->seen;

	pthread_mutex_lock(&accounts->caching);
	if (session_cache_has(place, row->hash) && place->seen > seen)
		seen = place->seen;
	pthread_mutex_unlock(&accounts->caching);
	return seen;
}

int signing_read(struct accounts *accounts, struct store *s, struct arena *a, const char *token, struct signing *ret,
	struct err *err)
{
	char hash[TOKEN_HASH_SIZE];
	struct signing x = {0};
	int64_t now = accounts->now();
	int rc;

	if (!token_is_one(token))
		return session_is_gone(err);
	token_hash(token, hash);
	rc = store_session(s, a, hash, &x.session, err);
	if (rc == 0)
		rc = signing_of_account(s, a, x.session.employer_id, x.session.account_id, &x, err);
	if (rc == PL_NOT_FOUND)
		return session_is_gone(err);
	if (rc == 0 && (is_over(&x, seen_lately(accounts, &x.session), now) || account_why_disabled(&x.employer, &x.row, &x.proof, now)[0] != '\0'))
		return session_is_gone(err);
	if (rc == 0)
		*ret = x;
	return rc;
}

static struct session session_of(const struct signing *x)
{
	return (struct session){.step = step_parse(x->session.step), .name = x->row.name,
		.viewer = {.login = x->row.login, .account_id = x->row.account_id, .employer = x->employer.code,
			.person = x->row.person, .grants = x->grants, .grants_count = x->grants_count},
		.demo = x->employer.demo, .has_second_factor = x->proof.factor[0] != '\0',
		.needs_second_factor = grants_need_second_factor(x->grants, x->grants_count),
		.begun = x->session.begun};
}

/* ---- the session of a request ---- */

void sessions_doubt(struct accounts *accounts)
{
	pthread_mutex_lock(&accounts->caching);
	accounts->writes++;
	accounts->believed_until_ms = 0;
	pthread_mutex_unlock(&accounts->caching);
}

/* Asking a file whether somebody has written costs more than all else of a page, so its answer is believed for a moment:
 * what another process writes is seen that much later, what is written here at once (sessions_doubt). A server is asked at each
 * request, and about its one sign-in alone: what was done by way of another process holds for the next request here. */
static int ask_file(struct accounts *accounts, int64_t *ret, struct err *err)
{
	int64_t writes;
	int rc;

	pthread_mutex_lock(&accounts->caching);
	writes = accounts->writes;
	pthread_mutex_unlock(&accounts->caching);
	rc = store_session_stamp(accounts->reader, 0, "", ret, err);
	pthread_mutex_lock(&accounts->caching);
	if (rc == 0 && writes == accounts->writes) {
		accounts->stamp = *ret;
		accounts->believed_until_ms = clock_steady_ms() + BELIEVED_MS;
	}
	pthread_mutex_unlock(&accounts->caching);
	return rc;
}

/* UNASKED where the session is not in memory: whose it is has to be found out first. */
static int ask_server(struct accounts *accounts, const char *hash, int64_t *ret, struct err *err)
{
	const struct cached_session *place = session_cache_place(accounts->cache, hash);
	int32_t employer_id = 0;

	pthread_mutex_lock(&accounts->caching);
	if (session_cache_has(place, hash))
		employer_id = place->employer_id;
	pthread_mutex_unlock(&accounts->caching);
	*ret = UNASKED;
	return employer_id != 0 ? store_session_stamp(accounts->reader, employer_id, hash, ret, err) : 0;
}

static int ask_stamp(struct accounts *accounts, const char *hash, int64_t *ret, struct err *err)
{
	return store_asks_server(accounts->reader) ? ask_server(accounts, hash, ret, err) : ask_file(accounts, ret, err);
}

/* From memory; false if it is not there, or something was written since. Under `caching`. */
static bool find_at_stamp(struct accounts *accounts, struct arena *a, const char *hash, int64_t stamp, struct session *ret)
{
	struct cached_session *place = session_cache_place(accounts->cache, hash);
	int64_t now = accounts->now();
	bool found = false;

	if (session_cache_has(place, hash) && place->stamp == stamp) {
		const struct session_times times = {place->session.begun, place->seen, place->session.step == SIGN_IN_DONE,
			grants_are_workers(place->session.viewer.grants, place->session.viewer.grants_count)};

		found = !session_is_over(&times, now);
		if (found) {
			place->seen = now > place->seen ? now : place->seen;
			*ret = session_cache_copy(a, place);
		}
	}
	return found;
}

static bool find_in_memory(struct accounts *accounts, struct arena *a, const char *hash, int64_t stamp, struct session *ret)
{
	bool found;

	pthread_mutex_lock(&accounts->caching);
	found = find_at_stamp(accounts, a, hash, stamp, ret);
	pthread_mutex_unlock(&accounts->caching);
	return found;
}

/* The same without asking the store. */
static bool find_believed(struct accounts *accounts, struct arena *a, const char *hash, struct session *ret)
{
	bool found;

	pthread_mutex_lock(&accounts->caching);
	found = clock_steady_ms() < accounts->believed_until_ms && find_at_stamp(accounts, a, hash, accounts->stamp, ret);
	pthread_mutex_unlock(&accounts->caching);
	return found;
}

static void remember(struct accounts *accounts, const char *hash, int64_t stamp, const struct signing *x,
	const struct session *session)
{
	struct cached_session *place = session_cache_place(accounts->cache, hash);
	int64_t now = accounts->now();

	pthread_mutex_lock(&accounts->caching);
	session_cache_put(place, hash, session);
	place->stamp = stamp;
	place->employer_id = x->employer.id;
	place->kept_seen = x->session.seen;
	place->seen = now > x->session.seen ? now : x->session.seen;
	pthread_mutex_unlock(&accounts->caching);
}

static int find_session(struct accounts *accounts, struct arena *a, const char *token, const char *hash, struct session *ret,
	struct err *err)
{
	struct signing x;
	int64_t stamp;
	int rc = ask_stamp(accounts, hash, &stamp, err);

	if (rc < 0 || find_in_memory(accounts, a, hash, stamp, ret))
		return rc;
	rc = signing_read(accounts, accounts->reader, a, token, &x, err);
	if (rc == 0) {
		*ret = session_of(&x);
		remember(accounts, hash, stamp, &x, ret);
	}
	return rc;
}

int session_find(struct accounts *accounts, struct arena *a, const char *token, struct session *ret, struct err *err)
{
	char hash[TOKEN_HASH_SIZE];
	int rc = 0;

	if (!token_is_one(token))
		return session_is_gone(err);
	token_hash(token, hash);
	if (!find_believed(accounts, a, hash, ret)) {
		pthread_mutex_lock(&accounts->reading);
		rc = find_session(accounts, a, token, hash, ret, err);
		pthread_mutex_unlock(&accounts->reading);
	}
	if (rc == 0)
		token_derive(token, "csrf", ret->csrf);
	return rc;
}

/* ---- writing ---- */

int accounts_write(struct accounts *accounts, int (*write)(struct store *s, void *context, struct err *err), void *context,
	struct err *err)
{
	int rc = writer_write(accounts->writer, write, context, err);

	sessions_doubt(accounts);
	return rc;
}

static int write_end(struct store *s, void *context, struct err *err)
{
	return store_session_end(s, context, err);
}

int session_end(struct accounts *accounts, const char *token, struct err *err)
{
	char hash[TOKEN_HASH_SIZE];

	if (!token_is_one(token))
		return 0;
	token_hash(token, hash);
	return accounts_write(accounts, write_end, hash, err);
}

struct seen_list {
	struct accounts *accounts;
	struct seen_session rows[SEEN_AT_ONCE];
	size_t count;
};

static int write_seen(struct store *s, void *context, struct err *err)
{
	const struct seen_list *list = context;
	int64_t now = list->accounts->now();
	int rc = 0;

	for (size_t i = 0; i < list->count && rc == 0; i++)
		rc = store_session_seen(s, list->rows[i].hash, list->rows[i].seen, err);
	if (rc == 0)
		rc = store_sessions_tidy(s, now - SESSION_LONGEST_SECONDS, now - SESSION_IDLE_WORKER_SECONDS, err);
	if (rc == 0)
		rc = store_attempts_tidy(s, now - attempt_forget_seconds(ATTEMPTS_OF_PAIR), now - ATTEMPT_KNOWN_SECONDS, err);
	return rc == 0 ? store_once_tidy(s, now - ONCE_KEPT_SECONDS, err) : rc;
}

int sessions_tend(struct accounts *accounts, struct err *err)
{
	struct seen_list *list;
	int rc;

	if (accounts->writer == NULL)
		return 0;
	list = mem_alloc(sizeof *list);
	list->accounts = accounts;
	do {
		pthread_mutex_lock(&accounts->caching);
		list->count = session_cache_take_seen(accounts->cache, list->rows, SEEN_AT_ONCE);
		pthread_mutex_unlock(&accounts->caching);
		rc = accounts_write(accounts, write_seen, list, err);
	} while (rc == 0 && list->count == SEEN_AT_ONCE);
	mem_free(list);
	return rc;
}

/* ---- one's own sessions ---- */

/* The session of a token, for what only who is signed in may do. */
static int own_signing(struct accounts *accounts, struct store *s, struct arena *a, const char *token, struct signing *ret,
	struct err *err)
{
	int rc = signing_read(accounts, s, a, token, ret, err);

	return rc == 0 && ret->session.step[0] != '\0' ? session_is_gone(err) : rc;
}

static int list_own(struct accounts *accounts, struct arena *a, const char *token, struct own_session **ret, size_t *ret_count,
	struct err *err)
{
	struct session_row *rows = NULL;
	struct signing x;
	size_t all = 0, count = 0;
	int rc = own_signing(accounts, accounts->reader, a, token, &x, err);

	if (rc == 0)
		rc = store_sessions(accounts->reader, a, x.employer.id, x.row.account_id, &rows, &all, err);
	if (rc < 0)
		return rc;
	*ret = arena_array(a, all, sizeof **ret);
	for (size_t i = 0; i < all; i++) {
		struct signing other = x;
		int64_t seen = seen_lately(accounts, &rows[i]);

		other.session = rows[i];
		if (rows[i].step[0] == '\0' && !is_over(&other, seen, accounts->now()))
			(*ret)[count++] = (struct own_session){rows[i].hash, rows[i].begun, seen, rows[i].address, rows[i].browser,
				str_equal(rows[i].hash, x.session.hash)};
	}
	*ret_count = count;
	return 0;
}

int sessions_of(struct accounts *accounts, struct arena *a, const char *token, struct own_session **ret, size_t *ret_count,
	struct err *err)
{
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = list_own(accounts, a, token, ret, ret_count, err);
	pthread_mutex_unlock(&accounts->reading);
	return rc;
}

struct ending {
	struct accounts *accounts;
	const char *token, *key;
};

static int write_end_own(struct store *s, void *context, struct err *err)
{
	const struct ending *e = context;
	struct arena *a = arena_new();
	struct session_row other;
	struct signing x;
	int rc = own_signing(e->accounts, s, a, e->token, &x, err);

	if (rc == 0)
		rc = store_session(s, a, e->key, &other, err);
	if (rc == 0 && other.account_id != x.row.account_id)
		rc = err_set(err, PL_NOT_FOUND, "There is no such session");
	if (rc == 0)
		rc = store_session_end(s, e->key, err);
	arena_free(a);
	return rc;
}

int session_end_own(struct accounts *accounts, const char *token, const char *key, struct err *err)
{
	struct ending e = {accounts, token, key};

	return accounts_write(accounts, write_end_own, &e, err);
}

static int write_end_others(struct store *s, void *context, struct err *err)
{
	const struct ending *e = context;
	struct arena *a = arena_new();
	struct signing x;
	int rc = own_signing(e->accounts, s, a, e->token, &x, err);

	if (rc == 0)
		rc = store_sessions_end(s, x.employer.id, x.row.account_id, x.session.hash, err);
	arena_free(a);
	return rc;
}

int sessions_end_others(struct accounts *accounts, const char *token, struct err *err)
{
	struct ending e = {accounts, token, NULL};

	return accounts_write(accounts, write_end_others, &e, err);
}
