/* proposal.h: one proposal with its whole story, and what either side may answer. */
#pragma once

#include "web/pages/allocation/before_after.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/undo.h"

struct fact_view {
	const char *what, *words;
};

struct story_step_view {
	const char *who, *what, *when, *detail; /* detail: "" for none */
};

struct condition_input_view {
	struct select_view kind;
	struct input_view due, note;
};

/* An answer that unfolds: what it is called, and its form. */
struct answer_view {
	bool shown, open;
	struct form_view form;
	const char *seen;
	struct select_view reason;
	struct input_view note;
};

struct talk_view {
	bool shown, open, first;          /* first: nobody has talked since the offer */
	struct form_view form;
	const char *seen;
	struct input_view day, time;
	struct select_view means, with;
	const char *nobody;               /* instead of the form: nobody of the other side has an account; "" */
};

struct proposal_view {
	struct page_view page;
	struct undo_view undo;
	const char *notice, *heading, *state, *sentence, *turn;
	bool late;
	struct issues_view issues;
	const char *case_href, *worker_href, *write_href, *write; /* write: "Go on writing", "Change what is offered" */
	bool has_working_out;
	struct before_after_view working_out;
	const struct fact_view *facts; size_t facts_count;
	const struct fact_view *tasks; size_t tasks_count;
	const struct fact_view *conditions; size_t conditions_count;
	const struct story_step_view *steps; size_t steps_count;
	/* What can be done now. */
	bool can_answer;
	struct answer_view agree, accept, agree_if, want, decline, hold, give, reject, withdraw, discard;
	struct input_view hold_hours;
	const struct condition_input_view *condition_rows; size_t condition_rows_count;
	struct talk_view talk;
	const char *talk_needed;          /* why there is no button to agree; "" */
};
