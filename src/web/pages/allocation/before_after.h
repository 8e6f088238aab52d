/* before_after.h: a post as it is and as it would be, with every line of it. */
#pragma once

#include "core/what_if.h"
#include "web/chart.h"
#include "web/page.h"

struct line_after_view {
	const char *words, *used, *state, *agreed;
	bool passed, binds;
	const char *bound;  /* as of a worker's lines */
};

struct before_after_view {
	struct axis_view axis;
	struct load_bar_view bar;
	const char *now, *then, *range, *cases;
	const char *offered;              /* the load with all that is offered to the worker already; NULL or "" where nothing is */
	const char *lines_with;           /* what the lines stand for where it is not what stands above them; "" */
	const struct line_after_view *lines; size_t lines_count;
};

/* `post`: a place in the picture. */
struct before_after_view before_after(const struct page_context *ctx, int32_t post, const struct what_if *working_out);
/* "9 of 12 cases, 75%", and how it stands. */
struct line_after_view line_after(const struct page_context *ctx, const struct line_state *state);
/* "Contract, agreed by the council and the union, 1 April 2026", as far as it may be told. */
const char *standing_words(const struct page_context *ctx, const struct line_row *line);
