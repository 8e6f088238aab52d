/* The rows: what happened to each is added up by entry, as it was when they were written, and held against what the entries
 * seal. Counts tell whether rows were added, removed or changed. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "store/inside.h"
#include "store/verifying.h"

enum { ROW_BYTES = 16 * 1024 * 1024 };

/* The lines of one entry: as found now, and as ledger_rows has them. */
struct entry_lines {
	struct row_line *found, *kept;
	size_t found_count, found_room, kept_count, kept_room;
	bool cut;                     /* a text of a kept line goes on after a NUL */
};

struct ledger_sums {
	struct ledger_found *ledger;
	struct entry_lines *entries;  /* by sequence - 1 */
	struct row_sum **sums;        /* of the table that is being read, by sequence - 1 */
	int64_t beyond;               /* rows that speak of entries that are not there */
	bool odd;                     /* a row is erased or committed to in part */
};

struct rows_check {
	struct arena *arena;
	struct ledger_sums *ledgers;
	size_t count;
	const struct sealed_table *table;
	struct ledger_sums *newest;
	struct buf scratch;
	int64_t made, strays;         /* rows of the table, and those of no employer that is there */
	int rc;
	struct err *err;
};

/* ---- adding up ---- */

static struct ledger_sums *find_ledger(struct rows_check *c, const struct cell *cell)
{
	if (cell->kind != CELL_NUMBER)
		return NULL;
	if (c->newest != NULL && c->newest->ledger->employer.id == cell->number)
		return c->newest;
	for (size_t i = 0; i < c->count; i++)
		if (c->ledgers[i].ledger->employer.id == cell->number)
			return c->newest = &c->ledgers[i];
	return NULL;
}

/* Something happened to a row in an entry; one from before rows were sealed belongs to the first that seals. */
static void add(struct rows_check *c, struct ledger_sums *l, enum row_event event, int place, const struct cell *cells)
{
	int64_t entry;

	if (place < 0 || cells[place].kind == CELL_NULL || c->rc < 0)
		return;
	entry = cells[place].number;
	if (entry > 0 && entry < l->ledger->finding.sealed_from)
		entry = l->ledger->finding.sealed_from;
	if (entry < 1 || entry > (int64_t)l->ledger->entries_count) {
		l->beyond++;
		return;
	}
	if (l->sums[entry - 1] == NULL)
		l->sums[entry - 1] = mem_alloc(sizeof **l->sums);
	c->rc = row_sum_add(l->sums[entry - 1], c->table, event, cells, &c->scratch, c->err);
}

/* What is erased has no salt any more, and only what is erased has a commitment in its place. */
static bool is_odd(const struct sealed_table *t, const struct cell *cells)
{
	bool erased = t->erased >= 0 && cells[t->erased].kind != CELL_NULL;

	if (t->commitment < 0)
		return false;
	return erased != (cells[t->commitment].kind != CELL_NULL) || (erased && cells[t->salt].kind != CELL_NULL);
}

static void on_row(void *context, const struct cell *cells)
{
	struct rows_check *c = context;
	const struct sealed_table *t = c->table;
	struct ledger_sums *l = find_ledger(c, &cells[t->employer_id]);

	if (t->made >= 0 && cells[t->made].kind != CELL_NULL)
		c->made++;
	if (l == NULL) {
		c->strays += cells[t->employer_id].kind != CELL_NULL ? 1 : 0;
		return;
	}
	l->odd = l->odd || is_odd(t, cells);
	add(c, l, ROW_MADE, t->made, cells);
	add(c, l, ROW_ENDED, t->unmade, cells);
	add(c, l, ROW_ERASED, t->erased, cells);
}

/* The sums of the table become lines of their entries. */
static void keep_lines(struct rows_check *c, struct ledger_sums *l)
{
	for (size_t i = 0; i < l->ledger->entries_count; i++) {
		struct entry_lines *e = &l->entries[i];

		if (l->sums[i] == NULL)
			continue;
		*ARENA_PUSH(c->arena, &e->found, &e->found_count, &e->found_room) = row_line_of(c->table, l->sums[i]);
		l->ledger->finding.erased += c->table->made >= 0 ? l->sums[i]->count[ROW_ERASED] : 0;
		mem_free(l->sums[i]);
		l->sums[i] = NULL;
	}
}

/* ---- what the entries say ---- */

static void keep(struct arena *a, struct entry_lines *e, const struct row_line *line, bool cut)
{
	*ARENA_PUSH(a, &e->kept, &e->kept_count, &e->kept_room) = *line;
	e->cut = e->cut || cut;
}

static int read_kept(struct store *s, struct arena *a, struct ledger_sums *l, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LEDGER_ROWS_OLDEST_FIRST);
	int rc;

	put_int(q, l->ledger->employer.id);
	while ((rc = statement_next(q, err)) > 0) {
		int64_t sequence = take_int(q);
		struct row_line line = {.table = arena_strdup(a, take_text(q))};

		for (int event = 0; event < ROW_EVENTS; event++)
			line.count[event] = take_int(q);
		(void)snprintf(line.digest, sizeof line.digest, "%s", take_text(q));
		if (sequence < 1 || sequence > (int64_t)l->ledger->entries_count)
			l->beyond++;
		else
			keep(a, &l->entries[sequence - 1], &line, text_was_cut(q));
	}
	return rc;
}

static bool has_digest(const struct row_line *lines, size_t count, const char *digest)
{
	char again[LEDGER_HASH_SIZE];

	rows_digest(lines, count, again);
	return str_equal(again, digest);
}

static const struct row_line *find_line(const struct row_line *lines, size_t count, const char *table)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(lines[i].table, table))
			return &lines[i];
	return NULL;
}

static bool lines_equal(const struct row_line *one, const struct row_line *other)
{
	if (one == NULL || other == NULL)
		return one == other;
	return memcmp(one->count, other->count, sizeof one->count) == 0 && str_equal(one->digest, other->digest);
}

/* ---- what is wrong ---- */

static bool lines_hold(const struct entry_lines *e, const char *digest)
{
	return !e->cut && has_digest(e->kept, e->kept_count, digest);
}

/* Rows that an entry made of a table, as it sealed them. Where what is kept of that is not what was written it may say anything,
 * and is not believed. */
static int64_t sealed_rows(const struct ledger_sums *l, size_t at, const char *table)
{
	const struct entry_lines *e = &l->entries[at];
	const struct row_line *line = lines_hold(e, l->ledger->entries[at].e.rows_digest)
		? find_line(e->kept, e->kept_count, table) : find_line(e->found, e->found_count, table);

	return line != NULL ? line->count[ROW_MADE] : 0;
}

/* Rows made less rows sealed, of one table, in all ledgers and beyond their ends. */
static int64_t surplus(const struct rows_check *c, const char *table, int64_t found)
{
	int64_t sealed = 0;

	for (size_t i = 0; i < c->count; i++)
		for (size_t n = 0; n < c->ledgers[i].ledger->entries_count; n++)
			sealed += sealed_rows(&c->ledgers[i], n, table);
	return found - sealed;
}

static void tell_rows(struct rows_check *c, struct ledger_found *l, int64_t sequence, const char *table, int64_t surplus_rows)
{
	struct ledger_finding *f = &l->finding;

	if (surplus_rows < 0)
		finding_set(f, c->arena, LEDGER_REMOVED, sequence, table, "Entry %lld: %lld %s of %s removed", (long long)sequence,
			(long long)-surplus_rows, surplus_rows == -1 ? "row" : "rows", table);
	else if (surplus_rows > 0)
		finding_set(f, c->arena, LEDGER_ADDED, sequence, table, "Entry %lld: %lld %s of %s added", (long long)sequence,
			(long long)surplus_rows, surplus_rows == 1 ? "row" : "rows", table);
	else
		finding_set(f, c->arena, LEDGER_EDITED, sequence, table, "Entry %lld: a row of %s is not what was written",
			(long long)sequence, table);
}

/* The facts are as they were sealed, and what is kept beside the entry is not. */
static void tell_lines(struct rows_check *c, struct ledger_found *l, int64_t sequence, const struct entry_lines *e)
{
	enum ledger_verdict verdict = e->kept_count < e->found_count ? LEDGER_REMOVED
		: e->kept_count > e->found_count ? LEDGER_ADDED : LEDGER_EDITED;

	finding_set(&l->finding, c->arena, verdict, sequence, "ledger_rows", "Entry %lld: what is kept of how many rows it touched is "
		"not what was written", (long long)sequence);
}

struct table_total {
	const char *table;
	int64_t made;
};

static void compare_entry(struct rows_check *c, struct ledger_found *l, int64_t sequence, const struct entry_lines *e,
	const struct table_total *totals, size_t totals_count)
{
	const char *digest = l->entries[sequence - 1].e.rows_digest;

	if (l->finding.verdict != LEDGER_WHOLE)
		return;
	if (!lines_hold(e, digest)) {
		tell_lines(c, l, sequence, e);
		return;
	}
	for (size_t i = 0; i < totals_count && l->finding.verdict == LEDGER_WHOLE; i++) {
		const char *table = totals[i].table;

		if (!lines_equal(find_line(e->found, e->found_count, table), find_line(e->kept, e->kept_count, table)))
			tell_rows(c, l, sequence, table, surplus(c, table, totals[i].made));
	}
}

static void compare(struct rows_check *c, struct ledger_sums *l, const struct table_total *totals, size_t totals_count)
{
	struct ledger_found *found = l->ledger;
	int64_t end = (int64_t)found->entries_count;
	int64_t first = found->finding.sealed_from > 0 ? found->finding.sealed_from : end + 1;

	for (int64_t sequence = first; sequence <= end; sequence++)
		compare_entry(c, found, sequence, &l->entries[sequence - 1], totals, totals_count);
	if (l->odd)
		finding_set(&found->finding, c->arena, LEDGER_EDITED, 0, "", "A row is erased in part");
	if (l->beyond > 0)
		finding_set(&found->finding, c->arena, LEDGER_CUT, end + 1, "entry", "The ledger ends at entry %lld, and %lld rows speak "
			"of entries after it", (long long)end, (long long)l->beyond);
}

/* ---- all tables ---- */

static int read_tables(struct rows_check *c, struct store *s, const struct sealed_tables *tables, struct table_total *totals,
	struct err *err)
{
	int32_t *employers = arena_array(c->arena, c->count, sizeof *employers);
	int rc = 0;

	for (size_t n = 0; n < c->count; n++)
		employers[n] = c->ledgers[n].ledger->employer.id;
	for (size_t i = 0; i < tables->count && rc == 0; i++) {
		c->table = &tables->rows[i];
		c->made = 0;
		rc = database_scan(s->db, &(struct table_scan){.table = c->table->name, .employers = employers,
			.employers_count = c->count, .row = on_row, .context = c}, err);
		rc = rc == 0 ? c->rc : rc;
		totals[i] = (struct table_total){c->table->name, c->made};
		for (size_t n = 0; n < c->count; n++)
			keep_lines(c, &c->ledgers[n]);
	}
	return rc;
}

static void open_sums(struct rows_check *c, struct ledger_found *ledgers)
{
	c->ledgers = arena_array(c->arena, c->count, sizeof *c->ledgers);
	for (size_t i = 0; i < c->count; i++) {
		size_t n = ledgers[i].entries_count;

		c->ledgers[i].ledger = &ledgers[i];
		c->ledgers[i].entries = arena_array(c->arena, n, sizeof *c->ledgers[i].entries);
		c->ledgers[i].sums = arena_array(c->arena, n, sizeof *c->ledgers[i].sums);
	}
}

int verify_rows(struct store *s, struct arena *a, struct ledger_found *ledgers, size_t count, int64_t *ret_strays,
	struct err *err)
{
	struct rows_check c = {.arena = a, .count = count, .scratch = BUF_INIT(ROW_BYTES), .err = err};
	struct sealed_tables tables;
	struct table_total *totals;
	int rc = sealed_tables_read(s->db, a, &tables, err);

	if (rc < 0)
		return rc;
	open_sums(&c, ledgers);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = read_kept(s, a, &c.ledgers[i], err);
	totals = arena_array(a, tables.count, sizeof *totals);
	if (rc == 0)
		rc = read_tables(&c, s, &tables, totals, err);
	for (size_t i = 0; i < count && rc == 0; i++)
		compare(&c, &c.ledgers[i], totals, tables.count);
	buf_free(&c.scratch);
	*ret_strays = c.strays;
	return rc;
}
