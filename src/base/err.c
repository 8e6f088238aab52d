#include "base/err.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

/* Cutting in the middle of a UTF-8 character would make the sentence unprintable. */
static void cut_at_character(char *text, size_t size)
{
	size_t n = strnlen(text, size - 1);

	if (n < size - 1)
		return;
	while (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
		n--;
	if (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0xC0)
		n--;
	text[n] = '\0';
}

int err_set(struct err *err, int code, const char *format, ...)
{
	va_list ap;

	if (err == NULL)
		return code;
	err->code = code;
	va_start(ap, format);
	(void)vsnprintf(err->text, sizeof err->text, format, ap);
	va_end(ap);
	cut_at_character(err->text, sizeof err->text);
	str_make_clean(err->text);
	return code;
}

int err_prefix(struct err *err, const char *format, ...)
{
	char head[sizeof err->text];
	char tail[sizeof err->text];
	va_list ap;

	if (err == NULL)
		return PL_FAIL;
	va_start(ap, format);
	(void)vsnprintf(head, sizeof head, format, ap);
	va_end(ap);
	memcpy(tail, err->text, sizeof tail);
	return err_set(err, err->code, "%s: %s", head, tail);
}
