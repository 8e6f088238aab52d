/* /employers/CODE/waiting: what waits for an answer, for every role. */
#include "web/pages/matters/waiting.h"

#include "api/resource.h"
#include "base/clock.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/notices.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/pages/matters/matter_words.h"
#include "web/words.h"

enum { BLOCK_ROWS = 5, TOLD_ROWS = 20, TOLD_DAYS = 14, DAY_SECONDS = 24 * 60 * 60 };

enum group { ASKED, ABOUT_THEM, MAY_ANSWER, GROUPS };

static void put_matter(const struct page_context *ctx, const struct matter_seen *m, struct waiting_row_view *row)
{
	row->title = matter_title(ctx, m);
	row->href = matter_href(ctx, m->row.id);
	row->about = matter_about(ctx, m);
	row->due = m->suspended ? "no day: suspended while lines bind nobody" : matter_due_words(ctx->arena, m->due);
	row->with = matter_with(ctx, m);
	row->late = m->late;
}

/* ---- a notice ---- */

static void put_proposal(const struct page_context *ctx, const struct proposal_seen *p, struct waiting_row_view *row)
{
	bool own = p->waits_for == PARTY_WORKER;

	row->title = own ? "A case is offered to you" : words_join(ctx->arena, "A proposal waits for your side: ",
		negotiation_state_words(p->row.state), NULL);
	row->href = proposal_href(ctx, p->row.proposal_id);
	row->about = words_join(ctx->arena, proposal_case_words(ctx, p), own ? "" : ", ", own ? "" : name_of_post(ctx, p->post), NULL);
	row->due = matter_due_words(ctx->arena, p->due);
	row->with = own ? "you" : "the manager’s side";
}

/* A day on which something ends, or is to be looked at again. */
static void put_day(const struct page_context *ctx, const struct notice *n, struct waiting_row_view *row)
{
	bool opens = n->case_index >= 0 && sees_case(ctx->sight, FIELD_CASE_PAGE, n->case_index);
	const char *words = notice_words(n->kind);

	row->title = words_first_up(ctx->arena, words);
	row->about = n->case_index >= 0 ? words_join(ctx->arena, "case ", case_words(ctx, n->case_index), NULL)
		: n->post >= 0 && sees_name_of_post(ctx->sight, n->post) ? name_of_post(ctx, n->post) : "";
	row->href = opens ? today_link(ctx, "cases", ctx->picture->snap->cases[n->case_index].ref,
			n->kind == NOTICE_NEEDS_LESS ? "/needs" : "/review")
		: today_link(ctx, n->case_index >= 0 ? "unallocated" : "exceptions", "", "");
	row->due = words_weekday(ctx->arena, local_day(n->due));
	row->with = n->kind == NOTICE_NEEDS_LESS ? "you" : "the team manager";
}

static void put_row(const struct page_context *ctx, const struct notices *all, const struct notice *n, struct waiting_row_view *row)
{
	const struct proposal_seen *p = notice_proposal(all, n);
	const struct matter_seen *m = notice_matter(all, n);

	if (p != NULL)
		put_proposal(ctx, p, row);
	else if (m != NULL)
		put_matter(ctx, m, row);
	else
		put_day(ctx, n, row);
	row->late = n->late;
}

static const char *waiting_sentence(struct arena *a, const struct notices *all)
{
	int32_t late = 0;

	for (size_t i = 0; i < all->count; i++)
		late += all->rows[i].waits && all->rows[i].late ? 1 : 0;
	if (all->waiting == 0)
		return "Nothing waits for you.";
	return words_join(a, words_number_first(a, (int64_t)all->waiting), all->waiting == 1 ? " thing waits" : " things wait", " for you",
		late == 0 ? "." : late == (int32_t)all->waiting ? ", past the day by which it was due." : words_join(a, ", ", words_number(a, late),
		" of them past the day by which ", late == 1 ? "it was due." : "they were due.", NULL), NULL);
}

/* ---- the list ---- */

static void put_own(const struct page_context *ctx, const struct notices *all, struct waiting_group_view *group)
{
	*group = (struct waiting_group_view){.heading = "For you", .rows = arena_array(ctx->arena, all->waiting, sizeof *group->rows)};
	for (size_t i = 0; i < all->count; i++)
		if (all->rows[i].waits)
			put_row(ctx, all, &all->rows[i], &group->rows[group->rows_count++]);
}

static enum group group_of(const struct matter_seen *m)
{
	return m->to_answer ? GROUPS : m->asked ? ASKED : m->about_them ? ABOUT_THEM : MAY_ANSWER;
}

/* All that is open and that the viewer has to do with. */
struct open_list {
	struct matter_seen *rows; size_t count;
};

static void put_others(const struct page_context *ctx, const struct open_list *open, enum group which, struct waiting_group_view *group)
{
	static const char *const HEADINGS[GROUPS] = {"You asked", "About you", "With others, and yours to answer if you choose"};

	*group = (struct waiting_group_view){.heading = HEADINGS[which],
		.rows = arena_array(ctx->arena, open->count, sizeof *group->rows)};
	for (size_t i = 0; i < open->count; i++)
		if (group_of(&open->rows[i]) == which)
			put_matter(ctx, &open->rows[i], &group->rows[group->rows_count++]);
}

static void put_groups(const struct page_context *ctx, const struct notices *all, const struct open_list *open, struct waiting_view *view)
{
	view->groups = arena_array(ctx->arena, GROUPS + 1, sizeof *view->groups);
	put_own(ctx, all, &view->groups[0]);
	view->groups_count = view->groups[0].rows_count > 0 ? 1 : 0;
	for (int g = 0; g < GROUPS; g++) {
		put_others(ctx, open, (enum group)g, &view->groups[view->groups_count]);
		view->groups_count += view->groups[view->groups_count].rows_count > 0 ? 1 : 0;
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
	view->answered = arena_array(ctx->arena, count, sizeof *view->answered);
	for (size_t i = 0; i < count; i++) {
		const struct matter_row *row = &rows[i].row;
		const struct matter_step_row *last = &row->steps[row->steps_count - 1];

		view->answered[view->answered_count++] = (struct answered_row_view){matter_title(ctx, &rows[i]), matter_href(ctx, row->id),
			matter_about(ctx, &rows[i]), matter_outcome_words(row->matter.outcome), who_words(ctx, last->login),
			words_moment(ctx->arena, last->instant), last->note};
	}
	return 0;
}

/* ---- the head of the page that somebody begins with ---- */

static bool is_by_clock(const struct notices *all, const struct notice *n)
{
	const struct matter_seen *m = notice_matter(all, n);

	return m != NULL ? matter_asker(m->row.kind) == ASKED_BY_CLOCK : notice_proposal(all, n) == NULL;
}

/* What people ask comes before what comes up by itself. */
static void put_first(const struct page_context *ctx, const struct notices *all, bool by_clock, bool offers_are_there,
	struct waiting_block_view *view)
{
	for (size_t i = 0; i < all->count && view->rows_count < BLOCK_ROWS; i++) {
		const struct notice *n = &all->rows[i];

		if (n->waits && is_by_clock(all, n) == by_clock && !(offers_are_there && n->kind == NOTICE_OFFER))
			put_row(ctx, all, n, &view->rows[view->rows_count++]);
	}
}

int waiting_block(struct page_context *ctx, bool offers_are_there, struct waiting_block_view *ret, struct err *err)
{
	struct waiting_block_view view = {.sentence = "", .href = today_link(ctx, "waiting", "", "")};
	const struct notices *all = NULL;
	int rc;

	*ret = view;
	if (ctx->day != ctx->app->today())
		return 0;
	rc = notices_of_viewer(ctx, &all, err);
	if (rc < 0 || all == NULL)
		return rc;
	view.rows = arena_array(ctx->arena, BLOCK_ROWS, sizeof *view.rows);
	for (size_t i = 0; i < all->count; i++)
		ctx->content = ctx->content * 31 + ((uint64_t)all->rows[i].id * NOTICE_KINDS + all->rows[i].kind) * 2 + (all->rows[i].late ? 1 : 0);
	ctx->content = ctx->content * 31 + all->others;
	put_first(ctx, all, false, offers_are_there, &view);
	put_first(ctx, all, true, offers_are_there, &view);
	if (all->waiting > 0)
		view.sentence = waiting_sentence(ctx->arena, all);
	else if (all->others > 0)
		view.sentence = "What you asked, or what is about you, waits for an answer.";
	*ret = view;
	return 0;
}

int page_waiting(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct waiting_view view = {.notice = ""};
	const struct notices none = {.rows = NULL}, *all = NULL;
	struct open_list open = {.rows = NULL};
	enum resource_format format;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0 && ctx->day != ctx->app->today())
		return err_set(err, PL_INVALID, "This page is about today: it cannot look at another day.");
	if (rc == 0)
		view.notice = done_words(ctx);
	if (rc == 0)
		rc = notices_of_viewer(ctx, &all, err);
	if (rc == 0 && all != NULL)
		rc = matters_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), &open.rows, &open.count, err);
	if (rc == 0 && ctx->match->format == ROUTE_HTML)
		rc = undo_notice(ctx, res, today_link(ctx, "waiting", "", ""), &view.undo, err);
	if (rc < 0)
		return rc;
	all = all != NULL ? all : &none;
	res->cache = "no-store";
	if (page_is_data(ctx, res, &format)) {
		resource_waiting(&res->body, format, ctx->picture, ctx->sight, all, open.rows, open.count);
		return 0;
	}
	rc = put_told(ctx, &view, err);
	if (rc < 0)
		return rc;
	view.sentence = waiting_sentence(ctx->arena, all);
	put_groups(ctx, all, &open, &view);
	view.tools = page_tools(ctx, NULL);
	view.tools.action = "";
	page_begin(ctx, &view.page, "What waits for an answer", "waiting");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, today_link(ctx, "", "", ""));
	render_waiting(&res->body, &view);
	return 0;
}
