/* /employers/CODE: how an employer stands. */
#include "web/pages/employer/employer.h"
#include "web/pages/case/restricted.h"

#include "core/round.h"
#include "routes.h"
#include "templates.h"
#include "web/admit.h"
#include "web/pages/common.h"
#include "web/pages/health/health.h"
#include "web/words.h"

enum { STRIP_SCALE = 2000 };

static const char *const SORT_KEYS[] = {"name", "-name", "-used", "used", "-over", "over", "-waiting", "waiting", NULL};

/* ---- the table of teams ---- */

static int64_t sort_value(const struct picture *p, int32_t team, const char *key)
{
	if (str_equal(key, "used"))
		return p->pools[team + 1].used_permille + 2;
	if (str_equal(key, "over"))
		return p->pools[team + 1].bands[BAND_OVER] + 1;
	if (str_equal(key, "waiting"))
		return p->waiting[team + 1].cases + 1;
	return 0;
}

static struct sort_key *sorted_teams(const struct page_context *ctx, const char *sort, size_t *ret_count)
{
	const struct picture *p = ctx->picture;
	struct sort_key *keys = arena_array(ctx->arena, p->snap->teams_count + 1, sizeof *keys);
	bool down = sort[0] == '-';
	size_t count = 0;

	for (int32_t team = -1; team < (int32_t)p->snap->teams_count; team++)
		if (picture_has_team(p, team))
			keys[count++] = (struct sort_key){team, sort_value(p, team, sort + (down ? 1 : 0)),
				team_label(p->snap, team)};
	sort_places(keys, count, down);
	*ret_count = count;
	return keys;
}

/* A dot is somebody's load: of a team that the viewer sees only the figures of, there is none. */
static struct strip_view team_strip(const struct page_context *ctx, int32_t team, struct axis_view axis)
{
	const struct picture *p = ctx->picture;
	size_t count;
	const int32_t *posts = team_posts(ctx->arena, p->snap, team, &count);
	size_t shown = sees_team(ctx->sight, FIELD_WORKER_LOAD, team) ? count : 0;
	struct post_load *loads = arena_array(ctx->arena, count, sizeof *loads);

	for (size_t i = 0; i < count; i++)
		loads[i] = p->loads.posts[posts[i]];
	return chart_strip(ctx->arena, loads, shown, axis, STRIP_SCALE);
}

static void put_team(const struct page_context *ctx, int32_t team, struct axis_view axis, struct team_line_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct pooled_load *pool = &ctx->picture->pools[team + 1];
	struct people people = people_of(s, &ctx->picture->loads, team);
	struct pile_sum waiting = ctx->picture->waiting[team + 1];

	row->name = team_label(s, team);
	row->href = team_href(ctx, team);
	row->manager = team >= 0 && sees_team(ctx->sight, FIELD_TEAM_MANAGER, team) ? s->teams[team].manager : "";
	row->strip = team_strip(ctx, team, axis);
	row->used = pool->used_permille >= 0 ? words_percent(a, pool->used_permille) : "not known";
	row->people = people_words(a, &people, pool->posts);
	row->under = pool->bands[BAND_UNDER];
	row->within = pool->bands[BAND_WITHIN];
	row->stretched = pool->bands[BAND_STRETCHED];
	row->over = pool->bands[BAND_OVER];
	row->not_available = pool->bands[BAND_NOT_AVAILABLE];
	row->not_known = pool->bands[BAND_NOT_KNOWN];
	row->waiting = words_int(a, waiting.cases);
	row->waiting_note = waiting.cases == 0 ? ""
		: words_join(a, waiting.cases == 1 ? "" : "longest ", words_count(a, waiting.longest_days, "day", "days"), NULL);
}

static void put_teams(const struct page_context *ctx, const char *sort, struct employer_view *view)
{
	size_t count;
	struct sort_key *keys = sorted_teams(ctx, sort, &count);
	struct team_line_view *rows = arena_array(ctx->arena, count, sizeof *rows);

	view->axis = chart_axis(ctx->arena, STRIP_SCALE);
	for (size_t i = 0; i < count; i++)
		put_team(ctx, keys[i].place, view->axis, &rows[i]);
	view->teams = rows;
	view->teams_count = count;
	view->by_name = page_sort_heading(ctx, "Team", "name", "", sort, false);
	view->by_used = page_sort_heading(ctx, "Of capacity", "used", "-", sort, true);
	view->by_over = page_sort_heading(ctx, "Over", "over", "-", sort, true);
	view->by_waiting = page_sort_heading(ctx, "Unallocated", "waiting", "-", sort, true);
}

static void put_all_teams(struct arena *a, const struct pooled_load *pool, const struct people *people, struct pile_sum waiting,
	struct all_teams_view *all)
{
	all->used = pool->used_permille >= 0 ? words_percent(a, pool->used_permille) : "not known";
	all->people = people_words(a, people, pool->posts);
	all->waiting = words_int(a, waiting.cases);
	all->under = words_int(a, pool->bands[BAND_UNDER]);
	all->within = words_int(a, pool->bands[BAND_WITHIN]);
	all->stretched = words_int(a, pool->bands[BAND_STRETCHED]);
	all->over = words_int(a, pool->bands[BAND_OVER]);
	all->not_available = words_int(a, pool->bands[BAND_NOT_AVAILABLE]);
	all->not_known = words_int(a, pool->bands[BAND_NOT_KNOWN]);
}

/* ---- what nobody is working on ---- */

static void put_reasons(const struct page_context *ctx, struct employer_view *view)
{
	struct pile_sum sums[PILE_REASONS];
	struct reason_view *rows = arena_array(ctx->arena, PILE_REASONS, sizeof *rows);

	pile_sums_by_reason(ctx->picture->pile, ctx->picture->pile_count, sums);
	for (int reason = 0; reason < PILE_REASONS; reason++)
		if (sums[reason].cases > 0)
			rows[view->reasons_count++] = (struct reason_view){pile_reason_words((enum pile_reason)reason),
				words_int(ctx->arena, sums[reason].cases),
				words_count(ctx->arena, sums[reason].longest_days, "day", "days")};
	view->reasons = rows;
}

/* ---- the official counts ---- */

static const char *tenths_or_none(struct arena *a, int32_t tenths)
{
	return tenths >= 0 ? words_tenths(a, tenths) : "none";
}

static void put_counts(const struct page_context *ctx, struct employer_view *view)
{
	enum { COUNTS = 4 };
	struct arena *a = ctx->arena;
	const struct counts *c = &ctx->picture->counts;
	const struct scheme_average *average = counts_average_beside(c, ctx->day);
	struct count_line_view *rows = arena_array(a, COUNTS, sizeof *rows);
	const char *day = words_day(a, ctx->day);

	rows[0] = (struct count_line_view){"Average caseload: cases held for each full-time holder",
		tenths_or_none(a, c->average_tenths), average != NULL ? words_tenths(a, average->tenths) : "",
		without_fte_words(a, c)};
	rows[1] = (struct count_line_view){"Half of the holders have at most", words_count(a, c->median, "case", "cases"), "", ""};
	rows[2] = (struct count_line_view){"Nine in ten have at most", words_count(a, c->p90, "case", "cases"), "", ""};
	rows[3] = (struct count_line_view){"Open cases held by nobody", words_int(a, (int64_t)c->unallocated_count), "", ""};
	view->source = average != NULL ? average->text : "";
	view->counts = rows;
	view->counts_count = COUNTS;
	view->country = average != NULL ? c->scheme->country : "";
	view->counts_sentence = words_join(a, "By the rules of the official statistics, on ", day,
		". A count says nothing of how much work a case is, and an average hides the tail.", NULL);
}

/* ---- the head ---- */

static const char *overview_sentence(struct arena *a, int32_t day, const struct people *people, struct pile_sum waiting)
{
	const char *wait = waiting.cases == 0 ? "no open case is without somebody"
		: words_join(a, words_count(a, waiting.cases, "open case has", "open cases have"), " nobody working on ",
			waiting.cases == 1 ? "it" : "them", NULL);

	return words_join(a, words_weekday(a, day), ". ", people_past_line(a, people), ", and ", wait, ".", NULL);
}

static struct tiles_view overview_tiles(struct arena *a, const struct picture *p, const struct pooled_load *pool,
	const struct people *people, struct pile_sum waiting)
{
	enum { TILES = 4 };
	struct tile_view *t = arena_array(a, TILES, sizeof *t);

	t[0] = capacity_tile(a, pool, people, "capacity");
	t[1] = past_line_tile(a, pool, people);
	t[2] = (struct tile_view){words_int(a, waiting.cases), waiting.cases == 0 ? "cases unallocated"
		: words_join(a, waiting.cases == 1 ? "unallocated, for " : "unallocated, longest ",
			words_count(a, waiting.longest_days, "day", "days"), NULL)};
	t[3] = (struct tile_view){words_int(a, p->counts.open_cases),
		words_join(a, p->counts.open_cases == 1 ? "open case, of " : "open cases, of ",
			words_count(a, p->counts.households, "household", "households"), NULL)};
	return (struct tiles_view){t, TILES};
}

static void put_head(const struct page_context *ctx, struct employer_view *view)
{
	struct pooled_load pool = pool_employer(ctx->picture->snap, &ctx->picture->loads);
	struct people people = people_of(ctx->picture->snap, &ctx->picture->loads, TEAMS_ALL);
	struct pile_sum waiting = waiting_in_all(ctx->picture);

	view->name = ctx->picture->snap->employer.name;
	view->sentence = words_join(ctx->arena, overview_sentence(ctx->arena, ctx->day, &people, waiting),
		no_holders_words(ctx->picture->snap), NULL);
	view->tiles = overview_tiles(ctx->arena, ctx->picture, &pool, &people, waiting);
	put_all_teams(ctx->arena, &pool, &people, waiting, &view->all);
	view->no_holders = no_holders_words(ctx->picture->snap);
	view->restricted = restricted_link(ctx, RESTRICTED_OF_ALL);
	view->unallocated_href = page_link(ctx, "unallocated", "");
	view->counts_href = page_link(ctx, "counts", "");
	view->patterns_href = page_link(ctx, "patterns", "");
	view->health_href = health_href(ctx, TEAMS_ALL);
	view->equality_href = admits_to_path(ctx, "/employers/x/equality") ? page_link(ctx, "equality", "") : "";
	page_begin(ctx, &view->page, "Loads by team", "");
}

int page_employer(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct employer_view view = {0};
	enum resource_format format;
	const char *sort;
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
		resource_employer(&res->body, format, ctx->picture, ctx->sight);
		return 0;
	}
	put_head(ctx, &view);
	put_teams(ctx, sort, &view);
	put_reasons(ctx, &view);
	put_counts(ctx, &view);
	view.tools = page_tools(ctx, sort);
	render_employer(&res->body, &view);
	return 0;
}
