#include "web/connections.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"

enum {
	HEAD_MS = 15000, BODY_MS = 20000, STRANGER_MS = 5000, ANSWER_MS = 30000, HURRY_MS = 1000,
	BODY_BYTES_A_MS = 32, ANSWER_BYTES_A_MS = 16,
	LOOKS_A_STEP = 8,  /* how often the shortest limit is looked at */
	LOOK_MS_LEAST = 5, LOOK_MS_MOST = 250
};

enum stage { WAITS, BRINGS, WORKS, TAKES };

struct connection {
	struct connection *before, *after;
	int socket;
	bool shut;                /* under the lock: its socket is, and it will be closed */
	atomic_int stage;
	atomic_llong since_ms;    /* of the stage */
	atomic_llong limit_ms;    /* how long it may last */
	atomic_llong earned_ms;   /* and how much longer, for what it brought */
	bool earns;               /* its own thread's only, as is: */
	int64_t brought;          /* bytes */
};

struct connections {
	pthread_mutex_t lock;      /* over the list, and over closing: a socket in it is open */
	pthread_cond_t changed;
	struct connection *first;
	int open, shut;            /* under the lock: how many, and how many of them are shut down */
	atomic_int asked;          /* how many work or take */
	int most;
	struct time_limits limits;
	int64_t (*now_ms)(void);
	bool ends;
	bool watched;
	pthread_t thread;
};

static int64_t system_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- what a look finds ---- */

/* From this many on connections are running out. */
static int many(const struct connections *all)
{
	return all->most - all->most / 4;
}

/* So many requests at once are a flood. More than the above, so that those who are slow to take the answer go before anybody
 * is turned away. */
static int flood(const struct connections *all)
{
	return all->most - all->most / 8;
}

/* How long it has been at what it is at, less what it has earned; nothing while we are at work for it. */
static int64_t lag_ms(struct connection *one, int64_t now)
{
	if (one->shut || atomic_load(&one->stage) == WORKS)
		return INT64_MIN;
	return now - atomic_load(&one->since_ms) - atomic_load(&one->earned_ms);
}

static void shut(struct connections *all, struct connection *one)
{
	(void)shutdown(one->socket, SHUT_RDWR);
	one->shut = true;
	all->shut++;
}

static void shut_late(struct connections *all, int64_t now)
{
	for (struct connection *one = all->first; one != NULL; one = one->after)
		if (lag_ms(one, now) >= atomic_load(&one->limit_ms))
			shut(all, one);
}

static struct connection *find_slowest(const struct connections *all, int64_t now)
{
	struct connection *slowest = all->first;

	for (struct connection *one = all->first; one != NULL; one = one->after)
		if (lag_ms(one, now) > lag_ms(slowest, now))
			slowest = one;
	return slowest;
}

/* How far behind one may be: hurry_ms when connections begin to run out, nothing when there is none left. */
static int64_t patience_ms(const struct connections *all)
{
	int left = all->most - (all->open - all->shut);

	return left <= 0 ? 0 : (int64_t)all->limits.hurry_ms * left / (all->most - many(all));
}

static void make_room(struct connections *all, int64_t now)
{
	int64_t patience = patience_ms(all);

	while (all->open - all->shut > many(all)) {
		struct connection *slowest = find_slowest(all, now);

		if (slowest == NULL || lag_ms(slowest, now) < patience)
			return;
		shut(all, slowest);
	}
}

static void look(struct connections *all)
{
	int64_t now = all->now_ms();

	shut_late(all, now);
	make_room(all, now);
}

void connections_look(struct connections *all)
{
	pthread_mutex_lock(&all->lock);
	look(all);
	pthread_mutex_unlock(&all->lock);
}

/* ---- the thread that looks ---- */

static int64_t least_limit(const struct time_limits *l)
{
	const int32_t limits[] = {l->head_ms, l->body_ms, l->stranger_ms, l->answer_ms, l->hurry_ms};
	int32_t least = limits[0];

	for (size_t i = 1; i < sizeof limits / sizeof *limits; i++)
		least = limits[i] < least ? limits[i] : least;
	return least;
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
		look(all);
		sleep_a_while(all);
	}
	pthread_mutex_unlock(&all->lock);
	return NULL;
}

int connections_watch(struct connections *all, struct err *err)
{
	if (pthread_create(&all->thread, NULL, watch, all) != 0)
		return err_set(err, PL_FAIL, "no thread can be had to watch for slow clients");
	all->watched = true;
	return 0;
}

/* ---- the table ---- */

static int32_t or_else(int32_t value, int32_t normal)
{
	return value > 0 ? value : normal;
}

struct connections *connections_new(int most, const struct time_limits *limits, int64_t (*now_ms)(void))
{
	struct connections *all = mem_alloc(sizeof *all);
	pthread_condattr_t monotonic;

	all->most = most;
	all->now_ms = now_ms != NULL ? now_ms : system_now_ms;
	all->limits = (struct time_limits){or_else(limits->head_ms, HEAD_MS), or_else(limits->body_ms, BODY_MS),
		or_else(limits->stranger_ms, STRANGER_MS), or_else(limits->answer_ms, ANSWER_MS), or_else(limits->hurry_ms, HURRY_MS)};
	pthread_mutex_init(&all->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&all->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
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
	if (all->watched)
		pthread_join(all->thread, NULL);
	pthread_cond_destroy(&all->changed);
	pthread_mutex_destroy(&all->lock);
	mem_free(all);
	return NULL;
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
	all->open++;
	pthread_mutex_unlock(&all->lock);
	return one;
}

void connection_closed(struct connections *all, struct connection *one)
{
	connection_waits(all, one);
	pthread_mutex_lock(&all->lock);
	if (one->before != NULL)
		one->before->after = one->after;
	else
		all->first = one->after;
	if (one->after != NULL)
		one->after->before = one->before;
	all->open--;
	all->shut -= one->shut ? 1 : 0;
	pthread_mutex_unlock(&all->lock);
	mem_free(one);
}

/* ---- from step to step ---- */

static bool has_asked(int stage)
{
	return stage == WORKS || stage == TAKES;
}

/* The time first: whoever looks meanwhile finds somebody who has just begun. */
static void go_on(struct connections *all, struct connection *one, enum stage stage, int64_t limit_ms)
{
	int before;

	atomic_store(&one->since_ms, all->now_ms());
	atomic_store(&one->earned_ms, 0);
	atomic_store(&one->limit_ms, limit_ms);
	before = atomic_exchange(&one->stage, stage);
	one->brought = 0;
	one->earns = false;
	atomic_fetch_add(&all->asked, has_asked(stage) - has_asked(before));
}

void connection_waits(struct connections *all, struct connection *one)
{
	go_on(all, one, WAITS, all->limits.head_ms);
}

void connection_brings(struct connections *all, struct connection *one, bool signed_in)
{
	go_on(all, one, BRINGS, signed_in ? all->limits.body_ms : all->limits.stranger_ms);
	one->earns = signed_in;
}

void connection_brought(struct connection *one, int64_t bytes)
{
	one->brought += bytes;
	if (one->earns)
		atomic_store(&one->earned_ms, one->brought / BODY_BYTES_A_MS);
}

void connection_works(struct connections *all, struct connection *one)
{
	go_on(all, one, WORKS, INT64_MAX);
}

void connection_takes(struct connections *all, struct connection *one, int64_t bytes)
{
	go_on(all, one, TAKES, all->limits.answer_ms + bytes / ANSWER_BYTES_A_MS);
}

bool connections_are_many(struct connections *all)
{
	return atomic_load(&all->asked) >= flood(all);
}
