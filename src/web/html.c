#include "web/html.h"

static const char *text_escape(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	default: return NULL;
	}
}

static const char *attr_escape(char c)
{
	switch (c) {
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return text_escape(c);
	}
}

/* Copies runs that need no escaping in one piece: most values are one run. `marks` are the characters that do. */
static inline void put_escaped(struct buf *out, const char *text, const char *marks, const char *(*escape)(char))
{
	if (text == NULL)
		return;
	for (;;) {
		size_t run = strcspn(text, marks);

		buf_add(out, text, run);
		if (text[run] == '\0')
			return;
		buf_puts(out, escape(text[run]));
		text += run + 1;
	}
}

void html_put_text(struct buf *out, const char *text)
{
	put_escaped(out, text, "&<>", text_escape);
}

void html_put_attr(struct buf *out, const char *text)
{
	put_escaped(out, text, "&<>\"'", attr_escape);
}

/* Browsers drop tabs and line ends from addresses and read '\' as '/', so "/\t/host" would leave the site. */
static bool is_safe_address(const char *address)
{
	for (const char *c = address; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == '\\')
			return false;
	if (address[0] == '/')
		return address[1] != '/';
	return address[0] == '?' || address[0] == '#' || strncmp(address, "./", 2) == 0 || strncmp(address, "https://", 8) == 0;
}

void html_put_url(struct buf *out, const char *address)
{
	if (address != NULL && is_safe_address(address))
		html_put_attr(out, address);
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
		c == '_' || c == '~';
}

void html_encode_segment(struct buf *out, const char *text)
{
	static const char DIGITS[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (is_unreserved(*text)) {
			buf_putc(out, *text);
		} else {
			char coded[3] = {'%', DIGITS[c >> 4], DIGITS[c & 15]};

			buf_add(out, coded, sizeof coded);
		}
	}
}

/* What is left after encoding needs no escaping in an attribute. */
void html_put_url_part(struct buf *out, const char *text)
{
	if (text != NULL)
		html_encode_segment(out, text);
}

void html_put_raw(struct buf *out, struct safe_html markup)
{
	buf_add(out, markup.text.at, markup.text.len);
}

bool html_has_text(const char *text)
{
	return text != NULL && *text != '\0';
}

bool html_has_markup(struct safe_html markup)
{
	return markup.text.len > 0;
}

bool html_is_set(int64_t value)
{
	return value != 0;
}
