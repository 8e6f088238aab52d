/* lines.h: every line in force at an employer: what it says, who agreed it, how many posts it binds and how many pass it. */
#pragma once

#include "web/page.h"

struct line_view {
	const char *words, *scope, *target, *status, *agreed, *until;
	const char *applies, *binds, *passed; /* how many posts: "81 posts" */
	const char *cannot_be_said;           /* "cannot be said of 23", "" of none */
	bool is_passed;
};

/* One that is agreed for a later day. */
struct line_ahead_view {
	const char *words, *scope, *target, *status, *agreed, *from, *until;
};

struct lines_view {
	struct page_view page;
	const char *sentence, *propose_href;  /* propose_href: "" for whoever proposes no line */
	const struct line_view *rows; size_t rows_count;
	const struct line_ahead_view *ahead; size_t ahead_count;
	struct tools_view tools;
};
