/* allocation_inside.h: what the files about allocation share (service/allocation/allocation.h). */
#pragma once

#include "service/allocation/allocation.h"

/* One step that is being taken, from what is read to what is written. */
struct dealing {
	struct deciding *try;
	int32_t today;                   /* that of the try, but where another day is looked at */
	struct proposal_story story;     /* as it is known; blank of a new one */
	struct proposal_row row;         /* as it will be */
	struct negotiation negotiation;  /* before, and after once it is decided */
	const struct snapshot *snap;     /* the close-up */
	const struct sight *sight;
	int32_t post, case_index;        /* places in it; -1 */
	bool is_worker, is_manager;       /* on whose side the viewer is; of one's own post always the worker's */
	struct offered_case *offered; size_t offered_count; /* to the worker in other proposals; read before something is offered */
	struct allocation allocation;
	int32_t figures_day;             /* whose figures it has: today's, or those of a later day on which a line would be passed */
	int32_t minutes_then;            /* the load four weeks before; -1 */
	bool rewrites;                   /* the row, or its tasks, are written anew */
	const struct agreed_task *tasks; size_t tasks_count;
	const struct allocation_step *asked; /* NULL while it is only written */
	enum negotiation_step steps[2]; size_t steps_count; /* taken in this commit */
	enum negotiation_state states[2];
	struct allocation_outcome *outcome;
};

/* Reads the close-up, with the viewer's own posts, and says whose side they are on; it may be neither. */
int dealing_look(struct dealing *d, struct err *err) PL_MUST_CHECK;

/* Whether the case is the viewer's to offer, and to take from whom it would be taken: PL_NOT_FOUND, as of a case that is not there, if
 * they may not see which it is; PL_DENIED if they do not answer for it. */
int dealing_check_offerer(struct dealing *d, struct err *err) PL_MUST_CHECK;
void dealing_drop(struct dealing *d);

/* What the world says of the step. */
int dealing_judge_world(struct dealing *d, enum negotiation_step step, struct circumstances *ret, struct err *err) PL_MUST_CHECK;

/* Whether both are open, of one case, and cannot both be agreed to: two leads, or one worker twice. */
bool offers_clash(const struct proposal_row *a, const struct proposal_row *b);

/* Whether two people talked: whoever records it, and an account of the other side. */
int dealing_both_present(struct dealing *d, const char *talked_with, bool *ret, struct err *err) PL_MUST_CHECK;

/* Whether who is named to hold the risk until it is answered is somebody here, and not the worker. */
int dealing_check_risk(struct dealing *d, struct err *err) PL_MUST_CHECK;

/* The holdings and tasks that follow from the last step, in the commit. */
int dealing_write_holding(struct dealing *d, struct commit *c, struct err *err) PL_MUST_CHECK;
