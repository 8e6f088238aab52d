/* The rows of jobs, and what the ledger says of imports. */
#include <stdlib.h>

#include "service/import/import_job_inside.h"

/* ---- writing ---- */

static int write_row(struct store *s, void *row, struct err *err)
{
	return store_import_job_put(s, row, err);
}

static struct job *next_to_write(const struct import_jobs *jobs)
{
	struct job *job = jobs->first;

	while (job != NULL && (job->written == (int)job->row.state || (jobs->shared && job_is_over(job))))
		job = job->next;
	return job;
}

bool job_row_write(struct import_jobs *jobs, struct import_job_row *row)
{
	struct err ignored;

	return writer_write(jobs->options.writer, write_row, row, &ignored) == 0;
}

int job_rows_write(struct import_jobs *jobs, struct err *err)
{
	struct job *job;
	int rc = 0;

	pthread_mutex_lock(&jobs->writing);
	pthread_mutex_lock(&jobs->lock);
	while (rc == 0 && (job = next_to_write(jobs)) != NULL) {
		struct import_job_row row = job->row;

		pthread_mutex_unlock(&jobs->lock);
		rc = writer_write(jobs->options.writer, write_row, &row, err);
		pthread_mutex_lock(&jobs->lock);
		if (rc == 0)
			job->written = (int)row.state;
	}
	pthread_mutex_unlock(&jobs->lock);
	pthread_mutex_unlock(&jobs->writing);
	return rc;
}

/* ---- beside other processes ---- */

enum { GONE_SECONDS = 60 };

bool job_row_is_left(const struct import_jobs *jobs, const struct import_job_row *row)
{
	if (jobs->shared && (row->owner[0] == '\0' || row->tended + GONE_SECONDS >= jobs_now(jobs)))
		return false;
	return row->state < JOB_DONE;
}

/* One job as its row is to say it. */
struct tended {
	struct import_job_row row;
	bool stop;
};

static int tend_row(struct store *s, void *context, struct err *err)
{
	struct tended *t = context;

	return store_import_job_tend(s, &t->row, &t->stop, err);
}

/* The first under way behind one; false if there is none. */
static bool next_under_way(struct import_jobs *jobs, struct tended *t)
{
	const struct job *job;

	pthread_mutex_lock(&jobs->lock);
	for (job = jobs->first; job != NULL && t->row.id != 0; job = job->next)
		if (job->row.employer_id == t->row.employer_id && job->row.id == t->row.id) {
			job = job->next;
			break;
		}
	while (job != NULL && job_is_over(job))
		job = job->next;
	if (job != NULL)
		*t = (struct tended){.row = {.employer_id = job->row.employer_id, .id = job->row.id, .owner = jobs->owner,
			.tended = jobs_now(jobs), .bytes_read = job->bytes_done}};
	pthread_mutex_unlock(&jobs->lock);
	return job != NULL;
}

size_t job_rows_tend(struct import_jobs *jobs)
{
	struct tended t = {.stop = false};
	struct err ignored;
	size_t count = 0;

	for (; next_under_way(jobs, &t); count++) {
		struct job *job;

		if (writer_write(jobs->options.writer, tend_row, &t, &ignored) < 0 || !t.stop)
			continue;
		pthread_mutex_lock(&jobs->lock);
		job = jobs_find(jobs, t.row.employer_id, t.row.id);
		if (job != NULL)
			(void)job_cancel(jobs, job, &ignored);
		pthread_mutex_unlock(&jobs->lock);
		(void)job_rows_write(jobs, &ignored);
	}
	return count;
}

/* ---- after a restart ---- */

/* Its form's key is in the ledger's transaction, so it went in whole or not at all. On a server another process begins it again. */
static int settle_row(struct import_jobs *jobs, struct store *s, struct import_job_row *row, struct err *err)
{
	bool given_back = false;
	int rc = store_import_job_made(s, row, &row->position, err);

	if (rc == 0 && jobs->shared && row->position == 0 && !row->stop)
		rc = job_shared_give_back(s, row, &given_back, err);
	if (rc < 0 || given_back)
		return rc;
	row->state = row->position != 0 ? JOB_DONE : row->stop ? JOB_CANCELLED : JOB_INTERRUPTED;
	row->kept = jobs->shared ? KEPT_REPORT : KEPT_NOTHING;
	row->ended = jobs_now(jobs);
	return store_import_job_put(s, row, err);
}

static int settle_rows(struct store *s, void *context, struct err *err)
{
	struct import_jobs *jobs = context;
	struct arena *a = arena_new();
	struct import_job_row *rows = NULL;
	size_t count = 0;
	int rc = store_import_jobs_unfinished(s, a, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		bool ours;

		pthread_mutex_lock(&jobs->lock);
		ours = jobs_find(jobs, rows[i].employer_id, rows[i].id) != NULL;
		pthread_mutex_unlock(&jobs->lock);
		if (!ours && job_row_is_left(jobs, &rows[i]))
			rc = settle_row(jobs, s, &rows[i], err);
	}
	arena_free(a);
	return rc < 0 ? rc : store_import_jobs_tidy(s, jobs_now(jobs) - JOB_ROWS_KEPT_SECONDS, err);
}

int job_rows_settle(struct import_jobs *jobs, struct err *err)
{
	return writer_write(jobs->options.writer, settle_rows, jobs, err);
}

/* ---- the list ---- */

static int newest_first(const void *left, const void *right)
{
	const struct import_job_row *a = left, *b = right;

	return a->id < b->id ? 1 : a->id > b->id ? -1 : 0;
}

static struct import_job_row copy_row(struct arena *a, const struct import_job_row *row)
{
	struct import_job_row copy = *row;

	copy.login = arena_strdup(a, row->login);
	copy.once = arena_strdup(a, row->once);
	return copy;
}

static int read_rows(struct import_jobs *jobs, struct arena *a, int32_t employer_id, size_t most, struct import_job_row **ret,
	size_t *ret_count, struct err *err)
{
	int rc = store_import_jobs(pictures_lock_store(jobs->options.pictures), a, employer_id, (int64_t)most, ret, ret_count, err);

	pictures_unlock_store(jobs->options.pictures);
	return rc;
}

int import_jobs_list(struct import_jobs *jobs, struct arena *a, int32_t employer_id, size_t most, struct import_job_row **ret,
	size_t *ret_count, struct err *err)
{
	struct import_job_row *kept, *rows = NULL;
	size_t kept_count, count = 0, room = 0;
	int rc = read_rows(jobs, a, employer_id, most, &kept, &kept_count, err);

	if (rc < 0)
		return rc;
	pthread_mutex_lock(&jobs->lock);
	for (const struct job *job = jobs->shared ? NULL : jobs->first; job != NULL; job = job->next)
		if (job->row.employer_id == employer_id)
			*ARENA_PUSH(a, &rows, &count, &room) = copy_row(a, &job->row);
	for (size_t i = 0; i < kept_count; i++)
		if (jobs->shared || jobs_find(jobs, employer_id, kept[i].id) == NULL) {
			if (!jobs->shared && job_row_is_left(jobs, &kept[i]))
				kept[i].state = JOB_INTERRUPTED;
			*ARENA_PUSH(a, &rows, &count, &room) = kept[i];
		}
	pthread_mutex_unlock(&jobs->lock);
	if (count > 0)
		qsort(rows, count, sizeof *rows, newest_first);
	*ret = rows;
	*ret_count = count < most ? count : most;
	return 0;
}

/* ---- the ledger ---- */

static int read_past(struct store *s, struct arena *a, int32_t employer_id, size_t most, struct import_past **ret,
	size_t *ret_count, struct err *err)
{
	struct import_entry *entries;
	struct import_past *past;
	size_t count;
	int rc = store_import_entries(s, a, employer_id, (int64_t)most, &entries, &count, err);

	if (rc < 0)
		return rc;
	past = arena_array(a, count, sizeof *past);
	for (size_t i = 0; i < count && rc == 0; i++) {
		past[i].entry = entries[i];
		rc = store_last_undo(s, employer_id, entries[i].sequence, &past[i].last, &past[i].stands, err);
	}
	if (rc < 0)
		return rc;
	*ret = past;
	*ret_count = count;
	return 0;
}

int imports_past(struct import_jobs *jobs, struct arena *a, int32_t employer_id, size_t most, struct import_past **ret,
	size_t *ret_count, struct err *err)
{
	int rc = read_past(pictures_lock_store(jobs->options.pictures), a, employer_id, most, ret, ret_count, err);

	pictures_unlock_store(jobs->options.pictures);
	return rc;
}

static int read_past_one(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, struct import_past *ret,
	struct entry_rows **ret_rows, size_t *ret_count, struct err *err)
{
	struct import_past past;
	int rc = store_import_entry(s, a, employer_id, sequence, &past.entry, err);

	if (rc == 0)
		rc = store_last_undo(s, employer_id, sequence, &past.last, &past.stands, err);
	if (rc == 0)
		rc = store_entry_rows(s, a, employer_id, sequence, ret_rows, ret_count, err);
	if (rc == 0)
		*ret = past;
	return rc;
}

int import_past_one(struct import_jobs *jobs, struct arena *a, int32_t employer_id, int64_t sequence, struct import_past *ret,
	struct entry_rows **ret_rows, size_t *ret_count, struct err *err)
{
	struct store *s = pictures_lock_store(jobs->options.pictures);
	int rc = read_past_one(s, a, employer_id, sequence, ret, ret_rows, ret_count, err);

	pictures_unlock_store(jobs->options.pictures);
	return rc;
}
