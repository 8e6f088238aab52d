#include "service/ledger/erase.h"

#include "base/clock.h"
#include "base/json_writer.h"

enum { PAYLOAD_BYTES = 1000 };

static int check_left(struct store *s, const struct employer *e, int32_t person_id, const struct erase_request *r, struct err *err)
{
	int32_t today = r->today;
	bool in_post;
	int rc;

	if (today == DAY_MIN) {
		clock_set_zone(e->time_zone);
		today = clock_today();
	}
	rc = store_person_is_in_post(s, e->id, person_id, today, &in_post, err);
	if (rc == 0 && in_post)
		rc = err_set(err, PL_CONFLICT, "The worker %s is in post: only somebody who has left can be erased", r->person);
	return rc;
}

static int end(struct arena *a, struct commit *c, int32_t person_id, const struct erase_request *r, struct person_erased *erased,
	struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {.actor = r->actor, .action = "erase", .instant = r->instant,
		.object = arena_printf(a, "person %d", (int)person_id)};
	struct json_writer w = json_to(&payload);
	int rc;

	json_begin_object(&w, NULL);
	json_int(&w, "person", person_id);
	json_int(&w, "rows", erased->what.rows);
	json_int(&w, "payloads", erased->what.payloads);
	json_end(&w, '}');
	entry.payload = buf_text(&payload);
	rc = commit_end(c, &entry, &erased->position, err);
	buf_free(&payload);
	return rc;
}

static int erase(struct arena *a, struct store *s, const struct employer *e, int32_t person_id, const struct erase_request *r,
	struct person_erased *erased, struct err *err)
{
	struct commit *c;
	int rc = commit_begin(s, e->id, e->position, &c, err);

	if (rc < 0)
		return rc;
	rc = commit_erase_person(c, person_id, &erased->what, err);
	if (rc == 0)
		return end(a, c, person_id, r, erased, err);
	commit_abandon(c);
	return rc;
}

int erase_person(struct arena *a, const struct erase_request *r, struct person_erased *ret, struct err *err)
{
	struct person_erased erased = {0};
	struct store *s = NULL;
	struct employer e;
	int32_t person_id;
	int rc = store_open(r->database, STORE_WRITE, &s, err);

	if (rc == 0)
		rc = store_employer(s, a, r->employer, &e, err);
	if (rc == 0)
		rc = store_person_by_code(s, e.id, r->person, &person_id, err);
	if (rc == 0)
		rc = check_left(s, &e, person_id, r, err);
	if (rc == 0)
		rc = erase(a, s, &e, person_id, r, &erased, err);
	store_close(s);
	if (rc < 0)
		return rc;
	erased.code = arena_printf(a, "erased-%d", (int)person_id);
	*ret = erased;
	return 0;
}
