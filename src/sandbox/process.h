/* process.h: starts a process in its role. */
#pragma once

#include <sys/types.h>

#include "sandbox/confine.h"

struct process_order {
	enum process_kind kind;
	struct role_own own;         /* what it may open beside what its role says */
	struct user user;            /* whom to become, once it is prepared */
	/* Before it gives up anything: to open what it may not open any more afterwards. May be NULL. */
	int (*prepare)(void *context, struct err *err);
	/* Runs under the role; returns the exit status. */
	int (*run)(void *context);
	void *context;
	const int *files;            /* open descriptors that it keeps beside 0, 1 and 2; all others are closed */
	size_t files_count;
};

/* Forks. The child is ended with its parent, has no signal blocked and SIGPIPE and SIGXFSZ ignored, and ends with
 * status 1 and a line on standard error if it cannot be confined. Call it from a process with one thread. */
int process_start(const struct process_order *order, pid_t *ret, struct err *err) PL_MUST_CHECK;
