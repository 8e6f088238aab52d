#include "exchange/file_view.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/plain_file.h"

enum { LET_GO_STEP = 8 * 1024 * 1024 };

int input_open(const char *path, struct input *ret, struct err *err)
{
	int fd = -1, rc = plain_file_open(path, FILE_PLAIN, "a file to import", &fd, err);

	if (rc < 0)
		return rc;
	*ret = (struct input){fd, path};
	return 0;
}

void input_close(struct input *in)
{
	if (in->fd >= 0)
		(void)close(in->fd);
	in->fd = -1;
}

int file_view_open(const struct input *in, size_t most, struct file_view *ret, struct err *err)
{
	struct stat st;
	void *at;

	if (fstat(in->fd, &st) != 0)
		return err_set(err, PL_FAIL, "the file cannot be read: %s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(err, PL_INVALID, "this is a folder or a device: expected a file");
	if ((uintmax_t)st.st_size > most)
		return err_set(err, PL_LIMIT, "the file is larger than %zu MB, the most that is read of this format",
			most / (1024 * 1024));
	if (st.st_size == 0) {
		*ret = (struct file_view){"", 0, 0};
		return 0;
	}
	at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, in->fd, 0);
	if (at == MAP_FAILED)
		return err_set(err, PL_FAIL, "the file cannot be read: %s", strerror(errno));
	(void)madvise(at, (size_t)st.st_size, MADV_SEQUENTIAL);
	*ret = (struct file_view){at, (size_t)st.st_size, 0};
	return 0;
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
