/* notices.h: what waits for whoever looks (service/telling/notices.h), for the header of every page and the pages that list it. Asked once a
 * request at most. */
#pragma once

#include "service/telling/notices.h"
#include "web/page.h"

/* For a request that has not asked yet. */
struct page_notices *notices_unasked(struct arena *a);
/* When the request has been answered. */
void notices_drop(const struct page_context *ctx);
/* It will not: of a page that says what went wrong. */
void notices_leave_out(const struct page_context *ctx);

/* What waits for the viewer today; NULL for nobody, and for those of whom nothing is asked (an administrator). What cannot be read is
 * PL_..., and stays so for the request. */
int notices_of_viewer(const struct page_context *ctx, const struct notices **ret, struct err *err) PL_MUST_CHECK;

/* How many things wait; 0 also where that cannot be read: a page is no worse for it. */
size_t notices_waiting_for(const struct page_context *ctx);
/* "3 things wait for you" and where they stand; "" for none. */
const char *notices_words(const struct page_context *ctx, const char **ret_href);
