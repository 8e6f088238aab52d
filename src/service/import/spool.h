/* spool.h: facts of cases, set aside as files are read and handed back grouped by case.
 *
 * Files may speak of the same case far apart and in any number, so facts are set aside until all files are read. They are
 * written in a compact form, spread over partitions by the hash of the reference, into a temporary file without a name (in
 * TMPDIR); a partition fits into memory and is put in order there. Memory stays flat whatever the size of the files; a
 * small import never touches the disk.
 */
#pragma once

#include "base/err.h"
#include "core/fact.h"

enum {
	SPOOL_PARTITIONS = 256,
	SPOOL_BLOCK_BYTES = 16 * 1024,               /* a partition grows by */
	SPOOL_KEPT_BYTES = 20 * 1024 * 1024,         /* kept in memory before anything is written */
	SPOOL_PARTITION_BYTES = 24 * 1024 * 1024,    /* most that one partition may hold */
	SPOOL_REF_BYTES = 200
};

struct spool;

struct spool *spool_new(void);
struct spool *spool_free(struct spool *s);

/* Sets facts of a case aside; texts are copied. Several calls may speak of one case. PL_LIMIT if there is too much, PL_FAIL
 * if the temporary file cannot be written. */
int spool_add(struct spool *s, const char *ref, const struct fact *facts, size_t count, struct err *err) PL_MUST_CHECK;

/* Opens one partition (0 to SPOOL_PARTITIONS - 1) for spool_next; the one before is closed. May be repeated. */
int spool_load(struct spool *s, size_t partition, struct err *err) PL_MUST_CHECK;

/* The next case of the open partition, by reference, with all its facts in the order they were added (not tidy). False at
 * the end. The array is in the arena; texts live until the next spool_load. */
bool spool_next(struct spool *s, struct arena *a, struct case_facts *ret);

/* Bytes the spool keeps in memory now, the most it ever kept, and bytes it has on disk. */
struct spool_bytes {
	size_t now, most;
	uint64_t on_disk;
};
struct spool_bytes spool_bytes(const struct spool *s);
