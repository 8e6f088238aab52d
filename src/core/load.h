/* load.h: how much work a post carries on a day, against its capacity and its lines.
 *
 * load = sum over holdings( share x weight ) + tasks of the post's own + time owed. What is held on paper weighs nothing. A case that a post holds twice on one day weighs
 * once, with the largest share. Pooled figures are sums over sums, never a mean of percentages. A post that is not
 * available has a load and no share of capacity.
 *
 * A load stops at the end of 32 bits, 35 million hours a week: only records that are wrong come there, and what is shown is
 * far past every line.
 *
 * The chance of being over is read off a normal curve: a weight's range covers 80 % of like cases, so half of it is 1.2816
 * standard deviations; the squares of a post's cases add up, and the scheme's common share of the load is added, because
 * crises come in groups (R24). Over a limit with a chance of more than 20 %: load + 0.8416 deviations > limit.
 */
#pragma once

#include "base/arena.h"
#include "core/capacity.h"
#include "core/line.h"
#include "core/snapshot.h"
#include "core/weight.h"

/* under: below the scheme's share; stretched: over with a chance of 20-50 %; over: more likely than not, or past a line
 * that is more than advisory. */
enum band { BAND_UNDER, BAND_WITHIN, BAND_STRETCHED, BAND_OVER, BAND_NOT_AVAILABLE, BAND_NOT_KNOWN, BANDS };

struct post_load {
	int32_t contract_minutes, capacity_minutes, load_minutes;
	enum availability availability;
	int32_t absent_until;
	int32_t used_permille;           /* of capacity; -1 where there is none */
	int32_t deviation_minutes;       /* standard deviation of the load */
	int32_t low_minutes, high_minutes; /* 80 % range of the load */
	int32_t cases, households;       /* open cases held in any role, and their households */
	int32_t closing;                 /* cases in their taper, beside the open ones */
	int32_t owed_minutes;            /* of the load: time owed, to be taken back (core/extra_time.h) */
	int32_t unweighed;               /* cases without a number in the scheme: the load is too low by them */
	int32_t group_minutes[SCHEME_GROUPS]; /* the load by colour of the bar; the rest is the post's own tasks and time owed */
	enum band band;
	int32_t binding_line;            /* place in the snapshot's lines; -1: no line applies */
	int32_t line_permille;           /* how much of the binding line is used; -1 where it has no measure today */
};

/* All posts of a snapshot, in the snapshot's order: computed in one pass and shared like the snapshot itself. */
struct loads {
	struct post_load *posts;
	size_t posts_count;
	int32_t *holding_minutes;        /* share x weight of each holding, in the snapshot's order; 0 if `again` or on paper; -1: unweighed */
};

/* The loads live in the arena. Never fails: what cannot be weighed is counted. */
struct loads loads_of_snapshot(struct arena *a, const struct snapshot *s);

/* Sums of posts: a team's, a service's, an employer's, or the posts of one person. Posts that carry no cases are in no
 * count of posts; what they hold all the same is in the load. */
struct pooled_load {
	int64_t load_minutes, capacity_minutes;
	int64_t measured_minutes;        /* the load without that of posts whose contract is not known */
	int32_t used_permille;           /* pooled: measured / capacity; -1 where nobody has capacity */
	int32_t posts, not_available, cases, households;
	int32_t bands[BANDS];            /* add up to `posts` */
	int32_t past_line;               /* posts in band over */
};

/* The people behind the posts of a team or an employer: somebody with two posts is one. Posts that carry no cases make
 * nobody count. */
struct people {
	int32_t all;
	int32_t past_line;        /* in any of their posts */
	int32_t not_known;        /* whether they are past it: in a post without a known contract, and past it in no other */
	int32_t without_contract; /* in a post whose contract is not known */
};

enum { TEAMS_ALL = -2 };

/* Of a team (-1: of none), or of all with TEAMS_ALL. */
struct people people_of(const struct snapshot *s, const struct loads *l, int32_t team);

/* The households of the open cases that posts hold, each counted once. */
int32_t households_of_posts(const struct snapshot *s, const int32_t *posts, size_t count);

void pool_add(struct pooled_load *pool, const struct post_load *load);
/* Works out `used_permille` when all are added. */
void pool_finish(struct pooled_load *pool);
struct pooled_load pool_team(const struct snapshot *s, const struct loads *l, int32_t team);
/* All teams: `[team + 1]`, with the posts of no team first. In the arena. */
struct pooled_load *pool_by_team(struct arena *a, const struct snapshot *s, const struct loads *l);
/* Households that a person works with through two posts are counted once. */
struct pooled_load pool_person(const struct snapshot *s, const struct loads *l, int32_t person);
struct pooled_load pool_employer(const struct snapshot *s, const struct loads *l);

/* "9 cases, 21.9 of 20.1 hours a week, 109%"; without a capacity "9 cases, 21.9 hours a week". */
const char *load_figures(struct arena *a, const struct post_load *load);

const char *band_words(enum band band);  /* "Over" */
const char *band_code(enum band band);   /* "over", as in JSON and CSV */
