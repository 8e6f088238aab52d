/* evidence_pack.h: everything about a period that an inspector, a union or a board takes away, in one ZIP: the figures
 * of its last day, how cases came to workers in it, the lines with who agreed them, what waits, the ledger's entries,
 * and the signed checkpoint that fixes them (R47, R52).
 *
 * Where no checkpoint fixes all of the period yet, one is signed while the pack is made: a pack that proves nothing
 * would have to be taken again. If the signer will not, the pack says so.
 *
 * It holds what the addresses of the same names would give that viewer, and nothing more: each file passes the same
 * sight. The same facts, asked for at the same instant, give the same bytes. */
#pragma once

#include "service/ledger/checkpoint.h"
#include "service/ledger/evidence_pack.h"

enum { EVIDENCE_BYTES_MOST = 256 * 1024 * 1024 };

struct evidence_asked {
	struct pictures *pictures;
	const struct picture *today;
	const struct viewer *viewer;
	struct days period;      /* of evidence_period */
	struct checkpoints *checkpoints; /* NULL: no key signs them here */
	int64_t instant;         /* of asking */
};

/* Writes the ZIP to the end of `out`. PL_LIMIT if it is larger than what `out` may hold. */
int evidence_pack(struct arena *a, const struct evidence_asked *asked, struct buf *out, struct err *err) PL_MUST_CHECK;
