/* /employers/CODE/proposals/N: one proposal, its story and its answers. */
#include "web/pages/allocation/proposal.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/remark.h"
#include "routes.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/allocation/at_the_line.h"
#include "web/pages/common.h"
#include "web/pages/form_page.h"
#include "web/words.h"

#define PROPOSAL_ROUTE "/employers/{employer}/proposals/{proposal}"

enum { CODE_MOST = 40, DAY_MOST = 10, CONDITION_ROWS = 3, FACTS_MOST = 12, TIME_PARTS = 5 };

enum { STEP, SEEN, TALK_MEANS_FIELD, TALK_WITH, TALK_DAY, TALK_TIME, WANT_REASON, WANT_NOTE, DECLINE_REASON, DECLINE_NOTE, HOLD_REASON,
	HOLD_HOURS, HOLD_NOTE, GIVE_NOTE, REJECT_REASON, REJECT_NOTE, WITHDRAW_REASON, WITHDRAW_NOTE, CONDITION,
	ANSWER_FIELDS = CONDITION + 3 * CONDITION_ROWS };

#define REMARK(name) {name, "A remark", form_check_text, .most = REMARK_BYTES, .optional = true, .hint = FORM_REMARK_HINT}
#define REASON(name, label) {name, label, form_check_choice, .most = CODE_MOST, .optional = true}

static const struct form_field FIXED[CONDITION] = {
	[STEP] = {"step", "What to do", form_check_text, .most = CODE_MOST},
	[SEEN] = {"seen", "", form_check_text, .most = DAY_MOST, .optional = true},
	[TALK_MEANS_FIELD] = {"talk-means", "How you talked", form_check_choice, .most = CODE_MOST, .optional = true},
	[TALK_WITH] = {"talk-with", "With whom", form_check_choice, .most = 64, .optional = true},
	[TALK_DAY] = {"talk-day", "On", form_check_day, .most = DAY_MOST, .optional = true},
	[TALK_TIME] = {"talk-time", "At", form_check_text, .most = TIME_PARTS, .optional = true, .hint = "Such as 14:05"},
	[WANT_REASON] = REASON("want-reason", "What you need first"),
	[WANT_NOTE] = REMARK("want-note"),
	[DECLINE_REASON] = REASON("decline-reason", "Why"),
	[DECLINE_NOTE] = REMARK("decline-note"),
	[HOLD_REASON] = REASON("hold-reason", "Why it cannot wait"),
	[HOLD_HOURS] = {"hold-hours", "For how many hours, at most 72", form_check_whole, .most = 2, .least = 1,
		.greatest = EMERGENCY_HOURS_MOST, .optional = true, .inputmode = "numeric"},
	[HOLD_NOTE] = REMARK("hold-note"),
	[GIVE_NOTE] = REMARK("give-note"),
	[REJECT_REASON] = REASON("reject-reason", "Why not"),
	[REJECT_NOTE] = REMARK("reject-note"),
	[WITHDRAW_REASON] = REASON("withdraw-reason", "Why"),
	[WITHDRAW_NOTE] = REMARK("withdraw-note")};

/* Which fields a step reads. */
static const struct {
	enum negotiation_step step;
	int reason, note;
} STEP_FIELDS[] = {{STEP_DISCUSS, -1, -1}, {STEP_AGREE, -1, -1}, {STEP_AGREE_IF, -1, -1}, {STEP_ACCEPT, -1, -1},
	{STEP_REJECT, REJECT_REASON, REJECT_NOTE}, {STEP_WANT, WANT_REASON, WANT_NOTE}, {STEP_GIVE, -1, GIVE_NOTE},
	{STEP_DECLINE, DECLINE_REASON, DECLINE_NOTE}, {STEP_HOLD, HOLD_REASON, HOLD_NOTE}, {STEP_WITHDRAW, WITHDRAW_REASON, WITHDRAW_NOTE},
	{STEP_DISCARD, -1, -1}};

enum { STEPS_HERE = sizeof STEP_FIELDS / sizeof *STEP_FIELDS };

/* What a request is about. */
struct answering {
	struct proposal_seen seen;
	struct proposal_story story;
	struct side_login *sides; size_t sides_count;
	struct form_field fields[ANSWER_FIELDS];
};

/* ---- the fields ---- */

static bool is_other_side(const struct answering *w, const struct side_login *one)
{
	return w->seen.is_worker ? !one->is_worker : one->is_worker;
}

static const struct form_choice *other_side(const struct page_context *ctx, const struct answering *w)
{
	struct form_choice *choices = arena_array(ctx->arena, w->sides_count + 1, sizeof *choices);
	size_t count = 0;

	for (size_t i = 0; i < w->sides_count; i++)
		if (is_other_side(w, &w->sides[i]) && !str_equal(w->sides[i].login, ctx->viewer->login))
			choices[count++] = (struct form_choice){w->sides[i].login, w->sides[i].name};
	return choices;
}

static void put_condition_fields(struct arena *a, struct form_field *fields)
{
	static const char *const KINDS[] = {"condition-1", "condition-2", "condition-3"};

	for (int i = 0; i < CONDITION_ROWS; i++) {
		struct form_field *row = &fields[CONDITION + 3 * i];

		row[0] = (struct form_field){KINDS[i], i == 0 ? "I agree if" : "and if", form_check_choice, .most = CODE_MOST, .optional = true,
			.choices = brief_choices(a, BRIEF_CONDITION)};
		row[1] = (struct form_field){words_join(a, KINDS[i], "-due", NULL), "By", form_check_day, .most = DAY_MOST, .optional = true};
		row[2] = (struct form_field){words_join(a, KINDS[i], "-note", NULL), "A remark", form_check_text, .most = REMARK_BYTES, .optional = true};
	}
}

static void put_fields(const struct page_context *ctx, struct answering *w)
{
	memcpy(w->fields, FIXED, sizeof FIXED);
	w->fields[TALK_WITH].choices = other_side(ctx, w);
	w->fields[TALK_MEANS_FIELD].choices = talk_choices(ctx->arena);
	w->fields[WANT_REASON].choices = brief_choices(ctx->arena, BRIEF_WANT);
	w->fields[DECLINE_REASON].choices = brief_choices(ctx->arena, BRIEF_DECLINE);
	w->fields[HOLD_REASON].choices = brief_choices(ctx->arena, BRIEF_HOLD);
	w->fields[REJECT_REASON].choices = brief_choices(ctx->arena, BRIEF_REJECT);
	w->fields[WITHDRAW_REASON].choices = brief_choices(ctx->arena, BRIEF_WITHDRAW);
	put_condition_fields(ctx->arena, w->fields);
}

/* A look at a case and at a worker, which are told in one. */
static int note_looks(const struct page_context *ctx, const struct answering *w, struct err *err)
{
	int rc = admit_note(ctx, LOOK_CASE, w->story.row.ref, err);

	if (rc == 0 && w->seen.post >= 0 && !w->seen.is_worker) {
		const struct snapshot *s = ctx->picture->snap;

		rc = admit_note(ctx, LOOK_WORKER, s->persons[s->posts[w->seen.post].person].code, err);
	}
	return rc;
}

static int open_answering(struct page_context *ctx, struct answering *w, struct err *err)
{
	int rc = offers_open(ctx, err);

	if (rc == 0)
		rc = proposal_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()),
			form_number(route_value(ctx->match, "proposal")), &w->seen, &w->story, err);
	if (rc == 0)
		rc = note_looks(ctx, w, err);
	if (rc == 0)
		rc = sides_read(ctx->app->pictures, ctx->arena, ctx->picture, w->seen.post, w->seen.case_index, &w->sides, &w->sides_count, err);
	if (rc == 0)
		put_fields(ctx, w);
	return rc;
}

/* ---- what is offered ---- */

static const char *support_words(struct arena *a, const char *codes)
{
	const char *text = "";

	while (codes[0] != '\0') {
		size_t n = strcspn(codes, ",");

		text = words_join(a, text, text[0] != '\0' ? ", " : "", brief_say(BRIEF_SUPPORT, arena_strndup(a, codes, n)), NULL);
		codes += n + (codes[n] == ',');
	}
	return text[0] != '\0' ? text : "none";
}

static void add_fact(struct proposal_view *view, struct fact_view *facts, const char *what, const char *words)
{
	if (words[0] != '\0' && view->facts_count < FACTS_MOST)
		facts[view->facts_count++] = (struct fact_view){what, words};
}

static const char *case_kind(const struct page_context *ctx, const struct proposal_seen *p)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct case_row *c = p->case_index >= 0 ? &s->cases[p->case_index] : NULL;

	if (c == NULL)
		return "not open today";
	if (c->restricted && !sees_case(ctx->sight, FIELD_CASE_WORK, p->case_index))
		return "restricted: what it is will be told in the talk";
	return words_join(ctx->arena, type_name(s, c), ", open since ", words_day(ctx->arena, c->opened), NULL);
}

static int put_facts(struct page_context *ctx, const struct answering *w, struct proposal_view *view, struct err *err)
{
	const struct proposal_terms *t = &w->story.row.terms;
	struct arena *a = ctx->arena;
	struct fact_view *facts = arena_array(a, FACTS_MOST, sizeof *facts);
	const char *risk = t->risk_with;
	int32_t instead = snapshot_find_post_id(ctx->picture->snap, w->story.row.instead_of);
	int rc = names_of_logins(ctx->app->pictures, a, ctx->picture, &risk, 1, err);

	add_fact(view, facts, "Kind of work", case_kind(ctx, &w->seen));
	add_fact(view, facts, "Role", terms_words(a, t));
	add_fact(view, facts, "In place of", w->story.row.instead_of != 0 ? name_of_post(ctx, instead) : "");
	if (w->seen.tells_words) {
		add_fact(view, facts, "Why this worker", t->why[0] != '\0' ? brief_say(BRIEF_WHY, t->why) : "not said yet");
		add_fact(view, facts, "First action", first_action_words(a, t));
		add_fact(view, facts, "Risk is held until it is answered by", risk[0] != '\0' ? risk : "not said yet");
		add_fact(view, facts, "Tools and support", support_words(a, t->support));
		add_fact(view, facts, "Remark", t->note);
	}
	add_fact(view, facts, "Talked about in", t->mode == MODE_MEETING ? "the allocation meeting" : "supervision");
	add_fact(view, facts, "Begins", t->starts == DAY_MIN ? "on the day of the answer" : words_day(a, t->starts));
	view->facts = facts;
	return rc;
}

static const char *task_name(const struct page_context *ctx, const struct proposal_seen *p, const char *kind)
{
	const struct scheme_task *task = p->case_index >= 0
		? scheme_find_task(snapshot_case_scheme(ctx->picture->snap, &ctx->picture->snap->cases[p->case_index]), kind) : NULL;

	return task != NULL ? task->name : kind;
}

static void put_lists(const struct page_context *ctx, const struct answering *w, struct proposal_view *view)
{
	struct arena *a = ctx->arena;
	struct fact_view *tasks = arena_array(a, w->story.tasks_count, sizeof *tasks);
	struct fact_view *conditions = arena_array(a, w->story.conditions_count, sizeof *conditions);

	if (!w->seen.tells_words)
		return;
	for (size_t i = 0; i < w->story.tasks_count; i++)
		tasks[i] = (struct fact_view){task_name(ctx, &w->seen, w->story.tasks[i].kind),
			words_join(a, "by ", words_day(a, w->story.tasks[i].due), NULL)};
	for (size_t i = 0; i < w->story.conditions_count; i++) {
		const struct agreed_condition *c = &w->story.conditions[i];

		conditions[i] = (struct fact_view){brief_say(BRIEF_CONDITION, c->kind), words_join(a, "by ", words_day(a, c->due),
			c->note[0] != '\0' ? ": " : "", c->note, NULL)};
	}
	view->tasks = tasks;
	view->tasks_count = w->story.tasks_count;
	view->conditions = conditions;
	view->conditions_count = w->story.conditions_count;
}

/* ---- the story ---- */

static const char *step_detail(struct arena *a, const struct proposal_step_row *step, const char *with)
{
	enum brief_list list;
	const char *reason = step->reason[0] != '\0' && brief_reasons(step->step, &list) ? brief_say(list, step->reason) : "";
	const char *talk = step->talked_at == 0 ? "" : words_join(a, with[0] != '\0' ? "With " : "", with, with[0] != '\0' ? ", " : "",
		talk_means_words(step->means), ", on ", words_moment(a, step->talked_at), ".", NULL);
	const char *hours = step->hours > 0 ? words_join(a, "For ", words_count(a, step->hours, "hour", "hours"), ". ", NULL) : "";

	return words_join(a, talk, hours, reason, reason[0] != '\0' && step->note[0] != '\0' ? ": " : "", step->note, NULL);
}

static int put_story(struct page_context *ctx, const struct answering *w, struct proposal_view *view, struct err *err)
{
	size_t count = w->story.steps_count;
	struct story_step_view *steps = arena_array(ctx->arena, count, sizeof *steps);
	const char **names = arena_array(ctx->arena, 2 * count, sizeof *names);
	int rc;

	for (size_t i = 0; i < count; i++) {
		names[2 * i] = w->story.steps[i].login;
		names[2 * i + 1] = w->story.steps[i].talked_with;
	}
	rc = names_of_logins(ctx->app->pictures, ctx->arena, ctx->picture, names, 2 * count, err);
	for (size_t i = 0; i < count && rc == 0; i++) {
		const struct proposal_step_row *step = &w->story.steps[i];

		steps[i] = (struct story_step_view){.who = str_equal(step->login, "plimsoll") ? "The clock: " : names[2 * i],
			.what = negotiation_step_words(step->step), .when = words_moment(ctx->arena, step->instant),
			.detail = w->seen.tells_words ? step_detail(ctx->arena, step, names[2 * i + 1]) : ""};
	}
	view->steps = steps;
	view->steps_count = count;
	return rc;
}

/* ---- what can be done ---- */

/* Whether the negotiation lets that side take the step now; the world is asked when it is taken. */
static bool is_open_to(const struct answering *w, enum negotiation_step step)
{
	static const struct circumstances NOTHING_IN_THE_WAY = {0};
	struct negotiation n = allocation_negotiation(&w->story), after;
	int64_t now = n.last_step_at;
	struct step_asked asked = {.step = step, .at = now, .reason_given = true, .conditions = 1, .talked_at = now, .both_present = true, .hours = 1};
	enum negotiation_refusal refusal;

	if (step == STEP_DISCUSS)
		asked.talked_at = n.offered_at == LOCAL_NEVER ? now : n.offered_at;
	for (int side = 0; side < 2; side++) {
		if (side == 0 ? !w->seen.is_worker : !w->seen.is_manager)
			continue;
		asked.by = side == 0 ? PARTY_WORKER : PARTY_MANAGER;
		refusal = negotiation_take(&n, &asked, &NOTHING_IN_THE_WAY, &after);
		if (refusal == REFUSED_NOT)
			return true;
	}
	return false;
}

static struct answer_view answer_of(struct page_context *ctx, struct response *res, const struct answering *w, const struct form *form,
	enum negotiation_step step)
{
	struct answer_view view = {.shown = is_open_to(w, step), .seen = arena_printf(ctx->arena, "%d", w->seen.steps)};

	if (!view.shown)
		return view;
	view.form = session_form(ctx, res, PROPOSAL_ROUTE, proposal_href(ctx, w->seen.row.proposal_id));
	view.open = str_equal(form->values[STEP].text, negotiation_step_code(step));
	for (int i = 0; i < STEPS_HERE; i++) {
		if (STEP_FIELDS[i].step != step)
			continue;
		if (STEP_FIELDS[i].reason >= 0)
			view.reason = form_select(form, ctx->arena, STEP_FIELDS[i].reason);
		if (STEP_FIELDS[i].note >= 0)
			view.note = form_input(form, STEP_FIELDS[i].note);
	}
	return view;
}

static void put_talk(struct page_context *ctx, struct response *res, const struct answering *w, const struct form *form,
	struct proposal_view *view)
{
	struct answer_view answer = answer_of(ctx, res, w, form, STEP_DISCUSS);

	view->talk = (struct talk_view){.shown = answer.shown, .open = answer.open || w->seen.row.state == NEGOTIATION_OFFERED,
		.first = w->seen.talked_at == LOCAL_NEVER, .form = answer.form, .seen = answer.seen, .day = form_input(form, TALK_DAY),
		.time = form_input(form, TALK_TIME), .means = form_select(form, ctx->arena, TALK_MEANS_FIELD),
		.with = form_select(form, ctx->arena, TALK_WITH),
		.nobody = w->fields[TALK_WITH].choices[0].code != NULL ? "" : w->seen.is_worker
			? "Nobody who answers for the team or the case has an account here that you could name."
			: "The worker has no account here yet, so no talk with them can be recorded. An administrator makes one."};
}

static void put_conditions(const struct form *form, struct arena *a, struct proposal_view *view)
{
	struct condition_input_view *rows = arena_array(a, CONDITION_ROWS, sizeof *rows);

	for (int i = 0; i < CONDITION_ROWS; i++) {
		rows[i].kind = form_select(form, a, CONDITION + 3 * i);
		rows[i].due = form_input(form, CONDITION + 3 * i + 1);
		rows[i].note = form_input(form, CONDITION + 3 * i + 2);
		if (i > 0)
			rows[i].kind.none = "Nothing more";
	}
	view->condition_rows = rows;
	view->condition_rows_count = CONDITION_ROWS;
}

static void put_write(const struct page_context *ctx, const struct answering *w, struct proposal_view *view)
{
	bool draft = w->seen.row.state == NEGOTIATION_DRAFT, wanted = w->seen.row.state == NEGOTIATION_MORE_WANTED;

	view->write = view->write_href = "";
	if (!w->seen.is_manager || (!draft && !wanted) || w->seen.post < 0 || w->seen.case_index < 0
		|| case_href(ctx, w->seen.case_index)[0] == '\0')
		return;
	view->write = draft ? "Go on writing, and offer it" : "Change what is offered";
	view->write_href = arena_printf(ctx->arena, "%s?proposal=%d", brief_href(ctx, w->story.row.ref, w->story.row.post_id),
		w->seen.row.proposal_id);
}

static void put_answers(struct page_context *ctx, struct response *res, const struct answering *w, const struct form *form,
	struct proposal_view *view)
{
	view->agree = answer_of(ctx, res, w, form, STEP_AGREE);
	view->agree_if = answer_of(ctx, res, w, form, STEP_AGREE_IF);
	view->accept = answer_of(ctx, res, w, form, STEP_ACCEPT);
	view->reject = answer_of(ctx, res, w, form, STEP_REJECT);
	view->want = answer_of(ctx, res, w, form, STEP_WANT);
	view->give = answer_of(ctx, res, w, form, STEP_GIVE);
	view->decline = answer_of(ctx, res, w, form, STEP_DECLINE);
	view->hold = answer_of(ctx, res, w, form, STEP_HOLD);
	view->withdraw = answer_of(ctx, res, w, form, STEP_WITHDRAW);
	view->discard = answer_of(ctx, res, w, form, STEP_DISCARD);
	view->hold_hours = form_input(form, HOLD_HOURS);
	put_conditions(form, ctx->arena, view);
	put_talk(ctx, res, w, form, view);
	put_write(ctx, w, view);
	view->talk_needed = w->seen.row.state != NEGOTIATION_OFFERED ? "" : w->seen.is_worker
		? "You can agree once the two of you have talked about it; a message is not a talk. Declining, or asking for more, needs none."
		: w->seen.is_manager ? "It can be agreed once the two of you have talked about it; a message is not a talk." : "";
	view->can_answer = (w->seen.is_worker || w->seen.is_manager) && w->seen.waits_for != PARTY_CLOCK;
}

/* ---- the page ---- */

static const char *turn_sentence(struct arena *a, const struct proposal_seen *p)
{
	const char *due = due_words(a, p);

	if (p->waits_for == PARTY_CLOCK || p->row.state == NEGOTIATION_DRAFT)
		return "";
	return words_join(a, "It is the turn of ", turn_words(p->waits_for), p->to_answer ? ", which is you" : "", due[0] != '\0' ? ", " : "",
		due, ".", NULL);
}

static const char *heading_verb(enum negotiation_state state)
{
	return state == NEGOTIATION_DRAFT || state == NEGOTIATION_DISCARDED ? ", for " : state == NEGOTIATION_LIVE ? ", agreed with "
		: negotiation_is_open(state) ? ", offered to " : ", once offered to ";
}

/* Agreed on a day, and theirs from then or from the day that was said. */
static const char *held_since_words(struct arena *a, const struct proposal_row *row)
{
	int32_t agreed = clock_day_of(row->state_since);
	bool later = row->terms.starts != DAY_MIN && row->terms.starts > agreed;

	return words_join(a, "Agreed on ", words_day(a, agreed), later ? "; it is theirs from " : ", and theirs since then",
		later ? words_day(a, row->terms.starts) : "", ".", NULL);
}

static void put_head(struct page_context *ctx, const struct answering *w, struct proposal_view *view)
{
	const struct proposal_seen *p = &w->seen;
	const char *name = name_of_post(ctx, p->post);

	view->notice = done_words(ctx);
	view->heading = words_join(ctx->arena, "Case ", proposal_case_words(ctx, p), heading_verb(p->row.state),
		p->is_worker ? "you" : name, NULL);
	view->state = negotiation_state_words(p->row.state);
	view->turn = turn_sentence(ctx->arena, p);
	view->late = p->late;
	view->sentence = p->held_until != LOCAL_NEVER
		? words_join(ctx->arena, "Held until ", minute_words(ctx->arena, p->held_until), "; it still waits.", NULL)
		: p->row.state == NEGOTIATION_LIVE ? held_since_words(ctx->arena, &w->story.row) : "";
	view->case_href = p->case_index >= 0 ? case_href(ctx, p->case_index) : "";
	view->worker_href = p->post >= 0 ? worker_href(ctx, ctx->picture->snap->posts[p->post].person) : "";
}

/* What it would make of the load, for whoever may see the load. */
static void put_working_out(struct page_context *ctx, const struct answering *w, struct proposal_view *view)
{
	const struct proposal_terms *t = &w->story.row.terms;
	const struct trial trial = {.case_index = w->seen.case_index, .role = t->role, .share = t->share, .from = ctx->day};
	struct what_if working_out;

	view->has_working_out = w->seen.waits_for != PARTY_CLOCK && w->seen.post >= 0 && w->seen.case_index >= 0
		&& sees_post(ctx->sight, FIELD_WORKER_LOAD, w->seen.post);
	if (!view->has_working_out)
		return;
	working_out = what_if(ctx->picture->snap, w->seen.post, &trial, 1);
	view->working_out = before_after(ctx, w->seen.post, &working_out);
}

static int show(struct page_context *ctx, struct response *res, const struct answering *w, const struct form *form, struct err *err)
{
	struct proposal_view view = {0};
	int rc = undo_of_proposal(ctx, res, w->seen.row.proposal_id, proposal_href(ctx, w->seen.row.proposal_id), &view.undo, err);

	if (rc == 0)
		rc = put_facts(ctx, w, &view, err);
	if (rc == 0)
		rc = put_story(ctx, w, &view, err);
	if (rc < 0)
		return rc;
	put_head(ctx, w, &view);
	put_working_out(ctx, w, &view);
	put_lists(ctx, w, &view);
	put_answers(ctx, res, w, form, &view);
	view.issues = form_issues(form, ctx->arena);
	res->cache = "no-store";
	page_begin(ctx, &view.page, arena_printf(ctx->arena, "Proposal %d: %s", w->seen.row.proposal_id, view.heading), "proposals");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, "Proposals", proposals_href(ctx));
	form_page_title(ctx, &view.page, form);
	render_proposal(&res->body, &view);
	return 0;
}

/* Now, with whoever offered it: mostly it is so, and everything can be changed. */
static void suggest_talk(const struct page_context *ctx, const struct answering *w, struct form *form)
{
	const struct form_choice *choices = w->fields[TALK_WITH].choices;

	form_prefill_now(ctx, form, TALK_DAY, TALK_TIME);
	if (choices[0].code != NULL && choices[1].code == NULL)
		form_prefill(form, TALK_WITH, choices[0].code);
	for (int i = 0; choices[i].code != NULL; i++)
		if (str_equal(choices[i].code, w->seen.offered_by))
			form_prefill(form, TALK_WITH, choices[i].code);
}

int page_proposal(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct answering w = {.sides_count = 0};
	enum resource_format format;
	struct form form;
	int rc = open_answering(ctx, &w, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format)) {
		res->cache = "no-store";
		resource_proposal(&res->body, ctx->picture, ctx->sight, &w.seen, &w.story);
		return 0;
	}
	form_begin(&form, w.fields, ANSWER_FIELDS);
	suggest_talk(ctx, &w, &form);
	return show(ctx, res, &w, &form, err);
}

/* ---- taking a step ---- */

static void read_talk(const struct page_context *ctx, struct form *form, struct allocation_step *step)
{
	const struct form_value *v = form->values;
	int32_t of_day = form_of_day(&v[TALK_TIME]);

	if (!v[TALK_MEANS_FIELD].is_set || !talk_means_parse(v[TALK_MEANS_FIELD].text, &step->means))
		form_add_issue(form, ctx->arena, TALK_MEANS_FIELD, "Say how you talked.");
	if (!v[TALK_WITH].is_set)
		form_add_issue(form, ctx->arena, TALK_WITH, "Say with whom you talked.");
	if (!v[TALK_DAY].is_set)
		form_add_issue(form, ctx->arena, TALK_DAY, "Say on which day you talked.");
	if (of_day < 0)
		form_add_issue(form, ctx->arena, TALK_TIME, "Say at what time you talked, such as 14:05.");
	step->talked_with = v[TALK_WITH].text;
	if (form->issues_count == 0)
		step->talked_at = clock_instant_of(local_midnight(form_day(&v[TALK_DAY])) + of_day);
}

static void read_conditions(const struct page_context *ctx, struct form *form, struct allocation_step *step)
{
	struct agreed_condition *conditions = arena_array(ctx->arena, CONDITION_ROWS, sizeof *conditions);

	for (int i = 0; i < CONDITION_ROWS; i++) {
		const struct form_value *v = &form->values[CONDITION + 3 * i];

		if (!v[0].is_set)
			continue;
		if (!v[1].is_set)
			form_add_issue(form, ctx->arena, CONDITION + 3 * i + 1, "Say by when the condition is to be kept.");
		else
			conditions[step->conditions_count++] = (struct agreed_condition){v[0].text, form_day(&v[1]), v[2].text};
	}
	if (step->conditions_count == 0 && form->issues_count == 0)
		form_add_issue(form, ctx->arena, CONDITION, "Say at least one condition.");
	step->conditions = conditions;
}

/* What the step needs beside its name. False if it is none of these. */
static bool read_step(const struct page_context *ctx, struct form *form, struct allocation_step *step)
{
	const struct form_value *v = form->values;

	step->reason = step->note = step->talked_with = "";
	step->seen = form_number(v[SEEN].text);
	for (int i = 0; i < STEPS_HERE; i++) {
		if (!str_equal(v[STEP].text, negotiation_step_code(STEP_FIELDS[i].step)))
			continue;
		step->step = STEP_FIELDS[i].step;
		if (STEP_FIELDS[i].reason >= 0 && !v[STEP_FIELDS[i].reason].is_set)
			form_add_issue(form, ctx->arena, STEP_FIELDS[i].reason, "Say the reason.");
		step->reason = STEP_FIELDS[i].reason >= 0 ? v[STEP_FIELDS[i].reason].text : "";
		step->note = STEP_FIELDS[i].note >= 0 ? v[STEP_FIELDS[i].note].text : "";
		step->hours = step->step == STEP_HOLD ? form_number(v[HOLD_HOURS].text) : 0;
		if (step->step == STEP_DISCUSS)
			read_talk(ctx, form, step);
		if (step->step == STEP_AGREE_IF)
			read_conditions(ctx, form, step);
		return true;
	}
	return false;
}

/* Where a step stands that could not be taken: the page as it is now, with what was typed. */
static int show_refused(struct page_context *ctx, struct response *res, struct answering *w, struct form *form,
	const struct allocation_outcome *answer, struct err *err)
{
	bool at_line = answer->is_worked_out && negotiation_refusal_is_at_line(answer->refusal);

	res->status = 422;
	if (at_line && w->seen.post >= 0) {
		const struct what_if working_out = {answer->before, answer->after};

		show_at_the_line(ctx, res, w->seen.post, w->seen.case_index, answer->refusal, answer->line_id, &working_out, &answer->alone, NULL,
			proposal_href(ctx, w->seen.row.proposal_id), "Back to the proposal");
		return 0;
	}
	form_add_issue(form, ctx->arena, -1, err->text);
	return show(ctx, res, w, form, err);
}

int post_proposal(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct answering w = {.sides_count = 0};
	struct allocation_outcome answer = {.refusal = REFUSED_NOT};
	struct allocation_step step = {.proposal_id = 0};
	struct form form;
	const char *outcome;
	int rc = open_answering(ctx, &w, err);

	if (rc == 0)
		rc = form_read(req, w.fields, ANSWER_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	if (!read_step(ctx, &form, &step))
		return err_set(err, PL_INVALID, "The form names no step of a proposal.");
	if (form.issues_count > 0) {
		res->status = 422;
		return show(ctx, res, &w, &form, err);
	}
	outcome = words_join(ctx->arena, proposal_href(ctx, w.seen.row.proposal_id), "?done=", negotiation_step_code(step.step), NULL);
	step.by = page_asked_by(ctx, outcome);
	step.proposal_id = w.seen.row.proposal_id;
	rc = allocation_take_served(ctx->app->writer, &step, &answer, err);
	if (rc == 0)
		response_see_other(res, outcome);
	if (rc == 0 || !form_page_is_about(rc))
		return rc;
	return show_refused(ctx, res, &w, &form, &answer, err);
}
