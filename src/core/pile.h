/* pile.h: open cases that nobody is working on: held by no one, or "held" by a manager, a team or someone not available
 * (R54, R55, R57); held for some hours in an emergency, or by somebody who never answered and only on paper; agreed to from a day to come; and
 * those that are worked on in part only, because the shares of those who work on them add up to less than the whole. Every one of them is here; nothing filters it away.
 */
#pragma once

#include "base/arena.h"
#include "core/load.h"
#include "core/snapshot.h"

enum pile_reason { PILE_NEVER_HELD, PILE_LAPSED, PILE_MANAGER_HELD, PILE_TEAM_HELD, PILE_NOT_AVAILABLE,
	PILE_EMERGENCY, PILE_ON_PAPER, PILE_BEGINS, PILE_HELD_IN_PART };
enum { PILE_REASONS = PILE_HELD_IN_PART + 1 };

struct pile_row {
	int32_t case_index;
	enum pile_reason reason;
	int32_t since;            /* day from which it waits: opened, end of the last holding, start of the manager's... */
	int32_t days;             /* waiting on the snapshot's day */
	int32_t weight_minutes;   /* what of its weight nobody carries; -1: unweighed */
	const char *owner;        /* the named owner; "" where the records name none, which the page says aloud */
	int32_t holder_post;      /* the manager or absent worker, or who holds it in part, for hours, on paper or from a day to come; -1 */
	int32_t begins;           /* the day from which somebody has agreed to lead it; DAY_MAX */
};

/* What could happen while a case waits, by the newest look at it (core/saying.h), worst first. What nobody has looked at might be
 * anything: it stands behind what is known to be high and before what is known to be less. So does what was less, once the day by
 * which it was to be looked at again has passed (R54). */
enum pile_risk { PILE_IMMEDIATE, PILE_HIGH, PILE_NOT_LOOKED_AT, PILE_MEDIUM, PILE_LOW };

enum pile_risk pile_risk_of(const struct snapshot *s, const struct case_row *c);

/* By recorded risk; among equals types marked urgent first, then what is of no known type, then the oldest. In the arena. */
void pile_of_snapshot(struct arena *a, const struct snapshot *s, const struct loads *l, struct pile_row **ret, size_t *ret_count);

/* What waits in one team, or for one reason. */
struct pile_sum {
	int32_t cases, longest_days;
};

/* By team: `[team + 1]`, with the cases of no team first. In the arena. */
struct pile_sum *pile_sums_by_team(struct arena *a, const struct snapshot *s, const struct pile_row *rows, size_t count);

void pile_sums_by_reason(const struct pile_row *rows, size_t count, struct pile_sum ret[PILE_REASONS]);

const char *pile_reason_words(enum pile_reason reason);
const char *pile_reason_code(enum pile_reason reason);
