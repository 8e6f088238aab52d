/* source.h: the bytes of a file, or of memory, read forward once, a chunk at a time (else: file_view.h). */
#pragma once

#include <stddef.h>

#include "exchange/intake.h"

enum { SOURCE_CHUNK = 64 * 1024 };

struct source {
	int file;                /* -1: memory; belongs to the input */
	int64_t position;        /* in the file: the next byte to fetch */
	const char *at, *end;    /* what has been fetched and not yet taken */
	uint64_t taken;          /* bytes handed out */
	uint64_t told;           /* `taken` when progress was last called */
	const struct intake *to; /* whose progress is called; may be NULL */
	char *chunk;
};

/* An open file from its first byte; it must outlive the source. */
void source_open(struct source *s, const struct input *in, const struct intake *to);

/* Memory that must outlive the source. */
void source_of_bytes(struct source *s, const char *bytes, size_t n, const struct intake *to);

void source_close(struct source *s);

/* Makes sure that `at` holds at least a byte. 1, 0 at the end, or negative where the file cannot be read. */
int source_fill(struct source *s, struct err *err) PL_MUST_CHECK;

/* Copies up to `n` bytes: how many, 0 at the end, or negative. */
int source_take(struct source *s, char *to, size_t n, struct err *err) PL_MUST_CHECK;
