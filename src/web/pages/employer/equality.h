/* equality.h: whether some groups of workers carry more than others, by groups that are named for this once. */
#pragma once

#include "web/form.h"
#include "web/page.h"

struct equality_row_view {
	const char *name, *people;
	bool told;
	const char *share, *working_out; /* "87%", "412.0 of 473.6 hours a week" */
	const char *cases, *weight, *past_line, *owed;
};

struct equality_view {
	struct page_view page;
	struct issues_view issues;
	struct form_view form;
	struct text_area_view lines;
	const struct equality_row_view *rows; size_t rows_count;
	const char *sentence;      /* of what is compared; "" before anything is */
	const char *strangers;     /* lines that name nobody here; "" for none */
	bool withheld;             /* a group is not told */
};
