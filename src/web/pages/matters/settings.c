/* /employers/CODE/settings: how an employer works, for everybody; said anew by those who answer for all of it. */
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

enum { S_SETTING, S_ON, S_FROM, S_FIELDS };
static const struct form_field S_FORM[S_FIELDS] = {
	[S_SETTING] = {"setting", "What", form_check_choice, .most = 20, .choices = SETTINGS_TOLD},
	[S_ON] = {"on", "Is it so", form_check_choice, .most = 3, .choices = ON},
	[S_FROM] = {"from", "From", form_check_day, .most = 10, .hint = "Today or later; of a holiday, the day itself."}};

static const char *name_of(enum setting setting)
{
	static const char *const NAMES[SETTINGS] = {[SETTING_LIVE] = "Allocations are negotiated",
		[SETTING_PRINCIPLES] = "By principles, without a number", [SETTING_HOLIDAY] = "Nobody works"};

	return NAMES[setting];
}

static const char *when_words(struct arena *a, const struct setting_row *r)
{
	if (r->setting == SETTING_HOLIDAY)
		return words_day(a, r->when.from);
	return words_join(a, "from ", words_day(a, r->when.from), r->when.until == DAY_MAX ? ", until further notice" : " until ",
		r->when.until == DAY_MAX ? "" : words_day(a, r->when.until), NULL);
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
			(viewer_roles(ctx->viewer) & field_roles(FIELD_TEAM_MANAGER, NEAR_ELSEWHERE)) != 0 ? who_words(ctx, rows[i].by) : "a senior", " on ",
			words_moment(a, rows[i].instant), ".", NULL));
	return 0;
}

static int put(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	const struct employer *e = &ctx->picture->snap->employer;
	bool speaks = viewer_holds(ctx->viewer, ROLE_HEAD, SCOPE_EMPLOYER) || viewer_holds(ctx->viewer, ROLE_DIRECTOR, SCOPE_EMPLOYER);

	(void)form;
	view->heading = "How this employer works";
	view->sentence = words_join(ctx->arena, e->live ? "Cases are offered, talked about and answered here."
		: "Allocations are not negotiated here yet: what files tell is taken as it is.", e->principles
		? " It works by principles and without a number: lines are shown and bind nobody." : " Lines hold.", NULL);
	view->outcome = words_join(ctx->arena, today_link(ctx, "settings", "", ""), "?said=setting", NULL);
	view->back_href = today_link(ctx, "lines", "", "");
	view->back = "Lines";
	if (speaks)
		view->button = "Say so";
	return put_rows(ctx, &view->figures, err);
}

static int send(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct matter_by by = asked_by(ctx, outcome);
	struct setting_change change = {.employer = by.employer, .on = str_equal(form->values[S_ON].text, "on"), .today = ctx->day,
		.from = form_day(&form->values[S_FROM]), .actor = ctx->viewer->login, .instant = by.instant, .once = by.once,
		.account_id = ctx->viewer->account_id, .outcome = outcome};
	int64_t position;
	int rc;

	if (!setting_parse(form->values[S_SETTING].text, &change.setting))
		return err_set(err, PL_INVALID, "Choose what it is about.");
	rc = setting_make(s, &change, &position, err);
	return rc == 0 && position == 0 ? err_set(err, PL_CONFLICT, "It is so already.") : rc;
}

static const struct asking SETTINGS_PAGE = {"/employers/{employer}/settings", S_FORM, S_FIELDS, NULL, NULL, put, send};

int page_settings(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &SETTINGS_PAGE, err);
}

int post_settings(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &SETTINGS_PAGE, err);
}
