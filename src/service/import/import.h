/* import.h: from files to a commit: the use case behind `plimsoll import`.
 *
 * Files given together are read in a fixed order (service/import/import_files.h), their workers joined (core/roster.h), the facts
 * of each case laid together (core/fact.h), held against what is known, and what changes goes in as one commit with one
 * ledger entry, which can be taken back (service/import/import_undo.h). The same files again change nothing and make no entry.
 * Reading and deciding lock nothing; the database is locked while the changes are written.
 *
 * A file that is malformed as a whole fails the import. A bad record, an uncertain worker or a holding that cannot be is an
 * issue: it is left out, and the rest goes in only if the user accepts that. What nobody has to decide (two files disagree
 * and one of them stands, a holding that ended before the files' cases begin) is a warning.
 *
 * A service that a file names is made known to the employer without a scheme: its cases are counted and not weighed, with a
 * warning, until one is chosen for it (service/pictures/scheme_use.h).
 *
 * Where allocations are negotiated, a holding that the files tell anew is put to the lines (core/import_gains.h), and a line is
 * not changed by a file in the past, nor so that more may be asked of anybody. Nor does a file bring forward the day until which
 * somebody is protected as newly qualified.
 *
 * A holding whose start a format does not know (Annex A takes the start of the episode) gives way to one of the same post
 * that is told or known with its own start. A post holds a case once at a time: a holding told anew with another start
 * takes the place of the one that was known.
 */
#pragma once

#include "core/fact.h"
#include "service/import/gather.h"
#include "service/import/import_files.h"
#include "store/accounts.h"

struct import_request {
	const char *database;            /* path; made by the first import */
	int answer_ms;                   /* how long a server may take for an answer (store_stay); 0: as long as it likes */
	const char *employer;            /* code; made by the first import */
	const char *name;                /* of an employer that is made; NULL: its code */
	bool demo;                       /* an invented employer: marked as such for ever */
	const char *const *paths;        size_t paths_count;
	const struct input *inputs;      size_t inputs_count; /* instead of paths: files that are open, and stay the caller's */
	const struct parser_host *parsers; /* who reads the files; NULL: this process */
	bool dry_run;                    /* everything but the commit; makes nothing */
	bool accept_good;                /* commit what is good although there are issues */
	const char *actor;               /* for the ledger */
	int64_t instant;                 /* now, seconds UTC */
	const struct form_sent *form;    /* the form that asked for it; NULL: none did */
	/* Called on the importing thread; each may be NULL: now and then while files are read; at each record, where true ends the
	 * import with PL_FAIL; once all is read and before it is decided, where a negative code ends it; before it writes, and again
	 * with false if it could not, because somebody else has committed, and is decided anew. */
	void (*progress)(void *context, const char *path, uint64_t bytes_done, uint64_t bytes_total);
	bool (*stop)(void *context);
	int (*all_read)(void *context, struct err *err);
	void (*writing)(void *context, bool begins);
	/* Asked inside the commit, before anything is written; a negative code ends it. */
	int (*may_commit)(void *context, struct store *s, struct err *err);
	/* Whether whoever asked may open a restricted case; NULL: all are told of. Of one that they may not open the report says
	 * nothing but how many rows the files have of it. `hidden` is called with the references of those once it is decided, and
	 * before anything is written or told; a negative code ends the import. */
	bool (*may_open)(void *context, const struct case_facts *known);
	int (*hidden)(void *context, const char *const *refs, size_t count, struct err *err);
	void *context;                   /* of these */
};

enum { IMPORT_HIDDEN = 1000 };

struct import_count {
	int64_t added, replaced, withdrawn;
};

struct import_report {
	struct import_files files;
	struct import_count facts[FACT_KINDS];
	struct import_count teams, persons, posts, reductions, lines, skills, weeks; /* never withdrawn */
	int64_t hidden_rows;             /* of restricted cases that whoever asked may not open: in none of the counts above */
	const char **hidden_refs; size_t hidden_count, hidden_room; /* of these cases, IMPORT_HIDDEN at most */
	int64_t services_added;          /* named by the files, and the employer did not have them */
	int64_t cases;                   /* that the files speak of */
	int64_t cases_changed;
	int64_t holdings_on_paper;       /* past a line, where allocations are negotiated: in sight, and nobody's load */
	int64_t holdings_without_talk;   /* below it: they stand, and nobody has talked about them */
	int64_t holdings_left_out;       /* by somebody who could not be told, or refused by the guard */
	const struct import_issue *issues; size_t issues_count; /* kept: at most INTAKE_ISSUES */
	int64_t errors, warnings;        /* all of them, kept or not */
	int64_t position;                /* of the ledger entry; 0: nothing was committed */
	bool created_employer;           /* or would create it, in a dry run */
	bool nothing_new;                /* of a dry run also false if it cannot be told, because of rows that are hidden */
	bool nothing_good;               /* every record of the files has an error */
	bool refused;                    /* there are errors and they were not accepted: nothing was committed */
};

/* Imports. All of the report is in the arena. Fails, and changes nothing, if a path, file or the database is wrong; issues
 * are no failure: see `refused`. */
int import_run(struct arena *a, const struct import_request *r, struct import_report *ret, struct err *err) PL_MUST_CHECK;

/* The same with told facts that did not come from files: `feed` gives them to the intake it is called with. */
int import_run_fed(struct arena *a, const struct import_request *r,
	int (*feed)(void *context, const struct intake *to, struct err *err), void *context, struct import_report *ret,
	struct err *err) PL_MUST_CHECK;
