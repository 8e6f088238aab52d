#include "core/snapshot.h"

#include "core/snapshot_private.h"

static struct picture *picture_of(const struct snapshot *s)
{
	return (struct picture *)(uintptr_t)s;
}

const struct snapshot *snapshot_hold(const struct snapshot *s)
{
	atomic_fetch_add_explicit(&picture_of(s)->shares, 1, memory_order_relaxed);
	return s;
}

void snapshot_drop(const struct snapshot *s)
{
	struct picture *p = picture_of(s);

	if (p == NULL || atomic_fetch_sub_explicit(&p->shares, 1, memory_order_acq_rel) > 1)
		return;
	arena_free(p->arena);
	mem_free(p);
}

size_t snapshot_bytes(const struct snapshot *s)
{
	return sizeof(struct picture) + arena_used(picture_of(s)->arena);
}

/* Teams stand by name and are few: no index by code is kept. */
int32_t snapshot_find_service(const struct snapshot *s, const char *code)
{
	for (size_t i = 0; i < s->services_count; i++)
		if (str_equal(s->services[i].code, code))
			return (int32_t)i;
	return -1;
}

int32_t snapshot_find_team(const struct snapshot *s, const char *code)
{
	for (size_t i = 0; i < s->teams_count; i++) {
		if (str_equal(s->teams[i].code, code))
			return (int32_t)i;
	}
	return -1;
}

int32_t snapshot_find_team_id(const struct snapshot *s, int32_t team_id)
{
	for (size_t i = 0; i < s->teams_count && team_id != 0; i++)
		if (s->teams[i].team_id == team_id)
			return (int32_t)i;
	return -1;
}

int32_t snapshot_find_post_id(const struct snapshot *s, int32_t post_id)
{
	return id_map_get(s->posts_by_id, post_id);
}

int32_t snapshot_find_case_id(const struct snapshot *s, int32_t case_id)
{
	return id_map_get(s->cases_by_id, case_id);
}

int32_t snapshot_find_line_id(const struct snapshot *s, int32_t line_id)
{
	for (size_t i = 0; i < s->lines_count && line_id != 0; i++)
		if (s->lines[i].line_id == line_id)
			return (int32_t)i;
	return -1;
}

/* Among `count` rows in the order of their codes. */
static int32_t find_in_order(const struct snapshot *s, size_t count,
	const char *(*code_of)(const struct snapshot *s, size_t i), const char *code)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(code_of(s, middle), code);

		if (order == 0)
			return (int32_t)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

static const char *code_of_person(const struct snapshot *s, size_t i)
{
	return s->persons[i].code;
}

int32_t snapshot_find_person(const struct snapshot *s, const char *code)
{
	return find_in_order(s, s->persons_count, code_of_person, code);
}

static const char *ref_of_case(const struct snapshot *s, size_t i)
{
	return s->cases[i].ref;
}

int32_t snapshot_find_case(const struct snapshot *s, const char *ref)
{
	return find_in_order(s, s->cases_count, ref_of_case, ref);
}

int32_t snapshot_case_team(const struct snapshot *s, const struct case_row *c)
{
	int32_t team = c->team;

	for (int32_t i = 0; i < c->holdings_count && team < 0; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		team = h->team < 0 && h->post >= 0 ? s->posts[h->post].team : h->team;
	}
	return team;
}

bool snapshot_case_in_team(const struct snapshot *s, const struct case_row *c, int32_t team)
{
	if (c->team == team)
		return true;
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (h->team == team || (h->post >= 0 && s->posts[h->post].team == team))
			return true;
	}
	return false;
}

static const struct scheme *scheme_of_service(const struct snapshot *s, int32_t service)
{
	return service >= 0 ? s->services[service].scheme : &SCHEME_NONE;
}

const struct scheme *snapshot_case_scheme(const struct snapshot *s, const struct case_row *c)
{
	return scheme_of_service(s, c->service);
}

const struct scheme *snapshot_post_scheme(const struct snapshot *s, const struct post_row *p)
{
	return scheme_of_service(s, p->team >= 0 ? s->teams[p->team].service : main_service(s));
}

const struct scheme *snapshot_scheme_for(const struct snapshot *s, const char *service, int32_t team_id)
{
	const int32_t team = snapshot_find_team_id(s, team_id);

	if (service[0] != '\0')
		return scheme_of_service(s, snapshot_find_service(s, service));
	return scheme_of_service(s, team >= 0 ? s->teams[team].service : main_service(s));
}

const char *person_label(const struct person_row *p)
{
	return p->name[0] != '\0' ? p->name : p->code;
}
