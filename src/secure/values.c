#include "secure/values.h"

#include <string.h>

enum { NUMBER_BYTES = 24 };

static char *put_digits(char *at, uint64_t number)
{
	char digits[NUMBER_BYTES];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (n > 0)
		*at++ = digits[--n];
	return at;
}

/* Where a value of that length can be written behind what stands before it; the caller puts the value and ends it. NULL
 * if there is no room. There are millions of rows: each value is written once, and where it stays. */
static char *begin(struct buf *out, struct str before, size_t len)
{
	size_t most = before.len + NUMBER_BYTES + len + 2;
	char *at;

	if (out->room - out->len < most) {
		size_t n = out->len;

		for (size_t i = 0; i < most && !out->full; i++)
			buf_putc(out, ' ');
		out->len = n;
		if (out->data != NULL)
			out->data[n] = '\0';
	}
	if (out->full)
		return NULL;
	at = out->data + out->len;
	memcpy(at, before.at, before.len);
	at = put_digits(at + before.len, len);
	*at++ = ':';
	return at;
}

static void end(struct buf *out, char *at)
{
	*at++ = ',';
	*at = '\0';
	out->len = (size_t)(at - out->data);
}

void values_add(struct buf *out, struct str before, const char *bytes, size_t len)
{
	char *at = begin(out, before, len);

	if (at == NULL)
		return;
	if (len > 0)
		memcpy(at, bytes, len);
	end(out, at + len);
}

void values_add_text(struct buf *out, const char *text)
{
	values_add(out, STR(""), text, strlen(text));
}

void values_add_number(struct buf *out, struct str before, int64_t number)
{
	char text[NUMBER_BYTES], *at = text;

	if (number < 0)
		*at++ = '-';
	at = put_digits(at, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
	values_add(out, before, text, (size_t)(at - text));
}

void values_add_hex(struct buf *out, struct str before, const char *bytes, size_t len)
{
	static const char DIGITS[] = "0123456789abcdef";
	char *at = begin(out, before, 2 * len);

	if (at == NULL)
		return;
	for (size_t i = 0; i < len; i++) {
		*at++ = DIGITS[(uint8_t)bytes[i] >> 4];
		*at++ = DIGITS[(uint8_t)bytes[i] & 15];
	}
	end(out, at);
}

struct str value_of(struct arena *a, const char *text)
{
	return str_of(arena_printf(a, "%zu:%s,", strlen(text), text));
}
