/* league_compare.h: two to five employers side by side, for somebody who looks for a job. */
#pragma once

#include "web/form.h"
#include "web/pages/league/league_common.h"

enum { COMPARE_MOST = 5, COMPARE_FIRST = 3 };

struct compare_who_view {
	const char *name, *href, *without_href; /* without_href: the same comparison without it */
};

struct compare_cell_view {
	const char *who, *text, *note;
	bool strong, tag;
};

struct compare_row_view {
	const char *what;
	const struct compare_cell_view *cells; size_t cells_count;
};

struct compare_sentence_view {
	const char *text;
};

struct league_compare_view {
	struct page_view page;
	bool empty;                     /* nothing has been imported */
	const char *heading, *day;
	const struct compare_who_view *who; size_t who_count;
	const struct compare_sentence_view *sentences; size_t sentences_count; /* is each unusual? */
	const struct compare_row_view *rows; size_t rows_count;
	const struct compare_sentence_view *differences; size_t differences_count;
	const struct compare_sentence_view *questions; size_t questions_count;
	const struct link_view *suggestions; size_t suggestions_count; /* one more, with one click */
	const char *codes;              /* of the form */
	const struct select_view *selects; size_t selects_count;
	const char *method_href;
	struct tools_view tools;
};
