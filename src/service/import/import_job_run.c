/* One job, from its files to what became of it. */
#include "base/clock.h"
#include "base/str.h"
#include "service/import/import_job_inside.h"
#include "service/import/import_undo.h"
#include "store/looks.h"

/* When what was kept out by another's writing is tried again. */
enum { AGAIN_SECONDS = 10 };

/* What who asked may open, worked out when a restricted case comes. */
struct asker_view {
	struct arena *arena;          /* NULL: none has come */
	struct viewer viewer;
	const struct picture *picture;
	const struct sight *sight;    /* NULL: nothing */
	bool noted;                   /* that they asked */
};

/* A job on its way, for the calls of an import. */
struct running {
	struct import_jobs *jobs;
	struct job *job;
	bool aside;      /* the server's own writer refuses meanwhile */
	struct asker_view view;
};

static void enter(const struct running *r, enum import_job_state state)
{
	struct err ignored;

	(void)job_rows_write(r->jobs, &ignored);
	if (r->jobs->options.entered != NULL)
		r->jobs->options.entered(r->jobs->options.context, state);
}

static void step_aside(struct running *r)
{
	writer_step_aside(r->jobs->options.writer);
	r->aside = true;
}

static void step_back(struct running *r)
{
	if (r->aside)
		writer_step_back(r->jobs->options.writer);
	r->aside = false;
}

/* ---- the calls of an import ---- */

static void take_progress(void *context, const char *path, uint64_t bytes_done, uint64_t bytes_total)
{
	const struct running *r = context;

	(void)path;
	(void)bytes_total;
	pthread_mutex_lock(&r->jobs->lock);
	r->job->bytes_done = (int64_t)bytes_done;
	pthread_mutex_unlock(&r->jobs->lock);
}

static bool asked_to_stop(void *context)
{
	const struct running *r = context;

	return atomic_load(&r->job->stop);
}

/* From here on it is too late to cancel. */
static int begin_deciding(void *context, struct err *err)
{
	struct running *r = context;
	bool stopped;
	int rc = r->jobs->shared && !atomic_load(&r->job->stop) ? job_shared_decide(r->jobs, r->job, err) : 0;

	if (rc < 0)
		return rc;
	pthread_mutex_lock(&r->jobs->lock);
	stopped = atomic_load(&r->job->stop);
	if (!stopped) {
		r->job->row.state = JOB_DECIDING;
		r->job->bytes_done = r->job->row.bytes;
	}
	pthread_mutex_unlock(&r->jobs->lock);
	if (stopped)
		return err_set(err, PL_FAIL, "the import was stopped");
	enter(r, JOB_DECIDING);
	return 0;
}

static void take_writing(void *context, bool begins)
{
	struct running *r = context;

	if (begins)
		step_aside(r);
	else
		step_back(r);
}

static int still_may(void *context, struct store *s, struct err *err)
{
	const struct running *r = context;

	return job_asker_may(s, r->job, err);
}

/* ---- restricted cases ---- */

static int open_view(struct running *r, struct asker_view *view, struct err *err)
{
	struct pictures *pictures = r->jobs->options.pictures;
	int rc = job_asker(pictures_lock_store(pictures), view->arena, r->job, &view->viewer, err);

	pictures_unlock_store(pictures);
	if (rc == 0)
		rc = pictures_get(pictures, r->job->employer, clock_day_of(jobs_now(r->jobs)), &view->picture, err);
	if (rc == 0)
		view->sight = sight_of(view->arena, &view->viewer, view->picture->snap, view->picture->snap);
	return rc;
}

/* Nobody opens what cannot be worked out. */
static bool may_open(void *context, const struct case_facts *known)
{
	struct running *r = context;
	struct err ignored;

	if (r->view.arena == NULL) {
		r->view.arena = arena_new();
		(void)open_view(r, &r->view, &ignored);
	}
	return r->view.sight != NULL && sees_case_known(r->view.sight, FIELD_CASE_PAGE, known);
}

static void close_view(struct asker_view *view)
{
	if (view->picture != NULL)
		picture_drop(view->picture);
	if (view->arena != NULL)
		arena_free(view->arena);
}

struct looks_asked {
	struct look look;
	const char *const *refs;
	size_t count;
};

static int write_looks(struct store *s, void *context, struct err *err)
{
	const struct looks_asked *asked = context;
	int rc = 0;

	for (size_t i = 0; i < asked->count && rc == 0; i++) {
		struct look look = asked->look;

		look.object = asked->refs[i];
		rc = store_look_add(s, &look, err);
	}
	return rc;
}

/* Who sends what they guess of a restricted case has asked for it. */
static int note_hidden(void *context, const char *const *refs, size_t count, struct err *err)
{
	struct running *r = context;
	const struct job *job = r->job;
	struct looks_asked asked = {{.employer_id = job->row.employer_id, .kind = LOOK_CASE, .login = job->row.login, .instant = jobs_now(r->jobs),
		.roles = viewer_roles_text(r->view.arena, &r->view.viewer), .refused = true}, refs, count};
	int rc = r->view.noted ? 0 : writer_write(r->jobs->options.writer, write_looks, &asked, err);

	r->view.noted = rc == 0;
	return rc;
}

/* ---- what is kept of a report ---- */

static void keep_files(struct arena *a, const struct import_files *from, struct import_files *to)
{
	*to = (struct import_files){.files = arena_array(a, from->files_count, sizeof *to->files), .files_count = from->files_count};
	for (size_t i = 0; i < from->files_count; i++) {
		to->files[i] = from->files[i];
		to->files[i].path = to->files[i].name = arena_strdup(a, from->files[i].path);
		to->files[i].fd = -1;
	}
}

/* Errors first. */
static void keep_issues(struct arena *a, struct import_report *report)
{
	struct import_issue *issues = arena_array(a, report->issues_count, sizeof *issues), *next = issues;

	for (int warnings = 0; warnings <= 1; warnings++)
		for (size_t i = 0; i < report->issues_count; i++) {
			const struct import_issue *from = &report->issues[i];

			if (from->warning == (warnings == 1))
				*next++ = (struct import_issue){arena_strdup(a, from->file), arena_strdup(a, from->place),
					arena_strdup(a, from->field), arena_strdup(a, from->code), arena_strdup(a, from->expected), from->warning};
		}
	report->issues = issues;
}

static void keep_report(struct job_details *details, const struct import_report *from)
{
	details->d.report = *from;
	details->d.report.hidden_refs = NULL;
	details->d.report.hidden_count = 0;
	keep_files(details->arena, &from->files, &details->d.report.files);
	keep_issues(details->arena, &details->d.report);
}

/* ---- doing it ---- */

static int run_import(struct running *r, struct job_details *details, struct err *err)
{
	const struct job *job = r->job;
	const struct import_jobs_options *o = &r->jobs->options;
	struct arena *a = arena_new();
	const struct form_sent form = {job->row.account_id, job->row.once,
		arena_printf(a, "%s%lld", job->place, (long long)job->row.id)};
	const struct import_request request = {.database = o->database, .answer_ms = o->answer_ms, .employer = job->employer,
		.demo = job->demo && job->row.kind == JOB_TRY, .inputs = job->inputs, .inputs_count = job->files_count,
		.parsers = o->parsers, .dry_run = job->row.kind == JOB_TRY, .accept_good = job->row.accept_good, .actor = job->row.login,
		.instant = jobs_now(r->jobs), .form = &form, .progress = take_progress, .stop = asked_to_stop,
		.all_read = begin_deciding, .writing = take_writing, .may_commit = still_may, .may_open = may_open,
		.hidden = note_hidden, .context = r};
	struct import_report report;
	int rc = import_run(a, &request, &report, err);

	if (rc == 0)
		keep_report(details, &report);
	arena_free(a);
	return rc;
}

static int ask_again(const struct running *r, struct err *err)
{
	int rc = job_asker_may(pictures_lock_store(r->jobs->options.pictures), r->job, err);

	pictures_unlock_store(r->jobs->options.pictures);
	return rc;
}

static int run_undo(struct running *r, struct job_details *details, int64_t *ret_position, struct err *err)
{
	const struct job *job = r->job;
	const struct form_sent form = {job->row.account_id, job->row.once,
		arena_printf(details->arena, "%s%lld", job->place, (long long)job->row.id)};
	const struct import_undo_request request = {.database = r->jobs->options.database,
		.answer_ms = r->jobs->options.answer_ms, .employer = job->employer, .sequence = job->row.entry, .actor = job->row.login, .instant = jobs_now(r->jobs), .form = &form,
		.may_commit = still_may, .context = r};
	struct import_undone undone = {0};
	int rc;

	enter(r, JOB_DECIDING);
	step_aside(r);
	rc = import_undo(&request, &undone, err);
	details->d.rows = undone.rows;
	*ret_position = undone.position;
	return rc;
}

static enum import_job_state state_of(const struct running *r, const struct import_job_row *row, int rc,
	const struct import_report *report)
{
	if (rc < 0 && row->state == JOB_READING && atomic_load(&r->job->stop))
		return r->jobs->ending ? JOB_INTERRUPTED : JOB_CANCELLED;
	/* Somebody else's writing is over some time, and so is the server's being away: it is tried again. */
	if (rc == PL_LOCKED && r->jobs->shared)
		return JOB_INTERRUPTED;
	if (rc < 0)
		return JOB_FAILED;
	return report->refused && row->kind == JOB_IMPORT ? JOB_REFUSED : JOB_DONE;
}

/* What somebody else's writing kept out may go in as it is a little later. */
static const char *sentence_of(struct arena *a, int rc, const struct err *err)
{
	if (rc == PL_LOCKED)
		return "Another program is writing in the database: try again when it is done.";
	return rc < 0 ? arena_strdup(a, err->text) : "";
}

static bool may_repeat(const struct job *job, int rc, const struct import_report *report)
{
	if (job->demo || job->row.kind == JOB_UNDO)
		return false;
	if (job->row.state == JOB_FAILED)
		return rc == PL_LOCKED;
	return job->row.state == JOB_REFUSED ? !report->nothing_new
		: job->row.state == JOB_DONE && job->row.kind == JOB_TRY && !report->nothing_new;
}

/* How it ended, kept before anybody is told: what a page says is over is over in the database too, where it can be written. */
static void finish(struct running *r, struct job_details *details, int rc, int64_t position)
{
	struct job *job = r->job;
	const struct import_report *report = &details->d.report;
	struct import_job_row row;
	struct err ignored;
	bool written;

	pthread_mutex_lock(&r->jobs->writing);
	pthread_mutex_lock(&r->jobs->lock);
	row = job->row;
	row.state = state_of(r, &row, rc, report);
	pthread_mutex_unlock(&r->jobs->lock);
	row.ended = jobs_now(r->jobs);
	row.tended = rc == PL_LOCKED ? row.ended + AGAIN_SECONDS : 0;
	row.errors = report->errors;
	row.warnings = report->warnings;
	row.position = position;
	written = !r->jobs->shared && job_row_write(r->jobs, &row);
	pthread_mutex_lock(&r->jobs->lock);
	job->row = row;
	job->written = written ? (int)row.state : job->written;
	job->can_repeat = may_repeat(job, rc, report);
	if (!job->can_repeat)
		job_forget_files(job);
	job->details = details;
	pthread_mutex_unlock(&r->jobs->lock);
	pthread_mutex_unlock(&r->jobs->writing);
	if (r->jobs->shared)
		(void)job_shared_end(r->jobs, &ignored);
	enter(r, row.state);
}

void job_run(struct import_jobs *jobs, struct job *job)
{
	struct running r = {.jobs = jobs, .job = job};
	struct job_details *details = details_new();
	int64_t position = 0;
	struct err err = {0};
	int rc;

	rc = ask_again(&r, &err);
	if (rc == 0 && job->row.kind == JOB_UNDO) {
		rc = run_undo(&r, details, &position, &err);
	} else if (rc == 0) {
		enter(&r, JOB_READING);
		if (jobs->shared)
			rc = job_shared_fetch(jobs, job, &err);
		if (rc == 0)
			rc = run_import(&r, details, &err);
		position = details->d.report.position;
	}
	step_back(&r);
	close_view(&r.view);
	details->d.sentence = sentence_of(details->arena, rc, &err);
	finish(&r, details, rc, position);
}
