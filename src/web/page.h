/* page.h: what every page shares: the views of the layout and its parts, the context a handler works in, and the links.
 *
 * A handler turns a picture into a typed view, in the request's arena, and hands it to its template. Links keep the day
 * that was asked for, so that a walk through the past stays in the past.
 */
#pragma once

#include <stdbool.h>

#include "api/resource.h"
#include "base/arena.h"
#include "base/str.h"
#include "core/access.h"
#include "service/deciding.h"
#include "service/pictures/case_history.h"
#include "service/pictures/pictures.h"
#include "service/accounts/sign_in.h"
#include "web/http.h"
#include "web/route.h"

struct web_app;
struct page_notices;
struct league_picture;

/* Said of PL_EXISTS, by pages and by the API: what the database says of it is for the log. */
#define CONTRADICTED "What is kept contradicts this, and nothing was changed. " \
	"The reason is in the server’s log, under the number of the request."

/* ---- views ---- */

struct link_view {
	const char *text, *href;
	bool current;
};

/* What every form carries beside its inputs (web/form.h). */
struct form_view {
	const char *action, *token, *once;
};

struct page_view {
	const char *title;            /* unique: what, of whom, on which day */
	const char *css_href, *icon_href, *home_href;
	bool files;                   /* one of plain files beside one another, which have no server's other pages */
	const char *employer, *employer_href; /* "" where the page belongs to none */
	bool demo;
	bool principles;              /* lines bind nobody here, and every page of the employer says so */
	const char *settings_href;    /* where that is said; "" else */
	const struct link_view *crumbs; size_t crumbs_count; /* the pages above this one */
	const struct link_view *nav;    size_t nav_count;
	const char *day_note;         /* "" today; else which day the page stands at */
	const char *today_href;
	const char *refresh;          /* seconds until the browser loads it again by itself; "" for never */
	const char *records;          /* how fresh what it shows is; "" where it belongs to no employer */
	const char *unit_note;        /* "" unless a service counts in points */
	const char *signed_in;        /* who looks; "" for nobody */
	const char *waits, *waits_href; /* how many things wait for them, and where; "" for none */
	struct form_view sign_out;    /* for somebody */
	const char *sign_in_href;     /* for nobody; "" on the pages that sign in */
};

/* A figure and what it is of. */
struct tile_view {
	const char *figure, *words;
};

struct tiles_view {
	const struct tile_view *items; size_t items_count;
};

/* A column heading that sorts. */
struct sort_view {
	const char *text, *href; /* href "" where nothing else can be asked for */
	const char *aria; /* ascending, descending, none */
	bool numeric;
};

/* Below a page's figures: the same as data, and another day. */
struct tools_view {
	const char *csv_href, *json_href, *xlsx_href; /* "" or NULL where there is none */
	const char *action;               /* the page itself, for the form; "" where days make no difference */
	const char *on;                   /* yyyy-mm-dd */
	const char *sort;                 /* "" for none; kept when the day changes */
};

struct error_page_view {
	struct page_view page;
	const char *heading, *sentence;
	const char *request; /* its id, to be told to whoever can look it up in the log */
	const char *href, *link; /* where to go from here */
	const char *access_href; /* who may open the case that was refused, for those who may see that; "" else */
};

/* ---- a request on its way ---- */

struct page_context {
	const struct web_app *app;
	struct arena *arena;
	const struct request *request;
	const struct route *route;     /* NULL while it is looked for */
	const struct route_match *match;
	const struct picture *picture; /* of the employer in the address; NULL on pages of none; the router drops it */
	/* that of today where `picture` is of another day; else NULL; the router drops it too */
	const struct picture *now;
	const struct league_picture *league;       /* official statistics, on the pages of the league (league_open) */
	const struct league_picture *taken_league; /* the same if it must be handed back, which the router does; else NULL */
	const struct sight *sight;     /* what of that picture the viewer may see; with `picture` */
	/* what the path names, as far as the viewer may see it (web/admit.h); a team may be -1 */
	int32_t team, person, place;
	struct case_history history;   /* of the case that the path names, open on the day (place >= 0) or not */
	int32_t day;
	bool day_chosen;
	const struct session *session; /* who asks; NULL for nobody */
	const struct viewer *viewer;   /* the same for core/access.h */
	const struct session *signing_in; /* somebody half-way through signing in, who is nobody yet; NULL else */
	/* it comes with a token for programs, or to an address of theirs: cookies are not looked at */
	bool is_program;
	const char *token;             /* the cookie of either; NULL without one */
	const char *once;              /* the key of the form that was sent, at this address; NULL if none was */
	const char *suffix;            /* "?on=2026-03-31" for links, or "" */
	struct page_notices *notices;  /* what waits for the viewer, once it has been asked (web/notices.h) */
	/* What a page has read out of its address, in one way of saying it: stands for the address in entity tags, so that
	 * what nobody reads in it makes no other answer. NULL: the address as it came. */
	const char *wish;
	uint64_t content;              /* hash of what a page shows that is in no picture, such as a scheme; else 0 */
};

/* The pseudo-team of posts whose team the records do not name, as it stands in addresses. */
#define TEAM_NONE_CODE "-"

/* Reads the day, takes the employer's picture, and finds in it what the path names. PL_INVALID for a wrong day,
 * PL_NOT_FOUND for what is not there, PL_DENIED for what the viewer may not see. What is shown of the picture goes by
 * the sight. */
int page_open(struct page_context *ctx, struct err *err) PL_MUST_CHECK;
/* The same of a page whose address names its day by another key: the last of a period. */
int page_open_on(struct page_context *ctx, const char *key, struct err *err) PL_MUST_CHECK;
/* On today, whatever the address says; also after one of the above refused what it says. */
int page_open_today(struct page_context *ctx, struct err *err) PL_MUST_CHECK;

/* Puts the entity tag on the answer: the same address, day, ledger position and `content` give the
 * same page. True if the client has
 * it already; the answer is complete then. */
bool page_is_unchanged(const struct page_context *ctx, struct response *res);
/* Answers with a file and nothing else, whose bytes never change: their sum is its tag, whichever process is asked. */
void page_put_file(const struct page_context *ctx, struct response *res, const char *file);

/* Whether the address asks for data rather than a page; sets the media type. */
bool page_is_data(const struct page_context *ctx, struct response *res, enum resource_format *ret);

/* What the address says of a key; "" if it says nothing. */
const char *page_query(const struct page_context *ctx, const char *key);
/* A day of it; `open` if it says nothing. PL_INVALID. */
int page_query_day(const struct page_context *ctx, const char *key, int32_t open, int32_t *ret, struct err *err)
	PL_MUST_CHECK;

/* One of the keys of ?sort=, which may begin with '-'. `keys` is a list that ends with NULL; the first is the default.
 * PL_INVALID with the list for anything else. */
int page_sort(const struct page_context *ctx, const char *const *keys, const char **ret, struct err *err) PL_MUST_CHECK;

/* A heading that sorts by `key`, or the other way round when it is what the page is sorted by. `first` is the order
 * that the first click gives: "" or "-". */
struct sort_view page_sort_heading(const struct page_context *ctx, const char *text, const char *key, const char *first,
	const char *sorted_by, bool numeric);

/* Who asks for a change by a form, now; `outcome` is where its answer leads. */
struct asked_by page_asked_by(const struct page_context *ctx, const char *outcome);

/* A value as one segment of an address, in the arena. */
const char *page_segment(struct arena *a, const char *text);

/* Addresses of the employer's pages: "teams", "workers", "cases" with a code; "unallocated", "lines", "counts" or ""
 * without one (""). They keep the day. */
const char *page_link(const struct page_context *ctx, const char *section, const char *code);

/* The page that says who may open a case; that is a matter of today. */
const char *page_case_access_href(const struct page_context *ctx, const char *ref);

/* The layout of an employer's page. `what` is the page ("Safeguarding North: load board"); `section` the entry of the
 * navigation it belongs under ("" for the teams and what is in them). */
void page_begin(const struct page_context *ctx, struct page_view *ret, const char *what, const char *section);
/* The layout of a page that belongs to no employer. */
void page_begin_plain(const struct page_context *ctx, struct page_view *ret, const char *what, const char *section);

/* Puts one more page above this one; as a mere name where the viewer would not be let in. */
void page_add_crumb(const struct page_context *ctx, struct page_view *view, const char *text, const char *href);

/* The tools of an employer's page; `sort` may be NULL. */
struct tools_view page_tools(const struct page_context *ctx, const char *sort);

/* Whether an address is one of those for programs (web/calls/). */
bool page_is_for_programs(const char *path);

/* Makes the page that says what is wrong, or problem details for programs. Who may not open a case and may see who does
 * is led there. */
void page_error(const struct page_context *ctx, struct response *res, int status, const char *heading,
	const char *sentence);
