/* command.h: what the subcommands share: how they open the database, how they print, how they end.
 *
 * Exit status: 0 done; 1 it failed, with one sentence on standard error; 2 the command line is wrong; 3 the database is
 * not what was written; 4 another process is writing to the database; 5 it is done, and the report of it could not be
 * printed.
 */
#pragma once

#include "api/resource.h"
#include "base/buf.h"
#include "cli/options.h"
#include "service/pictures/pictures.h"
#include "store/store.h"

enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_WRONG_USE = 2, EXIT_TAMPERED = 3, EXIT_DATABASE_LOCKED = 4,
	EXIT_UNTOLD = 5 };

/* Who is at the keyboard, for the ledger: the login name. Lives as long as the program. */
const char *command_actor(void);

/* What a command printed must have arrived: `status`, or EXIT_FAILED, with a sentence, if it was to be EXIT_DONE and
 * has not. */
int command_ends(int status);

/* Says what went wrong on standard error and gives the exit status that goes with it. */
int command_fails(const struct err *err);

/* For store_stay: a line on standard error, so that nobody wonders why a command does not end. */
void command_say(const char *line);

/* Opens the database with the schemes it may use. What is waited for is said (command_say). */
int common_open_store(const char *db, enum store_mode mode, struct store **ret, struct err *err) PL_MUST_CHECK;

/* The day `on`, or today, where the employer is, if that is DAY_MIN. The process takes on the employer's time zone. */
int common_day(const char *employer, int32_t on, struct store *store, int32_t *ret, struct err *err) PL_MUST_CHECK;

/* Opens the database and makes the picture that --db, --employer and --on ask for. On success the caller drops both. */
int common_open(const struct options *o, struct store **ret_store, const struct picture **ret_picture, struct err *err)
	PL_MUST_CHECK;

/* The place of the team that --team names, by code or name; -1 without --team. PL_NOT_FOUND if there is
 * none, PL_INVALID with their codes if several have that name. */
int common_team(const struct options *o, const struct picture *p, int32_t *ret_team, struct err *err) PL_MUST_CHECK;

/* The document as asked for on standard output. */
int print_buf(struct buf *out);

/* The report of something that is in the ledger of an employer as entry `position` (0: nothing was written):
 * EXIT_UNTOLD, with a sentence, where it cannot be printed, for whoever took that for a failure would do it again. */
int print_done(struct buf *out, const char *employer, int64_t position);

/* Text in a column: padded to `width` characters, or cut to it with an ellipsis. Numbers are right-aligned. */
void print_cell(struct buf *out, const char *text, int width);
void print_number(struct buf *out, const char *text, int width);

/* Minutes as hours with one decimal: "35.3". */
const char *hours_text(char out[24], int64_t minutes);

/* The subcommands, each in a file of its own or with its like, and what else must hold between the options of some. */
#define COMMAND(function, ...) int command_##function(const struct options *o);
#include "cli/options.def"
void check_scheme_options(const struct options *o, struct argp_state *state);
void check_employer_options(const struct options *o, struct argp_state *state);
void check_export_options(const struct options *o, struct argp_state *state);
void check_access_options(const struct options *o, struct argp_state *state);
void check_user_options(const struct options *o, struct argp_state *state);
void check_checkpoint_options(const struct options *o, struct argp_state *state);
/* That checkpoints, which `option` gives and are NULL without it, come with the key that signed them, or with the
 * word that it does not matter who wrote them. */
void check_witness_options(const struct options *o, const char *checkpoints, const char *option,
	struct argp_state *state);
void check_verify_options(const struct options *o, struct argp_state *state);
void check_restore_options(const struct options *o, struct argp_state *state);
void check_demo_options(const struct options *o, struct argp_state *state);
void check_league_options(const struct options *o, struct argp_state *state);
void check_health_options(const struct options *o, struct argp_state *state);
void check_mail_options(const struct options *o, struct argp_state *state);
void check_serve_options(const struct options *o, struct argp_state *state);
void check_completion_options(const struct options *o, struct argp_state *state);
