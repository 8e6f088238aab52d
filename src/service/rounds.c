#include "service/rounds.h"

#include "base/clock.h"

void rounds_begin(struct rounds *r, int64_t every_ms)
{
	*r = (struct rounds){.every_ms = every_ms};
	pthread_mutex_init(&r->lock, NULL);
}

void rounds_end(struct rounds *r)
{
	pthread_mutex_destroy(&r->lock);
}

void rounds_hear(struct rounds *r, const char *code)
{
	pthread_mutex_lock(&r->lock);
	codes_add(&r->heard, code);
	pthread_mutex_unlock(&r->lock);
}

void rounds_take(struct rounds *r, struct codes *ret)
{
	int64_t now = clock_steady_ms();

	pthread_mutex_lock(&r->lock);
	if (now >= r->whole_at_ms)
		codes_add(&r->heard, "");
	if (r->heard.all)
		r->whole_at_ms = now + r->every_ms;
	*ret = r->heard;
	r->heard = (struct codes){.count = 0};
	pthread_mutex_unlock(&r->lock);
}

int64_t rounds_left_ms(struct rounds *r)
{
	int64_t left;

	pthread_mutex_lock(&r->lock);
	left = r->whole_at_ms - clock_steady_ms();
	pthread_mutex_unlock(&r->lock);
	return left > 0 ? left : 0;
}
