/* words.h: figures as people read them. Minutes become hours with one decimal, rounded half up once; shares become whole
 * percent. Every text lives in the arena. */
#pragma once

#include "base/arena.h"
#include "base/date.h"

/* "1,204"; a true minus sign in front of what is negative. */
const char *words_int(struct arena *a, int64_t n);

/* 2118 minutes: "35.3". */
const char *words_hours(struct arena *a, int64_t minutes);

/* 403 per mille: "40%". */
const char *words_percent(struct arena *a, int64_t permille);

/* The same of what is past a limit: 1001 per mille of a line is "just past 100%", for a line that is passed never reads as kept. */
const char *words_percent_past(struct arena *a, int64_t permille);

/* 167 tenths: "16.7". */
const char *words_tenths(struct arena *a, int64_t tenths);

/* 600000 millionths: "0.6". */
const char *words_millionths(struct arena *a, int64_t millionths);

/* "1 case", "1,204 cases". */
const char *words_count(struct arena *a, int64_t n, const char *one, const char *many);

/* "two", "14": a number inside a sentence. */
const char *words_number(struct arena *a, int64_t n);

/* The same at the start of one: "Two". */
const char *words_number_first(struct arena *a, int64_t n);
/* The same words with a capital in front. */
const char *words_first_up(struct arena *a, const char *words);

/* "21 November 2026"; "" for an open end. */
const char *words_day(struct arena *a, int32_t day);
/* "Saturday 21 November 2026". */
const char *words_weekday(struct arena *a, int32_t day);
/* "November 2026". */
const char *words_month(struct arena *a, int32_t day);
/* "2026-11-21". */
const char *words_iso(struct arena *a, int32_t day);

/* "21 November 2026, 14:05": a moment in the civil time of the process (base/clock.h). */
const char *words_moment(struct arena *a, int64_t instant);

/* "Firefox on Windows": a browser by what it calls itself; "Another program" where that says nothing known. */
const char *words_browser(struct arena *a, const char *user_agent);

/* The pieces in a row, up to a NULL. */
const char *words_join(struct arena *a, ...) __attribute__((sentinel));
