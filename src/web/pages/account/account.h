/* account.h: one's own account: roles, sessions, password, second factor. */
#pragma once

#include "web/pages/form_page.h"

struct session_row_view {
	const char *browser, *address, *begun, *seen;
	bool this_one;
	const char *key;          /* for the form that ends it */
	struct form_view end;
};

struct account_view {
	struct page_view page;
	const char *notice;       /* what was just done; "" */
	const char *name, *login, *employer, *roles, *factor, *link, *mail, *calendar, *tokens;
	bool has_factor, factor_can_end;
	const char *codes_left;   /* in words; "" without a second factor */
	const struct session_row_view *sessions; size_t sessions_count;
	bool has_others;
	struct form_view end_others;
};
