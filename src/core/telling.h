/* telling.h: when somebody is told by mail that something waits, and what they have been told (core/notice.h is what waits).
 *
 * Each thing is told once when it waits for somebody, and once more on the day by which it is to be answered. Mail comes in their
 * working time: a phone that buzzes at night is work too. What is grave (a load far past its line) does not wait for the morning
 * of those who answer for others.
 *
 *	at once   what is urgent by its kind, or due today, when it comes; the rest with the digest
 *	digest    all of it at the start of the working day
 *	none      nothing; not for those who answer for others, who have to know that somebody waits for them (R2, R6, R35)
 *
 * A mail is no answer, no discussion and no proof that anybody has read it (R4): no clock begins or stops because of one.
 *
 * Pure. Minutes are local. */
#pragma once

#include "base/str.h"
#include "core/notice.h"
#include "core/working_time.h"

enum mail_wish { WISH_AT_ONCE, WISH_DIGEST, WISH_NONE, WISHES };

const char *wish_code(enum mail_wish wish);   /* "at-once" */
const char *wish_words(enum mail_wish wish);
bool wish_parse(const char *code, enum mail_wish *ret);
/* Whether somebody in these roles answers for others, and may not turn mail off. */
bool roles_answer_for_others(unsigned roles);

/* What one was told of: the second stage is the day by which it is to be answered. */
struct mailed {
	const char *thing;
	int32_t stage;
};
enum { MAILED_WAITS, MAILED_TODAY };

struct telling_asked {
	const struct notice *notices; size_t notices_count;
	const struct mailed *mailed; size_t mailed_count;
	enum mail_wish wish;
	bool answers_for_others;
	const struct working_time *working; /* theirs, from before today on */
	int64_t now;
};

struct telling {
	bool mail;                /* now */
	int32_t waiting, today;   /* how many things wait, and how many of them are to be answered today or late */
	struct mailed *tell; size_t tell_count;     /* what that mail tells of */
	const char **over; size_t over_count;     /* things that were told of and wait no more */
};

/* What is to be done now; in the arena. Asked again after the mail is kept as told, nothing. */
struct telling telling_decide(struct arena *a, const struct telling_asked *asked);

/* What a notice is called where it is kept that it was told of: the same as long as it is the same turn of the same thing. */
const char *mailed_thing(struct arena *a, const struct notice *n);

/* How long to wait before the next try after so many failures, in seconds: a minute, doubling, four hours at the most. */
int64_t mail_wait_seconds(int64_t failures);
