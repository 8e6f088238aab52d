#include "base/arena.h"

#include <malloc.h>
#include <sanitizer/asan_interface.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024, LARGE_BYTES = 128 * 1024 };

/* Under AddressSanitizer what is not handed out of a block is closed, and a gap lies behind each piece: who reads past
 * the end of theirs is found out, as with pieces of their own. Elsewhere the macros are nothing. */
#if defined(__SANITIZE_ADDRESS__)
enum { GAP = ALIGN };
#else
enum { GAP = 0 };
#endif

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
	struct block *newest; /* the block that is being filled; older ones follow */
	struct block *first;  /* kept across resets */
	size_t used;
};

static _Noreturn void out_of_memory(void)
{
	(void)fputs("plimsoll: out of memory\n", stderr);
	abort();
}

void *mem_alloc(size_t size)
{
	void *p = calloc(1, size > 0 ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *mem_realloc(void *p, size_t size)
{
	void *q = realloc(p, size > 0 ? size : 1);

	if (q == NULL)
		out_of_memory();
	return q;
}

void mem_free(void *p)
{
	free(p);
}

/* A fixed threshold: by itself the allocator raises it with every large block it sees freed, and then keeps such blocks
 * in an arena for each thread. */
void mem_give_back_large(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
}

static struct block *block_new(size_t size)
{
	struct block *b;

	if (size > SIZE_MAX - sizeof *b)
		out_of_memory();
	b = malloc(sizeof *b + size);
	if (b == NULL)
		out_of_memory();
	b->next = NULL;
	b->size = size;
	b->used = 0;
	ASAN_POISON_MEMORY_REGION(b->bytes, size);
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = mem_alloc(sizeof *a);

	a->first = block_new(FIRST_BLOCK);
	a->newest = a->first;
	return a;
}

void arena_reset(struct arena *a)
{
	while (a->newest != a->first) {
		struct block *b = a->newest;

		a->newest = b->next;
		free(b);
	}
	a->first->used = 0;
	ASAN_POISON_MEMORY_REGION(a->first->bytes, a->first->size);
	a->used = 0;
}

struct arena *arena_free(struct arena *a)
{
	if (a != NULL) {
		arena_reset(a);
		free(a->first);
		free(a);
	}
	return NULL;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

static void add_block(struct arena *a, size_t need)
{
	size_t size = a->newest->size * 2;
	struct block *b;

	if (size > LARGEST_STEP)
		size = LARGEST_STEP;
	b = block_new(size > need ? size : need);
	b->next = a->newest;
	a->newest = b;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t room;
	void *p;

	if (size > SIZE_MAX - ALIGN - GAP)
		out_of_memory();
	room = ((size + ALIGN - 1) & ~(size_t)(ALIGN - 1)) + GAP;
	if (a->newest->size - a->newest->used < room)
		add_block(a, room);
	p = a->newest->bytes + a->newest->used;
	a->newest->used += room;
	a->used += room;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t item_size)
{
	size_t size;

	if (__builtin_mul_overflow(count, item_size, &size))
		out_of_memory();
	return arena_alloc(a, size);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	memcpy(copy, s, n);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap, again;
	char *text;
	int n;

	va_start(ap, format);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	text = arena_alloc(a, (size_t)n + 1);
	(void)vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	return text;
}

void *arena_push(struct arena *a, void **items, size_t *count, size_t *room, size_t item_size)
{
	if (*count == *room) {
		size_t wider = *room > 0 ? *room * 2 : 8;
		void *moved = arena_array(a, wider, item_size);

		if (*count > 0)
			memcpy(moved, *items, *count * item_size);
		*items = moved;
		*room = wider;
	}
	return (unsigned char *)*items + (*count)++ * item_size;
}
