/* package.h: a ZIP package of XML parts (a workbook), opened for reading without trust.
 *
 * Nothing that the package says of itself is believed: how many entries there are is counted before the ZIP library sees
 * them, how large a part is shows while it is inflated, and both against the part's compressed size. Names are looked up
 * and never used as paths. What XML is accepted is said in xml.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "exchange/intake.h"
#include "exchange/xml.h"

enum {
	PACKAGE_BYTES = 64 * 1024 * 1024,        /* of the file */
	PACKAGE_ENTRIES = 2000,
	PACKAGE_PART_BYTES = 256 * 1024 * 1024,  /* of one part, inflated */
	PACKAGE_ALL_BYTES = 1024 * 1024 * 1024,  /* inflated in all, as often as parts are read */
	PACKAGE_RATIO = 200,                     /* times its compressed size, and PACKAGE_RATIO_FREE bytes more */
	PACKAGE_RATIO_FREE = 1024 * 1024,
	PACKAGE_NAME = 200                       /* bytes of a part's name */
};

struct package;

/* PL_INVALID if the file is no ZIP or has a password, PL_LIMIT if it is beyond a cap. */
int package_open(const struct input *in, struct package **ret, struct err *err) PL_MUST_CHECK;

/* The same from bytes that outlive the package. */
int package_open_bytes(const char *bytes, size_t n, struct package **ret, struct err *err) PL_MUST_CHECK;

struct package *package_close(struct package *p);

bool package_has(const struct package *p, const char *name);

/* Reads a part from front to back. A positive value from the handler ends the reading and is returned as 0. PL_NOT_FOUND if
 * there is no such part. */
int package_read(struct package *p, const char *name, const struct xml_handler *handler, void *context, struct err *err)
	PL_MUST_CHECK;
