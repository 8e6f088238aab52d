/* remark.h: what somebody writes about work: why this worker, a condition, an answer. A sentence, not a record: one line of at most
 * 200 characters, about the work and never about a child. What looks like a date of birth or an NHS number is refused, and so is when
 * somebody was born, be it only a month or a year, because nothing else that is written here needs one: days have fields of their own.
 */
#pragma once

#include "base/err.h"

enum { REMARK_CHARACTERS = 200, REMARK_BYTES = 4 * REMARK_CHARACTERS };

/* PL_INVALID with what was expected. An empty remark is none, and passes. */
int remark_check(const char *text, struct err *err) PL_MUST_CHECK;
