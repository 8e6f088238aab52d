/* confine.h: puts the calling process in its role's place, for good.
 *
 * In this order: capabilities and the way back to them, limits, no new privileges, not to be looked into by others of
 * the same user, files by Landlock, system calls by seccomp. What a kernel cannot do is left out and said in the state,
 * so that a start can warn of it or be refused (--require-sandbox); nothing is left out silently.
 */
#pragma once

#include <sys/types.h>

#include "base/err.h"
#include "sandbox/role.h"

struct sandbox_state {
	bool filters_calls; /* seccomp */
	int landlock;       /* version of the kernel's interface, 0 without: 1 files; 4 also connections; 6 also signals */
};

/* What this kernel, and what the process is already confined by, allow. */
struct sandbox_state sandbox_probe(void);

/* Whether all is in force that the roles ask for: calls, and at the least files. */
bool sandbox_is_whole(const struct sandbox_state *s);

/* "system calls and files are confined (Landlock 7)", or what is missing and what follows from it. One line. */
enum { SANDBOX_WORDS = 200 };
const char *sandbox_words(const struct sandbox_state *s, char out[SANDBOX_WORDS]);

/* Call before any thread is started. PL_FAIL if something that every kernel can do did not work: the process must end
 * then. */
int sandbox_enter(const struct process_role *role, const struct role_own *own, struct sandbox_state *ret,
	struct err *err) PL_MUST_CHECK;

/* Whom a process becomes that root started. */
struct user {
	uid_t id;
	gid_t group;
	bool is_another; /* else there is nothing to do */
};

/* The user named, or (NULL) the owner of a file, or (both NULL, or not root) whoever it is already. PL_NOT_FOUND if
 * there is none of that name, PL_FAIL if it is another and the process not root's. If the owner is root, root stays;
 * sandbox_enter takes its capabilities. */
int user_find(const char *name, const char *owner_of, struct user *ret, struct err *err) PL_MUST_CHECK;

/* For good, and without other groups. */
int user_become(const struct user *user, struct err *err) PL_MUST_CHECK;
