#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

void buf_free(struct buf *b)
{
	mem_free(b->data);
	*b = BUF_INIT(b->cap);
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->full = false;
	if (b->data != NULL)
		b->data[0] = '\0';
}

/* Makes room for `n` more bytes and the NUL; false when the cap forbids it. */
static bool make_room(struct buf *b, size_t n)
{
	size_t need, room;

	if (b->full || n > b->cap || b->len > b->cap - n) {
		b->full = true;
		return false;
	}
	need = b->len + n + 1;
	if (need <= b->room)
		return true;
	room = b->room > 0 ? b->room * 2 : 256;
	if (room < need)
		room = need;
	b->data = mem_realloc(b->data, room);
	b->room = room;
	return true;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0 || !make_room(b, n))
		return;
	memcpy(b->data + b->len, bytes, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_putf(struct buf *b, const char *format, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, format);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n > 0 && make_room(b, (size_t)n)) {
		(void)vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void buf_put_encoded(struct buf *b, const char *text)
{
	static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *text != '\0'; text++)
		if (strchr(PLAIN, *text) != NULL)
			buf_putc(b, *text);
		else
			buf_putf(b, "%%%02X", (unsigned char)*text);
}

void buf_put_int(struct buf *b, int64_t value)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (value < 0)
		digits[--at] = '-';
	buf_add(b, digits + at, sizeof digits - at);
}

void buf_put_tenths(struct buf *b, int64_t tenths)
{
	if (tenths < 0) {
		buf_putc(b, '-');
		tenths = -tenths;
	}
	buf_put_int(b, tenths / 10);
	buf_putc(b, '.');
	buf_putc(b, (char)('0' + tenths % 10));
}

void buf_put_millionths(struct buf *b, int64_t millionths)
{
	int64_t rest;

	if (millionths < 0) {
		buf_putc(b, '-');
		millionths = -millionths;
	}
	buf_put_int(b, millionths / 1000000);
	rest = millionths % 1000000;
	if (rest == 0)
		return;
	buf_putc(b, '.');
	for (int64_t place = 100000; place > 0 && rest > 0; place /= 10) {
		buf_putc(b, (char)('0' + rest / place));
		rest %= place;
	}
}

const char *buf_text(const struct buf *b)
{
	return b->data != NULL ? b->data : "";
}
