/* /employers/CODE/settings: how an employer works, for everybody; said anew by those who answer for all of it, and what takes two by
 * one who proposes and another who approves. */
#include "api/resource.h"
#include "routes.h"
#include "service/matters/employer_settings.h"
#include "service/matters/matters.h"
#include "web/app.h"
#include "web/pages/matters/asking.h"
#include "web/pages/matters/matter_words.h"
#include "web/words.h"

static const struct form_choice SETTINGS_TOLD[] = {{"live", "allocations are negotiated"}, {"principles", "by principles, without a number"},
	{"holiday", "a day on which nobody works"}, {NULL, NULL}};
static const struct form_choice ON[] = {{"on", "it is so"}, {"off", "it is not so"}, {NULL, NULL}};

enum { S_SETTING, S_ON, S_FROM, S_NOTE, S_FIELDS };
static const struct form_field S_FORM[S_FIELDS] = {
	[S_SETTING] = {"setting", "What", form_check_choice, .most = 20, .choices = SETTINGS_TOLD, .missing = "Choose which setting it is"},
	[S_ON] = {"on", "Is it so", form_check_choice, .most = 3, .choices = ON, .missing = "Choose whether it is so"},
	[S_FROM] = {"from", "From", form_check_day, .most = 10, .hint = "Of a holiday, the day itself; of what another has to "
		"approve, tomorrow or later."},
	[S_NOTE] = {"note", "Why", form_check_text, .most = REMARK_BYTES, .optional = true, .autocomplete = "off",
		.hint = "Needed where another has to approve it; everybody here may read it. " FORM_REMARK_HINT}};

static const char *name_of(enum setting setting)
{
	static const char *const NAMES[SETTINGS] = {[SETTING_LIVE] = "Allocations are negotiated",
		[SETTING_PRINCIPLES] = "By principles, without a number", [SETTING_HOLIDAY] = "Nobody works"};

	return NAMES[setting];
}

bool sees_who_said(const struct page_context *ctx)
{
	return (viewer_roles(ctx->viewer) & field_roles(FIELD_TEAM_MANAGER, NEAR_ELSEWHERE)) != 0;
}

const char *said_by_words(const struct page_context *ctx, const char *login)
{
	if (!login_has_account(ctx->app->pictures, ctx->arena, ctx->picture, login))
		return "the operator of this server";
	return sees_who_said(ctx) ? who_words(ctx, login) : "a senior";
}

static const char *when_words(struct arena *a, const struct setting_row *r)
{
	if (r->setting == SETTING_HOLIDAY)
		return words_day(a, r->when.from);
	return words_join(a, "from ", words_day(a, r->when.from), r->when.until == DAY_MAX ? ", until further notice" : " until ",
		r->when.until == DAY_MAX ? "" : words_day(a, r->when.until), NULL);
}

/* What is proposed and waits for another to approve it, with its reason: everybody may read it before it is so. */
static int put_asked(const struct page_context *ctx, struct figures_view *f, struct err *err)
{
	struct arena *a = ctx->arena;
	const struct matter_row *rows;
	size_t count;
	int rc = settings_asked(ctx->app->pictures, a, ctx->picture, &rows, &count, err);

	for (size_t i = 0; i < count; i++) {
		enum setting setting;
		bool on;

		if (setting_asked_parse(rows[i].code, &setting, &on) && rows[i].steps_count > 0)
			figures_add(a, f, words_join(a, "Proposed: ", name_of(setting), on ? "" : ", no longer", NULL),
				words_join(a, "from ", words_day(a, rows[i].when.from), NULL), words_join(a, "Proposed by ", said_by_words(ctx, rows[i].steps[0].login),
				" on ", words_moment(a, rows[i].steps[0].instant), ": ", rows[i].steps[0].note,
				" It waits for another head of service or director of all of the employer to approve it.", NULL));
	}
	return rc;
}

static int put_rows(const struct page_context *ctx, struct figures_view *f, struct err *err)
{
	struct arena *a = ctx->arena;
	struct setting_row *rows;
	size_t count;
	int rc = setting_rows(ctx->app->pictures, a, ctx->picture, &rows, &count, err);

	if (rc < 0)
		return rc;
	f->caption = "What has been said, and by whom";
	f->second = "When";
	f->third = "What it means, and who said it";
	for (size_t i = 0; i < count; i++)
		figures_add(a, f, name_of(rows[i].setting), when_words(a, &rows[i]), words_join(a, setting_words(rows[i].setting), " Said by ",
			said_by_words(ctx, rows[i].by), " on ", words_moment(a, rows[i].instant), ".", NULL));
	return put_asked(ctx, f, err);
}

/* Whether what is in the form takes two people here. */
static int is_for_two(const struct page_context *ctx, const struct form *form, bool *ret, struct err *err)
{
	struct setting_row *rows;
	enum setting setting;
	size_t count;
	int rc = setting_rows(ctx->app->pictures, ctx->arena, ctx->picture, &rows, &count, err);

	*ret = rc == 0 && setting_parse(form->values[S_SETTING].text, &setting) &&
		setting_is_for_two(rows, count, ctx->day, setting, str_equal(form->values[S_ON].text, "on"));
	return rc;
}

static int put(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	const struct employer *e = &ctx->picture->snap->employer;
	bool speaks = viewer_holds(ctx->viewer, ROLE_HEAD, SCOPE_EMPLOYER) || viewer_holds(ctx->viewer, ROLE_DIRECTOR, SCOPE_EMPLOYER);
	size_t approvers = 1;
	bool two;
	int rc = is_for_two(ctx, form, &two, err);

	if (rc == 0 && speaks && e->live)
		rc = settings_approvers(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, &approvers, err);
	if (rc < 0)
		return rc;
	view->heading = "How this employer works";
	view->sentence = words_join(ctx->arena, e->live ? "Cases are offered, talked about and answered here."
		: "Allocations are not negotiated here yet: what files tell is taken as it is.", e->principles
		? " It works by principles and without a number: lines are shown and bind nobody." : " Lines hold.",
		e->live ? " That cases are negotiated, and that lines bind, changes only when one proposes it with a reason and another approves it, and "
		"never on the same day." : "", approvers > 0 ? "" : " Nobody here can approve what you propose: it takes another account of a head of service "
		"or director of all of the employer.", NULL);
	view->outcome = words_join(ctx->arena, today_link(ctx, two ? "waiting" : "settings", "", ""), two ? "?done=ask" : "?said=setting", NULL);
	view->instead_href = today_link(ctx, "declared", "", "");
	view->instead = "What this employer declares: vacancies, cost, target, plan";
	view->back_href = today_link(ctx, "lines", "", "");
	view->back = "Lines";
	if (speaks)
		view->button = "Say so";
	return put_rows(ctx, &view->figures, err);
}

static int send(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	struct setting_change change = {.by = page_asked_by(ctx, outcome), .on = str_equal(form->values[S_ON].text, "on"), .today = ctx->day,
		.from = form_day(&form->values[S_FROM])};
	int32_t id;

	if (!setting_parse(form->values[S_SETTING].text, &change.setting))
		return err_set(err, PL_INVALID, "Choose what it is about.");
	return setting_say(s, &change, form->values[S_NOTE].text, &id, err);
}

static const struct asking SETTINGS_PAGE = {"/employers/{employer}/settings", S_FORM, S_FIELDS, NULL, NULL, put, send};

static int show_data(struct page_context *ctx, struct response *res, struct err *err)
{
	struct settings_shown shown = {.names = sees_who_said(ctx)};
	struct setting_row *rows;
	enum resource_format format;
	int rc = page_open(ctx, err);

	if (rc == 0)
		rc = setting_rows(ctx->app->pictures, ctx->arena, ctx->picture, &rows, &shown.rows_count, err);
	if (rc == 0)
		rc = settings_asked(ctx->app->pictures, ctx->arena, ctx->picture, &shown.asked, &shown.asked_count, err);
	if (rc < 0 || !page_is_data(ctx, res, &format))
		return rc;
	shown.rows = rows;
	res->cache = "no-store";
	resource_settings(&res->body, ctx->picture, &shown);
	return 0;
}

int page_settings(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	if (ctx->match->format != ROUTE_HTML)
		return show_data(ctx, res, err);
	return asking_page(ctx, res, &SETTINGS_PAGE, err);
}

int post_settings(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &SETTINGS_PAGE, err);
}
