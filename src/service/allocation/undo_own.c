#include "service/allocation/undo_own.h"

#include <string.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "service/pictures/pictures.h"
#include "service/allocation/reversal.h"
#include "store/accounts.h"

enum { PAYLOAD_BYTES = 1000 };

/* What is done one by one, with an answer to somebody: not imports, settings, accounts, or who may see what. */
static bool may_be_undone(const char *action)
{
	static const char *const STEPS[] = {"matter-", "proposal-", "case-close", "case-reopen", "rating", "surge", "extra-time", "weight-view", "review"};

	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		if (strncmp(action, STEPS[i], strlen(STEPS[i])) == 0)
			return true;
	return false;
}

static int find_last(struct store *s, struct arena *a, int32_t employer_id, const char *login, struct ledger_row *ret,
	struct err *err)
{
	const struct audit_filter filter = {.action = "", .actor = login, .until = INT64_MAX, .before = INT64_MAX, .most = 1};
	struct audit_row *rows;
	size_t count;
	int rc = store_audit(s, a, employer_id, &filter, &rows, &count, err);

	if (rc == 0)
		*ret = count > 0 ? rows[0].entry : (struct ledger_row){0};
	return rc;
}

static bool is_in_time(const struct ledger_row *entry, int64_t instant)
{
	return instant - entry->instant <= UNDO_OWN_SECONDS;
}

int undo_own_find(struct store *s, struct arena *a, int32_t employer_id, const char *login, int64_t instant, struct ledger_row *ret,
	struct err *err)
{
	struct ledger_row last;
	int rc = find_last(s, a, employer_id, login, &last, err);

	if (rc < 0)
		return rc;
	if (last.sequence == 0 || !may_be_undone(last.action) || !is_in_time(&last, instant) || last.undone_by != 0)
		last = (struct ledger_row){0};
	*ret = last;
	return 0;
}

int undo_own_shown(struct pictures *pictures, struct arena *a, int32_t employer_id, const char *login, int64_t instant,
	struct ledger_row *ret, struct err *err)
{
	int rc = undo_own_find(pictures_lock_store(pictures), a, employer_id, login, instant, ret, err);

	pictures_unlock_store(pictures);
	return rc;
}

int undo_own_last(struct pictures *pictures, struct arena *a, int32_t employer_id, const char *login, struct ledger_row *ret,
	struct err *err)
{
	int rc = find_last(pictures_lock_store(pictures), a, employer_id, login, ret, err);

	pictures_unlock_store(pictures);
	return rc;
}

static int check(struct store *s, struct arena *a, const struct employer *e, const struct undo_own_request *r, struct err *err)
{
	struct ledger_row last;
	int rc = find_last(s, a, e->id, r->viewer->login, &last, err);

	if (rc < 0)
		return rc;
	if (last.sequence == 0 || last.sequence != r->sequence || !may_be_undone(last.action))
		return err_set(err, PL_DENIED, "Only your own last step can be taken back, and only if it was about work.");
	if (!is_in_time(&last, r->instant))
		return err_set(err, PL_INVALID, "The minute in which it could be taken back is over.");
	return 0;
}

static int undo(struct store *s, const struct employer *e, const struct undo_own_request *r, int64_t *ret_position, struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {.actor = r->viewer->login, .action = "undo", .object = e->code, .instant = r->instant};
	struct json_writer w = json_to(&payload);
	struct commit *c;
	int64_t rows;
	int rc = commit_begin(s, e->id, e->position, &c, err);

	if (rc < 0)
		return rc;
	rc = reversal_make(s, c, e, r->sequence, clock_day_of(r->instant), &rows, err);
	if (rc == 0 && r->once != NULL)
		rc = commit_once(c, r->viewer->account_id, r->once, r->outcome, err);
	if (rc < 0) {
		commit_abandon(c);
		return rc;
	}
	json_begin_object(&w, NULL);
	json_int(&w, "undone", r->sequence);
	json_int(&w, "rows", rows);
	json_end(&w, '}');
	entry.payload = buf_text(&payload);
	rc = commit_end(c, &entry, ret_position, err);
	buf_free(&payload);
	return rc;
}

int undo_own(struct store *s, const struct undo_own_request *r, int64_t *ret_position, struct err *err)
{
	struct arena *a = arena_new();
	struct employer e;
	int rc = store_employer(s, a, r->employer, &e, err);

	if (rc == 0)
		rc = check(s, a, &e, r, err);
	if (rc == 0)
		rc = undo(s, &e, r, ret_position, err);
	arena_free(a);
	return rc;
}
