/* notices.h: what waits for one person now, and what comes (core/notice.h): read from the records, for pages, mail and calendars. */
#pragma once

#include "core/notice.h"
#include "service/matters/matters.h"
#include "service/allocation/proposals_seen.h"

struct notices {
	struct notice *rows; size_t count;   /* the first due first */
	size_t waiting;                      /* how many of them wait */
	/* What they are about: the proposals in which their side has the next step, and the matters that stand with them. */
	struct proposal_seen *proposals; size_t proposals_count;
	struct matter_seen *matters; size_t matters_count;
	size_t others;                       /* matters that they asked for, or are about them, and wait for others */
};

/* `today` is the picture of today, `now` the local minute. In the arena. */
int notices_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	struct notices *ret, struct err *err) PL_MUST_CHECK;

/* What a notice is about; NULL if it is of another kind. */
const struct proposal_seen *notice_proposal(const struct notices *all, const struct notice *n);
const struct matter_seen *notice_matter(const struct notices *all, const struct notice *n);
