/* snapshot_index.h: two ways to find rows: by the store's id, and, while a picture is made, side by side by owner. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* From the store's ids to places; 0 is no id. Ids are running numbers and come in long runs, which are spread. */
struct id_map {
	struct id_slot {
		int32_t id, value; /* id 0: free */
	} *slots;
	size_t room;           /* a power of two */
};

/* A map with room for `count` ids, in the arena. */
struct id_map id_map_for(struct arena *a, size_t count);
struct id_map *id_map_new(struct arena *a, size_t count);
void id_map_put(struct id_map *map, int32_t id, int32_t value);
/* What stands for the id, or -1. */
int32_t id_map_get(const struct id_map *map, int32_t id);

typedef int compare_rows(const void *left, const void *right);

/* Rows that begin with an int32_t, the place of their owner. */
struct rows {
	void *at;
	size_t count, size;
};

struct grouped {
	void *rows;
	int32_t *starts; /* of each owner, and the end */
};

/* The rows by owner, those of one owner in the order of `compare`; the rows in `a`, the starts in `scratch`. Quick where
 * owners have few rows each, as cases have: rows are dealt out by owner first, and each owner's few put in order then. */
struct grouped group_rows(struct arena *a, struct arena *scratch, struct rows given, size_t owners, compare_rows *compare);

static inline int compare_int32(int32_t a, int32_t b)
{
	return (a > b) - (a < b);
}
