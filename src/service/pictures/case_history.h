/* case_history.h: what is known of a case over time, which pictures, being of one day, do not hold. */
#pragma once

#include "core/continuity.h"
#include "core/roster.h"
#include "service/pictures/pictures.h"

struct store;

struct case_history {
	struct case_facts facts; /* all of them, of any day, tidy */
	struct roster roster;    /* read only where a holder is no longer in post on the picture's day */
};

/* PL_NOT_FOUND if the employer of the picture has no such case. In the arena. */
int case_history_read(struct pictures *pictures, struct arena *a, const struct picture *p, const char *ref,
	struct case_history *ret, struct err *err) PL_MUST_CHECK;

/* The same for commands, which have a store of their own. */
int case_history_from(struct store *store, struct arena *a, const struct picture *p, const char *ref,
	struct case_history *ret, struct err *err) PL_MUST_CHECK;

/* Who held a post that the picture does not have; NULL if no record says. */
const struct roster_person *case_history_former(const struct case_history *h, int32_t post_id);

/* Who was in the posts that hold the case or held it, for core/continuity.h; one for each holding at most. In the arena. */
struct post_holder *case_history_posts(struct arena *a, const struct case_history *h, const struct snapshot *s, size_t *ret_count);
