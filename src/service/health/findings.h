/* findings.h: what a health check finds (core/finding.h), each with the earlier quarters in which it was found too.
 *
 * Only what is found now is looked for in earlier years. They are read year by year, the newest first, so that nobody
 * waits for the store for longer than one of them takes. A page looks no further once that has taken FINDINGS_LOOK_MS:
 * one that is asked for FINDINGS_REST_MS later or more goes on from there, and each finding says how far back it was
 * looked for. What was found is kept: until the ledger has moved on, and then for FINDINGS_KEPT_MS more, because what
 * was in earlier quarters changes seldom. Who does not see the allocations of all teams that it is of is told what is
 * found, and no earlier time. */
#pragma once

#include "core/access.h"
#include "core/finding.h"
#include "service/pictures/pictures.h"

enum { FINDINGS_KEPT_MS = 10 * 60 * 1000, FINDINGS_LOOK_MS = 300, FINDINGS_REST_MS = 10 * 1000 };

struct finding {
	enum finding_code code;
	const struct finding_row *row;             /* whom it concerns, what has helped, its measure */
	const char *sentence;
	bool remembered;                           /* earlier quarters were looked at; else the rest is empty */
	int32_t looked_from;                       /* the first day of these; ten years back once all have been looked at */
	const char *since;                         /* "January to June 2019, again since July 2026" */
	const struct days *earlier; size_t earlier_count; /* spells of quarters that are over, the oldest first */
};

/* Of a health check as it is told, what matters most first. `today` is the picture of its day, `sight` the viewer's of
 * it. In the arena. */
int findings_for(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health *h, struct finding **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The same with all ten years, however long that takes: of the same records it is the same whenever it is asked for. It
 * waits for a turn (kept_results.h), and takes nothing that was kept before somebody committed. */
int findings_whole(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health *h, struct finding **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The same for commands: all ten years, and nothing kept. */
int findings_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health *h, struct finding **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
