#include "web/connections.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"

enum {
	HEAD_MS = 15000, BODY_MS = 20000, ANSWER_MS = 30000, HURRY_MS = 1000,
	BODY_BYTES_A_MS = 32, ANSWER_BYTES_A_MS = 16,
	LOOKS_A_STEP = 8,  /* how often the shortest limit is looked at */
	LOOK_MS_LEAST = 5, LOOK_MS_MOST = 250
};

struct connection {
	struct connection *before, *after;
	int socket;
	atomic_llong deadline_ms;  /* by the monotonic clock */
	atomic_llong waits_since_ms; /* for a request; 0 while there is one */
};

struct connections {
	pthread_mutex_t lock;      /* over the list, and over closing: a socket in it is open */
	pthread_cond_t changed;
	struct connection *first;
	atomic_int count;
	int most;
	struct time_limits limits;
	bool ends;
	pthread_t thread;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* From this many on requests are turned away, and whoever keeps a connection without one has to hurry. */
static int many(const struct connections *all)
{
	return all->most - all->most / 4;
}

static bool is_late(const struct connections *all, struct connection *one, int64_t now)
{
	int64_t waits_since = atomic_load(&one->waits_since_ms);

	if (now >= atomic_load(&one->deadline_ms))
		return true;
	return waits_since > 0 && atomic_load(&all->count) >= many(all) && now >= waits_since + all->limits.hurry_ms;
}

static int64_t least_limit(const struct time_limits *l)
{
	int32_t least = l->head_ms;

	least = l->body_ms < least ? l->body_ms : least;
	least = l->answer_ms < least ? l->answer_ms : least;
	return l->hurry_ms < least ? l->hurry_ms : least;
}

static void sleep_a_while(struct connections *all)
{
	int64_t ms = least_limit(&all->limits) / LOOKS_A_STEP;
	struct timespec until;

	ms = ms < LOOK_MS_LEAST ? LOOK_MS_LEAST : ms > LOOK_MS_MOST ? LOOK_MS_MOST : ms;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += ms * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	if (all->first == NULL)
		pthread_cond_wait(&all->changed, &all->lock);
	else
		pthread_cond_timedwait(&all->changed, &all->lock, &until);
}

static void *watch(void *context)
{
	struct connections *all = context;

	pthread_mutex_lock(&all->lock);
	while (!all->ends) {
		int64_t now = now_ms();

		for (struct connection *one = all->first; one != NULL; one = one->after)
			if (is_late(all, one, now)) {
				(void)shutdown(one->socket, SHUT_RDWR);
				atomic_store(&one->deadline_ms, INT64_MAX);
				atomic_store(&one->waits_since_ms, 0);
			}
		sleep_a_while(all);
	}
	pthread_mutex_unlock(&all->lock);
	return NULL;
}

static int32_t or_else(int32_t value, int32_t normal)
{
	return value > 0 ? value : normal;
}

struct connections *connections_new(int most, const struct time_limits *limits)
{
	struct connections *all = mem_alloc(sizeof *all);
	pthread_condattr_t monotonic;

	all->most = most;
	all->limits = (struct time_limits){or_else(limits->head_ms, HEAD_MS), or_else(limits->body_ms, BODY_MS),
		or_else(limits->answer_ms, ANSWER_MS), or_else(limits->hurry_ms, HURRY_MS)};
	pthread_mutex_init(&all->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&all->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&all->thread, NULL, watch, all) != 0)
		all->thread = 0;
	return all;
}

struct connections *connections_free(struct connections *all)
{
	if (all == NULL)
		return NULL;
	pthread_mutex_lock(&all->lock);
	all->ends = true;
	pthread_cond_signal(&all->changed);
	pthread_mutex_unlock(&all->lock);
	if (all->thread != 0)
		pthread_join(all->thread, NULL);
	pthread_cond_destroy(&all->changed);
	pthread_mutex_destroy(&all->lock);
	mem_free(all);
	return NULL;
}

static void set(struct connection *one, int64_t waits_since, int64_t deadline)
{
	atomic_store(&one->waits_since_ms, waits_since);
	atomic_store(&one->deadline_ms, deadline);
}

struct connection *connection_opened(struct connections *all, int socket)
{
	struct connection *one = mem_alloc(sizeof *one);

	one->socket = socket;
	connection_waits(all, one);
	pthread_mutex_lock(&all->lock);
	one->after = all->first;
	if (one->after != NULL)
		one->after->before = one;
	else
		pthread_cond_signal(&all->changed);
	all->first = one;
	atomic_fetch_add(&all->count, 1);
	pthread_mutex_unlock(&all->lock);
	return one;
}

void connection_closed(struct connections *all, struct connection *one)
{
	pthread_mutex_lock(&all->lock);
	if (one->before != NULL)
		one->before->after = one->after;
	else
		all->first = one->after;
	if (one->after != NULL)
		one->after->before = one->before;
	atomic_fetch_sub(&all->count, 1);
	pthread_mutex_unlock(&all->lock);
	mem_free(one);
}

void connection_waits(struct connections *all, struct connection *one)
{
	int64_t now = now_ms();

	set(one, now, now + all->limits.head_ms);
}

void connection_brings(struct connections *all, struct connection *one, int64_t bytes)
{
	set(one, 0, now_ms() + all->limits.body_ms + bytes / BODY_BYTES_A_MS);
}

void connection_works(struct connection *one)
{
	set(one, 0, INT64_MAX);
}

void connection_takes(struct connections *all, struct connection *one, int64_t bytes)
{
	set(one, 0, now_ms() + all->limits.answer_ms + bytes / ANSWER_BYTES_A_MS);
}

bool connections_are_many(struct connections *all)
{
	return atomic_load(&all->count) >= many(all);
}
