/* Slow clients and many of them. Deadlines are short here; that a client was cut off is seen, not timed. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../../test.h"
#include "council.h"
#include "talk.h"
#include "web/web.h"

#define HEAD "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"

static struct council council;
static struct web_server *server;

static void start(struct time_limits limits)
{
	struct web_options options = {.pictures = council.pictures, .accounts = council.accounts, .threads = 2, .limits = limits};
	struct err err;

	assert_int_equal(web_start(&options, &server, &err), 0);
}

static void stop(void)
{
	server = web_stop(server);
}

/* Whether the server ends the connection while a byte is sent to it now and then. */
static bool is_cut_off(int s)
{
	const struct timespec nap = {.tv_nsec = 10 * 1000000};

	for (int i = 0; i < 1000; i++) {
		char piece[256];
		ssize_t n = recv(s, piece, sizeof piece, MSG_DONTWAIT);

		if (n == 0 || (n < 0 && errno == ECONNRESET))
			return true;
		if (send(s, "a", 1, MSG_NOSIGNAL) < 0)
			return true;
		nanosleep(&nap, NULL);
	}
	return false;
}

static void is_alive(void)
{
	struct buf answer = talk_get(web_port(server), "/healthz", "Host: localhost\r\n");

	assert_int_equal(talk_status(&answer), 200);
	buf_free(&answer);
}

static void test_limits__cut_off_a_head_that_trickles_in(void **state)
{
	int s;

	(void)state;
	start((struct time_limits){.head_ms = 100});
	s = talk_connect(web_port(server));
	talk_send(s, HEAD "X-Slow: ");
	assert_true(is_cut_off(s));
	close(s);
	is_alive();
	stop();
}

static void test_limits__cut_off_a_body_that_trickles_in(void **state)
{
	int s;

	(void)state;
	start((struct time_limits){.body_ms = 100});
	s = talk_connect(web_port(server));
	talk_send(s, "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"Content-Length: 60000\r\n\r\nlogin=");
	assert_true(is_cut_off(s));
	close(s);
	is_alive();
	stop();
}

static void test_limits__cut_off_a_connection_without_a_request(void **state)
{
	struct buf rest = BUF_INIT(1000);
	int s;

	(void)state;
	start((struct time_limits){.head_ms = 100});
	s = talk_connect(web_port(server));
	talk_read_to_end(s, &rest);
	assert_int_equal(rest.len, 0);
	close(s);
	s = talk_connect(web_port(server));
	talk_send(s, HEAD "\r\n");
	talk_read_to_end(s, &rest);
	assert_int_equal(talk_status(&rest), 200);
	close(s);
	buf_free(&rest);
	stop();
}

static void test_limits__cut_off_who_does_not_take_the_answer(void **state)
{
	const char one[] = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
	const struct timespec nap = {.tv_nsec = 10 * 1000000};
	bool cut = false;
	int s;

	(void)state;
	start((struct time_limits){.answer_ms = 100});
	s = talk_connect(web_port(server));
	/* Far more answers than fit into any buffer between here and there, and none of them is read. */
	for (int naps = 0; naps < 1000 && !cut;) {
		if (send(s, one, sizeof one - 1, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
			continue;
		cut = errno != EAGAIN;
		nanosleep(&nap, NULL);
		naps++;
	}
	assert_true(cut);
	close(s);
	is_alive();
	stop();
}

/* ---- many ---- */

enum { MANY = 800 };

static void test_limits__turn_requests_away_before_connections_run_out(void **state)
{
	static int sockets[MANY];
	struct buf answer = BUF_INIT(1 << 16);

	(void)state;
	start((struct time_limits){.hurry_ms = 60000});
	for (int i = 0; i < MANY; i++)
		sockets[i] = talk_connect(web_port(server));
	/* The last to come gets an answer although all the others wait. */
	talk_send(sockets[MANY - 1], HEAD "\r\n");
	talk_read_to_end(sockets[MANY - 1], &answer);
	assert_int_equal(talk_status(&answer), 503);
	talk_has_header(&answer, "Retry-After", "5");
	talk_has_header(&answer, "X-Content-Type-Options", "nosniff");
	talk_has_header(&answer, "Connection", "close");
	for (int i = 0; i < MANY; i++)
		close(sockets[i]);
	buf_free(&answer);
	stop();
}

static void test_limits__end_idle_connections_when_they_run_out(void **state)
{
	static int sockets[MANY];
	const struct timespec nap = {.tv_nsec = 20 * 1000000};
	int status = 503;

	(void)state;
	start((struct time_limits){.hurry_ms = 50});
	for (int i = 0; i < MANY; i++)
		sockets[i] = talk_connect(web_port(server));
	/* Nobody gives up a connection, and yet there is room soon. */
	for (int i = 0; i < 500 && status == 503; i++) {
		struct buf answer = talk_get(web_port(server), "/healthz", "Host: localhost\r\n");

		status = talk_status(&answer);
		buf_free(&answer);
		nanosleep(&nap, NULL);
	}
	assert_int_equal(status, 200);
	for (int i = 0; i < MANY; i++)
		close(sockets[i]);
	stop();
}

static int set_up(void **state)
{
	(void)state;
	council_open(&council);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	council_close(&council);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits__cut_off_a_head_that_trickles_in),
		cmocka_unit_test(test_limits__cut_off_a_body_that_trickles_in),
		cmocka_unit_test(test_limits__cut_off_a_connection_without_a_request),
		cmocka_unit_test(test_limits__cut_off_who_does_not_take_the_answer),
		cmocka_unit_test(test_limits__turn_requests_away_before_connections_run_out),
		cmocka_unit_test(test_limits__end_idle_connections_when_they_run_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
