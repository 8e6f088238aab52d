/* /employers/CODE/workers/WORKER: what one worker carries, and how it is worked out. */
#include "web/pages/worker/worker.h"

#include "core/list_words.h"
#include "routes.h"
#include "service/pictures/person_history.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/pages/worker/about_post.h"
#include "web/words.h"

enum { HISTORY_SHOWN = 20 };

/* ---- capacity ---- */

/* Days are given first and last, as people say them. */
static const char *dates_words(struct arena *a, struct days when)
{
	const char *from = when.from == DAY_MIN ? "" : words_join(a, "from ", words_day(a, when.from), NULL);

	if (when.from == when.until)
		return "";
	if (when.until == DAY_MAX)
		return words_join(a, from, from[0] != '\0' ? ", " : "", "no end in the records", NULL);
	return words_join(a, from, from[0] != '\0' ? " " : "", "to ", words_day(a, when.until - 1), NULL);
}

static void put_capacity(const struct page_context *ctx, int32_t place, struct post_view *view)
{
	struct arena *a = ctx->arena;
	struct capacity capacity = capacity_of_post(a, ctx->picture->snap, place);
	struct sum_line_view *rows = arena_array(a, capacity.lines_count, sizeof *rows);

	if (capacity.availability == CONTRACT_UNKNOWN)
		return;
	for (size_t i = 0; i < capacity.lines_count; i++) {
		const struct capacity_line *l = &capacity.lines[i];

		bool hidden = l->personal && !sees_reason(ctx->sight, place);

		rows[i].what = hidden ? REASON_OF_ONES_OWN : l->what;
		rows[i].minutes = words_int(a, l->minutes);
		rows[i].dates = dates_words(a, l->when);
		rows[i].source = hidden ? "Known to the worker and the manager" : words_join(a, source_words(a, l->source, "The post’s own record"),
			l->personal ? " (for the worker and the manager only)" : "", NULL);
	}
	view->capacity = rows;
	view->capacity_count = capacity.lines_count;
	view->capacity_total = words_int(a, capacity.minutes);
	view->capacity_hours = words_join(a, words_hours(a, capacity.minutes), " hours a week for cases", NULL);
}

/* ---- lines ---- */

static const char *line_amount(struct arena *a, const struct line_row *line, int32_t amount)
{
	if (line->kind == LINE_COUNT)
		return words_count(a, amount, "case", "cases");
	return words_join(a, words_hours(a, amount), " h", NULL);
}

/* "of 20 cases, 95%" */
static const char *line_measure(struct arena *a, const struct line_row *line, const struct line_state *state,
	enum availability availability)
{
	if (!state->measured)
		return availability == CONTRACT_UNKNOWN ? "of a capacity that is not known" : "and no capacity today";
	return words_join(a, "of ", line_amount(a, line, state->limit), state->used_permille < 0 ? "" : ", ",
		line_percent_words(a, state), NULL);
}

static void put_lines(const struct page_context *ctx, int32_t place, const struct post_load *load, struct post_view *view)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	struct line_walk at = {0};
	struct line_state state;
	struct line_state_view *rows = NULL;
	size_t count = 0, room = 0;

	while (line_next(s, place, load, &at, &state)) {
		const struct line_row *line = &s->lines[state.line];
		struct line_state_view *row = ARENA_PUSH(a, &rows, &count, &room);

		row->words = line_words(a, line);
		row->scope = line_scope_words(line->scope);
		row->status = line_status_words(line->status);
		row->agreed = agreed_words(a, line);
		row->used = line_amount(a, line, state.used);
		row->of = line_measure(a, line, &state, load->availability);
		row->state = !state.measured ? "Cannot be said" : state.passed ? "" : "Kept";
		row->binds = line_binds(s, &state);
		row->bound = binds_nobody_words(s);
	}
	view->lines = rows;
	view->lines_count = count;
}

/* ---- cases ---- */

static const char *holding_note(struct arena *a, const struct snapshot *s, const struct case_row *c)
{
	int32_t household = s->household_cases[c->household];

	if (c->state == CASE_CLOSING)
		return words_join(a, "closed on ", words_day(a, c->closed), ", tapering", NULL);
	if (household > 1)
		return words_join(a, "one of ", words_number(a, household), " in the household", NULL);
	return "";
}

/* Whoever holds a case says what it needs. */
static bool may_say(const struct page_context *ctx, const struct holding_row *h, const struct case_row *c)
{
	return ctx->day == ctx->app->today() && c->state == CASE_OPEN && h->post >= 0 && h->standing != HOLDING_ON_PAPER
		&& sight_is_person(ctx->sight, ctx->picture->snap->posts[h->post].person);
}

static void put_holding(const struct page_context *ctx, int32_t place, struct holding_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct holding_row *h = &s->holdings[place];
	const struct case_row *c = &s->cases[h->case_index];
	int32_t minutes = ctx->picture->loads.holding_minutes[place];

	bool work = sees_case(ctx->sight, FIELD_CASE_WORK, h->case_index);

	row->ref = case_words(ctx, h->case_index);
	row->href = case_href(ctx, h->case_index);
	row->type = work ? type_name(s, c) : "";
	row->grouped = work && c->type >= 0;
	row->group = c->type >= 0 ? snapshot_case_scheme(s, c)->types[c->type].group : 0;
	row->role = holding_words(a, h->role, h->share);
	row->since = work ? words_day(a, h->when.from) : "";
	row->minutes = minutes >= 0 ? words_int(a, minutes) : "not weighed";
	row->heavier_href = may_say(ctx, h, c) ? today_link(ctx, "cases", c->ref, "/needs") : "";
	row->note = work ? holding_note(a, s, c) : "";
}

/* What is in the load and on no case: time owed by itself, as far as it may be seen, and the rest. */
static void put_own_work(const struct page_context *ctx, const struct post_row *post, const struct post_load *load, struct post_view *view)
{
	int32_t owed = sees_post(ctx->sight, FIELD_WORKER_WORD, (int32_t)(post - ctx->picture->snap->posts)) ? load->owed_minutes : 0;
	int64_t rest = (int64_t)load->load_minutes - owed;

	for (int32_t i = 0; i < post->holdings_count; i++) {
		int32_t minutes = ctx->picture->loads.holding_minutes[ctx->picture->snap->post_holdings[post->first_holding + i]];

		rest -= minutes > 0 ? minutes : 0;
	}
	view->owed = owed > 0 ? words_int(ctx->arena, owed) : "";
	view->own_work = rest > 0 ? words_int(ctx->arena, rest) : "";
}

static void put_holdings(const struct page_context *ctx, const struct post_row *post, struct post_view *view)
{
	struct holding_view *rows = arena_array(ctx->arena, (size_t)post->holdings_count, sizeof *rows);
	int32_t *places = arena_array(ctx->arena, (size_t)post->holdings_count, sizeof *places);

	list_holdings(ctx->sight, ctx->picture->snap, &ctx->picture->loads, post, places);
	for (int32_t i = 0; i < post->holdings_count; i++)
		put_holding(ctx, places[i], &rows[i]);
	view->holdings = rows;
	view->holdings_count = (size_t)post->holdings_count;
}

/* ---- a post ---- */

static const char *post_heading(struct arena *a, const struct snapshot *s, const struct post_row *post)
{
	const char *fte = post->fte_millionths < 0 ? ""
		: post->fte_millionths == 1000000 ? ", full-time"
		: words_join(a, ", ", words_millionths(a, post->fte_millionths), " FTE", NULL);

	return words_join(a, team_label(s, post->team), fte, post->agency ? ", agency" : "", NULL);
}

static const char *post_sentence(struct arena *a, const struct scheme *scheme, const struct post_load *load)
{
	const char *hours = words_join(a, words_hours(a, load->load_minutes), " hours of work a week", NULL);
	const char *range = load->high_minutes > load->low_minutes
		? words_join(a, " In most weeks it will be between ", words_hours(a, load->low_minutes), " and ",
			words_hours(a, load->high_minutes), " (", value_state_words(scheme->range_source.state), ").", NULL) : "";

	if (load->used_permille < 0)
		return words_join(a, hours, "; ", availability_words(load->availability), ".", range, NULL);
	return words_join(a, hours, " against ", words_hours(a, load->capacity_minutes), " hours of capacity: ",
		band_words(load->band), ", ", band_note(a, load), ".", range, NULL);
}

static void put_post(const struct page_context *ctx, int32_t place, int32_t offered, struct post_view *view)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct post_row *post = &s->posts[place];
	const struct post_load *load = &ctx->picture->loads.posts[place];
	int32_t scale = chart_scale(load->used_permille);

	view->heading = post_heading(a, s, post);
	view->sentence = post_sentence(a, snapshot_post_scheme(s, post), load);
	view->axis = chart_axis(a, scale);
	view->bar = chart_load_bar(a, load, view->axis, scale);
	view->key = chart_key(a, s, &ctx->picture->loads, &place, 1);
	chart_load_bar_add(&view->bar, load, offered);
	view->key.more = view->bar.more_width > 0 ? words_join(a, "offered and not agreed: ", words_hours(a, offered), " h", NULL) : "";
	view->load_minutes = words_int(a, load->load_minutes);
	view->load_hours = words_join(a, words_hours(a, load->load_minutes), " hours", NULL);
	put_own_work(ctx, post, load, view);
	view->tags = tags_of_post(a, s, post, &view->tags_count);
	put_capacity(ctx, place, view);
	put_lines(ctx, place, load, view);
	put_holdings(ctx, post, view);
}

/* ---- the whole page ---- */

static void put_past_holding(const struct page_context *ctx, int32_t person, const struct held_case *held,
	struct past_holding_view *row)
{
	enum case_showing showing = case_showing_once_held(ctx->sight, held, person);
	struct arena *a = ctx->arena;
	bool shown = showing == CASE_SHOWN;

	row->ref = shown ? held->ref : case_showing_words(showing);
	row->href = once_held_href(ctx, held);
	row->role = holding_words(a, held->role, held->share);
	row->from = shown ? words_day(a, held->when.from) : "";
	row->until = shown ? words_day(a, held->when.until) : "";
	row->reason = shown ? end_of_holding_words(a, held->reason, sees_reason_once_held(ctx->sight, held, person)) : "";
	row->team = held->team;
}

/* Those that had ended by the day stay, in their order, the newest first. */
static size_t keep_ended(struct held_case *held, size_t count, int32_t day)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (held[i].when.until <= day)
			held[kept++] = held[i];
	return kept;
}

/* Those of which nothing is told stand last: their place among the others would tell when they were held. */
static void put_unnamed_last(const struct page_context *ctx, int32_t person, struct held_case *held, size_t count)
{
	struct held_case *unnamed = arena_array(ctx->arena, count, sizeof *unnamed);
	size_t named = 0, rest = 0;

	for (size_t i = 0; i < count; i++)
		if (case_showing_once_held(ctx->sight, &held[i], person) == CASE_SHOWN)
			held[named++] = held[i];
		else
			unnamed[rest++] = held[i];
	for (size_t i = 0; i < rest; i++)
		held[named + i] = unnamed[i];
}

/* Whether every holding that ended is asked for, not the newest only. */
static bool wants_all(const struct page_context *ctx)
{
	const char *before = request_query(ctx->request, "before");

	return before != NULL && str_equal(before, "all");
}

static int put_history(const struct page_context *ctx, int32_t person, struct worker_view *view, struct err *err)
{
	struct arena *a = ctx->arena;
	struct past_holding_view *rows;
	struct held_case *held;
	size_t count;
	bool all = wants_all(ctx);
	int rc = person_history_read(ctx->app->pictures, a, ctx->picture, person, &held, &count, err);

	if (rc < 0)
		return rc;
	count = keep_ended(held, count, ctx->day);
	put_unnamed_last(ctx, person, held, count);
	view->history_count = all || count <= HISTORY_SHOWN ? count : HISTORY_SHOWN;
	rows = arena_array(a, view->history_count, sizeof *rows);
	for (size_t i = 0; i < view->history_count; i++)
		put_past_holding(ctx, person, &held[i], &rows[i]);
	view->history = rows;
	view->history_note = view->history_count == count ? ""
		: words_join(a, "The newest ", words_number(a, HISTORY_SHOWN), " of ", words_number(a, (int64_t)count), ".", NULL);
	view->history_href = words_join(a, ctx->day_chosen ? words_join(a, ctx->suffix, "&", NULL) : "?", "before=all", NULL);
	return 0;
}

/* Of somebody with two posts: the work of the one that there is no capacity to hold it against. */
static const char *hours_without_contract(struct arena *a, const struct pooled_load *total)
{
	int64_t minutes = total->load_minutes - total->measured_minutes;

	return minutes == 0 ? "" : words_join(a, ", and ", words_hours(a, minutes), " h in a post whose contract is not known", NULL);
}

static const char *worker_sentence(struct arena *a, int32_t day, const struct person_row *person, const struct pooled_load *total)
{
	int64_t minutes = total->used_permille >= 0 ? total->measured_minutes : total->load_minutes;
	const char *first = words_join(a, words_weekday(a, day), ". ", words_hours(a, minutes), " hours of work a week", NULL);
	const char *posts = person->posts_count > 1
		? words_join(a, " in ", words_number(a, person->posts_count), " posts", NULL) : "";

	if (total->used_permille >= 0)
		return words_join(a, first, posts, ", against ", words_hours(a, total->capacity_minutes), " hours of capacity",
			hours_without_contract(a, total), ".", NULL);
	return words_join(a, first, posts, total->load_minutes != total->measured_minutes || total->bands[BAND_NOT_KNOWN] > 0
		? "; the records give no contract to set it against." : ", and no capacity to set it against.", NULL);
}

static struct tiles_view worker_tiles(struct arena *a, const struct pooled_load *total)
{
	enum { TILES = 3 };
	struct tile_view *t = arena_array(a, TILES, sizeof *t);

	if (total->used_permille >= 0)
		t[0] = (struct tile_view){words_percent(a, total->used_permille),
			total->posts > 1 ? "of capacity, both posts together" : "of capacity"};
	else if (total->bands[BAND_NOT_KNOWN] > 0)
		t[0] = (struct tile_view){"not known", "how much of capacity is used: the records give no contract"};
	else
		t[0] = (struct tile_view){"none", "of capacity: not available"};
	t[1] = (struct tile_view){words_join(a, words_hours(a, total->used_permille >= 0 ? total->measured_minutes
		: total->load_minutes), " h", NULL), total->used_permille < 0 ? "of work a week"
		: words_join(a, "of work a week, of ", words_hours(a, total->capacity_minutes), " h",
			hours_without_contract(a, total), NULL)};
	t[2] = (struct tile_view){words_int(a, total->cases),
		words_join(a, total->cases == 1 ? "case, of " : "cases, of ", words_count(a, total->households, "household", "households"), NULL)};
	return (struct tiles_view){t, TILES};
}

static struct sort_key *main_post_first(const struct page_context *ctx, const struct person_row *person)
{
	const struct snapshot *s = ctx->picture->snap;
	struct sort_key *keys = arena_array(ctx->arena, (size_t)person->posts_count, sizeof *keys);

	for (int32_t i = 0; i < person->posts_count; i++) {
		int32_t post = s->person_posts[person->first_post + i];

		keys[i] = (struct sort_key){post, s->posts[post].contract_minutes + 2, team_label(s, s->posts[post].team)};
	}
	sort_places(keys, (size_t)person->posts_count, true);
	return keys;
}

static int put_page(const struct page_context *ctx, int32_t place, struct worker_view *view, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct person_row *person = &s->persons[place];
	struct pooled_load total = pool_person(s, &ctx->picture->loads, place);
	struct post_view *posts = arena_array(ctx->arena, (size_t)person->posts_count, sizeof *posts);
	struct sort_key *keys;
	int rc = 0;

	view->name = person_label(person);
	view->tiles = worker_tiles(ctx->arena, &total);
	page_begin(ctx, &view->page, wants_all(ctx) ? words_join(ctx->arena, view->name, ", all that ended", NULL) : view->name, "");
	page_add_crumb(ctx, &view->page, s->employer.name, page_link(ctx, "", ""));
	keys = main_post_first(ctx, person);
	view->sentence = worker_sentence(ctx->arena, ctx->day, person, &total);
	if (person->posts_count > 0)
		view->sentence = words_join(ctx->arena, view->sentence, state_of_post(ctx->arena, s, &s->posts[keys[0].place],
			&ctx->picture->loads.posts[keys[0].place]), NULL);
	for (int32_t i = 0; i < person->posts_count && rc == 0; i++) {
		put_post(ctx, keys[i].place, view->offered_minutes != NULL ? view->offered_minutes[keys[i].place] : 0, &posts[i]);
		rc = trend_put(ctx, keys[i].place, &posts[i].trend, err);
	}
	if (person->posts_count > 0) {
		int32_t team = s->posts[keys[0].place].team;

		if (team_href(ctx, team)[0] != '\0')
			page_add_crumb(ctx, &view->page, team_label(s, team), team_href(ctx, team));
	}
	view->posts = posts;
	view->posts_count = (size_t)person->posts_count;
	view->tools = page_tools(ctx, NULL);
	return rc;
}

/* What is offered is a matter of today and of the worker themself; a page with it is kept by nobody, for it goes by the clock. What comes
 * on top of the load is for whoever sees the page. */
static int put_offers(struct page_context *ctx, struct response *res, struct worker_view *view, struct err *err)
{
	const unsigned offers = ROLES_MANAGERS_SIDE;
	const struct person_row *person = &ctx->picture->snap->persons[ctx->person];
	int rc = 0;

	view->notice = done_words(ctx);
	view->hand_over_href = view->first_cases_href = "";
	if (ctx->now != NULL)
		return 0;
	rc = proposals_minutes(ctx->app->pictures, ctx->arena, ctx->picture, &view->offered_minutes, err);
	if (rc == 0 && sight_is_person(ctx->sight, ctx->person))
		rc = offers_to_viewer(ctx, res, &view->offers, err);
	else if (rc == 0)
		rc = undo_if_done(ctx, res, ctx->request->path, &view->offers.undo, err);
	if (view->offers.rows_count + view->offers.others_count > 0)
		res->cache = "no-store";
	for (int32_t i = 0; i < person->posts_count && rc == 0; i++)
		if ((sight_roles_at_team(ctx->sight, ctx->picture->snap->posts[ctx->picture->snap->person_posts[person->first_post + i]].team)
			& offers) != 0 && !sight_is_person(ctx->sight, ctx->person)) {
			view->hand_over_href = words_join(ctx->arena, page_link(ctx, "workers", person->code), "/hand-over", NULL);
			view->first_cases_href = words_join(ctx->arena, page_link(ctx, "workers", person->code), "/first-cases", NULL);
		}
	return rc;
}

int page_worker(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct worker_view view = {.waits = {.sentence = ""}};
	enum resource_format format;
	bool forms = false;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	view.shows_looks = sees_person(ctx->sight, FIELD_WORKER_READS, ctx->person);
	if (view.shows_looks)
		rc = looks_read(ctx, LOOK_WORKER, route_value(ctx->match, "worker"), &view.looks, err);
	if (rc == 0 && sight_is_person(ctx->sight, ctx->person))
		rc = waiting_block(ctx, true, &view.waits, err);
	if (rc == 0 && ctx->match->format == ROUTE_HTML)
		rc = own_word(ctx, res, &view.word, &forms, err);
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format)) {
		if (page_is_unchanged(ctx, res))
			return 0;
		resource_worker(&res->body, format, ctx->picture, ctx->sight, ctx->person);
		return 0;
	}
	rc = put_offers(ctx, res, &view, err);
	if (rc < 0 || (!forms && !view.offers.undo.shown && view.offers.rows_count + view.offers.others_count == 0 && page_is_unchanged(ctx, res)))
		return rc;
	rc = put_history(ctx, ctx->person, &view, err);
	if (rc < 0)
		return rc;
	rc = put_page(ctx, ctx->person, &view, err);
	if (rc < 0)
		return rc;
	render_worker(&res->body, &view);
	return 0;
}
