#include "service/import/import_job.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "service/import/import_job_inside.h"

enum { TEND_MS = 20000, BEAT_MS = 2000, RETRY_MS = 500, LAST_TRIES = 5 };

bool job_is_over(const struct job *job)
{
	return job->row.state >= JOB_DONE;
}

int64_t jobs_now(const struct import_jobs *jobs)
{
	return jobs->options.now();
}

struct job *jobs_find(const struct import_jobs *jobs, int32_t employer_id, int64_t id)
{
	struct job *job = jobs->first;

	while (job != NULL && (job->row.employer_id != employer_id || job->row.id != id))
		job = job->next;
	return job;
}

/* ---- what is kept ---- */

struct job_details *details_new(void)
{
	struct arena *a = arena_new();
	struct job_details *details = arena_alloc(a, sizeof *details);

	details->arena = a;
	details->d.sentence = "";
	atomic_init(&details->holders, 1);
	return details;
}

void details_drop(struct job_details *details)
{
	if (details != NULL && atomic_fetch_sub(&details->holders, 1) == 1)
		arena_free(details->arena);
}

void job_forget_files(struct job *job)
{
	for (size_t i = 0; job->inputs != NULL && i < job->files_count; i++)
		(void)close(job->inputs[i].fd);
	job->inputs = NULL;
	job->can_repeat = false;
}

void job_free(struct job *job)
{
	job_forget_files(job);
	details_drop(job->details);
	arena_free(job->arena);
}

static bool may_be_forgotten(const struct job *job)
{
	return job_is_over(job) && job->written == (int)job->row.state;
}

static struct job **next_to_forget(struct import_jobs *jobs)
{
	struct arena *a = arena_new();
	struct job_kept *kept = NULL;
	struct job **at = &jobs->first;
	size_t count = 0, room = 0;
	ptrdiff_t found;

	for (const struct job *job = jobs->first; job != NULL; job = job->next)
		if (job_is_over(job))
			*ARENA_PUSH(a, &kept, &count, &room) = (struct job_kept){job->row.employer_id, job->row.id, job->row.ended,
				job->inputs != NULL ? job->row.bytes : 0, may_be_forgotten(job)};
	found = job_to_forget(kept, count, false, jobs_now(jobs));
	while (found >= 0 && *at != NULL && ((*at)->row.employer_id != kept[found].employer_id || (*at)->row.id != kept[found].id))
		at = &(*at)->next;
	arena_free(a);
	return found >= 0 && *at != NULL ? at : NULL;
}

/* Nobody writes a row while one is forgotten. */
static void forget_old(struct import_jobs *jobs)
{
	struct job **at;

	pthread_mutex_lock(&jobs->writing);
	pthread_mutex_lock(&jobs->lock);
	while ((at = next_to_forget(jobs)) != NULL) {
		struct job *job = *at;

		*at = job->next;
		job_free(job);
	}
	pthread_mutex_unlock(&jobs->lock);
	pthread_mutex_unlock(&jobs->writing);
}

/* ---- the thread ---- */

/* The one whose turn it is, marked as begun. */
static struct job *begin_next(struct import_jobs *jobs)
{
	struct job *job;

	if (jobs->shared)
		return job_shared_begin(jobs);
	pthread_mutex_lock(&jobs->lock);
	job = jobs->ending ? NULL : jobs->first;
	while (job != NULL && job->row.state != JOB_WAITING)
		job = job->next;
	if (job != NULL)
		job->row.state = job->row.kind == JOB_UNDO ? JOB_DECIDING : JOB_READING;
	pthread_mutex_unlock(&jobs->lock);
	return job;
}

/* Writes what could not be written before; false if something has to wait on. */
static bool tend(struct import_jobs *jobs)
{
	struct err ignored;
	bool all = job_rows_write(jobs, &ignored) == 0 && job_shared_end(jobs, &ignored) == 0;

	if ((!jobs->settled || jobs->shared) && job_rows_settle(jobs, &ignored) == 0) {
		pthread_mutex_lock(&jobs->lock);
		jobs->settled = true;
		pthread_mutex_unlock(&jobs->lock);
	}
	if (jobs->shared)
		job_shared_forget(jobs);
	else
		forget_old(jobs);
	return all && jobs->settled;
}

static bool any_waits(const struct import_jobs *jobs)
{
	for (const struct job *job = jobs->first; job != NULL; job = job->next)
		if (job->row.state == JOB_WAITING)
			return true;
	return false;
}

static bool is_asked_for(struct import_jobs *jobs)
{
	bool any;

	pthread_mutex_lock(&jobs->lock);
	any = any_waits(jobs);
	pthread_mutex_unlock(&jobs->lock);
	return any;
}

static int64_t work(void *context)
{
	struct import_jobs *jobs = context;
	struct job *job = begin_next(jobs);
	bool tended;

	if (job != NULL)
		job_run(jobs, job);
	tended = tend(jobs);
	if (is_asked_for(jobs) || (job != NULL && jobs->shared))
		return 0;
	return tended && !(jobs->shared && job_shared_waits(jobs)) ? TEND_MS : RETRY_MS;
}

static int64_t beat(void *context)
{
	return job_rows_tend(context) > 0 ? BEAT_MS : TICKER_RESTS;
}

struct import_jobs *import_jobs_new(const struct import_jobs_options *options)
{
	struct import_jobs *jobs = mem_alloc(sizeof *jobs);

	jobs->options = *options;
	if (jobs->options.now == NULL)
		jobs->options.now = clock_now;
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_mutex_init(&jobs->writing, NULL);
	jobs->shared = store_is_of_server(options->database);
	token_make(jobs->owner);
	if (jobs->shared)
		jobs->beat = ticker_new(beat, jobs);
	jobs->ticker = ticker_new(work, jobs);
	return jobs;
}

void import_jobs_wake(struct import_jobs *jobs)
{
	if (jobs != NULL)
		ticker_wake(jobs->ticker, 0);
}

static void write_the_rest(struct import_jobs *jobs)
{
	struct err err;
	int rc = -1;

	for (int i = 0; i < LAST_TRIES && rc < 0; i++) {
		rc = job_rows_write(jobs, &err);
		if (rc == 0)
			rc = job_shared_end(jobs, &err);
	}
	if (rc < 0)
		(void)fprintf(stderr, "plimsoll: what became of imports could not be written\n");
}

struct import_jobs *import_jobs_free(struct import_jobs *jobs)
{
	if (jobs == NULL)
		return NULL;
	pthread_mutex_lock(&jobs->lock);
	jobs->ending = true;
	for (struct job *job = jobs->first; job != NULL; job = job->next) {
		atomic_store(&job->stop, true);
		if (job->row.state == JOB_WAITING)
			job->row.state = JOB_INTERRUPTED;
	}
	pthread_mutex_unlock(&jobs->lock);
	ticker_free(jobs->ticker);
	ticker_free(jobs->beat);
	write_the_rest(jobs);
	while (jobs->first != NULL) {
		struct job *job = jobs->first;

		jobs->first = job->next;
		job_free(job);
	}
	pthread_mutex_destroy(&jobs->writing);
	pthread_mutex_destroy(&jobs->lock);
	mem_free(jobs);
	return NULL;
}

/* ---- asking for one ---- */

static int check_order(const struct import_order *order, struct err *err)
{
	if (order->files_count > JOB_FILES)
		return err_set(err, PL_LIMIT, "One import takes %d files at most.", JOB_FILES);
	if (order->kind != JOB_UNDO && order->files_count == 0 && order->again == 0)
		return err_set(err, PL_INVALID, "Choose at least one file.");
	if (order->demo && order->kind == JOB_IMPORT)
		return err_set(err, PL_INVALID, "This employer is invented: real records need a database of their own, so that files can only "
			"be tried here.");
	return 0;
}

static struct job *find_by_once(const struct import_jobs *jobs, const struct import_order *order)
{
	struct job *job = jobs->first;

	while (job != NULL && (job->row.account_id != order->account_id || !str_equal(job->row.once, order->once)))
		job = job->next;
	return job;
}

/* What stands in the records of an order. */
struct placing {
	int64_t before; /* the number that the form got before; 0 if it did not */
	int64_t last;   /* the last that there is */
	struct account_proof proof;
};

static int look_up(struct import_jobs *jobs, struct arena *a, const struct import_order *order, struct placing *ret, struct err *err)
{
	const struct job *same = find_by_once(jobs, order);
	struct store *s = pictures_lock_store(jobs->options.pictures);
	int rc;

	rc = store_import_job_last_id(s, order->employer_id, &ret->last, err);
	if (rc == 0)
		rc = store_import_job_by_once(s, order->employer_id, order->account_id, order->once, &ret->before, err);
	if (rc == 0)
		rc = store_proof(s, a, order->employer_id, order->account_id, &ret->proof, err);
	pictures_unlock_store(jobs->options.pictures);
	if (rc < 0)
		return rc;
	for (const struct job *job = jobs->first; job != NULL; job = job->next)
		if (job->row.employer_id == order->employer_id && job->row.id > ret->last)
			ret->last = job->row.id;
	if (same != NULL)
		ret->before = same->row.id;
	return 0;
}

static int check_room(const struct import_jobs *jobs, struct err *err)
{
	int waiting = 0;

	for (const struct job *job = jobs->first; job != NULL; job = job->next)
		waiting += job->row.state == JOB_WAITING ? 1 : 0;
	return waiting < JOBS_WAITING ? 0
		: err_set(err, PL_LOCKED, "%d imports wait already: try again when one of them is done.", JOBS_WAITING);
}

static void put_files(struct job *job, const struct input *files, size_t count)
{
	job->inputs = arena_array(job->arena, count, sizeof *job->inputs);
	job->files = arena_array(job->arena, count, sizeof *job->files);
	job->files_count = count;
	for (size_t i = 0; i < count; i++) {
		struct stat st = {0};

		(void)fstat(files[i].fd, &st);
		job->inputs[i] = (struct input){files[i].fd, arena_strdup(job->arena, files[i].name)};
		job->files[i] = (struct import_job_file){job->inputs[i].name, st.st_size};
		job->row.bytes += st.st_size;
	}
	job->row.files = (int64_t)count;
}

/* Takes the files of an earlier job, and leaves it without. */
static int take_files_of(const struct import_jobs *jobs, const struct import_order *order, struct job *job, struct err *err)
{
	struct job *earlier = jobs_find(jobs, order->employer_id, order->again);

	if (earlier == NULL || !earlier->can_repeat)
		return err_set(err, PL_NOT_FOUND, "The files of this import are not kept any more: send them again.");
	put_files(job, earlier->inputs, earlier->files_count);
	earlier->inputs = NULL;
	earlier->can_repeat = false;
	return 0;
}

static struct job *job_new(const struct import_jobs *jobs, const struct import_order *order, const struct placing *placing)
{
	struct arena *a = arena_new();
	struct job *job = arena_alloc(a, sizeof *job);

	job->arena = a;
	job->employer = arena_strdup(a, order->employer);
	job->place = arena_strdup(a, order->place);
	job->proof = arena_strdup(a, placing->proof.password);
	job->demo = order->demo;
	job->written = -1;
	job->row = (struct import_job_row){.employer_id = order->employer_id, .id = placing->last + 1, .account_id = order->account_id,
		.login = arena_strdup(a, order->login), .once = arena_strdup(a, order->once), .kind = order->kind,
		.accept_good = order->accept_good, .entry = order->entry, .state = JOB_WAITING, .begun = jobs_now(jobs),
		.owner = jobs->owner, .tended = jobs_now(jobs)};
	return job;
}

static int add_job(struct import_jobs *jobs, const struct import_order *order, const struct placing *placing, struct err *err)
{
	struct job *job = job_new(jobs, order, placing), **last = &jobs->first;
	int rc = 0;

	if (order->again != 0)
		rc = take_files_of(jobs, order, job, err);
	else
		put_files(job, order->files, order->files_count);
	if (rc < 0) {
		job_free(job);
		return rc;
	}
	while (*last != NULL)
		last = &(*last)->next;
	*last = job;
	ticker_wake(jobs->ticker, 0);
	return 0;
}

void job_order_close(const struct import_order *order)
{
	for (size_t i = 0; i < order->files_count; i++)
		(void)close(order->files[i].fd);
}

static int place(struct import_jobs *jobs, const struct import_order *order, struct placing *placing, struct err *err)
{
	struct arena *a = arena_new();
	int rc;

	pthread_mutex_lock(&jobs->lock);
	rc = look_up(jobs, a, order, placing, err);
	if (rc == 0 && placing->before == 0)
		rc = check_room(jobs, err);
	if (rc == 0 && placing->before == 0)
		rc = add_job(jobs, order, placing, err);
	pthread_mutex_unlock(&jobs->lock);
	arena_free(a);
	return rc;
}

int import_job_order(struct import_jobs *jobs, const struct import_order *order, int64_t *ret_id, struct err *err)
{
	struct placing placing = {0};
	struct err ignored;
	int rc = check_order(order, err);

	if (rc == 0 && jobs->shared)
		return job_shared_order(jobs, order, ret_id, err);
	if (rc == 0)
		rc = place(jobs, order, &placing, err);
	if (rc < 0)
		return rc;
	if (placing.before != 0)
		job_order_close(order);
	/* If that cannot be done now, the thread does it as soon as it can. */
	(void)job_rows_write(jobs, &ignored);
	*ret_id = placing.before != 0 ? placing.before : placing.last + 1;
	return 0;
}

/* ---- looking at one ---- */

static int count_ahead(const struct import_jobs *jobs, const struct job *of)
{
	int ahead = 0;

	for (const struct job *job = jobs->first; job != of; job = job->next)
		ahead += job_is_over(job) ? 0 : 1;
	return ahead;
}

static void copy_files(struct arena *a, const struct job *job, struct import_job *ret)
{
	struct import_job_file *files = arena_array(a, job->files_count, sizeof *files);

	for (size_t i = 0; i < job->files_count; i++)
		files[i] = (struct import_job_file){arena_strdup(a, job->files[i].name), job->files[i].bytes};
	ret->files = files;
	ret->files_count = job->files_count;
}

static void copy_job(struct arena *a, const struct import_jobs *jobs, struct job *job, struct import_job *ret)
{
	*ret = (struct import_job){.row = job->row, .bytes_done = job->bytes_done, .can_repeat = job->can_repeat,
		.ahead = job->row.state == JOB_WAITING ? count_ahead(jobs, job) : 0,
		.stopping = job->row.state == JOB_READING && atomic_load(&job->stop)};
	ret->row.login = arena_strdup(a, job->row.login);
	ret->row.once = arena_strdup(a, job->row.once);
	copy_files(a, job, ret);
	if (!job_is_over(job))
		return;
	ret->kept_until = job->row.ended + JOB_KEPT_SECONDS;
	if (job->details != NULL) {
		atomic_fetch_add(&job->details->holders, 1);
		ret->details = &job->details->d;
	}
}

static int read_job(struct import_jobs *jobs, struct arena *a, int32_t employer_id, int64_t id, struct import_job *ret,
	struct err *err)
{
	struct import_job_row row;
	int rc = store_import_job(pictures_lock_store(jobs->options.pictures), a, employer_id, id, &row, err);

	pictures_unlock_store(jobs->options.pictures);
	if (rc < 0)
		return rc;
	row.state = job_row_is_left(jobs, &row) ? JOB_INTERRUPTED : row.state;
	*ret = (struct import_job){.row = row};
	return 0;
}

int import_job_find(struct import_jobs *jobs, struct arena *a, int32_t employer_id, int64_t id, struct import_job *ret,
	struct err *err)
{
	struct job *job;

	if (jobs->shared)
		return job_shared_find(jobs, a, employer_id, id, ret, err);
	pthread_mutex_lock(&jobs->lock);
	job = jobs_find(jobs, employer_id, id);
	if (job != NULL && job_is_over(job) && job->row.ended + JOB_KEPT_SECONDS <= jobs_now(jobs))
		job = NULL;
	if (job != NULL)
		copy_job(a, jobs, job, ret);
	pthread_mutex_unlock(&jobs->lock);
	return job != NULL ? 0 : read_job(jobs, a, employer_id, id, ret, err);
}

void import_job_drop(struct import_job *job)
{
	/* The details are the first member of what is counted. */
	details_drop((struct job_details *)(uintptr_t)job->details);
	job->details = NULL;
}

/* ---- cancelling ---- */

int job_too_late(enum import_job_state state, struct err *err)
{
	return err_set(err, PL_CONFLICT, "%s", state == JOB_DECIDING
		? "It is too late to cancel this: its files are read, and it is being decided what changes."
		: "This has ended already: there is nothing to cancel.");
}

int job_cancel(struct import_jobs *jobs, struct job *job, struct err *err)
{
	if (job->row.state == JOB_WAITING) {
		job->row.state = JOB_CANCELLED;
		job->row.ended = jobs_now(jobs);
		job_forget_files(job);
		return 0;
	}
	if (job->row.state == JOB_READING) {
		atomic_store(&job->stop, true);
		return 0;
	}
	if (job->row.state == JOB_CANCELLED)
		return 0;
	return job_too_late(job->row.state, err);
}

int import_job_cancel(struct import_jobs *jobs, int32_t employer_id, int64_t id, struct err *err)
{
	struct err ignored;
	struct job *job;
	int rc = PL_NOT_FOUND;

	if (jobs->shared)
		return job_shared_cancel(jobs, employer_id, id, err);
	pthread_mutex_lock(&jobs->lock);
	job = jobs_find(jobs, employer_id, id);
	if (job != NULL)
		rc = job_cancel(jobs, job, err);
	pthread_mutex_unlock(&jobs->lock);
	if (job == NULL)
		return err_set(err, PL_NOT_FOUND, "There is no import with this number that could be cancelled.");
	(void)job_rows_write(jobs, &ignored);
	return rc;
}

void import_jobs_ask_again(struct import_jobs *jobs, int32_t employer_id, int64_t account_id)
{
	struct err ignored;

	if (jobs->shared)
		job_shared_ask_again(jobs, employer_id, account_id);
	pthread_mutex_lock(&jobs->lock);
	for (struct job *job = jobs->first; job != NULL; job = job->next) {
		int rc;

		if (job->row.employer_id != employer_id || job->row.account_id != account_id || job_is_over(job))
			continue;
		rc = job_asker_may(pictures_lock_store(jobs->options.pictures), job, &ignored);
		pictures_unlock_store(jobs->options.pictures);
		if (rc == PL_DENIED)
			(void)job_cancel(jobs, job, &ignored);
	}
	pthread_mutex_unlock(&jobs->lock);
	(void)job_rows_write(jobs, &ignored);
}
