/* What a worker says of the own load. */
#include "web/pages/worker/own_word.h"

#include "base/clock.h"
#include "core/extra_time.h"
#include "core/saying.h"
#include "routes.h"
#include "service/matters/matters.h"
#include "service/matters/workers_word.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/pages/form_page.h"
#include "web/pages/matters/matter_words.h"
#include "web/pages/allocation/offers.h"
#include "web/words.h"

#define RATING_ROUTE "/employers/{employer}/workers/{worker}/rating"
#define RATING_TALK_ROUTE "/employers/{employer}/workers/{worker}/rating-talk"
#define NO_TALK_ROUTE "/employers/{employer}/workers/{worker}/no-talk"

enum { RATINGS_SHOWN = 8, MATTERS_SHOWN = 10, MOST_LINKS = 8 };

static const struct form_choice RATINGS[] = {{"1", "1 light"}, {"2", "2 room for more"}, {"3", "3 full"}, {"4", "4 heavy"}, {"5", "5 red"},
	{NULL, NULL}};

enum { RATE_POST, RATE_VALUE, RATE_FIELDS };
static const struct form_field RATE_FORM[RATE_FIELDS] = {
	[RATE_POST] = {"post", "", form_check_text, .most = 9, .optional = true},
	[RATE_VALUE] = {"rating", "How heavy", form_check_choice, .most = 1, .choices = RATINGS}};

static const char *worker_link(const struct page_context *ctx, const char *below)
{
	return today_link(ctx, "workers", route_value(ctx->match, "worker"), below);
}

static const char *case_link(const struct page_context *ctx, const char *below)
{
	return today_link(ctx, "cases", route_value(ctx->match, "case"), below);
}

static void add_link(struct arena *a, struct asked_of_view *asked, const char *text, const char *href)
{
	if (asked->links == NULL)
		asked->links = arena_array(a, MOST_LINKS, sizeof *asked->links);
	if (asked->links_count < MOST_LINKS)
		asked->links[asked->links_count++] = (struct link_view){.text = text, .href = href};
}

/* ---- ratings and time ---- */

static const char *rating_sentence(struct arena *a, const struct rating_row *rows, size_t count)
{
	const char *before = "";

	if (count == 0)
		return "Not rated yet. A rating is the worker’s own word on the whole load: 1 is light, 5 is red.";
	for (size_t i = 1; i < count; i++)
		before = words_join(a, before, i > 1 ? ", " : "", words_int(a, rows[i].value), NULL);
	return words_join(a, "Rated ", words_int(a, rows[0].value), " of 5 on ", words_day(a, rows[0].when.from), ".",
		before[0] != '\0' ? " Before that, the newest first: " : "", before, before[0] != '\0' ? "." : "",
		rows[0].talked_on != DAY_MIN ? words_join(a, " Talked about on ", words_day(a, rows[0].talked_on), ".", NULL)
		: rows[0].value == RATING_RED ? " No talk about it yet: nothing new is offered until there was one." : " No talk about it yet.", NULL);
}

static const char *owed_sentence(struct arena *a, int32_t minutes)
{
	if (minutes == 0)
		return "No time is owed for hours over the contract.";
	if (minutes < 0)
		return words_join(a, hours_words(a, -(int64_t)minutes), " more has been taken back than was worked over the contract.", NULL);
	return words_join(a, hours_words(a, minutes), " worked over the contract and not taken back; until it is, it counts as ",
		hours_words(a, owed_load(minutes)), " of work a week.", NULL);
}

static int put_post(struct page_context *ctx, struct response *res, int32_t post, bool own, struct post_word_view *view, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct post_row *p = &s->posts[post];
	struct rating_row *rows;
	size_t count;
	int rc = word_ratings(ctx->app->pictures, ctx->arena, ctx->picture, p->post_id, RATINGS_SHOWN, &rows, &count, err);

	if (rc < 0)
		return rc;
	view->heading = s->persons[ctx->person].posts_count > 1 ? team_label(s, p->team) : "";
	view->post = arena_printf(ctx->arena, "%d", (int)p->post_id);
	view->rating = rating_sentence(ctx->arena, rows, count);
	view->owed = owed_sentence(ctx->arena, p->owed_minutes);
	view->may_rate = own;
	view->may_record_talk = !own && count > 0 && rows[0].talked_on == DAY_MIN
		&& sight_is_managers_side(ctx->sight, post, -1);
	if (view->may_rate)
		view->rate = session_form(ctx, res, RATING_ROUTE, worker_link(ctx, "/rating"));
	view->may_deny_talk = own && count > 0 && rows[0].talked_on != DAY_MIN;
	if (view->may_record_talk)
		view->talk_href = words_join(ctx->arena, worker_link(ctx, "/rating-talk"), "?post=", view->post, NULL);
	if (view->may_deny_talk)
		view->no_talk = session_form(ctx, res, NO_TALK_ROUTE, worker_link(ctx, "/no-talk"));
	return 0;
}

/* ---- what was asked ---- */

static const char *state_words(struct arena *a, const struct matter_row *row)
{
	if (row->matter.state == MATTER_OPEN)
		return words_join(a, "waits for an answer from the ", role_words(matter_decider(&row->matter)), NULL);
	if (row->matter.state == MATTER_ANSWERED)
		return words_join(a, "answered: ", matter_outcome_words(row->matter.outcome), NULL);
	return "taken back, or over";
}

static void put_matters(const struct page_context *ctx, const struct matter_row *rows, size_t count, struct matter_line_view **ret,
	size_t *ret_count)
{
	struct matter_line_view *views = arena_array(ctx->arena, count, sizeof *views);

	for (size_t i = 0; i < count; i++) {
		const struct matter_seen seen = {.row = rows[i], .post = -1, .case_index = -1, .team = -1};

		const char *line = matter_line(ctx, &seen);

		views[i] = (struct matter_line_view){words_join(ctx->arena, matter_title(ctx, &seen), line[0] != '\0' ? ": " : "", line, NULL),
			matter_href(ctx, rows[i].id), state_words(ctx->arena, &rows[i])};
	}
	*ret = views;
	*ret_count = count;
}

static int put_asked(const struct page_context *ctx, struct own_word_view *view, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct person_row *person = &s->persons[ctx->person];
	struct matter_row *rows;
	size_t count;
	int rc;

	if (person->posts_count == 0 || !sees_person(ctx->sight, FIELD_MATTER, ctx->person))
		return 0;
	rc = matters_of_posts(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, &s->person_posts[person->first_post],
		(size_t)person->posts_count, MATTERS_SHOWN, &rows, &count, err);
	if (rc == 0)
		put_matters(ctx, rows, count, &view->asked.matters, &view->asked.matters_count);
	return rc;
}

static void put_links(const struct page_context *ctx, bool own, struct own_word_view *view)
{
	struct arena *a = ctx->arena;
	int32_t post = meant_post(ctx);
	unsigned roles = post >= 0 ? sight_roles_at_team(ctx->sight, ctx->picture->snap->posts[post].team) : 0;

	if (own)
		add_link(a, &view->asked, "Ask for a talk about your load", worker_link(ctx, "/talk"));
	if (own || view->shown)
		add_link(a, &view->asked, own ? "Hours worked over the contract, and taken back" : "Extra hours",
			worker_link(ctx, "/extra-time"));
	if (view->shown)
		add_link(a, &view->asked, "Statement, to print", worker_link(ctx, "/statement"));
	if (own || (roles & ROLES_MANAGERS_SIDE) != 0)
		add_link(a, &view->asked, "Sheet for supervision", worker_link(ctx, "/supervision"));
	if (!own && (roles & ROLES_DECIDERS) != 0)
		add_link(a, &view->asked, "Ask to pass a line", worker_link(ctx, "/exception"));
}

static int put_posts(struct page_context *ctx, struct response *res, bool own, struct own_word_view *view, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct person_row *person = &s->persons[ctx->person];
	int rc = 0;

	view->posts = arena_array(ctx->arena, (size_t)person->posts_count, sizeof *view->posts);
	for (int32_t i = 0; i < person->posts_count && rc == 0; i++)
		rc = put_post(ctx, res, s->person_posts[person->first_post + i], own, &view->posts[view->posts_count++], err);
	return rc;
}

int own_word(struct page_context *ctx, struct response *res, struct own_word_view *ret, bool *ret_forms, struct err *err)
{
	static const struct rating_button_view BUTTONS[] = {{"1", "1 light"}, {"2", "2 room for more"}, {"3", "3 full"}, {"4", "4 heavy"},
		{"5", "5 red"}};
	struct own_word_view view = {.buttons = BUTTONS, .buttons_count = sizeof BUTTONS / sizeof *BUTTONS};
	bool own = sight_is_person(ctx->sight, ctx->person);
	int rc = 0;

	*ret_forms = false;
	*ret = view;
	if (ctx->day != ctx->app->today())
		return 0;
	view.shown = sees_person(ctx->sight, FIELD_WORKER_WORD, ctx->person);
	view.heading = own ? "In your own words" : "In the worker’s own words";
	if (view.shown)
		rc = put_posts(ctx, res, own, &view, err);
	if (rc == 0)
		rc = put_asked(ctx, &view, err);
	if (rc < 0)
		return rc;
	put_links(ctx, own, &view);
	*ret_forms = view.shown || request_query(ctx->request, "said") != NULL;
	*ret = view;
	return 0;
}

/* ---- the buttons ---- */

static int32_t meant_id(const struct page_context *ctx)
{
	int32_t post = meant_post(ctx);

	return post >= 0 ? ctx->picture->snap->posts[post].post_id : 0;
}

static int send_rating(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct asked_by by = page_asked_by(ctx, outcome);

	return word_rate(s, &by, meant_id(ctx), form_number(form->values[RATE_VALUE].text), err);
}

static int send_no_talk(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct asked_by by = page_asked_by(ctx, outcome);

	(void)form;
	return word_no_talk(s, &by, meant_id(ctx), err);
}

/* A button has no page of its own to show again: what is wrong is said by the page of errors. */
static int press(struct page_context *ctx, const struct request *req, struct response *res, size_t fields,
	int (*send)(struct store *, struct page_context *, const struct form *, const char *, struct err *), const char *said, struct err *err)
{
	const char *outcome;
	struct form form;
	int rc = page_open(ctx, err);

	if (rc == 0)
		rc = form_read(req, RATE_FORM, fields, &form, err);
	if (rc == 0 && form.issues_count > 0)
		return err_set(err, PL_INVALID, "%s.", form.issues[0].sentence);
	if (rc < 0)
		return rc;
	outcome = words_join(ctx->arena, worker_link(ctx, ""), "?said=", said, NULL);
	rc = write_in_turn(ctx, send, &form, outcome, err);
	if (rc == 0)
		response_see_other(res, outcome);
	return rc;
}

int post_rating(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return press(ctx, req, res, RATE_FIELDS, send_rating, "rating", err);
}

int post_no_talk(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return press(ctx, req, res, RATE_VALUE, send_no_talk, "no-talk", err);
}

/* ---- a talk about a rating ---- */

enum { HAD_POST, HAD_DAY, HAD_TIME, HAD_MEANS, HAD_FIELDS };
static const struct form_field HAD_FORM[HAD_FIELDS] = {
	[HAD_POST] = {"post", "", form_check_text, .most = 9, .optional = true},
	[HAD_DAY] = {"day", "On which day you talked", form_check_day, .most = 10},
	[HAD_TIME] = {"time", "At", form_check_time, .most = 5, .hint = "Such as 14:05", .autocomplete = "off"},
	[HAD_MEANS] = {"means", "How you talked", form_check_choice, .most = 16}};

static void ready_had(struct page_context *ctx, struct form_field *fields)
{
	fields[HAD_MEANS].choices = talk_choices(ctx->arena);
}

static void begin_had(const struct page_context *ctx, struct form *form)
{
	form_prefill_now(ctx, form, HAD_DAY, HAD_TIME);
}

static int put_had(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	const char *name = person_label(&ctx->picture->snap->persons[ctx->person]);
	int32_t post = meant_post(ctx);

	(void)form;
	(void)err;
	view->heading = words_join(ctx->arena, "Talked about the rating: ", name, NULL);
	view->sentence = words_join(ctx->arena, "A talk between you and ", name, " since the rating, and not by message. They see that it is recorded, "
		"and say so if there was none. A red rating stops new offers until there was one.", NULL);
	view->back_href = worker_link(ctx, "");
	view->back = name;
	view->outcome = worker_link(ctx, "?said=talk");
	if (post < 0)
		return 0;
	figures_add_post(ctx, &view->figures, post);
	view->button = "We have talked about it";
	return 0;
}

static int send_had(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct form_value *v = form->values;
	const struct asked_by by = page_asked_by(ctx, outcome);
	struct talk_had talk = {.talked_at = clock_instant_of(local_midnight(form_day(&v[HAD_DAY])) + form_of_day(&v[HAD_TIME]))};

	if (!talk_means_parse(v[HAD_MEANS].text, &talk.means))
		return err_set(err, PL_INVALID, "Say how you talked.");
	return word_rating_talk(s, &by, meant_id(ctx), &talk, err);
}

static const struct asking HAD = {RATING_TALK_ROUTE, HAD_FORM, HAD_FIELDS, ready_had, begin_had, put_had, send_had};

int page_rating_talk(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &HAD, err);
}

int post_rating_talk(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &HAD, err);
}

/* ---- of a case ---- */

static int put_case_matters(const struct page_context *ctx, bool holds, struct case_word_view *view, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct case_row *c = &s->cases[ctx->place];
	struct matter_row *rows;
	size_t count;
	int rc;

	if (!holds && (sight_roles_at_case(ctx->sight, ctx->place) & field_roles(FIELD_MATTER, NEAR_TEAM)) == 0)
		return 0;
	rc = matters_of_case(ctx->app->pictures, ctx->arena, ctx->picture, c->case_id, MATTERS_SHOWN, &rows, &count, err);
	if (rc == 0)
		put_matters(ctx, rows, count, &view->asked.matters, &view->asked.matters_count);
	return rc;
}

static void put_case_links(const struct page_context *ctx, bool holds, struct case_word_view *view)
{
	struct arena *a = ctx->arena;
	unsigned roles = sight_roles_at_case(ctx->sight, ctx->place);

	if (holds) {
		add_link(a, &view->asked, "It got heavier", case_link(ctx, "/needs"));
		add_link(a, &view->asked, "There is a crisis", case_link(ctx, "/surge"));
	} else if ((roles & ROLES_MANAGERS_SIDE) != 0) {
		add_link(a, &view->asked, "It needs less, after a talk", case_link(ctx, "/needs"));
	}
	if (holds || own_coming_post(ctx) >= 0)
		add_link(a, &view->asked, "Give it back", case_link(ctx, "/hand-back"));
	if ((roles & ROLES_MANAGERS_SIDE) != 0)
		add_link(a, &view->asked, "Look at it while it waits", case_link(ctx, "/review"));
	if ((roles & ROLES_DECIDERS) != 0)
		add_link(a, &view->asked, "Close it", case_link(ctx, "/close"));
}

static void put_closed_links(const struct page_context *ctx, struct case_word_view *view)
{
	if (admits_to_path(ctx, case_link(ctx, "/reopen")))
		add_link(ctx->arena, &view->asked, "Open it again", case_link(ctx, "/reopen"));
}

int case_word(struct page_context *ctx, struct case_word_view *ret, struct err *err)
{
	struct case_word_view view = {.notice = done_words(ctx)};
	int32_t holding;
	bool holds;
	int rc = 0;

	*ret = view;
	if (ctx->day != ctx->app->today())
		return 0;
	if (ctx->place < 0 || ctx->picture->snap->cases[ctx->place].state != CASE_OPEN)
		put_closed_links(ctx, &view);
	*ret = view;
	if (ctx->place < 0)
		return 0;
	holds = own_holding_post(ctx, &holding) >= 0;
	rc = put_case_matters(ctx, holds, &view, err);
	if (rc == 0 && ctx->picture->snap->cases[ctx->place].state == CASE_OPEN)
		put_case_links(ctx, holds, &view);
	*ret = view;
	return rc;
}
