/* report.h: how a reader tells what is wrong with a record, in one line. */
#pragma once

#include "exchange/intake.h"

enum { REPORT_PLACE = 120 };

struct report {
	const struct intake *to;
	const char *file;          /* as the user gave it */
	char place[REPORT_PLACE];  /* of the record in hand */
	bool bad;                  /* an issue that is no warning was told; the reader clears it for each record */
};

/* Common expectations. */
#define REPORT_DATE "a date as yyyy-mm-dd between 1900 and 2149"
#define REPORT_YES_NO "0, 1, true or false"

/* Where the record is: "line 57 (SYN011001)"; without the reference while it is "". */
void report_at_line(struct report *r, int64_t line, const char *ref);

/* Tells an issue; 0, or PL_LIMIT once the intake has enough of them. */
int report_issue(struct report *r, const char *field, const char *code, const char *expected, struct err *err)
	PL_MUST_CHECK;

/* The same, of something that leaves nothing out. */
int report_warning(struct report *r, const char *field, const char *code, const char *expected, struct err *err)
	PL_MUST_CHECK;
