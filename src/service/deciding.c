#include "service/deciding.h"

#include "base/clock.h"
#include "store/accounts.h"

enum { PAYLOAD_BYTES = 8192 };

/* ---- the commit ---- */

int deciding_begin(struct deciding *d, struct err *err)
{
	int rc = commit_begin(d->store, d->employer.id, d->employer.position, &d->commit, err);

	d->overtaken = rc == PL_CONFLICT;
	if (rc < 0)
		return rc;
	d->said = BUF_INIT(PAYLOAD_BYTES);
	d->payload = json_to(&d->said);
	json_begin_object(&d->payload, NULL);
	if (d->by->viewer->only_role != NULL)
		json_text(&d->payload, DECIDED_AS_ROLE, d->by->viewer->only_role);
	return 0;
}

/* What was asked for with a key is kept with its answer, so that who asks again gets it again, and nothing is done twice. */
static int keep_key(const struct deciding *d, const struct decided *decided, struct err *err)
{
	const struct asked_by *by = d->by;
	struct buf kept = BUF_INIT(ONCE_OUTCOME_BYTES);
	int rc;

	if (by->once == NULL)
		return 0;
	buf_puts(&kept, by->outcome);
	if (by->tell != NULL)
		by->tell(&kept, decided);
	rc = commit_once(d->commit, by->viewer->account_id, by->once, buf_text(&kept), err);
	buf_free(&kept);
	return rc;
}

static int end_with_entry(struct deciding *d, const struct decided *decided, struct err *err)
{
	struct ledger_text entry = {.actor = d->by->viewer->login, .action = decided->action, .instant = d->by->instant,
		.object = decided->object != NULL ? decided->object : d->employer.code};
	int64_t position;

	json_end(&d->payload, '}');
	entry.payload = buf_text(&d->said);
	return commit_end(d->commit, &entry, &position, err);
}

int deciding_end(struct deciding *d, int rc, const struct decided *decided, struct err *err)
{
	if (rc == 0)
		rc = keep_key(d, decided, err);
	if (rc == 0)
		rc = end_with_entry(d, decided, err);
	else
		commit_abandon(d->commit);
	d->commit = NULL;
	buf_free(&d->said);
	return rc;
}

/* ---- the tries ---- */

static int try_once(struct deciding *d, deciding_try try, const void *context, struct err *err)
{
	int rc;

	d->now = clock_minute(d->by->instant);
	d->today = clock_day_of(d->by->instant);
	rc = store_employer(d->store, d->a, d->by->employer, &d->employer, err);
	return rc == 0 ? try(d, context, err) : rc;
}

int deciding_run(struct store *s, const struct asked_by *by, deciding_try try, const void *context, struct err *err)
{
	for (int tries = 0; tries < DECIDING_TRIES; tries++) {
		struct deciding d = {.a = arena_new(), .store = s, .by = by};
		int rc = try_once(&d, try, context, err);

		arena_free(d.a);
		if (!d.overtaken)
			return rc;
	}
	return err_set(err, PL_CONFLICT, "Others changed these records each time that this was decided, so nothing was changed: try again.");
}
