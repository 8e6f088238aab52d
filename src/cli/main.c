/* The program: finds the subcommand and hands over. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/command.h"
#include "config.h"

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *what;
};

static const struct command COMMANDS[] = {
	{"import", command_import, "take in the files a council has"},
	{"undo", command_undo, "take back an import"},
	{"log", command_log, "what was done to an employer's records, newest first"},
	{"load", command_load, "hours a week against capacity and lines, a row a post"},
	{"explain", command_explain, "why a case weighs what it weighs"},
	{"lines", command_lines, "the lines that apply and what is used of them"},
	{"unallocated", command_unallocated, "cases that nobody is working on"},
	{"counts", command_counts, "the official counts, to reconcile with"},
	{"scheme", command_scheme, "list, show, check and choose weighting schemes"},
	{"demo", command_demo, "make an invented council"},
	{"serve", command_serve, "show it all in a browser on this machine"},
};

static void print_help(FILE *to)
{
	(void)fputs("Usage: plimsoll COMMAND [OPTION...]\n"
		    "Weighted caseload management for social work: a case has a weight in hours, a worker has a capacity\n"
		    "and lines that hold, and what nobody took stays in sight.\n\n", to);
	for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
		(void)fprintf(to, "  %-12s %s\n", COMMANDS[i].name, COMMANDS[i].what);
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

/* What a command printed must have arrived. */
static int finish(int status)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return status;
	if (status == EXIT_DONE && errno != EPIPE)
		(void)fputs("plimsoll: the output could not be written whole\n", stderr);
	return status == EXIT_DONE ? EXIT_FAILED : status;
}

static int run(const struct command *c, int argc, char **argv)
{
	char name[64];

	(void)snprintf(name, sizeof name, "plimsoll %s", c->name);
	argv[1] = name;
	return finish(c->run(argc - 1, argv + 1));
}

int main(int argc, char **argv)
{
	keep_streams();
	argp_err_exit_status = EXIT_WRONG_USE;
	if (argc < 2) {
		print_help(stderr);
		return EXIT_WRONG_USE;
	}
	if (str_equal(argv[1], "--version")) {
		(void)puts("plimsoll " PLIMSOLL_VERSION);
		return finish(EXIT_DONE);
	}
	if (str_equal(argv[1], "--help") || str_equal(argv[1], "help")) {
		print_help(stdout);
		return finish(EXIT_DONE);
	}
	for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
		if (str_equal(argv[1], COMMANDS[i].name))
			return run(&COMMANDS[i], argc, argv);
	(void)fprintf(stderr, "plimsoll: there is no command '%.40s': expected one of those that 'plimsoll --help' lists\n", argv[1]);
	return EXIT_WRONG_USE;
}
