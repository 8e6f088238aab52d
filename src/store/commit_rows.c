/* What a commit does to rows: the engine tells of each, and here it is added to the seal of the entry. Nothing that writes
 * has to think of it, and nothing can be forgotten. What would overwrite or delete a row makes the commit fail. */
#include <string.h>

#include "base/str.h"
#include "store/inside.h"
#include "store/sealed_rows.h"

enum { ROW_BYTES = 16 * 1024 * 1024 };

/* Asking a database for its tables takes longer than a small commit. */
struct sealed_kept {
	struct arena *arena;
	struct sealed_tables tables;
	int64_t schema;                    /* as it was when they were read */
};

struct commit_rows {
	struct arena *arena;
	struct sealed_tables tables;       /* the store's */
	struct row_sum **sums;             /* by place of the table; NULL until something happens to it */
	const struct sealed_table *newest; /* many rows of one table come one after the other */
	struct buf scratch;
	struct err err;                    /* the first thing that went wrong */
};

/* ---- watching ---- */

static void refuse(struct commit *c, const struct sealed_table *t, const char *what)
{
	struct commit_rows *r = c->rows;

	if (!c->failed)
		(void)err_set(&r->err, PL_FAIL, "A row of %s was to be %s: nothing was changed", t->name, what);
	c->failed = true;
}

static const struct sealed_table *find_table(struct commit_rows *r, const char *name)
{
	if (r->newest != NULL && str_equal(r->newest->name, name))
		return r->newest;
	for (size_t i = 0; i < r->tables.count; i++)
		if (str_equal(r->tables.rows[i].name, name))
			return r->newest = &r->tables.rows[i];
	return NULL;
}

static void happened(struct commit *c, const struct sealed_table *t, enum row_event event, const struct cell *cells)
{
	struct commit_rows *r = c->rows;
	struct row_sum **sum = &r->sums[t - r->tables.rows];

	if (*sum == NULL)
		*sum = arena_alloc(r->arena, sizeof **sum);
	if (!c->failed && row_sum_add(*sum, t, event, cells, &r->scratch, &r->err) < 0)
		c->failed = true;
}

static bool is_number(const struct cell *cells, int place, int64_t number)
{
	return place >= 0 && cells[place].kind == CELL_NUMBER && cells[place].number == number;
}

static bool is_null(const struct cell *cells, int place)
{
	return place < 0 || cells[place].kind == CELL_NULL;
}

static void row_added(struct commit *c, const struct sealed_table *t, const struct cell *after)
{
	if (!is_null(after, t->unmade) || !is_null(after, t->erased) || !is_null(after, t->commitment))
		refuse(c, t, "added that has ended");
	else if (t->made >= 0 && !is_number(after, t->made, c->made))
		refuse(c, t, "added in the name of another entry");
	/* Of the row of an employer nobody knows the number before. */
	else if (c->employer_id != 0 && !is_number(after, t->employer_id, c->employer_id))
		refuse(c, t, "added for another employer");
	else if (t->made >= 0)
		happened(c, t, ROW_MADE, after);
}

static bool is_changed(const struct cell *before, const struct cell *after, int place)
{
	return place >= 0 && !cells_equal(&before[place], &after[place]);
}

/* Whether the commitment that takes the place of what is erased is one to just that. */
static bool commits_to_the_same(struct commit *c, const struct sealed_table *t, const struct cell *before, const struct cell *after)
{
	char commitment[LEDGER_HASH_SIZE];

	if (t->commitment < 0)
		return true;
	if (is_null(before, t->salt) || !is_null(after, t->salt) || after[t->commitment].kind != CELL_TEXT)
		return false;
	row_commitment(t, before, &c->rows->scratch, commitment);
	return after[t->commitment].len == strlen(commitment)
		&& memcmp(after[t->commitment].bytes, commitment, strlen(commitment)) == 0;
}

static bool may_change(const struct sealed_table *t, int place, bool erases)
{
	if (place == t->unmade || place == t->erased || str_equal(t->names[place], "position"))
		return true;
	return erases && (t->personal[place] || place == t->salt || place == t->commitment);
}

static void row_changed(struct commit *c, const struct sealed_table *t, const struct cell *before, const struct cell *after)
{
	bool ends = is_changed(before, after, t->unmade), erases = is_changed(before, after, t->erased);

	for (int place = 0; place < t->columns; place++)
		if (!may_change(t, place, erases) && is_changed(before, after, place))
			refuse(c, t, "overwritten");
	if ((t->employer_id >= 0 && !is_number(before, t->employer_id, c->employer_id))
		|| (ends && (!is_null(before, t->unmade) || !is_number(after, t->unmade, c->made)))
		|| (erases && (!is_null(before, t->erased) || !is_number(after, t->erased, c->made))))
		refuse(c, t, "ended in the name of another entry");
	if (erases && !c->failed && !commits_to_the_same(c, t, before, after))
		refuse(c, t, "erased without a trace");
	if (ends)
		happened(c, t, ROW_ENDED, before);
	if (erases)
		happened(c, t, ROW_ERASED, after);
}

static void on_row(void *context, const char *table, const struct cell *before, const struct cell *after)
{
	struct commit *c = context;
	const struct sealed_table *t = find_table(c->rows, table);

	if (t == NULL || c->failed)
		return;
	if (after == NULL)
		refuse(c, t, "deleted");
	else if (before == NULL)
		row_added(c, t, after);
	else
		row_changed(c, t, before, after);
}

/* ---- begin and end ---- */

struct sealed_kept *sealed_kept_free(struct sealed_kept *kept)
{
	if (kept != NULL) {
		arena_free(kept->arena);
		mem_free(kept);
	}
	return NULL;
}

static int read_tables(struct store *s, int64_t schema, struct err *err)
{
	struct sealed_kept *kept = mem_alloc(sizeof *kept);
	int rc;

	*kept = (struct sealed_kept){.arena = arena_new(), .schema = schema};
	rc = sealed_tables_read(s->db, kept->arena, &kept->tables, err);
	if (rc < 0) {
		sealed_kept_free(kept);
		return rc;
	}
	sealed_kept_free(s->sealed);
	s->sealed = kept;
	return 0;
}

static int tables_of(struct store *s, struct sealed_tables *ret, struct err *err)
{
	int64_t schema;
	int rc = database_number(s->db, SQL_SCHEMA_VERSION_NOW, &schema, err);

	if (rc == 0 && (s->sealed == NULL || s->sealed->schema != schema))
		rc = read_tables(s, schema, err);
	if (rc == 0)
		*ret = s->sealed->tables;
	return rc;
}

int commit_rows_begin(struct commit *c, struct err *err)
{
	struct commit_rows *r = mem_alloc(sizeof *r);
	int rc;

	*r = (struct commit_rows){.arena = arena_new(), .scratch = BUF_INIT(ROW_BYTES)};
	c->rows = r;
	rc = tables_of(c->store, &r->tables, err);
	if (rc < 0)
		return rc;
	r->sums = arena_array(r->arena, r->tables.count, sizeof *r->sums);
	database_watch(c->store->db, on_row, c);
	return 0;
}

void commit_rows_end(struct commit *c)
{
	if (c->rows == NULL)
		return;
	database_watch(c->store->db, NULL, NULL);
	buf_free(&c->rows->scratch);
	arena_free(c->rows->arena);
	mem_free(c->rows);
	c->rows = NULL;
}

int commit_rows_failed(const struct commit *c, struct err *err)
{
	if (c->rows->err.code < 0)
		return err_set(err, c->rows->err.code, "%s", c->rows->err.text);
	return err_set(err, PL_FAIL, "Nothing was changed, because a part of it could not be");
}

/* ---- what there is already ---- */

struct scan {
	struct commit *commit;
	const struct sealed_table *table;
};

static void add_found(void *context, const struct cell *cells)
{
	const struct scan *s = context;
	const struct sealed_table *t = s->table;

	if (!is_number(cells, t->employer_id, s->commit->employer_id))
		return;
	if (!is_null(cells, t->made) && t->made >= 0)
		happened(s->commit, t, ROW_MADE, cells);
	if (!is_null(cells, t->unmade))
		happened(s->commit, t, ROW_ENDED, cells);
}

int commit_rows_add_all(struct commit *c, struct err *err)
{
	struct commit_rows *r = c->rows;
	int rc = 0;

	for (size_t i = 0; i < r->tables.count && rc == 0; i++) {
		struct scan s = {c, &r->tables.rows[i]};

		rc = database_scan(c->store->db, &(struct table_scan){.table = s.table->name, .employers = &c->employer_id,
			.employers_count = 1, .row = add_found, .context = &s}, err);
	}
	return rc == 0 && c->failed ? commit_rows_failed(c, err) : rc;
}

/* ---- the lines of the entry ---- */

void commit_rows_lines(struct commit *c, struct arena *a, struct row_line **ret, size_t *ret_count)
{
	struct commit_rows *r = c->rows;
	struct row_line *lines = NULL;
	size_t count = 0, room = 0;

	for (size_t i = 0; i < r->tables.count; i++)
		if (r->sums[i] != NULL)
			*ARENA_PUSH(a, &lines, &count, &room) = row_line_of(&r->tables.rows[i], r->sums[i]);
	*ret = lines;
	*ret_count = count;
}
