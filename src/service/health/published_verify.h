/* published_verify.h: whether a published health check is what an employer published: its signature, its bytes, and that the note speaks of
 * this very document. Whoever has the public key can do it; nothing of this server is asked. */
#pragma once

#include "exchange/published_json.h"
#include "secure/check_note.h"

/* PL_INVALID with what is wrong, by name: no signature, another key, altered. In the arena. */
int published_verify(struct arena *a, const char *bytes, size_t n, const struct public_key *key, struct published *ret, struct err *err)
	PL_MUST_CHECK;
