/* at_the_line.h: that a line, or protected time, stops a step: an interruption with the whole working-out and the ways on. */
#pragma once

#include "core/negotiation.h"
#include "web/pages/allocation/before_after.h"

struct at_the_line_view {
	struct page_view page;
	const char *heading, *sentence, *who_agreed;
	struct before_after_view working_out;
	bool keeps;                   /* what was written can be kept as a draft */
	struct form_view form;        /* with which it is */
	const struct kept_field_view *kept; size_t kept_count;
	const char *exception_href, *others_href, *share_href, *back_href, *back; /* "" where there is no such way */
};

/* What stood in the form that was stopped, and how it may be sent again. */
struct kept_form {
	struct form_view form;
	const struct kept_field_view *fields; size_t count;
};

/* Shows it; `res->status` is the caller's. `back_href` leads to where the step was taken. `kept` NULL: nothing was written.
 * `working_out` is what is in the way, with all that is offered already where it is that; `alone` is the load with this case only. */
void show_at_the_line(const struct page_context *ctx, struct response *res, int32_t post, int32_t case_index,
	enum negotiation_refusal refusal, int32_t line_id, const struct what_if *working_out, const struct post_load *alone,
	const struct kept_form *kept, const char *back_href, const char *back);

/* How far an exception goes, as its line counts: "14 cases", "120% of capacity". */
const char *exception_value_words(const struct page_context *ctx, int32_t line_id, int32_t value);

/* Where whoever may ask for an exception asks for one that would be enough for a case (a place in the picture); "" for everybody else.
 * `line_id` 0: protected time. */
const char *exception_href(const struct page_context *ctx, int32_t post, int32_t case_index, int32_t line_id, const struct post_load *after);
