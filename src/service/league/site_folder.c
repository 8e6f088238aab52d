#include "service/league/site_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/plain_file.h"
#include "base/str.h"
#include "secure/digest.h"

enum { SUMS_BYTES = 4 * 1024 * 1024, FOLDER_MODE = 0755, FILE_MODE = 0644 };

#define SUMS "SHA256SUMS"

#define MAKING ".making-"
#define RANDOM "XXXXXX"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* Stands in the list from the first moment on, so that a folder in the making is known for ours. */
static const char HEAD[] = "# The league of employers, built by plimsoll: these files, and no other\n";

struct site_folder {
	struct arena *arena;
	const char *path;    /* where it goes */
	char *making;        /* where it is made, beside it; NULL: put in its place */
	int maker;           /* that folder, locked for as long as somebody makes it; -1 */
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

static bool is_plain(const char *name)
{
	return name[0] != '\0' && name[0] != '.' && name[strspn(name, LETTERS "-.")] == '\0' && !str_equal(name, SUMS);
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
		return err_set(err, errno == ENOTDIR ? PL_CONFLICT : PL_FAIL, "%s cannot be read as a folder: %s", path,
			strerror(errno));
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
		return err_set(err, PL_CONFLICT,
			"%s holds %.100s, which is no file of a league that was built there: expected a folder that is not "
			"there, is empty, or was built before", f->path, foreign);
	f->replaces = true;
	return 0;
}

/* A folder with those files in it that the sums name; what else somebody has put there meanwhile stays, and the folder
 * with it. */
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

static int write_to(struct site_folder *f, const char *name, int how, const void *bytes, size_t size, struct err *err)
{
	const char *path = arena_printf(f->arena, "%s/%s", f->making, name);
	int fd = open(path, O_WRONLY | O_CLOEXEC | how, FILE_MODE);
	bool good = fd >= 0 && write_all(fd, bytes, size) == 0;

	if (fd >= 0 && close(fd) != 0)
		good = false;
	return good ? 0 : err_set(err, PL_FAIL, "%s cannot be written: %s", path, strerror(errno));
}

static int write_file(struct site_folder *f, const char *name, const void *bytes, size_t size, struct err *err)
{
	return write_to(f, name, O_CREAT | O_EXCL, bytes, size, err);
}

/* ---- what was left behind ---- */

/* The name of what is built at `path`, without the folders above it. */
static const char *name_in_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static const char *folder_above(struct arena *a, const char *path)
{
	size_t n = (size_t)(name_in_folder(path) - path);

	return n == 0 ? "." : arena_strndup(a, path, n);
}

/* Whether a name is that of a folder in which `site` is made: "site.making-Ab3dEf". */
static bool is_making_of(const char *site, const char *name)
{
	size_t n = strlen(site), mark = sizeof MAKING - 1;

	return strncmp(name, site, n) == 0 && strncmp(name + n, MAKING, mark) == 0 &&
		strlen(name + n + mark) == sizeof RANDOM - 1 &&
		strspn(name + n + mark, LETTERS) == sizeof RANDOM - 1;
}

/* Takes the lock of whoever makes a folder, which goes with the program that took it. -1 if somebody has it. */
static int lock_maker(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

/* A folder that was begun here and that nobody is making any more. One that is not ours has no list that begins as ours
 * do, and stays; so does whatever in it is no file of a site. */
static void remove_left(struct arena *a, const char *path)
{
	int maker = lock_maker(path);
	DIR *folder = maker >= 0 && read_sums(a, path)[0] != '\0' ? opendir(path) : NULL;
	const struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (is_plain(entry->d_name))
			(void)unlink(arena_printf(a, "%s/%s", path, entry->d_name));
	}
	/* Last, for without it nobody would know the folder again. */
	if (folder != NULL) {
		(void)closedir(folder);
		(void)unlink(arena_printf(a, "%s/" SUMS, path));
		(void)rmdir(path);
	}
	if (maker >= 0)
		(void)close(maker);
}

static void remove_all_left(struct arena *a, const char *site)
{
	const char *above = folder_above(a, site);
	DIR *folder = opendir(above);
	const struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (is_making_of(name_in_folder(site), entry->d_name))
			remove_left(a, arena_printf(a, "%s/%s", above, entry->d_name));
	}
	if (folder != NULL)
		(void)closedir(folder);
}

static int begin_making(struct site_folder *f, struct err *err)
{
	remove_all_left(f->arena, f->path);
	f->making = arena_printf(f->arena, "%s%s%s", f->path, MAKING, RANDOM);
	if (mkdtemp(f->making) == NULL) {
		f->making = NULL;
		return err_set(err, PL_FAIL, "%s cannot be made: %s", f->path, strerror(errno));
	}
	f->maker = lock_maker(f->making);
	if (f->maker < 0)
		return err_set(err, PL_FAIL, "%s cannot be locked: %s", f->making, strerror(errno));
	buf_puts(&f->sums, HEAD);
	return write_file(f, SUMS, HEAD, sizeof HEAD - 1, err);
}

int site_folder_begin(const char *path, struct site_folder **ret, struct err *err)
{
	struct site_folder *f = mem_alloc(sizeof *f);
	int rc;

	*f = (struct site_folder){.arena = arena_new(), .before = "", .sums = BUF_INIT(SUMS_BYTES), .maker = -1};
	f->path = plain_path(f->arena, path);
	rc = path[0] != '\0' ? look_at_place(f, err) :
		err_set(err, PL_INVALID, "the name of the folder is empty: expected one to build in");
	if (rc == 0)
		rc = begin_making(f, err);
	if (rc < 0) {
		site_folder_free(f);
		return rc;
	}
	*ret = f;
	return 0;
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
		rc = write_to(f, SUMS, O_APPEND, buf_text(&f->sums) + sizeof HEAD - 1, f->sums.len - (sizeof HEAD - 1), err);
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
	if (f->maker >= 0)
		(void)close(f->maker);
	buf_free(&f->sums);
	arena_free(f->arena);
	mem_free(f);
	return NULL;
}
