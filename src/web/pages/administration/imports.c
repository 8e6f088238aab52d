/* /employers/{employer}/imports: the list, and the form that sends files. */
#include "web/pages/administration/imports.h"

#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/form_page.h"
#include "web/session.h"
#include "web/words.h"

enum { JOBS_LISTED = 20, ENTRIES_LISTED = 200 };

#define FILES_NAME "files"

enum { AT_ONCE, ACCEPT_GOOD, UPLOAD_FIELDS };
static const struct form_field UPLOAD_FORM[UPLOAD_FIELDS] = {
	[AT_ONCE] = {"at_once", "Take them in at once, without trying them first", form_check_box, .most = 3, .optional = true},
	[ACCEPT_GOOD] = {"accept_good", "Take in what is good although there are errors", form_check_box, .most = 3, .optional = true}};

/* ---- shared ---- */

int imports_open(struct page_context *ctx, struct err *err)
{
	int rc = page_open(ctx, err);

	if (rc < 0)
		return rc;
	return ctx->app->imports != NULL ? 0 : err_set(err, PL_FAIL, "nobody does imports here");
}

const char *imports_href(const struct page_context *ctx)
{
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->viewer->employer), "/imports", NULL);
}

static const char *number(const struct page_context *ctx, int64_t n)
{
	return arena_printf(ctx->arena, "%lld", (long long)n);
}

const char *import_href(const struct page_context *ctx, int64_t id)
{
	return words_join(ctx->arena, imports_href(ctx), "/", number(ctx, id), NULL);
}

const char *import_entry_href(const struct page_context *ctx, int64_t sequence)
{
	return words_join(ctx->arena, imports_href(ctx), "/entries/", number(ctx, sequence), NULL);
}

void imports_begin(const struct page_context *ctx, struct page_view *page, const char *what)
{
	page_begin(ctx, page, what, "imports");
	page->title = words_join(ctx->arena, what, " - ", ctx->picture->snap->employer.name, " - Plimsoll", NULL);
}

struct import_order import_order_of(const struct page_context *ctx, enum import_job_kind kind)
{
	const struct employer *e = &ctx->picture->snap->employer;

	return (struct import_order){.employer_id = e->id, .employer = e->code, .demo = e->demo, .login = ctx->viewer->login,
		.account_id = ctx->viewer->account_id, .once = ctx->once, .place = words_join(ctx->arena, imports_href(ctx), "/", NULL),
		.kind = kind};
}

const char *import_name(const struct page_context *ctx, const struct import_job_row *row)
{
	switch (row->kind) {
	case JOB_TRY:
		return words_join(ctx->arena, "Dry run ", number(ctx, row->id), NULL);
	case JOB_IMPORT:
		return words_join(ctx->arena, "Import ", number(ctx, row->id), NULL);
	case JOB_UNDO:
		return words_join(ctx->arena, "Undo ", number(ctx, row->id), " (of entry ", number(ctx, row->entry), ")", NULL);
	}
	return "";
}

const char *import_state_words(const struct import_job_row *row)
{
	switch (row->state) {
	case JOB_WAITING:
		return "Waiting";
	case JOB_READING:
		return "Reading";
	case JOB_DECIDING:
		return "Deciding what changes";
	case JOB_DONE:
		return row->kind == JOB_TRY ? "Tried" : row->kind == JOB_UNDO ? "Done" : row->position != 0 ? "Taken in" : "Nothing new";
	case JOB_REFUSED:
		return "Refused for its errors";
	case JOB_FAILED:
		return "Failed";
	case JOB_CANCELLED:
		return "Cancelled";
	case JOB_INTERRUPTED:
		return "Interrupted";
	}
	return "";
}

/* ---- the list ---- */

static const char *job_figures(struct arena *a, const struct import_job_row *row)
{
	if (row->kind == JOB_UNDO)
		return "";
	if (row->state != JOB_DONE && row->state != JOB_REFUSED)
		return words_count(a, row->files, "file", "files");
	return words_join(a, words_count(a, row->files, "file", "files"), ", ", words_count(a, row->errors, "error", "errors"), ", ",
		words_count(a, row->warnings, "warning", "warnings"), NULL);
}

static int put_jobs(struct page_context *ctx, struct imports_view *view, struct err *err)
{
	struct import_job_line *lines;
	struct import_job_row *rows;
	size_t count;
	int rc = import_jobs_list(ctx->app->imports, ctx->arena, ctx->picture->snap->employer.id, JOBS_LISTED, &rows, &count, err);

	if (rc < 0)
		return rc;
	lines = arena_array(ctx->arena, count, sizeof *lines);
	for (size_t i = 0; i < count; i++)
		lines[i] = (struct import_job_line){import_name(ctx, &rows[i]), import_href(ctx, rows[i].id),
			words_moment(ctx->arena, rows[i].begun), rows[i].login, import_state_words(&rows[i]), job_figures(ctx->arena, &rows[i])};
	view->jobs = lines;
	view->jobs_count = count;
	return 0;
}

static const char *entry_figures(struct arena *a, const struct import_entry *e)
{
	if (!e->rows_known)
		return "not counted then";
	return words_join(a, words_count(a, e->rows_made, "record", "records"), " made, ", words_int(a, e->rows_ended), " ended", NULL);
}

static int put_entries(struct page_context *ctx, struct imports_view *view, struct err *err)
{
	struct import_entry_line *lines;
	struct import_past *past;
	size_t count;
	int rc = imports_past(ctx->app->imports, ctx->arena, ctx->picture->snap->employer.id, ENTRIES_LISTED, &past, &count, err);

	if (rc < 0)
		return rc;
	lines = arena_array(ctx->arena, count, sizeof *lines);
	for (size_t i = 0; i < count; i++)
		lines[i] = (struct import_entry_line){
			.name = words_join(ctx->arena, "Entry ", number(ctx, past[i].entry.sequence), NULL),
			.href = import_entry_href(ctx, past[i].entry.sequence), .when = words_moment(ctx->arena, past[i].entry.instant),
			.who = past[i].entry.actor, .figures = entry_figures(ctx->arena, &past[i].entry),
			.state = past[i].stands ? "Stands" : words_join(ctx->arena, "Taken back by entry ", number(ctx, past[i].last), NULL),
			.action = past[i].stands ? "Take back" : "Bring back"};
	view->entries = lines;
	view->entries_count = count;
	return 0;
}

static int show(struct page_context *ctx, struct response *res, const struct form *form, const char *file_error, struct err *err)
{
	struct imports_view view = {.at_once = form_box(form, AT_ONCE), .accept_good = form_box(form, ACCEPT_GOOD),
		.takes_in = !ctx->picture->snap->employer.demo,
		.files = {.name = FILES_NAME, .label = "Files", .error = file_error, .described = true}};
	int rc = put_jobs(ctx, &view, err);

	if (rc == 0)
		rc = put_entries(ctx, &view, err);
	if (rc < 0)
		return rc;
	view.files.hint = arena_printf(ctx->arena, "Up to %d files, %d MB together. What each is, is recognised by what stands in it.",
		HTTP_FORM_FILES, HTTP_UPLOAD_MB);
	view.issues = form_issues(form, ctx->arena);
	view.form = session_form(ctx, res, IMPORTS_ROUTE, imports_href(ctx));
	imports_begin(ctx, &view.page, "Imports");
	form_page_title(ctx, &view.page, form);
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	render_imports(&res->body, &view);
	return 0;
}

int page_imports(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct form form;
	int rc = imports_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	form_begin(&form, UPLOAD_FORM, UPLOAD_FIELDS);
	return show(ctx, res, &form, "", err);
}

/* ---- files that are sent ---- */

/* A browser sends a file without name and bytes where none was chosen. */
static bool is_chosen(const struct request_file *file)
{
	return file->size > 0 || file->name[0] != '\0';
}

static const char *name_of(struct page_context *ctx, const struct request_file *file, size_t place)
{
	return file->name[0] != '\0' ? file->name : arena_printf(ctx->arena, "file %zu", place + 1);
}

static int choose_files(struct page_context *ctx, struct input *inputs, size_t *ret_count, struct err *err)
{
	const struct request *req = ctx->request;
	size_t count = 0;

	for (size_t i = 0; i < req->files_count; i++) {
		if (!str_equal(req->files[i].field, FILES_NAME))
			return err_set(err, PL_INVALID, "The form has a field that was not asked for.");
		if (is_chosen(&req->files[i]))
			inputs[count++] = (struct input){req->files[i].fd, name_of(ctx, &req->files[i], i)};
	}
	*ret_count = count;
	return 0;
}

/* From here on the files are the jobs'. */
static void let_go(const struct request *req, const struct input *inputs, size_t count)
{
	for (size_t i = 0; i < req->files_count; i++)
		for (size_t k = 0; k < count; k++)
			if (req->files[i].fd == inputs[k].fd)
				(void)request_take_file(&req->files[i]);
}

static int order_files(struct page_context *ctx, const struct form *form, const struct input *inputs, size_t count, int64_t *ret_id,
	struct err *err)
{
	bool at_once = form->values[AT_ONCE].is_set && !ctx->picture->snap->employer.demo;
	struct import_order order = import_order_of(ctx, at_once ? JOB_IMPORT : JOB_TRY);
	int rc;

	order.accept_good = form->values[ACCEPT_GOOD].is_set;
	order.files = inputs;
	order.files_count = count;
	rc = import_job_order(ctx->app->imports, &order, ret_id, err);
	if (rc == 0)
		let_go(ctx->request, inputs, count);
	return rc;
}

int post_import(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct input inputs[HTTP_FORM_FILES];
	struct form form;
	size_t count = 0;
	int64_t id;
	int rc = imports_open(ctx, err);

	if (rc == 0)
		rc = form_read(req, UPLOAD_FORM, UPLOAD_FIELDS, &form, err);
	if (rc == 0)
		rc = choose_files(ctx, inputs, &count, err);
	if (rc < 0)
		return rc;
	rc = order_files(ctx, &form, inputs, count, &id, err);
	if (rc == 0)
		response_see_other(res, import_href(ctx, id));
	if (rc != PL_INVALID)
		return rc;
	form.issues[form.issues_count++] = (struct form_issue){FILES_NAME, arena_strdup(ctx->arena, err->text)};
	res->status = 422;
	return show(ctx, res, &form, arena_strdup(ctx->arena, err->text), err);
}
