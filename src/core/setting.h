/* setting.h: how an employer works, and what it takes to change that (R42).
 *
 * Where allocations are negotiated, that they are and whether lines bind is no affair of one person's: it is proposed by one with
 * a reason and approved by another, like a line, and never takes effect on the day of either, so that everybody reads of it before. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum setting {
	SETTING_LIVE,       /* allocations are negotiated, and imports put to the lines (core/guard.h) */
	SETTING_PRINCIPLES, /* without a number: lines bind nobody (R42) */
	SETTING_HOLIDAY,    /* nobody works on those days */
	SETTINGS
};

enum setting_refusal {
	SETTING_FITS,
	SETTING_IN_THE_PAST,
	SETTING_THE_SAME_DAY,
	SETTING_TAKES_TWO,
	SETTING_REFUSALS
};

struct setting_asked {
	enum setting setting;
	bool on;
	int32_t from;
	int32_t today;
	bool live;     /* allocations are negotiated now, or will be from a day that has been said */
	bool by_two;   /* proposed by one, to be approved by another */
};

/* Whether it is proposed by one and approved by another. A holiday, and that an employer begins to negotiate, is said by one. */
bool setting_takes_two(enum setting setting, bool on, bool live);

enum setting_refusal setting_check(const struct setting_asked *asked);

const char *setting_refusal_sentence(enum setting_refusal refusal);
