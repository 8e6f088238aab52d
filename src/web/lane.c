#include "web/lane.h"

#include <pthread.h>

#include "base/arena.h"

enum { LANE_THREADS = 16 };

struct lane {
	pthread_mutex_t lock;
	pthread_cond_t given;
	void **items;       /* a ring */
	int most, first, count;
	bool ends;
	void (*work)(void *item);
	pthread_t threads[LANE_THREADS];
	int threads_count;
};

static void *take(struct lane *lane)
{
	void *item = lane->items[lane->first];

	lane->first = (lane->first + 1) % lane->most;
	lane->count--;
	return item;
}

static void *run(void *context)
{
	struct lane *lane = context;

	pthread_mutex_lock(&lane->lock);
	for (;;) {
		void *item;

		while (lane->count == 0 && !lane->ends)
			pthread_cond_wait(&lane->given, &lane->lock);
		if (lane->count == 0)
			break;
		item = take(lane);
		pthread_mutex_unlock(&lane->lock);
		lane->work(item);
		pthread_mutex_lock(&lane->lock);
	}
	pthread_mutex_unlock(&lane->lock);
	return NULL;
}

struct lane *lane_new(int threads, int most_waiting, void (*work)(void *item))
{
	struct lane *lane = mem_alloc(sizeof *lane);

	pthread_mutex_init(&lane->lock, NULL);
	pthread_cond_init(&lane->given, NULL);
	lane->items = mem_alloc((size_t)most_waiting * sizeof *lane->items);
	lane->most = most_waiting;
	lane->work = work;
	for (int i = 0; i < threads && i < LANE_THREADS; i++)
		if (pthread_create(&lane->threads[lane->threads_count], NULL, run, lane) == 0)
			lane->threads_count++;
	return lane;
}

void lane_end(struct lane *lane)
{
	pthread_mutex_lock(&lane->lock);
	lane->ends = true;
	pthread_cond_broadcast(&lane->given);
	pthread_mutex_unlock(&lane->lock);
	for (int i = 0; i < lane->threads_count; i++)
		pthread_join(lane->threads[i], NULL);
	lane->threads_count = 0;
}

struct lane *lane_free(struct lane *lane)
{
	if (lane == NULL)
		return NULL;
	lane_end(lane);
	pthread_cond_destroy(&lane->given);
	pthread_mutex_destroy(&lane->lock);
	mem_free(lane->items);
	mem_free(lane);
	return NULL;
}

bool lane_give(struct lane *lane, void *item)
{
	bool fits;

	pthread_mutex_lock(&lane->lock);
	fits = lane->count < lane->most && !lane->ends;
	if (fits) {
		lane->items[(lane->first + lane->count++) % lane->most] = item;
		pthread_cond_signal(&lane->given);
	}
	pthread_mutex_unlock(&lane->lock);
	return fits;
}
