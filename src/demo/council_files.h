/* council_files.h: an invented council as the files a real one has, and the answers an import must come to.
 *
 * CIN census XML (the census year that holds the council's day), CSWW workforce XML (30 September before it), the CSC
 * API body, the three Standard Safeguarding Dataset tables, and answers.json. The answers are counted from the council
 * itself and never through the program's own rules. Each file leaves out what it has no place for: CIN placements and
 * care leavers, the API the kind of need, the tables stages, all of them households; and the workforce return knows
 * nobody who came after its day. Where children have names and birth dates the files hold plainly invented ones,
 * because the formats want them.
 */
#pragma once

#include "demo/council.h"

/* Writes all files into an existing or new directory; overwrites files of these names only. */
int council_write_files(const struct council *c, const char *directory, struct err *err) PL_MUST_CHECK;

/* One file's writer: gives its text piece by piece to `out`, which is emptied into `file` now and then. */
struct council_sink;
void sink_flush_if_large(struct council_sink *s);
struct buf *sink_buf(struct council_sink *s);

void council_put_cin(const struct council *c, struct council_sink *s);
void council_put_csww(const struct council *c, struct council_sink *s);
void council_put_csc(const struct council *c, struct council_sink *s);
void council_put_involvements(const struct council *c, struct council_sink *s);
void council_put_professionals(const struct council *c, struct council_sink *s);
void council_put_departments(const struct council *c, struct council_sink *s);
void council_put_answers(const struct council *c, struct council_sink *s);

/* The last 30 September and the last 31 March on or before a day. */
int32_t council_last_30_september(int32_t day);
int32_t council_last_31_march(int32_t day);

/* Adds up the open cases that each worker holds on a day. */
int32_t council_cases_held(const struct council *c, int32_t *held_by_worker, int32_t day);
bool council_case_open(const struct council_case *k, int32_t day);
