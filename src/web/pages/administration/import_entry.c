/* /employers/{employer}/imports/entries/{entry}: what an import did, and taking it back. */
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/form_page.h"
#include "web/pages/administration/imports.h"
#include "web/session.h"
#include "web/words.h"

enum { LAST, UNDO_FIELDS };
static const struct form_field UNDO_FORM[UNDO_FIELDS] = {[LAST] = {"last", "Entry", form_check_text, .most = 20}};

struct past {
	struct import_past it;
	struct entry_rows *rows;
	size_t rows_count;
};

/* What a table holds, for people; NULL for what they need not know of. */
static const char *table_words(const char *table)
{
	static const struct {
		const char *table, *words;
	} TABLES[] = {{"team", "Teams"}, {"person", "People"}, {"post", "Posts"}, {"reduction", "Reductions"}, {"line", "Lines"},
		{"cases", "Cases"}, {"episode", "Episodes"}, {"stage", "Stages"}, {"factor", "Factors"}, {"task", "Dated tasks"},
		{"surge", "Surges"}, {"holding", "Holdings"}, {"reader", "Logins named for a case"}, {"scheme_choice", "Choices of a scheme"},
		{"weight_view", "What workers say a case needs"}, {"review", "Looks at the pile"}, {"closing", "Closings"},
		{"skill", "Skills"}, {"post_hours", "Working hours"}, {"exception", "Exceptions"}, {"rating", "Ratings"},
		{"extra_time", "Extra time"}, {"employer_setting", "How the employer works"}, {"declared", "What the employer declares"},
		{"published_check", "Published health checks"}};

	for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
		if (str_equal(TABLES[i].table, table))
			return TABLES[i].words;
	return NULL;
}

static void put_rows(struct page_context *ctx, struct import_entry_view *view, const struct past *past)
{
	struct import_rows_view *rows = arena_array(ctx->arena, past->rows_count, sizeof *rows);
	size_t count = 0;

	for (size_t i = 0; i < past->rows_count; i++) {
		const char *words = table_words(past->rows[i].table);

		if (words != NULL)
			rows[count++] = (struct import_rows_view){words, words_int(ctx->arena, past->rows[i].made),
				words_int(ctx->arena, past->rows[i].ended)};
	}
	view->rows = rows;
	view->rows_count = count;
}

static const char *state_words(struct arena *a, const struct import_past *past)
{
	if (!past->stands)
		return words_join(a, "It was taken back by entry ", words_int(a, past->last), ".", NULL);
	return past->last == past->entry.sequence ? "It stands."
		: words_join(a, "It was taken back, and brought back by entry ", words_int(a, past->last), ": it stands.", NULL);
}

static void show(struct page_context *ctx, struct response *res, const struct past *past, const struct form *form)
{
	const struct import_entry *entry = &past->it.entry;
	struct import_entry_view view = {.issues = form_issues(form, ctx->arena), .stands = past->it.stands, .counted = entry->rows_known,
		.state = state_words(ctx->arena, &past->it), .list_href = imports_href(ctx),
		.last = arena_printf(ctx->arena, "%lld", (long long)past->it.last)};

	view.heading = words_join(ctx->arena, "Import of entry ", words_int(ctx->arena, entry->sequence), NULL);
	view.asked = words_join(ctx->arena, "Taken in by ", entry->actor, " on ", words_moment(ctx->arena, entry->instant), ".", NULL);
	put_rows(ctx, &view, past);
	imports_begin(ctx, &view.page, view.heading);
	form_page_title(ctx, &view.page, form);
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, "Imports", imports_href(ctx));
	view.form = session_form(ctx, res, IMPORT_ENTRY_ROUTE, import_entry_href(ctx, entry->sequence));
	render_import_entry(&res->body, &view);
}

static int find_past(struct page_context *ctx, struct past *ret, struct err *err)
{
	int64_t sequence;
	int rc = imports_open(ctx, err);

	if (rc < 0)
		return rc;
	if (!str_to_int(str_of(route_value(ctx->match, "entry")), 1, INT64_MAX, &sequence))
		return err_set(err, PL_NOT_FOUND, "There is no import with this entry in the ledger here.");
	return import_past_one(ctx->app->imports, ctx->arena, ctx->picture->snap->employer.id, sequence, &ret->it, &ret->rows,
		&ret->rows_count, err);
}

int page_import_entry(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	struct past past;
	int rc = find_past(ctx, &past, err);

	(void)req;
	if (rc < 0)
		return rc;
	form_begin(&form, UNDO_FORM, UNDO_FIELDS);
	show(ctx, res, &past, &form);
	return 0;
}

/* Nobody brings back what somebody else has just taken back, by pressing the button of an older page. */
static bool is_as_shown(const struct form *form, const struct past *past)
{
	int64_t shown;

	return str_to_int(str_of(form->values[LAST].text), 1, INT64_MAX, &shown) && shown == past->it.last;
}

int post_import_entry_undo(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct import_order order;
	struct form form;
	struct past past;
	int64_t id;
	int rc = find_past(ctx, &past, err);

	if (rc == 0)
		rc = form_read(req, UNDO_FORM, UNDO_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	if (!is_as_shown(&form, &past)) {
		form_add_issue(&form, ctx->arena, -1, "Somebody else was faster: this import is no longer as the page showed it. Look again.");
		res->status = 422;
		show(ctx, res, &past, &form);
		return 0;
	}
	order = import_order_of(ctx, JOB_UNDO);
	order.entry = past.it.last;
	rc = import_job_order(ctx->app->imports, &order, &id, err);
	if (rc == 0)
		response_see_other(res, import_href(ctx, id));
	return rc;
}
