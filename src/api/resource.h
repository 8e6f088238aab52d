/* resource.h: the figures of a picture as JSON and CSV: one shape for the command line's --json and for every address
 * with .json or .csv added.
 *
 * Each function writes one whole document. Minutes are integers, shares are percent with one decimal, null where there
 * is no such figure. CSV has a header row, one row a thing, and no formulas (base/csv.h).
 *
 * Every row passes a sight (core/access.h), which is of the same picture: what the viewer may not see is null, or an
 * empty cell, and a case that is restricted says so in place of its reference. Whether the viewer may have the document
 * at all is decided before it is asked for.
 */
#pragma once

#include "base/buf.h"
#include "core/access.h"
#include "core/counts.h"
#include "core/fact.h"
#include "core/health_series.h"
#include "core/listing.h"
#include "service/ledger/audit.h"
#include "service/pictures/case_history.h"
#include "service/matters/declarations.h"
#include "service/matters/employer_settings.h"
#include "service/matters/matters.h"
#include "service/pictures/pictures.h"
#include "service/allocation/proposals_seen.h"
#include "service/telling/notices.h"

struct import_issue; /* exchange/intake.h */
struct patterns_shown; /* service/allocation/patterns.h */

enum resource_format { RESOURCE_JSON, RESOURCE_CSV };

/* Instead of a team: the posts whose team no record names. */
enum { RESOURCE_NO_TEAM = LIST_NO_TEAM };

/* Which posts: one team's, one person's, or all (-1 and -1). */
struct resource_scope {
	int32_t team, person;
};

/* Employer overview: its teams, what belongs to none first, with pooled loads, bands and what waits in them; in JSON
 * also the unallocated by reason, and the official counts. */
void resource_employer(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v);
/* Employers in the database. */
void resource_employers(struct buf *out, enum resource_format format, const struct employer *employers, size_t count);
/* Posts with load, capacity, band and binding line. Who may not be named stands as a number (core/listing.h). */
void resource_loads(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	struct resource_scope scope);
/* Every line that applies, by post, with what is used of it and who agreed it. */
void resource_lines(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	struct resource_scope scope);
/* What waits in a team (-1: in all, RESOURCE_NO_TEAM: in none), as core/listing.h lists it. */
void resource_unallocated(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	int32_t team);
/* The official counts of a team (-1: of all). */
void resource_counts(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	int32_t team);
/* Patterns of a period, of a team (TEAMS_ALL: of all, and by team), by contract; in JSON the cases behind them. What
 * must not be told is null, and `told` false. */
void resource_patterns(struct buf *out, enum resource_format format, const struct picture *p,
	const struct patterns_shown *shown, int32_t team);
struct finding; /* service/health/findings.h */
struct residue; /* service/health/residue.h */

/* A health check: all measures, each with its figure in its unit (minutes, percent with a decimal, full-time
 * equivalents), null where it is not known and then why (`known`); in JSON what is found in them, too. `p` is the
 * picture of its last day. */
void resource_health(struct buf *out, enum resource_format format, const struct picture *p, const struct health *h,
	const struct finding *findings, size_t findings_count);
/* One of its measures by month, with the limits of its control chart; of one that has no series there are no months. In
 * JSON the cases behind it, where it lists some. */
void resource_health_series(struct buf *out, enum resource_format format, const struct picture *p,
	const struct health *h, const struct health_series *series, const struct residue *residue);
/* What is wrong with the files of an import, one row an issue. */
void resource_import_issues(struct buf *out, enum resource_format format, const struct import_issue *issues,
	size_t count);
/* One case: its weight line by line, as each holder carries it, and in JSON what
 * `history` holds of it. */
void resource_case(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	int32_t case_index, const struct case_history *history);
/* Who holds what: a row a holding, by team (-1: of all) and worker. */
void resource_holdings(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	int32_t team);
/* One worker: posts, capacity line by line, holdings with weights. */
void resource_worker(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	int32_t person);
/* Entries of the ledger, newest first. */
void resource_ledger(struct buf *out, enum resource_format format, const struct picture *p, const struct audit *audit);
/* What is offered and not over, as the viewer sees it. */
void resource_proposals(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	const struct proposal_seen *seen, size_t count);
/* One, as JSON: its terms, what is agreed with it, its story, and while it is open what it would make of the load. */
void resource_proposal(struct buf *out, const struct picture *p, const struct sight *v,
	const struct proposal_seen *seen, const struct proposal_story *story);
/* Who could hold a case, side by side; all of them are to be seen by name. */
void resource_candidates(struct buf *out, enum resource_format format, const struct picture *p, const char *ref,
	const struct candidates_wanted *wanted, const struct candidate_list *list);
/* The proposals in which the viewer's side has the next step, then what is asked and has to do with them, with who has
 * to answer and by when: what the page of what waits has. */
void resource_waiting(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	const struct notices *all, const struct matter_seen *matters, size_t matters_count);
/* How the employer works, as JSON, and what is proposed (service/matters/employer_settings.h); `names`: who said it may
 * be told. */
struct settings_shown {
	const struct setting_row *rows; size_t rows_count;
	const struct matter_row *asked; size_t asked_count;
	bool names;
};
/* What the employer declares of itself, of any day; `names`: who said it may be told. */
void resource_declared(struct buf *out, enum resource_format format, const struct picture *p,
	const struct declaration *rows, size_t count, bool names);
void resource_settings(struct buf *out, const struct picture *p, const struct settings_shown *shown);
/* One, as JSON: open or not, with its story. */
void resource_matter(struct buf *out, const struct picture *p, const struct sight *v, const struct matter_seen *m);
/* Loads past a line without leave (matters_over_line), and exceptions in force where the worker may be named. */
void resource_exceptions(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	const struct matter_seen *passed, size_t count);
void resource_scheme(struct buf *out, enum resource_format format, const struct scheme *s);
