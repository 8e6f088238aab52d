/* patterns.h: what may be seen in how cases came to workers over a time: a row a pattern; of one that is chosen its teams and cases. */
#pragma once

#include "web/form.h"
#include "web/page.h"

struct pattern_line_view {
	const char *words, *counts, *of;     /* what it is called, what is counted, of what */
	const char *href;                    /* the same page with this one chosen */
	const char *figure, *share, *chance; /* "12 of 40", "30%", "by chance alone it would be about 9.5"; "" where there is none */
	bool beyond;                         /* more than chance explains */
	const char *permanent, *agency, *newly_qualified;
};

struct pattern_team_view {
	const char *name, *href, *figure, *share, *chance;
	bool beyond;
};

struct pattern_case_view {
	const char *ref, *href, *day, *team, *what; /* what: "41 seconds after the offer"; "" */
	struct link_view proposal;                  /* text "" for none */
};

/* The one that is chosen. */
struct pattern_chosen_view {
	const char *words;       /* "" where none is */
	const char *counts, *of, *unproven, *cases_note;
	bool by_chance;          /* there is something to say of chance */
	const struct pattern_team_view *teams; size_t teams_count;
	const struct pattern_case_view *cases; size_t cases_count;
};

struct patterns_view {
	struct page_view page;
	const char *heading;     /* with the team and the pattern that are chosen */
	const char *sentence, *not_live, *action;
	struct input_view from, to;
	struct select_view team;
	const struct pattern_line_view *rows; size_t rows_count;
	bool few;                /* some figure is not told because few people are behind it */
	struct pattern_chosen_view chosen;
	struct tools_view tools;
};

/* The page; with a team (a place) its figures. */
const char *patterns_href(const struct page_context *ctx, int32_t team);
