#include "service/pictures/picture_shelf.h"

#include "base/str.h"

/* ---- one picture ---- */

struct kept_picture *kept_picture_new(const struct snapshot *snap)
{
	struct kept_picture *k = mem_alloc(sizeof *k);

	k->arena = arena_new();
	k->picture.snap = snap;
	k->picture.loads = loads_of_snapshot(k->arena, snap);
	k->picture.pools = pool_by_team(k->arena, snap, &k->picture.loads);
	pile_of_snapshot(k->arena, snap, &k->picture.loads, &k->picture.pile, &k->picture.pile_count);
	k->picture.waiting = pile_sums_by_team(k->arena, snap, k->picture.pile, k->picture.pile_count);
	k->picture.counts = counts_of_snapshot(k->arena, snap, -1);
	k->bytes = sizeof *k + snapshot_bytes(snap) + arena_used(k->arena);
	atomic_init(&k->holders, 1);
	return k;
}

const struct picture *picture_hold(const struct picture *picture)
{
	struct kept_picture *k = (struct kept_picture *)(uintptr_t)picture;

	atomic_fetch_add(&k->holders, 1);
	return picture;
}

void picture_drop(const struct picture *picture)
{
	struct kept_picture *k = (struct kept_picture *)(uintptr_t)picture;

	if (k == NULL || atomic_fetch_sub(&k->holders, 1) > 1)
		return;
	snapshot_drop(k->picture.snap);
	arena_free(k->arena);
	mem_free(k);
}

/* ---- the shelf ---- */

static void link_between(struct picture_shelf *shelf, struct kept_picture *k, struct kept_picture *newer,
	struct kept_picture *older)
{
	k->newer = newer;
	k->older = older;
	*(newer != NULL ? &newer->older : &shelf->newest) = k;
	*(older != NULL ? &older->newer : &shelf->oldest) = k;
}

static void unlink_it(struct picture_shelf *shelf, struct kept_picture *k)
{
	*(k->newer != NULL ? &k->newer->older : &shelf->newest) = k->older;
	*(k->older != NULL ? &k->older->newer : &shelf->oldest) = k->newer;
	k->newer = k->older = NULL;
}

static bool is_on(const struct picture_shelf *shelf, const struct kept_picture *k)
{
	return k->newer != NULL || shelf->newest == k;
}

static void count_in(struct picture_shelf *shelf, const struct kept_picture *k)
{
	shelf->counts.kept++;
	shelf->counts.bytes += k->bytes;
}

static bool has_room(const struct picture_shelf *shelf, const struct kept_picture *k)
{
	return shelf->counts.bytes + k->bytes <= shelf->counts.most_bytes;
}

struct kept_picture *shelf_find(struct picture_shelf *shelf, const char *employer, int32_t day)
{
	struct kept_picture *k = shelf->newest;

	while (k != NULL && (k->picture.snap->day != day || !str_equal(k->picture.snap->employer.code, employer)))
		k = k->older;
	if (k != NULL && k != shelf->newest) {
		unlink_it(shelf, k);
		link_between(shelf, k, NULL, shelf->newest);
	}
	return k;
}

void shelf_take_off(struct picture_shelf *shelf, struct kept_picture *k)
{
	unlink_it(shelf, k);
	shelf->counts.kept--;
	shelf->counts.bytes -= k->bytes;
	picture_drop(&k->picture);
}

static void make_room(struct picture_shelf *shelf)
{
	shelf_take_off(shelf, shelf->oldest);
	shelf->counts.evicted++;
}

void shelf_put(struct picture_shelf *shelf, struct kept_picture *k)
{
	while (shelf->oldest != NULL && !has_room(shelf, k))
		make_room(shelf);
	link_between(shelf, k, NULL, shelf->newest);
	count_in(shelf, k);
}

bool shelf_put_behind(struct picture_shelf *shelf, struct kept_picture *k)
{
	if (!has_room(shelf, k))
		return false;
	link_between(shelf, k, shelf->oldest, NULL);
	count_in(shelf, k);
	return true;
}

void shelf_grow(struct picture_shelf *shelf, struct kept_picture *k, size_t bytes)
{
	k->bytes += bytes;
	if (is_on(shelf, k))
		shelf->counts.bytes += bytes;
	while (shelf->counts.bytes > shelf->counts.most_bytes && shelf->oldest != shelf->newest)
		make_room(shelf);
}

void shelf_empty(struct picture_shelf *shelf)
{
	while (shelf->newest != NULL)
		shelf_take_off(shelf, shelf->newest);
}
