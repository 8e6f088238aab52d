#include "service/notices.h"

#include "base/clock.h"
#include "service/matters.h"
#include "service/proposals_seen.h"

static void put_proposals(struct arena *a, const struct proposal_seen *seen, size_t count, struct notices_asked *asked)
{
	struct notice_proposal *rows = arena_array(a, count, sizeof *rows);

	for (size_t i = 0; i < count; i++)
		rows[i] = (struct notice_proposal){.id = seen[i].row.proposal_id, .side = seen[i].waits_for,
			.since = clock_minute(seen[i].row.state_since), .due = seen[i].due};
	asked->proposals = rows;
	asked->proposals_count = count;
}

static void put_matters(struct arena *a, const struct matter_seen *seen, size_t count, struct notices_asked *asked)
{
	struct notice_matter *rows = arena_array(a, count, sizeof *rows);
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (seen[i].to_answer)
			rows[n++] = (struct notice_matter){.id = seen[i].row.id, .kind = seen[i].row.kind, .value = seen[i].row.value,
				.since = seen[i].row.matter.turn_since, .due = seen[i].due};
	asked->matters = rows;
	asked->matters_count = n;
}

int notices_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	struct notice **ret, size_t *ret_count, struct err *err)
{
	struct notices_asked asked = {.snap = today->snap, .pile = today->pile, .pile_count = today->pile_count, .now = now};
	struct proposal_seen *proposals;
	struct matter_seen *matters;
	size_t proposals_count, matters_count;
	int rc = proposals_waiting(pictures, a, today, viewer, now, &proposals, &proposals_count, err);

	if (rc == 0)
		rc = matters_for(pictures, a, today, viewer, now, &matters, &matters_count, err);
	if (rc < 0)
		return rc;
	put_proposals(a, proposals, proposals_count, &asked);
	put_matters(a, matters, matters_count, &asked);
	asked.sight = sight_of(a, viewer, today->snap, today->snap);
	notices_of(a, &asked, ret, ret_count);
	return 0;
}
