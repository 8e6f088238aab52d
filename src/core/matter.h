/* matter.h: what somebody asks and a named person has to answer, in writing, by a day: giving a case back, a talk about the
 * load, leave to pass a line (R6, R10, R33, R45). One shape for all of them; the kinds stand in matter.def.
 *
 * An answer that does not come in time is not an answer: the matter goes up, to the head of service and then to the director,
 * and each step stays in sight with the name of who did not answer. Nobody answers what they asked for, or what is about their
 * own load. What follows from an answer (a holding that ends, an exception in force) is the business of whoever takes it.
 *
 * Minutes are local (core/working_time.h). */
#pragma once

#include "core/access.h"
#include "core/working_time.h"

enum matter_kind {
#define MATTER(name, code, words, asks, days, first, second, third) MATTER_##name,
#include "core/matter.def"
#undef MATTER
	MATTER_KINDS
};

enum matter_outcome {
	OUTCOME_NONE,
#define OUTCOME(name, code, words, kinds) OUTCOME_##name,
#include "core/matter.def"
#undef OUTCOME
	MATTER_OUTCOMES
};

enum matter_refusal {
	MATTER_TAKEN,
#define REFUSAL(name, code, sentence) MATTER_##name,
#include "core/matter.def"
#undef REFUSAL
	MATTER_REFUSALS
};

enum matter_step { MATTER_ASK, MATTER_ANSWER, MATTER_TAKE_BACK, MATTER_ESCALATE, MATTER_STEPS };
enum matter_state { MATTER_OPEN, MATTER_ANSWERED, MATTER_TAKEN_BACK };
enum matter_asker { ASKED_BY_HOLDER, ASKED_BY_WORKER, ASKED_BY_MANAGER, ASKED_BY_SENIOR, ASKED_BY_CLOCK };
/* What the worker whose work it is says of a closing. */
enum closing_view { VIEW_UNSAID, VIEW_FOR, VIEW_AGAINST };
enum { MATTER_LEVELS = 3 };

/* A matter as its steps have made it. */
struct matter {
	enum matter_kind kind;
	enum matter_state state;
	int32_t level;           /* 0: with the first who has to answer; 1 and 2: with who stands above (matter_level_of) */
	int64_t asked_at;
	int64_t turn_since;      /* since when it is with whoever has to answer now */
	enum matter_outcome outcome;
	enum closing_view view;   /* of a CLOSING */
};

struct matter_asked {
	enum matter_step step;
	int64_t at;
	int32_t level;               /* with ASK: whom it is put to first; what is grave goes to who stands above at once */
	enum matter_outcome outcome; /* with ANSWER */
	bool in_writing;             /* with ANSWER: some words were given */
	bool is_asker;               /* whoever takes the step asked for it */
	bool is_about_them;          /* or it is about their own load */
	bool suspended;              /* with ANSWER: matter_is_suspended */
	bool nobody_there;           /* with ESCALATE: none of those who have to answer is at work before it is due */
	unsigned roles;              /* the roles in which they answer for the post's team (core/access.h) */
};

struct matter matter_begin(enum matter_kind kind, int64_t at);

/* What the clock asks is about something that lasts: a load past a line, time owed, a case that is not looked at. When that is
 * over the clock takes back what has not been answered. */
bool matter_lasts(enum matter_kind kind);

/* Whether the step may be taken; then *ret is the matter afterwards (`ret` may be `m`). `working_time` is of whoever has to
 * answer now. Untouched if refused. */
enum matter_refusal matter_take(const struct matter *m, const struct matter_asked *asked, const struct working_time *decider,
	struct matter *ret);

/* Whether nobody is asked for an answer now: a broken line, where the employer works by principles and none binds (R42). It goes on from
 * when it began once they bind again. */
bool matter_is_suspended(enum matter_kind kind, bool principles);

/* A step as it stands in the records: not judged again. */
void matter_replay(struct matter *m, const struct matter_asked *kept);

/* Whether such a step can have come next; `m` is NULL before the first. */
bool matter_may_follow(const struct matter *m, enum matter_step step);

/* By when whoever has it now has to answer; LOCAL_NEVER when it is over, or where they do not come back. */
int64_t matter_due(const struct matter *m, const struct working_time *decider);

/* The roles that may answer at the level where it stands: that of the level, and those above it, if it may be told them. A deputy
 * answers for a manager. */
unsigned matter_deciders(const struct matter *m);
unsigned matter_deciders_here(const struct matter *m);  /* those of the level alone */
/* The roles of those who answer for what it is about that may read it: those of FIELD_MATTER. Time owed is between a worker and their
 * manager, and told to whoever stands above only when it is put to them (R35). */
unsigned matter_readers(const struct matter *m);
enum role matter_decider(const struct matter *m);       /* who has to */
/* The first level on which that role has to answer; -1 if it never has to. */
int32_t matter_level_of(enum matter_kind kind, enum role role);
enum matter_asker matter_asker(enum matter_kind kind);

const char *matter_kind_code(enum matter_kind kind);
const char *matter_kind_words(enum matter_kind kind);   /* after a name: "wants to talk about the load" */
bool matter_kind_parse(const char *code, enum matter_kind *ret);
const char *matter_outcome_code(enum matter_outcome outcome);
const char *matter_outcome_words(enum matter_outcome outcome);
bool matter_outcome_parse(const char *code, enum matter_outcome *ret);
/* Whether it is the view of whom the matter is about, which leaves it open. */
bool matter_outcome_is_view(enum matter_outcome outcome);
bool matter_outcome_answers(enum matter_outcome outcome, enum matter_kind kind);
const char *matter_step_code(enum matter_step step);
bool matter_step_parse(const char *code, enum matter_step *ret);
const char *matter_refusal_code(enum matter_refusal refusal);
const char *matter_refusal_sentence(enum matter_refusal refusal);
