/* candidates.h: who could take a case, side by side (R12, R14, R17, R21, R31, R79): what each carries now and would carry then, and
 * what speaks for or against it. The choice is the manager's, and its reason is kept with the proposal.
 *
 * Workers are never ranked. Those under their share of work come first, because being without work is an injustice too (R31); in
 * both groups the order is that of the board.
 */
#pragma once

#include "base/arena.h"
#include "core/access.h"
#include "core/allocation.h"
#include "core/continuity.h"

enum { CANDIDATES_MOST = 60, NEW_CASES_DAYS = 7 };

/* A skill in force (direct work with teenagers, a language...), of a person of the picture. */
struct known_skill {
	int32_t person;
	const char *code;
};

struct candidate {
	int32_t post;
	struct allocation allocation; /* hours before and after, lines, what stands in the way */
	enum negotiation_refusal refusal; /* why it cannot be offered now; REFUSED_NOT */
	bool under;               /* under their share of work now */
	int32_t new_cases;        /* taken on in the past seven days */
	int32_t complex_cases;    /* held now, of the kind that is not for everybody alone */
	int32_t siblings;         /* open cases of the household that they hold */
	int32_t held_until;       /* they held this case before, until then; DAY_MIN: never; DAY_MAX: they hold it now */
	int32_t nth_worker;       /* which worker of the case they would be in the past year, with them; 0: it would be no change (R79) */
	bool newly_qualified, joiner, agency, red;
	bool may_open;            /* the case is not restricted, or they hold it */
	const struct known_skill *skills; size_t skills_count; /* among those that were told */
};

/* Who held the case before, as far as the records know: persons of the picture. */
struct once_held {
	int32_t person;
	int32_t until;
};

struct candidates_asked {
	int32_t case_index;
	enum holding_role role;
	int32_t share;
	int32_t instead_of;       /* a post; -1 */
	int32_t team;             /* of which team; TEAMS_ALL for the service of the case */
	const struct sight *sight; /* of whoever asks: posts whose load they may not see by name stand beside nobody */
	const struct loads *loads; /* of the picture */
	const struct duty *duty;
	const struct once_held *held; size_t held_count;
	const struct case_facts *facts;                      /* of the case, with who was in its posts; NULL: not told */
	const struct post_holder *posts; size_t posts_count;
	const struct known_skill *skills; size_t skills_count; /* a person's side by side */
	/* Open proposals and conflicts, by post; NULL: none. */
	struct said_before (*said)(void *context, int32_t post);
	void *context;
};

/* What speaks for and against one of them. */
struct candidate candidate_of(const struct snapshot *s, const struct candidates_asked *asked, int32_t post);

/* Posts that carry cases, of the team and seen. In the arena, CANDIDATES_MOST at most, who is under their share before everybody
 * else; *ret_left_out is how many more are seen. */
void candidates_of(struct arena *a, const struct snapshot *s, const struct candidates_asked *asked, struct candidate **ret,
	size_t *ret_count, size_t *ret_left_out);
