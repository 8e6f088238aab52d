#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "secure/token.h"
#include "store/inside.h"

enum { OWNER_ONLY = 0600 };

static char *text_copy(const char *text)
{
	size_t n = strlen(text) + 1;

	return memcpy(mem_alloc(n), text, n);
}

static int no_file(const char *path, int why, struct err *err)
{
	switch (why) {
	case ENOENT:
	case ENOTDIR:
		return err_set(err, PL_NOT_FOUND, "There is no database %s", path);
	case EACCES:
	case EPERM:
		return err_set(err, PL_FAIL, "%s may not be opened by this user: check its permissions", path);
	default:
		return err_set(err, PL_FAIL, "%s cannot be opened: %s", path, strerror(why));
	}
}

static int make_file(const char *path, struct err *err)
{
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, OWNER_ONLY);

	if (fd < 0 && errno == ENOENT)
		return err_set(err, PL_NOT_FOUND, "%s cannot be made: there is no such folder", path);
	if (fd < 0)
		return err_set(err, PL_FAIL, "%s cannot be made: %s", path, strerror(errno));
	(void)close(fd);
	return 0;
}

static bool makes(enum store_mode mode)
{
	return mode == STORE_CREATE || mode == STORE_FILL;
}

/* Makes the file if that is wanted, and gives its one real path, so that two names of a file share one lock. */
static int find_file(const char *path, enum store_mode mode, char **ret_real, bool *ret_made, struct err *err)
{
	struct stat st;
	char real[PATH_MAX];

	if (stat(path, &st) < 0) {
		int rc = errno != ENOENT || !makes(mode) ? no_file(path, errno, err) : make_file(path, err);

		if (rc < 0)
			return rc;
		*ret_made = true;
	} else if (!S_ISREG(st.st_mode)) {
		return err_set(err, PL_INVALID, "%s is %s: expected a database file", path,
			S_ISDIR(st.st_mode) ? "a folder" : "not a file");
	}
	if (access(path, mode == STORE_READ ? R_OK : R_OK | W_OK) < 0)
		return no_file(path, errno, err);
	if (realpath(path, real) == NULL)
		return no_file(path, errno, err);
	*ret_real = text_copy(real);
	return 0;
}

/* The file beside the database that writers lock; the system drops the lock if the process dies. */
static int open_lock(struct store *s, struct err *err)
{
	struct buf path = BUF_INIT(PATH_MAX + 8);
	struct stat st = {.st_mode = OWNER_ONLY};
	int rc = 0;

	(void)stat(s->real, &st);
	buf_putf(&path, "%s.lock", s->real);
	s->lock_fd = open(buf_text(&path), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, st.st_mode & 0666);
	/* A lock left by root must not keep the owner of the database out. */
	if (s->lock_fd >= 0 && geteuid() == 0 && fchown(s->lock_fd, st.st_uid, st.st_gid) < 0)
		rc = err_set(err, PL_FAIL, "%s cannot be given to the owner of the database: %s", buf_text(&path), strerror(errno));
	else if (s->lock_fd < 0)
		rc = err_set(err, PL_FAIL, "%s cannot be written: %s cannot be made (%s)", s->name, buf_text(&path), strerror(errno));
	buf_free(&path);
	return rc;
}

/* Whether the log beside the file holds anything: without it a picture of the file would be old or torn. */
static bool has_log(const char *real)
{
	struct buf path = BUF_INIT(PATH_MAX + 8);
	struct stat st;
	bool has;

	buf_putf(&path, "%s-wal", real);
	has = stat(buf_text(&path), &st) == 0 && st.st_size > 0;
	buf_free(&path);
	return has;
}

static int open_as(struct store *s, enum database_mode mode, bool may_be_empty, struct err *err)
{
	int rc = database_open(s->real, s->name, mode, &s->db, err);

	if (rc == 0)
		rc = schema_check(s, may_be_empty, err);
	if (rc < 0)
		s->db = database_close(s->db);
	return rc;
}

static int open_database(struct store *s, enum store_mode mode, struct err *err)
{
	int rc;

	if (s->writes)
		return open_as(s, DATABASE_WRITE, makes(mode), err);
	rc = open_as(s, DATABASE_READ, false, err);
	/* On a medium that takes no writing, not even of a log, a file without a log is read as it is. */
	if (rc == PL_FAIL && !has_log(s->real))
		rc = open_as(s, DATABASE_FROZEN, false, err);
	return rc;
}

static int remember_file(struct store *s, struct err *err)
{
	struct stat st;

	if (stat(s->real, &st) < 0)
		return no_file(s->name, errno, err);
	s->device = st.st_dev;
	s->inode = st.st_ino;
	return 0;
}

/* A file that was put in the place of the open one, such as a backup, would never be seen; what is seen is deleted. */
int check_same_file(const struct store *s, struct err *err)
{
	struct stat st;

	if (s->of_server)
		return 0;
	if (stat(s->real, &st) == 0 && st.st_dev == s->device && st.st_ino == s->inode)
		return 0;
	return err_set(err, PL_DAMAGED, "%s has been moved or replaced while it was open: start Plimsoll again", s->name);
}

/* What cannot be asked is told by whoever opens it. */
static bool is_begun_on_server(const char *address)
{
	struct database *db;
	struct err ignored;
	int64_t tables = 1;

	if (database_open(address, "", DATABASE_READ, &db, &ignored) < 0)
		return true;
	if (database_number(db, SQL_COUNT_TABLES, &tables, &ignored) < 0)
		tables = 1;
	database_close(db);
	return tables > 0;
}

bool store_is_begun(const char *path)
{
	struct stat st;

	if (database_is_address(path))
		return is_begun_on_server(path);
	return stat(path, &st) == 0 && (st.st_size > 0 || !S_ISREG(st.st_mode));
}

static int open_server(const char *address, enum store_mode mode, struct store **ret, struct err *err)
{
	struct store *s;
	char *name = NULL;
	int rc = database_called(address, &name, err);

	if (rc < 0)
		return rc;
	s = mem_alloc(sizeof *s);
	*s = (struct store){.name = name, .real = text_copy(address), .of_server = true, .writes = mode != STORE_READ,
		.shares = mode == STORE_SHARE, .fills = mode == STORE_FILL, .lock_fd = -1};
	rc = open_as(s, s->writes ? DATABASE_WRITE : DATABASE_READ, makes(mode), err);
	if (rc < 0)
		store_close(s);
	else
		*ret = s;
	return rc;
}

static int open_file(const char *path, enum store_mode mode, struct store **ret, struct err *err)
{
	struct store *s;
	char *real = NULL;
	bool made = false;
	int rc = find_file(path, mode, &real, &made, err);

	if (rc < 0)
		return rc;
	s = mem_alloc(sizeof *s);
	s->name = text_copy(path);
	s->real = real;
	s->writes = mode != STORE_READ;
	s->shares = mode == STORE_SHARE;
	s->fills = mode == STORE_FILL;
	s->made_file = made;
	s->lock_fd = -1;
	if (s->writes)
		rc = owner_check(s, makes(mode) || has_log(real), err);
	if (rc == 0 && s->writes)
		rc = open_lock(s, err);
	if (rc == 0 && s->writes)
		rc = lock_take(s, err);
	if (rc == 0)
		rc = open_database(s, mode, err);
	if (rc == 0)
		rc = remember_file(s, err);
	lock_let_go(s);
	s->tried = rc < 0;
	if (rc < 0)
		store_close(s);
	else
		*ret = s;
	return rc;
}

void store_stay(struct store *s, int answer_ms, void (*say)(const char *line))
{
	database_stay(s->db, answer_ms, say);
}

bool store_is_of_server(const char *path)
{
	return database_is_address(path);
}

bool store_is_meant_as_address(const char *path)
{
	return database_is_meant_as_address(path);
}

bool store_asks_server(const struct store *s)
{
	return s->of_server;
}

const char *store_name(struct arena *a, const char *path)
{
	struct err ignored;
	char *name = NULL;
	const char *kept;

	if (!database_is_address(path) || database_called(path, &name, &ignored) < 0)
		return database_is_meant_as_address(path) ? "a database" : arena_strdup(a, path);
	kept = arena_strdup(a, name);
	mem_free(name);
	return kept;
}

size_t store_address_files(struct arena *a, const char *path, const char *const **ret)
{
	return database_is_address(path) ? database_address_files(a, path, ret) : 0;
}

int store_open(const char *path, enum store_mode mode, struct store **ret, struct err *err)
{
	int rc = secure_start(err);

	if (rc < 0)
		return rc;
	if (database_is_meant_as_address(path) && !database_is_address(path))
		return err_set(err, PL_INVALID, "What was given for a database is neither a file nor an address: expected "
			"postgresql://user@host:port/database");
	return database_is_address(path) ? open_server(path, mode, ret, err) : open_file(path, mode, ret, err);
}

static void remove_database(const char *real)
{
	static const char *const ENDS[] = {"-wal", "-shm", ""};
	struct buf path = BUF_INIT(PATH_MAX + 8);

	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
		buf_clear(&path);
		buf_putf(&path, "%s%s", real, ENDS[i]);
		(void)unlink(buf_text(&path));
	}
	buf_free(&path);
}

struct store *store_close(struct store *s)
{
	struct err ignored;

	if (s == NULL)
		return NULL;
	commit_abandon(s->commit);
	/* Closing moves the log into the file, which is writing: if the lock cannot be had, that is left to the next writer.
	 * Beside readers that stay open, closing alone would leave the log of a large import as large as it became. */
	if (s->db != NULL && s->writes && !s->of_server) {
		if (lock_take(s, &ignored) < 0)
			database_leave_log(s->db);
		else if (s->commits > 0)
			(void)!database_run(s->db, SQL_FOLD_LOG, &ignored);
	}
	database_close(s->db);
	s->sealed = sealed_kept_free(s->sealed);
	/* What was made for something that then failed goes again. The lock was held all the time, so nothing else is in it. */
	if (s->made_file && s->blank && s->tried && s->commits == 0 && s->locked)
		remove_database(s->real);
	if (s->lock_fd >= 0)
		(void)close(s->lock_fd);
	mem_free(s->name);
	mem_free(s->real);
	mem_free(s);
	return NULL;
}

void store_use_schemes(struct store *s, scheme_finder find)
{
	s->find_scheme = find;
}

int store_version(struct store *s, int64_t *ret, struct err *err)
{
	int64_t others;
	int rc = check_same_file(s, err);

	if (rc == 0)
		rc = database_number(s->db, SQL_DATA_VERSION, &others, err);
	if (rc == 0)
		*ret = others + s->commits;
	return rc;
}
