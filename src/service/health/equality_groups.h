/* equality_groups.h: who is in which group, as somebody says it for one question (core/equality.h): lines of a worker's code and the name of a
 * group, as they are copied out of two columns of a spreadsheet. Nothing of it is kept, or written to a log. */
#pragma once

#include "base/str.h"
#include "core/equality.h"

enum { EQUALITY_TEXT = 60000, EQUALITY_NAME = 60 };

struct equality_groups {
	const int32_t *group_of;                  /* [persons_count] */
	const char *const *names; size_t names_count; /* as they first came */
	int32_t strangers;                        /* lines that name nobody who is here on that day */
};

/* A line is CODE and GROUP with a tab, comma or semicolon between; CODE as in addresses, or a staff id or registration number. A first line
 * that begins with "worker" is a heading. PL_INVALID, with the line. In the arena. */
int equality_groups_read(struct arena *a, const struct snapshot *s, struct str text, struct equality_groups *ret, struct err *err)
	PL_MUST_CHECK;
