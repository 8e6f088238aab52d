/* quarter.h: quarters of the calendar, which are whole or are not told: two periods that differ by a day would tell what happened on that
 * day. */
#pragma once

#include "base/date.h"

/* The one that has a day. */
struct days quarter_of(int32_t day);

/* The last one that is over on a day. */
struct days quarter_before(int32_t today);

/* Whether some days are a whole one, and it is over on a day. */
bool is_quarter_over(struct days period, int32_t today);

/* "July to September 2026", of the quarter that has the day. */
const char *quarter_words(int32_t day, char out[DATE_WORDS_SIZE]);
