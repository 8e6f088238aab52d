/* /employers/CODE/health/MEASURE: one measure of the health check. */
#include "web/pages/health/health_measure.h"

#include "core/health_words.h"
#include "core/load.h"
#include "routes.h"
#include "service/health/health_series.h"
#include "service/health/residue.h"
#include "templates.h"
#include "web/app.h"
#include "web/health_words.h"
#include "web/pages/health/health_behind.h"
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

	return words_join(a, when, ", ", health_scope_words(a, ctx->picture->snap, h->scope), parts[0] != '\0' ? ": " : "",
		parts, ".", NULL);
}

/* ---- by month ---- */

enum { MONTHS = 24, POINTS_LEAST = 2, HOUR = 60, TENTHS = 10, HUNDREDTHS = 100, ALL_PERMILLE = 1000 };

#define VALUE_WORDS(name, unit) \
	static const char *words_of_##name(struct arena *a, int64_t value) \
	{ \
		return health_value_words(a, unit, value); \
	}
VALUE_WORDS(count, HEALTH_CASES)
VALUE_WORDS(days, HEALTH_DAYS)
VALUE_WORDS(fte, HEALTH_FTE)
VALUE_WORDS(minutes, HEALTH_MINUTES)
VALUE_WORDS(share, HEALTH_PERCENT)
VALUE_WORDS(mean, HEALTH_MEAN)
VALUE_WORDS(pounds, HEALTH_POUNDS)

/* How the values of a unit are printed beside an axis, and of what its round values are multiples. */
static void set_unit(enum health_unit unit, struct control_plot_told *told)
{
	static const struct {
		plot_words *words;
		int64_t unit;
	} UNITS[] = {[HEALTH_PEOPLE] = {words_of_count, 1}, [HEALTH_POSTS] = {words_of_count, 1},
		[HEALTH_CASES] = {words_of_count, 1},
		[HEALTH_TIMES] = {words_of_count, 1}, [HEALTH_DAYS] = {words_of_days, 1}, [HEALTH_FTE] = {words_of_fte, HUNDREDTHS},
		[HEALTH_MINUTES] = {words_of_minutes, HOUR}, [HEALTH_PERCENT] = {words_of_share, TENTHS},
		[HEALTH_MEAN] = {words_of_mean, 1}, [HEALTH_EACH] = {words_of_mean, TENTHS}, [HEALTH_POUNDS] = {words_of_pounds, 1}};

	told->words = UNITS[unit].words;
	told->unit = UNITS[unit].unit;
}

/* What a share is of cannot be passed; what is used of a capacity can. */
static void set_range(enum health_measure m, struct control_plot_told *told)
{
	bool is_part = health_measure_row(m)->unit == HEALTH_PERCENT && health_parts_of(m).whole == PART_COUNT &&
		health_parts_of(m).whole_words[0] != '\0';

	told->least = m == MEASURE_GAP || m == MEASURE_GAP_FTE ? INT64_MIN : 0;
	told->most = is_part ? ALL_PERMILLE : INT64_MAX;
}

static const char *short_month(struct arena *a, int32_t day)
{
	static const char *const MONTHS_SHORT[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec"};
	int year, month, day_of_month;

	date_to_civil(day, &year, &month, &day_of_month);
	return arena_printf(a, "%s %02d", MONTHS_SHORT[month - 1], year % HUNDREDTHS);
}

static struct control_value value_of(struct arena *a, enum health_measure m, const struct health_point *p)
{
	const char *month = words_month(a, p->month.from);

	return (struct control_value){.when = p->unfinished ? words_join(a, month, ", not over", NULL) : month,
		.when_short = short_month(a, p->month.from), .known = p->figure.known == HEALTH_KNOWN, .charted = p->charted,
		.value = p->figure.value,
		.figure = health_figure_words(a, m, &p->figure), .note = health_parts_words(a, m, &p->figure)};
}

/* What the chart says, in a sentence. */
static const char *plot_title(struct arena *a, const struct health_series *s)
{
	const struct health_point *last = NULL;

	for (size_t i = 0; i < s->points_count; i++)
		if (s->points[i].signals != 0)
			last = &s->points[i];
	if (!s->judged)
		return "By month, without limits of chance";
	if (!s->chart.has_limits)
		return "Too few months to tell a change from chance";
	if (last == NULL)
		return "No month is more than chance: it goes up and down as it always does";
	return words_join(a, "In ", words_number(a, (int64_t)s->chart.signals_count), " of ",
		words_count(a, (int64_t)s->charted, "month", "months"),
		" it was more than chance, the last ", words_month(a, last->month.from), NULL);
}

static bool is_any_known(const struct health_series *s)
{
	bool known = false;

	for (size_t i = 0; i < s->points_count && !known; i++)
		known = s->points[i].figure.known == HEALTH_KNOWN;
	return known;
}

static void put_series(const struct page_context *ctx, const struct health_series *s, struct health_measure_view *view)
{
	struct arena *a = ctx->arena;
	struct control_value *values = arena_array(a, s->points_count + 1, sizeof *values);
	struct control_plot_told told = {.id = "chart", .values = values, .count = s->points_count, .title = plot_title(a, s)};

	if (!is_any_known(s))
		return;
	for (size_t i = 0; i < s->points_count; i++)
		values[i] = value_of(a, s->measure, &s->points[i]);
	told.subtitle = words_join(a, health_measure_row(s->measure)->words, ", by month, ", values[0].when, " to ",
		words_month(a, s->points[s->points_count - 1].month.from), NULL);
	set_unit(health_measure_row(s->measure)->unit, &told);
	set_range(s->measure, &told);
	told.unjudged = s->judged ? NULL :
		"It is of a single case or worker, of the calendar, or hardly ever more than one: what is chance in it and what is "
		"not, no limits can say.";
	view->plot = control_plot_of(a, &told, &s->chart);
	view->has_series = true;
	view->has_plot = s->charted >= POINTS_LEAST;
}

static int read_series(const struct page_context *ctx, const struct health_asked *asked, enum health_measure m,
	struct health_series *ret, struct err *err)
{
	struct health_series_asked of = {m, asked->scope, asked->period.until - 1, MONTHS};

	*ret = (struct health_series){.measure = m};
	if (!health_has_series(m))
		return 0;
	return health_series_for(ctx->app->pictures, ctx->arena, ctx->picture->snap, ctx->sight, &of, ret, err);
}

/* ---- by team ---- */

static struct health_scope *teams_within(const struct page_context *ctx, const struct health_asked *asked,
	size_t *ret_count)
{
	const struct snapshot *s = ctx->picture->snap;
	struct health_scope *scopes = arena_array(ctx->arena, s->teams_count + 1, sizeof *scopes);

	*ret_count = 0;
	if (asked->scope.team != TEAMS_ALL)
		return scopes;
	for (int32_t team = -1; team < (int32_t)s->teams_count; team++)
		if (picture_has_team(ctx->picture, team) && health_in_scope(s, asked->scope, team))
			scopes[(*ret_count)++] = (struct health_scope){asked->scope.service, team};
	return scopes;
}

static int put_teams(const struct page_context *ctx, const struct health_asked *asked, enum health_measure m,
	struct health_measure_view *view, struct err *err)
{
	struct arena *a = ctx->arena;
	size_t count;
	const struct health_scope *scopes = teams_within(ctx, asked, &count);
	struct health *of = arena_array(a, count, sizeof *of);
	struct measure_team_view *rows = arena_array(a, count, sizeof *rows);
	int rc = count == 0 ? 0 : health_checks_for(ctx->app->pictures, a, ctx->picture, ctx->sight, asked->period, scopes,
		count, of, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct health_asked of_team = {asked->period, scopes[i]};

		rows[i] = (struct measure_team_view){team_label(ctx->picture->snap, scopes[i].team),
			health_asked_href(ctx, health_measure_row(m)->code, "", &of_team), health_figure_words(a, m, &of[i].figures[m]),
			health_parts_words(a, m, &of[i].figures[m]), health_behind(ctx, m, scopes[i])};
		view->teams_have_behind = view->teams_have_behind || rows[i].behind.href[0] != '\0';
	}
	view->teams = rows;
	view->teams_count = rc == 0 ? count : 0;
	return rc;
}

/* ---- the cases ---- */

static struct measure_case_view case_view(const struct page_context *ctx, const struct residue_case *c)
{
	const int32_t ended = c->when.until;

	return (struct measure_case_view){.ref = c->ref, .href = page_link(ctx, "cases", c->ref),
		.why = referral_left_words(c->why),
		.opened = words_day(ctx->arena, c->when.from), .closed = ended == DAY_MAX ? "" : words_day(ctx->arena, ended)};
}

static void put_cases(const struct page_context *ctx, const struct residue *residue, struct health_measure_view *view)
{
	struct arena *a = ctx->arena;
	struct measure_case_view *rows = arena_array(a, residue->cases_count + 1, sizeof *rows);

	for (size_t i = 0; i < residue->cases_count; i++)
		rows[i] = case_view(ctx, &residue->cases[i]);
	view->cases = rows;
	view->cases_count = residue->cases_count;
	view->cases_note = residue->cases_count == 0 || residue->unlisted <= 0 ? "" : residue->cases_count == RESIDUE_LISTED
		? words_join(a, "And ", words_int(a, residue->unlisted), " more: ask for a shorter period, or for a team.", NULL)
		: words_join(a, words_int(a, residue->unlisted), residue->unlisted == 1 ? " more is" : " more are",
		" not yours to open.", NULL);
}

/* ---- the page ---- */

static struct tools_view tools_of(const struct page_context *ctx, const char *code, const struct health_asked *asked)
{
	return (struct tools_view){.csv_href = health_asked_href(ctx, code, ".csv", asked),
		.json_href = health_asked_href(ctx, code, ".json", asked), .action = "", .on = "", .sort = ""};
}

static int show(struct page_context *ctx, struct response *res, const struct health_asked *asked, enum health_measure m,
	const struct health *h, const struct health_series *series, const struct residue *residue, struct err *err)
{
	struct arena *a = ctx->arena;
	const struct health_measure_row *row = health_measure_row(m);
	const struct health_figure *f = &h->figures[m];
	struct health_measure_view view = {.heading = words_join(a, row->words, health_asked_title(ctx, asked), NULL),
		.section = health_section_words(row->section), .figure = health_figure_words(a, m, f),
		.known = f->known == HEALTH_KNOWN,
		.sentence = figure_sentence(ctx, m, h), .beside = health_beside_words(a, m, h->figures),
		.gap = health_gap_words(a, f),
		.definition = row->definition, .source = row->source, .filters = health_filters(ctx, row->code, asked),
		.behind = health_behind(ctx, m, asked->scope), .tools = tools_of(ctx, row->code, asked)};
	int rc = put_teams(ctx, asked, m, &view, err);

	if (rc < 0)
		return rc;
	put_series(ctx, series, &view);
	put_cases(ctx, residue, &view);
	page_begin(ctx, &view.page, words_join(a, "Health check: ", view.heading, NULL), "health");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, words_join(a, "Health check", health_asked_title(ctx, asked), NULL),
		health_asked_href(ctx, "", "", asked));
	render_health_measure(&res->body, &view);
	return 0;
}

int page_health_measure(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	enum resource_format format;
	struct health_asked asked;
	enum health_measure m;
	struct health_series series;
	struct residue residue = {.cases = NULL};
	enum health_filter wrong;
	struct health *h = arena_alloc(ctx->arena, sizeof *h);
	int rc;

	(void)req;
	if (!health_measure_parse(route_value(ctx->match, "measure"), &m))
		return err_set(err, PL_NOT_FOUND, "The health check has no measure of this name.");
	rc = health_asked_open(ctx, &asked, &wrong, err);
	if (rc < 0)
		return health_asked_again(ctx, res, health_measure_row(m)->code, wrong, rc, err);
	if (page_is_unchanged(ctx, res))
		return 0;
	rc = health_check_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->sight, &asked, h, err);
	if (rc == 0)
		rc = read_series(ctx, &asked, m, &series, err);
	if (rc == 0 && residue_is_of(m))
		rc = residue_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->sight, h, m, &residue, err);
	if (rc < 0)
		return rc;
	if (!page_is_data(ctx, res, &format))
		return show(ctx, res, &asked, m, h, &series, &residue, err);
	resource_health_series(&res->body, format, ctx->picture, h, &series, &residue);
	return 0;
}
