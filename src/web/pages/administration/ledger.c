/* /employers/{employer}/ledger: who did what, and when. */
#include "web/pages/administration/ledger.h"

#include <stdlib.h>

#include "routes.h"
#include "service/ledger/audit.h"
#include "templates.h"
#include "web/admit.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/pages/matters/asking.h"
#include "web/words.h"

enum { ON_A_PAGE = 50, IN_A_FILE = 10000 };

/* The filters are a form, and come back as one. */
enum { KIND, ACTOR, FROM, UNTIL, FILTERS };
static const struct form_field FILTER_FORM[FILTERS] = {
	[KIND] = {"action", "What was done", form_check_choice, .most = 40, .optional = true},
	[ACTOR] = {"actor", "Who (login)", form_check_text, .most = 200, .optional = true, .autocomplete = "off"},
	[FROM] = {"from", "From", form_check_text, .most = 10, .optional = true},
	[UNTIL] = {"until", "Until", form_check_text, .most = 10, .optional = true}};

static int read_wish(const struct page_context *ctx, size_t most, struct audit_wish *ret, struct err *err)
{
	const char *before = page_query(ctx, "before");
	struct audit_wish wish = {.action = page_query(ctx, "action"), .actor = page_query(ctx, "actor"), .before = INT64_MAX, .most = most};
	int rc = page_query_day(ctx, "from", DAY_MIN, &wish.from, err);

	if (rc == 0)
		rc = page_query_day(ctx, "until", DAY_MAX, &wish.until, err);
	if (rc == 0 && before[0] != '\0' && !str_to_int(str_of(before), 1, INT64_MAX, &wish.before))
		rc = err_set(err, PL_INVALID, "The address says before=%.20s: expected the number of an entry.", before);
	if (rc == 0)
		*ret = wish;
	return rc;
}

/* ---- the page ---- */

static const char *row_words(struct arena *a, const struct audit_entry *e)
{
	const char *words;

	if (e->made + e->ended + e->blanked == 0)
		return "\xE2\x80\x93";
	words = words_join(a, words_int(a, e->made), " made, ", words_int(a, e->ended), " ended", NULL);
	return e->blanked > 0 ? words_join(a, words, ", ", words_int(a, e->blanked), " erased", NULL) : words;
}

/* The ledger tells a case by its number; whoever may see which it is, or may restrict it, is led there. */
static struct link_view case_of(const struct page_context *ctx, int32_t case_id)
{
	const struct snapshot *s = ctx->picture->snap;

	for (int32_t i = 0; case_id > 0 && (size_t)i < s->cases_count; i++) {
		if (s->cases[i].case_id != case_id)
			continue;
		if (sees_case(ctx->sight, FIELD_CASE_PAGE, i))
			return (struct link_view){.text = s->cases[i].ref, .href = case_href(ctx, i)};
		if (sees_case(ctx->sight, FIELD_CASE_RESTRICTION, i))
			return (struct link_view){.text = s->cases[i].ref, .href = page_case_access_href(ctx, s->cases[i].ref)};
	}
	return (struct link_view){.text = "", .href = ""};
}

static struct audit_row_view row_of(const struct page_context *ctx, const struct audit_entry *e)
{
	struct arena *a = ctx->arena;

	return (struct audit_row_view){
		.entry = words_int(a, e->sequence), .when = words_moment(a, e->instant), .who = e->actor, .what = e->words,
		.object = e->object, .figures = e->erased ? "What it held has been erased" : e->figures, .rows = row_words(a, e),
		.about = case_of(ctx, e->case_id),
		.undone = e->undone_by > 0 ? words_join(a, "Taken back by entry ", words_int(a, e->undone_by), NULL) : "",
	};
}

/* The address of this page with the filters as they are, from an entry on. */
static const char *address(const struct page_context *ctx, const char *suffix, const char *before)
{
	static const char *const KEYS[] = {"action", "actor", "from", "until"};
	const char *path = words_join(ctx->arena, page_link(ctx, "ledger", ""), suffix, NULL), *join = "?";

	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
		const char *value = page_query(ctx, KEYS[i]);

		if (value[0] == '\0')
			continue;
		path = words_join(ctx->arena, path, join, KEYS[i], "=", page_segment(ctx->arena, value), NULL);
		join = "&";
	}
	return before[0] != '\0' ? words_join(ctx->arena, path, join, "before=", before, NULL) : path;
}

/* What was looked for: " by the login “mona” from 3 March 2026 on"; "" for everything. */
static const char *wish_words(struct arena *a, const struct audit_wish *wish)
{
	const char *words = "";

	if (wish->action[0] != '\0')
		words = words_join(a, words, " of the kind “", audit_action_words(wish->action), "”", NULL);
	if (wish->actor[0] != '\0')
		words = words_join(a, words, " by the login “", wish->actor, "”", NULL);
	if (wish->from != DAY_MIN)
		words = words_join(a, words, " from ", words_day(a, wish->from), " on", NULL);
	if (wish->until != DAY_MAX)
		words = words_join(a, words, " until ", words_day(a, wish->until), NULL);
	return words;
}

/* An empty answer says what was looked for: in one that says only that it is empty nobody finds the slip. */
static const char *nothing_words(const struct page_context *ctx, const struct audit_wish *wish)
{
	struct arena *a = ctx->arena;

	if (wish->from > wish->until)
		return words_join(a, "From, ", words_day(a, wish->from), ", is after Until, ", words_day(a, wish->until),
			": no entry can be both. Change one of them.", NULL);
	return words_join(a, "No entry is there", wish_words(a, wish), ".", NULL);
}

static void put_filters(struct page_context *ctx, const struct audit *audit, struct ledger_view *view)
{
	struct form_field *fields = arena_array(ctx->arena, FILTERS, sizeof *fields);
	struct form_choice *choices = arena_array(ctx->arena, audit->actions_count + 1, sizeof *choices);
	struct form form;

	memcpy(fields, FILTER_FORM, sizeof FILTER_FORM);
	for (size_t i = 0; i < audit->actions_count; i++)
		choices[i] = (struct form_choice){audit->actions[i], audit_action_words(audit->actions[i])};
	fields[KIND].choices = choices;
	form_begin(&form, fields, FILTERS);
	for (int i = 0; i < FILTERS; i++)
		form.values[i].text = page_query(ctx, fields[i].name);
	view->kind = form_select(&form, ctx->arena, KIND);
	view->kind.none = "Everything";
	view->actor = form_input(&form, ACTOR);
	view->from = form_input(&form, FROM);
	view->until = form_input(&form, UNTIL);
	view->from.type = view->until.type = "date";
}

/* No two pages have one title: what is looked for is in it, and where the entries begin. */
static const char *title_of(const struct page_context *ctx, const struct audit_wish *wish)
{
	const char *words = words_join(ctx->arena, "Ledger", wish_words(ctx->arena, wish), NULL);

	return wish->before == INT64_MAX ? words
		: words_join(ctx->arena, words, ", before entry ", words_int(ctx->arena, wish->before), NULL);
}

static void show(struct page_context *ctx, struct response *res, const struct audit_wish *wish, const struct audit *audit)
{
	struct audit_row_view *rows = arena_array(ctx->arena, audit->count, sizeof *rows);
	struct ledger_view view = {.earlier_href = "", .newest_href = "", .shows_who = audit->whole};
	const char *last = audit->count > 0 ? arena_printf(ctx->arena, "%lld", (long long)audit->entries[audit->count - 1].sequence) : "";

	for (size_t i = 0; i < audit->count; i++)
		rows[i] = row_of(ctx, &audit->entries[i]);
	view.rows = rows;
	view.rows_count = audit->count;
	if (audit->more)
		view.earlier_href = address(ctx, "", last);
	if (page_query(ctx, "before")[0] != '\0')
		view.newest_href = address(ctx, "", "");
	view.sentence = words_join(ctx->arena, "Every change of these records is an entry that ", audit->whole ? "says who made it, and seals it"
		: "seals it, and is told to your role without logins", ": this ledger has ",
		words_count(ctx->arena, ctx->picture->snap->employer.position, "entry", "entries"), ".", NULL);
	view.nothing = nothing_words(ctx, wish);
	view.action = page_link(ctx, "ledger", "");
	view.checkpoints_href = page_link(ctx, "checkpoints", "");
	view.pack_href = admits_to_path(ctx, "/employers/x/evidence-pack") ? today_link(ctx, "evidence-pack", "", "") : "";
	view.tools = (struct tools_view){.csv_href = address(ctx, ".csv", ""), .json_href = address(ctx, ".json", ""), .action = "",
		.on = "", .sort = ""};
	put_filters(ctx, audit, &view);
	page_begin(ctx, &view.page, title_of(ctx, wish), "ledger");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	render_ledger(&res->body, &view);
}

int page_ledger(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	enum resource_format format;
	struct audit_wish wish;
	struct audit audit;
	bool data;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	data = page_is_data(ctx, res, &format);
	rc = read_wish(ctx, data ? IN_A_FILE : ON_A_PAGE, &wish, err);
	if (rc == 0 && page_is_unchanged(ctx, res))
		return 0;
	if (rc == 0)
		rc = audit_read(ctx->app->pictures, ctx->arena, ctx->picture, &wish, ctx->viewer, &audit, err);
	if (rc < 0)
		return rc;
	if (data)
		resource_ledger(&res->body, format, ctx->picture, &audit);
	else
		show(ctx, res, &wish, &audit);
	return 0;
}
