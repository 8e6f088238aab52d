#include "service/accounts/session_cache.h"

#include <string.h>

#include "base/str.h"

enum { PLACES = 4096 };

struct session_cache {
	struct cached_session places[PLACES];
};

struct session_cache *session_cache_new(void)
{
	return mem_alloc(sizeof(struct session_cache));
}

struct session_cache *session_cache_free(struct session_cache *cache)
{
	if (cache == NULL)
		return NULL;
	for (size_t i = 0; i < PLACES; i++)
		mem_free(cache->places[i].texts);
	mem_free(cache);
	return NULL;
}

struct cached_session *session_cache_place(struct session_cache *cache, const char *hash)
{
	return &cache->places[str_hash(hash, strlen(hash)) % PLACES];
}

bool session_cache_has(const struct cached_session *place, const char *hash)
{
	return place->texts != NULL && token_equal(place->hash, hash);
}

/* Everything that a session points at goes through here: first to be measured, then to be copied. */
struct packer {
	char *at;      /* NULL: only measured */
	size_t size;
};

static void *pack(struct packer *p, const void *bytes, size_t n)
{
	char *to = p->at != NULL ? p->at + p->size : NULL;

	if (to != NULL && n > 0)
		memcpy(to, bytes, n);
	p->size += n;
	return to;
}

static const char *pack_text(struct packer *p, const char *text)
{
	return pack(p, text, strlen(text) + 1);
}

static void pack_session(struct packer *p, const struct session *from, struct session *to)
{
	const struct viewer *v = &from->viewer;
	struct grant *grants = pack(p, v->grants, v->grants_count * sizeof *v->grants);

	to->viewer.grants = grants;
	for (size_t i = 0; i < v->grants_count; i++) {
		const char *code = pack_text(p, v->grants[i].code);

		if (grants != NULL)
			grants[i].code = code;
	}
	to->viewer.login = pack_text(p, v->login);
	to->viewer.employer = pack_text(p, v->employer);
	to->viewer.person = pack_text(p, v->person);
	to->name = pack_text(p, from->name);
}

void session_cache_put(struct cached_session *place, const char *hash, const struct session *session)
{
	struct session copy = *session;
	struct packer p = {0};

	pack_session(&p, session, &copy);
	p = (struct packer){.at = mem_alloc(p.size)};
	pack_session(&p, session, &copy);
	mem_free(place->texts);
	*place = (struct cached_session){.session = copy, .texts = p.at};
	memcpy(place->hash, hash, TOKEN_HASH_SIZE);
}

struct session session_cache_copy(struct arena *a, const struct cached_session *place)
{
	struct session copy = place->session;
	struct packer p = {0};

	pack_session(&p, &place->session, &copy);
	p = (struct packer){.at = arena_alloc(a, p.size)};
	pack_session(&p, &place->session, &copy);
	return copy;
}

size_t session_cache_take_seen(struct session_cache *cache, struct seen_session *ret, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < PLACES && count < most; i++) {
		struct cached_session *place = &cache->places[i];

		if (place->texts == NULL || place->seen <= place->kept_seen)
			continue;
		memcpy(ret[count].hash, place->hash, TOKEN_HASH_SIZE);
		ret[count++].seen = place->seen;
		place->kept_seen = place->seen;
	}
	return count;
}
