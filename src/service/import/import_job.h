/* import_job.h: imports and undos that pages ask for, done by a thread of the server, one at a time.
 *
 * A *job* waits its turn, has its files read (by parsers, import.h), is decided and, unless it is a dry run, committed; nobody
 * waits for it. It can be cancelled while it waits or reads. Its files and its report stay for an hour after it has ended, and of
 * the newest jobs only, so that what was tried can be taken in without being sent again; then they are forgotten. Where there are
 * too many, the employer that has most loses its oldest: none pushes out what another has kept. Its row stays
 * (store/import_jobs.h), also over a restart, but without names of files and without issues.
 *
 * A job is done in the name of who asked for it, if they still may: an account that is disabled meanwhile, has another password or
 * has lost the role changes nothing any more.
 *
 * On a server (docs/server.md) files and reports lie in the database (import_job_shelf.h), so that a job is done by whichever process is idle,
 * one at a time of each employer, and shown and cancelled by any. A row says every two seconds that somebody is at the job; when nobody
 * has said so for a minute it waits again and is begun by another, three times at the most, unless its form's key is in the ledger. A
 * process that is told to end gives back what it reads. After a crash of the server files and reports are gone: what waited is
 * interrupted then.
 *
 * A form sent twice asks once: its key is the job's, and stands in the ledger's transaction too. Any thread may call.
 */
#pragma once

#include "service/import/import.h"
#include "service/pictures/pictures.h"
#include "service/writer.h"
#include "store/import_jobs.h"

enum {
	JOB_FILES = 20,                       /* most of one import */
	JOBS_WAITING = 8,                     /* most that may wait; on a server, of one employer */
	JOBS_WAITING_ON_SERVER = 64,          /* most that may wait there */
	JOBS_KEPT = 16,                       /* most ended ones with report and files, of all employers; on a server, of each */
	JOB_KEPT_SECONDS = 60 * 60,
	JOB_ROWS_KEPT_SECONDS = 90 * 24 * 60 * 60,
};
#define JOBS_KEPT_BYTES (1024LL * 1024 * 1024) /* most that the files of ended jobs may take */

struct import_jobs;

struct import_jobs_options {
	const char *database;                /* path */
	int answer_ms;                       /* store_stay of what a job opens for itself */
	struct pictures *pictures;           /* whose store rows are read with */
	struct writer *writer;
	const struct parser_host *parsers;   /* NULL: files are read in this process, for tests */
	int64_t (*now)(void);                /* NULL: the clock's */
	/* Called on the jobs' own thread as one enters a state; for tests, NULL else. */
	void (*entered)(void *context, enum import_job_state state);
	void *context;
};

/* All that the options point at must outlive it. Rows that an earlier server left under way are settled. */
struct import_jobs *import_jobs_new(const struct import_jobs_options *options);
/* Waits for what is being committed; all else ends as interrupted. Takes NULL. */
struct import_jobs *import_jobs_free(struct import_jobs *jobs);

struct import_order {
	int32_t employer_id;
	const char *employer;        /* code */
	bool demo;                   /* an invented employer takes nothing in: only JOB_TRY */
	const char *login;
	int64_t account_id;
	const char *once;            /* key of the form */
	const char *place;           /* the address of a job is this and its number */
	enum import_job_kind kind;
	bool accept_good;
	const struct input *files; size_t files_count; /* open; the jobs' from now on if this succeeds */
	int64_t again;               /* instead of files: those of this job, which has them no more then; 0 */
	int64_t entry;               /* of an undo */
};

/* One waits that another process was asked for, on a server: it is begun if nobody else does. Any thread; takes NULL. */
void import_jobs_wake(struct import_jobs *jobs);

/* *ret_id is the number of the job, also of one that the same form has asked for before. PL_LOCKED if too many wait, PL_LIMIT
 * if there are too many files, PL_NOT_FOUND if the files of `again` are forgotten, PL_INVALID if there is nothing to do. */
int import_job_order(struct import_jobs *jobs, const struct import_order *order, int64_t *ret_id, struct err *err) PL_MUST_CHECK;

/* How a job ended. */
struct import_details {
	struct import_report report; /* of a job that read its files to the end; else all zero */
	const char *sentence;        /* why it failed; "" */
	int64_t rows;                /* that an undo changed */
};

struct import_job_file {
	const char *name;
	int64_t bytes;
};

struct import_job {
	struct import_job_row row;
	int ahead;                   /* jobs before it, while it waits */
	int64_t bytes_done;
	bool stopping;               /* it is cancelled, and has not noticed yet */
	const struct import_job_file *files; size_t files_count; /* none once they are forgotten */
	bool can_repeat;             /* they may be taken in: import_order.again */
	int64_t kept_until;          /* instant; 0 while it has not ended, or nothing is kept */
	const struct import_details *details; /* NULL while it has not ended, or forgotten */
};

/* PL_NOT_FOUND if the employer has no such job. What is not in the arena is held until import_job_drop. */
int import_job_find(struct import_jobs *jobs, struct arena *a, int32_t employer_id, int64_t id, struct import_job *ret,
	struct err *err) PL_MUST_CHECK;
void import_job_drop(struct import_job *job);

/* The rows of the newest `most`, the newest first, as they are now. */
int import_jobs_list(struct import_jobs *jobs, struct arena *a, int32_t employer_id, size_t most, struct import_job_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* PL_NOT_FOUND if the employer has no such job, PL_CONFLICT if it is too late. One that reads ends at its next record. */
int import_job_cancel(struct import_jobs *jobs, int32_t employer_id, int64_t id, struct err *err) PL_MUST_CHECK;

/* Cancels those of an account that may not do them any more: to be called when an account has changed. What another process changes
 * is noticed when the job begins, and again inside its commit. */
void import_jobs_ask_again(struct import_jobs *jobs, int32_t employer_id, int64_t account_id);

/* What an import in the ledger did, and which entry takes it back, or brings it back. */
struct import_past {
	struct import_entry entry;
	bool stands;
	int64_t last;                /* the entry that an undo has to name */
};

/* The newest `most`, the newest first. */
int imports_past(struct import_jobs *jobs, struct arena *a, int32_t employer_id, size_t most, struct import_past **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* One of them, with what it did to each table. PL_NOT_FOUND if it is no import of the employer. */
int import_past_one(struct import_jobs *jobs, struct arena *a, int32_t employer_id, int64_t sequence, struct import_past *ret,
	struct entry_rows **ret_rows, size_t *ret_count, struct err *err) PL_MUST_CHECK;
