/* verify.h: whether the ledgers of a database, and the rows they seal, are what was written.
 *
 * Reads everything once: the chain of each employer, then each sealed table. Without a witness it finds whatever does not
 * fit together. Somebody who works the whole chain out anew, puts an old copy back, or takes an employer out with all of
 * its rows, leaves nothing that does not fit: that takes a witness, a head of the ledger that was noted somewhere else
 * before.
 */
#pragma once

#include "store/store.h"

enum ledger_verdict {
	LEDGER_WHOLE,
	LEDGER_EDITED,      /* something is there and is not what was written */
	LEDGER_ADDED,       /* rows that no entry made */
	LEDGER_REMOVED,     /* an entry, a payload or rows are gone from the middle */
	LEDGER_REORDERED,   /* an entry stands in the place of another */
	LEDGER_CUT,         /* the last entries are gone, and what is left shows it */
	LEDGER_REWRITTEN,   /* all fits together, but it is not the ledger that the witness saw */
	LEDGER_OLD_COPY     /* all fits together, but it ends before what the witness saw */
};

/* "whole", "edited"...: for programs; a table of words. */
const char *ledger_verdict_code(enum ledger_verdict verdict);

/* What somebody noted: the hash of entry `entries`. */
struct ledger_witness {
	const char *employer;
	int64_t entries;
	const char *head;
};

struct ledger_finding {
	enum ledger_verdict verdict;
	const char *employer; /* code; "" for what belongs to none */
	int64_t entries;      /* that were read */
	int64_t sealed_from;  /* the first entry that seals rows; 0: none does */
	int64_t erased;       /* payloads and rows of which personal data was erased, by entries that say so */
	int64_t sequence;     /* the first place that is not as it was; 0 if there is none, or it is in no entry */
	const char *place;    /* "entry", "payload", or the table; "" if whole */
	const char *words;    /* a sentence */
	char head[65];        /* hash of the last entry that is whole; "" if there is none */
};

/* One finding an employer, in the order of their codes. Where the schema is not as Plimsoll makes it, or all
 * of them are whole and the database itself is not as Plimsoll left it, one with employer "" stands before them; alone, where
 * the tables are not those that Plimsoll makes. PL_DAMAGED if the database cannot be read. */
int store_verify(struct store *s, struct arena *a, const struct ledger_witness *witnesses, size_t witnesses_count,
	struct ledger_finding **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
