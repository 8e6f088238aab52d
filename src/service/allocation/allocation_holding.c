/* What follows from an answer: the holding that begins, the holdings that end for it, and the tasks that were agreed. */
#include "base/str.h"
#include "core/guard.h"
#include "service/allocation/allocation_inside.h"

struct following {
	struct dealing *d;
	struct case_facts known, told, after;
};

static void tell(struct following *f, const struct fact *fact)
{
	case_facts_add(f->d->try->a, &f->told, fact);
	if (!fact->purge)
		case_facts_add(f->d->try->a, &f->after, fact);
}

static void end_holding(struct following *f, const struct fact *held, int32_t day, const char *why)
{
	struct fact ended = *held;

	holding_end(&ended, day, why);
	tell(f, &ended);
}

/* Whether the new holding takes the very place of one: as who holds it, as what and since when. */
static bool is_replaced(const struct dealing *d, const struct fact *held, int32_t day)
{
	return held->post_id == d->row.post_id && held->role == d->row.terms.role && held->when.from == day;
}

/* Whether it is a row of the close-up that is nobody's work. */
static bool gives_way(const struct dealing *d, const struct fact *held)
{
	const struct case_row *c = d->case_index >= 0 ? &d->snap->cases[d->case_index] : NULL;

	if (held->post_id == 0 || holding_standing(held) != HOLDING_STANDS)
		return true;
	for (int32_t i = 0; c != NULL && i < c->holdings_count; i++) {
		const struct holding_row *h = &d->snap->holdings[c->first_holding + i];

		if (h->post >= 0 && d->snap->posts[h->post].post_id == held->post_id && h->when.from == held->when.from)
			return holding_gives_way(d->snap, h);
	}
	return false;
}

/* Why a holding that goes on ends when the new one begins; NULL: it does not. */
static const char *why_it_ends(const struct dealing *d, const struct fact *held)
{
	if (held->post_id != 0 && held->post_id == d->row.post_id)
		return ENDED_CHANGED;
	if (held->post_id != 0 && held->post_id == d->row.instead_of)
		return ENDED_HANDED_OVER;
	return d->row.terms.role == HOLDING_LEAD && gives_way(d, held) ? ENDED_ALLOCATED : NULL;
}

/* What else is known of the case stays as it is. */
static void end_others(struct following *f, int32_t day)
{
	for (size_t i = 0; i < f->known.count; i++) {
		const struct fact *fact = &f->known.facts[i];
		const char *why = fact->kind == FACT_HOLDING && fact->when.until > day ? why_it_ends(f->d, fact) : NULL;

		if (why != NULL && is_replaced(f->d, fact, day))
			continue;
		if (why != NULL)
			end_holding(f, fact, day, why);
		else
			case_facts_add(f->d->try->a, &f->after, fact);
	}
}

static int begin_holding(struct following *f, struct days when, enum holding_standing standing, struct err *err)
{
	const struct dealing *d = f->d;
	int32_t team = d->snap->posts[d->post].team;
	struct fact h = fact_blank(FACT_HOLDING);
	struct holding_ruling ruling;

	h.when = when;
	h.open_is_said = true;
	h.post_id = d->row.post_id;
	h.team_id = team >= 0 ? d->snap->teams[team].team_id : 0;
	h.role = d->row.terms.role;
	h.share = d->row.terms.share;
	h.standing = (int8_t)standing;
	h.proposal_id = d->row.proposal_id;
	/* Also from a day to come, which no picture of today shows. */
	if (is_led_beside(&f->after, &h))
		return err_set(err, PL_INVALID, "%s", negotiation_refusal_sentence(REFUSED_CASE_LED));
	tell(f, &h);
	ruling = holding_guard(&f->after, &h);
	if (ruling.refused)
		return err_set(err, PL_INVALID, "The case cannot be held so: expected %s.", holding_rule_expected(ruling.rule));
	return 0;
}

static void tell_tasks(struct following *f, int32_t from)
{
	const struct dealing *d = f->d;

	for (size_t i = 0; i < d->tasks_count; i++) {
		struct fact task = fact_blank(FACT_TASK);

		task.code = d->tasks[i].kind;
		task.minutes = d->tasks[i].minutes;
		task.when = (struct days){from, d->tasks[i].due >= from ? d->tasks[i].due + 1 : from + 1};
		tell(f, &task);
	}
}

/* Agreed: from the day that was said, or today if that is past. */
static int follow_live(struct following *f, struct err *err)
{
	int32_t from = f->d->row.terms.starts > f->d->today ? f->d->row.terms.starts : f->d->today;
	int rc;

	end_others(f, from);
	rc = begin_holding(f, (struct days){from, DAY_MAX}, HOLDING_STANDS, err);
	tell_tasks(f, from);
	return rc;
}

/* Held until the hours are over, at the latest until the end of that day. */
static int follow_hold(struct following *f, struct err *err)
{
	for (size_t i = 0; i < f->known.count; i++)
		case_facts_add(f->d->try->a, &f->after, &f->known.facts[i]);
	return begin_holding(f, (struct days){f->d->today, local_day(f->d->negotiation.held_until) + 1}, HOLDING_EMERGENCY, err);
}

/* Over without an agreement: an emergency hold that came of it ends with it. */
static void follow_end(struct following *f)
{
	for (size_t i = 0; i < f->known.count; i++) {
		const struct fact *h = &f->known.facts[i];

		if (h->kind == FACT_HOLDING && h->proposal_id == f->d->row.proposal_id && holding_standing(h) == HOLDING_EMERGENCY &&
			h->when.until > f->d->today)
			end_holding(f, h, f->d->today, ENDED_EMERGENCY_OVER);
	}
}

static int follow(struct following *f, struct err *err)
{
	enum negotiation_state state = f->d->states[f->d->steps_count - 1];

	if (state == NEGOTIATION_LIVE)
		return follow_live(f, err);
	if (state == NEGOTIATION_HELD)
		return follow_hold(f, err);
	if (f->d->row.ended != DAY_MAX)
		follow_end(f);
	return 0;
}

int dealing_write_holding(struct dealing *d, struct commit *c, struct err *err)
{
	struct following f = {.d = d};
	struct fact_change *changes;
	size_t count;
	int rc = store_case_facts(d->try->store, d->try->a, d->try->employer.id, d->row.ref, &f.known, err);

	f.told.ref = f.after.ref = d->row.ref;
	if (rc == 0)
		rc = follow(&f, err);
	if (rc < 0 || f.told.count == 0)
		return rc;
	case_facts_tidy(&f.told, NULL, NULL);
	case_decide(d->try->a, &f.known, &f.told, &changes, &count);
	return commit_case(c, d->row.ref, changes, count, err);
}
