/* scheme.h: weighting schemes: every number with its state and its source. */
#pragma once

#include "web/page.h"

/* The address of one version of a scheme. */
const char *scheme_href(struct arena *a, const struct scheme *s);

struct scheme_entry_view {
	const char *title, *href, *service, *country, *note, *version;
};

struct schemes_view {
	struct page_view page;
	const struct scheme_entry_view *rows; size_t rows_count;
};

struct scheme_number_view {
	const char *name, *detail; /* "" where there is none */
	const char *value, *state, *source;
};

struct scheme_section_view {
	const char *heading, *words, *value_heading;
	const struct scheme_number_view *rows; size_t rows_count;
};

struct scheme_view {
	struct page_view page;
	const char *title, *facts, *note;
	const struct scheme_section_view *sections; size_t sections_count;
	struct tools_view tools;
};
