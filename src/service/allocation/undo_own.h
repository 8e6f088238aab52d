/* undo_own.h: a minute to take back one's own last step: an answer on the wrong row, a case closed too soon.
 *
 * It is a reversal in the ledger (store/store.h, commit_undo): what was done stays known, and so does who took it back. Only the
 * last entry of whoever asks, only what is done about work and workers one by one, and only while nothing stands on it. A program that
 * asks in one role of an account takes back what was done by such a token alone. */
#pragma once

#include "service/deciding.h"

enum { UNDO_OWN_SECONDS = 60 };

/* The last entry of an account if it can be taken back at that instant, with what it did; 0 as its sequence if none can. Whether
 * something stands on it shows when it is tried. */
int undo_own_find(struct store *s, struct arena *a, int32_t employer_id, const struct viewer *v, int64_t instant, struct ledger_row *ret,
	struct err *err) PL_MUST_CHECK;

/* The same for pages. */
struct pictures;
int undo_own_shown(struct pictures *pictures, struct arena *a, int32_t employer_id, const struct viewer *v, int64_t instant,
	struct ledger_row *ret, struct err *err) PL_MUST_CHECK;

/* The last entry of an account, whatever it did and whenever; 0 as its sequence if there is none. */
int undo_own_last(struct pictures *pictures, struct arena *a, int32_t employer_id, const char *login, struct ledger_row *ret,
	struct err *err) PL_MUST_CHECK;

struct undo_own_request {
	struct asked_by by;
	int64_t sequence;         /* the entry, as the page showed it */
};

/* PL_DENIED if it is not their last, or none of these; PL_INVALID when the minute is over, or it has been taken back; PL_CONFLICT if
 * something stands on it by now. `s` writes. */
int undo_own(struct store *s, const struct undo_own_request *r, struct err *err) PL_MUST_CHECK;
