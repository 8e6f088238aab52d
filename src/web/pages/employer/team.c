/* /employers/CODE/teams/TEAM: the board. */
#include "web/pages/common.h"
#include "web/pages/worker/about_post.h"
#include "web/pages/employer/team.h"
#include "web/pages/employer/patterns.h"
#include "web/pages/health/health.h"
#include "web/pages/case/restricted.h"
#include "core/round.h"
#include "routes.h"
#include "templates.h"
#include "service/allocation/proposals_seen.h"
#include "web/app.h"
#include "web/words.h"

static const char *const SORT_KEYS[] = {"-band", "band", "name", "-name", "load", "-load", "cases", "-cases", NULL};

/* ---- one row ---- */

static const char *households_words(struct arena *a, const struct post_load *load)
{
	const char *households = words_count(a, load->households, "household", "households");

	if (load->closing == 0)
		return households;
	return words_join(a, households, ", ", words_int(a, load->closing), " closing", NULL);
}

static void put_row(const struct page_context *ctx, const struct listed_post *listed, const int32_t *offered, struct axis_view axis,
	int32_t scale, struct board_row_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct post_row *post = &s->posts[listed->post];
	const struct post_load *load = &ctx->picture->loads.posts[listed->post];

	row->name = listed_label(ctx, listed);
	row->href = listed->number == 0 ? worker_href(ctx, post->person) : "";
	row->note = "";
	if (sees_post(ctx->sight, FIELD_WORKER_POST, listed->post)) {
		row->tags = tags_of_post(a, s, post, &row->tags_count);
		row->note = note_of_post(a, load);
	}
	row->bar = chart_load_bar(a, load, axis, scale);
	if (offered != NULL && sees_post(ctx->sight, FIELD_PROPOSAL, listed->post))
		chart_load_bar_add(&row->bar, load, offered[listed->post]);
	row->hours = words_hours(a, load->load_minutes);
	row->of_hours = capacity_words(a, load);
	row->cases = words_int(a, load->cases);
	row->households = households_words(a, load);
	row->band = band_words(load->band);
	row->band_note = band_note(a, load);
	row->over = load->band == BAND_OVER;
}

/* ---- the table ---- */

/* Fullest last; those who cannot be measured, and those who are away, before all others. */
static int64_t fullness(const struct post_load *load)
{
	static const int64_t ORDER[] = {[BAND_NOT_AVAILABLE] = 0, [BAND_NOT_KNOWN] = 1, [BAND_UNDER] = 2, [BAND_WITHIN] = 3,
		[BAND_STRETCHED] = 4, [BAND_OVER] = 5};
	int64_t most = load->line_permille > load->used_permille ? load->line_permille : load->used_permille;

	return ORDER[load->band] * INT32_MAX + most + 2;
}

static int64_t sort_value(const struct post_load *load, const char *key)
{
	if (str_equal(key, "name"))
		return 0;
	if (str_equal(key, "load"))
		return load->load_minutes;
	if (str_equal(key, "cases"))
		return load->cases;
	return fullness(load);
}

/* Who has no name stands under the number, so that no order tells it. Keys are places in `posts`. */
static struct sort_key *sorted_posts(const struct page_context *ctx, const struct listed_post *posts, size_t count, const char *sort)
{
	const struct picture *p = ctx->picture;
	struct sort_key *keys = arena_array(ctx->arena, count, sizeof *keys);
	bool down = sort[0] == '-';

	for (size_t i = 0; i < count; i++)
		keys[i] = (struct sort_key){(int32_t)i, sort_value(&p->loads.posts[posts[i].post], sort + (down ? 1 : 0)),
			posts[i].number == 0 ? listed_label(ctx, &posts[i])
					     : arena_printf(ctx->arena, "Worker %04d", posts[i].number)};
	sort_places(keys, count, down);
	return keys;
}

static void put_table(const struct page_context *ctx, const int32_t *places, size_t places_count, const int32_t *offered,
	const char *sort, struct team_view *view)
{
	struct listed_post *posts = arena_array(ctx->arena, places_count, sizeof *posts);
	size_t count = list_posts(ctx->sight, ctx->picture->snap, &ctx->picture->loads, places, places_count, posts);
	struct sort_key *keys = sorted_posts(ctx, posts, count, sort);
	struct board_row_view *rows = arena_array(ctx->arena, count, sizeof *rows);
	int32_t most = 0, scale;

	for (size_t i = 0; i < count; i++) {
		int32_t used = ctx->picture->loads.posts[posts[i].post].used_permille;

		most = used > most ? used : most;
	}
	scale = chart_scale(most);
	view->axis = chart_axis(ctx->arena, scale);
	for (size_t i = 0; i < count; i++)
		put_row(ctx, &posts[keys[i].place], offered, view->axis, scale, &rows[i]);
	view->rows = rows;
	view->rows_count = count;
	if (count > 0)
		view->key = chart_key(ctx->arena, ctx->picture->snap, &ctx->picture->loads, places, places_count);
	for (size_t i = 0; i < count; i++)
		if (rows[i].bar.more_width > 0)
			view->key.more = "offered and not agreed";
	view->by_name = page_sort_heading(ctx, "Person", "name", "", sort, false);
	view->by_load = page_sort_heading(ctx, "Hours a week", "load", "-", sort, true);
	view->by_cases = page_sort_heading(ctx, "Cases", "cases", "-", sort, true);
	view->by_band = page_sort_heading(ctx, "Band", "band", "-", sort, false);
}

/* ---- what is said above it ---- */

static struct pooled_load pool_posts(const struct picture *p, const int32_t *posts, size_t count)
{
	struct pooled_load pool = {0};

	for (size_t i = 0; i < count; i++)
		pool_add(&pool, &p->loads.posts[posts[i]]);
	pool_finish(&pool);
	pool.households = households_of_posts(p->snap, posts, count);
	return pool;
}

static const char *past_line_sentence(struct arena *a, const struct people *people)
{
	if (people->all == 0)
		return "Nobody is in post here.";
	if (people->not_known > 0)
		return words_join(a, people_past_line(a, people), ".", NULL);
	if (people->past_line == 0)
		return "Nobody is past their line.";
	if (people->all == 1)
		return "The one person here is past their line.";
	return words_join(a, words_number_first(a, people->past_line), " of ", words_number(a, people->all),
		people->past_line == 1 ? " people is past their line." : " people are past their line.", NULL);
}

static const char *carries_words(struct arena *a, const struct pooled_load *pool, const struct people *people)
{
	if (pool->used_permille < 0 && people->without_contract > 0)
		return words_join(a, "The team carries ", words_int(a, whole_hours(pool->load_minutes)),
			" hours of work a week; how many it has is not known", NULL);
	return words_join(a, "The team carries ", words_int(a, whole_hours(pool->measured_minutes)),
		" hours of work a week and has ", words_int(a, whole_hours(pool->capacity_minutes)), " hours",
		unmeasured_words(a, pool, people), NULL);
}

static const char *board_sentence(struct arena *a, int32_t day, const struct pooled_load *pool, const struct people *people,
	struct pile_sum waiting)
{
	bool room = people->without_contract == 0 && pool->load_minutes <= pool->capacity_minutes;
	const char *wait = waiting.cases == 0 ? ". No case waits."
		: words_join(a, room ? ", but " : ", and ", words_count(a, waiting.cases, "case has", "cases have"), " nobody.", NULL);

	return words_join(a, words_weekday(a, day), ". ", past_line_sentence(a, people), " ", carries_words(a, pool, people), wait,
		NULL);
}

static struct tiles_view board_tiles(struct arena *a, const struct pooled_load *pool, const struct people *people,
	struct pile_sum waiting)
{
	enum { TILES = 4 };
	struct tile_view *t = arena_array(a, TILES, sizeof *t);

	t[0] = capacity_tile(a, pool, people, "the team’s capacity");
	t[1] = past_line_tile(a, pool, people);
	t[2] = (struct tile_view){words_int(a, waiting.cases), waiting.cases == 0 ? "cases that nobody works on"
		: words_join(a, waiting.cases == 1 ? "case that nobody works on, for " : "cases that nobody works on, longest ",
			words_count(a, waiting.longest_days, "day", "days"), NULL)};
	t[3] = (struct tile_view){words_int(a, pool->cases),
		words_join(a, pool->cases == 1 ? "case held, of " : "cases held, of ",
			words_count(a, pool->households, "household", "households"), NULL)};
	return (struct tiles_view){t, TILES};
}

static void put_head(const struct page_context *ctx, int32_t team, const struct pooled_load *pool, struct team_view *view)
{
	const struct snapshot *s = ctx->picture->snap;
	struct pile_sum waiting = ctx->picture->waiting[team + 1];
	struct people people = people_of(s, &ctx->picture->loads, team);

	view->name = team_label(s, team);
	view->manager = team >= 0 && sees_team(ctx->sight, FIELD_TEAM_MANAGER, team) ? s->teams[team].manager : "";
	view->sentence = board_sentence(ctx->arena, ctx->day, pool, &people, waiting);
	view->waiting_href = waiting.cases == 0 ? "" : pile_href(ctx, team);
	view->restricted = restricted_link(ctx, team);
	view->patterns_href = patterns_href(ctx, team);
	view->health_href = team >= 0 ? health_href(ctx, team) : "";
	view->tiles = board_tiles(ctx->arena, pool, &people, waiting);
	page_begin(ctx, &view->page, words_join(ctx->arena, view->name, ": loads", NULL), "");
	page_add_crumb(ctx, &view->page, s->employer.name, page_link(ctx, "", ""));
}

int page_team(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct team_view view = {0};
	struct pooled_load pool;
	enum resource_format format;
	const int32_t *posts;
	int32_t *offered = NULL;
	const char *sort;
	size_t count;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0 || (rc = page_sort(ctx, SORT_KEYS, &sort, err)) < 0)
		return rc;
	rc = waiting_block(ctx, false, &view.waits, err);
	if (rc < 0)
		return rc;
	if (page_is_unchanged(ctx, res))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_loads(&res->body, format, ctx->picture, ctx->sight,
			(struct resource_scope){ctx->team >= 0 ? ctx->team : RESOURCE_NO_TEAM, -1});
		return 0;
	}
	/* Of a day gone by it is not told what was on offer. */
	if (ctx->now == NULL && (rc = proposals_minutes(ctx->app->pictures, ctx->arena, ctx->picture, &offered, err)) < 0)
		return rc;
	posts = team_posts(ctx->arena, ctx->picture->snap, ctx->team, &count);
	pool = pool_posts(ctx->picture, posts, count);
	put_head(ctx, ctx->team, &pool, &view);
	if ((rc = pile_first(ctx, ctx->team, &view.first, err)) < 0)
		return rc;
	put_table(ctx, posts, count, offered, sort, &view);
	view.tools = page_tools(ctx, sort);
	render_team(&res->body, &view);
	return 0;
}
