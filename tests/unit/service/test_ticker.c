/* A thread that does one thing again and again (service/ticker.h). */
#include "../../test.h"

#include <pthread.h>
#include <stdbool.h>

#include "service/ticker.h"

enum { HOUR_MS = 3600 * 1000 };

/* What is done: counted, and held up while the gate is shut. */
struct work {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	int begun, done;
	bool shut;
	int64_t answer; /* when to do it again */
	int at_once;    /* so many times it is to be done again at once, whatever the answer */
};

static int64_t tick(void *context)
{
	struct work *w = context;
	int64_t again;

	pthread_mutex_lock(&w->lock);
	w->begun++;
	pthread_cond_broadcast(&w->moved);
	while (w->shut)
		pthread_cond_wait(&w->moved, &w->lock);
	w->done++;
	again = w->done <= w->at_once ? 0 : w->answer;
	pthread_cond_broadcast(&w->moved);
	pthread_mutex_unlock(&w->lock);
	return again;
}

static void work_begin(struct work *w, int64_t answer)
{
	*w = (struct work){.answer = answer};
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->moved, NULL);
}

static void work_end(struct work *w)
{
	pthread_cond_destroy(&w->moved);
	pthread_mutex_destroy(&w->lock);
}

static void wait_for(struct work *w, const int *figure, int least)
{
	pthread_mutex_lock(&w->lock);
	while (*figure < least)
		pthread_cond_wait(&w->moved, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

static void shut(struct work *w, bool is_shut)
{
	pthread_mutex_lock(&w->lock);
	w->shut = is_shut;
	pthread_cond_broadcast(&w->moved);
	pthread_mutex_unlock(&w->lock);
}

static void test_ticker__begins_at_once_and_goes_on_when_it_said(void **state)
{
	struct ticker *t;
	struct work w;

	(void)state;
	work_begin(&w, 1);
	w.at_once = 2;
	t = ticker_new(tick, &w);
	wait_for(&w, &w.done, 5);
	assert_null(ticker_free(t));
	work_end(&w);
}

static void test_ticker__that_rests_does_nothing_until_it_is_woken(void **state)
{
	struct ticker *t;
	struct work w;

	(void)state;
	work_begin(&w, TICKER_RESTS);
	t = ticker_new(tick, &w);
	wait_for(&w, &w.done, 1);
	ticker_wake(t, 0);
	wait_for(&w, &w.done, 2);
	ticker_wake(t, 1);
	wait_for(&w, &w.done, 3);
	ticker_free(t);
	assert_int_equal(w.done, 3);
	work_end(&w);
}

static void test_ticker__is_woken_before_its_time(void **state)
{
	struct ticker *t;
	struct work w;

	(void)state;
	work_begin(&w, HOUR_MS);
	t = ticker_new(tick, &w);
	wait_for(&w, &w.done, 1);
	ticker_wake(t, 0);
	wait_for(&w, &w.done, 2);
	ticker_free(t);
	assert_int_equal(w.done, 2);
	work_end(&w);
}

static void test_ticker__woken_at_its_work_does_it_once_more(void **state)
{
	struct ticker *t;
	struct work w;

	(void)state;
	work_begin(&w, TICKER_RESTS);
	w.shut = true;
	t = ticker_new(tick, &w);
	wait_for(&w, &w.begun, 1);
	ticker_wake(t, 0);
	ticker_wake(t, HOUR_MS); /* what is later puts nothing off */
	shut(&w, false);
	wait_for(&w, &w.done, 2);
	ticker_free(t);
	assert_int_equal(w.done, 2);
	work_end(&w);
}

static void test_ticker__ends_when_what_it_does_is_done(void **state)
{
	struct ticker *t;
	struct work w;

	(void)state;
	for (int i = 0; i < 20; i++) {
		work_begin(&w, TICKER_RESTS);
		w.at_once = i % 3;
		t = ticker_new(tick, &w);
		if (i % 2 == 0)
			wait_for(&w, &w.begun, 1);
		ticker_wake(t, HOUR_MS);
		ticker_free(t);
		assert_int_equal(w.begun, w.done);
		work_end(&w);
	}
	assert_null(ticker_free(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticker__begins_at_once_and_goes_on_when_it_said),
		cmocka_unit_test(test_ticker__that_rests_does_nothing_until_it_is_woken),
		cmocka_unit_test(test_ticker__is_woken_before_its_time),
		cmocka_unit_test(test_ticker__woken_at_its_work_does_it_once_more),
		cmocka_unit_test(test_ticker__ends_when_what_it_does_is_done),
	};

	return RUN_TESTS(tests);
}
