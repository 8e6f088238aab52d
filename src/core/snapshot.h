/* snapshot.h: one employer on one day: an immutable picture that every page and every rule reads.
 *
 * Flat arrays sorted by what they are looked up by, and positions in them instead of pointers. It stands at a ledger
 * position and at a day, and holds what is in force on that day; the history of a case or a person is read from the
 * store when its page asks for it. A store fills a builder row by row, in any order; `snapshot_build` sorts, links,
 * derives each case's type (core/stage.h) and freezes it. It is shared by reference count and never changed.
 *
 * A case that was closed within its scheme's closing weeks is in the picture too, as CASE_CLOSING, because its work
 * does not stop overnight. All its facts (stages, factors, tasks, surges, holdings) are those in force on the day
 * before it was closed; only the posts that held it must still be in force on the day itself. It is no open case:
 * households do not count it.
 *
 * Positions: `int32_t team`, `post`, `household`... are places in the arrays here; -1 means none. Ids (`..._id`) are
 * the store's and mean nothing outside it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "core/scheme.h"

struct employer {
	int32_t id;
	const char *code, *name, *country, *time_zone;
	bool demo;        /* made by `plimsoll demo`: marked on every page */
	bool principles;  /* works by principles and without a number: lines are shown and bind nobody (R42) */
	bool live;        /* allocations are negotiated here: what files tell of new ones is put to the guard (core/guard.h) */
	int64_t position; /* sequence of the last ledger entry the picture includes */
	int64_t changed_at; /* instant of that entry, seconds UTC; 0 if none */
	int64_t facts_entry; /* the newest entry that told of people and work; 0 if none */
	int64_t facts_at;   /* its instant */
};

struct service_row {
	const char *code, *name;
	const struct scheme *scheme; /* SCHEME_NONE where none has been agreed */
};

struct team_row {
	int32_t team_id;
	const char *code, *name;
	const char *parent;       /* code of the team above, "" for none */
	int32_t service;          /* -1: of one that the employer does not have */
	const char *manager;      /* the accountable manager's name, "" where the records name none */
	const char *manager_code; /* their worker code, "" where they are not a worker here */
	int32_t first_post, posts_count;
};

struct person_row {
	int32_t person_id;
	const char *code;         /* as in addresses: staff id, else registration number */
	const char *name;         /* "" where the files gave none; show the code then */
	const char *registration, *staff_id;
	int32_t first_post, posts_count; /* in person_posts */
};

/* What a post may hold: a manager's or a team's "allocation" is not one (Ireland 2024, Dudley 2011). */
enum post_role { POST_SOCIAL_WORKER, POST_SENIOR_PRACTITIONER, POST_MANAGER, POST_OTHER };

enum { JOINED_GAP_DAYS = 28 };

struct post_row {
	int32_t post_id;
	int32_t person, team;     /* team -1: the files named none */
	struct days when;
	int32_t fte_millionths;   /* -1: not known */
	int32_t contract_minutes; /* a week; -1: not known */
	bool agency;
	enum post_role role;
	const char *grade;        /* as the scheme's grades name it, "" where unused */
	int32_t newly_qualified_until; /* DAY_MIN: not newly qualified; DAY_MAX: newly qualified, end not known */
	/* since when the person is here: in this post or, without a gap of JOINED_GAP_DAYS, in others before it; DAY_MIN: not
	 * known. As given: 0, to be found from the posts that are given */
	int32_t joined;
	int32_t reported_cases;   /* what the workforce return said on its day; -1: nothing */
	int32_t reported_on;      /* that day */
	int32_t owed_minutes;     /* worked over the contract and not taken back; a ledger of the worker's own */
	int32_t first_reduction, reductions_count;
	int32_t first_exception, exceptions_count;
	int32_t first_rating, ratings_count; /* the newest first; mostly one */
	int32_t first_holding, holdings_count; /* in post_holdings */
};

struct reduction_row {
	int32_t post;
	const char *reason;       /* code in the scheme's reductions, or the record's own word */
	int32_t minutes;          /* a week; -1: the whole contract */
	struct days when;
	bool personal;            /* the reason is for the worker and the manager only: the record or the scheme says so */
};

/* A worker's own word on the whole load, weekly: 1 is light, 5 is red. */
enum { RATING_LEAST = 1, RATING_RED = 5 };

struct rating_row {
	int32_t post;
	int32_t value;
	int32_t talked_on;        /* the day a talk about it was recorded; DAY_MIN: none yet */
	struct days when;         /* until the next one */
};

/* A named senior's permission to pass one line with one post, for a time and no further than `value`. */
struct exception_row {
	int32_t post;
	int32_t exception_id;
	int32_t line_id;          /* 0: not a line, but the protected capacity of the newly qualified */
	int32_t value;            /* how far: cases, or per mille of capacity, as the line counts */
	int32_t renewals;         /* how often it has been renewed */
	const char *allowed_by;   /* name and role as they were */
	struct days when;
};

enum case_state { CASE_OPEN, CASE_CLOSING };

struct case_row {
	int32_t case_id;
	const char *ref;
	int32_t service;          /* -1: of one that the employer does not have; it has no weight */
	int32_t household;        /* place in households; every case has one, if only of its own */
	int32_t team;             /* whose work it is; -1 not known */
	const char *owner;        /* named owner while nobody holds it, "" to fall back on the team's manager */
	enum case_state state;
	int32_t opened, closed;   /* closed DAY_MAX while open; the closing day while in taper */
	int32_t last_held_until;  /* no person holds it now: end of the last holding by one in this episode; else DAY_MIN */
	bool anything_begun;      /* a stage of this episode began on or before the day (in force or over) */
	bool restricted;
	int32_t type;             /* place in the scheme's types, derived; -1: of a type that the scheme does not know */
	/* the type whose base counts; -1: none can be named, the case has no weight (core/stage.h) */
	int32_t base_type;
	int32_t first_stage, stages_count;
	int32_t first_factor, factors_count;
	int32_t first_task, tasks_count;
	int32_t first_surge, surges_count;
	int32_t first_view, views_count;
	int32_t first_review, reviews_count; /* the newest first */
	int32_t first_holding, holdings_count;
	int32_t first_coming, comings_count;
	int32_t first_reader, readers_count;
};

struct stage_row {
	int32_t case_index;
	const char *type, *stage; /* as recorded */
	int32_t type_index;       /* in the scheme, -1 if it has none */
	struct days when;
};

struct factor_row {
	int32_t case_index;
	const char *code;
	struct days when;
};

struct task_row {
	int32_t case_index, post; /* one of them is -1 */
	const char *kind;
	int32_t minutes;          /* all of it; -1: as the scheme says */
	struct days when;         /* from when it is known to when it is due (first day after) */
};

struct surge_row {
	int32_t case_index;
	int32_t minutes;          /* a week */
	const char *why;
	struct days when;
};

/* What its holder says a case needs by itself. While that and the scheme differ, the higher counts; what comes and goes
 * is on top. */
struct view_row {
	int32_t case_index;
	int32_t minutes;          /* a week, without dated work, crises and hand-over */
	const char *why;
	struct days when;
};

/* The newest look at a case that waits: what could happen meanwhile, what is done about it, why it waits. */
struct review_row {
	int32_t case_index;
	const char *risk, *safety, *why; /* codes of core/saying.h */
	int32_t next;             /* the day by which it is looked at again */
	struct days when;         /* until the next one */
};

enum holding_role { HOLDING_LEAD, HOLDING_CO_WORKER };

/* How a holding came to be. An emergency is held for some hours and still waits; what only the records say, over a line
 * and without anybody's answer, is on paper: it is shown, waits, and is nobody's load. */
enum holding_standing { HOLDING_STANDS, HOLDING_EMERGENCY, HOLDING_ON_PAPER };

enum { COMING_DAYS = 84 }; /* what begins later is in no picture, and cannot be agreed to yet */

struct holding_row {
	int32_t case_index;
	int32_t post;             /* -1: held by a team and no person */
	int32_t team;
	enum holding_role role;
	enum holding_standing standing;
	int32_t share;            /* per mille of the case's weight */
	struct days when;
	bool again;               /* the post holds the case once more on that day, and that one counts: the larger share, else
	                           * the lead, else the older. This one weighs nothing and is not among its post's holdings */
};

/* Who may open a restricted case beside its holders; whatever the day. */
struct reader_row {
	int32_t case_index;
	const char *login;
	struct days when;         /* always */
};

enum line_scope { LINE_NATIONAL, LINE_EMPLOYER, LINE_SERVICE, LINE_TEAM, LINE_POST };
enum line_kind { LINE_COUNT, LINE_SHARE };
enum line_status { LINE_ADVISORY, LINE_POLICY, LINE_COLLECTIVE, LINE_CONTRACT };

struct line_row {
	int32_t line_id;
	enum line_scope scope;
	int32_t target;           /* service, team or post; -1 for national and employer */
	enum line_kind kind;
	/* cases for a full-time post (for this post itself at post level), or per mille of capacity */
	int32_t value;
	enum line_status status;
	const char *agreed_by;
	int32_t agreed_on;
	struct days when;
};

struct snapshot {
	struct employer employer;
	int32_t day;
	const struct service_row *services;     size_t services_count;  /* as added: the first is the employer's main one */
	const struct team_row *teams;           size_t teams_count;     /* by name */
	const struct person_row *persons;       size_t persons_count;   /* by code */
	const struct post_row *posts;           size_t posts_count;     /* by team, then person's name */
	const int32_t *person_posts;            /* posts by person */
	const struct reduction_row *reductions; size_t reductions_count; /* by post */
	const struct exception_row *exceptions; size_t exceptions_count; /* by post */
	const struct rating_row *ratings;       size_t ratings_count;   /* by post */
	const struct case_row *cases;           size_t cases_count;     /* by reference */
	const int32_t *household_cases;         /* how many open cases each household has */
	size_t households_count;
	const struct stage_row *stages;         size_t stages_count;    /* by case */
	const struct factor_row *factors;       size_t factors_count;   /* by case */
	const struct task_row *tasks;           size_t tasks_count;     /* by case; those of posts at the end, by post */
	const struct surge_row *surges;         size_t surges_count;    /* by case */
	const struct view_row *views;           size_t views_count;     /* by case */
	const struct review_row *reviews;       size_t reviews_count;   /* by case */
	const struct holding_row *holdings;     size_t holdings_count;  /* by case: what stands, then lead first */
	/* by case: agreed, and begins within COMING_DAYS; weighs nothing */
	const struct holding_row *comings;      size_t comings_count;
	const struct reader_row *readers;       size_t readers_count;   /* by case */
	const int32_t *post_holdings;           /* by post, without those held `again` or on paper; a household's side by side,
	                                         * oldest first */
	const struct line_row *lines;           size_t lines_count;     /* by scope */
	const struct id_map *posts_by_id, *cases_by_id; /* for the look-ups below */
};

/* Takes and drops a share; the last drop frees it. Any thread. */
const struct snapshot *snapshot_hold(const struct snapshot *s);
void snapshot_drop(const struct snapshot *s);

/* Bytes handed out for the picture, to keep a cache within its limit. */
size_t snapshot_bytes(const struct snapshot *s);

/* Look-ups by what stands in an address: the place, or -1. */
int32_t snapshot_find_service(const struct snapshot *s, const char *code);
int32_t snapshot_find_team(const struct snapshot *s, const char *code);
int32_t snapshot_find_person(const struct snapshot *s, const char *code);
int32_t snapshot_find_case(const struct snapshot *s, const char *ref);

/* By the store's ids: the place, or -1; also of 0, which stands for none. */
int32_t snapshot_find_team_id(const struct snapshot *s, int32_t team_id);
int32_t snapshot_find_post_id(const struct snapshot *s, int32_t post_id);
int32_t snapshot_find_case_id(const struct snapshot *s, int32_t case_id);
int32_t snapshot_find_line_id(const struct snapshot *s, int32_t line_id);

/* The team whose work a case is: its own, else that of its first holder; -1 not known. */
int32_t snapshot_case_team(const struct snapshot *s, const struct case_row *c);

/* Whether a case is a team's work or held in it, by the team itself or through one of its posts. */
bool snapshot_case_in_team(const struct snapshot *s, const struct case_row *c, int32_t team);

/* Which service: the one that is named, even if the employer does not have it (nothing of it is weighed: by another
 * service's scheme it would be a guess); where none is named, of a case that of its team; else the employer's main one,
 * which is its first. This is the one rule, for cases, teams and posts. An import follows it by naming no service
 * itself.
 *
 * The scheme that weighs a case, and the one that gives a post its capacity (that of its team's service). SCHEME_NONE
 * where the service is not there or has no scheme. */
const struct scheme *snapshot_case_scheme(const struct snapshot *s, const struct case_row *c);
const struct scheme *snapshot_post_scheme(const struct snapshot *s, const struct post_row *p);

/* By the same rule, of a case that is not in the picture: its service ("" for none named) and its team's id (0 for
 * none). */
const struct scheme *snapshot_scheme_for(const struct snapshot *s, const char *service, int32_t team_id);

/* A person's name, or their code where the files gave no name. */
const char *person_label(const struct person_row *p);

/* ---- making one ---- */

struct snapshot_builder;

/* A builder for `day`; the employer's texts are copied. Schemes must outlive every snapshot made with them. */
struct snapshot_builder *snapshot_builder_new(const struct employer *employer, int32_t day);
struct snapshot_builder *snapshot_builder_free(struct snapshot_builder *b);

/* A builder for a picture of another day, which begins with the cases, their facts and the exceptions that were added
 * to `of`: what is not read again for each of many days. All else is added to it. `of` stays as it is, and must outlive
 * the picture, which has its texts. */
struct snapshot_builder *snapshot_builder_of(struct snapshot_builder *of, const struct employer *employer, int32_t day);

/* Rows, in any order (but services: the first is the employer's main one); texts are copied. Ids tie them together:
 * they are above 0, unique within their kind, and 0 means none. What refers to an id that never came is dropped; a team
 * that never came is no team. Places and derived members of the given rows are ignored, `state` among them.
 *
 * Rows of other days may be added and are left out: posts, reductions and lines that are not in force on the day, cases
 * that are not open then nor in their taper, facts of cases that are over or have not begun. Two things are still read
 * off them: a stage that has begun sets `anything_begun`, and a holding by a person that is over moves
 * `last_held_until` on. Where a post never came, nobody knows until when the case was really held, and it counts as
 * held until the holding began: waiting is never understated. A post that has not begun or has ended is kept all the
 * same if a case is held through it on the day: by the official definition that person holds it. The post is
 * NOT_YET_IN_POST or NO_LONGER_IN_POST (core/capacity.h), so the case waits in the pile. Of a case that comes twice,
 * because it was opened again during its taper, an open episode is kept, and among those the newest.
 *
 * A service without a scheme (NULL) gets SCHEME_NONE. */
void snapshot_add_service(struct snapshot_builder *b, const char *code, const char *name, const struct scheme *scheme);
void snapshot_add_team(struct snapshot_builder *b, const struct team_row *team, const char *service);
void snapshot_add_person(struct snapshot_builder *b, const struct person_row *person);
void snapshot_add_post(struct snapshot_builder *b, const struct post_row *post, int32_t person_id, int32_t team_id);

/* Posts that have not begun or have ended stay in the picture even if no case is held through them: of a close-up the
 * post is what it is about. */
void snapshot_keep_posts(struct snapshot_builder *b);
void snapshot_add_reduction(struct snapshot_builder *b, const struct reduction_row *reduction, int32_t post_id);
void snapshot_add_exception(struct snapshot_builder *b, const struct exception_row *exception, int32_t post_id);
void snapshot_add_rating(struct snapshot_builder *b, const struct rating_row *rating, int32_t post_id);
void snapshot_add_case(struct snapshot_builder *b, const struct case_row *c, const char *service,
	const char *household, int32_t team_id);
void snapshot_add_stage(struct snapshot_builder *b, const struct stage_row *stage, int32_t case_id);
void snapshot_add_factor(struct snapshot_builder *b, const struct factor_row *factor, int32_t case_id);
void snapshot_add_task(struct snapshot_builder *b, const struct task_row *task, int32_t case_id, int32_t post_id);
void snapshot_add_surge(struct snapshot_builder *b, const struct surge_row *surge, int32_t case_id);
void snapshot_add_view(struct snapshot_builder *b, const struct view_row *view, int32_t case_id);
void snapshot_add_review(struct snapshot_builder *b, const struct review_row *review, int32_t case_id);
void snapshot_add_holding(struct snapshot_builder *b, const struct holding_row *holding, int32_t case_id,
	int32_t post_id, int32_t team_id);
void snapshot_add_reader(struct snapshot_builder *b, const char *login, int32_t case_id);
void snapshot_add_line(struct snapshot_builder *b, const struct line_row *line, const char *service, int32_t team_id,
	int32_t post_id);

/* Freezes what was added. The builder is used up and freed; the caller holds the one share of the result. */
const struct snapshot *snapshot_build(struct snapshot_builder *b);
