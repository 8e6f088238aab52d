/* Who is shut down, and when, by a clock that stands still until it is moved. */
#include <sys/socket.h>
#include <unistd.h>

#include "../../test.h"
#include "web/connections.h"

enum { MOST = 16, ROOM = 12, FLOOD = 14 }; /* three in four, seven in eight */

static int64_t now;

static int64_t still_clock(void)
{
	return now;
}

/* Connections with both of their ends here. */
struct table {
	struct connections *all;
	struct connection *one[MOST];
	int ours[MOST], theirs[MOST];
};

static void table_begin(struct table *t)
{
	const struct time_limits limits = {.head_ms = 1000, .body_ms = 2000, .stranger_ms = 500, .answer_ms = 3000, .hurry_ms = 100};

	now = 1000000;
	t->all = connections_new(MOST, &limits, still_clock);
	for (int i = 0; i < MOST; i++) {
		int pair[2];

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
		t->ours[i] = pair[0];
		t->theirs[i] = pair[1];
		t->one[i] = NULL;
	}
}

static void table_open(struct table *t, int i)
{
	t->one[i] = connection_opened(t->all, t->ours[i]);
}

static void table_close(struct table *t, int i)
{
	connection_closed(t->all, t->one[i]);
	t->one[i] = NULL;
}

static void table_end(struct table *t)
{
	for (int i = 0; i < MOST; i++) {
		if (t->one[i] != NULL)
			table_close(t, i);
		close(t->ours[i]);
		close(t->theirs[i]);
	}
	connections_free(t->all);
}

/* After one more look. */
static bool is_shut(struct table *t, int i)
{
	char byte;

	connections_look(t->all);
	return recv(t->theirs[i], &byte, 1, MSG_DONTWAIT) == 0;
}

static int count_shut(struct table *t)
{
	int n = 0;

	for (int i = 0; i < MOST; i++)
		n += t->one[i] != NULL && is_shut(t, i) ? 1 : 0;
	return n;
}

static void test_connection__may_take_as_long_as_its_step_allows(void **state)
{
	enum { STRANGER, HEAD, MEMBER, TAKER, WORKER };
	static const int64_t LIMITS[] = {[STRANGER] = 500, [HEAD] = 1000, [MEMBER] = 2000, [TAKER] = 3000 + 1600 / 16};
	struct table t;

	(void)state;
	table_begin(&t);
	for (int i = STRANGER; i <= WORKER; i++)
		table_open(&t, i);
	connection_brings(t.all, t.one[STRANGER], false);
	connection_brings(t.all, t.one[MEMBER], true);
	connection_takes(t.all, t.one[TAKER], 1600);
	connection_works(t.all, t.one[WORKER]);
	for (int i = STRANGER; i <= TAKER; i++) {
		now = 1000000 + LIMITS[i] - 1;
		assert_false(is_shut(&t, i));
		now++;
		assert_true(is_shut(&t, i));
	}
	now += 1000000;
	assert_false(is_shut(&t, WORKER));
	table_end(&t);
}

static void test_body__of_somebody_signed_in_earns_time_by_what_has_come(void **state)
{
	struct table t;

	(void)state;
	table_begin(&t);
	table_open(&t, 0);
	connection_brings(t.all, t.one[0], true);
	for (int i = 0; i < 100; i++)
		connection_brought(t.one[0], 320); /* a thousand milliseconds in all */
	now += 2999;
	assert_false(is_shut(&t, 0));
	now++;
	assert_true(is_shut(&t, 0));
	table_end(&t);
}

static void test_body__of_a_stranger_earns_nothing(void **state)
{
	struct table t;

	(void)state;
	table_begin(&t);
	table_open(&t, 0);
	connection_brings(t.all, t.one[0], false);
	connection_brought(t.one[0], 1 << 20);
	now += 500;
	assert_true(is_shut(&t, 0));
	table_end(&t);
}

/* Whatever they are slow at, and although none is late yet. */
static void test_room__is_made_by_those_furthest_behind(void **state)
{
	struct table t;

	(void)state;
	table_begin(&t);
	for (int i = 0; i < ROOM; i++)
		table_open(&t, i);
	connection_brings(t.all, t.one[0], false);
	connection_takes(t.all, t.one[1], 1 << 20);
	connection_brings(t.all, t.one[2], true);
	connection_brought(t.one[2], 1 << 20);
	connection_works(t.all, t.one[3]);
	now += 400;
	for (int i = 4; i < ROOM; i++)
		connection_waits(t.all, t.one[i]);
	assert_int_equal(count_shut(&t), 0);
	table_open(&t, ROOM);
	table_open(&t, ROOM + 1);
	assert_true(is_shut(&t, 0));
	assert_true(is_shut(&t, 1));
	assert_int_equal(count_shut(&t), 2);
	table_end(&t);
}

static void test_room__is_not_made_by_those_who_have_just_come_unless_there_is_none(void **state)
{
	struct table t;

	(void)state;
	table_begin(&t);
	for (int i = 0; i < MOST - 2; i++)
		table_open(&t, i);
	now += 49; /* two of the last four are left: half of hurry_ms */
	assert_int_equal(count_shut(&t), 0);
	now++;
	assert_int_equal(count_shut(&t), MOST - 2 - ROOM);
	table_end(&t);
	table_begin(&t);
	for (int i = 0; i < MOST; i++)
		table_open(&t, i);
	assert_true(count_shut(&t) > 0);
	table_end(&t);
}

static void test_room__is_not_asked_twice_of_those_who_are_going(void **state)
{
	struct table t;

	(void)state;
	table_begin(&t);
	for (int i = 0; i <= ROOM; i++)
		table_open(&t, i);
	now += 100;
	connections_look(t.all);
	now += 100;
	connections_look(t.all);
	assert_int_equal(count_shut(&t), 1);
	table_end(&t);
}

/* Slow ones by themselves turn nobody away. */
static void test_requests__are_too_many_only_when_so_many_have_asked(void **state)
{
	struct table t;

	(void)state;
	table_begin(&t);
	for (int i = 0; i < MOST; i++)
		table_open(&t, i);
	for (int i = 0; i < MOST; i++)
		connection_brings(t.all, t.one[i], false);
	assert_false(connections_are_many(t.all));
	for (int i = 0; i < FLOOD - 1; i++)
		connection_works(t.all, t.one[i]);
	assert_false(connections_are_many(t.all));
	connection_takes(t.all, t.one[FLOOD - 1], 1);
	assert_true(connections_are_many(t.all));
	connection_waits(t.all, t.one[0]);
	assert_false(connections_are_many(t.all));
	connection_works(t.all, t.one[0]);
	table_close(&t, 1);
	assert_false(connections_are_many(t.all));
	table_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connection__may_take_as_long_as_its_step_allows),
		cmocka_unit_test(test_body__of_somebody_signed_in_earns_time_by_what_has_come),
		cmocka_unit_test(test_body__of_a_stranger_earns_nothing),
		cmocka_unit_test(test_room__is_made_by_those_furthest_behind),
		cmocka_unit_test(test_room__is_not_made_by_those_who_have_just_come_unless_there_is_none),
		cmocka_unit_test(test_room__is_not_asked_twice_of_those_who_are_going),
		cmocka_unit_test(test_requests__are_too_many_only_when_so_many_have_asked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
