/* import_jobs.h: the rows of imports that a server does, one after the other, and the entries that imports made.
 *
 * A job row is of the moment: changed in place, without a ledger entry, and cleared away. It outlives the server, so that there
 * is an answer to what became of an import.
 */
#pragma once

#include "store/store.h"

enum import_job_kind { JOB_TRY, JOB_IMPORT, JOB_UNDO };

enum import_job_state {
	JOB_WAITING, JOB_READING, JOB_DECIDING, /* under way */
	JOB_DONE,        /* tried, taken in or taken back */
	JOB_REFUSED,     /* the files have errors, and they were not accepted */
	JOB_FAILED,      /* something as a whole was wrong */
	JOB_CANCELLED,   /* by a person */
	JOB_INTERRUPTED  /* the server ended before it was done */
};

/* What is kept beside the row (store/import_pieces.h), on a server. */
enum import_job_kept { KEPT_NOTHING, KEPT_REPORT, KEPT_FILES /* and the report */ };

struct import_job_row {
	int32_t employer_id;
	int64_t id;             /* 1, 2, 3... of the employer */
	int64_t account_id;     /* who asked */
	const char *login;
	const char *once;       /* key of the form */
	enum import_job_kind kind;
	bool accept_good;
	int64_t entry;          /* that an undo takes back; 0 */
	int64_t files, bytes;
	enum import_job_state state;
	int64_t begun, ended;   /* instants; 0: not yet */
	int64_t errors, warnings;
	int64_t position;       /* of the ledger entry that it made; 0: none */
	const char *owner;      /* the process that does it, by a random name of its own; "": nobody yet */
	int64_t tended;         /* the instant at which its owner last said that it is at it; without an owner, from which it may be begun */
	bool stop;              /* somebody has cancelled it; written by store_import_job_stop alone */
	int64_t bytes_read;     /* of its files, by then */
	int64_t begun_times;    /* how often a process has begun it; written by store_import_job_claim and _release alone */
	enum import_job_kept kept;
};

/* Writes it, or what has changed of the one with that id: PL_CONFLICT if that is another owner's by now. Between store_begin_writing
 * and store_end_writing. */
int store_import_job_put(struct store *s, const struct import_job_row *row, struct err *err) PL_MUST_CHECK;
/* The owner of the row is at it at `tended`: whether it is to stop, because somebody has cancelled it or it is another's by now.
 * Between the same. */
int store_import_job_tend(struct store *s, const struct import_job_row *row, bool *ret_stop, struct err *err) PL_MUST_CHECK;
/* Asks its owner to stop it; *ret_asked is false if it is too late for that, or there is no such job. Between the same. */
int store_import_job_stop(struct store *s, int32_t employer_id, int64_t id, bool *ret_asked, struct err *err) PL_MUST_CHECK;
/* Ends one as cancelled that nobody has begun; *ret_done is false if there is no such job. Between the same. */
int store_import_job_cancel(struct store *s, int32_t employer_id, int64_t id, int64_t instant, bool *ret_done, struct err *err)
	PL_MUST_CHECK;
/* Of every employer, those that may be begun, in their order. */
int store_import_jobs_next(struct store *s, struct arena *a, struct import_job_row **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
/* Begins it in the state, for the owner and at the instant (`tended`) that the row has; *ret_claimed is false if somebody else has begun
 * it. Between the same. */
int store_import_job_claim(struct store *s, const struct import_job_row *row, bool *ret_claimed, struct err *err) PL_MUST_CHECK;
/* It is decided about from now on (`tended`), unless it is to stop, or another's: then *ret is false. Between the same. */
int store_import_job_decide(struct store *s, const struct import_job_row *row, bool *ret, struct err *err) PL_MUST_CHECK;
/* The row's entry is in the ledger: what another process ended in another way is done. Between the same; *ret is false if none has. */
int store_import_job_was_done(struct store *s, const struct import_job_row *row, bool *ret, struct err *err) PL_MUST_CHECK;
/* It waits again, for whoever comes first from the instant `tended` on (0: now), begun as often as the row says, unless it is another
 * owner's. Between the same. */
int store_import_job_release(struct store *s, const struct import_job_row *row, struct err *err) PL_MUST_CHECK;
/* Of every employer, those that have ended and of which something is kept, the first to end first. */
int store_import_jobs_kept(struct store *s, struct arena *a, struct import_job_row **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
/* Says what is kept of it. Between the same. */
int store_import_job_keep(struct store *s, int32_t employer_id, int64_t id, enum import_job_kept kept, struct err *err) PL_MUST_CHECK;
/* It was never asked for. Between the same. */
int store_import_job_drop(struct store *s, int32_t employer_id, int64_t id, struct err *err) PL_MUST_CHECK;
/* PL_NOT_FOUND if the employer has no such job; in the second, *ret is 0 then. */
int store_import_job(struct store *s, struct arena *a, int32_t employer_id, int64_t id, struct import_job_row *ret,
	struct err *err) PL_MUST_CHECK;
int store_import_job_by_once(struct store *s, int32_t employer_id, int64_t account_id, const char *once, int64_t *ret,
	struct err *err) PL_MUST_CHECK;
/* The newest first. */
int store_import_jobs(struct store *s, struct arena *a, int32_t employer_id, int64_t most, struct import_job_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
int store_import_job_last_id(struct store *s, int32_t employer_id, int64_t *ret, struct err *err) PL_MUST_CHECK;
/* Of every employer, those that wait or are under way by what is written, in the order in which they were asked for. */
int store_import_jobs_unfinished(struct store *s, struct arena *a, struct import_job_row **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
/* The entry that was made for a job, found by the key of its form; 0: none was. */
int store_import_job_made(struct store *s, const struct import_job_row *row, int64_t *ret, struct err *err) PL_MUST_CHECK;
/* Forgets what ended before an instant, whoever's. Between store_begin_writing and store_end_writing. */
int store_import_jobs_tidy(struct store *s, int64_t before, struct err *err) PL_MUST_CHECK;

/* An import in the ledger. */
struct import_entry {
	int64_t sequence, instant;
	const char *actor;
	int64_t rows_made, rows_ended; /* what it put in; what it put an end to */
	bool rows_known;               /* false: it is from before rows were counted */
};

/* The newest first. */
int store_import_entries(struct store *s, struct arena *a, int32_t employer_id, int64_t most, struct import_entry **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* That of one entry; PL_NOT_FOUND if it is no import of the employer. */
int store_import_entry(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, struct import_entry *ret,
	struct err *err) PL_MUST_CHECK;

/* What an entry did to one table. */
struct entry_rows {
	const char *table;
	int64_t made, ended;
};

int store_entry_rows(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, struct entry_rows **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The entry that stands for one in the end: itself, or the last of the undos of it and of each other. *ret_stands says whether
 * what it did holds. */
int store_last_undo(struct store *s, int32_t employer_id, int64_t sequence, int64_t *ret_last, bool *ret_stands,
	struct err *err) PL_MUST_CHECK;
