/* closing.h: closing a case: with a reason and the worker's own view, and with a second look by somebody else where closing would come
 * in handy (core/closing.h, R64).
 *
 * It is done by whoever answers for the case. Where nothing asks for a second look the case is closed at once (case-close); else
 * a matter is put to the practice supervisor, and the case is closed when that is agreed (service/matters/matters.h). Who holds the case
 * as lead is asked for their view in that matter, which nobody gives for them: if they agree, and nothing else asks for a second look, it
 * closes with their word. In each case it closes
 * on the day itself, never for a day before. Its weight tapers; what it frees is nobody's at once (R67). */
#pragma once

#include "core/closing.h"
#include "service/matters/matters.h"

struct closing_asked {
	struct asked_by by;
	const char *ref;
	enum closing_reason reason;
	const char *note;
};

struct closing_outcome {
	bool closed;
	int32_t matter_id;        /* of the second look that is needed; 0 where it is closed */
	struct second_look look;
};
/* Opening again what was closed: where it goes on as it was (goes_on_again) its episode has no end, as if it had not been closed; else
 * a new one begins today. Of what it was when it was closed its stages and factors are in force again. Nobody holds it: it is in the
 * pile since it was held last, with the accountable manager of its team as its owner, and linked to the closing before it (R54, R66),
 * which stays in the records. By whoever answers for the case; its entry is case-reopen. PL_CONFLICT if it is open. */
struct reopening_asked {
	struct asked_by by;
	const char *ref;
	const char *why;          /* of SAID_REOPEN (core/saying.h) */
};

struct reopening_outcome {
	int32_t closed;           /* the day on which it had been */
	enum re_referral referral;
};
int closing_reopen(struct store *s, const struct reopening_asked *asked, struct reopening_outcome *ret, struct err *err) PL_MUST_CHECK;

int closing_make(struct store *s, const struct closing_asked *asked, struct closing_outcome *ret, struct err *err) PL_MUST_CHECK;
