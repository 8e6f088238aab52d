#include "core/matter.h"

#include "base/str.h"

enum { MINUTES_A_WORKING_DAY = 8 * 60 };

#define ANSWERS(kind) (1u << MATTER_##kind)

static const struct {
	const char *code, *words;
	enum matter_asker asks;
	int32_t days;
	enum role levels[MATTER_LEVELS];
} KINDS[] = {
#define MATTER(name, code, words, asks, days, first, second, third) \
	[MATTER_##name] = {code, words, ASKED_BY_##asks, days, {ROLE_##first, ROLE_##second, ROLE_##third}},
#include "core/matter.def"
#undef MATTER
};

static const struct {
	const char *code, *words;
	unsigned kinds;
} OUTCOMES[] = {
	[OUTCOME_NONE] = {"", "", 0},
#define OUTCOME(name, code, words, kinds) [OUTCOME_##name] = {code, words, kinds},
#include "core/matter.def"
#undef OUTCOME
};

static const struct {
	const char *code, *sentence;
} REFUSALS[] = {
	[MATTER_TAKEN] = {"", ""},
#define REFUSAL(name, code, sentence) [MATTER_##name] = {code, sentence},
#include "core/matter.def"
#undef REFUSAL
};

static const char *const STEP_CODES[MATTER_STEPS] = {
	[MATTER_ASK] = "ask", [MATTER_ANSWER] = "answer", [MATTER_TAKE_BACK] = "take-back", [MATTER_ESCALATE] = "escalate"};

/* ---- who answers ---- */

enum role matter_decider(const struct matter *m)
{
	return KINDS[m->kind].levels[m->level];
}

int32_t matter_level_of(enum matter_kind kind, enum role role)
{
	for (int32_t level = 0; level < MATTER_LEVELS; level++)
		if (KINDS[kind].levels[level] == role)
			return level;
	return -1;
}

/* Of the levels from `first` to `last`. */
static unsigned roles_of(const struct matter *m, int32_t first, int32_t last)
{
	unsigned roles = 0;

	for (int32_t level = first; level <= last; level++)
		roles |= ROLE_BIT(KINDS[m->kind].levels[level]);
	if (roles & ROLE_BIT(ROLE_MANAGER))
		roles |= ROLE_BIT(ROLE_DEPUTY);
	return roles;
}

unsigned matter_readers(const struct matter *m)
{
	return m->kind == MATTER_OWED ? roles_of(m, 0, m->level) : field_roles(FIELD_MATTER, NEAR_TEAM);
}

unsigned matter_deciders(const struct matter *m)
{
	return roles_of(m, m->level, MATTER_LEVELS - 1) & matter_readers(m);
}

unsigned matter_deciders_here(const struct matter *m)
{
	return roles_of(m, m->level, m->level);
}

enum matter_asker matter_asker(enum matter_kind kind)
{
	return KINDS[kind].asks;
}

bool matter_lasts(enum matter_kind kind)
{
	return kind == MATTER_OVER_LINE || kind == MATTER_OWED || kind == MATTER_REVIEW;
}

int64_t matter_due(const struct matter *m, const struct working_time *decider)
{
	if (m->state != MATTER_OPEN)
		return LOCAL_NEVER;
	return working_deadline(decider, m->turn_since, (int64_t)KINDS[m->kind].days * MINUTES_A_WORKING_DAY);
}

/* ---- steps ---- */

struct matter matter_begin(enum matter_kind kind, int64_t at)
{
	return (struct matter){.kind = kind, .asked_at = at, .turn_since = at};
}

bool matter_may_follow(const struct matter *m, enum matter_step step)
{
	return m == NULL ? step == MATTER_ASK : m->state == MATTER_OPEN && step != MATTER_ASK;
}

/* A view is theirs alone to say whose work it is, and may be said anew. */
static bool is_theirs(const struct matter *m, const struct matter_asked *asked)
{
	return matter_outcome_is_view(asked->outcome) ? asked->is_about_them : (asked->roles & matter_deciders(m)) != 0;
}

/* Whose step it is comes before how the matter stands: that is not told to strangers. */
static enum matter_refusal check_whose(const struct matter *m, const struct matter_asked *asked)
{
	if (asked->step == MATTER_TAKE_BACK)
		return asked->is_asker ? MATTER_TAKEN : MATTER_NOT_ASKERS;
	if (asked->step != MATTER_ANSWER)
		return MATTER_TAKEN;
	if (!is_theirs(m, asked))
		return MATTER_NOT_DECIDERS;
	return asked->is_asker || (asked->is_about_them && !matter_outcome_is_view(asked->outcome)) ? MATTER_OWN_MATTER : MATTER_TAKEN;
}

static enum matter_refusal check_answer(const struct matter *m, const struct matter_asked *asked)
{
	if (asked->suspended)
		return MATTER_SUSPENDED;
	if (!matter_outcome_answers(asked->outcome, m->kind))
		return MATTER_OUTCOME_ALIEN;
	return asked->in_writing ? MATTER_TAKEN : MATTER_WRITING_MISSING;
}

static enum matter_refusal check(const struct matter *m, const struct matter_asked *asked, const struct working_time *decider)
{
	enum matter_refusal whose = check_whose(m, asked);

	if (whose != MATTER_TAKEN)
		return whose;
	if (!matter_may_follow(m, asked->step))
		return MATTER_NOT_OPEN;
	if (asked->step == MATTER_ANSWER)
		return check_answer(m, asked);
	if (asked->step == MATTER_TAKE_BACK)
		return MATTER_TAKEN;
	if (m->level + 1 >= MATTER_LEVELS)
		return MATTER_NOBODY_ABOVE;
	return asked->nobody_there || matter_due(m, decider) <= asked->at ? MATTER_TAKEN : MATTER_NOT_DUE;
}

void matter_replay(struct matter *m, const struct matter_asked *kept)
{
	switch (kept->step) {
	case MATTER_ASK:
		m->level = kept->level;
		break;
	case MATTER_STEPS:
		break;
	case MATTER_ANSWER:
		if (matter_outcome_is_view(kept->outcome)) {
			m->view = kept->outcome == OUTCOME_FOR ? VIEW_FOR : VIEW_AGAINST;
			break;
		}
		m->state = MATTER_ANSWERED;
		m->outcome = kept->outcome;
		break;
	case MATTER_TAKE_BACK:
		m->state = MATTER_TAKEN_BACK;
		break;
	case MATTER_ESCALATE:
		m->level++;
		m->turn_since = kept->at;
		break;
	}
}

bool matter_is_suspended(enum matter_kind kind, bool principles)
{
	return principles && kind == MATTER_OVER_LINE;
}

enum matter_refusal matter_take(const struct matter *m, const struct matter_asked *asked, const struct working_time *decider,
	struct matter *ret)
{
	enum matter_refusal refusal = check(m, asked, decider);

	if (refusal != MATTER_TAKEN)
		return refusal;
	*ret = *m;
	matter_replay(ret, asked);
	return MATTER_TAKEN;
}

/* ---- words ---- */

const char *matter_kind_code(enum matter_kind kind)
{
	return KINDS[kind].code;
}

const char *matter_kind_words(enum matter_kind kind)
{
	return KINDS[kind].words;
}

bool matter_kind_parse(const char *code, enum matter_kind *ret)
{
	for (int i = 0; i < MATTER_KINDS; i++)
		if (str_equal(KINDS[i].code, code)) {
			*ret = (enum matter_kind)i;
			return true;
		}
	return false;
}

const char *matter_outcome_code(enum matter_outcome outcome)
{
	return OUTCOMES[outcome].code;
}

const char *matter_outcome_words(enum matter_outcome outcome)
{
	return OUTCOMES[outcome].words;
}

bool matter_outcome_parse(const char *code, enum matter_outcome *ret)
{
	for (int i = OUTCOME_NONE + 1; i < MATTER_OUTCOMES; i++)
		if (str_equal(OUTCOMES[i].code, code)) {
			*ret = (enum matter_outcome)i;
			return true;
		}
	return false;
}

bool matter_outcome_is_view(enum matter_outcome outcome)
{
	return outcome == OUTCOME_FOR || outcome == OUTCOME_AGAINST;
}

bool matter_outcome_answers(enum matter_outcome outcome, enum matter_kind kind)
{
	return (OUTCOMES[outcome].kinds & 1u << kind) != 0;
}

const char *matter_step_code(enum matter_step step)
{
	return STEP_CODES[step];
}

bool matter_step_parse(const char *code, enum matter_step *ret)
{
	for (int i = 0; i < MATTER_STEPS; i++)
		if (str_equal(STEP_CODES[i], code)) {
			*ret = (enum matter_step)i;
			return true;
		}
	return false;
}

const char *matter_refusal_code(enum matter_refusal refusal)
{
	return REFUSALS[refusal].code;
}

const char *matter_refusal_sentence(enum matter_refusal refusal)
{
	return REFUSALS[refusal].sentence;
}
