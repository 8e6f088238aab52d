/* health_day.h: the figures of a health check that are of a day (core/health.h), from the picture of that day. */
#pragma once

#include "core/health.h"
#include "core/load.h"
#include "core/parts.h"
#include "core/pile.h"

/* behind each of the groups that are put beside one another; of fewer nobody is told */
enum { HEALTH_PEOPLE_LEAST = PARTS_PEOPLE };

/* Writes what is on a day of loads, of what waits, of lines, of groups, and of demand; all others are left as they are.
 * `pile` is that of the picture. What asks for what no picture holds stays unsaid: the price. */
void health_of_day(const struct snapshot *s, const struct loads *l, const struct pile_row *pile, size_t pile_count,
	struct health_scope scope, struct health_figure figures[HEALTH_MEASURES]);

/* The same of a day whose loads and pile nobody has worked out yet, with what stands to a contract
 * (health_of_contracts). */
void health_of_snapshot(const struct snapshot *s, struct health_scope scope,
	struct health_figure figures[HEALTH_MEASURES]);

/* The price of so many posts (LINE_FTE, in hundredths) at what a full-time worker costs a year, in whole pounds
 * (R106). */
struct health_figure health_price(const struct health_figure *posts, int64_t pounds);
