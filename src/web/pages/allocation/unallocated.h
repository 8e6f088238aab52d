/* unallocated.h: every open case that nobody is working on. All of them count; rows are those that the viewer may see. */
#pragma once

#include "web/page.h"

/* To whom a case is offered, as far as the viewer sees that. */
struct pile_offer_view {
	const char *to, *href;             /* "" where it is not */
	const char *ref;
	const char *state;                 /* "talked about, to be answered, by Tuesday 24 November 2026, 16:00" */
	bool late;
};

struct pile_line_view {
	const char *ref, *href, *type;     /* "Restricted" and "" where they may not be seen */
	const char *days, *since;          /* "23 days", "since 29 October 2026" */
	const char *reason;
	const char *holder, *holder_href;  /* in whose name it is; "" for nobody's */
	bool hidden;                       /* what work it is and whose may not be seen */
	const char *owner;                 /* "" where the records name none */
	const char *risk, *risk_words;     /* of the newest look: "High", "it may get worse within days"; "" for none */
	const char *meanwhile;             /* "duty visits; nobody has room for it" */
	const char *next;                  /* by when it is looked at again; "" */
	bool next_is_over;
	const char *look_href;             /* where it is looked at; "" where that is not the viewer's */
	const char *hours;                 /* "2.1 h", "not weighed" */
	const char *team, *team_href;
	const char *propose_href;          /* who could hold it, for whoever may offer it; "" while it is offered */
	struct pile_offer_view offer;
	bool presses;                      /* the risk is high, or immediate */
	bool urgent, standing;             /* standing: held, but nobody works on it: for hours, or on paper */
};

struct unallocated_view {
	struct page_view page;
	const char *sentence;
	const char *all;                   /* the same of the whole employer, where the sentence is of a team; "" */
	struct link_view only;             /* to the own team's alone, or back to all; "" */
	const char *pages;                 /* "21 to 40 of 74"; "" where all are on one page */
	const char *before_href, *after_href;
	const char *not_listed;            /* how many more there are in teams whose cases the viewer does not see; "" */
	struct tiles_view tiles;
	bool proposes;                     /* the viewer may offer some of them */
	struct sort_view by_ref, by_risk, by_days, by_owner, by_weight, by_team;
	const struct pile_line_view *rows; size_t rows_count;
	struct tools_view tools;
};

/* The first of what waits in a team (-1: in none), for the page that its manager begins with. */
struct pile_first_view {
	const struct pile_line_view *rows; size_t rows_count; /* none: nothing waits, or the viewer sees no cases there */
	const char *all, *href;            /* to the rest: "All 12 that wait here" */
};

int pile_first(const struct page_context *ctx, int32_t team, struct pile_first_view *ret, struct err *err) PL_MUST_CHECK;
/* A team's part of the pile. */
const char *pile_href(const struct page_context *ctx, int32_t team);
