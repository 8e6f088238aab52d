#include "service/demo/make_demo.h"

#include <string.h>

#include "service/demo/demo_life.h"
#include "service/import/import.h"
#include "store/store.h"

/* Nothing but invented employers may be there, and none of this code. */
static int check_database(const struct demo_request *r, struct err *err)
{
	struct arena *a = arena_new();
	struct store *store = NULL;
	struct employer *employers = NULL;
	size_t count = 0;
	int rc;

	if (!store_is_begun(r->database)) {
		arena_free(a);
		return 0;
	}
	rc = store_open(r->database, STORE_READ, &store, err);
	if (rc == 0)
		rc = store_employers(store, a, &employers, &count, err);
	for (size_t i = 0; i < count && rc == 0; i++) {
		if (!employers[i].demo)
			rc = err_set(err, PL_CONFLICT, "%.200s holds the records of a real employer (%.40s): expected a database of its own "
				"for an invented one", store_name(a, r->database), employers[i].code);
		else if (strcmp(employers[i].code, r->employer) == 0)
			rc = err_set(err, PL_CONFLICT, "there is an invented employer '%.40s' in %.200s already: expected another code",
				r->employer, store_name(a, r->database));
	}
	store_close(store);
	arena_free(a);
	return rc;
}

static int tell(void *context, const struct intake *to, struct err *err)
{
	return council_tell(context, to, err);
}

int demo_make(struct arena *a, const struct demo_request *r, struct demo_made *ret, struct err *err)
{
	const struct import_request request = {.database = r->database, .employer = r->employer, .name = "Demo council",
		.demo = true, .actor = r->actor, .instant = r->instant};
	struct council *council = NULL;
	struct demo_made made;
	struct import_report report;
	int rc = check_database(r, err);

	if (rc == 0)
		rc = council_invent(a, &r->council, &council, err);
	if (rc == 0)
		rc = import_run_fed(a, &request, tell, council, &report, err);
	if (rc == 0 && report.refused)
		rc = err_set(err, PL_FAIL, "the invented council was refused: %s: expected %s", report.issues[0].place,
			report.issues[0].expected);
	if (rc == 0)
		rc = demo_accounts_make(a, r->database, r->employer, r->council.day, r->actor, &made.accounts, err);
	if (rc == 0 && !r->told_only)
		rc = demo_life_live(&(struct demo_life){r->database, r->employer, r->council.day, &made.accounts, r->actor, r->instant}, err);
	if (rc < 0)
		return rc;
	made.teams = (int64_t)council->teams_count;
	made.workers = (int64_t)council->workers_count;
	made.cases = (int64_t)council->cases_count;
	*ret = made;
	return 0;
}
