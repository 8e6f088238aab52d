/* allocation.h: how a case comes to a worker: written, offered, talked about, answered (core/negotiation.h). The one road on which a
 * holding is made by people, changed in share or role, or handed over from one worker to another.
 *
 * Each step is decided on a close-up read in the moment in which it is taken (store/close_up.h): whose side somebody is on, what the
 * world says of the offer (core/allocation.h), what the negotiation says itself. It is one commit with its entry in the ledger,
 * proposal-STEP, which tells numbers and codes, and no words.
 *
 * Sides: the worker's is the account of the person in the post. The manager's is whoever is manager, deputy or supervisor of the
 * post's team, or where the case is. What ends by the clock is taken by service/clock/watch.h.
 *
 * When it is agreed the holding begins, by way of the guard (core/guard.h), and in the same commit the holdings end that it takes the
 * place of: the one it is instead of, what the worker held of the case before, and what is nobody's work.
 *
 * `s` writes. */
#pragma once

#include "core/allocation.h"
#include "service/deciding.h"
#include "service/writer.h"
#include "store/proposals.h"

/* What came of it; also of a step that was refused, so that it can be shown why. */
struct allocation_outcome {
	int32_t proposal_id;
	enum negotiation_state state;         /* now */
	enum negotiation_refusal refusal;     /* REFUSED_NOT: taken, or refused for another reason than the rules' */
	bool is_worked_out;                   /* what is below is there */
	struct post_load before, after;       /* of the worker, with what is offered; places in them mean nothing */
	struct post_load alone;               /* with this case and nothing else that is offered */
	int32_t line_id;                      /* the line that would be passed; 0 for none */
	struct line_state line;               /* how it would stand; its place means nothing */
	int32_t minutes_then;                 /* the worker's load four weeks before, where work goes by principles; -1: not told */
};

/* ---- writing and offering ---- */

struct allocation_proposing {
	struct asked_by by;
	int32_t proposal_id;      /* a draft that is written on; 0: a new proposal */
	const char *ref;          /* the case; of a new one, as the two below */
	int32_t post_id;
	int32_t instead_of;       /* id of a post; 0 */
	int32_t batch;            /* 0 */
	struct proposal_terms terms;
	const struct agreed_task *tasks; size_t tasks_count;
	bool offer;               /* at once; else it stays a draft */
};

/* PL_DENIED if it is not theirs to do; PL_INVALID with the sentence of what is wrong or of the rule that speaks against it;
 * PL_CONFLICT if the proposal has moved on; PL_NOT_FOUND without that case, post or proposal. `ret` may be NULL. */
int allocation_propose(struct store *s, const struct allocation_proposing *p, struct allocation_outcome *ret, struct err *err)
	PL_MUST_CHECK;

/* Many at once: a joiner's first cases, a leaver's hand-over, a team that merges. Each is a proposal of its own, judged with those
 * before it, and answered by itself; they share a number. What is refused is told by its place, and the others stand. Each has the
 * once-key of the first with its place behind it. */
enum { ALLOCATION_BATCH = 60 };
struct allocation_item {
	int rc;                   /* 0, or the code of its refusal */
	struct allocation_outcome outcome;
	char sentence[400];       /* of the refusal; "" */
};
int allocation_batch(struct store *s, const struct allocation_proposing *rows, size_t count, struct allocation_item *ret,
	struct err *err) PL_MUST_CHECK;

/* ---- all that follows ---- */

struct allocation_step {
	struct asked_by by;
	int32_t proposal_id;
	enum negotiation_step step; /* any but BEGIN and the clock's */
	int32_t seen;               /* how many steps somebody saw who takes this one; 0: whatever they are */
	const char *reason;         /* a code of brief_reasons; "" where the step has none */
	const char *note;
	const struct agreed_condition *conditions; size_t conditions_count; /* with AGREE_IF */
	int64_t talked_at;          /* with DISCUSS: an instant */
	enum talk_means means;
	const char *talked_with;    /* login of the other side; "" */
	int32_t hours;              /* with HOLD */
	const struct proposal_terms *terms; /* with GIVE: what is offered now; NULL: as it was */
	const struct agreed_task *tasks; size_t tasks_count; /* with `terms` */
};

/* As allocation_propose. */
int allocation_take(struct store *s, const struct allocation_step *step, struct allocation_outcome *ret, struct err *err)
	PL_MUST_CHECK;

/* ---- the same for a server, whose writes become durable together (service/writer.h) ---- */

int allocation_propose_served(struct writer *writer, const struct allocation_proposing *p, struct allocation_outcome *ret,
	struct err *err) PL_MUST_CHECK;
int allocation_take_served(struct writer *writer, const struct allocation_step *step, struct allocation_outcome *ret,
	struct err *err) PL_MUST_CHECK;
int allocation_batch_served(struct writer *writer, const struct allocation_proposing *rows, size_t count,
	struct allocation_item *ret, struct err *err) PL_MUST_CHECK;

/* Of these proposals the ones that are offered to the post and not answered yet, but for one (0: none); what is held in an emergency
 * is on the load already. In the arena. */
struct offered_case *offered_cases(struct arena *a, const struct proposal_row *rows, size_t count, int32_t post_id, int32_t but,
	size_t *ret_count);

/* The negotiation that the steps of a proposal have made, on the clock of the process. */
struct negotiation allocation_negotiation(const struct proposal_story *story);
