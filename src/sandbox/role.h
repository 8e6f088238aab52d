/* role.h: what each process of Plimsoll may do; all else is refused (docs/processes.md).
 *
 * Words: a *role* is a kind of process with its table of system calls, paths and limits. A *call* is the name of a
 * system call, with a condition behind a colon: "mmap:no-exec" is a mapping that cannot be executed. The tables are in
 * role.c and read from there only; what enforces them is in confine.h.
 *
 * A call off the table is refused with EPERM in the keeper, the web and the fetcher process: their libraries probe for
 * what a kernel has, and a server that dies of a call would give whoever finds one a way to stop it for all. Calls that
 * no line of ours and no library asks for (ROLE_DEADLY_CALLS: running programs, tracing, loading) end the process. In
 * the parser and the signer it is the other way round: they do little, so a call off the table means that they are no
 * longer ours, and the process is ended; only a few calls with which libraries look for files are refused.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum process_kind {
	PROCESS_KEEPER,  /* starts the others and stops them; sees no request and no file */
	PROCESS_WEB,     /* answers requests and keeps the database */
	PROCESS_WEB_OF_SERVER, /* the same where a server keeps the database, and may be on another machine */
	PROCESS_PARSER,  /* reads one file, speaks the intake over a pipe, ends */
	PROCESS_SIGNER,  /* holds the signing key; answers requests to sign */
	PROCESS_FETCHER, /* asks other servers: single sign-on */
	PROCESS_KINDS
};

struct role_path {
	const char *path; /* NULL: the folder of the database */
	bool writes;      /* makes, writes and removes plain files there; else only reads */
};

/* What one process may open beside the paths of its role. */
struct role_own {
	const char *data;               /* the folder that a NULL path of the role stands for; NULL if it has none */
	const struct role_path *named;  /* what its settings name */
	size_t named_count;
};

/* 0: as the system has it. */
struct role_limits {
	uint64_t address_space_bytes; /* mapped files count */
	uint64_t memory_bytes;        /* private memory alone */
	uint64_t open_files;
	uint64_t cpu_seconds;
	uint64_t wall_seconds;        /* kept by the keeper */
	bool makes_no_file;           /* no file may grow; pipes may */
};

struct process_role {
	enum process_kind kind;
	const char *name;
	const char *const *const *calls;  /* lists of calls that are allowed; ends with NULL, as each list does */
	const char *const *refused;       /* calls that are refused although others end the process; NULL: all are refused */
	const struct role_path *paths;
	size_t paths_count;
	bool connects;                    /* to other machines */
	bool signals_others;              /* processes it did not start itself under its own rules */
	struct role_limits limits;
};

const struct process_role *process_role(enum process_kind kind);

/* Calls that end any process. Ends with NULL. */
extern const char *const ROLE_DEADLY_CALLS[];

/* Whether this build carries a sanitizer, which needs more calls and memory than the tables say; they say how much. */
bool role_is_sanitized(void);
