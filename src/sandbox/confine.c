#include "sandbox/confine.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/inside.h"

/* ---- what is in force ---- */

struct sandbox_state sandbox_probe(void)
{
	return (struct sandbox_state){filter_is_possible(), landlock_version()};
}

bool sandbox_is_whole(const struct sandbox_state *s)
{
	return s->filters_calls && s->landlock > 0;
}

const char *sandbox_words(const struct sandbox_state *s, char out[SANDBOX_WORDS])
{
	if (sandbox_is_whole(s))
		(void)snprintf(out, SANDBOX_WORDS, "system calls and files are confined (seccomp, Landlock %d)", s->landlock);
	else if (s->landlock > 0)
		(void)snprintf(out, SANDBOX_WORDS,
			"files are confined (Landlock %d), system calls are not: this kernel has no seccomp filters", s->landlock);
	else if (s->filters_calls)
		(void)snprintf(out, SANDBOX_WORDS,
			"system calls are confined (seccomp), files only by their permissions: this kernel has no Landlock");
	else
		(void)snprintf(out, SANDBOX_WORDS,
			"the processes are confined by their user alone: this kernel has neither seccomp filters nor Landlock");
	return out;
}

/* ---- capabilities ---- */

/* The bounding set first: that takes a capability. Without it there is nothing to gain from it either. */
static void drop_bounding_set(void)
{
	for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; capability++)
		(void)prctl(PR_CAPBSET_DROP, capability);
}

static int drop_capabilities(struct err *err)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};

	drop_bounding_set();
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); /* none on old kernels */
	if (syscall(SYS_capset, &header, none) < 0)
		return err_set(err, PL_FAIL, "capabilities cannot be dropped: %s", strerror(errno));
	return 0;
}

/* ---- limits ---- */

/* `warned` is where a signal comes that says what was passed; of time only. */
static int limit(__rlimit_resource_t what, const char *name, uint64_t warned, uint64_t most, struct err *err)
{
	struct rlimit now, wanted = {warned, most};

	if (getrlimit(what, &now) < 0)
		return err_set(err, PL_FAIL, "the limit of %s cannot be read: %s", name, strerror(errno));
	/* Where the system gives less already, that stays. */
	if (now.rlim_max < wanted.rlim_max)
		wanted.rlim_max = now.rlim_max;
	if (wanted.rlim_cur > wanted.rlim_max)
		wanted.rlim_cur = wanted.rlim_max;
	if (setrlimit(what, &wanted) < 0)
		return err_set(err, PL_FAIL, "%s cannot be limited: %s", name, strerror(errno));
	return 0;
}

static int limit_all(const struct role_limits *l, struct err *err)
{
	int rc = limit(RLIMIT_CORE, "the core dump", 0, 0, err);

	if (rc == 0 && l->address_space_bytes > 0)
		rc = limit(RLIMIT_AS, "the address space", l->address_space_bytes, l->address_space_bytes, err);
	if (rc == 0 && l->memory_bytes > 0)
		rc = limit(RLIMIT_DATA, "the memory", l->memory_bytes, l->memory_bytes, err);
	if (rc == 0 && l->open_files > 0)
		rc = limit(RLIMIT_NOFILE, "the number of open files", l->open_files, l->open_files, err);
	if (rc == 0 && l->cpu_seconds > 0)
		rc = limit(RLIMIT_CPU, "the time", l->cpu_seconds, l->cpu_seconds + 1, err);
	if (rc == 0 && l->makes_no_file)
		rc = limit(RLIMIT_FSIZE, "the size of files", 0, 0, err);
	return rc;
}

/* ---- all of it ---- */

static int give_up_privileges(struct err *err)
{
	int rc = drop_capabilities(err);

	if (rc < 0)
		return rc;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return err_set(err, PL_FAIL, "privileges cannot be given up: %s", strerror(errno));
	return 0;
}

int sandbox_enter(const struct process_role *role, const struct role_own *own, struct sandbox_state *ret,
	struct err *err)
{
	struct sandbox_state state = {0};
	int rc = give_up_privileges(err);

	if (rc == 0)
		rc = limit_all(&role->limits, err);
	if (rc == 0)
		rc = landlock_enter(role, own, &state.landlock, err);
	if (rc == 0)
		rc = filter_enter(role, &state.filters_calls, err);
	if (rc < 0)
		return err_prefix(err, "the %s process", role->name);
	*ret = state;
	return 0;
}

/* ---- the user ---- */

static int find_by_name(const char *name, struct user *ret, struct err *err)
{
	const struct passwd *known = getpwnam(name);

	if (known == NULL)
		return err_set(err, PL_NOT_FOUND, "there is no user %.60s", name);
	if (geteuid() != 0 && geteuid() != known->pw_uid)
		return err_set(err, PL_FAIL, "only root can become user %.60s", name);
	*ret = (struct user){known->pw_uid, known->pw_gid, geteuid() == 0};
	return 0;
}

int user_find(const char *name, const char *owner_of, struct user *ret, struct err *err)
{
	struct stat st;

	if (name != NULL)
		return find_by_name(name, ret, err);
	*ret = (struct user){geteuid(), getegid(), false};
	/* What is wrong with the file is for whoever opens it to say. */
	if (geteuid() == 0 && owner_of != NULL && stat(owner_of, &st) == 0)
		*ret = (struct user){st.st_uid, st.st_gid, true};
	return 0;
}

int user_become(const struct user *user, struct err *err)
{
	if (!user->is_another)
		return 0;
	if (setgroups(0, NULL) < 0 || setresgid(user->group, user->group, user->group) < 0 ||
		setresuid(user->id, user->id, user->id) < 0)
		return err_set(err, PL_FAIL, "root cannot be given up: %s", strerror(errno));
	return 0;
}
