/* health_told.h: which figures of a health check somebody is told. Pure.
 *
 * Whoever sees the allocations of all teams that it is of (FIELD_TEAM_PATTERNS) is told all of it. Others are told what stands on
 * every board (health_is_on_boards), for there it is told to them however few are in a team; else no figure that fewer than
 * HEALTH_PEOPLE_LEAST workers are behind, or that says so much of fewer, and of the rest
 *
 *	loads, what waits, lines, demand   which are a team's sums on every board
 *	all else                           of the whole employer only, for a quarter of the calendar that is over, and where enough people are
 *	                                   behind it who are in none of the teams that they see: else what they see of their own team, or two
 *	                                   periods that differ by a day, would tell of single workers (core/pattern.h)
 *
 * Hours over the contract are a worker's own word: where few people are behind them, they are for whoever hears it anyway
 * (FIELD_WORKER_WORD). Groups beside one another are told to nobody unless enough people are in each. */
#pragma once

#include "core/health_day.h"

struct health_hearer {
	bool sees_figures;      /* of every team that it is of */
	bool sees_allocations;  /* likewise */
	bool hears_words;       /* likewise */
	bool whole_employer;    /* it is of the employer as a whole */
	bool quarter_over;      /* the period is the last quarter of the calendar that is over */
	int32_t people_seen;    /* workers in those teams of it whose allocations they see */
};

/* Whether they are told a figure of a section. */
bool health_hears(const struct health_hearer *hearer, enum health_section section, const struct health_figure *f);
/* Marks what is not told, and takes away what it was worked out from. */
void health_withhold(const struct health_hearer *hearer, struct health_figure figures[HEALTH_MEASURES]);

/* Whether a board tells it of each team to whoever sees the team's figures. */
bool health_is_on_boards(enum health_measure m);
/* Whether it waits in somebody's name: of a team these are soon one person's cases, and how many one who is away had. Of the whole employer
 * the overview tells them to all. */
bool health_is_in_names(enum health_measure m);
/* Whether it says of a few workers that they have many cases, or that all but a few have; how much the one with the most has; or a rank
 * among fewer than twenty, of whom the ninth decile is the one with the most, or the next. */
bool health_tells_of_few(enum health_measure m, const struct health_figure *f);
