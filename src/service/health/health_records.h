/* health_records.h: reads the records that core/health_records.h works figures out of. They are read once for all the
 * days that are asked about: a period, the months of a series, the quarters of ten years. */
#pragma once

#include "core/health_records.h"
#include "service/pictures/pictures.h"

#define HEALTH_SECTION_BIT(section) (1u << (section))
/* All sections that are worked out of records; of ADHERENCE it is what exceptions tell. */
#define HEALTH_SECTIONS_OF_RECORDS (HEALTH_SECTION_BIT(HEALTH_ADHERENCE) | HEALTH_SECTION_BIT(HEALTH_NEGOTIATION) | \
	HEALTH_SECTION_BIT(HEALTH_HOURS) | HEALTH_SECTION_BIT(HEALTH_CLOSING) | HEALTH_SECTION_BIT(HEALTH_FLOW) | \
	HEALTH_SECTION_BIT(HEALTH_CONTINUITY) | HEALTH_SECTION_BIT(HEALTH_STAFF))

/* What the sections (HEALTH_SECTION_BIT) need of those days, which have a first and a last. Teams are places in the
 * picture. In the arena. Between store_begin_reading and store_end_reading. */
int health_records_read(struct store *s, struct arena *a, const struct snapshot *today, struct days told,
	unsigned sections, struct health_records *ret, struct err *err) PL_MUST_CHECK;

/* The same in two steps, for days that are read some at a time: what is of all of them, which is who was in post, who
 * was away and what the records tell at all; and to that, which must stay, what the sections need of some of the
 * days. */
int health_records_begin(struct store *s, struct arena *a, const struct snapshot *today, struct days told,
	struct health_records *ret, struct err *err) PL_MUST_CHECK;
int health_records_add(struct store *s, struct arena *a, const struct snapshot *today,
	const struct health_records *begun, struct days told,
	unsigned sections, struct health_records *ret, struct err *err) PL_MUST_CHECK;
