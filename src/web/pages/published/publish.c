/* /employers/CODE/publish: the health check of a quarter as everybody would read it, and the button that publishes
 * it. */
#include "web/pages/published/publish.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/quarter.h"
#include "routes.h"
#include "service/health/publishing.h"
#include "service/ledger/checkpoint.h"
#include "service/writer.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/form_page.h"
#include "web/pages/matters/asking.h"
#include "web/session.h"
#include "web/words.h"

/* Nothing that began or ended for longer than a week is seldom so. */
enum { QUARTERS = 4, MARK_BYTES = 64, REACH_DAYS = 7 };

#define ROUTE "/employers/{employer}/publish"

/* None of one's own words: they might name somebody, and stand for ever. */
static const struct form_choice WHYS[] = {
#define CORRECTION(code, words) {code, words},
#include "core/corrections.def"
#undef CORRECTION
	{NULL, NULL}};

enum { P_QUARTER, P_SEEN, P_WHY, P_READ, P_FIELDS };
static const struct form_field FORM[P_FIELDS] = {
	[P_QUARTER] = {"quarter", "", form_check_day, .most = 10},
	[P_SEEN] = {"seen", "", form_check_text, .most = MARK_BYTES},
	[P_WHY] = {"why", "Why it is corrected", form_check_choice, .most = 40, .optional = true, .choices = WHYS,
		.hint = "It is published with the new version."},
	[P_READ] = {"read", "I have read it; it cannot be taken back", form_check_box, .most = 3,
		.missing = "Tick that you have read it: what is published cannot be taken back."}};

/* The quarter that is asked for: the last that is over unless the address or the form says another. */
static int read_quarter(const struct page_context *ctx, const char *text, struct days *ret, struct err *err)
{
	int32_t day;

	if (text == NULL || text[0] == '\0') {
		*ret = quarter_before(ctx->day);
		return 0;
	}
	if (!date_parse_iso(text, strlen(text), &day) || quarter_of(day).from != day)
		return err_set(err, PL_INVALID,
			"No quarter begins on “%.20s”: expected the first day of a quarter that is over, such as 2026-07-01.", text);
	*ret = quarter_of(day);
	return 0;
}

static void put_quarters(const struct page_context *ctx, struct days chosen, struct publish_view *view)
{
	struct arena *a = ctx->arena;
	struct days q = quarter_before(ctx->day);
	char words[DATE_WORDS_SIZE];

	view->quarters = arena_array(a, QUARTERS, sizeof *view->quarters);
	for (; view->quarters_count < QUARTERS; q = quarter_of(q.from - 1))
		view->quarters[view->quarters_count++] = (struct link_view){arena_strdup(a, quarter_words(q.from, words)),
			words_join(a, today_link(ctx, "publish", "", ""), "?quarter=", words_iso(a, q.from), NULL), q.from == chosen.from};
}

static void put_notice(const struct page_context *ctx, const struct publishing *d, struct publish_view *view)
{
	struct arena *a = ctx->arena;

	view->notice = view->notice_href = view->notice_link = "";
	if (ctx->app->checkpoints == NULL)
		view->notice = "This server was started without a key that signs: nothing can be published here.";
	if (d->newest_of_quarter == 0)
		return;
	if (!d->newest_is_signed) {
		view->notice = words_join(a, "Version ", words_int(a, d->newest_of_quarter), " of this quarter is not signed yet: "
			"nobody can read it. It is tried again every minute. If it stays so, publish it once more, as the next version.",
			NULL);
		return;
	}
	view->notice = words_join(a, "This quarter is published, as version ", words_int(a, d->newest_of_quarter),
		d->same ? ", and nothing has changed in it since." :
		". What is shown here differs from it, and would be a correction: a new version, beside "
		"which the one before stays to be read.", NULL);
	view->notice_href = words_join(a, "/published/", page_segment(a, ctx->viewer->employer), "/",
		words_int(a, d->newest_of_quarter), NULL);
	view->notice_link = "Read it";
}

/* A quarter of which the last days were never entered is better published later. */
static const char *reach_words(struct arena *a, const struct publishing *d)
{
	const int32_t last = d->check.period.until - 1, facts = d->check.records_day;

	if (facts == DAY_MIN || d->entered_day == DAY_MIN)
		return "The records have nothing of this quarter or the year before it: what would be published says nothing of it.";
	if (d->entered_day < last)
		return words_join(a, "The records do not reach the end of this quarter: the newest entry of people and work is of ",
			words_day(a, d->entered_day), ", and the quarter ended on ", words_day(a, last),
			". Take in newer records before it is published.", NULL);
	if (facts < last - REACH_DAYS)
		return words_join(a, "The records do not reach the end of this quarter: nothing in them began or ended after ",
			words_day(a, facts), ", and the quarter ended on ", words_day(a, last),
			". Take in newer records before it is published, unless nothing happened.", NULL);
	return "";
}

/* For who publishes to try it, so that nobody looks for it where it never stands. */
static const char *invented_words(const struct published *check)
{
	return check->demo ? "This council is invented: the page that everybody reads says so, and what it publishes never "
		"stands in the league." : "";
}

static void show(struct page_context *ctx, struct response *res, const struct form *form, const struct publishing *d)
{
	struct arena *a = ctx->arena;
	struct publish_view view = {.check = check_view_of(a, &d->check, true), .seen = d->seen,
		.issues = form_issues(form, a),
		.why = form_select(form, a, P_WHY), .asks_why = d->newest_of_quarter > 0, .button = "",
		.read = form_box(form, P_READ), .reach = reach_words(a, d), .invented = invented_words(&d->check),
		.declared_href = today_link(ctx, "declared", "", "")};

	view.heading = words_join(a, "Publish the health check of ", view.check.quarter, NULL);
	view.sentence = "This is exactly what everybody will read, under an address without a sign-in, and with the figures "
		"of the whole employer alone. "
		"Where a figure is withheld, the reason stands beside it, for you only. Who agreed a limit or a target "
		"stands here in the words in which it goes out: bodies such as the council and the union; names that your "
		"records hold do not go out. Once it is published it stays; a correction is a new version. "
		"The button stands at the end, behind what is to be read.";
	view.quarter = words_iso(a, d->check.period.from);
	if (ctx->app->checkpoints != NULL && (!d->same || !d->newest_is_signed))
		view.button = d->same ? "Publish it once more" : d->newest_of_quarter > 0 ? "Publish the correction" : "Publish";
	put_notice(ctx, d, &view);
	put_quarters(ctx, d->check.period, &view);
	view.form = session_form(ctx, res, ROUTE, ctx->request->path);
	page_begin(ctx, &view.page, view.heading, "health");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, today_link(ctx, "", "", ""));
	page_add_crumb(ctx, &view.page, "Health check", today_link(ctx, "health", "", ""));
	form_page_title(ctx, &view.page, form);
	render_publish(&res->body, &view);
}

static int read_draft(struct page_context *ctx, const char *quarter, struct publishing *ret, struct err *err)
{
	struct days asked;
	int rc = read_quarter(ctx, quarter, &asked, err);

	return rc < 0 ? rc : publishing_draft(ctx->app->pictures, ctx->arena, ctx->viewer->employer, asked, ctx->app->today(),
		clock_now(), ret, err);
}

int page_publish(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct publishing d;
	struct form form;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = read_draft(ctx, request_query(ctx->request, "quarter"), &d, err);
	if (rc < 0)
		return rc;
	form_begin(&form, FORM, P_FIELDS);
	show(ctx, res, &form, &d);
	return 0;
}

struct turn {
	struct page_context *ctx;
	const struct publishing *draft;
	const char *why;
	int32_t version;
};

static int publish_in_turn(struct store *s, void *context, struct err *err)
{
	struct turn *t = context;
	const char *outcome = words_join(t->ctx->arena, "/published/", page_segment(t->ctx->arena, t->ctx->viewer->employer),
		"/", words_int(t->ctx->arena, t->draft->check.version), NULL);
	const struct asked_by by = page_asked_by(t->ctx, outcome);
	int rc = publishing_publish(s, checkpoints_signer(t->ctx->app->checkpoints), &by, t->draft, t->why, &t->version, err);

	return rc;
}

static int publish(struct page_context *ctx, struct response *res, struct form *form, const struct publishing *d,
	struct err *err)
{
	struct turn t = {ctx, d, form->values[P_WHY].text, 0};
	int rc;

	if (ctx->app->checkpoints == NULL)
		return err_set(err, PL_CONFLICT, "This server was started without a key that signs: nothing can be published here.");
	if (!str_equal(form->values[P_SEEN].text, d->seen))
		return err_set(err, PL_CONFLICT, "The records have changed since you looked: this is what would be published now.");
	rc = writer_run(ctx->app->writer, publish_in_turn, &t, err);
	if (rc == 0)
		response_see_other(res, words_join(ctx->arena, "/published/", page_segment(ctx->arena, ctx->viewer->employer), "/",
			words_int(ctx->arena, t.version), NULL));
	return rc;
}

int post_publish(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct publishing d;
	struct form form;
	int rc = page_open(ctx, err);

	if (rc == 0)
		rc = form_read(req, FORM, P_FIELDS, &form, err);
	if (rc == 0)
		rc = read_draft(ctx, form.values[P_QUARTER].text, &d, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = publish(ctx, res, &form, &d, err);
		if (rc == 0 || !form_page_is_about(rc))
			return rc;
		form_add_issue(&form, ctx->arena, d.newest_of_quarter > 0 && rc == PL_INVALID ? P_WHY : -1, err->text);
	}
	res->status = 422;
	show(ctx, res, &form, &d);
	return 0;
}
