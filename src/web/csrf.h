/* csrf.h: whether a form was sent from a page of ours, by the person who was shown it.
 *
 * Each form carries `token`: an HMAC of its route under a secret of the session, so that it is worth nothing in another
 * session or another form. Somebody who has not signed in has no session: the secret then is a random cookie that came with
 * the page. Beside that, what browsers say of where a request comes from (Origin, Sec-Fetch-Site) must not contradict.
 */
#pragma once

#include "web/http.h"

/* The token of a form that is sent to a route, in the arena. */
const char *csrf_token(struct arena *a, const char *secret, const char *route_path);

/* Whether `token` is that token. False for a NULL secret or token. */
bool csrf_token_fits(struct arena *a, const char *secret, const char *route_path, const char *token);

/* Whether the browser says that the request comes from a page at `own_origin` ("https://plimsoll.example.gov.uk"), or says
 * nothing of it. */
bool csrf_is_same_origin(const struct request *r, const char *own_origin);
