/* What is asked about a case: giving it back, by its holder; closing it and opening it again, by whoever answers for it. */
#include "core/saying.h"
#include "core/what_if.h"
#include "routes.h"
#include "service/matters/closing.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/words.h"

static void lead_back(const struct page_context *ctx, struct asking_view *view)
{
	view->back_href = today_link(ctx, "cases", route_value(ctx->match, "case"), "");
	view->back = words_join(ctx->arena, "Case ", route_value(ctx->match, "case"), NULL);
}

static const char *heading(const struct page_context *ctx, const char *what)
{
	return words_join(ctx->arena, what, " ", route_value(ctx->match, "case"), NULL);
}

/* ---- giving back ---- */

/* What one holds, or has agreed to hold. */
static int32_t own_post_of_case(const struct page_context *ctx)
{
	int32_t holding, post = own_holding_post(ctx, &holding);

	return post >= 0 ? post : own_coming_post(ctx);
}

enum { BACK_NOTE, BACK_FIELDS };
static const struct form_field BACK_FORM[BACK_FIELDS] = {
	[BACK_NOTE] = {"note", "Why", form_check_text, .most = REMARK_BYTES, .hint = FORM_REMARK_HINT, .autocomplete = "off"}};

static int put_back(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	int32_t post = own_post_of_case(ctx);
	const struct trial back = {.case_index = ctx->place, .role = HOLDING_LEAD, .share = 0, .from = ctx->day};
	struct what_if working_out;
	bool asked = false;
	int rc = 0;

	(void)form;
	view->heading = heading(ctx, "Give back case");
	view->sentence = "You hold it until your manager has agreed. From that day on the case waits: it keeps the day on which it was opened, "
		"and its waiting is counted anew. Your manager has two working days to answer in writing; then it goes to the head of service.";
	lead_back(ctx, view);
	view->outcome = words_join(ctx->arena, today_link(ctx, "waiting", "", ""), "?done=ask", NULL);
	if (post < 0) {
		view->sentence = "Only who holds a case gives it back.";
		return 0;
	}
	rc = asking_put_open(ctx, post, MATTER_HAND_BACK, route_value(ctx->match, "case"), view, &asked, err);
	if (rc < 0 || asked)
		return rc;
	working_out = what_if(ctx->picture->snap, post, &back, 1);
	figures_add_what_if(ctx, &view->figures, post, &working_out);
	figures_add_case(ctx, &view->figures, ctx->place);
	view->button = "Ask to give it back";
	return 0;
}

static int send_back(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	int32_t post = own_post_of_case(ctx), id;
	const struct matter_asking asking = {.by = page_asked_by(ctx, outcome), .kind = MATTER_HAND_BACK, .ref = route_value(ctx->match, "case"),
		.post_id = post >= 0 ? ctx->picture->snap->posts[post].post_id : 0, .note = form->values[BACK_NOTE].text};

	return matters_ask(s, &asking, &id, err);
}

static const struct asking BACK = {"/employers/{employer}/cases/{case}/hand-back", BACK_FORM, BACK_FIELDS, NULL, NULL, put_back, send_back};

int page_ask_hand_back(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &BACK, err);
}

int post_ask_hand_back(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &BACK, err);
}

/* ---- closing ---- */

static const struct form_choice REASONS[] = {
#define REASON(name, code, words) {code, words},
#include "core/closing.def"
#undef REASON
	{NULL, NULL}};

enum { CLOSE_REASON, CLOSE_NOTE, CLOSE_FIELDS };
static const struct form_field CLOSE_FORM[CLOSE_FIELDS] = {
	[CLOSE_REASON] = {"reason", "Why it closes", form_check_choice, .most = 40, .choices = REASONS},
	[CLOSE_NOTE] = {"note", "What else is to be known", form_check_text, .most = REMARK_BYTES, .optional = true, .hint = FORM_REMARK_HINT,
		.autocomplete = "off"}};

static const char *look_words(const struct page_context *ctx, const struct second_look *look)
{
	struct second_look rest = *look;

	rest.worker_unsaid = false;
	if (!second_look_needed(look))
		return "It closes today.";
	if (!second_look_needed(&rest))
		return "Who holds it is asked what they think of that, and it closes when they agree. If they do not, or say nothing, the practice "
			"supervisor takes a second look.";
	return words_join(ctx->arena, "The practice supervisor takes a second look first, because ",
		look->near_report ? "it is within 14 days of 31 March or 30 September" : look->over_line ? "a holder is past a line"
		: look->work_left ? "dated work is left" : "no worker holds it", look->worker_unsaid ? ". Who holds it is asked what they think of it." : ".", NULL);
}

static int put_close(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	struct second_look look;
	int32_t holding;

	(void)form;
	(void)err;
	view->heading = heading(ctx, "Close case");
	lead_back(ctx, view);
	view->outcome = words_join(ctx->arena, view->back_href, "?said=close", NULL);
	if (ctx->place < 0 || ctx->picture->snap->cases[ctx->place].state != CASE_OPEN) {
		view->sentence = "The case is closed already.";
		return 0;
	}
	look = second_look_at(ctx->picture->snap, &ctx->picture->loads, ctx->place, own_holding_post(ctx, &holding) >= 0 && holding == ctx->picture->snap->cases[ctx->place].first_holding
		? VIEW_FOR : VIEW_UNSAID);
	view->sentence = words_join(ctx->arena, look_words(ctx, &look), " Its weight goes over weeks, so closing makes no room at once.", NULL);
	figures_add_case(ctx, &view->figures, ctx->place);
	view->button = second_look_needed(&look) ? "Ask to close the case" : "Close the case";
	return 0;
}

static int send_close(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	struct closing_asked asked = {.by = page_asked_by(ctx, outcome), .ref = route_value(ctx->match, "case"),
		.note = form->values[CLOSE_NOTE].text};
	struct closing_outcome closing;

	if (!closing_reason_parse(form->values[CLOSE_REASON].text, &asked.reason))
		return err_set(err, PL_INVALID, "Choose why it closes.");
	return closing_make(s, &asked, &closing, err);
}

static const struct asking CLOSE = {"/employers/{employer}/cases/{case}/close", CLOSE_FORM, CLOSE_FIELDS, NULL, NULL, put_close, send_close};

int page_ask_close(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &CLOSE, err);
}

int post_ask_close(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &CLOSE, err);
}

/* ---- opening again ---- */

enum { REOPEN_WHY, REOPEN_FIELDS };
static const struct form_field REOPEN_FORM[REOPEN_FIELDS] = {
	[REOPEN_WHY] = {"why", "Why it is opened again", form_check_choice, .most = 20}};

static void ready_reopen(struct page_context *ctx, struct form_field *fields)
{
	fields[REOPEN_WHY].choices = said_choices(ctx->arena, SAID_REOPEN);
}

static int put_reopen(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	(void)form;
	(void)err;
	view->heading = heading(ctx, "Open again case");
	lead_back(ctx, view);
	view->outcome = today_link(ctx, "cases", route_value(ctx->match, "case"), "?said=reopen");
	if (ctx->place >= 0 && ctx->picture->snap->cases[ctx->place].state == CASE_OPEN) {
		view->sentence = "The case is open.";
		return 0;
	}
	view->sentence = "From today it is open, with nobody, in sight of the accountable manager of its team. What it was when it was closed "
		"it is again, and the return is counted with that closing. Closed by mistake, or a fortnight ago at most, it keeps the day on which "
		"it was opened and waits since it was held last.";
	view->button = "Open it again";
	return 0;
}

static int send_reopen(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct reopening_asked asked = {.by = page_asked_by(ctx, outcome), .ref = route_value(ctx->match, "case"),
		.why = form->values[REOPEN_WHY].text};
	struct reopening_outcome reopening;

	return closing_reopen(s, &asked, &reopening, err);
}

static const struct asking REOPEN = {"/employers/{employer}/cases/{case}/reopen", REOPEN_FORM, REOPEN_FIELDS, ready_reopen, NULL, put_reopen,
	send_reopen};

int page_ask_reopen(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &REOPEN, err);
}

int post_ask_reopen(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &REOPEN, err);
}
