/* csww_writer.h: the children's social work workforce census as the XML that England's councils return every autumn, with what the records
 * know (core/workforce_return.h); csww_xml.c reads it back.
 *
 * The order of the elements is fixed. What the records do not hold (birth date, sex, ethnicity, qualification, days lost to sickness, pay) is
 * left out: a council adds it from its own personnel records. Where a start or an end is told, its origin, destination and reason stand as
 * "not yet collected", because the collection wants them together. */
#pragma once

#include "base/buf.h"
#include "core/workforce_return.h"

struct csww_head {
	int32_t la_code;              /* three digits at the Department for Education; 0: not known, and no Source is written */
	int32_t vacancies_hundredths; /* -1: not declared; it stands as 0.00, with a comment that says so */
	int64_t instant;              /* when it was made */
};

/* The elements that the collection asks for and that are not written, in words. */
extern const char CSWW_LEFT_OUT[];

/* PL_INVALID without a worker: the collection wants one at least. */
int csww_write(struct buf *out, const struct csww_head *head, const struct workforce_return *r, struct err *err) PL_MUST_CHECK;
