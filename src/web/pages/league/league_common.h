/* league_common.h: what the pages of the public league share: where they lead, the picture they are made of, words and
 * look-ups.
 *
 * A page is filled from a picture and a *site*: the addresses of a server, or of plain files that lie beside one
 * another. Nothing else of a request goes into it, so that the same page can be written to a file.
 */
#pragma once

#include "core/league_words.h"
#include "service/league/league_picture.h"
#include "web/league_chart.h"
#include "web/page.h"

struct league_site {
	bool files; /* plain files beside one another, instead of addresses of this server */
};
extern const struct league_site LEAGUE_SERVED, LEAGUE_FILES;

/* The one place where addresses of the league are made. `page` is "", "compare", "evidence", "method" or an employer's
 * code; `suffix` "", ".csv" or ".json"; `query` what stands behind it without its mark, or "". Of queries, "year=2024"
 * and "with=turnover" have files of their own; others lead to the page without them. */
const char *league_href(struct arena *a, const struct league_site *site, const char *page, const char *suffix,
	const char *query);
const char *league_area_href(struct arena *a, const struct league_site *site, const struct league_picture *p,
	int32_t area);
/* "year=2024", or "" for the year that is shown unless another is asked for. */
const char *league_year_query(struct arena *a, const struct league_picture *p, int year);

/* For chart_href: the context is a struct league_hrefs. */
struct league_hrefs {
	struct arena *arena;
	const struct league_site *site;
	const struct league_picture *picture;
};
const char *league_point_href(void *context, int32_t area);

/* The title of an employer's page; of one that was abolished with its last year, for its name may be another's
 * today. */
const char *league_area_title(struct arena *a, const struct league_picture *p, int32_t area);

/* ---- a request ---- */

/* Takes the newest picture, which the router hands back; where nothing serves the league it is one of nothing. */
int league_open(struct page_context *ctx, struct err *err) PL_MUST_CHECK;
bool league_is_empty(const struct league_picture *p);

/* Which year ?year= asks for, the newest with a funnel if none. PL_INVALID with the years that there are. NULL if
 * there are none. */
int league_read_year(const struct page_context *ctx, const struct league_year **ret, struct err *err) PL_MUST_CHECK;

/* The layout of a page of the league. */
void league_begin(const struct page_context *ctx, struct page_view *ret, const char *what);

/* What nobody who has signed in is shown is the same for all, and is kept from one request to the next. `wish` is what
 * the page has read out of its address, in one way of saying it: keys that nobody reads make no other answer. True if
 * the client has the answer already, or it was kept; else it is to be made, and then kept. */
bool league_is_answered(struct page_context *ctx, struct response *res, const char *wish);
void league_keep(const struct page_context *ctx, const struct response *res);

/* ---- look-ups ---- */

/* The region of an employer, and the country: places, LEAGUE_NOBODY where no release has them. */
int32_t league_region_of(const struct league_picture *p, int32_t area);
int32_t league_country(const struct league_picture *p);

/* "73": minutes a week for each case; "" where there is no caseload. */
const char *league_time_words(struct arena *a, const struct figure *caseload);
