#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/settings.h"
#include "store/store.h"

enum {
	FIRST_KEY = 256, /* keys above the printable range have no short form */
	KEY_HELP = '?',
	KEY_USAGE = FIRST_KEY + OPTIONS_COUNT
};

#define NO_BOUNDS {0, 0, 0}
#define BOUNDS(least_, most_, otherwise_) {least_, most_, otherwise_}
#define OPTION(member_, kind_, name_, value_, bounds_, setting_, words_) \
	[OPTION_ID_##member_] = {name_, value_, setting_, words_, OPTION_##kind_, bounds_, offsetof(struct options, member_)},
const struct option_row OPTIONS[OPTIONS_COUNT] = {
#include "cli/options.def"
};

#define COMMAND(function_, ...) COMMAND_ID_##function_,
enum command_id {
#include "cli/options.def"
	COMMANDS_KNOWN
};

#define COMMAND(function_, name_, arguments_, least_, most_, missing_, check_, summary_, description_) \
	[COMMAND_ID_##function_] = {name_, arguments_, missing_, summary_, description_, least_, most_, \
		command_##function_, check_},
const struct command COMMANDS[] = {
#include "cli/options.def"
};
const size_t COMMANDS_COUNT = COMMANDS_KNOWN;

#define USE(function_, member_, how_, words_) \
	{&COMMANDS[COMMAND_ID_##function_], OPTION_ID_##member_, OPTION_##how_, words_},
const struct option_used OPTION_USES[] = {
#include "cli/options.def"
};
const size_t OPTION_USES_COUNT = sizeof OPTION_USES / sizeof *OPTION_USES;

struct parse {
	struct arena *arena;
	const struct command *command;
	struct options *options;
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		if (str_equal(COMMANDS[i].name, name))
			return &COMMANDS[i];
	return NULL;
}

const char *option_words(const struct option_used *use)
{
	return use->words != NULL ? use->words : OPTIONS[use->id].words;
}

bool command_takes_settings(const struct command *command)
{
	for (size_t i = 0; i < OPTION_USES_COUNT; i++)
		if (OPTION_USES[i].command == command && OPTION_USES[i].id == OPTION_ID_config && OPTION_USES[i].how != OPTION_GIVEN)
			return true;
	return false;
}

static void *member_of(struct options *o, const struct option_row *row)
{
	return (char *)o + row->offset;
}

/* ---- values ---- */

static int set_date(struct options *o, const struct option_row *row, const char *value, const char *where,
	struct err *err)
{
	if (strlen(value) != 10 || !date_parse_iso(value, 10, member_of(o, row)))
		return err_set(err, PL_INVALID, "%s %.40s: expected an existing date from 1900 to 2149 as yyyy-mm-dd", where, value);
	return 0;
}

static int set_number(struct options *o, const struct option_row *row, const char *value, const char *where,
	struct err *err)
{
	if (!str_to_int(str_of(value), row->bounds.least, row->bounds.most, member_of(o, row)))
		return err_set(err, PL_INVALID, "%s %.40s: expected a whole number from %lld to %lld", where, value,
			(long long)row->bounds.least, (long long)row->bounds.most);
	return 0;
}

/* On the command line a flag is there or not; a setting says it in words. */
static int set_flag(struct options *o, const struct option_row *row, const char *value, const char *where,
	struct err *err)
{
	bool on = value == NULL || str_equal(value, "yes");

	if (!on && !str_equal(value, "no"))
		return err_set(err, PL_INVALID, "%s %.40s: expected yes or no", where, value);
	*(bool *)member_of(o, row) = on;
	return 0;
}

/* Takes a value for an option; `where` is what the sentence calls the place where it stood. */
static int option_set(struct options *o, enum option_id id, const char *value, const char *where, struct err *err)
{
	const struct option_row *row = &OPTIONS[id];

	if (row->kind > OPTION_SECRET && value != NULL && store_is_meant_as_address(value))
		return err_set(err, PL_INVALID, "%s: expected no address of a database", where);
	switch (row->kind) {
	case OPTION_DATE:
		return set_date(o, row, value, where, err);
	case OPTION_NUMBER:
		return set_number(o, row, value, where, err);
	case OPTION_FLAG:
		return set_flag(o, row, value, where, err);
	default:
		*(const char **)member_of(o, row) = value;
		return 0;
	}
}

int option_settle(struct options *o, enum option_id id, const struct settings *settings, struct err *err)
{
	enum option_source source;
	const char *where, *value;
	int rc;

	if (o->source[id] != SOURCE_NONE || (value = settings_find(settings, id, &source, &where)) == NULL)
		return 0;
	rc = option_set(o, id, value, where, err);
	if (rc == 0)
		o->source[id] = source;
	return rc;
}

const char *option_value(struct arena *a, const struct options *o, enum option_id id)
{
	const struct option_row *row = &OPTIONS[id];
	const void *member = (const char *)o + row->offset;
	char *day;

	switch (row->kind) {
	case OPTION_DATE:
		day = arena_alloc(a, DATE_ISO_SIZE);
		return *(const int32_t *)member == DAY_MIN ? "" : date_iso(*(const int32_t *)member, day);
	case OPTION_NUMBER:
		if (o->source[id] == SOURCE_NONE && row->bounds.otherwise < row->bounds.least)
			return "";
		return arena_printf(a, "%lld", (long long)*(const int64_t *)member);
	case OPTION_FLAG:
		return *(const bool *)member ? "yes" : "no";
	default:
		return *(const char *const *)member != NULL ? *(const char *const *)member : "";
	}
}

void options_blank(struct options *o)
{
	*o = (struct options){0};
	for (size_t i = 0; i < OPTIONS_COUNT; i++) {
		if (OPTIONS[i].kind == OPTION_DATE)
			*(int32_t *)member_of(o, &OPTIONS[i]) = DAY_MIN;
		else if (OPTIONS[i].kind == OPTION_NUMBER)
			*(int64_t *)member_of(o, &OPTIONS[i]) = OPTIONS[i].bounds.otherwise;
	}
}

/* ---- the command line ---- */

static bool is_there(struct options *o, enum option_id id)
{
	const struct option_row *row = &OPTIONS[id];
	bool is_text = row->kind <= OPTION_SECRET;

	return o->source[id] != SOURCE_NONE && (!is_text || (*(const char **)member_of(o, row))[0] != '\0');
}

static void check_needed(const struct parse *p, struct argp_state *state)
{
	for (size_t i = 0; i < OPTION_USES_COUNT; i++) {
		const struct option_used *use = &OPTION_USES[i];

		if (use->command == p->command && use->how == OPTION_NEEDED && !is_there(p->options, use->id))
			argp_error(state, "expected --%s %s, %s", OPTIONS[use->id].name, OPTIONS[use->id].value, option_words(use));
	}
}

static void refuse_unknown(const struct settings *settings)
{
	const char *const *unknown;

	if (settings_unknown(settings, &unknown) == 0)
		return;
	(void)fprintf(stderr, "plimsoll: %s: there is no setting '%.80s': 'plimsoll check-config' lists those there are\n",
		settings_file(settings), unknown[0]);
	exit(EXIT_WRONG_USE);
}

/* What was not given is looked for in the environment and the configuration file. */
static void settle(const struct parse *p)
{
	struct settings *settings;
	struct err err;
	int rc;

	if (!command_takes_settings(p->command))
		return;
	rc = settings_read(p->arena, p->options->config, &settings, &err);
	if (rc == 0)
		refuse_unknown(settings);
	for (size_t i = 0; i < OPTION_USES_COUNT && rc == 0; i++)
		if (OPTION_USES[i].command == p->command && OPTION_USES[i].how != OPTION_GIVEN)
			rc = option_settle(p->options, OPTION_USES[i].id, settings, &err);
	if (rc < 0) {
		(void)command_fails(&err);
		exit(EXIT_WRONG_USE);
	}
}

static bool may_be_on_server(const struct command *command, enum option_id id)
{
	if (command == &COMMANDS[COMMAND_ID_copy])
		return id == OPTION_ID_from_file || id == OPTION_ID_to;
	return id == OPTION_ID_db;
}

/* An address may have a password in it: where a file is expected it is refused before any sentence can name it. */
static void check_addresses(const struct parse *p, struct argp_state *state)
{
	for (enum option_id id = 0; id < OPTIONS_COUNT; id++) {
		const char *value = OPTIONS[id].kind <= OPTION_SECRET ? *(const char **)member_of(p->options, &OPTIONS[id]) : NULL;

		if (value == NULL || !store_is_meant_as_address(value))
			continue;
		if (!may_be_on_server(p->command, id))
			argp_error(state, "--%s: expected no address of a database", OPTIONS[id].name);
		else if (!store_is_of_server(value))
			argp_error(state, "--%s: expected a file, or an address as postgresql://user@host:port/database",
				OPTIONS[id].name);
	}
	for (size_t i = 0; i < p->options->arguments_count; i++)
		if (store_is_meant_as_address(p->options->arguments[i]))
			argp_error(state, "expected no address of a database but as --db");
}

static void check_all(const struct parse *p, struct argp_state *state)
{
	settle(p);
	check_addresses(p, state);
	check_needed(p, state);
	if (p->options->json && p->options->csv)
		argp_error(state, "expected --json or --csv, not both");
	if (p->options->arguments_count < p->command->least)
		argp_error(state, "expected %s", p->command->missing);
	if (p->command->check != NULL)
		p->command->check(p->options, state);
}

static void take_argument(const struct parse *p, const char *value, struct argp_state *state)
{
	if (p->options->arguments_count >= p->command->most) {
		struct err err;

		(void)err_set(&err, PL_INVALID, "unexpected argument '%.60s'",
			store_is_meant_as_address(value) ? "(an address)" : value);
		argp_error(state, "%s", err.text);
	}
	p->options->arguments[p->options->arguments_count++] = value;
}

static void take_option(const struct parse *p, enum option_id id, const char *value, struct argp_state *state)
{
	char where[64];
	struct err err;

	(void)snprintf(where, sizeof where, "--%s", OPTIONS[id].name);
	if (option_set(p->options, id, value, where, &err) < 0)
		argp_error(state, "%s", err.text);
	p->options->source[id] = SOURCE_COMMAND_LINE;
}

/* The parser's own help ends the program without a look at whether it was printed. */
static void give_help(struct argp_state *state, unsigned what)
{
	argp_state_help(state, stdout, what);
	exit(command_ends(EXIT_DONE));
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
	const struct parse *p = state->input;

	if (key >= FIRST_KEY && key < FIRST_KEY + OPTIONS_COUNT)
		take_option(p, (enum option_id)(key - FIRST_KEY), value, state);
	else if (key == KEY_HELP || key == KEY_USAGE)
		give_help(state, key == KEY_HELP ? ARGP_HELP_STD_HELP & ~(unsigned)ARGP_HELP_EXIT_OK : ARGP_HELP_USAGE);
	else if (key == ARGP_KEY_ARG)
		take_argument(p, value, state);
	else if (key == ARGP_KEY_END)
		check_all(p, state);
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

/* The options of a command the way argp wants them: a blank one is the last. */
static const struct argp_option *options_of(struct arena *a, const struct command *command)
{
	static const struct argp_option HELP[] = {
		{.name = "help", .key = KEY_HELP, .doc = "Give this help list", .group = -1},
		{.name = "usage", .key = KEY_USAGE, .doc = "Give a short usage message", .group = -1},
	};
	enum { HELP_COUNT = sizeof HELP / sizeof *HELP };
	struct argp_option *options = arena_array(a, OPTION_USES_COUNT + HELP_COUNT + 1, sizeof *options);
	size_t count = 0;

	for (size_t i = 0; i < OPTION_USES_COUNT; i++)
		if (OPTION_USES[i].command == command)
			options[count++] = (struct argp_option){.name = OPTIONS[OPTION_USES[i].id].name,
				.key = FIRST_KEY + (int)OPTION_USES[i].id, .arg = OPTIONS[OPTION_USES[i].id].value,
				.doc = option_words(&OPTION_USES[i])};
	memcpy(options + count, HELP, sizeof HELP);
	options[count + HELP_COUNT] = (struct argp_option){0};
	return options;
}

void options_parse(struct arena *a, const struct command *command, int argc, char **argv, struct options *ret)
{
	const struct argp argp = {options_of(a, command), parse_one, command->arguments, command->description, NULL, NULL,
		NULL};
	struct parse parse = {a, command, ret};

	options_blank(ret);
	ret->arguments = arena_array(a, (size_t)argc + 1, sizeof *ret->arguments);
	argp_parse(&argp, argc, argv, ARGP_NO_HELP, NULL, &parse);
	ret->arguments[ret->arguments_count] = NULL;
}
