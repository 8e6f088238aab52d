#include "service/pictures/load_trend.h"

#include "store/close_up.h"

enum { DAYS_OF_A_WEEK = 7 };

static struct trend_week week_of(struct arena *scratch, const struct snapshot *s, int32_t post_id)
{
	int32_t post = snapshot_find_post_id(s, post_id);
	struct trend_week week = {.day = s->day, .in_post = post >= 0 && days_include(s->posts[post].when, s->day)};
	struct post_load load;

	if (!week.in_post)
		return week;
	load = loads_of_snapshot(scratch, s).posts[post];
	week.load_minutes = load.load_minutes;
	week.capacity_minutes = load.capacity_minutes;
	week.used_permille = load.used_permille;
	return week;
}

int load_trend_read(struct pictures *pictures, const struct picture *p, int32_t post, struct trend_week ret[TREND_WEEKS], struct err *err)
{
	const int32_t post_id = p->snap->posts[post].post_id;
	const struct close_up_asked asked = {.employer = p->snap->employer.code, .posts = &post_id, .posts_count = 1};
	const struct snapshot *weeks[TREND_WEEKS];
	int32_t days[TREND_WEEKS];
	struct arena *scratch;
	int rc;

	for (int32_t i = 0; i < TREND_WEEKS; i++)
		days[i] = p->snap->day - DAYS_OF_A_WEEK * (TREND_WEEKS - 1 - i);
	rc = store_close_ups(pictures_lock_store(pictures), &asked, days, TREND_WEEKS, weeks, err);
	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	scratch = arena_new();
	for (int32_t i = 0; i < TREND_WEEKS; i++) {
		ret[i] = week_of(scratch, weeks[i], post_id);
		snapshot_drop(weeks[i]);
	}
	arena_free(scratch);
	return 0;
}
