/* import_job_pack.h: what one process keeps of an import for another, as bytes: what was asked for, and what came of it.
 *
 * They are of the moment and of one version: bytes that another version of the program wrote are as good as forgotten.
 */
#pragma once

#include "base/buf.h"
#include "service/import/import_job.h"

/* What a job is, beside its row and the bytes of its files. */
struct job_order {
	const char *employer, *place; /* as import_order has them */
	const char *proof;            /* the password of who asked, as it was kept then */
	bool demo;
	struct import_job_file *files; size_t files_count;
};

void job_order_pack(const struct job_order *order, struct buf *out);
/* All of it in the arena. False: these bytes are none. */
bool job_order_unpack(struct arena *a, const void *bytes, size_t n, struct job_order *ret) PL_MUST_CHECK;

/* A report without what only its own process needs (hidden_refs, paths). */
void job_details_pack(const struct import_details *details, struct buf *out);
bool job_details_unpack(struct arena *a, const void *bytes, size_t n, struct import_details *ret) PL_MUST_CHECK;
