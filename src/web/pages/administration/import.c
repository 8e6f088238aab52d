/* /employers/{employer}/imports/{import}: one job: how far it is, and what came of it. */
#include "api/resource.h"
#include "routes.h"
#include "service/import/import_report.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/administration/imports.h"
#include "web/session.h"
#include "web/words.h"

#define NOT_KEPT "The report of this import is not kept any longer; what it did stands in the ledger."

enum { ISSUES_A_PAGE = 50, FIGURES = FACT_KINDS + 5 };

#define REFRESH_SECONDS "2"

enum { ACCEPT, REPEAT_FIELDS };
static const struct form_field REPEAT_FORM[REPEAT_FIELDS] = {
	[ACCEPT] = {"accept_good", "", form_check_box, .most = 3, .optional = true}};

/* ---- words ---- */

static const char *megabytes(struct arena *a, int64_t bytes)
{
	enum { KB = 1000, MB = 1000 * KB };

	if (bytes < 10 * KB)
		return words_join(a, words_int(a, bytes), " bytes", NULL);
	if (bytes < 10 * MB)
		return words_join(a, words_int(a, bytes / KB), " kB", NULL);
	return words_join(a, words_int(a, bytes / MB), " MB", NULL);
}

static const char *waiting_sentence(struct arena *a, const struct import_job *job)
{
	return job->ahead == 0 ? "It is next." : words_join(a, words_count(a, job->ahead, "other stands", "others stand"), " before it.", NULL);
}

static const char *done_sentence(struct arena *a, const struct import_job *job)
{
	if (job->row.kind == JOB_TRY)
		return "The files were read, and nothing was changed.";
	if (job->row.kind == JOB_UNDO)
		return words_join(a, "Entry ", words_int(a, job->row.entry), " of the ledger is undone by entry ", words_int(a, job->row.position), ".",
			NULL);
	if (job->row.position == 0)
		return "The files say nothing that is not known already: nothing was changed.";
	return words_join(a, "What the files say is taken in, by entry ", words_int(a, job->row.position), " of the ledger.", NULL);
}

static const char *failed_sentence(struct arena *a, const struct import_job *job)
{
	const char *why = job->details != NULL ? job->details->sentence : "";

	return words_join(a, why, why[0] == '\0' ? "Why is not kept any longer." : why[strlen(why) - 1] == '.' ? "" : ".",
		" Nothing was changed.", NULL);
}

static const char *sentence_of(struct arena *a, const struct import_job *job)
{
	switch (job->row.state) {
	case JOB_WAITING:
		return waiting_sentence(a, job);
	case JOB_READING:
		return job->stopping ? "It is being cancelled." : "Its files are being read.";
	case JOB_DECIDING:
		return "It is being decided what changes. Others cannot change anything for that moment.";
	case JOB_DONE:
		return done_sentence(a, job);
	case JOB_REFUSED:
		return "There are errors, and nothing was changed.";
	case JOB_FAILED:
		return failed_sentence(a, job);
	case JOB_CANCELLED:
		return "It was cancelled, and nothing was changed.";
	case JOB_INTERRUPTED:
		return job->row.kind == JOB_UNDO ? "The server was stopped before this was done. Nothing was changed."
			: "The server was stopped before this was done. Nothing was changed: send the files again.";
	}
	return "";
}

static const char *asked_words(struct arena *a, const struct import_job *job)
{
	const char *files = job->row.kind == JOB_UNDO ? "" : words_join(a, ": ", words_count(a, job->row.files, "file", "files"), ", ",
		megabytes(a, job->row.bytes), NULL);

	return words_join(a, "Asked for by ", job->row.login, " on ", words_moment(a, job->row.begun), files, ".", NULL);
}

/* ---- the report ---- */

static void add_figure(struct arena *a, struct import_view *view, const char *what, const struct import_count *c)
{
	struct import_figure_view *figures = (struct import_figure_view *)(uintptr_t)view->figures;

	if (c->added == 0 && c->replaced == 0 && c->withdrawn == 0)
		return;
	figures[view->figures_count++] = (struct import_figure_view){what, words_int(a, c->added), words_int(a, c->replaced),
		words_int(a, c->withdrawn)};
}

static void put_figures(struct arena *a, struct import_view *view, const struct import_report *r)
{
	view->figures = arena_array(a, FIGURES, sizeof *view->figures);
	add_figure(a, view, "teams", &r->teams);
	add_figure(a, view, "people", &r->persons);
	add_figure(a, view, "posts", &r->posts);
	add_figure(a, view, "reductions", &r->reductions);
	add_figure(a, view, "lines", &r->lines);
	add_figure(a, view, "skills", &r->skills);
	add_figure(a, view, "patterns of working hours", &r->weeks);
	for (int kind = 0; kind < FACT_KINDS; kind++)
		add_figure(a, view, import_kind_words((enum fact_kind)kind), &r->facts[kind]);
	if (r->hidden_rows > 0)
		view->hidden = words_join(a, words_count(a, r->hidden_rows, "more row is", "more rows are"), " of restricted cases that you may not "
			"open: what they change is not told. Who may open such a case sees that you sent them.", NULL);
}

/* What is lost if the rest is taken in, and what comes to somebody without their answer. */
static void put_holdings(struct arena *a, struct import_view *view, const struct import_report *r)
{
	if (r->holdings_left_out > 0)
		view->left_out = words_join(a, words_count(a, r->holdings_left_out, "holding is", "holdings are"), " left out, because it "
			"could not be told whose it is or because it cannot be one: the errors and warnings below say which. Those cases wait "
			"in the pile unless somebody else holds them.", NULL);
	if (r->holdings_without_talk > 0 || r->holdings_on_paper > 0)
		view->gains = words_join(a, words_count(a, r->holdings_without_talk, "new holding", "new holdings"), " without a discussion, ",
			words_int(a, r->holdings_on_paper), " past a line, and so on paper until somebody answers.", NULL);
}

static void put_files_read(struct arena *a, struct import_view *view, const struct import_report *r)
{
	struct import_file_view *files = arena_array(a, r->files.files_count, sizeof *files);

	for (size_t i = 0; i < r->files.files_count; i++) {
		const struct import_file *f = &r->files.files[i];

		files[i] = (struct import_file_view){f->name, format_words(f->format), megabytes(a, (int64_t)f->bytes), words_int(a, f->records),
			words_int(a, f->issues)};
	}
	view->files = files;
	view->files_count = r->files.files_count;
}

/* Files of which no more is known than that they are there. */
static void put_files_sent(struct arena *a, struct import_view *view, const struct import_job *job)
{
	struct import_file_view *files = arena_array(a, job->files_count, sizeof *files);

	for (size_t i = 0; i < job->files_count; i++)
		files[i] = (struct import_file_view){job->files[i].name, "", megabytes(a, job->files[i].bytes), "", ""};
	view->files = files;
	view->files_count = job->files_count;
}

static const char *issues_sentence(struct arena *a, const struct import_report *r, size_t from, size_t until)
{
	const char *counts = words_join(a, words_count(a, r->errors, "error", "errors"), " and ",
		words_count(a, r->warnings, "warning", "warnings"), NULL);

	if (r->issues_count == 0)
		return "No errors and no warnings.";
	if (until - from == r->issues_count && (int64_t)r->issues_count == r->errors + r->warnings)
		return words_join(a, counts, ".", NULL);
	return words_join(a, counts, "; these are ", words_int(a, (int64_t)from + 1), " to ", words_int(a, (int64_t)until), " of the ",
		words_int(a, (int64_t)r->issues_count), (int64_t)r->issues_count < r->errors + r->warnings ? " that are kept." : ".", NULL);
}

static const char *page_href(const struct page_context *ctx, int64_t id, int64_t page)
{
	return arena_printf(ctx->arena, "%s?page=%lld", import_href(ctx, id), (long long)page);
}

/* "?page=", from 1. */
static int read_page(const struct page_context *ctx, size_t issues, int64_t *ret, struct err *err)
{
	const char *wanted = request_query(ctx->request, "page");
	int64_t most = issues == 0 ? 1 : (int64_t)((issues + ISSUES_A_PAGE - 1) / ISSUES_A_PAGE);

	*ret = 1;
	if (wanted == NULL || str_to_int(str_of(wanted), 1, most, ret))
		return 0;
	return err_set(err, PL_INVALID, "The list of errors and warnings has %lld pages: ?page= is a number up to that.", (long long)most);
}

static int put_issues(struct page_context *ctx, struct import_view *view, const struct import_job *job, struct err *err)
{
	const struct import_report *r = &job->details->report;
	struct import_issue_view *rows;
	size_t from, until;
	int64_t page;
	int rc = read_page(ctx, r->issues_count, &page, err);

	if (rc < 0)
		return rc;
	from = (size_t)(page - 1) * ISSUES_A_PAGE;
	until = from + ISSUES_A_PAGE < r->issues_count ? from + ISSUES_A_PAGE : r->issues_count;
	rows = arena_array(ctx->arena, until - from, sizeof *rows);
	for (size_t i = from; i < until; i++)
		rows[i - from] = (struct import_issue_view){r->issues[i].warning ? "Warning" : "Error", r->issues[i].file, r->issues[i].place,
			r->issues[i].field, r->issues[i].code, r->issues[i].expected};
	view->issues = rows;
	view->issues_count = until - from;
	view->issues_sentence = issues_sentence(ctx->arena, r, from, until);
	view->before_href = page > 1 ? page_href(ctx, job->row.id, page - 1) : "";
	view->after_href = until < r->issues_count ? page_href(ctx, job->row.id, page + 1) : "";
	view->csv_href = r->issues_count > 0 ? words_join(ctx->arena, import_href(ctx, job->row.id), ".csv", NULL) : "";
	return 0;
}

static bool has_report(const struct import_job *job)
{
	return job->details != NULL && job->row.kind != JOB_UNDO && (job->row.state == JOB_DONE || job->row.state == JOB_REFUSED);
}

static int put_report(struct page_context *ctx, struct import_view *view, const struct import_job *job, struct err *err)
{
	if (!has_report(job)) {
		put_files_sent(ctx->arena, view, job);
		return 0;
	}
	view->reported = true;
	put_files_read(ctx->arena, view, &job->details->report);
	put_figures(ctx->arena, view, &job->details->report);
	put_holdings(ctx->arena, view, &job->details->report);
	return put_issues(ctx, view, job, err);
}

/* ---- the page ---- */

static void put_progress(struct page_context *ctx, struct import_view *view, const struct import_job *job)
{
	const char *still = request_query(ctx->request, "still");
	const char *here = import_href(ctx, job->row.id);

	view->total = arena_printf(ctx->arena, "%lld", (long long)(job->row.bytes > 0 ? job->row.bytes : 1));
	view->done = arena_printf(ctx->arena, "%lld", (long long)job->bytes_done);
	view->done_words = words_join(ctx->arena, megabytes(ctx->arena, job->bytes_done), " of ", megabytes(ctx->arena, job->row.bytes), NULL);
	if (still == NULL) {
		view->page.refresh = REFRESH_SECONDS;
		view->still_href = words_join(ctx->arena, here, "?still=yes", NULL);
	} else
		view->moving_href = here;
}

static const char *kept_words(const struct page_context *ctx, const struct import_job *job)
{
	const char *until = words_moment(ctx->arena, job->kept_until);

	if (job->details == NULL)
		return NOT_KEPT;
	return job->can_repeat ? words_join(ctx->arena, "The files and this report are kept until ", until,
			" at the latest, and then forgotten.", NULL)
		: words_join(ctx->arena, "This report is kept until ", until, " at the latest, and then forgotten.", NULL);
}

/* What can be done now. */
static void put_actions(struct page_context *ctx, struct response *res, struct import_view *view, const struct import_job *job)
{
	const char *here = import_href(ctx, job->row.id);

	view->can_cancel = job->row.state == JOB_WAITING || (job->row.state == JOB_READING && !job->stopping);
	view->can_repeat = job->can_repeat;
	view->accepts = job->row.errors > 0;
	if (view->can_cancel)
		view->cancel = session_form(ctx, res, IMPORT_ROUTE "/cancel", words_join(ctx->arena, here, "/cancel", NULL));
	if (view->can_repeat)
		view->repeat = session_form(ctx, res, IMPORT_ROUTE "/take-in", words_join(ctx->arena, here, "/take-in", NULL));
	if (job->row.position != 0 && job->row.kind == JOB_IMPORT) {
		view->entry_href = import_entry_href(ctx, job->row.position);
		view->entry = words_int(ctx->arena, job->row.position);
	}
}

static int show(struct page_context *ctx, struct response *res, const struct import_job *job, struct err *err)
{
	const char *name = import_name(ctx, &job->row);
	struct import_view view = {.sentence = sentence_of(ctx->arena, job), .asked = asked_words(ctx->arena, job),
		.running = job->row.state < JOB_DONE, .total = "", .done = "", .done_words = "", .still_href = "", .moving_href = "",
		.kept = "", .hidden = "", .left_out = "", .gains = "", .entry_href = "", .entry = "", .issues_sentence = "",
		.before_href = "", .after_href = "", .csv_href = "",
		.list_href = imports_href(ctx)};
	int rc = put_report(ctx, &view, job, err);

	if (rc < 0)
		return rc;
	res->cache = "no-store";
	view.heading = words_join(ctx->arena, name, ": ", import_state_words(&job->row), NULL);
	imports_begin(ctx, &view.page, view.before_href[0] == '\0' ? view.heading
		: words_join(ctx->arena, view.heading, ", page ", request_query(ctx->request, "page"), NULL));
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	page_add_crumb(ctx, &view.page, "Imports", imports_href(ctx));
	if (view.running)
		put_progress(ctx, &view, job);
	else if (job->row.kind != JOB_UNDO)
		view.kept = kept_words(ctx, job);
	put_actions(ctx, res, &view, job);
	render_import(&res->body, &view);
	return 0;
}

/* The job in the address, to be dropped. */
static int find_job(struct page_context *ctx, struct import_job *ret, struct err *err)
{
	int64_t id;
	int rc = imports_open(ctx, err);

	if (rc < 0)
		return rc;
	if (!str_to_int(str_of(route_value(ctx->match, "import")), 1, INT64_MAX, &id))
		return err_set(err, PL_NOT_FOUND, "There is no import with this number here.");
	return import_job_find(ctx->app->imports, ctx->arena, ctx->picture->snap->employer.id, id, ret, err);
}

/* A list without a row says that nothing is wrong, so where there is no report there is no list. */
static int put_issues_as_data(struct response *res, enum resource_format format, const struct import_job *job, struct err *err)
{
	if (!has_report(job))
		return err_set(err, PL_NOT_FOUND, "%s", job->row.state < JOB_DONE ? "This is not done yet: what is wrong with the files is not known."
			: job->row.kind != JOB_UNDO && job->details == NULL ? NOT_KEPT : "There is no list of errors and warnings of this.");
	res->cache = "no-store";
	resource_import_issues(&res->body, format, job->details->report.issues, job->details->report.issues_count);
	return 0;
}

int page_import(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	enum resource_format format;
	struct import_job job;
	int rc = find_job(ctx, &job, err);

	(void)req;
	if (rc < 0)
		return rc;
	rc = page_is_data(ctx, res, &format) ? put_issues_as_data(res, format, &job, err) : show(ctx, res, &job, err);
	import_job_drop(&job);
	return rc;
}

/* ---- what is done with one ---- */

int post_import_cancel(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct import_job job;
	struct form form;
	int64_t id;
	int rc = find_job(ctx, &job, err);

	if (rc < 0)
		return rc;
	id = job.row.id;
	import_job_drop(&job);
	rc = form_read(req, REPEAT_FORM, 0, &form, err);
	if (rc == 0)
		rc = import_job_cancel(ctx->app->imports, ctx->picture->snap->employer.id, id, err);
	if (rc == 0)
		response_see_other(res, import_href(ctx, id));
	return rc;
}

int post_import_take_in(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct import_order order;
	struct import_job job;
	struct form form;
	int64_t id;
	int rc = find_job(ctx, &job, err);

	if (rc < 0)
		return rc;
	id = job.row.id;
	import_job_drop(&job);
	rc = form_read(req, REPEAT_FORM, REPEAT_FIELDS, &form, err);
	if (rc < 0)
		return rc;
	order = import_order_of(ctx, JOB_IMPORT);
	order.again = id;
	order.accept_good = form.values[ACCEPT].is_set;
	rc = import_job_order(ctx->app->imports, &order, &id, err);
	if (rc == 0)
		response_see_other(res, import_href(ctx, id));
	return rc;
}
