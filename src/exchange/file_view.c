#include "exchange/file_view.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LET_GO_STEP = 8 * 1024 * 1024 };

static int view_descriptor(int fd, size_t most, struct file_view *ret, struct err *err)
{
	struct stat st;
	void *at;

	if (fstat(fd, &st) != 0)
		return err_set(err, PL_FAIL, "the file cannot be read: %s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(err, PL_INVALID, "this is a folder or a device: expected a file");
	if ((uintmax_t)st.st_size > most)
		return err_set(err, PL_LIMIT, "the file is larger than %zu MB, the most that is read of this format",
			most / (1024 * 1024));
	*ret = (struct file_view){"", (size_t)st.st_size, 0};
	if (ret->size == 0)
		return 0;
	at = mmap(NULL, ret->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return err_set(err, PL_FAIL, "the file cannot be read: %s", strerror(errno));
	(void)madvise(at, ret->size, MADV_SEQUENTIAL);
	ret->bytes = at;
	return 0;
}

int file_view_open(const char *path, size_t most, struct file_view *ret, struct err *err)
{
	/* O_NONBLOCK: a pipe without a writer must not hold the program up. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct file_view view = {"", 0, 0};
	int rc;

	if (fd < 0)
		return err_set(err, errno == ENOENT ? PL_NOT_FOUND : PL_FAIL, "the file cannot be opened: %s",
			strerror(errno));
	rc = view_descriptor(fd, most, &view, err);
	(void)close(fd);
	if (rc == 0)
		*ret = view;
	return rc;
}

void file_view_close(struct file_view *v)
{
	if (v->size > 0)
		(void)munmap((void *)(uintptr_t)v->bytes, v->size);
	*v = (struct file_view){"", 0, 0};
}

void file_view_let_go(struct file_view *v, size_t at)
{
	size_t upto = at / LET_GO_STEP * LET_GO_STEP;

	if (upto <= v->let_go)
		return;
	(void)madvise((void *)((uintptr_t)v->bytes + v->let_go), upto - v->let_go, MADV_DONTNEED);
	v->let_go = upto;
}
