#include "exchange/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

enum { PROGRESS_BYTES = 1024 * 1024 };

int source_open(struct source *s, const char *path, const struct intake *to, struct err *err)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (file < 0)
		return err_set(err, errno == ENOENT ? PL_NOT_FOUND : PL_FAIL, "the file cannot be opened: %s", strerror(errno));
	if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
		(void)close(file);
		return err_set(err, PL_INVALID, "this is a folder: expected a file");
	}
	*s = (struct source){.file = file, .to = to, .chunk = mem_alloc(SOURCE_CHUNK)};
	s->at = s->end = s->chunk;
	return 0;
}

void source_of_bytes(struct source *s, const char *bytes, size_t n, const struct intake *to)
{
	*s = (struct source){.file = -1, .at = bytes, .end = bytes + n, .to = to};
}

void source_close(struct source *s)
{
	if (s->file >= 0)
		(void)close(s->file);
	mem_free(s->chunk);
	*s = (struct source){.file = -1};
}

static void tell_progress(struct source *s)
{
	if (s->to == NULL || s->to->progress == NULL || s->taken - s->told < PROGRESS_BYTES)
		return;
	s->told = s->taken;
	s->to->progress(s->to->context, s->taken);
}

int source_fill(struct source *s, struct err *err)
{
	ssize_t n;

	if (s->at < s->end)
		return 1;
	if (s->file < 0)
		return 0;
	do {
		n = read(s->file, s->chunk, SOURCE_CHUNK);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_set(err, PL_FAIL, "the file cannot be read: %s", strerror(errno));
	s->at = s->chunk;
	s->end = s->chunk + n;
	s->taken += (uint64_t)n;
	tell_progress(s);
	return n > 0 ? 1 : 0;
}

int source_take(struct source *s, char *to, size_t n, struct err *err)
{
	int rc = source_fill(s, err);
	size_t here;

	if (rc <= 0)
		return rc;
	here = (size_t)(s->end - s->at);
	if (here > n)
		here = n;
	memcpy(to, s->at, here);
	s->at += here;
	return (int)here;
}
