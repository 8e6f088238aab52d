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

/* Until the server ends the connection; a byte is sent to it now and then. However long that takes on a busy machine: if it never does,
 * the test run's patience ends. */
static void wait_until_cut_off(int s)
{
	const struct timespec nap = {.tv_nsec = 10 * 1000000};

	for (;;) {
		char piece[256];
		ssize_t n = recv(s, piece, sizeof piece, MSG_DONTWAIT);

		if (n == 0 || (n < 0 && errno == ECONNRESET))
			return;
		if (send(s, "a", 1, MSG_NOSIGNAL) < 0)
			return;
		nanosleep(&nap, NULL);
	}
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
	wait_until_cut_off(s);
	close(s);
	is_alive();
	stop();
}

static void test_limits__cut_off_a_body_that_trickles_in(void **state)
{
	int s;

	(void)state;
	start((struct time_limits){.stranger_ms = 100});
	s = talk_connect(web_port(server));
	talk_send(s, "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"Content-Length: 60000\r\n\r\nlogin=");
	wait_until_cut_off(s);
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

/* Sends until the server ends the connection. Who is never cut off is told by the end of the test run's patience and no clock of ours. */
static void send_until_cut_off(int s, const char *request, size_t n)
{
	while (send(s, request, n, MSG_NOSIGNAL) >= 0)
		;
}

static void test_limits__cut_off_who_does_not_take_the_answer(void **state)
{
	const char one[] = HEAD "\r\n";
	int s;

	(void)state;
	start((struct time_limits){.answer_ms = 100});
	s = talk_connect(web_port(server));
	/* Far more answers than fit into any buffer between here and there, and none of them is read. They are small: large ones earn time. */
	send_until_cut_off(s, one, sizeof one - 1);
	close(s);
	is_alive();
	stop();
}

/* ---- many ---- */

/* Nearly all the connections there are. */
enum { MANY = 990 };

#define SLOW_BODY "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" \
	"Content-Length: 60000\r\n\r\nl"

/* `MANY` clients that each send as much and then nothing for as long as they may; `ask` is what others see meanwhile. */
static void crowd(const char *sent, void (*ask)(void))
{
	static int sockets[MANY];

	for (int i = 0; i < MANY; i++) {
		sockets[i] = talk_connect(web_port(server));
		talk_send(sockets[i], sent);
	}
	ask();
	for (int i = 0; i < MANY; i++)
		close(sockets[i]);
}

/* More requests than there are connections left, of which each keeps its own: so some of the crowd have to go. */
static void is_answered_again_and_again(void)
{
	enum { HONEST = 40 };
	int sockets[HONEST];

	for (int i = 0; i < HONEST; i++) {
		char piece[4096];

		sockets[i] = talk_connect(web_port(server));
		talk_send(sockets[i], HEAD "\r\n");
		assert_true(recv(sockets[i], piece, sizeof piece, 0) > 0);
		assert_memory_equal(piece, "HTTP/1.1 200", 12);
	}
	for (int i = 0; i < HONEST; i++)
		close(sockets[i]);
}

static void is_read_to_the_end(void)
{
	struct buf answer = talk_post(web_port(server), "/sign-in", "Host: localhost\r\n", "login=ann&password=x");

	assert_int_equal(talk_status(&answer), 403); /* read whole: it has no key of a page of ours */
	buf_free(&answer);
}

/* Nobody but those who came before would get in within the limits of a body or a head. */
static void test_limits__serve_others_while_many_bodies_trickle_in(void **state)
{
	(void)state;
	start((struct time_limits){.stranger_ms = 3600000, .hurry_ms = 50});
	crowd(SLOW_BODY, is_answered_again_and_again);
	crowd(SLOW_BODY, is_read_to_the_end);
	stop();
}

static void test_limits__serve_others_while_many_heads_trickle_in(void **state)
{
	(void)state;
	start((struct time_limits){.head_ms = 3600000, .hurry_ms = 50});
	crowd(HEAD, is_answered_again_and_again);
	crowd("", is_read_to_the_end);
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
		cmocka_unit_test(test_limits__serve_others_while_many_bodies_trickle_in),
		cmocka_unit_test(test_limits__serve_others_while_many_heads_trickle_in),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
