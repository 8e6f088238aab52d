/* What is asked about a worker's load: a talk, by the worker; leave to pass a line, by whoever answers for the team. */
#include "core/exception.h"
#include "core/guard.h"
#include "routes.h"
#include "service/matters/matters.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { TENTHS = 10 };

static const char *worker_link(const struct page_context *ctx, const char *below)
{
	return today_link(ctx, "workers", route_value(ctx->match, "worker"), below);
}

static void lead_back(const struct page_context *ctx, struct asking_view *view)
{
	view->back_href = worker_link(ctx, "");
	view->back = person_label(&ctx->picture->snap->persons[ctx->person]);
	view->outcome = words_join(ctx->arena, today_link(ctx, "waiting", "", ""), "?done=ask", NULL);
}

/* ---- a talk ---- */

enum { TALK_POST, TALK_NOTE, TALK_FIELDS };
static const struct form_field TALK_FORM[TALK_FIELDS] = {
	[TALK_POST] = {"post", "", form_check_text, .most = 9, .optional = true},
	[TALK_NOTE] = {"note", "What it is about, if you wish", form_check_text, .most = REMARK_BYTES, .optional = true, .hint = FORM_REMARK_HINT,
		.autocomplete = "off"}};

static int put_talk(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	int32_t post = meant_post(ctx);
	bool asked = false;
	int rc;

	(void)form;
	view->heading = "Ask for a talk about your load";
	view->sentence = "Your manager has five working days to answer in writing; then it goes to the head of service. Nothing else changes "
		"until then.";
	lead_back(ctx, view);
	if (post < 0 || !sight_is_person(ctx->sight, ctx->person)) {
		view->sentence = "This is for the worker alone to ask, and while in post.";
		return 0;
	}
	rc = asking_put_open(ctx, post, MATTER_TALK, "", view, &asked, err);
	if (rc < 0 || asked)
		return rc;
	figures_add_post(ctx, &view->figures, post);
	view->button = "Ask for the talk";
	return 0;
}

static int send_talk(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	int32_t post = meant_post(ctx), id;
	const struct matter_asking asking = {.by = page_asked_by(ctx, outcome), .kind = MATTER_TALK, .ref = "",
		.post_id = post >= 0 ? ctx->picture->snap->posts[post].post_id : 0, .note = form->values[TALK_NOTE].text};

	return matters_ask(s, &asking, &id, err);
}

static const struct asking TALK = {"/employers/{employer}/workers/{worker}/talk", TALK_FORM, TALK_FIELDS, NULL, NULL, put_talk, send_talk};

int page_ask_talk(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &TALK, err);
}

int post_ask_talk(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &TALK, err);
}

/* ---- an exception ---- */

/* "14", "120%": a whole number above nought. */
static int32_t read_value(const char *text)
{
	size_t n = strlen(text);
	char digits[8] = "";

	for (size_t i = 0; i < n && i + 1 < sizeof digits; i++)
		digits[i] = text[i] == '%' && i + 1 == n ? '\0' : text[i];
	return n < sizeof digits ? form_number(digits) : 0;
}

static int check_value(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	(void)a;
	return read_value(value->text) > 0 ? 0 : err_set(err, PL_INVALID, "%s: a whole number, such as 14 for cases or 120 for per cent of capacity",
		field->label);
}

enum { X_POST, X_CASE, X_LINE, X_VALUE, X_FROM, X_DAYS, X_NOTE, X_FIELDS };
static const struct form_choice DAYS[] = {{"7", "one week"}, {"14", "two weeks"}, {"21", "three weeks"}, {"28", "four weeks, the most"},
	{NULL, NULL}};
static const struct form_field X_FORM[X_FIELDS] = {
	[X_POST] = {"post", "", form_check_text, .most = 9, .optional = true},
	[X_CASE] = {"case", "", form_check_text, .most = 100, .optional = true},
	[X_LINE] = {"line", "Line to be passed", form_check_choice, .most = 9},
	[X_VALUE] = {"value", "How far", check_value, .most = 5, .hint = "As the line counts: so many cases, or per cent of capacity.",
		.inputmode = "numeric", .autocomplete = "off"},
	[X_FROM] = {"from", "From", form_check_day, .most = 10, .optional = true, .hint = "Today, if nothing is said."},
	[X_DAYS] = {"days", "For", form_check_choice, .most = 2, .choices = DAYS, .missing = "Choose for how long the exception is"},
	[X_NOTE] = {"note", "The reason for the exception", form_check_text, .most = REMARK_BYTES, .hint = FORM_REMARK_HINT, .autocomplete = "off"}};

static void ready_exception(struct page_context *ctx, struct form_field *fields)
{
	const struct snapshot *s = ctx->picture->snap;
	struct form_choice *choices = arena_array(ctx->arena, s->lines_count + 2, sizeof *choices);
	struct line_walk at = {0};
	struct line_state state;
	int32_t post = meant_post(ctx);
	size_t n = 0;

	while (post >= 0 && line_next(s, post, &ctx->picture->loads.posts[post], &at, &state)) {
		const struct line_row *line = &s->lines[state.line];

		if (line->status != LINE_ADVISORY)
			choices[n++] = (struct form_choice){arena_printf(ctx->arena, "%d", (int)line->line_id), line_words(ctx->arena, line)};
	}
	if (post >= 0 && is_newly_qualified(s, &s->posts[post]))
		choices[n++] = (struct form_choice){"0", "the protected capacity of the newly qualified"};
	choices[n] = (struct form_choice){NULL, NULL};
	fields[X_LINE].choices = choices;
}

/* The load as it would be with the case that it is asked for, and the case; without one, the load as it is. */
static void put_what_for(struct page_context *ctx, const struct form *form, int32_t post, struct asking_view *view)
{
	const char *ref = form->values[X_CASE].text;
	int32_t place = snapshot_find_case(ctx->picture->snap, ref);

	if (place < 0 || !sees_case(ctx->sight, FIELD_CASE_PAGE, place)) {
		figures_add_post(ctx, &view->figures, post);
		return;
	}
	figures_add_with_case(ctx, &view->figures, post, place);
	asking_hide(ctx->arena, view, "case", ref);
}

static int put_exception(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	int32_t post = meant_post(ctx);

	(void)err;
	view->heading = words_join(ctx->arena, "Ask to pass a line: ", person_label(&ctx->picture->snap->persons[ctx->person]), NULL);
	view->sentence = "The head of service has two working days to answer in writing, then the director; from 158% of the line on it goes to "
		"the director at once. It holds for four weeks at most, is renewed twice at most, and everybody can count it.";
	if (request_query(ctx->request, "kept") != NULL)
		view->sentence = words_join(ctx->arena, "What you wrote is kept as a draft; when the answer is yes you can offer it. ", view->sentence, NULL);
	lead_back(ctx, view);
	if (post < 0 || sight_is_person(ctx->sight, ctx->person)) {
		view->sentence = "Nobody asks for an exception for their own load, or for somebody in no post.";
		return 0;
	}
	put_what_for(ctx, form, post, view);
	asking_hide(ctx->arena, view, "post", arena_printf(ctx->arena, "%d", (int)ctx->picture->snap->posts[post].post_id));
	view->button = "Ask for the exception";
	return 0;
}

/* How far, as the line counts. */
static int32_t value_of(const struct page_context *ctx, int32_t line_id, const char *text)
{
	const struct snapshot *s = ctx->picture->snap;
	int32_t value = read_value(text), line = snapshot_find_line_id(s, line_id);

	return line >= 0 && s->lines[line].kind == LINE_COUNT ? value : value * TENTHS;
}

static int send_exception(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	int32_t post = meant_post(ctx), id, line_id = form_number(form->values[X_LINE].text);
	int32_t from = form->values[X_FROM].is_set ? form_day(&form->values[X_FROM]) : ctx->day;
	const struct matter_asking asking = {.by = page_asked_by(ctx, outcome), .kind = MATTER_EXCEPTION, .ref = form->values[X_CASE].text,
		.post_id = post >= 0 ? ctx->picture->snap->posts[post].post_id : 0, .line_id = line_id,
		.value = value_of(ctx, line_id, form->values[X_VALUE].text), .when = {from, from + form_number(form->values[X_DAYS].text)},
		.note = form->values[X_NOTE].text};

	return matters_ask(s, &asking, &id, err);
}

static const struct asking EXCEPTION = {"/employers/{employer}/workers/{worker}/exception", X_FORM, X_FIELDS, ready_exception, NULL,
	put_exception, send_exception};

int page_ask_exception(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &EXCEPTION, err);
}

int post_ask_exception(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &EXCEPTION, err);
}
