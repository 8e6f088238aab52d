#include "core/negotiation.h"

#include "base/str.h"
#include "core/brief.h"

#define IN(state) (1u << NEGOTIATION_##state)
#define OPEN (IN(OFFERED) | IN(DISCUSSED) | IN(CONDITIONAL) | IN(MORE_WANTED) | IN(HELD))

static const struct {
	const char *code, *words;
	enum party waits_for;
} STATES[] = {
#define STATE(name, code, words, waits_for) [NEGOTIATION_##name] = {code, words, PARTY_##waits_for},
#include "core/negotiation.def"
#undef STATE
};

static const struct {
	const char *code, *words;
	enum party who;
	unsigned from;
	enum negotiation_state to;
} STEPS[] = {
#define STEP(name, code, words, who, from, to) [STEP_##name] = {code, words, PARTY_##who, from, NEGOTIATION_##to},
#include "core/negotiation.def"
#undef STEP
};

static const struct {
	const char *code, *sentence;
} REFUSALS[] = {
	[REFUSED_NOT] = {"", ""},
#define REFUSAL(name, code, sentence) [REFUSED_##name] = {code, sentence},
#include "core/negotiation.def"
#undef REFUSAL
};

/* ---- what the negotiation itself says ---- */

static bool may_ask(enum party who, enum party by)
{
	return who == by || (who == PARTY_EITHER && (by == PARTY_MANAGER || by == PARTY_WORKER));
}

/* Each step that has a list of reasons says one of them. */
static bool needs_reason(enum negotiation_step step)
{
	enum brief_list reasons;

	return brief_reasons(step, &reasons);
}

static enum negotiation_refusal check_talk(const struct negotiation *n, const struct step_asked *asked)
{
	if (!asked->both_present)
		return REFUSED_TALK_ALONE;
	if (!is_discussion(asked->means))
		return REFUSED_TALK_BY_MESSAGE;
	if (asked->talked_at > asked->at)
		return REFUSED_TALK_AHEAD;
	return asked->talked_at < n->offered_at ? REFUSED_TALK_BEFORE_OFFER : REFUSED_NOT;
}

bool negotiation_may_follow(const struct negotiation *n, enum negotiation_step step)
{
	return (STEPS[step].from & 1u << n->state) != 0 && (step != STEP_EXPIRE || n->held_until != LOCAL_NEVER);
}

/* Whether it is the answer that comes, and nothing has moved on but the talk was not recorded. */
static bool is_talk_missing(const struct negotiation *n, const struct step_asked *asked)
{
	bool agrees = asked->step == STEP_AGREE || asked->step == STEP_AGREE_IF;

	return agrees && asked->by == PARTY_WORKER && (n->state == NEGOTIATION_OFFERED || n->state == NEGOTIATION_HELD);
}

static enum negotiation_refusal check_itself(const struct negotiation *n, const struct step_asked *asked)
{
	if (!negotiation_may_follow(n, asked->step))
		return is_talk_missing(n, asked) ? REFUSED_TALK_MISSING : REFUSED_NOT_NOW;
	if (!may_ask(STEPS[asked->step].who, asked->by))
		return REFUSED_NOT_YOURS;
	if (asked->at < n->last_step_at)
		return REFUSED_BEFORE_LAST_STEP;
	if (asked->step == STEP_OFFER && !n->brief_complete)
		return REFUSED_BRIEF_MISSING;
	if (needs_reason(asked->step) && !asked->reason_given)
		return REFUSED_REASON_MISSING;
	if (asked->step == STEP_AGREE_IF && asked->conditions <= 0)
		return REFUSED_CONDITION_MISSING;
	if (asked->step == STEP_HOLD && (asked->hours < 1 || asked->hours > EMERGENCY_HOURS_MOST))
		return REFUSED_HOLD_TOO_LONG;
	return asked->step == STEP_DISCUSS ? check_talk(n, asked) : REFUSED_NOT;
}

/* ---- what the world says ---- */

/* Steps that put a case before somebody, and those that make a holding of it. */
#define OFFERS (1u << STEP_OFFER | 1u << STEP_GIVE)
#define TAKES (1u << STEP_AGREE | 1u << STEP_ACCEPT)
#define HOLDS (1u << STEP_HOLD)

bool negotiation_offers(enum negotiation_step step)
{
	return (OFFERS & 1u << step) != 0;
}

bool negotiation_asks_the_world(enum negotiation_step step)
{
	return ((OFFERS | TAKES | HOLDS) & 1u << step) != 0;
}

/* Which obstacle stands in the way of which steps, in the order of the sentences. An emergency hold is asked of somebody who is
 * there, and is no allocation: lines do not forbid it, and it is counted instead. */
struct obstacle {
	bool stands;
	unsigned steps;
	enum negotiation_refusal refusal;
};

static enum negotiation_refusal check_world(const struct step_asked *asked, const struct circumstances *w)
{
	const struct obstacle obstacles[] = {
		{w->case_closed, OFFERS | TAKES | HOLDS, REFUSED_CASE_NOT_OPEN},
		{w->case_led, OFFERS | TAKES | HOLDS, REFUSED_CASE_LED},
		{w->held_already, OFFERS | TAKES | HOLDS, REFUSED_HELD_ALREADY},
		/* It would end with the hold. */
		{w->held_otherwise, HOLDS, REFUSED_HELD_ALREADY},
		{w->hold_spent, HOLDS, REFUSED_HOLD_SPENT},
		{w->offered_already, OFFERS, REFUSED_OFFERED_ALREADY},
		{w->own_proposal, OFFERS, REFUSED_OWN_PROPOSAL},
		{w->conflict_named, OFFERS | TAKES | HOLDS, REFUSED_CONFLICT_NAMED},
		{w->carries_none, OFFERS | TAKES | HOLDS, REFUSED_WORKER_CARRIES_NONE},
		{w->worker_away, OFFERS | TAKES | HOLDS, REFUSED_WORKER_AWAY},
		{w->nobody_on_duty, OFFERS, REFUSED_PROPOSER_AWAY},
		{w->red_rating, OFFERS | TAKES, REFUSED_RED_RATING},
		{w->newly_qualified_alone, OFFERS | TAKES, REFUSED_NEWLY_QUALIFIED_ALONE},
		{w->joiner_too_soon, OFFERS | TAKES, REFUSED_JOINER_TOO_SOON},
		{w->hours_unknown, OFFERS | TAKES, REFUSED_HOURS_UNKNOWN},
		{w->line_passed, OFFERS | TAKES, REFUSED_LINE_PASSED},
		{w->protection_passed, OFFERS | TAKES, REFUSED_PROTECTION_PASSED},
		/* Of several offers each may be agreed to: it is asked again, of that one alone, when it is. */
		{w->offers_pass_line, OFFERS, REFUSED_OFFERS_PASS_LINE},
	};

	for (size_t i = 0; i < sizeof obstacles / sizeof *obstacles; i++)
		if (obstacles[i].stands && (obstacles[i].steps & 1u << asked->step) != 0)
			return obstacles[i].refusal;
	return REFUSED_NOT;
}

/* ---- taking a step ---- */

struct negotiation negotiation_none(void)
{
	return (struct negotiation){.state = NEGOTIATION_NONE, .offered_at = LOCAL_NEVER, .last_step_at = INT64_MIN, .turn_since = INT64_MIN,
		.talked_at = LOCAL_NEVER, .held_until = LOCAL_NEVER};
}

void negotiation_replay(struct negotiation *n, const struct step_asked *kept)
{
	enum party waited_for = STATES[n->state].waits_for;

	n->state = STEPS[kept->step].to;
	n->last_step_at = kept->at;
	if (negotiation_offers(kept->step)) {
		n->offered_at = kept->at;
		n->talked_at = LOCAL_NEVER;
	}
	if (negotiation_offers(kept->step) || STATES[n->state].waits_for != waited_for)
		n->turn_since = kept->at;
	if (kept->step == STEP_DISCUSS)
		n->talked_at = kept->talked_at;
	if (kept->step == STEP_HOLD)
		n->held_until = kept->at + (int64_t)kept->hours * 60;
	else if (!negotiation_is_open(n->state))
		n->held_until = LOCAL_NEVER;
}

enum negotiation_refusal negotiation_take(const struct negotiation *n, const struct step_asked *asked,
	const struct circumstances *world, struct negotiation *ret)
{
	enum negotiation_refusal refusal = check_itself(n, asked);

	if (refusal == REFUSED_NOT)
		refusal = check_world(asked, world);
	if (refusal != REFUSED_NOT)
		return refusal;
	*ret = *n;
	negotiation_replay(ret, asked);
	return REFUSED_NOT;
}

enum party negotiation_waits_for(enum negotiation_state state)
{
	return STATES[state].waits_for;
}

bool negotiation_ends(enum negotiation_step step)
{
	return STATES[STEPS[step].to].waits_for == PARTY_CLOCK;
}

bool negotiation_is_open(enum negotiation_state state)
{
	return (OPEN & 1u << state) != 0;
}

/* ---- clocks ---- */

int64_t negotiation_due(const struct negotiation *n, const struct working_time *worker, const struct working_time *manager)
{
	int64_t answer;

	if (n->state == NEGOTIATION_HELD)
		return n->held_until;
	if (!negotiation_is_open(n->state))
		return LOCAL_NEVER;
	answer = working_deadline(negotiation_waits_for(n->state) == PARTY_WORKER ? worker : manager, n->turn_since, ANSWER_MINUTES);
	return n->held_until < answer ? n->held_until : answer;
}

enum negotiation_step negotiation_runs_out(const struct negotiation *n, int64_t due)
{
	return n->held_until != LOCAL_NEVER && n->held_until <= due ? STEP_EXPIRE : STEP_LAPSE;
}

/* ---- words ---- */

const char *negotiation_state_code(enum negotiation_state state)
{
	return STATES[state].code;
}

const char *negotiation_state_words(enum negotiation_state state)
{
	return STATES[state].words;
}

bool negotiation_state_parse(const char *code, enum negotiation_state *ret)
{
	for (int i = 0; i < NEGOTIATION_STATES; i++)
		if (str_equal(STATES[i].code, code)) {
			*ret = (enum negotiation_state)i;
			return true;
		}
	return false;
}

const char *negotiation_step_code(enum negotiation_step step)
{
	return STEPS[step].code;
}

const char *negotiation_step_words(enum negotiation_step step)
{
	return STEPS[step].words;
}

bool negotiation_step_parse(const char *code, enum negotiation_step *ret)
{
	for (int i = 0; i < NEGOTIATION_STEPS; i++)
		if (str_equal(STEPS[i].code, code)) {
			*ret = (enum negotiation_step)i;
			return true;
		}
	return false;
}

const char *negotiation_refusal_code(enum negotiation_refusal refusal)
{
	return REFUSALS[refusal].code;
}

const char *negotiation_refusal_sentence(enum negotiation_refusal refusal)
{
	return REFUSALS[refusal].sentence;
}

bool negotiation_refusal_is_at_line(enum negotiation_refusal refusal)
{
	return refusal == REFUSED_LINE_PASSED || refusal == REFUSED_PROTECTION_PASSED || refusal == REFUSED_OFFERS_PASS_LINE;
}

static const struct {
	const char *code, *words;
} MEANS[TALK_MEANS] = {
	[TALK_IN_PERSON] = {"in-person", "in person"},
	[TALK_BY_TELEPHONE] = {"telephone", "by telephone"},
	[TALK_BY_VIDEO] = {"video", "by video"},
	[TALK_BY_MESSAGE] = {"message", "by message"},
};

const char *talk_means_code(enum talk_means means)
{
	return MEANS[means].code;
}

const char *talk_means_words(enum talk_means means)
{
	return MEANS[means].words;
}

bool is_discussion(enum talk_means means)
{
	return means != TALK_BY_MESSAGE;
}

bool talk_means_parse(const char *code, enum talk_means *ret)
{
	for (int i = 0; i < TALK_MEANS; i++)
		if (str_equal(MEANS[i].code, code)) {
			*ret = (enum talk_means)i;
			return true;
		}
	return false;
}
