#include "service/closing.h"

#include "service/matters_inside.h"
#include "store/load_facts.h"

#define CLOSERS (ROLE_BIT(ROLE_MANAGER) | ROLE_BIT(ROLE_DEPUTY) | ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_HEAD) | \
	ROLE_BIT(ROLE_DIRECTOR))

/* ---- what closing a case does to its facts ---- */

/* What is in force ends with the case; what was to come never does. */
static bool ends(struct taking *t, struct fact *f)
{
	if (f->kind == FACT_CASE || f->kind == FACT_READER || f->when.until <= t->today)
		return false;
	if (f->kind == FACT_EPISODE && !days_include(f->when, t->today))
		return false;
	if (f->when.from > t->today) {
		f->purge = true;
		return true;
	}
	f->when.until = t->today;
	if (f->kind == FACT_EPISODE)
		f->code = t->row.code;
	else if (f->kind == FACT_HOLDING)
		f->code = "closed";
	return true;
}

static int write_facts(struct taking *t, struct commit *c, struct err *err)
{
	struct case_facts known, told;
	struct fact_change *changes;
	size_t count;
	int rc = store_case_facts(t->store, t->a, t->employer.id, t->row.ref, &known, err);

	if (rc < 0)
		return rc;
	told = (struct case_facts){.ref = known.ref};
	for (size_t i = 0; i < known.count; i++) {
		struct fact f = known.facts[i];

		if (ends(t, &f))
			case_facts_add(t->a, &told, &f);
	}
	case_decide(t->a, &known, &told, &changes, &count);
	return commit_case(c, known.ref, changes, count, err);
}

int close_case(struct taking *t, struct commit *c, struct err *err)
{
	const struct closing_row row = {.closed = t->today, .reason = t->row.code, .worker_agrees = t->row.agrees,
		.near_report = t->look.near_report, .over_line = t->look.over_line, .matter_id = t->row.id,
		.login = t->by->viewer->login};
	int rc = write_facts(t, c, err);

	return rc == 0 ? commit_closing(c, t->row.case_id, &row, err) : rc;
}

/* ---- closing ---- */

struct closing_taken {
	const struct closing_asked *asked;
	struct closing_told *told;
};

static int32_t lead_of(const struct snapshot *s, const struct case_row *c)
{
	int32_t post = c->holdings_count > 0 ? s->holdings[c->first_holding].post : -1;

	return post >= 0 ? s->posts[post].post_id : 0;
}

static int check_unasked(struct taking *t, struct err *err)
{
	struct matter_row *rows;
	size_t count;
	int rc = store_matters_of_case(t->store, t->a, t->employer.id, t->row.case_id, SIZE_MAX / 2, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		if (rows[i].kind == MATTER_CLOSING && rows[i].matter.state == MATTER_OPEN)
			rc = err_set(err, PL_CONFLICT, "A second look at closing this case is being waited for.");
	return rc;
}

static void tell_row(struct taking *t, const struct case_row *c, const struct closing_asked *asked)
{
	t->row.kind = MATTER_CLOSING;
	t->row.case_id = c->case_id;
	t->row.ref = c->ref;
	t->row.post_id = lead_of(t->snap, c);
	t->row.code = closing_reason_code(asked->reason);
	t->row.agrees = asked->worker_agrees;
	t->row.when.from = t->today;
	t->step.number = 1;
	t->step.step = MATTER_ASK;
	t->step.note = asked->note;
}

static int decide(struct taking *t, struct err *err)
{
	const struct closing_taken *taken = t->context;
	int32_t place;
	int rc = check_note(taken->asked->note, false, err);

	if (rc == 0)
		rc = take_look(t, 0, taken->asked->ref, err);
	if (rc < 0)
		return rc;
	place = snapshot_find_case(t->snap, taken->asked->ref);
	if (place < 0)
		return err_set(err, PL_NOT_FOUND, "There is no such case here.");
	if ((sight_roles_at_case(t->sight, place) & CLOSERS) == 0)
		return err_set(err, PL_DENIED, "A case is closed by those who answer for its team.");
	if (t->snap->cases[place].state != CASE_OPEN)
		return err_set(err, PL_CONFLICT, "The case is closed already.");
	tell_row(t, &t->snap->cases[place], taken->asked);
	t->look = second_look_at(t->snap, &t->loads, place, taken->asked->worker_agrees);
	t->action = second_look_needed(&t->look) ? "matter-ask" : "case-close";
	return check_unasked(t, err);
}

static int write(struct taking *t, struct commit *c, struct err *err)
{
	const struct closing_taken *taken = t->context;
	bool closes = !second_look_needed(&t->look);

	*taken->told = (struct closing_told){.closed = closes, .look = t->look};
	return closes ? close_case(t, c, err) : commit_matter(c, &t->row, &t->step, err);
}

int closing_make(struct store *s, const struct closing_asked *asked, struct closing_told *ret, struct err *err)
{
	struct closing_told told;
	const struct closing_taken taken = {asked, &told};
	int32_t matter_id;
	int rc = take_step(s, &asked->by, &taken, decide, write, &matter_id, err);

	if (rc < 0)
		return rc;
	told.matter_id = told.closed ? 0 : matter_id;
	*ret = told;
	return 0;
}
