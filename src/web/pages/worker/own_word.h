/* own_word.h: what a worker says of the own load, on the worker's page: ratings, time owed, what was asked; and the ways to say more. */
#pragma once

#include "web/pages/matters/asking.h"

struct rating_button_view {
	const char *value, *words;
};

struct post_word_view {
	const char *heading;          /* the team, where there are several posts; "" */
	const char *post;             /* its number, for the forms */
	const char *rating, *owed;    /* sentences */
	bool may_rate, may_record_talk, may_deny_talk;
	const char *talk_href;        /* where a talk about the rating is recorded */
	struct form_view rate, no_talk;
};

struct matter_line_view {
	const char *title, *href, *state;
};

/* What was asked, and what more may be. */
struct asked_of_view {
	struct matter_line_view *matters; size_t matters_count;
	struct link_view *links; size_t links_count;
};

struct own_word_view {
	bool shown;
	const char *heading;
	struct post_word_view *posts; size_t posts_count;
	const struct rating_button_view *buttons; size_t buttons_count;
	struct asked_of_view asked;
};

/* For a page of today; not shown on one of another day. With forms the page is kept by no cache: *ret_forms. */
int own_word(struct page_context *ctx, struct response *res, struct own_word_view *ret, bool *ret_forms, struct err *err) PL_MUST_CHECK;

/* The same of a case, on its page: what may be said and asked of it. */
struct case_word_view {
	const char *notice;
	struct asked_of_view asked;
};
int case_word(struct page_context *ctx, struct case_word_view *ret, struct err *err) PL_MUST_CHECK;
