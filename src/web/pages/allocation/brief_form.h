/* brief_form.h: the form of a brief: what it asks, what it is about, and what it makes of the answers. */
#pragma once

#include "web/pages/allocation/offers.h"

extern const struct form_choice BRIEF_ROLES[], BRIEF_SHARES[];

enum brief_field {
	BRIEF_PROPOSAL, BRIEF_INSTEAD, BRIEF_ACT, BRIEF_OF_WHY, BRIEF_FIRST, BRIEF_BY, BRIEF_RISK, BRIEF_ROLE, BRIEF_SHARE, BRIEF_MODE,
	BRIEF_STARTS, BRIEF_NOTE, BRIEF_TASKS, BRIEF_TASKS_END = BRIEF_TASKS + 6, BRIEF_SUPPORTS = BRIEF_TASKS_END,
	BRIEF_FIELDS = BRIEF_SUPPORTS + 10
};
enum { BRIEF_TASK_ROWS = 3 };

/* What an address of these pages says beside the case: ?role=, ?share=, ?team=, ?instead= (the id of the post that it is taken from). */
struct brief_about {
	enum holding_role role;
	int32_t share;
	int32_t team, instead_of; /* places; TEAMS_ALL, -1 */
};

/* Without a word, the team is that of the case (?team= is all of the service), and the role that of the lead unless somebody leads already. PL_INVALID for what is none of these; the case of the context
 * has to be open. */
int brief_about_read(const struct page_context *ctx, struct brief_about *ret, struct err *err) PL_MUST_CHECK;
struct candidates_wanted brief_about_wanted(const struct page_context *ctx, const struct brief_about *about);
const char *brief_about_href(const struct page_context *ctx, const struct brief_about *about, int32_t post_id);

/* "Child protection plan, 2.6 hours a week. Waiting 12 days." of the case of the context. */
const char *brief_case_words(const struct page_context *ctx);

/* The fields with their choices: who may hold the risk, the tasks of the case's scheme. In the arena. */
const struct form_field *brief_fields(const struct page_context *ctx, const struct side_login *sides, size_t sides_count);

/* What is likely, so that little has to be typed: the reason that the facts speak for, a first action soon, the risk with whoever asks. */
void brief_suggest(const struct page_context *ctx, const struct brief_about *about, const struct candidate *c,
	const struct side_login *sides, size_t sides_count, struct form *form);
/* What it says already. */
void brief_fill(struct arena *a, const struct proposal_story *story, struct form *form);

/* The terms and tasks of a form without issues. In the arena. */
struct proposal_terms brief_terms(const struct page_context *ctx, const struct form *form, struct agreed_task **ret_tasks,
	size_t *ret_tasks_count);

/* Notes what an offer needs and has not; a draft needs none of it. */
void brief_check_complete(struct arena *a, struct form *form);
