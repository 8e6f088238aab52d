/* matters_inside.h: what the files about matters share (service/matters/matters.h, closing.h, watch.h). */
#pragma once

#include "core/closing.h"
#include "service/matters/matters.h"
#include "service/telling/open_work.h"
#include "store/accounts.h"
#include "store/proposals.h"

/* One step that is being taken, from what is read to what is written. */
struct taking {
	struct deciding *try;
	const struct snapshot *snap;   /* what the world is now, of the post and the case at hand */
	const struct sight *sight;
	struct loads loads;
	struct matter_row row;
	struct matter_step_row step;   /* the one that is being taken */
	const char *action;            /* of the entry */
	const char *proposal_step;     /* where it is no matter's step but one of a proposal, which the row names too; NULL */
	const char *reason;            /* code of why a case is opened again; NULL */
	int32_t days;                  /* it was closed for */
	struct proposal_story proposal;
	int32_t made_id;               /* of what follows: an exception, a line, another matter; 0 */
	bool at_once;                  /* what is asked needs nobody's answer, or none any more */
	/* What follows from the answer: */
	int32_t renews;                /* the exception that the new one renews */
	struct days when;              /* of the exception, of the setting */
	struct roster_joined lines;    /* the line that ends and the one that begins */
	struct second_look look;       /* at a closing */
	const void *context;
};

/* One step (service/deciding.h): `decide` reads and judges, `write` is part of the commit. */
typedef int (*taking_step)(struct taking *t, struct err *err);
typedef int (*taking_write)(struct taking *t, struct commit *c, struct err *err);
int take_step(struct store *s, const struct asked_by *by, const void *context, taking_step decide, taking_write write, int32_t *ret_id,
	struct err *err) PL_MUST_CHECK;

/* Takes the picture that the step is judged on: of a post (0: none) and a case ("": none); of all where it is neither. */
int take_look(struct taking *t, int32_t post_id, const char *ref, struct err *err) PL_MUST_CHECK;

/* The roles in which the viewer answers for what a matter is about, and whether that is their own load. */
unsigned matter_roles(const struct snapshot *s, const struct sight *sight, const struct viewer *viewer, const struct matter_row *row);
bool matter_is_about(const struct snapshot *s, const struct sight *sight, const struct matter_row *row);
/* The post that it is about, by number; of a line that begins or ends, whose own it is; 0: none. */
int32_t matter_post(const struct snapshot *s, const struct matter_row *row);
/* The team that a matter is about: a place, -1. */
int32_t matter_team(const struct snapshot *s, const struct matter_row *row);

/* PL_INVALID if there is nothing in it and something is needed, or it is no note. */
int check_note(const char *note, bool needed, struct err *err) PL_MUST_CHECK;

/* ---- rules that are asked when something is asked for, and again when it is answered ---- */

int check_exception(struct taking *t, struct err *err) PL_MUST_CHECK;
int check_line(struct taking *t, struct err *err) PL_MUST_CHECK;
int check_setting_asked(struct taking *t, struct err *err) PL_MUST_CHECK;
/* The setting that was proposed, as part of the commit of its approval. */
int write_setting_asked(struct taking *t, struct commit *c, struct err *err) PL_MUST_CHECK;

/* What follows from an answer, before the commit (what is refused) and in it. */
int follow_decide(struct taking *t, struct err *err) PL_MUST_CHECK;
int follow_write(struct taking *t, struct commit *c, struct err *err) PL_MUST_CHECK;

/* Asks of each fact of the step's case whether it changes, and has those that do written as part of a commit. */
typedef bool (*fact_changes)(const struct taking *t, struct fact *f);
int change_facts(struct taking *t, struct commit *c, fact_changes changes, struct err *err) PL_MUST_CHECK;

/* Closes the case of the step as part of a commit: its episode, and all that is in force, end today. */
int32_t lead_of(const struct snapshot *s, const struct case_row *c); /* the post, 0 */
int close_case(struct taking *t, struct commit *c, struct err *err) PL_MUST_CHECK;
