#include "service/allocation/undo_own.h"

#include <string.h>

#include "base/str.h"
#include "service/pictures/pictures.h"
#include "service/allocation/reversal.h"
#include "service/ledger/audit_words.h"

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

/* A program that asks in one role of an account takes back what was done in that role alone. */
static bool is_theirs(const struct viewer *v, const struct ledger_row *entry)
{
	return v->only_role == NULL || audit_is(entry->payload, DECIDED_AS_ROLE, v->only_role);
}

static bool is_in_time(const struct ledger_row *entry, int64_t instant)
{
	int64_t seconds = instant - entry->instant;

	return seconds >= 0 && seconds <= UNDO_OWN_SECONDS;
}

int undo_own_find(struct store *s, struct arena *a, int32_t employer_id, const struct viewer *v, int64_t instant, struct ledger_row *ret,
	struct err *err)
{
	struct ledger_row last;
	int rc = find_last(s, a, employer_id, v->login, &last, err);

	if (rc < 0)
		return rc;
	if (last.sequence == 0 || !may_be_undone(last.action) || !is_theirs(v, &last) || !is_in_time(&last, instant) ||
		last.undone_by != 0)
		last = (struct ledger_row){0};
	*ret = last;
	return 0;
}

int undo_own_shown(struct pictures *pictures, struct arena *a, int32_t employer_id, const struct viewer *v, int64_t instant,
	struct ledger_row *ret, struct err *err)
{
	int rc = undo_own_find(pictures_lock_store(pictures), a, employer_id, v, instant, ret, err);

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

static int check(const struct deciding *d, const struct undo_own_request *r, struct err *err)
{
	struct ledger_row last;
	int rc = find_last(d->store, d->a, d->employer.id, d->by->viewer->login, &last, err);

	if (rc < 0)
		return rc;
	if (last.sequence == 0 || last.sequence != r->sequence || !may_be_undone(last.action))
		return err_set(err, PL_DENIED, "Only your own last step can be taken back, and only if it was about work.");
	if (!is_theirs(d->by->viewer, &last))
		return err_set(err, PL_DENIED, "With a token of one role only what was done in that role can be taken back.");
	if (!is_in_time(&last, d->by->instant))
		return err_set(err, PL_INVALID, "The minute in which it could be taken back is over.");
	return 0;
}

static int undo_once(struct deciding *d, const void *context, struct err *err)
{
	const struct undo_own_request *r = context;
	int64_t rows = 0;
	int rc = check(d, r, err);

	if (rc == 0)
		rc = deciding_begin(d, err);
	if (rc == 0)
		rc = reversal_make(d->store, d->commit, &d->employer, r->sequence, d->today, &rows, err);
	if (rc == 0) {
		json_int(&d->payload, "undone", r->sequence);
		json_int(&d->payload, "rows", rows);
	}
	return deciding_end(d, rc, &(struct decided){.action = "undo"}, err);
}

int undo_own(struct store *s, const struct undo_own_request *r, struct err *err)
{
	return deciding_run(s, &r->by, undo_once, r, err);
}
