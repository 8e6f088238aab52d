#include "core/equality.h"

#include "core/extra_time.h"
#include "core/round.h"

struct weighed {
	int64_t minutes;
	int32_t cases;
};

static void add_post(const struct snapshot *s, const struct loads *l, int32_t post, struct equality_group *g, struct weighed *w)
{
	const struct post_row *p = &s->posts[post];
	const struct post_load *load = &l->posts[post];

	g->cases += load->cases;
	g->load_minutes += load->load_minutes;
	g->owed_minutes += p->owed_minutes;
	g->measured_minutes += load->contract_minutes >= 0 ? load->load_minutes : 0;
	g->capacity_minutes += load->contract_minutes >= 0 ? load->capacity_minutes : 0;
	for (int32_t i = 0; i < p->holdings_count; i++) {
		int32_t minutes = l->holding_minutes[s->post_holdings[p->first_holding + i]];

		if (minutes < 0)
			continue;
		w->minutes += minutes;
		w->cases++;
	}
}

/* Whether the person has a post that carries cases; adds all of these. */
static bool add_person(const struct snapshot *s, const struct loads *l, int32_t person, struct equality_group *g, struct weighed *w)
{
	const struct person_row *p = &s->persons[person];
	bool any = false, past = false;

	for (int32_t i = 0; i < p->posts_count; i++) {
		int32_t post = s->person_posts[p->first_post + i];

		if (l->posts[post].availability == CARRIES_NO_CASES)
			continue;
		any = true;
		past |= l->posts[post].band == BAND_OVER;
		add_post(s, l, post, g, w);
	}
	g->people += any;
	g->past_line += past;
	return any;
}

static void finish(struct equality_group *g, const struct weighed *w)
{
	g->used_permille = g->capacity_minutes > 0 ? clamp_int32(divide_half_up(g->measured_minutes * 1000, g->capacity_minutes)) : -1;
	g->weight_minutes = w->cases > 0 ? divide_half_up(w->minutes, w->cases) : -1;
}

/* Groups of few people; and where they come to few together, the smallest of the others with them, for it would be what is left. */
static void withhold(struct equality_group *groups, size_t count)
{
	int32_t hidden = 0;

	for (size_t i = 0; i < count; i++) {
		groups[i].told = groups[i].people >= EQUALITY_PEOPLE;
		hidden += groups[i].told ? 0 : groups[i].people;
	}
	while (hidden > 0 && hidden < EQUALITY_PEOPLE) {
		struct equality_group *least = NULL;

		for (size_t i = 0; i < count; i++)
			if (groups[i].told && (least == NULL || groups[i].people < least->people))
				least = &groups[i];
		if (least == NULL)
			break;
		least->told = false;
		hidden += least->people;
	}
	for (size_t i = 0; i < count; i++)
		if (!groups[i].told)
			groups[i] = (struct equality_group){.name = groups[i].name, .people = groups[i].people, .used_permille = -1, .weight_minutes = -1};
}

struct equality_group *equality_of(struct arena *a, const struct snapshot *s, const struct loads *l, const int32_t *group_of,
	const char *const *names, size_t names_count, size_t *ret_count)
{
	struct equality_group *groups = arena_array(a, names_count + 1, sizeof *groups);
	struct weighed *weighed = arena_array(a, names_count + 1, sizeof *weighed);
	size_t count = names_count;

	for (size_t i = 0; i < names_count; i++)
		groups[i].name = names[i];
	groups[names_count].name = "";
	for (int32_t i = 0; (size_t)i < s->persons_count; i++) {
		size_t at = group_of[i] == EQUALITY_UNNAMED ? names_count : (size_t)group_of[i];

		if (add_person(s, l, i, &groups[at], &weighed[at]) && at == names_count)
			count = names_count + 1;
	}
	for (size_t i = 0; i < count; i++)
		finish(&groups[i], &weighed[i]);
	withhold(groups, count);
	*ret_count = count;
	return groups;
}
