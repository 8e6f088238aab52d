#include "store/engine.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"

/* ---- the connection ---- */

bool database_is_address(const char *path)
{
	return strncmp(path, "postgresql://", 13) == 0 || strncmp(path, "postgres://", 11) == 0;
}

static bool begins_with_one(const char *path, const char *const *beginnings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_starts_ignoring_case(str_of(path), beginnings[i]))
			return true;
	return false;
}

/* A scheme with a slip in it: "postgresq://", "postgresql//"; and none of those that something else than a database has. */
static bool has_other_scheme(const char *path)
{
	static const char *const OTHERS[] = {"http://", "https://", "smtp://", "smtps://"};

	if (strstr(path, "://") != NULL)
		return !begins_with_one(path, OTHERS, sizeof OTHERS / sizeof *OTHERS);
	return str_starts_ignoring_case(str_of(path), "post") && strstr(path, "//") != NULL;
}

bool database_is_meant_as_address(const char *path)
{
	static const char *const BEGINNINGS[] = {"postgresql:", "postgres:", "host=", "hostaddr=", "port=", "dbname=", "user=", "password=",
		"service="};

	return has_other_scheme(path) || begins_with_one(path, BEGINNINGS, sizeof BEGINNINGS / sizeof *BEGINNINGS);
}

int database_open(const char *path, const char *name, enum database_mode mode, struct database **ret, struct err *err)
{
	return database_is_address(path) ? postgres_open(path, name, mode, ret, err) : sqlite_open(path, name, mode, ret, err);
}

int database_called(const char *address, char **ret, struct err *err)
{
	return postgres_called(address, ret, err);
}

size_t database_address_files(struct arena *a, const char *address, const char *const **ret)
{
	return postgres_files(a, address, ret);
}

enum sql_engine database_engine(const struct database *db)
{
	return db->engine->is;
}

int database_take_turn(struct database *db, int32_t employer_id, bool wait, struct err *err)
{
	struct statement *q;
	bool taken = true;
	int rc;

	if (db->engine->is == SQL_SQLITE)
		return 0;
	q = statement_of(db, wait ? SQL_TAKE_TURN : SQL_TRY_TURN);
	put_int(q, employer_id);
	rc = statement_next(q, err);
	if (rc > 0 && !wait)
		taken = take_int(q) != 0;
	statement_end(q);
	if (rc >= 0 && !taken)
		rc = err_set(err, PL_LOCKED, "%s is being written by another Plimsoll: try again in a moment", db->name);
	return rc < 0 ? rc : 0;
}

void database_begin(struct database *db, const struct engine *engine, const char *name, enum database_mode mode)
{
	size_t n = strlen(name) + 1;

	db->engine = engine;
	db->mode = mode;
	db->name = memcpy(mem_alloc(n), name, n);
}

struct database *database_close(struct database *db)
{
	if (db != NULL) {
		char *name = db->name;

		db->engine->close(db);
		mem_free(name);
	}
	return NULL;
}

void database_stay(struct database *db, int answer_ms, void (*say)(const char *line))
{
	if (db->engine->stay != NULL)
		db->engine->stay(db, answer_ms, say);
}

void database_leave_log(struct database *db)
{
	db->engine->leave_log(db);
}

int database_settle(struct database *db, struct err *err)
{
	return db->engine->settle(db, err);
}

int database_script(struct database *db, const char *text, struct err *err)
{
	return db->engine->script(db, text, err);
}

bool database_in_transaction(const struct database *db)
{
	return db->engine->in_transaction(db);
}

int database_copy(struct database *db, const char *path, struct err *err)
{
	return db->engine->copy(db, path, err);
}

void database_watch(struct database *db, row_watcher watcher, void *context)
{
	db->watcher = watcher;
	db->watcher_context = context;
	db->engine->watch(db);
}

int database_scan(struct database *db, const struct table_scan *scan, struct err *err)
{
	return db->engine->scan(db, scan, err);
}

int database_fill_begin(struct database *db, const struct table_shape *shape, struct filling **ret, struct err *err)
{
	return db->engine->fill_begin(db, shape, ret, err);
}

int database_fill_row(struct filling *f, const struct cell *cells, struct err *err)
{
	return f->db->engine->fill_row(f, cells, err);
}

int database_fill_end(struct filling *f, struct err *err)
{
	return f->db->engine->fill_end(f, err);
}

int database_empty(struct database *db, const struct table_shape *shape, int32_t employer_id, struct err *err)
{
	return db->engine->empty(db, shape, employer_id, err);
}

int database_run(struct database *db, enum sql_id id, struct err *err)
{
	struct statement *q = statement_of(db, id);
	int rc;

	while ((rc = statement_next(q, err)) > 0)
		;
	return rc;
}

int database_number(struct database *db, enum sql_id id, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(db, id);
	int rc = statement_next(q, err);

	if (rc == 0)
		rc = err_set(err, PL_FAIL, "%s: %s has no answer", db->name, SQL_NAME[id]);
	if (rc > 0)
		*ret = take_int(q);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

void database_roll_back(struct database *db)
{
	struct err ignored;

	/* After a full disk the engine may have rolled back by itself. */
	if (database_in_transaction(db) && database_run(db, SQL_ROLLBACK, &ignored) < 0)
		return;
}

/* ---- what a statement is given ---- */

struct statement *statement_of(struct database *db, enum sql_id id)
{
	struct statement *q = db->engine->statement(db, id);

	q->db = db;
	q->id = id;
	q->given = 0;
	q->taken = 0;
	q->spoiled = false;
	return q;
}

static void put_null(struct statement *q)
{
	q->db->engine->put_null(q, ++q->given);
}

void put_int(struct statement *q, int64_t value)
{
	q->db->engine->put_int(q, ++q->given, value);
}

void put_int_unless(struct statement *q, int64_t value, int64_t missing)
{
	if (value == missing)
		put_null(q);
	else
		put_int(q, value);
}

void put_text(struct statement *q, const char *text)
{
	q->db->engine->put_text(q, ++q->given, text);
}

void put_bytes(struct statement *q, const void *bytes, size_t n)
{
	q->db->engine->put_bytes(q, ++q->given, bytes, n);
}

void put_text_or_null(struct statement *q, const char *text)
{
	if (text == NULL || text[0] == '\0')
		put_null(q);
	else
		put_text(q, text);
}

void put_day_key(struct statement *q, int32_t day)
{
	char *iso = q->days[q->given % STATEMENT_PARAMETERS];

	put_text(q, date_iso(day, iso));
}

void put_day(struct statement *q, int32_t day)
{
	if (day == DAY_MIN || day == DAY_MAX)
		put_null(q);
	else
		put_day_key(q, day);
}

void put_days(struct statement *q, struct days span)
{
	put_day(q, span.from);
	put_day(q, span.until);
}

/* ---- running ---- */

/* What stands in the way of the next step, if anything does. */
static int check_ready(const struct statement *q, struct err *err)
{
	if (q->spoiled)
		return err_set(err, PL_DAMAGED, "%s is damaged (%s met a date that is none): restore it from a backup",
			q->db->name, SQL_NAME[q->id]);
	if (q->given != SQL_PARAMETERS[q->id])
		return err_set(err, PL_FAIL, "%s was given %d values instead of %d", SQL_NAME[q->id], q->given,
			SQL_PARAMETERS[q->id]);
	return 0;
}

void statement_ahead(struct statement *q)
{
	if (q->db->engine->ahead != NULL && q->given == SQL_PARAMETERS[q->id])
		q->db->engine->ahead(q);
}

int statement_next(struct statement *q, struct err *err)
{
	int rc = check_ready(q, err);

	if (rc < 0) {
		statement_end(q);
		return rc;
	}
	q->taken = 0;
	q->cut = false;
	return q->db->engine->next(q, err);
}

void statement_end(struct statement *q)
{
	q->db->engine->end(q);
}

int64_t statement_run(struct statement *q, struct err *err)
{
	int rc = statement_next(q, err);

	if (rc < 0)
		return rc;
	if (rc > 0)
		statement_end(q);
	return q->db->engine->changed(q);
}

int statement_later(struct statement *q, struct err *err)
{
	int64_t changed;
	int rc;

	if (q->db->engine->later == NULL) {
		changed = statement_run(q, err);
		return changed < 0 ? (int)changed : 0;
	}
	rc = check_ready(q, err);
	return rc == 0 ? q->db->engine->later(q, err) : rc;
}

/* ---- what is taken from a row ---- */

int64_t take_int(struct statement *q)
{
	return q->db->engine->take_int(q, q->taken++);
}

int32_t take_int32(struct statement *q)
{
	return (int32_t)take_int(q);
}

int32_t take_int32_or(struct statement *q, int32_t missing)
{
	if (q->db->engine->is_null(q, q->taken)) {
		q->taken++;
		return missing;
	}
	return take_int32(q);
}

const char *take_text(struct statement *q)
{
	size_t len = 0;
	const char *text = q->db->engine->take_text(q, q->taken++, &len);

	if (text == NULL)
		return "";
	q->cut = q->cut || memchr(text, '\0', len) != NULL;
	return text;
}

bool text_was_cut(const struct statement *q)
{
	return q->cut;
}

int32_t take_day(struct statement *q, int32_t open)
{
	const char *text = take_text(q);
	int32_t day = open;

	if (text[0] != '\0' && !date_parse_iso(text, strlen(text), &day))
		q->spoiled = true;
	return day;
}

struct days take_days(struct statement *q)
{
	int32_t from = take_day(q, DAY_MIN);

	return (struct days){from, take_day(q, DAY_MAX)};
}

struct cell take_cell(struct statement *q)
{
	return q->db->engine->take_cell(q, q->taken++);
}

/* ---- rows as a whole ---- */

bool cells_equal(const struct cell *one, const struct cell *other)
{
	if (one->kind != other->kind || one->number != other->number || one->len != other->len)
		return false;
	return one->len == 0 || memcmp(one->bytes, other->bytes, one->len) == 0;
}

/* The names are those that a database gave of itself; none has a quotation mark in it. */
void insert_text(struct buf *out, const struct table_shape *shape, const char *schema, char mark)
{
	buf_putf(out, "insert into %s\"%s\" (", schema, shape->name);
	for (int i = 0; i < shape->columns_count; i++)
		buf_putf(out, "%s\"%s\"", i > 0 ? ", " : "", shape->columns[i]);
	buf_puts(out, ") values (");
	for (int i = 1; i <= shape->columns_count; i++)
		buf_putf(out, "%s%c%d", i > 1 ? ", " : "", mark, i);
	buf_putc(out, ')');
}

void delete_text(struct buf *out, const struct table_shape *shape, const char *schema, char mark)
{
	buf_putf(out, "delete from %s\"%s\"", schema, shape->name);
	if (shape->employer_id >= 0)
		buf_putf(out, " where employer_id = %c1", mark);
}
