/* options.h: the command line, as options.def declares it.
 *
 * Each command is handed one `struct options`, in which every option has a member of its kind: a text or a path is NULL
 * and a flag false unless given, a date DAY_MIN, a number what options.def says. What a user typed wrongly never gets
 * that far: the program ends with status 2 and one sentence.
 *
 * A new command is a COMMAND and its USEs in options.def and a function `command_NAME` (command.h); a new option is one
 * OPTION. Where an option is a setting too, its value is looked for on the command line, then in the environment, then
 * in the configuration file (settings.h).
 */
#pragma once

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum { ARGUMENTS_MOST = 100000 };

enum option_kind { OPTION_TEXT, OPTION_PATH, OPTION_FOLDER, OPTION_SECRET, OPTION_DATE, OPTION_NUMBER, OPTION_FLAG };

#define OPTION(member, ...) OPTION_ID_##member,
enum option_id {
#include "cli/options.def"
	OPTIONS_COUNT
};

/* Where the value of an option comes from. */
enum option_source { SOURCE_NONE, SOURCE_COMMAND_LINE, SOURCE_ENVIRONMENT, SOURCE_FILE };

#define OPTION_TYPE_TEXT const char *
#define OPTION_TYPE_PATH const char *
#define OPTION_TYPE_FOLDER const char *
#define OPTION_TYPE_SECRET const char *
#define OPTION_TYPE_DATE int32_t
#define OPTION_TYPE_NUMBER int64_t
#define OPTION_TYPE_FLAG bool

#define OPTION(member, kind, ...) OPTION_TYPE_##kind member;
struct options {
#include "cli/options.def"
	const char **arguments; /* what is no option, in order, and a NULL after the last */
	size_t arguments_count;
	enum option_source source[OPTIONS_COUNT];
};

struct option_row {
	const char *name;
	const char *value;   /* what stands for the value in help; NULL for a flag */
	const char *setting; /* "" if it is none */
	const char *words;
	enum option_kind kind;
	struct option_bounds {
		int64_t least, most, otherwise;
	} bounds;
	size_t offset;       /* in struct options */
};

struct command {
	const char *name, *arguments, *missing, *summary, *description; /* summary "": a hidden command, which no list names */
	size_t least, most;
	int (*run)(const struct options *o);
	void (*check)(const struct options *o, struct argp_state *state);
};

enum option_use { OPTION_NEEDED, OPTION_OPTIONAL, OPTION_GIVEN };

struct option_used {
	const struct command *command;
	enum option_id id;
	enum option_use how;
	const char *words; /* NULL: those of the option */
};

extern const struct option_row OPTIONS[OPTIONS_COUNT];
extern const struct command COMMANDS[];
extern const size_t COMMANDS_COUNT;
extern const struct option_used OPTION_USES[];
extern const size_t OPTION_USES_COUNT;

/* Whether the command takes settings: it does if it takes --config, unless it reads that file by itself. */
bool command_takes_settings(const struct command *command);

/* What the option means in that command. */
const char *option_words(const struct option_used *use);

static inline bool command_is_hidden(const struct command *c)
{
	return c->summary[0] == '\0';
}

/* NULL if there is none of that name. */
const struct command *command_find(const char *name);

/* Reads the arguments of a command; argv[0] is what help calls it. Ends the program after --help, and with status 2 if
 * the command line is wrong. What is found lives as long as the arena and argv. */
void options_parse(struct arena *a, const struct command *command, int argc, char **argv, struct options *ret);

/* Every option as it is unless it is given. */
void options_blank(struct options *ret);

/* Gives an option that was not given what its setting says, if it says anything. PL_INVALID if that is no value for
 * it. */
struct settings;
int option_settle(struct options *o, enum option_id id, const struct settings *settings, struct err *err) PL_MUST_CHECK;

/* The value of an option in words, as it could be given; "" if it has none. */
const char *option_value(struct arena *a, const struct options *o, enum option_id id);
