#include "store/database.h"

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

enum { BUSY_MS = 5000, MOST_PARAMETERS = 32 };

struct statement {
	struct database *db;
	sqlite3_stmt *stmt;
	enum sql_id id;
	int given, taken; /* parameters put, columns taken */
	int failed;       /* what the engine said while it was made ready */
	bool spoiled;     /* a column did not hold what it should */
	bool cut;         /* a text of the row went on after a NUL */
	char days[MOST_PARAMETERS][DATE_ISO_SIZE];
};

struct database {
	sqlite3 *handle;
	char *name;
	enum database_mode mode;
	row_watcher watcher;
	void *watcher_context;
	struct statement statements[SQL_COUNT];
};

/* Where its shared memory or log cannot grow the engine speaks of an input/output error; the disk says whether it is full. */
static bool is_for_want_of_room(const struct database *db, int code)
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
static int failed(const struct database *db, int code, struct err *err)
{
	const char *name = db->name;

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
			db->mode == DATABASE_WRITE ? "written" : "read");
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

int database_open(const char *path, const char *name, enum database_mode mode, struct database **ret, struct err *err)
{
	struct database *db = mem_alloc(sizeof *db);
	int rc;

	db->mode = mode;
	db->name = mem_alloc(strlen(name) + 1);
	memcpy(db->name, name, strlen(name) + 1);
	rc = open_handle(path, mode, &db->handle);
	if (rc != SQLITE_OK) {
		rc = failed(db, rc, err);
		database_close(db);
		return rc;
	}
	(void)sqlite3_extended_result_codes(db->handle, 1);
	(void)sqlite3_busy_timeout(db->handle, BUSY_MS);
	/* Only the one writer may move the log into the file. */
	if (mode != DATABASE_WRITE)
		database_leave_log(db);
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	*ret = db;
	return 0;
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

void database_leave_log(struct database *db)
{
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

struct database *database_close(struct database *db)
{
	if (db == NULL)
		return NULL;
	for (size_t i = 0; i < SQL_COUNT; i++)
		(void)sqlite3_finalize(db->statements[i].stmt);
	(void)sqlite3_close(db->handle);
	mem_free(db->name);
	mem_free(db);
	return NULL;
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

int database_settle(struct database *db, struct err *err)
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

int database_script(struct database *db, const char *text, struct err *err)
{
	int rc = sqlite3_exec(db->handle, text, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : failed(db, rc, err);
}

bool database_in_transaction(const struct database *db)
{
	return sqlite3_get_autocommit(db->handle) == 0;
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

int database_copy(struct database *db, const char *path, struct err *err)
{
	struct database copy = {.name = (char *)(uintptr_t)path, .mode = DATABASE_WRITE};
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

void database_roll_back(struct database *db)
{
	struct err ignored;

	/* After a full disk the engine may have rolled back by itself. */
	if (database_in_transaction(db) && database_run(db, SQL_ROLLBACK, &ignored) < 0)
		return;
}

struct statement *statement_of(struct database *db, enum sql_id id)
{
	struct statement *q = &db->statements[id];

	q->failed = SQLITE_OK;
	if (q->stmt == NULL) {
		q->db = db;
		q->id = id;
		q->failed = sqlite3_prepare_v3(db->handle, SQL_TEXT[id], -1, SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL);
	} else {
		(void)sqlite3_reset(q->stmt);
	}
	q->given = 0;
	q->taken = 0;
	q->spoiled = false;
	return q;
}

static void note(struct statement *q, int rc)
{
	if (q->failed == SQLITE_OK)
		q->failed = rc;
}

void put_int(struct statement *q, int64_t value)
{
	note(q, sqlite3_bind_int64(q->stmt, ++q->given, value));
}

static void put_null(struct statement *q)
{
	note(q, sqlite3_bind_null(q->stmt, ++q->given));
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
	note(q, sqlite3_bind_text(q->stmt, ++q->given, text, -1, SQLITE_STATIC));
}

void put_bytes(struct statement *q, const void *bytes, size_t n)
{
	note(q, sqlite3_bind_blob64(q->stmt, ++q->given, bytes, n, SQLITE_STATIC));
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
	char *iso = q->days[q->given % MOST_PARAMETERS];

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

/* What stands in the way of the next step, if anything does. */
static int check_ready(const struct statement *q, struct err *err)
{
	if (q->failed != SQLITE_OK)
		return failed(q->db, q->failed, err);
	if (q->spoiled)
		return err_set(err, PL_DAMAGED, "%s is damaged (%s met a date that is none): restore it from a backup",
			q->db->name, SQL_NAME[q->id]);
	if (q->given != SQL_PARAMETERS[q->id])
		return err_set(err, PL_FAIL, "%s was given %d values instead of %d", SQL_NAME[q->id], q->given,
			SQL_PARAMETERS[q->id]);
	return 0;
}

int statement_next(struct statement *q, struct err *err)
{
	int rc = check_ready(q, err);

	if (rc < 0) {
		statement_end(q);
		return rc;
	}
	rc = sqlite3_step(q->stmt);
	q->taken = 0;
	q->cut = false;
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		rc = failed(q->db, rc, err);
	else
		rc = 0;
	(void)sqlite3_reset(q->stmt);
	return rc;
}

void statement_end(struct statement *q)
{
	(void)sqlite3_reset(q->stmt);
}

int64_t statement_run(struct statement *q, struct err *err)
{
	int rc = statement_next(q, err);

	if (rc < 0)
		return rc;
	if (rc > 0)
		statement_end(q);
	return sqlite3_changes64(q->db->handle);
}

int64_t take_int(struct statement *q)
{
	return sqlite3_column_int64(q->stmt, q->taken++);
}

int32_t take_int32(struct statement *q)
{
	return (int32_t)take_int(q);
}

int32_t take_int32_or(struct statement *q, int32_t missing)
{
	if (sqlite3_column_type(q->stmt, q->taken) == SQLITE_NULL) {
		q->taken++;
		return missing;
	}
	return take_int32(q);
}

const char *take_text(struct statement *q)
{
	const char *text = (const char *)sqlite3_column_text(q->stmt, q->taken);
	int len = sqlite3_column_bytes(q->stmt, q->taken++);

	if (text == NULL)
		return "";
	q->cut = q->cut || memchr(text, '\0', (size_t)len) != NULL;
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

/* ---- rows as a whole ---- */

bool cells_equal(const struct cell *one, const struct cell *other)
{
	if (one->kind != other->kind || one->number != other->number || one->len != other->len)
		return false;
	return one->len == 0 || memcmp(one->bytes, other->bytes, one->len) == 0;
}

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

struct cell take_cell(struct statement *q)
{
	return cell_of(sqlite3_column_value(q->stmt, q->taken++));
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

void database_watch(struct database *db, row_watcher watcher, void *context)
{
	db->watcher = watcher;
	db->watcher_context = context;
	(void)sqlite3_preupdate_hook(db->handle, watcher != NULL ? on_change : NULL, db);
}

/* The one statement whose table is not known beforehand: it is one that the database itself has named. */
static int prepare_scan(struct database *db, const char *table, sqlite3_stmt **ret)
{
	char *sql = sqlite3_mprintf("select * from \"%w\"", table);
	int rc = sql != NULL ? sqlite3_prepare_v2(db->handle, sql, -1, ret, NULL) : SQLITE_NOMEM;

	sqlite3_free(sql);
	return rc;
}

int database_scan(struct database *db, const char *table, void (*row)(void *context, const struct cell *cells), void *context,
	struct err *err)
{
	sqlite3_stmt *q = NULL;
	int rc = prepare_scan(db, table, &q);

	if (rc != SQLITE_OK)
		return failed(db, rc, err);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		struct cell cells[DATABASE_COLUMNS];
		int count = sqlite3_column_count(q);

		for (int i = 0; i < count && i < DATABASE_COLUMNS; i++)
			cells[i] = cell_of(sqlite3_column_value(q, i));
		row(context, cells);
	}
	(void)sqlite3_finalize(q);
	return rc == SQLITE_DONE ? 0 : failed(db, rc, err);
}
