/* /employers/CODE/undo: taking one's own last step back, and the part of a page that offers to. */
#include "web/pages/undo.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/negotiation.h"
#include "routes.h"
#include "service/allocation/undo_own.h"
#include "service/ledger/audit_words.h"
#include "web/app.h"
#include "web/form.h"
#include "web/pages/allocation/offers.h"
#include "web/where_to.h"
#include "web/words.h"

#define PROPOSAL "proposal-"
#define UNDO_ROUTE "/employers/{employer}/undo"

enum { NOTICE_SECONDS = 600 };

/* "you offered it, case C3": what would be taken back. */
static const char *step_words(const struct page_context *ctx, const struct ledger_row *last)
{
	static const struct {
		const char *action, *words;
	} STEPS[] = {{"matter-ask", "you asked for an answer"}, {"matter-answer", "you answered"}, {"matter-take-back", "you took back what you asked"},
		{"case-close", "you closed it"}, {"case-reopen", "you opened it again"}, {"rating", "you rated the load"},
		{"rating-talk", "you recorded a talk about a rating"}, {"rating-no-talk", "you said there was no such talk"},
		{"surge", "you told of a surge"}, {"extra-time", "you told of extra time"},
		{"weight-view", "you said what it needs"}, {"review", "you looked at it while it waits"}};
	const struct snapshot *s = ctx->picture->snap;
	int32_t place = snapshot_find_case_id(s, audit_case(last->payload));
	const char *words = "you took it", *ref = "";
	enum negotiation_step step;

	if (place >= 0 && sees_case(ctx->sight, FIELD_CASE_PAGE, place))
		ref = words_join(ctx->arena, ": case ", s->cases[place].ref, NULL);
	if (strncmp(last->action, PROPOSAL, sizeof PROPOSAL - 1) == 0 && negotiation_step_parse(last->action + sizeof PROPOSAL - 1, &step))
		words = words_join(ctx->arena, "you ", negotiation_step_words(step), NULL);
	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		if (str_equal(STEPS[i].action, last->action))
			words = STEPS[i].words;
	return words_join(ctx->arena, words, ref, NULL);
}

int undo_notice(struct page_context *ctx, struct response *res, const char *back, struct undo_view *ret, struct err *err)
{
	struct ledger_row last;
	int rc = undo_own_shown(ctx->app->pictures, ctx->arena, ctx->picture->snap->employer.id, ctx->viewer, clock_now(), &last, err);

	*ret = (struct undo_view){.shown = false};
	if (rc < 0 || last.sequence == 0)
		return rc;
	*ret = (struct undo_view){.shown = true, .form = session_form(ctx, res, UNDO_ROUTE, below_employer(ctx, "undo")),
		.entry = arena_printf(ctx->arena, "%lld", (long long)last.sequence), .back = back,
		.what = step_words(ctx, &last), .proposal_id = audit_number(last.payload, "proposal")};
	return 0;
}

int undo_if_done(struct page_context *ctx, struct response *res, const char *back, struct undo_view *ret, struct err *err)
{
	bool done = request_query(ctx->request, "done") != NULL || request_query(ctx->request, "said") != NULL;

	*ret = (struct undo_view){.shown = false};
	return done && ctx->session != NULL && ctx->day == ctx->app->today() ? undo_notice(ctx, res, back, ret, err) : 0;
}

int undo_of_proposal(struct page_context *ctx, struct response *res, int32_t proposal_id, const char *back, struct undo_view *ret,
	struct err *err)
{
	int rc = undo_notice(ctx, res, back, ret, err);

	if (rc == 0 && ret->shown && ret->proposal_id != proposal_id)
		*ret = (struct undo_view){.shown = false};
	return rc;
}

/* ---- what was done ---- */

/* What an address may say was done (?done=, ?said=), the entry that there is then, and the sentence. */
static const struct {
	const char *said, *action, *words;
} NOTICES[] = {
	{"undone", "undo", "Taken back: it is as it was before. Both are in the ledger."},
	{"batch", "proposal-offer", "The offers are made, each by itself."},
	{"rating", "rating", "Your rating is kept."},
	{"talk", "rating-talk", "The talk is recorded."},
	{"no-talk", "rating-no-talk", "Your word is kept: there was no such talk."},
	{"time", "extra-time", "It is kept."},
	{"needs", "weight-view", "It counts from today: the higher of what the holder says and the scheme."},
	{"surge", "surge", "The surge counts from today."},
	{"review", "review", "The look at the case is kept."},
	{"close", "case-close", "It is closed."},
	{"close", "matter-ask", "It is asked: of who holds the case, or for a second look, as the page says."},
	{"reopen", "case-reopen", "It is open again, and waits with the accountable manager."},
	{"declared", "declare", "It is declared, and in the ledger."},
	{"answer", "matter-answer", "The answer is given, and what follows from it is done."},
	{"ask", "matter-ask", "It is asked. Whoever has to answer sees it now."},
	{"take-back", "matter-take-back", "It is taken back."},
};

const char *done_words(const struct page_context *ctx)
{
	const char *done = request_query(ctx->request, "done");
	struct ledger_row last;
	enum negotiation_step step;

	done = done != NULL ? done : request_query(ctx->request, "said");
	if (done == NULL || undo_own_last(ctx->app->pictures, ctx->arena, ctx->picture->snap->employer.id, ctx->viewer->login, &last,
		NULL) < 0 || last.sequence == 0 || clock_now() - last.instant > NOTICE_SECONDS)
		return "";
	for (size_t i = 0; i < sizeof NOTICES / sizeof *NOTICES; i++)
		if (str_equal(NOTICES[i].said, done) && str_equal(NOTICES[i].action, last.action))
			return NOTICES[i].words;
	if (!negotiation_step_parse(done, &step) || !str_equal(last.action, words_join(ctx->arena, "proposal-", done, NULL)))
		return "";
	return words_join(ctx->arena, "Done: you ", negotiation_step_words(step), ".", NULL);
}

/* ---- taking it back ---- */

enum { ENTRY, BACK, UNDO_FIELDS };
static const struct form_field UNDO_FORM[UNDO_FIELDS] = {
	[ENTRY] = {"entry", "Entry", form_check_text, .most = 18},
	[BACK] = {"back", "", form_check_text, .most = 500, .optional = true}};

static int undo_in_turn(struct store *s, void *context, struct err *err)
{
	return undo_own(s, context, err);
}

int post_undo(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const char *back, *outcome;
	struct undo_own_request r;
	struct form form;
	int rc = offers_open(ctx, err);

	if (rc == 0)
		rc = form_read(req, UNDO_FORM, UNDO_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	if (form.issues_count > 0)
		return err_set(err, PL_INVALID, "%s", form.issues[0].sentence);
	back = where_own_page(ctx->arena, form.values[BACK].text);
	outcome = words_join(ctx->arena, back != NULL && strchr(back, '?') == NULL ? back : proposals_href(ctx), "?done=undone", NULL);
	r = (struct undo_own_request){.by = page_asked_by(ctx, outcome), .sequence = form_number(form.values[ENTRY].text)};
	rc = writer_run(ctx->app->writer, undo_in_turn, &r, err);
	if (rc == 0)
		response_see_other(res, outcome);
	return rc;
}
