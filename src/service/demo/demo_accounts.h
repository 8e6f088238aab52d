/* demo_accounts.h: the accounts of an invented employer: one a role, and a second director, plainly marked, all with one
 * pass phrase.
 *
 * Nothing they show is real, so the pass phrase need not be changed and is told to whoever makes them; the page of their
 * second step shows its code by itself (second_factor_demo_code).
 */
#pragma once

#include "core/access.h"
#include "secure/token.h"

struct demo_account {
	const char *login;
	struct grant grant;
};

enum { DEMO_ACCOUNTS = ROLES + 1 };

struct demo_accounts {
	char pass_phrase[PASS_PHRASE_SIZE];
	struct demo_account accounts[DEMO_ACCOUNTS]; /* in the order of the roles, then the second director; texts are in the arena */
};

/* Whose account the worker's is: a social worker in a team who holds cases, or else anybody who comes near that; NULL for nobody. */
const struct post_row *demo_worker_post(const struct snapshot *s);

/* Makes them, as of a day: the worker is a social worker who holds cases, and the managers are those of their team; the manager's account is that of the
 * manager in post, whose days off count. What a director proposes the second one can
 * approve. Logins are "demo-ROLE", or "demo-ROLE.EMPLOYER" where another employer of the database has those. PL_INVALID unless the employer is an
 * invented one; PL_NOT_FOUND if nobody works there. */
int demo_accounts_make(struct arena *a, const char *database, const char *employer, int32_t day, const char *actor,
	struct demo_accounts *ret, struct err *err) PL_MUST_CHECK;
