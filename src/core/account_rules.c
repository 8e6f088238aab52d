#include "core/account_rules.h"

#include <string.h>

#include "base/str.h"

/* What the program signs entries of the ledger with when it acts by itself. */
static bool is_kept_back(const char *login)
{
	return str_equal(login, "plimsoll") || str_equal(login, "single-sign-on");
}

int login_check(const char *login, struct err *err)
{
	static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char ALL[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_@+'";
	size_t n = strlen(login);

	if (n >= LOGIN_BYTES_LEAST && n <= LOGIN_BYTES_MOST && strchr(LETTERS, login[0]) != NULL && strspn(login, ALL) == n
		&& !is_kept_back(login))
		return 0;
	return login_refuse(login, err);
}

int login_refuse(const char *login, struct err *err)
{
	return err_set(err, PL_INVALID, "'%.64s' cannot be used as a login: expected another, of %d to %d small letters, digits and "
		". - _ @ + ', that is neither taken nor kept back", login, LOGIN_BYTES_LEAST, LOGIN_BYTES_MOST);
}

struct attempt_rule {
	int64_t free;          /* failures without a wait */
	int32_t forget_seconds;
};

/* A person who forgot which password it was tries a few; an office behind one address mistypes all morning. */
static const struct attempt_rule ATTEMPT_RULES[ATTEMPT_COUNTS] = {
	[ATTEMPTS_OF_DEVICE] = {5, 24 * 60 * 60},
	[ATTEMPTS_OF_PAIR] = {5, 24 * 60 * 60},
	[ATTEMPTS_OF_LOGIN] = {50, 60 * 60},
	[ATTEMPTS_OF_ADDRESS] = {100, 60 * 60},
};

bool attempt_is_known(int64_t succeeded_at, int64_t now)
{
	return succeeded_at > 0 && now - succeeded_at < ATTEMPT_KNOWN_SECONDS;
}

bool attempt_is_counted(enum attempt_count count, bool device_known)
{
	return (count == ATTEMPTS_OF_DEVICE) == device_known;
}

bool attempt_may_wait(enum attempt_count count, bool device_known, bool address_known)
{
	return attempt_is_counted(count, device_known) && (count == ATTEMPTS_OF_DEVICE || count == ATTEMPTS_OF_PAIR || !address_known);
}

int32_t attempt_wait_seconds(enum attempt_count count, int64_t failures)
{
	int64_t beyond = failures - ATTEMPT_RULES[count].free;
	int32_t wait = 15;

	if (beyond < 0)
		return 0;
	for (; beyond > 0 && wait < ATTEMPT_WAIT_MOST_SECONDS; beyond--)
		wait *= 2;
	return wait < ATTEMPT_WAIT_MOST_SECONDS ? wait : ATTEMPT_WAIT_MOST_SECONDS;
}

int32_t attempt_forget_seconds(enum attempt_count count)
{
	return ATTEMPT_RULES[count].forget_seconds;
}

bool session_is_over(const struct session_times *t, int64_t now)
{
	int64_t idle = t->only_worker ? SESSION_IDLE_WORKER_SECONDS : SESSION_IDLE_SECONDS;

	if (now < t->begun)
		return true;
	if (!t->finished)
		return now - t->begun >= SESSION_UNFINISHED_SECONDS;
	return now - t->begun >= SESSION_LONGEST_SECONDS || now - t->seen >= idle;
}

bool account_is_unused(int64_t used, int64_t now)
{
	return now - used >= ACCOUNT_UNUSED_SECONDS;
}

enum sign_in_step sign_in_next(const struct sign_in_needs *needs, enum sign_in_step after)
{
	if (after < SIGN_IN_CODE && needs->has_factor)
		return SIGN_IN_CODE;
	if (after < SIGN_IN_NEW_PASSWORD && needs->must_change_password)
		return SIGN_IN_NEW_PASSWORD;
	return !needs->has_factor && needs->must_have_factor ? SIGN_IN_ENROL : SIGN_IN_DONE;
}
