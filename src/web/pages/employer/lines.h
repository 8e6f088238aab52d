/* lines.h: every line in force at an employer: what it says, who agreed it, how many posts it binds and how many pass it. */
#pragma once

#include "web/page.h"

struct line_view {
	const char *words, *scope, *target, *status, *agreed, *until;
	const char *applies, *binds, *passed; /* how many posts */
	const char *cannot_be_said;           /* "cannot be said of 23", "" of none */
	bool is_passed;
};

struct lines_view {
	struct page_view page;
	const char *sentence;
	const struct line_view *rows; size_t rows_count;
	struct tools_view tools;
};
