#include "service/health/health_check.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/health_day.h"
#include "store/store.h"

int health_period(int32_t first, int32_t last, int32_t today, struct days *ret, struct err *err)
{
	struct days period = {first, last == DAY_MAX ? today : last};

	if (first == DAY_MIN)
		period.from = period.until - HEALTH_DAYS_DEFAULT + 1;
	period.until++;
	if (period.from >= period.until)
		return err_set(err, PL_INVALID, "The period ends before it begins: expected a first day that is not after the last.");
	if (period.until - period.from > HEALTH_DAYS_MOST)
		return err_set(err, PL_INVALID, "The period has %d days: expected two years at most.", period.until - period.from);
	*ret = period;
	return 0;
}

int health_scope_of(const struct snapshot *s, const char *service, const char *team, struct health_scope *ret, struct err *err)
{
	struct health_scope scope = {.team = TEAMS_ALL};

	if (service != NULL && service[0] != '\0') {
		for (size_t i = 0; i < s->services_count && scope.service == NULL; i++)
			if (str_equal(s->services[i].code, service))
				scope.service = s->services[i].code;
		if (scope.service == NULL)
			return err_set(err, PL_NOT_FOUND, "There is no service of this code here.");
	}
	if (team != NULL && team[0] != '\0') {
		scope.team = snapshot_find_team(s, team);
		if (scope.team < 0)
			return err_set(err, PL_NOT_FOUND, "There is no team of this code here.");
	}
	*ret = scope;
	return 0;
}

static struct health blank(const struct picture *at, const struct health_asked *asked)
{
	struct health h = {.scope = asked->scope, .day = asked->period.until - 1, .period = asked->period, .records_day = DAY_MIN};

	if (at->snap->employer.changed_at != 0)
		h.records_day = clock_day_of(at->snap->employer.changed_at);
	for (int m = 0; m < HEALTH_MEASURES; m++)
		h.figures[m] = health_unsaid();
	return h;
}

int health_check_read(struct store *s, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, struct health *ret, struct err *err)
{
	struct health h = blank(at, asked);

	(void)s;
	(void)a;
	(void)sight;
	(void)err;
	health_of_day(at->snap, &at->loads, at->pile, at->pile_count, asked->scope, h.figures);
	*ret = h;
	return 0;
}

int health_check_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health_asked *asked, struct health *ret, struct err *err)
{
	struct store *s = pictures_lock_store(pictures);
	int rc = health_check_read(s, a, at, sight, asked, ret, err);

	pictures_unlock_store(pictures);
	return rc;
}
