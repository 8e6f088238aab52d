/* counts.h: the counts that official statistics ask for, each with its rule and what it is made of. */
#pragma once

#include "web/page.h"

struct official_count_view {
	const char *measure, *value, *rule;
};

struct ref_view {
	const char *text, *href;
};

/* The references or codes behind a count. */
struct ref_list_view {
	const char *heading, *rule, *count;
	const struct ref_view *refs; size_t refs_count;
	const char *more; /* how many are not listed; "" for none */
};

/* A worker of whom the workforce return says another number. */
struct difference_view {
	const char *name, *href, *reported, *counted, *difference;
};

struct counts_view {
	struct page_view page;
	const char *sentence;
	const struct official_count_view *rows; size_t rows_count;
	const struct ref_list_view *lists;      size_t lists_count;
	const char *reported; /* how far the workforce return agrees; "" where there is none of this day */
	const struct difference_view *differences; size_t differences_count;
	struct tools_view tools;
};
