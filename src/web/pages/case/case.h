/* case.h: one case: its weight line by line, as each holder carries it, and its stages and holders over time. */
#pragma once

#include "web/chart.h"
#include "web/page.h"
#include "web/pages/case/looks.h"
#include "web/pages/undo.h"
#include "web/pages/worker/own_word.h"

struct weight_line_view {
	const char *what, *multiplier, *minutes, *source;
};

/* The working-out for one holder, or for nobody. */
struct weighing_view {
	const char *heading;
	const struct weight_line_view *lines; size_t lines_count;
	const char *total, *hours, *range;
	const char *share, *held, *held_hours; /* what the holder carries where it is not the whole: "× 50% held"; "" else */
	const char *problem; /* instead of the lines: why it has no weight */
};

struct stretch_view {
	const char *what, *from, *until, *length;
	struct span_view span;
};

struct holder_view {
	const char *name, *href, *team, *role, *from, *until, *reason;
};

/* A factor, a dated task or a surge that was recorded. */
struct record_view {
	const char *kind, *what, *amount, *from, *until;
};

/* On what it is held. */
struct condition_view {
	const char *what, *due, *state, *with, *agreed, *href;
};

struct case_view {
	struct page_view page;
	const char *heading, *sentence;
	struct case_word_view word;
	struct undo_view undo;
	const char *scheme, *scheme_href; /* the scheme and version that weighs it; "" where none has been agreed */
	bool restricted;
	const char *propose_href;         /* who could hold it; "" for whoever may not offer it */
	const struct weighing_view *weighings; size_t weighings_count;
	const struct stretch_view *stretches;  size_t stretches_count;
	const struct holder_view *holders;     size_t holders_count;
	const char *continuity;           /* how often it changed its worker; "" where no worker led it in that time */
	const struct condition_view *conditions; size_t conditions_count;
	const struct record_view *records;     size_t records_count;
	bool shows_looks;
	const char *access_href;          /* "" where looks are not shown */
	struct looks_view looks;
	struct tools_view tools;
};
