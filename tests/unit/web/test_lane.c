/* Requests that may have to wait have threads of their own, and what waits for these is bounded. Nothing here is timed: what works is held
 * by a gate until the test opens it. */
#include <poll.h>
#include <semaphore.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../test.h"
#include "council.h"
#include "service/pictures/kept_results.h"
#include "talk.h"
#include "web/app.h"
#include "web/lane.h"
#include "web/web.h"

/* ---- a lane by itself ---- */

enum { ITEMS = 4 };

static struct gated {
	sem_t begun, gate;
	int done[ITEMS], done_count; /* written by the one thread, read after the lane has ended */
} gated;

static void work(void *item)
{
	(void)sem_post(&gated.begun);
	while (sem_wait(&gated.gate) != 0)
		;
	gated.done[gated.done_count++] = *(int *)item;
}

static void begin_gated(void)
{
	gated.done_count = 0;
	(void)sem_init(&gated.begun, 0, 0);
	(void)sem_init(&gated.gate, 0, 0);
}

static void end_gated(void)
{
	(void)sem_destroy(&gated.begun);
	(void)sem_destroy(&gated.gate);
}

static void test_lane__refuses_what_is_more_than_may_wait_and_does_the_rest_in_order(void **state)
{
	int items[ITEMS] = {0, 1, 2, 3};
	struct lane *lane;

	(void)state;
	begin_gated();
	lane = lane_new(1, 2, work);
	assert_true(lane_give(lane, &items[0]));
	while (sem_wait(&gated.begun) != 0)
		;
	assert_true(lane_give(lane, &items[1]));
	assert_true(lane_give(lane, &items[2]));
	assert_false(lane_give(lane, &items[3]));
	for (int i = 0; i < ITEMS; i++)
		(void)sem_post(&gated.gate);
	lane_end(lane);
	assert_int_equal(gated.done_count, 3);
	for (int i = 0; i < gated.done_count; i++)
		assert_int_equal(gated.done[i], i);
	assert_false(lane_give(lane, &items[3]));
	assert_null(lane_free(lane));
	end_gated();
}

/* ---- what is given to which ---- */

static enum web_wait wait_of(const char *path)
{
	return web_waits(&(struct request){.method = "GET", .path = path});
}

static void test_waits__are_long_for_what_takes_seconds_of_an_employer(void **state)
{
	static const char *const LONG[] = {"/employers/demo/health", "/employers/demo/health.xlsx", "/employers/demo/health/waiting.json",
		"/employers/demo/evidence-pack/2026-01-01_to_2026-03-31.zip", "/employers/demo/publish"};
	static const char *const SHORT[] = {"/", "/healthz", "/employers/demo", "/employers/health", "/employers/demo/healthy",
		"/employers/demo/teams/health", "/published", "/league"};

	(void)state;
	for (size_t i = 0; i < sizeof LONG / sizeof *LONG; i++)
		assert_int_equal(wait_of(LONG[i]), WAITS_LONG);
	for (size_t i = 0; i < sizeof SHORT / sizeof *SHORT; i++)
		assert_int_equal(wait_of(SHORT[i]), WAITS_FOR_NOTHING);
	assert_int_equal(wait_of("/sign-in/sso/return"), WAITS_FOR_OTHERS);
}

/* ---- the server ---- */

enum { AT_WORK = 6, WAITING = 32, ASKED = 60 };

static struct council council;
static struct web_server *server;

static void ask(int sockets[ASKED])
{
	struct buf text = BUF_INIT(10000);

	buf_putf(&text, "GET /employers/northshire/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: %s\r\n\r\n",
		council_cookie(&council, "dora"));
	for (int i = 0; i < ASKED; i++) {
		sockets[i] = talk_connect(web_port(server));
		talk_send(sockets[i], buf_text(&text));
	}
	buf_free(&text);
}

static int status_of(struct arena *a, int socket)
{
	struct buf answer = BUF_INIT(1000000);
	int status;

	talk_read_to_end(socket, &answer);
	status = talk_status(&answer);
	if (status == 503 && (talk_header(a, &answer, "Retry-After") == NULL || strstr(buf_text(&answer), "Please try again") == NULL))
		fail_msg("it does not say when to come back: %s", buf_text(&answer));
	buf_free(&answer);
	return status;
}

/* Reads the answers of those that are turned away, while nobody else can be answered; -1 takes their place. */
static void read_turned_away(struct arena *a, int sockets[ASKED], int count)
{
	while (count > 0) {
		struct pollfd polled[ASKED];

		for (int i = 0; i < ASKED; i++)
			polled[i] = (struct pollfd){.fd = sockets[i], .events = POLLIN};
		if (poll(polled, ASKED, -1) <= 0)
			continue;
		for (int i = 0; i < ASKED; i++) {
			if (polled[i].revents == 0)
				continue;
			assert_int_equal(status_of(a, sockets[i]), 503);
			(void)close(sockets[i]);
			sockets[i] = -1;
			count--;
		}
	}
}

static void is_served(const char *target, const char *cookie)
{
	struct buf answer = talk_get(web_port(server), target, arena_printf(council.arena, "Host: localhost\r\nCookie: %s\r\n", cookie));

	assert_int_equal(talk_status(&answer), 200);
	buf_free(&answer);
}

/* With a turn at the employer's health check taken, no request for it can be answered: six have a thread each, 32 wait. */
static void test_server__turns_away_more_health_checks_than_may_wait_and_serves_other_pages(void **state)
{
	const struct web_options options = {.pictures = council.pictures, .accounts = council.accounts, .threads = 2, .today = council_today};
	const char *cookie = council_cookie(&council, "dora");
	int sockets[ASKED], served = 0;
	const struct picture *picture;
	struct err err = {.text = ""};

	(void)state;
	assert_int_equal(web_start(&options, &server, &err), 0);
	assert_int_equal(pictures_get(council.pictures, "northshire", COUNCIL_DAY, &picture, &err), 0);
	assert_true(kept_results_begin(pictures_results(council.pictures), &picture->snap->employer));
	ask(sockets);
	read_turned_away(council.arena, sockets, ASKED - AT_WORK - WAITING);
	is_served("/employers/northshire", cookie);
	is_served("/healthz", cookie);
	kept_results_end(pictures_results(council.pictures), &picture->snap->employer);
	for (int i = 0; i < ASKED; i++) {
		int status;

		if (sockets[i] < 0)
			continue;
		status = status_of(council.arena, sockets[i]);
		if (status != 200 && status != 503)
			fail_msg("answered with %d", status);
		served += status == 200;
		(void)close(sockets[i]);
	}
	assert_true(served >= WAITING && served <= AT_WORK + WAITING);
	is_served("/employers/northshire/health", cookie);
	picture_drop(picture);
	server = web_stop(server);
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
		cmocka_unit_test(test_lane__refuses_what_is_more_than_may_wait_and_does_the_rest_in_order),
		cmocka_unit_test(test_waits__are_long_for_what_takes_seconds_of_an_employer),
		cmocka_unit_test(test_server__turns_away_more_health_checks_than_may_wait_and_serves_other_pages),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
