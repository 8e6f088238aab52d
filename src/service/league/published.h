/* published.h: what an employer has published of itself, as far as it was verified: the target that was agreed and
 * whether it is kept, and how open the employer is. What nobody has published is said to be missing; it is never
 * guessed. */
#pragma once

#include <stdint.h>

#include "base/arena.h"

struct league_picture;

/* One thing that was published: "Cases for each full-time worker, agreed", "24 to 18 by 31 March 2028", "63 minutes a
 * week each, then 84". */
struct published_fact {
	const char *what, *figure, *note; /* note "" for none */
};

/* In words, for a cell of a table; "" where nothing was published of it. */
struct published_words {
	const char *target;   /* "24 to 18 cases by 31 March 2028, agreed with the union" */
	const char *kept;     /* "kept", "not kept"; "" where it cannot be said */
	const char *openness; /* "return complete, agreement published, 92% discussed" */
	const char *href;     /* where it can be read, beginning with https://; "" */
	const char *from;     /* "version 3 of its health check, of July to September 2026, signed by ..."; "" */
	/* The target's path (start, goal, date, money, where it is now, who agreed it), bands and tails, each as a row. */
	const struct published_fact *facts; size_t facts_count;
};

/* Of an employer of the picture (a place). */
struct published_words published_words_of(struct arena *a, const struct league_picture *p, int32_t area);
