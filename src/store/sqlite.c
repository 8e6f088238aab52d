#include "store/engine.h"

#define SQLITE_ENABLE_PREUPDATE_HOOK /* how the engine is built here: meson.build asks for it */

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum { BUSY_MS = 5000 };

struct sqlite_statement {
	struct statement base;
	sqlite3_stmt *stmt;
	int failed; /* what the engine said while it was made ready */
};

struct sqlite {
	struct database base;
	sqlite3 *handle;
	struct sqlite_statement statements[SQL_COUNT];
};

/* Both come first in what they are a part of. */
static struct sqlite *sqlite_of(struct database *db)
{
	return (struct sqlite *)db;
}

static struct sqlite_statement *own(struct statement *q)
{
	return (struct sqlite_statement *)q;
}

/* Where its shared memory or log cannot grow the engine speaks of an input/output error; the disk says whether it is full. */
static bool is_for_want_of_room(const struct sqlite *db, int code)
{
	enum { ROOM_BYTES = 128 * 1024 };
	const char *path = db->handle != NULL ? sqlite3_db_filename(db->handle, "main") : NULL;
	struct statvfs disk;

	if (code != SQLITE_IOERR_WRITE && code != SQLITE_IOERR_SHMSIZE && code != SQLITE_IOERR_SHMOPEN)
		return false;
	return path != NULL && statvfs(path, &disk) == 0 && (uint64_t)disk.f_bavail * disk.f_frsize < ROOM_BYTES;
}

static int full(const char *name, struct err *err)
{
	return err_set(err, PL_FAIL, "There is no room left on the disk of %s: nothing was changed", name);
}

/* The engine's own text is in English for programmers; a sentence for the person at the screen goes before it. */
static int failed(const struct sqlite *db, int code, struct err *err)
{
	const char *name = db->base.name;

	switch (code & 0xff) {
	case SQLITE_FULL:
		return full(name, err);
	case SQLITE_IOERR:
		if (is_for_want_of_room(db, code))
			return full(name, err);
		return err_set(err, PL_FAIL, "The disk of %s does not work as it should (%s): nothing was changed", name,
			sqlite3_errstr(code));
	case SQLITE_CORRUPT:
		return err_set(err, PL_DAMAGED, "%s is damaged: restore it from a backup", name);
	case SQLITE_NOTADB:
		return err_set(err, PL_DAMAGED, "%s is not a Plimsoll database", name);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, PL_LOCKED, "The records are in use by another program: try again in a moment");
	case SQLITE_PERM:
	case SQLITE_AUTH:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
		return err_set(err, PL_FAIL, "%s cannot be %s: check the permissions of the file and of its folder", name,
			db->base.mode == DATABASE_WRITE ? "written" : "read");
	case SQLITE_CONSTRAINT:
		return err_set(err, PL_EXISTS, "%s: what was to be written contradicts what is there (%s)", name,
			sqlite3_errmsg(db->handle));
	default:
		return err_set(err, PL_FAIL, "%s: %s", name, sqlite3_errmsg(db->handle));
	}
}

/* A path as a file: address; only what has a meaning there is escaped. */
static void put_address(struct buf *out, const char *path)
{
	buf_puts(out, "file:");
	for (; *path != '\0'; path++) {
		if (*path == '%' || *path == '?' || *path == '#')
			buf_putf(out, "%%%02x", (unsigned char)*path);
		else
			buf_putc(out, *path);
	}
	buf_puts(out, "?immutable=1");
}

static int open_handle(const char *path, enum database_mode mode, sqlite3 **ret)
{
	struct buf address = BUF_INIT(16 * 1024);
	int flags = SQLITE_OPEN_NOMUTEX | (mode == DATABASE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
	int rc;

	if (mode == DATABASE_FROZEN) {
		put_address(&address, path);
		path = buf_text(&address);
		flags |= SQLITE_OPEN_URI;
	}
	rc = sqlite3_open_v2(path, ret, flags, NULL);
	buf_free(&address);
	return rc;
}

static void leave_log(struct database *base)
{
	(void)sqlite3_db_config(sqlite_of(base)->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

static const struct engine SQLITE;

int sqlite_open(const char *path, const char *name, enum database_mode mode, struct database **ret, struct err *err)
{
	struct sqlite *db = mem_alloc(sizeof *db);
	int rc;

	database_begin(&db->base, &SQLITE, name, mode);
	rc = open_handle(path, mode, &db->handle);
	if (rc != SQLITE_OK) {
		rc = failed(db, rc, err);
		database_close(&db->base);
		return rc;
	}
	(void)sqlite3_extended_result_codes(db->handle, 1);
	(void)sqlite3_busy_timeout(db->handle, BUSY_MS);
	/* Only the one writer may move the log into the file. */
	if (mode != DATABASE_WRITE)
		leave_log(&db->base);
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	*ret = &db->base;
	return 0;
}

static void close_handle(struct database *base)
{
	struct sqlite *db = sqlite_of(base);

	for (size_t i = 0; i < SQL_COUNT; i++)
		(void)sqlite3_finalize(db->statements[i].stmt);
	(void)sqlite3_close(db->handle);
	mem_free(db);
}

/* The first bytes of a file, all 0 beyond its end; false if it cannot be opened. It is read by the engine: to close a
 * descriptor of one's own lets go of all locks that connections of this process have on the file, and then the next
 * process that closes it takes itself for the last and deletes the log under them. */
static bool read_head(const char *path, unsigned char *head, int size, bool *ret_empty)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	sqlite3_file *file = mem_alloc((size_t)vfs->szOsFile);
	const char *name = sqlite3_create_filename(path, "", "", 0, NULL);
	sqlite3_int64 bytes = 0;
	bool read = vfs->xOpen(vfs, name, file, SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;

	if (read) {
		read = file->pMethods->xFileSize(file, &bytes) == SQLITE_OK;
		if (read && bytes > 0)
			read = (file->pMethods->xRead(file, head, size, 0) & 0xFF) == SQLITE_OK || bytes < size;
		(void)file->pMethods->xClose(file);
	}
	*ret_empty = bytes == 0;
	sqlite3_free_filename(name);
	mem_free(file);
	return read;
}

int database_look(const char *path, const char *name, int64_t *ret_application, struct err *err)
{
	enum { HEADER = 100, APPLICATION_AT = 68 }; /* sqlite.org/fileformat2.html */
	unsigned char head[HEADER] = {0};
	const unsigned char *at = head + APPLICATION_AT;
	bool empty, read = read_head(path, head, HEADER, &empty);

	if (read && !empty && (memcmp(head, "SQLite format 3", 16) != 0))
		return err_set(err, PL_DAMAGED, "%s is not a Plimsoll database", name);
	/* What cannot be read is told by whoever opens it. */
	*ret_application = read && !empty ? (int64_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3] : 0;
	return 0;
}

/* Whether the file can keep a log is answered in words. */
static int use_log(struct database *db, struct err *err)
{
	struct statement *q = statement_of(db, SQL_USE_WAL);
	int rc = statement_next(q, err);

	if (rc > 0 && !str_equal(take_text(q), "wal"))
		rc = err_set(err, PL_FAIL, "%s: its file system does not let a reader and a writer share a database", db->name);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

static int settle(struct database *db, struct err *err)
{
	static const enum sql_id READER[] = {SQL_ONLY_READ, SQL_NEVER_CHECKPOINT, SQL_USE_SMALL_CACHE,
		SQL_KEEP_TEMPORARY_IN_MEMORY};
	static const enum sql_id WRITER[] = {SQL_SYNC_EVERY_COMMIT, SQL_USE_FOREIGN_KEYS, SQL_LIMIT_LOG, SQL_FOLD_LOG_SELDOM, SQL_USE_LARGE_CACHE,
		SQL_KEEP_TEMPORARY_IN_MEMORY};
	bool writes = db->mode == DATABASE_WRITE;
	const enum sql_id *settings = writes ? WRITER : READER;
	size_t count = writes ? sizeof WRITER / sizeof *WRITER : sizeof READER / sizeof *READER;
	int rc = writes ? use_log(db, err) : 0;

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = database_run(db, settings[i], err);
	return rc;
}

static int script(struct database *base, const char *text, struct err *err)
{
	struct sqlite *db = sqlite_of(base);
	int rc = sqlite3_exec(db->handle, text, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : failed(db, rc, err);
}

static bool in_transaction(const struct database *base)
{
	return sqlite3_get_autocommit(((const struct sqlite *)base)->handle) == 0;
}

static int copy(struct database *base, const char *path, struct err *err)
{
	struct sqlite *db = sqlite_of(base);
	struct sqlite copy = {.base = {.name = (char *)(uintptr_t)path, .mode = DATABASE_WRITE}};
	sqlite3_backup *pages;
	int rc = sqlite3_open_v2(path, &copy.handle, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, NULL);

	if (rc == SQLITE_OK) {
		pages = sqlite3_backup_init(copy.handle, "main", db->handle, "main");
		if (pages != NULL) {
			(void)sqlite3_backup_step(pages, -1);
			rc = sqlite3_backup_finish(pages);
		} else {
			rc = sqlite3_errcode(copy.handle);
		}
	}
	rc = rc == SQLITE_OK ? 0 : failed(&copy, rc, err);
	(void)sqlite3_close(copy.handle);
	return rc;
}

int database_hold(const char *path, const char *name, int *ret_descriptor, struct err *err)
{
	/* The bytes of a file of SQLite's that connections lock, each for as long as it is open. */
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512};
	int rc, fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd >= 0 && fcntl(fd, F_OFD_SETLK, &lock) == 0) {
		*ret_descriptor = fd;
		return 0;
	}
	rc = errno == EAGAIN || errno == EACCES ?
		err_set(err, PL_LOCKED, "%s is open in another program: stop the server and whatever else uses it first", name) :
		err_set(err, PL_FAIL, "%s cannot be locked: %s", name, strerror(errno));
	if (fd < 0 && errno == EACCES)
		rc = err_set(err, PL_FAIL, "%s may not be written by this user: check its permissions", name);
	if (fd >= 0)
		(void)close(fd);
	return rc;
}

/* ---- statements ---- */

static struct statement *statement(struct database *base, enum sql_id id)
{
	struct sqlite *db = sqlite_of(base);
	struct sqlite_statement *q = &db->statements[id];

	q->failed = SQLITE_OK;
	if (q->stmt == NULL)
		q->failed = sqlite3_prepare_v3(db->handle, SQL_TEXT[SQL_SQLITE][id], -1, SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL);
	else
		(void)sqlite3_reset(q->stmt);
	return &q->base;
}

static void note(struct statement *base, int rc)
{
	struct sqlite_statement *q = own(base);

	if (q->failed == SQLITE_OK)
		q->failed = rc;
}

static void bind_null(struct statement *q, int place)
{
	note(q, sqlite3_bind_null(own(q)->stmt, place));
}

static void bind_int(struct statement *q, int place, int64_t value)
{
	note(q, sqlite3_bind_int64(own(q)->stmt, place, value));
}

static void bind_text(struct statement *q, int place, const char *text)
{
	note(q, sqlite3_bind_text(own(q)->stmt, place, text, -1, SQLITE_STATIC));
}

static void bind_bytes(struct statement *q, int place, const void *bytes, size_t n)
{
	note(q, sqlite3_bind_blob64(own(q)->stmt, place, bytes, n, SQLITE_STATIC));
}

static void reset(struct statement *q)
{
	(void)sqlite3_reset(own(q)->stmt);
}

static int next(struct statement *q, struct err *err)
{
	int rc = own(q)->failed;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(own(q)->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	rc = rc == SQLITE_DONE ? 0 : failed(sqlite_of(q->db), rc, err);
	reset(q);
	return rc;
}

static int64_t changed(struct statement *q)
{
	return sqlite3_changes64(sqlite_of(q->db)->handle);
}

static bool column_is_null(struct statement *q, int place)
{
	return sqlite3_column_type(own(q)->stmt, place) == SQLITE_NULL;
}

static int64_t column_int(struct statement *q, int place)
{
	return sqlite3_column_int64(own(q)->stmt, place);
}

static const char *column_text(struct statement *q, int place, size_t *ret_len)
{
	const char *text = (const char *)sqlite3_column_text(own(q)->stmt, place);

	*ret_len = (size_t)sqlite3_column_bytes(own(q)->stmt, place);
	return text;
}

/* ---- rows as a whole ---- */

/* The bytes of a text are asked for as they are: with an end of its own each would have to be copied. */
static struct cell cell_of(sqlite3_value *value)
{
	switch (sqlite3_value_type(value)) {
	case SQLITE_NULL:
		return (struct cell){.kind = CELL_NULL};
	case SQLITE_INTEGER:
		return (struct cell){.kind = CELL_NUMBER, .number = sqlite3_value_int64(value)};
	case SQLITE_TEXT:
		return (struct cell){.kind = CELL_TEXT, .bytes = sqlite3_value_blob(value), .len = (size_t)sqlite3_value_bytes(value)};
	default:
		return (struct cell){.kind = CELL_BYTES, .bytes = sqlite3_value_blob(value), .len = (size_t)sqlite3_value_bytes(value)};
	}
}

static struct cell column_cell(struct statement *q, int place)
{
	return cell_of(sqlite3_column_value(own(q)->stmt, place));
}

static void read_cells(sqlite3 *handle, int (*read)(sqlite3 *, int, sqlite3_value **), struct cell cells[DATABASE_COLUMNS])
{
	int count = sqlite3_preupdate_count(handle);

	for (int i = 0; i < count && i < DATABASE_COLUMNS; i++) {
		sqlite3_value *value;

		cells[i] = read(handle, i, &value) == SQLITE_OK ? cell_of(value) : (struct cell){.kind = CELL_NULL};
	}
}

static void on_change(void *context, sqlite3 *handle, int what, const char *schema, const char *table, sqlite3_int64 old_key,
	sqlite3_int64 new_key)
{
	const struct database *db = context;
	struct cell before[DATABASE_COLUMNS], after[DATABASE_COLUMNS];

	(void)old_key;
	(void)new_key;
	if (!str_equal(schema, "main"))
		return;
	if (what != SQLITE_INSERT)
		read_cells(handle, sqlite3_preupdate_old, before);
	if (what != SQLITE_DELETE)
		read_cells(handle, sqlite3_preupdate_new, after);
	db->watcher(db->watcher_context, table, what != SQLITE_INSERT ? before : NULL, what != SQLITE_DELETE ? after : NULL);
}

static void watch(struct database *db)
{
	(void)sqlite3_preupdate_hook(sqlite_of(db)->handle, db->watcher != NULL ? on_change : NULL, db);
}

/* The one statement whose table is not known beforehand: it is one that the database itself has named. */
static int prepare_scan(struct sqlite *db, const char *table, sqlite3_stmt **ret)
{
	char *sql = sqlite3_mprintf("select * from \"%w\"", table);
	int rc = sql != NULL ? sqlite3_prepare_v2(db->handle, sql, -1, ret, NULL) : SQLITE_NOMEM;

	sqlite3_free(sql);
	return rc;
}

static int scan(struct database *base, const struct table_scan *scan, struct err *err)
{
	struct sqlite *db = sqlite_of(base);
	sqlite3_stmt *q = NULL;
	int rc = prepare_scan(db, scan->table, &q);

	if (rc != SQLITE_OK)
		return failed(db, rc, err);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		struct cell cells[DATABASE_COLUMNS];
		int count = sqlite3_column_count(q);

		for (int i = 0; i < count && i < DATABASE_COLUMNS; i++)
			cells[i] = cell_of(sqlite3_column_value(q, i));
		scan->row(scan->context, cells);
	}
	(void)sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : failed(db, rc, err);
}

/* ---- tables as a whole ---- */

enum { TABLE_STATEMENT = 8 * 1024 };

struct sqlite_filling {
	struct filling base;
	sqlite3_stmt *insert;
};

static int prepare_of_table(struct sqlite *db, const struct table_shape *shape,
	void (*write)(struct buf *out, const struct table_shape *shape, const char *schema, char mark), sqlite3_stmt **ret)
{
	struct buf sql = BUF_INIT(TABLE_STATEMENT);
	int rc;

	write(&sql, shape, "", '?');
	rc = sqlite3_prepare_v2(db->handle, buf_text(&sql), -1, ret, NULL);
	buf_free(&sql);
	return rc;
}

static int fill_begin(struct database *base, const struct table_shape *shape, struct filling **ret, struct err *err)
{
	struct sqlite_filling *f = mem_alloc(sizeof *f);
	int rc;

	*f = (struct sqlite_filling){.base = {base, shape}};
	rc = prepare_of_table(sqlite_of(base), shape, insert_text, &f->insert);
	if (rc == SQLITE_OK) {
		*ret = &f->base;
		return 0;
	}
	mem_free(f);
	return failed(sqlite_of(base), rc, err);
}

/* The bytes are looked at before the next row is told. Nothing at all is not null. */
static int bind_cell(sqlite3_stmt *q, int place, const struct cell *cell)
{
	const char *bytes = cell->bytes != NULL ? cell->bytes : "";

	switch (cell->kind) {
	case CELL_NULL:
		return sqlite3_bind_null(q, place);
	case CELL_NUMBER:
		return sqlite3_bind_int64(q, place, cell->number);
	case CELL_TEXT:
		return sqlite3_bind_text64(q, place, bytes, cell->len, SQLITE_STATIC, SQLITE_UTF8);
	default:
		return sqlite3_bind_blob64(q, place, bytes, cell->len, SQLITE_STATIC);
	}
}

static int fill_row(struct filling *base, const struct cell *cells, struct err *err)
{
	sqlite3_stmt *q = ((struct sqlite_filling *)base)->insert;
	int rc = SQLITE_OK;

	for (int i = 0; i < base->shape->columns_count && rc == SQLITE_OK; i++)
		rc = bind_cell(q, i + 1, &cells[i]);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(q);
	rc = rc == SQLITE_DONE ? 0 : failed(sqlite_of(base->db), rc, err);
	(void)sqlite3_reset(q);
	return rc;
}

static int fill_end(struct filling *base, struct err *err)
{
	(void)err;
	(void)sqlite3_finalize(((struct sqlite_filling *)base)->insert);
	mem_free(base);
	return 0;
}

static int empty(struct database *base, const struct table_shape *shape, int32_t employer_id, struct err *err)
{
	struct sqlite *db = sqlite_of(base);
	sqlite3_stmt *q = NULL;
	int rc = prepare_of_table(db, shape, delete_text, &q);

	if (rc == SQLITE_OK && shape->employer_id >= 0)
		rc = sqlite3_bind_int64(q, 1, employer_id);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(q);
	rc = rc == SQLITE_DONE ? 0 : failed(db, rc, err);
	(void)sqlite3_finalize(q);
	return rc;
}

static const struct engine SQLITE = {
	.is = SQL_SQLITE,
	.close = close_handle,
	.leave_log = leave_log,
	.settle = settle,
	.script = script,
	.in_transaction = in_transaction,
	.copy = copy,
	.watch = watch,
	.scan = scan,
	.fill_begin = fill_begin,
	.fill_row = fill_row,
	.fill_end = fill_end,
	.empty = empty,
	.statement = statement,
	.put_null = bind_null,
	.put_int = bind_int,
	.put_text = bind_text,
	.put_bytes = bind_bytes,
	.next = next,
	.end = reset,
	.changed = changed,
	.is_null = column_is_null,
	.take_int = column_int,
	.take_text = column_text,
	.take_cell = column_cell,
};
