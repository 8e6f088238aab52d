/* notice.h: what waits for one person: the proposals and matters that are theirs to answer, and the days on which something ends
 * that they answer for or that is their own (R2, R6, R33, R54).
 *
 * One list for all that tells of it: the count in the header of a page, the page of what waits, mail, the calendar. So none of them
 * says anything else than the others. Whose turn it is has been worked out where the proposals and matters are read, by the same
 * sight; here it becomes one list with its deadlines.
 *
 * A notice *waits* when something is to be done now; others only *come*: they stand in a calendar and are counted nowhere.
 *
 * Pure. Minutes are local (core/working_time.h); places are those of the picture. */
#pragma once

#include "core/access.h"
#include "core/matter.h"
#include "core/negotiation.h"
#include "core/pile.h"

enum notice_urgency { URGENCY_DIGEST, URGENCY_AT_ONCE, URGENCY_GRAVE };

enum notice_kind {
#define NOTICE(name, code, words, urgency) NOTICE_##name,
#include "core/notice.def"
#undef NOTICE
	NOTICE_KINDS
};

/* Who holds a case is told for so many days that it is recorded as needing less. */
enum { NOTICE_LESS_DAYS = 7 };
/* An exception that ends in so many days has to be thought about now; other days are in the calendar for so long before. */
enum { NOTICE_EXCEPTION_DAYS = 7, NOTICE_DAYS_AHEAD = 92 };

/* A proposal or a matter that is theirs to answer. */
struct notice_proposal {
	int32_t id;
	enum party side;          /* theirs: PARTY_WORKER or PARTY_MANAGER */
	int64_t since, due;       /* since when it is theirs; LOCAL_NEVER where their clock does not run */
};

struct notice_matter {
	int32_t id;
	enum matter_kind kind;
	bool is_view;             /* of CLOSING: theirs to say what they think of it */
	int32_t value;            /* of OVER_LINE: per mille of the line */
	int64_t since, due;
};

struct notices_asked {
	const struct snapshot *snap;  /* of today */
	const struct sight *sight;    /* theirs, of that picture */
	const struct pile_row *pile; size_t pile_count;
	const struct notice_proposal *proposals; size_t proposals_count;
	const struct notice_matter *matters; size_t matters_count;
	int64_t now;
};

struct notice {
	enum notice_kind kind;
	enum notice_urgency urgency;
	int32_t id;               /* of the proposal, matter or exception; of the post or case that the day is about */
	bool waits;
	bool all_day;             /* due on a day and at no minute of it: `due` is its midnight */
	bool late, today;         /* past, or due before the day is over */
	int64_t since, due;       /* LOCAL_NEVER: no day */
	int32_t post, case_index; /* of a day; -1 */
};

/* What waits and what comes: the first due first. In the arena. */
void notices_of(struct arena *a, const struct notices_asked *asked, struct notice **ret, size_t *ret_count);
/* How many of them wait. */
size_t notices_waiting(const struct notice *notices, size_t count);

const char *notice_code(enum notice_kind kind);
const char *notice_words(enum notice_kind kind); /* "proposal to answer" */
