#include "service/keeping/backup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/plain_file.h"
#include "base/str.h"

enum { PIECE_BYTES = 256 * 1024, OWNER_ONLY = 0600, SUM_BYTES = 64 };

/* ---- copying ---- */

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		size -= (size_t)n;
	}
	return 0;
}

/* From one open file into another, if there is one, and into the digest. */
static int pour(int from, int to, struct digest *digest, int64_t *ret_bytes, const char *from_name, const char *to_name,
	struct err *err)
{
	char *piece = mem_alloc(PIECE_BYTES);
	int64_t bytes = 0;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = read(from, piece, PIECE_BYTES)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			rc = err_set(err, PL_FAIL, "%s cannot be read to its end: %s", from_name, strerror(errno));
		else if (to >= 0 && write_all(to, piece, (size_t)n) < 0)
			rc = err_set(err, PL_FAIL, "%s cannot be written: %s", to_name, strerror(errno));
		else
			digest_add(digest, piece, (size_t)n);
		bytes += n > 0 ? n : 0;
	}
	if (rc == 0 && to >= 0 && fsync(to) < 0)
		rc = err_set(err, PL_FAIL, "%s cannot be written: %s", to_name, strerror(errno));
	mem_free(piece);
	*ret_bytes = bytes;
	return rc;
}

int backup_file_copy(const char *from, const char *to, char ret_sum[DIGEST_SIZE], int64_t *ret_bytes, struct err *err)
{
	int in = -1, out = -1, rc = plain_file_open(from, FILE_PLAIN, "a backup that 'plimsoll backup' made", &in, err);
	struct digest *digest;
	int64_t bytes;

	if (rc < 0)
		return rc;
	if (to != NULL && (out = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, OWNER_ONLY)) < 0) {
		rc = err_set(err, PL_FAIL, "%s cannot be made: %s", to, strerror(errno));
		(void)close(in);
		return rc;
	}
	digest = digest_new();
	rc = pour(in, out, digest, &bytes, from, to, err);
	if (rc == 0) {
		digest_end(digest, ret_sum);
		*ret_bytes = bytes;
	}
	digest_free(digest);
	(void)close(in);
	if (out >= 0)
		(void)close(out);
	return rc;
}

/* ---- names ---- */

const char *backup_name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

const char *backup_folder_of(struct arena *a, const char *path)
{
	const char *name = backup_name_of(path);

	if (name == path)
		return ".";
	return name == path + 1 ? "/" : arena_strndup(a, path, (size_t)(name - path) - 1);
}

int backup_folder_sync(struct arena *a, const char *path, struct err *err)
{
	const char *folder = backup_folder_of(a, path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd >= 0 && fsync(fd) == 0 ? 0 :
		err_set(err, PL_FAIL, "the folder %s cannot be made durable: %s", folder, strerror(errno));

	if (fd >= 0)
		(void)close(fd);
	return rc;
}

void backup_file_remove(struct arena *a, const char *path)
{
	static const char *const BESIDE[] = {"", "-wal", "-shm", "-journal", ".lock"};

	for (size_t i = 0; i < sizeof BESIDE / sizeof *BESIDE; i++)
		(void)unlink(arena_printf(a, "%s%s", path, BESIDE[i]));
}

/* ---- small texts ---- */

int backup_text_write(struct arena *a, const char *path, const char *text, int mode, struct err *err)
{
	const char *making = arena_printf(a, "%s.making", path);
	int fd = open(making, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
	bool good = fd >= 0 && write_all(fd, text, strlen(text)) == 0 && fsync(fd) == 0;
	int why = errno;

	if (fd >= 0)
		(void)close(fd);
	if (good && rename(making, path) == 0)
		return 0;
	why = good ? errno : why;
	(void)unlink(making);
	return err_set(err, PL_FAIL, "%s cannot be written: %s", path, strerror(why));
}

int backup_sum_write(struct arena *a, const char *path, const char *sum, struct err *err)
{
	return backup_text_write(a, arena_printf(a, "%s.sha256", path), arena_printf(a, "%s  %s\n", sum, backup_name_of(path)),
		OWNER_ONLY, err);
}

int backup_sum_check(struct arena *a, const char *path, const char *sum, struct err *err)
{
	const char *beside = arena_printf(a, "%s.sha256", path);
	char said[SUM_BYTES];
	int fd = -1, rc = plain_file_open(beside, FILE_PLAIN, "the SHA-256 of a backup", &fd, err);
	ssize_t n;

	if (rc < 0)
		return rc == PL_NOT_FOUND ? 0 : rc;
	n = read(fd, said, sizeof said);
	(void)close(fd);
	if (n == SUM_BYTES && memcmp(said, sum, SUM_BYTES) == 0)
		return 0;
	return err_set(err, PL_DAMAGED, "%s is not what was written: its SHA-256 is not the one in %s", path, beside);
}
