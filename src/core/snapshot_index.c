#include "core/snapshot_index.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_MAP_ROOM = 64 };

struct id_map id_map_for(struct arena *a, size_t count)
{
	struct id_map map = {.room = FIRST_MAP_ROOM};

	while (map.room < count * 2)
		map.room *= 2;
	map.slots = arena_array(a, map.room, sizeof *map.slots);
	return map;
}

struct id_map *id_map_new(struct arena *a, size_t count)
{
	struct id_map *map = arena_alloc(a, sizeof *map);

	*map = id_map_for(a, count);
	return map;
}

static struct id_slot *slot_of(const struct id_map *map, int32_t id)
{
	size_t i = (uint64_t)(uint32_t)id * 0x9E3779B97F4A7C15u >> 32 & (map->room - 1);

	while (map->slots[i].id != 0 && map->slots[i].id != id)
		i = (i + 1) & (map->room - 1);
	return &map->slots[i];
}

void id_map_put(struct id_map *map, int32_t id, int32_t value)
{
	if (id != 0)
		*slot_of(map, id) = (struct id_slot){.id = id, .value = value};
}

int32_t id_map_get(const struct id_map *map, int32_t id)
{
	const struct id_slot *slot = slot_of(map, id);

	return slot->id != 0 ? slot->value : -1;
}

static int32_t owner_of(const struct rows *given, size_t i)
{
	int32_t owner;

	memcpy(&owner, (const unsigned char *)given->at + i * given->size, sizeof owner);
	return owner;
}

/* The start of owner `o` stands one place further on, at o + 1: dealing out moves it to the start of the next owner. */
static int32_t *count_starts(struct arena *a, const struct rows *given, size_t owners)
{
	int32_t *starts = arena_array(a, owners + 2, sizeof *starts);

	for (size_t i = 0; i < given->count; i++)
		starts[owner_of(given, i) + 2]++;
	for (size_t i = 2; i < owners + 2; i++)
		starts[i] += starts[i - 1];
	return starts;
}

struct grouped group_rows(struct arena *a, struct arena *scratch, struct rows given, size_t owners, compare_rows *compare)
{
	int32_t *starts = count_starts(scratch, &given, owners);
	unsigned char *out = arena_array(a, given.count, given.size);

	for (size_t i = 0; i < given.count; i++) {
		size_t place = (size_t)starts[owner_of(&given, i) + 1]++;

		memcpy(out + place * given.size, (const unsigned char *)given.at + i * given.size, given.size);
	}
	for (size_t o = 0; o < owners; o++) {
		size_t n = (size_t)(starts[o + 1] - starts[o]);

		if (n > 1)
			qsort(out + (size_t)starts[o] * given.size, n, given.size, compare);
	}
	return (struct grouped){.rows = out, .starts = starts};
}
