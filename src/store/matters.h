/* matters.h: the rows of what is asked and answered (core/matter.h).
 *
 * A matter is a fact of its own with its steps beside it: both are written in a commit with its entry and never overwritten. What
 * it is about has one row; what the clock asks about has a last day once that is over, in another row.
 *
 * Instants become minutes of the process's zone (base/clock.h). What is read is in the arena. */
#pragma once

#include "core/matter.h"
#include "core/roster.h"
#include "core/watch.h"
#include "store/store.h"

#define CLOCK_LOGIN "plimsoll" /* whose steps those of the program itself are */

struct matter_step_row {
	int32_t matter_id;            /* as read */
	int32_t number;               /* from 1 */
	enum matter_step step;
	int32_t level;                /* afterwards */
	enum matter_state state;      /* afterwards */
	const char *login;            /* "plimsoll" for the clock */
	int64_t instant;
	enum matter_outcome outcome;  /* of an answer */
	const char *note;             /* "" without one, or erased */
};

struct matter_row {
	int32_t id;
	enum matter_kind kind;
	int32_t post_id, case_id, line_id, proposal_id; /* 0: none */
	int32_t value;                /* -1: none; what it is depends on the kind (docs/data-dictionary.md) */
	struct days when;             /* of what is asked for; of what the clock asks, how long it lasts */
	const char *code;             /* of a closing: its reason; "" else */
	enum closing_view view;        /* of a closing: of the worker who asks for it; else VIEW_UNSAID, and what they say is a step */
	const struct roster_line *line; /* of a LINE: what it is to be, without id and days; NULL: that the line ends */
	const char *ref;              /* of the case; "" without one */
	struct matter_step_row *steps; size_t steps_count;
	struct matter matter;         /* as its steps have made it */
};

/* ---- writing ---- */

/* Writes a new matter with the one step that it begins with; *row is given its id. */
int commit_matter(struct commit *c, struct matter_row *row, const struct matter_step_row *ask, struct err *err) PL_MUST_CHECK;
int commit_matter_step(struct commit *c, int32_t matter_id, const struct matter_step_row *step, struct err *err) PL_MUST_CHECK;
/* What it was about lasted until that day (not included). */
int commit_matter_over(struct commit *c, const struct matter_row *row, int32_t until, struct err *err) PL_MUST_CHECK;

/* ---- reading ---- */

/* PL_NOT_FOUND if the employer has none of that number. */
int store_matter(struct store *s, struct arena *a, int32_t employer_id, int32_t id, struct matter_row *ret, struct err *err)
	PL_MUST_CHECK;
/* What is open, and what lasts although it was answered (matter_lasts), oldest first. */
int store_matters_open(struct store *s, struct arena *a, int32_t employer_id, struct matter_row **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
/* Whether one of the same kind, about the same post, case and line, is open; of an exception, whatever the case. */
int store_matter_same(struct store *s, int32_t employer_id, const struct matter_row *row, bool *ret, struct err *err) PL_MUST_CHECK;
/* Of a post or a case, whatever became of them; the newest `most`, newest first. A rule asks for MATTERS_ALL. */
enum { MATTERS_ALL = INT32_MAX };
int store_matters_of_post(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, size_t most,
	struct matter_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
int store_matters_of_case(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, size_t most,
	struct matter_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* What a login asked for and others answered since an instant, the newest answer first. */
int store_matters_told(struct store *s, struct arena *a, int32_t employer_id, const char *login, int64_t since, size_t most,
	struct matter_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Whether a load was past the line on some day from `since` on, as the watch has found it. */
int store_line_broken(struct store *s, int32_t employer_id, int32_t line_id, int32_t since, bool *ret, struct err *err)
	PL_MUST_CHECK;
/* Conditions that are due by a day, and were not asked about. */
int store_conditions_due(struct store *s, struct arena *a, int32_t employer_id, int32_t day, struct condition_due **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
