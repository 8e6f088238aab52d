#include "exchange/source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

enum { PROGRESS_BYTES = 1024 * 1024 };

void source_open(struct source *s, const struct input *in, const struct intake *to)
{
	*s = (struct source){.file = in->fd, .to = to, .chunk = mem_alloc(SOURCE_CHUNK)};
	s->at = s->end = s->chunk;
}

void source_of_bytes(struct source *s, const char *bytes, size_t n, const struct intake *to)
{
	*s = (struct source){.file = -1, .at = bytes, .end = bytes + n, .to = to};
}

void source_close(struct source *s)
{
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
		n = pread(s->file, s->chunk, SOURCE_CHUNK, s->position);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_set(err, PL_FAIL, "the file cannot be read: %s", strerror(errno));
	s->at = s->chunk;
	s->end = s->chunk + n;
	s->position += n;
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
