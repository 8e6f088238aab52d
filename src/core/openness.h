/* openness.h: what "how open is it?" is made of, of an employer that has published a health check: the one list that its
 * pages, the league and the league's data read.
 *
 * Each part has a key, by which data call it, and belongs to a question; parts of one question stand together. */
#pragma once

#include "core/published.h"

#define OF_RECORDS "Are the records complete?"
#define OF_LIMIT "Is there an agreed limit?"
#define OF_KEEPING "Are the limits kept?"
#define OF_TALK "Is work talked about before it is given?"
#define OF_CONCEALED "Is anything concealed?"
#define OF_WAITING "Is what waits declared, with a plan?"

/* PART(name, key, code of the row of the health check that it is; "" of none, question) */
#define OPENNESS_PARTS(PART) \
	PART(FIGURES_SAID, "figures_said", "", OF_RECORDS) \
	PART(FIGURES_OF, "figures_of", "", OF_RECORDS) \
	PART(RECORDS_COMPLETE, "records_complete", "", OF_RECORDS) \
	PART(AGREED_LIMITS, "agreed_limits", "", OF_LIMIT) \
	PART(PAST_SHARE, "past_share", "past-share", OF_KEEPING) \
	PART(DISCUSSED, "discussed", "discussed", OF_TALK) \
	PART(ANSWER_MINUTES, "answer_minutes", "answer-time", OF_TALK) \
	PART(REFERRALS_NOT_FOUND, "referrals_not_found", "referrals-residue", OF_CONCEALED) \
	PART(PLAN_CASES, "plan_cases", "", OF_WAITING) \
	PART(PLAN_DUE, "plan_due", "", OF_WAITING)

enum openness {
#define OPENNESS_NAME(name, key, code, question) OPENNESS_##name,
	OPENNESS_PARTS(OPENNESS_NAME)
#undef OPENNESS_NAME
	OPENNESS_COUNT
};

/* The keys in order, each with a comma behind it: names of columns. */
#define OPENNESS_KEY(name, key, code, question) key,
#define OPENNESS_KEYS OPENNESS_PARTS(OPENNESS_KEY)

const char *openness_key(enum openness which);
const char *openness_code(enum openness which);
const char *openness_question(enum openness which);

/* What a health check says of it: counts, whole per cent, minutes, and of PLAN_DUE a day. OPENNESS_UNSAID where that is
 * not known, is withheld, or there is no plan. */
enum { OPENNESS_UNSAID = -1 };
int64_t openness_value(const struct published *p, enum openness which);
