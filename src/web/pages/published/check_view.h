/* check_view.h: a published health check as a page shows it: the same before it is published and after (core/published.h). */
#pragma once

#include "core/published.h"
#include "web/page.h"

struct check_row_view {
	const char *words, *definition;
	const char *value;           /* "70", "16%", "c", "not known" */
	const char *why;             /* why it is withheld, for who is about to publish; "" */
	bool is_part, is_withheld;
};

struct check_section_view {
	const char *heading;
	struct check_row_view *rows; size_t rows_count;
};

/* What is said of openness: the question, and what the records answer. */
struct check_fact_view {
	const char *question, *answer;
};

struct check_view {
	const char *quarter;         /* "July to September 2026" */
	struct check_fact_view *facts; size_t facts_count, facts_room;
	struct check_section_view *sections; size_t sections_count;
};

/* `whys`: with the reason beside what is withheld. In the arena. */
struct check_view check_view_of(struct arena *a, const struct published *p, bool whys);
