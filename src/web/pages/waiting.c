/* /employers/CODE/waiting: what waits for an answer, for every role. */
#include "web/pages/waiting.h"

#include "api/resource.h"
#include "base/clock.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/asking.h"
#include "web/pages/matter_words.h"
#include "web/words.h"

enum { BLOCK_ROWS = 5, TOLD_ROWS = 20, TOLD_DAYS = 14, DAY_SECONDS = 24 * 60 * 60 };

enum group { TO_ANSWER, ASKED, ABOUT_THEM, MAY_ANSWER, GROUPS };

static enum group group_of(const struct matter_seen *m)
{
	return m->to_answer ? TO_ANSWER : m->asked ? ASKED : m->about_them ? ABOUT_THEM : MAY_ANSWER;
}

static void put_row(const struct page_context *ctx, const struct matter_seen *m, struct waiting_row_view *row)
{
	row->title = matter_title(ctx, m);
	row->href = matter_href(ctx, m->row.id);
	row->about = matter_about(ctx, m);
	row->due = matter_due_words(ctx->arena, m->due);
	row->with = matter_with(ctx, m);
	row->late = m->late;
}

static const char *waiting_sentence(struct arena *a, const struct matter_seen *rows, size_t count)
{
	int32_t all = 0, late = 0;

	for (size_t i = 0; i < count; i++)
		if (rows[i].to_answer) {
			all++;
			late += rows[i].late ? 1 : 0;
		}
	if (all == 0)
		return "Nothing waits for an answer from you.";
	return words_join(a, words_number_first(a, all), all == 1 ? " thing waits" : " things wait", " for an answer from you",
		late == 0 ? "." : all == late ? ", past the day by which it was due." : words_join(a, ", ", words_number(a, late),
		" of them past the day by which ", late == 1 ? "it was due." : "they were due.", NULL), NULL);
}

static void put_groups(const struct page_context *ctx, const struct matter_seen *rows, size_t count, struct waiting_view *view)
{
	static const char *const HEADINGS[GROUPS] = {"For you to answer", "You asked", "About you",
		"With others, and yours to answer if you choose"};

	view->groups = arena_array(ctx->arena, GROUPS, sizeof *view->groups);
	for (int g = 0; g < GROUPS; g++) {
		struct waiting_group_view *group = &view->groups[view->groups_count];

		*group = (struct waiting_group_view){.heading = HEADINGS[g], .rows = arena_array(ctx->arena, count, sizeof *group->rows)};
		for (size_t i = 0; i < count; i++)
			if (group_of(&rows[i]) == (enum group)g)
				put_row(ctx, &rows[i], &group->rows[group->rows_count++]);
		view->groups_count += group->rows_count > 0 ? 1 : 0;
	}
}

/* A refusal that nobody reads is no answer: what was asked for shows its answer for a fortnight. */
static int put_told(const struct page_context *ctx, struct waiting_view *view, struct err *err)
{
	struct matter_seen *rows;
	size_t count;
	int rc = matters_told_to(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_now() - (int64_t)TOLD_DAYS * DAY_SECONDS,
		TOLD_ROWS, &rows, &count, err);

	if (rc < 0)
		return rc;
	view->told = arena_array(ctx->arena, count, sizeof *view->told);
	for (size_t i = 0; i < count; i++) {
		const struct matter_row *row = &rows[i].row;
		const struct matter_step_row *last = &row->steps[row->steps_count - 1];

		view->told[view->told_count++] = (struct told_row_view){matter_title(ctx, &rows[i]), matter_href(ctx, row->id),
			matter_about(ctx, &rows[i]), matter_outcome_words(row->matter.outcome), who_words(ctx, last->login),
			words_moment(ctx->arena, last->instant), last->note};
	}
	return 0;
}

/* What people ask comes before what comes up by itself. */
static void put_first(const struct page_context *ctx, const struct matter_seen *rows, size_t count, bool by_clock,
	struct waiting_block_view *view)
{
	for (size_t i = 0; i < count && view->rows_count < BLOCK_ROWS; i++)
		if (rows[i].to_answer && (matter_asker(rows[i].row.kind) == ASKED_BY_CLOCK) == by_clock)
			put_row(ctx, &rows[i], &view->rows[view->rows_count++]);
}

int waiting_block(struct page_context *ctx, struct waiting_block_view *ret, struct err *err)
{
	struct waiting_block_view view = {.sentence = "", .href = today_link(ctx, "waiting", "", "")};
	struct matter_seen *rows;
	size_t count, own = 0;
	int rc;

	*ret = view;
	if (ctx->day != ctx->app->today())
		return 0;
	rc = matters_open_for(ctx, &rows, &count, err);
	if (rc < 0)
		return rc;
	view.rows = arena_array(ctx->arena, BLOCK_ROWS, sizeof *view.rows);
	for (size_t i = 0; i < count; i++) {
		own += rows[i].to_answer || rows[i].asked || rows[i].about_them ? 1 : 0;
		ctx->content = ctx->content * 31 + (uint64_t)rows[i].row.id * 2 + (rows[i].late ? 1 : 0);
	}
	put_first(ctx, rows, count, false, &view);
	put_first(ctx, rows, count, true, &view);
	if (own > 0)
		view.sentence = view.rows_count > 0 ? waiting_sentence(ctx->arena, rows, count)
			: "What you asked, or what is about you, waits for an answer.";
	*ret = view;
	return 0;
}

int page_waiting(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct waiting_view view = {.notice = request_query(ctx->request, "done") != NULL ? "It is asked. Whoever has to answer sees it now." : ""};
	struct matter_seen *rows;
	size_t count;
	enum resource_format format;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0 && ctx->day != ctx->app->today())
		return err_set(err, PL_INVALID, "This page is about today: it cannot look at another day.");
	if (rc == 0)
		rc = matters_open_for(ctx, &rows, &count, err);
	if (rc < 0)
		return rc;
	res->cache = "no-store";
	if (page_is_data(ctx, res, &format)) {
		resource_waiting(&res->body, format, ctx->picture, ctx->sight, rows, count);
		return 0;
	}
	rc = put_told(ctx, &view, err);
	if (rc < 0)
		return rc;
	view.sentence = waiting_sentence(ctx->arena, rows, count);
	put_groups(ctx, rows, count, &view);
	view.tools = page_tools(ctx, NULL);
	page_begin(ctx, &view.page, "What waits for an answer", "waiting");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, today_link(ctx, "", "", ""));
	render_waiting(&res->body, &view);
	return 0;
}
