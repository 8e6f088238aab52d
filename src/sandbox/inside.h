/* inside.h: the parts of confine.h. */
#pragma once

#include "base/err.h"
#include "sandbox/role.h"

/* The version of the kernel's Landlock; 0 without. */
int landlock_version(void);

/* Confines files, and with a newer kernel connections, abstract sockets and signals. Sets *ret to the version, 0
 * without. */
int landlock_enter(const struct process_role *role, const struct role_own *own, int *ret, struct err *err)
	PL_MUST_CHECK;

/* Whether the kernel can filter system calls. */
bool filter_is_possible(void);

/* Confines system calls. *ret is false, and nothing done, if the kernel cannot. */
int filter_enter(const struct process_role *role, bool *ret, struct err *err) PL_MUST_CHECK;
