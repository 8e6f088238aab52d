#include "service/access/looks_prune.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "store/looks.h"

enum { PAYLOAD_BYTES = 1000 };

static int end(struct commit *c, const struct looks_prune_request *r, struct looks_pruned *pruned, struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {.actor = r->actor, .action = "looks-prune", .object = r->employer, .instant = r->instant};
	struct json_writer w = json_to(&payload);
	char day[DATE_ISO_SIZE];
	int rc;

	json_begin_object(&w, NULL);
	json_text(&w, "before", date_iso(r->before, day));
	json_int(&w, "looks", pruned->looks);
	json_end(&w, '}');
	entry.payload = buf_text(&payload);
	rc = commit_end(c, &entry, &pruned->position, err);
	buf_free(&payload);
	return rc;
}

static int prune(struct store *s, const struct employer *e, const struct looks_prune_request *r, struct looks_pruned *pruned,
	struct err *err)
{
	struct commit *c;
	int rc = commit_begin(s, e->id, e->position, &c, err);

	if (rc < 0)
		return rc;
	rc = commit_prune_looks(c, clock_day_begins(r->before), &pruned->looks, err);
	if (rc == 0 && pruned->looks > 0 && !r->dry_run)
		return end(c, r, pruned, err);
	commit_abandon(c);
	return rc;
}

int looks_prune(struct arena *a, const struct looks_prune_request *r, struct looks_pruned *ret, struct err *err)
{
	struct looks_pruned pruned = {0};
	struct store *s = NULL;
	struct employer e;
	int rc = store_open(r->database, STORE_WRITE, &s, err);

	if (rc == 0)
		rc = store_employer(s, a, r->employer, &e, err);
	if (rc == 0) {
		clock_set_zone(e.time_zone);
		if (r->before > clock_today())
			rc = err_set(err, PL_INVALID, "Looks of today and of days to come cannot be deleted: expected a day up to today");
	}
	if (rc == 0)
		rc = prune(s, &e, r, &pruned, err);
	store_close(s);
	if (rc == 0)
		*ret = pruned;
	return rc;
}
