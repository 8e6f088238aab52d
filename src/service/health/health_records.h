/* health_records.h: reads the records that core/health_records.h works figures out of. They are read once for all the days that are
 * asked about: a period, the months of a series, the quarters of ten years. */
#pragma once

#include "core/health_records.h"
#include "service/pictures/pictures.h"

#define HEALTH_SECTION_BIT(section) (1u << (section))
/* All sections that are worked out of records; of ADHERENCE it is what exceptions tell. */
#define HEALTH_SECTIONS_OF_RECORDS (HEALTH_SECTION_BIT(HEALTH_ADHERENCE) | HEALTH_SECTION_BIT(HEALTH_NEGOTIATION) | HEALTH_SECTION_BIT(HEALTH_HOURS) | \
	HEALTH_SECTION_BIT(HEALTH_CLOSING) | HEALTH_SECTION_BIT(HEALTH_FLOW) | HEALTH_SECTION_BIT(HEALTH_CONTINUITY) | \
	HEALTH_SECTION_BIT(HEALTH_STAFF))

/* What the sections (HEALTH_SECTION_BIT) need of those days, which have a first and a last. Teams are places in the picture. In
 * the arena. Between store_begin_reading and store_end_reading. */
int health_records_read(struct store *s, struct arena *a, const struct snapshot *today, struct days told, unsigned sections,
	struct health_records *ret, struct err *err) PL_MUST_CHECK;
