/* kept_pages.h: answers that are the same for everybody who has not signed in, kept from one request to the next.
 *
 * An answer is known by its entity tag, which changes with whatever it is made of, and by its address: not as it was
 * typed, but one for each answer that there is, so that what nobody reads in an address fills no room. Those that were
 * asked for last stay, within a limit of bytes. Any thread may ask. */
#pragma once

#include "web/http.h"

struct kept_pages;

struct kept_pages *kept_pages_new(size_t most_bytes);
struct kept_pages *kept_pages_free(struct kept_pages *kept);

/* Fills in type and body if the answer with that tag at that address is there. */
bool kept_pages_take(struct kept_pages *kept, const char *etag, const char *address, struct response *res);

/* Keeps a whole answer (200); anything else, or one that is larger than a quarter of all, is passed over. */
void kept_pages_keep(struct kept_pages *kept, const char *etag, const char *address, const struct response *res);
