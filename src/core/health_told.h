/* health_told.h: which figures of a health check somebody is told. Pure.
 *
 * Whoever sees the allocations of all teams that it is of (FIELD_TEAM_PATTERNS) is told all of it. Others are told what
 * stands on every board, for there it is told to them however few are in a team; else no figure that fewer than
 * HEALTH_PEOPLE_LEAST workers are behind, or that says so much of fewer, and of the rest
 *
 *	loads, what waits, lines, demand   which are a team's sums on every board
 *	all else                           of the whole employer only, for a quarter of the calendar that is over, and where
 *	                                   enough people are behind it who are in none of the teams that they see: else what
 *	                                   they see of their own team, or two periods that differ by a day, would tell of
 *	                                   single workers (core/pattern.h)
 *
 * What is untold only because of the second of these says so (in_quarters of core/health.h). What the employer has declared
 * is told to all, as on its page.
 *
 * Hours over the contract are a worker's own word: where few people are behind them, they are for whoever hears it
 * anyway (FIELD_WORKER_WORD). Groups beside one another are told to nobody unless enough people are in each, and
 * in what is left of their whole; nor is what another figure could be worked out from that is withheld (health.def). */
#pragma once

#include "core/health_day.h"

struct health_hearer {
	bool sees_figures;      /* of every team that it is of */
	bool sees_allocations;  /* likewise */
	bool hears_words;       /* likewise */
	bool whole_employer;    /* it is of the employer as a whole */
	bool quarter_over;      /* the period is a quarter of the calendar that is over; of no concern to one of its months */
	bool leaves_few;        /* beside what others are told, it would leave few people (core/health_rest.h) */
	int32_t people_seen;    /* workers in those teams of it whose allocations they see */
};

/* Whether they are told a figure of a section. */
bool health_hears(const struct health_hearer *hearer, enum health_section section, const struct health_figure *f);
/* Marks what is not told, and takes away what it was worked out from. */
void health_withhold(const struct health_hearer *hearer, struct health_figure figures[HEALTH_MEASURES]);

/* The same of the figures of one month, which stand beside those of other months: they follow one another by some days,
 * and so tell of single workers what a quarter does not. Who does not see the allocations is told what stands on
 * boards, and of loads, what waits, and demand what enough workers are behind. */
void health_withhold_month(const struct health_hearer *hearer, struct health_figure figures[HEALTH_MEASURES]);
