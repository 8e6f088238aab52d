/* accounts.h: who may sign in: accounts as an administrator sees them, from the command line or a page.
 *
 * An account belongs to one employer; its login is unique in the database. Its roles say what it may do, each within a scope:
 * the employer, a service, a team; a worker's is their own post, for which the account belongs to a person (at most one
 * account each). There is no account until one is made here. A new account, and one that is reset, has a pass phrase that
 * somebody else knows: it has to be changed at the first sign-in. An account that nobody has used for 90 days is disabled.
 *
 * Every change is one commit with one ledger entry of the employer (user-add, user-disable, user-enable, user-reset,
 * user-role, user-unrole, user-link, user-unlink, user-groups), without any secret; all but adding end the account's sessions. Any thread.
 */
#pragma once

#include "secure/password.h"
#include "secure/token.h"
#include "service/writer.h"
#include "store/accounts.h"

struct accounts;

struct accounts_options {
	int64_t (*now)(void);              /* seconds since 1970; NULL: the clock's */
	const struct password_cost *cost;  /* of password hashes; NULL: PASSWORD_COST */
};

/* The reader is a store of its own, opened for reading and used by nobody else; it, the writer and what the options point
 * at outlive this. For accounts_list alone the writer may be NULL. `options` may be NULL. PL_FAIL if the system gives no random numbers. */
int accounts_new(struct writer *writer, struct store *reader, const struct accounts_options *options, struct accounts **ret,
	struct err *err) PL_MUST_CHECK;
struct accounts *accounts_free(struct accounts *accounts);

/* Who asks for a change, and by which form. */
struct account_change {
	const char *actor;       /* login, for the ledger */
	int64_t account_id;      /* of who asks; 0 on the command line */
	const char *once;        /* the form's once-key; NULL without one */
	const char *outcome;     /* where its answer leads */
};

/* Where the answer led if the account has used that key already, NULL if not: to be asked before a change. PL_LOCKED if that is not known
 * just now. */
int accounts_find_once(struct accounts *accounts, struct arena *a, int64_t account_id, const char *key, const char **ret_outcome,
	struct err *err) PL_MUST_CHECK;
/* Whether what was done with the key has been taken back since. */
int accounts_once_undone(struct accounts *accounts, int64_t account_id, const char *key, bool *ret, struct err *err) PL_MUST_CHECK;

struct new_account {
	const char *employer, *login, *name;
	const char *person;      /* worker code; "" or NULL: nobody's */
	const struct grant *grants; size_t grants_count;
	const char *password;    /* NULL: one is made */
	const char *kept;        /* in place of the password: what account_keep_password made of one that many share */
	const char *subject;     /* what a sign-in service calls them: it has no password then, and signs in there; NULL: not so */
	const char *issuer, *tenant; /* that service, with `subject`; "" or NULL: whichever is set up when they first come */
	bool demo;               /* for an invented employer: anybody may use it, so that the password need not be changed, and it has a
	                          * second factor whose code its page shows */
};

/* What is kept of a password that many accounts share. */
int account_keep_password(struct accounts *accounts, const char *password, char ret[PASSWORD_HASH_SIZE], struct err *err)
	PL_MUST_CHECK;

/* Makes an account; a pass phrase that was made is left in `ret_made`, which is "" otherwise. PL_INVALID if login, name, role,
 * scope or password cannot be one; PL_NOT_FOUND without that employer, team, service or worker; PL_CONFLICT if the person
 * has an account. A login that is taken, here or by another employer, is PL_INVALID in the words of one that cannot be; and
 * is found out last, when all else is right: who only tries whether a login is free has made the account. */
int account_add(struct accounts *accounts, const struct account_change *change, const struct new_account *account,
	char ret_made[PASS_PHRASE_SIZE], struct err *err) PL_MUST_CHECK;

/* Has it sign in by a sign-in service (single_sign_on.h) under that subject; ends what it had before, and its sessions. PL_INVALID if the
 * subject cannot be one, PL_CONFLICT if another account has it; to unlink one: if it has none. A password it has stays good. */
int account_link(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const char *subject, struct err *err) PL_MUST_CHECK;
int account_unlink(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err) PL_MUST_CHECK;

/* Whether anybody has, or had, an account here: while nobody has, there is nobody to sign in. */
int accounts_exist(struct accounts *accounts, bool *ret, struct err *err) PL_MUST_CHECK;

enum account_state { ACCOUNT_ACTIVE, ACCOUNT_DISABLED, ACCOUNT_UNUSED };

/* Whether an account signs in by a sign-in service, too: once it was told which subject it is, it waits for the first time. */
enum account_link { ACCOUNT_NOT_LINKED, ACCOUNT_LINK_WAITS, ACCOUNT_LINKED };

struct account {
	struct account_row row;
	const struct grant *grants; size_t grants_count;
	enum account_state state;
	bool has_second_factor, must_change_password;
	enum account_link link;
	const char *issuer;      /* the sign-in service; "" while there is none to be named */
	int64_t signed_in_at;    /* last sign-in; 0: never */
	int64_t sessions;        /* open ones */
};

/* All accounts of an employer, by login. */
int accounts_list(struct accounts *accounts, struct arena *a, const char *employer, struct account **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;

/* PL_NOT_FOUND without such an account; PL_CONFLICT if it is so already. Nobody may disable, or change the roles of, the
 * account they ask from: PL_INVALID. */
int account_disable(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err) PL_MUST_CHECK;
int account_enable(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err) PL_MUST_CHECK;

struct account_reset {
	const char *employer, *login;
	const char *password;    /* NULL: one is made */
	bool forget_second_factor; /* the telephone and the recovery codes are lost */
};
int account_reset(struct accounts *accounts, const struct account_change *change, const struct account_reset *reset,
	char ret_made[PASS_PHRASE_SIZE], struct err *err) PL_MUST_CHECK;

/* Gives a role, or takes it. PL_CONFLICT if the account has it, or has it not. */
int account_give_role(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const struct grant *grant, struct err *err) PL_MUST_CHECK;
int account_take_role(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const struct grant *grant, struct err *err) PL_MUST_CHECK;

/* "manager", "manager:employer", "manager:team:north", "manager:service:children", "worker": as on the command line and in
 * forms. The pieces live in the arena. PL_INVALID if it is none. */
int account_grant_read(struct arena *a, const char *text, struct grant *ret, struct err *err) PL_MUST_CHECK;

/* The same for people: "team manager of the team north", "administrator of the whole employer", "worker". In the arena. */
const char *account_grant_words(struct arena *a, const struct grant *grant);
