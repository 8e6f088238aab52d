/* The chain of entries: each is hashed anew and has to follow the one before it. Where it does not, what kind of break it is
 * follows from whether the entry that belongs there is somewhere else, or nowhere. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "store/inside.h"
#include "store/verifying.h"

/* ---- reading ---- */

static void take_entry(struct arena *a, struct statement *q, const char *employer, struct found_entry *f)
{
	f->e.employer = employer;
	f->e.sequence = take_int(q);
	f->e.instant = take_int(q);
	f->e.actor = arena_strdup(a, take_text(q));
	f->e.action = arena_strdup(a, take_text(q));
	f->e.object = arena_strdup(a, take_text(q));
	f->e.undoes = take_int(q);
	f->e.commitment = arena_strdup(a, take_text(q));
	f->e.rows_digest = arena_strdup(a, take_text(q));
	f->e.previous = arena_strdup(a, take_text(q));
	f->hash = arena_strdup(a, take_text(q));
	f->cut = text_was_cut(q);
	f->has_payload = take_int(q) > 0;
	f->payload_erased = take_int(q) > 0;
	f->salt = take_text(q);
	f->payload = take_text(q);
	f->payload_cut = !f->cut && text_was_cut(q);
}

/* Whether the payload is what the entry committed to; erased ones must be gone whole. */
static bool payload_holds(const struct found_entry *f)
{
	char again[LEDGER_HASH_SIZE];

	if (f->payload_cut)
		return false;
	if (f->payload_erased)
		return f->salt[0] == '\0' && f->payload[0] == '\0';
	ledger_commitment(f->salt, f->payload, again);
	return str_equal(again, f->e.commitment);
}

struct payload_break {
	int64_t sequence;
	bool removed;
};

static void check_payload(struct ledger_found *l, const struct found_entry *f, struct payload_break *b)
{
	if (f->payload_erased)
		l->finding.erased++;
	if (b->sequence == 0 && (!f->has_payload || !payload_holds(f)))
		*b = (struct payload_break){f->e.sequence, !f->has_payload};
}

static int read_last_payload(struct store *s, struct ledger_found *l, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_LAST_PAYLOAD);
	int rc;

	put_int(q, l->employer.id);
	rc = statement_next(q, err);
	if (rc > 0)
		l->last_payload = take_int(q);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

static int read_entries(struct store *s, struct arena *a, struct ledger_found *l, struct payload_break *b, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_OLDEST_FIRST);
	int rc;

	put_int(q, l->employer.id);
	while ((rc = statement_next(q, err)) > 0) {
		struct found_entry *f = ARENA_PUSH(a, &l->entries, &l->entries_count, &l->entries_room);

		take_entry(a, q, l->employer.code, f);
		check_payload(l, f, b);
		if (l->finding.sealed_from == 0 && f->e.rows_digest[0] != '\0')
			l->finding.sealed_from = f->e.sequence;
	}
	return rc == 0 ? read_last_payload(s, l, err) : rc;
}

/* ---- where it breaks ---- */

static bool holds_as(const struct found_entry *f, int64_t sequence)
{
	struct ledger_entry e = f->e;
	char again[LEDGER_HASH_SIZE];

	if (f->cut)
		return false;
	e.sequence = sequence;
	ledger_hash(&e, again);
	return str_equal(again, f->hash);
}

/* The entry that belongs at `sequence`, wherever it stands. */
static bool stands_elsewhere(const struct ledger_found *l, int64_t sequence, const char *previous)
{
	for (size_t i = 0; i < l->entries_count; i++)
		if (l->entries[i].e.sequence != sequence && str_equal(l->entries[i].e.previous, previous)
			&& holds_as(&l->entries[i], sequence))
			return true;
	return false;
}

/* Whether an entry is one that once had another number. Nothing seals the position of the employer, so it does not say how far
 * to look: where more than half of the entries are gone, this one is told as edited. */
static bool had_another_number(const struct ledger_found *l, const struct found_entry *f)
{
	int64_t most = 2 * (int64_t)l->entries_count + 1;

	for (int64_t sequence = 1; sequence <= most; sequence++)
		if (holds_as(f, sequence))
			return true;
	return false;
}

static void explain_break(struct arena *a, struct ledger_found *l, size_t at, const char *previous)
{
	const struct found_entry *f = &l->entries[at];
	struct ledger_finding *found = &l->finding;
	int64_t sequence = (int64_t)at + 1;

	if (stands_elsewhere(l, sequence, previous))
		finding_set(found, a, LEDGER_REORDERED, sequence, "entry", "Entry %lld stands at another place", (long long)sequence);
	else if (f->e.sequence != sequence || (!holds_as(f, sequence) && had_another_number(l, f)))
		finding_set(found, a, LEDGER_REMOVED, sequence, "entry", "Entry %lld is gone", (long long)sequence);
	else if (holds_as(f, sequence) && sequence > 1)
		finding_set(found, a, LEDGER_EDITED, sequence - 1, "entry", "Entry %lld is not the one that entry %lld follows",
			(long long)sequence - 1, (long long)sequence);
	else
		finding_set(found, a, LEDGER_EDITED, sequence, "entry", "Entry %lld is not what was written", (long long)sequence);
}

/* Rows are sealed from some entry on, and never again not. */
static bool digest_fits(const struct ledger_found *l, const struct found_entry *f)
{
	return f->e.rows_digest[0] != '\0' || l->finding.sealed_from == 0 || f->e.sequence < l->finding.sealed_from;
}

static bool walk(struct arena *a, struct ledger_found *l)
{
	const char *previous = LEDGER_FIRST_PREVIOUS;

	for (size_t i = 0; i < l->entries_count; i++) {
		const struct found_entry *f = &l->entries[i];

		if (f->e.sequence != (int64_t)i + 1 || !str_equal(f->e.previous, previous) || !holds_as(f, f->e.sequence)
			|| !digest_fits(l, f)) {
			explain_break(a, l, i, previous);
			return false;
		}
		previous = f->hash;
		(void)snprintf(l->finding.head, sizeof l->finding.head, "%s", f->hash);
	}
	return true;
}

static void check_end(struct arena *a, struct ledger_found *l)
{
	int64_t end = (int64_t)l->entries_count;

	if (l->employer.position > end || l->last_payload > end)
		finding_set(&l->finding, a, LEDGER_CUT, end + 1, "entry", "The ledger ends at entry %lld, and there was an entry %lld",
			(long long)end, (long long)(l->last_payload > l->employer.position ? l->last_payload : l->employer.position));
	else if (l->employer.position < end)
		finding_set(&l->finding, a, LEDGER_EDITED, 0, "employer", "The employer is said to be at entry %lld, and the ledger ends "
			"at entry %lld", (long long)l->employer.position, (long long)end);
}

int verify_chain(struct store *s, struct arena *a, struct ledger_found *l, struct err *err)
{
	struct payload_break payload = {0};
	int rc;

	l->finding.employer = l->employer.code;
	l->finding.place = l->finding.words = "";
	rc = read_entries(s, a, l, &payload, err);
	if (rc < 0)
		return rc;
	l->finding.entries = (int64_t)l->entries_count;
	if (walk(a, l))
		check_end(a, l);
	if (payload.sequence > 0)
		finding_set(&l->finding, a, payload.removed ? LEDGER_REMOVED : LEDGER_EDITED, payload.sequence, "payload",
			"The payload of entry %lld is %s", (long long)payload.sequence,
			payload.removed ? "gone, and no entry says that it was erased" : "not what was written");
	return 0;
}

void verify_witness(struct arena *a, struct ledger_found *l, const struct ledger_witness *w)
{
	int64_t end = (int64_t)l->entries_count;

	if (w->entries > end)
		finding_set(&l->finding, a, LEDGER_OLD_COPY, end + 1, "entry", "The ledger ends at entry %lld, and the checkpoint saw "
			"entry %lld: this is an old copy, or all that came after was taken out", (long long)end, (long long)w->entries);
	else if (!str_equal(l->entries[w->entries - 1].hash, w->head))
		finding_set(&l->finding, a, LEDGER_REWRITTEN, w->entries, "entry", "Entry %lld is not the one that the checkpoint saw: it "
			"or one before it was written anew", (long long)w->entries);
}
