/* trials.h: tries in each role what it may do and what it must be refused, on real processes: the proof of role.c.
 *
 * Each trial runs in a process of its own, once unconfined and once in each role. What does not even work unconfined
 * (another protection of the machine stands before it) proves nothing and is said to be so.
 */
#pragma once

#include "sandbox/confine.h"

enum trial_outcome {
	TRIAL_WORKS,
	TRIAL_REFUSED,    /* the call failed */
	TRIAL_ENDED,      /* the process was ended for it */
	TRIAL_UNTRIABLE   /* it does not work unconfined */
};

struct trial_result {
	const char *trial;        /* "connect to another machine" */
	enum process_kind kind;
	enum trial_outcome outcome;
	bool may;                 /* the role may do it */
	bool as_expected;         /* works if it may, is refused or ended if not */
};

/* Tries everything in every role, on bait in a temporary folder, and tells each result. */
int trials_run(void (*tell)(void *context, const struct trial_result *r), void *context, struct err *err) PL_MUST_CHECK;
