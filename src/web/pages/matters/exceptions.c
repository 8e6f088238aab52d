/* /employers/CODE/exceptions: broken lines and who allowed them. */
#include "web/pages/matters/exceptions.h"

#include "api/resource.h"
#include "base/clock.h"
#include "core/closing.h"
#include "routes.h"
#include "service/matters/matters.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/pages/matters/matter_words.h"
#include "web/words.h"

/* ---- lines that are passed ---- */

static const char *step_words(const struct page_context *ctx, const struct matter_seen *m, const struct matter_step_row *s)
{
	struct arena *a = ctx->arena;
	const char *day = words_day(a, local_day(clock_minute(s->instant)));

	if (s->step == MATTER_ANSWER)
		return words_join(a, "answered by ", who_words(ctx, s->login), " on ", day, NULL);
	return words_join(a, s->step == MATTER_ESCALATE ? went_up_words(s) : "", s->step == MATTER_ESCALATE ? "; " : "", "with the ", matter_level_words(m, s->level), " since ", day, NULL);
}

static const char *steps_words(const struct page_context *ctx, const struct matter_seen *m, const char *before)
{
	const char *words = before;

	for (size_t i = 0; i < m->row.steps_count; i++)
		words = words_join(ctx->arena, words, words[0] != '\0' ? "; " : "", step_words(ctx, m, &m->row.steps[i]), NULL);
	return words;
}

static void put_broken_row(const struct page_context *ctx, const struct matter_seen *m, struct broken_line_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	int32_t person = m->post >= 0 ? s->posts[m->post].person : -1;

	row->worker = person >= 0 ? person_label(&s->persons[person]) : "Somebody no longer in post";
	row->href = person >= 0 ? worker_href(ctx, person) : "";
	row->team = m->team >= 0 ? team_label(s, m->team) : "";
	row->line = matter_line(ctx, m);
	row->now = matter_used(ctx, m);
	row->since = m->row.when.from == DAY_MIN ? "" : words_day(a, m->row.when.from);
	row->matter_href = matter_href(ctx, m->row.id);
	row->post_id = m->row.post_id;
	row->line_id = m->row.line_id;
}

/* The row of the same load and line, for what is grave is put to two at once; else a new one. */
static struct broken_line_view *broken_row(const struct page_context *ctx, const struct matter_seen *m, struct exceptions_view *view)
{
	for (size_t i = 0; i < view->broken_count; i++)
		if (view->broken[i].post_id == m->row.post_id && view->broken[i].line_id == m->row.line_id)
			return &view->broken[i];
	view->broken[view->broken_count].steps = "";
	put_broken_row(ctx, m, &view->broken[view->broken_count]);
	return &view->broken[view->broken_count++];
}

static void put_broken(const struct page_context *ctx, const struct matter_seen *rows, size_t count, struct exceptions_view *view)
{
	view->broken = arena_array(ctx->arena, count, sizeof *view->broken);
	for (size_t i = 0; i < count; i++) {
		struct broken_line_view *row = broken_row(ctx, &rows[i], view);

		row->steps = steps_words(ctx, &rows[i], row->steps);
		row->unanswered = row->unanswered || rows[i].row.matter.state == MATTER_OPEN;
	}
}

/* Of those that were put to somebody; one that began since the clock last came round was put to nobody yet. */
static const char *others_words(struct arena *a, size_t all, size_t listed)
{
	if (all <= listed)
		return "";
	return listed == 0 ? "Each of them is listed for the worker and for those who answer for the team; here they are counted, team by team."
		: words_join(a, words_count(a, (int64_t)(all - listed), "more is", "more are"),
		" of teams that are not yours: counted below, and not listed.", NULL);
}

static void put_team(const struct page_context *ctx, int32_t team, struct lines_of_team_view *row)
{
	const struct posts_past_line past = posts_past_line(ctx->picture->snap, &ctx->picture->loads, team);

	*row = (struct lines_of_team_view){team_label(ctx->picture->snap, team), words_int(ctx->arena, past.without_leave + past.with_leave),
		words_int(ctx->arena, past.with_leave), words_int(ctx->arena, past.without_leave)};
}

static void put_teams(const struct page_context *ctx, struct exceptions_view *view)
{
	const struct snapshot *s = ctx->picture->snap;

	view->teams = arena_array(ctx->arena, s->teams_count + 1, sizeof *view->teams);
	for (int32_t team = -1; team < (int32_t)s->teams_count; team++)
		if (picture_has_team(ctx->picture, team) && sees_team(ctx->sight, FIELD_TEAM_FIGURES, team))
			put_team(ctx, team, &view->teams[view->teams_count++]);
	put_team(ctx, TEAMS_ALL, &view->all);
	view->all.team = "All teams";
}

/* ---- exceptions ---- */

static int32_t service_of(const struct snapshot *s, int32_t post)
{
	int32_t team = s->posts[post].team;

	return team >= 0 ? s->teams[team].service : 0;
}

static const char *service_name(const struct snapshot *s, int32_t service)
{
	return service >= 0 && service < (int32_t)s->services_count ? s->services[service].name : "another service";
}

/* Names stand for those who may know a manager's. */
static const char *allower(const struct page_context *ctx, const struct exception_row *x)
{
	return (viewer_roles(ctx->viewer) & field_roles(FIELD_TEAM_MANAGER, NEAR_ELSEWHERE)) != 0 ? x->allowed_by : "a named senior";
}

struct exception_sum {
	int32_t service, in_force, once, twice;
	const char *by;
};

static void put_sums(const struct page_context *ctx, struct exceptions_view *view)
{
	const struct snapshot *s = ctx->picture->snap;
	struct exception_sum *sums = arena_array(ctx->arena, s->exceptions_count, sizeof *sums);
	size_t count = 0;

	for (size_t i = 0; i < s->exceptions_count; i++) {
		const struct exception_row *x = &s->exceptions[i];
		const char *by = allower(ctx, x);
		size_t at = 0;

		while (at < count && (sums[at].service != service_of(s, x->post) || !str_equal(sums[at].by, by)))
			at++;
		if (at == count)
			sums[count++] = (struct exception_sum){.service = service_of(s, x->post), .by = by};
		sums[at].in_force++;
		sums[at].once += x->renewals == 1 ? 1 : 0;
		sums[at].twice += x->renewals >= 2 ? 1 : 0;
	}
	view->sums = arena_array(ctx->arena, count, sizeof *view->sums);
	view->sums_count = count;
	for (size_t i = 0; i < count; i++)
		view->sums[i] = (struct exception_sum_view){service_name(s, sums[i].service), sums[i].by, words_int(ctx->arena, sums[i].in_force),
			words_int(ctx->arena, sums[i].once), words_int(ctx->arena, sums[i].twice)};
}

static void put_exception(const struct page_context *ctx, const struct exception_row *x, struct exception_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	int32_t line = snapshot_find_line_id(s, x->line_id);
	bool counts = line >= 0 && s->lines[line].kind == LINE_COUNT;

	row->line = line >= 0 ? line_words(a, &s->lines[line]) : "protected capacity of the newly qualified";
	row->worker = person_label(&s->persons[s->posts[x->post].person]);
	row->href = worker_href(ctx, s->posts[x->post].person);
	row->team = team_label(s, s->posts[x->post].team);
	row->value = counts ? words_count(a, x->value, "case", "cases") : words_join(a, words_percent(a, x->value), " of capacity", NULL);
	row->when = words_join(a, words_day(a, x->when.from), " to ", words_day(a, x->when.until - 1), NULL);
	row->by = allower(ctx, x);
	row->renewed = x->renewals == 0 ? "not renewed" : x->renewals == 1 ? "renewed once"
		: words_join(a, "renewed ", words_int(a, x->renewals), " times", NULL);
}

static void put_exceptions(const struct page_context *ctx, struct exceptions_view *view)
{
	const struct snapshot *s = ctx->picture->snap;

	view->exceptions = arena_array(ctx->arena, s->exceptions_count, sizeof *view->exceptions);
	for (size_t i = 0; i < s->exceptions_count; i++)
		if (sees_name_of_post(ctx->sight, s->exceptions[i].post))
			put_exception(ctx, &s->exceptions[i], &view->exceptions[view->exceptions_count++]);
}

/* ---- the page ---- */

/* The same figure as on the first page, where it is another: why. */
static const char *first_page_words(const struct page_context *ctx, int32_t past)
{
	struct people people = people_of(ctx->picture->snap, &ctx->picture->loads, TEAMS_ALL);

	if (people.past_line == past)
		return "";
	return words_join(ctx->arena, " The first page counts ", words_count(ctx->arena, people.past_line, "person", "people"), " past their line: somebody with "
		"two posts once, who is away not at all, and who has more work than capacity also where no line says so.", NULL);
}

static const char *answered_words(struct arena *a, const struct over_line_sum *sum)
{
	return sum->lines == 0 ? "" : words_join(a, " ", words_count(a, (int64_t)sum->lines, "has", "have"), " been put to somebody by name, and ",
		sum->unanswered == 0 ? "each was answered." : words_join(a, words_count(a, (int64_t)sum->unanswered, "waits", "wait"), " for an answer.", NULL), NULL);
}

static const char *sentence_of(const struct page_context *ctx, const struct over_line_sum *sum)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct posts_past_line past = posts_past_line(s, &ctx->picture->loads, TEAMS_ALL);
	int32_t all = past.without_leave + past.with_leave;

	return words_join(a, s->employer.principles ? "By principles: lines are shown and bind nobody, and what was asked about them is suspended. " : "",
		words_weekday(a, ctx->day), ". ", words_count(a, all, "load is", "loads are"), " past a line", all == 0 ? "." : words_join(a, ": ",
		words_int(a, past.without_leave), " without leave, and ", words_int(a, past.with_leave), " as far as an exception in force allows.", NULL),
		answered_words(a, sum), first_page_words(ctx, all), NULL);
}

int page_exceptions(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct exceptions_view view = {.others = ""};
	struct matter_seen *rows = NULL;
	struct over_line_sum sum = {0};
	size_t count = 0;
	enum resource_format format;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	res->cache = "no-store";
	if (ctx->day == ctx->app->today())
		rc = matters_over_line(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), &rows, &count,
			&sum, err);
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format)) {
		resource_exceptions(&res->body, format, ctx->picture, ctx->sight, rows, count);
		return 0;
	}
	put_broken(ctx, rows, count, &view);
	view.others = others_words(ctx->arena, sum.lines, view.broken_count);
	put_teams(ctx, &view);
	put_sums(ctx, &view);
	put_exceptions(ctx, &view);
	view.sentence = sentence_of(ctx, &sum);
	view.tools = page_tools(ctx, NULL);
	view.settings_href = today_link(ctx, "settings", "", "");
	view.propose_href = admits_to_path(ctx, "/employers/x/line-changes") ? today_link(ctx, "line-changes", "", "") : "";
	page_begin(ctx, &view.page, "Broken lines and exceptions", "exceptions");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	render_exceptions(&res->body, &view);
	return 0;
}
