/* inspection.h: what inspectors judged of an employer's children's services (Ofsted, inspections of local authority children's services).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum judgement {
	JUDGED_NOT,           /* none was made: a focused visit, or a judgement that there was not yet */
	JUDGED_OUTSTANDING,
	JUDGED_GOOD,
	JUDGED_REQUIRES_IMPROVEMENT,
	JUDGED_INADEQUATE,
	JUDGEMENTS
};

enum { INSPECTION_SUB_JUDGEMENTS = 4 };

struct inspection {
	int32_t inspected, published; /* days */
	enum judgement overall;
	/* leaders' impact on social work; children who need help and protection; in care; care leavers */
	enum judgement of[INSPECTION_SUB_JUDGEMENTS];
};

/* "Requires improvement to be good", as inspectors write it. A blank is JUDGED_NOT; false for anything else. */
bool judgement_parse(struct str words, enum judgement *ret);
const char *judgement_words(enum judgement j);
const char *judgement_code(enum judgement j); /* outstanding, good, requires-improvement, inadequate; "" */
