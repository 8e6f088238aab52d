/* sign_in.h: the steps of signing in, and signing out. */
#pragma once

#include "web/html.h"
#include "web/pages/form_page.h"

/* Setting up a second factor. */
struct second_factor_view {
	struct page_view page;
	const char *heading, *sentence, *note;
	struct issues_view issues;
	struct form_view form;
	struct safe_html picture, link; /* the secret as a QR code, and as an address for the telephone this is read on */
	const char *secret;             /* in groups of four */
	struct input_view code;
	const char *next;
};

/* What is told once. */
struct recovery_codes_view {
	struct page_view page;
	const char *sentence, *whose;    /* whose: of which account, made when, for the print */
	const char *const *codes; size_t codes_count;
	const char *href, *link;        /* where to go from here */
};

struct signed_out_view {
	struct page_view page;
};

/* On the way to a sign-in service. */
struct going_view {
	struct page_view page;
	const char *name;
	struct safe_html link;
};

/* How the first account is made, while there is none; "" afterwards. */
const char *sign_in_first_steps(const struct page_context *ctx);

/* After a step of signing in: its cookie, and what comes next; `next` is where the browser wanted to go, or "". */
void sign_in_go_on(const struct page_context *ctx, struct response *res, const struct signed_in *done, const char *next);

/* Where a form leads that made recovery codes and is sent again: they were told the first time. */
#define CODES_TOLD "/account?done=codes-told"

/* Shows the page of setting up a second factor, at one of two addresses; `password` and what is returned as
 * second_factor_begin has it. */
int show_second_factor(struct page_context *ctx, struct response *res, const struct form_page *page, const struct form *form,
	const char *next, const char *password, struct err *err) PL_MUST_CHECK;
void show_recovery_codes(struct page_context *ctx, struct response *res, const struct recovery_codes *codes, const char *sentence,
	const char *href, const char *link);

/* The field of a new password, twice. */
#define NEW_PASSWORD_FIELD \
	{"new-password", "New password", form_check_secret, .most = 512, .autocomplete = "new-password", \
		.hint = "At least 12 characters. Length counts: a few words that do not belong together are better than signs."}
#define AGAIN_FIELD {"again", "The same again", form_check_secret, .most = 512, .autocomplete = "new-password"}
