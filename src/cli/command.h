/* command.h: what the subcommands share: their options, how they open the database, how they end.
 *
 * Exit status: 0 done; 1 it failed, with one sentence on standard error; 2 the command line is wrong; 4 another process is
 * writing to the database.
 */
#pragma once

#include <argp.h>

#include "api/resource.h"
#include "base/buf.h"
#include "service/pictures.h"
#include "store/store.h"

enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_WRONG_USE = 2, EXIT_TAMPERED = 3, EXIT_DATABASE_LOCKED = 4 };

/* Options that mean the same in every command that has them. */
struct common_options {
	const char *db, *employer, *team;
	int32_t on; /* DAY_MIN: today */
	bool json, csv;
};

/* Option keys above the printable range have no short form. */
enum option_key {
	KEY_DB = 256, KEY_EMPLOYER, KEY_ON, KEY_TEAM, KEY_JSON, KEY_CSV, KEY_DRY_RUN, KEY_ACCEPT_GOOD, KEY_PORT, KEY_WORKERS,
	KEY_CASES, KEY_SEED, KEY_EXPORT, KEY_ENTRY, KEY_FROM, KEY_SERVICE, KEY_VERIFY, KEY_VERBOSE, KEY_THREADS
};

extern const struct argp_option COMMON_DB, COMMON_EMPLOYER, COMMON_ON, COMMON_TEAM, COMMON_JSON, COMMON_CSV;

/* Takes one of the common options; ARGP_ERR_UNKNOWN for any other. Wrong values end the program with status 2. */
error_t common_option(struct common_options *o, int key, char *value, struct argp_state *state);

/* Ends the program with status 2 unless --db (and --employer, if asked for) were given. */
void common_require(const struct common_options *o, bool employer, struct argp_state *state);

/* A number option within limits; ends the program with status 2 otherwise. */
int64_t option_number(const char *name, const char *value, int64_t least, int64_t most, struct argp_state *state);

/* A date option. */
int32_t option_date(const char *name, const char *value, struct argp_state *state);

/* Who is at the keyboard, for the ledger: the login name. Lives as long as the program. */
const char *command_actor(void);

/* Says what went wrong on standard error and gives the exit status that goes with it. */
int command_fails(const struct err *err);

/* Opens the database with the schemes it may use. */
int common_open_store(const char *db, enum store_mode mode, struct store **ret, struct err *err) PL_MUST_CHECK;

/* The day that the options ask for: today, where the employer is, if they say none. The process takes on the employer's time
 * zone. */
int common_day(const struct common_options *o, struct store *store, int32_t *ret, struct err *err) PL_MUST_CHECK;

/* Opens the database and makes the picture that the options ask for. On success the caller drops both. */
int common_open(const struct common_options *o, struct store **ret_store, const struct picture **ret_picture, struct err *err)
	PL_MUST_CHECK;

/* The place of the team that --team names, by code or name; -1 without --team. PL_NOT_FOUND if there is none. */
int common_team(const struct common_options *o, const struct picture *p, int32_t *ret_team, struct err *err) PL_MUST_CHECK;

/* The document as asked for on standard output. */
int print_buf(struct buf *out);

/* Text in a column: padded to `width` characters, or cut to it with an ellipsis. Numbers are right-aligned. */
void print_cell(struct buf *out, const char *text, int width);
void print_number(struct buf *out, const char *text, int width);

/* Minutes as hours with one decimal: "35.3". */
const char *hours_text(char out[24], int64_t minutes);


/* The subcommands: each gets its own argv, with its full name as argv[0]. */
int command_import(int argc, char **argv);
int command_undo(int argc, char **argv);
int command_log(int argc, char **argv);
int command_load(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_lines(int argc, char **argv);
int command_unallocated(int argc, char **argv);
int command_counts(int argc, char **argv);
int command_scheme(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_serve(int argc, char **argv);
