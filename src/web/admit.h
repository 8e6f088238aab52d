/* admit.h: where a request meets the rules of core/access.h: what it names is looked up, and shown to whoever may see it.
 *
 * The router asks whether a role may come by the route at all (routes.def). Here, once the picture and the sight are there,
 * what the path names is found and held against the field that the route asks for; only then does a handler have it.
 * Whoever asks for a case or a worker leaves a note of it, shown or refused (service/access/looks.h).
 */
#pragma once

#include "service/access/looks.h"
#include "web/page.h"

/* Sets the context's team, person, place and history. PL_NOT_FOUND if the employer has no such thing, PL_DENIED if it may
 * not be seen, PL_LOCKED if no note can be kept of it. */
int admit_to_thing(struct page_context *ctx, struct err *err) PL_MUST_CHECK;

/* Whether somebody may come by a route at all: by their roles, and where these hold. */
bool admits_viewer(const struct route *route, const struct viewer *v);

/* Leaves a note that what the path names otherwise tells of a case or a worker, by reference or code. As above. */
int admit_note(const struct page_context *ctx, enum look_kind kind, const char *object, struct err *err) PL_MUST_CHECK;

/* Whether the viewer's roles may come by the route of that path, for a link to it. */
bool admits_to_path(const struct page_context *ctx, const char *path);
