/* league_published.h: what an employer has published of itself, in the words of the league's pages: the target that was
 * agreed and whether it is kept, and how open the employer is. What nobody has published is missing, and the pages say
 * so; it is never guessed. Nothing of it enters a standing. */
#pragma once

#include "service/league/league_picture.h"
#include "web/pages/league/league_common.h"
#include "web/pages/published/check_view.h"

/* "" where nothing was published of it. */
struct league_published {
	const char *target;   /* "24 to 18 cases by 31 March 2028" */
	const char *kept;     /* "kept so far (21.4 on 30 September 2026)" */
	const char *openness; /* "an agreed limit, 92% talked about first, answered in 1.5 h, every referral found" */
	const char *quarter;  /* "July to September 2026" */
	const char *from;     /* "version 3 of the health check of Northshire, July to September 2026" */
	const char *href;     /* where it can be read */
	const struct published *check; /* NULL: it has published nothing that could be verified */
};

/* Of NULL: nothing. */
struct league_published league_published_of(struct arena *a, const struct league_site *site,
	const struct league_check *c);

/* "on its path"; "" without a target, or a caseload to hold it against. */
const char *published_kept_words(const struct published *c);
