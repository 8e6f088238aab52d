/* where_to.h: where a browser is sent before signing in and after it: to the page that was asked for, if it is one of ours, or
 * to that which the role begins with.
 */
#pragma once

#include "web/page.h"

/* The code of the team that somebody manages or watches over; NULL if it is none, or more than a team. */
const char *where_own_team(const struct viewer *v);

/* The page somebody begins with: the own post, the own team, the employer, or the accounts. */
const char *where_first_page(struct arena *a, const struct viewer *v);

/* Where somebody wanted to go before signing in, if that is a page of ours; NULL if not. */
const char *where_own_page(struct arena *a, const char *next);

/* "/sign-in?next=...", for the page that is asked for. */
const char *where_sign_in_href(const struct page_context *ctx);

/* "?next=..." for the next step, or "". */
const char *where_next_query(struct arena *a, const char *next);
