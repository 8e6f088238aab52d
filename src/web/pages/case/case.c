/* /employers/CODE/cases/REF: what a case weighs and why, and what became of it. */
#include "web/pages/case/case.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/employer/scheme.h"

#include "core/closing.h"
#include "core/stage.h"
#include "routes.h"
#include "service/pictures/case_history.h"
#include "service/pictures/code_words.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { MOST_WEIGHINGS = 6, WEEK = 7 };

/* What the page is made from. A case that is closed, or not yet open, on the day has a history and no place. */
struct case_material {
	int32_t place; /* in the snapshot; -1 */
	struct case_history history;
	const struct scheme *scheme;
};

/* What stands for a holder who may not be named. */
#define SOMEBODY "somebody of another team"

static const char *holder_label(const struct page_context *ctx, const struct holding_row *h)
{
	const struct snapshot *s = ctx->picture->snap;

	return sees_holder(ctx->sight, h->case_index, h->post) ? person_label(&s->persons[s->posts[h->post].person]) : SOMEBODY;
}

/* ---- the weight ---- */

static void put_lines(struct arena *a, const struct weight *weight, struct weighing_view *view)
{
	struct weight_line_view *rows = arena_array(a, weight->lines_count, sizeof *rows);

	for (size_t i = 0; i < weight->lines_count; i++) {
		const struct weight_line *l = &weight->lines[i];

		rows[i].what = l->what;
		rows[i].multiplier = l->permille != 0
			? words_join(a, "\xC3\x97 ", words_millionths(a, (int64_t)l->permille * 1000), NULL) : "";
		rows[i].minutes = words_int(a, l->minutes);
		rows[i].source = source_words(a, l->source, "The case’s own record");
	}
	view->lines = rows;
	view->lines_count = weight->lines_count;
}

static void put_share(const struct page_context *ctx, int32_t holding, struct weighing_view *view)
{
	struct arena *a = ctx->arena;
	const struct holding_row *h = holding >= 0 ? &ctx->picture->snap->holdings[holding] : NULL;

	view->share = view->held = view->held_hours = "";
	if (h == NULL || h->share == 1000)
		return;
	view->share = words_join(a, "\xC3\x97 ", words_percent(a, h->share), " held", NULL);
	view->held = words_int(a, ctx->picture->loads.holding_minutes[holding]);
	view->held_hours = words_join(a, words_hours(a, ctx->picture->loads.holding_minutes[holding]),
		" hours a week, in the holder’s load", NULL);
}

static void put_weighing(const struct page_context *ctx, int32_t place, int32_t holding, struct weighing_view *view)
{
	struct arena *a = ctx->arena;
	struct weight weight;
	struct err why;

	view->problem = "";
	if (weight_of_case(a, ctx->picture->snap, place, holding, &weight, &why) < 0) {
		view->problem = "The scheme has no number for this kind of work, so the case has no weight. It is not weighed as "
				"nothing: every page that sums loads says how many such cases there are.";
		return;
	}
	put_lines(a, &weight, view);
	put_share(ctx, holding, view);
	view->total = words_int(a, weight.minutes);
	view->hours = words_join(a, words_hours(a, weight.minutes), " hours a week", NULL);
	view->range = weight.high <= weight.low ? ""
		: words_join(a, "Eight in ten cases like this need between ", words_hours(a, weight.low), " and ",
			words_hours(a, weight.high), " hours a week (", value_state_words(snapshot_case_scheme(ctx->picture->snap,
				&ctx->picture->snap->cases[place])->range_source.state), ").", NULL);
}

static const char *weighing_heading(const struct page_context *ctx, const struct holding_row *h)
{
	const struct snapshot *s = ctx->picture->snap;

	if (h->post < 0)
		return words_join(ctx->arena, "Weight, held by ", team_label(s, h->team), " as a team", NULL);
	return words_join(ctx->arena, "Weight, as ", holder_label(ctx, h), " carries it", NULL);
}

static void put_weighings(const struct page_context *ctx, int32_t place, struct case_view *view)
{
	const struct case_row *c = &ctx->picture->snap->cases[place];
	struct weighing_view *rows = arena_array(ctx->arena, MOST_WEIGHINGS, sizeof *rows);

	if (c->holdings_count == 0) {
		rows[view->weighings_count].heading = "Weight, while nobody holds it";
		put_weighing(ctx, place, -1, &rows[view->weighings_count++]);
	}
	for (int32_t i = 0; i < c->holdings_count && view->weighings_count < MOST_WEIGHINGS; i++) {
		int32_t holding = c->first_holding + i;

		rows[view->weighings_count].heading = weighing_heading(ctx, &ctx->picture->snap->holdings[holding]);
		put_weighing(ctx, place, holding, &rows[view->weighings_count++]);
	}
	view->weighings = rows;
}

/* ---- kinds of work over time ---- */

static struct stage_span *spans_of(struct arena *a, const struct case_material *m, size_t *ret_count)
{
	struct stage_span *spans = arena_array(a, m->history.facts.count, sizeof *spans);
	size_t count = 0;

	for (size_t i = 0; i < m->history.facts.count; i++) {
		const struct fact *f = &m->history.facts.facts[i];

		if (f->kind == FACT_STAGE)
			spans[count++] = (struct stage_span){scheme_find_type(m->scheme, f->code, f->stage), f->when};
	}
	*ret_count = count;
	return spans;
}

static struct days life_of(const struct case_facts *facts, int32_t day)
{
	struct days life = {day, day + 1};

	for (size_t i = 0; i < facts->count; i++)
		if (facts->facts[i].kind == FACT_EPISODE && facts->facts[i].when.from < life.from)
			life.from = facts->facts[i].when.from;
	return life;
}

static const char *length_words(struct arena *a, struct days when, int32_t day)
{
	int32_t until = when.until < day ? when.until : day, days = until - when.from;

	return days < 2 * WEEK ? words_count(a, days, "day", "days") : words_count(a, days / WEEK, "week", "weeks");
}

static const char *until_words(struct arena *a, struct days when, int32_t day)
{
	return when.until > day ? "now" : words_day(a, when.until);
}

static void put_stretch(const struct page_context *ctx, const struct case_material *m, const struct stage_stretch *stretch,
	struct days life, struct stretch_view *row)
{
	const struct scheme_type *type = stretch->type >= 0 ? &m->scheme->types[stretch->type] : NULL;

	row->what = type != NULL ? type->name : "Not in the scheme";
	row->from = words_day(ctx->arena, stretch->when.from);
	row->until = until_words(ctx->arena, stretch->when, ctx->day);
	row->length = length_words(ctx->arena, stretch->when, ctx->day);
	row->span = chart_span(stretch->when, life, type != NULL ? type->group : 0);
}

static void put_stretches(const struct page_context *ctx, const struct case_material *m, struct case_view *view)
{
	struct days life = life_of(&m->history.facts, ctx->day);
	struct stretch_view *rows = NULL;
	size_t room = 0, spans_count;
	struct stage_span *spans = spans_of(ctx->arena, m, &spans_count);

	for (size_t i = 0; i < m->history.facts.count; i++) {
		const struct fact *f = &m->history.facts.facts[i];
		struct stage_stretch *stretches;
		size_t count;

		if (f->kind != FACT_EPISODE || f->when.from > ctx->day)
			continue;
		stage_timeline(ctx->arena, m->scheme, spans, spans_count, f->when, &stretches, &count);
		for (size_t j = 0; j < count && stretches[j].when.from <= ctx->day; j++)
			put_stretch(ctx, m, &stretches[j], life, ARENA_PUSH(ctx->arena, &rows, &view->stretches_count, &room));
	}
	view->stretches = rows;
}

/* ---- holders over time ---- */

static int32_t person_of_post(const struct snapshot *s, int32_t post_id)
{
	int32_t post = snapshot_find_post_id(s, post_id);

	return post >= 0 ? s->posts[post].person : -1;
}

static void name_holder(const struct page_context *ctx, const struct case_material *m, const struct fact *f, struct holder_view *row)
{
	const struct snapshot *s = ctx->picture->snap;
	int32_t person = f->post_id != 0 ? person_of_post(s, f->post_id) : -1, team = snapshot_find_team_id(s, f->team_id);
	const struct roster_person *former = person < 0 && f->post_id != 0 ? case_history_former(&m->history, f->post_id) : NULL;

	row->team = team >= 0 ? s->teams[team].name : "";
	row->href = "";
	if (f->post_id != 0 && !sees_case_known(ctx->sight, FIELD_CASE_HOLDERS, &m->history.facts)) {
		row->name = SOMEBODY;
	} else if (person >= 0) {
		row->name = person_label(&s->persons[person]);
		row->href = worker_href(ctx, person);
	} else if (former != NULL) {
		row->name = former->name[0] != '\0' ? former->name : former->code;
	} else {
		row->name = f->post_id == 0 ? "The team, and no person" : "Somebody no longer in the records";
	}
}

/* Newest first: the facts stand by their day. */
static void put_holders(const struct page_context *ctx, const struct case_material *m, struct case_view *view)
{
	struct arena *a = ctx->arena;
	struct holder_view *rows = arena_array(a, m->history.facts.count, sizeof *rows);
	struct sort_key *keys = arena_array(a, m->history.facts.count, sizeof *keys);
	size_t count = 0;

	for (size_t i = 0; i < m->history.facts.count; i++)
		if (m->history.facts.facts[i].kind == FACT_HOLDING && m->history.facts.facts[i].when.from <= ctx->day)
			keys[count++] = (struct sort_key){(int32_t)i, (int64_t)m->history.facts.facts[i].when.from - DAY_MIN + 1, ""};
	sort_places(keys, count, true);
	for (size_t i = 0; i < count; i++) {
		const struct fact *f = &m->history.facts.facts[keys[i].place];

		name_holder(ctx, m, f, &rows[i]);
		rows[i].role = holding_words(a, f->role, f->share);
		rows[i].from = words_day(a, f->when.from);
		rows[i].until = until_words(a, f->when, ctx->day);
		rows[i].reason = f->when.until > ctx->day ? ""
			: end_of_holding_words(a, f->code, sees_reason_of_holding(ctx->sight, f));
	}
	view->holders = rows;
	view->holders_count = count;
}

/* "2 changes of worker in the 12 months to 30 June 2026: 3 workers - 1." */
static const char *continuity_words(const struct page_context *ctx, const struct case_material *m)
{
	struct arena *a = ctx->arena;
	size_t count;
	const struct post_holder *posts = case_history_posts(a, &m->history, ctx->picture->snap, &count);
	struct continuity c = continuity_of_case(&m->history.facts, posts, count, ctx->day);

	if (c.workers == 0)
		return "";
	return words_join(a, words_count(a, c.changes, "change of worker", "changes of worker"), " in the 12 months from ", words_day(a, c.since), " to ",
		words_day(a, ctx->day), ": ", words_count(a, c.workers, "worker has", "different workers have"), " led it, and the first is no change. "
		"Co-workers are not counted, nor a manager who had it in name, nor who held it on paper or for some hours in an emergency.", NULL);
}

/* ---- what else was recorded ---- */

static const char *minutes_or_scheme(struct arena *a, int32_t minutes)
{
	return minutes >= 0 ? words_count(a, minutes, "minute", "minutes") : "as the scheme says";
}

static bool put_record(struct arena *a, const struct case_material *m, const struct fact *f, struct record_view *row)
{
	const struct scheme_factor *factor = f->kind == FACT_FACTOR ? scheme_find_factor(m->scheme, f->code) : NULL;
	const struct scheme_task *task = f->kind == FACT_TASK ? scheme_find_task(m->scheme, f->code) : NULL;

	row->what = factor != NULL ? factor->name : task != NULL ? task->name : code_words(a, f->code);
	switch (f->kind) {
	case FACT_FACTOR:
		row->kind = "factor";
		row->amount = factor == NULL ? "not in the scheme"
			: words_join(a, "\xC3\x97 ", words_millionths(a, (int64_t)factor->permille * 1000), NULL);
		return true;
	case FACT_TASK:
		row->kind = "dated task";
		row->amount = minutes_or_scheme(a, f->minutes);
		return true;
	case FACT_SURGE:
		row->kind = "surge";
		row->amount = words_join(a, minutes_or_scheme(a, f->minutes), " a week", NULL);
		return true;
	case FACT_VIEW:
		row->kind = "the worker's view";
		row->amount = f->minutes == 0 ? "as the scheme says, after a talk"
			: words_join(a, minutes_or_scheme(a, f->minutes), " a week in all", NULL);
		return true;
	default:
		return false;
	}
}

static void put_records(const struct page_context *ctx, const struct case_material *m, struct case_view *view)
{
	struct record_view *rows = arena_array(ctx->arena, m->history.facts.count, sizeof *rows);

	for (size_t i = 0; i < m->history.facts.count; i++) {
		const struct fact *f = &m->history.facts.facts[i];
		struct record_view *row = &rows[view->records_count];

		if (f->when.from > ctx->day || !put_record(ctx->arena, m, f, row))
			continue;
		row->from = words_day(ctx->arena, f->when.from);
		row->until = f->when.until == DAY_MAX ? "no end" : words_day(ctx->arena, f->when.until);
		view->records_count++;
	}
	view->records = rows;
}

/* ---- the head ---- */

static const char *held_words(const struct page_context *ctx, const struct case_row *c)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct holding_row *h = &s->holdings[c->first_holding];

	if (c->holdings_count == 0)
		return "Nobody holds it";
	if (h->post < 0)
		return words_join(a, "Held by ", team_label(s, h->team), " as a team and by no person", NULL);
	return words_join(a, "Held by ", holder_label(ctx, h), " since ", words_day(a, h->when.from), NULL);
}

static const char *waiting_words(const struct page_context *ctx, int32_t place)
{
	const struct picture *p = ctx->picture;

	for (size_t i = 0; i < p->pile_count; i++)
		if (p->pile[i].case_index == place)
			return words_join(ctx->arena, " It counts as unallocated (", pile_reason_words(p->pile[i].reason), ") and has waited ",
				words_count(ctx->arena, p->pile[i].days, "day", "days"), "; ",
				p->pile[i].owner[0] != '\0' ? words_join(ctx->arena, "it is ", p->pile[i].owner, "’s to answer for.", NULL)
							   : "no owner is named in the records.", NULL);
	return "";
}

/* What it weighs, through its first holder. */
static const char *weight_words(const struct page_context *ctx, int32_t place)
{
	const struct case_row *c = &ctx->picture->snap->cases[place];
	struct weight weight;

	if (weight_of_case(NULL, ctx->picture->snap, place, c->holdings_count > 0 ? c->first_holding : -1, &weight, NULL) < 0)
		return "not weighed";
	return words_join(ctx->arena, words_hours(ctx->arena, weight.minutes), " hours a week", NULL);
}

/* Whether it came back after it had been closed (R66). */
static const char *came_back_words(const struct page_context *ctx, const struct case_material *m, const struct case_row *c)
{
	struct arena *a = ctx->arena;
	int32_t closed = DAY_MIN;
	enum re_referral r = re_referral_of(&m->history.facts, c->opened, &closed);

	if (r == REFERRAL_FIRST)
		return "";
	if (r == REFERRAL_LATER)
		return words_join(a, " It was open before, until ", words_day(a, closed), ".", NULL);
	return words_join(a, " It came back within ", words_int(a, re_referral_months(r)), " months of being closed on ", words_day(a, closed),
		".", NULL);
}

static const char *case_sentence(const struct page_context *ctx, const struct case_material *m)
{
	struct arena *a = ctx->arena;
	const struct case_row *c;

	if (m->place < 0)
		return words_join(a, "On ", words_weekday(a, ctx->day), " this case is not open. What follows is its history.", NULL);
	c = &ctx->picture->snap->cases[m->place];
	return words_join(a, words_weekday(a, ctx->day), ". ", type_name(ctx->picture->snap, c), ", ", weight_words(ctx, m->place),
		", open since ", words_day(a, c->opened), c->state == CASE_CLOSING ? ", closed and tapering" : "", ". ", held_words(ctx, c), ".",
		waiting_words(ctx, m->place), came_back_words(ctx, m, c), NULL);
}

/* ---- reading ---- */

/* The scheme that weighs the case; of a closed one, that of the service it was in. */
static const struct scheme *scheme_of_case(const struct snapshot *s, const struct case_material *m)
{
	if (m->place >= 0)
		return snapshot_case_scheme(s, &s->cases[m->place]);
	for (size_t i = 0; i < m->history.facts.count; i++)
		if (m->history.facts.facts[i].kind == FACT_CASE)
			return snapshot_scheme_for(s, m->history.facts.facts[i].service, m->history.facts.facts[i].case_team_id);
	return snapshot_scheme_for(s, "", 0);
}

static void put_page(struct page_context *ctx, const struct case_material *m, struct case_view *view)
{
	const struct snapshot *s = ctx->picture->snap;

	view->heading = words_join(ctx->arena, "Case ", route_value(ctx->match, "case"), NULL);
	view->sentence = case_sentence(ctx, m);
	page_begin(ctx, &view->page, view->heading, "");
	page_add_crumb(ctx, &view->page, s->employer.name, page_link(ctx, "", ""));
	if (m->place >= 0) {
		const struct case_row *c = &s->cases[m->place];

		if (c->team >= 0 && team_href(ctx, c->team)[0] != '\0')
			page_add_crumb(ctx, &view->page, s->teams[c->team].name, team_href(ctx, c->team));
		put_weighings(ctx, m->place, view);
	}
	view->restricted = case_is_restricted(&m->history.facts);
	view->propose_href = m->place >= 0 ? propose_case_href(ctx, m->place) : "";
	view->scheme = view->scheme_href = "";
	if (!scheme_is_none(m->scheme)) {
		view->scheme = words_join(ctx->arena, m->scheme->title, ", version ", words_int(ctx->arena, m->scheme->version), NULL);
		view->scheme_href = scheme_href(ctx->arena, m->scheme);
	}
	put_stretches(ctx, m, view);
	put_records(ctx, m, view);
	put_holders(ctx, m, view);
	view->continuity = continuity_words(ctx, m);
	view->tools = page_tools(ctx, NULL);
	if (m->place < 0)
		view->tools.csv_href = view->tools.json_href = "";
}

/* On what it was agreed to, today. */
static int put_conditions(const struct page_context *ctx, struct case_view *view, struct err *err)
{
	struct arena *a = ctx->arena;
	struct condition_seen *rows;
	struct condition_view *views;
	size_t count;
	int rc;

	if (ctx->now != NULL || ctx->place < 0)
		return 0;
	rc = conditions_of_case(ctx->app->pictures, a, ctx->picture, ctx->sight, ctx->place, &rows, &count, err);
	if (rc < 0)
		return rc;
	views = arena_array(a, count, sizeof *views);
	for (size_t i = 0; i < count; i++)
		views[i] = (struct condition_view){condition_words(a, &rows[i].row.agreed), words_day(a, rows[i].row.agreed.due),
			condition_state_words(&rows[i]), name_of_post(ctx, rows[i].post), words_day(a, rows[i].row.agreed_on),
			proposal_href(ctx, rows[i].row.proposal_id)};
	view->conditions = views;
	view->conditions_count = count;
	return 0;
}

/* Who may open it and who has, for whoever may see that. */
static int put_looks(struct page_context *ctx, struct case_view *view, struct err *err)
{
	const char *ref = route_value(ctx->match, "case");

	view->access_href = "";
	view->shows_looks = sees_case_known(ctx->sight, FIELD_CASE_READS, &ctx->history.facts);
	if (!view->shows_looks)
		return 0;
	view->access_href = page_case_access_href(ctx, ref);
	return looks_read(ctx, LOOK_CASE, ref, &view->looks, err);
}

int page_case(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct case_view view = {0};
	struct case_material material = {0};
	enum resource_format format;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0 || (rc = put_looks(ctx, &view, err)) < 0 || (rc = case_word(ctx, &view.word, err)) < 0)
		return rc;
	if (ctx->match->format == ROUTE_HTML && (rc = undo_if_done(ctx, res, ctx->request->path, &view.undo, err)) < 0)
		return rc;
	if (!view.undo.shown && page_is_unchanged(ctx, res))
		return 0;
	material = (struct case_material){.place = ctx->place, .history = ctx->history};
	if (page_is_data(ctx, res, &format)) {
		if (material.place < 0)
			return err_set(err, PL_NOT_FOUND, "This case is not open on %s.", words_day(ctx->arena, ctx->day));
		resource_case(&res->body, format, ctx->picture, ctx->sight, material.place, &material.history);
		return 0;
	}
	material.scheme = scheme_of_case(ctx->picture->snap, &material);
	put_page(ctx, &material, &view);
	rc = put_conditions(ctx, &view, err);
	if (rc < 0)
		return rc;
	render_case(&res->body, &view);
	return 0;
}
