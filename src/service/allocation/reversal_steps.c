/* Negotiations and matters as a reversal would leave them: each step still follows the one before it. */
#include "service/allocation/reversal_inside.h"
#include "store/matters.h"

static int refuse(struct err *err)
{
	return err_set(err, PL_CONFLICT, "This cannot be taken back any more: another step has followed it.");
}

/* ---- negotiations ---- */

static bool is_whole_story(const struct proposal_story *story)
{
	struct negotiation n = negotiation_none();

	for (size_t i = 0; i < story->steps_count; i++) {
		const struct proposal_step_row *row = &story->steps[i];
		const struct step_asked kept = {.step = row->step, .by = row->party};

		if (row->number != (int32_t)i + 1 || !negotiation_may_follow(&n, row->step))
			return false;
		negotiation_replay(&n, &kept);
		if (n.state != row->state)
			return false;
	}
	return true;
}

/* One that is gone has no steps: what refers to it is asked by commit_undo. */
static int judge_proposal(const struct reversal *r, int32_t id, struct err *err)
{
	struct proposal_story story;
	int rc = store_proposal(r->store, r->a, r->employer->id, id, &story, err);

	if (rc == PL_NOT_FOUND)
		return 0;
	return rc == 0 && !is_whole_story(&story) ? refuse(err) : rc;
}

/* ---- matters ---- */

static bool is_whole_matter(const struct matter_row *row)
{
	struct matter m = matter_begin(row->kind, 0);

	for (size_t i = 0; i < row->steps_count; i++) {
		const struct matter_step_row *step = &row->steps[i];
		const struct matter_asked kept = {.step = step->step, .level = step->level, .outcome = step->outcome};

		if (step->number != (int32_t)i + 1 || !matter_may_follow(i == 0 ? NULL : &m, step->step))
			return false;
		matter_replay(&m, &kept);
	}
	return row->steps_count > 0;
}

/* Of an agreement several conditions may be open, each by its number. */
static bool is_same(const struct matter_row *a, const struct matter_row *b)
{
	return a->id != b->id && a->matter.state == MATTER_OPEN && b->matter.state == MATTER_OPEN && a->kind == b->kind &&
		a->post_id == b->post_id && a->case_id == b->case_id && a->line_id == b->line_id && a->proposal_id == b->proposal_id &&
		(a->proposal_id == 0 || a->value == b->value);
}

static int judge_matter(const struct reversal *r, int32_t id, const struct matter_row *open, size_t open_count, struct err *err)
{
	struct matter_row row;
	int rc = store_matter(r->store, r->a, r->employer->id, id, &row, err);

	if (rc == PL_NOT_FOUND)
		return 0;
	if (rc == 0 && !is_whole_matter(&row))
		rc = refuse(err);
	for (size_t i = 0; i < open_count && rc == 0; i++)
		if (is_same(&row, &open[i]))
			rc = err_set(err, PL_CONFLICT, "This cannot be taken back any more: the same has been asked again since.");
	return rc;
}

/* ---- all of them ---- */

int reversal_judge_steps(const struct reversal *r, struct err *err)
{
	struct matter_row *open = NULL;
	size_t open_count = 0;
	int rc = 0;

	for (size_t i = 0; i < r->proposals_count && rc == 0; i++)
		rc = judge_proposal(r, r->proposals[i], err);
	if (rc == 0 && r->matters_count > 0)
		rc = store_matters_open(r->store, r->a, r->employer->id, &open, &open_count, err);
	for (size_t i = 0; i < r->matters_count && rc == 0; i++)
		rc = judge_matter(r, r->matters[i], open, open_count, err);
	return rc;
}
