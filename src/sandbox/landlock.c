/* Landlock by its raw calls: the C library of Debian 12 has none for it, and its headers know of the first two
 * versions. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/inside.h"

/* As in the kernel's include/uapi/linux/landlock.h. */
enum {
	CREATE_RULESET_VERSION = 1,
	RULE_PATH_BENEATH = 1
};

enum file_access {
	FS_EXECUTE = 1 << 0, FS_WRITE_FILE = 1 << 1, FS_READ_FILE = 1 << 2, FS_READ_DIR = 1 << 3, FS_REMOVE_DIR = 1 << 4,
	FS_REMOVE_FILE = 1 << 5, FS_MAKE_CHAR = 1 << 6, FS_MAKE_DIR = 1 << 7, FS_MAKE_REG = 1 << 8, FS_MAKE_SOCK = 1 << 9,
	FS_MAKE_FIFO = 1 << 10, FS_MAKE_BLOCK = 1 << 11, FS_MAKE_SYM = 1 << 12,
	FS_REFER = 1 << 13,     /* from version 2 */
	FS_TRUNCATE = 1 << 14,  /* 3 */
	FS_IOCTL_DEVICE = 1 << 15 /* 5 */
};

enum { NET_BIND_TCP = 1 << 0, NET_CONNECT_TCP = 1 << 1 };              /* from version 4 */
enum { SCOPE_ABSTRACT_SOCKET = 1 << 0, SCOPE_SIGNAL = 1 << 1 };        /* from version 6 */

struct ruleset {
	uint64_t files, connections, scopes;
};

struct path_rule {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

#define FS_OF_A_FILE (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEVICE)
#define FS_READ (FS_READ_FILE | FS_READ_DIR)
#define FS_WRITE (FS_READ | FS_WRITE_FILE | FS_TRUNCATE | FS_MAKE_REG | FS_REMOVE_FILE)

int landlock_version(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

/* All that this version can refuse. */
static struct ruleset everything(int version, const struct process_role *role)
{
	struct ruleset r = {.files = FS_REFER - 1};

	if (version >= 2)
		r.files |= FS_REFER;
	if (version >= 3)
		r.files |= FS_TRUNCATE;
	if (version >= 4)
		r.connections = role->connects ? NET_BIND_TCP : NET_BIND_TCP | NET_CONNECT_TCP;
	if (version >= 5)
		r.files |= FS_IOCTL_DEVICE;
	if (version >= 6)
		r.scopes = role->signals_others ? SCOPE_ABSTRACT_SOCKET : SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
	return r;
}

/* Older kernels know a shorter struct. */
static size_t size_for(int version)
{
	if (version >= 6)
		return sizeof(struct ruleset);
	return version >= 4 ? offsetof(struct ruleset, scopes) : offsetof(struct ruleset, connections);
}

/* A path that is not there needs no rule. */
static int allow(int rules, const struct ruleset *handled, const char *path, bool writes, struct err *err)
{
	struct path_rule rule = {.parent = open(path, O_PATH | O_CLOEXEC)};
	struct stat st;
	long rc;

	if (rule.parent < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (rule.parent < 0 || fstat(rule.parent, &st) < 0)
		return err_set(err, PL_FAIL, "%s cannot be allowed: %s", path, strerror(errno));
	rule.allowed = (writes ? FS_WRITE : FS_READ) & handled->files;
	if (!S_ISDIR(st.st_mode))
		rule.allowed &= FS_OF_A_FILE;
	rc = syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &rule, 0U);
	(void)close(rule.parent);
	return rc < 0 ? err_set(err, PL_FAIL, "%s cannot be allowed: %s", path, strerror(errno)) : 0;
}

static int allow_all(int rules, const struct ruleset *handled, const struct process_role *role,
	const struct role_own *own, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < role->paths_count; i++) {
		const struct role_path *p = &role->paths[i];

		if (p->path != NULL || own->data != NULL)
			rc = allow(rules, handled, p->path != NULL ? p->path : own->data, p->writes, err);
	}
	for (size_t i = 0; rc == 0 && i < own->named_count; i++)
		rc = allow(rules, handled, own->named[i].path, own->named[i].writes, err);
	return rc;
}

int landlock_enter(const struct process_role *role, const struct role_own *own, int *ret, struct err *err)
{
	int version = landlock_version(), rules, rc;
	struct ruleset handled = everything(version, role);

	if (version == 0) {
		*ret = 0;
		return 0;
	}
	rules = (int)syscall(SYS_landlock_create_ruleset, &handled, size_for(version), 0U);
	if (rules < 0)
		return err_set(err, PL_FAIL, "files cannot be confined: %s", strerror(errno));
	rc = allow_all(rules, &handled, role, own, err);
	if (rc == 0 && syscall(SYS_landlock_restrict_self, rules, 0U) < 0)
		rc = err_set(err, PL_FAIL, "files cannot be confined: %s", strerror(errno));
	(void)close(rules);
	if (rc == 0)
		*ret = version;
	return rc;
}
