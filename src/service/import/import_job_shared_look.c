/* A job on a server is looked at, cancelled and forgotten, by whichever process is asked (import_job_shared.c). */
#include <string.h>

#include "service/import/import_job_shelf.h"
#include "store/import_pieces.h"

/* ---- looking at one ---- */

bool job_row_is_forgotten(const struct import_jobs *jobs, const struct import_job_row *row)
{
	return row->kept == KEPT_NOTHING || (row->ended != 0 && row->ended + JOB_KEPT_SECONDS <= jobs_now(jobs));
}

static int count_ahead(struct store *s, struct arena *a, const struct import_job_row *of, int *ret, struct err *err)
{
	struct import_job_row *rows;
	size_t count;
	int rc = store_import_jobs_unfinished(s, a, &rows, &count, err), ahead = 0;

	if (rc < 0)
		return rc;
	while (ahead < (int)count && (rows[ahead].employer_id != of->employer_id || rows[ahead].id != of->id))
		ahead++;
	*ret = ahead;
	return 0;
}

static int look_for_details(struct store *s, struct import_job *ret, struct err *err)
{
	struct job_details *details = details_new();
	int rc = shelf_details(s, details->arena, &ret->row, &details->d, err);

	if (rc == 0)
		ret->details = &details->d;
	else
		details_drop(details);
	return rc == PL_NOT_FOUND ? 0 : rc;
}

static int look_on_shelf(struct store *s, struct arena *a, struct import_job *ret, struct err *err)
{
	struct job_order order;
	int rc = shelf_order(s, a, &ret->row, &order, err);

	if (rc == PL_NOT_FOUND)
		return 0;
	if (rc < 0)
		return rc;
	ret->files = order.files;
	ret->files_count = order.files_count;
	if (ret->row.ended == 0)
		return 0;
	ret->can_repeat = ret->row.kept == KEPT_FILES;
	ret->kept_until = ret->row.ended + JOB_KEPT_SECONDS;
	return look_for_details(s, ret, err);
}

static int look(struct import_jobs *jobs, struct store *s, struct arena *a, int32_t employer_id, int64_t id, struct import_job *ret,
	struct err *err)
{
	int rc = store_import_job(s, a, employer_id, id, &ret->row, err);

	if (rc < 0)
		return rc;
	ret->bytes_done = ret->row.bytes_read;
	ret->stopping = ret->row.state == JOB_READING && ret->row.stop;
	if (ret->row.ended == 0 || !job_row_is_forgotten(jobs, &ret->row))
		rc = look_on_shelf(s, a, ret, err);
	if (rc == 0 && ret->row.state == JOB_WAITING)
		rc = count_ahead(s, a, &ret->row, &ret->ahead, err);
	return rc;
}

int job_shared_find(struct import_jobs *jobs, struct arena *a, int32_t employer_id, int64_t id, struct import_job *ret, struct err *err)
{
	struct import_job found = {.row = {.id = id}};
	const struct job *own;
	int rc = look(jobs, pictures_lock_store(jobs->options.pictures), a, employer_id, id, &found, err);

	pictures_unlock_store(jobs->options.pictures);
	if (rc < 0) {
		import_job_drop(&found);
		return rc;
	}
	pthread_mutex_lock(&jobs->lock);
	own = jobs_find(jobs, employer_id, id);
	if (own != NULL && found.row.state < JOB_DONE)
		found.bytes_done = own->bytes_done;
	pthread_mutex_unlock(&jobs->lock);
	*ret = found;
	return 0;
}

/* ---- cancelling ---- */

struct cancelling {
	struct import_jobs *jobs;
	int32_t employer_id;
	int64_t id;
};

static int cancel(struct store *s, void *context, struct err *err)
{
	const struct cancelling *x = context;
	struct arena *a = arena_new();
	struct import_job_row row = {.state = JOB_WAITING};
	bool done = false;
	int rc = store_import_job(s, a, x->employer_id, x->id, &row, err);

	if (rc == 0)
		rc = store_import_job_cancel(s, x->employer_id, x->id, jobs_now(x->jobs), &done, err);
	if (rc == 0 && done)
		rc = store_import_pieces_forget(s, x->employer_id, x->id, PIECES_OF_FILES, err);
	else if (rc == 0)
		rc = store_import_job_stop(s, x->employer_id, x->id, &done, err);
	if (rc == 0 && !done && row.state != JOB_CANCELLED)
		rc = job_too_late(row.state, err);
	arena_free(a);
	return rc;
}

int job_shared_cancel(struct import_jobs *jobs, int32_t employer_id, int64_t id, struct err *err)
{
	struct cancelling x = {jobs, employer_id, id};
	struct err ignored;
	struct job *own;
	int rc = writer_write(jobs->options.writer, cancel, &x, err);

	if (rc < 0)
		return rc;
	pthread_mutex_lock(&jobs->lock);
	own = jobs_find(jobs, employer_id, id);
	if (own != NULL)
		(void)job_cancel(jobs, own, &ignored);
	pthread_mutex_unlock(&jobs->lock);
	return 0;
}

static bool may_not(struct store *s, struct arena *a, const struct import_job_row *row)
{
	struct job job = {.row = *row};
	struct job_order order;
	struct err ignored;

	if (shelf_order(s, a, row, &order, &ignored) < 0)
		return false;
	job.employer = order.employer;
	job.proof = order.proof;
	return job_asker_may(s, &job, &ignored) == PL_DENIED;
}

void job_shared_ask_again(struct import_jobs *jobs, int32_t employer_id, int64_t account_id)
{
	struct arena *a = arena_new();
	struct import_job_row *rows = NULL;
	struct err ignored;
	size_t count = 0, denied = 0;
	struct store *s = pictures_lock_store(jobs->options.pictures);

	(void)!store_import_jobs_unfinished(s, a, &rows, &count, &ignored);
	for (size_t i = 0; i < count; i++)
		if (rows[i].employer_id == employer_id && rows[i].account_id == account_id && rows[i].state == JOB_WAITING
			&& may_not(s, a, &rows[i]))
			rows[denied++] = rows[i];
	pictures_unlock_store(jobs->options.pictures);
	for (size_t i = 0; i < denied; i++)
		(void)job_shared_cancel(jobs, employer_id, rows[i].id, &ignored);
	arena_free(a);
}

/* ---- forgetting ---- */

static int forget(struct store *s, void *context, struct err *err)
{
	const struct job_kept *kept = context;
	int rc = store_import_pieces_forget(s, kept->employer_id, kept->id, PIECES_OF_REPORT, err);

	return rc == 0 ? store_import_job_keep(s, kept->employer_id, kept->id, KEPT_NOTHING, err) : rc;
}

static struct job_kept *read_kept(struct import_jobs *jobs, struct arena *a, size_t *ret_count)
{
	struct import_job_row *rows = NULL;
	struct job_kept *kept;
	struct err ignored;
	size_t count = 0;

	(void)!store_import_jobs_kept(pictures_lock_store(jobs->options.pictures), a, &rows, &count, &ignored);
	pictures_unlock_store(jobs->options.pictures);
	kept = arena_array(a, count, sizeof *kept);
	for (size_t i = 0; i < count; i++)
		kept[i] = (struct job_kept){rows[i].employer_id, rows[i].id, rows[i].ended,
			rows[i].kept == KEPT_FILES ? rows[i].bytes : 0, true};
	*ret_count = count;
	return kept;
}

void job_shared_forget(struct import_jobs *jobs)
{
	struct arena *a = arena_new();
	size_t count;
	struct job_kept *kept = read_kept(jobs, a, &count);
	struct err ignored;
	ptrdiff_t at;

	while ((at = job_to_forget(kept, count, true, jobs_now(jobs))) >= 0
		&& writer_write(jobs->options.writer, forget, &kept[at], &ignored) == 0) {
		memmove(&kept[at], &kept[at + 1], (count - (size_t)at - 1) * sizeof *kept);
		count--;
	}
	arena_free(a);
}
