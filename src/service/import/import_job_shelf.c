#include "service/import/import_job_shelf.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/plain_file.h"
#include "store/import_pieces.h"

enum { PACKED_BYTES = 64 * 1024 * 1024, PIECES_AT_ONCE = 16 };

/* ---- what is small: as a whole ---- */

static struct import_piece piece_of(const struct import_job_row *row, int64_t file, int64_t piece)
{
	return (struct import_piece){.employer_id = row->employer_id, .job = row->id, .file = file, .piece = piece};
}

static int put_whole(struct store *s, const struct import_job_row *row, int64_t file, const struct buf *whole, struct err *err)
{
	int rc = whole->full ? err_set(err, PL_LIMIT, "There is more to say of this import than can be kept.") : 0;

	for (size_t at = 0; at < whole->len && rc == 0; at += IMPORT_PIECE_BYTES) {
		struct import_piece piece = piece_of(row, file, (int64_t)(at / IMPORT_PIECE_BYTES));

		piece.bytes = whole->data + at;
		piece.len = whole->len - at < IMPORT_PIECE_BYTES ? whole->len - at : IMPORT_PIECE_BYTES;
		rc = store_import_piece_put(s, &piece, err);
	}
	return rc;
}

static int read_whole(struct store *s, const struct import_job_row *row, int64_t file, struct buf *ret, struct err *err)
{
	struct arena *a = arena_new();
	int rc = 1;

	for (int64_t i = 0; rc > 0 && !ret->full; i++) {
		struct import_piece piece = piece_of(row, file, i);

		rc = store_import_piece(s, a, &piece, err);
		if (rc > 0)
			buf_add(ret, piece.bytes, piece.len);
		arena_reset(a);
	}
	arena_free(a);
	return rc < 0 ? rc : 0;
}

int shelf_put_order(struct store *s, const struct import_job_row *row, const struct job_order *order, struct err *err)
{
	struct buf packed = BUF_INIT(PACKED_BYTES);
	int rc;

	job_order_pack(order, &packed);
	rc = put_whole(s, row, PIECES_OF_ORDER, &packed, err);
	buf_free(&packed);
	return rc;
}

int shelf_put_details(struct store *s, const struct import_job_row *row, const struct import_details *details, struct err *err)
{
	struct buf packed = BUF_INIT(PACKED_BYTES);
	int rc;

	job_details_pack(details, &packed);
	rc = put_whole(s, row, PIECES_OF_REPORT, &packed, err);
	buf_free(&packed);
	return rc;
}

static int not_kept(struct err *err)
{
	return err_set(err, PL_NOT_FOUND, "What this import was sent is not kept any more: send the files again.");
}

int shelf_order(struct store *s, struct arena *a, const struct import_job_row *row, struct job_order *ret, struct err *err)
{
	struct buf packed = BUF_INIT(PACKED_BYTES);
	int rc = read_whole(s, row, PIECES_OF_ORDER, &packed, err);

	if (rc == 0 && !job_order_unpack(a, packed.data, packed.len, ret))
		rc = not_kept(err);
	buf_free(&packed);
	return rc;
}

int shelf_details(struct store *s, struct arena *a, const struct import_job_row *row, struct import_details *ret, struct err *err)
{
	struct buf packed = BUF_INIT(PACKED_BYTES);
	int rc = read_whole(s, row, PIECES_OF_REPORT, &packed, err);

	if (rc == 0 && !job_details_unpack(a, packed.data, packed.len, ret))
		rc = not_kept(err);
	buf_free(&packed);
	return rc;
}

/* ---- files: some pieces at a time, so that others write in between ---- */

struct shelving {
	const struct import_jobs *jobs;
	struct import_job_row row;
	int64_t file, next; /* the piece that comes next */
	int fd;
	char *bytes;        /* room for a piece */
	bool over;
};

/* Bytes of the next piece, which is full unless the file ends; negative: it cannot be read. */
static ssize_t read_piece(const struct shelving *x, struct err *err)
{
	size_t done = 0;
	ssize_t n = 1;

	while (done < IMPORT_PIECE_BYTES && n > 0) {
		n = pread(x->fd, x->bytes + done, IMPORT_PIECE_BYTES - done, (off_t)x->next * IMPORT_PIECE_BYTES + (off_t)done);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			return err_set(err, PL_FAIL, "a file that was sent cannot be read: %s", strerror(errno));
		else
			done += (size_t)n;
	}
	return (ssize_t)done;
}

static int put_next(struct store *s, struct shelving *x, struct err *err)
{
	struct import_piece piece = piece_of(&x->row, x->file, x->next);
	ssize_t n = read_piece(x, err);

	if (n < 0)
		return (int)n;
	x->over = n < IMPORT_PIECE_BYTES;
	if (n == 0)
		return 0;
	piece.bytes = x->bytes;
	piece.len = (size_t)n;
	x->next++;
	return store_import_piece_put(s, &piece, err);
}

static int put_some(struct store *s, void *context, struct err *err)
{
	struct shelving *x = context;
	bool lost;
	int rc;

	x->row.tended = jobs_now(x->jobs);
	rc = store_import_job_tend(s, &x->row, &lost, err);
	if (rc == 0 && lost)
		rc = err_set(err, PL_CONFLICT, "This import was given up: send the files again.");
	for (int i = 0; i < PIECES_AT_ONCE && rc == 0 && !x->over; i++)
		rc = put_next(s, x, err);
	return rc;
}

int shelf_put_file(struct import_jobs *jobs, const struct import_job_row *row, int64_t file, int fd, struct err *err)
{
	struct shelving x = {.jobs = jobs, .row = *row, .file = file, .fd = fd, .bytes = mem_alloc(IMPORT_PIECE_BYTES)};
	int rc = 0;

	while (rc == 0 && !x.over)
		rc = writer_write(jobs->options.writer, put_some, &x, err);
	mem_free(x.bytes);
	return rc;
}

static int write_all(int fd, const char *bytes, size_t n, struct err *err)
{
	while (n > 0) {
		ssize_t written = write(fd, bytes, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return err_set(err, PL_FAIL, "the temporary file for the import could not be written: %s (TMPDIR says where it is made)",
				strerror(errno));
		bytes += written;
		n -= (size_t)written;
	}
	return 0;
}

static int fetch_into(struct import_jobs *jobs, const struct import_job_row *row, int64_t file, int64_t bytes, int fd, struct err *err)
{
	struct arena *a = arena_new();
	int64_t done = 0;
	int rc = 0;

	for (int64_t i = 0; done < bytes && rc == 0; i++) {
		struct import_piece piece = piece_of(row, file, i);

		rc = store_import_piece(pictures_lock_store(jobs->options.pictures), a, &piece, err);
		pictures_unlock_store(jobs->options.pictures);
		if (rc == 0)
			rc = not_kept(err);
		else if (rc > 0)
			rc = write_all(fd, piece.bytes, piece.len, err);
		done += (int64_t)piece.len;
		arena_reset(a);
	}
	arena_free(a);
	return rc;
}

int shelf_file(struct import_jobs *jobs, const struct import_job_row *row, int64_t file, int64_t bytes, int *ret_fd, struct err *err)
{
	int fd = plain_file_temporary(), rc;

	if (fd < 0)
		return err_set(err, PL_FAIL, "the temporary file for the import could not be made: %s (TMPDIR says where it is made)",
			strerror(errno));
	rc = fetch_into(jobs, row, file, bytes, fd, err);
	if (rc < 0)
		(void)close(fd);
	else
		*ret_fd = fd;
	return rc;
}
