/* /employers/CODE/health/MEASURE: one measure of the health check. */
#include "web/pages/health/health_measure.h"

#include "core/load.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/health_words.h"
#include "web/pages/common.h"
#include "web/words.h"

/* ---- the figure ---- */

static const char *figure_sentence(const struct page_context *ctx, enum health_measure m, const struct health *h)
{
	struct arena *a = ctx->arena;
	const struct health_figure *f = &h->figures[m];
	const char *parts = health_parts_words(a, m, f);
	const char *when = health_measure_row(m)->when == HEALTH_AT ? words_join(a, "On ", words_day(a, h->day), NULL)
		: health_period_words(a, h->period);

	return words_join(a, when, ", ", health_scope_words(a, ctx->picture->snap, h->scope), parts[0] != '\0' ? ": " : "", parts, ".", NULL);
}

/* ---- by team ---- */

static bool is_shown(const struct page_context *ctx, const struct health_asked *asked, int32_t team)
{
	return picture_has_team(ctx->picture, team) && health_in_scope(ctx->picture->snap, asked->scope, team);
}

static int put_teams(const struct page_context *ctx, const struct health_asked *asked, enum health_measure m, struct health_measure_view *view,
	struct err *err)
{
	struct arena *a = ctx->arena;
	struct measure_team_view *rows = arena_array(a, ctx->picture->snap->teams_count, sizeof *rows);
	struct health *h = arena_alloc(a, sizeof *h);
	int rc = 0;

	for (int32_t team = 0; team < (int32_t)ctx->picture->snap->teams_count && asked->scope.team == TEAMS_ALL && rc == 0; team++) {
		struct health_asked of_team = {asked->period, {.service = asked->scope.service, .team = team}};

		if (!is_shown(ctx, asked, team))
			continue;
		rc = health_check_for(ctx->app->pictures, a, ctx->picture, ctx->sight, &of_team, h, err);
		if (rc == 0)
			rows[view->teams_count++] = (struct measure_team_view){team_label(ctx->picture->snap, team),
				health_asked_href(ctx, health_measure_row(m)->code, "", &of_team), health_figure_words(a, m, &h->figures[m]),
				health_parts_words(a, m, &h->figures[m])};
	}
	view->teams = rows;
	return rc;
}

/* ---- the page ---- */

static struct tools_view tools_of(const struct page_context *ctx, const char *code, const struct health_asked *asked)
{
	return (struct tools_view){.csv_href = health_asked_href(ctx, code, ".csv", asked), .json_href = health_asked_href(ctx, code, ".json", asked),
		.action = "", .on = "", .sort = ""};
}

static int show(struct page_context *ctx, struct response *res, const struct health_asked *asked, enum health_measure m,
	const struct health *h, struct err *err)
{
	struct arena *a = ctx->arena;
	const struct health_measure_row *row = health_measure_row(m);
	const struct health_figure *f = &h->figures[m];
	struct health_measure_view view = {.heading = words_join(a, row->words, health_asked_title(ctx, asked), NULL),
		.section = health_section_words(row->section), .figure = health_figure_words(a, m, f), .known = f->known == HEALTH_KNOWN,
		.sentence = figure_sentence(ctx, m, h), .beside = health_beside_words(a, m, h->figures), .gap = health_gap_words(a, f),
		.definition = row->definition, .source = row->source, .filters = health_filters(ctx, row->code, asked),
		.tools = tools_of(ctx, row->code, asked)};
	int rc = put_teams(ctx, asked, m, &view, err);

	if (rc < 0)
		return rc;
	page_begin(ctx, &view.page, words_join(a, "Health check: ", view.heading, NULL), "health");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, words_join(a, "Health check", health_asked_title(ctx, asked), NULL), health_asked_href(ctx, "", "", asked));
	render_health_measure(&res->body, &view);
	return 0;
}

int page_health_measure(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	enum resource_format format;
	struct health_asked asked;
	enum health_measure m;
	struct health *h = arena_alloc(ctx->arena, sizeof *h);
	int rc = health_asked_open(ctx, &asked, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (!health_measure_parse(route_value(ctx->match, "measure"), &m))
		return err_set(err, PL_NOT_FOUND, "The health check has no measure of this name.");
	if (page_is_unchanged(ctx, res))
		return 0;
	rc = health_check_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->sight, &asked, h, err);
	if (rc < 0)
		return rc;
	if (!page_is_data(ctx, res, &format))
		return show(ctx, res, &asked, m, h, err);
	resource_health(&res->body, format, ctx->picture, h);
	return 0;
}
