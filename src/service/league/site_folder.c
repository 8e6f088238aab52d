#include "service/league/site_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/plain_file.h"
#include "base/str.h"
#include "secure/digest.h"

enum { SUMS_BYTES = 4 * 1024 * 1024, FOLDER_MODE = 0755, FILE_MODE = 0644 };

#define SUMS "SHA256SUMS"

static const char HEAD[] = "# The league of employers, built by plimsoll: these files, and no other\n";

struct site_folder {
	struct arena *arena;
	const char *path;    /* where it goes */
	char *making;        /* where it is made, beside it; NULL: put in its place */
	bool replaces;       /* a folder that is empty or was built before */
	const char *before;  /* the sums of that one; "" */
	struct buf sums;
};

/* ---- a folder that is there already ---- */

/* Whether a line "SHA256  NAME" of the sums is of that name. */
static bool sums_name(const char *sums, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = sums; (at = strstr(at, "  ")) != NULL; at += 2) {
		if (strncmp(at + 2, name, n) == 0 && at[2 + n] == '\n')
			return true;
	}
	return false;
}

static bool is_ours(const char *sums, const char *name)
{
	return sums[0] != '\0' && (str_equal(name, SUMS) || sums_name(sums, name));
}

static bool is_dots(const char *name)
{
	return str_equal(name, ".") || str_equal(name, "..");
}

/* A name in a folder that does not stand in the sums; "" if all do. */
static int find_foreign(struct arena *a, const char *path, const char *sums, const char **ret, struct err *err)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;

	if (folder == NULL)
		return err_set(err, errno == ENOTDIR ? PL_CONFLICT : PL_FAIL, "%s cannot be read as a folder: %s", path, strerror(errno));
	*ret = "";
	while ((entry = readdir(folder)) != NULL) {
		if (!is_dots(entry->d_name) && !is_ours(sums, entry->d_name))
			*ret = arena_strdup(a, entry->d_name);
	}
	(void)closedir(folder);
	return 0;
}

/* What names the files of a folder that was built before; "" where it was not. */
static const char *read_sums(struct arena *a, const char *path)
{
	struct buf text = BUF_INIT(SUMS_BYTES);
	const char *sums = "";

	if (plain_file_read(arena_printf(a, "%s/" SUMS, path), FILE_PLAIN, "a list of files", &text, NULL) == 0 &&
		strncmp(buf_text(&text), HEAD, sizeof HEAD - 1) == 0)
		sums = arena_strdup(a, buf_text(&text));
	buf_free(&text);
	return sums;
}

static int look_at_place(struct site_folder *f, struct err *err)
{
	const char *foreign = "";
	struct stat st;
	int rc;

	if (lstat(f->path, &st) != 0)
		return errno == ENOENT ? 0 : err_set(err, PL_FAIL, "%s cannot be read: %s", f->path, strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return err_set(err, PL_CONFLICT, "%s is there and is no folder: expected the name of a new folder", f->path);
	f->before = read_sums(f->arena, f->path);
	rc = find_foreign(f->arena, f->path, f->before, &foreign, err);
	if (rc < 0)
		return rc;
	if (foreign[0] != '\0')
		return err_set(err, PL_CONFLICT, "%s holds %.100s, which is no file of a league that was built there: expected a folder that is not "
			"there, is empty, or was built before", f->path, foreign);
	f->replaces = true;
	return 0;
}

/* A folder with those files in it that the sums name; what else somebody has put there meanwhile stays, and the folder with it. */
static void remove_folder(struct arena *a, const char *path, const char *sums)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (!is_dots(entry->d_name) && is_ours(sums, entry->d_name))
			(void)unlink(arena_printf(a, "%s/%s", path, entry->d_name));
	}
	if (folder != NULL)
		(void)closedir(folder);
	(void)rmdir(path);
}

/* ---- making ---- */

/* Without slashes at its end. */
static const char *plain_path(struct arena *a, const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return arena_strndup(a, path, n);
}

int site_folder_begin(const char *path, struct site_folder **ret, struct err *err)
{
	struct site_folder *f = mem_alloc(sizeof *f);
	int rc;

	*f = (struct site_folder){.arena = arena_new(), .before = "", .sums = BUF_INIT(SUMS_BYTES)};
	f->path = plain_path(f->arena, path);
	rc = path[0] != '\0' ? look_at_place(f, err) : err_set(err, PL_INVALID, "the name of the folder is empty: expected one to build in");
	if (rc == 0) {
		f->making = arena_printf(f->arena, "%s.making-XXXXXX", f->path);
		if (mkdtemp(f->making) == NULL) {
			rc = err_set(err, PL_FAIL, "%s cannot be made: %s", f->path, strerror(errno));
			f->making = NULL;
		}
	}
	if (rc < 0) {
		site_folder_free(f);
		return rc;
	}
	buf_puts(&f->sums, HEAD);
	*ret = f;
	return 0;
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0)
			return -1;
		bytes += n;
		size -= (size_t)n;
	}
	return 0;
}

static int write_file(struct site_folder *f, const char *name, const void *bytes, size_t size, struct err *err)
{
	const char *path = arena_printf(f->arena, "%s/%s", f->making, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
	bool good = fd >= 0 && write_all(fd, bytes, size) == 0;

	if (fd >= 0 && close(fd) != 0)
		good = false;
	return good ? 0 : err_set(err, PL_FAIL, "%s cannot be written: %s", path, strerror(errno));
}

static bool is_plain(const char *name)
{
	static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";

	return name[0] != '\0' && name[0] != '.' && name[strspn(name, PLAIN)] == '\0' && !str_equal(name, SUMS);
}

int site_folder_put(struct site_folder *f, const char *name, const void *bytes, size_t size, struct err *err)
{
	char sum[DIGEST_SIZE];

	if (!is_plain(name))
		return err_set(err, PL_INVALID, "%.100s is no name of a file of the league", name);
	digest_of(bytes, size, sum);
	buf_putf(&f->sums, "%s  %s\n", sum, name);
	return write_file(f, name, bytes, size, err);
}

/* All that the folder holds, on the disk. */
static int make_durable(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && syncfs(fd) == 0;

	if (fd >= 0)
		(void)close(fd);
	return good ? 0 : err_set(err, PL_FAIL, "%s cannot be written: %s", path, strerror(errno));
}

/* Two folders change places; in two steps where the file system does not know how to in one. */
static int exchange(struct site_folder *f)
{
	const char *old;

	if (renameat2(AT_FDCWD, f->making, AT_FDCWD, f->path, RENAME_EXCHANGE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	old = arena_printf(f->arena, "%s-old", f->making);
	if (rename(f->path, old) != 0 || rename(f->making, f->path) != 0)
		return -1;
	return rename(old, f->making);
}

int site_folder_finish(struct site_folder *f, struct err *err)
{
	int rc = f->sums.full ? err_set(err, PL_LIMIT, "there are more files than a list of them holds") : 0;

	if (rc == 0)
		rc = write_file(f, SUMS, buf_text(&f->sums), f->sums.len, err);
	if (rc == 0 && chmod(f->making, FOLDER_MODE) != 0)
		rc = err_set(err, PL_FAIL, "%s cannot be opened to readers: %s", f->making, strerror(errno));
	if (rc == 0)
		rc = make_durable(f->making, err);
	if (rc < 0)
		return rc;
	if (f->replaces ? exchange(f) != 0 : rename(f->making, f->path) != 0)
		return err_set(err, PL_FAIL, "%s cannot be put in its place: %s", f->path, strerror(errno));
	if (f->replaces)
		remove_folder(f->arena, f->making, f->before);
	f->making = NULL;
	return 0;
}

struct site_folder *site_folder_free(struct site_folder *f)
{
	if (f == NULL)
		return NULL;
	if (f->making != NULL)
		remove_folder(f->arena, f->making, buf_text(&f->sums));
	buf_free(&f->sums);
	arena_free(f->arena);
	mem_free(f);
	return NULL;
}
