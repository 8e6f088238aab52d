/* keeper.h: the parent of a server's processes.
 *
 *	keeper ---- web        over a socket: ready, alive, "read this file"
 *	   |         |
 *	   |         +-------- signer, fetcher   over a socket each (call.h)
 *	   +- parser ..        one a file, on request, answers the web process through a pipe
 *
 * The keeper starts the signer, the fetcher and the web process, then confines itself: from there on it can start
 * parsers, pass on signals and wait, and nothing else. It passes SIGTERM and SIGINT (as SIGTERM) and SIGHUP to the web
 * process, ends when that ends, and starts nothing anew: that is for whoever started it, as systemd does. If the signer
 * or the fetcher fails, everything ends.
 *
 * None of the processes is a new program: all are copies of the one that called keeper_run, which must have read
 * nothing secret into its memory. What is secret is opened by the one process that needs it (prepare_signer,
 * prepare_fetcher).
 */
#pragma once

#include "sandbox/confine.h"
#include "sandbox/parser_host.h"

struct keeper_link;

struct keeper_plan {
	struct role_own own;         /* what the web process may open beside what its role says: the folder of the database */
	bool of_server;              /* the web process asks a server for the database */
	/* Files that the web process must not be able to open, the signer's key and the fetcher's secrets: PL_INVALID
	 * where one is, or lies in, what is its own. NULL. */
	const char *secret, *fetcher_secret, *mail_secret;
	const char *user, *owner_of; /* whom all become where root started them: user_find in confine.h */
	bool whole_only;             /* PL_FAIL where the kernel cannot confine all */
	/* Each runs in its own process and returns its exit status. The web process and the signer are told where to ask or be
	 * asked: a socket for call.h, -1 if there is no signer. */
	int (*web)(void *context, const struct keeper_link *link, int signer);
	int (*signer)(void *context, int calls); /* NULL: there is none; status 0 once nobody asks any more */
	/* In the signer process, while it may still open files and is still the user who started it: for its key. */
	int (*prepare_signer)(void *context, struct err *err);
	/* Likewise the fetchers, which may reach other machines: one for questions that somebody waits for,
	 * one for mail, so that nobody waits for a mail server. The web process asks keeper_fetcher and keeper_mailer
	 * for their sockets. */
	int (*fetcher)(void *context, int calls);
	int (*prepare_fetcher)(void *context, struct err *err);
	int (*mailer)(void *context, int calls);
	int (*prepare_mailer)(void *context, struct err *err);
	int (*parser)(void *context, const void *question, size_t n, int file, int answer);
	void *context;
	/* Open descriptors that only the web process gets. The keeper closes them. */
	const int *web_files;        size_t web_files_count;
	int64_t parser_ms;           /* a parser's time, as a clock has it; 0: as its role says */
	/* One line for the log: what is not confined, what had to be stopped. */
	void (*say)(void *context, const char *line);
};

/* What keeper_run asks of a secret (NULL: none) before it starts anything: PL_INVALID if the web process could open it.
 * What is not there at all is for whoever opens it to say. */
int keeper_check_secret(const struct role_own *own, const char *path, struct err *err) PL_MUST_CHECK;

/* Runs them until the web process ends; *ret_status is its exit status. The calling process is the keeper, and
 * confined, ever after. It must have one thread. */
int keeper_run(const struct keeper_plan *plan, int *ret_status, struct err *err) PL_MUST_CHECK;

/* ---- in the web process ---- */

/* Requests are answered from now on. */
void keeper_tell_ready(const struct keeper_link *link);

/* Once each keeper_beat_seconds, unless that is 0, so that a server that hangs is noticed. */
void keeper_tell_alive(const struct keeper_link *link);
int keeper_beat_seconds(const struct keeper_link *link);

const struct parser_host *keeper_parsers(const struct keeper_link *link);

/* Where to ask the fetcher, and the one for mail; -1 if there is none. */
int keeper_fetcher(const struct keeper_link *link);
int keeper_mailer(const struct keeper_link *link);

/* What is in force, for /readyz. */
const struct sandbox_state *keeper_sandbox(const struct keeper_link *link);
