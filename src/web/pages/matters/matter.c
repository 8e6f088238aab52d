/* /employers/CODE/matters/ID: one matter, and its answer. */
#include "web/pages/matters/matter.h"

#include "base/clock.h"
#include "core/brief.h"
#include "core/closing.h"
#include "core/extra_time.h"
#include "core/line_change.h"
#include "core/list_words.h"
#include "core/what_if.h"
#include "routes.h"
#include "service/matters/matters.h"
#include "service/allocation/proposals_seen.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/pages/form_page.h"
#include "web/pages/matters/matter_words.h"
#include "web/pages/allocation/offers.h"
#include "web/words.h"

#define MATTER_ROUTE "/employers/{employer}/matters/{matter}"
#define TAKE_BACK_ROUTE "/employers/{employer}/matters/{matter}/take-back"


enum { FULL = 1000 };

static const struct form_choice OUTCOMES[] = {{"agreed", "Agree"}, {"refused", "Refuse"}, {"talked", "We have talked"},
	{"for", "I agree that it closes"}, {"against", "I do not agree"}, {"kept", "It is kept"}, {"not-kept", "It is not kept"}, {"plan", "This is what is done"}, {NULL, NULL}};

enum { NOTE, OUTCOME, ANSWER_FIELDS };
static const struct form_field ANSWER_FORM[ANSWER_FIELDS] = {
	[NOTE] = {"note", "Your answer, in a sentence", form_check_text, .most = REMARK_BYTES, .hint = FORM_REMARK_HINT
		" Who asked reads it, and whoever answers after you.", .autocomplete = "off"},
	[OUTCOME] = {"outcome", "", form_check_choice, .most = 20, .choices = OUTCOMES}};

/* ---- figures ---- */

static bool is_open(const struct matter_seen *m)
{
	return m->row.matter.state == MATTER_OPEN;
}

/* What it would change is for whoever answers. Once that is done a before and after of today would be of another load. */
static void put_hand_back(const struct page_context *ctx, const struct matter_seen *m, struct figures_view *f)
{
	const struct trial back = {.case_index = m->case_index, .role = HOLDING_LEAD, .share = 0, .from = ctx->day};
	struct what_if working_out;

	if (m->post >= 0 && !is_open(m)) {
		figures_add_post(ctx, f, m->post);
		return;
	}
	if (m->post < 0 || m->case_index < 0)
		return;
	working_out = what_if(ctx->picture->snap, m->post, &back, 1);
	figures_add_what_if(ctx, f, m->post, &working_out);
	figures_add_case(ctx, f, m->case_index);
}

/* Leave that falls short of the work that is there leaves the line broken: whoever answers is told before they do. */
static void put_shortfall(const struct page_context *ctx, const struct post_load *load, bool counts, bool with_case, int32_t allowed,
	struct figures_view *f)
{
	struct arena *a = ctx->arena;
	int32_t used = counts ? load->cases : load->used_permille;

	if (used > allowed)
		figures_add(a, f, "It would fall short", counts ? words_count(a, used, "case", "cases") : words_join(a, words_percent(a, used), ", ",
			hours_words(a, load->load_minutes), NULL), words_join(a, with_case ? "with the case" : "today",
			" is more than is asked for: the line would stay broken.", NULL));
}

/* The load that it is asked for: with the case, or as it is. */
static void put_load_beside(const struct page_context *ctx, const struct matter_seen *m, bool counts, struct figures_view *f)
{
	const struct trial with = {.case_index = m->case_index, .role = HOLDING_LEAD, .share = FULL, .from = ctx->day};
	bool with_case = m->case_index >= 0 && is_open(m);
	struct post_load load = ctx->picture->loads.posts[m->post];

	if (with_case)
		load = what_if(ctx->picture->snap, m->post, &with, 1).after;
	if (is_open(m))
		put_shortfall(ctx, &load, counts, with_case, m->row.value, f);
	if (with_case)
		figures_add_with_case(ctx, f, m->post, m->case_index);
	else
		figures_add_post(ctx, f, m->post);
}

/* What is asked for: how far, for how long, and the how manieth time. */
static void put_exception(const struct page_context *ctx, const struct matter_seen *m, struct figures_view *f)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	int32_t line = snapshot_find_line_id(s, m->row.line_id);
	const char *far, *note = line >= 0 ? words_join(a, "past the line of ", line_words(a, &s->lines[line]), NULL)
		: "the protected capacity of somebody newly qualified";
	bool counts = line >= 0 && s->lines[line].kind == LINE_COUNT;

	if (m->post < 0)
		return;
	far = counts ? words_count(a, m->row.value, "case", "cases")
		: words_join(a, words_percent(a, m->row.value), ", ",
			hours_words(a, (int64_t)ctx->picture->loads.posts[m->post].capacity_minutes * m->row.value / FULL), NULL);
	figures_add(a, f, "Asked for: up to", far, note);
	figures_add(a, f, "Asked for: how long", words_count(a, m->row.when.until - m->row.when.from, "day", "days"), words_join(a,
		words_day(a, m->row.when.from), " to ", words_day(a, m->row.when.until - 1), ". It ends by itself; 28 days are the most.", NULL));
	for (int32_t i = 0; i < s->posts[m->post].exceptions_count; i++) {
		const struct exception_row *x = &s->exceptions[s->posts[m->post].first_exception + i];

		if (x->line_id == m->row.line_id)
			figures_add(a, f, "In force already", words_join(a, "renewed ", words_int(a, x->renewals), " of at most 2 times", NULL),
				words_join(a, "allowed by ", x->allowed_by, ", until ", words_day(a, x->when.until - 1), NULL));
	}
	put_load_beside(ctx, m, counts, f);
}

static void put_reach(const struct page_context *ctx, struct figures_view *f, const char *what, const struct roster_line *line)
{
	struct arena *a = ctx->arena;
	const struct line_row row = {.scope = line->scope, .kind = line->kind, .value = line->value};
	struct line_reach reach = line_reach(ctx->picture->snap, &ctx->picture->loads, line);

	figures_add(a, f, what, line_words(a, &row), words_join(a, line_status_words(line->status), "; it holds for ",
		words_count(a, reach.holds, "post", "posts"), ", and ", words_int(a, reach.passed), " of them ",
		reach.passed == 1 ? "is" : "are", " past it by the work of today.", NULL));
}

static void put_line(const struct page_context *ctx, const struct matter_seen *m, struct figures_view *f)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	int32_t line = snapshot_find_line_id(s, m->row.line_id);

	if (line >= 0)
		figures_add(a, f, "The line now", line_words(a, &s->lines[line]), words_join(a, line_status_words(s->lines[line].status),
			", agreed by ", agreed_words(a, &s->lines[line]), NULL));
	if (m->row.line == NULL)
		figures_add(a, f, "Proposed", "it ends", words_day(a, m->row.when.from));
	else {
		put_reach(ctx, f, "Proposed", m->row.line);
		figures_add(a, f, "From", words_day(a, m->row.when.from), m->row.line->agreed_by[0] != '\0'
			? words_join(a, "with the agreement of ", m->row.line->agreed_by, NULL) : "nobody is named who agreed it");
	}
}

static const char *view_words(const struct matter_seen *m)
{
	switch (m->row.matter.view) {
	case VIEW_FOR:
		return "Who holds the case agrees.";
	case VIEW_AGAINST:
		return "Who holds the case does not agree.";
	case VIEW_UNSAID:
		break;
	}
	return m->post >= 0 ? "Who holds the case has not said what they think of it." : "Nobody holds the case.";
}

static void put_closing(const struct page_context *ctx, const struct matter_seen *m, struct figures_view *f)
{
	struct arena *a = ctx->arena;
	struct second_look look;
	enum closing_reason reason;

	if (m->case_index < 0)
		return;
	look = second_look_at(ctx->picture->snap, &ctx->picture->loads, m->case_index, m->row.matter.view);
	figures_add(a, f, "Reason for closing", closing_reason_parse(m->row.code, &reason) ? closing_reason_words(reason) : m->row.code,
		view_words(m));
	if (!is_open(m))
		return;
	figures_add(a, f, "Why a second look", second_look_needed(&look) ? "needed" : "no longer needed", words_join(a,
		look.near_report ? "within 14 days of 31 March or 30 September; " : "", look.over_line ? "a holder is past a line; " : "",
		look.work_left ? "dated work is left; " : "", look.worker_disagrees ? "the worker does not agree; " : "",
		look.worker_unsaid ? "the worker has not said what they think of it; " : "",
		look.unheld ? "no worker holds it; " : "",
		"what it frees goes over weeks and is nobody’s at once", NULL));
	figures_add_case(ctx, f, m->case_index);
}

static void put_waiting(const struct page_context *ctx, const struct matter_seen *m, struct figures_view *f)
{
	struct arena *a = ctx->arena;

	for (size_t i = 0; i < ctx->picture->pile_count; i++) {
		const struct pile_row *row = &ctx->picture->pile[i];

		if (row->case_index == m->case_index)
			figures_add(a, f, "Has waited", words_count(a, row->days, "day", "days"), words_join(a, pile_reason_words(row->reason),
				row->weight_minutes > 0 ? "; needs " : "", row->weight_minutes > 0 ? hours_words(a, row->weight_minutes) : "",
				row->weight_minutes > 0 ? " a week" : "", NULL));
	}
}

static int put_condition(const struct page_context *ctx, const struct matter_seen *m, struct figures_view *f, struct err *err)
{
	struct agreed_condition c;
	int rc = matter_condition(ctx->app->pictures, ctx->arena, ctx->picture, &m->row, &c, err);

	if (rc == 0 && c.kind != NULL)
		figures_add(ctx->arena, f, "Agreed on condition of", brief_say(BRIEF_CONDITION, c.kind), words_join(ctx->arena, "by ",
			words_day(ctx->arena, c.due), c.note[0] != '\0' ? ": " : "", c.note, NULL));
	return rc;
}

static int put_figures(const struct page_context *ctx, const struct matter_seen *m, struct figures_view *f, struct err *err)
{
	int rc = 0;

	f->caption = is_open(m) ? "What it means in hours" : "How it is today, after the answer";
	if (m->row.kind == MATTER_HAND_BACK)
		put_hand_back(ctx, m, f);
	else if (m->row.kind == MATTER_EXCEPTION)
		put_exception(ctx, m, f);
	else if (m->row.kind == MATTER_LINE)
		put_line(ctx, m, f);
	else if (m->row.kind == MATTER_CLOSING)
		put_closing(ctx, m, f);
	else if (m->row.kind == MATTER_REVIEW)
		put_waiting(ctx, m, f);
	else if (m->post >= 0)
		figures_add_post(ctx, f, m->post);
	if (m->row.kind == MATTER_OWED && m->post >= 0)
		figures_add(ctx->arena, f, "Time owed", hours_words(ctx->arena, ctx->picture->snap->posts[m->post].owed_minutes),
			words_join(ctx->arena, "worked over the contract and not taken back; counts as work of ",
			hours_words(ctx->arena, owed_load(ctx->picture->snap->posts[m->post].owed_minutes)), " a week", NULL));
	if (m->row.kind == MATTER_CONDITION && m->row.proposal_id != 0)
		rc = put_condition(ctx, m, f, err);
	return rc;
}

/* ---- the story ---- */

static const char *step_words(const struct page_context *ctx, const struct matter_seen *m, const struct matter_step_row *s)
{
	switch (s->step) {
	case MATTER_ASK:
		if (m->row.kind == MATTER_OVER_LINE)
			return words_join(ctx->arena, "came up at ", words_percent_past(ctx->arena, m->row.value), " of the line; put to the ",
				matter_level_words(m, s->level), NULL);
		return matter_asker(m->row.kind) == ASKED_BY_CLOCK ? "came up" : "asked";
	case MATTER_ANSWER:
		return words_join(ctx->arena, matter_outcome_is_view(s->outcome) ? "said: " : "answered: ", matter_outcome_words(s->outcome), NULL);
	case MATTER_TAKE_BACK:
		return matter_asker(m->row.kind) == ASKED_BY_CLOCK ? "is over" : "took it back";
	case MATTER_ESCALATE:
		return words_join(ctx->arena, went_up_words(s), ": it went up to the ", matter_level_words(m, s->level), NULL);
	case MATTER_STEPS:
		break;
	}
	return "";
}

static void put_steps(const struct page_context *ctx, const struct matter_seen *m, struct matter_view *view)
{
	struct matter_step_view *rows = arena_array(ctx->arena, m->row.steps_count, sizeof *rows);

	for (size_t i = 0; i < m->row.steps_count; i++) {
		const struct matter_step_row *s = &m->row.steps[i];

		rows[i] = (struct matter_step_view){who_words(ctx, s->login), step_words(ctx, m, s), words_moment(ctx->arena, s->instant), s->note};
	}
	view->steps = rows;
	view->steps_count = m->row.steps_count;
}

/* ---- the answer ---- */

static void put_outcomes(const struct page_context *ctx, const struct matter_seen *m, struct matter_view *view)
{
	struct choice_view *rows = arena_array(ctx->arena, MATTER_OUTCOMES, sizeof *rows);

	for (int i = 0; OUTCOMES[i].code != NULL; i++) {
		enum matter_outcome outcome;

		if (matter_outcome_parse(OUTCOMES[i].code, &outcome) && matter_outcome_answers(outcome, m->row.kind)
			&& matter_outcome_is_view(outcome) == m->says_view)
			rows[view->outcomes_count++] = (struct choice_view){.code = OUTCOMES[i].code, .words = OUTCOMES[i].words};
	}
	view->outcomes = rows;
}

static const char *matter_sentence(const struct page_context *ctx, const struct matter_seen *m)
{
	struct arena *a = ctx->arena;
	const char *about = matter_about(ctx, m);
	const char *first = about[0] != '\0' ? words_join(a, "About ", about, ". ", NULL) : "";

	if (m->row.matter.state == MATTER_ANSWERED)
		return words_join(a, first, "Answered: ", matter_outcome_words(m->row.matter.outcome), ".", NULL);
	if (m->row.matter.state == MATTER_TAKEN_BACK)
		return words_join(a, first, "It was taken back, or is over.", NULL);
	if (m->suspended)
		return words_join(a, first, matter_refusal_sentence(MATTER_SUSPENDED), NULL);
	if (m->says_view)
		return words_join(a, first, m->row.matter.view == VIEW_UNSAID ? "You hold the case: say what you think of closing it. " :
			"You hold the case, and have said what you think of closing it. ", "If you agree, and nothing else asks for a second look, it "
			"closes. Else somebody else looks at it and answers, by ", matter_due_words(a, m->due), ".", NULL);
	return words_join(a, first, "It stands with ", matter_with(ctx, m), ", to be answered in writing by ", matter_due_words(a, m->due),
		m->late ? ", which has passed." : ". Silence is no answer: it goes up then.", NULL);
}

static void put_links(const struct page_context *ctx, const struct matter_seen *m, struct matter_view *view)
{
	const struct snapshot *s = ctx->picture->snap;

	view->worker_href = view->case_href = view->worker = view->case_words = "";
	if (m->post >= 0 && sees_name_of_post(ctx->sight, m->post)) {
		view->worker_href = worker_href(ctx, s->posts[m->post].person);
		view->worker = person_label(&s->persons[s->posts[m->post].person]);
	}
	if (m->case_index >= 0) {
		view->case_href = case_href(ctx, m->case_index);
		view->case_words = matter_case(ctx, m);
	}
	view->offer_href = "";
	if (m->row.kind == MATTER_EXCEPTION && m->row.matter.outcome == OUTCOME_AGREED && view->worker_href[0] != '\0'
		&& sight_is_managers_side(ctx->sight, m->post, -1))
		view->offer_href = words_join(ctx->arena, view->worker_href, "/first-cases", NULL);
	view->all_href = today_link(ctx, "waiting", "", "");
}

/* What was stopped at the line and kept, or was written meanwhile, for that post. */
static int put_drafts(struct page_context *ctx, const struct matter_seen *m, struct matter_view *view, struct err *err)
{
	struct proposal_seen *rows;
	struct link_view *links;
	size_t count;
	int rc;

	if (view->offer_href[0] == '\0')
		return 0;
	rc = proposals_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), &rows, &count, err);
	if (rc < 0)
		return rc;
	links = arena_array(ctx->arena, count + 1, sizeof *links);
	for (size_t i = 0; i < count; i++) {
		const struct proposal_seen *p = &rows[i];

		if (p->row.state == NEGOTIATION_DRAFT && p->is_manager && p->post == m->post && p->case_index >= 0
			&& case_href(ctx, p->case_index)[0] != '\0')
			links[view->drafts_count++] = (struct link_view){.text = words_join(ctx->arena, "Go on with the draft: offer ",
				case_words(ctx, p->case_index), " to ", view->worker, NULL), .href = arena_printf(ctx->arena, "%s?proposal=%d",
				brief_href(ctx, ctx->picture->snap->cases[p->case_index].ref, ctx->picture->snap->posts[p->post].post_id),
				(int)p->row.proposal_id)};
	}
	view->drafts = links;
	return 0;
}

/* ---- the page ---- */

static int find(struct page_context *ctx, struct matter_seen *ret, struct err *err)
{
	int32_t id = form_number(route_value(ctx->match, "matter"));
	int rc = page_open(ctx, err);

	if (rc == 0 && ctx->day != ctx->app->today())
		return err_set(err, PL_INVALID, "This page is about today: it cannot look at another day.");
	if (rc == 0)
		rc = matter_seen_by(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), id, ret, err);
	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "This employer has nothing of that number that was asked.");
	if (rc < 0 || ret->post < 0)
		return rc;
	return admit_note(ctx, LOOK_WORKER, ctx->picture->snap->persons[ctx->picture->snap->posts[ret->post].person].code, err);
}

static const char *own_href(const struct page_context *ctx)
{
	return matter_href(ctx, form_number(route_value(ctx->match, "matter")));
}

static int show(struct page_context *ctx, struct response *res, const struct matter_seen *m, const struct form *form, struct err *err)
{
	struct matter_view view = {.notice = done_words(ctx), .issues = form_issues(form, ctx->arena), .note = form_input(form, NOTE)};
	bool open = is_open(m);
	int rc = put_figures(ctx, m, &view.figures, err);

	if (rc == 0)
		rc = undo_if_done(ctx, res, own_href(ctx), &view.undo, err);
	if (rc < 0)
		return rc;
	res->cache = "no-store";
	view.heading = matter_title(ctx, m);
	view.sentence = matter_sentence(ctx, m);
	put_steps(ctx, m, &view);
	put_links(ctx, m, &view);
	rc = put_drafts(ctx, m, &view, err);
	if (rc < 0)
		return rc;
	view.may_answer = m->says_view || (open && m->may_answer && !m->suspended);
	view.answer_heading = m->says_view ? "Your view" : "Your answer";
	view.may_take_back = open && m->asked && matter_asker(m->row.kind) != ASKED_BY_CLOCK;
	if (view.may_answer) {
		put_outcomes(ctx, m, &view);
		view.form = session_form(ctx, res, MATTER_ROUTE, own_href(ctx));
	}
	if (view.may_take_back)
		view.take_back = session_form(ctx, res, TAKE_BACK_ROUTE, words_join(ctx->arena, own_href(ctx), "/take-back", NULL));
	page_begin(ctx, &view.page, words_join(ctx->arena, view.heading, " (", route_value(ctx->match, "matter"), ")", NULL), "waiting");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, today_link(ctx, "", "", ""));
	page_add_crumb(ctx, &view.page, "What waits for an answer", view.all_href);
	form_page_title(ctx, &view.page, form);
	render_matter(&res->body, &view);
	return 0;
}

int page_matter(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	enum resource_format format;
	struct matter_seen m;
	struct form form;
	int rc = find(ctx, &m, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format)) {
		res->cache = "no-store";
		resource_matter(&res->body, ctx->picture, ctx->sight, &m);
		return 0;
	}
	form_begin(&form, ANSWER_FORM, ANSWER_FIELDS);
	return show(ctx, res, &m, &form, err);
}

static int answer(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	struct matter_answering answering = {.by = page_asked_by(ctx, outcome), .id = form_number(route_value(ctx->match, "matter")),
		.note = form->values[NOTE].text};

	if (!matter_outcome_parse(form->values[OUTCOME].text, &answering.outcome))
		return err_set(err, PL_INVALID, "Choose one of the answers.");
	return matters_answer(s, &answering, err);
}

int post_matter_answer(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct matter_seen m;
	struct form form;
	const char *outcome;
	int rc = find(ctx, &m, err);

	if (rc == 0)
		rc = form_read(req, ANSWER_FORM, ANSWER_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		outcome = words_join(ctx->arena, own_href(ctx), "?done=answer", NULL);
		rc = write_in_turn(ctx, answer, &form, outcome, err);
		if (rc == 0)
			response_see_other(res, outcome);
		if (rc == 0 || !form_page_is_about(rc))
			return rc;
		form_add_issue(&form, ctx->arena, rc == PL_INVALID ? NOTE : -1, err->text);
	}
	res->status = 422;
	return show(ctx, res, &m, &form, err);
}

static int take_back(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct asked_by by = page_asked_by(ctx, outcome);

	(void)form;
	return matters_take_back(s, &by, form_number(route_value(ctx->match, "matter")), err);
}

int post_matter_take_back(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct matter_seen m;
	struct form form;
	const char *outcome;
	int rc = find(ctx, &m, err);

	if (rc == 0)
		rc = form_read(req, ANSWER_FORM, 0, &form, err);
	if (rc < 0)
		return rc;
	outcome = words_join(ctx->arena, own_href(ctx), "?done=take-back", NULL);
	rc = write_in_turn(ctx, take_back, &form, outcome, err);
	if (rc == 0)
		response_see_other(res, outcome);
	if (rc == 0 || !form_page_is_about(rc))
		return rc;
	form_begin(&form, ANSWER_FORM, ANSWER_FIELDS);
	form_add_issue(&form, ctx->arena, -1, err->text);
	res->status = 422;
	return show(ctx, res, &m, &form, err);
}
