/* what_if.h: what a post would carry if it held something more, or less: the same rules on a smaller picture.
 *
 * A *trial* is a holding that is not there. A close-up is a snapshot of one post and the cases it holds, with the trials put
 * in; its loads and lines come from the functions that every page uses, so that what is told beforehand is what is shown
 * afterwards. It stands at the position and the day of the picture it was made from.
 */
#pragma once

#include "core/load.h"

struct trial {
	int32_t case_index;       /* place in the picture */
	enum holding_role role;
	int32_t share;            /* per mille of the case's weight; 0: the post no longer holds it */
	int32_t from;             /* first day; for the hand-over */
};

/* A post by itself: the only one of the picture, at place 0, with its lines, cases and trials. The caller holds the one share.
 * A trial of a case that the post holds already takes the place of that holding. */
const struct snapshot *close_up(const struct snapshot *s, int32_t post, const struct trial *trials, size_t count);

/* A post before and after. Before is without what it holds of the tried cases in an emergency: that passes lines for some hours and
 * ends with the answer, and what is agreed has to find room as if it were new. */
struct what_if {
	struct post_load before, after;
};
struct what_if what_if(const struct snapshot *s, int32_t post, const struct trial *trials, size_t count);
