/* league_method.h: how every number of the league is made, and of what. */
#pragma once

#include "web/pages/league/league_common.h"

struct method_statistic_view {
	const char *words, *unit, *formula, *columns; /* formula "" where none is published */
};

struct method_release_view {
	const char *file, *kind, *sha256, *newest, *rows, *taken;
};

struct league_method_view {
	struct page_view page;
	bool empty;
	const char *funnel;      /* the year's numbers in words; "" */
	const char *evidence_href, *league_href, *keys_href;
	const struct method_statistic_view *statistics; size_t statistics_count;
	const struct method_release_view *releases; size_t releases_count;
	const char *misses;      /* how many rates do not agree with their parts */
	struct tools_view tools;
};

/* All but the layout. */
void league_method_fill(struct arena *a, const struct league_site *site, const struct league_picture *p,
	struct league_method_view *view);
