/* What is said of a case: that it got heavier, or lighter after a talk; that there is a crisis; how it waits. */
#include "base/clock.h"
#include "core/saying.h"
#include "routes.h"
#include "service/matters/workers_word.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { HOUR = 60 };

static const char *case_link(const struct page_context *ctx, const char *below)
{
	return today_link(ctx, "cases", route_value(ctx->match, "case"), below);
}

static void lead_back(const struct page_context *ctx, struct asking_view *view, const char *said)
{
	view->back_href = case_link(ctx, "");
	view->back = words_join(ctx->arena, "Case ", route_value(ctx->match, "case"), NULL);
	view->outcome = case_link(ctx, said);
}

static bool is_open(const struct page_context *ctx, struct asking_view *view)
{
	if (ctx->place >= 0 && ctx->picture->snap->cases[ctx->place].state == CASE_OPEN)
		return true;
	view->sentence = "The case is closed.";
	return false;
}

/* ---- what it needs ---- */

enum { NEEDS_MORE, NEEDS_HOURS, NEEDS_WHY, NEEDS_DAY, NEEDS_TIME, NEEDS_MEANS, NEEDS_FIELDS };
static const struct form_field NEEDS_FORM[NEEDS_FIELDS] = {
	[NEEDS_MORE] = {"minutes", "It needs a week", form_check_choice, .most = 5},
	[NEEDS_HOURS] = {"hours", "Hours a week it needs by itself", form_check_hours, .most = 6,
		.hint = "Dated work, a crisis and hand-over come on top. 0: what the scheme says, again.", .autocomplete = "off"},
	[NEEDS_WHY] = {"why", "Because of", form_check_choice, .most = 20, .missing = "Choose what makes the case need this"},
	[NEEDS_DAY] = {"day", "On which day you talked", form_check_day, .most = 10},
	[NEEDS_TIME] = {"time", "At", form_check_time, .most = 5, .hint = "Such as 14:05", .autocomplete = "off"},
	[NEEDS_MEANS] = {"means", "How you talked", form_check_choice, .most = 16}};

/* What it needs by itself, by its holder's word or the scheme's: what comes and goes is no part of what "more" is added to. */
static int32_t standing_now(const struct page_context *ctx)
{
	const struct case_row *c = &ctx->picture->snap->cases[ctx->place];
	struct weight weight;

	if (weight_of_case(NULL, ctx->picture->snap, ctx->place, c->holdings_count > 0 ? c->first_holding : -1, &weight, NULL) < 0)
		return needs_said(ctx->picture->snap, c);
	return weight.standing;
}

static const struct form_choice *more_choices(const struct page_context *ctx)
{
	static const int32_t MORE[] = {HOUR / 2, HOUR, 2 * HOUR, 3 * HOUR, 5 * HOUR, 8 * HOUR};
	enum { STEPS = sizeof MORE / sizeof *MORE };
	struct form_choice *choices = arena_array(ctx->arena, STEPS + 1, sizeof *choices);
	int32_t now = ctx->place >= 0 ? standing_now(ctx) : 0;
	size_t n = 0;

	for (size_t i = 0; i < STEPS; i++)
		if (now + MORE[i] <= NEEDS_MINUTES_MOST)
			choices[n++] = (struct form_choice){arena_printf(ctx->arena, "%d", (int)(now + MORE[i])), words_join(ctx->arena,
				hours_words(ctx->arena, MORE[i]), " more: ", hours_words(ctx->arena, now + MORE[i]), " a week by itself", NULL)};
	choices[n] = (struct form_choice){NULL, NULL};
	return choices;
}

/* That it has become calmer is why it needs less, and every other reason is one for more. */
static const struct form_choice *why_choices(const struct page_context *ctx, bool less)
{
	const struct form_choice *all = said_choices(ctx->arena, SAID_NEEDS);
	struct form_choice *choices;
	size_t count = 0, n = 0;

	while (all[count].code != NULL)
		count++;
	choices = arena_array(ctx->arena, count + 1, sizeof *choices);
	for (size_t i = 0; i < count; i++)
		if (str_equal(all[i].code, SAID_CALMER) == less)
			choices[n++] = all[i];
	choices[n] = (struct form_choice){NULL, NULL};
	return choices;
}

static void ready_needs(struct page_context *ctx, struct form_field *fields)
{
	int32_t holding;
	bool holds = own_holding_post(ctx, &holding) >= 0;

	fields[NEEDS_MORE].choices = more_choices(ctx);
	fields[NEEDS_WHY].choices = why_choices(ctx, !holds);
	fields[NEEDS_MEANS].choices = talk_choices(ctx->arena);
	for (int f = 0; f < NEEDS_FIELDS; f++)
		if (f != NEEDS_WHY && holds != (f == NEEDS_MORE)) {
			fields[f].optional = true;
			fields[f].label = "";
		}
}

/* An hour more, or a talk of today, unless something else is chosen. */
static void begin_needs(const struct page_context *ctx, struct form *form)
{
	if (ctx->place >= 0 && form->fields[NEEDS_MORE].label[0] != '\0')
		form->values[NEEDS_MORE] = (struct form_value){arena_printf(ctx->arena, "%d", (int)(standing_now(ctx) + HOUR)), true};
	if (form->fields[NEEDS_DAY].label[0] != '\0') {
		form_prefill(form, NEEDS_WHY, SAID_CALMER);
		form_prefill(form, NEEDS_DAY, words_iso(ctx->arena, ctx->day));
	}
}

static int put_needs(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	int32_t holding;
	bool holds = own_holding_post(ctx, &holding) >= 0;

	(void)form;
	(void)err;
	view->heading = words_join(ctx->arena, holds ? "Got heavier: case " : "Needs less: case ", route_value(ctx->match, "case"), NULL);
	lead_back(ctx, view, "?said=needs");
	if (!is_open(ctx, view))
		return 0;
	view->sentence = holds ? "Your word counts at once: the higher of it and the scheme. It stays until you talk about it, so a crisis is said "
		"as a crisis. That a case needs less is recorded by your manager, after a talk." : "That a case needs less than its holder says takes a talk with them since then, and not by message. "
		"They are told, and say again what it needs if there was none. The higher of what is recorded and the scheme counts.";
	figures_add_case(ctx, &view->figures, ctx->place);
	if (holds) {
		struct figures_view *f = &view->figures;

		figures_add_post(ctx, f, ctx->picture->snap->holdings[holding].post);
	}
	view->button = holds ? "It got heavier" : "Record it";
	return 0;
}

static int send_needs(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct form_value *v = form->values;
	const struct asked_by by = page_asked_by(ctx, outcome);
	struct talk_had talk = {.talked_at = 0};
	struct needs_asked asked = {.ref = route_value(ctx->match, "case"), .why = v[NEEDS_WHY].text,
		.minutes = v[NEEDS_MORE].is_set ? form_number(v[NEEDS_MORE].text) : form_minutes(&v[NEEDS_HOURS])};

	if (v[NEEDS_DAY].is_set && v[NEEDS_TIME].is_set && talk_means_parse(v[NEEDS_MEANS].text, &talk.means)) {
		talk.talked_at = clock_instant_of(local_midnight(form_day(&v[NEEDS_DAY])) + form_of_day(&v[NEEDS_TIME]));
		asked.talk = &talk;
	}
	return word_needs(s, &by, &asked, err);
}

static const struct asking NEEDS = {"/employers/{employer}/cases/{case}/needs", NEEDS_FORM, NEEDS_FIELDS, ready_needs, begin_needs,
	put_needs, send_needs};

int page_say_needs(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &NEEDS, err);
}

int post_say_needs(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &NEEDS, err);
}

/* ---- a crisis ---- */

static const struct form_choice DAYS[] = {{"3", "three days"}, {"7", "a week"}, {"14", "two weeks, the most"}, {NULL, NULL}};

enum { SURGE_HOURS, SURGE_DAYS, SURGE_WHY, SURGE_FIELDS };
static const struct form_field SURGE_FORM[SURGE_FIELDS] = {
	[SURGE_HOURS] = {"hours", "Hours a week more", form_check_hours, .most = 6, .hint = "On top of what the case needs: up to 20.",
		.autocomplete = "off"},
	[SURGE_DAYS] = {"days", "For", form_check_choice, .most = 2, .choices = DAYS, .missing = "Choose for how long the crisis may last"},
	[SURGE_WHY] = {"why", "What it is", form_check_choice, .most = 20}};

static void ready_surge(struct page_context *ctx, struct form_field *fields)
{
	fields[SURGE_WHY].choices = said_choices(ctx->arena, SAID_SURGE);
}

static int put_surge(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	int32_t holding = -1;

	(void)form;
	(void)err;
	view->heading = words_join(ctx->arena, "A crisis: case ", route_value(ctx->match, "case"), NULL);
	lead_back(ctx, view, "?said=surge");
	if (!is_open(ctx, view))
		return 0;
	view->sentence = "It counts from today, and ends by itself. Said again on the same day, it takes the place of what was said.";
	figures_add_case(ctx, &view->figures, ctx->place);
	if (own_holding_post(ctx, &holding) < 0)
		view->sentence = "Only who holds the case says that it is in a crisis.";
	else
		view->button = "There is a crisis";
	return 0;
}

static int send_surge(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct asked_by by = page_asked_by(ctx, outcome);
	const struct surge_asked asked = {.ref = route_value(ctx->match, "case"), .minutes = form_minutes(&form->values[SURGE_HOURS]),
		.days = form_number(form->values[SURGE_DAYS].text), .why = form->values[SURGE_WHY].text};

	return word_surge(s, &by, &asked, err);
}

static const struct asking SURGE = {"/employers/{employer}/cases/{case}/surge", SURGE_FORM, SURGE_FIELDS, ready_surge, NULL, put_surge, send_surge};

int page_say_surge(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &SURGE, err);
}

int post_say_surge(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &SURGE, err);
}

/* ---- a look at a case that waits ---- */

enum { LOOK_RISK, LOOK_SAFETY, LOOK_WHY, LOOK_NEXT, LOOK_FIELDS };
static const struct form_field LOOK_FORM[LOOK_FIELDS] = {
	[LOOK_RISK] = {"risk", "Risk while it waits", form_check_choice, .most = 20},
	[LOOK_SAFETY] = {"safety", "What is done meanwhile", form_check_choice, .most = 20},
	[LOOK_WHY] = {"why", "Why it waits", form_check_choice, .most = 20},
	[LOOK_NEXT] = {"next", "Next look by", form_check_day, .most = 10, .optional = true,
		.hint = "Within a fortnight; a week from today, if nothing is said."}};

static void ready_look(struct page_context *ctx, struct form_field *fields)
{
	fields[LOOK_RISK].choices = said_choices(ctx->arena, SAID_RISK);
	fields[LOOK_SAFETY].choices = said_choices(ctx->arena, SAID_SAFETY);
	fields[LOOK_WHY].choices = said_choices(ctx->arena, SAID_WAITS);
}

static void put_waiting(const struct page_context *ctx, struct figures_view *f)
{
	struct arena *a = ctx->arena;
	const struct case_row *c = &ctx->picture->snap->cases[ctx->place];

	for (size_t i = 0; i < ctx->picture->pile_count; i++)
		if (ctx->picture->pile[i].case_index == ctx->place)
			figures_add(a, f, "Has waited", words_count(a, ctx->picture->pile[i].days, "day", "days"),
				pile_reason_words(ctx->picture->pile[i].reason));
	if (c->reviews_count > 0) {
		const struct review_row *r = &ctx->picture->snap->reviews[c->first_review];

		figures_add(a, f, "Looked at last", words_day(a, r->when.from), words_join(a, "risk ", said_say(SAID_RISK, r->risk),
			"; meanwhile ", said_say(SAID_SAFETY, r->safety), "; ", said_say(SAID_WAITS, r->why), "; next look by ",
			words_day(a, r->next), NULL));
	}
	figures_add_case(ctx, f, ctx->place);
}

static int put_look(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	(void)form;
	(void)err;
	view->heading = words_join(ctx->arena, "Why case ", route_value(ctx->match, "case"), " waits", NULL);
	lead_back(ctx, view, "?said=review");
	if (!is_open(ctx, view))
		return 0;
	view->sentence = "Whoever answers for a case that nobody works on looks at it at least every fortnight, and says so.";
	put_waiting(ctx, &view->figures);
	view->button = "Keep this look";
	return 0;
}

static int send_look(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	enum { WEEK = 7 };
	const struct form_value *v = form->values;
	const struct asked_by by = page_asked_by(ctx, outcome);
	const struct review_row row = {.risk = v[LOOK_RISK].text, .safety = v[LOOK_SAFETY].text, .why = v[LOOK_WHY].text,
		.next = v[LOOK_NEXT].is_set ? form_day(&v[LOOK_NEXT]) : ctx->day + WEEK};

	return word_review(s, &by, route_value(ctx->match, "case"), &row, err);
}

static const struct asking LOOK = {"/employers/{employer}/cases/{case}/review", LOOK_FORM, LOOK_FIELDS, ready_look, NULL, put_look, send_look};

int page_say_review(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &LOOK, err);
}

int post_say_review(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &LOOK, err);
}
