/* The program: finds the subcommand and hands over. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/command.h"
#include "config.h"

static void print_help(FILE *to)
{
	(void)fputs("Usage: plimsoll COMMAND [OPTION...]\n"
		    "Weighted caseload management for social work: a case has a weight in hours, a worker has a capacity\n"
		    "and lines that hold, and what nobody took stays in sight.\n\n", to);
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		if (!command_is_hidden(&COMMANDS[i]))
			(void)fprintf(to, "  %-13s %s\n", COMMANDS[i].name, COMMANDS[i].summary);
	(void)fputs("\n'plimsoll COMMAND --help' tells the options of a command.\n", to);
}

/* Where a standard stream was closed, no database may take its place and be written into. */
static void keep_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		(void)close(fd);
}

static int run(const struct command *c, int argc, char **argv)
{
	struct arena *a = arena_new();
	struct options options;
	int status;

	argv[1] = arena_printf(a, "plimsoll %s", c->name);
	options_parse(a, c, argc - 1, argv + 1, &options);
	status = command_ends(c->run(&options));
	arena_free(a);
	return status;
}

int main(int argc, char **argv)
{
	const struct command *command;

	keep_streams();
	argp_err_exit_status = EXIT_WRONG_USE;
	if (argc < 2) {
		print_help(stderr);
		return EXIT_WRONG_USE;
	}
	if (str_equal(argv[1], "--version")) {
		(void)puts("plimsoll " PLIMSOLL_VERSION);
		return command_ends(EXIT_DONE);
	}
	if (str_equal(argv[1], "--help") || str_equal(argv[1], "help")) {
		print_help(stdout);
		return command_ends(EXIT_DONE);
	}
	command = command_find(argv[1]);
	if (command != NULL)
		return run(command, argc, argv);
	str_make_clean(argv[1]);
	(void)fprintf(stderr, "plimsoll: there is no command '%.40s': expected one of those that 'plimsoll --help' lists\n",
		argv[1]);
	return EXIT_WRONG_USE;
}
