/* league_evidence.h: which employers stand for what in the public evidence: a caseload beside another published
 * figure, in one year or as a change.
 *
 * Two that make one return are one. Whoever lacks either number is left out, and is counted nowhere.
 */
#pragma once

#include "core/evidence.h"
#include "core/league.h"

enum evidence_measure { EVIDENCE_TURNOVER, EVIDENCE_ABSENCE, EVIDENCE_AGENCY, EVIDENCE_VACANCY, EVIDENCE_INSPECTION,
	EVIDENCE_MEASURES };

/* turnover, absence, agency, vacancy, inspection. */
const char *evidence_measure_code(enum evidence_measure m);
const char *evidence_measure_words(enum evidence_measure m);

/* Employers with their caseload (x) and the other figure (y), in thousandths. An inspection's outcome is 1 for the
 * best to 4 for the worst, of the last one of the year (league_last_inspection). */
struct evidence_points {
	struct evidence_point *points;
	int32_t *areas;        /* of the league, in the same order */
	size_t count;
};

struct evidence_points league_evidence_of(struct arena *a, const struct league *l, const struct league_year *y,
	enum evidence_measure m);

/* The caseloads of those with an outcome, among points of EVIDENCE_INSPECTION. */
struct evidence_middle evidence_middle_of_outcome(struct arena *a, const struct evidence_points *e, enum judgement j);

/* The same as changes from an earlier year to this one: whether an employer whose caseload grew had more of the other. */
struct evidence_points league_evidence_change(struct arena *a, const struct league *l, const struct league_year *y,
	int from_year,
	enum evidence_measure m);
