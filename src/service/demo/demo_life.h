/* demo_life.h: what people of an invented council have offered, talked about, answered, asked and said in its last four weeks, so that
 * whoever signs in finds a council at work in every role: offers that wait for an answer, finished ones behind the newest holdings, a case
 * held in an emergency and one that is on paper only, hand-backs, talks, ratings, exceptions, a joiner and a leaver.
 *
 * It is written by the functions of the store, in two entries of the ledger; what the clock has to do then is done at once, where its
 * today is the clock's. It is a picture of what the rules let happen: each
 * proposal's steps are those of core/negotiation.h. The same council on the same day has lived the same. */
#pragma once

#include "service/demo/demo_accounts.h"

struct demo_life {
	const char *database, *employer;
	int32_t day;                          /* the council's today */
	const struct demo_accounts *accounts; /* who takes the steps */
	const char *actor;
	int64_t instant;
};

/* Since when allocations are negotiated at an invented council, in days before its today. */
enum { DEMO_LIVE_DAYS = 28 };

int demo_life_live(const struct demo_life *life, struct err *err) PL_MUST_CHECK;
