/* list_words.h: the words of closed lists, one table a list: in our own CSV and JSON, from which files are read
 * (exchange/own_csv.c) and answers written (api/); shorter ones in the tables of the database and the documents of schemes;
 * and what people read. In files a code has hyphens and no blanks; readers take blanks too.
 */
#pragma once

#include "core/snapshot.h"

/* X(value, in files, in the database, for people) */
#define HOLDING_ROLE_WORDS(X) X(HOLDING_LEAD, "lead", "", "") X(HOLDING_CO_WORKER, "co-worker", "", "")
#define LINE_SCOPE_WORDS(X) X(LINE_NATIONAL, "national", "national", "National") X(LINE_EMPLOYER, "employer", "employer", "Employer") \
	X(LINE_SERVICE, "service", "service", "Service") X(LINE_TEAM, "team", "team", "Team") X(LINE_POST, "worker", "post", "This post")
#define LINE_KIND_WORDS(X) X(LINE_COUNT, "cases", "count", "") X(LINE_SHARE, "percent", "share", "")
#define LINE_STATUS_WORDS(X) X(LINE_ADVISORY, "advisory", "advisory", "Advisory") X(LINE_POLICY, "policy", "policy", "Policy") \
	X(LINE_COLLECTIVE, "collective-agreement", "collective", "Collective agreement") \
	X(LINE_CONTRACT, "contract", "contract", "Contract")

const char *holding_role_in_file(enum holding_role role);
const char *line_scope_in_file(enum line_scope scope);
const char *line_kind_in_file(enum line_kind kind);
const char *line_status_in_file(enum line_status status);
/* And back; -1 if there is no such word. */
int line_scope_from_file(const char *word);
int line_kind_from_file(const char *word);
int line_status_from_file(const char *word);

/* In the database, and back; -1 if there is no such code. */
const char *line_scope_code(enum line_scope scope);
const char *line_kind_code(enum line_kind kind);
const char *line_status_code(enum line_status status);
int line_scope_from(const char *code);
int line_kind_from(const char *code);
int line_status_from(const char *code);

/* For people. */
const char *line_scope_words(enum line_scope scope);
const char *line_status_words(enum line_status status);
