/* continuity.h: how often a case changed its worker (R79). A family builds a relationship with one worker, so a change is a cost that
 * is counted and shown, and no way to balance loads.
 *
 * The worker of a case is whoever leads it. Somebody with two posts is one; a manager who has it in name is none, nor is who holds it on
 * paper or for some hours in an emergency.
 */
#pragma once

#include "core/fact.h"

enum { CONTINUITY_DAYS = 365 };

/* Who was in a post. */
struct post_holder {
	int32_t post_id, person_id;
	bool manager;
};

struct continuity {
	int32_t since;   /* the first of the days that are looked at; the last is the day asked for */
	int32_t workers; /* how many led the case on one of them */
	int32_t changes; /* one less, and never below 0 */
};

/* Somebody in a post of which nothing is told counts as one worker. */
struct continuity continuity_of_case(const struct case_facts *facts, const struct post_holder *posts, size_t posts_count, int32_t day);

/* Whether the person is one of those. */
bool continuity_has(const struct case_facts *facts, const struct post_holder *posts, size_t posts_count, int32_t day, int32_t person_id);
