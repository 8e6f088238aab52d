/* Jobs on a server, which any process may be asked for, do and show: each step is one write that holds on its own. */
#include <string.h>
#include <sys/stat.h>

#include "service/import/import_job_shelf.h"
#include "store/import_pieces.h"

enum { JOB_TRIES = 3 };

/* ---- asking for one ---- */

struct asking {
	struct import_jobs *jobs;
	const struct import_order *order;
	struct arena *arena;
	struct import_job_row row;
	struct job_order kept;
	int64_t before;   /* the number that the form got before; 0 if it did not */
};

static int check_room(const struct asking *x, struct store *s, struct err *err)
{
	struct import_job_row *rows;
	size_t count;
	int of_employer = 0, of_all = 0;
	int rc = store_import_jobs_unfinished(s, x->arena, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		if (rows[i].state == JOB_WAITING) {
			of_all++;
			of_employer += rows[i].employer_id == x->order->employer_id ? 1 : 0;
		}
	if (rc == 0 && (of_employer >= JOBS_WAITING || of_all >= JOBS_WAITING_ON_SERVER))
		return err_set(err, PL_LOCKED, "%d imports wait already: try again when one of them is done.",
			of_employer >= JOBS_WAITING ? of_employer : of_all);
	return rc;
}

static int64_t size_of(const struct input *in)
{
	struct stat st = {0};

	(void)fstat(in->fd, &st);
	return st.st_size;
}

static void list_files(struct asking *x)
{
	const struct import_order *order = x->order;

	x->kept.files = arena_array(x->arena, order->files_count, sizeof *x->kept.files);
	x->kept.files_count = order->files_count;
	for (size_t i = 0; i < order->files_count; i++) {
		x->kept.files[i] = (struct import_job_file){order->files[i].name, size_of(&order->files[i])};
		x->row.bytes += x->kept.files[i].bytes;
	}
}

static bool is_forgotten(const struct import_jobs *jobs, const struct import_job_row *row)
{
	return row->kept == KEPT_NOTHING || (row->ended != 0 && row->ended + JOB_KEPT_SECONDS <= jobs_now(jobs));
}

/* Its files are those of an earlier job, which is left without. */
static int take_files_of_earlier(struct asking *x, struct store *s, struct err *err)
{
	struct import_job_row earlier;
	struct job_order kept;
	int rc = store_import_job(s, x->arena, x->order->employer_id, x->order->again, &earlier, err);

	if (rc == 0 && (earlier.kept != KEPT_FILES || is_forgotten(x->jobs, &earlier)))
		rc = err_set(err, PL_NOT_FOUND, "The files of this import are not kept any more: send them again.");
	if (rc == 0)
		rc = shelf_order(s, x->arena, &earlier, &kept, err);
	if (rc < 0)
		return rc;
	x->kept.files = kept.files;
	x->kept.files_count = kept.files_count;
	x->row.bytes = earlier.bytes;
	return store_import_job_keep(s, earlier.employer_id, earlier.id, KEPT_REPORT, err);
}

/* What it is, with the number that it gets. */
static int work_out(struct asking *x, struct store *s, struct err *err)
{
	const struct import_order *order = x->order;
	struct account_proof proof;
	int64_t last = 0;
	int rc = store_import_job_last_id(s, order->employer_id, &last, err);

	if (rc == 0)
		rc = store_proof(s, x->arena, order->employer_id, order->account_id, &proof, err);
	if (rc < 0)
		return rc;
	x->kept = (struct job_order){.employer = order->employer, .place = order->place, .proof = proof.password, .demo = order->demo};
	x->row = (struct import_job_row){.employer_id = order->employer_id, .id = last + 1, .account_id = order->account_id,
		.login = order->login, .once = order->once, .kind = order->kind, .accept_good = order->accept_good,
		.entry = order->entry, .state = JOB_WAITING, .begun = jobs_now(x->jobs), .owner = ""};
	if (order->again != 0)
		return take_files_of_earlier(x, s, err);
	list_files(x);
	return 0;
}

static bool has_files_to_send(const struct asking *x)
{
	return x->order->again == 0 && x->order->files_count > 0;
}

/* A job whose files have to be put there first is this process's until they are. */
static int place(struct store *s, void *context, struct err *err)
{
	struct asking *x = context;
	const struct import_order *order = x->order;
	int rc = store_import_job_by_once(s, order->employer_id, order->account_id, order->once, &x->before, err);

	if (rc < 0 || x->before != 0)
		return rc;
	rc = check_room(x, s, err);
	if (rc == 0)
		rc = work_out(x, s, err);
	if (rc < 0)
		return rc;
	x->row.files = (int64_t)x->kept.files_count;
	if (has_files_to_send(x)) {
		x->row.owner = x->jobs->owner;
		x->row.tended = jobs_now(x->jobs);
	}
	rc = store_import_job_put(s, &x->row, err);
	if (rc == 0 && order->again != 0)
		rc = store_import_pieces_move(s, order->employer_id, order->again, x->row.id, err);
	return rc == 0 && !has_files_to_send(x) ? shelf_put_order(s, &x->row, &x->kept, err) : rc;
}

/* What it was asked for is put there last: it says that all the files are there. */
static int let_go(struct store *s, void *context, struct err *err)
{
	struct asking *x = context;
	int rc = shelf_put_order(s, &x->row, &x->kept, err);

	x->row.tended = 0;
	return rc == 0 ? store_import_job_release(s, &x->row, err) : rc;
}

static int drop(struct store *s, void *context, struct err *err)
{
	const struct asking *x = context;

	return store_import_job_drop(s, x->row.employer_id, x->row.id, err);
}

static int send_files(struct asking *x, struct err *err)
{
	struct err ignored;
	int rc = 0;

	for (size_t i = 0; i < x->order->files_count && rc == 0; i++)
		rc = shelf_put_file(x->jobs, &x->row, (int64_t)i + PIECES_OF_FILES, x->order->files[i].fd, err);
	if (rc == 0)
		rc = writer_write(x->jobs->options.writer, let_go, x, err);
	if (rc < 0)
		(void)!writer_write(x->jobs->options.writer, drop, x, &ignored);
	return rc;
}

int job_shared_order(struct import_jobs *jobs, const struct import_order *order, int64_t *ret_id, struct err *err)
{
	struct asking x = {.jobs = jobs, .order = order, .arena = arena_new()};
	int rc = writer_write(jobs->options.writer, place, &x, err);

	if (rc == 0 && x.before == 0 && has_files_to_send(&x))
		rc = send_files(&x, err);
	if (rc == 0) {
		job_order_close(order);
		*ret_id = x.before != 0 ? x.before : x.row.id;
		ticker_wake(jobs->ticker, 0);
	}
	arena_free(x.arena);
	return rc;
}

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

static void let_go_of(struct import_jobs *jobs, struct job *job)
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
			let_go_of(jobs, job);
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

/* ---- looking at one ---- */

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
	if (ret->row.ended == 0 || !is_forgotten(jobs, &ret->row))
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
