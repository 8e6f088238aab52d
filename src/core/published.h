/* published.h: a health check as everybody may read it: what of its figures is told, and in what shape, so that nobody
 * can be made out (published.def; the rules of core/disclosure.h).
 *
 * It is of a whole employer, never of a team, and of one quarter of the calendar that is over: one picture a quarter,
 * so that nobody can narrow a figure down by asking for another day. A correction is a new version with its reason; the
 * one before stays to be read. What a version withholds stays withheld: neither another version of the quarter nor the
 * quarter before or after may tell it together with this one.
 * A correction tells anew only what five or more people or cases have changed: versions that differ by less are alike,
 * so that nobody who guesses what made the difference learns of it.
 *
 * An employer with fewer than ten full-time equivalents who hold cases publishes no figure but the openness of it
 * all. */
#pragma once

#include "core/disclosure.h"
#include "core/health.h"
#include "core/target.h"

enum published_unit { PUBLISHED_COUNT, PUBLISHED_FTE, PUBLISHED_PERCENT, PUBLISHED_TENTHS, PUBLISHED_MINUTES,
	PUBLISHED_DAYS };

enum published_told {
	PUBLISHED_UNSAID,     /* the records do not say */
	PUBLISHED_SHOWN,
	PUBLISHED_WITHHELD,   /* "c" */
	PUBLISHED_NOTHING     /* there is nothing that it could be of */
};

/* Why something is withheld: for who is about to publish, and never in what is published. */
enum published_why { PUBLISHED_FREE, PUBLISHED_SMALL_EMPLOYER, PUBLISHED_FEW, PUBLISHED_FOR_ANOTHER,
	PUBLISHED_FEW_BEHIND };

enum { PUBLISHED_CODE = 40, PUBLISHED_WORDS = 200, PUBLISHED_DEFINITION = 600, PUBLISHED_ROWS_MOST = 64,
	PUBLISHED_OFFERS = 20 };

struct published_row {
	const char *code, *words, *definition;
	const char *section;         /* its code */
	const char *part_of;         /* the code of the row whose part it is; "" */
	enum published_unit unit;
	enum published_told told;
	enum published_why why;
	int64_t value;               /* in the unit: rounded to what is shown; 0 unless shown */
};

struct published_rows {
	struct published_row rows[PUBLISHED_ROWS_MOST];
	size_t count;
};

/* What is published already and a version is held against: those that published_beside() names. Rows of other codes in
 * them are passed over. */
struct published_earlier {
	const struct published_rows *versions[DISCLOSURE_VERSIONS_MOST]; /* of the same quarter, the newest first */
	int32_t complete_percent[DISCLOSURE_VERSIONS_MOST];              /* that each of them told; -1: none */
	size_t versions_count;
	/* the newest of the one before, and of the one after */
	const struct published_rows *quarters[2];
	size_t quarters_count;
};

/* The rows of a health check of a whole employer, in the order of the table. */
void published_make(const struct health *h, const struct published_earlier *earlier, struct published_rows *ret);

/* Which versions that one of a quarter is held against: all of the quarter, and the newest of the quarter before and of
 * the one after, which may have been published first. `firsts` are the first days of the quarters of what has been
 * published, the newest version first; `ret` gets their places, in that order. How many. */
size_t published_beside(struct days quarter, const int32_t *firsts, size_t count, size_t ret[DISCLOSURE_VERSIONS_MOST]);

const char *published_unit_code(enum published_unit unit);
bool published_unit_parse(const char *code, enum published_unit *ret);
const char *published_told_code(enum published_told told);   /* "shown", "c", "unsaid", "nothing" */
bool published_told_parse(const char *code, enum published_told *ret);
/* Whether a row can have been made here: counts are multiples of five, where they are not medians, and
 * shares of a whole at most a hundred. */
bool published_is_possible(const struct published_row *row);
/* Whether a row has the unit of its figure; any, of a code that is not known here. */
bool published_has_its_unit(const struct published_row *row);
/* A sentence for who is about to publish. */
const char *published_why_words(enum published_why why);

/* Why a version corrects another, as everybody reads it (corrections.def): "" of no code; NULL of one that is not in
 * the list. */
const char *correction_words(const char *code);

/* ---- the whole document ---- */

enum { PUBLISHED_AGREEMENTS = 16 };

/* A line that is more than advice, of the whole employer; a service is named only in versions of long ago. */
struct published_agreement {
	const char *kind;            /* "count": cases for a full-time post; "share": percent of capacity */
	int32_t value;
	const char *service;         /* its code; "" : of the whole employer */
	const char *status;
	const char *agreed_by;       /* agreed_parties() of core/agreement.h, as that of the target */
	int32_t agreed_on;           /* DAY_MIN: not known */
};

struct published {
	const char *employer, *name;
	bool demo;
	int32_t dfe_code;            /* 0: not declared */
	int32_t version, corrects;   /* corrects 0: none */
	const char *why;             /* correction_words(); "" of one that corrects none */
	struct days period;
	int64_t instant;             /* when it was made */
	int64_t entries;             /* of the ledger that it rests on, and the hash of the last of them */
	const char *head;
	int32_t records_day;         /* the newest day of the quarter that a record is of; DAY_MIN: not known */
	int32_t complete_percent;    /* of the records that a figure rests on: the least complete; -1: not known */
	struct published_agreement agreements[PUBLISHED_AGREEMENTS]; size_t agreements_count;
	/* a limit for all workers is in force that nobody is named to have agreed; false: there is none, or not told */
	bool limit_of_nobody;
	bool has_target;
	int32_t target_start, target_goal, target_starts, target_due; /* core/target.h */
	int32_t target_should;       /* tenths: where the path was on the last day */
	int32_t target_pounds;       /* -1: nothing was said of money */
	const char *target_status, *target_agreed_by;
	int32_t target_agreed_on;
	bool has_plan;
	bool plan_few;               /* one to four were declared */
	int32_t plan_cases;          /* rounded */
	int32_t plan_from, plan_due;
	struct published_rows rows;
};

/* ---- its target ---- */

/* The path of the target, if it has one: else `ret` is left alone. */
bool published_target(const struct published *p, struct target *ret);
/* Where the average caseload of the last day stands to the path. False without a target, or where the caseload is not
 * shown. */
bool published_target_standing(const struct published *p, enum target_standing *ret);
/* Whether the target is one that workers have agreed: by collective agreement, or in their contracts. */
bool published_is_agreed_with_workers(const struct published *p);

/* ---- its figures ---- */

/* How many of the figures, and of the counts with parts as one each, the records say, and of how many. A figure that
 * they do not say is in no completeness: whoever lets fewer be worked out must not look more complete. */
size_t published_figures_said(const struct published_rows *rows, size_t *ret_of);
/* The least complete of what the known figures of a health check rest on, in whole per cent, rounded down; -1 where
 * none says, and of an employer of which no figure is told. Where one to four records are missing it is as if four
 * were, and one to four that are there are none: it stands beside counts, of which it would tell how few they are. What
 * a version told stands as that of figures does. */
int32_t published_completeness(const struct health *h, const struct published_earlier *earlier);
/* The row of a code if it is shown; NULL. */
const struct published_row *published_row_shown(const struct published_rows *rows, const char *code);
const struct published_row *published_row_of(const struct published_rows *rows, const char *code);
