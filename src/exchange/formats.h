/* formats.h: one reader a format. Each reads a whole file and hands over what it tells (intake.h).
 *
 * A file that is malformed as a whole fails with PL_INVALID or PL_LIMIT and one sentence with the line and what was
 * expected; what was handed over before that must be thrown away. A record that is wrong becomes an issue and is left
 * out. A negative code from the intake ends the reading and is returned as it is.
 *
 * The `_bytes` twins read the same from memory, for tests and fuzzing; `name` is what issues call the file.
 */
#pragma once

#include <stddef.h>

#include "exchange/intake.h"

/* Children in need census, XML, spellings of 2017 to 2026. */
int cin_xml_read(const struct input *in, const struct intake *to, struct err *err) PL_MUST_CHECK;
int cin_xml_read_bytes(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
	PL_MUST_CHECK;

/* Children's social work workforce census, XML. */
int csww_xml_read(const struct input *in, const struct intake *to, struct err *err) PL_MUST_CHECK;
int csww_xml_read_bytes(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
	PL_MUST_CHECK;

/* Body of the daily children's social care API, JSON: an array of children, or an object that has it as "children". */
int csc_api_read(const struct input *in, const struct intake *to, struct err *err) PL_MUST_CHECK;
int csc_api_read_bytes(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
	PL_MUST_CHECK;
