/* /employers/CODE/proposals: what is offered and not over. */
#include "web/pages/allocation/proposals.h"

#include "base/clock.h"
#include "base/str.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/pages/form_page.h"
#include "web/words.h"

#define PROPOSAL_ROUTE "/employers/{employer}/proposals/{proposal}"

static const char *const SORT_KEYS[] = {"due", "-due", "worker", "-worker", "team", "-team", "state", "-state", NULL};

/* ---- the table ---- */

static const char *offered_words(const struct page_context *ctx, const struct proposal_seen *p)
{
	int32_t minutes = proposal_minutes(ctx->picture->snap, p);

	return words_join(ctx->arena, terms_words(ctx->arena, &p->row.terms), minutes > 0 ? ", " : "",
		minutes > 0 ? words_hours(ctx->arena, minutes) : "", minutes > 0 ? " h a week" : "", NULL);
}

static void put_row(const struct page_context *ctx, const struct proposal_seen *p, struct proposal_line_view *row)
{
	const struct snapshot *s = ctx->picture->snap;

	*row = (struct proposal_line_view){.ref = proposal_case_words(ctx, p), .href = proposal_href(ctx, p->row.proposal_id),
		.worker = name_of_post(ctx, p->post), .worker_href = p->post >= 0 ? worker_href(ctx, s->posts[p->post].person) : "",
		.team = team_label(s, p->post >= 0 ? s->posts[p->post].team : -1), .state = negotiation_state_words(p->row.state),
		.turn = turn_words(p->waits_for), .due = due_words(ctx->arena, p), .offered = offered_words(ctx, p), .late = p->late,
		.yours = p->to_answer};
}

static const char *sort_text(const struct page_context *ctx, const struct proposal_seen *p, const char *key)
{
	const struct snapshot *s = ctx->picture->snap;

	if (str_equal(key, "worker"))
		return name_of_post(ctx, p->post);
	if (str_equal(key, "team"))
		return team_label(s, p->post >= 0 ? s->posts[p->post].team : -1);
	return negotiation_state_words(p->row.state);
}

/* By due they stand as they came: what waits for the viewer first. */
static struct sort_key *sorted(const struct page_context *ctx, const struct proposal_seen *seen, size_t count, const char *sort)
{
	struct sort_key *keys = arena_array(ctx->arena, count, sizeof *keys);
	bool down = sort[0] == '-', due = str_equal(sort + (down ? 1 : 0), "due");

	for (size_t i = 0; i < count; i++)
		keys[i] = (struct sort_key){(int32_t)i, due ? (int64_t)i + 1 : 0, due ? "" : sort_text(ctx, &seen[i], sort + (down ? 1 : 0))};
	sort_places(keys, count, down);
	return keys;
}

static void put_table(const struct page_context *ctx, const struct proposal_seen *seen, size_t count, const char *sort,
	struct proposals_view *view)
{
	struct proposal_line_view *rows = arena_array(ctx->arena, count, sizeof *rows);
	struct sort_key *keys = sorted(ctx, seen, count, sort);

	for (size_t i = 0; i < count; i++)
		put_row(ctx, &seen[keys[i].place], &rows[i]);
	view->rows = rows;
	view->rows_count = count;
	view->by_due = page_sort_heading(ctx, "Due", "due", "", sort, false);
	view->by_worker = page_sort_heading(ctx, "Worker", "worker", "", sort, false);
	view->by_team = page_sort_heading(ctx, "Team", "team", "", sort, false);
	view->by_state = page_sort_heading(ctx, "State", "state", "", sort, false);
}

static void put_head(const struct page_context *ctx, const struct proposal_seen *seen, size_t count, struct proposals_view *view)
{
	enum { TILES = 3 };
	struct tile_view *tiles = arena_array(ctx->arena, TILES, sizeof *tiles);
	struct arena *a = ctx->arena;
	int64_t open = 0, yours = 0, late = 0;

	for (size_t i = 0; i < count; i++) {
		open += negotiation_is_open(seen[i].row.state);
		yours += seen[i].to_answer;
		late += seen[i].late;
	}
	tiles[0] = (struct tile_view){words_int(a, yours), yours == 1 ? "waits for you" : "wait for you"};
	tiles[1] = (struct tile_view){words_int(a, open), open == 1 ? "offer is open" : "offers are open"};
	tiles[2] = (struct tile_view){words_int(a, late), "past the time for an answer"};
	view->tiles = (struct tiles_view){tiles, TILES};
	view->sentence = words_join(a, words_weekday(a, ctx->day), ". ", yours == 0 ? "Nothing waits for you."
		: words_join(a, words_count(a, yours, "proposal waits", "proposals wait"), " for you.", NULL),
		" An offer is a question: each side has two working days of its own for its turn, and silence is no answer.", NULL);
}

int page_proposals(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct proposals_view view = {0};
	enum resource_format format;
	struct proposal_seen *seen;
	const char *sort;
	size_t count;
	int rc = offers_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = page_sort(ctx, SORT_KEYS, &sort, err);
	if (rc == 0)
		rc = proposals_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), &seen, &count, err);
	res->cache = "no-store";
	if (rc == 0 && page_is_data(ctx, res, &format)) {
		resource_proposals(&res->body, format, ctx->picture, ctx->sight, seen, count);
		return 0;
	}
	if (rc == 0)
		rc = undo_notice(ctx, res, proposals_href(ctx), &view.undo, err);
	if (rc < 0)
		return rc;
	view.notice = done_words(ctx);
	put_head(ctx, seen, count, &view);
	put_table(ctx, seen, count, sort, &view);
	view.none = ctx->picture->snap->employer.demo ? "Nothing is offered that waits for an answer. The offers of a demonstration "
		"lapse two working days after it was made: plimsoll demo makes another, with open offers." : "Nothing is offered that waits for an answer.";
	page_begin(ctx, &view.page, "Proposals", "proposals");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	render_proposals(&res->body, &view);
	return 0;
}

/* ---- what is offered to the viewer, on their own page ---- */

static const char *offer_words(const struct page_context *ctx, const struct proposal_seen *p)
{
	const struct snapshot *s = ctx->picture->snap;
	bool named = p->case_index >= 0 && (!s->cases[p->case_index].restricted || sees_case(ctx->sight, FIELD_CASE_WORK, p->case_index));

	return words_join(ctx->arena, named ? type_name(s, &s->cases[p->case_index]) : "", named ? ", " : "", offered_words(ctx, p), ": ",
		negotiation_state_words(p->row.state), ".", NULL);
}

static struct offer_view offer_row(struct page_context *ctx, struct response *res, const struct proposal_seen *p)
{
	struct offer_view row = {.ref = proposal_case_words(ctx, p), .href = proposal_href(ctx, p->row.proposal_id), .what = offer_words(ctx, p),
		.due = due_words(ctx->arena, p), .late = p->late, .may_agree = p->row.state == NEGOTIATION_DISCUSSED,
		.seen = arena_printf(ctx->arena, "%d", p->steps)};

	if (row.may_agree)
		row.agree = session_form(ctx, res, PROPOSAL_ROUTE, row.href);
	return row;
}

int offers_to_viewer(struct page_context *ctx, struct response *res, struct offers_view *ret, struct err *err)
{
	struct proposal_seen *seen;
	struct offer_view *rows, *others;
	size_t count;
	int rc = proposals_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), &seen, &count, err);

	*ret = (struct offers_view){.rows_count = 0};
	if (rc == 0)
		rc = undo_notice(ctx, res, ctx->request->path, &ret->undo, err);
	if (rc < 0)
		return rc;
	rows = arena_array(ctx->arena, count, sizeof *rows);
	others = arena_array(ctx->arena, count, sizeof *others);
	for (size_t i = 0; i < count; i++) {
		if (!seen[i].is_worker || seen[i].row.state == NEGOTIATION_DRAFT)
			continue;
		if (seen[i].waits_for == PARTY_WORKER)
			rows[ret->rows_count++] = offer_row(ctx, res, &seen[i]);
		else
			others[ret->others_count++] = offer_row(ctx, res, &seen[i]);
	}
	ret->rows = rows;
	ret->others = others;
	return 0;
}
