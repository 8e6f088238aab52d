/* health_records.h: the figures of a health check that come from what happened over a time: how work was given and how
 * it ended, hours, where referrals went, who came and who left (core/health.def). Pure: from records that somebody has
 * read, for a scope and a period.
 *
 * *Records* are the rows of an employer that bear on some days, with everything of each case and each post that falls
 * into them. They are read once and may be asked for many periods within those days: each month of a series, each
 * quarter of ten years.
 *
 * A *team* is a place in the picture of teams, -1 for none. What happened to a post counts where the post is; what
 * happened to a case where the case is: its own team, else that of whoever holds it. Minutes are local
 * (core/working_time.h).
 *
 * Each referral is in exactly one place at the end of the period, or it is residue (R60). Bad records make it so, and
 * hiding does: a case closed without a reason, closed while somebody holds it, held by somebody who has left. */
#pragma once

#include "core/declared.h"
#include "core/health.h"
#include "core/load.h"
#include "core/negotiation.h"
#include "core/pattern.h"
#include "core/round.h"

/* What the closing of an episode says of it. */
enum went_as { WENT_OPEN, WENT_CLOSED, WENT_ELSEWHERE, WENT_TO_NOTHING, WENT_UNSAID };

struct record_post {
	int32_t post_id, person_id, team;
	struct days when;
	int32_t fte_millionths;        /* -1: not known */
	bool agency;
	enum post_role role;
	int32_t newly_qualified_until; /* as of a post of a picture */
};

struct record_absence {
	int32_t post_id;
	struct days when;              /* on which it takes the whole contract */
	bool sickness;
};

struct record_episode {
	int32_t case_id, team;         /* the case's own team */
	struct days when;
	enum went_as as;               /* WENT_OPEN until it is closed */
	/* of one that is closed: some work was begun in it; a worker ever held the case in it */
	bool begun, held;
};

struct record_holding {
	int32_t case_id, post_id;      /* 0: held by a team and no person */
	int32_t team;                  /* of the post, else the one that holds it */
	enum holding_role role;
	enum holding_standing standing;
	struct days when;
};

/* How a case was closed, where people closed it here. */
struct record_closing {
	int32_t case_id, day;
	bool agreed, over_line, second_look;
};

struct record_extra {
	int32_t post_id, day, minutes;
	bool taken;                    /* back, and not worked over */
};

/* An offer that was answered, or whose time ran out. */
struct record_answer {
	int32_t team, person_id;
	int32_t day;                   /* of the answer */
	enum negotiation_step step;    /* AGREE, AGREE_IF, DECLINE, LAPSE */
	int32_t minutes;               /* of the worker's working time since the last offer; -1: not known */
};

/* Something that was asked and had to be answered, or what the clock put to somebody. */
struct record_matter {
	enum matter_kind kind;
	int32_t team, person_id;       /* of the post that it is about, else of the case; 0: of nobody's post */
	int32_t asked, answered;       /* days; DAY_MAX: not */
	struct days lasted;            /* of what lasts (matter_lasts) */
	bool taken_back, went_up;
};

struct record_exception {
	int32_t exception_id, team, renews; /* 0: none */
	int32_t line_id;               /* 0: the protected capacity of the newly qualified */
	struct days when;
	int32_t person_id;             /* whose post it is; 0: not known */
};

/* An offer, and whether whoever made it was away. */
struct record_offer {
	int32_t team, day;             /* of the post that it was made to */
	int32_t proposer;              /* person; 0: has no post here */
};

struct health_records {
	struct days told;              /* the days that the rows bear on */
	size_t teams_count;
	/* Whether the employer's records have any of it, of whatever day, or within a year of these: else a figure is unsaid,
	 * and not 0. */
	bool has_sickness, has_extra, has_nothing, has_stages;
	int32_t entered_from;          /* the day of the first import that stands; DAY_MAX: there is none */
	bool is_live;                  /* allocations were negotiated here on some day up to the last that is told */
	struct record_post *posts;             size_t posts_count;      /* by post_id */
	struct record_absence *absences;       size_t absences_count;   /* by post_id, then the first day */
	struct record_episode *episodes;       size_t episodes_count;   /* by case_id, then the first day */
	struct record_holding *holdings;       size_t holdings_count;   /* by case_id, then the first day */
	struct record_closing *closings;       size_t closings_count;   /* by case_id, then the day */
	/* by post_id; of every day up to the last that is told */
	struct record_extra *extra;            size_t extra_count;
	struct record_answer *answers;         size_t answers_count;
	struct record_offer *offers;           size_t offers_count;
	struct record_matter *matters;         size_t matters_count;
	struct record_exception *exceptions;   size_t exceptions_count; /* by exception_id */
	/* of core/pattern.h, with its margin around the days */
	struct happening *happenings;          size_t happenings_count;
	const struct declaration *declared;    size_t declared_count;   /* of all of the employer */
};

/* The figures of a section for a scope: `in[team + 1]` says whether a team is in it. A period within the days that are
 * told; what is on a day is on its last. Only the measures of the section that this file's words name are set, all
 * others are untouched. `figures` has HEALTH_MEASURES. */
void health_of_giving(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures);
void health_of_hours(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures);
void health_of_closing(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures);
void health_of_flow(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures);
void health_of_continuity(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures);
void health_of_staff(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures);

/* The newest day up to `last` on which anybody or anything came, went, was worked on or was away; DAY_MIN: there is
 * none within a year before the days that are told. What is to come is not yet a fact: no day after `last` counts. */
int32_t records_reach(const struct health_records *r, int32_t last);

/* Whether the records tell who left, who was ill and what was closed on all days from `from` on. They do from the first
 * import on; and before it where a file brought what had ended by then, in the year before that day or the quarter
 * after it: a first file that has only what is there on its day says nothing of what was before, and a figure of it
 * would be a 0 that nobody has counted. */
bool records_tell_leavers(const struct health_records *r, int32_t from);
bool records_tell_sickness(const struct health_records *r, int32_t from);
bool records_tell_closures(const struct health_records *r, int32_t from);
/* The first day, as far as days from `from` on go, from which they tell who held what; and whether those of one
 * referral are told, from `from` or its beginning on: from that first day on, or because somebody is known to have held
 * it from then on. */
int32_t records_tell_holders_from(const struct health_records *r, int32_t from);
bool record_holders_told(const struct health_records *r, const struct record_episode *e, int32_t from,
	int32_t told_from);

/* Loads and weights by contract (R13), from a picture: the rest of NEGOTIATION. */
void health_of_contracts(const struct snapshot *s, const struct loads *l, const bool *in,
	struct health_figure *figures);

/* Whatever of these the section is, but what needs pictures; nothing where it is none of them. */
void health_of_section(struct arena *a, const struct health_records *r, enum health_section section, const bool *in,
	struct days period, struct health_figure *figures);

/* `in` for a scope. In the arena. */
bool *health_scope_teams(struct arena *a, const struct snapshot *s, struct health_scope scope);

/* ---- what is left over of the referrals of a period: MEASURE_RESIDUE, one by one ---- */

/* in no place; the rest in two */
enum referral_left_why { LEFT_UNSAID, LEFT_OVERLAPPED, LEFT_STILL_HELD, LEFT_WITH_LEAVER };

struct referral_left {
	int32_t case_id;
	struct days when;
	enum referral_left_why why;
};
/* By case_id, then the first day; as many as the measure counts. In the arena. */
struct referral_left *health_referrals_left(struct arena *a, const struct health_records *r, const bool *in,
	struct days period, size_t *ret_count);
/* Whether the measure (RESIDUE, IN_NO_PLACE or IN_TWO_PLACES) counts it. */
bool referral_left_in(enum referral_left_why why, enum health_measure m);
/* "no-reason", "overlap", "still-held", "held-by-leaver" */
const char *referral_left_code(enum referral_left_why why);
const char *referral_left_words(enum referral_left_why why); /* what is wrong, so that somebody can put it right */

/* ---- what a roster says of absences, for whoever reads records ---- */

struct roster;

/* Whether the reason of a reduction is sickness: "sick" stands in it, as in the schemes' "sickness", in whatever letters. */
bool reason_is_sickness(const char *reason);
/* Whether any reduction has such a reason, of whatever day and length. */
bool roster_has_sickness(const struct roster *roster);
/* The reductions that take the whole contract: those without minutes, and those of as many as it has or more. What a scheme
 * says of a reason (core/capacity.h) holds of a picture's day, and is not asked of days before it. By post_id, then the first
 * day, of a roster whose posts are in the order of their ids. In the arena. */
struct record_absence *record_absences_of(struct arena *a, const struct roster *roster, size_t *ret_count);

/* ---- for whoever looks further into the records (core/finding.h) ---- */

const struct record_post *record_post_find(const struct health_records *r, int32_t post_id);
/* Those of a case: the first, and how many. */
const struct record_holding *record_holdings_of(const struct health_records *r, int32_t case_id, size_t *ret_count);
const struct record_episode *record_episodes_of(const struct health_records *r, int32_t case_id, size_t *ret_count);
/* Where the absences of a post begin. */
size_t record_absences_from(const struct health_records *r, int32_t post_id);
/* Whether the post is away for the whole of the day. */
bool record_is_away(const struct health_records *r, int32_t post_id, int32_t day);

/* Who holds a case on a day. */
enum held_by { HELD_BY_NOBODY, HELD_BY_WORKER, HELD_BY_ABSENT, HELD_BY_GONE, HELD_BY_MANAGER, HELD_BY_TEAM,
	HELD_FOR_HOURS, HELD_ON_PAPER };
/* By a worker who is there, if one is among them; only by somebody who has left, if nobody else is; else as the lead
 * holds it. ABSENT: away, or not yet in post. *ret_team: where the case is by who holds it, -1 if nobody does. */
enum held_by record_held_by(const struct health_records *r, int32_t case_id, int32_t day, int32_t *ret_team);
/* The team of a referral on a day: the case's own; else that of whoever holds it then, or held it last; -1. */
int32_t record_team_of(const struct health_records *r, const struct record_episode *e, int32_t day);
