/* inside.h: what the files of the store share and nobody else sees. */
#pragma once

#include <sys/types.h>

#include "store/database.h"
#include "store/store.h"

struct store {
	struct database *db;
	char *name;              /* the path as the user gave it */
	char *real;              /* the file it leads to, and which one that was when it was opened */
	dev_t device;
	ino_t inode;
	bool writes, shares;     /* shares: the lock is held only while something is written */
	int lock_fd;             /* of FILE.lock; -1 for a reader */
	bool locked;
	bool hasty;              /* waits for nobody who holds the lock */
	struct store_waits waits;
	int64_t commits;         /* made through this store */
	bool of_server;          /* not a file: what follows of files and locks is not so, and `real` is the address */
	bool fills, unfinished;  /* opened to be copied into; and, then, copied into in part (store/copying.h) */
	bool made_file, blank;   /* there was no file; there was nothing in it once the lock was held */
	bool tried;              /* to write */
	bool together, in_one;   /* between store_begin_together and its end; and within one of those writes */
	bool had_turn, missed_turn; /* in the open transaction; and whether the last write failed for one that was not waited for */
	scheme_finder find_scheme;
	struct sealed_kept *sealed; /* which tables are sealed, from one commit to the next; NULL before the first */
	struct commit *commit;   /* the one that is open, or NULL */
};

struct commit {
	struct store *store;
	int32_t employer_id;
	int64_t expected;        /* position of the employer when it was begun */
	int64_t made;            /* sequence that the ledger entry will have */
	int64_t undoes;          /* the entry that this one takes back; 0 if none */
	int32_t last_case_id;    /* highest used; -1 until asked for */
	bool failed;             /* something did not go in: all of it is dropped */
	struct commit_rows *rows;
};

/* PL_DAMAGED if another file has taken the place of the one that is open. */
int check_same_file(const struct store *s, struct err *err) PL_MUST_CHECK;

/* What a sentence that may reach whoever asks calls it. */
const char *store_called(const struct store *s);

/* The lock that writers hold: PL_LOCKED if another has it for too long. It is let go of only by a store that shares the
 * file. */
int lock_take(struct store *s, struct err *err) PL_MUST_CHECK;
void lock_let_go(struct store *s);

/* Begins a reading transaction unless one is open; *ret_began says whether there is one to end. */
int reading_begin(struct store *s, bool *ret_began, struct err *err) PL_MUST_CHECK;
void reading_end(struct store *s, bool began);

/* Begins the one transaction that may write, with the lock held; rolls back and lets go. Of a server many write at a time, one
 * for an employer: `employer_id` is whose turn is waited for, OF_NONE for what belongs to no employer. */
enum { OF_NONE = 0, OF_EACH = -1 /* each of several that are written together waits for its own */ };
int writing_begin(struct store *s, int32_t employer_id, struct err *err) PL_MUST_CHECK;
int writing_commit(struct store *s, struct err *err) PL_MUST_CHECK;
void writing_end(struct store *s);
/* One statement that is all of what was begun: commits it and ends. How many rows it changed, or a negative code;
 * nothing is left of it then. */
int64_t writing_run(struct store *s, struct statement *q, struct err *err) PL_MUST_CHECK;

/* Refuses, before anything is locked or made beside it, a file that is not ours. A blank one passes where one is to be
 * made, or where a log may have what is not in it yet. */
int owner_check(struct store *s, bool may_be_empty, struct err *err) PL_MUST_CHECK;

/* Whether the database is marked as one that is being copied into, as of now. */
int marked_unfinished(struct store *s, bool *ret, struct err *err) PL_MUST_CHECK;

/* Brings the database to the newest schema, each step in one transaction (a fresh one: all of them). PL_INVALID if it
 * was made by a newer program; also if it is older and `s` only reads. */
int schema_check(struct store *s, bool may_be_empty, struct err *err) PL_MUST_CHECK;

/* Watches, from begin to end, every row that the commit makes, ends or erases (store/sealed_rows.h). */
struct row_line;
int commit_rows_begin(struct commit *c, struct err *err) PL_MUST_CHECK;
void commit_rows_end(struct commit *c);
struct sealed_kept *sealed_kept_free(struct sealed_kept *kept);
/* Adds all that has ever happened to the employer's rows, for the first entry that seals them. */
int commit_rows_add_all(struct commit *c, struct err *err) PL_MUST_CHECK;
/* Why the commit has failed, if it was because of a row. */
int commit_rows_failed(const struct commit *c, struct err *err);
/* A line for each table that something happened to, in the order of their names. */
void commit_rows_lines(struct commit *c, struct arena *a, struct row_line **ret, size_t *ret_count);

/* Marks the commit as failed if `rc` is an error; returns `rc`. */
int commit_note(struct commit *c, int rc);

/* Every row that a statement answers, in an array in the arena: `take` fills one, which is zeroed. */
typedef void (*row_taker)(struct arena *a, struct statement *q, void *row);
int rows_read(struct statement *q, struct arena *a, row_taker take, size_t row_size, void **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
#define READ_ROWS(q, a, take, ret, ret_count, err) \
	rows_read((q), (a), (take), sizeof **(ret), (void **)(ret), (ret_count), (err))

/* The number that a statement answers; 0 without a row. */
int number_read(struct statement *q, int64_t *ret, struct err *err) PL_MUST_CHECK;

/* The entry that takes one back, or 0. An entry is undone if an entry that itself stands takes it back: every second of
 * those that follow one another. */
int entry_undone_by(struct store *s, int32_t employer_id, int64_t sequence, int64_t *ret, struct err *err)
	PL_MUST_CHECK;

/* Runs a statement that adds one row. */
int commit_add(struct commit *c, struct statement *q, struct err *err) PL_MUST_CHECK;
/* The same where there are many of them: of a server's, that it is there already may be told by a later statement
 * (statement_later). */
int commit_add_later(struct commit *c, struct statement *q, struct err *err) PL_MUST_CHECK;

/* Runs a statement that ends exactly one row; PL_CONFLICT with `what` if there is none. */
int commit_unmake(struct commit *c, struct statement *q, const char *what, struct err *err) PL_MUST_CHECK;

/* What store_roster gives, for a reader that has its transaction already; `r` is blank before. */
int read_roster(struct store *s, struct arena *a, int32_t employer_id, struct roster *r, struct err *err) PL_MUST_CHECK;

/* Every row that a statement with the columns of the list answers, added to `r`. */
int read_team_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err) PL_MUST_CHECK;
int read_person_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err) PL_MUST_CHECK;
int read_post_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err) PL_MUST_CHECK;
int read_reduction_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err) PL_MUST_CHECK;
int read_line_rows(struct statement *q, struct arena *a, struct roster *r, struct err *err) PL_MUST_CHECK;

/* The roster as a builder wants it: teams and persons; a post; what is in force on the day of reductions and lines. */
void add_roster_people(struct snapshot_builder *b, const struct roster *r);
void add_roster_post(struct snapshot_builder *b, const struct roster_post *p, int32_t owed_minutes);
void add_roster_reductions(struct snapshot_builder *b, const struct roster *r, int32_t day);
void add_roster_lines(struct snapshot_builder *b, const struct roster *r, int32_t day);

/* The services, each with its scheme on the day. Cases that were closed by *ret_taper_from are over. */
int read_services(struct store *s, struct snapshot_builder *b, int32_t employer_id, int32_t day,
	int32_t *ret_taper_from, struct err *err) PL_MUST_CHECK;

/* What is known of a case now, as it is found, the FACT_CASE first. */
struct known_case {
	int32_t case_id;         /* 0: there is none of that reference */
	struct case_facts facts; /* of its reference, which is given */
};
int read_case_facts(struct store *s, struct arena *a, int32_t employer_id, struct known_case *cases, size_t count, struct err *err)
	PL_MUST_CHECK;

/* The rows of snapshot.sql, the columns after the case and its days; of a holding *ret_post_id is 0 where no person
 * holds. */
void add_stage_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when);
void add_factor_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when);
void add_task_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when);
void add_surge_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when);
void add_view_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when);
void add_review_row(struct snapshot_builder *b, struct statement *q, int32_t case_id, struct days when);
/* The day by which a row has begun that such a statement is to tell of, for the picture of a day. */
int32_t recent_until(enum sql_id id, int32_t day);
enum holding_standing add_holding_row(struct snapshot_builder *b, struct statement *q, int32_t case_id,
	struct days when, int32_t *ret_post_id);
/* What is known of a case itself, beside its episode; the texts until the next row. */
struct case_columns {
	struct case_row row;
	const char *service, *household;
	int32_t team_id;
};
struct case_columns take_case_columns(struct statement *q, int32_t case_id);
/* Of the episode of a row, up to a day: whether a stage of it began (`anything_begun`), and when a person's holding
 * last ended (`last_held_until`, which stays as it is where none did). */
int read_begun(struct store *s, int32_t employer_id, struct case_row *row, int32_t day, struct err *err) PL_MUST_CHECK;
int read_last_held(struct store *s, int32_t employer_id, struct case_row *row, int32_t day, struct err *err)
	PL_MUST_CHECK;
/* They will be read, with the same row and day (statement_ahead). */
void ask_begun_ahead(struct store *s, int32_t employer_id, const struct case_row *row, int32_t day);
void ask_last_held_ahead(struct store *s, int32_t employer_id, const struct case_row *row, int32_t day);

/* The row that a statement on ratings answers, as it was known on a day. */
void add_rating_row(struct snapshot_builder *b, struct statement *q, int32_t day);

/* Whether the employer `e` (its id) works by principles, and negotiates allocations, on a day. */
int read_settings(struct store *s, int32_t day, struct employer *e, struct err *err) PL_MUST_CHECK;

/* Of all posts, for a builder: exceptions in force on some of the days, ratings on a day; and by id of the post the
 * minutes that are owed on a day. */
int read_exceptions(struct store *s, struct snapshot_builder *b, int32_t employer_id, struct days when, struct err *err)
	PL_MUST_CHECK;
int read_ratings(struct store *s, struct snapshot_builder *b, int32_t employer_id, int32_t day, struct err *err)
	PL_MUST_CHECK;
int read_owed(struct store *s, int32_t employer_id, int32_t day, int32_t *owed_of_post, int32_t last_post_id,
	struct err *err) PL_MUST_CHECK;

/* The scheme of a service on a day, SCHEME_NONE where none has been chosen. PL_FAIL if it is not known to the
 * program. */
int read_scheme(struct store *s, int32_t employer_id, const char *service, int32_t day, const struct scheme **ret,
	struct err *err) PL_MUST_CHECK;

/* Codes of roles as the tables have them. */
const char *post_role_code(enum post_role role);
enum post_role post_role_from(const char *code);
const char *holding_role_code(enum holding_role role);
enum holding_role holding_role_from(const char *code);
const char *holding_standing_code(enum holding_standing standing);
int holding_standing_from(const char *code); /* -1 for "": not said */
