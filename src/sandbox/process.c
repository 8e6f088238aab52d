#include "sandbox/process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { FILES_MOST = 8 };

static int compare_files(const void *left, const void *right)
{
	return *(const int *)left - *(const int *)right;
}

/* Closes all but the standard streams and what is kept. */
static void close_others(const int *kept, size_t count)
{
	int files[FILES_MOST];
	unsigned next = STDERR_FILENO + 1;

	for (size_t i = 0; i < count; i++)
		files[i] = kept[i];
	qsort(files, count, sizeof *files, compare_files);
	for (size_t i = 0; i < count; i++) {
		if ((unsigned)files[i] > next)
			(void)close_range(next, (unsigned)files[i] - 1, 0);
		next = (unsigned)files[i] + 1;
	}
	(void)close_range(next, ~0U, 0);
}

/* None is blocked. A pipe or socket that nobody reads any more is an error to handle, and so is a file that may not
 * grow: last words on standard error, where that is a file, must not hide what they are about. */
static void put_signals_right(void)
{
	sigset_t none;

	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
}

/* The order matters: a change of user undoes the wish to be ended with the parent. */
static int take_place(const struct process_order *order, pid_t parent, struct err *err)
{
	struct sandbox_state state;
	int rc = order->prepare != NULL ? order->prepare(order->context, err) : 0;

	if (rc == 0)
		rc = user_become(&order->user, err);
	if (rc < 0)
		return rc;
	/* The parent may have ended before it could be asked for. */
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0 || getppid() != parent)
		return err_set(err, PL_FAIL, "the %s process is on its own", process_role(order->kind)->name);
	return sandbox_enter(process_role(order->kind), &order->own, &state, err);
}

static _Noreturn void live(const struct process_order *order, pid_t parent)
{
	struct err err;
	int status = EXIT_FAILURE;

	close_others(order->files, order->files_count);
	put_signals_right();
	if (take_place(order, parent, &err) < 0)
		(void)fprintf(stderr, "plimsoll: %s\n", err.text);
	else
		status = order->run(order->context);
	(void)fflush(NULL);
	/* Not exit(): what the parent has registered to be done at its end is the parent's. */
	_exit(status);
}

int process_start(const struct process_order *order, pid_t *ret, struct err *err)
{
	pid_t parent = getpid(), child;

	if (order->files_count > FILES_MOST)
		return err_set(err, PL_LIMIT, "a process keeps at most %d descriptors", FILES_MOST);
	(void)fflush(NULL);
	child = fork();
	if (child < 0)
		return err_set(err, PL_FAIL, "the %s process cannot be started: %s", process_role(order->kind)->name,
			strerror(errno));
	if (child == 0)
		live(order, parent);
	*ret = child;
	return 0;
}
