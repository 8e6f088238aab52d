/* import_episodes.h: rules of an import about the episodes of a case, and what lies in them. As in core/import_rules.h,
 * `known` and `told` are tidy, and each rule gives the facts that are told from then on.
 */
#pragma once

#include "core/fact.h"

/* The episode that a day lies in, the day of closure too; of several the last. Where it lies in none, the next; NULL if there
 * is none. Purged ones, and referrals that led to nothing and were never closed, are none. `facts` is tidy. */
const struct fact *import_episode_of(const struct case_facts *facts, int32_t day);

/* Nobody holds a closed case: a holding without an end, told or known, ends with the episode it lies in. That is the one
 * in which it begins; for who is allocated before the case is opened again, the one that is opened then. Otherwise
 * whoever worked on a case years ago would hold it from the day it is opened again, and nobody would see that it waits.
 *
 * A holding that the record of a later episode tells again goes on there: it ends with its own episode and begins anew
 * with that one. */
struct case_facts import_end_with_episodes(struct arena *a, const struct case_facts *known, const struct case_facts *told);
