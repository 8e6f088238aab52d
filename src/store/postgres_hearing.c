/* Listening, by what a server tells of its own accord (NOTIFY). */
#include "store/hearing.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/postgres_wire.h"

enum { ANSWER_MS = 5000 };

struct hearing {
	struct wire wire;
	int stop;         /* can be read once it is time to end */
	bool listens;     /* on the connection as it is now */
	bool missed;      /* it was away since something was heard last */
};

/* What the connection is told outside the pipeline that it begins as. */
static int listen_to_commits(struct hearing *h, struct err *err)
{
	bool good = PQexitPipelineMode(h->wire.conn) == 1 && PQsendQuery(h->wire.conn, "listen plimsoll") == 1;
	PGresult *result;

	while (good && (result = wire_answer(&h->wire)) != NULL) {
		good = PQresultStatus(result) == PGRES_COMMAND_OK;
		PQclear(result);
	}
	h->listens = good;
	if (good)
		return 0;
	wire_cut(&h->wire);
	return wire_lost(&h->wire, err);
}

int hearing_open(const char *address, struct hearing **ret, struct err *err)
{
	struct hearing *h = mem_alloc(sizeof *h);
	int rc = wire_open(&h->wire, address, "the database", err);

	h->wire.answer_ms = ANSWER_MS;
	h->stop = eventfd(0, EFD_CLOEXEC);
	if (rc == 0 && h->stop < 0)
		rc = err_set(err, PL_FAIL, "no event can be had to wait for: %s", strerror(errno));
	if (rc == 0)
		rc = listen_to_commits(h, err);
	if (rc < 0)
		hearing_close(h);
	else
		*ret = h;
	return rc;
}

struct hearing *hearing_close(struct hearing *h)
{
	if (h == NULL)
		return NULL;
	wire_close(&h->wire);
	if (h->stop >= 0)
		(void)close(h->stop);
	mem_free(h);
	return NULL;
}

static int mend(struct hearing *h, struct err *err)
{
	int rc = 0;

	if (h->listens && wire_stands(&h->wire))
		return 0;
	h->missed = true;
	h->listens = false;
	if (!wire_stands(&h->wire))
		rc = wire_mend(&h->wire, err);
	return rc == 0 ? listen_to_commits(h, err) : rc;
}

/* "12 345 NORTH": number and position are for whoever else listens. */
static void read_code(const char *said, struct heard *ret)
{
	const char *code = strchr(said, ' ');
	size_t n;

	code = code != NULL ? strchr(code + 1, ' ') : NULL;
	code = code != NULL ? code + 1 : "";
	n = strlen(code);
	if (n >= sizeof ret->employer)
		n = 0;
	memcpy(ret->employer, code, n);
	ret->employer[n] = '\0';
}

static bool take(struct hearing *h, struct heard *ret)
{
	PGnotify *said;

	if (h->missed) {
		h->missed = false;
		*ret = (struct heard){.what = HEARD_GAP};
		return true;
	}
	said = PQnotifies(h->wire.conn);
	if (said == NULL)
		return false;
	ret->what = strcmp(said->extra, "import") == 0 ? HEARD_IMPORT : HEARD_MOVED;
	read_code(said->extra, ret);
	PQfreemem(said);
	return true;
}

/* Until something comes, the time is over or it is stopped: whether it goes on. */
static bool wait_for_more(struct hearing *h, int64_t left_ms)
{
	struct pollfd on[] = {{h->stop, POLLIN, 0}, {PQsocket(h->wire.conn), POLLIN, 0}};
	int n = poll(on, 2, (int)left_ms);

	if (n > 0 && on[1].revents != 0)
		(void)PQconsumeInput(h->wire.conn);
	return n > 0 && on[0].revents == 0;
}

int hearing_wait(struct hearing *h, int64_t most_ms, struct heard *ret, struct err *err)
{
	const int64_t until = clock_steady_ms() + most_ms;
	int rc = mend(h, err);

	while (rc == 0) {
		int64_t left = until - clock_steady_ms();

		if (take(h, ret))
			return 1;
		if (left <= 0 || !wait_for_more(h, left))
			return take(h, ret) ? 1 : 0;
		if (!wire_stands(&h->wire))
			rc = wire_lost(&h->wire, err);
	}
	return rc;
}

void hearing_stop(struct hearing *h)
{
	const uint64_t one = 1;

	(void)!write(h->stop, &one, sizeof one);
}
