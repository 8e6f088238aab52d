/* /employers/CODE/lines: what may be carried, and who agreed it. */
#include "web/pages/employer/lines.h"

#include "core/list_words.h"
#include "routes.h"
#include "service/matters/matters.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/words.h"


struct line_posts {
	int32_t applies, binds, passed, unmeasured;
};

/* One for each line, in the order of the snapshot. */
static const struct line_posts *count_posts(struct arena *a, const struct picture *p)
{
	struct line_posts *counts = arena_array(a, p->snap->lines_count, sizeof *counts);

	for (size_t post = 0; post < p->snap->posts_count; post++) {
		struct line_walk at = {0};
		struct line_state state;

		while (line_next(p->snap, (int32_t)post, &p->loads.posts[post], &at, &state)) {
			struct line_posts *c = &counts[state.line];

			c->applies++;
			c->binds += line_binds(p->snap, &state) ? 1 : 0;
			c->passed += state.passed ? 1 : 0;
			c->unmeasured += state.measured ? 0 : 1;
		}
	}
	return counts;
}

static const char *until_words(struct arena *a, const struct line_row *l)
{
	return l->when.until == DAY_MAX ? "further notice" : words_day(a, l->when.until);
}

static void put_rows(const struct page_context *ctx, struct lines_view *view)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct line_posts *counts = count_posts(ctx->arena, ctx->picture);
	struct line_view *rows = arena_array(ctx->arena, s->lines_count, sizeof *rows);

	for (size_t i = 0; i < s->lines_count; i++) {
		const struct line_row *l = &s->lines[i];

		rows[i].words = line_words(ctx->arena, l);
		rows[i].scope = line_scope_words(l->scope);
		rows[i].target = line_target(ctx, l);
		rows[i].status = line_status_words(l->status);
		rows[i].agreed = sees_parties(ctx->sight, l) ? agreed_words(ctx->arena, l) : "not for you to see";
		rows[i].until = until_words(ctx->arena, l);
		rows[i].applies = words_count(ctx->arena, counts[i].applies, "post", "posts");
		rows[i].binds = words_count(ctx->arena, counts[i].binds, "post", "posts");
		rows[i].passed = words_count(ctx->arena, counts[i].passed, "post", "posts");
		rows[i].cannot_be_said = counts[i].unmeasured == 0 ? ""
			: words_join(ctx->arena, "cannot be said of ", words_int(ctx->arena, counts[i].unmeasured), NULL);
		rows[i].is_passed = counts[i].passed > 0;
	}
	view->rows = rows;
	view->rows_count = s->lines_count;
}

/* What is agreed and not in force yet: a matter of today, not of a day that is looked back at. */
static int put_ahead(const struct page_context *ctx, struct lines_view *view, struct err *err)
{
	struct line_ahead_view *rows;
	struct line_row *lines;
	size_t count;
	int rc;

	if (ctx->now != NULL)
		return 0;
	rc = lines_ahead(ctx->app->pictures, ctx->arena, ctx->picture, &lines, &count, err);
	if (rc < 0)
		return rc;
	rows = arena_array(ctx->arena, count, sizeof *rows);
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct line_ahead_view){line_words(ctx->arena, &lines[i]), line_scope_words(lines[i].scope), line_target(ctx, &lines[i]),
			line_status_words(lines[i].status), sees_parties(ctx->sight, &lines[i]) ? agreed_words(ctx->arena, &lines[i])
			: "not for you to see", words_day(ctx->arena, lines[i].when.from), until_words(ctx->arena, &lines[i])};
	view->ahead = rows;
	view->ahead_count = count;
	return 0;
}

int page_lines(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct lines_view view = {0};
	enum resource_format format;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_unchanged(ctx, res))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_lines(&res->body, format, ctx->picture, ctx->sight, (struct resource_scope){-1, -1});
		return 0;
	}
	rc = put_ahead(ctx, &view, err);
	if (rc < 0)
		return rc;
	page_begin(ctx, &view.page, "Lines in force", "lines");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	put_rows(ctx, &view);
	view.sentence = words_join(ctx->arena, words_weekday(ctx->arena, ctx->day), ". ",
		words_count(ctx->arena, (int64_t)view.rows_count, "line is in force", "lines are in force"),
		ctx->picture->snap->employer.principles
			? ". They are shown and bind nobody, for this employer works by principles; all of them are shown with who agreed them."
			: ". Of those that are more than advice, the strictest binds; all of them are shown with who agreed them.", NULL);
	view.propose_href = ctx->now == NULL && admits_to_path(ctx, "/employers/x/line-changes") ? page_link(ctx, "line-changes", "") : "";
	view.tools = page_tools(ctx, NULL);
	render_lines(&res->body, &view);
	return 0;
}
