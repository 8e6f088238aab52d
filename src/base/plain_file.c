#include "base/plain_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Modes that a file must not have. */
static const struct {
	mode_t refused;
	int flags;
	const char *words, *most;
} KINDS[] = {
	[FILE_PLAIN] = {0, 0, "", ""},
	[FILE_SECRET] = {0027, 0, "can be read by everybody or written by its group", "640"},
	[FILE_KEY] = {0077, O_NOFOLLOW, "could be read by others", "600"},
};

static int check_opened(int fd, const char *path, enum file_kind kind, const char *what, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_set(err, PL_FAIL, "%s cannot be read: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(err, PL_INVALID, "%s is not a file: expected %s", path, what);
	if ((st.st_mode & KINDS[kind].refused) != 0)
		return err_set(err, PL_INVALID, "%s %s: expected 'chmod %s %s' or less", path, KINDS[kind].words, KINDS[kind].most,
			path);
	return 0;
}

int plain_file_open(const char *path, enum file_kind kind, const char *what, int *ret_fd, struct err *err)
{
	/* O_NONBLOCK: a pipe is opened without waiting for its writer, and then refused. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | KINDS[kind].flags), rc;

	if (fd < 0)
		return err_set(err, errno == ENOENT || errno == ENOTDIR ? PL_NOT_FOUND : PL_FAIL,
			"%s cannot be read (%s): expected %s", path, strerror(errno), what);
	rc = check_opened(fd, path, kind, what, err);
	if (rc == 0)
		*ret_fd = fd;
	else
		(void)close(fd);
	return rc;
}

/* As much as there is and fits. */
static int read_into(int fd, const char *path, char *room, size_t size, size_t *ret_n, struct err *err)
{
	size_t n = 0;
	ssize_t got = 1;

	while (n < size && got > 0) {
		got = read(fd, room + n, size - n);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got < 0)
			return err_set(err, PL_FAIL, "%s cannot be read to its end: %s", path, strerror(errno));
		else
			n += (size_t)got;
	}
	*ret_n = n;
	return 0;
}

int plain_file_temporary(void)
{
	const char *folder = getenv("TMPDIR");
	char path[512];
	int fd, n;

	if (folder == NULL || folder[0] == '\0')
		folder = "/tmp";
	fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	/* Not every file system has files without a name. */
	n = snprintf(path, sizeof path, "%s/plimsoll-XXXXXX", folder);
	if (n < 0 || (size_t)n >= sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(path);
	return fd;
}

int plain_file_read_open(int fd, const char *path, struct buf *out, struct err *err)
{
	char piece[4096];
	size_t n = sizeof piece;
	int rc = 0;

	while (rc == 0 && n == sizeof piece && !out->full) {
		rc = read_into(fd, path, piece, sizeof piece, &n, err);
		if (rc == 0)
			buf_add(out, piece, n);
	}
	if (rc == 0 && out->full)
		rc = err_set(err, PL_LIMIT, "%s is larger than %zu bytes, the most that is read of such a file", path, out->cap);
	return rc;
}

int plain_file_read(const char *path, enum file_kind kind, const char *what, struct buf *out, struct err *err)
{
	int fd = -1, rc = plain_file_open(path, kind, what, &fd, err);

	if (rc < 0)
		return rc;
	rc = plain_file_read_open(fd, path, out, err);
	(void)close(fd);
	return rc;
}

int plain_file_first_line(const char *path, enum file_kind kind, const char *what, char *ret, size_t size,
	struct err *err)
{
	char bytes[4096];
	const char *end;
	size_t n = 0, length;
	int fd = -1, rc = plain_file_open(path, kind, what, &fd, err);

	if (rc < 0)
		return rc;
	rc = read_into(fd, path, bytes, sizeof bytes, &n, err);
	(void)close(fd);
	end = memchr(bytes, '\n', n);
	length = end != NULL ? (size_t)(end - bytes) : n;
	if (length > 0 && bytes[length - 1] == '\r')
		length--;
	if (rc == 0 && (length == 0 || length >= size || memchr(bytes, '\0', length) != NULL))
		rc = err_set(err, PL_INVALID, "%s does not begin with %s: expected one line of at most %zu bytes", path, what,
			size - 1);
	if (rc == 0) {
		memcpy(ret, bytes, length);
		ret[length] = '\0';
	}
	explicit_bzero(bytes, sizeof bytes);
	return rc;
}
