/* roster_index.h: finding teams, persons and posts of a roster by what files call them, while it is being joined.
 *
 * Names and the codes of teams are compared folded (case and white space), registration numbers without case, staff ids
 * exactly. A place is an index into the roster's array; INDEX_NONE where there is none. Codes in addresses are made from what
 * files say, and nothing is found by what they leave out.
 */
#pragma once

#include "base/str.h"
#include "core/roster.h"

enum { INDEX_NONE = -1, INDEX_UNCERTAIN = -2 };

/* One person under one name in one team (0: none known). */
struct index_name {
	int32_t person, team_id, next;
};

/* What belongs to a person beside the roster's row. */
struct index_person {
	int32_t first_post;             /* INDEX_NONE */
	bool name_told, staff_id_told;  /* by the files at hand */
	const char *local_id;           /* "" */
};

/* "" : not said. */
struct index_keys {
	const char *registration, *staff_id, *local_id;
};

struct roster_index {
	struct arena *a;
	struct roster *r;
	struct strmap *team_codes, *told_team_codes; /* in addresses; as files write them */
	struct strmap *team_names, *shared_team_names;
	struct strmap *uncoded_team_names;           /* of teams that were known and that no list had given a code */
	int32_t known_teams_count;
	struct strmap *registrations, *staff_ids, *local_ids, *person_codes, *names;
	struct index_name *same_names; size_t same_names_count, same_names_room;
	struct index_person *persons;  size_t persons_count, persons_room;
	int32_t *next_post;            size_t next_post_count, next_post_room;
};

/* An index over all that `r` holds; rows are then added through it. Texts made for it live in `a`. */
void roster_index_open(struct roster_index *x, struct arena *a, struct roster *r);
void roster_index_close(struct roster_index *x);

/* A code that is safe in an address: letters, digits, '-' and '_'; everything else one '-'. */
char *roster_safe_code(struct arena *a, const char *text);

/* The place of a team that a list of teams tells of, made if there is none: the one of that code, else one that has no code
 * yet and is called by that code or name. What the list says beside the code is left to the caller. */
int32_t index_learn_team(struct roster_index *x, const struct team_told *t);

/* Makes teams findable by their names, once all lists of teams are learned. */
void index_name_teams(struct roster_index *x);

/* The place of the team of that code or name, as a file wrote it; INDEX_UNCERTAIN for a name that two teams have. */
int32_t index_find_team(const struct roster_index *x, const char *text);

/* The id of that team, made if there is none; 0 for "", INDEX_UNCERTAIN as above. */
int32_t index_team_id(struct roster_index *x, const char *text);

/* The place of a person by a key of any kind, or INDEX_UNCERTAIN where the record of that key was left out. */
int32_t index_find_registration(const struct roster_index *x, const char *registration);
int32_t index_find_staff_id(const struct roster_index *x, const char *staff_id);
int32_t index_find_local_id(const struct roster_index *x, const char *local_id);
int32_t index_find_key(const struct roster_index *x, const char *key);

/* Adds a person with at least one of the three; the code is made of the first that is said. Returns the place. */
int32_t index_add_person(struct roster_index *x, const char *registration, const char *staff_id, const char *name);
void index_set_registration(struct roster_index *x, int32_t person, const char *registration);
void index_set_staff_id(struct roster_index *x, int32_t person, const char *staff_id);
void index_set_local_id(struct roster_index *x, int32_t person_or_uncertain, const char *local_id);

/* Makes a person findable under a name in a team (0: none known). */
void index_name_in_team(struct roster_index *x, int32_t person, const char *name, int32_t team_id);

/* Puts every person under their name in each of their posts' teams. */
void index_name_everyone(struct roster_index *x);

/* How many persons of a name stand in a team, and how many there are in all; a person is counted once. Who contradicts the
 * given keys ("" : none) is somebody else and does not count. */
struct index_namesakes {
	int32_t person, other;  /* two of those in the team, as far as there are */
	size_t in_team, anywhere;
	int32_t elsewhere;      /* the last one found in another team */
};
struct index_namesakes index_find_name(const struct roster_index *x, const char *name, int32_t team_id, struct index_keys keys);

/* Posts of a person: adding one, the one in a team, and how many there are. */
int32_t index_add_post(struct roster_index *x, int32_t person, int32_t team_id);
int32_t index_post_in_team(const struct roster_index *x, int32_t person, int32_t team_id);
size_t index_posts_count(const struct roster_index *x, int32_t person);
