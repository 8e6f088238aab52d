/* arena.h: memory that lives as long as a request, a command or a job step, and goes in one call.
 *
 * Passed as the first parameter by whoever owns the lifetime. Nothing allocated here is freed on its own. When memory
 * runs out the process ends with a message: no caller can do better half-way through a page.
 */
#pragma once

#include <stddef.h>

#include "base/err.h"

struct arena;

struct arena *arena_new(void);

/* Frees everything and the arena itself. Takes NULL; returns NULL. */
struct arena *arena_free(struct arena *a);

/* Forgets all allocations but keeps the first block for the next request. */
void arena_reset(struct arena *a);

/* Bytes handed out since the last reset, for limits and measurements. */
size_t arena_used(const struct arena *a);

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((malloc, returns_nonnull));

/* Zeroed room for `count` items; ends the process rather than wrap around. */
void *arena_array(struct arena *a, size_t count, size_t item_size) __attribute__((malloc, returns_nonnull));

char *arena_strdup(struct arena *a, const char *s) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *a, const char *s, size_t n) __attribute__((returns_nonnull));
char *arena_printf(struct arena *a, const char *format, ...) PL_PRINTF(2, 3) __attribute__((returns_nonnull));

/* Room for one more item in a growing array that lives in the arena: doubles it when it is full. Usage:
 *	struct row *row = ARENA_PUSH(a, &list->rows, &list->count, &list->room);
 * The new item is zeroed and counted. */
#define ARENA_PUSH(a, items, count, room) \
	((__typeof__(*(items)))arena_push((a), (void **)(items), (count), (room), sizeof **(items)))
void *arena_push(struct arena *a, void **items, size_t *count, size_t *room, size_t item_size)
	__attribute__((returns_nonnull));

/* The only allocator calls outside an arena: for things with a life of their own (x_new, x_free). They never return
 * NULL; free with mem_free, which takes NULL. */
void *mem_alloc(size_t size) __attribute__((malloc, returns_nonnull));
void *mem_realloc(void *p, size_t size) __attribute__((returns_nonnull));
void mem_free(void *p);

/* For a process that serves for months: what is large goes back to the system as soon as it is freed, whatever was
 * freed before. Call it before any thread is started. */
void mem_give_back_large(void);
