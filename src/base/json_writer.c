#include "base/json_writer.h"

#include "base/date.h"
#include "base/str.h"

struct json_writer json_to(struct buf *out)
{
	return (struct json_writer){.out = out};
}

static void put_string(struct buf *out, const char *s)
{
	static const char HEX[] = "0123456789abcdef";

	buf_putc(out, '"');
	while (*s != '\0') {
		unsigned char c = (unsigned char)*s;
		size_t n = 1;

		if (c == '"' || c == '\\') {
			buf_putc(out, '\\');
			buf_putc(out, (char)c);
		} else if (c < 0x20) {
			buf_puts(out, "\\u00");
			buf_putc(out, HEX[c >> 4]);
			buf_putc(out, HEX[c & 15]);
		} else if (c < 0x80) {
			buf_putc(out, (char)c);
		} else {
			n = (c >> 5) == 6 ? 2 : (c >> 4) == 14 ? 3 : (c >> 3) == 30 ? 4 : 1;
			n = strnlen(s, n);
			if (str_is_clean_utf8((struct str){s, n})) {
				buf_add(out, s, n);
			} else {
				buf_puts(out, "\xEF\xBF\xBD");
				n = 1;
			}
		}
		s += n;
	}
	buf_putc(out, '"');
}

static void begin_item(struct json_writer *w, const char *key)
{
	if (w->started[w->depth])
		buf_putc(w->out, ',');
	w->started[w->depth] = true;
	if (key != NULL) {
		put_string(w->out, key);
		buf_putc(w->out, ':');
	}
}

static void open_bracket(struct json_writer *w, const char *key, char bracket)
{
	begin_item(w, key);
	buf_putc(w->out, bracket);
	if (w->depth + 1 < JSON_DEPTH)
		w->depth++;
	else
		w->out->full = true;
	w->started[w->depth] = false;
}

void json_begin_object(struct json_writer *w, const char *key)
{
	open_bracket(w, key, '{');
}

void json_begin_array(struct json_writer *w, const char *key)
{
	open_bracket(w, key, '[');
}

void json_end(struct json_writer *w, char bracket)
{
	buf_putc(w->out, bracket);
	if (w->depth > 0)
		w->depth--;
}

void json_text(struct json_writer *w, const char *key, const char *value)
{
	begin_item(w, key);
	put_string(w->out, value);
}

void json_text_or_null(struct json_writer *w, const char *key, const char *value)
{
	if (value == NULL || value[0] == '\0')
		json_put_null(w, key);
	else
		json_text(w, key, value);
}

void json_int(struct json_writer *w, const char *key, int64_t value)
{
	begin_item(w, key);
	buf_put_int(w->out, value);
}

void json_tenths(struct json_writer *w, const char *key, int64_t tenths)
{
	begin_item(w, key);
	buf_put_tenths(w->out, tenths);
}

void json_millionths(struct json_writer *w, const char *key, int64_t millionths)
{
	begin_item(w, key);
	buf_put_millionths(w->out, millionths);
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
	begin_item(w, key);
	buf_puts(w->out, value ? "true" : "false");
}

void json_put_null(struct json_writer *w, const char *key)
{
	begin_item(w, key);
	buf_puts(w->out, "null");
}

void json_date(struct json_writer *w, const char *key, int32_t day)
{
	char iso[DATE_ISO_SIZE];

	json_text_or_null(w, key, date_iso(day, iso));
}
