/* store.h: where facts live: one database, many employers, one writer at a time: of a file, or of each employer on a
 * server.
 *
 * Reading gives immutable pictures (core/snapshot.h). Writing is a commit: begin at the ledger position the decision
 * was made at, apply changes, end with the ledger entry; it is one transaction and all or nothing. Rows are never
 * overwritten: a row that no longer holds is marked with the entry that ended it (`unmade`), and the new one with the
 * entry that made it (`made`).
 *
 * Of a file, who writes holds an exclusive lock on FILE.lock, so that two writers never meet (SQLite 3.40 has a bug
 * there): a command for as long as its store is open, whoever shares the file (a server, an import) from the beginning
 * of each write to its end. Who finds it taken waits a little; PL_LOCKED says that it took too long. A store for
 * reading may be open in any number of processes.
 *
 * On a server any number of stores may be open for writing. Who writes for an employer waits for its turn from the
 * beginning of the transaction to its end, and PL_LOCKED says likewise that it took too long, or that the server is
 * away.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "core/fact.h"
#include "core/roster.h"
#include "core/snapshot.h"

struct store;

enum store_mode {
	STORE_READ,   /* PL_NOT_FOUND if there is no such file */
	STORE_WRITE,  /* likewise; migrates an older database first */
	STORE_CREATE, /* makes the file if there is none */
	STORE_SHARE,  /* as STORE_WRITE, for who stays long: the lock is held only while something is written */
	STORE_FILL    /* as STORE_CREATE, to copy another into it (store/copying.h); alone takes one that is not whole yet */
};

/* Whether anything is at `path` but an empty file, which is what making a database leaves that was killed at once; or
 * whether a server has tables of ours at that address. */
bool store_is_begun(const char *path);

/* Whether what was given for a database is the address of a server's (postgresql://...), not the path of a file. */
bool store_is_of_server(const char *path);
/* Whether it is one, or was meant as one (`host=... dbname=...`): a password may be in it, and no file is called so. */
bool store_is_meant_as_address(const char *path);
/* What it is called where others may read it: the path, or the address without its password. In the arena. */
const char *store_name(struct arena *a, const char *path);
/* The files that an address names, or the environment where it names none (PGPASSFILE and its like), and that are read
 * by whoever opens it: passwords, certificates, keys. How many; in the arena. A path of a file names none. */
size_t store_address_files(struct arena *a, const char *path, const char *const **ret);

/* Opens a database file, or what a server has at an address. PL_INVALID if it was made by a newer Plimsoll or another
 * program, PL_DAMAGED if it is no database. */
int store_open(const char *path, enum store_mode mode, struct store **ret, struct err *err) PL_MUST_CHECK;
struct store *store_close(struct store *s);
/* From now on it is as if it had been opened with STORE_SHARE. */
void store_share(struct store *s);
/* For who stays long and has somebody waiting. A server's answer that takes longer than so many milliseconds counts as
 * lost, and its turn to write is waited for a moment only; 0: it is waited for as long as it takes, and `say` is told
 * once that somebody waits. `say` (NULL: nobody) is told once that the server cannot be reached, and once that it can be
 * again. A file is always there. */
void store_stay(struct store *s, int answer_ms, void (*say)(const char *line));

/* How the store, which knows of schemes only their id and version, gets at their numbers: NULL if there is no such
 * scheme.
 * What it gives must outlive every snapshot. Needed before the first store_snapshot; scheme_by_id of
 * exchange/scheme_library.h is one. */
typedef const struct scheme *(*scheme_finder)(const char *id, int32_t version);
void store_use_schemes(struct store *s, scheme_finder find);

/* Changes on every commit by anyone. PL_DAMAGED if another file has taken the
 * place of the one that is open: a backup that was put back, for instance. */
int store_version(struct store *s, int64_t *ret, struct err *err) PL_MUST_CHECK;

/* Where an employer stands: what is in memory is as the database has it for as long as this is the same. Asked at every
 * request, in one question, which on a server is one round trip. */
struct employer_standing {
	int32_t employer_id;  /* 0: there is no such employer */
	int64_t position;     /* of its ledger */
	int64_t schemes;      /* another number once the database keeps a scheme more */
};
/* PL_DAMAGED as above. */
int store_standing(struct store *s, const char *employer, struct employer_standing *ret, struct err *err) PL_MUST_CHECK;

/* Whether it asks a server, where others write at any moment and a question is a journey. */
bool store_asks_server(const struct store *s);

/* Whether what keeps employers apart holds for the role that asks a server: neither for a superuser nor with BYPASSRLS. PL_INVALID. */
int store_keeps_apart(struct store *s, struct err *err) PL_MUST_CHECK;

/* Whether its tables are still those of this program: another may have brought them up to date meanwhile.
 * PL_INVALID. */
int store_is_current(struct store *s, struct err *err) PL_MUST_CHECK;

/* ---- employers ---- */

int store_employer(struct store *s, struct arena *a, const char *code, struct employer *ret, struct err *err)
	PL_MUST_CHECK;
int store_employer_by_id(struct store *s, struct arena *a, int32_t employer_id, struct employer *ret, struct err *err)
	PL_MUST_CHECK;
int store_employers(struct store *s, struct arena *a, struct employer **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;

/* The services of an employer, each with its scheme on a day (SCHEME_NONE where it has none), in their order. */
int store_services(struct store *s, struct arena *a, int32_t employer_id, int32_t day, struct service_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* ---- reading ---- */

/* Between these two everything that is read is of one moment, and many small reads cost a tenth. An open commit is such
 * a stretch by itself; commit_begin ends one. Keep it short: the log cannot be folded into the file meanwhile. */
int store_begin_reading(struct store *s, struct err *err) PL_MUST_CHECK;
void store_end_reading(struct store *s);

/* The picture of an employer on a day; the caller holds the one share. Teams and persons are all that are known, posts
 * those in force on the day (and those that core/snapshot.h keeps because they hold a case on it). PL_NOT_FOUND if
 * there is no such employer. */
int store_snapshot(struct store *s, const char *employer, int32_t day, const struct snapshot **ret, struct err *err)
	PL_MUST_CHECK;

/* All teams, persons, posts, reductions and lines that are known now, of any day. */
int store_roster(struct store *s, struct arena *a, int32_t employer_id, struct roster *ret, struct err *err)
	PL_MUST_CHECK;

/* The lines that begin after a day, in the order of their first days. */
int store_lines_ahead(struct store *s, struct arena *a, int32_t employer_id, int32_t day,
	const struct roster_line **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* All facts of one case that are known now, of any day, tidy; there is always a FACT_CASE. PL_NOT_FOUND, at the cost of
 * one look-up, if the employer has no such case. */
int store_case_facts(struct store *s, struct arena *a, int32_t employer_id, const char *ref, struct case_facts *ret,
	struct err *err) PL_MUST_CHECK;

/* A person's holdings of any day, newest first. */
int store_person_holdings(struct store *s, struct arena *a, int32_t employer_id, int32_t person_id,
	struct held_case **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The posts that a worker is in on a day, and the codes of their teams ("" for none). */
struct post_in_team {
	int32_t post_id;
	const char *team;
};
int store_posts_of_worker(struct store *s, struct arena *a, int32_t employer_id, const char *worker, int32_t day,
	struct post_in_team **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* PL_NOT_FOUND without one. */
int store_team_of_code(struct store *s, int32_t employer_id, const char *code, int32_t *ret, struct err *err)
	PL_MUST_CHECK;

int store_person_by_code(struct store *s, int32_t employer_id, const char *code, int32_t *ret_person_id,
	struct err *err)
	PL_MUST_CHECK;
/* Whether a person has a post that goes on, on that day or after it. */
int store_person_is_in_post(struct store *s, int32_t employer_id, int32_t person_id, int32_t day, bool *ret,
	struct err *err)
	PL_MUST_CHECK;

/* ---- writing ---- */

/* What is no fact and needs no ledger entry (sessions, who looked at what) is written between these two, and is durable
 * after the second, or dropped if `keep` is false. Not while a commit is open. PL_LOCKED as above. */
int store_begin_writing(struct store *s, struct err *err) PL_MUST_CHECK;
int store_end_writing(struct store *s, bool keep, struct err *err) PL_MUST_CHECK;

/* Several writes, commits among them, that become durable together at the second: each is kept or dropped by itself and
 * sees those before it, and none may be acknowledged before. If the second fails none of them has happened. */
int store_begin_together(struct store *s, struct err *err) PL_MUST_CHECK;
int store_end_together(struct store *s, struct err *err) PL_MUST_CHECK;
/* Whether the last write was refused (PL_LOCKED) because another process wrote for the same employer, of a server, and
 * could not be waited for, since those written before it in the same transaction may be what that process waits for:
 * alone it may go in. */
bool store_missed_turn(const struct store *s);

/* What has been read is kept for good, whoever wrote it. A server shows what it has written down after a crash, also
 * where its standby had not; whoever repeats to somebody that it was done has that waited for first. PL_LOCKED if it is
 * not known. */
int store_confirm(struct store *s, struct err *err) PL_MUST_CHECK;

/* Whether a write waits for another that holds the file, as it does at first, or is refused at once. */
void store_be_patient(struct store *s, bool patient);

/* How often a write found the file locked by another process, how long that lasted, and how often it was too long. */
struct store_waits {
	int64_t waits, waited_ms, refused;
};
struct store_waits store_waits(const struct store *s);

struct commit;

/* Begins a commit at the position the decision was made at: PL_CONFLICT if the employer has moved on. */
int commit_begin(struct store *s, int32_t employer_id, int64_t expected_position, struct commit **ret, struct err *err)
	PL_MUST_CHECK;

/* Makes an employer; only as the first thing in a commit begun with employer id 0 and position 0. Sets the new id. */
struct new_employer {
	const char *code, *name, *country, *time_zone;
	bool demo;
	const struct service_row *services; /* with the scheme each uses; NULL for none yet */
	size_t services_count;
};
int commit_employer(struct commit *c, const struct new_employer *e, int32_t *ret_employer_id, struct err *err)
	PL_MUST_CHECK;

/* Adds a service, as the last, without a scheme. */
int commit_service(struct commit *c, const char *code, const char *name, struct err *err) PL_MUST_CHECK;
/* From that day on (DAY_MIN: ever) the service uses the scheme; later choices fall away, the past stays as it was. */
int commit_scheme_choice(struct commit *c, const char *service, const char *scheme_id, int32_t version, int32_t from,
	struct err *err) PL_MUST_CHECK;
/* The changes of a joined roster. PL_CONFLICT if one replaces what is not there; a reduction's key is its post, reason
 * and first day. Each team, person, post and line at most once a commit. */
int commit_roster(struct commit *c, const struct roster_joined *joined, struct err *err) PL_MUST_CHECK;
/* The changes of a case, which is made if the employer has none of that reference. PL_CONFLICT if a change replaces or
 * withdraws what is not there, or adds what is: that it is there may be told by the next, or by the end. Each case at
 * most once a commit. Withdrawing FACT_CASE withdraws the case once none of its facts is left; until then it blanks
 * what is said of it. */
int commit_case(struct commit *c, const char *ref, const struct fact_change *changes, size_t count, struct err *err)
	PL_MUST_CHECK;

/* Takes back everything that entry `sequence` did: what it made is unmade, what it unmade is put back. An employer made
 * by it stays, with the services it was made with and their first schemes. *ret_rows is how many rows changed. An undo
 * can be undone in turn.
 * PL_CONFLICT, naming the later entry, if something it made has been changed since or is needed by what came later;
 * PL_NOT_FOUND if there is no such entry; PL_INVALID if it is undone already, or changed an account. At most once, and
 * alone, in a commit. */
int commit_undo(struct commit *c, int64_t sequence, int64_t *ret_rows, struct err *err) PL_MUST_CHECK;

/* Blanks what names a person, in every row that has it and in payloads of which it is a value; the seals of these stay
 * whole. What has been erased cannot be brought back: an entry that did it is not undone. */
struct erased {
	int64_t rows, payloads;
};
int commit_erase_person(struct commit *c, int32_t person_id, struct erased *ret, struct err *err) PL_MUST_CHECK;

struct ledger_text {
	const char *actor;   /* who, as far as known: the login name on the command line */
	const char *action;  /* import, undo, demo, scheme */
	const char *object;  /* employer code or what it was about */
	const char *payload; /* JSON: what, in figures and hashes; no personal data of children, no file names */
	int64_t instant;     /* seconds UTC */
};

/* Writes the entry and makes all of it durable. If anything in the commit failed before, nothing is kept (PL_FAIL).
 * PL_LIMIT if a text is longer than LEDGER_TEXT bytes or the payload than LEDGER_PAYLOAD. Whatever the answer, the
 * commit is over. */
enum { LEDGER_TEXT = 200, LEDGER_PAYLOAD = 1024 * 1024 };
int commit_end(struct commit *c, const struct ledger_text *entry, int64_t *ret_position, struct err *err) PL_MUST_CHECK;
/* Drops all of it; takes NULL. */
void commit_abandon(struct commit *c);

/* ---- the ledger ---- */

struct ledger_row {
	int64_t sequence;     /* of the employer, from 1 without gaps */
	int64_t instant;
	const char *actor, *action, *object;
	const char *payload;  /* "" if erased */
	int64_t undoes;       /* the entry that this one takes back; 0 */
	int64_t undone_by;    /* 0 if it stands */
	char hash[65];        /* hexadecimal SHA-256 */
};

/* Entries as an audit looks for them. */
struct audit_filter {
	const char *action, *actor; /* "" for any */
	int64_t from, until;        /* instants, until not included */
	int64_t before;             /* only entries before this one; INT64_MAX for all */
	size_t most;
};
struct audit_row {
	struct ledger_row entry;
	int64_t undoes;             /* 0 if it takes nothing back */
	bool erased;                /* its payload was */
	int64_t made, ended, blanked; /* rows */
};
/* Newest first. */
int store_audit(struct store *s, struct arena *a, int32_t employer_id, const struct audit_filter *f,
	struct audit_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* Codes of what has been done so far, by name. */
int store_ledger_actions(struct store *s, struct arena *a, int32_t employer_id, const char ***ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;

/* The newest `most` entries, newest first. */
int store_ledger(struct store *s, struct arena *a, int32_t employer_id, size_t most, struct ledger_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Whether it is what was written: store/verify.h. */

/* The hash of one entry, "" if there is no such entry. */
int store_ledger_hash(struct store *s, int32_t employer_id, int64_t sequence, char ret[65], struct err *err)
	PL_MUST_CHECK;

/* Signed notes of where the ledger stood (secure/checkpoint.h), newest first. Kept without an entry of the ledger. */
struct kept_checkpoint {
	int64_t instant, entries;
	const char *note;
};
int store_checkpoint_put(struct store *s, int32_t employer_id, const struct kept_checkpoint *c, struct err *err)
	PL_MUST_CHECK;
int store_checkpoints(struct store *s, struct arena *a, int32_t employer_id, size_t most, struct kept_checkpoint **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The oldest that fixes an entry and all before it; `entries` 0 where there is none. */
int store_checkpoint_covering(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence,
	struct kept_checkpoint *ret, struct err *err) PL_MUST_CHECK;

/* An entry as it stands, with all that enters its hash (store/ledger.h). */
struct chain_link {
	int64_t sequence, instant, undoes;
	const char *actor, *action, *object, *commitment, *rows_digest, *previous, *hash;
};
/* From one entry to another, both included, oldest first. */
int store_ledger_chain(struct store *s, struct arena *a, int32_t employer_id, int64_t first, int64_t last,
	struct chain_link **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* The first entry from an instant on; 0 if there is none. */
int store_ledger_since(struct store *s, int32_t employer_id, int64_t instant, int64_t *ret, struct err *err)
	PL_MUST_CHECK;

/* ---- copies ---- */

/* Writes all that the store holds at one moment into a file that is there and empty, while others read and write;
 * durable when it returns. Between store_begin_reading and store_end_reading it is what is read there. */
int store_copy(struct store *s, const char *path, struct err *err) PL_MUST_CHECK;

/* Reads every page, row, index and reference. PL_DAMAGED with the first that is not as it must be. Takes as long as
 * reading the whole file. */
int store_check(struct store *s, struct err *err) PL_MUST_CHECK;

/* Holds a database file so that nobody has it open or can open it until the descriptor is closed: to put another in its
 * place.
 * A damaged file can be held. PL_LOCKED if somebody has it open. */
int store_hold(const char *path, int *ret_descriptor, struct err *err) PL_MUST_CHECK;

/* ---- schemes of the database's own ---- */

/* Keeps a scheme document, as part of the commit if one is open; PL_CONFLICT if that id and version are there with
 * another text. */
int store_scheme_put(struct store *s, const char *id, int32_t version, const char *json, struct err *err) PL_MUST_CHECK;
int store_scheme_get(struct store *s, struct arena *a, const char *id, int32_t version, const char **ret_json,
	struct err *err) PL_MUST_CHECK;

/* All of them, by id and version. */
struct kept_scheme {
	const char *id, *json;
	int32_t version;
};
int store_schemes(struct store *s, struct arena *a, struct kept_scheme **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
