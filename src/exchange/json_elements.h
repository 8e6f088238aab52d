/* json_elements.h: a JSON array of objects, one object at a time, so that a body of any size takes the memory of its
 * largest record. Only the edges of the objects are found here; what is inside is for a JSON parser. */
#pragma once

#include "base/buf.h"
#include "base/str.h"
#include "exchange/source.h"

enum { JSON_ELEMENT_BYTES = 1024 * 1024 /* of one object */ };

struct json_elements {
	struct source *from;
	struct buf element;
	int64_t line;         /* on which reading stands */
	int64_t element_line; /* on which the element begins */
	size_t count;         /* elements found */
	bool wrapped;         /* the array stands in an object */
	bool begun;
};

/* `member` is the name under which the array may stand in an object: {"children": [...]}. */
int json_elements_open(struct json_elements *j, struct source *from, const char *member, struct err *err) PL_MUST_CHECK;
void json_elements_close(struct json_elements *j);

/* The next object: 1, 0 after the last, or negative with "line N: ...". The text lives until the next call. */
int json_elements_next(struct json_elements *j, struct str *ret, struct err *err) PL_MUST_CHECK;
