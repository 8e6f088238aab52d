#include "web/pages/allocation/before_after.h"

#include "core/list_words.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { BAR_ROOM = 100 };

static const char *used_words(struct arena *a, const struct line_row *line, const struct line_state *state)
{
	bool count = line->kind == LINE_COUNT;

	if (!state->measured)
		return "cannot be measured: no capacity";
	return words_join(a, count ? words_int(a, state->used) : words_hours(a, state->used), " of ",
		count ? words_count(a, state->limit, "case", "cases") : words_join(a, words_hours(a, state->limit), " h", NULL),
		state->used_permille < 0 ? "" : ", ", line_percent_words(a, state), NULL);
}

const char *standing_words(const struct page_context *ctx, const struct line_row *line)
{
	const char *agreed = !sees_parties(ctx->sight, line) ? "" : line->agreed_by[0] == '\0' ? "; the records do not say who agreed it"
		: words_join(ctx->arena, ", agreed by ", agreed_words(ctx->arena, line), NULL);

	return words_join(ctx->arena, line_status_words(line->status), agreed, NULL);
}

struct line_after_view line_after(const struct page_context *ctx, const struct line_state *state)
{
	const struct line_row *line = &ctx->picture->snap->lines[state->line];

	return (struct line_after_view){
		.words = words_join(ctx->arena, line_scope_words(line->scope), ": ", line_words(ctx->arena, line), NULL),
		.used = used_words(ctx->arena, line, state),
		.state = !state->measured ? "Cannot be said" : state->passed ? "Passed" : "Kept",
		.agreed = standing_words(ctx, line),
		.passed = state->measured && state->passed,
		.binds = line_binds(ctx->picture->snap, state),
		.bound = binds_nobody_words(ctx->picture->snap),
	};
}

static const char *range_words(struct arena *a, const struct post_load *load)
{
	if (load->high_minutes <= load->low_minutes)
		return "";
	return words_join(a, "in most weeks between ", words_hours(a, load->low_minutes), " and ", words_hours(a, load->high_minutes), " h",
		NULL);
}

struct before_after_view before_after(const struct page_context *ctx, int32_t post, const struct what_if *working_out)
{
	struct arena *a = ctx->arena;
	struct line_after_view *lines = NULL;
	size_t room = 0;
	struct line_walk at = {0};
	struct line_state state;
	int32_t most = working_out->after.used_permille > working_out->before.used_permille ? working_out->after.used_permille : working_out->before.used_permille;
	int32_t scale = chart_scale(most + BAR_ROOM);
	struct before_after_view view = {.offered = "", .lines_with = "", .now = load_words(a, &working_out->before), .then = load_words(a, &working_out->after),
		.range = range_words(a, &working_out->after),
		.cases = words_join(a, words_int(a, working_out->before.cases), " now, ", words_int(a, working_out->after.cases), " then", NULL),
		.axis = chart_axis(a, scale)};

	view.bar = chart_load_bar(a, &ctx->picture->loads.posts[post], view.axis, scale);
	chart_load_bar_add(&view.bar, &ctx->picture->loads.posts[post],
		(int64_t)working_out->after.load_minutes - ctx->picture->loads.posts[post].load_minutes);
	while (line_next(ctx->picture->snap, post, &working_out->after, &at, &state))
		*ARENA_PUSH(a, &lines, &view.lines_count, &room) = line_after(ctx, &state);
	view.lines = lines;
	return view;
}
