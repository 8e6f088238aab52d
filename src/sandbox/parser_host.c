#include "sandbox/parser_host.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sandbox/link.h"
#include "sandbox/role.h"

static int make_pipes(int answer[2], int end[2], struct err *err)
{
	if (pipe2(answer, O_CLOEXEC) < 0)
		return err_set(err, PL_FAIL, "no pipe can be had: %s", strerror(errno));
	if (pipe2(end, O_CLOEXEC) == 0)
		return 0;
	(void)close(answer[0]);
	(void)close(answer[1]);
	return err_set(err, PL_FAIL, "no pipe can be had: %s", strerror(errno));
}

int parser_start(const struct parser_host *host, int file, const void *question, size_t n, struct parser *ret,
	struct err *err)
{
	struct link_words words = {.message = LINK_PARSE, .size = (uint32_t)n};
	int answer[2], end[2], rc;

	if (n > sizeof words.question)
		return err_set(err, PL_LIMIT, "a question to a parser has at most %d bytes", PARSER_QUESTION);
	rc = make_pipes(answer, end, err);
	if (rc < 0)
		return rc;
	memcpy(words.question, question, n);
	rc = link_send(host->keeper, &words,
		(int[LINK_FILES]){[LINK_FILE] = file, [LINK_ANSWER] = answer[1], [LINK_END] = end[1]}, err);
	(void)close(answer[1]);
	(void)close(end[1]);
	if (rc == 0) {
		*ret = (struct parser){answer[0], end[0]};
		return 0;
	}
	(void)close(answer[0]);
	(void)close(end[0]);
	return rc;
}

static int tell_signal(int number, struct err *err)
{
	const struct role_limits *limits = &process_role(PROCESS_PARSER)->limits;

	switch (number) {
	case SIGSYS:
		return err_set(err, PL_FAIL, "the file made the process that read it try what it may not: the process was stopped, "
			"and nothing of the file is taken");
	case SIGXCPU:
		return err_set(err, PL_LIMIT, "reading the file took longer than the %d seconds that there are for one",
			(int)limits->cpu_seconds);
	case SIGABRT:
		return err_set(err, PL_LIMIT, "reading the file takes more memory than the %d MB that there are for one",
			(int)(limits->memory_bytes / (1024 * 1024)));
	default:
		return err_set(err, PL_FAIL, "the process that read the file broke down (signal %d): nothing of the file is taken",
			number);
	}
}

static int tell_end(const struct link_end *end, struct err *err)
{
	switch (end->fate) {
	case FATE_DONE:
	case FATE_STATUS: /* its answer says why, or nobody read it to the end */
		return 0;
	case FATE_SIGNAL:
		return tell_signal(end->number, err);
	case FATE_TIME:
		return err_set(err, PL_LIMIT, "reading the file took too long and was stopped");
	case FATE_BUSY:
		return err_set(err, PL_LOCKED, "%d files are being read already: try again when one is done", PARSERS_AT_ONCE);
	default:
		return err_set(err, PL_FAIL, "the process that reads files could not do its work");
	}
}

int parser_finish(struct parser *p, struct err *err)
{
	struct link_end end = {0};
	ssize_t n;

	(void)close(p->answer);
	do
		n = read(p->end, &end, sizeof end);
	while (n < 0 && errno == EINTR);
	(void)close(p->end);
	*p = (struct parser){-1, -1};
	if (n != (ssize_t)sizeof end)
		return err_set(err, PL_FAIL, "the keeper of the processes ended while a file was being read");
	return tell_end(&end, err);
}
