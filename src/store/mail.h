/* mail.h: the rows of how somebody is told that something waits: an address for mail, what was told, a calendar.
 *
 * They are the moment's: changed in place, without an entry in the ledger. Writing functions run inside whatever is open: a
 * commit, or store_begin_writing and store_end_writing. Reading ones copy into the arena. Instants are seconds UTC, 0 for never. */
#pragma once

#include "core/telling.h"
#include "store/store.h"

struct mail_row {
	int32_t employer_id;
	int64_t account_id;
	const char *address;
	enum mail_wish wish;
	int64_t confirmed_at;   /* 0: nothing is told there yet */
	const char *code;       /* hash of what the owner types to confirm it; "": none was mailed */
	int64_t code_at;
	int64_t code_tries;
	int64_t mailed_at;        /* last mail that was taken */
	int64_t failures;       /* in a row */
	int64_t tried_at;
	const char *failure;    /* what the mail server said; "" */
};

/* PL_NOT_FOUND if the account has no address. */
int store_mail(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct mail_row *ret, struct err *err)
	PL_MUST_CHECK;
/* Whoever was not tried for the longest time first. */
int store_mails(struct store *s, struct arena *a, int32_t employer_id, struct mail_row **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
/* Writes it, or over the one that the account has. */
int store_mail_put(struct store *s, const struct mail_row *row, struct err *err) PL_MUST_CHECK;
/* The address goes, and what was told. */
int store_mail_clear(struct store *s, int32_t employer_id, int64_t account_id, struct err *err) PL_MUST_CHECK;

int store_mailed(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct mailed **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
int store_mailed_put(struct store *s, int32_t employer_id, int64_t account_id, const struct mailed *mailed, int64_t instant,
	struct err *err) PL_MUST_CHECK;
int store_mailed_clear(struct store *s, int32_t employer_id, int64_t account_id, const char *thing, struct err *err) PL_MUST_CHECK;

struct calendar_row {
	int32_t employer_id;
	int64_t account_id;
	int64_t begun, used_at;
};

/* PL_NOT_FOUND if there is none. */
int store_calendar(struct store *s, int32_t employer_id, int64_t account_id, struct calendar_row *ret, struct err *err) PL_MUST_CHECK;
int store_calendar_by_hash(struct store *s, const char *hash, struct calendar_row *ret, struct err *err) PL_MUST_CHECK;
/* In place of the one that the account has. */
int store_calendar_put(struct store *s, int32_t employer_id, int64_t account_id, const char *hash, int64_t begun, struct err *err)
	PL_MUST_CHECK;
int store_calendar_used(struct store *s, int32_t employer_id, int64_t account_id, int64_t instant, struct err *err) PL_MUST_CHECK;
int store_calendar_clear(struct store *s, int32_t employer_id, int64_t account_id, struct err *err) PL_MUST_CHECK;
/* Everybody's, of every employer: of a copy that is put back nobody knows which were given up since. */
int store_calendars_clear(struct store *s, struct err *err) PL_MUST_CHECK;
