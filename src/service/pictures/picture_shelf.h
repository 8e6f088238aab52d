/* picture_shelf.h: pictures that are kept, in the order in which they were last asked for.
 *
 * Within a limit of bytes: what was asked for longest ago makes room for what is put there. As many stand on it as fit,
 * of however many employers and days. It knows nothing of threads or of the store: whoever has it locks it
 * (pictures.c).
 */
#pragma once

#include <stdatomic.h>

#include "base/arena.h"
#include "service/pictures/pictures.h"

struct kept_picture {
	struct picture picture; /* first, so that a picture leads back to what keeps it */
	struct arena *arena;
	atomic_int holders;
	const void *_Atomic kept; /* in the arena; NULL: nobody has asked for it yet (pictures_keep) */
	size_t bytes;
	int64_t asked_ms; /* when it was last asked for, by the steady clock */
	struct kept_picture *newer, *older; /* on the shelf */
};

/* Takes the snapshot over. One holder: who asked for it. */
struct kept_picture *kept_picture_new(const struct snapshot *snap);

struct picture_shelf {
	struct kept_picture *newest, *oldest;
	struct pictures_counts counts;
};

/* The picture of an employer on a day, which has now been asked for last; NULL if it is not there. */
struct kept_picture *shelf_find(struct picture_shelf *shelf, const char *employer, int32_t day);
/* Takes over a share of the picture, and puts away what no longer fits. One that is larger than the limit stands
 * alone. */
void shelf_put(struct picture_shelf *shelf, struct kept_picture *k);
/* The same for one that is not asked for again soon: nothing is put away for it, and it is the first to go. False, and
 * the share is still its holder's, if there is no room. */
bool shelf_put_behind(struct picture_shelf *shelf, struct kept_picture *k) PL_MUST_CHECK;
/* The picture has grown by so many bytes. */
void shelf_grow(struct picture_shelf *shelf, struct kept_picture *k, size_t bytes);
void shelf_take_off(struct picture_shelf *shelf, struct kept_picture *k);
void shelf_empty(struct picture_shelf *shelf);
