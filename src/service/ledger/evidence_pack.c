#include "service/ledger/evidence_pack.h"

#include "base/clock.h"
#include "core/quarter.h"
#include "exchange/package_writer.h"
#include "secure/digest.h"

enum { SUMS_CAP = 64 * 1024 };

int evidence_period(int32_t first, int32_t last, int32_t today, struct days *ret, struct err *err)
{
	struct days period = quarter_before(today);

	if (last != DAY_MAX)
		period.until = last + 1;
	if (first != DAY_MIN)
		period = (struct days){first, last != DAY_MAX ? last + 1 : today + 1};
	if (period.from >= period.until)
		return err_set(err, PL_INVALID, "The first day of the period is after its last.");
	if (period.until > today + 1)
		return err_set(err, PL_INVALID, "The last day of the period is still to come: nothing has happened on it.");
	if (period.until - period.from > EVIDENCE_DAYS_MOST)
		return err_set(err, PL_INVALID, "The period is longer than two years: ask for a shorter one.");
	*ret = period;
	return 0;
}

/* The entry that stood last when the period was over; 0 if the ledger began later. */
static int last_of_period(struct store *s, const struct picture *p, struct days period, int64_t *ret, struct err *err)
{
	int64_t later = 0;
	int rc = store_ledger_since(s, p->snap->employer.id, clock_day_begins(period.until), &later, err);

	if (rc == 0)
		*ret = later > 0 ? later - 1 : p->snap->employer.position;
	return rc;
}

/* From the first entry of the period (or the last before it, where it has none) to the one that is signed for. */
static int read_chain(struct store *s, struct arena *a, const struct picture *p, int64_t last, struct evidence *e,
	struct err *err)
{
	int64_t first = 0, end = e->checkpoint.entries > 0 ? e->checkpoint.entries : p->snap->employer.position;
	struct chain_link *chain;
	int rc = store_ledger_since(s, p->snap->employer.id, clock_day_begins(e->period.from), &first, err);

	if (rc < 0)
		return rc;
	first = first == 0 || first > last ? last : first;
	if (end - first >= EVIDENCE_ENTRIES_MOST)
		return err_set(err, PL_INVALID, "The period has more than %d entries: ask for a shorter one.", EVIDENCE_ENTRIES_MOST);
	rc = store_ledger_chain(s, a, p->snap->employer.id, first, end, &chain, &e->chain_count, err);
	e->chain = chain;
	return rc;
}

/* What fixes the period, and, for who reads the ledger whole, the chain up to it. */
static int read_proof(struct store *s, struct arena *a, const struct picture *p, struct evidence *e, struct err *err)
{
	int rc = last_of_period(s, p, e->period, &e->last, err);

	if (rc == 0 && e->last > 0)
		rc = store_checkpoint_covering(s, a, p->snap->employer.id, e->last, &e->checkpoint, err);
	return rc == 0 && e->entries.whole && e->last > 0 ? read_chain(s, a, p, e->last, e, err) : rc;
}

int evidence_read(struct pictures *pictures, struct arena *a, const struct picture *p, struct days period,
	const struct viewer *v, struct evidence *ret, struct err *err)
{
	const struct audit_wish wish = {.action = "", .actor = "", .from = period.from, .until = period.until - 1,
		.before = INT64_MAX, .most = EVIDENCE_ENTRIES_MOST};
	struct evidence e = {.period = period};
	int rc = audit_read(pictures, a, p, &wish, v, &e.entries, err);

	if (rc == 0 && e.entries.more)
		rc = err_set(err, PL_INVALID, "The period has more than %d entries: ask for a shorter one.", EVIDENCE_ENTRIES_MOST);
	if (rc < 0)
		return rc;
	rc = read_proof(pictures_lock_store(pictures), a, p, &e, err);
	pictures_unlock_store(pictures);
	if (rc == 0)
		*ret = e;
	return rc;
}

int evidence_pack_files(const struct evidence_file *files, size_t count, int64_t instant, struct buf *out,
	struct err *err)
{
	struct package_writer *w = package_writer_new(instant);
	struct buf sums = BUF_INIT(SUMS_CAP);
	int rc;

	for (size_t i = 0; i < count; i++) {
		char digest[DIGEST_SIZE];

		digest_of(files[i].bytes, files[i].size, digest);
		buf_putf(&sums, "%s  %s\n", digest, files[i].name);
		package_writer_add(w, files[i].name, files[i].bytes, files[i].size);
	}
	package_writer_add(w, "SHA256SUMS", buf_text(&sums), sums.len);
	rc = package_writer_finish(w, out, err);
	package_writer_free(w);
	buf_free(&sums);
	return rc;
}
