/* What is known in the moment of a step: the close-up, the sides, and what stands in the way. */
#include "base/str.h"
#include "service/accounts/accounts_inside.h"
#include "service/allocation/allocation_inside.h"
#include "store/accounts.h"
#include "store/close_up.h"

enum {
	LATER_DAYS = 60, /* on which something begins; a worker has one or two */
	TREND_DAYS = 28
};

/* ---- the close-up ---- */

static int take_picture(struct dealing *d, const char *const *persons, size_t count, struct err *err)
{
	const char **refs = arena_array(d->try->a, d->offered_count + 1, sizeof *refs);
	const struct close_up_asked asked = {.employer = d->try->by->employer, .day = d->today, .posts = &d->row.post_id, .posts_count = 1,
		.refs = refs, .refs_count = d->offered_count + 1, .persons = persons, .persons_count = count};
	int rc;

	refs[0] = d->row.ref;
	for (size_t i = 0; i < d->offered_count; i++)
		refs[i + 1] = d->offered[i].ref;
	dealing_drop(d);
	rc = store_close_up(d->try->store, &asked, &d->snap, err);
	if (rc < 0)
		return rc;
	d->post = snapshot_find_post_id(d->snap, d->row.post_id);
	d->case_index = snapshot_find_case(d->snap, d->row.ref);
	return 0;
}

void dealing_drop(struct dealing *d)
{
	if (d->snap != NULL)
		snapshot_drop(d->snap);
	d->snap = NULL;
}

int dealing_look(struct dealing *d, struct err *err)
{
	const struct viewer *v = d->try->by->viewer;
	int rc = take_picture(d, &v->person, v->person[0] != '\0', err);

	if (rc < 0)
		return rc;
	d->sight = sight_of(d->try->a, v, d->snap, d->snap);
	d->is_worker = d->post >= 0 && sight_is_person(d->sight, d->snap->posts[d->post].person);
	d->is_manager = !d->is_worker && sight_is_managers_side(d->sight, d->post, d->case_index);
	return 0;
}

int dealing_check_offerer(struct dealing *d, struct err *err)
{
	int32_t from = snapshot_find_post_id(d->snap, d->row.instead_of);

	if (d->case_index < 0 || !sees_case(d->sight, FIELD_CASE_REFERENCE, d->case_index))
		return err_set(err, PL_NOT_FOUND, "%s", CASE_UNKNOWN);
	d->outcome->refusal = REFUSED_NOT_YOURS;
	if (!sight_may_offer(d->sight, d->case_index))
		return err_set(err, PL_DENIED, "A case is offered by those who answer for it.");
	if (d->row.instead_of != 0 && !sight_is_managers_side(d->sight, from, -1))
		return err_set(err, PL_DENIED, "A case is taken over from one of its holders, by those who answer for their team.");
	d->outcome->refusal = REFUSED_NOT;
	return 0;
}

/* ---- the accounts of a side ---- */

/* The account as a viewer; PL_NOT_FOUND if there is none, or it may not be used. */
static int read_viewer(struct dealing *d, const char *login, struct viewer *ret, struct err *err)
{
	struct account_row row;
	bool may_act;
	int rc = store_account(d->try->store, d->try->a, d->try->employer.id, login, &row, err);

	if (rc == 0)
		rc = account_viewer(d->try->store, d->try->a, &d->try->employer, &row, d->try->by->instant, ret, &may_act, err);
	if (rc == 0 && !may_act)
		return err_set(err, PL_NOT_FOUND, "The account %s is disabled.", login);
	return rc;
}

int dealing_both_present(struct dealing *d, const char *talked_with, bool *ret, struct err *err)
{
	struct viewer other;
	int rc;

	*ret = false;
	if (talked_with[0] == '\0' || str_equal(talked_with, d->try->by->viewer->login))
		return 0;
	rc = read_viewer(d, talked_with, &other, err);
	if (rc < 0)
		return rc == PL_NOT_FOUND ? err_set(err, PL_INVALID, "There is no account '%.64s' here to have talked with.", talked_with) : rc;
	if (d->is_worker)
		*ret = sight_is_managers_side(sight_of(d->try->a, &other, d->snap, d->snap), d->post, d->case_index);
	else
		*ret = d->post >= 0 && str_equal(other.person, d->snap->persons[d->snap->posts[d->post].person].code);
	return 0;
}

/* Whether they answer for where the case is or for whom it is offered to: a manager, deputy or supervisor, or whoever is above them. */
static bool may_stand_for(const struct dealing *d, const struct viewer *who)
{
	const struct sight *sight = sight_of(d->try->a, who, d->snap, d->snap);
	unsigned roles = sight_roles_at_team(sight, d->snap->posts[d->post].team);

	if (d->case_index >= 0)
		roles |= sight_roles_at_case(sight, d->case_index);
	return (roles & ROLES_DECIDERS) != 0;
}

int dealing_check_risk(struct dealing *d, struct err *err)
{
	const char *login = d->row.terms.risk_with;
	struct viewer holder;
	int rc;

	if (login[0] == '\0' || d->post < 0)
		return 0;
	rc = read_viewer(d, login, &holder, err);
	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_INVALID, "There is no account '%.64s' here to hold the risk until it is answered.", login);
	if (rc == 0 && str_equal(holder.person, d->snap->persons[d->snap->posts[d->post].person].code))
		return err_set(err, PL_INVALID, "The risk is not with the worker before they have agreed: name somebody else.");
	if (rc == 0 && !may_stand_for(d, &holder))
		return err_set(err, PL_INVALID, "The risk is with somebody who answers for the case or for the worker's team, or who is above them: "
			"%.64s is neither.", login);
	return rc;
}

/* The persons behind all accounts of the manager's side, whoever offers among them. */
static int read_deputies(struct dealing *d, const char ***ret, size_t *ret_count, struct err *err)
{
	struct account_row *rows;
	const char **persons;
	size_t count, n = 0;
	int rc = store_accounts(d->try->store, d->try->a, d->try->employer.id, &rows, &count, err);

	if (rc < 0)
		return rc;
	persons = arena_array(d->try->a, count + 1, sizeof *persons);
	persons[n++] = d->try->by->viewer->person;
	for (size_t i = 0; i < count && rc == 0; i++) {
		struct viewer v;
		bool may_act;

		rc = account_viewer(d->try->store, d->try->a, &d->try->employer, &rows[i], d->try->by->instant, &v, &may_act, err);
		if (rc == 0 && may_act && sight_is_managers_side(sight_of(d->try->a, &v, d->snap, d->snap), d->post, d->case_index))
			persons[n++] = v.person;
	}
	*ret = persons;
	*ret_count = n;
	return rc;
}

static int32_t find_person(const struct snapshot *s, const char *code)
{
	return code[0] != '\0' ? snapshot_find_person(s, code) : -1;
}

/* ---- what stands in the way ---- */

bool offers_clash(const struct proposal_row *a, const struct proposal_row *b)
{
	bool both_lead = a->terms.role == HOLDING_LEAD && b->terms.role == HOLDING_LEAD;

	return a->proposal_id != b->proposal_id && negotiation_is_open(a->state) && negotiation_is_open(b->state) &&
		(both_lead || a->post_id == b->post_id);
}

static int read_held_hours(struct dealing *d, struct said_before *ret, struct err *err)
{
	int64_t since = d->try->by->instant - (int64_t)EMERGENCY_DAYS * 24 * 3600;
	int32_t of_case, by_post;
	int rc = store_held_hours(d->try->store, d->try->employer.id, d->row.case_id, d->row.post_id, since, &of_case, &by_post, err);

	if (rc == 0)
		ret->hold_spent = of_case + d->asked->hours > EMERGENCY_HOURS_MOST || by_post + d->asked->hours > EMERGENCY_HOURS_OF_ONE;
	return rc;
}

static int read_said_before(struct dealing *d, struct said_before *ret, struct err *err)
{
	struct proposal_row *rows;
	size_t count;
	struct proposal_row as_open = d->row;
	int rc = store_proposals_of_case(d->try->store, d->try->a, d->try->employer.id, d->row.case_id, &rows, &count, err);

	as_open.state = NEGOTIATION_OFFERED;
	for (size_t i = 0; i < count && rc == 0; i++)
		ret->offered_already |= offers_clash(&rows[i], &as_open);
	if (rc == 0)
		rc = store_declined_for(d->try->store, d->try->employer.id, d->row.case_id, d->row.post_id, "conflict",
			&ret->conflict_named, err);
	if (rc == 0 && d->asked != NULL && d->asked->step == STEP_HOLD)
		rc = read_held_hours(d, ret, err);
	ret->offered = d->offered;
	ret->offered_count = d->offered_count;
	return rc;
}

struct offered_case *offered_cases(struct arena *a, const struct proposal_row *rows, size_t count, int32_t post_id, int32_t but,
	size_t *ret_count)
{
	struct offered_case *offered = NULL;
	size_t n = 0, room = 0;

	for (size_t i = 0; i < count; i++)
		if (rows[i].post_id == post_id && rows[i].proposal_id != but && negotiation_is_open(rows[i].state) &&
			rows[i].state != NEGOTIATION_HELD)
			*ARENA_PUSH(a, &offered, &n, &room) = (struct offered_case){rows[i].ref, rows[i].terms.role, rows[i].terms.share};
	*ret_count = n;
	return offered;
}

/* What else is offered to the worker has to have room beside it; the picture is taken anew with these cases. */
static int look_at_offered(struct dealing *d, struct err *err)
{
	struct proposal_row *rows;
	size_t count;
	int rc = store_proposals_of_post(d->try->store, d->try->a, d->try->employer.id, d->row.post_id, &rows, &count, err);

	if (rc < 0)
		return rc;
	d->offered = offered_cases(d->try->a, rows, count, d->row.post_id, d->row.proposal_id, &d->offered_count);
	if (d->offered_count == 0)
		return 0;
	rc = take_picture(d, &d->try->by->viewer->person, d->try->by->viewer->person[0] != '\0', err);
	if (rc == 0)
		d->sight = sight_of(d->try->a, d->try->by->viewer, d->snap, d->snap);
	return rc;
}

static struct offer offer_of(const struct dealing *d)
{
	return (struct offer){.case_index = d->case_index, .post = d->post, .role = d->row.terms.role, .share = d->row.terms.share,
		.instead_of = snapshot_find_post_id(d->snap, d->row.instead_of)};
}

/* Whoever offers is away: then it depends on those who deputise for them, whose posts are looked at too. */
static int judge_with_deputies(struct dealing *d, const struct said_before *before, struct err *err)
{
	struct duty duty = {.proposer = -1};
	const char **persons;
	struct offer offer;
	int32_t *places;
	size_t count;
	int rc = read_deputies(d, &persons, &count, err);

	if (rc == 0)
		rc = take_picture(d, persons, count, err);
	if (rc < 0)
		return rc;
	places = arena_array(d->try->a, count, sizeof *places);
	for (size_t i = 0; i < count; i++)
		places[i] = find_person(d->snap, persons[i]);
	duty.persons = places;
	duty.persons_count = count;
	duty.proposer = find_person(d->snap, d->try->by->viewer->person);
	d->sight = sight_of(d->try->a, d->try->by->viewer, d->snap, d->snap);
	offer = offer_of(d);
	d->allocation = allocation_of(d->snap, &offer, &duty, before);
	return 0;
}

static bool passes(const struct circumstances *world)
{
	return world->line_passed || world->protection_passed || world->offers_pass_line;
}

/* The lines as they would stand on a day to come; the figures that are told are those of the first day on which one is passed. */
static int judge_on(struct dealing *d, int32_t day, const struct said_before *before, struct err *err)
{
	struct dealing later = *d;
	const struct duty nobody = {.proposer = -1};
	struct offer offer;
	struct allocation allocation;
	int rc;

	later.today = day;
	later.snap = NULL;
	rc = take_picture(&later, NULL, 0, err);
	if (rc < 0)
		return rc;
	offer = offer_of(&later);
	allocation = allocation_of(later.snap, &offer, &nobody, before);
	if (passes(&allocation.world) && !passes(&d->allocation.world)) {
		d->allocation.lines = allocation.lines;
		d->allocation.with_offered = allocation.with_offered;
		d->allocation.lines.line = d->allocation.with_offered.line = -1;
		d->figures_day = day;
	}
	d->allocation.world.line_passed |= allocation.world.line_passed;
	d->allocation.world.protection_passed |= allocation.world.protection_passed;
	d->allocation.world.offers_pass_line |= allocation.world.offers_pass_line;
	dealing_drop(&later);
	return 0;
}

/* What begins later counts from its day on: the lines are asked on each of those days too, or several agreements that begin
 * later would pass one. */
static int judge_later(struct dealing *d, const struct said_before *before, struct err *err)
{
	int32_t day = d->today, next;
	int rc = 0;

	for (int days = 0; days < LATER_DAYS && d->post >= 0 && rc == 0; days++) {
		rc = store_next_start(d->try->store, d->try->employer.id, d->row.post_id, day, &next, err);
		if (d->row.terms.starts > day && d->row.terms.starts < next)
			next = d->row.terms.starts;
		if (rc < 0 || next == DAY_MAX)
			return rc;
		day = next;
		rc = judge_on(d, day, before, err);
	}
	return rc;
}

/* Where work goes by principles and no number stops it, how the load has gone is told beside what it would be (R42). */
static int tell_trend(struct dealing *d, struct err *err)
{
	struct dealing then = *d;
	int rc;

	then.today = d->today - TREND_DAYS;
	then.snap = NULL;
	rc = take_picture(&then, NULL, 0, err);
	if (rc < 0)
		return rc;
	if (then.post >= 0)
		d->minutes_then = what_if(then.snap, then.post, NULL, 0).before.load_minutes;
	dealing_drop(&then);
	return 0;
}

int dealing_judge_world(struct dealing *d, enum negotiation_step step, struct circumstances *ret, struct err *err)
{
	bool offers = negotiation_offers(step);
	struct said_before before = {0};
	struct duty duty = {.persons_count = 0};
	struct offer offer;
	int rc = offers ? look_at_offered(d, err) : 0;

	if (rc == 0)
		rc = read_said_before(d, &before, err);
	if (rc < 0)
		return rc;
	offer = offer_of(d);
	duty.proposer = d->is_manager && offers ? find_person(d->snap, d->try->by->viewer->person) : -1;
	d->allocation = allocation_of(d->snap, &offer, &duty, &before);
	d->figures_day = d->today;
	if (offers && d->allocation.world.nobody_on_duty)
		rc = judge_with_deputies(d, &before, err);
	if (rc == 0)
		rc = judge_later(d, &before, err);
	if (rc == 0 && d->snap->employer.principles && d->post >= 0)
		rc = tell_trend(d, err);
	*ret = d->allocation.world;
	return rc;
}
