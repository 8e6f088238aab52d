/* /employers/CODE/workers/WORKER/hand-over and .../first-cases: many proposals on one page. */
#include "web/pages/allocation/batch.h"

#include "base/clock.h"
#include "base/str.h"
#include "routes.h"
#include "service/accounts/accounts.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/pages/form_page.h"
#include "web/words.h"

enum { FIRST, BY, RISK, MODE, STARTS, ACT, ROWS, ROWS_MOST = FORM_FIELDS - ROWS, CODE_MOST = 40, DAY_MOST = 10 };

static const struct form_choice MODES[] = {{"supervision", "supervision"}, {"meeting", "the allocation meeting"}, {NULL, NULL}};

/* One case that could be offered: to whom is chosen, or it is to one and is ticked. */
struct batch_row {
	int32_t case_index, from_post, to_post; /* places; from_post -1 of what waits, to_post -1 where it is chosen */
	enum holding_role role;
	int32_t share;
	const char *note;   /* why it cannot be offered; "" */
	const char *hours;
	const char *refused; /* what came of it, or would */
	const struct form_choice *workers; const char *const *groups; /* to whom, where it is chosen */
};

struct batch {
	const char *route, *path, *why;
	struct batch_row *rows; size_t count, room;
	size_t left_out;
	struct side_login *sides; size_t sides_count;
	struct form_field fields[FORM_FIELDS]; size_t fields_count;
	struct proposal_seen *open; size_t open_count;
	size_t refused; /* of what is chosen; once it is asked */
	struct batch_total_view *totals; size_t totals_count; /* what all that is chosen would make, worker by worker; once it is asked */
};

/* ---- the rows ---- */

static void add_row(const struct page_context *ctx, struct batch *b, const struct batch_row *row)
{
	if (b->count >= ROWS_MOST) {
		b->left_out++;
		return;
	}
	*ARENA_PUSH(ctx->arena, &b->rows, &b->count, &b->room) = *row;
}

static const char *offered_already(const struct page_context *ctx, const struct batch *b, int32_t case_index)
{
	for (size_t i = 0; i < b->open_count; i++)
		if (b->open[i].case_index == case_index && negotiation_is_open(b->open[i].row.state))
			return words_join(ctx->arena, "Offered to ", name_of_post(ctx, b->open[i].post), NULL);
	return "";
}

static const char *hours_held(const struct page_context *ctx, int32_t holding)
{
	int32_t minutes = ctx->picture->loads.holding_minutes[holding];

	return minutes < 0 ? "not weighed" : words_join(ctx->arena, words_hours(ctx->arena, minutes), " h a week", NULL);
}

static struct candidates_wanted wanted_for(const struct page_context *ctx, const struct batch_row *row, int32_t post)
{
	return (struct candidates_wanted){.case_index = row->case_index, .role = row->role, .share = row->share, .instead_of = row->from_post,
		.team = TEAMS_ALL, .sight = ctx->sight, .post = post};
}

/* ---- whom to ask for a case ---- */

struct worker_choices {
	struct form_choice *choices; const char **groups; size_t count;
	bool *is_there; /* by post */
};

static void add_choice(const struct page_context *ctx, struct worker_choices *w, int32_t post, const char *group, const char *words)
{
	w->is_there[post] = true;
	w->groups[w->count] = group;
	w->choices[w->count++] = (struct form_choice){arena_printf(ctx->arena, "%d", ctx->picture->snap->posts[post].post_id),
		words_join(ctx->arena, name_of_post(ctx, post), ": ", words, NULL)};
}

static void add_candidates(const struct page_context *ctx, struct worker_choices *w, const struct candidate_list *list, bool can_be_asked)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct candidate *c = &list->rows[i];

		if ((c->refusal == REFUSED_NOT) != can_be_asked || ctx->picture->snap->posts[c->post].person == ctx->person)
			continue;
		add_choice(ctx, w, c->post, can_be_asked ? "Can be asked: with this case" : "Not now", can_be_asked
			? load_words(ctx->arena, &c->allocation.lines.working_out.after) : negotiation_refusal_sentence(c->refusal));
	}
}

/* Whom nothing was worked out for, such as those of another service. */
static void add_others(const struct page_context *ctx, struct worker_choices *w)
{
	const struct snapshot *s = ctx->picture->snap;

	for (int32_t i = 0; i < (int32_t)s->posts_count; i++) {
		const struct post_load *load = &ctx->picture->loads.posts[i];

		if (!w->is_there[i] && s->posts[i].person != ctx->person && load->availability != CARRIES_NO_CASES
			&& sees_name_of_post(ctx->sight, i) && sees_post(ctx->sight, FIELD_WORKER_PAGE, i))
			add_choice(ctx, w, i, "Others: without this case", load->used_permille >= 0 ? load_words(ctx->arena, load)
				: availability_words(load->availability));
	}
}

static int put_workers(const struct page_context *ctx, struct batch_row *row, struct err *err)
{
	size_t posts = ctx->picture->snap->posts_count;
	struct worker_choices w = {.choices = arena_array(ctx->arena, posts + 1, sizeof *w.choices),
		.groups = arena_array(ctx->arena, posts + 1, sizeof *w.groups), .is_there = arena_array(ctx->arena, posts, sizeof *w.is_there)};
	struct candidates_wanted wanted = wanted_for(ctx, row, -1);
	struct candidate_list list;
	int rc = candidates_read(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, &wanted, &list, err);

	if (rc < 0)
		return rc;
	add_candidates(ctx, &w, &list, true);
	add_candidates(ctx, &w, &list, false);
	add_others(ctx, &w);
	row->workers = w.choices;
	row->groups = w.groups;
	return 0;
}

/* What is open, and the viewer may open. */
static int put_held(const struct page_context *ctx, struct batch *b, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct person_row *person = &s->persons[ctx->person];
	int rc = 0;

	for (int32_t i = 0; i < person->posts_count; i++) {
		int32_t place = s->person_posts[person->first_post + i];
		const struct post_row *post = &s->posts[place];

		for (int32_t j = 0; j < post->holdings_count; j++) {
			int32_t holding = s->post_holdings[post->first_holding + j];
			const struct holding_row *h = &s->holdings[holding];

			if (s->cases[h->case_index].state != CASE_OPEN || !sees_case(ctx->sight, FIELD_CASE_PAGE, h->case_index))
				continue;
			add_row(ctx, b, &(struct batch_row){.case_index = h->case_index, .from_post = place, .to_post = -1, .role = h->role,
				.share = h->share, .note = offered_already(ctx, b, h->case_index), .hours = hours_held(ctx, holding), .refused = ""});
		}
	}
	for (size_t i = 0; i < b->count && rc == 0; i++)
		rc = put_workers(ctx, &b->rows[i], err);
	return rc;
}

static const char *before_and_after(struct arena *a, const struct what_if *working_out)
{
	return words_join(a, words_hours(a, working_out->before.load_minutes), " h now, ", words_hours(a, working_out->after.load_minutes), " h with it",
		working_out->after.used_permille < 0 ? "" : ", ", working_out->after.used_permille < 0 ? "" : words_percent(a, working_out->after.used_permille),
		working_out->after.used_permille < 0 ? "" : " of capacity", NULL);
}

/* What waits where the worker's first post is, oldest and riskiest first, and what it would make of the load. */
static int put_waiting(struct page_context *ctx, struct batch *b, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct person_row *person = &s->persons[ctx->person];
	int32_t post = person->posts_count > 0 ? s->person_posts[person->first_post] : -1;
	int rc = 0;

	for (size_t i = 0; i < ctx->picture->pile_count && post >= 0 && rc == 0; i++) {
		int32_t place = ctx->picture->pile[i].case_index;
		struct batch_row row = {.case_index = place, .from_post = -1, .to_post = post, .role = HOLDING_LEAD, .share = 1000, .refused = ""};
		struct candidates_wanted wanted = wanted_for(ctx, &row, post);
		struct candidate_list list;
		const char *note = offered_already(ctx, b, place);

		if (snapshot_case_team(s, &s->cases[place]) != s->posts[post].team || !sees_case(ctx->sight, FIELD_CASE_PAGE, place))
			continue;
		rc = candidates_read(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, &wanted, &list, err);
		if (rc < 0)
			break;
		if (note[0] == '\0' && list.rows[0].refusal != REFUSED_NOT)
			note = negotiation_refusal_sentence(list.rows[0].refusal);
		row.note = note;
		row.hours = before_and_after(ctx->arena, &list.rows[0].allocation.lines.working_out);
		add_row(ctx, b, &row);
	}
	return rc;
}

/* ---- the fields ---- */

static const struct form_choice *managers(const struct page_context *ctx, const struct batch *b)
{
	struct form_choice *choices = arena_array(ctx->arena, b->sides_count + 1, sizeof *choices);
	size_t count = 0;

	for (size_t i = 0; i < b->sides_count; i++)
		if (!b->sides[i].is_worker)
			choices[count++] = (struct form_choice){b->sides[i].login, b->sides[i].name};
	return choices;
}

static void put_fields(const struct page_context *ctx, struct batch *b)
{
	struct arena *a = ctx->arena;

	b->fields[FIRST] = (struct form_field){"first-action", "First action, for each of them", form_check_choice, .most = CODE_MOST,
		.choices = brief_choices(a, BRIEF_FIRST_ACTION)};
	b->fields[BY] = (struct form_field){"first-action-by", "By when", form_check_day, .most = DAY_MOST};
	b->fields[RISK] = (struct form_field){"risk-with", "Who holds the risk until it is answered", form_check_choice, .most = 64,
		.choices = managers(ctx, b)};
	b->fields[MODE] = (struct form_field){"mode", "Talked about in", form_check_choice, .most = CODE_MOST, .choices = MODES};
	b->fields[STARTS] = (struct form_field){"starts", "Begins on, if it is not the day of the answer", form_check_day, .most = DAY_MOST,
		.optional = true};
	b->fields[ACT] = (struct form_field){"act", "", form_check_text, .most = 5, .optional = true};
	for (size_t i = 0; i < b->count; i++) {
		const char *name = arena_printf(a, "to-%d", ctx->picture->snap->cases[b->rows[i].case_index].case_id);
		const char *ref = case_words(ctx, b->rows[i].case_index);

		b->fields[ROWS + i] = b->rows[i].to_post < 0
			? (struct form_field){name, words_join(a, ref, " to", NULL), form_check_choice, .most = DAY_MOST, .optional = true,
				.choices = b->rows[i].workers, .groups = b->rows[i].groups}
			: (struct form_field){name, words_join(a, "Offer ", ref, NULL), form_check_box, .most = 3, .optional = true};
	}
	b->fields_count = ROWS + b->count;
}

/* What was there when the page was shown, and is not any more, is asked for no longer: it is let by. */
static void let_by_gone_rows(struct batch *b, const struct request *req)
{
	for (size_t i = 0; i < req->fields_count && b->fields_count < FORM_FIELDS; i++) {
		bool known = strncmp(req->fields[i].key, "to-", 3) != 0 || form_number(req->fields[i].key + 3) == 0;

		for (size_t j = 0; j < b->fields_count && !known; j++)
			known = str_equal(b->fields[j].name, req->fields[i].key);
		if (!known)
			b->fields[b->fields_count++] = (struct form_field){req->fields[i].key, "", form_check_text, .most = DAY_MOST, .optional = true};
	}
}

static int open_batch(struct page_context *ctx, bool hands_over, struct batch *b, struct err *err)
{
	const struct snapshot *s;
	const char *worker = route_value(ctx->match, "worker");
	int rc = offers_open(ctx, err);

	if (rc == 0)
		rc = proposals_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), &b->open, &b->open_count,
			err);
	if (rc < 0)
		return rc;
	s = ctx->picture->snap;
	b->route = hands_over ? "/employers/{employer}/workers/{worker}/hand-over" : "/employers/{employer}/workers/{worker}/first-cases";
	b->path = words_join(ctx->arena, "/employers/", page_segment(ctx->arena, s->employer.code), "/workers/", page_segment(ctx->arena, worker),
		hands_over ? "/hand-over" : "/first-cases", NULL);
	b->why = hands_over ? "hand-over" : "first-cases";
	if (hands_over)
		rc = put_held(ctx, b, err);
	else
		rc = put_waiting(ctx, b, err);
	if (rc == 0)
		rc = sides_read(ctx->app->pictures, ctx->arena, ctx->picture, s->persons[ctx->person].posts_count > 0
			? s->person_posts[s->persons[ctx->person].first_post] : -1, -1, &b->sides, &b->sides_count, err);
	if (rc == 0)
		put_fields(ctx, b);
	return rc;
}

/* ---- the page ---- */

static void put_row(const struct page_context *ctx, const struct batch *b, const struct form *form, size_t i, struct batch_view *view,
	struct batch_row_view *row)
{
	const struct batch_row *r = &b->rows[i];
	bool offers = r->note[0] == '\0';

	*row = (struct batch_row_view){.ref = case_words(ctx, r->case_index), .href = case_href(ctx, r->case_index),
		.what = words_join(ctx->arena, type_name(ctx->picture->snap, &ctx->picture->snap->cases[r->case_index]), ", ",
			holding_words(ctx->arena, r->role, r->share), NULL),
		.hours = r->hours, .note = r->refused[0] != '\0' ? r->refused : r->note, .stopped = r->refused[0] != '\0',
		.has_select = offers && r->to_post < 0, .has_box = offers && r->to_post >= 0};
	if (row->has_select) {
		row->to = form_select(form, ctx->arena, ROWS + (int)i);
		row->to.none = "Nobody yet";
	}
	if (row->has_box)
		row->box = form_box(form, ROWS + (int)i);
	view->any = view->any || offers;
}

static int show(struct page_context *ctx, struct response *res, const struct batch *b, const struct form *form)
{
	const struct person_row *person = &ctx->picture->snap->persons[ctx->person];
	struct batch_row_view *rows = arena_array(ctx->arena, b->count, sizeof *rows);
	struct batch_view view = {.form = session_form(ctx, res, b->route, b->path), .issues = form_issues(form, ctx->arena)};
	bool hands_over = str_equal(b->why, "hand-over");

	for (size_t i = 0; i < b->count; i++)
		put_row(ctx, b, form, i, &view, &rows[i]);
	view.rows = rows;
	view.rows_count = b->count;
	view.totals = b->totals;
	view.totals_count = b->totals_count;
	view.refused = b->refused == 0 ? "" : words_join(ctx->arena, words_count(ctx->arena, (int64_t)b->refused, "offer", "offers"),
		" would be refused: the reason stands at each.", NULL);
	view.heading = words_join(ctx->arena, hands_over ? "Hand over what " : "First cases for ", person_label(person), hands_over ? " holds" : "", NULL);
	view.sentence = hands_over ? "Whom to ask for each case. What is left at “Nobody yet” stays where it is."
		: "Tick what to offer. Each line says what that case alone would make of the load; “Add up what is chosen” says "
		"what all of it would, with what is offered already.";
	view.left_out = b->left_out == 0 ? "" : words_join(ctx->arena, words_count(ctx->arena, (int64_t)b->left_out, "more case", "more cases"),
		" will be here once these are answered.", NULL);
	view.first_action = form_select(form, ctx->arena, FIRST);
	view.risk_with = form_select(form, ctx->arena, RISK);
	view.mode = form_select(form, ctx->arena, MODE);
	view.by = form_input(form, BY);
	view.starts = form_input(form, STARTS);
	page_begin(ctx, &view.page, view.heading, "");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, person_label(person), page_link(ctx, "workers", person->code));
	form_page_title(ctx, &view.page, form);
	render_batch(&res->body, &view);
	return 0;
}

static int page_batch(struct page_context *ctx, struct response *res, bool hands_over, struct err *err)
{
	struct batch b = {.count = 0};
	struct form form;
	int rc = open_batch(ctx, hands_over, &b, err);

	if (rc < 0)
		return rc;
	form_begin(&form, b.fields, b.fields_count);
	form_prefill(&form, FIRST, hands_over ? "joint-visit" : "read");
	form_prefill(&form, BY, words_iso(ctx->arena, date_add_working_days(ctx->day, 5)));
	form_prefill(&form, MODE, "meeting");
	for (size_t i = 0; i < b.sides_count; i++)
		if (!b.sides[i].is_worker && str_equal(b.sides[i].login, ctx->viewer->login))
			form_prefill(&form, RISK, b.sides[i].login);
	return show(ctx, res, &b, &form);
}

int page_hand_over(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return page_batch(ctx, res, true, err);
}

int page_first_cases(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return page_batch(ctx, res, false, err);
}

/* ---- making the offers ---- */

/* The keys of a batch are that of the form with a place behind it: one of them is enough to know that it was sent before. */
static int find_outcome(struct page_context *ctx, const char **ret, struct err *err)
{
	int rc = 0;

	*ret = NULL;
	for (int i = 0; i < ROWS_MOST && rc == 0 && *ret == NULL; i++)
		rc = accounts_find_once(ctx->app->accounts, ctx->arena, ctx->viewer->account_id, arena_printf(ctx->arena, "%s.%d", ctx->once, i), ret,
			err);
	return rc;
}

static size_t chosen(const struct page_context *ctx, const struct batch *b, const struct form *form, const char *outcome,
	struct allocation_proposing *asked, size_t *row_of)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct form_value *v = form->values;
	enum allocation_mode mode = MODE_MEETING;
	size_t count = 0;

	(void)allocation_mode_parse(v[MODE].text, &mode);
	for (size_t i = 0; i < b->count; i++) {
		const struct batch_row *r = &b->rows[i];

		if (!v[ROWS + i].is_set || r->note[0] != '\0')
			continue;
		row_of[count] = i;
		asked[count++] = (struct allocation_proposing){.by = page_asked_by(ctx, outcome), .ref = s->cases[r->case_index].ref,
			.post_id = r->to_post >= 0 ? s->posts[r->to_post].post_id : form_number(v[ROWS + i].text),
			.instead_of = r->from_post >= 0 ? s->posts[r->from_post].post_id : 0,
			.terms = {.role = r->role, .share = r->share, .mode = mode, .why = b->why, .first_action = v[FIRST].text,
				.first_action_by = form_day(&v[BY]), .risk_with = v[RISK].text, .support = "",
				.starts = v[STARTS].is_set ? form_day(&v[STARTS]) : DAY_MIN, .note = ""},
			.offer = true};
	}
	return count;
}

/* What was refused stands at its row with the reason; what was made is told as offered. */
static int answer_items(struct page_context *ctx, struct response *res, struct batch *b, struct form *form,
	const struct allocation_item *items, const size_t *row_of, size_t count, const char *outcome)
{
	size_t refused = 0;

	for (size_t i = 0; i < count; i++) {
		struct batch_row *row = &b->rows[row_of[i]];

		if (items[i].rc == 0) {
			row->note = "Offered.";
			continue;
		}
		refused++;
		row->refused = arena_strdup(ctx->arena, items[i].sentence);
	}
	if (refused == 0) {
		response_see_other(res, outcome);
		return 0;
	}
	res->status = 422;
	form_add_issue(form, ctx->arena, -1, words_join(ctx->arena, words_count(ctx->arena, (int64_t)(count - refused), "offer was made", "offers were made"),
		", ", words_count(ctx->arena, (int64_t)refused, "was refused", "were refused"), ": the reason stands at each.", NULL));
	return show(ctx, res, b, form);
}

static bool is_before(const struct allocation_proposing *asked, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (asked[i].post_id == asked[at].post_id)
			return true;
	return false;
}

/* What one worker would carry with all that is chosen for them, and all that is offered to them already. */
static struct batch_total_view total_of(const struct page_context *ctx, const struct batch *b, const struct allocation_proposing *asked,
	size_t count, int32_t post)
{
	const struct snapshot *s = ctx->picture->snap;
	struct trial *trials = arena_array(ctx->arena, count + b->open_count, sizeof *trials);
	size_t chosen = 0, n;
	struct line_ruling ruling;

	for (size_t i = 0; i < count; i++)
		if (asked[i].post_id == s->posts[post].post_id)
			trials[chosen++] = (struct trial){snapshot_find_case(s, asked[i].ref), asked[i].terms.role, asked[i].terms.share, s->day};
	n = chosen;
	for (size_t i = 0; i < b->open_count; i++)
		if (b->open[i].post == post && b->open[i].case_index >= 0 && negotiation_is_open(b->open[i].row.state)
			&& b->open[i].row.state != NEGOTIATION_HELD)
			trials[n++] = (struct trial){b->open[i].case_index, b->open[i].row.terms.role, b->open[i].row.terms.share, s->day};
	ruling = line_guard(s, post, trials, n);
	return (struct batch_total_view){.name = name_of_post(ctx, post),
		.chosen = words_join(ctx->arena, words_count(ctx->arena, (int64_t)chosen, "case", "cases"), " chosen, ",
			words_number(ctx->arena, (int64_t)(n - chosen)), " offered already", NULL),
		.now = load_words(ctx->arena, &ruling.working_out.before), .then = load_words(ctx->arena, &ruling.working_out.after),
		.stopped = ruling.rule != LINE_KEPT,
		.word = ruling.rule == LINE_PASSED ? "All of it would pass the line: choose less." : ruling.rule == PROTECTION_PASSED
			? "All of it would go into protected time: choose less." : "No line is passed."};
}

/* What would refuse each of them, with those before it that are not refused, as when the offers are made. */
static int judge_chosen(const struct page_context *ctx, struct batch *b, const struct allocation_proposing *asked, const size_t *row_of,
	size_t count, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	struct offered_case *before = arena_array(ctx->arena, count, sizeof *before);
	bool *refused = arena_array(ctx->arena, count, sizeof *refused);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct batch_row *row = &b->rows[row_of[i]];
		struct candidates_wanted wanted = wanted_for(ctx, row, snapshot_find_post_id(s, asked[i].post_id));
		struct candidate_list list;

		if (wanted.post < 0)
			continue;
		wanted.chosen = before;
		for (size_t j = 0; j < i; j++)
			if (!refused[j] && asked[j].post_id == asked[i].post_id)
				before[wanted.chosen_count++] = (struct offered_case){asked[j].ref, asked[j].terms.role, asked[j].terms.share};
		rc = candidates_read(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, &wanted, &list, err);
		refused[i] = rc == 0 && list.rows[0].refusal != REFUSED_NOT;
		if (refused[i])
			row->refused = words_join(ctx->arena, "Would be refused. ", negotiation_refusal_sentence(list.rows[0].refusal), NULL);
		b->refused += refused[i];
	}
	return rc;
}

static void add_up(const struct page_context *ctx, struct batch *b, const struct allocation_proposing *asked, size_t count)
{
	b->totals = arena_array(ctx->arena, count, sizeof *b->totals);
	for (size_t i = 0; i < count; i++) {
		int32_t post = snapshot_find_post_id(ctx->picture->snap, asked[i].post_id);

		if (post >= 0 && !is_before(asked, i))
			b->totals[b->totals_count++] = total_of(ctx, b, asked, count, post);
	}
}

static int send(struct page_context *ctx, struct response *res, struct batch *b, struct form *form, struct err *err)
{
	const char *outcome = words_join(ctx->arena, proposals_href(ctx), "?done=batch", NULL);
	struct allocation_proposing *asked = arena_array(ctx->arena, b->count, sizeof *asked);
	struct allocation_item *items = arena_array(ctx->arena, b->count, sizeof *items);
	size_t *row_of = arena_array(ctx->arena, b->count, sizeof *row_of);
	size_t count = chosen(ctx, b, form, outcome, asked, row_of);
	int rc;

	if (count == 0) {
		form_add_issue(form, ctx->arena, -1, "Choose at least one case to offer.");
		res->status = 422;
		return show(ctx, res, b, form);
	}
	if (str_equal(form->values[ACT].text, "add")) {
		rc = judge_chosen(ctx, b, asked, row_of, count, err);
		if (rc < 0)
			return rc;
		add_up(ctx, b, asked, count);
		return show(ctx, res, b, form);
	}
	rc = allocation_batch_served(ctx->app->writer, asked, count, items, err);
	return rc == 0 ? answer_items(ctx, res, b, form, items, row_of, count, outcome) : rc;
}

static int post_batch(struct page_context *ctx, const struct request *req, struct response *res, bool hands_over, struct err *err)
{
	struct batch b = {.count = 0};
	struct form form;
	const char *before = NULL;
	int rc = open_batch(ctx, hands_over, &b, err);

	if (rc == 0)
		rc = find_outcome(ctx, &before, err);
	if (rc == 0 && before != NULL) {
		response_see_other(res, before);
		return 0;
	}
	let_by_gone_rows(&b, req);
	if (rc == 0)
		rc = form_read(req, b.fields, b.fields_count, &form, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0)
		return send(ctx, res, &b, &form, err);
	res->status = 422;
	return show(ctx, res, &b, &form);
}

int post_hand_over(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return post_batch(ctx, req, res, true, err);
}

int post_first_cases(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return post_batch(ctx, req, res, false, err);
}
