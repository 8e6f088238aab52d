/* every_employer.h: all employers of a database on one day, looked at one after the other.
 *
 * In one reading transaction, so that what is added up is of one moment whoever writes meanwhile; and with one picture in memory at a
 * time, so that a country takes no more room than its largest employer.
 */
#pragma once

#include "service/pictures/pictures.h"

/* Called with each employer's picture in turn, which is gone afterwards. Below 0 ends it, and is what every_employer answers. */
typedef int employer_visitor(void *context, const struct picture *p, struct err *err);

/* By code. On the day `on`, or today in the time zone of each employer where that is DAY_MIN. PL_NOT_FOUND if there is none. Not within
 * another stretch of reading. */
int every_employer(struct store *s, int32_t on, employer_visitor *visit, void *context, struct err *err) PL_MUST_CHECK;
