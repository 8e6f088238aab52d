#include "service/demo/demo_accounts.h"

#include <string.h>

#include "base/str.h"
#include "core/load.h"
#include "service/accounts/accounts.h"
#include "service/pictures/scheme_use.h"

/* Where the roles of the invented employer hold. */
struct demo_place {
	const char *worker, *manager, *team, *service; /* codes; of the team's manager, "" where it has none in post */
	bool alone;                          /* the only employer of the database */
};

/* Whether there is work, and room for a little more, so that what is offered can be agreed to. */
static bool has_room(const struct post_load *load)
{
	enum { LEAST_PERMILLE = 350, MOST_PERMILLE = 750 };

	return load->used_permille >= LEAST_PERMILLE && load->used_permille <= MOST_PERMILLE;
}

const struct post_row *demo_worker_post(const struct snapshot *s)
{
	const struct post_row *chosen = NULL;
	struct arena *a = arena_new();
	struct loads loads = loads_of_snapshot(a, s);
	int best = -1;

	for (size_t i = 0; i < s->posts_count; i++) {
		const struct post_row *post = &s->posts[i];
		int worth = (post->role == POST_SOCIAL_WORKER ? 4 : 0) + (post->holdings_count > 0 ? 2 : 0) + (has_room(&loads.posts[i]) ? 1 : 0);

		if (post->team >= 0 && worth > best) {
			chosen = post;
			best = worth;
		}
	}
	arena_free(a);
	return chosen;
}

static int read_place(struct arena *a, struct store *reader, const char *employer, int32_t day, struct demo_place *ret,
	struct err *err)
{
	const struct post_row *post;
	const struct snapshot *s;
	struct employer *employers;
	size_t count;
	int rc = schemes_of_store(reader, err);

	if (rc == 0)
		rc = store_employers(reader, a, &employers, &count, err);
	if (rc == 0)
		rc = store_snapshot(reader, employer, day, &s, err);
	if (rc < 0)
		return rc;
	post = demo_worker_post(s);
	if (post != NULL) {
		int32_t service = s->teams[post->team].service;

		ret->worker = arena_strdup(a, s->persons[post->person].code);
		ret->manager = arena_strdup(a, s->teams[post->team].manager_code);
		ret->team = arena_strdup(a, s->teams[post->team].code);
		ret->service = service < 0 ? "" : arena_strdup(a, s->services[service].code);
		ret->alone = count == 1;
	}
	snapshot_drop(s);
	return post != NULL ? 0 : err_set(err, PL_NOT_FOUND, "Nobody works in a team of %s: expected a worker to make an account for",
		employer);
}

/* The narrowest that the role may have, so that what it does not see can be shown; but an analyst and a head of service of the whole
 * employer, because no other may send files or publish the health check. */
static struct grant grant_for(enum role role, const struct demo_place *place)
{
	if (role == ROLE_ANALYST || role == ROLE_HEAD)
		return (struct grant){role, SCOPE_EMPLOYER, ""};
	if (role_may_hold(role, SCOPE_OWN))
		return (struct grant){role, SCOPE_OWN, ""};
	if (role_may_hold(role, SCOPE_TEAM))
		return (struct grant){role, SCOPE_TEAM, place->team};
	if (role_may_hold(role, SCOPE_SERVICE) && place->service[0] != '\0')
		return (struct grant){role, SCOPE_SERVICE, place->service};
	return (struct grant){role, SCOPE_EMPLOYER, ""};
}

/* A code in the letters that a login may have. */
static const char *login_for(struct arena *a, const char *account, const char *employer, bool alone)
{
	char *login = arena_printf(a, "demo-%s%s%s", account, alone ? "" : ".", alone ? "" : employer);

	for (char *p = login; *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
	return login;
}

static int make_all(struct arena *a, struct accounts *accounts, const char *employer, const struct demo_place *place,
	const char *actor, struct demo_accounts *ret, struct err *err)
{
	const struct account_change change = {.actor = actor};
	char kept[PASSWORD_HASH_SIZE], none[PASS_PHRASE_SIZE];
	int rc;

	pass_phrase_make(ret->pass_phrase);
	rc = account_keep_password(accounts, ret->pass_phrase, kept, err);
	for (int r = 0; r < DEMO_ACCOUNTS && rc == 0; r++) {
		enum role role = r < ROLES ? (enum role)r : ROLE_DIRECTOR;
		struct demo_account *d = &ret->accounts[r];
		struct new_account account = {.employer = employer, .grants = &d->grant, .grants_count = 1, .kept = kept,
			.demo = true};

		d->grant = grant_for(role, place);
		d->login = login_for(a, r < ROLES ? role_code(role) : "second-director", employer, place->alone);
		account.login = d->login;
		account.name = arena_printf(a, "Demo %s%s", r < ROLES ? "" : "second ", role_words(role));
		account.person = d->grant.scope == SCOPE_OWN ? place->worker : r == ROLE_MANAGER ? place->manager : NULL;
		rc = account_add(accounts, &change, &account, none, err);
	}
	return rc;
}

int demo_accounts_make(struct arena *a, const char *database, const char *employer, int32_t day, const char *actor,
	struct demo_accounts *ret, struct err *err)
{
	struct accounts *accounts = NULL;
	struct writer *writer = NULL;
	struct store *reader = NULL;
	struct demo_place place = {0};
	int rc = writer_open(database, &writer, err);

	if (rc == 0)
		rc = store_open(database, STORE_READ, &reader, err);
	if (rc == 0)
		rc = accounts_new(writer, reader, NULL, &accounts, err);
	if (rc == 0)
		rc = read_place(a, reader, employer, day, &place, err);
	if (rc == 0)
		rc = make_all(a, accounts, employer, &place, actor, ret, err);
	accounts_free(accounts);
	store_close(reader);
	writer_close(writer);
	return rc;
}
