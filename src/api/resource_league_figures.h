/* resource_league_figures.h: every official figure that there is, as it was published, as JSON and CSV. */
#pragma once

#include "api/resource.h"
#include "service/league/league_picture.h"

/* A row an area and year, by year and then by name: England, its regions and its employers, with every statistic of core/statistic.def. In
 * CSV a symbol stands in the cell, as it was published; in JSON the figure is null then, and `symbols` has it. */
void resource_league_figures(struct buf *out, enum resource_format format, const struct league_picture *p);
