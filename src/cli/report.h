/* report.h: what an import did, in words or as JSON. */
#pragma once

#include "base/buf.h"
#include "service/import/import.h"

void report_import(struct buf *out, const struct import_request *request, const struct import_report *report,
	bool json);
