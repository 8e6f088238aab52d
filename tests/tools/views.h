/* views.h: what the templates of the tests show. */
#pragma once

#include "web/html.h"

struct frame_view {
	const char *title;
};

struct bar_view {
	int32_t width;
};

struct row {
	char name[24];
	bool is_late;
	struct bar_view bar;
	const struct bar_view *other;
	struct safe_html chart;
	const char *const *tags;
	size_t tags_count;
};

struct board_view {
	struct frame_view frame;
	const char *title, *address, *code, *note;
	int64_t total;
	size_t seen;
	const struct row *rows;
	size_t rows_count;
};
