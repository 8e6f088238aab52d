/* What is due: read, and asked of core. */
#include "base/clock.h"
#include "base/str.h"
#include "core/allocation.h"
#include "service/accounts/accounts_inside.h"
#include "service/allocation/allocation.h"
#include "service/matters/matters_inside.h"
#include "service/clock/watch_inside.h"
#include "store/load_facts.h"
#include "store/proposals.h"

struct reading {
	struct store *store;
	struct arena *a;
	int32_t employer_id, today;
	int64_t instant;
	struct working_time decider;
	const struct snapshot *snap;
	struct decider *deciders;
	size_t deciders_count;
};

/* ---- who is there to answer ---- */

/* Somebody who answers for others, and the day on which they are at work again. */
struct decider {
	struct viewer viewer;
	const struct sight *sight;
	int32_t back;
};

static void add_decider(struct reading *r, const struct viewer *v)
{
	struct decider *d = &r->deciders[r->deciders_count++];

	d->viewer = *v;
	d->sight = sight_of(r->a, &d->viewer, r->snap, r->snap);
	d->back = back_on_duty(r->snap, v->person[0] != '\0' ? snapshot_find_person(r->snap, v->person) : -1);
}

static int read_deciders(struct reading *r, struct err *err)
{
	struct account_row *accounts;
	size_t accounts_count;
	int rc = store_accounts(r->store, r->a, r->employer_id, &accounts, &accounts_count, err);

	if (rc < 0)
		return rc;
	r->deciders = arena_array(r->a, accounts_count, sizeof *r->deciders);
	for (size_t i = 0; i < accounts_count && rc == 0; i++) {
		struct viewer v;
		bool may_act;

		rc = account_viewer(r->store, r->a, &r->snap->employer, &accounts[i], r->instant, &v, &may_act, err);
		if (rc == 0 && may_act && (viewer_roles(&v) & ROLES_DECIDERS) != 0)
			add_decider(r, &v);
	}
	return rc;
}

/* Nobody answers what they asked for, or what is about their own load. */
static unsigned may_answer_as(const struct reading *r, const struct decider *d, const struct matter_row *row)
{
	bool asked = row->steps_count > 0 && str_equal(row->steps[0].login, d->viewer.login);

	return asked || matter_is_about(r->snap, d->sight, row) ? 0 : matter_roles(r->snap, d->sight, &d->viewer, row);
}

/* Whether none of those it stands with is at work before it is due, and somebody above them is today. */
static bool is_nobody_there(const struct reading *r, const struct matter_row *row)
{
	unsigned here = matter_deciders_here(&row->matter), above = matter_deciders(&row->matter) & ~here;
	int64_t due = matter_due(&row->matter, &r->decider);
	bool somebody_above = false;

	if (row->matter.state != MATTER_OPEN || row->matter.level + 1 >= MATTER_LEVELS)
		return false;
	for (size_t i = 0; i < r->deciders_count; i++) {
		const struct decider *d = &r->deciders[i];
		unsigned roles = may_answer_as(r, d, row);

		if ((roles & here) != 0 && d->back <= r->today)
			return false;
		if ((roles & here) != 0 && d->back != DAY_MAX && local_midnight(d->back) < due)
			return false;
		somebody_above |= (roles & above) != 0 && d->back <= r->today;
	}
	return somebody_above;
}

static struct watched_matter watched_of(const struct reading *r, const struct matter_row *row)
{
	return (struct watched_matter){.matter_id = row->id, .post_id = row->post_id, .case_id = row->case_id, .line_id = row->line_id,
		.since = row->when.from, .matter = row->matter, .decider = r->decider, .nobody_there = is_nobody_there(r, row)};
}

/* ---- what is open ---- */

static int add_matters(struct reading *r, struct watched *w, const struct matter_row *rows, size_t count, struct err *err)
{
	struct watched_matter *matters = arena_array(r->a, count, sizeof *matters);
	int rc = decider_time(r->store, r->a, r->employer_id, matters_wait_since(rows, count, r->today), &r->decider, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count; i++)
		matters[i] = watched_of(r, &rows[i]);
	w->matters = matters;
	w->matters_count = count;
	return 0;
}

static int read_matters(struct reading *r, struct watched *w, struct err *err)
{
	struct matter_row *rows;
	size_t count;
	int rc = store_matters_open(r->store, r->a, r->employer_id, &rows, &count, err);

	if (rc == 0 && count > 0)
		rc = read_deciders(r, err);
	return rc == 0 ? add_matters(r, w, rows, count, err) : rc;
}

/* Of a post, or else of a case: those that store_matters_open gives of all. */
static int read_matters_of(struct reading *r, const struct watch_close *at, struct watched *w, struct err *err)
{
	struct matter_row *rows;
	size_t count, kept = 0;
	int rc = at->post_id != 0
		? store_matters_of_post(r->store, r->a, r->employer_id, at->post_id, MATTERS_ALL, &rows, &count, err)
		: store_matters_of_case(r->store, r->a, r->employer_id, at->case_id, MATTERS_ALL, &rows, &count, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count; i++)
		if (rows[i].matter.state == MATTER_OPEN || (matter_lasts(rows[i].kind) && rows[i].when.until == DAY_MAX))
			rows[kept++] = rows[i];
	return add_matters(r, w, rows, kept, err);
}

/* Either side's clock runs in its own time, from when it was its turn. */
int watch_proposal(struct store *s, struct arena *a, int32_t employer_id, const struct proposal_story *story,
	struct watched_proposal *ret, struct err *err)
{
	struct watched_proposal p = {.proposal_id = story->row.proposal_id, .negotiation = allocation_negotiation(story)};
	int32_t since = local_day(p.negotiation.turn_since);
	int rc = store_working_time(s, a, employer_id, story->row.post_id, since, &p.worker, err);

	if (rc == 0)
		rc = decider_time(s, a, employer_id, since, &p.manager, err);
	if (rc == 0)
		*ret = p;
	return rc;
}

static int read_proposal(struct reading *r, int32_t proposal_id, struct watched_proposal *ret, struct err *err)
{
	struct proposal_story story;
	int rc = store_proposal(r->store, r->a, r->employer_id, proposal_id, &story, err);

	return rc == 0 ? watch_proposal(r->store, r->a, r->employer_id, &story, ret, err) : rc;
}

static int read_proposals(struct reading *r, struct watched *w, struct err *err)
{
	struct watched_proposal *proposals;
	struct proposal_row *rows;
	size_t count, open = 0;
	int rc = store_proposals_open(r->store, r->a, r->employer_id, &rows, &count, err);

	if (rc < 0)
		return rc;
	proposals = arena_array(r->a, count, sizeof *proposals);
	for (size_t i = 0; i < count && rc == 0; i++)
		if (negotiation_is_open(rows[i].state))
			rc = read_proposal(r, rows[i].proposal_id, &proposals[open++], err);
	w->proposals = proposals;
	w->proposals_count = open;
	return rc;
}

static int read_conditions(struct reading *r, struct watched *w, struct err *err)
{
	struct condition_due *due;
	int rc = store_conditions_due(r->store, r->a, r->employer_id, r->today, &due, &w->conditions_count, err);

	if (rc == 0)
		w->conditions = due;
	return rc;
}

static int read_live_since(struct reading *r, struct watched *w, struct err *err)
{
	struct setting_row *rows;
	size_t count;
	int rc = store_settings(r->store, r->a, r->employer_id, &rows, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		if (rows[i].setting == SETTING_LIVE && days_include(rows[i].when, r->today))
			w->live_since = rows[i].when.from;
	return rc;
}

int watch_read(struct store *s, struct arena *a, const struct picture *p, int64_t instant, struct watch_step **ret, size_t *ret_count,
	struct err *err)
{
	struct watched w = {.snap = p->snap, .loads = &p->loads, .pile = p->pile, .pile_count = p->pile_count,
		.now = clock_minute(instant)};
	struct reading r = {.store = s, .a = a, .employer_id = p->snap->employer.id, .today = p->snap->day, .instant = instant,
		.snap = p->snap};
	int rc = read_matters(&r, &w, err);

	if (rc == 0)
		rc = read_proposals(&r, &w, err);
	if (rc == 0)
		rc = read_conditions(&r, &w, err);
	if (rc == 0)
		rc = read_live_since(&r, &w, err);
	if (rc == 0)
		watch_decide(a, &w, ret, ret_count);
	return rc;
}

int watch_read_close(struct store *s, struct arena *a, const struct watch_close *at, int64_t now, struct watch_step **ret,
	size_t *ret_count, struct err *err)
{
	struct watched w = {.snap = at->snap, .loads = at->loads, .now = now};
	struct reading r = {.store = s, .a = a, .employer_id = at->snap->employer.id, .today = at->snap->day, .snap = at->snap};
	struct pile_row *pile;
	int rc = read_matters_of(&r, at, &w, err);

	if (rc == 0)
		rc = read_conditions(&r, &w, err);
	if (rc == 0)
		rc = read_live_since(&r, &w, err);
	if (rc < 0)
		return rc;
	pile_of_snapshot(a, at->snap, at->loads, &pile, &w.pile_count);
	w.pile = pile;
	watch_decide(a, &w, ret, ret_count);
	return 0;
}
