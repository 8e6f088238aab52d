/* /employers/{employer}/evidence-pack: all about a period in one ZIP, to be taken away. */
#include "web/pages/administration/evidence_pack.h"

#include <string.h>

#include "api/evidence_pack.h"
#include "base/clock.h"
#include "routes.h"
#include "service/ledger/checkpoint.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/matters/asking.h"
#include "web/words.h"

enum { FROM, TO, FILTERS };
static const struct form_field FILTER_FORM[FILTERS] = {
	[FROM] = {"from", "First day", form_check_text, .most = 10, .optional = true},
	[TO] = {"to", "Last day", form_check_text, .most = 10, .optional = true}};

#define PACK_NAME_SEPARATOR "_to_"
#define PACK_NAME_END ".zip"

static const struct picture *today_of(const struct page_context *ctx)
{
	return ctx->now != NULL ? ctx->now : ctx->picture;
}

static int read_period(const struct page_context *ctx, struct days *ret, struct err *err)
{
	int32_t first, last;
	int rc = page_query_day(ctx, "from", DAY_MIN, &first, err);

	if (rc == 0)
		rc = page_query_day(ctx, "to", DAY_MAX, &last, err);
	return rc == 0 ? evidence_period(first, last, today_of(ctx)->snap->day, ret, err) : rc;
}

static const char *proof_words(struct arena *a, const struct evidence *e, bool can_sign)
{
	if (e->last == 0)
		return "The ledger began after this period, so no checkpoint can fix it. What the records say of its days was entered "
			"later: a pack of a period that goes on until then proves that, and when.";
	if (e->checkpoint.entries == 0 && can_sign)
		return "No checkpoint fixes all of this period yet: one is signed when the pack is made.";
	if (e->checkpoint.entries == 0)
		return "No checkpoint fixes all of this period yet, so that the pack would prove nothing by itself: have one made "
			"first.";
	return words_join(a, "The checkpoint of entry ", words_int(a, e->checkpoint.entries), ", signed on ",
		words_moment(a, e->checkpoint.instant), ", fixes all of it.", NULL);
}

static int put_pack(struct page_context *ctx, struct days period, struct evidence_pack_view *view, struct err *err)
{
	struct arena *a = ctx->arena;
	struct evidence e;
	int rc = evidence_read(ctx->app->pictures, a, today_of(ctx), period, ctx->viewer, &e, err);

	if (rc < 0)
		return rc;
	view->href = words_join(a, today_link(ctx, "evidence-pack", "", ""), "/", words_iso(a, period.from),
		PACK_NAME_SEPARATOR, words_iso(a, period.until - 1), PACK_NAME_END, NULL);
	view->period = words_join(a, words_day(a, period.from), " to ", words_day(a, period.until - 1), NULL);
	view->proof = proof_words(a, &e, ctx->app->checkpoints != NULL);
	view->has_chain = e.entries.whole;
	return 0;
}

static void put_form(struct page_context *ctx, const struct days *period, struct evidence_pack_view *view)
{
	struct form form;

	form_begin(&form, FILTER_FORM, FILTERS);
	form.values[FROM].text = period != NULL ? words_iso(ctx->arena, period->from) : page_query(ctx, "from");
	form.values[TO].text = period != NULL ? words_iso(ctx->arena, period->until - 1) : page_query(ctx, "to");
	view->from = form_input(&form, FROM);
	view->to = form_input(&form, TO);
	view->from.type = view->to.type = "date";
}

int page_evidence_pack(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct evidence_pack_view view = {.wrong = "", .href = "", .period = "", .proof = ""};
	struct err wrong = {.text = ""};
	struct days period;
	int rc = page_open(ctx, err);
	bool holds;

	(void)req;
	if (rc < 0)
		return rc;
	res->cache = "no-store";
	holds = read_period(ctx, &period, &wrong) == 0 && put_pack(ctx, period, &view, &wrong) == 0;
	view.wrong = holds ? "" : arena_strdup(ctx->arena, wrong.text);
	res->status = holds ? res->status : 400;
	put_form(ctx, holds ? &period : NULL, &view);
	view.action = today_link(ctx, "evidence-pack", "", "");
	view.checkpoints_href = today_link(ctx, "checkpoints", "", "");
	view.sentence = "One file to take away: the figures of the last day of a period, how cases came to workers in it, the "
		"lines and who "
		"agreed them, what waits, what was done, and the signed checkpoint that shows whether any of it was changed later.";
	page_begin(ctx, &view.page, "Evidence pack", "ledger");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, "Ledger", today_link(ctx, "ledger", "", ""));
	render_evidence_pack(&res->body, &view);
	return 0;
}

/* "2026-07-01_to_2026-09-30.zip". */
static bool read_name(const char *name, int32_t *ret_first, int32_t *ret_last)
{
	enum { DAY = DATE_ISO_SIZE - 1, MIDDLE = sizeof PACK_NAME_SEPARATOR - 1 };

	return strlen(name) == 2 * DAY + MIDDLE + sizeof PACK_NAME_END - 1 && date_parse_iso(name, DAY, ret_first)
		&& memcmp(name + DAY, PACK_NAME_SEPARATOR, MIDDLE) == 0 && date_parse_iso(name + DAY + MIDDLE, DAY, ret_last)
		&& str_equal(name + 2 * DAY + MIDDLE, PACK_NAME_END);
}

int answer_evidence_pack(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct evidence_asked asked = {.pictures = ctx->app->pictures, .viewer = ctx->viewer, .instant = clock_now()};
	int32_t first, last;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (!read_name(route_value(ctx->match, "pack"), &first, &last))
		return err_set(err, PL_NOT_FOUND,
			"There is no pack of this name: expected two days, as in 2026-07-01" PACK_NAME_SEPARATOR
			"2026-09-30" PACK_NAME_END ".");
	rc = evidence_period(first, last, today_of(ctx)->snap->day, &asked.period, err);
	if (rc < 0)
		return rc;
	res->cache = "no-store";
	res->type = "application/zip";
	asked.today = today_of(ctx);
	asked.checkpoints = ctx->app->checkpoints;
	return evidence_pack(ctx->arena, &asked, &res->body, err);
}
