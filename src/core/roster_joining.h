/* roster_joining.h: the steps of roster_join (core/roster.h) that stand in files of their own, and what they share
 * (roster_joining.c). */
#pragma once

#include "core/roster_index.h"

/* What the files at hand tell of one post, laid together. */
struct post_told {
	bool any;
	struct worker_told w;
};

struct joining {
	struct arena *a;
	const struct roster *known;
	const struct roster_told *told;
	struct roster_joined *ret;
	struct roster_index x;
	int32_t full_time_minutes;
	int32_t live_on;
	int32_t *worker_person;            /* of each worker told; negative where left out */
	int32_t *worker_post;              /* the place of the post each speaks of; negative where left out */
	struct post_told *posts;           /* beside the roster's posts, as far as told */
	size_t posts_count, posts_room;
	int32_t *ref_person;               /* of each worker named on a case; negative where it is nobody or not certain */
	bool keys_known;                   /* somebody has a key from a list or an earlier file */
	size_t numbered;                   /* people known by number only, once all who have a key are placed */
	struct strmap *doubted;            /* names that were reported as uncertain */
	struct strmap *doubted_teams;
	int32_t *team_places;              /* of each team told */
};

static inline bool said(const char *text)
{
	return text[0] != '\0';
}

/* A sentence about a record; with `warning` nothing of it is left out. */
void joining_report(struct joining *j, bool warning, struct record_place where, const char *field, const char *code, const char *text);

/* How a person or team is named in a sentence. */
const char *joining_person_words(struct joining *j, int32_t person);
const char *joining_team_words(struct joining *j, int32_t team_id);

/* The place of a team that must be clear: INDEX_UNCERTAIN, reported once for each name, where two teams have that name. And
 * its id, made if there is none; 0 for "". */
int32_t joining_find_team(struct joining *j, const char *text, struct record_place where);
int32_t joining_team_id(struct joining *j, const char *text, struct record_place where);
const char *joining_shared_name_words(struct joining *j, const char *name);

/* "A (ST1) and B (ST2)" of namesakes in one team. */
const char *joining_namesakes_words(struct joining *j, const struct index_namesakes *found);

/* Whether somebody whose name nobody has may be one of those known by number only; it is reported once for each name. */
bool joining_may_be_numbered(struct joining *j, struct record_place where, const char *name);
void joining_count_numbered(struct joining *j);

/* Puts a reduction in, or the new minutes and end into the one of the same post, reason and start. */
void joining_put_reduction(struct joining *j, const struct roster_reduction *told);

/* roster_teams.c: what lists of teams tell; and who manages which, once everybody is placed. */
void join_teams(struct joining *j);
void join_managers(struct joining *j);

/* roster_workers.c: persons, posts and absences that lists of workers tell of. */
void join_workers(struct joining *j);

/* roster_absences.c: who the files say is absent or not on a day; and how long, from a reduction with dates. */
void join_absences(struct joining *j);
void join_absence_dates(struct joining *j, const struct roster_reduction *told);

/* roster_refs.c: who is named on cases, those with a key first; and reductions and lines. */
void join_keyed_refs(struct joining *j);
void join_refs(struct joining *j);
void join_reductions(struct joining *j);
void join_lines(struct joining *j);

/* The place of a person, and of a post, of somebody who must be known; negative, reported, if not. */
int32_t joining_known_person(struct joining *j, const struct worker_ref *ref, struct record_place where);
int32_t joining_known_post(struct joining *j, const struct worker_ref *ref, struct record_place where);

/* roster_abilities.c: what somebody can, and when they work. */
void join_skills(struct joining *j);
void join_weeks(struct joining *j);
