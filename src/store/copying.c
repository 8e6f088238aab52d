#include "store/copying.h"

#include <string.h>

#include "base/str.h"
#include "secure/values.h"
#include "store/inside.h"

enum { ROW_BYTES = 512 * 1024 * 1024, TOLD_EACH = 10000, PART_ROWS = 10000, SUM_NUMBERS = 4 };

/* The rows of an employer in a table, as a set: each row's numbers added up. It finds what was lost or changed on the
 * way; what somebody changed on purpose is for the ledger to find. */
struct row_set {
	int64_t rows;
	uint64_t sum[SUM_NUMBERS];
};

struct copied_table {
	struct table_shape from, to; /* the same columns, each in its own order */
	bool referred_to;            /* rows of other tables belong to rows of this one */
	struct row_set *rows;        /* in the source, by employer; one alone where they belong to nobody */
	size_t sets;
};

struct copying {
	struct store *from, *to;
	struct arena *arena;
	struct copied_table *tables;
	size_t tables_count;
	int32_t *employers;
	size_t employers_count;
	int64_t put;
	copying_teller told;
	void *told_context;
};

static const char *const NOT_COPIED[] = {"schema_version", "session"};

/* ---- what the tables are ---- */

struct shapes {
	struct table_shape *rows;
	size_t count, room;
};

static bool is_copied(const char *table)
{
	for (size_t i = 0; i < sizeof NOT_COPIED / sizeof *NOT_COPIED; i++)
		if (str_equal(NOT_COPIED[i], table))
			return false;
	return true;
}

static int read_shapes(struct store *s, struct arena *a, struct shapes *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_TABLE_COLUMNS);
	struct shapes all = {0};
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct table_shape *t = all.count > 0 ? &all.rows[all.count - 1] : NULL;
		const char *table = take_text(q), *column = take_text(q);
		bool needed = take_int(q) != 0;

		if (!is_copied(table))
			continue;
		if (t == NULL || !str_equal(t->name, table)) {
			t = ARENA_PUSH(a, &all.rows, &all.count, &all.room);
			*t = (struct table_shape){.name = arena_strdup(a, table), .employer_id = -1};
		}
		if (t->columns_count == DATABASE_COLUMNS) {
			rc = err_set(err, PL_LIMIT, "The table %s has more than %d columns", t->name, DATABASE_COLUMNS);
			break;
		}
		if (str_equal(column, "employer_id") && needed)
			t->employer_id = t->columns_count;
		t->columns[t->columns_count++] = arena_strdup(a, column);
	}
	statement_end(q);
	if (rc == 0)
		*ret = all;
	return rc;
}

static int place_of(const struct table_shape *t, const char *column)
{
	int place = 0;

	while (place < t->columns_count && !str_equal(t->columns[place], column))
		place++;
	return place < t->columns_count ? place : -1;
}

static bool same_columns(const struct table_shape *one, const struct table_shape *other)
{
	bool same = str_equal(one->name, other->name) && one->columns_count == other->columns_count
		&& (one->employer_id >= 0) == (other->employer_id >= 0);

	for (int i = 0; i < one->columns_count && same; i++)
		same = place_of(other, one->columns[i]) >= 0;
	return same;
}

/* Both come by name. */
static int pair_shapes(struct copying *c, const struct shapes *from, const struct shapes *to, struct err *err)
{
	bool same = from->count == to->count;

	c->tables = arena_array(c->arena, from->count, sizeof *c->tables);
	c->tables_count = from->count;
	for (size_t i = 0; i < from->count && same; i++) {
		struct copied_table *t = &c->tables[i];

		same = same_columns(&from->rows[i], &to->rows[i]);
		*t = (struct copied_table){.from = from->rows[i], .to = to->rows[i]};
		t->sets = t->from.employer_id >= 0 ? c->employers_count : 1;
		t->rows = arena_array(c->arena, t->sets + 1, sizeof *t->rows);
	}
	return same ? 0 : err_set(err, PL_INVALID, "%s and %s do not have the same tables: run plimsoll verify on both",
		c->from->name, c->to->name);
}

/* ---- in which order ---- */

struct reference {
	const char *table, *other;
};

static void take_reference(struct arena *a, struct statement *q, void *to)
{
	struct reference *r = to;

	r->table = arena_strdup(a, take_text(q));
	r->other = arena_strdup(a, take_text(q));
}

/* Whether a table refers to one of those from a place on. */
static bool waits(const struct copying *c, const char *table, size_t from, const struct reference *all, size_t count)
{
	for (size_t r = 0; r < count; r++)
		for (size_t i = from; i < c->tables_count && str_equal(all[r].table, table); i++)
			if (str_equal(c->tables[i].from.name, all[r].other) && !str_equal(table, all[r].other))
				return true;
	return false;
}

/* A table after all that it refers to. None refers to one that refers to it: the migrations make no such tables. */
static int order_tables(struct copying *c, struct err *err)
{
	struct reference *all;
	size_t count;
	int rc = READ_ROWS(statement_of(c->to->db, SQL_TABLE_REFERENCES), c->arena, take_reference, &all, &count, err);

	for (size_t next = 0; next < c->tables_count && rc == 0; next++) {
		struct copied_table chosen;
		size_t i = next;

		while (i + 1 < c->tables_count && waits(c, c->tables[i].from.name, next, all, count))
			i++;
		chosen = c->tables[i];
		memmove(&c->tables[next + 1], &c->tables[next], (i - next) * sizeof chosen);
		c->tables[next] = chosen;
		for (size_t r = 0; r < count; r++)
			c->tables[next].referred_to = c->tables[next].referred_to || str_equal(all[r].other, chosen.from.name);
	}
	return rc;
}

/* ---- rows as sets ---- */

static void enter_cell(struct buf *out, const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_NULL:
		buf_putc(out, '-');
		break;
	case CELL_NUMBER:
		values_add_number(out, STR("n"), cell->number);
		break;
	default:
		values_add(out, cell->kind == CELL_TEXT ? STR("t") : STR("b"), cell->bytes, cell->len);
	}
}

/* `places`: where the source's columns stand in these cells, so that both sides tell a row in the same words. */
static int row_set_add(struct row_set *set, const struct cell *cells, const int *places, int count, struct buf *scratch,
	struct err *err)
{
	uint64_t numbers[SUM_NUMBERS];

	buf_clear(scratch);
	for (int i = 0; i < count; i++)
		enter_cell(scratch, &cells[places[i]]);
	if (scratch->full)
		return err_set(err, PL_LIMIT, "A row is larger than can be copied");
	digest_stretch(scratch->data, scratch->len, numbers, sizeof numbers);
	for (int i = 0; i < SUM_NUMBERS; i++)
		set->sum[i] += numbers[i];
	set->rows++;
	return 0;
}

static bool sets_equal(const struct row_set *one, const struct row_set *other)
{
	return one->rows == other->rows && memcmp(one->sum, other->sum, sizeof one->sum) == 0;
}

/* ---- writing ---- */

/* Another run may have finished the copy meanwhile. */
static int begin_writing(struct copying *c, struct err *err)
{
	bool unfinished = false;
	int rc = writing_begin(c->to, OF_NONE, err);

	if (rc == 0)
		rc = marked_unfinished(c->to, &unfinished, err);
	if (rc == 0 && !unfinished)
		rc = err_set(err, PL_CONFLICT, "%s was finished by another run meanwhile", c->to->name);
	if (rc < 0)
		writing_end(c->to);
	return rc;
}

/* ---- going through a table ---- */

struct pass {
	struct copying *c;
	struct store *side;
	struct copied_table *table;
	int employer_place, places[DATABASE_COLUMNS];
	struct row_set *sets;    /* that rows are added to; NULL: they are known */
	const bool *wanted;      /* rows of which employers go into `filling` */
	struct filling *filling; /* NULL: rows are only summed up */
	size_t last;             /* the employer of the row before: rows of one stand together */
	int64_t put, part;       /* rows: in all, and since what was put in last became durable */
	struct buf scratch;
	int rc;
	struct err *err;
};

/* Which of the sets a row belongs to. */
static int find_set(struct pass *p, const struct cell *cells, size_t *ret)
{
	const struct copying *c = p->c;
	int64_t id = p->employer_place >= 0 ? cells[p->employer_place].number : 0;

	if (p->employer_place < 0) {
		*ret = 0;
		return 0;
	}
	for (size_t tried = 0; tried < c->employers_count; tried++, p->last = (p->last + 1) % c->employers_count)
		if (c->employers[p->last] == id) {
			*ret = p->last;
			return 0;
		}
	return err_set(p->err, PL_DAMAGED, "%s is damaged (a row of %s belongs to an employer that is not there)",
		p->side->name, p->table->from.name);
}

static void tell(const struct copying *c, const struct copied_table *t, int64_t rows, bool done)
{
	const struct copying_told told = {.tables_done = (size_t)(t - c->tables) + (done ? 1 : 0), .tables = c->tables_count,
		.table = t->from.name, .rows = rows, .done = done};

	if (c->told != NULL)
		c->told(c->told_context, &told);
}

/* What was put in so far becomes durable. */
static int end_part(struct pass *p)
{
	int rc = database_fill_end(p->filling, p->err);

	p->filling = NULL;
	p->part = 0;
	if (rc == 0)
		rc = writing_commit(p->c->to, p->err);
	if (rc == 0)
		rc = begin_writing(p->c, p->err);
	return rc == 0 ? database_fill_begin(p->c->to->db, &p->table->from, &p->filling, p->err) : rc;
}

static void on_row(void *context, const struct cell *cells)
{
	struct pass *p = context;
	size_t before = p->last, set = 0;

	if (p->rc == 0)
		p->rc = find_set(p, cells, &set);
	if (p->rc == 0 && p->sets != NULL)
		p->rc = row_set_add(&p->sets[set], cells, p->places, p->table->from.columns_count, &p->scratch, p->err);
	if (p->rc < 0 || p->filling == NULL || !p->wanted[set])
		return;
	if (p->last != before && p->part >= PART_ROWS)
		p->rc = end_part(p);
	if (p->rc == 0)
		p->rc = database_fill_row(p->filling, cells, p->err);
	p->part++;
	if (p->rc == 0 && ++p->put % TOLD_EACH == 0)
		tell(p->c, p->table, p->put, false);
}

static int go_through(struct pass *p)
{
	const struct table_shape *shape = p->side == p->c->from ? &p->table->from : &p->table->to;
	const struct table_scan scan = {.table = shape->name, .employers = p->c->employers,
		.employers_count = p->c->employers_count, .of_nobody = shape->employer_id < 0, .row = on_row, .context = p};
	int rc;

	p->employer_place = shape->employer_id;
	for (int i = 0; i < shape->columns_count; i++)
		p->places[i] = place_of(shape, p->table->from.columns[i]);
	p->scratch = BUF_INIT(ROW_BYTES);
	rc = database_scan(p->side->db, &scan, p->err);
	buf_free(&p->scratch);
	return p->rc < 0 ? p->rc : rc;
}

static int sum_up(struct copying *c, struct store *side, struct copied_table *t, struct row_set *sets, struct err *err)
{
	struct pass p = {.c = c, .side = side, .table = t, .sets = sets, .err = err};

	memset(sets, 0, t->sets * sizeof *sets);
	return go_through(&p);
}

/* ---- one table ---- */

/* What is there of an employer and is not what the source has goes, and with it, where rows of other tables belong to
 * rows of this one, all that comes later: it is put in again in its turn. */
static int take_out(struct copying *c, struct copied_table *t, size_t set, struct err *err)
{
	size_t first = (size_t)(t - c->tables), last = t->referred_to ? c->tables_count : first + 1;
	int32_t employer_id = t->from.employer_id >= 0 ? c->employers[set] : 0;
	int rc = 0;

	for (size_t i = last; i-- > first && rc == 0;)
		if (i == first || c->tables[i].from.employer_id >= 0)
			rc = database_empty(c->to->db, &c->tables[i].to, employer_id, err);
	return rc;
}

/* Which sets have to be put in; what is there of them goes. */
static int choose(struct copying *c, struct copied_table *t, const struct row_set *there, bool *wanted, struct err *err)
{
	bool any = false;
	int rc = 0;

	for (size_t i = 0; i < t->sets; i++)
		any = any || there[i].rows > 0;
	if (any)
		rc = sum_up(c, c->from, t, t->rows, err);
	for (size_t i = 0; i < t->sets && rc == 0; i++) {
		wanted[i] = !any || !sets_equal(&there[i], &t->rows[i]);
		if (any && wanted[i])
			rc = take_out(c, t, i, err);
	}
	return rc;
}

static int put_rows(struct copying *c, struct copied_table *t, bool summed, const bool *wanted, struct err *err)
{
	struct pass p = {.c = c, .side = c->from, .table = t, .sets = summed ? NULL : t->rows, .wanted = wanted, .err = err};
	struct err ignored;
	int rc = database_fill_begin(c->to->db, &t->from, &p.filling, err);

	if (rc < 0)
		return rc;
	if (!summed)
		memset(t->rows, 0, t->sets * sizeof *t->rows);
	rc = go_through(&p);
	if (rc < 0 && p.filling != NULL)
		(void)!database_fill_end(p.filling, &ignored);
	else if (rc == 0)
		rc = database_fill_end(p.filling, err);
	c->put += rc == 0 ? p.put : 0;
	if (rc == 0)
		tell(c, t, p.put, true);
	return rc;
}

static int fill_table(struct copying *c, struct copied_table *t, struct err *err)
{
	struct row_set *there = arena_array(c->arena, t->sets + 1, sizeof *there);
	bool *wanted = arena_array(c->arena, t->sets + 1, sizeof *wanted), any = false, some = false;
	int rc = sum_up(c, c->to, t, there, err);

	if (rc == 0)
		rc = choose(c, t, there, wanted, err);
	for (size_t i = 0; i < t->sets; i++) {
		any = any || there[i].rows > 0;
		some = some || wanted[i];
	}
	if (rc == 0 && some)
		return put_rows(c, t, any, wanted, err);
	if (rc == 0)
		tell(c, t, 0, true);
	return rc;
}

int copying_fill(struct copying *c, copying_teller told, void *context, struct err *err)
{
	int rc = 0;

	c->told = told;
	c->told_context = context;
	for (size_t i = 0; i < c->tables_count && rc == 0; i++) {
		rc = begin_writing(c, err);
		if (rc == 0)
			rc = fill_table(c, &c->tables[i], err);
		if (rc == 0)
			rc = writing_commit(c->to, err);
		if (rc < 0)
			writing_end(c->to);
	}
	return rc;
}

/* ---- whether it may begin ---- */

static int read_employers(struct copying *c, struct err *err)
{
	struct employer *all;
	int rc = store_employers(c->from, c->arena, &all, &c->employers_count, err);

	if (rc < 0)
		return rc;
	c->employers = arena_array(c->arena, c->employers_count + 1, sizeof *c->employers);
	for (size_t i = 0; i < c->employers_count; i++)
		c->employers[i] = all[i].id;
	return 0;
}

/* Of what was begun: every ledger has to be the beginning of the source's. Its last entry may not have been copied
 * yet. */
static int check_begun(struct copying *c, struct err *err)
{
	struct employer *all;
	size_t count = 0;
	int rc = store_employers(c->to, c->arena, &all, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct employer same = {0};
		char had[65] = "", has[65] = "";

		rc = store_employer(c->from, c->arena, all[i].code, &same, err);
		if (rc == 0)
			rc = store_ledger_hash(c->to, all[i].id, all[i].position, had, err);
		if (rc == 0)
			rc = store_ledger_hash(c->from, same.id, all[i].position, has, err);
		if (rc == PL_NOT_FOUND || (rc == 0 && (same.id != all[i].id || (had[0] != '\0' && !str_equal(had, has)))))
			rc = err_set(err, PL_CONFLICT, "%s holds part of a copy of another database than %s: expected the one that it was "
				"begun from, or a target with nothing in it", c->to->name, c->from->name);
	}
	return rc;
}

static void note_row(void *context, const struct cell *cells)
{
	(void)cells;
	*(bool *)context = true;
}

/* Without employers only what belongs to nobody can be in it. */
static int check_empty(struct copying *c, struct err *err)
{
	struct employer *all;
	size_t count = 0;
	bool any = false;
	int rc = store_employers(c->to, c->arena, &all, &count, err);

	for (size_t i = 0; i < c->tables_count && rc == 0 && count == 0 && !any; i++)
		if (c->tables[i].to.employer_id < 0)
			rc = database_scan(c->to->db, &(struct table_scan){.table = c->tables[i].to.name, .of_nobody = true, .row = note_row,
				.context = &any}, err);
	if (rc == 0 && (count > 0 || any))
		rc = err_set(err, PL_CONFLICT, "%s holds records already: expected a target with nothing in it", c->to->name);
	return rc;
}

/* In one transaction, so that two runs that begin at once do not take each other's target for an empty one; and also of what
 * was begun, so that who may not finish it is told so now. */
static int mark(struct copying *c, struct err *err)
{
	bool begun = false;
	int rc = writing_begin(c->to, OF_NONE, err);

	if (rc == 0)
		rc = marked_unfinished(c->to, &begun, err);
	if (rc == 0)
		rc = begun ? check_begun(c, err) : check_empty(c, err);
	if (rc == 0)
		rc = database_run(c->to->db, SQL_MARK_UNFINISHED, err);
	if (rc == 0)
		rc = writing_commit(c->to, err);
	if (rc < 0)
		writing_end(c->to);
	return rc;
}

static int prepare(struct copying *c, struct err *err)
{
	struct shapes from, to;
	int rc = read_employers(c, err);

	if (rc == 0)
		rc = read_shapes(c->from, c->arena, &from, err);
	if (rc == 0)
		rc = read_shapes(c->to, c->arena, &to, err);
	if (rc == 0)
		rc = pair_shapes(c, &from, &to, err);
	if (rc == 0)
		rc = order_tables(c, err);
	return rc == 0 ? mark(c, err) : rc;
}

int copying_begin(struct store *from, struct store *to, struct copying **ret, struct err *err)
{
	struct copying *c;
	int rc;

	if (str_equal(from->real, to->real))
		return err_set(err, PL_INVALID, "%s cannot be copied into itself: expected another target", from->name);
	c = mem_alloc(sizeof *c);
	*c = (struct copying){.from = from, .to = to, .arena = arena_new()};
	rc = prepare(c, err);
	if (rc < 0)
		copying_free(c);
	else
		*ret = c;
	return rc;
}

struct copying *copying_free(struct copying *c)
{
	if (c != NULL) {
		arena_free(c->arena);
		mem_free(c);
	}
	return NULL;
}

/* ---- whether it is whole ---- */

static int compare_table(struct copying *c, struct copied_table *t, struct err *err)
{
	struct row_set *there = arena_array(c->arena, t->sets + 1, sizeof *there);
	int rc = sum_up(c, c->to, t, there, err);

	for (size_t i = 0; i < t->sets && rc == 0; i++)
		if (!sets_equal(&there[i], &t->rows[i]))
			rc = err_set(err, PL_DAMAGED, "%s does not hold what %s holds: %lld rows of %s, expected %lld; run plimsoll copy "
				"again", c->to->name, c->from->name, (long long)there[i].rows, t->from.name, (long long)t->rows[i].rows);
	return rc;
}

int copying_compare(struct copying *c, struct err *err)
{
	int rc = c->to->of_server ? database_run(c->to->db, SQL_ANALYZE, err) : 0;

	for (size_t i = 0; i < c->tables_count && rc == 0; i++)
		rc = compare_table(c, &c->tables[i], err);
	return rc;
}

int copying_end(struct copying *c, struct err *err)
{
	int rc = begin_writing(c, err);

	if (rc == 0 && c->to->of_server)
		rc = database_run(c->to->db, SQL_IDS_MOVE_ON, err);
	if (rc == 0)
		rc = database_run(c->to->db, SQL_MARK_WHOLE, err);
	if (rc == 0)
		rc = writing_commit(c->to, err);
	if (rc < 0)
		writing_end(c->to);
	return rc;
}

struct copying_size copying_size(const struct copying *c)
{
	struct copying_size size = {.tables = c->tables_count, .put = c->put};

	for (size_t i = 0; i < c->tables_count; i++)
		for (size_t n = 0; n < c->tables[i].sets; n++)
			size.rows += c->tables[i].rows[n].rows;
	return size;
}
