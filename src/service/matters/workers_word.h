/* workers_word.h: what a worker says of the own load, which counts at once (R22, R25, R35): a rating of the whole, what a case needs,
 * a surge, time over the contract; and what whoever answers for a waiting case says of it (R54).
 *
 * Each is one commit with its entry: rating, rating-talk, rating-no-talk, weight-view, surge, extra-time, review. It tells numbers and codes of
 * closed lists (core/saying.h), and no words.
 *
 * `s` writes; in a server it is lent by the writer (service/writer.h). PL_DENIED if it is not theirs to say, PL_INVALID with what was
 * expected, PL_CONFLICT if something said later stands against it, PL_NOT_FOUND if there is no such thing. */
#pragma once

#include "core/negotiation.h"
#include "core/saying.h"
#include "service/matters/matters.h"
#include "store/load_facts.h"

/* How heavy the whole load is, 1 to 5; by the worker alone. Of the same day the last word counts. */
int word_rate(struct store *s, const struct asked_by *by, int32_t post_id, int32_t value, struct err *err) PL_MUST_CHECK;

/* A talk between two people, and so not by message. The entry of what it is about tells when and how it was had. */
struct talk_had {
	int64_t talked_at;        /* an instant */
	enum talk_means means;
};
/* The rating has been talked about, since it was said; recorded by whoever answers for the worker's team and had the talk. */
int word_rating_talk(struct store *s, const struct asked_by *by, int32_t post_id, const struct talk_had *talk, struct err *err)
	PL_MUST_CHECK;

/* There was no such talk: by the worker alone, whose word it is. The rating stands as it did before it was recorded. */
int word_no_talk(struct store *s, const struct asked_by *by, int32_t post_id, struct err *err) PL_MUST_CHECK;

/* What a case needs a week. Its holder says as much as was said before, or more. Less, because it has become calmer, is recorded by
 * whoever answers for it, after a talk with the holder since then; 0 minutes: what the scheme says, again. The holder is told for a week
 * (NOTICE_NEEDS_LESS), and if there was no such talk their word, said again, counts at once. */
struct needs_asked {
	const char *ref;
	int32_t minutes;
	const char *why;          /* of SAID_NEEDS */
	const struct talk_had *talk;  /* with the holder; NULL: none */
};
int word_needs(struct store *s, const struct asked_by *by, const struct needs_asked *asked, struct err *err) PL_MUST_CHECK;

/* A crisis on a case, from today for so many days; by a holder. Said again on the same day, it takes the place of the first. */
struct surge_asked {
	const char *ref;
	int32_t minutes, days;
	const char *why;          /* of SAID_SURGE */
};
int word_surge(struct store *s, const struct asked_by *by, const struct surge_asked *asked, struct err *err) PL_MUST_CHECK;

/* Minutes over the contract on a day, or taken back; by the worker alone. 0 minutes: it was a mistake. */
int word_extra_time(struct store *s, const struct asked_by *by, int32_t post_id, const struct extra_row *x, struct err *err)
	PL_MUST_CHECK;

/* A look at an open case that waits, today, by whoever answers for it. `when` is ignored. */
int word_review(struct store *s, const struct asked_by *by, const char *ref, const struct review_row *r, struct err *err)
	PL_MUST_CHECK;

/* ---- what was said, for pages; in the arena ---- */

/* Of a post (its number), the newest first, at most so many. */
int word_ratings(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t post_id, size_t most,
	struct rating_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* Oldest first. */
int word_extra_times(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t post_id, struct extra_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
