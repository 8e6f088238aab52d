/* xml.h: XML read forward without trust, for whatever holds it: a return in a file, a part of a workbook.
 *
 * No document type, no entity but the five of XML itself, no network, at most INTAKE_DEPTH elements inside each other. What
 * is refused is refused with the line. Memory does not grow with the text.
 */
#pragma once

#include "base/err.h"
#include "base/str.h"

struct xml;

/* Where the text comes from. */
struct xml_input {
	/* Fetches up to `n` bytes: how many, 0 at the end, or negative. */
	int (*read)(void *context, char *to, int n, struct err *err);
	void *context;
	const char *within; /* in front of "line N: ..." in a sentence; "" for a file of its own */
};

/* Attributes of the element in hand, as the parser has them; see xml_attribute. */
struct xml_attributes {
	const unsigned char **all;
	int count;
};

/* What the caller is told. Names are without prefix. A function that returns other than 0 ends the reading. */
struct xml_handler {
	int (*start)(void *context, const char *name, const struct xml_attributes *attributes, struct err *err);
	int (*end)(void *context, const char *name, struct err *err);
	int (*text)(void *context, struct str text, struct err *err); /* in pieces; NULL: not wanted */
};

/* `in` and `handler` must outlive the reading. PL_FAIL without memory. */
int xml_open(const struct xml_input *in, const struct xml_handler *handler, void *context, struct xml **ret, struct err *err)
	PL_MUST_CHECK;
struct xml *xml_close(struct xml *x);

/* Reads the whole text. PL_INVALID or PL_LIMIT if it is not XML that is accepted; else what the handler ended it with. */
int xml_parse(struct xml *x, struct err *err) PL_MUST_CHECK;

/* The line that is being read; 0 where it is not known. */
long long xml_line(const struct xml *x);

/* The address under which handlers are given this name: each name is kept once. */
const char *xml_name(struct xml *x, const char *name);

/* The value of an attribute by its local name; len 0 and at "" if it is not there. */
struct str xml_attribute(const struct xml_attributes *attributes, const char *name);
