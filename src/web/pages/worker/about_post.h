/* about_post.h: what has to be said of a post beside its figures: newly qualified, from an agency, away. */
#pragma once

#include "core/load.h"
#include "web/page.h"

struct tag_view {
	const char *text;
};

/* "Agency, week 2", "Newly qualified to September 2027", "0.6 FTE": each a word or three. */
const struct tag_view *tags_of_post(struct arena *a, const struct snapshot *s, const struct post_row *post, size_t *ret_count);

/* The most pressing fact only, for a row is no report: "Back on 12 January 2027: 2 cases count as unallocated"; "" for none. */
const char *note_of_post(struct arena *a, const struct post_load *load);

/* All of it as sentences, each with a space in front; "" where there is nothing to say. */
const char *state_of_post(struct arena *a, const struct snapshot *s, const struct post_row *post, const struct post_load *load);
