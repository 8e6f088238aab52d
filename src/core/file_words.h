/* file_words.h: the words of closed lists in our own CSV and JSON: one table a list, from which files are read
 * (exchange/own_csv.c) and answers written (api/). A code has hyphens and no blanks; readers take blanks too.
 *
 * The tables of the database and the documents of schemes have shorter words of their own (core/line.h).
 */
#pragma once

#include "core/snapshot.h"

#define HOLDING_ROLE_WORDS(X) X(HOLDING_LEAD, "lead") X(HOLDING_CO_WORKER, "co-worker")
#define LINE_SCOPE_WORDS(X) X(LINE_NATIONAL, "national") X(LINE_EMPLOYER, "employer") X(LINE_SERVICE, "service") \
	X(LINE_TEAM, "team") X(LINE_POST, "worker")
#define LINE_KIND_WORDS(X) X(LINE_COUNT, "cases") X(LINE_SHARE, "percent")
#define LINE_STATUS_WORDS(X) X(LINE_ADVISORY, "advisory") X(LINE_POLICY, "policy") \
	X(LINE_COLLECTIVE, "collective-agreement") X(LINE_CONTRACT, "contract")

const char *holding_role_in_file(enum holding_role role);
const char *line_scope_in_file(enum line_scope scope);
const char *line_kind_in_file(enum line_kind kind);
const char *line_status_in_file(enum line_status status);
