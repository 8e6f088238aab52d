/* System calls, by libseccomp. */
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/inside.h"

#define NEW_NAMESPACES ((uint64_t)(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | \
	CLONE_NEWPID | CLONE_NEWNET))

enum { CALL_NAME = 40 };

/* The conditions of role.h: an argument, the bits of it that count, and what they must be. */
struct condition {
	const char *name;
	unsigned argument;
	uint64_t bits, value;
};

static const struct condition CONDITIONS[] = {
	{"no-exec", 2, PROT_EXEC, 0},
	{"thread", 0, NEW_NAMESPACES | CLONE_THREAD, CLONE_THREAD},
	{"fork", 0, NEW_NAMESPACES | CLONE_THREAD, 0},
	{"ask", 2, UINT64_MAX, 0}, /* no new limits are given */
	{"name", 0, UINT64_MAX, PR_SET_NAME},
	{"unix", 0, UINT64_MAX, AF_UNIX},
	{"inet", 0, UINT64_MAX, AF_INET},
	{"inet6", 0, UINT64_MAX, AF_INET6},
	{"pending", 1, UINT64_MAX, FIONREAD},
	{"own", 0, UINT64_MAX, 0}, /* the process's own number is filled in */
};

bool filter_is_possible(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static const struct condition *condition_of(const char *call)
{
	const char *colon = strchr(call, ':');

	for (size_t i = 0; colon != NULL && i < sizeof CONDITIONS / sizeof *CONDITIONS; i++)
		if (strcmp(colon + 1, CONDITIONS[i].name) == 0)
			return &CONDITIONS[i];
	return NULL;
}

/* Negative if this machine has no such call. */
static int number_of(const char *call)
{
	char name[CALL_NAME];

	(void)snprintf(name, sizeof name, "%.*s", (int)strcspn(call, ":"), call);
	return seccomp_syscall_resolve_name(name);
}

static int add(scmp_filter_ctx filter, uint32_t action, const char *call)
{
	const struct condition *c = condition_of(call);
	int number = number_of(call);
	struct scmp_arg_cmp compare;

	if (number < 0)
		return 0;
	if (c == NULL)
		return strchr(call, ':') != NULL ? -EINVAL : seccomp_rule_add_array(filter, action, number, 0, NULL);
	compare = SCMP_CMP64(c->argument, SCMP_CMP_MASKED_EQ, c->bits,
		strcmp(c->name, "own") == 0 ? (uint64_t)getpid() : c->value);
	return seccomp_rule_add_array(filter, action, number, 1, &compare);
}

static int add_list(scmp_filter_ctx filter, uint32_t action, const char *const *calls)
{
	int rc = 0;

	for (; rc == 0 && *calls != NULL; calls++)
		rc = add(filter, action, *calls);
	return rc;
}

static int fill(scmp_filter_ctx filter, const struct process_role *role)
{
	int rc = 0;

	for (const char *const *const *list = role->calls; rc == 0 && *list != NULL; list++)
		rc = add_list(filter, SCMP_ACT_ALLOW, *list);
	if (rc == 0)
		rc = role->refused != NULL ? add_list(filter, SCMP_ACT_ERRNO(EPERM), role->refused)
			: add_list(filter, SCMP_ACT_KILL_PROCESS, ROLE_DEADLY_CALLS);
	/* Its flags stand in memory where no filter sees them; the C library then asks for clone. */
	if (rc == 0)
		rc = add(filter, SCMP_ACT_ERRNO(ENOSYS), "clone3");
	return rc;
}

static int load(scmp_filter_ctx filter, const struct process_role *role)
{
	int rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0); /* confine.c has seen to it */

	if (rc == 0)
		rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree: the lists are long */
	if (rc == 0)
		rc = fill(filter, role);
	return rc == 0 ? seccomp_load(filter) : rc;
}

int filter_enter(const struct process_role *role, bool *ret, struct err *err)
{
	scmp_filter_ctx filter;
	int rc;

	if (!filter_is_possible()) {
		*ret = false;
		return 0;
	}
	filter = seccomp_init(role->refused != NULL ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM));
	if (filter == NULL)
		return err_set(err, PL_FAIL, "system calls cannot be confined: no memory for the filter");
	rc = load(filter, role);
	seccomp_release(filter);
	if (rc < 0)
		return err_set(err, PL_FAIL, "system calls cannot be confined: %s", strerror(-rc));
	*ret = true;
	return 0;
}
