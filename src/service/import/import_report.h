/* import_report.h: what an import did, in words and as its ledger entry keeps it. */
#pragma once

#include "service/import/import.h"

/* Files with their hashes, and counts; no issues, for these may name people. As JSON. */
void import_report_write(struct buf *out, const struct import_report *r);

/* "cases", "episodes", ... for a report. */
const char *import_kind_words(enum fact_kind kind);
