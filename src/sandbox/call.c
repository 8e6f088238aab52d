#include "sandbox/call.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"

struct words {
	uint64_t number;    /* of the question */
	int32_t code;       /* of the answer: 0, or why not, and then `bytes` is a sentence */
	uint32_t size;
	unsigned char bytes[CALL_BYTES];
};

#define HEAD offsetof(struct words, bytes)

struct caller {
	int socket;
	pthread_mutex_t lock;
	uint64_t number;
	struct words words; /* under the lock */
};

struct caller *caller_new(int socket)
{
	struct caller *c = mem_alloc(sizeof *c);

	c->socket = socket;
	(void)pthread_mutex_init(&c->lock, NULL);
	return c;
}

struct caller *caller_free(struct caller *c)
{
	if (c != NULL) {
		(void)close(c->socket);
		(void)pthread_mutex_destroy(&c->lock);
	}
	mem_free(c);
	return NULL;
}

/* One datagram: 1, 0 if nobody is there any more, or negative. */
static int receive(int socket, struct words *words, struct err *err)
{
	ssize_t n;

	do
		n = recv(socket, words, sizeof *words, 0);
	while (n < 0 && errno == EINTR);
	if (n == 0 || (n < 0 && errno == ECONNRESET))
		return 0;
	if (n < (ssize_t)HEAD || words->size != (size_t)n - HEAD)
		return err_set(err, PL_FAIL, "another process cannot be understood");
	return 1;
}

static int send_words(int socket, const struct words *words, struct err *err)
{
	if (send(socket, words, HEAD + words->size, MSG_NOSIGNAL) < 0)
		return err_set(err, PL_FAIL, "another process does not answer: %s", strerror(errno));
	return 0;
}

/* Waits for the answer to the question in hand. */
static int await(struct caller *c, int wait_ms, struct err *err)
{
	int64_t until = clock_steady_ms() + wait_ms;

	for (;;) {
		int64_t left = until - clock_steady_ms();
		struct pollfd wait = {c->socket, POLLIN, 0};
		int rc = poll(&wait, 1, left > 0 ? (int)left : 0);

		if (rc < 0 && errno == EINTR)
			continue;
		if (rc <= 0)
			return err_set(err, PL_FAIL, "another process did not answer within %d ms", wait_ms);
		rc = receive(c->socket, &c->words, err);
		if (rc == 0)
			return err_set(err, PL_FAIL, "another process is gone");
		if (rc < 0 || c->words.number == c->number)
			return rc < 0 ? rc : 0;
	}
}

static int take_answer(const struct words *words, void *answer, size_t room, size_t *ret_n, struct err *err)
{
	if (words->code < 0)
		return err_set(err, words->code, "%.*s", (int)words->size, (const char *)words->bytes);
	if (words->size > room)
		return err_set(err, PL_LIMIT, "another process answers with more than %zu bytes", room);
	memcpy(answer, words->bytes, words->size);
	*ret_n = words->size;
	return 0;
}

int caller_ask(struct caller *c, const void *question, size_t n, int wait_ms, void *answer, size_t room, size_t *ret_n,
	struct err *err)
{
	int rc;

	if (n > CALL_BYTES)
		return err_set(err, PL_LIMIT, "a question to another process has at most %d bytes", CALL_BYTES);
	(void)pthread_mutex_lock(&c->lock);
	c->words.number = ++c->number;
	c->words.code = 0;
	c->words.size = (uint32_t)n;
	memcpy(c->words.bytes, question, n);
	rc = send_words(c->socket, &c->words, err);
	if (rc == 0)
		rc = await(c, wait_ms, err);
	if (rc == 0)
		rc = take_answer(&c->words, answer, room, ret_n, err);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

static void answer_one(struct words *question, struct words *reply, call_answer_fn *answer, void *context)
{
	struct err why = {0};
	size_t n = 0;

	reply->number = question->number;
	reply->code = answer(context, question->bytes, question->size, reply->bytes, &n, &why);
	if (reply->code < 0) {
		n = strlen(why.text);
		memcpy(reply->bytes, why.text, n);
	}
	reply->size = (uint32_t)n;
}

int call_serve(int socket, call_answer_fn *answer, void *context, struct err *err)
{
	struct words *question = mem_alloc(sizeof *question), *reply = mem_alloc(sizeof *reply);
	int rc;

	while ((rc = receive(socket, question, err)) > 0) {
		answer_one(question, reply, answer, context);
		rc = send_words(socket, reply, err);
		if (rc < 0)
			break;
	}
	mem_free(question);
	mem_free(reply);
	return rc;
}
