#include "exchange/scheme_library.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/asset.h"
#include "base/str.h"
#include "exchange/scheme_json.h"
#include "schemes_embed.h"

struct entry {
	const struct scheme *scheme;
	struct arena *memory; /* in which it lives, for good */
	uint64_t text_hash;
	size_t text_size;
};

/* The one thing in exchange that outlives a call: read once, only added to, and guarded by its lock. */
static struct {
	pthread_mutex_t lock;
	bool builtin_read;
	size_t builtin_count, count;
	struct entry entries[SCHEME_LIBRARY_ROOM];
} library = {.lock = PTHREAD_MUTEX_INITIALIZER};

static const struct entry *find(const char *id, int32_t version)
{
	const struct entry *found = NULL;

	for (size_t i = 0; i < library.count; i++) {
		const struct scheme *s = library.entries[i].scheme;

		if (!str_equal(s->id, id) || (version != 0 && s->version != version))
			continue;
		if (found == NULL || s->version > found->scheme->version)
			found = &library.entries[i];
	}
	return found;
}

static int add(struct arena *memory, const struct scheme *s, const char *json, size_t n, const char *name,
	const struct scheme **ret, struct err *err)
{
	const struct entry *known = find(s->id, s->version);
	uint64_t hash = str_hash(json, n);

	if (known != NULL && (known->text_hash != hash || known->text_size != n))
		return err_set(err, PL_CONFLICT, "%s: scheme %s version %d is known with other numbers; expected a new version", name,
			s->id, s->version);
	if (known == NULL && library.count == SCHEME_LIBRARY_ROOM)
		return err_set(err, PL_LIMIT, "%s: expected at most %d schemes", name, SCHEME_LIBRARY_ROOM);
	if (known == NULL)
		library.entries[library.count++] = (struct entry){s, memory, hash, n};
	*ret = known != NULL ? known->scheme : s;
	return 0;
}

/* Each document keeps an arena of its own, which lives on only if the library keeps the scheme. */
static int add_document(const char *json, size_t n, const char *name, const struct scheme **ret, struct err *err)
{
	struct arena *a = arena_new();
	const struct scheme *s = NULL, *kept = NULL;
	int r = scheme_parse(a, json, n, name, &s, err);

	if (r == 0)
		r = add(a, s, json, n, name, &kept, err);
	if (r < 0 || kept != s)
		arena_free(a);
	if (r == 0)
		*ret = kept;
	return r;
}

/* A built-in document that does not parse fails the tests; here it is left out. */
static void read_builtin(void)
{
	if (library.builtin_read)
		return;
	library.builtin_read = true;
	for (size_t i = 0; i < schemes_assets_count; i++) {
		const struct asset *doc = &schemes_assets[i];
		const struct scheme *s;

		if (add_document((const char *)doc->bytes, doc->size, doc->name, &s, NULL) == 0)
			library.builtin_count = library.count;
	}
}

static void lock(void)
{
	pthread_mutex_lock(&library.lock);
	read_builtin();
}

static void unlock(void)
{
	pthread_mutex_unlock(&library.lock);
}

const struct scheme *scheme_by_id(const char *id, int32_t version)
{
	const struct entry *e;

	lock();
	e = find(id, version);
	unlock();
	return e != NULL ? e->scheme : NULL;
}

size_t scheme_builtin_count(void)
{
	size_t count;

	lock();
	count = library.builtin_count;
	unlock();
	return count;
}

const struct scheme *scheme_builtin(size_t i)
{
	const struct scheme *s;

	lock();
	s = i < library.builtin_count ? library.entries[i].scheme : NULL;
	unlock();
	return s;
}

size_t scheme_count(void)
{
	size_t count;

	lock();
	count = library.count;
	unlock();
	return count;
}

const struct scheme *scheme_at(size_t i)
{
	const struct scheme *s;

	lock();
	s = i < library.count ? library.entries[i].scheme : NULL;
	unlock();
	return s;
}

#define NAMES_CODE(s, items, member) \
	for (size_t i = 0; i < (s)->items##_count; i++) \
		if (str_equal((s)->items[i].member, code)) \
			return true;

static bool scheme_has_code(const struct scheme *s, const char *code)
{
	NAMES_CODE(s, types, code)
	NAMES_CODE(s, types, stage)
	NAMES_CODE(s, factors, code)
	NAMES_CODE(s, tasks, code)
	NAMES_CODE(s, reductions, code)
	return false;
}

bool scheme_library_has_code(const char *code)
{
	size_t count = scheme_count();

	for (size_t i = 0; i < count; i++)
		if (scheme_has_code(scheme_at(i), code))
			return true;
	return false;
}

int scheme_register(const char *json, size_t n, const char *name, const struct scheme **ret, struct err *err)
{
	int r;

	lock();
	r = add_document(json, n, name, ret, err);
	unlock();
	return r;
}
