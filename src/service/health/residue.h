/* residue.h: the cases behind the alarm that referrals are left over (MEASURE_RESIDUE, MEASURE_IN_NO_PLACE,
 * MEASURE_IN_TWO_PLACES of core/health.h), so that somebody can clear it.
 *
 * A case is listed for whoever may open it (FIELD_CASE_PAGE of core/access.h) and is told the figure. Everybody else is
 * told the figure and no more. */
#pragma once

#include "core/health_records.h"
#include "service/health/health_check.h"

enum { RESIDUE_LISTED = 500 };

struct residue_case {
	const char *ref;
	struct days when;            /* of the referral; open: until DAY_MAX */
	enum referral_left_why why;
};

struct residue {
	struct residue_case *cases; size_t cases_count; /* RESIDUE_LISTED at most, those of a case beside one another */
	/* that the figure counts beside them: not for whoever asks to open, or too many to list */
	int64_t unlisted;
};

/* Whether a measure has one. */
bool residue_is_of(enum health_measure m);

/* `at` is the picture of the last day of the health check, `sight` the viewer's of it, `h` the health check as it is
 * told. In the arena. */
int residue_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health *h, enum health_measure m, struct residue *ret, struct err *err) PL_MUST_CHECK;
int residue_read(struct store *s, struct arena *a, const struct snapshot *at, const struct sight *sight,
	const struct health *h, enum health_measure m, struct residue *ret, struct err *err) PL_MUST_CHECK;
