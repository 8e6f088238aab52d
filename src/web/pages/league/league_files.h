/* league_files.h: the page among files that says how to compare employers without a server that is asked which. */
#pragma once

#include "web/page.h"

struct league_files_view {
	struct page_view page;
	const char *index_href, *csv_href, *json_href, *figures_csv_href, *figures_json_href, *misses_csv_href,
		*misses_json_href, *method_href;
	const char *inspections_csv_href, *inspections_json_href, *published_csv_href, *published_json_href;
};
