/* listing.h: the rows of a list of workers, as a viewer may see them.
 *
 * A case of which nothing may be told stands last in a list that is in the order of time, because its place would tell
 * when it began, and beside a sibling's that it is one.
 *
 * A worker stands by name where the viewer may see it (core/access.h). Where not, a row is a number within its team:
 * "Worker 1" carries most, whoever that is today; what is alike in every figure stands in an order that says nothing. So
 * neither the order of the rows nor the number tells who it is, or follows anybody from one day to the next.
 */
#pragma once

#include "core/access.h"
#include "core/load.h"
#include "core/pile.h"

struct listed_post {
	int32_t post;
	int32_t number; /* 0: may be named */
};

/* Those of `posts` whose load is seen: the named in the order they came in, then the numbered by team. `ret` has room for all. */
size_t list_posts(const struct sight *v, const struct snapshot *s, const struct loads *l, const int32_t *posts, size_t count,
	struct listed_post *ret);

/* The holdings of a post in their order, by day, and after them those whose work the viewer may not see, the heaviest
 * first. `ret` has room for all of the post. */
void list_holdings(const struct sight *v, const struct snapshot *s, const struct loads *l, const struct post_row *post, int32_t *ret);

/* The part of the pile of which the viewer may see rows: in its order, and after it what work may not be seen, the longest wait
 * first, so that no place tells of a risk. `team` is a place, -1 for all of them, or LIST_NO_TEAM. `ret` has room for all. */
enum { LIST_NO_TEAM = -2 };
size_t list_pile(const struct sight *v, const struct snapshot *s, const struct pile_row *rows, size_t count, int32_t team,
	struct pile_row *ret);
