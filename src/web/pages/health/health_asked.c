#include "web/pages/health/health_asked.h"

#include <string.h>

#include "base/str.h"
#include "core/health_words.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/health_words.h"
#include "web/pages/form_page.h"
#include "web/words.h"

static const struct form_field FILTER_FORM[HEALTH_FILTERS] = {
	[HEALTH_FROM] = {"from", "First day", form_check_text, .most = 10, .optional = true},
	[HEALTH_TO] = {"to", "Last day", form_check_text, .most = 10, .optional = true},
	[HEALTH_SERVICE] = {"service", "Service", form_check_choice, .most = 200, .optional = true},
	[HEALTH_TEAM] = {"team", "Team", form_check_choice, .most = 200, .optional = true}};

/* ---- what is asked ---- */

static const char *last_day_key(const struct page_context *ctx)
{
	return page_query(ctx, "to")[0] != '\0' ? "to" : "on";
}

int health_asked_open(struct page_context *ctx, struct health_asked *ret, enum health_filter *ret_wrong,
	struct err *err)
{
	struct health_asked asked;
	int32_t first;
	int rc = page_open_on(ctx, last_day_key(ctx), err);

	*ret_wrong = HEALTH_TO;
	if (rc < 0)
		return rc;
	/* A period that ends today is the page of today: its links ask for no day. */
	if (ctx->day == ctx->app->today()) {
		ctx->suffix = "";
		ctx->day_chosen = false;
	}
	*ret_wrong = ctx->day > ctx->app->today() ? HEALTH_TO : HEALTH_FROM;
	rc = page_query_day(ctx, "from", DAY_MIN, &first, err);
	if (rc == 0)
		rc = health_period(first, ctx->day, ctx->app->today(), &asked.period, err);
	if (rc < 0)
		return rc;
	*ret_wrong = HEALTH_TEAM;
	rc = health_scope_of(ctx->picture->snap, page_query(ctx, "service"), page_query(ctx, "team"), &asked.scope, err);
	if (rc == 0)
		*ret = asked;
	return rc;
}

/* ---- addresses and titles ---- */

static const char *team_code_of(const struct page_context *ctx, int32_t team)
{
	return team == TEAMS_ALL ? "" : team < 0 ? TEAM_NONE_CODE : ctx->picture->snap->teams[team].code;
}

const char *health_asked_href(const struct page_context *ctx, const char *measure, const char *suffix,
	const struct health_asked *asked)
{
	struct arena *a = ctx->arena;
	const char *path = page_link(ctx, "health", measure), *team = team_code_of(ctx, asked->scope.team);

	path = words_join(a, arena_strndup(a, path, strcspn(path, "?")), suffix, "?from=", words_iso(a, asked->period.from),
		"&to=", words_iso(a, asked->period.until - 1), NULL);
	if (asked->scope.service != NULL)
		path = words_join(a, path, "&service=", page_segment(a, asked->scope.service), NULL);
	return team[0] == '\0' ? path : words_join(a, path, "&team=", page_segment(a, team), NULL);
}

const char *health_period_words(struct arena *a, struct days period)
{
	return words_join(a, "From ", words_day(a, period.from), " to ", words_day(a, period.until - 1), NULL);
}

const char *health_asked_title(const struct page_context *ctx, const struct health_asked *asked)
{
	struct arena *a = ctx->arena;
	const char *title = "";

	if (asked->scope.team != TEAMS_ALL || asked->scope.service != NULL)
		title = words_join(a, ": ", health_scope_words(a, ctx->picture->snap, asked->scope), NULL);
	if (asked->period.until - asked->period.from == HEALTH_DAYS_DEFAULT)
		return title;
	return words_join(a, title, ", since ", words_day(a, asked->period.from), NULL);
}

/* ---- the form ---- */

static struct form_choice *team_choices(const struct page_context *ctx)
{
	const struct snapshot *s = ctx->picture->snap;
	struct form_choice *choices = arena_array(ctx->arena, s->teams_count + 1, sizeof *choices);

	for (size_t i = 0; i < s->teams_count; i++)
		choices[i] = (struct form_choice){s->teams[i].code, s->teams[i].name};
	return choices;
}

static struct form_choice *service_choices(const struct page_context *ctx)
{
	const struct snapshot *s = ctx->picture->snap;
	struct form_choice *choices = arena_array(ctx->arena, s->services_count + 1, sizeof *choices);

	for (size_t i = 0; i < s->services_count; i++)
		choices[i] = (struct form_choice){s->services[i].code, s->services[i].name};
	return choices;
}

static void begin_form(const struct page_context *ctx, struct form *form)
{
	struct form_field *fields = arena_array(ctx->arena, HEALTH_FILTERS, sizeof *fields);

	memcpy(fields, FILTER_FORM, sizeof FILTER_FORM);
	fields[HEALTH_SERVICE].choices = service_choices(ctx);
	fields[HEALTH_TEAM].choices = team_choices(ctx);
	form_begin(form, fields, HEALTH_FILTERS);
}

static struct health_filters_view view_of(const struct page_context *ctx, const char *measure, const struct form *form)
{
	struct health_filters_view view = {.action = page_link(ctx, "health", measure),
		.has_services = ctx->picture->snap->services_count > 1};

	view.action = arena_strndup(ctx->arena, view.action, strcspn(view.action, "?"));
	view.from = form_input(form, HEALTH_FROM);
	view.to = form_input(form, HEALTH_TO);
	view.from.type = view.to.type = "date";
	view.service = form_select(form, ctx->arena, HEALTH_SERVICE);
	view.service.none = "All services";
	view.team = form_select(form, ctx->arena, HEALTH_TEAM);
	view.team.none = "All teams";
	return view;
}

struct health_filters_view health_filters(const struct page_context *ctx, const char *measure,
	const struct health_asked *asked)
{
	struct form form;

	begin_form(ctx, &form);
	form.values[HEALTH_FROM].text = words_iso(ctx->arena, asked->period.from);
	form.values[HEALTH_TO].text = words_iso(ctx->arena, asked->period.until - 1);
	form.values[HEALTH_SERVICE].text = asked->scope.service != NULL ? asked->scope.service : "";
	form.values[HEALTH_TEAM].text = team_code_of(ctx, asked->scope.team);
	return view_of(ctx, measure, &form);
}

static const char *measure_words(const char *code)
{
	enum health_measure m;

	return health_measure_parse(code, &m) ? health_measure_row(m)->words : "Health check";
}

int health_asked_again(struct page_context *ctx, struct response *res, const char *measure, enum health_filter wrong,
	int refusal, struct err *err)
{
	struct health_again_view view = {.heading = measure_words(measure)};
	const char *sentence = arena_strdup(ctx->arena, err->text);
	struct form form;
	int rc;

	if (refusal != PL_INVALID || ctx->match->format != ROUTE_HTML)
		return refusal;
	rc = page_open_today(ctx, err);
	if (rc < 0)
		return rc;
	begin_form(ctx, &form);
	form.values[HEALTH_FROM].text = page_query(ctx, "from");
	form.values[HEALTH_TO].text = page_query(ctx, last_day_key(ctx));
	form.values[HEALTH_SERVICE].text = page_query(ctx, "service");
	form.values[HEALTH_TEAM].text = page_query(ctx, "team");
	form_add_issue(&form, ctx->arena, (int)wrong, sentence);
	view.issues = form_issues(&form, ctx->arena);
	view.filters = view_of(ctx, measure, &form);
	res->status = 400;
	page_begin(ctx, &view.page, view.heading, "health");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	if (measure[0] != '\0')
		page_add_crumb(ctx, &view.page, "Health check", page_link(ctx, "health", ""));
	form_page_title(ctx, &view.page, &form);
	render_health_again(&res->body, &view);
	return 0;
}
