#include "service/allocation/proposals_seen.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/str.h"
#include "service/telling/open_work.h"

struct looking {
	const struct snapshot *snap;
	const struct sight *sight;
	int64_t now;
};

/* ---- one as it is seen ---- */

/* Side, place and right to see of a row, before its story is read. */
static struct proposal_seen see_row(const struct looking *l, const struct proposal_row *row)
{
	struct proposal_seen p = {.row = *row, .post = snapshot_find_post_id(l->snap, row->post_id),
		.case_index = snapshot_find_case(l->snap, row->ref), .waits_for = negotiation_waits_for(row->state), .due = LOCAL_NEVER,
		.held_until = LOCAL_NEVER, .talked_at = LOCAL_NEVER, .offered_by = ""};

	p.is_worker = p.post >= 0 && sight_is_person(l->sight, l->snap->posts[p.post].person);
	p.is_manager = !p.is_worker && sight_is_managers_side(l->sight, p.post, p.case_index);
	p.tells_words = p.is_manager || p.is_worker || (p.post >= 0 && sees_post(l->sight, FIELD_PROPOSAL_WORDS, p.post));
	p.to_answer = (p.is_worker && p.waits_for == PARTY_WORKER) || (p.is_manager && p.waits_for == PARTY_MANAGER);
	return p;
}

static bool is_for_viewer(const struct looking *l, const struct proposal_seen *p)
{
	bool never_offered = p->row.state == NEGOTIATION_DRAFT || p->row.state == NEGOTIATION_DISCARDED;

	if (p->is_manager)
		return true;
	return !never_offered && (p->is_worker || (p->post >= 0 && sees_post(l->sight, FIELD_PROPOSAL, p->post)));
}

static const char *last_offered_by(const struct proposal_story *story)
{
	for (size_t i = story->steps_count; i > 0; i--)
		if (story->steps[i - 1].step == STEP_OFFER || story->steps[i - 1].step == STEP_GIVE)
			return story->steps[i - 1].login;
	return "";
}

static void see_story(const struct looking *l, const struct proposal_story *story, int64_t due, struct proposal_seen *p)
{
	struct negotiation n = allocation_negotiation(story);

	p->steps = (int32_t)story->steps_count;
	p->held_until = n.held_until;
	p->talked_at = n.talked_at;
	p->offered_by = last_offered_by(story);
	p->due = due;
	p->late = due <= l->now;
}

/* ---- all that go on ---- */

static int by_turn_and_day(const void *left, const void *right)
{
	const struct proposal_seen *a = left, *b = right;

	if (a->to_answer != b->to_answer)
		return a->to_answer ? -1 : 1;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return a->row.proposal_id - b->row.proposal_id;
}

/* Whether somebody on the viewer's side has to do something about it; a draft waits for nobody but who writes it. */
static bool waits_for_viewer(const struct proposal_seen *p)
{
	return p->to_answer && p->row.state != NEGOTIATION_DRAFT;
}

static struct looking looking_of(struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now)
{
	return (struct looking){.snap = today->snap, .sight = sight_of(a, viewer, today->snap, today->snap), .now = now};
}

static int see_all(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	bool only_waiting, struct proposal_seen **ret, size_t *ret_count, struct err *err)
{
	struct looking l = looking_of(a, today, viewer, now);
	struct proposal_seen *seen = NULL;
	const struct open_work *open;
	size_t count = 0, room = 0;
	int rc = open_work_of(pictures, today, &open, err);

	for (size_t i = 0; rc == 0 && i < open->proposals_count; i++) {
		struct proposal_seen p = see_row(&l, &open->proposals[i]);

		if (!is_for_viewer(&l, &p) || (only_waiting && !waits_for_viewer(&p)))
			continue;
		see_story(&l, &open->stories[i].story, open->stories[i].due, &p);
		*ARENA_PUSH(a, &seen, &count, &room) = p;
	}
	if (rc < 0)
		return rc;
	*ret = seen;
	*ret_count = count;
	return 0;
}

int proposals_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	struct proposal_seen **ret, size_t *ret_count, struct err *err)
{
	int rc = see_all(pictures, a, today, viewer, now, false, ret, ret_count, err);

	if (rc == 0 && *ret_count > 0)
		qsort(*ret, *ret_count, sizeof **ret, by_turn_and_day);
	return rc;
}

int proposals_waiting(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	struct proposal_seen **ret, size_t *ret_count, struct err *err)
{
	return see_all(pictures, a, today, viewer, now, true, ret, ret_count, err);
}

/* ---- one ---- */

static int read_one(struct store *s, struct arena *a, int32_t employer_id, int32_t proposal_id, struct proposal_story *ret, int64_t *ret_due,
	struct err *err)
{
	int rc = store_proposal(s, a, employer_id, proposal_id, ret, err);

	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "There is no proposal with this number here.");
	return rc == 0 ? proposal_due(s, a, employer_id, ret, ret_due, err) : rc;
}

int proposal_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	int32_t proposal_id, struct proposal_seen *ret, struct proposal_story *ret_story, struct err *err)
{
	struct looking l = looking_of(a, today, viewer, now);
	int64_t due;
	int rc = read_one(pictures_lock_store(pictures), a, today->snap->employer.id, proposal_id, ret_story, &due, err);

	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	*ret = see_row(&l, &ret_story->row);
	if (!is_for_viewer(&l, ret))
		return err_set(err, PL_DENIED, "This is between the worker and whoever answers for the team or the case.");
	see_story(&l, ret_story, due, ret);
	return 0;
}

/* ---- what is offered, in minutes ---- */

int32_t proposal_minutes(const struct snapshot *s, const struct proposal_seen *p)
{
	const struct offered_case alone = {p->row.ref, p->row.terms.role, p->row.terms.share};

	return p->post >= 0 ? offered_minutes(s, p->post, &alone, 1) : 0;
}

int proposals_minutes(struct pictures *pictures, struct arena *a, const struct picture *today, int32_t **ret_by_post, struct err *err)
{
	const struct snapshot *s = today->snap;
	int32_t *minutes = arena_array(a, s->posts_count, sizeof *minutes);
	const struct open_work *open;
	int rc = open_work_of(pictures, today, &open, err);

	for (size_t post = 0; post < s->posts_count && rc == 0; post++) {
		size_t offered_count;
		const struct offered_case *offered = offered_cases(a, open->proposals, open->proposals_count, s->posts[post].post_id, 0, &offered_count);
		int32_t more = offered_count > 0 ? offered_minutes(s, (int32_t)post, offered, offered_count) : 0;

		minutes[post] = more > 0 ? more : 0;
	}
	if (rc == 0)
		*ret_by_post = minutes;
	return rc;
}
