/* What is due: read, and asked of core. */
#include "base/clock.h"
#include "service/matters_inside.h"
#include "service/watch_inside.h"
#include "store/load_facts.h"
#include "store/proposals.h"

struct reading {
	struct store *store;
	struct arena *a;
	int32_t employer_id, today;
	struct working_time decider;
};

static struct watched_matter watched_of(const struct reading *r, const struct matter_row *row)
{
	return (struct watched_matter){.matter_id = row->id, .post_id = row->post_id, .case_id = row->case_id, .since = row->when.from,
		.matter = row->matter, .decider = r->decider};
}

static int read_matters(struct reading *r, struct watched *w, struct err *err)
{
	struct watched_matter *matters;
	struct matter_row *rows;
	size_t count;
	int rc = store_matters_open(r->store, r->a, r->employer_id, &rows, &count, err);

	if (rc == 0)
		rc = decider_time(r->store, r->a, r->employer_id, matters_wait_since(rows, count, r->today), &r->decider, err);
	if (rc < 0)
		return rc;
	matters = arena_array(r->a, count, sizeof *matters);
	for (size_t i = 0; i < count; i++)
		matters[i] = watched_of(r, &rows[i]);
	w->matters = matters;
	w->matters_count = count;
	return 0;
}

static struct negotiation negotiation_of(const struct proposal_story *story)
{
	struct negotiation n = negotiation_none();

	for (size_t i = 0; i < story->steps_count; i++) {
		const struct proposal_step_row *step = &story->steps[i];

		negotiation_replay(&n, &(struct step_asked){.step = step->step, .by = step->party, .at = clock_minute(step->instant),
			.talked_at = step->talked_at != 0 ? clock_minute(step->talked_at) : LOCAL_NEVER, .means = step->means,
			.hours = step->hours});
	}
	return n;
}

/* Either side's clock runs in its own time, from when it was its turn. */
int watch_proposal(struct store *s, struct arena *a, int32_t employer_id, const struct proposal_story *story,
	struct watched_proposal *ret, struct err *err)
{
	struct watched_proposal p = {.proposal_id = story->row.proposal_id, .negotiation = negotiation_of(story)};
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
	struct reading r = {.store = s, .a = a, .employer_id = p->snap->employer.id, .today = p->snap->day};
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
