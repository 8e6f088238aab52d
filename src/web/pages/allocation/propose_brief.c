/* /employers/CODE/cases/REF/propose/POST: the brief of what is offered to one worker. */
#include "base/clock.h"
#include "base/str.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/allocation/at_the_line.h"
#include "web/pages/allocation/brief_form.h"
#include "web/pages/common.h"
#include "web/pages/form_page.h"
#include "web/pages/allocation/propose.h"
#include "web/words.h"

#define BRIEF_ROUTE "/employers/{employer}/cases/{case}/propose/{post}"

/* What a request is about, from its address to what is written already. */
struct briefing {
	int32_t post;                 /* a place */
	struct brief_about about;
	struct candidate candidate;
	struct side_login *sides; size_t sides_count;
	struct proposal_seen seen;    /* of what is written on; row.proposal_id 0: a new one */
	struct proposal_story story;
	const struct form_field *fields;
};

/* ---- what it is about ---- */

static int find_candidate(struct page_context *ctx, struct briefing *b, struct err *err)
{
	struct candidates_wanted wanted = brief_about_wanted(ctx, &b->about);
	struct candidate_list list;
	int rc;

	wanted.post = b->post;
	wanted.but = b->seen.row.proposal_id;
	rc = candidates_read(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, &wanted, &list, err);
	if (rc == 0)
		b->candidate = list.rows[0];
	return rc;
}

/* A draft, or what more is wanted of; of this case and for this post. */
static int find_written(struct page_context *ctx, int32_t proposal_id, struct briefing *b, struct err *err)
{
	int rc;

	if (proposal_id == 0)
		return 0;
	rc = proposal_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), proposal_id, &b->seen, &b->story,
		err);
	if (rc < 0)
		return rc;
	if (b->seen.post != b->post || b->seen.case_index != ctx->place || !b->seen.is_manager)
		return err_set(err, PL_NOT_FOUND, "There is no proposal with this number for this worker and case.");
	if (b->seen.row.state != NEGOTIATION_DRAFT && b->seen.row.state != NEGOTIATION_MORE_WANTED)
		return err_set(err, PL_CONFLICT, "What is offered is changed by withdrawing it and offering it anew.");
	b->about.role = b->story.row.terms.role;
	b->about.share = b->story.row.terms.share;
	b->about.instead_of = snapshot_find_post_id(ctx->picture->snap, b->story.row.instead_of);
	return 0;
}

static int open_briefing(struct page_context *ctx, struct briefing *b, struct err *err)
{
	int rc = brief_about_read(ctx, &b->about, err);

	if (rc < 0)
		return rc;
	b->post = snapshot_find_post_id(ctx->picture->snap, form_number(route_value(ctx->match, "post")));
	if (b->post < 0 || !sees_name_of_post(ctx->sight, b->post))
		return err_set(err, PL_NOT_FOUND, "There is nobody in such a post today whom you could ask.");
	rc = sides_read(ctx->app->pictures, ctx->arena, ctx->picture, b->post, ctx->place, &b->sides, &b->sides_count, err);
	b->fields = brief_fields(ctx, b->sides, b->sides_count);
	return rc;
}

/* ---- the page ---- */

/* Without the reasons that no offer in place of somebody may have. */
static void leave_out_room(struct arena *a, struct select_view *why)
{
	struct choice_view *choices = arena_array(a, why->choices_count, sizeof *choices);
	size_t count = 0;

	for (size_t i = 0; i < why->choices_count; i++)
		if (takeover_reason(why->choices[i].code))
			choices[count++] = why->choices[i];
	why->choices = choices;
	why->choices_count = count;
}

static void put_parts(const struct page_context *ctx, const struct briefing *b, const struct form *form, struct propose_brief_view *view)
{
	struct box_view *support = arena_array(ctx->arena, BRIEF_FIELDS - BRIEF_SUPPORTS, sizeof *support);
	struct task_input_view *tasks = arena_array(ctx->arena, BRIEF_TASK_ROWS, sizeof *tasks);

	view->why = form_select(form, ctx->arena, BRIEF_OF_WHY);
	if (b->story.row.instead_of != 0 || form->values[BRIEF_INSTEAD].is_set)
		leave_out_room(ctx->arena, &view->why);
	view->first_action = form_select(form, ctx->arena, BRIEF_FIRST);
	view->by = form_input(form, BRIEF_BY);
	view->risk_with = form_select(form, ctx->arena, BRIEF_RISK);
	view->role = form_select(form, ctx->arena, BRIEF_ROLE);
	view->share = form_select(form, ctx->arena, BRIEF_SHARE);
	view->mode = form_select(form, ctx->arena, BRIEF_MODE);
	view->starts = form_input(form, BRIEF_STARTS);
	view->note = form_input(form, BRIEF_NOTE);
	for (int i = BRIEF_SUPPORTS; i < BRIEF_FIELDS; i++)
		support[i - BRIEF_SUPPORTS] = form_box(form, i);
	for (int i = 0; i < BRIEF_TASK_ROWS; i++) {
		tasks[i].kind = form_select(form, ctx->arena, BRIEF_TASKS + 2 * i);
		tasks[i].kind.none = "None";
		tasks[i].due = form_input(form, BRIEF_TASKS + 2 * i + 1);
	}
	view->support = support;
	view->support_count = BRIEF_FIELDS - BRIEF_SUPPORTS;
	view->tasks = tasks;
	view->tasks_count = BRIEF_TASK_ROWS;
	for (size_t i = 0; i < form->issues_count; i++)
		view->more_open = view->more_open || (!str_equal(form->issues[i].field, "why") && !str_equal(form->issues[i].field, "first-action")
			&& !str_equal(form->issues[i].field, "first-action-by") && !str_equal(form->issues[i].field, "risk-with"));
}

/* What the offer adds, from the case by itself to what this holder would carry of it: "101 minutes for the work + 30 ...". */
static const char *added_words(const struct page_context *ctx, const struct briefing *b)
{
	const struct what_if *working_out = &b->candidate.allocation.lines.working_out;
	int64_t adds = (int64_t)working_out->after.load_minutes - working_out->before.load_minutes, more;
	struct arena *a = ctx->arena;
	struct weight weight;

	if (b->about.role != HOLDING_LEAD || b->about.share != 1000 || b->candidate.held_until == DAY_MAX ||
		weight_of_case(NULL, ctx->picture->snap, ctx->place, -1, &weight, NULL) < 0)
		return "";
	more = adds - weight.minutes;
	return words_join(a, words_int(a, weight.minutes), " minutes a week for the work", more == 0 ? "" : more > 0 ? " + " : " − ",
		more == 0 ? "" : words_int(a, more > 0 ? more : -more), more == 0 ? "" : more > 0 ? " because it is new to its holder"
		: " because its holder has the household already", " = ", words_int(a, adds), " minutes, ", words_hours(a, adds), " h", NULL);
}

/* What more is wanted of is changed on this page, and as it is then it may have the room that it has not now. */
static bool may_give(const struct briefing *b)
{
	return b->seen.row.state == NEGOTIATION_MORE_WANTED && negotiation_refusal_is_at_line(b->candidate.refusal);
}

static void put_head(const struct page_context *ctx, const struct briefing *b, struct propose_brief_view *view)
{
	const char *ref = route_value(ctx->match, "case");

	view->name = name_of_post(ctx, b->post);
	view->gives = b->seen.row.state == NEGOTIATION_MORE_WANTED;
	view->heading = words_join(ctx->arena, view->gives ? "What is offered now: " : "Offer ", ref, " to ", view->name, NULL);
	view->sentence = brief_case_words(ctx);
	view->draft = b->seen.row.proposal_id == 0 ? "" : view->gives ? "The worker asked for more. What you send takes the place of what was offered."
		: "This is a draft; nobody but the manager’s side sees it.";
	view->stopped = b->candidate.refusal != REFUSED_NOT;
	view->stopped_words = !view->stopped ? "" : words_join(ctx->arena, negotiation_refusal_sentence(b->candidate.refusal),
		may_give(b) ? " Less of it, or another part in it, may have room." : "", NULL);
	view->button = view->stopped && !may_give(b) ? "" : words_join(ctx->arena, view->gives ? "Offer it so to " : "Offer it to ", view->name, NULL);
	view->others_href = brief_about_href(ctx, &b->about, 0);
	view->adds = added_words(ctx, b);
	view->working_out = before_after(ctx, b->post, &b->candidate.allocation.lines.working_out);
	if (b->candidate.allocation.offered > 0)
		view->working_out.offered = load_words(ctx->arena, &b->candidate.allocation.with_offered.working_out.after);
}

static int show(struct page_context *ctx, struct response *res, const struct briefing *b, const struct form *form, struct err *err)
{
	struct propose_brief_view view = {.trend.sentence = "", .proposal = form->values[BRIEF_PROPOSAL].text, .instead_of = form->values[BRIEF_INSTEAD].text};
	const char *path = brief_href(ctx, route_value(ctx->match, "case"), ctx->picture->snap->posts[b->post].post_id);

	if (ctx->picture->snap->employer.principles) {
		int rc = trend_put(ctx, b->post, &view.trend, err);

		if (rc < 0)
			return rc;
	}
	put_head(ctx, b, &view);
	put_parts(ctx, b, form, &view);
	view.form = session_form(ctx, res, BRIEF_ROUTE, path);
	view.issues = form_issues(form, ctx->arena);
	page_begin(ctx, &view.page, view.heading, "unallocated");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, "Who could hold it", brief_href(ctx, route_value(ctx->match, "case"), 0));
	form_page_title(ctx, &view.page, form);
	render_propose_brief(&res->body, &view);
	return 0;
}

static void stop_at_line(struct page_context *ctx, struct response *res, const struct briefing *b,
	enum negotiation_refusal refusal, const struct what_if *working_out, const struct post_load *alone, int32_t line_id,
	const struct kept_form *kept)
{
	show_at_the_line(ctx, res, b->post, ctx->place, refusal, line_id, working_out, alone, kept, page_link(ctx, "unallocated", ""),
		"Leave it with its owner: back to the pile");
}

int page_propose_brief(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct briefing b = {.seen.row.proposal_id = 0};
	struct form form;
	int rc = offers_open(ctx, err);

	if (rc == 0)
		rc = open_briefing(ctx, &b, err);
	if (rc == 0)
		rc = find_written(ctx, form_number(request_query(req, "proposal")), &b, err);
	if (rc == 0)
		rc = find_candidate(ctx, &b, err);
	if (rc < 0)
		return rc;
	if (negotiation_refusal_is_at_line(b.candidate.refusal) && !may_give(&b)) {
		const struct line_ruling *ruling = allocation_ruling(&b.candidate.allocation);
		int32_t line = ruling->line;

		stop_at_line(ctx, res, &b, b.candidate.refusal, &ruling->working_out, &b.candidate.allocation.lines.working_out.after,
			line >= 0 ? ctx->picture->snap->lines[line].line_id : 0, NULL);
		return 0;
	}
	form_begin(&form, b.fields, BRIEF_FIELDS);
	if (b.seen.row.proposal_id != 0)
		brief_fill(ctx->arena, &b.story, &form);
	else
		brief_suggest(ctx, &b.about, &b.candidate, b.sides, b.sides_count, &form);
	return show(ctx, res, &b, &form, err);
}

/* ---- sending it ---- */

/* All that was written, so that it can be kept as a draft from where it was stopped. */
static struct kept_form keep_form(struct page_context *ctx, struct response *res, const struct briefing *b, const struct form *form)
{
	struct kept_field_view *fields = arena_array(ctx->arena, BRIEF_FIELDS, sizeof *fields);
	struct kept_form kept = {.fields = fields};

	for (int i = 0; i < BRIEF_FIELDS; i++)
		if (i != BRIEF_ACT && form->values[i].is_set)
			fields[kept.count++] = (struct kept_field_view){form->fields[i].name, form->values[i].text};
	kept.form = session_form(ctx, res, BRIEF_ROUTE, brief_href(ctx, route_value(ctx->match, "case"),
		ctx->picture->snap->posts[b->post].post_id));
	return kept;
}

/* A draft leads to the list of proposals; from the line on to where leave is asked for. */
static const char *draft_outcome(const struct page_context *ctx, const struct briefing *b, const struct form *form)
{
	const struct line_ruling *ruling = allocation_ruling(&b->candidate.allocation);
	const char *ask = "";

	if (str_equal(form->values[BRIEF_ACT].text, "draft-ask") && negotiation_refusal_is_at_line(b->candidate.refusal))
		ask = exception_href(ctx, b->post, ctx->place, ruling->line >= 0 ? ctx->picture->snap->lines[ruling->line].line_id : 0, &ruling->working_out.after);
	return ask[0] != '\0' ? words_join(ctx->arena, ask, "&kept=yes", NULL) : words_join(ctx->arena, proposals_href(ctx), "?done=draft", NULL);
}

static int send(struct page_context *ctx, const struct briefing *b, const struct form *form, const char *outcome,
	struct allocation_outcome *ret, struct err *err)
{
	struct allocation_proposing p = {.by = page_asked_by(ctx, outcome), .proposal_id = b->seen.row.proposal_id,
		.ref = route_value(ctx->match, "case"), .post_id = ctx->picture->snap->posts[b->post].post_id,
		.instead_of = b->seen.row.proposal_id != 0 ? b->story.row.instead_of : form_number(form->values[BRIEF_INSTEAD].text),
		.offer = str_equal(form->values[BRIEF_ACT].text, "offer")};
	struct agreed_task *tasks;
	struct allocation_step give;

	p.terms = brief_terms(ctx, form, &tasks, &p.tasks_count);
	p.tasks = tasks;
	if (b->seen.row.state != NEGOTIATION_MORE_WANTED)
		return allocation_propose_served(ctx->app->writer, &p, ret, err);
	give = (struct allocation_step){.by = p.by, .proposal_id = p.proposal_id, .step = STEP_GIVE, .seen = b->seen.steps, .reason = "",
		.note = "", .terms = &p.terms, .tasks = tasks, .tasks_count = p.tasks_count, .talked_with = ""};
	return allocation_take_served(ctx->app->writer, &give, ret, err);
}

/* What is refused is shown where it was asked for. */
static int send_and_answer(struct page_context *ctx, struct response *res, struct briefing *b, struct form *form, struct err *err)
{
	bool offer = str_equal(form->values[BRIEF_ACT].text, "offer");
	bool gives = b->seen.row.state == NEGOTIATION_MORE_WANTED;
	const char *outcome = !offer && !gives ? draft_outcome(ctx, b, form) : words_join(ctx->arena, b->seen.row.proposal_id != 0
		? proposal_href(ctx, b->seen.row.proposal_id) : proposals_href(ctx), gives ? "?done=give" : "?done=offer", NULL);
	struct allocation_outcome answer = {.refusal = REFUSED_NOT};
	int rc = send(ctx, b, form, outcome, &answer, err);

	if (rc == 0) {
		response_see_other(res, outcome);
		return 0;
	}
	if (!form_page_is_about(rc))
		return rc;
	res->status = 422;
	if (negotiation_refusal_is_at_line(answer.refusal) && answer.is_worked_out) {
		const struct what_if working_out = {answer.before, answer.after};
		struct kept_form kept = keep_form(ctx, res, b, form);

		stop_at_line(ctx, res, b, answer.refusal, &working_out, &answer.alone, answer.line_id, gives ? NULL : &kept);
		return 0;
	}
	form_add_issue(form, ctx->arena, -1, err->text);
	return show(ctx, res, b, form, err);
}

int post_propose_brief(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct briefing b = {.seen.row.proposal_id = 0};
	struct form form;
	int rc = offers_open(ctx, err);

	if (rc == 0)
		rc = open_briefing(ctx, &b, err);
	if (rc == 0)
		rc = form_read(req, b.fields, BRIEF_FIELDS, &form, err);
	if (rc == 0)
		rc = find_written(ctx, form_number(form.values[BRIEF_PROPOSAL].text), &b, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		b.about.role = str_equal(form.values[BRIEF_ROLE].text, "lead") ? HOLDING_LEAD : HOLDING_CO_WORKER;
		b.about.share = form_number(form.values[BRIEF_SHARE].text);
		b.about.instead_of = snapshot_find_post_id(ctx->picture->snap, form_number(form.values[BRIEF_INSTEAD].text));
	}
	rc = find_candidate(ctx, &b, err);
	if (rc < 0)
		return rc;
	if (str_equal(form.values[BRIEF_ACT].text, "offer"))
		brief_check_complete(ctx->arena, &form);
	if (form.issues_count == 0)
		return send_and_answer(ctx, res, &b, &form, err);
	res->status = 422;
	return show(ctx, res, &b, &form, err);
}
