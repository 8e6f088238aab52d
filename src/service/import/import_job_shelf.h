/* import_job_shelf.h: where a server keeps, for whichever process does an import or shows it, what it was sent and what came of it
 * (store/import_pieces.h). */
#pragma once

#include "service/import/import_job_inside.h"
#include "service/import/import_job_pack.h"

/* Between store_begin_writing and store_end_writing. */
int shelf_put_order(struct store *s, const struct import_job_row *row, const struct job_order *order, struct err *err) PL_MUST_CHECK;
int shelf_put_details(struct store *s, const struct import_job_row *row, const struct import_details *details, struct err *err)
	PL_MUST_CHECK;

/* In the arena. PL_NOT_FOUND if there is none, or none that this program can read. */
int shelf_order(struct store *s, struct arena *a, const struct import_job_row *row, struct job_order *ret, struct err *err)
	PL_MUST_CHECK;
int shelf_details(struct store *s, struct arena *a, const struct import_job_row *row, struct import_details *ret, struct err *err)
	PL_MUST_CHECK;

/* Puts a file (1, 2, 3...) of a job there that the row's owner is receiving, which is said to be at it all the while. */
int shelf_put_file(struct import_jobs *jobs, const struct import_job_row *row, int64_t file, int fd, struct err *err) PL_MUST_CHECK;
/* Makes a temporary file of it, which is the caller's to close. PL_NOT_FOUND if it is not whole. */
int shelf_file(struct import_jobs *jobs, const struct import_job_row *row, int64_t file, int64_t bytes, int *ret_fd, struct err *err)
	PL_MUST_CHECK;
