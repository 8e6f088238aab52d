#include "service/telling/notices.h"

#include "base/clock.h"

static void put_proposals(struct arena *a, const struct notices *all, struct notices_asked *asked)
{
	struct notice_proposal *rows = arena_array(a, all->proposals_count, sizeof *rows);

	for (size_t i = 0; i < all->proposals_count; i++) {
		const struct proposal_seen *p = &all->proposals[i];

		rows[i] = (struct notice_proposal){.id = p->row.proposal_id, .side = p->waits_for, .since = clock_minute(p->row.state_since),
			.due = p->due};
	}
	asked->proposals = rows;
	asked->proposals_count = all->proposals_count;
}

static void put_matters(struct arena *a, const struct notices *all, struct notices_asked *asked)
{
	struct notice_matter *rows = arena_array(a, all->matters_count, sizeof *rows);

	for (size_t i = 0; i < all->matters_count; i++) {
		const struct matter_seen *m = &all->matters[i];

		rows[i] = (struct notice_matter){.id = m->row.id, .kind = m->row.kind, .is_view = m->says_view, .value = m->row.value,
			.since = m->row.matter.turn_since, .due = m->due};
	}
	asked->matters = rows;
	asked->matters_count = all->matters_count;
}

int notices_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	struct notices *ret, struct err *err)
{
	struct notices_asked asked = {.snap = today->snap, .pile = today->pile, .pile_count = today->pile_count, .now = now};
	struct notices all = {.rows = NULL};
	int rc = proposals_waiting(pictures, a, today, viewer, now, &all.proposals, &all.proposals_count, err);

	if (rc == 0)
		rc = matters_waiting(pictures, a, today, viewer, now, &all.matters, &all.matters_count, &all.others, err);
	if (rc < 0)
		return rc;
	put_proposals(a, &all, &asked);
	put_matters(a, &all, &asked);
	asked.sight = sight_of(a, viewer, today->snap, today->snap);
	notices_of(a, &asked, &all.rows, &all.count);
	all.waiting = notices_waiting(all.rows, all.count);
	*ret = all;
	return 0;
}

const struct proposal_seen *notice_proposal(const struct notices *all, const struct notice *n)
{
	bool is_one = n->kind == NOTICE_OFFER || n->kind == NOTICE_TERMS;

	for (size_t i = 0; is_one && i < all->proposals_count; i++)
		if (all->proposals[i].row.proposal_id == n->id)
			return &all->proposals[i];
	return NULL;
}

const struct matter_seen *notice_matter(const struct notices *all, const struct notice *n)
{
	bool is_one = n->kind >= NOTICE_HAND_BACK && n->kind <= NOTICE_REVIEW;

	for (size_t i = 0; is_one && i < all->matters_count; i++)
		if (all->matters[i].row.id == n->id)
			return &all->matters[i];
	return NULL;
}
