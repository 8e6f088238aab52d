/* buf.h: growing text, for pages, files and messages.
 *
 * A buffer has a cap, stated where it is made. Passing the cap sets `full` and drops what does not fit; the writer
 * checks once, at the end. The bytes are always followed by a NUL that is not counted.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf {
	char *data;
	size_t len, room, cap;
	bool full;
};

#define BUF_INIT(most) ((struct buf){.cap = (most)})

void buf_free(struct buf *b);
void buf_clear(struct buf *b);

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_putf(struct buf *b, const char *format, ...) PL_PRINTF(2, 3);
/* Percent-encoded but for letters, digits and -._~ (RFC 3986): as one value in a query or a form. */
void buf_put_encoded(struct buf *b, const char *text);
void buf_put_int(struct buf *b, int64_t value);

/* A number of tenths as "12.3"; of millionths without trailing zeros as "0.8" or "1". */
void buf_put_tenths(struct buf *b, int64_t tenths);
void buf_put_millionths(struct buf *b, int64_t millionths);

/* The text as a C string; "" for an empty buffer. Owned by the buffer. */
const char *buf_text(const struct buf *b);
