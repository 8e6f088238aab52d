#include "../../test.h"

#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "sandbox/call.h"

enum { LONG_ENOUGH_MS = 60000 };

/* ---- the other side: a thread in place of a process ---- */

static int answer(void *context, const void *question, size_t n, void *to, size_t *ret_n, struct err *err)
{
	(void)context;
	if (n == 0)
		return err_set(err, PL_INVALID, "nothing was asked");
	memcpy(to, question, n);
	((char *)to)[0] = '>';
	*ret_n = n;
	return 0;
}

static void *serve(void *socket)
{
	struct err err;

	return call_serve(*(int *)socket, answer, NULL, &err) == 0 ? socket : NULL;
}

struct pair {
	int sockets[2];
	struct caller *caller;
	pthread_t server;
};

static void pair_open(struct pair *p)
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, p->sockets), 0);
	p->caller = caller_new(p->sockets[0]);
	assert_int_equal(pthread_create(&p->server, NULL, serve, &p->sockets[1]), 0);
}

static void pair_close(struct pair *p)
{
	void *ended_well;

	caller_free(p->caller);
	assert_int_equal(pthread_join(p->server, &ended_well), 0);
	assert_non_null(ended_well);
	assert_int_equal(close(p->sockets[1]), 0);
}

static void test_call__brings_back_the_answer(void **state)
{
	struct pair p;
	char text[CALL_BYTES];
	struct err err;
	size_t n;

	(void)state;
	pair_open(&p);
	assert_int_equal(caller_ask(p.caller, "?sign", 5, LONG_ENOUGH_MS, text, sizeof text, &n, &err), 0);
	assert_int_equal(n, 5);
	assert_memory_equal(text, ">sign", 5);
	pair_close(&p);
}

static void test_call__brings_back_why_there_is_no_answer(void **state)
{
	struct pair p;
	char text[CALL_BYTES];
	struct err err;
	size_t n;

	(void)state;
	pair_open(&p);
	assert_int_equal(caller_ask(p.caller, "", 0, LONG_ENOUGH_MS, text, sizeof text, &n, &err), PL_INVALID);
	assert_string_equal(err.text, "nothing was asked");
	pair_close(&p);
}

static void test_call__refuses_what_is_too_long_to_ask_or_to_take(void **state)
{
	struct pair p;
	char *text = mem_alloc(CALL_BYTES + 1);
	struct err err;
	size_t n = 7;

	(void)state;
	pair_open(&p);
	assert_int_equal(caller_ask(p.caller, text, CALL_BYTES + 1, LONG_ENOUGH_MS, text, CALL_BYTES, &n, &err), PL_LIMIT);
	assert_int_equal(caller_ask(p.caller, text, CALL_BYTES, LONG_ENOUGH_MS, text, 10, &n, &err), PL_LIMIT);
	assert_int_equal(n, 7);
	assert_int_equal(caller_ask(p.caller, text, CALL_BYTES, LONG_ENOUGH_MS, text, CALL_BYTES, &n, &err), 0);
	pair_close(&p);
	mem_free(text);
}

/* An answer as it goes over the socket, without padding behind it. */
struct words {
	uint64_t number;
	int32_t code;
	uint32_t size;
	char text[8];
};

static void test_call__never_takes_a_late_answer_for_the_next(void **state)
{
	int sockets[2];
	struct caller *c;
	struct words late = {1, 0, 8, "too late"}, right = {2, 0, 8, "in time."};
	char text[CALL_BYTES];
	struct err err;
	size_t n;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), 0);
	c = caller_new(sockets[0]);
	/* nobody answers the first in time */
	assert_int_equal(caller_ask(c, "a", 1, 0, text, sizeof text, &n, &err), PL_FAIL);
	assert_non_null(strstr(err.text, "did not answer"));
	assert_int_equal(send(sockets[1], &late, sizeof late, 0), (ssize_t)sizeof late);
	assert_int_equal(send(sockets[1], &right, sizeof right, 0), (ssize_t)sizeof right);
	assert_int_equal(caller_ask(c, "b", 1, LONG_ENOUGH_MS, text, sizeof text, &n, &err), 0);
	assert_int_equal(n, 8);
	assert_memory_equal(text, "in time.", 8);
	caller_free(c);
	(void)close(sockets[1]);
}

static void test_call__says_when_nobody_is_there(void **state)
{
	int sockets[2];
	struct caller *c;
	char text[8];
	struct err err;
	size_t n;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), 0);
	c = caller_new(sockets[0]);
	(void)close(sockets[1]);
	assert_int_equal(caller_ask(c, "a", 1, LONG_ENOUGH_MS, text, sizeof text, &n, &err), PL_FAIL);
	caller_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_call__brings_back_the_answer),
		cmocka_unit_test(test_call__brings_back_why_there_is_no_answer),
		cmocka_unit_test(test_call__refuses_what_is_too_long_to_ask_or_to_take),
		cmocka_unit_test(test_call__never_takes_a_late_answer_for_the_next),
		cmocka_unit_test(test_call__says_when_nobody_is_there),
	};

	return RUN_TESTS(tests);
}
