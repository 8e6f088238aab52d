/* accounts.h: an employer's accounts, for its administrators. */
#pragma once

#include "web/form.h"
#include "web/pages/account/own_tokens.h"
#include "web/session.h"

struct account_row_view {
	const char *name, *login, *href, *roles, *worker, *state, *used, *factor, *link;
};

struct accounts_view {
	struct page_view page;
	const char *notice, *sentence, *new_href;
	const struct account_row_view *rows; size_t rows_count;
};

struct new_account_view {
	struct page_view page;
	struct issues_view issues;
	struct form_view form;
	struct input_view login, name, person;
	struct select_view role, where;
};

/* A password that was made: told once, to whoever asked for it. */
struct made_account_view {
	struct page_view page;
	const char *heading, *login, *password, *href;
	const char *change_at; /* at which sign-in it has to be changed: "first", "next" */
	bool disabled;         /* nobody signs in with it before the account is enabled */
};

struct role_row_view {
	const char *words, *grant; /* the grant as the form that takes it away carries it */
	struct form_view take;
};

struct one_account_view {
	struct page_view page;
	const char *notice;
	struct issues_view issues;
	const char *name, *login, *person, *state, *used, *factor, *mail, *mail_failure, *link, *sessions;
	bool own;                  /* the account that looks: it cannot disable itself, nor change its own roles */
	bool active;
	struct form_view disable, enable, reset, give;
	const struct role_row_view *roles; size_t roles_count;
	struct tokens_view tokens;
	struct select_view role, where;
	struct box_view forget;
};

/* "team manager (team north), worker": what an account may do. */
const char *grants_words(struct arena *a, const struct grant *grants, size_t count);

/* Whether an account signs in by a sign-in service, and by which. */
const char *link_words(struct arena *a, enum account_link link, const char *issuer);
