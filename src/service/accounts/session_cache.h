/* session_cache.h: the sessions that were asked for lately, in memory, so that a page costs no statement. */
#pragma once

#include "service/accounts/sign_in.h"

struct session_cache;

struct session_cache *session_cache_new(void);
struct session_cache *session_cache_free(struct session_cache *cache);

struct cached_session {
	char hash[TOKEN_HASH_SIZE];
	int32_t employer_id;
	int64_t stamp;           /* of the store, or of the session, before it was read */
	int64_t seen, kept_seen; /* last request; what the store knows of that */
	struct session session;
	char *texts;             /* all that the session points at */
};

/* The place where a session of that hash is or would be; another's may be there. */
struct cached_session *session_cache_place(struct session_cache *cache, const char *hash);
bool session_cache_has(const struct cached_session *place, const char *hash);

/* Puts a session there, in place of what is; what it points at is copied. */
void session_cache_put(struct cached_session *place, const char *hash, const struct session *session);
/* A copy in the arena. */
struct session session_cache_copy(struct arena *a, const struct cached_session *place);

/* Those that were seen since the store was told: the first `most` of them, marked as told. */
struct seen_session {
	char hash[TOKEN_HASH_SIZE];
	int64_t seen;
};
size_t session_cache_take_seen(struct session_cache *cache, struct seen_session *ret, size_t most);
