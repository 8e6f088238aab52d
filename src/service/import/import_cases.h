/* import_cases.h: the middle of an import: every case that the files speak of is held against what is known of it. */
#pragma once

#include "service/import/import.h"
#include "service/import/import_plan.h"

struct import_cases {
	struct gather *told;
	const struct roster_match *matches; /* of told's refs */
	struct store *store;                /* NULL: nothing is known */
	int32_t employer_id;                /* 0: nothing is known */
	struct import_plan *plan;           /* changes are added to it; NULL: only count */
	struct import_report *report;       /* counts are added to it */
	int32_t today;                      /* the day of the import */
	bool live;                          /* allocations are negotiated: what is gained is noted in the plan */
	struct arena *gains;                /* in which */
	struct arena *a;                    /* of the report */
	bool (*may_open)(void *context, const struct case_facts *known); /* as of import_request */
	void *context;
};

/* Decides all cases and sets the changes aside. */
int import_cases_decide(struct import_cases *c, struct err *err) PL_MUST_CHECK;
