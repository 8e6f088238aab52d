/* import_people.h: the people side of an import: what the files tell of teams, workers, reductions, lines, skills and working hours is joined to
 * what is known (core/roster.h), and counted and said. */
#pragma once

#include "service/import/import.h"

struct import_people {
	struct gather *told;          /* issues are added to it */
	const struct roster *known;
	const struct scheme *starter; /* whose lines hold for an employer of whom nothing else is known */
	int32_t full_time_minutes;
	struct import_report *report; /* counts are added to it */
	bool live;                    /* allocations are negotiated: a file raises no line, changes none in the past, shortens no protection */
	int32_t today;
};

/* Joins. Returns how many lines are the starter's and no file's. The result is in the arena. */
int64_t import_people_join(struct arena *a, const struct import_people *p, struct roster_joined *ret);
