/* evidence_pack.h: what of the ledger goes into an evidence pack: the entries of a period in words, and the chain from
 * the first of them to the checkpoint that fixes them, so that whoever holds the pack can see without us that nothing
 * of it was changed later (R47, R52).
 *
 * The chain has the login behind each entry, because that enters its hash; so it is told to those who read the ledger
 * whole. The entries in words are told to each as the page of the ledger tells them. */
#pragma once

#include "base/buf.h"
#include "service/ledger/audit.h"

enum { EVIDENCE_DAYS_MOST = 2 * 366, EVIDENCE_ENTRIES_MOST = 200000 };

struct evidence {
	struct days period;
	int64_t last;                          /* the entry that stood last when the period was over; 0: none */
	struct audit entries;                  /* of the period */
	/* to the checkpoint's entry, or the newest; none where the ledger is not told whole */
	const struct chain_link *chain; size_t chain_count;
	struct kept_checkpoint checkpoint;     /* the first that fixes the whole period; `entries` 0 where there is none yet */
};

/* The days that are asked for by their first and last (DAY_MIN and DAY_MAX where nothing is said: the last quarter that
 * is over), as of `today`. PL_INVALID. */
int evidence_period(int32_t first, int32_t last, int32_t today, struct days *ret, struct err *err) PL_MUST_CHECK;

/* `p` is of today. PL_INVALID if the period has more than EVIDENCE_ENTRIES_MOST entries up to its checkpoint. All in
 * the arena. */
int evidence_read(struct pictures *pictures, struct arena *a, const struct picture *p, struct days period,
	const struct viewer *v, struct evidence *ret, struct err *err) PL_MUST_CHECK;

struct evidence_file {
	const char *name;         /* "unallocated.csv" */
	const char *bytes; size_t size;
};

/* Puts files into one ZIP, with SHA256SUMS over them as sha256sum reads it. The same files and instant give the same
 * bytes. */
int evidence_pack_files(const struct evidence_file *files, size_t count, int64_t instant, struct buf *out,
	struct err *err) PL_MUST_CHECK;
