#include "web/pages/allocation/at_the_line.h"

#include "templates.h"
#include "web/admit.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/common.h"
#include "web/words.h"

static const struct line_row *find_line_row(const struct snapshot *s, int32_t line_id)
{
	int32_t line = snapshot_find_line_id(s, line_id);

	return line >= 0 ? &s->lines[line] : NULL;
}

static const char *who_agreed_words(const struct page_context *ctx, const struct line_row *line)
{
	if (line == NULL)
		return "Time that somebody newly qualified has for learning is protected by the standard of the profession.";
	return words_join(ctx->arena, "The line: ", line_words(ctx->arena, line), " (", line_target(ctx, line), "). ",
		standing_words(ctx, line), ".", NULL);
}

/* How far leave has to go, as the line counts: cases, or whole per cent of capacity; 0 where there is no capacity. */
static int32_t leave_needed(const struct line_row *line, const struct post_load *after)
{
	if (line != NULL && line->kind == LINE_COUNT)
		return after->cases;
	if (after->capacity_minutes <= 0)
		return 0;
	return (int32_t)(((int64_t)after->load_minutes * 100 + after->capacity_minutes - 1) / after->capacity_minutes);
}

const char *exception_value_words(const struct page_context *ctx, int32_t line_id, int32_t value)
{
	const struct line_row *line = find_line_row(ctx->picture->snap, line_id);

	return line != NULL && line->kind == LINE_COUNT ? words_count(ctx->arena, value, "case", "cases")
		: words_join(ctx->arena, words_percent(ctx->arena, value), " of capacity", NULL);
}

const char *exception_href(const struct page_context *ctx, int32_t post, int32_t case_index, int32_t line_id, const struct post_load *after)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct line_row *line = find_line_row(s, line_id);
	const char *path = words_join(ctx->arena, below_employer(ctx, "workers/"),
		page_segment(ctx->arena, s->persons[s->posts[post].person].code), "/exception", NULL);
	bool opens = case_index >= 0 && sees_case(ctx->sight, FIELD_CASE_PAGE, case_index);

	return admits_to_path(ctx, path) ? arena_printf(ctx->arena, "%s?post=%d&line=%d&value=%d%s%s", path, s->posts[post].post_id,
		line != NULL ? line->line_id : 0, leave_needed(line, after), opens ? "&case=" : "",
		opens ? page_segment(ctx->arena, s->cases[case_index].ref) : "") : "";
}

/* What this case brings stands apart from what all that is offered brings; the lines are those of all of it. */
static struct before_after_view with_all_offered(const struct page_context *ctx, int32_t post, const struct what_if *all,
	const struct post_load *alone)
{
	const struct what_if one = {all->before, *alone};
	struct before_after_view view = before_after(ctx, post, &one), of_all = before_after(ctx, post, all);

	view.offered = words_join(ctx->arena, of_all.then, "; ", words_count(ctx->arena, all->after.cases, "case", "cases"), NULL);
	view.lines = of_all.lines;
	view.lines_count = of_all.lines_count;
	view.lines_with = "With all that is offered: ";
	return view;
}

void show_at_the_line(const struct page_context *ctx, struct response *res, int32_t post, int32_t case_index,
	enum negotiation_refusal refusal, int32_t line_id, const struct what_if *working_out, const struct post_load *alone,
	const struct kept_form *kept, const char *back_href, const char *back)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct line_row *line = find_line_row(s, line_id);
	const char *name = name_of_post(ctx, post);
	struct at_the_line_view view = {.back_href = back_href, .back = back, .others_href = "", .share_href = "", .exception_href = ""};

	bool by_offers = refusal == REFUSED_OFFERS_PASS_LINE;

	view.heading = by_offers ? "Too much is offered at once" : line != NULL ? "This would pass the line" : "This would go into protected time";
	view.sentence = words_join(ctx->arena, "Nothing has been changed. With this case ", by_offers ? "and all that is offered already " : "", name, " would carry ",
		load_words(ctx->arena, &working_out->after), "; now it is ", load_words(ctx->arena, &working_out->before),
		by_offers ? ". Wait for an answer, withdraw one of the offers, or ask somebody else." : line != NULL ? ". Past the line it goes on only with an exception: a named senior’s, with a reason and an end."
			     : ". It goes on only with an exception: a named senior’s, with a reason and an end.", NULL);
	view.who_agreed = by_offers && line == NULL ? "" : who_agreed_words(ctx, line);
	view.working_out = by_offers ? with_all_offered(ctx, post, working_out, alone) : before_after(ctx, post, working_out);
	view.exception_href = by_offers ? "" : exception_href(ctx, post, case_index, line_id, &working_out->after);
	if (kept != NULL) {
		view.keeps = true;
		view.form = kept->form;
		view.kept = kept->fields;
		view.kept_count = kept->count;
	}
	if (case_index >= 0 && case_href(ctx, case_index)[0] != '\0') {
		view.others_href = brief_href(ctx, s->cases[case_index].ref, 0);
		view.share_href = words_join(ctx->arena, view.others_href, "?role=co-worker&share=500", NULL);
	}
	res->cache = "no-store";
	page_begin(ctx, &view.page, words_join(ctx->arena, view.heading, ": ", name, NULL), "proposals");
	page_add_crumb(ctx, &view.page, s->employer.name, page_link(ctx, "", ""));
	render_at_the_line(&res->body, &view);
}
