/* brief.h: what a proposal says, and what its answers say, in words of closed lists (brief.def): why this worker, the first
 * action, support (R7, R8); why declined, what is wanted, on what condition (R5).
 *
 * They can be counted and never tell of a child; beside each there is room for a remark (core/remark.h).
 */
#pragma once

#include "core/negotiation.h"
#include "core/snapshot.h"

enum brief_list { BRIEF_WHY, BRIEF_FIRST_ACTION, BRIEF_SUPPORT, BRIEF_DECLINE, BRIEF_WANT, BRIEF_WITHDRAW, BRIEF_REJECT, BRIEF_HOLD,
	BRIEF_CONDITION, BRIEF_LISTS };

struct brief_word {
	enum brief_list list;
	const char *code, *words;
};

/* The words of a list, in the order in which they are offered. */
const struct brief_word *brief_words(enum brief_list list, size_t *ret_count);

bool brief_has(enum brief_list list, const char *code);

/* For people; the code itself where the list has no such word any more. */
const char *brief_say(enum brief_list list, const char *code);

/* Codes with a comma between them, each of the list and none twice, as support is kept; "" is none. */
bool brief_has_all(enum brief_list list, const char *codes);

/* The list of the reasons that a step needs; false where it needs none. */
bool brief_reasons(enum negotiation_step step, enum brief_list *ret);

/* ---- what makes a proposal ---- */

/* An offered holding, as it is written down. Texts are codes of the lists, but `risk_with` and `note`. */
struct proposal_terms {
	enum holding_role role;
	int32_t share;            /* per mille of the case's weight */
	enum allocation_mode mode;
	const char *why, *first_action;
	int32_t first_action_by;  /* day; DAY_MAX: not said */
	const char *risk_with;    /* login of who holds the risk until it is answered; "" not said */
	const char *support;
	int32_t starts;           /* first day of the holding if it is agreed before; DAY_MIN: the day of the answer */
	const char *note;
};

/* How far ahead somebody can say it: the case is taken on within STARTS_DAYS_MOST of today, and the first action within
 * FIRST_ACTION_DAYS_MOST of that. */
enum { STARTS_DAYS_MOST = COMING_DAYS, FIRST_ACTION_DAYS_MOST = 4 * 7 };

enum { PROPOSAL_TASKS = 12, PROPOSAL_CONDITIONS = 6, TASK_CODE_BYTES = 40, TASK_MINUTES_MOST = 60 * 60 };

/* Work that is agreed with the case (R8): a kind of task of the scheme, or a word of one's own. */
struct agreed_task {
	const char *kind;
	int32_t minutes;          /* -1: as the scheme says */
	int32_t due;              /* the day by which */
};

/* What a worker agrees on condition of. */
struct agreed_condition {
	const char *kind;         /* of BRIEF_CONDITION */
	int32_t due;
	const char *note;
};

/* PL_INVALID with the first thing that is wrong: a word of no list, a day before today; PL_LIMIT for too many. */
int tasks_check(const struct agreed_task *tasks, size_t count, int32_t today, struct err *err) PL_MUST_CHECK;
int conditions_check(const struct agreed_condition *conditions, size_t count, int32_t today, struct err *err) PL_MUST_CHECK;

/* Whether it says all that an offer must (R7). */
bool terms_complete(const struct proposal_terms *t);

/* PL_INVALID with the first thing that is wrong: a code of no list, a share that is none, a first action before `today`. What
 * is not said yet is not wrong. */
int terms_check(const struct proposal_terms *t, int32_t today, struct err *err) PL_MUST_CHECK;
/* Of a case that somebody works on and that is to be another's instead: a reason that is more than who has room (R79), and PL_INVALID
 * where it is none. */
bool takeover_reason(const char *why);
int takeover_check(const struct proposal_terms *t, struct err *err) PL_MUST_CHECK;

const char *allocation_mode_code(enum allocation_mode mode);
bool allocation_mode_parse(const char *code, enum allocation_mode *ret);
