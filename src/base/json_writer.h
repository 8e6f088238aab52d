/* json_writer.h: JSON as it is written, without a tree.
 *
 * Commas and quotes are the writer's business; a key is given where one is due (inside an object) and NULL elsewhere.
 * Text that is not valid UTF-8 has its wrong bytes replaced by U+FFFD, so that the result is always JSON. No name here
 * is one of jansson's, which the same program links.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { JSON_DEPTH = 16 };

struct json_writer {
	struct buf *out;
	int depth;
	bool started[JSON_DEPTH]; /* an item stands at this depth already */
};

struct json_writer json_to(struct buf *out);

void json_begin_object(struct json_writer *w, const char *key);
void json_begin_array(struct json_writer *w, const char *key);
/* Closes what was opened last: `bracket` is ']' or '}'. */
void json_end(struct json_writer *w, char bracket);

void json_text(struct json_writer *w, const char *key, const char *value);
/* null where the value is empty. */
void json_text_or_null(struct json_writer *w, const char *key, const char *value);
void json_int(struct json_writer *w, const char *key, int64_t value);
/* A number with one decimal from tenths. */
void json_tenths(struct json_writer *w, const char *key, int64_t tenths);
/* A number with up to six decimals from millionths. */
void json_millionths(struct json_writer *w, const char *key, int64_t millionths);
void json_bool(struct json_writer *w, const char *key, bool value);
void json_put_null(struct json_writer *w, const char *key);
/* An ISO date, null for an open end. */
void json_date(struct json_writer *w, const char *key, int32_t day);
