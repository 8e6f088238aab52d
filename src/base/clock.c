#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

#include "base/date.h"

void clock_set_zone(const char *time_zone)
{
	(void)setenv("TZ", time_zone, 1);
	tzset();
}

int32_t clock_day_of(int64_t instant)
{
	time_t then = (time_t)instant;
	struct tm civil;

	localtime_r(&then, &civil);
	return date_from_civil(civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday);
}

int32_t clock_today(void)
{
	return clock_day_of(clock_now());
}

int64_t clock_now(void)
{
	return (int64_t)time(NULL);
}

int64_t clock_day_begins(int32_t day)
{
	struct tm civil = {.tm_isdst = -1};
	int year, month, day_of_month;

	date_to_civil(day, &year, &month, &day_of_month);
	civil.tm_year = year - 1900;
	civil.tm_mon = month - 1;
	civil.tm_mday = day_of_month;
	return (int64_t)mktime(&civil);
}

int64_t clock_steady_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_steady_ms(void)
{
	return clock_steady_us() / 1000;
}

int64_t clock_minute(int64_t instant)
{
	time_t then = (time_t)instant;
	struct tm civil;

	localtime_r(&then, &civil);
	return (int64_t)clock_day_of(instant) * 24 * 60 + civil.tm_hour * 60 + civil.tm_min;
}

int64_t clock_instant_of(int64_t minute)
{
	enum { MINUTES_A_DAY = 24 * 60 };
	int64_t of_day = (minute % MINUTES_A_DAY + MINUTES_A_DAY) % MINUTES_A_DAY;
	int64_t guess = clock_day_begins((int32_t)((minute - of_day) / MINUTES_A_DAY)) + of_day * 60;

	/* On the days on which the clocks change the day has an hour more or less. */
	return guess + (minute - clock_minute(guess)) * 60;
}

struct timespec clock_in_ms(int64_t milliseconds)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += (milliseconds % 1000) * 1000000;
	t.tv_sec += milliseconds / 1000 + t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return t;
}

const char *clock_instant_text(int64_t instant, char out[CLOCK_INSTANT_SIZE])
{
	const time_t t = (time_t)instant;
	struct tm utc;

	if (gmtime_r(&t, &utc) == NULL || strftime(out, CLOCK_INSTANT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
		out[0] = '\0';
	return out;
}

const char *clock_stamp(struct arena *a, int64_t instant)
{
	char *stamp = arena_alloc(a, 32);
	time_t t = (time_t)instant;
	struct tm utc;

	gmtime_r(&t, &utc);
	(void)strftime(stamp, 32, "%Y%m%dT%H%M%SZ", &utc);
	return stamp;
}
