/* /employers/CODE/workers/WORKER/statement and .../supervision: one worker on paper. */
#include "web/pages/worker/sheet.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/listing.h"
#include "core/saying.h"
#include "routes.h"
#include "service/matters/matters.h"
#include "service/matters/workers_word.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/allocation/at_the_line.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/common.h"
#include "web/pages/matters/matter_words.h"
#include "web/words.h"

enum { RATINGS_SHOWN = 12 };

static struct figures_view *add_section(const struct page_context *ctx, struct sheet_view *v, const char *heading, const char *nothing,
	const char *second, const char *third)
{
	struct sheet_section_view *s = ARENA_PUSH(ctx->arena, &v->sections, &v->sections_count, &v->sections_room);

	*s = (struct sheet_section_view){.heading = heading, .nothing = nothing};
	s->figures.caption = heading;
	s->figures.second = second;
	s->figures.third = third;
	return &s->figures;
}

/* A red rating alone asks for one. */
static const char *no_talk_words(int32_t rating)
{
	return rating == RATING_RED ? "no talk about it yet" : "not red: no talk is asked for";
}

static const char *of_post(const struct page_context *ctx, int32_t post, const char *what)
{
	const struct snapshot *s = ctx->picture->snap;

	return s->persons[ctx->person].posts_count > 1 ? words_join(ctx->arena, what, ", ", team_label(s, s->posts[post].team), NULL) : what;
}

/* ---- what the picture has ---- */

static void put_load(const struct page_context *ctx, int32_t post, struct sheet_view *v)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	struct figures_view *f = add_section(ctx, v, of_post(ctx, post, "Load, capacity and lines"), "", NULL, NULL);

	figures_add_post(ctx, f, post);
	for (int32_t i = 0; i < s->posts[post].exceptions_count; i++) {
		const struct exception_row *x = &s->exceptions[s->posts[post].first_exception + i];

		figures_add(a, f, "Exception in force", words_join(a, "up to ", exception_value_words(ctx, x->line_id, x->value), NULL),
			words_join(a, "until ", words_day(a, x->when.until - 1), x->allowed_by[0] != '\0' ? ", allowed by " : "",
			x->allowed_by, NULL));
	}
	if (sees_post(ctx->sight, FIELD_WORKER_WORD, post))
		figures_add(a, f, "Time owed", hours_words(a, s->posts[post].owed_minutes), "worked over the contract and not taken back");
}

/* What of the load is no case, and all of it: the lines add up to the load. */
static void put_sum(const struct page_context *ctx, int32_t post, int64_t cases, struct figures_view *f)
{
	struct arena *a = ctx->arena;
	const struct post_load *load = &ctx->picture->loads.posts[post];
	int32_t owed = sees_post(ctx->sight, FIELD_WORKER_WORD, post) ? load->owed_minutes : 0;
	int64_t own = load->load_minutes - cases - owed;

	if (owed != 0)
		figures_add(a, f, "Time owed", hours_words(a, owed), "as if it were taken back within four weeks");
	if (own != 0)
		figures_add(a, f, "Work that belongs to no case", hours_words(a, own), "of the post itself");
	figures_add(a, f, "In all", hours_words(a, load->load_minutes), "the work a week above; each line is rounded to a tenth of an hour");
}

static void put_cases(const struct page_context *ctx, int32_t post, struct sheet_view *v)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct post_row *p = &s->posts[post];
	struct figures_view *f = add_section(ctx, v, of_post(ctx, post, "Cases held"), "No case is held.", "Hours a week", "What work it is");
	int32_t *places = arena_array(a, (size_t)p->holdings_count, sizeof *places);
	int64_t sum = 0;

	list_holdings(ctx->sight, s, &ctx->picture->loads, p, places);
	for (int32_t i = 0; i < p->holdings_count; i++) {
		int32_t place = places[i];
		const struct holding_row *h = &s->holdings[place];
		const struct case_row *c = &s->cases[h->case_index];
		bool work = sees_case(ctx->sight, FIELD_CASE_WORK, h->case_index);
		int32_t minutes = ctx->picture->loads.holding_minutes[place];

		sum += minutes > 0 ? minutes : 0;
		figures_add(a, f, case_words(ctx, h->case_index), minutes >= 0 ? hours_words(a, minutes) : "not weighed", !work ? ""
			: words_join(a, type_name(s, c), ", ", holding_words(a, h->role, h->share), ", since ", words_day(a, h->when.from),
				needs_said(s, c) > 0 ? ", by its holder’s word " : "", needs_said(s, c) > 0 ? hours_words(a, needs_said(s, c)) : "", NULL));
	}
	if (p->holdings_count > 0)
		put_sum(ctx, post, sum, f);
}

/* ---- the cases, for a talk about them ---- */

struct household {
	const char *refs, *work, *last_work; /* what is the same for siblings stands once */
	int64_t minutes;
	int32_t cases, first;     /* first: the case that the others came to */
	bool unweighed;
};

/* Only siblings of which the viewer sees both are said to be siblings. */
static bool is_sibling(const struct page_context *ctx, const struct household *h, int32_t case_index)
{
	const struct snapshot *s = ctx->picture->snap;

	return h->cases > 0 && s->cases[h->first].household == s->cases[case_index].household
		&& sees_case(ctx->sight, FIELD_CASE_REFERENCE, h->first) && sees_case(ctx->sight, FIELD_CASE_REFERENCE, case_index);
}

static const char *work_words(const struct page_context *ctx, const struct holding_row *h)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;

	if (!sees_case(ctx->sight, FIELD_CASE_WORK, h->case_index))
		return "";
	return words_join(a, type_name(s, &s->cases[h->case_index]), h->role == HOLDING_LEAD && h->share == 1000 ? "" : ", ",
		h->role == HOLDING_LEAD && h->share == 1000 ? "" : holding_words(a, h->role, h->share), NULL);
}

static void put_household(struct arena *a, const struct household *h, struct figures_view *f)
{
	if (h->cases > 0)
		figures_add(a, f, h->refs, h->unweighed ? "not weighed" : hours_words(a, h->minutes), h->work);
}

static void put_households(const struct page_context *ctx, int32_t post, struct sheet_view *v)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct post_row *p = &s->posts[post];
	struct figures_view *f = add_section(ctx, v, of_post(ctx, post, "Cases held, by household"), "No case is held.", "A week", "Work, and since when");
	int32_t *places = arena_array(a, (size_t)p->holdings_count, sizeof *places);
	struct household one = {.cases = 0};

	v->sections[v->sections_count - 1].narrow = true;
	list_holdings(ctx->sight, s, &ctx->picture->loads, p, places);
	for (int32_t i = 0; i < p->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[places[i]];
		int32_t minutes = ctx->picture->loads.holding_minutes[places[i]];
		const char *ref = case_words(ctx, h->case_index), *work = work_words(ctx, h);

		if (!is_sibling(ctx, &one, h->case_index)) {
			put_household(a, &one, f);
			one = (struct household){.first = h->case_index, .refs = "", .work = "", .last_work = ""};
		}
		if (!str_equal(work, one.last_work))
			one.work = words_join(a, one.work, one.work[0] != '\0' ? "; " : "", work, ", ", words_day(a, h->when.from), NULL);
		one.last_work = work;
		one.refs = words_join(a, one.refs, one.cases++ > 0 ? ", " : "", ref, NULL);
		one.minutes += minutes > 0 ? minutes : 0;
		one.unweighed |= minutes < 0;
	}
	put_household(a, &one, f);
}

/* ---- what was said ---- */

static int put_ratings(const struct page_context *ctx, int32_t post, struct sheet_view *v, struct err *err)
{
	struct arena *a = ctx->arena;
	struct figures_view *f = add_section(ctx, v, of_post(ctx, post, "Ratings of the whole load"), "None yet.", "Rating", "Talk about it");
	struct rating_row *rows;
	size_t count;
	int rc = word_ratings(ctx->app->pictures, a, ctx->picture, ctx->picture->snap->posts[post].post_id, RATINGS_SHOWN, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		figures_add(a, f, words_day(a, rows[i].when.from), words_join(a, words_int(a, rows[i].value), " of 5", NULL),
			rows[i].talked_on == DAY_MIN ? no_talk_words(rows[i].value) : words_join(a, "talked about on ", words_day(a, rows[i].talked_on), NULL));
	return rc;
}

/* The last word on it: an answer, else how it stands. */
static const char *answer_words(const struct page_context *ctx, const struct matter_row *row)
{
	const struct matter_step_row *last = row->steps_count > 0 ? &row->steps[row->steps_count - 1] : NULL;

	if (last == NULL || row->matter.state == MATTER_OPEN)
		return last != NULL && last->step == MATTER_ESCALATE ? words_join(ctx->arena, went_up_words(last), "; it went up", NULL)
			: "not answered yet";
	if (row->matter.state == MATTER_TAKEN_BACK)
		return "taken back, or over";
	return words_join(ctx->arena, matter_outcome_words(row->matter.outcome), " by ", who_words(ctx, last->login),
		last->note[0] != '\0' ? ": " : "", last->note, NULL);
}

static int put_asked(const struct page_context *ctx, int32_t post, struct sheet_view *v, struct err *err)
{
	struct arena *a = ctx->arena;
	struct figures_view *f = add_section(ctx, v, of_post(ctx, post, "Asked, objected, answered"), "Nothing was asked.", "When", "Why, and the answer");
	struct matter_row *rows;
	size_t count;
	int rc = matters_of_posts(ctx->app->pictures, a, ctx->picture, ctx->viewer, &post, 1, MATTERS_ALL, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		const struct matter_seen seen = {.row = rows[i], .post = -1, .case_index = -1, .team = -1};

		figures_add(a, f, matter_title(ctx, &seen), rows[i].steps_count > 0 ? words_moment(a, rows[i].steps[0].instant) : "",
			words_join(a, rows[i].steps_count > 0 && rows[i].steps[0].note[0] != '\0' ? rows[i].steps[0].note : "",
				rows[i].steps_count > 0 && rows[i].steps[0].note[0] != '\0' ? "; " : "", answer_words(ctx, &rows[i]), NULL));
	}
	return rc;
}

static int put_offers(const struct page_context *ctx, int32_t post, struct sheet_view *v, struct err *err)
{
	struct arena *a = ctx->arena;
	struct figures_view *f = add_section(ctx, v, of_post(ctx, post, "Offered, and how it was answered"), "Nothing was offered.", "When", "How it stands");
	bool own = sight_is_person(ctx->sight, ctx->person), told = own || sight_is_managers_side(ctx->sight, post, -1);
	struct offer_made *rows;
	size_t count;
	int rc = offers_of_post(ctx->app->pictures, a, ctx->picture, ctx->picture->snap->posts[post].post_id, MATTERS_ALL, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		int32_t place = snapshot_find_case(ctx->picture->snap, rows[i].ref);

		figures_add(a, f, words_join(a, case_words_for_party(ctx, place, rows[i].ref, own), place < 0 ? ", closed" : "", NULL),
			words_moment(a, rows[i].instant), words_join(a, rows[i].state, told && rows[i].objected[0] != '\0' ? ". Said: " : "",
			told ? rows[i].objected : "", NULL));
	}
	return rc;
}

/* ---- what a talk has to come to ---- */

/* Those that were kept are settled. */
static int put_conditions(const struct page_context *ctx, int32_t post, struct sheet_view *v, struct err *err)
{
	struct arena *a = ctx->arena;
	struct figures_view *f = add_section(ctx, v, of_post(ctx, post, "Conditions that fall due"), "None is open.", "By", "Of which case");
	struct condition_seen *rows;
	size_t count;
	int rc = conditions_of_post(ctx->app->pictures, a, ctx->picture, ctx->sight, post, &rows, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		if (!rows[i].row.is_kept)
			figures_add(a, f, condition_words(a, &rows[i].row.agreed), words_day(a, rows[i].row.agreed.due), words_join(a,
				case_words(ctx, rows[i].case_index), ", ", condition_state_words(&rows[i]), NULL));
	return rc;
}

static int put_last_rating(const struct page_context *ctx, int32_t post, struct figures_view *f, struct err *err)
{
	struct arena *a = ctx->arena;
	struct rating_row *rows;
	size_t count;
	int rc = word_ratings(ctx->app->pictures, a, ctx->picture, ctx->picture->snap->posts[post].post_id, 1, &rows, &count, err);

	if (rc == 0 && count > 0)
		figures_add(a, f, words_join(a, "Last rating of the load: ", words_int(a, rows[0].value), " of 5", NULL), words_day(a, rows[0].when.from),
			rows[0].talked_on == DAY_MIN ? no_talk_words(rows[0].value) : words_join(a, "talked about on ", words_day(a, rows[0].talked_on), NULL));
	return rc;
}

static int put_open_matters(const struct page_context *ctx, int32_t post, struct figures_view *f, struct err *err)
{
	struct arena *a = ctx->arena;
	struct matter_row *rows;
	size_t count;
	int rc = matters_of_posts(ctx->app->pictures, a, ctx->picture, ctx->viewer, &post, 1, MATTERS_ALL, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		const struct matter_seen seen = {.row = rows[i], .post = -1, .case_index = -1, .team = -1};

		if (rows[i].matter.state == MATTER_OPEN)
			figures_add(a, f, matter_title(ctx, &seen), rows[i].steps_count > 0 ? words_day(a, clock_day_of(rows[i].steps[0].instant)) : "",
				answer_words(ctx, &rows[i]));
	}
	return rc;
}

static int put_open_offers(const struct page_context *ctx, int32_t post, struct figures_view *f, struct err *err)
{
	struct arena *a = ctx->arena;
	struct offer_made *rows;
	size_t count;
	int rc = offers_of_post(ctx->app->pictures, a, ctx->picture, ctx->picture->snap->posts[post].post_id, MATTERS_ALL, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		int32_t place = snapshot_find_case(ctx->picture->snap, rows[i].ref);

		if (rows[i].open && place >= 0)
			figures_add(a, f, words_join(a, "Offered: ", case_words_for_party(ctx, place, rows[i].ref, sight_is_person(ctx->sight, ctx->person)),
				NULL), words_day(a, clock_day_of(rows[i].instant)), rows[i].state);
	}
	return rc;
}

static int put_waiting(const struct page_context *ctx, int32_t post, struct sheet_view *v, struct err *err)
{
	struct figures_view *f = add_section(ctx, v, of_post(ctx, post, "Rating, and what waits"), "Nothing waits.", "Since", "How it stands");
	int rc = sees_post(ctx->sight, FIELD_WORKER_WORD, post) ? put_last_rating(ctx, post, f, err) : 0;

	if (rc == 0)
		rc = put_open_matters(ctx, post, f, err);
	return rc == 0 ? put_open_offers(ctx, post, f, err) : rc;
}

/* ---- the pages ---- */

/* What a worker keeps: all that was said. */
static int put_statement(const struct page_context *ctx, int32_t post, struct sheet_view *v, struct err *err)
{
	int rc = 0;

	put_load(ctx, post, v);
	put_cases(ctx, post, v);
	if (sees_post(ctx->sight, FIELD_WORKER_WORD, post))
		rc = put_ratings(ctx, post, v, err);
	if (rc == 0)
		rc = put_asked(ctx, post, v, err);
	return rc == 0 ? put_offers(ctx, post, v, err) : rc;
}

/* What two people talk about: what is open. It fits one sheet of paper with thirty cases. */
static int put_supervision(const struct page_context *ctx, int32_t post, struct sheet_view *v, struct err *err)
{
	int rc;

	put_load(ctx, post, v);
	rc = put_waiting(ctx, post, v, err);
	if (rc == 0)
		rc = put_conditions(ctx, post, v, err);
	if (rc == 0)
		put_households(ctx, post, v);
	return rc;
}

static int show(struct page_context *ctx, struct response *res, const char *what, bool is_statement, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct person_row *person = &s->persons[ctx->person];
	struct sheet_view view = {.signs = !is_statement};
	int rc = 0;

	for (int32_t i = 0; i < person->posts_count && rc == 0; i++)
		rc = is_statement ? put_statement(ctx, s->person_posts[person->first_post + i], &view, err)
			: put_supervision(ctx, s->person_posts[person->first_post + i], &view, err);
	if (rc < 0)
		return rc;
	res->cache = "no-store";
	view.heading = words_join(ctx->arena, what, ": ", person_label(person), NULL);
	view.sentence = words_join(ctx->arena, words_weekday(ctx->arena, ctx->day), ". ", s->employer.name,
		", as the records stand at entry ", words_int(ctx->arena, s->employer.position), " of the ledger.", NULL);
	view.back_href = today_link(ctx, "workers", route_value(ctx->match, "worker"), "");
	view.back = person_label(person);
	page_begin(ctx, &view.page, view.heading, "");
	page_add_crumb(ctx, &view.page, s->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, view.back, view.back_href);
	render_sheet(&res->body, &view);
	return 0;
}

int page_statement(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	int rc = page_open(ctx, err);

	(void)req;
	return rc < 0 ? rc : show(ctx, res, "Statement", true, err);
}

int page_supervision(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	int rc = page_open(ctx, err);

	(void)req;
	return rc < 0 ? rc : show(ctx, res, "Supervision", false, err);
}
