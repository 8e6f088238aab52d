#include "web/pages/allocation/offers.h"

#include "base/clock.h"
#include "core/list_words.h"
#include "routes.h"
#include "base/str.h"
#include "service/allocation/undo_own.h"
#include "service/ledger/audit_words.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/words.h"

#define PROPOSAL "proposal-"
#define UNDO_ROUTE "/employers/{employer}/undo"

enum { NUMBER_MOST = 100000000, BAR_ROOM = 100, NOTICE_SECONDS = 600 };

int offers_open(struct page_context *ctx, struct err *err)
{
	int rc = page_open(ctx, err);

	if (rc == 0 && ctx->day_chosen && ctx->day != ctx->app->today())
		return err_set(err, PL_INVALID, "What is offered and answered is a matter of today: leave the day out of the address.");
	return rc;
}

const struct form_choice *brief_choices(struct arena *a, enum brief_list list)
{
	size_t count;
	const struct brief_word *words = brief_words(list, &count);
	struct form_choice *choices = arena_array(a, count + 1, sizeof *choices);

	for (size_t i = 0; i < count; i++)
		choices[i] = (struct form_choice){words[i].code, words[i].words};
	return choices;
}

void form_prefill(struct form *f, int field, const char *text)
{
	f->values[field] = (struct form_value){text, text[0] != '\0'};
}

/* ---- words ---- */

const char *minute_words(struct arena *a, int64_t minute)
{
	int32_t day, of_day;

	if (minute == LOCAL_NEVER)
		return "";
	day = local_day(minute);
	of_day = (int32_t)(minute - local_midnight(day));
	return arena_printf(a, "%s, %02d:%02d", words_weekday(a, day), of_day / 60, of_day % 60);
}

const char *due_words(struct arena *a, const struct proposal_seen *p)
{
	if (p->due == LOCAL_NEVER)
		return "";
	return words_join(a, p->late ? "late: was due by " : "by ", minute_words(a, p->due), NULL);
}

const char *turn_words(enum party party)
{
	return party == PARTY_WORKER ? "the worker" : party == PARTY_MANAGER ? "the manager’s side" : "nobody";
}

const char *terms_words(struct arena *a, const struct proposal_terms *terms)
{
	return holding_words(a, terms->role, terms->share);
}

const char *first_action_words(struct arena *a, const struct proposal_terms *terms)
{
	if (terms->first_action[0] == '\0')
		return "not said yet";
	return words_join(a, brief_say(BRIEF_FIRST_ACTION, terms->first_action), terms->first_action_by == DAY_MAX ? "" : ", by ",
		terms->first_action_by == DAY_MAX ? "" : words_weekday(a, terms->first_action_by), NULL);
}

const char *load_words(struct arena *a, const struct post_load *load)
{
	if (load->used_permille < 0)
		return words_join(a, words_hours(a, load->load_minutes), " h", NULL);
	return words_join(a, words_hours(a, load->load_minutes), " h, ", words_percent(a, load->used_permille), " of ",
		words_hours(a, load->capacity_minutes), " h", NULL);
}

const char *condition_words(struct arena *a, const struct agreed_condition *condition)
{
	return words_join(a, brief_say(BRIEF_CONDITION, condition->kind), condition->note[0] != '\0' ? ": " : "", condition->note, NULL);
}

const char *condition_state_words(const struct condition_seen *condition)
{
	if (condition->row.is_answered)
		return condition->row.is_kept ? "kept" : "not kept";
	return condition->is_due ? "due, and nobody has said so yet" : "not due yet";
}

const char *post_name(const struct page_context *ctx, int32_t post)
{
	const struct snapshot *s = ctx->picture->snap;

	if (post < 0)
		return "Somebody no longer in post";
	return sees_name_of_post(ctx->sight, post) ? person_label(&s->persons[s->posts[post].person]) : "A worker";
}

const char *proposal_case_words(const struct page_context *ctx, const struct proposal_seen *p)
{
	bool is_party = p->is_worker || (p->is_manager && p->case_index < 0);

	return case_words_for_party(ctx, p->case_index, p->row.ref, is_party);
}

/* ---- addresses ---- */

int32_t number_in(const char *text)
{
	int32_t n = 0;

	if (text == NULL || text[0] < '1' || text[0] > '9')
		return 0;
	for (; *text >= '0' && *text <= '9' && n < NUMBER_MOST; text++)
		n = n * 10 + (*text - '0');
	return *text == '\0' ? n : 0;
}

static const char *below_employer(const struct page_context *ctx, const char *section)
{
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->viewer->employer), "/", section, NULL);
}

const char *proposals_href(const struct page_context *ctx)
{
	return below_employer(ctx, "proposals");
}

const char *proposal_href(const struct page_context *ctx, int32_t proposal_id)
{
	return arena_printf(ctx->arena, "%s/%d", proposals_href(ctx), proposal_id);
}

const char *brief_href(const struct page_context *ctx, const char *ref, int32_t post_id)
{
	const char *propose = words_join(ctx->arena, below_employer(ctx, "cases/"), page_segment(ctx->arena, ref), "/propose", NULL);

	return post_id == 0 ? propose : arena_printf(ctx->arena, "%s/%d", propose, post_id);
}

/* ---- a post before and after ---- */

static const char *used_words(struct arena *a, const struct line_row *line, const struct line_state *state)
{
	bool count = line->kind == LINE_COUNT;

	if (!state->measured)
		return "cannot be measured: no capacity";
	return words_join(a, count ? words_int(a, state->used) : words_hours(a, state->used), " of ",
		count ? words_count(a, state->limit, "case", "cases") : words_join(a, words_hours(a, state->limit), " h", NULL),
		state->used_permille < 0 ? "" : ", ", line_percent_words(a, state), NULL);
}

/* "Contract, agreed by the council and the union, 1 April 2026", as far as it may be told. */
static const char *standing_words(const struct page_context *ctx, const struct line_row *line)
{
	const char *agreed = !sees_parties(ctx->sight, line) ? "" : line->agreed_by[0] == '\0' ? "; the records do not say who agreed it"
		: words_join(ctx->arena, ", agreed by ", agreed_words(ctx->arena, line), NULL);

	return words_join(ctx->arena, line_status_words(line->status), agreed, NULL);
}

struct line_after_view line_after(const struct page_context *ctx, const struct line_state *state)
{
	const struct line_row *line = &ctx->picture->snap->lines[state->line];

	return (struct line_after_view){
		.words = words_join(ctx->arena, line_scope_words(line->scope), ": ", line_words(ctx->arena, line), NULL),
		.used = used_words(ctx->arena, line, state),
		.state = !state->measured ? "Cannot be said" : state->passed ? "Passed" : "Kept",
		.agreed = standing_words(ctx, line),
		.passed = state->measured && state->passed,
		.binds = line_binds(ctx->picture->snap, state),
		.bound = binds_nobody_words(ctx->picture->snap),
	};
}

static const char *range_words(struct arena *a, const struct post_load *load)
{
	if (load->high_minutes <= load->low_minutes)
		return "";
	return words_join(a, "in most weeks between ", words_hours(a, load->low_minutes), " and ", words_hours(a, load->high_minutes), " h",
		NULL);
}

struct before_after_view before_after(const struct page_context *ctx, int32_t post, const struct what_if *told)
{
	struct arena *a = ctx->arena;
	struct line_after_view *lines = NULL;
	size_t room = 0;
	struct line_walk at = {0};
	struct line_state state;
	int32_t most = told->after.used_permille > told->before.used_permille ? told->after.used_permille : told->before.used_permille;
	int32_t scale = chart_scale(most + BAR_ROOM);
	struct before_after_view view = {.offered = "", .now = load_words(a, &told->before), .then = load_words(a, &told->after),
		.range = range_words(a, &told->after),
		.cases = words_join(a, words_int(a, told->before.cases), " now, ", words_int(a, told->after.cases), " then", NULL),
		.axis = chart_axis(a, scale)};

	view.bar = chart_load_bar(a, &ctx->picture->loads.posts[post], view.axis, scale);
	chart_load_bar_add(&view.bar, &ctx->picture->loads.posts[post],
		(int64_t)told->after.load_minutes - ctx->picture->loads.posts[post].load_minutes);
	while (line_next(ctx->picture->snap, post, &told->after, &at, &state))
		*ARENA_PUSH(a, &lines, &view.lines_count, &room) = line_after(ctx, &state);
	view.lines = lines;
	return view;
}

/* ---- the line ---- */

static const struct line_row *find_line_row(const struct snapshot *s, int32_t line_id)
{
	int32_t line = snapshot_find_line_id(s, line_id);

	return line >= 0 ? &s->lines[line] : NULL;
}

static const char *who_agreed_words(const struct page_context *ctx, const struct line_row *line)
{
	if (line == NULL)
		return "Time that somebody newly qualified has for learning is protected by the standard of the profession.";
	return words_join(ctx->arena, "The line: ", line_words(ctx->arena, line), " (", line_target(ctx, line), "). ",
		standing_words(ctx, line), ".", NULL);
}

/* How far leave has to go, as the line counts: cases, or whole per cent of capacity; 0 where there is no capacity. */
static int32_t leave_needed(const struct line_row *line, const struct post_load *after)
{
	if (line != NULL && line->kind == LINE_COUNT)
		return after->cases;
	if (after->capacity_minutes <= 0)
		return 0;
	return (int32_t)(((int64_t)after->load_minutes * 100 + after->capacity_minutes - 1) / after->capacity_minutes);
}

const char *exception_value_words(const struct page_context *ctx, int32_t line_id, int32_t value)
{
	const struct line_row *line = find_line_row(ctx->picture->snap, line_id);

	return line != NULL && line->kind == LINE_COUNT ? words_count(ctx->arena, value, "case", "cases")
		: words_join(ctx->arena, words_percent(ctx->arena, value), " of capacity", NULL);
}

const char *exception_href(const struct page_context *ctx, int32_t post, int32_t case_index, int32_t line_id, const struct post_load *after)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct line_row *line = find_line_row(s, line_id);
	const char *path = words_join(ctx->arena, below_employer(ctx, "workers/"),
		page_segment(ctx->arena, s->persons[s->posts[post].person].code), "/exception", NULL);
	bool opens = case_index >= 0 && sees_case(ctx->sight, FIELD_CASE_PAGE, case_index);

	return admits_to_path(ctx, path) ? arena_printf(ctx->arena, "%s?post=%d&line=%d&value=%d%s%s", path, s->posts[post].post_id,
		line != NULL ? line->line_id : 0, leave_needed(line, after), opens ? "&case=" : "",
		opens ? page_segment(ctx->arena, s->cases[case_index].ref) : "") : "";
}

void show_at_the_line(const struct page_context *ctx, struct response *res, int32_t post, int32_t case_index,
	enum negotiation_refusal refusal, int32_t line_id, const struct what_if *told, const struct kept_form *kept, const char *back_href, const char *back)
{
	const struct snapshot *s = ctx->picture->snap;
	const struct line_row *line = find_line_row(s, line_id);
	const char *name = post_name(ctx, post);
	struct at_the_line_view view = {.back_href = back_href, .back = back, .others_href = "", .share_href = "", .exception_href = ""};

	bool by_offers = refusal == REFUSED_OFFERS_PASS_LINE;

	view.heading = by_offers ? "Too much is offered at once" : line != NULL ? "This would pass the line" : "This would go into protected time";
	view.sentence = words_join(ctx->arena, "Nothing has been changed. With this case ", by_offers ? "and all that is offered already " : "", name, " would carry ",
		load_words(ctx->arena, &told->after), "; now it is ", load_words(ctx->arena, &told->before),
		by_offers ? ". Wait for an answer, withdraw one of the offers, or ask somebody else." : line != NULL ? ". Past the line it goes on only with an exception: a named senior’s, with a reason and an end."
			     : ". It goes on only with an exception: a named senior’s, with a reason and an end.", NULL);
	view.who_agreed = by_offers && line == NULL ? "" : who_agreed_words(ctx, line);
	view.told = before_after(ctx, post, told);
	view.exception_href = by_offers ? "" : exception_href(ctx, post, case_index, line_id, &told->after);
	if (kept != NULL) {
		view.keeps = true;
		view.form = kept->form;
		view.kept = kept->fields;
		view.kept_count = kept->count;
	}
	if (case_index >= 0 && case_href(ctx, case_index)[0] != '\0') {
		view.others_href = brief_href(ctx, s->cases[case_index].ref, 0);
		view.share_href = words_join(ctx->arena, view.others_href, "?role=co-worker&share=500", NULL);
	}
	res->cache = "no-store";
	page_begin(ctx, &view.page, words_join(ctx->arena, view.heading, ": ", name, NULL), "proposals");
	page_add_crumb(ctx, &view.page, s->employer.name, page_link(ctx, "", ""));
	render_at_the_line(&res->body, &view);
}

/* ---- a minute to take it back ---- */

/* "you offered it, case C3": what would be taken back. */
static const char *step_words(const struct page_context *ctx, const struct ledger_row *last)
{
	static const struct {
		const char *action, *words;
	} STEPS[] = {{"matter-ask", "you asked for an answer"}, {"matter-answer", "you answered"}, {"matter-take-back", "you took back what you asked"},
		{"case-close", "you closed it"}, {"case-reopen", "you opened it again"}, {"rating", "you rated the load"},
		{"rating-talk", "you recorded a talk about a rating"}, {"rating-no-talk", "you said there was no such talk"},
		{"surge", "you told of a surge"}, {"extra-time", "you told of extra time"},
		{"weight-view", "you said what it needs"}, {"review", "you looked at it while it waits"}};
	const struct snapshot *s = ctx->picture->snap;
	int32_t place = snapshot_find_case_id(s, audit_case(last->payload));
	const char *words = "you took it", *ref = "";
	enum negotiation_step step;

	if (place >= 0 && sees_case(ctx->sight, FIELD_CASE_PAGE, place))
		ref = words_join(ctx->arena, ": case ", s->cases[place].ref, NULL);
	if (strncmp(last->action, PROPOSAL, sizeof PROPOSAL - 1) == 0 && negotiation_step_parse(last->action + sizeof PROPOSAL - 1, &step))
		words = words_join(ctx->arena, "you ", negotiation_step_words(step), NULL);
	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		if (str_equal(STEPS[i].action, last->action))
			words = STEPS[i].words;
	return words_join(ctx->arena, words, ref, NULL);
}

int undo_notice(struct page_context *ctx, struct response *res, const char *back, struct undo_view *ret, struct err *err)
{
	struct ledger_row last;
	int rc = undo_own_shown(ctx->app->pictures, ctx->arena, ctx->picture->snap->employer.id, ctx->viewer->login, clock_now(), &last, err);

	*ret = (struct undo_view){.shown = false};
	if (rc < 0 || last.sequence == 0)
		return rc;
	*ret = (struct undo_view){.shown = true, .form = session_form(ctx, res, UNDO_ROUTE, below_employer(ctx, "undo")),
		.entry = arena_printf(ctx->arena, "%lld", (long long)last.sequence), .back = back,
		.what = step_words(ctx, &last), .proposal_id = audit_number(last.payload, "proposal")};
	return 0;
}

int undo_if_done(struct page_context *ctx, struct response *res, const char *back, struct undo_view *ret, struct err *err)
{
	bool done = request_query(ctx->request, "done") != NULL || request_query(ctx->request, "said") != NULL;

	*ret = (struct undo_view){.shown = false};
	return done && ctx->session != NULL && ctx->day == ctx->app->today() ? undo_notice(ctx, res, back, ret, err) : 0;
}

int undo_of_proposal(struct page_context *ctx, struct response *res, int32_t proposal_id, const char *back, struct undo_view *ret,
	struct err *err)
{
	int rc = undo_notice(ctx, res, back, ret, err);

	if (rc == 0 && ret->shown && ret->proposal_id != proposal_id)
		*ret = (struct undo_view){.shown = false};
	return rc;
}

/* ---- what was done ---- */

/* What an address may say was done (?done=, ?said=), the entry that there is then, and the sentence. */
static const struct {
	const char *said, *action, *words;
} NOTICES[] = {
	{"undone", "undo", "Taken back: it is as it was before. Both are in the ledger."},
	{"batch", "proposal-offer", "The offers are made, each by itself."},
	{"rating", "rating", "Your rating is kept."},
	{"talk", "rating-talk", "The talk is recorded."},
	{"no-talk", "rating-no-talk", "Your word is kept: there was no such talk."},
	{"time", "extra-time", "It is kept."},
	{"needs", "weight-view", "It counts from today: the higher of what the holder says and the scheme."},
	{"surge", "surge", "The surge counts from today."},
	{"review", "review", "The look at the case is kept."},
	{"close", "case-close", "It is closed."},
	{"close", "matter-ask", "A second look is asked for, as the page says."},
	{"reopen", "case-reopen", "It is open again, and waits with the accountable manager."},
	{"answer", "matter-answer", "The answer is given, and what follows from it is done."},
	{"ask", "matter-ask", "It is asked. Whoever has to answer sees it now."},
	{"take-back", "matter-take-back", "It is taken back."},
};

const char *done_words(const struct page_context *ctx)
{
	const char *done = request_query(ctx->request, "done");
	struct ledger_row last;
	enum negotiation_step step;

	done = done != NULL ? done : request_query(ctx->request, "said");
	if (done == NULL || undo_own_last(ctx->app->pictures, ctx->arena, ctx->picture->snap->employer.id, ctx->viewer->login, &last,
		NULL) < 0 || last.sequence == 0 || clock_now() - last.instant > NOTICE_SECONDS)
		return "";
	for (size_t i = 0; i < sizeof NOTICES / sizeof *NOTICES; i++)
		if (str_equal(NOTICES[i].said, done) && str_equal(NOTICES[i].action, last.action))
			return NOTICES[i].words;
	if (!negotiation_step_parse(done, &step) || !str_equal(last.action, words_join(ctx->arena, "proposal-", done, NULL)))
		return "";
	return words_join(ctx->arena, "Done: you ", negotiation_step_words(step), ".", NULL);
}
