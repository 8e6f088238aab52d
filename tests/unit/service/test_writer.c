/* The one hand that writes: many ask at once, each is answered once and durably. */
#include "office.h"

#include <pthread.h>

#include "service/writer.h"

enum { THREADS = 16, RUNS = 12 };

static struct office *office;
static struct writer *writer;

static int set_up(void **state)
{
	if (office_open(state) != 0)
		return -1;
	office = *state;
	(void)IMPORT(office, office_file(office, "cases.csv", "case,opened,service\nC0,2026-01-05,children\n"));
	return writer_open(office->database, &writer, &office->err);
}

static int tear_down(void **state)
{
	writer = writer_close(writer);
	return office_close(state);
}

struct errand {
	int number;
	int tries;    /* how often it was run */
	bool refuse;  /* after it has written */
};

/* One commit that makes a case. */
static int make_case(struct store *s, void *context, struct err *err)
{
	struct errand *e = context;
	struct arena *a = arena_new();
	struct fact episode = fact_blank(FACT_EPISODE);
	const struct fact_change change = {.op = CHANGE_ADD, .after = &episode};
	const struct ledger_text entry = {.actor = "test", .action = "test", .object = "council", .payload = "{}", .instant = OFFICE_NOW};
	struct employer employer;
	struct commit *c = NULL;
	int64_t position;
	int rc = store_employer(s, a, "council", &employer, err);

	e->tries++;
	episode.when = (struct days){20000, DAY_MAX};
	if (rc == 0)
		rc = commit_begin(s, employer.id, employer.position, &c, err);
	if (rc == 0)
		rc = commit_case(c, arena_printf(a, "N%06d", e->number), &change, 1, err);
	if (rc == 0 && e->refuse) {
		commit_abandon(c);
		rc = err_set(err, PL_INVALID, "It is refused.");
	} else if (rc == 0) {
		rc = commit_end(c, &entry, &position, err);
	} else {
		commit_abandon(c);
	}
	arena_free(a);
	return rc;
}

static void *ask_often(void *context)
{
	int first = *(int *)context, *wrong = context;

	*wrong = 0;
	for (int i = 0; i < RUNS; i++) {
		struct errand e = {.number = first + i, .refuse = i % 3 == 0};
		struct err err = {.text = ""};
		int rc = writer_run(writer, make_case, &e, &err);

		*wrong += e.tries != 1 || rc != (e.refuse ? PL_INVALID : 0);
	}
	return NULL;
}

static bool is_there(int number)
{
	char ref[16];

	(void)snprintf(ref, sizeof ref, "N%06d", number);
	return office_case(office, ref).count > 0;
}

static void test_writer__answers_each_of_many_at_once_and_keeps_what_it_said(void **state)
{
	pthread_t threads[THREADS];
	int numbers[THREADS];
	struct writer_counts counts;
	struct ledger_row *rows;

	(void)state;
	for (int i = 0; i < THREADS; i++) {
		numbers[i] = i * RUNS;
		assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &numbers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	counts = writer_counts(writer);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(numbers[i], 0);
	for (int i = 0; i < THREADS * RUNS; i++)
		assert_int_equal(is_there(i), i % RUNS % 3 != 0);
	assert_int_equal(counts.runs, THREADS * RUNS);
	assert_true(office_ledger(office, &rows) == 100);
	assert_int_equal(rows[0].sequence, 1 + THREADS * RUNS * 2 / 3);
}

/* Holds the writer while others queue up behind it, so that they are run together. */
static void *ask_once(void *context)
{
	struct err err;

	*(int *)context = writer_run(writer, make_case, &(struct errand){.number = *(int *)context}, &err);
	return NULL;
}

static void test_writer__makes_durable_together_what_waited_together(void **state)
{
	enum { WAITING = 8 };
	pthread_t threads[WAITING];
	int numbers[WAITING];
	const struct timespec nap = {.tv_nsec = 1000000};

	(void)state;
	(void)writer_take(writer);
	for (int i = 0; i < WAITING; i++) {
		numbers[i] = i;
		assert_int_equal(pthread_create(&threads[i], NULL, ask_once, &numbers[i]), 0);
	}
	while (writer_waiting(writer) < WAITING)
		(void)nanosleep(&nap, NULL);
	writer_give_back(writer);
	for (int i = 0; i < WAITING; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(numbers[i], 0);
		assert_true(is_there(i));
	}
	assert_int_equal(writer_counts(writer).groups, 1);
	assert_int_equal(writer_counts(writer).grouped, WAITING);
}

static void test_writer__runs_many_of_one_caller_together_and_one_that_fails_takes_no_other_with_it(void **state)
{
	enum { MANY = 7, FAILS = 3 };
	struct errand errands[MANY];
	void *contexts[MANY];
	struct err errs[MANY];
	int rcs[MANY];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		errands[i] = (struct errand){.number = i, .refuse = i == FAILS};
		contexts[i] = &errands[i];
	}
	writer_run_many(writer, make_case, contexts, MANY, rcs, errs);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(rcs[i] == 0, i != FAILS);
		assert_int_equal(is_there(i), i != FAILS);
	}
	assert_int_equal(writer_counts(writer).groups, 1);
	assert_int_equal(writer_counts(writer).grouped, MANY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_writer__answers_each_of_many_at_once_and_keeps_what_it_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_writer__runs_many_of_one_caller_together_and_one_that_fails_takes_no_other_with_it,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_writer__makes_durable_together_what_waited_together, set_up, tear_down),
	};

	return RUN_TESTS(tests);
}
