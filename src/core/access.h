/* access.h: who may see what: roles, where they hold, and the one table that says it field by field (access.def).
 *
 * A viewer is a signed-in account: its grants (a role and where that holds) and the person in post that it belongs to,
 * if any. What is seen of a thing depends on the role and on how near the thing is:
 *
 *	own        the viewer's own post; a case the viewer holds, or has agreed to from a day to come. Only while in a post:
 * 	a worker's role is for the own post, and
 *	           gives nothing before the first or after the last
 *	team       it belongs to a team where one of the viewer's roles holds: the team itself, one under it, one of the
 *	           service, any of the employer. A worker's is the team of their own post, and none under it
 *	elsewhere  the same employer
 *
 * Another employer's things do not exist for a viewer: the sight of another employer's picture is empty.
 *
 * Where a viewer stands, and which cases are theirs, is a matter of today, also on a page that looks back: who held a
 * case last year does not open it by asking for last year. A case stands where it stands today; one that is not open
 * today stands where it stood on the day that is looked at, and is nobody's own. Likewise a person who has left.
 *
 * A restricted case is seen in full by its holders and by the logins that are named for it (a named login's role must
 * be one that opens cases at all). For everybody else the row stays and counts, and what is HIDDEN in access.def is not
 * there, whatever the role.
 *
 * A reason that is personal (health, absence) is for the worker and the manager of the worker's team.
 *
 * Pure: everything is decided on pictures, for pages, CSV, JSON and the command line alike. The command line sees all,
 * because whoever can read the file sees what is in it.
 */
#pragma once

#include "core/fact.h"
#include "core/snapshot.h"

enum role {
#define ROLE(name, code, words, where) ROLE_##name,
#include "core/access.def"
#undef ROLE
	ROLES
};

/* One role in a set of roles. */
#define ROLE_BIT(role) (1u << (role))
enum { ROLES_ALL = (1 << ROLES) - 1 };
/* Who speaks for the employer where work is offered and talked about, and those who decide what goes up from there
 * too. */
#define ROLES_MANAGERS_SIDE (ROLE_BIT(ROLE_MANAGER) | ROLE_BIT(ROLE_DEPUTY) | ROLE_BIT(ROLE_SUPERVISOR))
#define ROLES_DECIDERS (ROLES_MANAGERS_SIDE | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_DIRECTOR))

const char *role_code(enum role r);  /* "head-of-service": on the command line, in files, in the database */
const char *role_words(enum role r); /* "head of service" */
bool role_parse(const char *code, enum role *ret);

/* Everybody but workers sees more than their own, so everybody but workers must have a second factor. */
bool role_needs_second_factor(enum role r);

enum scope { SCOPE_EMPLOYER, SCOPE_SERVICE, SCOPE_TEAM, SCOPE_OWN };

/* Whether a role can be given for such a scope: a worker's is their own post, a director's the employer. */
bool role_may_hold(enum role r, enum scope scope);

const char *scope_code(enum scope s); /* "employer", "service", "team", "own" */
bool scope_parse(const char *code, enum scope *ret);

struct grant {
	enum role role;
	enum scope scope;
	const char *code; /* of the service or team; "" else */
};

struct viewer {
	const char *login;    /* "" for the command line */
	int64_t account_id;
	const char *employer; /* code of the employer that the account belongs to */
	const char *person;   /* worker code of the person in post whose account it is; "" for none */
	const struct grant *grants; size_t grants_count;
	const char *only_role; /* code of the one role of the account in which a program asks; NULL: in all */
	bool sees_all;        /* the command line */
};

/* The roles of a viewer as a set, whether in post or not; none for NULL, which is nobody. */
unsigned viewer_roles(const struct viewer *v);

/* Whether a role holds for the viewer at that scope: in all of the employer, for one. */
bool viewer_holds(const struct viewer *v, enum role r, enum scope scope);

/* Whether the viewer has one of these roles; those that are in `whole` too count only where they hold for the whole
 * employer. */
bool viewer_has_role(const struct viewer *v, unsigned roles, unsigned whole);

/* Whether the ledger is told whole: who made an entry, whose account it is about, what it holds. To a union
 * representative, who sees no names anywhere, it is told without. */
bool viewer_reads_ledger_whole(const struct viewer *v);

enum nearness { NEAR_OWN, NEAR_TEAM, NEAR_ELSEWHERE, NEARNESSES };

enum field {
#define FIELD(name, own, team, elsewhere, restricted) FIELD_##name,
#include "core/access.def"
#undef FIELD
	FIELDS
};

/* The table itself: the roles that see a field of something so near, and whether it is there of a restricted case. */
unsigned field_roles(enum field f, enum nearness near);
bool field_is_hidden_if_restricted(enum field f);

/* Whether some role among them opens cases, the own or a team's: else being named for one opens nothing. */
bool roles_open_cases(unsigned roles);

/* The roles of a viewer by their codes, with commas. In the arena. */
const char *viewer_roles_text(struct arena *a, const struct viewer *v);

/* A viewer's view of one picture: worked out once a request. */
struct sight;

/* `now` is the picture of today, `s` the one that is looked at; they may be the same. Both, and the viewer, must
 * outlive the sight, which is in the arena. NULL for the viewer is nobody, who sees nothing. */
const struct sight *sight_of(struct arena *a, const struct viewer *v, const struct snapshot *now,
	const struct snapshot *s);

/* The command line's. */
const struct sight *sight_of_all(struct arena *a, const struct snapshot *s);

/* Whether the field of that thing is seen. `team`, `post`, `person` and `place` are places in the picture that is
 * looked at; team -1 is what belongs to none, which counts to the employer's main service (core/snapshot.h). */
bool sees_team(const struct sight *v, enum field f, int32_t team);
/* The same of several: of all those in `in` (by team + 1, as health_scope_teams has it), or of all that there are for
 * NULL. */
bool sees_teams(const struct sight *v, enum field f, const bool *in);
bool sees_post(const struct sight *v, enum field f, int32_t post);
bool sees_person(const struct sight *v, enum field f, int32_t person);
bool sees_case(const struct sight *v, enum field f, int32_t place);

/* The same of a case by all that is known of it, wherever it is looked for: also one that is not open on the day. */
bool sees_case_known(const struct sight *v, enum field f, const struct case_facts *known);

/* Whether the facts say that it is restricted. */
bool case_is_restricted(const struct case_facts *known);

/* Whether the name behind a post may stand with what is said of it; nobody's name for a post of -1. */
bool sees_name_of_post(const struct sight *v, int32_t post);

/* Whether who holds a case (a post, not -1) may be named with it: to whoever may know all its holders
 * (FIELD_CASE_HOLDERS: work is handed over between people, so who reads a case knows who had it before and has it
 * beside them, of whatever team), and to whoever sees what work it is and may know whose post it is. Of holders of any
 * day FIELD_CASE_HOLDERS is asked alone. */
bool sees_holder(const struct sight *v, int32_t place, int32_t post);

/* Whether those who agreed a line may be told: of one for a single post they are that worker and their manager. */
bool sees_parties(const struct sight *v, const struct line_row *line);

/* Whether a reason that takes time off a post may be read where it is personal: seen of the person and of the post. */
bool sees_reason(const struct sight *v, int32_t post);

/* The same of why a holding ended. Of a post that the picture does not have any more it is told to nobody but, in their
 * own history, to whoever was in it. `person`: whose history `held` is of, a place. */
bool sees_reason_of_holding(const struct sight *v, const struct fact *holding);
bool sees_reason_once_held(const struct sight *v, const struct held_case *held, int32_t person);

/* What stands for a case in a list. */
enum case_showing {
	CASE_SHOWN,      /* its reference */
	CASE_RESTRICTED, /* the word "restricted" */
	CASE_UNNAMED     /* nothing: it counts, and is no concern of the viewer's */
};
enum case_showing case_showing(const struct sight *v, int32_t place);

/* The same of a case that a person (a place) held once: what one held oneself keeps its reference in one's own history,
 * unless it is restricted now. */
bool sees_case_once_held(const struct sight *v, enum field f, const struct held_case *held);
enum case_showing case_showing_once_held(const struct sight *v, const struct held_case *held, int32_t person);

/* In which roles the viewer answers for something today, to say who may decide about it (core/matter.h,
 * core/allocation.h): the roles that hold at a team (-1: of none), or where a case is: its own team, and those of its
 * holders. The command line's: none. */
unsigned sight_roles_at_team(const struct sight *v, int32_t team);
unsigned sight_roles_at_case(const struct sight *v, int32_t place);

/* Whether the viewer is of the manager's side of what is between a worker and whoever answers for them: in the team of
 * the post, or where the case is; -1 for neither. The one place that says who that is. */
bool sight_is_managers_side(const struct sight *v, int32_t post, int32_t place);

/* Whether a case is the viewer's to offer: it is not enough to answer for whom it is offered to, they must know which
 * case it is (one that is restricted: by being named for it) and answer for where it is. */
/* The one answer for a case that is not there and for one that is not the viewer's to see, where something is to be
 * done with it. */
#define CASE_UNKNOWN "There is no such case here that is yours to see."
bool sight_may_offer(const struct sight *v, int32_t place);

/* Whether the viewer is that person, and in post. */
bool sight_is_person(const struct sight *v, int32_t person);

/* Changes whenever what is seen changes while the ledger does not move: for entity tags. */
uint64_t sight_digest(const struct sight *v);
