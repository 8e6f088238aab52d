#include "web/kept_pages.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/str.h"

enum { PAGES_MOST = 256, LARGEST_SHARE = 4, KEY_BYTES = 2 * HTTP_TARGET_BYTES };

struct kept_page {
	char *key;          /* tag and address; NULL: the place is free */
	size_t key_len;
	const char *type;   /* a literal */
	char *body;
	size_t size;
	uint64_t used;      /* when it was last asked for, by count */
};

struct kept_pages {
	pthread_mutex_t lock;
	struct kept_page pages[PAGES_MOST];
	size_t bytes, most;
	uint64_t asked;
};

struct kept_pages *kept_pages_new(size_t most_bytes)
{
	struct kept_pages *kept = mem_alloc(sizeof *kept);

	memset(kept, 0, sizeof *kept);
	kept->most = most_bytes;
	(void)pthread_mutex_init(&kept->lock, NULL);
	return kept;
}

static void drop(struct kept_pages *kept, struct kept_page *page)
{
	kept->bytes -= page->size;
	mem_free(page->key);
	mem_free(page->body);
	*page = (struct kept_page){0};
}

struct kept_pages *kept_pages_free(struct kept_pages *kept)
{
	if (kept == NULL)
		return NULL;
	for (size_t i = 0; i < PAGES_MOST; i++)
		drop(kept, &kept->pages[i]);
	(void)pthread_mutex_destroy(&kept->lock);
	mem_free(kept);
	return NULL;
}

/* A hash can be met on purpose, so the address stands beside it. */
static struct buf key_of(const char *etag, const char *address)
{
	struct buf key = BUF_INIT(KEY_BYTES);

	buf_puts(&key, etag);
	buf_puts(&key, address);
	return key;
}

static struct kept_page *find(struct kept_pages *kept, const struct buf *key)
{
	for (size_t i = 0; i < PAGES_MOST; i++) {
		struct kept_page *page = &kept->pages[i];

		if (page->key != NULL && page->key_len == key->len && memcmp(page->key, key->data, key->len) == 0)
			return page;
	}
	return NULL;
}

bool kept_pages_take(struct kept_pages *kept, const char *etag, const char *address, struct response *res)
{
	struct buf key = key_of(etag, address);
	struct kept_page *page = NULL;

	(void)pthread_mutex_lock(&kept->lock);
	if (!key.full)
		page = find(kept, &key);
	if (page != NULL) {
		page->used = ++kept->asked;
		res->type = page->type;
		buf_add(&res->body, page->body, page->size);
	}
	(void)pthread_mutex_unlock(&kept->lock);
	buf_free(&key);
	return page != NULL;
}

/* The one that nobody has asked for the longest; a free place is older than any. */
static struct kept_page *oldest(struct kept_pages *kept, bool in_use)
{
	struct kept_page *found = NULL;

	for (size_t i = 0; i < PAGES_MOST; i++) {
		struct kept_page *page = &kept->pages[i];

		if ((!in_use || page->key != NULL) && (found == NULL || page->used < found->used))
			found = page;
	}
	return found;
}

static char *copy_of(const char *bytes, size_t n)
{
	char *copy = mem_alloc(n + 1);

	memcpy(copy, bytes, n);
	return copy;
}

void kept_pages_keep(struct kept_pages *kept, const char *etag, const char *address, const struct response *res)
{
	struct buf key = key_of(etag, address);
	struct kept_page *page;

	if (key.full || res->status != 200 || res->body.full || res->body.len == 0
		|| res->body.len > kept->most / LARGEST_SHARE) {
		buf_free(&key);
		return;
	}
	(void)pthread_mutex_lock(&kept->lock);
	if (find(kept, &key) == NULL) {
		while (kept->bytes + res->body.len > kept->most)
			drop(kept, oldest(kept, true));
		page = oldest(kept, false);
		drop(kept, page);
		*page = (struct kept_page){copy_of(key.data, key.len), key.len, res->type,
			copy_of(res->body.data, res->body.len), res->body.len, ++kept->asked};
		kept->bytes += page->size;
	}
	(void)pthread_mutex_unlock(&kept->lock);
	buf_free(&key);
}
