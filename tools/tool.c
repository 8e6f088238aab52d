#include "tool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int tool_read_file(const char *path, struct buf *ret, struct err *err)
{
	FILE *f = fopen(path, "rb");
	char piece[16 * 1024];
	size_t n;
	bool failed;

	if (f == NULL)
		return err_set(err, PL_FAIL, "%s: cannot be opened: %s", path, strerror(errno));
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(ret, piece, n);
	failed = ferror(f) != 0;
	(void)fclose(f);
	if (failed)
		return err_set(err, PL_FAIL, "%s: cannot be read", path);
	if (ret->full)
		return err_set(err, PL_LIMIT, "%s: larger than the %zu bytes that are allowed", path, ret->cap);
	return 0;
}

int tool_write_file(const char *path, const struct buf *text, struct err *err)
{
	FILE *f;
	bool written;

	if (text->full)
		return err_set(err, PL_LIMIT, "%s: would be larger than the %zu bytes that are allowed", path, text->cap);
	f = fopen(path, "wb");
	if (f == NULL)
		return err_set(err, PL_FAIL, "%s: cannot be written: %s", path, strerror(errno));
	written = fwrite(buf_text(text), 1, text->len, f) == text->len;
	if (fclose(f) != 0 || !written)
		return err_set(err, PL_FAIL, "%s: cannot be written whole: %s", path, strerror(errno));
	return 0;
}

const char *tool_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool tool_is_name(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_letter(s.at[i]) && (i == 0 || s.at[i] < '0' || s.at[i] > '9'))
			return false;
	return s.len > 0;
}

bool tool_next_line(struct str *rest, struct str *ret_line)
{
	const char *end;
	size_t n;

	if (rest->len == 0)
		return false;
	end = memchr(rest->at, '\n', rest->len);
	n = end != NULL ? (size_t)(end - rest->at) : rest->len;
	*ret_line = (struct str){rest->at, n};
	if (end != NULL)
		n++;
	*rest = (struct str){rest->at + n, rest->len - n};
	return true;
}

void tool_put_literal(struct buf *out, struct str text)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c == '"' || c == '\\' || (c == '?' && i > 0 && text.at[i - 1] == '?')) /* no trigraphs */
			buf_putf(out, "\\%c", c);
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c < ' ' || c > '~')
			buf_putf(out, "\\%03o", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
}

int tool_fail(const char *program, const struct err *err)
{
	(void)fprintf(stderr, "%s: %s\n", program, err->text);
	return 1;
}
