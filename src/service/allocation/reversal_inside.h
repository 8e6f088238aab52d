/* reversal_inside.h: what the files of a reversal share (service/allocation/reversal.h). */
#pragma once

#include "core/fact.h"
#include "service/allocation/reversal.h"
#include "store/close_up.h"
#include "store/proposals.h"

/* One case that the reversal touches, as it is known. */
struct case_known {
	struct case_facts facts;
	struct proposal_row *offers; size_t offers_count;
};

/* A day on which the lines are asked, with the posts as they are before the reversal. */
struct day_known {
	int32_t day;
	const struct snapshot *before;
};

/* What an entry touched, and what of it has to be held beside what comes after. The cases and posts only where allocations are
 * negotiated. */
struct reversal {
	struct store *store;
	struct arena *a;
	const struct employer *employer; /* as it works on the day */
	int32_t day;
	int32_t *posts; size_t posts_count;
	int32_t *starts; size_t starts_count; /* days on which a holding begins that the entry made, ended or changed */
	struct day_known *days; size_t days_count;
	int32_t *proposals; size_t proposals_count;
	int32_t *matters; size_t matters_count;
	struct touched_case *cases; size_t cases_count;
	struct case_known *known;        /* of the cases, before */
};

/* Before the reversal. */
int reversal_read_cases(struct reversal *r, int64_t sequence, struct err *err) PL_MUST_CHECK;

/* After it: PL_CONFLICT if a case would be led by two, open twice, held twice or when it is not open, or offered to two or beside
 * its lead, and is not so already. */
int reversal_judge_cases(const struct reversal *r, struct err *err) PL_MUST_CHECK;

/* Likewise, if a step would be missing from the middle of a negotiation or a matter, or the same would be asked twice. */
int reversal_judge_steps(const struct reversal *r, struct err *err) PL_MUST_CHECK;
