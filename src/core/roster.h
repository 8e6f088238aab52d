/* roster.h: the people side of an employer: teams, persons, posts, reductions, lines, skills, working hours; and how the workers that files name
 * are joined to each other and to those already known.
 *
 * A team is joined by its code, else by its name, compared without case and runs of white space. A name that two teams have is
 * neither of them: it is reported, with their codes.
 *
 * A worker is joined by registration number (upper and lower case alike), else by staff id, else by the local id of files
 * given together, else by name and team. A match by name that fits more than one person, or the right name in another team,
 * is uncertain: it is reported and joined to nobody. So is a name that nobody has while somebody is known by number only, for
 * that may be who it is; a name that is a team's is that team. Records that agree on one key and contradict each other on
 * another are reported and left out.
 *
 * A person has one post in each team. Who is told without a team is told of the only post they have; a post whose team no
 * file has named yet is completed by the first that does. What is said stands over what is not, what is told over what was
 * known; of two records told together that disagree the first stands, with a warning, so give the best source first.
 *
 * Ids are given by `roster_join` to what is new (the next free number of the employer), so that facts about cases can
 * refer to a post before anything is stored.
 */
#pragma once

#include "base/arena.h"
#include "core/snapshot.h"
#include "core/working_time.h"

struct roster_team {
	int32_t team_id;
	const char *code;                    /* in addresses */
	const char *told_code;               /* as files give it; "": they know the team by name only */
	const char *name, *service, *parent, *manager, *manager_code;
};

struct roster_person {
	int32_t person_id;
	const char *code, *name, *registration, *staff_id;
};

struct roster_post {
	int32_t post_id, person_id, team_id; /* team 0: none known */
	struct days when;
	int32_t fte_millionths, contract_minutes;
	bool agency;
	enum post_role role;
	const char *grade;
	int32_t newly_qualified_until;
	int32_t reported_cases, reported_on;
};

struct roster_reduction {
	int32_t post_id;
	const char *reason;
	int32_t minutes;
	struct days when;
	bool personal;
};

struct roster_line {
	int32_t line_id;
	enum line_scope scope;
	const char *service;             /* with LINE_SERVICE */
	int32_t team_id, post_id;        /* with LINE_TEAM, LINE_POST */
	enum line_kind kind;
	int32_t value;
	enum line_status status;
	const char *agreed_by;
	int32_t agreed_on;
	struct days when;
};

/* Something that somebody can: a language, direct work with teenagers. Of the person, whatever their post. */
struct roster_skill {
	int32_t person_id;
	const char *code;
	struct days when;
};

/* When somebody in a post works, until the next week that is said of it. */
struct roster_week {
	int32_t post_id;
	struct working_hours week[DAYS_OF_WEEK];
	struct days when;
};

struct roster {
	struct roster_team *teams;           size_t teams_count, teams_room;
	struct roster_person *persons;       size_t persons_count, persons_room;
	struct roster_post *posts;           size_t posts_count, posts_room;
	struct roster_reduction *reductions; size_t reductions_count, reductions_room;
	struct roster_line *lines;           size_t lines_count, lines_room;
	struct roster_skill *skills;         size_t skills_count, skills_room;
	struct roster_week *weeks;           size_t weeks_count, weeks_room;
	int32_t last_team_id, last_person_id, last_post_id, last_line_id; /* highest ever used by the employer */
};

/* Where a file says something, for messages. */
struct record_place {
	const char *file;                    /* "" where there is none; readers leave it to whoever called them */
	const char *place;                   /* "line 12", "sheet List 6, row 4", "case C1"; "" for the file as a whole */
};

/* What a file says of a team. "" : not said; the code always is. */
struct team_told {
	const char *code, *name, *service, *parent, *manager;
	struct record_place where;
};

/* What a file says of a worker in a post. "" : not said. */
struct worker_told {
	const char *registration, *staff_id, *local_id; /* local_id: the key of that file only (SSD's professional id) */
	const char *name, *team;             /* team: its code or its name */
	struct days when;                    /* of the post; open ends where not said */
	int32_t fte_millionths;              /* -1: not said */
	int32_t contract_minutes;            /* -1: FTE x the scheme's contract */
	int8_t agency;                       /* -1: not said */
	int8_t role;                         /* enum post_role, -1: not said */
	const char *grade;
	int32_t newly_qualified_until;       /* DAY_MIN: not said */
	bool newly_qualified;                /* said, without an end */
	int32_t absent_on;                   /* absent from that day, for how long is not said; DAY_MIN: not said */
	const char *absent_reason;
	int32_t present_on;                  /* said not to be absent on that day; DAY_MIN: not said */
	int32_t reported_cases, reported_on; /* -1 / DAY_MIN: not said */
	struct record_place where;
};

/* What a file says of a reduction or line of someone; `worker` as in worker_ref. */
struct worker_ref {
	const char *key;                     /* registration number, staff id or local id; "" with a name */
	const char *name, *team;             /* where there is no key */
};

struct reduction_told {
	struct worker_ref worker;
	const char *reason;
	int32_t minutes;                     /* -1: the whole contract */
	int32_t permille;                    /* of the contract, where minutes are not said; -1 */
	struct days when;
	struct record_place where;
};

struct line_told {
	enum line_scope scope;
	const char *target;                  /* service, team code or name, or worker key; "" */
	enum line_kind kind;
	int32_t value;
	enum line_status status;
	const char *agreed_by;
	int32_t agreed_on;
	struct days when;
	struct record_place where;
};

/* A person with that code and start is told of whole: what was known of its end gives way. */
struct skill_told {
	struct worker_ref worker;
	const char *code;
	struct days when;
	struct record_place where;
};

/* Minutes of the day; no work where both are the same. `worker.team` says which post, also beside a key. */
struct week_told {
	struct worker_ref worker;
	struct {
		int32_t from, until;
	} day[DAYS_OF_WEEK];                 /* from Monday */
	int32_t from;                        /* DAY_MIN: as of ever */
	struct record_place where;
};

struct roster_told {
	struct team_told *teams;             size_t teams_count, teams_room;
	struct worker_told *workers;         size_t workers_count, workers_room;
	struct reduction_told *reductions;   size_t reductions_count, reductions_room;
	struct line_told *lines;             size_t lines_count, lines_room;
	struct skill_told *skills;           size_t skills_count, skills_room;
	struct week_told *weeks;             size_t weeks_count, weeks_room;
	struct worker_ref *refs;             size_t refs_count, refs_room; /* each distinct worker named on a case */
	struct record_place *refs_where;                                  /* where each was first named */
};

/* The result: the roster as it would be, the changes that lead there, and who each ref is. */
struct roster_change {
	enum change_kind {
		CHANGED_TEAM, CHANGED_PERSON, CHANGED_POST, CHANGED_REDUCTION, CHANGED_LINE, CHANGED_SKILL, CHANGED_WEEK
	} kind;
	bool is_new;                         /* else it replaces the one of the same id (or, for a reduction, skill or week, the same key) */
	size_t place;                        /* in the joined roster's array of that kind */
};

struct roster_match {
	int32_t post_id;                     /* 0: nobody named, or not certain */
	int32_t team_id;                     /* of the ref's team, where it names one; 0 */
	bool uncertain;
};

struct roster_issue {
	struct record_place where;
	const char *field;                   /* what it is about: worker, team, fte, ... */
	const char *code;                    /* uncertain-worker, unknown-worker, contradicts, disagrees, ... */
	const char *text;                    /* what was expected, as a clause, and after a colon why: "a staff id: ..." */
	bool warning;                        /* nothing is left out */
};

struct roster_joined {
	struct roster roster;
	struct roster_change *changes;       size_t changes_count, changes_room;
	struct roster_match *matches;        /* one for each ref told */
	struct roster_issue *issues;         size_t issues_count, issues_room;
};

/* Joins what the files tell to what is known. `full_time_minutes` is the contract of a full-time post where a file gives
 * FTE only. Workers who are named on cases and in no list become persons with a post of unknown contract (with a warning,
 * where other keys are known). A team whose manager no file names has its only manager as the accountable one. Codes of
 * persons are their staff id, else the registration number, else made from the name. All in the arena; texts may belong to
 * `known` and `told`. `live_on` is the day of the import where allocations are negotiated, and no record then brings the end of a
 * protection forward (import_protection_fits); DAY_MAX: they are not. */
void roster_join(struct arena *a, const struct roster *known, const struct roster_told *told, int32_t full_time_minutes,
	int32_t live_on, struct roster_joined *ret);
