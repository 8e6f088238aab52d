/* allocation.h: what the world says of an offered holding: whether it may be put before this worker, and become theirs.
 *
 * Everything is read off one picture, the newest there is: of the worker's post with all it holds, of the case with all who hold
 * it, and of whoever could talk about it on the manager's side. What no picture holds (other offers of the case, a conflict that
 * was named before) is told beside it. The answer is the *circumstances* that a step of a negotiation is judged by.
 *
 * An offer is judged twice: by itself, and with all that is offered to the worker and not answered yet. Each of several offers may
 * have room that all of them do not; then the last one waits.
 *
 * Starter values, each a guess until it is agreed locally: JOINER_WEEKS. Work that the scheme marks as urgent is the work that is
 * not for the newly qualified alone (R17), nor for the first weeks of a joiner, agency or not (R14).
 */
#pragma once

#include "core/guard.h"
#include "core/negotiation.h"

enum { JOINER_WEEKS = 4 };

/* What is offered; places in the picture. */
struct offer {
	int32_t case_index;       /* -1: the picture has no such case, so it is not open */
	int32_t post;             /* -1: nor such a post, so it is not in force */
	enum holding_role role;
	int32_t share;
	int32_t instead_of;       /* the post whose holding it takes the place of; -1 for none */
};

/* Who could answer for the case today, on the manager's side: the persons behind accounts that may offer it. -1: an account
 * that is nobody's in post; the records do not say that they are away. */
struct duty {
	const int32_t *persons; size_t persons_count;
	int32_t proposer;         /* likewise; -1 */
};

/* Another case that is offered to the worker. */
struct offered_case {
	const char *ref;          /* one that the picture does not have counts for nothing */
	enum holding_role role;
	int32_t share;
};

/* What no picture says. */
struct said_before {
	bool offered_already;     /* to this worker, or as lead to anybody, in a proposal that is open */
	bool hold_spent;          /* asked of a hold alone: too many hours of emergencies, of the case or of this worker */
	bool conflict_named;      /* this worker declined this case for a conflict of interest */
	const struct offered_case *offered; size_t offered_count; /* to this worker in other proposals that are open, and not held yet */
};

struct allocation {
	struct circumstances world;
	struct line_ruling lines; /* the working-out; all zero where there is no such case or post */
	struct line_ruling with_offered; /* the same with all that is offered already */
	int32_t offered;          /* how many of these there are; with 0 both rulings are one */
	bool is_worked_out;       /* both are */
};
struct allocation allocation_of(const struct snapshot *s, const struct offer *offer, const struct duty *duty,
	const struct said_before *before);

/* What all of it together would add to the load of the post, in minutes a week: siblings among it weigh as siblings. */
int32_t offered_minutes(const struct snapshot *s, int32_t post, const struct offered_case *offered, size_t count);

/* The ruling that stands in the way, else that of the offer by itself. */
const struct line_ruling *allocation_ruling(const struct allocation *allocation);

/* What stands in the way of offering it now; REFUSED_NOT if nothing does. */
enum negotiation_refusal offer_refusal(const struct circumstances *world);

/* Whether a holding is no one's work: by a team, by somebody who carries no cases or has left, for some hours, or only on paper.
 * It gives way without being ended first (R54, R57). */
bool holding_gives_way(const struct snapshot *s, const struct holding_row *h);

/* Whether the work is of the kind that is not for everybody alone. */
bool case_is_complex(const struct snapshot *s, const struct case_row *c);
/* The first day, from the picture's on, on which a person is at work: that day itself if they are not away, and if the records do
 * not say (-1, or in no post); DAY_MAX: they do not come back, as far as is known. */
int32_t back_on_duty(const struct snapshot *s, int32_t person);
/* Whether the person is in their first weeks here. */
bool is_joiner(const struct snapshot *s, const struct post_row *p);
/* Whether the post's newest rating is red and nobody has talked about it since (R38). */
bool is_red(const struct snapshot *s, const struct post_row *p);
