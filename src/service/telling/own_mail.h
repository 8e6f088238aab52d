/* own_mail.h: how the owner of an account wants to be told outside the pages: an address for mail and how often, and a calendar under
 * a secret address.
 *
 * An address counts once its owner has typed the code that was mailed there; whoever sets it, and an administrator too, only proposes
 * it. Each change is a commit with its entry (user-mail, user-calendar), which does not tell the address. What is mailed and when is
 * in service/telling/mailing.h.
 *
 * `login` is whose account it is; `change` says who asks. PL_NOT_FOUND without such an account. Any thread. */
#pragma once

#include "service/accounts/accounts.h"
#include "service/accounts/sign_in.h"
#include "store/mail.h"

enum { MAIL_CODE_SIZE = 10 /* "abcd-efgh" */, MAIL_CODE_TRIES = 5, MAIL_CODE_SECONDS = 24 * 60 * 60, MAIL_AGAIN_SECONDS = 60 };

struct own_mail {
	bool has_address;
	struct mail_row row;        /* with one */
	bool may_end;               /* nobody relies on it: neither an address nor mail is asked of them */
	bool has_calendar;
	struct calendar_row calendar;
};

int own_mail_read(struct accounts *accounts, struct arena *a, const char *employer, const char *login, struct own_mail *ret,
	struct err *err) PL_MUST_CHECK;

/* Sets the address and how often. Another address than before has to be confirmed, and until then nothing is told. PL_INVALID for
 * what is no address, and where somebody who answers for others would not be told; PL_LIMIT for another address within a minute. */
int own_mail_set(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const char *address, enum mail_wish wish, struct err *err) PL_MUST_CHECK;
/* PL_INVALID if it is not the code, PL_LIMIT if there were too many tries: then another has to be asked for. */
int own_mail_confirm(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	const char *code, struct err *err) PL_MUST_CHECK;
/* Has another code mailed. PL_LIMIT within a minute of the last, PL_CONFLICT if there is nothing to confirm. */
int own_mail_again(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err) PL_MUST_CHECK;
/* The address goes, with what was told there. PL_INVALID where somebody who answers for others would not be told, unless an
 * administrator asks. */
int own_mail_end(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err) PL_MUST_CHECK;

/* A new secret address for the calendar: the one before leads nowhere from now on. It is told once. */
int own_calendar_make(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	char ret_secret[TOKEN_SIZE], struct err *err) PL_MUST_CHECK;
int own_calendar_end(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
	struct err *err) PL_MUST_CHECK;
/* Whose calendar a secret is, as if it were their session, without a secret for forms; that it was used is kept, to the hour. In the
 * arena. PL_NOT_FOUND if it is nobody's, or the account may not be used. */
int own_calendar_find(struct accounts *accounts, struct arena *a, const char *secret, struct session *ret, struct err *err)
	PL_MUST_CHECK;

/* A new code, and what is kept of it. */
void mail_code_make(char ret[MAIL_CODE_SIZE], char ret_hash[TOKEN_HASH_SIZE]);
