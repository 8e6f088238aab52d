/* pile.h: every open case that nobody is working on. All of them count; rows are those that the viewer may see. */
#pragma once

#include "web/page.h"

struct pile_line_view {
	const char *anchor;                /* where the part of a team begins when teams stand together; else "" */
	const char *ref, *href, *type;     /* "Restricted" and "" where they may not be seen */
	const char *days, *since;          /* "23 days", "since 29 October 2026" */
	const char *reason;
	const char *holder, *holder_href;  /* in whose name it is; "" for nobody's */
	bool hidden;                       /* what work it is and whose may not be seen */
	const char *owner;                 /* "" where the records name none */
	const char *risk, *meanwhile;      /* of the newest look: "medium: ...", "duty visits; nobody has room"; "" for none */
	const char *next;                  /* by when it is looked at again; "" */
	bool next_is_over;
	const char *look_href;             /* where it is looked at; "" where that is not the viewer's */
	const char *hours;                 /* "2.1 h", "not weighed" */
	const char *team, *team_href;
	const char *propose_href;          /* who could hold it, for whoever may offer it; "" */
	bool urgent, standing;             /* standing: held, but nobody works on it: for hours, or on paper */
};

struct pile_view {
	struct page_view page;
	const char *sentence;
	const char *not_listed;            /* how many more there are in teams whose cases the viewer does not see; "" */
	struct tiles_view tiles;
	bool proposes;                     /* the viewer may offer some of them */
	struct sort_view by_ref, by_risk, by_days, by_owner, by_weight, by_team;
	const struct pile_line_view *rows; size_t rows_count;
	struct tools_view tools;
};
