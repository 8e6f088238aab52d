#include "service/pictures/load_trend.h"

#include "core/what_if.h"
#include "store/close_up.h"

enum { DAYS_OF_A_WEEK = 7 };

static int read_week(struct store *store, const char *employer, int32_t post_id, struct trend_week *week, struct err *err)
{
	const struct close_up_asked asked = {.employer = employer, .day = week->day, .posts = &post_id, .posts_count = 1};
	const struct snapshot *s;
	int32_t post;
	int rc = store_close_up(store, &asked, &s, err);

	if (rc < 0)
		return rc;
	post = snapshot_find_post_id(s, post_id);
	week->in_post = post >= 0 && days_include(s->posts[post].when, week->day);
	if (week->in_post) {
		struct post_load load = what_if(s, post, NULL, 0).after;

		week->load_minutes = load.load_minutes;
		week->capacity_minutes = load.capacity_minutes;
		week->used_permille = load.used_permille;
	}
	snapshot_drop(s);
	return 0;
}

int load_trend_read(struct pictures *pictures, const struct picture *p, int32_t post, struct trend_week ret[TREND_WEEKS], struct err *err)
{
	int rc = 0;

	for (int32_t i = 0; i < TREND_WEEKS && rc == 0; i++) {
		ret[i] = (struct trend_week){.day = p->snap->day - DAYS_OF_A_WEEK * (TREND_WEEKS - 1 - i)};
		rc = read_week(pictures_lock_store(pictures), p->snap->employer.code, p->snap->posts[post].post_id, &ret[i], err);
		pictures_unlock_store(pictures);
	}
	return rc;
}
