#include "service/pictures/every_employer.h"

#include "base/clock.h"
#include "store/store.h"

static int visit_one(struct store *s, const struct employer *e, int32_t on, employer_visitor *visit, void *context, struct err *err)
{
	const struct picture *p;
	int rc;

	clock_set_zone(e->time_zone);
	rc = picture_load(s, e->code, on != DAY_MIN ? on : clock_today(), &p, err);
	if (rc < 0)
		return rc;
	rc = visit(context, p, err);
	picture_drop(p);
	return rc;
}

static int visit_all(struct store *s, struct arena *a, int32_t on, employer_visitor *visit, void *context, struct err *err)
{
	struct employer *employers;
	size_t count;
	int rc = store_employers(s, a, &employers, &count, err);

	if (rc == 0 && count == 0)
		rc = err_set(err, PL_NOT_FOUND, "there is no employer in this database");
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = visit_one(s, &employers[i], on, visit, context, err);
	return rc;
}

int every_employer(struct store *s, int32_t on, employer_visitor *visit, void *context, struct err *err)
{
	struct arena *a;
	int rc = store_begin_reading(s, err);

	if (rc < 0)
		return rc;
	a = arena_new();
	rc = visit_all(s, a, on, visit, context, err);
	store_end_reading(s);
	arena_free(a);
	return rc;
}
