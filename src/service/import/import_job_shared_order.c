/* A job on a server is asked for (import_job_shared.c): its row, the pieces of its files, and last what it is asked for, each in a
 * write of its own. */
#include <sys/stat.h>

#include "service/import/import_job_shelf.h"
#include "store/import_pieces.h"

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

/* Its files are those of an earlier job, which is left without. */
static int take_files_of_earlier(struct asking *x, struct store *s, struct err *err)
{
	struct import_job_row earlier;
	struct job_order kept;
	int rc = store_import_job(s, x->arena, x->order->employer_id, x->order->again, &earlier, err);

	if (rc == 0 && (earlier.kept != KEPT_FILES || job_row_is_forgotten(x->jobs, &earlier)))
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
static int put_job(struct store *s, void *context, struct err *err)
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
static int put_order(struct store *s, void *context, struct err *err)
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
		rc = writer_write(x->jobs->options.writer, put_order, x, err);
	if (rc < 0)
		(void)!writer_write(x->jobs->options.writer, drop, x, &ignored);
	return rc;
}

int job_shared_order(struct import_jobs *jobs, const struct import_order *order, int64_t *ret_id, struct err *err)
{
	struct asking x = {.jobs = jobs, .order = order, .arena = arena_new()};
	int rc = writer_write(jobs->options.writer, put_job, &x, err);

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
