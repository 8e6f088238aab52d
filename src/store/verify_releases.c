/* The releases of official statistics: no ledger seals them, so that each is held against its own SHA-256. */
#include "base/str.h"
#include "secure/digest.h"
#include "store/inside.h"
#include "store/verifying.h"

int verify_releases(struct store *s, struct arena *a, struct ledger_finding *f, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_RELEASE_ALL_BYTES);
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		const char *name = arena_strdup(a, take_text(q)), *sha256 = arena_strdup(a, take_text(q));
		struct cell bytes = take_cell(q);
		char found[DIGEST_SIZE];

		digest_of(bytes.bytes, bytes.len, found);
		if (!str_equal(found, sha256))
			finding_set(f, a, LEDGER_EDITED, 0, "statistic_release", "The bytes of the release %.150s are not those that were taken in",
				name);
	}
	return rc;
}
