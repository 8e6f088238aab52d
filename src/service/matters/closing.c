#include "service/matters/closing.h"

#include "core/saying.h"
#include "service/matters/matters_inside.h"
#include "store/looks.h"
#include "store/load_facts.h"

/* ---- what closing a case does to its facts ---- */

/* What is in force ends with the case; what was to come never does. */
static bool ends(const struct taking *t, struct fact *f)
{
	if (f->kind == FACT_CASE || f->kind == FACT_READER || f->when.until <= t->try->today)
		return false;
	if (f->kind == FACT_EPISODE && !days_include(f->when, t->try->today))
		return false;
	if (f->kind == FACT_HOLDING) {
		holding_end(f, t->try->today, ENDED_CLOSED);
		return true;
	}
	if (f->when.from > t->try->today) {
		f->purge = true;
		return true;
	}
	f->when.until = t->try->today;
	if (f->kind == FACT_EPISODE)
		f->code = t->row.code;
	return true;
}

int close_case(struct taking *t, struct commit *c, struct err *err)
{
	const struct closing_row row = {.closed = t->try->today, .reason = t->row.code, .worker_agrees = t->row.matter.view == VIEW_FOR,
		.near_report = t->look.near_report, .over_line = t->look.over_line, .matter_id = t->row.id,
		.login = t->at_once ? t->row.steps[0].login : t->try->by->viewer->login};
	int rc = change_facts(t, c, ends, err);

	return rc == 0 ? commit_closing(c, t->row.case_id, &row, err) : rc;
}

/* ---- closing ---- */

struct closing_taken {
	const struct closing_asked *asked;
	struct closing_outcome *outcome;
};

int32_t lead_of(const struct snapshot *s, const struct case_row *c)
{
	int32_t post = c->holdings_count > 0 ? s->holdings[c->first_holding].post : -1;

	return post >= 0 ? s->posts[post].post_id : 0;
}

static int check_unasked(struct taking *t, struct err *err)
{
	struct matter_row *rows;
	size_t count;
	int rc = store_matters_of_case(t->try->store, t->try->a, t->try->employer.id, t->row.case_id, MATTERS_ALL, &rows, &count, err);

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
	t->row.view = matter_is_about(t->snap, t->sight, &t->row) ? VIEW_FOR : VIEW_UNSAID;
	t->row.matter.view = t->row.view;
	t->row.when.from = t->try->today;
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
	if (place < 0 || !sees_case(t->sight, FIELD_CASE_PAGE, place))
		return err_set(err, PL_NOT_FOUND, "%s", CASE_UNKNOWN);
	if ((sight_roles_at_case(t->sight, place) & ROLES_DECIDERS) == 0)
		return err_set(err, PL_DENIED, "A case is closed by those who answer for its team.");
	if (t->snap->cases[place].state != CASE_OPEN)
		return err_set(err, PL_CONFLICT, "The case is closed already.");
	tell_row(t, &t->snap->cases[place], taken->asked);
	t->look = second_look_at(t->snap, &t->loads, place, t->row.view);
	t->action = second_look_needed(&t->look) ? "matter-ask" : "case-close";
	return check_unasked(t, err);
}

static int write(struct taking *t, struct commit *c, struct err *err)
{
	const struct closing_taken *taken = t->context;
	bool closes = !second_look_needed(&t->look);

	*taken->outcome = (struct closing_outcome){.closed = closes, .look = t->look};
	return closes ? close_case(t, c, err) : commit_matter(c, &t->row, &t->step, err);
}

int closing_make(struct store *s, const struct closing_asked *asked, struct closing_outcome *ret, struct err *err)
{
	struct closing_outcome outcome;
	const struct closing_taken taken = {asked, &outcome};
	int32_t matter_id;
	int rc = take_step(s, &asked->by, &taken, decide, write, &matter_id, err);

	if (rc < 0)
		return rc;
	outcome.matter_id = outcome.closed ? 0 : matter_id;
	*ret = outcome;
	return 0;
}

/* ---- opening again ---- */

struct reopening_taken {
	const struct reopening_asked *asked;
	struct reopening_outcome *outcome;
	struct case_facts *known;
};

/* The day on which it was closed; PL_CONFLICT if it goes on. */
static int find_closed(const struct taking *t, const struct case_facts *known, int32_t *ret, struct err *err)
{
	*ret = DAY_MIN;
	for (size_t i = 0; i < known->count; i++) {
		const struct fact *f = &known->facts[i];

		if (f->kind == FACT_EPISODE && f->when.until > *ret)
			*ret = f->when.until;
	}
	if (*ret > t->try->today)
		return err_set(err, PL_CONFLICT, "The case is open.");
	return 0;
}

/* Whose work it is: its own team, else that of the last who held it; a place, -1. */
static int32_t team_of(const struct taking *t, const struct case_facts *known)
{
	int32_t team_id = 0, until = DAY_MIN;

	for (size_t i = 0; i < known->count; i++) {
		const struct fact *f = &known->facts[i];

		if (f->kind == FACT_CASE && f->case_team_id != 0)
			return snapshot_find_team_id(t->snap, f->case_team_id);
		if (f->kind == FACT_HOLDING && f->team_id != 0 && f->when.until >= until) {
			team_id = f->team_id;
			until = f->when.until;
		}
	}
	return snapshot_find_team_id(t->snap, team_id);
}

static int decide_reopening(struct taking *t, struct err *err)
{
	const struct reopening_taken *taken = t->context;
	int32_t team;
	int rc = take_look(t, 0, taken->asked->ref, err);

	*taken->known = (struct case_facts){.ref = taken->asked->ref};
	if (rc == 0)
		rc = store_case_facts(t->try->store, t->try->a, t->try->employer.id, taken->asked->ref, taken->known, err);
	if (rc == 0)
		rc = store_case_id(t->try->store, t->try->employer.id, taken->asked->ref, &t->row.case_id, err);
	if (rc < 0)
		return rc == PL_NOT_FOUND ? err_set(err, PL_NOT_FOUND, "%s", CASE_UNKNOWN) : rc;
	if (!sees_case_known(t->sight, FIELD_CASE_PAGE, taken->known))
		return err_set(err, PL_NOT_FOUND, "%s", CASE_UNKNOWN);
	team = team_of(t, taken->known);
	if ((sight_roles_at_team(t->sight, team) & ROLES_DECIDERS) == 0)
		return err_set(err, PL_DENIED, "A case is opened again by those who answer for its team.");
	if (!said_has(SAID_REOPEN, taken->asked->why))
		return err_set(err, PL_INVALID, "Say why with a reason of the list.");
	t->row.ref = taken->asked->ref;
	t->reason = taken->asked->why;
	t->action = "case-reopen";
	rc = find_closed(t, taken->known, &taken->outcome->closed, err);
	if (rc == 0)
		taken->outcome->referral = re_referral_of(taken->known, t->try->today, &taken->outcome->closed);
	t->days = t->try->today - taken->outcome->closed;
	return rc;
}

/* What it was on its last day: its episode too where that goes on. */
static bool goes_on(const struct fact *f, const struct reopening_outcome *outcome, bool as_it_was)
{
	if (f->when.until != outcome->closed)
		return false;
	return f->kind == FACT_STAGE || f->kind == FACT_FACTOR || (as_it_was && f->kind == FACT_EPISODE && f->no_further_action <= 0);
}

static void tell_going_on(struct taking *t, struct case_facts *told)
{
	const struct reopening_taken *taken = t->context;
	bool as_it_was = goes_on_again(t->reason, taken->outcome->closed, t->try->today), is_open = false;

	for (size_t i = 0; i < taken->known->count; i++) {
		struct fact f = taken->known->facts[i];

		if (!goes_on(&f, taken->outcome, as_it_was))
			continue;
		f.when = (struct days){as_it_was ? f.when.from : t->try->today, DAY_MAX};
		f.open_is_said = true;
		f.code = f.kind == FACT_EPISODE ? "" : f.code;
		is_open |= f.kind == FACT_EPISODE;
		case_facts_add(t->try->a, told, &f);
	}
	if (!is_open) {
		struct fact episode = fact_blank(FACT_EPISODE);

		episode.when.from = t->try->today;
		episode.open_is_said = true;
		episode.no_further_action = 0;
		case_facts_add(t->try->a, told, &episode);
	}
}

static int write_reopening(struct taking *t, struct commit *c, struct err *err)
{
	const struct reopening_taken *taken = t->context;
	struct case_facts told = {.ref = t->row.ref};
	struct fact itself = fact_blank(FACT_CASE);
	struct fact_change *changes;
	int32_t team = team_of(t, taken->known);
	size_t count;

	itself.owner = team >= 0 ? t->snap->teams[team].manager : "";
	case_facts_add(t->try->a, &told, &itself);
	tell_going_on(t, &told);
	case_facts_tidy(&told, NULL, NULL);
	case_decide(t->try->a, taken->known, &told, &changes, &count);
	return commit_case(c, t->row.ref, changes, count, err);
}

int closing_reopen(struct store *s, const struct reopening_asked *asked, struct reopening_outcome *ret, struct err *err)
{
	struct reopening_outcome outcome = {0};
	struct case_facts known;
	const struct reopening_taken taken = {asked, &outcome, &known};
	int rc = take_step(s, &asked->by, &taken, decide_reopening, write_reopening, NULL, err);

	if (rc == 0)
		*ret = outcome;
	return rc;
}
