/* A page with a short form and what it is about. */
#include "web/pages/matters/asking.h"

#include "core/guard.h"
#include "core/list_words.h"
#include "core/saying.h"
#include "service/matters/matters.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/pages/form_page.h"
#include "web/pages/matters/matter_words.h"
#include "web/words.h"

enum { WHOLE = 1000, HOUR = 60, MATTERS_LOOKED_AT = 100 };

/* ---- figures ---- */

void figures_add(struct arena *a, struct figures_view *f, const char *what, const char *figure, const char *note)
{
	*ARENA_PUSH(a, &f->rows, &f->rows_count, &f->room) = (struct figure_view){what, figure, note};
}

const char *hours_words(struct arena *a, int64_t minutes)
{
	return words_join(a, words_hours(a, minutes), " h", NULL);
}

static const char *used_of_line(struct arena *a, const struct line_row *line, const struct line_state *state)
{
	const char *used = line->kind == LINE_COUNT ? words_int(a, state->used) : words_hours(a, state->used);
	const char *limit = line->kind == LINE_COUNT ? words_count(a, state->limit, "case", "cases") : hours_words(a, state->limit);

	if (!state->measured)
		return "cannot be said";
	return words_join(a, used, " of ", limit, state->used_permille < 0 ? "" : ", ",
		line_percent_words(a, state), NULL);
}

static void add_line(const struct page_context *ctx, struct figures_view *f, const struct line_state *state, bool excepted)
{
	struct arena *a = ctx->arena;
	const struct line_row *line = &ctx->picture->snap->lines[state->line];
	int32_t past = state->used - state->limit;
	const char *by = !state->passed ? "" : line->kind == LINE_COUNT ? words_count(a, past, "case", "cases")
		: past < HOUR ? words_count(a, past, "minute", "minutes") : hours_words(a, past);
	const char *how = !state->passed ? (state->measured ? "kept" : "no capacity to measure it by") : words_join(a, "passed by ", by,
		excepted ? ", with an exception in force" : line->status == LINE_ADVISORY ? "; it is advice" : "", NULL);

	figures_add(a, f, line_words(a, line), used_of_line(a, line, state), words_join(a, how, line_binds(ctx->picture->snap, state) ? "; this one binds"
		: words_join(a, ctx->picture->snap->employer.principles ? "; " : "", binds_nobody_words(ctx->picture->snap), NULL), ". ",
		line_status_words(line->status), sees_parties(ctx->sight, line) && line->agreed_by[0] != '\0'
			? words_join(a, ", agreed by ", agreed_words(a, line), NULL) : "", NULL));
}

static void add_load(struct arena *a, struct figures_view *f, const char *what, const struct post_load *load)
{
	const char *share = load->used_permille < 0 ? availability_words(load->availability)
		: words_join(a, words_percent(a, load->used_permille), " of capacity", NULL);

	figures_add(a, f, what, words_join(a, hours_words(a, load->load_minutes), load->used_permille < 0 ? "" : " of ",
		load->used_permille < 0 ? "" : hours_words(a, load->capacity_minutes), NULL),
		words_join(a, share, ", ", words_count(a, load->cases, "case", "cases"), load->high_minutes > load->low_minutes ? "; most weeks "
			: "", load->high_minutes > load->low_minutes ? words_join(a, words_hours(a, load->low_minutes), " to ",
			hours_words(a, load->high_minutes), NULL) : "", NULL));
}

void figures_add_post(const struct page_context *ctx, struct figures_view *f, int32_t post)
{
	const struct post_load *load = &ctx->picture->loads.posts[post];
	struct line_walk at = {0};
	struct line_state state;

	add_load(ctx->arena, f, "Work a week", load);
	while (line_next(ctx->picture->snap, post, load, &at, &state))
		add_line(ctx, f, &state, is_excepted(ctx->picture->snap, post, state.line, load));
}

void figures_add_what_if(const struct page_context *ctx, struct figures_view *f, int32_t post, const struct what_if *working_out)
{
	struct line_walk at = {0};
	struct line_state state;

	add_load(ctx->arena, f, "Work a week, before", &working_out->before);
	add_load(ctx->arena, f, "Work a week, after", &working_out->after);
	while (line_next(ctx->picture->snap, post, &working_out->after, &at, &state))
		add_line(ctx, f, &state, false);
}

/* The case now, what of it stays, and whose word that is. */
void figures_add_case(const struct page_context *ctx, struct figures_view *f, int32_t place)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct case_row *c = &s->cases[place];
	const struct view_row *said = view_said(s, c);
	struct weight weight;

	if (weight_of_case(NULL, s, place, c->holdings_count > 0 ? c->first_holding : -1, &weight, NULL) < 0) {
		figures_add(a, f, "The case", "not weighed", "The scheme has no number for this kind of work.");
		return;
	}
	figures_add(a, f, "The case, now", hours_words(a, weight.minutes), words_join(a, "a week, ", type_name(s, c),
		". The page of the case has its working-out line by line.", NULL));
	if (weight.standing != weight.minutes)
		figures_add(a, f, "Of it, what it needs by itself", hours_words(a, weight.standing),
			"a week. The rest comes and goes: dated work, a crisis, hand-over.");
	if (said != NULL)
		figures_add(a, f, "What its holder says", hours_words(a, said->minutes), words_join(a, "a week by itself: ",
			said_say(SAID_NEEDS, said->why), ". The higher of this and the scheme counts.", NULL));
}

void figures_add_with_case(const struct page_context *ctx, struct figures_view *f, int32_t post, int32_t place)
{
	const struct trial with = {.case_index = place, .role = HOLDING_LEAD, .share = WHOLE, .from = ctx->day};
	const struct what_if working_out = what_if(ctx->picture->snap, post, &with, 1);
	struct arena *a = ctx->arena;

	figures_add(a, f, "Asked for the case", case_words(ctx, place), words_join(a, "It would add ",
		hours_words(a, (int64_t)working_out.after.load_minutes - working_out.before.load_minutes), " a week as a lead’s.", NULL));
	if (sees_case(ctx->sight, FIELD_CASE_WORK, place))
		figures_add_case(ctx, f, place);
	figures_add_what_if(ctx, f, post, &working_out);
}

/* ---- the form ---- */

static struct control_view control_of(const struct form *form, struct arena *a, int at)
{
	const struct form_field *field = &form->fields[at];
	struct control_view c = {.is_select = field->choices != NULL, .is_box = field->check == form_check_box};

	if (c.is_select)
		c.select = form_select(form, a, at);
	else if (c.is_box)
		c.box = form_box(form, at);
	else
		c.input = form_input(form, at);
	return c;
}

struct controls_view controls_of(const struct form *form, struct arena *a)
{
	struct controls_view v = {.items = arena_array(a, form->count, sizeof *v.items)};

	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].label[0] != '\0')
			v.items[v.items_count++] = control_of(form, a, (int)i);
	return v;
}

const struct form_choice *said_choices(struct arena *a, int list)
{
	size_t count;
	const struct said_word *words = said_words((enum said_list)list, &count);
	struct form_choice *choices = arena_array(a, count + 1, sizeof *choices);

	for (size_t i = 0; i < count; i++)
		choices[i] = (struct form_choice){words[i].code, words[i].words};
	choices[count] = (struct form_choice){NULL, NULL};
	return choices;
}

int32_t meant_post(const struct page_context *ctx)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct person_row *person = &s->persons[ctx->person];
	const char *given = request_query(ctx->request, "post");
	int32_t id = form_number(given != NULL ? given : form_field_of(ctx->request, "post"));

	for (int32_t i = 0; i < person->posts_count; i++) {
		int32_t post = s->person_posts[person->first_post + i];

		if (id == 0 || s->posts[post].post_id == id)
			return post;
	}
	return -1;
}

int32_t own_holding_post(const struct page_context *ctx, int32_t *ret_holding)
{
	const struct snapshot *s = ctx->picture->snap;

	for (int32_t i = 0; ctx->place >= 0 && i < s->cases[ctx->place].holdings_count; i++) {
		int32_t place = s->cases[ctx->place].first_holding + i;
		int32_t post = s->holdings[place].post;

		if (post >= 0 && sight_is_person(ctx->sight, s->posts[post].person)) {
			*ret_holding = place;
			return post;
		}
	}
	return -1;
}

int32_t own_coming_post(const struct page_context *ctx)
{
	const struct snapshot *s = ctx->picture->snap;

	for (int32_t i = 0; ctx->place >= 0 && i < s->cases[ctx->place].comings_count; i++) {
		int32_t post = s->comings[s->cases[ctx->place].first_coming + i].post;

		if (sight_is_person(ctx->sight, s->posts[post].person))
			return post;
	}
	return -1;
}

const char *today_link(const struct page_context *ctx, const char *section, const char *code, const char *below)
{
	struct arena *a = ctx->arena;

	return words_join(a, "/employers/", page_segment(a, ctx->viewer->employer), section[0] != '\0' ? "/" : "", section,
		code[0] != '\0' ? "/" : "", page_segment(a, code), below, NULL);
}

/* ---- reading, showing, sending ---- */

static const struct form_field *fields_of(struct page_context *ctx, const struct asking *asking)
{
	struct form_field *fields = arena_array(ctx->arena, asking->count, sizeof *fields);

	for (size_t i = 0; i < asking->count; i++)
		fields[i] = asking->fields[i];
	if (asking->ready != NULL)
		asking->ready(ctx, fields);
	return fields;
}

static void begin(struct asking_view *view)
{
	*view = (struct asking_view){.notice = "", .heading = "", .sentence = "", .button = "", .instead_href = "", .instead = "", .back_href = "",
		.back = "", .outcome = ""};
	view->figures.caption = "What it is about, in figures";
}

int asking_put_open(struct page_context *ctx, int32_t post, enum matter_kind kind, const char *ref, struct asking_view *view, bool *ret,
	struct err *err)
{
	struct matter_row *rows;
	size_t count;
	int rc = matters_of_posts(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, &post, 1, MATTERS_LOOKED_AT, &rows, &count, err);

	*ret = false;
	for (size_t i = 0; rc == 0 && i < count && !*ret; i++)
		if (rows[i].kind == kind && rows[i].matter.state == MATTER_OPEN && str_equal(rows[i].ref, ref)) {
			view->sentence = words_join(ctx->arena, "This is asked already, and waits for an answer from the ",
				role_words(matter_decider(&rows[i].matter)), ".", NULL);
			view->instead = "What was asked, and how it stands";
			view->instead_href = matter_href(ctx, rows[i].id);
			*ret = true;
		}
	return rc;
}

void asking_hide(struct arena *a, struct asking_view *view, const char *name, const char *value)
{
	*ARENA_PUSH(a, &view->hidden, &view->hidden_count, &view->hidden_room) = (struct kept_field_view){name, value};
}

static void show(struct page_context *ctx, struct response *res, const struct asking *asking, const struct form *form,
	struct asking_view *view)
{
	view->issues = form_issues(form, ctx->arena);
	view->controls = controls_of(form, ctx->arena);
	view->form = session_form(ctx, res, asking->route, ctx->request->path);
	page_begin(ctx, &view->page, view->heading, view->section != NULL ? view->section : "");
	page_add_crumb(ctx, &view->page, ctx->picture->snap->employer.name, today_link(ctx, "", "", ""));
	if (view->back_href[0] != '\0')
		page_add_crumb(ctx, &view->page, view->back, view->back_href);
	form_page_title(ctx, &view->page, form);
	render_asking(&res->body, view);
}

/* What is asked is asked of today, also where the address says another day. */
static int open_today(struct page_context *ctx, struct err *err)
{
	int rc = page_open(ctx, err);

	if (rc == 0 && ctx->day != ctx->app->today())
		return err_set(err, PL_INVALID, "This page is about today: it cannot look at another day.");
	return rc;
}

/* What the address says already: ?line=3. */
static void read_query(const struct page_context *ctx, struct form *form)
{
	for (size_t i = 0; i < form->count; i++) {
		const char *given = request_query(ctx->request, form->fields[i].name);

		if (given != NULL && strlen(given) <= form->fields[i].most && form->fields[i].check != form_check_secret)
			form_prefill(form, (int)i, given);
	}
}

int asking_page(struct page_context *ctx, struct response *res, const struct asking *asking, struct err *err)
{
	struct asking_view view;
	struct form form;
	int rc = open_today(ctx, err);

	if (rc < 0)
		return rc;
	begin(&view);
	form_begin(&form, fields_of(ctx, asking), asking->count);
	if (asking->begin != NULL)
		asking->begin(ctx, &form);
	read_query(ctx, &form);
	rc = asking->put(ctx, &form, &view, err);
	if (rc == 0)
		rc = undo_if_done(ctx, res, ctx->request->path, &view.undo, err);
	view.notice = done_words(ctx);
	if (rc == 0)
		show(ctx, res, asking, &form, &view);
	return rc;
}

struct in_turn {
	struct page_context *ctx;
	int (*send)(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err);
	const struct form *form;
	const char *outcome;
};

static int run_in_turn(struct store *s, void *context, struct err *err)
{
	const struct in_turn *t = context;

	return t->send(s, t->ctx, t->form, t->outcome, err);
}

int write_in_turn(struct page_context *ctx, int (*send)(struct store *s, struct page_context *ctx, const struct form *form,
	const char *outcome, struct err *err), const struct form *form, const char *outcome, struct err *err)
{
	struct in_turn turn = {ctx, send, form, outcome};

	return writer_run(ctx->app->writer, run_in_turn, &turn, err);
}

int asking_post(struct page_context *ctx, const struct request *req, struct response *res, const struct asking *asking, struct err *err)
{
	struct asking_view view;
	struct form form;
	int rc = open_today(ctx, err);

	begin(&view);
	if (rc == 0)
		rc = form_read(req, fields_of(ctx, asking), asking->count, &form, err);
	if (rc == 0)
		rc = asking->put(ctx, &form, &view, err);
	if (rc < 0)
		return rc;
	if (form.issues_count == 0) {
		rc = write_in_turn(ctx, asking->send, &form, view.outcome, err);
		if (rc == 0)
			response_see_other(res, view.outcome);
		if (rc == 0 || !form_page_is_about(rc))
			return rc;
		form_add_issue(&form, ctx->arena, -1, err->text);
	}
	res->status = 422;
	show(ctx, res, asking, &form, &view);
	return 0;
}
