/* import_job_inside.h: what the files of import_job.h share. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "service/import/import_job.h"
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

struct import_jobs {
	struct import_jobs_options options;
	struct ticker *ticker;
	pthread_mutex_t lock;
	pthread_mutex_t writing;      /* rows, one thread at a time; taken before `lock` */
	struct job *first;            /* in the order they were asked for */
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

/* Writes the rows that have changed; 0, or why that cannot be done now. */
int job_rows_write(struct import_jobs *jobs, struct err *err);
/* Writes one, with jobs->writing held; false: it cannot be written now. */
bool job_row_write(struct import_jobs *jobs, struct import_job_row *row);
/* Says of what an earlier server left under way what became of it. */
int job_rows_settle(struct import_jobs *jobs, struct err *err);
