/* sax_reader.h: an XML return read forward, element by element, without a tree.
 *
 * The caller names the elements it knows; each event carries the place of its name in that list, so that what follows
 * is a switch and not a comparison of texts. What XML is accepted is said in xml.h; values are capped.
 */
#pragma once

#include "base/str.h"
#include "exchange/source.h"

enum {
	SAX_NAMES = 128,         /* most names a caller may know */
	SAX_UNKNOWN = -1,        /* an element that the caller did not name */
	SAX_NONE = -2,           /* the parent of the root */
	SAX_TEXT = 4096          /* bytes of one value; more is refused */
};

struct sax_element {
	int id, parent;          /* places in the caller's names, or one of the above */
	int depth;               /* 1 for the root */
	int64_t line;
	const char *name;        /* without prefix */
	struct str text;         /* at the end of an element without children: what stands in it, trimmed; else empty */
};

struct sax_handler {
	const char *const *names;
	size_t names_count;
	/* Return 0 to go on; anything else ends the reading and is returned. */
	int (*start)(void *context, const struct sax_element *e, struct err *err);
	int (*end)(void *context, const struct sax_element *e, struct err *err);
};

/* Reads the whole document. PL_INVALID or PL_LIMIT with "line N: ..." if it is not one that is accepted. */
int sax_read(struct source *from, const struct sax_handler *handler, void *context, struct err *err) PL_MUST_CHECK;
