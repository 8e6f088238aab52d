/* propose.h: who could hold a case, side by side; and the brief of what is offered to one of them. */
#pragma once

#include "web/pages/allocation/before_after.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/worker/about_post.h"
#include "web/pages/worker/trend.h"

struct candidate_view {
	const char *name, *href;          /* href: the worker's page; "" */
	const char *brief_href, *ask;     /* "Ask Sam Ellery", "Why not, and the ways on"; "" where it cannot be asked at all */
	const struct tag_view *tags; size_t tags_count;
	const char *facts;                /* skills, continuity, mix: what the choice may go by */
	struct load_bar_view bar;
	const char *now, *then, *share, *range, *line;
	const char *offered;              /* what it would be with all that is offered to them already; "" where nothing is */
	const char *word, *why;           /* "Under their share: first to consider", and what stands in the way */
	const char *new_cases, *excepted; /* excepted: which exception is in force, by whom and until when; "" */
	bool under;
	bool at_line;                     /* stopped by a line or a protected capacity */
};

struct propose_view {
	struct page_view page;
	const char *heading, *sentence, *case_href, *offered; /* offered: to whom it is already; "" */
	const char *offered_href, *action, *left_out;
	const char *among;                /* whose people these are, and that others can be chosen */
	bool at_line;                     /* some of them are stopped at the line */
	struct select_view role, share, team;
	struct axis_view axis;
	const struct candidate_view *rows; size_t rows_count;
	struct key_view key;
};

struct task_input_view {
	struct select_view kind;
	struct input_view due;
};

struct propose_brief_view {
	struct page_view page;
	const char *heading, *sentence, *name, *draft;
	const char *adds;                 /* the working-out of what it adds; "" where it is a share of it */
	struct issues_view issues;
	struct before_after_view working_out;
	struct trend_view trend;          /* where work goes by principles and no number stops it (R42) */
	bool stopped;                     /* it could be kept as a draft, and not offered now */
	const char *stopped_words;
	struct form_view form;
	const char *proposal;             /* the draft, or what is given more to; "" for a new one */
	const char *instead_of;
	bool gives;                       /* what was wanted is given: no draft */
	struct select_view why, first_action, risk_with, role, share, mode;
	struct input_view by, starts, note;
	const struct box_view *support; size_t support_count;
	const struct task_input_view *tasks; size_t tasks_count;
	bool more_open;                   /* the part that is not needed is unfolded */
	const char *button, *others_href;
};
