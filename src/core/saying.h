/* saying.h: what a worker says of the own load, and a manager of a case that waits: the words, and how far they go.
 *
 * A worker's word counts at once (R22): while it and the scheme differ about what a case needs by itself, the higher counts; dated
 * work, a crisis and hand-over come on top of either. To say that a case needs less than was said takes a conversation, which the
 * manager's side records. A surge ends by itself; a look at the pile holds for a fortnight at most (R54). */
#pragma once

#include "core/fact.h"

enum said_list { SAID_RISK, SAID_SAFETY, SAID_WAITS, SAID_NEEDS, SAID_SURGE, SAID_REOPEN, SAID_LISTS };

#define SAID_OFFERED "offered" /* of SAID_WAITS: an offer goes on, as far as whoever looked knew */
#define SAID_CALMER "calmer" /* of SAID_NEEDS: less than what was said before */

struct said_word {
	enum said_list list;
	const char *code, *words;
};

/* The words of a list, in the order in which they are offered. */
const struct said_word *said_words(enum said_list list, size_t *ret_count);
bool said_has(enum said_list list, const char *code);
/* For people; the code itself where the list has no such word. */
const char *said_say(enum said_list list, const char *code);

enum {
	NEEDS_MINUTES_MOST = 2220,     /* a week: a full one */
	SURGE_MINUTES_MOST = 1200,     /* a week, on top */
	SURGE_DAYS_MOST = 14,
	SURGE_GAP_DAYS = 14,
	EXTRA_MINUTES_MOST = 16 * 60,  /* on one day */
	EXTRA_DAYS_BACK = 56,          /* for so long it may be said of a day */
	REVIEW_DAYS_MOST = 14
};

/* What the holder says that the case needs by itself, dated work, crises and hand-over apart; NULL: nothing is said. */
const struct view_row *view_said(const struct snapshot *s, const struct case_row *c);
/* The minutes of it; 0: nothing is said. */
int32_t needs_said(const struct snapshot *s, const struct case_row *c);

/* How often the newest surge of a case has been renewed: how many came before it, each begun within SURGE_GAP_DAYS of the end of the
 * one before, whatever it was for (R23). */
int32_t surge_renewals(const struct case_facts *facts);

/* Whether such a look at a case may be kept on that day. */
bool review_fits(const struct review_row *r, int32_t today);
