/* writer.h: the one hand that writes in a process that serves.
 *
 * A server's threads take turns: who takes the writer may read, decide and commit on its store, and gives it back at once.
 * Small writes that many ask for at once are run together: one thread runs them one after the other, makes them durable once, and
 * then all are answered (writer_run).
 *
 * The store shares the database with others (STORE_SHARE). With a file these are commands: an import in another process can go on
 * between two writes, and while it writes, a write here waits a moment and then fails with PL_LOCKED, which is for the user to repeat.
 * On a server other processes serve too, and only who writes for the same employer is waited for.
 */
#pragma once

#include "store/store.h"

struct writer;

/* Opens the database for writing; it must be there already. */
int writer_open(const char *path, struct writer **ret, struct err *err) PL_MUST_CHECK;
struct writer *writer_close(struct writer *w);

/* The store, which is the caller's alone until it is given back. Any thread. */
struct store *writer_take(struct writer *w);
/* The same for who would rather know than wait: NULL if it is another's for so long. */
struct store *writer_take_within(struct writer *w, int64_t most_ms);
void writer_give_back(struct writer *w);

/* Takes it, runs `write` between the beginning and the end of a write that needs no ledger entry, which is kept if that
 * returns 0, and gives it back. Any thread. */
int writer_write(struct writer *w, int (*write)(struct store *s, void *context, struct err *err), void *context,
	struct err *err) PL_MUST_CHECK;

/* Something that is read, decided and committed on the store; its code. What it finds out it leaves in `context`, which may be
 * believed once writer_run has returned. */
typedef int (*writer_work)(struct store *s, void *context, struct err *err);

/* Runs it when its turn comes, in the order of asking, and returns its code once what it wrote is durable: alone, or together with
 * what others asked for meanwhile. Each is a commit with its own entry; one that fails takes no other with it. If all of them
 * cannot be made durable, those that wrote are answered with that. The work may run on another thread. Any thread. */
int writer_run(struct writer *w, writer_work work, void *context, struct err *err) PL_MUST_CHECK;

/* The same for many of one caller's, one after the other and in groups with what others ask for: `contexts[i]` is answered with
 * `rcs[i]` and `errs[i]`. */
void writer_run_many(struct writer *w, writer_work work, void *const *contexts, size_t count, int *rcs, struct err *errs);

/* How many wait for theirs now. */
size_t writer_waiting(struct writer *w);

/* Between these two an import of this process writes for long, through a store of its own: who takes the writer meanwhile is
 * refused with PL_LOCKED as soon as they write, and holds up nobody by waiting. */
void writer_step_aside(struct writer *w);
void writer_step_back(struct writer *w);

/* How often it was taken, and how often and how long somebody had to wait for another thread; and for another process
 * (store_waits), as of the last time it was given back. Any thread. */
struct writer_counts {
	int64_t taken, waits, waited_us;
	int64_t runs, groups; /* writer_run: how often, and in how many groups of two or more they were made durable together */
	int64_t grouped;      /* runs in those groups */
	struct store_waits file;
};
struct writer_counts writer_counts(struct writer *w);
