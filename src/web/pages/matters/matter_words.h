/* matter_words.h: a matter (core/matter.h) in sentences, for its viewer. */
#pragma once

#include "service/matters/matters.h"
#include "web/page.h"

/* "Tom Whitlock wants to talk about the load". */
const char *matter_title(const struct page_context *ctx, const struct matter_seen *m);
/* Whose load or case it is about, for those that the title does not name; "" for none. */
const char *matter_about(const struct page_context *ctx, const struct matter_seen *m);
/* How much of the line that it is about is used today, "126% of the line"; what it was when it came up where that cannot be said, and "" of what
 * is about no line. */
const char *matter_used(const struct page_context *ctx, const struct matter_seen *m);
/* The case it is about, by its reference to whoever asked and whom it is about; "" for none. */
const char *matter_case(const struct page_context *ctx, const struct matter_seen *m);
/* "Tuesday 24 November 2026, 17:00"; "no day: ..." where the clock does not run. */
const char *matter_due_words(struct arena *a, int64_t due);
/* The role that has it at a level: "head of service". */
const char *matter_level_words(const struct matter_seen *m, int32_t level);
/* "the head of service". */
const char *matter_with(const struct page_context *ctx, const struct matter_seen *m);
/* Why a matter went up: "not answered in time", or nobody could; before its time is over the clock says so in its note. */
const char *went_up_words(const struct matter_step_row *s);
/* The line that was passed, or is to be; "" for none. */
const char *matter_line(const struct page_context *ctx, const struct matter_seen *m);
const char *matter_href(const struct page_context *ctx, int32_t id);

/* Somebody behind a login, by name; what the clock does is told so. */
const char *who_words(const struct page_context *ctx, const char *login);
/* The same of what is said for all of the employer: its name for those who may know a manager's (sees_who_said), else "a senior"; "the
 * operator of this server" where it is no account's. */
const char *said_by_words(const struct page_context *ctx, const char *login);
bool sees_who_said(const struct page_context *ctx);
