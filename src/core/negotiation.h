/* negotiation.h: how a case comes to a worker: an offer, a talk, an answer (R1-R8). A state machine, pure; its tables are
 * negotiation.def.
 *
 * A *proposal* offers one case to one post. It becomes a holding by two things that nothing replaces: a recorded discussion
 * between two people, and the worker's own answer. Silence is no answer: when the time for one runs out the proposal has
 * lapsed, the case is in the pile with the age it had, and that counts against the employer.
 *
 * What the negotiation itself says (whose turn it is, whether there was a talk) is told from its steps; what the world says
 * (who is away, whose line would be passed) is told by whoever asks, as *circumstances* that were worked out on the newest
 * snapshot (core/allocation.h). So the rules are one function of the two, and every path goes through it.
 *
 * Minutes are local (core/working_time.h). */
#pragma once

#include "core/snapshot.h"
#include "core/working_time.h"

enum party { PARTY_CLOCK, PARTY_MANAGER, PARTY_WORKER, PARTY_EITHER };

enum negotiation_state {
#define STATE(name, code, words, waits_for) NEGOTIATION_##name,
#include "core/negotiation.def"
#undef STATE
	NEGOTIATION_STATES
};

enum negotiation_step {
#define STEP(name, code, words, who, from, to) STEP_##name,
#include "core/negotiation.def"
#undef STEP
	NEGOTIATION_STEPS
};

enum negotiation_refusal {
	REFUSED_NOT,
#define REFUSAL(name, code, sentence) REFUSED_##name,
#include "core/negotiation.def"
#undef REFUSAL
	NEGOTIATION_REFUSALS
};

/* How a talk was had. A message is listed so that it can be refused with the reason. */
enum talk_means { TALK_IN_PERSON, TALK_BY_TELEPHONE, TALK_BY_VIDEO, TALK_BY_MESSAGE, TALK_MEANS };

/* Where it is dealt with: in supervision, or in the team's allocation meeting (R9). */
enum allocation_mode { MODE_SUPERVISION, MODE_MEETING, ALLOCATION_MODES };

/* Hours, not weeks: of one hold, and within EMERGENCY_DAYS of all holds of a case; a worker covers more than one. Starter values. */
enum { EMERGENCY_HOURS_MOST = 72, EMERGENCY_HOURS_OF_ONE = 168, EMERGENCY_DAYS = 28 };

/* A negotiation as its steps have made it. */
struct negotiation {
	enum negotiation_state state;
	int64_t offered_at;   /* minute of the offer that is being answered; LOCAL_NEVER before one */
	int64_t last_step_at; /* INT64_MIN before the first */
	int64_t turn_since;   /* since when it is the turn of the side that is waited for */
	int64_t talked_at;    /* minute of the last talk since the offer; LOCAL_NEVER: none */
	int64_t held_until;   /* of an emergency hold, whatever is said meanwhile; LOCAL_NEVER: none */
	bool brief_complete;  /* why this worker, first action and when, who holds the risk */
};

/* One step that somebody asks for. */
struct step_asked {
	enum negotiation_step step;
	enum party by;            /* on which side whoever asks stands; PARTY_CLOCK for the program itself */
	int64_t at;               /* now */
	bool reason_given;        /* with DECLINE, REJECT, WANT, WITHDRAW, HOLD */
	int32_t conditions;       /* with AGREE_IF: how many, each with its day */
	/* with DISCUSS: */
	int64_t talked_at;
	enum talk_means means;
	bool both_present;        /* the worker and whoever offers, or who deputises for them */
	int32_t hours;            /* with HOLD */
};

/* What the world says at that moment. All false or zero is a world without an obstacle. */
struct circumstances {
	bool case_closed, case_led, held_already, offered_already;
	bool held_otherwise;      /* by the worker, in another share or role */
	bool own_proposal, conflict_named;
	bool hold_spent;          /* with this one the case, or the worker, would have been held for too many hours */
	bool carries_none, worker_away, nobody_on_duty;
	bool red_rating, newly_qualified_alone, joiner_too_soon, hours_unknown;
	bool line_passed, protection_passed; /* and no exception in force that allows it */
	bool offers_pass_line;    /* this alone does not; with all that is offered to the worker it would */
};

/* Whether the step may be taken; then *ret is what the negotiation is afterwards. `ret` may be `n`; untouched if refused. The
 * clock's steps are never refused for the world's sake, nor are declining, withdrawing and discarding: a way out is open. */
enum negotiation_refusal negotiation_take(const struct negotiation *n, const struct step_asked *asked,
	const struct circumstances *world, struct negotiation *ret);

/* Of a proposal that nobody has begun. */
struct negotiation negotiation_none(void);

/* A step as it stands in the records, laid on what came before it; steps that were kept are not judged again. */
void negotiation_replay(struct negotiation *n, const struct step_asked *kept);

/* Whether the step puts a case before the worker; and whether what the world says stands in its way. */
bool negotiation_offers(enum negotiation_step step);
bool negotiation_asks_the_world(enum negotiation_step step);

/* Whether such a step can have come next. */
bool negotiation_may_follow(const struct negotiation *n, enum negotiation_step step);

/* Whose turn it is; PARTY_CLOCK where it is over. */
enum party negotiation_waits_for(enum negotiation_state state);
bool negotiation_is_open(enum negotiation_state state); /* offered, and not over */
bool negotiation_ends(enum negotiation_step step);      /* whether it is over with that step */

/* Working minutes that either side has for its turn: two usual days. */
enum { ANSWER_MINUTES = 2 * 8 * 60 };

/* When the time of the side that is waited for runs out. It runs in that side's own working time, from when it was its turn: a
 * talk does not start the worker's anew, a new offer does. An emergency hold
 * ends with its hours, and what is talked about or answered meanwhile has to come to its end within them. LOCAL_NEVER where nothing
 * is waited for, or where nobody comes back to answer. */
int64_t negotiation_due(const struct negotiation *n, const struct working_time *worker, const struct working_time *manager);

/* The step that the clock takes then: EXPIRE where it is the hours of a hold that are over, else LAPSE. */
enum negotiation_step negotiation_runs_out(const struct negotiation *n, int64_t due);

const char *negotiation_state_code(enum negotiation_state state);
const char *negotiation_state_words(enum negotiation_state state);
bool negotiation_state_parse(const char *code, enum negotiation_state *ret);
const char *negotiation_step_code(enum negotiation_step step);
const char *negotiation_step_words(enum negotiation_step step); /* "offered it": after a name */
bool negotiation_step_parse(const char *code, enum negotiation_step *ret);
const char *negotiation_refusal_code(enum negotiation_refusal refusal);
const char *negotiation_refusal_sentence(enum negotiation_refusal refusal);
/* Whether a line, or the protected capacity, stopped it: by itself, or with what is offered already. */
bool negotiation_refusal_is_at_line(enum negotiation_refusal refusal);
const char *talk_means_code(enum talk_means means);
const char *talk_means_words(enum talk_means means);
bool talk_means_parse(const char *code, enum talk_means *ret);
/* A message is no discussion. */
bool is_discussion(enum talk_means means);
