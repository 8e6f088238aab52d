/* restored_accounts.h: who may sign in otherwise after a restore than before.
 *
 * A backup has the accounts of its moment: somebody disabled since may sign in again, a role that was taken is back, a
 * password that was changed because others knew it is the one they know. None of that is mended here, because only
 * people can say what ought to be; each such account is told.
 */
#pragma once

#include "base/arena.h"
#include "store/store.h"

/* How an account of the backup differs from that of the same login in the database that was there. */
enum account_difference {
	DIFFERS_REVIVED = 1 << 0,  /* it was disabled */
	DIFFERS_DISABLED = 1 << 1, /* it was not disabled */
	DIFFERS_NEW = 1 << 2,      /* it was not there */
	DIFFERS_GONE = 1 << 3,     /* it was there, and is not in the backup */
	DIFFERS_ROLES = 1 << 4,    /* roles, or whose account it is */
	DIFFERS_PASSWORD = 1 << 5,
	DIFFERS_FACTOR = 1 << 6,   /* the second factor */
	DIFFERS_IDENTITY = 1 << 7  /* what a sign-in service calls them */
};
enum { ACCOUNT_DIFFERENCES = 8 };

struct differing_account {
	const char *employer, *login;
	unsigned how; /* enum account_difference, together */
};

struct account_states {
	struct account_state *rows;
	size_t count;
};

/* Who may sign in, how and as what, of all employers. In the arena, for as long as the comparison is needed. */
int account_states_read(struct arena *a, struct store *s, struct account_states *ret, struct err *err) PL_MUST_CHECK;

/* Those that differ, by employer and login. In the arena. */
void account_states_compare(struct arena *a, const struct account_states *before, const struct account_states *after,
	struct differing_account **ret, size_t *ret_count);

/* "revived", for programs; "may sign in again, though disabled before", for people. */
const char *account_difference_code(enum account_difference difference);
const char *account_difference_words(enum account_difference difference);
