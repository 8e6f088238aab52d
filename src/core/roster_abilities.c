/* What somebody can, and when they work: told whole, so what a file says of one stands in the place of what was known. */
#include <stdlib.h>
#include <string.h>

#include "core/roster_joining.h"

/* ---- skills ---- */

static const char *key_of_skill(struct joining *j, const struct roster_skill *s)
{
	return arena_printf(j->a, "%d %d %s", s->person_id, s->when.from, s->code);
}

void join_skills(struct joining *j)
{
	struct roster *r = &j->ret->roster;
	struct strmap *places;

	if (j->told->skills_count == 0)
		return;
	places = strmap_new();
	for (size_t i = 0; i < r->skills_count; i++)
		(void)strmap_put(places, str_of(key_of_skill(j, &r->skills[i])), (int32_t)i);
	for (size_t i = 0; i < j->told->skills_count; i++) {
		const struct skill_told *t = &j->told->skills[i];
		int32_t person = joining_known_person(j, &t->worker, t->where), place;
		struct roster_skill skill = {.code = t->code, .when = t->when};

		if (person < 0)
			continue;
		skill.person_id = r->persons[person].person_id;
		place = strmap_put(places, str_of(key_of_skill(j, &skill)), (int32_t)r->skills_count);
		if ((size_t)place == r->skills_count)
			*ARENA_PUSH(j->a, &r->skills, &r->skills_count, &r->skills_room) = skill;
		else
			r->skills[place] = skill;
	}
	places = strmap_free(places);
}

/* ---- working hours ---- */

static const char *key_of_week(struct joining *j, const struct roster_week *w)
{
	return arena_printf(j->a, "%d %d", w->post_id, w->when.from);
}

static struct roster_week week_of(const struct week_told *t, int32_t post_id)
{
	struct roster_week w = {.post_id = post_id, .when = {t->from, DAY_MAX}};

	for (int i = 0; i < DAYS_OF_WEEK; i++)
		w.week[i] = (struct working_hours){(int16_t)t->day[i].from, (int16_t)t->day[i].until};
	return w;
}

/* A week of the joined roster, and whether the files tell of it. */
struct dated_week {
	struct roster_week *week;
	bool told;
};

static int compare_weeks(const void *left, const void *right)
{
	const struct roster_week *a = ((const struct dated_week *)left)->week, *b = ((const struct dated_week *)right)->week;

	if (a->post_id != b->post_id)
		return a->post_id < b->post_id ? -1 : 1;
	return (a->when.from > b->when.from) - (a->when.from < b->when.from);
}

/* Each week of a post that the files speak of ends where its next one begins. */
static void end_weeks(struct dated_week *weeks, size_t count)
{
	for (size_t i = 0, n; i < count; i += n) {
		bool told = false;

		for (n = 0; i + n < count && weeks[i + n].week->post_id == weeks[i].week->post_id; n++)
			told = told || weeks[i + n].told;
		for (size_t k = i; told && k < i + n; k++)
			weeks[k].week->when.until = k + 1 < i + n ? weeks[k + 1].week->when.from : DAY_MAX;
	}
}

static void put_week(struct joining *j, struct strmap *places, const struct week_told *t, bool *told)
{
	struct roster *r = &j->ret->roster;
	int32_t post = joining_known_post(j, &t->worker, t->where), place;
	struct roster_week week;

	if (post < 0)
		return;
	week = week_of(t, r->posts[post].post_id);
	place = strmap_put(places, str_of(key_of_week(j, &week)), (int32_t)r->weeks_count);
	if ((size_t)place == r->weeks_count)
		*ARENA_PUSH(j->a, &r->weeks, &r->weeks_count, &r->weeks_room) = week;
	else
		memcpy(r->weeks[place].week, week.week, sizeof week.week);
	told[place] = true;
}

void join_weeks(struct joining *j)
{
	struct roster *r = &j->ret->roster;
	struct strmap *places;
	struct dated_week *dated;
	bool *told;

	if (j->told->weeks_count == 0)
		return;
	places = strmap_new();
	told = arena_array(j->a, r->weeks_count + j->told->weeks_count, sizeof *told);
	for (size_t i = 0; i < r->weeks_count; i++)
		(void)strmap_put(places, str_of(key_of_week(j, &r->weeks[i])), (int32_t)i);
	for (size_t i = 0; i < j->told->weeks_count; i++)
		put_week(j, places, &j->told->weeks[i], told);
	places = strmap_free(places);
	dated = arena_array(j->a, r->weeks_count, sizeof *dated);
	for (size_t i = 0; i < r->weeks_count; i++)
		dated[i] = (struct dated_week){&r->weeks[i], told[i]};
	if (r->weeks_count > 0)
		qsort(dated, r->weeks_count, sizeof *dated, compare_weeks);
	end_weeks(dated, r->weeks_count);
}
