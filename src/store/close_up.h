/* close_up.h: a small picture of what one decision is about, read in the moment in which it is taken.
 *
 * It is made of the same rows by the same builder as the picture of all (core/snapshot.h), so that what it says of a post or a case
 * is what every page says; only there is less in it, and it takes well under a millisecond whatever the employer's size.
 */
#pragma once

#include "store/store.h"

struct close_up_asked {
	const char *employer;
	int32_t day;
	const int32_t *posts; size_t posts_count;          /* ids; with all that they hold */
	const char *const *refs; size_t refs_count;        /* cases; with all who hold them, and the looks at them */
	const char *const *persons; size_t persons_count;  /* worker codes; with the posts they are in, and not what these hold */
};

/* All teams and services are in it, lines that are for all or for a post in it, and of what was asked for whatever there is: what
 * does not exist is left out. A post that is not asked for, but in it, is shown with less than it holds. The caller holds the one
 * share. PL_NOT_FOUND if there is no such employer. */
int store_close_up(struct store *s, const struct close_up_asked *asked, const struct snapshot **ret, struct err *err) PL_MUST_CHECK;
/* The same of each of several days, `asked->day` aside: what is known of a case is read once for all. After an error there is nothing to drop. */
int store_close_ups(struct store *s, const struct close_up_asked *asked, const int32_t *days, size_t count, const struct snapshot **ret,
	struct err *err) PL_MUST_CHECK;

/* What an entry made, ended or put back; of an undo, what it undoes did too. All in the arena. */
enum touched {
	TOUCHED_POSTS,      /* whose holdings or exceptions; where a line was touched all there are */
	TOUCHED_PROPOSALS,
	TOUCHED_MATTERS
};
int store_ids_of_entry(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, enum touched what, int32_t **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Cases by who holds them or to whom they are offered, or by whether they are open. */
struct touched_case {
	int32_t case_id;
	const char *ref;
};
int store_cases_of_entry(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, struct touched_case **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The days on which the holdings begin that an entry touched, as above, in order. */
int store_starts_of_entry(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, int32_t **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;

/* The next day after a day on which something begins that a post holds; DAY_MAX where nothing does. */
int store_next_start(struct store *s, int32_t employer_id, int32_t post_id, int32_t day, int32_t *ret, struct err *err) PL_MUST_CHECK;
