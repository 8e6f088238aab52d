/* /employers/CODE/line-changes: a line is proposed: a new one, another number for one in force, or its end. */
#include "core/line_change.h"
#include "core/list_words.h"
#include "routes.h"
#include "service/matters/matters.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { TENTHS = 10 };

static const struct form_choice KINDS[] = {{"cases", "cases, for a full-time post"}, {"percent", "per cent of capacity"}, {NULL, NULL}};
static const struct form_choice STATUSES[] = {{"advisory", "advice: it is shown and stops nobody"}, {"policy", "policy"},
	{"collective-agreement", "collective agreement"}, {"contract", "contract"}, {NULL, NULL}};

enum { L_LINE, L_WHERE, L_KIND, L_VALUE, L_STATUS, L_FROM, L_UNTIL, L_PARTIES, L_NOTE, L_FIELDS };
static const struct form_field L_FORM[L_FIELDS] = {
	[L_LINE] = {"line", "Which line", form_check_choice, .most = 12},
	[L_WHERE] = {"where", "Whom a new line is for", form_check_choice, .most = 80, .optional = true},
	[L_KIND] = {"kind", "What it counts", form_check_choice, .most = 10, .choices = KINDS, .optional = true},
	[L_VALUE] = {"value", "How many", form_check_text, .most = 5, .inputmode = "numeric", .autocomplete = "off", .optional = true,
		.hint = "Cases, or per cent of capacity."},
	[L_STATUS] = {"status", "Its standing", form_check_choice, .most = 30, .choices = STATUSES, .optional = true},
	[L_FROM] = {"from", "From", form_check_day, .most = 10, .hint = "Today or later: no line is changed for the past."},
	[L_UNTIL] = {"until", "Last day, if it is to end by itself", form_check_day, .most = 10, .optional = true},
	[L_PARTIES] = {"parties", "Who agreed it", form_check_text, .most = 200, .optional = true, .autocomplete = "off",
		.hint = "Needed to raise a line within four weeks of a break: those it was agreed with."},
	[L_NOTE] = {"note", "Why", form_check_text, .most = REMARK_BYTES, .hint = FORM_REMARK_HINT, .autocomplete = "off"}};

static const struct line_row *line_of(const struct page_context *ctx, int32_t line_id)
{
	const struct snapshot *s = ctx->picture->snap;
	int32_t line = snapshot_find_line_id(s, line_id);

	return line >= 0 ? &s->lines[line] : NULL;
}

static const char *name_of(const struct page_context *ctx, const struct line_row *l)
{
	return words_join(ctx->arena, line_words(ctx->arena, l), ", ", line_target(ctx, l), NULL);
}

/* A new one, each that is in force (to change it), and each to end it. */
static const struct form_choice *line_choices(const struct page_context *ctx)
{
	const struct snapshot *s = ctx->picture->snap;
	struct form_choice *choices = arena_array(ctx->arena, 2 * s->lines_count + 2, sizeof *choices);
	size_t n = 0;

	choices[n++] = (struct form_choice){"new", "a new line"};
	for (size_t i = 0; i < s->lines_count; i++) {
		if (s->lines[i].scope == LINE_NATIONAL || !sees_parties(ctx->sight, &s->lines[i]))
			continue;
		choices[n++] = (struct form_choice){arena_printf(ctx->arena, "%d", (int)s->lines[i].line_id),
			words_join(ctx->arena, "change: ", name_of(ctx, &s->lines[i]), NULL)};
		choices[n++] = (struct form_choice){arena_printf(ctx->arena, "end-%d", (int)s->lines[i].line_id),
			words_join(ctx->arena, "end: ", name_of(ctx, &s->lines[i]), NULL)};
	}
	choices[n] = (struct form_choice){NULL, NULL};
	return choices;
}

static const struct form_choice *where_choices(const struct page_context *ctx)
{
	const struct snapshot *s = ctx->picture->snap;
	struct form_choice *choices = arena_array(ctx->arena, s->services_count + s->teams_count + 2, sizeof *choices);
	size_t n = 0;

	choices[n++] = (struct form_choice){"employer", s->employer.name};
	for (size_t i = 0; i < s->services_count; i++)
		choices[n++] = (struct form_choice){words_join(ctx->arena, "service:", s->services[i].code, NULL),
			words_join(ctx->arena, "service: ", s->services[i].name, NULL)};
	for (size_t i = 0; i < s->teams_count; i++)
		choices[n++] = (struct form_choice){arena_printf(ctx->arena, "team:%d", (int)s->teams[i].team_id),
			words_join(ctx->arena, "team: ", s->teams[i].name, NULL)};
	choices[n] = (struct form_choice){NULL, NULL};
	return choices;
}

static void ready(struct page_context *ctx, struct form_field *fields)
{
	fields[L_LINE].choices = line_choices(ctx);
	fields[L_WHERE].choices = where_choices(ctx);
}

static int put(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	const struct snapshot *s = ctx->picture->snap;

	(void)form;
	(void)err;
	view->heading = "Propose a line";
	view->sentence = "Somebody else approves it: a head of service, or the director. It takes effect on its day, never before today, and both "
		"names stand in the ledger.";
	view->back_href = today_link(ctx, "lines", "", "");
	view->back = "Lines";
	view->outcome = words_join(ctx->arena, today_link(ctx, "waiting", "", ""), "?done=ask", NULL);
	for (size_t i = 0; i < s->lines_count; i++)
		figures_add(ctx->arena, &view->figures, line_target(ctx, &s->lines[i]), line_words(ctx->arena, &s->lines[i]),
			words_join(ctx->arena, line_status_words(s->lines[i].status), sees_parties(ctx->sight, &s->lines[i]) ? ", agreed by " : "",
			sees_parties(ctx->sight, &s->lines[i]) ? agreed_words(ctx->arena, &s->lines[i]) : "", NULL));
	view->button = "Propose it";
	return 0;
}

/* Whom the line is for: that of the one that changes, or what was chosen. */
static bool read_target(const struct page_context *ctx, const struct line_row *known, const char *where, struct roster_line *ret)
{
	const struct snapshot *s = ctx->picture->snap;

	ret->service = "";
	if (known != NULL) {
		ret->scope = known->scope;
		ret->service = known->scope == LINE_SERVICE && known->target >= 0 ? s->services[known->target].code : "";
		ret->team_id = known->scope == LINE_TEAM ? s->teams[known->target].team_id : 0;
		ret->post_id = known->scope == LINE_POST ? s->posts[known->target].post_id : 0;
		return true;
	}
	ret->scope = where[0] == 's' ? LINE_SERVICE : where[0] == 't' ? LINE_TEAM : LINE_EMPLOYER;
	if (ret->scope == LINE_SERVICE)
		ret->service = strchr(where, ':') + 1;
	else if (ret->scope == LINE_TEAM)
		ret->team_id = form_number(strchr(where, ':') + 1);
	return where[0] != '\0';
}

static int read_line(const struct page_context *ctx, const struct form *form, const struct line_row *known, struct roster_line *ret,
	struct err *err)
{
	const struct form_value *v = form->values;
	bool share = str_equal(v[L_KIND].text, "percent");
	int32_t value = form_number(v[L_VALUE].text);

	if (!read_target(ctx, known, v[L_WHERE].text, ret) || !v[L_KIND].is_set || value <= 0 || !v[L_STATUS].is_set)
		return err_set(err, PL_INVALID, "Say whom the line is for, what it counts, how many, and its standing.");
	ret->kind = share ? LINE_SHARE : LINE_COUNT;
	ret->value = share ? value * TENTHS : value;
	ret->status = str_equal(v[L_STATUS].text, "contract") ? LINE_CONTRACT
		: str_equal(v[L_STATUS].text, "collective-agreement") ? LINE_COLLECTIVE
		: str_equal(v[L_STATUS].text, "policy") ? LINE_POLICY : LINE_ADVISORY;
	ret->agreed_by = v[L_PARTIES].text;
	return 0;
}

static int send(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct form_value *v = form->values;
	bool ends = strncmp(v[L_LINE].text, "end-", 4) == 0;
	int32_t id, line_id = form_number(v[L_LINE].text + (ends ? 4 : 0));
	struct roster_line line = {0};
	struct matter_asking asking = {.by = page_asked_by(ctx, outcome), .kind = MATTER_LINE, .ref = "", .line_id = line_id,
		.line = ends ? NULL : &line, .note = v[L_NOTE].text};
	int rc = ends ? 0 : read_line(ctx, form, line_of(ctx, line_id), &line, err);

	if (rc < 0)
		return rc;
	asking.when = (struct days){form_day(&v[L_FROM]), v[L_UNTIL].is_set ? form_day(&v[L_UNTIL]) + 1 : DAY_MAX};
	line.when = asking.when;
	return matters_ask(s, &asking, &id, err);
}

static const struct asking LINE = {"/employers/{employer}/line-changes", L_FORM, L_FIELDS, ready, NULL, put, send};

int page_ask_line_change(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &LINE, err);
}

int post_ask_line_change(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &LINE, err);
}
