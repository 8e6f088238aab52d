/* form_page.h: a page that is one short form: signing in, changing a password, and the like. */
#pragma once

#include "web/form.h"
#include "web/session.h"

enum { FORM_PAGE_INPUTS = 4, FORM_PAGE_LINKS = 3 };

struct form_page_view {
	struct page_view page;
	const char *heading, *sentence, *note; /* "" for no sentence, no note */
	struct issues_view issues;
	struct form_view form;
	struct input_view inputs[FORM_PAGE_INPUTS]; size_t inputs_count;
	const char *username;                  /* for whoever keeps the password; "" where there is none */
	const char *next;                      /* where to go afterwards; "" */
	const char *button;
	struct form_view other;                /* a second form with nothing but a button; only with other_button */
	const char *other_button;              /* "" without */
	struct link_view links[FORM_PAGE_LINKS]; size_t links_count;
};

/* What does not change from one showing to the next. */
struct form_page {
	const char *path;                      /* also the route's, where the form is sent to */
	const char *heading, *sentence, *button;
	const struct form_field *fields; size_t count; /* those with a label are shown; FORM_NEXT is not */
};

/* The field that carries where to go afterwards; it has no label, for nobody sees it. */
#define FORM_NEXT "next"
#define FORM_NEXT_FIELD {FORM_NEXT, "", form_check_text, .most = 500, .optional = true}

/* Readies the view of the page with what is in the form. */
void form_page_begin(const struct page_context *ctx, struct response *res, const struct form_page *page, const struct form *form,
	const char *next, struct form_page_view *ret);
void form_page_add_link(struct form_page_view *view, const char *text, const char *href);

/* This moment, as a day and as a time of day, in the fields that ask when something was: mostly it was just now. */
void form_prefill_now(const struct page_context *ctx, struct form *form, int day, int time);

/* What a refusal by the service says goes into the form, at a field or (-1) above it: 422, or 429 for somebody who has to wait.
 * False if it is no matter of the form's, but for the caller to return. */
bool form_page_takes(const struct page_context *ctx, struct response *res, struct form *form, int field, int code,
	const struct err *err);

/* Whether a refusal by the service is about what was typed or pressed, on a page of an employer's. */
bool form_page_is_about(int code);

/* Puts "Error: " before the title of a page whose form has issues. */
void form_page_title(const struct page_context *ctx, struct page_view *page, const struct form *form);
