/* employers.h: the employers in this database. */
#pragma once

#include "web/page.h"

struct employer_row_view {
	const char *name, *href, *code;
	bool demo;
};

struct employers_view {
	struct page_view page;
	const char *sentence;
	const struct employer_row_view *rows; size_t rows_count;
	struct tools_view tools;
};
