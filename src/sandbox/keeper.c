#include "sandbox/keeper.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "sandbox/link.h"
#include "sandbox/notify.h"
#include "sandbox/process.h"

struct keeper_link {
	struct parser_host parsers;
	struct sandbox_state sandbox;
	int beat_seconds;
	int fetcher, mailer;
};

/* Processes that the web process asks, each over a socket of its own. */
enum helper { SIGNER, FETCHER, MAILER, HELPERS };

static const struct {
	enum process_kind kind;
	const char *loss;
} HELPER_WORDS[HELPERS] = {
	[SIGNER] = {PROCESS_SIGNER, "the signer process ended: the server ends, because it could sign nothing any more"},
	[FETCHER] = {PROCESS_FETCHER, "the fetcher process ended: the server ends, because single sign-on could reach nobody "
		"any more"},
	[MAILER] = {PROCESS_FETCHER, "the fetcher process for mail ended: the server ends, because it could tell nobody any "
		"more"},
};

struct running_parser {
	pid_t pid;
	int end;              /* where to tell how it ended */
	int64_t until_ms;
	bool too_long;
};

struct keeper {
	const struct keeper_plan *plan;
	struct sandbox_state sandbox;
	struct user user;
	struct notifier notifier;
	int signals, web_socket;
	pid_t web, helpers[HELPERS]; /* 0: not running */
	int web_status;       /* as of wait */
	bool ending;          /* the web process was asked to end */
	bool lost_helper;
	struct running_parser parsers[PARSERS_AT_ONCE];
	size_t parsers_count;
};

enum { LINE_BYTES = 300 };

static void say(const struct keeper *k, const char *format, ...) PL_PRINTF(2, 3);

static void say(const struct keeper *k, const char *format, ...)
{
	char line[LINE_BYTES];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	if (k->plan->say != NULL)
		k->plan->say(k->plan->context, line);
}

static void shut(int *file)
{
	if (*file >= 0)
		(void)close(*file);
	*file = -1;
}

/* ---- parsers ---- */

struct parsing {
	const struct keeper_plan *plan;
	const struct link_words *words;
	const int *files;
};

static int parse(void *context)
{
	const struct parsing *p = context;

	return p->plan->parser(p->plan->context, p->words->question, p->words->size, p->files[LINK_FILE],
		p->files[LINK_ANSWER]);
}

static void tell_end(int *end, enum parser_fate fate, int number)
{
	const struct link_end told = {fate, number};
	ssize_t n = write(*end, &told, sizeof told);

	(void)n; /* whoever asked may have gone away */
	shut(end);
}

static int64_t parser_ms(const struct keeper *k)
{
	return k->plan->parser_ms > 0 ? k->plan->parser_ms : (int64_t)process_role(PROCESS_PARSER)->limits.wall_seconds * 1000;
}

static void start_parser(struct keeper *k, const struct link_words *words, int *files)
{
	struct parsing p = {k->plan, words, files};
	const struct process_order order = {.kind = PROCESS_PARSER, .run = parse, .context = &p, .files = files,
		.files_count = LINK_END};
	struct running_parser *parser = &k->parsers[k->parsers_count];
	struct err err;

	if (files[LINK_FILE] < 0 || files[LINK_ANSWER] < 0 || files[LINK_END] < 0) {
		say(k, "the web process asked for a parser without a file, an answer and an end");
	} else if (k->parsers_count == PARSERS_AT_ONCE) {
		tell_end(&files[LINK_END], FATE_BUSY, 0);
	} else if (process_start(&order, &parser->pid, &err) < 0) {
		say(k, "%s", err.text);
		tell_end(&files[LINK_END], FATE_NOT_STARTED, 0);
	} else {
		parser->end = files[LINK_END];
		parser->until_ms = clock_steady_ms() + parser_ms(k);
		parser->too_long = false;
		k->parsers_count++;
		files[LINK_END] = -1;
	}
	for (int i = 0; i < LINK_FILES; i++)
		shut(&files[i]);
}

static void parser_ended(struct keeper *k, struct running_parser *p, int status)
{
	if (p->too_long)
		tell_end(&p->end, FATE_TIME, 0);
	else if (WIFSIGNALED(status))
		tell_end(&p->end, FATE_SIGNAL, WTERMSIG(status));
	else
		tell_end(&p->end, WEXITSTATUS(status) == 0 ? FATE_DONE : FATE_STATUS, WEXITSTATUS(status));
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		say(k, "a parser tried a system call that it may not make and was stopped: the file may be an attack");
	*p = k->parsers[--k->parsers_count];
}

static void stop_late_parsers(struct keeper *k)
{
	for (size_t i = 0; i < k->parsers_count; i++) {
		struct running_parser *p = &k->parsers[i];

		if (!p->too_long && clock_steady_ms() >= p->until_ms) {
			p->too_long = true;
			(void)kill(p->pid, SIGKILL);
		}
	}
}

/* Until the next parser is late; -1: nothing to wait for. */
static int wait_ms(const struct keeper *k)
{
	int64_t least = -1, now = clock_steady_ms();

	for (size_t i = 0; i < k->parsers_count; i++) {
		int64_t left = k->parsers[i].until_ms - now;

		if (!k->parsers[i].too_long && (least < 0 || left < least))
			least = left > 0 ? left : 0;
	}
	return (int)least;
}

/* ---- what the web process says ---- */

/* false: it is gone. */
static bool hear_web(struct keeper *k)
{
	struct link_words words;
	int files[LINK_FILES];
	struct err err;
	int rc = link_receive(k->web_socket, &words, files, &err);

	if (rc <= 0) {
		for (int i = 0; i < LINK_FILES; i++)
			shut(&files[i]);
		return false;
	}
	if (words.message == LINK_PARSE) {
		start_parser(k, &words, files);
		return true;
	}
	for (int i = 0; i < LINK_FILES; i++)
		shut(&files[i]);
	if (words.message == LINK_READY)
		notify(&k->notifier, "READY=1");
	else if (words.message == LINK_ALIVE)
		notify(&k->notifier, "WATCHDOG=1");
	return true;
}

/* ---- signals ---- */

static void end_web(struct keeper *k, int signal)
{
	if (k->web == 0)
		return;
	if (!k->ending)
		notify(&k->notifier, "STOPPING=1");
	k->ending = true;
	(void)kill(k->web, signal);
}

static void child_ended(struct keeper *k, pid_t pid, int status)
{
	if (pid == k->web) {
		k->web = 0;
		k->web_status = status;
		return;
	}
	for (int h = 0; h < HELPERS; h++) {
		if (pid != k->helpers[h])
			continue;
		k->helpers[h] = 0;
		/* It ends well when the web process, which is all that asks it, has gone or is going. */
		if (k->web == 0 || k->ending || (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS))
			return;
		say(k, "%s", HELPER_WORDS[h].loss);
		k->lost_helper = true;
		end_web(k, SIGTERM);
		return;
	}
	for (size_t i = 0; i < k->parsers_count; i++)
		if (k->parsers[i].pid == pid) {
			parser_ended(k, &k->parsers[i], status);
			return;
		}
}

static void reap(struct keeper *k)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		child_ended(k, pid, status);
}

static void hear_signals(struct keeper *k)
{
	struct signalfd_siginfo info;

	while (read(k->signals, &info, sizeof info) == (ssize_t)sizeof info) {
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			end_web(k, SIGTERM);
		else if (info.ssi_signo == SIGHUP && k->web != 0)
			(void)kill(k->web, SIGHUP);
	}
	reap(k);
}

static int catch_signals(struct keeper *k, sigset_t *before, struct err *err)
{
	sigset_t caught;

	sigemptyset(&caught);
	sigaddset(&caught, SIGTERM);
	sigaddset(&caught, SIGINT);
	sigaddset(&caught, SIGHUP);
	sigaddset(&caught, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &caught, before);
	k->signals = signalfd(-1, &caught, SFD_NONBLOCK | SFD_CLOEXEC);
	return k->signals < 0 ? err_set(err, PL_FAIL, "signals cannot be heard: %s", strerror(errno)) : 0;
}

/* ---- starting ---- */

enum { FILES_MOST = 6 };

typedef int helper_run(void *context, int calls);

struct living {
	struct keeper *keeper;
	int socket;         /* to the keeper, for the web process */
	int calls[HELPERS]; /* between the web process and each, an end each */
	enum helper helper; /* which one this is */
};

static int live_as_web(void *context)
{
	const struct living *l = context;
	const struct keeper *k = l->keeper;
	const struct keeper_link link = {{l->socket}, k->sandbox, k->notifier.beat_seconds, l->calls[FETCHER],
		l->calls[MAILER]};

	return k->plan->web(k->plan->context, &link, l->calls[SIGNER]);
}

static int prepare_helper(void *context, struct err *err)
{
	const struct living *l = context;
	const struct keeper_plan *plan = l->keeper->plan;
	int (*const prepare[HELPERS])(void *, struct err *) = {plan->prepare_signer, plan->prepare_fetcher,
		plan->prepare_mailer};

	return prepare[l->helper] != NULL ? prepare[l->helper](plan->context, err) : 0;
}

static helper_run *run_of(const struct keeper_plan *plan, enum helper helper)
{
	helper_run *const runs[HELPERS] = {plan->signer, plan->fetcher, plan->mailer};

	return runs[helper];
}

static int live_as_helper(void *context)
{
	const struct living *l = context;
	const struct keeper_plan *plan = l->keeper->plan;

	return run_of(plan, l->helper)(plan->context, l->calls[l->helper]);
}

static int start_helper(struct keeper *k, struct living *l, enum helper helper, struct err *err)
{
	const struct process_order order = {.kind = HELPER_WORDS[helper].kind, .user = k->user, .prepare = prepare_helper,
		.run = live_as_helper, .context = l, .files = &l->calls[helper], .files_count = 1};

	l->helper = helper;
	return process_start(&order, &k->helpers[helper], err);
}

static int start_web(struct keeper *k, struct living *l, struct err *err)
{
	const struct keeper_plan *plan = k->plan;
	int files[FILES_MOST] = {l->socket};
	struct process_order order = {.kind = plan->of_server ? PROCESS_WEB_OF_SERVER : PROCESS_WEB, .own = plan->own,
		.user = k->user, .run = live_as_web, .context = l, .files = files, .files_count = 1};

	if (plan->web_files_count > FILES_MOST - 1 - HELPERS)
		return err_set(err, PL_LIMIT, "the web process gets at most %d descriptors", FILES_MOST - 1 - HELPERS);
	for (int h = 0; h < HELPERS; h++)
		if (l->calls[h] >= 0)
			files[order.files_count++] = l->calls[h];
	for (size_t i = 0; i < plan->web_files_count; i++)
		files[order.files_count++] = plan->web_files[i];
	return process_start(&order, &k->web, err);
}

/* Both ends of a connection, one in each. */
static int make_socket(int *one, int *other, struct err *err)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return err_set(err, PL_FAIL, "no socket can be had: %s", strerror(errno));
	*one = ends[0];
	*other = ends[1];
	return 0;
}

static int start_all(struct keeper *k, struct err *err)
{
	const struct keeper_plan *plan = k->plan;
	struct living web = {.keeper = k, .socket = -1, .calls = {-1, -1, -1}}, helper = web;
	int rc = make_socket(&k->web_socket, &web.socket, err);

	for (int h = 0; h < HELPERS && rc == 0; h++) {
		if (run_of(plan, (enum helper)h) == NULL)
			continue;
		rc = make_socket(&web.calls[h], &helper.calls[h], err);
		if (rc == 0)
			rc = start_helper(k, &helper, (enum helper)h, err);
	}
	if (rc == 0)
		rc = start_web(k, &web, err);
	for (size_t i = 0; i < plan->web_files_count; i++)
		(void)close(plan->web_files[i]);
	shut(&web.socket);
	for (int h = 0; h < HELPERS; h++) {
		shut(&web.calls[h]);
		shut(&helper.calls[h]);
	}
	return rc;
}

/* Whether `path` is the file, or lies in the folder; not if there is none. */
static bool reaches(const char *file, const char *path)
{
	char real_file[PATH_MAX], real_path[PATH_MAX];
	size_t n;

	if (file == NULL || realpath(file, real_file) == NULL || realpath(path, real_path) == NULL)
		return false;
	n = strlen(real_file);
	return strncmp(real_path, real_file, n) == 0 && (n == 1 || real_path[n] == '/' || real_path[n] == '\0');
}

int keeper_check_secret(const struct role_own *own, const char *path, struct err *err)
{
	const char *where = path != NULL && reaches(own->data, path) ? "the folder of the database" : NULL;

	for (size_t i = 0; path != NULL && where == NULL && i < own->named_count; i++)
		if (reaches(own->named[i].path, path))
			where = own->named[i].path;
	if (where == NULL)
		return 0;
	return err_set(err, PL_INVALID,
		"%s lies in %s, where the process that answers requests could read it: expected it elsewhere", path, where);
}

static int check_kernel(struct keeper *k, struct err *err)
{
	char words[SANDBOX_WORDS];

	k->sandbox = sandbox_probe();
	if (sandbox_is_whole(&k->sandbox))
		return 0;
	if (k->plan->whole_only)
		return err_set(err, PL_FAIL, "%s, and --require-sandbox asks for both", sandbox_words(&k->sandbox, words));
	say(k, "%s", sandbox_words(&k->sandbox, words));
	return 0;
}

/* ---- running ---- */

static void keep(struct keeper *k)
{
	while (k->web != 0) {
		struct pollfd wait[] = {{k->signals, POLLIN, 0}, {k->web_socket, POLLIN, 0}};

		if (poll(wait, 2, wait_ms(k)) < 0 && errno != EINTR)
			break;
		if (wait[0].revents != 0)
			hear_signals(k);
		if (wait[1].revents != 0 && !hear_web(k))
			shut(&k->web_socket); /* poll passes over it until the end is told by a signal */
		stop_late_parsers(k);
	}
}

/* Nothing outlives the web process. */
static void end_others(struct keeper *k)
{
	for (size_t i = 0; i < k->parsers_count; i++)
		(void)kill(k->parsers[i].pid, SIGKILL);
	for (int h = 0; h < HELPERS; h++)
		if (k->helpers[h] != 0)
			(void)kill(k->helpers[h], SIGTERM);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
}

static int status_of(const struct keeper *k)
{
	if (k->lost_helper)
		return EXIT_FAILURE;
	if (WIFEXITED(k->web_status))
		return WEXITSTATUS(k->web_status);
	if (k->ending && WTERMSIG(k->web_status) == SIGTERM)
		return EXIT_SUCCESS; /* before it could listen to signals */
	say(k, WTERMSIG(k->web_status) == SIGSYS ?
		"the web process tried a system call that it may not make and was stopped (signal %d)"
		: "the web process was ended by signal %d", WTERMSIG(k->web_status));
	return EXIT_FAILURE;
}

int keeper_run(const struct keeper_plan *plan, int *ret_status, struct err *err)
{
	struct keeper k = {.plan = plan, .signals = -1, .web_socket = -1, .notifier = notifier_open()};
	const struct role_own nothing = {0};
	struct sandbox_state ignored;
	sigset_t before;
	int rc = check_kernel(&k, err);

	if (rc == 0)
		rc = keeper_check_secret(&plan->own, plan->secret, err);
	if (rc == 0)
		rc = keeper_check_secret(&plan->own, plan->fetcher_secret, err);
	if (rc == 0)
		rc = keeper_check_secret(&plan->own, plan->mail_secret, err);
	if (rc == 0)
		rc = user_find(plan->user, plan->owner_of, &k.user, err);
	if (rc < 0) {
		notifier_close(&k.notifier);
		return rc;
	}
	rc = catch_signals(&k, &before, err);
	if (rc == 0)
		rc = start_all(&k, err);
	if (rc == 0)
		rc = user_become(&k.user, err);
	if (rc == 0)
		rc = sandbox_enter(process_role(PROCESS_KEEPER), &nothing, &ignored, err);
	if (rc == 0)
		keep(&k);
	else if (k.web != 0)
		(void)kill(k.web, SIGKILL);
	end_others(&k);
	shut(&k.web_socket);
	shut(&k.signals);
	notifier_close(&k.notifier);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	if (rc == 0)
		*ret_status = status_of(&k);
	return rc;
}

/* ---- in the web process ---- */

static void tell(const struct keeper_link *link, enum link_message message)
{
	const struct link_words words = {.message = message};

	(void)!link_send(link->parsers.keeper, &words, NULL, NULL); /* without a keeper this process is ended */
}

void keeper_tell_ready(const struct keeper_link *link)
{
	tell(link, LINK_READY);
}

void keeper_tell_alive(const struct keeper_link *link)
{
	tell(link, LINK_ALIVE);
}

int keeper_beat_seconds(const struct keeper_link *link)
{
	return link->beat_seconds;
}

const struct parser_host *keeper_parsers(const struct keeper_link *link)
{
	return &link->parsers;
}

int keeper_fetcher(const struct keeper_link *link)
{
	return link->fetcher;
}

int keeper_mailer(const struct keeper_link *link)
{
	return link->mailer;
}

const struct sandbox_state *keeper_sandbox(const struct keeper_link *link)
{
	return &link->sandbox;
}
