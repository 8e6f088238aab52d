/* One change of one account, with its ledger entry. */
#include "service/accounts/accounts_inside.h"

struct step_run {
	struct account_step *step;
	bool is_new;
	int (*apply)(struct account_step *step, void *context, struct err *err);
	void *context;
};

/* All of it in the commit: nothing is decided before nobody else writes. */
static int step_once(struct deciding *d, const void *context, struct err *err)
{
	const struct step_run *run = context;
	struct account_step *step = run->step;
	int rc = deciding_begin(d, err);

	step->arena = d->a;
	step->employer = d->employer;
	step->commit = d->commit;
	step->payload = &d->payload;
	if (rc == 0)
		json_text(step->payload, "login", step->login);
	if (rc == 0 && !run->is_new)
		rc = store_account(step->store, step->arena, step->employer.id, step->login, &step->row, err);
	if (rc == 0)
		rc = run->apply(step, run->context, err);
	return deciding_end(d, rc, &(struct decided){.action = step->action, .object = step->login}, err);
}

int account_step_run(struct account_step *step, bool is_new, int (*apply)(struct account_step *step, void *context, struct err *err),
	void *context, struct err *err)
{
	const struct account_change *change = step->change;
	const struct viewer who = {.login = change->actor, .account_id = change->account_id, .employer = step->employer_code, .person = ""};
	const struct asked_by by = {.employer = step->employer_code, .viewer = &who, .instant = step->accounts->now(), .once = change->once,
		.outcome = change->outcome};
	int rc;

	step->now = by.instant;
	step->store = writer_take(step->accounts->writer);
	rc = deciding_run(step->store, &by, step_once, &(struct step_run){step, is_new, apply, context}, err);
	writer_give_back(step->accounts->writer);
	sessions_doubt(step->accounts);
	step->arena = NULL;
	return rc;
}
