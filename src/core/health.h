/* health.h: the health check of an employer, or of a service or team of it: what its records say of loads, of what
 * waits, of lines and whether they hold, of how work is given and how it ends, of hours and of who stays, on a day and
 * over a time (R81).
 *
 * The measures are a table (health.def). Each gives a figure: what it is, what it was worked out from, how many people
 * are behind it, how complete the records are that it rests on and how new they are. A figure that cannot be worked out
 * says why, and is never a 0.
 *
 * A measure is of a day (a state: who is over a line today) or of a time (what happened: cases closed). */
#pragma once

#include "base/arena.h"
#include "core/snapshot.h"

enum health_section {
#define SECTION(name, code, words, question) HEALTH_##name,
#include "core/health.def"
#undef SECTION
	HEALTH_SECTIONS
};

enum health_measure {
#define MEASURE(name, code, section, when, unit, chart, words, definition, source) MEASURE_##name,
#include "core/health.def"
#undef MEASURE
	HEALTH_MEASURES
};

enum health_when { HEALTH_AT, HEALTH_OVER }; /* on a day; over a time */

/* Month by month: within limits of chance, or as a line alone, where limits would say nothing. */
enum health_chart { HEALTH_LIMITS, HEALTH_LINE };

enum health_unit {
	HEALTH_PEOPLE, HEALTH_POSTS, HEALTH_CASES, HEALTH_TIMES, HEALTH_DAYS, /* whole numbers */
	HEALTH_FTE,        /* full-time equivalents, in hundredths */
	HEALTH_MINUTES,    /* shown as hours */
	HEALTH_PERCENT,    /* per mille; part and whole are what it is a share of */
	HEALTH_MEAN,       /* part over whole, in tenths */
	/* cases for a full-time worker, in tenths; part: cases, whole: hundredths of full-time equivalents */
	HEALTH_EACH,
	HEALTH_POUNDS
};

struct health_measure_row {
	const char *code;
	enum health_section section;
	enum health_when when;
	enum health_unit unit;
	enum health_chart chart;
	const char *words;      /* "Past a line without leave" */
	const char *definition; /* sentences: what is counted, of what, and what it does not say */
	/* the requirement or standard behind it, in words a reader knows: "Standards for employers, 3" */
	const char *source;
};
const struct health_measure_row *health_measure_row(enum health_measure m);
bool health_measure_parse(const char *code, enum health_measure *ret);
const char *health_section_code(enum health_section s);
const char *health_section_words(enum health_section s);
const char *health_section_question(enum health_section s);

enum health_known {
	HEALTH_UNSAID,     /* the records do not say: what it needs was never told to them */
	HEALTH_KNOWN,
	HEALTH_NOTHING,    /* there is nothing that it could be of: no closures, so no share of closures */
	HEALTH_UNTOLD      /* not for whoever asks, or not for everybody: few people are behind it */
};

struct health_figure {
	enum health_known known;
	int64_t value;          /* in the unit of the measure; 0 unless known */
	int64_t part, whole;    /* what a share or mean is worked out from; 0 and 0 where it is a count */
	int32_t people;         /* workers behind what it is of; -1: it is not about people */
	/* of one of two groups: workers of what is in neither and can be worked out from both; of several such the fewest */
	int32_t rest;
	/* completeness: of so many records that should say, so many do; 0 and 0 where that does not arise */
	int32_t told, should;
	/* untold now, but told of a quarter of the whole employer that is over, where enough people are behind it */
	bool in_quarters;
};

/* A count; a share in per mille, rounded once (NOTHING where `whole` is 0); what nobody has said. */
struct health_figure health_count(int64_t count, int32_t people);
struct health_figure health_share(int64_t part, int64_t whole, int32_t people);
struct health_figure health_unsaid(void);
/* A known share in whole per cent, rounded once: of what it is worked out from where that is known, not of its per
 * mille, for 94.6 per mille are 9 per cent, and 95 are 10. */
int64_t health_percent(const struct health_figure *share);
/* A mean in tenths, rounded once; NOTHING where `whole` is 0. */
struct health_figure health_mean(int64_t part, int64_t whole, int32_t people);

/* Of what: all, a service, or a team. */
struct health_scope {
	const char *service;    /* code; NULL: not by service */
	int32_t team;           /* a place; -1 of none; TEAMS_ALL of core/load.h */
};
/* Whether a team (-1: none) is in it. */
bool health_in_scope(const struct snapshot *s, struct health_scope scope, int32_t team);
/* Whether it is the employer as a whole. */
bool health_is_whole(struct health_scope scope);

struct health_line;

struct health {
	struct health_scope scope;
	int32_t day;            /* of what is on a day: the last of the period */
	struct days period;
	/* the day of the newest entry that told of people and work: how old the figures may be; DAY_MIN: none */
	int32_t records_day;
	/* the newest day, up to the last of the period, on which something began or ended in the records: how far they
	 * reach; DAY_MIN: not known */
	int32_t facts_day;
	struct health_figure figures[HEALTH_MEASURES];
	/* in force on the day (core/health_lines.h); as long as the picture */
	const struct health_line *lines; size_t lines_count;
};
