/* pattern.h: what may be seen in how cases come to workers over a time: many at once, at the end of a month, without a
 * discussion, agreed at night (R2, R4, R11-R13, R33). The table is pattern.def.
 *
 * What has happened is told as *happenings*: an allocation that began, an offer, a talk, an answer, an emergency hold.
 * A pattern counts some of them (its *hits*) of a kind (what it is a share *of*). Counts are of the employer, by team
 * and by contract, and never by worker: they are about how work is given out, and workers are not ranked.
 *
 * A figure that few people are behind tells of each of them. So whoever does not see a team's allocations anyway is
 * told a figure only where PATTERN_PEOPLE workers or more are behind what it is a share of, and none from which such a
 * figure could be worked out: for that, only of a whole quarter of the calendar that is over. Two periods that differ
 * by a day would tell what happened on that day.
 *
 * Minutes are local (core/working_time.h). Everything made here is in the arena. */
#pragma once

#include "base/arena.h"
#include "core/closing.h"
#include "core/parts.h"

enum pattern {
#define PATTERN(name, code, words, counts, of, proves) PATTERN_##name,
#include "core/pattern.def"
#undef PATTERN
	PATTERNS
};

const char *pattern_code(enum pattern p);
const char *pattern_words(enum pattern p);     /* "Declined, and offered again" */
const char *pattern_counts(enum pattern p);    /* what is counted: a sentence */
const char *pattern_of(enum pattern p);        /* of what it is a share: "agreements" */
const char *pattern_unproven(enum pattern p);  /* what it does not prove */
bool pattern_parse(const char *code, enum pattern *ret);

/* How somebody is employed on a day. Agency comes first: who is newly qualified too counts there. */
enum contract_kind { CONTRACT_PERMANENT, CONTRACT_AGENCY, CONTRACT_NEWLY_QUALIFIED, CONTRACT_KINDS };
/* Of a post on a day; DAY_MIN: of one who is not newly qualified. */
enum contract_kind contract_kind_on(bool agency, int32_t newly_qualified_until, int32_t day);
const char *contract_kind_code(enum contract_kind kind);
const char *contract_kind_words(enum contract_kind kind);

enum happening_kind {
	HAPPENED_ALLOCATION, /* a holding began that a person had not before, and that is no emergency's */
	HAPPENED_OFFER,
	HAPPENED_TALK,       /* was recorded */
	HAPPENED_ANSWER,     /* agreed, agreed with conditions, or declined */
	HAPPENED_HOLD,       /* in an emergency */
	HAPPENED_HOLD_END,
	HAPPENED_LAPSE,
	HAPPENED_HAND_BACK,  /* asked for, and answered */
	HAPPENED_CLOSING     /* of a case; of whoever held it until then as lead */
};

struct happening {
	enum happening_kind kind;
	int64_t at;              /* minute; of an allocation midnight of its first day, of a closing of the day of closure */
	int32_t case_id, post_id, person_id; /* of a CLOSING of what nobody held, post and person are 0 */
	int32_t proposal_id;     /* 0: none */
	int32_t team;            /* of the post, of a case that nobody held its own; a place, -1 */
	enum contract_kind contract;
	const char *by;          /* login of who offered; "" else */
	int32_t seconds;         /* of an ANSWER: since the last offer; -1 not known */
	int32_t days_later;      /* of a TALK: from its day to that of its recording */
	bool negotiated;         /* of an ALLOCATION: allocations are negotiated on that day */
	bool on_paper;           /* of an ALLOCATION */
	bool at_work;            /* of an ANSWER: within the worker's hours */
	bool declined;           /* of an ANSWER */
	bool ran_out;            /* of a HOLD_END: by the clock */
	bool refused;            /* of a HAND_BACK: the case was not given back, in whatever words */
	enum re_referral referral; /* of a CLOSING: what followed on it; FIRST: nothing yet */
	size_t from;             /* for whoever told it: nothing is read from it here */
	/* Worked out here: */
	bool bunched;            /* of an ALLOCATION or an OFFER: among as many as MANY_TO_ONE or MANY_AT_ONCE ask for */
	bool again;              /* of an ANSWER that declined */
};

enum {
	PATTERN_MANY = 5, PATTERN_MANY_DAYS = 7,           /* to one worker */
	PATTERN_AT_ONCE = 10, PATTERN_AT_ONCE_MINUTES = 60, /* by one person */
	PATTERN_MONTH_END_DAYS = 2, PATTERN_RETURN_DAYS = 10, /* working days */
	PATTERN_SECONDS = 60,
	PATTERN_LATER_DAYS = 2,
	PATTERN_AGAIN_DAYS = 28,
	PATTERN_PEOPLE = PARTS_PEOPLE,
	PATTERN_MARGIN_DAYS = 28,   /* before and after the period, that has to be told too */
	PATTERN_PERIOD_DAYS = 2 * 366 /* longest */
};

/* One figure. */
struct pattern_cell {
	int32_t count, of;
	int32_t people;          /* workers behind what it is a share of */
	int32_t expected_tenths; /* how many chance would give, in tenths; -1 where that cannot be said */
	bool beyond_chance;      /* more than that by over twice what chance varies by */
	bool untold;             /* not for the viewer; set by patterns_withhold */
};

struct pattern_hit {
	enum pattern pattern;
	const struct happening *what;
};

struct patterns {
	struct days period;
	size_t teams_count;
	struct pattern_cell *cells;                  /* by pattern_at */
	struct pattern_hit *hits; size_t hits_count; /* by pattern, the newest first */
	int32_t working_days, month_end_days, return_days; /* of the period */
};

enum { CONTRACT_ALL = -1 };

/* The figure of a team (-1: of none; TEAMS_ALL of core/load.h) and a contract (CONTRACT_ALL). */
struct pattern_cell *pattern_at(const struct patterns *p, enum pattern pattern, int32_t team, int contract);

/* Works them out of all that happened in the period and PATTERN_MARGIN_DAYS around it, in any order; what is worked out
 * of a happening is written to it, and hits point at it. */
struct patterns patterns_of(struct arena *a, struct days period, size_t teams_count, struct happening *all,
	size_t count);

/* Marks what must not be told to somebody who sees the allocations of those teams (sees[team + 1]) and of no other. */
void patterns_withhold(struct patterns *p, const bool *sees);

/* Marks all but the figures of those teams: the period is none of which others are told. */
void patterns_withhold_unseen(struct patterns *p, const bool *sees);

/* No more working days of the month are left than PATTERN_MONTH_END_DAYS; of the time to the next return than
 * PATTERN_RETURN_DAYS. */
bool is_month_end(int32_t day);
bool is_before_return(int32_t day);
