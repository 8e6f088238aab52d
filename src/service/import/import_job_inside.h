/* import_job_inside.h: what the files of import_job.h share. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "service/import/import_job.h"
#include "secure/token.h"
#include "service/ticker.h"

/* Read-only once it is there, and shared with pages that look at it. */
struct job_details {
	struct import_details d; /* first */
	struct arena *arena;
	atomic_int holders;
};

/* Under import_jobs.lock, but for what never changes: arena, texts, files' names and sizes. */
struct job {
	struct job *next;             /* asked for later */
	struct arena *arena;
	struct import_job_row row;
	const char *employer, *place;
	const char *proof;            /* the password of who asked, as it was kept then: another one ends the job */
	bool demo;
	struct input *inputs;         /* NULL: forgotten */
	struct import_job_file *files;
	size_t files_count;
	atomic_bool stop;
	int64_t bytes_done;
	bool can_repeat;
	struct job_details *details;  /* NULL until it has ended */
	int written;                  /* the state that its row has; -1: it has none */
};

/* A job that has ended and of which something is kept. */
struct job_kept {
	int32_t employer_id;
	int64_t id, ended;
	int64_t bytes;                /* of its files, if they are kept */
	bool may_go;
};

/* The place of the one that is to be forgotten next, -1 if none is: the first past its time; where too much is kept, of all or of `each`
 * employer, the first of the employer that has most. The first to end come first. */
ptrdiff_t job_to_forget(const struct job_kept *kept, size_t count, bool each, int64_t now);

struct import_jobs {
	struct import_jobs_options options;
	bool shared;                  /* on a server: other processes may have jobs of the same employers */
	char owner[TOKEN_SIZE];       /* what this process is called in its rows */
	struct ticker *ticker;
	struct ticker *beat;          /* says that it is at its jobs; NULL where nobody would ask */
	pthread_mutex_t lock;
	pthread_mutex_t writing;      /* rows, one thread at a time; taken before `lock` */
	struct job *first;            /* in the order they were asked for; on a server the one that this process is at */
	bool ending;
	bool settled;                 /* what an earlier server left under way */
};

bool job_is_over(const struct job *job);
int64_t jobs_now(const struct import_jobs *jobs);
struct job *jobs_find(const struct import_jobs *jobs, int32_t employer_id, int64_t id);

/* Does the job, which is the only one that does anything, and leaves its row as it ended. */
void job_run(struct import_jobs *jobs, struct job *job);

/* Who asked, as they are now. PL_DENIED, in a sentence, if they may not do it any more. */
int job_asker(struct store *s, struct arena *a, const struct job *job, struct viewer *ret, struct err *err) PL_MUST_CHECK;
int job_asker_may(struct store *s, const struct job *job, struct err *err) PL_MUST_CHECK;

struct job_details *details_new(void);
void details_drop(struct job_details *details);

/* Closes the files of a job. */
void job_forget_files(struct job *job);
void job_free(struct job *job);
/* Closes the files of an order. */
void job_order_close(const struct import_order *order);

/* Writes the rows that have changed; 0, or why that cannot be done now. */
int job_rows_write(struct import_jobs *jobs, struct err *err);
/* Writes one, with jobs->writing held; false: it cannot be written now. */
bool job_row_write(struct import_jobs *jobs, struct import_job_row *row);
/* Says of what a process left under way that is gone what became of it. */
int job_rows_settle(struct import_jobs *jobs, struct err *err);
/* Whether nobody is at what its row calls under way. */
bool job_row_is_left(const struct import_jobs *jobs, const struct import_job_row *row);
/* Says that this process is at its jobs, and cancels those that were cancelled by way of another; how many are under way. */
size_t job_rows_tend(struct import_jobs *jobs);
/* With jobs->lock held. */
int job_cancel(struct import_jobs *jobs, struct job *job, struct err *err);
/* Why one in that state cannot be cancelled. */
int job_too_late(enum import_job_state state, struct err *err);

/* ---- on a server, where the rows and what is kept beside them (import_job_shelf.h) are all that there is of a job that nobody is at ---- */

/* As import_job_order, import_job_find and import_job_cancel. */
int job_shared_order(struct import_jobs *jobs, const struct import_order *order, int64_t *ret_id, struct err *err) PL_MUST_CHECK;
int job_shared_find(struct import_jobs *jobs, struct arena *a, int32_t employer_id, int64_t id, struct import_job *ret, struct err *err)
	PL_MUST_CHECK;
int job_shared_cancel(struct import_jobs *jobs, int32_t employer_id, int64_t id, struct err *err);
/* Whether the files and the report of one are of no use any more, or gone. */
bool job_row_is_forgotten(const struct import_jobs *jobs, const struct import_job_row *row);
/* Cancels what waits of an account that may not do it any more. */
void job_shared_ask_again(struct import_jobs *jobs, int32_t employer_id, int64_t account_id);

/* Whether one may be begun. */
bool job_shared_waits(struct import_jobs *jobs);
/* The next one that nobody has begun, begun by this process; NULL: none. */
struct job *job_shared_begin(struct import_jobs *jobs);
/* Makes files of what it was sent. PL_NOT_FOUND if that is not kept any more. */
int job_shared_fetch(struct import_jobs *jobs, struct job *job, struct err *err) PL_MUST_CHECK;
/* Everything is read: it is decided about from now on. PL_FAIL if it is to stop, because somebody has cancelled it by way of any process, or
 * another does it by now. */
int job_shared_decide(struct import_jobs *jobs, struct job *job, struct err *err) PL_MUST_CHECK;
/* Writes down how those ended that have, gives back those that were interrupted, and lets go of them; 0, or why that cannot be done
 * now. */
int job_shared_end(struct import_jobs *jobs, struct err *err);
/* Gives one back, inside a write, that nobody is at any more: *ret is false if it cannot be begun again. */
int job_shared_give_back(struct store *s, const struct import_job_row *row, bool *ret, struct err *err) PL_MUST_CHECK;
void job_shared_forget(struct import_jobs *jobs);
