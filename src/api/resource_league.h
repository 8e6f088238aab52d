/* resource_league.h: the league of employers as JSON and CSV: one shape for `plimsoll league`, its addresses and the
 * static site.
 *
 * Figures stand as they were published, with the symbol where there is no number; limits and the like are rounded to
 * six decimals. Nothing in it needs a sight: all of it is public.
 */
#pragma once

#include "api/resource.h"
#include "core/league_evidence.h"
#include "service/league/league_picture.h"

/* A year of the league: a row an employer, by name. `funnel.flag` is null where there is no caseload, limits are null
 * without full-time holders. */
void resource_league(struct buf *out, enum resource_format format, const struct league_picture *p,
	const struct league_year *y);

/* Published rates that do not agree with what they are said to be worked out from, of a year (0: of all). */
void resource_league_misses(struct buf *out, enum resource_format format, const struct league_picture *p, int year);

/* The releases that all of it is read from, in the order in which they count. */
void resource_releases(struct buf *out, enum resource_format format, const struct release *releases, size_t count);

/* Everything that was published of an employer: a row a year and statistic. */
void resource_league_area(struct buf *out, enum resource_format format, const struct league_picture *p, int32_t area);

/* Some employers side by side in a year (NULL: there is none): a row each; in JSON also each pair's difference. */
void resource_league_compare(struct buf *out, enum resource_format format, const struct league_picture *p,
	const struct league_year *y, const int32_t *areas, size_t count);

/* The points of one figure in the year that is shown: `kind` employer, with its caseload and the figure (percent; of
 * inspections 1 for the best outcome to 4), and what they are gathered into: `quarter` by caseload with the middle of
 * the figure, of inspections `outcome` with that of the caseload. */
void resource_league_points(struct buf *out, enum resource_format format, const struct league_picture *p,
	enum evidence_measure m);

/* The caseload beside other figures: a row a year and measure, and one for its change, over five years where there are
 * as many. */
void resource_league_evidence(struct buf *out, enum resource_format format, const struct league_picture *p);
