/* What is begun and what comes back of it; whose account it is, is found in identities.c. */
#include "service/accounts/single_sign_on.h"

#include <string.h>

#include "base/str.h"
#include "service/accounts/single_sign_on_inside.h"

enum { REDIRECT_BYTES = 300, NEXT_BYTES = 501, OF_ADDRESS_MOST = SINGLE_SIGN_ONS_BEGUN / 4, CODE_BYTES = 4096,
	URL_BYTES = 8192, PURPOSE_BYTES = 100 };

struct single_sign_on {
	struct accounts *accounts;
	const struct single_sign_on_options *options;
	pthread_mutex_t lock;                /* of what follows */
	int asking;
};

struct single_sign_on *single_sign_on_new(struct accounts *accounts, const struct single_sign_on_options *options)
{
	struct single_sign_on *sso = mem_alloc(sizeof *sso);

	*sso = (struct single_sign_on){.accounts = accounts, .options = options};
	pthread_mutex_init(&sso->lock, NULL);
	return sso;
}

struct single_sign_on *single_sign_on_free(struct single_sign_on *sso)
{
	if (sso != NULL)
		pthread_mutex_destroy(&sso->lock);
	mem_free(sso);
	return NULL;
}

const char *single_sign_on_name(const struct single_sign_on *sso)
{
	return sso->options->name;
}

/* ---- asking the service ---- */

/* Whoever asks waits for the service: a few may, so that the others' pages go on. */
static int enter(struct single_sign_on *sso, struct err *err)
{
	bool room;

	pthread_mutex_lock(&sso->lock);
	room = sso->asking < SINGLE_SIGN_ON_AT_ONCE;
	sso->asking += room ? 1 : 0;
	pthread_mutex_unlock(&sso->lock);
	return room ? 0 : err_set(err, PL_LOCKED,
		"Too many people are signing in at this moment: try again in a few seconds");
}

static void leave(struct single_sign_on *sso)
{
	pthread_mutex_lock(&sso->lock);
	sso->asking--;
	pthread_mutex_unlock(&sso->lock);
}

/* ---- what is begun ---- */

/* What is told to the service at the beginning, and to be told at the end. */
struct secrets {
	char nonce[TOKEN_SIZE], verifier[TOKEN_SIZE];
};

static void derive(const char *browser, const char *purpose, const char *state, char ret[TOKEN_SIZE])
{
	struct buf what = BUF_INIT(PURPOSE_BYTES);

	buf_putf(&what, "single sign-on %s %s", purpose, state);
	token_derive(browser, buf_text(&what), ret);
	buf_free(&what);
}

/* The service and whoever sees the browser's addresses know the state; only the browser has the other half. */
static void secrets_of(const char *browser, const char *state, struct secrets *ret)
{
	derive(browser, "nonce", state, ret->nonce);
	derive(browser, "verifier", state, ret->verifier);
}

/* Clocks of machines differ a little. */
static bool is_waiting(int64_t begun, int64_t now)
{
	return begun < now + SESSION_UNFINISHED_SECONDS && now < begun + SESSION_UNFINISHED_SECONDS;
}

/* Nobody can fill the room of others from one address. */
static int write_begun(struct store *s, void *context, struct err *err)
{
	const struct sign_in_begun *row = context;
	int rc = store_sign_in_begun_tidy(s, row->begun - SESSION_UNFINISHED_SECONDS, row->address, OF_ADDRESS_MOST - 1,
		SINGLE_SIGN_ONS_BEGUN - 1, err);

	return rc == 0 ? store_sign_in_begun_add(s, row, err) : rc;
}

static int keep(struct single_sign_on *sso, const struct visitor *visitor, const struct sign_in_start *start,
	const char *state, struct err *err)
{
	char state_hash[TOKEN_HASH_SIZE], browser[TOKEN_HASH_SIZE];
	struct sign_in_begun row = {state_hash, browser, start->redirect, start->next, visitor->address,
		sso->accounts->now()};

	if (strlen(start->redirect) >= REDIRECT_BYTES || strlen(start->next) >= NEXT_BYTES)
		return err_set(err, PL_LIMIT, "The address to come back to is too long");
	token_hash(state, state_hash);
	token_hash(start->browser, browser);
	return writer_write(sso->accounts->writer, write_begun, &row, err);
}

struct taking {
	struct arena *arena;
	const char *state;     /* its hash */
	struct sign_in_begun row;
	bool found;
};

static int write_taken(struct store *s, void *context, struct err *err)
{
	struct taking *t = context;

	return store_sign_in_begun_take(s, t->arena, t->state, &t->row, &t->found, err);
}

/* Takes it out, so that it is there once: also for a browser that it does not belong to. */
static int take(struct single_sign_on *sso, struct arena *a, const struct sign_in_answer *answer,
	struct sign_in_begun *ret, struct err *err)
{
	char state[TOKEN_HASH_SIZE], browser[TOKEN_HASH_SIZE];
	struct taking t = {.arena = a, .state = state};
	int rc = 0;

	if (answer->state != NULL && token_is_one(answer->state)) {
		token_hash(answer->state, state);
		rc = writer_write(sso->accounts->writer, write_taken, &t, err);
	}
	if (rc < 0)
		return rc;
	token_hash(answer->browser != NULL ? answer->browser : "", browser);
	if (!t.found || answer->browser == NULL || !str_equal(t.row.browser, browser) ||
		!is_waiting(t.row.begun, sso->accounts->now()))
		return err_set(err, PL_NOT_FOUND,
			"This sign-in was begun in another browser, too long ago, or has been used: begin again");
	*ret = t.row;
	return 0;
}

/* ---- beginning ---- */

static void put(struct buf *out, const char *name, const char *value)
{
	buf_putf(out, "%s=", name);
	buf_put_encoded(out, value);
	buf_putc(out, '&');
}

static const char *address_of(const struct single_sign_on *sso, struct arena *a, const char *endpoint,
	const char *state, const struct sign_in_start *start)
{
	const struct single_sign_on_options *o = sso->options;
	struct buf out = BUF_INIT(URL_BYTES);
	struct secrets secrets;
	char challenge[TOKEN_SIZE];
	const char *text;

	secrets_of(start->browser, state, &secrets);
	token_challenge(secrets.verifier, challenge);
	buf_putf(&out, "%s%c", endpoint, strchr(endpoint, '?') != NULL ? '&' : '?');
	put(&out, "response_type", "code");
	put(&out, "client_id", o->client_id);
	put(&out, "redirect_uri", start->redirect);
	put(&out, "state", state);
	put(&out, "nonce", secrets.nonce);
	put(&out, "code_challenge", challenge);
	put(&out, "code_challenge_method", "S256");
	if (o->strong_acr != NULL)
		put(&out, "acr_values", o->strong_acr);
	buf_puts(&out, "scope=openid%20profile");
	text = arena_strdup(a, buf_text(&out));
	buf_free(&out);
	return text;
}

int single_sign_on_begin(struct single_sign_on *sso, struct arena *a, const struct visitor *visitor,
	const struct sign_in_start *start, const char **ret_address, struct err *err)
{
	const struct sign_in_provider *provider = &sso->options->provider;
	const char *endpoint;
	char state[TOKEN_SIZE];
	int rc = enter(sso, err);

	if (rc < 0)
		return rc;
	rc = provider->begin(provider->context, a, &endpoint, err);
	leave(sso);
	token_make(state);
	if (rc == 0)
		rc = keep(sso, visitor, start, state, err);
	if (rc == 0)
		*ret_address = address_of(sso, a, endpoint, state, start);
	return rc;
}

/* ---- finishing ---- */

/* What came back, before anybody is asked about it. */
static int check_answer(const struct single_sign_on *sso, const struct sign_in_answer *answer, struct err *err)
{
	/* One service's answer passed off as another's (RFC 9207). */
	if (answer->issuer != NULL && !str_equal(answer->issuer, sso->options->issuer))
		return err_set(err, PL_DENIED, "This answer is from another sign-in service");
	if (answer->error != NULL)
		return err_set(err, PL_DENIED, str_equal(answer->error, "access_denied")
			? "The sign-in service did not let you in"
			: "The sign-in service could not sign you in");
	if (answer->code == NULL || answer->code[0] == '\0' || strlen(answer->code) > CODE_BYTES)
		return err_set(err, PL_INVALID, "The sign-in service sent no code");
	return 0;
}

static int check_token(struct single_sign_on *sso, struct arena *a, const struct sign_in_answer *answer,
	const char *redirect, struct id_token *ret, struct err *err)
{
	const struct single_sign_on_options *o = sso->options;
	struct secrets secrets;
	const struct id_token_expected expected = {.issuer = o->issuer, .client_id = o->client_id, .nonce = secrets.nonce,
		.tenant = o->tenant, .groups_claim = o->groups_claim, .worker_claim = o->worker_claim,
		.strong_acr = o->strong_acr, .now = sso->accounts->now()};
	const char *token, *keys;
	int rc;

	secrets_of(answer->browser, answer->state, &secrets);
	rc = o->provider.exchange(o->provider.context, a, answer->code, secrets.verifier, redirect, &token, &keys, err);
	if (rc == 0) {
		rc = id_token_check(a, token, keys, &expected, ret, err);
		rc = rc < 0 ? PL_DENIED : 0; /* whatever is wrong with it, it is no matter of who came */
	}
	return rc;
}

struct entering {
	struct single_sign_on *sso;
	struct arena *arena;
	const struct visitor *visitor;
	int32_t employer_id;
	int64_t account_id;
	bool second_factor;
	struct signing x;
	const char *disabled;  /* why; then nothing is written */
	struct signed_in *ret;
};

/* A password that was not chosen yet is no matter here. */
static enum sign_in_step next_step(const struct entering *e)
{
	const struct sign_in_needs needs = {.has_factor = e->x.proof.factor[0] != '\0',
		.must_have_factor = grants_need_second_factor(e->x.grants, e->x.grants_count)};

	return e->second_factor ? SIGN_IN_DONE : sign_in_next(&needs, SIGN_IN_DONE);
}

static int write_entered(struct store *s, void *context, struct err *err)
{
	struct entering *e = context;
	struct accounts *accounts = e->sso->accounts;
	int rc = signing_of_account(s, e->arena, e->employer_id, e->account_id, &e->x, err);

	if (rc < 0)
		return rc;
	e->disabled = account_why_disabled(&e->x.employer, &e->x.row, &e->x.proof, accounts->now());
	if (e->disabled[0] != '\0')
		return 0;
	return signing_go_on(accounts, s, e->arena, e->visitor, &e->x, next_step(e), e->ret, err);
}

static int go_in(struct single_sign_on *sso, struct arena *a, const struct visitor *visitor,
	const struct id_token *token,
	struct signed_in *ret, struct err *err)
{
	struct entering e = {.sso = sso, .arena = a, .visitor = visitor, .second_factor = token->second_factor, .ret = ret};
	int rc = identity_settle(sso->accounts, sso->options, a, token, &e.employer_id, &e.account_id, err);

	if (rc == 0)
		rc = accounts_write(sso->accounts, write_entered, &e, err);
	if (rc == 0 && e.disabled[0] != '\0') {
		rc = signing_refuse_disabled(sso->accounts, &e.x.employer, &e.x.row, e.disabled, err);
		rc = rc == PL_INVALID ? PL_DENIED : rc;
	}
	return rc;
}

int single_sign_on_finish(struct single_sign_on *sso, struct arena *a, const struct visitor *visitor,
	const struct sign_in_answer *answer, struct signed_in *ret, const char **ret_next, struct err *err)
{
	struct id_token token;
	struct sign_in_begun begun = {0};
	int rc = enter(sso, err);

	if (rc < 0)
		return rc;
	rc = take(sso, a, answer, &begun, err);
	if (rc == 0)
		rc = check_answer(sso, answer, err);
	if (rc == 0)
		rc = check_token(sso, a, answer, begun.redirect, &token, err);
	leave(sso);
	if (rc == 0)
		rc = go_in(sso, a, visitor, &token, ret, err);
	if (rc == 0)
		*ret_next = begun.next;
	return rc;
}
