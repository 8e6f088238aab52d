#include <stdlib.h>

#include "core/snapshot_private.h"
#include "core/stage.h"

enum { DAYS_A_WEEK = 7 };

/* Fills in service, team and state, and that an open case is not closed yet, whatever is known of later; false if the case is neither open nor in its taper. */
static bool place_case(const struct making *m, struct case_row *c)
{
	const struct scheme *scheme;

	c->team = id_map_get(&m->team_places, c->team);
	c->service = place_service(m, c->service, c->team >= 0 ? m->teams[c->team].service : main_service(m->shown));
	c->state = c->closed > m->day ? CASE_OPEN : CASE_CLOSING;
	c->closed = c->state == CASE_OPEN ? DAY_MAX : c->closed;
	if (c->opened > m->day)
		return false;
	scheme = snapshot_case_scheme(m->shown, c);
	return c->state == CASE_OPEN || m->day < (int64_t)c->closed + scheme->closing_weeks * DAYS_A_WEEK;
}

/* A reference as it is sorted: eight bytes of it as a number decide nearly always. */
struct ref_key {
	uint64_t head;
	const char *ref; /* after what all references have in common */
	bool closing;
	int32_t opened;
	int32_t place;   /* in the builder */
};

static bool same_ref(const struct ref_key *a, const struct ref_key *b)
{
	return a->head == b->head && str_equal(a->ref, b->ref);
}

/* By reference; of one case that came twice an open episode first, and among those the newest. */
static int compare_refs(const void *left, const void *right)
{
	const struct ref_key *a = left, *b = right;
	int order = (a->head > b->head) - (a->head < b->head);

	if (order == 0)
		order = strcmp(a->ref, b->ref);
	if (order == 0)
		order = a->closing - b->closing;
	return order != 0 ? order : compare_int32(b->opened, a->opened);
}

/* How many leading bytes all references share: "SYN0110" says nothing about their order. */
static size_t common_prefix(const struct ref_key *keys, size_t count)
{
	size_t common = count > 0 ? strlen(keys[0].ref) : 0;

	for (size_t i = 1; i < count; i++) {
		size_t n = 0;

		while (n < common && keys[i].ref[n] == keys[0].ref[n])
			n++;
		common = n;
	}
	return common;
}

static uint64_t head_of(const char *ref)
{
	uint64_t head = 0;

	for (size_t i = 0; i < sizeof head; i++) {
		head = head << 8 | (unsigned char)*ref;
		if (*ref != '\0')
			ref++;
	}
	return head;
}

static void sort_refs(struct ref_key *keys, size_t count)
{
	size_t common = common_prefix(keys, count);
	bool sorted = true;

	for (size_t i = 0; i < count; i++) {
		keys[i].ref += common;
		keys[i].head = head_of(keys[i].ref);
		if (i > 0 && compare_refs(&keys[i - 1], &keys[i]) > 0)
			sorted = false;
	}
	if (!sorted)
		qsort(keys, count, sizeof *keys, compare_refs);
}

/* A case that was opened again during its taper is open: only the first of its episodes in that order is kept. */
static void keep_newest_episodes(struct ref_key *keys, size_t *count)
{
	size_t n = 0;

	for (size_t i = 0; i < *count; i++) {
		if (n == 0 || !same_ref(&keys[n - 1], &keys[i]))
			keys[n++] = keys[i];
	}
	*count = n;
}

static void build_cases(struct making *m)
{
	struct case_row *rows = m->given->cases.rows;
	struct ref_key *keys = arena_array(m->scratch, m->given->cases.count, sizeof *keys);
	struct id_map *places;
	size_t n = 0;

	for (size_t i = 0; i < m->given->cases.count; i++) {
		if (place_case(m, &rows[i]))
			keys[n++] = (struct ref_key){.ref = rows[i].ref, .closing = rows[i].state == CASE_CLOSING,
				.opened = rows[i].opened, .place = (int32_t)i};
	}
	sort_refs(keys, n);
	keep_newest_episodes(keys, &n);
	m->cases = arena_array(m->arena, n, sizeof *m->cases);
	places = id_map_new(m->arena, n);
	for (size_t i = 0; i < n; i++) {
		m->cases[i] = rows[keys[i].place];
		id_map_put(places, m->cases[i].case_id, (int32_t)i);
	}
	m->shown->cases = m->cases;
	m->shown->cases_count = n;
	m->shown->cases_by_id = places;
}

/* Households are numbered as they come up in the order of the cases, whatever order they were added in. */
static void build_households(struct making *m)
{
	size_t known = strmap_count(m->given->of->household_numbers);
	int32_t *places = arena_array(m->scratch, known, sizeof *places);
	int32_t *open_cases = arena_array(m->arena, m->shown->cases_count, sizeof *open_cases);
	int32_t next = 0;

	for (size_t i = 0; i < known; i++)
		places[i] = -1;
	for (size_t i = 0; i < m->shown->cases_count; i++) {
		struct case_row *c = &m->cases[i];
		int32_t number = c->household;

		c->household = number >= 0 && places[number] >= 0 ? places[number] : next++;
		if (number >= 0)
			places[number] = c->household;
		open_cases[c->household] += c->state == CASE_OPEN;
	}
	m->shown->household_cases = open_cases;
	m->shown->households_count = (size_t)next;
}

/* A case in its taper is shown as closing and weighs by what it was on the day before it was closed. */
static void derive_type(struct making *m, struct case_row *c, struct stage_span *spans)
{
	const struct scheme *scheme = snapshot_case_scheme(m->shown, c);
	struct stage_choice choice;

	for (int32_t i = 0; i < c->stages_count; i++) {
		const struct stage_row *stage = &m->shown->stages[c->first_stage + i];

		spans[i] = (struct stage_span){.type = stage->type_index, .when = stage->when};
	}
	choice = stage_on(scheme, spans, (size_t)c->stages_count, facts_day(m, c), c->anything_begun);
	c->type = c->state == CASE_CLOSING ? scheme_find_role(scheme, TYPE_CLOSING) : choice.type;
	c->base_type = choice.base_type;
}

static void derive_types(struct making *m)
{
	int32_t most = 0;
	struct stage_span *spans;

	for (size_t i = 0; i < m->shown->cases_count; i++) {
		if (m->cases[i].stages_count > most)
			most = m->cases[i].stages_count;
	}
	spans = arena_array(m->scratch, (size_t)most, sizeof *spans);
	for (size_t i = 0; i < m->shown->cases_count; i++)
		derive_type(m, &m->cases[i], spans);
}

const struct snapshot *snapshot_build(struct snapshot_builder *b)
{
	struct picture *picture = b->picture;
	struct making m = {
		.given = b, .arena = picture->arena, .scratch = arena_new(), .shown = &picture->shown, .day = picture->shown.day,
	};

	build_people(&m);
	build_cases(&m);
	build_households(&m);
	build_case_facts(&m);
	derive_types(&m);
	build_lines(&m);
	arena_free(m.scratch);
	b->picture = NULL;
	snapshot_builder_free(b);
	return &picture->shown;
}
