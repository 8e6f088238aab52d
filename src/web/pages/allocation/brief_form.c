#include "web/pages/allocation/brief_form.h"

#include "base/str.h"
#include "core/list_words.h"
#include "core/remark.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { CODE_MOST = 40, DAY_MOST = 10, SOON_DAYS = 1, LATER_DAYS = 2 };

const struct form_choice BRIEF_ROLES[] = {{"lead", "lead"}, {"co-worker", "co-worker, beside the lead"}, {NULL, NULL}};
const struct form_choice BRIEF_SHARES[] = {{"1000", "all of it"}, {"750", "three quarters"}, {"500", "half"}, {"250", "a quarter"},
	{"100", "a tenth"}, {NULL, NULL}};
static const struct form_choice ACTS[] = {{"offer", ""}, {"draft", ""}, {"draft-ask", ""}, {NULL, NULL}};
static const struct form_choice MODES[] = {{"supervision", "supervision"}, {"meeting", "the allocation meeting"}, {NULL, NULL}};

static const struct form_field FIXED[BRIEF_TASKS] = {
	[BRIEF_PROPOSAL] = {"proposal", "", form_check_text, .most = DAY_MOST, .optional = true},
	[BRIEF_INSTEAD] = {"instead", "", form_check_text, .most = DAY_MOST, .optional = true},
	[BRIEF_ACT] = {"act", "What to do with it", form_check_choice, .most = CODE_MOST, .choices = ACTS},
	[BRIEF_OF_WHY] = {"why", "Why this worker", form_check_choice, .most = CODE_MOST, .optional = true},
	[BRIEF_FIRST] = {"first-action", "First action", form_check_choice, .most = CODE_MOST, .optional = true},
	[BRIEF_BY] = {"first-action-by", "By when", form_check_day, .most = DAY_MOST, .optional = true,
		.hint = "Within four weeks of the day on which it begins."},
	[BRIEF_RISK] = {"risk-with", "Who holds the risk until it is answered", form_check_choice, .most = 64, .optional = true},
	[BRIEF_ROLE] = {"role", "Role", form_check_choice, .most = CODE_MOST, .choices = BRIEF_ROLES},
	[BRIEF_SHARE] = {"share", "Share of its weight", form_check_choice, .most = CODE_MOST, .choices = BRIEF_SHARES},
	[BRIEF_MODE] = {"mode", "Talked about in", form_check_choice, .most = CODE_MOST, .choices = MODES},
	[BRIEF_STARTS] = {"starts", "Begins on, if it is not the day of the answer", form_check_day, .most = DAY_MOST, .optional = true},
	[BRIEF_NOTE] = {"note", "A remark", form_check_text, .most = REMARK_BYTES, .optional = true,
		.hint = FORM_REMARK_HINT}};

/* ---- what the address says ---- */

static bool is_led(const struct snapshot *s, const struct case_row *c, int32_t instead_of)
{
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (h->role == HOLDING_LEAD && h->post != instead_of && !holding_gives_way(s, h))
			return true;
	}
	return false;
}

static int read_role_and_share(const struct page_context *ctx, struct brief_about *about, struct err *err)
{
	const char *role = request_query(ctx->request, "role"), *share = request_query(ctx->request, "share");

	if (role != NULL && role[0] != '\0') {
		if (!str_equal(role, "lead") && !str_equal(role, "co-worker"))
			return err_set(err, PL_INVALID, "A role is lead or co-worker.");
		about->role = str_equal(role, "lead") ? HOLDING_LEAD : HOLDING_CO_WORKER;
	}
	about->share = about->role == HOLDING_LEAD ? 1000 : 500;
	if (share != NULL && share[0] != '\0')
		about->share = form_number(share);
	if (about->share < 1 || about->share > 1000)
		return err_set(err, PL_INVALID, "A share is between 1 and 1000 per mille.");
	return 0;
}

/* That of the case, whose people stand beside one another first; all where it has none that the viewer sees. */
static int32_t likely_team(const struct page_context *ctx)
{
	int32_t team = snapshot_case_team(ctx->picture->snap, &ctx->picture->snap->cases[ctx->place]);

	return team >= 0 && sees_team(ctx->sight, FIELD_TEAM_BOARD, team) ? team : TEAMS_ALL;
}

int brief_about_read(const struct page_context *ctx, struct brief_about *ret, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;
	const char *team = request_query(ctx->request, "team"), *instead = request_query(ctx->request, "instead");

	*ret = (struct brief_about){.instead_of = -1};
	if (ctx->place < 0 || s->cases[ctx->place].state != CASE_OPEN)
		return err_set(err, PL_NOT_FOUND, "This case is not open today, so it can be offered to nobody.");
	if (instead != NULL && instead[0] != '\0')
		ret->instead_of = snapshot_find_post_id(s, form_number(instead));
	ret->team = team == NULL ? likely_team(ctx) : team[0] != '\0' ? snapshot_find_team(s, team) : TEAMS_ALL;
	if (ret->team == -1)
		return err_set(err, PL_NOT_FOUND, "This employer has no team with this code today.");
	ret->role = is_led(s, &s->cases[ctx->place], ret->instead_of) ? HOLDING_CO_WORKER : HOLDING_LEAD;
	return read_role_and_share(ctx, ret, err);
}

struct candidates_wanted brief_about_wanted(const struct page_context *ctx, const struct brief_about *about)
{
	return (struct candidates_wanted){.case_index = ctx->place, .role = about->role, .share = about->share, .instead_of = about->instead_of,
		.team = about->team, .sight = ctx->sight, .post = -1};
}

const char *brief_about_href(const struct page_context *ctx, const struct brief_about *about, int32_t post_id)
{
	const char *href = brief_href(ctx, route_value(ctx->match, "case"), post_id);
	const char *with = arena_printf(ctx->arena, "%s?role=%s&share=%d", href, holding_role_in_file(about->role), about->share);

	if (about->instead_of < 0)
		return with;
	return arena_printf(ctx->arena, "%s&instead=%d", with, ctx->picture->snap->posts[about->instead_of].post_id);
}

const char *brief_case_words(const struct page_context *ctx)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct case_row *c = &s->cases[ctx->place];
	const struct picture *p = ctx->picture;
	struct weight weight;
	const char *hours = weight_of_case(NULL, s, ctx->place, c->holdings_count > 0 ? c->first_holding : -1, &weight, NULL) < 0
		? "not weighed" : words_join(a, words_hours(a, weight.minutes), " hours a week", NULL);
	const char *head = words_join(a, type_name(s, c), ", ", hours, ", open since ", words_day(a, c->opened), ".", NULL);

	for (size_t i = 0; i < p->pile_count; i++)
		if (p->pile[i].case_index == ctx->place)
			return words_join(a, head, " It has waited ", words_count(a, p->pile[i].days, "day", "days"),
				p->pile[i].owner[0] != '\0' ? " with " : "", p->pile[i].owner, ".", NULL);
	return head;
}

/* ---- the fields ---- */

static const struct form_choice *login_choices(struct arena *a, const struct side_login *sides, size_t count)
{
	struct form_choice *choices = arena_array(a, count + 1, sizeof *choices);
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (!sides[i].is_worker)
			choices[n++] = (struct form_choice){sides[i].login, sides[i].name};
	return choices;
}

static const struct form_choice *task_choices(struct arena *a, const struct scheme *scheme)
{
	struct form_choice *choices = arena_array(a, scheme->tasks_count + 1, sizeof *choices);

	for (size_t i = 0; i < scheme->tasks_count; i++)
		choices[i] = (struct form_choice){scheme->tasks[i].code, scheme->tasks[i].name};
	return choices;
}

static void put_task_fields(const struct page_context *ctx, struct form_field *fields)
{
	static const char *const KINDS[] = {"task-1", "task-2", "task-3"}, *const DUES[] = {"task-1-due", "task-2-due", "task-3-due"};
	const struct form_choice *choices = task_choices(ctx->arena, snapshot_case_scheme(ctx->picture->snap,
		&ctx->picture->snap->cases[ctx->place]));

	for (int i = 0; i < BRIEF_TASK_ROWS; i++) {
		fields[BRIEF_TASKS + 2 * i] = (struct form_field){KINDS[i], i == 0 ? "An agreed task" : "Another task", form_check_choice,
			.most = CODE_MOST, .optional = true, .choices = choices};
		fields[BRIEF_TASKS + 2 * i + 1] = (struct form_field){DUES[i], "Due", form_check_day, .most = DAY_MOST, .optional = true};
	}
}

const struct form_field *brief_fields(const struct page_context *ctx, const struct side_login *sides, size_t sides_count)
{
	struct form_field *fields = arena_array(ctx->arena, BRIEF_FIELDS, sizeof *fields);
	size_t count;
	const struct brief_word *support = brief_words(BRIEF_SUPPORT, &count);

	memcpy(fields, FIXED, sizeof FIXED);
	fields[BRIEF_OF_WHY].choices = brief_choices(ctx->arena, BRIEF_WHY);
	fields[BRIEF_FIRST].choices = brief_choices(ctx->arena, BRIEF_FIRST_ACTION);
	fields[BRIEF_RISK].choices = login_choices(ctx->arena, sides, sides_count);
	put_task_fields(ctx, fields);
	for (size_t i = 0; i < count && BRIEF_SUPPORTS + i < BRIEF_FIELDS; i++)
		fields[BRIEF_SUPPORTS + i] = (struct form_field){words_join(ctx->arena, "support-", support[i].code, NULL), support[i].words,
			form_check_box, .most = 3, .optional = true};
	return fields;
}

/* ---- what stands in them ---- */

/* The next day but so many on which people usually work. */
static const char *working_day_after(const struct page_context *ctx, int32_t days)
{
	return words_iso(ctx->arena, date_add_working_days(ctx->day, days));
}

static const char *likely_reason(const struct brief_about *about, const struct candidate *c)
{
	const struct post_load *after = &c->allocation.lines.working_out.after;

	if (about->role == HOLDING_CO_WORKER)
		return "co-work";
	if (c->siblings > 0 || c->held_until != DAY_MIN)
		return "continuity";
	if (about->instead_of >= 0)
		return "hand-over";
	return after->used_permille >= 0 && after->used_permille <= 1000 ? "room" : "";
}

void brief_suggest(const struct page_context *ctx, const struct brief_about *about, const struct candidate *c,
	const struct side_login *sides, size_t sides_count, struct form *form)
{
	bool urgent = case_is_complex(ctx->picture->snap, &ctx->picture->snap->cases[ctx->place]);

	form_prefill(form, BRIEF_OF_WHY, likely_reason(about, c));
	form_prefill(form, BRIEF_FIRST, urgent ? "visit" : "telephone");
	form_prefill(form, BRIEF_BY, working_day_after(ctx, urgent ? SOON_DAYS : LATER_DAYS));
	for (size_t i = 0; i < sides_count; i++)
		if (!sides[i].is_worker && str_equal(sides[i].login, ctx->viewer->login))
			form_prefill(form, BRIEF_RISK, sides[i].login);
	form_prefill(form, BRIEF_ROLE, holding_role_in_file(about->role));
	form_prefill(form, BRIEF_SHARE, arena_printf(ctx->arena, "%d", about->share));
	form_prefill(form, BRIEF_MODE, "supervision");
	if (about->instead_of >= 0)
		form_prefill(form, BRIEF_INSTEAD, arena_printf(ctx->arena, "%d", ctx->picture->snap->posts[about->instead_of].post_id));
}

static bool is_among(const char *codes, const char *code)
{
	size_t n = strlen(code);

	for (const char *at = codes; (at = strstr(at, code)) != NULL; at += n)
		if ((at == codes || at[-1] == ',') && (at[n] == '\0' || at[n] == ','))
			return true;
	return false;
}

static const char *day_or_nothing(struct arena *a, int32_t day)
{
	return day == DAY_MAX || day == DAY_MIN ? "" : words_iso(a, day);
}

void brief_fill(struct arena *a, const struct proposal_story *story, struct form *form)
{
	const struct proposal_terms *t = &story->row.terms;

	form_prefill(form, BRIEF_PROPOSAL, arena_printf(a, "%d", story->row.proposal_id));
	form_prefill(form, BRIEF_OF_WHY, t->why);
	form_prefill(form, BRIEF_FIRST, t->first_action);
	form_prefill(form, BRIEF_BY, day_or_nothing(a, t->first_action_by));
	form_prefill(form, BRIEF_RISK, t->risk_with);
	form_prefill(form, BRIEF_ROLE, holding_role_in_file(t->role));
	form_prefill(form, BRIEF_SHARE, arena_printf(a, "%d", t->share));
	form_prefill(form, BRIEF_MODE, allocation_mode_code(t->mode));
	form_prefill(form, BRIEF_STARTS, day_or_nothing(a, t->starts));
	form_prefill(form, BRIEF_NOTE, t->note);
	for (size_t i = 0; i < story->tasks_count && i < BRIEF_TASK_ROWS; i++) {
		form_prefill(form, BRIEF_TASKS + 2 * (int)i, story->tasks[i].kind);
		form_prefill(form, BRIEF_TASKS + 2 * (int)i + 1, day_or_nothing(a, story->tasks[i].due));
	}
	for (int i = BRIEF_SUPPORTS; i < BRIEF_FIELDS; i++)
		if (is_among(t->support, form->fields[i].name + strlen("support-")))
			form_prefill(form, i, "yes");
}

/* ---- what is made of it ---- */

static int32_t day_or(const struct form_value *value, int32_t without)
{
	return value->is_set ? form_day(value) : without;
}

static const char *chosen_support(struct arena *a, const struct form *form)
{
	const char *codes = "";

	for (int i = BRIEF_SUPPORTS; i < BRIEF_FIELDS; i++)
		if (form->values[i].is_set)
			codes = words_join(a, codes, codes[0] != '\0' ? "," : "", form->fields[i].name + strlen("support-"), NULL);
	return codes;
}

struct proposal_terms brief_terms(const struct page_context *ctx, const struct form *form, struct agreed_task **ret_tasks,
	size_t *ret_tasks_count)
{
	const struct form_value *v = form->values;
	struct agreed_task *tasks = arena_array(ctx->arena, BRIEF_TASK_ROWS, sizeof *tasks);
	size_t count = 0;
	enum allocation_mode mode = MODE_SUPERVISION;

	for (int i = 0; i < BRIEF_TASK_ROWS; i++)
		if (v[BRIEF_TASKS + 2 * i].is_set)
			tasks[count++] = (struct agreed_task){v[BRIEF_TASKS + 2 * i].text, -1, form_day(&v[BRIEF_TASKS + 2 * i + 1])};
	*ret_tasks = tasks;
	*ret_tasks_count = count;
	(void)allocation_mode_parse(v[BRIEF_MODE].text, &mode);
	return (struct proposal_terms){.role = str_equal(v[BRIEF_ROLE].text, "lead") ? HOLDING_LEAD : HOLDING_CO_WORKER,
		.share = form_number(v[BRIEF_SHARE].text), .mode = mode, .why = v[BRIEF_OF_WHY].text, .first_action = v[BRIEF_FIRST].text,
		.first_action_by = day_or(&v[BRIEF_BY], DAY_MAX), .risk_with = v[BRIEF_RISK].text, .support = chosen_support(ctx->arena, form),
		.starts = day_or(&v[BRIEF_STARTS], DAY_MIN), .note = v[BRIEF_NOTE].text};
}

void brief_check_complete(struct arena *a, struct form *form)
{
	static const struct {
		enum brief_field field;
		const char *sentence;
	} NEEDED[] = {{BRIEF_OF_WHY, "Say why it is this worker."}, {BRIEF_FIRST, "Say the first action."},
		{BRIEF_BY, "Say by when the first action is taken."}, {BRIEF_RISK, "Say who holds the risk until it is answered."}};

	for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++)
		if (!form->values[NEEDED[i].field].is_set)
			form_add_issue(form, a, (int)NEEDED[i].field, NEEDED[i].sentence);
	for (int i = 0; i < BRIEF_TASK_ROWS; i++)
		if (form->values[BRIEF_TASKS + 2 * i].is_set && !form->values[BRIEF_TASKS + 2 * i + 1].is_set)
			form_add_issue(form, a, BRIEF_TASKS + 2 * i + 1, "Say by when the task is due.");
}
