/* Jobs on a server, which any process may be asked for (import_job_shared_order.c), do, and show or cancel
 * (import_job_shared_look.c): each step is one write that holds on its own. Here they are begun, decided about and ended. */
#include "service/import/import_job_shelf.h"
#include "store/import_pieces.h"

enum { JOB_TRIES = 3 };

/* ---- beginning one ---- */

struct claiming {
	struct import_jobs *jobs;
	struct arena *arena; /* the job's, if there is one */
	struct job *job;
};

static struct job *job_of(struct claiming *c, const struct import_job_row *row, const struct job_order *order)
{
	struct job *job = arena_alloc(c->arena, sizeof *job);

	job->arena = c->arena;
	job->row = *row;
	job->employer = order->employer;
	job->place = order->place;
	job->proof = order->proof;
	job->demo = order->demo;
	job->files = order->files;
	job->files_count = order->files_count;
	job->written = (int)row->state;
	atomic_init(&job->stop, row->stop);
	return job;
}

/* One whose files a crash of the server has taken ends there. */
static int claim_row(struct claiming *c, struct store *s, struct import_job_row *row, struct err *err)
{
	struct job_order order;
	bool claimed = false;
	int rc;

	row->state = row->kind == JOB_UNDO ? JOB_DECIDING : JOB_READING;
	row->owner = c->jobs->owner;
	row->tended = jobs_now(c->jobs);
	rc = store_import_job_claim(s, row, &claimed, err);
	if (rc < 0 || !claimed)
		return rc;
	rc = shelf_order(s, c->arena, row, &order, err);
	if (rc == 0)
		c->job = job_of(c, row, &order);
	if (rc != PL_NOT_FOUND)
		return rc;
	row->state = JOB_INTERRUPTED;
	row->ended = jobs_now(c->jobs);
	return store_import_job_put(s, row, err);
}

static int claim(struct store *s, void *context, struct err *err)
{
	struct claiming *c = context;
	struct import_job_row *rows;
	size_t count;
	int rc = store_import_jobs_next(s, c->arena, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0 && c->job == NULL; i++)
		if (rows[i].tended <= jobs_now(c->jobs))
			rc = claim_row(c, s, &rows[i], err);
	return rc;
}

bool job_shared_waits(struct import_jobs *jobs)
{
	struct arena *a = arena_new();
	struct import_job_row *rows;
	struct err ignored;
	size_t count, due = 0;
	int rc = store_import_jobs_next(pictures_lock_store(jobs->options.pictures), a, &rows, &count, &ignored);

	pictures_unlock_store(jobs->options.pictures);
	for (size_t i = 0; rc == 0 && i < count; i++)
		due += rows[i].tended <= jobs_now(jobs);
	arena_free(a);
	return due > 0;
}

static bool is_ending(struct import_jobs *jobs)
{
	bool ending;

	pthread_mutex_lock(&jobs->lock);
	ending = jobs->ending;
	pthread_mutex_unlock(&jobs->lock);
	return ending;
}

struct job *job_shared_begin(struct import_jobs *jobs)
{
	struct claiming c = {.jobs = jobs, .arena = arena_new()};
	struct err ignored;

	/* Mostly there is none, and nothing is written. */
	if (is_ending(jobs) || !job_shared_waits(jobs) || writer_write(jobs->options.writer, claim, &c, &ignored) < 0)
		c.job = NULL;
	if (c.job == NULL) {
		arena_free(c.arena);
		return NULL;
	}
	pthread_mutex_lock(&jobs->lock);
	c.job->next = jobs->first;
	jobs->first = c.job;
	if (jobs->ending)
		atomic_store(&c.job->stop, true);
	pthread_mutex_unlock(&jobs->lock);
	ticker_wake(jobs->beat, 0);
	return c.job;
}

int job_shared_fetch(struct import_jobs *jobs, struct job *job, struct err *err)
{
	int rc = 0;

	job->inputs = arena_array(job->arena, job->files_count, sizeof *job->inputs);
	for (size_t i = 0; i < job->files_count; i++)
		job->inputs[i] = (struct input){-1, job->files[i].name};
	for (size_t i = 0; i < job->files_count && rc == 0 && !atomic_load(&job->stop); i++)
		rc = shelf_file(jobs, &job->row, (int64_t)i + PIECES_OF_FILES, job->files[i].bytes, &job->inputs[i].fd, err);
	if (rc == 0 && atomic_load(&job->stop))
		rc = err_set(err, PL_FAIL, "the import was stopped");
	return rc;
}

/* ---- deciding ---- */

struct going_on {
	struct import_job_row row;
	bool goes;
};

static int decide(struct store *s, void *context, struct err *err)
{
	struct going_on *g = context;

	return store_import_job_decide(s, &g->row, &g->goes, err);
}

int job_shared_decide(struct import_jobs *jobs, struct job *job, struct err *err)
{
	struct going_on g = {job->row, false};
	int rc;

	g.row.tended = jobs_now(jobs);
	rc = writer_write(jobs->options.writer, decide, &g, err);
	if (rc == 0 && !g.goes) {
		atomic_store(&job->stop, true);
		rc = err_set(err, PL_FAIL, "the import was stopped");
	}
	return rc;
}

/* ---- ending one ---- */

struct ending {
	struct import_job_row row;
	const struct import_details *details;
};

/* A process that was taken for gone may have done it. */
static int see_what_was_made(struct store *s, struct import_job_row *row, struct err *err)
{
	int64_t made = 0;
	int rc = row->position == 0 && row->kind != JOB_TRY ? store_import_job_made(s, row, &made, err) : 0;

	if (rc == 0 && made != 0) {
		row->position = made;
		row->state = JOB_DONE;
		row->kept = KEPT_REPORT;
	}
	return rc;
}

/* Another took it over, and was done with it before it was in the ledger. PL_CONFLICT if another still has it. */
static int tell_what_was_made(struct store *s, const struct import_job_row *row, struct err *err)
{
	bool told = false;
	int rc = store_import_job_was_done(s, row, &told, err);

	return rc == 0 && !told ? err_set(err, PL_CONFLICT, "Another process does this import by now.") : rc;
}

static int end_one(struct store *s, void *context, struct err *err)
{
	struct ending *e = context;
	int rc;

	if (e->row.state == JOB_INTERRUPTED)
		return store_import_job_release(s, &e->row, err);
	rc = see_what_was_made(s, &e->row, err);
	if (rc == 0)
		rc = store_import_job_put(s, &e->row, err);
	if (rc == PL_CONFLICT && e->row.position != 0)
		rc = tell_what_was_made(s, &e->row, err);
	if (rc == 0 && e->row.kept != KEPT_FILES)
		rc = store_import_pieces_forget(s, e->row.employer_id, e->row.id, PIECES_OF_FILES, err);
	return rc == 0 ? shelf_put_details(s, &e->row, e->details, err) : rc;
}

static struct job *next_ended(struct import_jobs *jobs)
{
	struct job *job;

	pthread_mutex_lock(&jobs->lock);
	job = jobs->first;
	while (job != NULL && !job_is_over(job))
		job = job->next;
	pthread_mutex_unlock(&jobs->lock);
	return job;
}

static void drop_ended(struct import_jobs *jobs, struct job *job)
{
	struct job **at = &jobs->first;

	pthread_mutex_lock(&jobs->lock);
	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	pthread_mutex_unlock(&jobs->lock);
	job_free(job);
}

int job_shared_end(struct import_jobs *jobs, struct err *err)
{
	struct job *job;
	int rc = 0;

	while (jobs->shared && rc == 0 && (job = next_ended(jobs)) != NULL) {
		struct ending e = {job->row, &job->details->d};

		e.row.kept = job->can_repeat ? KEPT_FILES : KEPT_REPORT;
		rc = writer_write(jobs->options.writer, end_one, &e, err);
		/* Another has it. */
		if (rc == PL_CONFLICT)
			rc = 0;
		if (rc == 0)
			drop_ended(jobs, job);
	}
	return rc;
}

int job_shared_give_back(struct store *s, const struct import_job_row *row, bool *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct job_order ignored;
	int rc = row->begun_times < JOB_TRIES ? shelf_order(s, a, row, &ignored, err) : PL_NOT_FOUND;

	arena_free(a);
	*ret = rc == 0;
	if (rc == 0) {
		struct import_job_row again = *row;

		again.tended = 0;
		return store_import_job_release(s, &again, err);
	}
	if (rc != PL_NOT_FOUND)
		return rc;
	return store_import_pieces_forget(s, row->employer_id, row->id, PIECES_OF_FILES, err);
}
