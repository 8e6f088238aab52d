/* audit_words.h: what an entry of the ledger holds (its payload), as words for people who look after what others do. */
#pragma once

#include <stdint.h>

#include "base/arena.h"

/* "15,135 cases added, 3 replaced; 2 files", "administrator of the whole employer", "1,103 rows"; "" where there is nothing to
 * tell. Names nobody and no case: a login that a case was opened for is told, the case only by its number. In the arena. */
const char *audit_figures(struct arena *a, const char *payload);

/* The number of the case that an entry is about, in the database; 0 if it is about none. */
int32_t audit_case(const char *payload);
