/* cookie.h: the cookies of this server. All of them are `__Host-`: sent over TLS or within this machine only, to this host
 * only, never readable by script, and no other host, not even a sibling, can plant one. They go when the browser is closed, but for
 * the one that opens nothing.
 */
#pragma once

#include "web/http.h"

#define COOKIE_SESSION "__Host-plimsoll"       /* the token of the session (service/accounts/sign_in.h) */
#define COOKIE_VISIT "__Host-plimsoll-visit"   /* a token for forms of somebody who has not signed in */

#define COOKIE_DEVICE "__Host-plimsoll-device" /* tells that somebody has signed in here (core/account_rules.h); stays 90 days */

/* What the client sent, in the request's arena; NULL if there is no such cookie, or two of them. */
const char *cookie_of(const struct request *r, const char *name);

void cookie_set(struct response *res, struct arena *a, const char *name, const char *value);
/* One that stays when the browser is closed. */
void cookie_keep(struct response *res, struct arena *a, const char *name, const char *value, int seconds);
/* What the response sets already; NULL if nothing. */
const char *cookie_being_set(const struct response *res, struct arena *a, const char *name);
void cookie_drop(struct response *res, const char *name);
