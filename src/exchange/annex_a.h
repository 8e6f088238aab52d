/* annex_a.h: the child-level lists that Ofsted asks for at an inspection (ILACS and JTAI, "Annex A"): a workbook with a
 * sheet a list, or one list saved as CSV.
 *
 * Councils keep these lists ready all year, and list 6 is a caseload list: every child in need with the case's status, team
 * and worker. What is read:
 *
 *	list 3  referrals that ended without further action
 *	list 4  assessments             list 5  section 47 enquiries
 *	list 6  episodes of need, status, who holds the case
 *	list 7  child protection plans  list 8  looked after
 *	list 9  care leavers (only where a date says since when)
 *
 * The lists have no dates of allocation: the worker of an open row is taken to have held the case since the episode
 * began. Two lists that know the same work give the same fact.
 */
#pragma once

#include "base/str.h"
#include "exchange/intake.h"

/* Titles and notes may stand above the header, within so many rows. */
enum { ANNEX_A_HEADER_ROWS = 10 };

/* Whether a row is the header of one of the lists that are read. */
bool annex_a_is_header(const struct str *cells, size_t count);

/* What a ZIP file is: FORMAT_ANNEX_A, or PL_INVALID with what is wrong with it. */
int annex_a_recognise(const struct input *in, enum source_format *ret, struct err *err) PL_MUST_CHECK;

/* Reads a workbook or a list saved as CSV. */
int annex_a_read(const struct input *in, const struct intake *to, struct err *err) PL_MUST_CHECK;
int annex_a_read_bytes(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
	PL_MUST_CHECK;
