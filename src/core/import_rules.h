/* import_rules.h: the rules by which what an import tells of one case is held against what is known of it, before the
 * changes are worked out (case_decide in core/fact.h).
 *
 * `known` and `told` are tidy. Purges are facts too and pass through untouched. Each rule gives the facts that are told
 * from then on, or a ruling; what is said of it to the user is for the caller. Facts are in the arena, texts stay where
 * they are.
 */
#pragma once

#include "core/fact.h"
#include "core/guard.h"

/* Of each file of the import, by `source` of a fact: whether its format knows only who holds a case now and not since
 * when, so that the starts of its holdings are assumed (Annex A takes the start of the episode). */
struct assumed_starts {
	const bool *of_source;
	size_t count;
};

/* Files that purge a whole case and state something of it. If an episode is stated, the case is there and the purge goes;
 * else the purge stands, and what is stated of a case that nobody opens goes with it. Either way the same files again change
 * nothing. `ret_stands` and `ret_goes` are two facts that stand against each other, for a message; NULL if none do. */
struct case_facts import_settle_purge(struct arena *a, const struct case_facts *told, const struct fact **ret_stands,
	const struct fact **ret_goes);

/* Whether the start of a fact is assumed. */
bool import_start_is_assumed(struct assumed_starts assumed, const struct fact *f);

/* A live holding whose start is assumed gives way to one of the same post and role that is known, or told by a file that
 * has its start. */
struct case_facts import_drop_assumed(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	struct assumed_starts assumed);

/* A post holds a case once at a time: a live holding that is told with another start takes the place of the known one, for
 * which a purge is added. */
struct case_facts import_replace_restarted(struct arena *a, const struct case_facts *known, const struct case_facts *told);

/* The fact of the same key; NULL if there is none. */
const struct fact *import_find_fact(const struct case_facts *facts, const struct fact *like);

/* The case as it would be: what is told, and what is known and not told of. */
struct case_facts import_facts_after(struct arena *a, const struct case_facts *known, const struct case_facts *told);

struct import_holding_ruling {
	bool left_out;
	bool is_error;             /* else, if a rule spoke, a warning */
	enum holding_rule rule;    /* HOLDING_FITS: no rule spoke */
};

/* Asks the guard (core/guard.h) for a told holding among the facts `after`; one that is known and stays as it is passes. A
 * holding that is over and lies outside all that is known of its case is history that the files do not reach: left out,
 * but no error. */
struct import_holding_ruling import_rule_on_holding(const struct case_facts *known, const struct case_facts *after,
	const struct fact *holding);

/* Whether a fact of a kind is stated, and not only purged. */
bool import_states(const struct case_facts *told, enum fact_kind kind);

enum import_opening {
	CASE_IS_MADE,          /* or known already */
	CASE_IS_ONLY_NAMED,    /* no work is told of it: left out, and nobody need know */
	CASE_IS_NOT_OPENED     /* work is told, but no file says when it was opened: left out, an error */
};

/* A case of which nobody says when it was opened is not made. */
enum import_opening import_opening_of(const struct case_facts *known, const struct case_facts *told);

/* A new case is a fact, if only that it is there. Of which service it is, where no file says, follows from its team when it
 * is weighed (core/snapshot.h). */
struct case_facts import_make_case(struct arena *a, const struct case_facts *known, const struct case_facts *told);
