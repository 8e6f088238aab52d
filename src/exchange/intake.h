/* intake.h: what every reader of a format hands over, whatever the format was.
 *
 * A reader turns one file into calls: teams, workers, reductions, lines, skills, hours, and cases with their dated facts, and names what
 * is wrong with a record in an issue. It keeps nothing but the record in hand, so memory stays flat for a file of any
 * size. What it leaves out (names, birth dates, ethnicity, UPN of a child) never passes this border.
 *
 * All texts given in a call live only until it returns.
 */
#pragma once

#include <stdio.h>

#include "base/err.h"
#include "core/fact.h"
#include "core/roster.h"

/* One thing wrong with one record. A record with an error is not handed over; one with a warning
 * is, but for what the warning names. */
struct import_issue {
	const char *file;      /* as the user gave it */
	const char *place;     /* "line 12", "record 3 (SYN011001)", "sheet List 6, row 4" */
	const char *field;     /* element or column, "" if the whole record */
	const char *code;      /* short and stable: bad-date, missing, too-long, unknown-code, ends-before-start, ... */
	const char *expected;  /* what was expected, as a clause: "a date as yyyy-mm-dd" */
	bool warning;          /* nothing is left out; for the reader to know */
};

/* A holding on a case refers to a worker by what its file knows of them. */
struct holding_told {
	struct worker_ref worker; /* key and name both "" : nobody, only the team */
	const char *team;         /* code or name, "" */
	struct days when;
	bool open_is_said;        /* see core/fact.h */
	enum holding_role role;
	int32_t share;            /* per mille; -1: not said */
	const char *reason;
	bool purge;
	int32_t told_in;          /* first day of the episode in whose record it stands; DAY_MIN: formats that have none */
};

/* Everything one record says of one case; several records may speak of the same case. */
struct case_told {
	const char *ref;
	const char *team;                                  /* whose work it is: code or name, "" */
	const struct fact *facts;       size_t facts_count;    /* all kinds but holdings */
	const struct holding_told *holdings; size_t holdings_count;
};

struct intake {
	void *context;
	/* Each returns 0 or a negative code, which ends the reading. */
	int (*team)(void *context, const struct team_told *t, struct err *err);
	int (*worker)(void *context, const struct worker_told *w, struct err *err);
	int (*reduction)(void *context, const struct reduction_told *r, struct err *err);
	int (*line)(void *context, const struct line_told *l, struct err *err);
	int (*skill)(void *context, const struct skill_told *s, struct err *err);
	int (*week)(void *context, const struct week_told *w, struct err *err);
	int (*case_told)(void *context, const struct case_told *c, struct err *err);
	/* False: too many issues, stop reading. */
	bool (*issue)(void *context, const struct import_issue *issue);
	/* Called now and then with the bytes read so far; may be NULL. */
	void (*progress)(void *context, uint64_t bytes);
};

enum source_format {
	FORMAT_UNKNOWN, FORMAT_CSC_API, FORMAT_CIN_XML, FORMAT_CSWW_XML, FORMAT_SSD_INVOLVEMENTS, FORMAT_SSD_PROFESSIONALS,
	FORMAT_SSD_DEPARTMENT, FORMAT_ANNEX_A, FORMAT_CSV_WORKERS, FORMAT_CSV_CASES, FORMAT_CSV_HOLDINGS, FORMAT_CSV_STAGES,
	FORMAT_CSV_FACTORS, FORMAT_CSV_TASKS, FORMAT_CSV_REDUCTIONS, FORMAT_CSV_LINES, FORMAT_CSV_TEAMS,
	FORMAT_CSV_SKILLS, FORMAT_CSV_HOURS, FORMATS
};

/* Caps for every reader: what is larger is refused, with the cap in the sentence. */
enum {
	INTAKE_TEXT = 200,            /* bytes of a name */
	INTAKE_CODE = 40,             /* bytes of a code or reason */
	INTAKE_REF = 40,              /* bytes of a case reference */
	INTAKE_DEPTH = 32,            /* nesting of XML and JSON */
	INTAKE_RECORD_FACTS = 5000,   /* facts of one record */
	INTAKE_ISSUES = 10000,        /* issues that are kept; more are counted */
	INTAKE_CLAUSE = 400,          /* bytes of what an issue expected */
	/* The largest number of its kind that a file may say. */
	INTAKE_FTE = 1500000,         /* millionths */
	INTAKE_MINUTES = 60000,       /* of a task, a contract, a reduction: 1,000 hours */
	INTAKE_CASES = 10000,         /* of one worker, as a return has it */
	INTAKE_LINE = 10000,          /* cases, or per mille of capacity */
	INTAKE_WEEK = 100 * 60,       /* working minutes of a week, breaks and all */
	INTAKE_WEEK_LEAST = 4 * 60    /* with fewer, an offer would practically wait for ever */
};

/* A file that is open. Whoever may open paths does that once; a reader is given the descriptor and never a path, so that it
 * can run in a process that may open nothing (exchange/relay.h). */
struct input {
	int fd;           /* of a plain file; readers do not move its position */
	const char *name; /* what issues call the file: the path as the user gave it */
};

/* Opens a plain file; the name is `path` and must outlive the input. PL_NOT_FOUND, or PL_INVALID for a folder or device. */
int input_open(const char *path, struct input *ret, struct err *err) PL_MUST_CHECK;
void input_close(struct input *in);

/* What the format is, by its first bytes (XML root and Collection, JSON shape, CSV header, ZIP with a workbook); never by
 * its name. PL_INVALID with what is accepted if it is none. */
int format_recognise(const struct input *in, enum source_format *ret, struct err *err) PL_MUST_CHECK;

const char *format_words(enum source_format format);

/* Reads a whole file of a format. A file that is malformed as a whole fails with PL_INVALID and the line and the reason;
 * single bad records are issues. */
int format_read(const struct input *in, enum source_format format, const struct intake *to, struct err *err) PL_MUST_CHECK;
