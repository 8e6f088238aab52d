/* matter.h: one thing that was asked: its story, what it means in hours, and the answer. */
#pragma once

#include "web/pages/matters/asking.h"
#include "web/pages/undo.h"

struct matter_step_view {
	const char *who, *what, *when, *note;
};

struct matter_view {
	struct page_view page;
	const char *heading, *sentence, *notice, *answer_heading;
	struct undo_view undo;
	struct figures_view figures;
	const struct matter_step_view *steps; size_t steps_count;
	struct issues_view issues;
	bool may_answer, may_take_back;
	struct form_view form, take_back;
	struct input_view note;
	const struct choice_view *outcomes; size_t outcomes_count; /* a button each */
	const char *worker_href, *worker, *case_href, *case_words; /* "" where they may not be opened */
	const char *offer_href;         /* where leave leads that was given: cases to offer; "" */
	const struct link_view *drafts; size_t drafts_count; /* and what the viewer's side had written before */
	const char *all_href;
};
