/* restricted.h: the restricted cases of those who may restrict them: by reference, team and how many are named, and without a
 * word of what is in them. */
#pragma once

#include "web/page.h"

struct restricted_case_view {
	const char *ref, *access_href;
	const char *team, *team_href; /* href "" where the board may not be opened */
	const char *named;            /* how many are named beside the holders */
};

struct restricted_view {
	struct page_view page;
	const char *sentence;
	const struct restricted_case_view *rows; size_t rows_count;
};

/* A link to that page: "2 restricted cases", of the team (-1: of none) or RESTRICTED_OF_ALL, with its address. Both are "" for
 * whoever may not restrict cases, and where none is restricted. */
enum { RESTRICTED_OF_ALL = -2 };
struct link_view restricted_link(const struct page_context *ctx, int32_t team);
