#include "sandbox/role.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#define MB (1024ULL * 1024)

#if SANITIZED
#include <sanitizer/lsan_interface.h>
#include <sys/prctl.h>

/* The search for leaks at the end of a process traces it from a second one and reads /proc, which no confined process
 * may: there it is left out. The sanitizer asks this. */
int __lsan_is_turned_off(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != 0;
}
#endif

/* ---- calls ---- */

/* What any C program does between being started and ending. */
static const char *const LIVE[] = {
	"read", "write", "readv", "writev", "pread64", "close", "lseek", "fcntl", "fstat", "newfstatat",
	"brk", "mmap:no-exec", "mprotect:no-exec", "munmap", "mremap", "madvise",
	"futex", "sched_yield", "sched_getaffinity", "getrandom", "sysinfo", "uname", "getrusage", "prlimit64:ask",
	"clock_gettime", "clock_getres", "gettimeofday", "time",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
	"getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "tgkill:own",
	"exit", "exit_group", NULL
};

/* A database and its temporary files. */
static const char *const FILES[] = {
	"open", "openat", "access", "faccessat", "faccessat2", "stat", "lstat", "statx", "readlink", "readlinkat", "getcwd",
	"getdents64", "pwrite64", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate", "flock", "fchmod", "fchown",
	"umask", "statfs", "unlink", "unlinkat", NULL
};

static const char *const THREADS[] = {
	"clone:thread", "set_robust_list", "get_robust_list", "rseq", "prctl:name", NULL
};

/* Keys and pass phrases are kept out of the swap. */
static const char *const SECRETS[] = {"mlock", "mlock2", "munlock", NULL};

/* What was signed is added to a file that is open already. */
static const char *const REMEMBER[] = {"fdatasync", NULL};

/* Waiting for whichever of several things comes first. */
static const char *const WAIT[] = {
	"poll", "ppoll", "select", "pselect6", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "eventfd2", "pipe2",
	"nanosleep", "clock_nanosleep", "rt_sigtimedwait", NULL
};

/* Over sockets that are there already. */
static const char *const TALK[] = {
	"recvfrom", "recvmsg", "sendto", "sendmsg", "shutdown", "getsockopt", "setsockopt", "getsockname", "getpeername", NULL
};

static const char *const ANSWER[] = {"accept", "accept4", "sendfile", NULL};

static const char *const ASK_OTHERS[] = {"socket:inet", "socket:inet6", "connect", "bind", "ioctl:pending", "sendmmsg",
	NULL};

/* A database server on this machine listens at a path. */
static const char *const ASK_THIS_MACHINE[] = {"socket:unix", NULL};

/* What it takes to start a process and to put it in its place. A parser is confined by the keeper's list as well as by
 * its own, and its "own" number is not the keeper's: hence tgkill. */
static const char *const KEEP[] = {
	"clone:fork", "set_robust_list", "rseq", "wait4", "waitid", "kill", "tgkill", "signalfd4", "close_range", "prctl",
	"capset", "prlimit64", "seccomp", "landlock_create_ruleset", "landlock_restrict_self", NULL
};

/* A sanitizer's own, with which it keeps its shadow memory and writes its reports. Its allocator's memory is never
 * executed either. */
static const char *const SANITIZER[] = {
#if SANITIZED
	"sched_getparam", "sched_getscheduler", "arch_prctl", "mincore", "dup", "dup2", "personality", "set_tid_address",
#endif
	NULL
};

static const char *const *const KEEPER_CALLS[] = {LIVE, WAIT, TALK, SECRETS, KEEP, SANITIZER, NULL};
static const char *const *const WEB_CALLS[] = {LIVE, FILES, THREADS, SECRETS, WAIT, TALK, ANSWER, SANITIZER, NULL};
static const char *const *const WEB_OF_SERVER_CALLS[] = {LIVE, FILES, THREADS, SECRETS, WAIT, TALK, ANSWER, ASK_OTHERS,
	ASK_THIS_MACHINE, SANITIZER, NULL};
static const char *const *const PARSER_CALLS[] = {LIVE, SANITIZER, NULL};
static const char *const *const SIGNER_CALLS[] = {LIVE, SECRETS, REMEMBER, WAIT, TALK, SANITIZER, NULL};
static const char *const *const FETCHER_CALLS[] = {LIVE, FILES, THREADS, SECRETS, WAIT, TALK, ASK_OTHERS, SANITIZER,
	NULL};

/* With these, libraries look for locales, encodings and devices, and do without. */
static const char *const LOOKING_ROUND[] = {
	"open", "openat", "access", "faccessat", "faccessat2", "stat", "lstat", "statx", "readlink", "readlinkat", "ioctl",
	"getcwd", "socket", NULL
};

const char *const ROLE_DEADLY_CALLS[] = {
	"execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "bpf",
	"perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key",
	"request_key",
	"mount", "umount2", "pivot_root", "chroot", "setns", "unshare", "open_by_handle_at", "init_module", "finit_module",
	"delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "modify_ldt", "iopl", "ioperm",
	"acct", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", NULL
};

/* ---- paths ---- */

static const struct role_path WEB_PATHS[] = {
	{NULL, true},
	{"/dev/urandom", false},        /* SQLite's names of temporary files */
	{"/usr/share/zoneinfo", false}, /* an employer's zone is known once its database is open */
};

/* Names of machines, and whom to trust. */
static const struct role_path FETCHER_PATHS[] = {
	{"/etc/hosts", false}, {"/etc/resolv.conf", false}, {"/etc/nsswitch.conf", false}, {"/etc/host.conf", false},
	{"/etc/gai.conf", false}, {"/run/systemd/resolve", false}, {"/etc/ssl", false}, {"/usr/share/ca-certificates", false},
	{"/usr/local/share/ca-certificates", false}, {"/usr/share/zoneinfo", false},
};

/* Both: the server is found by its name, and may have to be trusted. */
static const struct role_path WEB_OF_SERVER_PATHS[] = {
	{NULL, true}, {"/dev/urandom", false}, {"/usr/share/zoneinfo", false},
	{"/etc/hosts", false}, {"/etc/resolv.conf", false}, {"/etc/nsswitch.conf", false}, {"/etc/host.conf", false},
	{"/etc/gai.conf", false}, {"/run/systemd/resolve", false}, {"/etc/ssl", false}, {"/usr/share/ca-certificates", false},
	{"/usr/local/share/ca-certificates", false},
};

/* ---- limits ---- */

/* A sanitizer maps terabytes that it never touches. */
#define SPACE(bytes) (SANITIZED ? 0 : (bytes))

#define LIST(list) (list), sizeof(list) / sizeof *(list)

static const struct process_role ROLES[PROCESS_KINDS] = {
	[PROCESS_KEEPER] = {PROCESS_KEEPER, "keeper", KEEPER_CALLS, NULL, NULL, 0, .signals_others = true, .limits = {
		.address_space_bytes = SPACE(2048 * MB), .open_files = 256}},
	[PROCESS_WEB] = {PROCESS_WEB, "web", WEB_CALLS, NULL, LIST(WEB_PATHS), .limits = {
		.address_space_bytes = SPACE(8192 * MB), .open_files = 4096}},
	[PROCESS_WEB_OF_SERVER] = {PROCESS_WEB_OF_SERVER, "web", WEB_OF_SERVER_CALLS, NULL, LIST(WEB_OF_SERVER_PATHS),
		.connects = true, .limits = {.address_space_bytes = SPACE(8192 * MB), .open_files = 4096}},
	[PROCESS_PARSER] = {PROCESS_PARSER, "parser", PARSER_CALLS, LOOKING_ROUND, NULL, 0, .limits = {
		/* A file is mapped as a whole: 512 MB at the most. */
		.address_space_bytes = SPACE(1024 * MB), .memory_bytes = SPACE(256 * MB), .open_files = 8, .cpu_seconds = 120,
		.wall_seconds = 600, .makes_no_file = true}},
	[PROCESS_SIGNER] = {PROCESS_SIGNER, "signer", SIGNER_CALLS, LOOKING_ROUND, NULL, 0, .limits = {
		.address_space_bytes = SPACE(512 * MB), .memory_bytes = SPACE(64 * MB), .open_files = 16}},
	[PROCESS_FETCHER] = {PROCESS_FETCHER, "fetcher", FETCHER_CALLS, NULL, LIST(FETCHER_PATHS), .connects = true,
		.limits = {
		.address_space_bytes = SPACE(2048 * MB), .memory_bytes = SPACE(256 * MB), .open_files = 64, .makes_no_file = true}},
};

const struct process_role *process_role(enum process_kind kind)
{
	return &ROLES[kind];
}

bool role_is_sanitized(void)
{
	return SANITIZED;
}
