#include "store/sealed_rows.h"

#include <endian.h>
#include <string.h>

#include "base/str.h"
#include "secure/values.h"

/* What may have to be erased of a person: the one list, for writing, verifying and erasing. */
static const struct {
	const char *table, *column;
} PERSONAL[] = {
	{"account", "name"}, {"account", "person"},
	{"account_identity", "subject"},
	{"cases", "owner"},
	{"ledger_payload", "payload"},
	{"line", "agreed_by"},
	{"line_proposal", "agreed_by"},
	{"matter_step", "note"},
	{"person", "code"}, {"person", "name"}, {"person", "registration"}, {"person", "staff_id"},
	{"proposal", "note"}, {"proposal_condition", "note"}, {"proposal_step", "note"},
	{"team", "manager"}, {"team", "manager_code"},
};

/* The entry a row ended or was erased in is the entry that says so; the salt enters by way of the commitment; the position
 * of an employer moves with each entry. */
static const char *const LEFT_OUT[] = {"unmade", "erased", "salt", "commitment", "position"};

static const char *const EVENTS[ROW_EVENTS] = {"made", "ended", "erased"};

/* ---- what a table is made of ---- */

static bool is_personal(const char *table, const char *column)
{
	for (size_t i = 0; i < sizeof PERSONAL / sizeof *PERSONAL; i++)
		if (str_equal(PERSONAL[i].table, table) && str_equal(PERSONAL[i].column, column))
			return true;
	return false;
}

static bool is_left_out(const char *column)
{
	for (size_t i = 0; i < sizeof LEFT_OUT / sizeof *LEFT_OUT; i++)
		if (str_equal(LEFT_OUT[i], column))
			return true;
	return false;
}

static void note_role(struct sealed_table *t, const char *column, int place)
{
	const struct {
		const char *name;
		int *place;
	} roles[] = {{"employer_id", &t->employer_id}, {"made", &t->made}, {"unmade", &t->unmade}, {"erased", &t->erased},
		{"salt", &t->salt}, {"commitment", &t->commitment}};

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (str_equal(roles[i].name, column))
			*roles[i].place = place;
}

static void begin_table(struct arena *a, struct sealed_table *t, const char *name)
{
	*t = (struct sealed_table){.name = arena_strdup(a, name), .employer_id = -1, .made = -1, .unmade = -1, .erased = -1,
		.salt = -1, .commitment = -1};
	for (int event = 0; event < ROW_EVENTS; event++)
		t->begins[event] = str_of(arena_printf(a, "%s%s", value_of(a, EVENTS[event]).at, value_of(a, name).at));
}

static int add_column(struct arena *a, struct sealed_table *t, const char *name, int place, struct err *err)
{
	if (place >= DATABASE_COLUMNS || t->columns >= DATABASE_COLUMNS)
		return err_set(err, PL_LIMIT, "The table %s has more than %d columns", t->name, DATABASE_COLUMNS);
	t->names[place] = arena_strdup(a, name);
	t->heads[place] = value_of(a, name);
	t->by_name[t->columns++] = place;
	t->personal[place] = is_personal(t->name, name);
	t->left_out[place] = t->personal[place] || is_left_out(name);
	note_role(t, name, place);
	return 0;
}

/* Without a salt nothing can be erased: then what is personal enters as it is. */
static void settle_personal(struct sealed_table *t)
{
	for (int i = 0; i < t->columns; i++)
		if (t->personal[i] && t->salt < 0)
			t->personal[i] = t->left_out[i] = false;
}

int sealed_tables_read(struct database *db, struct arena *a, struct sealed_tables *ret, struct err *err)
{
	struct statement *q = statement_of(db, SQL_SEALED_COLUMNS);
	struct sealed_tables all = {0};
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct sealed_table *t = all.count > 0 ? &all.rows[all.count - 1] : NULL;
		const char *name = take_text(q), *column = take_text(q);

		if (t == NULL || !str_equal(t->name, name)) {
			t = ARENA_PUSH(a, &all.rows, &all.count, &all.room);
			begin_table(a, t, name);
		}
		rc = add_column(a, t, column, take_int32(q), err);
		if (rc < 0)
			break;
	}
	statement_end(q);
	for (size_t i = 0; i < all.count; i++)
		settle_personal(&all.rows[i]);
	if (rc == 0)
		*ret = all;
	return rc;
}

/* ---- a row as a text ---- */

static void enter_cell(struct buf *out, struct str before, const struct cell *cell)
{
	if (cell->kind == CELL_NUMBER)
		values_add_number(out, before, cell->number);
	else if (cell->kind == CELL_TEXT)
		values_add(out, before, cell->bytes, cell->len);
	else
		values_add_hex(out, before, cell->bytes, cell->len);
}

static void enter_column(struct buf *out, const struct sealed_table *t, const struct cell *cells, int place)
{
	if (cells[place].kind != CELL_NULL)
		enter_cell(out, t->heads[place], &cells[place]);
}

void row_commitment(const struct sealed_table *t, const struct cell *cells, struct buf *scratch, char ret[LEDGER_HASH_SIZE])
{
	buf_clear(scratch);
	enter_cell(scratch, STR(""), &cells[t->salt]);
	for (int i = 0; i < t->columns; i++)
		if (t->personal[t->by_name[i]])
			enter_column(scratch, t, cells, t->by_name[i]);
	digest_of(scratch->data, scratch->len, ret);
}

/* Whether what is personal of the row enters by way of a commitment: not where the row is from before its table had salts. */
static bool has_commitment(const struct sealed_table *t, const struct cell *cells)
{
	return t->salt >= 0 && t->commitment >= 0 && (cells[t->salt].kind != CELL_NULL || cells[t->erased].kind != CELL_NULL);
}

static bool enters(const struct sealed_table *t, enum row_event event, bool committed, int place)
{
	if (event == ROW_ERASED)
		return place != t->unmade && place != t->erased && place != t->salt;
	return !t->left_out[place] || (t->personal[place] && t->commitment >= 0 && !committed);
}

static void enter_row(struct buf *out, const struct sealed_table *t, enum row_event event, const struct cell *cells)
{
	char commitment[LEDGER_HASH_SIZE];
	bool committed = event != ROW_ERASED && has_commitment(t, cells);

	if (committed && cells[t->erased].kind == CELL_NULL)
		row_commitment(t, cells, out, commitment);
	buf_clear(out);
	buf_add(out, t->begins[event].at, t->begins[event].len);
	for (int i = 0; i < t->columns; i++) {
		int place = t->by_name[i];

		if (enters(t, event, committed, place))
			enter_column(out, t, cells, place);
	}
	if (!committed)
		return;
	values_add_text(out, "personal");
	if (cells[t->erased].kind == CELL_NULL)
		values_add_text(out, commitment);
	else
		enter_cell(out, STR(""), &cells[t->commitment]);
}

/* ---- sums ---- */

static void add_places(uint16_t *restrict to, const uint16_t *restrict stream)
{
	for (size_t i = 0; i < SEAL_PLACES; i++)
		to[i] = (uint16_t)(to[i] + le16toh(stream[i]));
}

int row_sum_add(struct row_sum *sum, const struct sealed_table *t, enum row_event event, const struct cell *cells,
	struct buf *scratch, struct err *err)
{
	uint16_t stream[SEAL_PLACES];

	enter_row(scratch, t, event, cells);
	if (scratch->full)
		return err_set(err, PL_LIMIT, "A row of %s is larger than can be sealed", t->name);
	digest_stretch(scratch->data, scratch->len, stream, sizeof stream);
	add_places(sum->places, stream);
	sum->count[event]++;
	return 0;
}

struct row_line row_line_of(const struct sealed_table *t, const struct row_sum *sum)
{
	struct row_line line = {.table = t->name};
	uint8_t bytes[2 * SEAL_PLACES];

	for (size_t i = 0; i < SEAL_PLACES; i++) {
		bytes[2 * i] = (uint8_t)sum->places[i];
		bytes[2 * i + 1] = (uint8_t)(sum->places[i] >> 8);
	}
	digest_of(bytes, sizeof bytes, line.digest);
	memcpy(line.count, sum->count, sizeof line.count);
	return line;
}

void rows_digest(const struct row_line *lines, size_t count, char ret[LEDGER_HASH_SIZE])
{
	struct buf text = BUF_INIT(1024 * 1024);

	for (size_t i = 0; i < count; i++) {
		values_add_text(&text, lines[i].table);
		for (int event = 0; event < ROW_EVENTS; event++)
			values_add_number(&text, STR(""), lines[i].count[event]);
		values_add_text(&text, lines[i].digest);
	}
	digest_of(text.data, text.len, ret);
	buf_free(&text);
}
