/* session.h: from the cookies of a request to who asks, and back: what pages and the router share about signing in. The rules
 * themselves are in service/accounts/sign_in.h.
 */
#pragma once

#include "web/page.h"

/* Reads who asks into the context: nobody, if they have not signed in. PL_LOCKED if that cannot be found out just now. */
int session_read(struct page_context *ctx, struct err *err) PL_MUST_CHECK;

/* Where the browser has our pages from ("https://plimsoll.example.gov.uk"): the public address, unless it came to this machine by
 * another name. */
const char *session_own_origin(const struct page_context *ctx);

/* Whether the form was sent from a page that this person was shown. */
bool session_sent_form(const struct page_context *ctx, const struct route *route);

/* What a form that is sent to `action`, an address of the route, carries. No cache keeps the page; for somebody who has not signed
 * in, `res` gets a cookie unless the request brought it. */
struct form_view session_form(const struct page_context *ctx, struct response *res, const char *route_path, const char *action);
/* That of the button in the header of every page of somebody who has signed in. */
struct form_view session_sign_out_form(const struct page_context *ctx);

/* The secret that tells this browser from others, for what goes on while it is away at a sign-in service; NULL without a cookie. */
const char *session_browser(const struct page_context *ctx);

/* The cookie of a session in place of what was there, and that of the device. */
void session_begin(const struct page_context *ctx, struct response *res, const struct signed_in *done);
/* Takes the session's cookie back, and has the browser forget what it kept of our pages; that of the device stays. */
void session_forget(struct response *res);

/* For service/accounts/sign_in.h. */
struct visitor session_visitor(const struct page_context *ctx);
