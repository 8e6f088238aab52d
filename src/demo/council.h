/* council.h: an invented council: teams, workers and ten years of cases, the same for the same seed.
 *
 * Its shape follows published figures for England: caseload bands with their tail (DfE 2021), 13 % agency and 14 %
 * vacant posts (DfE 2025), about one worker in twelve newly qualified, a few on leave, one open case in twenty held by
 * nobody. No real person is in it. It is told to an importer like any file (council_tell), or written as the files a
 * council has (council_files.h), with the answers that an import must come to (council_answers).
 */
#pragma once

#include "exchange/intake.h"

struct council_options {
	int32_t workers;  /* in post on `day`: 4 or more */
	int32_t cases;    /* open on `day` */
	uint64_t seed;
	int32_t day;      /* the council's today */
};

struct council_team {
	const char *code, *name;
	int32_t manager;              /* place in workers */
	int32_t kind;                 /* enum team_kind */
	int32_t part;                 /* of the council's work, in proportion to the other teams */
};

struct council_worker {
	const char *code, *staff_id, *registration, *name;
	int32_t team;
	struct days when;             /* in post */
	int32_t fte_millionths;
	bool agency, newly_qualified;
	enum post_role role;
	const char *absence;          /* DfE code (MAT, SIC...); "" if at work */
	struct days absent;
	int32_t pull;                 /* how many cases come this way, per mille of the usual */
};

enum council_stage { COUNCIL_ASSESSMENT, COUNCIL_SECTION_47, COUNCIL_CIN_PLAN, COUNCIL_CP_PLAN, COUNCIL_LOOKED_AFTER,
	COUNCIL_CARE_LEAVER, COUNCIL_STAGES };

struct council_span {
	enum council_stage stage;
	struct days when;
};

struct council_holding {
	int32_t worker;               /* place in workers */
	struct days when;
	const char *reason;           /* why it ended, DfE code; "" while it runs */
};

enum { COUNCIL_SPANS = 6, COUNCIL_HOLDINGS = 6 };

struct council_case {
	char ref[12];
	int32_t household, team;      /* team: place in teams, whose work it is */
	struct days open;
	bool no_further_action;
	const char *closing_reason, *need, *category, *source;
	uint8_t factors[3];           /* places in the list of assessment factors; 0: none */
	struct council_span spans[COUNCIL_SPANS];
	int32_t spans_count;
	struct council_holding holdings[COUNCIL_HOLDINGS];
	int32_t holdings_count;
};

struct council {
	struct council_options options;
	struct council_team *teams;       size_t teams_count;
	struct council_worker *workers;   size_t workers_count, workers_room; /* of ten years */
	struct council_case *cases;       size_t cases_count, cases_room;
	int32_t vacant_posts;
};

/* Invents a council in the arena. PL_INVALID if the options make none. */
int council_invent(struct arena *a, const struct council_options *options, struct council **ret, struct err *err)
	PL_MUST_CHECK;

/* Tells all of it, as an import would hear it. */
int council_tell(const struct council *c, const struct intake *to, struct err *err) PL_MUST_CHECK;

const char *council_factor(uint8_t place);
