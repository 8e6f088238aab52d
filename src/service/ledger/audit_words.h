/* audit_words.h: what an entry of the ledger holds (its payload), as words for people who look after what others do. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* "15,135 cases added, 3 replaced; 2 files", "administrator of the whole employer", "1,103 rows"; "" where there is nothing to
 * tell. Names nobody and no case: a login that a case was opened for is told, the case only by its number. In the arena. */
const char *audit_figures(struct arena *a, const char *payload);

/* The number that an entry holds under a key ("case", "proposal": in the database); 0 if it has none. */
int32_t audit_number(const char *payload, const char *key);
/* Whether it holds that text under a key. */
bool audit_is(const char *payload, const char *key, const char *value);
/* That of the case that it is about. */
int32_t audit_case(const char *payload);
