/* verifying.h: what the parts of verify.h share: the chain of entries (verify_chain.c), the rows (verify_rows.c), and the
 * schema (verify_schema.c), without which neither can be read. */
#pragma once

#include "store/sealed_rows.h"
#include "store/verify.h"

/* An entry as it stands in the database. */
struct found_entry {
	struct ledger_entry e;
	const char *hash;
	bool cut, payload_cut;       /* a text goes on after a NUL, beyond what is hashed: nobody wrote it so */
	bool has_payload, payload_erased;
	const char *salt, *payload;  /* only until its commitment has been looked at */
};

struct ledger_found {
	struct employer employer;
	struct found_entry *entries;
	size_t entries_count, entries_room;
	int64_t last_payload;
	struct ledger_finding finding;
};

/* Notes the first thing that is wrong; what comes later is passed over. */
void finding_set(struct ledger_finding *f, struct arena *a, enum ledger_verdict verdict, int64_t sequence, const char *place,
	const char *format, ...) PL_PRINTF(6, 7);

/* Whether tables, indexes, views and triggers are those that the migrations make. Unless the tables are, nothing else can be
 * believed, or even read: *ret_tables_hold. */
int verify_schema(struct store *s, struct arena *a, struct ledger_finding *f, bool *ret_tables_hold, struct err *err)
	PL_MUST_CHECK;
int verify_chain(struct store *s, struct arena *a, struct ledger_found *l, struct err *err) PL_MUST_CHECK;
void verify_witness(struct arena *a, struct ledger_found *l, const struct ledger_witness *w);
/* *ret_strays: rows of employers that are not there. */
int verify_rows(struct store *s, struct arena *a, struct ledger_found *ledgers, size_t count, int64_t *ret_strays,
	struct err *err) PL_MUST_CHECK;
/* Whether the bytes of every release (store/releases.h) still have the SHA-256 that they were taken with. */
int verify_releases(struct store *s, struct arena *a, struct ledger_finding *f, struct err *err) PL_MUST_CHECK;
