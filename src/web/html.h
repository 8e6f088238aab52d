/* html.h: values into markup, escaped for the place where they stand.
 *
 * Templates (see tools/gen_templates.c) choose the macro by place; the macro chooses the function by type, so that a
 * value of a type nobody thought of does not compile. Text is UTF-8. A NULL text prints nothing and is not true.
 *
 * Markup made by C code (a chart, a bar) travels as struct safe_html: whoever fills one in says that everything in it
 * is escaped already.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Markup that needs no more escaping; the text lives where its maker put it, mostly in the request's arena. */
struct safe_html {
	struct str text;
};

/* Between tags. */
void html_put_text(struct buf *out, const char *text);

/* Inside a quoted attribute value, with either quote. */
void html_put_attr(struct buf *out, const char *text);

/* A whole address that the program made, at the start of an address attribute. Prints nothing unless it stays on this
 * site (/..., ./..., ?..., #...) or begins with https://. */
void html_put_url(struct buf *out, const char *address);

/* A value inside an address that has begun already: percent-encoded, so that it can be no more than one segment or one
 * query value. */
void html_put_url_part(struct buf *out, const char *text);

/* Percent-encodes everything but letters, digits and -._~; for addresses that C code puts together. */
void html_encode_segment(struct buf *out, const char *text);

void html_put_raw(struct buf *out, struct safe_html markup);

bool html_has_text(const char *text);
bool html_has_markup(struct safe_html markup);
bool html_is_set(int64_t value);

#define HTML_PRINT_(value, for_text) \
	_Generic((value), \
		char *: for_text, \
		const char *: for_text, \
		int32_t: buf_put_int, \
		int64_t: buf_put_int, \
		size_t: buf_put_int)

#define HTML_TEXT(out, value) HTML_PRINT_(value, html_put_text)((out), (value))
#define HTML_ATTR(out, value) HTML_PRINT_(value, html_put_attr)((out), (value))
#define HTML_URL_PART(out, value) HTML_PRINT_(value, html_put_url_part)((out), (value))

/* A whole address is always text. */
#define HTML_URL(out, value) html_put_url((out), (value))

/* What {{if}} asks: text that is not empty, a number that is not 0, a bool as it is. */
#define HTML_TRUE(value) \
	_Generic((value), \
		char *: html_has_text, \
		const char *: html_has_text, \
		bool: html_is_set, \
		int32_t: html_is_set, \
		int64_t: html_is_set, \
		size_t: html_is_set, \
		struct safe_html: html_has_markup)(value)

#define HTML_LITERAL(out, literal) buf_add((out), (literal), sizeof(literal) - 1)
