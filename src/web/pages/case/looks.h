/* looks.h: who looked at a case or a worker, as a part of their pages. */
#pragma once

#include "service/access/looks.h"
#include "web/page.h"

struct look_row_view {
	const char *name, *roles, *latest, *times; /* times: "3 times, who may open it once, refused once" */
};

struct looks_view {
	const char *note;
	const struct look_row_view *rows; size_t rows_count;
};

/* Of a case or worker of the context's picture. Also tells the entity tag, for it changes while the ledger does not. */
int looks_read(struct page_context *ctx, enum look_kind kind, const char *object, struct looks_view *ret, struct err *err)
	PL_MUST_CHECK;
