/* exceptions.h: lines that are passed now, with who was told and whether they answered; and exceptions in force, by whom. */
#pragma once

#include "web/page.h"

struct broken_line_view {
	const char *worker, *href, *team, *line, *now, *since, *matter_href;
	const char *steps;            /* "with the team manager since ..., not answered; with ..." */
	bool unanswered;
	int32_t post_id, line_id;     /* which load and line it is */
};

/* How many loads of a team are past a line. */
struct lines_of_team_view {
	const char *team, *past, *with_leave, *without_leave;
};

struct exception_view {
	const char *worker, *href, *team, *line, *value, *when, *by, *renewed;
};

struct exception_sum_view {
	const char *service, *by, *in_force, *once, *twice;
};

struct exceptions_view {
	struct page_view page;
	const char *sentence, *others;    /* others: those that are counted and not listed; "" */
	struct broken_line_view *broken;  size_t broken_count;
	struct lines_of_team_view *teams; size_t teams_count;
	struct lines_of_team_view all;
	struct exception_sum_view *sums;  size_t sums_count;
	struct exception_view *exceptions; size_t exceptions_count;
	struct tools_view tools;
	const char *settings_href, *propose_href; /* propose_href "" for whoever proposes no line */
};
