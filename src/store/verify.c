#include "store/verify.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "store/inside.h"
#include "store/verifying.h"

const char *ledger_verdict_code(enum ledger_verdict verdict)
{
	static const char *const CODES[] = {
		[LEDGER_WHOLE] = "whole",
		[LEDGER_EDITED] = "edited",
		[LEDGER_ADDED] = "added",
		[LEDGER_REMOVED] = "removed",
		[LEDGER_REORDERED] = "reordered",
		[LEDGER_CUT] = "cut",
		[LEDGER_REWRITTEN] = "rewritten",
		[LEDGER_OLD_COPY] = "old-copy",
	};

	return CODES[verdict];
}

void finding_set(struct ledger_finding *f, struct arena *a, enum ledger_verdict verdict, int64_t sequence, const char *place,
	const char *format, ...)
{
	char words[300];
	va_list values;

	if (f->verdict != LEDGER_WHOLE)
		return;
	va_start(values, format);
	(void)vsnprintf(words, sizeof words, format, values);
	va_end(values);
	f->verdict = verdict;
	f->sequence = sequence;
	f->place = place;
	f->words = arena_strdup(a, words);
}

/* ---- the database itself ---- */

static int check_pages(struct store *s, struct arena *a, struct ledger_finding *f, struct err *err)
{
	struct err damage;
	int rc = store_check(s, &damage);

	if (rc == PL_DAMAGED) {
		finding_set(f, a, LEDGER_EDITED, 0, "database", "%.200s", damage.text);
		return 0;
	}
	return rc < 0 ? err_set(err, rc, "%s", damage.text) : 0;
}

static int check_versions(struct store *s, struct arena *a, struct ledger_finding *f, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SCHEMA_VERSIONS);
	const struct sql_migrations *all = &SQL_MIGRATIONS[database_engine(s->db)];
	size_t count = 0;
	bool good = true;
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		int64_t version = take_int(q);

		good = good && count < all->count && version == all->rows[count].version
			&& str_equal(take_text(q), all->rows[count].name) && !text_was_cut(q);
		count++;
	}
	if (rc == 0 && (!good || count != all->count))
		finding_set(f, a, LEDGER_EDITED, 0, "schema_version", "The list of migrations is not the one that was applied");
	return rc;
}

static int check_database(struct store *s, struct arena *a, struct ledger_finding *f, struct err *err)
{
	int rc = check_versions(s, a, f, err);

	return rc == 0 ? check_pages(s, a, f, err) : rc;
}

/* ---- all of it ---- */

static struct ledger_found *read_ledgers(struct arena *a, const struct employer *employers, size_t count)
{
	struct ledger_found *ledgers = arena_array(a, count, sizeof *ledgers);

	for (size_t i = 0; i < count; i++)
		ledgers[i].employer = employers[i];
	return ledgers;
}

static struct ledger_found *find_ledger(struct ledger_found *ledgers, size_t count, const char *employer)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(ledgers[i].employer.code, employer))
			return &ledgers[i];
	return NULL;
}

static void ask_witnesses(struct arena *a, struct ledger_found *ledgers, size_t count, const struct ledger_witness *witnesses,
	size_t witnesses_count, struct ledger_finding *general)
{
	for (size_t i = 0; i < witnesses_count; i++) {
		struct ledger_found *l = find_ledger(ledgers, count, witnesses[i].employer);

		if (l != NULL)
			verify_witness(a, l, &witnesses[i]);
		else
			finding_set(general, a, LEDGER_REMOVED, 0, "employer", "There is no employer %s, and the checkpoint saw one",
				witnesses[i].employer);
	}
}

static bool all_whole(const struct ledger_found *ledgers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ledgers[i].finding.verdict != LEDGER_WHOLE)
			return false;
	return true;
}

static void gather(struct arena *a, const struct ledger_finding *general, const struct ledger_found *ledgers, size_t count,
	struct ledger_finding **ret, size_t *ret_count)
{
	struct ledger_finding *all = arena_array(a, count + 1, sizeof *all);
	size_t n = 0;

	if (general->verdict != LEDGER_WHOLE)
		all[n++] = *general;
	for (size_t i = 0; i < count; i++)
		all[n++] = ledgers[i].finding;
	*ret = all;
	*ret_count = n;
}

static int verify(struct store *s, struct arena *a, struct ledger_finding *general, struct ledger_found **ret, size_t *ret_count,
	struct err *err)
{
	struct employer *employers;
	size_t count;
	int64_t strays = 0;
	bool tables_hold;
	int rc = verify_schema(s, a, general, &tables_hold, err);

	*ret_count = 0;
	if (rc < 0 || !tables_hold)
		return rc;
	rc = store_employers(s, a, &employers, &count, err);
	if (rc < 0)
		return rc;
	*ret = read_ledgers(a, employers, count);
	*ret_count = count;
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = verify_chain(s, a, &(*ret)[i], err);
	if (rc == 0)
		rc = verify_rows(s, a, *ret, count, &strays, err);
	if (rc == 0)
		rc = verify_releases(s, a, general, err);
	if (rc < 0 || !all_whole(*ret, count))
		return rc;
	if (strays > 0)
		finding_set(general, a, LEDGER_REMOVED, 0, "employer", "%lld rows belong to an employer that is not there",
			(long long)strays);
	return check_database(s, a, general, err);
}

int store_verify(struct store *s, struct arena *a, const struct ledger_witness *witnesses, size_t witnesses_count,
	struct ledger_finding **ret, size_t *ret_count, struct err *err)
{
	struct ledger_finding general = {.employer = "", .place = "", .words = ""};
	struct ledger_found *ledgers = NULL;
	size_t count;
	bool began;
	int rc = reading_begin(s, &began, err);

	if (rc < 0)
		return rc;
	rc = verify(s, a, &general, &ledgers, &count, err);
	reading_end(s, began);
	if (rc < 0)
		return rc;
	ask_witnesses(a, ledgers, count, witnesses, witnesses_count, &general);
	gather(a, &general, ledgers, count, ret, ret_count);
	return 0;
}
