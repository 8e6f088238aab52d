/* import_list.h: what follows from a list that says how a case is on the day of the import, and not since when (list 6 of
 * Annex A). It names the one who leads on the case, or leaves the place blank; and the kind of work, of which it has no
 * date, so that the work is taken to have begun with the episode.
 *
 * So a later list ends on its day what an earlier import knew and it no longer says: other holdings of the case, and work
 * whose beginning was taken from the list. What the list says itself stands from then on. `known` and `told` are tidy.
 */
#pragma once

#include "core/import_rules.h"

struct import_list {
	struct assumed_starts assumed; /* files whose holdings begin on a day that is only assumed */
	int32_t today;                 /* the day of the import */
	bool holders_are_certain;      /* nobody who is named as holder was left out: else the list ends no holding */
};

/* What is told once the list is taken at its word:
 * - Work that is over (`is_over`) ends on the day, if it is known and has no end.
 * - Where the holder is said, other leads without an end, known of that episode, end on the day; co-workers too if nobody
 *   holds it, because then it must be seen to wait.
 * - A holder who is new takes over on the day, if anybody is known to have held the case in that episode: the assumed start
 *   would put two people on it for all the time before. */
struct case_facts import_take_list(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	const struct import_list *list);
