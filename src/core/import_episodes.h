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

/* What the records of a file tell whole, so that what they leave out of an episode is not so. */
struct import_whole {
	bool episodes;
	bool holdings;           /* if the record tells any: some systems keep them elsewhere */
	const char *const *work; /* types of stages, with NULL behind the last; NULL: none */
};

/* Of each file of the import, by `source` of a fact. */
struct import_wholes {
	const struct import_whole *of_source;
	size_t count;
};

/* A case has one episode at a time. Where a whole record tells an episode that overlaps a known one, and not the known one,
 * its first day was corrected: the known episode goes, for else a case that was closed since would be open for ever. With
 * it goes what lies in it, is told whole and is not told: holdings, stages of those types, and factors that begin anew. A
 * referral that led to nothing is no such episode. */
struct case_facts import_replace_episodes(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	struct import_wholes wholes);

/* Two episodes of the case that overlap all the same, one of them told, as it would be then (import_facts_after, tidy). Those
 * of one whole record are for its reader to speak of. False if there are none. */
bool import_find_two_open(const struct case_facts *after, const struct case_facts *told, struct import_wholes wholes,
	const struct fact **ret_one, const struct fact **ret_other);
