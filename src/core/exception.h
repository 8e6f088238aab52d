/* exception.h: when a named senior may let a post pass a line, and for how long (R33, R44).
 *
 * An exception is for one post and one line (or the protected capacity of the newly qualified), says how far, and ends by
 * itself. One that begins within four weeks of the end of another for the same line renews it, whatever it is called, and
 * nothing is renewed more than twice: what goes on for longer is no exception. */
#pragma once

#include <stddef.h>

#include "core/snapshot.h"

enum { EXCEPTION_DAYS_MOST = 28, EXCEPTION_RENEWALS_MOST = 2, EXCEPTION_GAP_DAYS = 28, EXCEPTION_AHEAD_DAYS = 56, EXCEPTION_CASES_MOST = 200,
	EXCEPTION_SHARE_MOST = 3000 };

enum exception_refusal {
	EXCEPTION_GIVEN,
	EXCEPTION_TOO_LONG,
	EXCEPTION_IN_THE_PAST,
	EXCEPTION_FAR_AHEAD,      /* who asks cannot know the need yet, and it would stand before what is asked for in between */
	EXCEPTION_NOT_BEYOND,     /* no further than the line itself */
	EXCEPTION_TOO_FAR,        /* further than anybody can carry: a slip */
	EXCEPTION_RENEWALS_USED,
	EXCEPTION_REFUSALS
};

/* One that was given to the same post. */
struct exception_given {
	int32_t exception_id, line_id;
	int32_t renews;           /* the one it renews; 0 */
	struct days when;
};

struct exception_asked {
	int32_t line_id;          /* 0: the protected capacity */
	enum line_kind kind;      /* what is counted; LINE_SHARE with a line_id of 0 */
	int32_t limit;            /* of the line for the post: cases, or per mille */
	int32_t value;            /* how far */
	struct days when;
	int32_t today;
};

/* Whether it may be given; then *ret_renews is the one it renews (0: none). `given` in any order. */
enum exception_refusal exception_check(const struct exception_asked *asked, const struct exception_given *given, size_t count,
	int32_t *ret_renews);

/* Whether it goes so far that only a director gives it. */
bool exception_is_grave(const struct exception_asked *asked);

const char *exception_refusal_code(enum exception_refusal refusal);
const char *exception_refusal_sentence(enum exception_refusal refusal);
