/* One change of one account, with its ledger entry. */
#include <string.h>

#include "service/accounts/accounts_inside.h"

enum { PAYLOAD_BYTES = 8192, COMMIT_TRIES = 3 };

static int begin_commit(struct account_step *step, struct err *err)
{
	int rc = 0;

	for (int tries = 0; tries < COMMIT_TRIES; tries++) {
		rc = store_employer(step->store, step->arena, step->employer_code, &step->employer, err);
		if (rc == 0)
			rc = commit_begin(step->store, step->employer.id, step->employer.position, &step->commit, err);
		if (rc != PL_CONFLICT)
			break;
	}
	return rc;
}

static int end_commit(struct account_step *step, const struct buf *payload, struct err *err)
{
	const struct account_change *change = step->change;
	struct ledger_text entry = {.actor = change->actor, .action = step->action, .object = step->login, .instant = step->now,
		.payload = buf_text(payload)};
	int64_t position;
	int rc = change->once != NULL ? commit_once(step->commit, change->account_id, change->once, change->outcome, err) : 0;

	if (rc < 0)
		commit_abandon(step->commit);
	return rc == 0 ? commit_end(step->commit, &entry, &position, err) : rc;
}

static int run_in_commit(struct account_step *step, bool is_new,
	int (*apply)(struct account_step *step, void *context, struct err *err), void *context, struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct json_writer w = json_to(&payload);
	int rc = is_new ? 0 : store_account(step->store, step->arena, step->employer.id, step->login, &step->row, err);

	json_begin_object(&w, NULL);
	json_text(&w, "login", step->login);
	step->payload = &w;
	if (rc == 0)
		rc = apply(step, context, err);
	json_end(&w, '}');
	if (rc == 0)
		rc = end_commit(step, &payload, err);
	else
		commit_abandon(step->commit);
	buf_free(&payload);
	return rc;
}

int account_step_run(struct account_step *step, bool is_new, int (*apply)(struct account_step *step, void *context, struct err *err),
	void *context, struct err *err)
{
	int rc;

	step->arena = arena_new();
	step->now = step->accounts->now();
	step->store = writer_take(step->accounts->writer);
	rc = begin_commit(step, err);
	if (rc == 0)
		rc = run_in_commit(step, is_new, apply, context, err);
	writer_give_back(step->accounts->writer);
	sessions_doubt(step->accounts);
	step->arena = arena_free(step->arena);
	return rc;
}
