/* csww_return.h: the official return of children's social workers of an employer on a day, with what it could not say
 * (core/workforce_return.h, exchange/csww_writer.h). Nothing is written down: it is worked out from the facts each time. */
#pragma once

#include "base/buf.h"
#include "core/workforce_return.h"
#include "store/store.h"

struct csww_return {
	struct workforce_return workers;
	const char *service;          /* whose posts; NULL: all */
	int32_t la_code;              /* 0: not declared */
	int32_t vacancies_hundredths; /* -1: not declared */
	int32_t cases_held;           /* as the official counts have them, for the sum to be held against */
};

/* The service "children" if `service` is NULL and there is one, else all. PL_NOT_FOUND without that employer or service; PL_INVALID of a day to
 * come, or if nobody stands in it. In the arena. */
int csww_return(struct store *s, struct arena *a, const char *employer, int32_t day, const char *service, struct csww_return *ret,
	struct buf *xml, struct err *err) PL_MUST_CHECK;

/* What the return asks and this one does not say, a sentence a line. */
void csww_return_gaps(struct buf *out, const struct csww_return *r);
