/* completion: what a shell needs to complete a command line, made of the table of options. */
#include <string.h>

#include "base/str.h"
#include "cli/command.h"

enum { SCRIPT_BYTES = 256 * 1024 };

/* The words that may stand first behind a command with several forms, one after the other: "list show check use". */
static void put_forms(struct buf *out, const struct command *c)
{
	const char *at = c->arguments;

	if (strchr(at, '\n') == NULL)
		return;
	while (at != NULL) {
		buf_add(out, at, strcspn(at, " \n"));
		at = strchr(at, '\n');
		if (at != NULL) {
			at++;
			buf_putc(out, ' ');
		}
	}
}

static bool takes_files(const struct command *c)
{
	return strstr(c->arguments, "PATH") != NULL || strstr(c->arguments, "FILE") != NULL;
}

static bool is_path(const struct option_row *row)
{
	return row->kind == OPTION_PATH || row->kind == OPTION_SECRET;
}

/* A text inside single quotes of a shell: the only character with a meaning there is taken out of them. */
static void put_quoted(struct buf *out, const char *text)
{
	buf_putc(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, *text);
	}
	buf_putc(out, '\'');
}

/* ---- bash ---- */

static void bash_command(struct buf *out, const struct command *c)
{
	buf_putf(out, "\t%s)\n\t\toptions='--help --usage", c->name);
	for (size_t i = 0; i < OPTION_USES_COUNT; i++)
		if (OPTION_USES[i].command == c)
			buf_putf(out, " --%s", OPTIONS[OPTION_USES[i].id].name);
	buf_puts(out, "'\n\t\tforms='");
	put_forms(out, c);
	buf_putf(out, "'\n\t\tfiles=%s\n\t\t;;\n", takes_files(c) ? "yes" : "");
}

static void bash_values(struct buf *out, const char *answer, bool (*wanted)(const struct option_row *row))
{
	const char *before = "\t";

	for (size_t i = 0; i < OPTIONS_COUNT; i++)
		if (wanted(&OPTIONS[i])) {
			buf_putf(out, "%s--%s", before, OPTIONS[i].name);
			before = " | ";
		}
	if (before[0] == ' ')
		buf_putf(out, ")\n\t\t%s\n\t\treturn\n\t\t;;\n", answer);
}

static bool is_folder(const struct option_row *row)
{
	return row->kind == OPTION_FOLDER;
}

static bool is_other_value(const struct option_row *row)
{
	return row->value != NULL && !is_path(row) && !is_folder(row);
}

static void write_bash(struct buf *out)
{
	buf_puts(out, "# bash completion of plimsoll\n_plimsoll()\n{\n"
		"\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options='' forms='' files=''\n\n"
		"\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\tmapfile -t COMPREPLY < <(compgen -W '--help --version");
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		if (!command_is_hidden(&COMMANDS[i]))
			buf_putf(out, " %s", COMMANDS[i].name);
	buf_puts(out, "' -- \"$word\")\n\t\treturn\n\tfi\n\tcase $before in\n");
	bash_values(out, "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\")", is_path);
	bash_values(out, "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$word\")", is_folder);
	bash_values(out, "COMPREPLY=()", is_other_value);
	buf_puts(out, "\tesac\n\tcase ${COMP_WORDS[1]} in\n");
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		if (!command_is_hidden(&COMMANDS[i]))
			bash_command(out, &COMMANDS[i]);
	buf_puts(out, "\tesac\n\tif [ \"$COMP_CWORD\" -eq 2 ]; then\n\t\toptions=\"$options $forms\"\n\tfi\n"
		"\tmapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
		"\tif [ -n \"$files\" ] && [ \"${word:0:1}\" != - ]; then\n\t\tcompopt -o filenames\n"
		"\t\tmapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$word\")\n\tfi\n}\n"
		"complete -F _plimsoll plimsoll\n");
}

/* ---- fish ---- */

static void fish_option(struct buf *out, const struct option_used *use)
{
	const struct option_row *row = &OPTIONS[use->id];

	buf_putf(out, "complete -c plimsoll -n '__fish_seen_subcommand_from %s' -l %s", use->command->name, row->name);
	if (is_path(row))
		buf_puts(out, " -r -F");
	else if (is_folder(row))
		buf_puts(out, " -x -a '(__fish_complete_directories)'");
	else if (row->value != NULL)
		buf_puts(out, " -x");
	buf_puts(out, " -d ");
	put_quoted(out, option_words(use));
	buf_putc(out, '\n');
}

static void write_fish(struct buf *out)
{
	buf_puts(out, "# fish completion of plimsoll\ncomplete -c plimsoll -f\n"
		"complete -c plimsoll -n __fish_use_subcommand -l version -d 'print the version'\n"
		"complete -c plimsoll -l help -d 'list the options'\n");
	for (size_t i = 0; i < COMMANDS_COUNT; i++) {
		const struct command *c = &COMMANDS[i];

		if (command_is_hidden(c))
			continue;
		buf_putf(out, "complete -c plimsoll -n __fish_use_subcommand -a %s -d ", c->name);
		put_quoted(out, c->summary);
		buf_putc(out, '\n');
		if (strchr(c->arguments, '\n') != NULL) {
			buf_putf(out, "complete -c plimsoll -n '__fish_seen_subcommand_from %s' -a '", c->name);
			put_forms(out, c);
			buf_puts(out, "'\n");
		}
		if (takes_files(c))
			buf_putf(out, "complete -c plimsoll -n '__fish_seen_subcommand_from %s' -F\n", c->name);
	}
	for (size_t i = 0; i < OPTION_USES_COUNT; i++)
		fish_option(out, &OPTION_USES[i]);
}

/* ---- zsh ---- */

/* The words of an option stand between brackets, where these would end them. */
static void zsh_words(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '[' || *text == ']' || *text == '\\' || *text == ':')
			buf_putc(out, '\\');
		if (*text == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, *text);
	}
}

static void zsh_option(struct buf *out, const struct option_used *use)
{
	const struct option_row *row = &OPTIONS[use->id];

	buf_putf(out, " \\\n\t\t\t'--%s%s[", row->name, row->value != NULL ? "=" : "");
	zsh_words(out, option_words(use));
	buf_putc(out, ']');
	if (row->value != NULL)
		buf_putf(out, ":%s:%s", row->value, is_path(row) ? "_files" : is_folder(row) ? "_files -/" : "");
	buf_putc(out, '\'');
}

static void zsh_command(struct buf *out, const struct command *c)
{
	buf_putf(out, "\t\t%s)\n\t\t_arguments '--help[list the options]'", c->name);
	for (size_t i = 0; i < OPTION_USES_COUNT; i++)
		if (OPTION_USES[i].command == c)
			zsh_option(out, &OPTION_USES[i]);
	if (strchr(c->arguments, '\n') != NULL) {
		buf_puts(out, " \\\n\t\t\t'1:form:(");
		put_forms(out, c);
		buf_puts(out, ")'");
	}
	if (takes_files(c))
		buf_puts(out, " \\\n\t\t\t'*:file:_files'");
	buf_puts(out, "\n\t\t;;\n");
}

static void write_zsh(struct buf *out)
{
	buf_puts(out, "#compdef plimsoll\n# zsh completion of plimsoll\n_plimsoll()\n{\n\tlocal -a commands=(\n");
	for (size_t i = 0; i < COMMANDS_COUNT; i++) {
		if (command_is_hidden(&COMMANDS[i]))
			continue;
		buf_putf(out, "\t\t'%s:", COMMANDS[i].name);
		zsh_words(out, COMMANDS[i].summary);
		buf_puts(out, "'\n");
	}
	buf_puts(out, "\t)\n\tlocal context state line curcontext=$curcontext\n\n"
		"\t_arguments -C '--help[list the commands]' '--version[print the version]' '1:command:->command' "
		"'*::argument:->argument'\n"
		"\tcase $state in\n\tcommand)\n\t\t_describe command commands\n\t\t;;\n\targument)\n\t\tcase $line[1] in\n");
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		if (!command_is_hidden(&COMMANDS[i]))
			zsh_command(out, &COMMANDS[i]);
	buf_puts(out, "\t\tesac\n\t\t;;\n\tesac\n}\nif [ \"$funcstack[1]\" = _plimsoll ]; then\n\t_plimsoll \"$@\"\n"
		"else\n\tcompdef _plimsoll plimsoll\nfi\n");
}

static const struct {
	const char *name;
	void (*write)(struct buf *out);
} SHELLS[] = {{"bash", write_bash}, {"fish", write_fish}, {"zsh", write_zsh}};
enum { SHELLS_COUNT = sizeof SHELLS / sizeof *SHELLS };

int command_completion(const struct options *o)
{
	struct buf out = BUF_INIT(SCRIPT_BYTES);

	for (size_t i = 0; i < SHELLS_COUNT; i++)
		if (str_equal(o->arguments[0], SHELLS[i].name))
			SHELLS[i].write(&out);
	return print_buf(&out);
}

void check_completion_options(const struct options *o, struct argp_state *state)
{
	for (size_t i = 0; i < SHELLS_COUNT; i++)
		if (str_equal(o->arguments[0], SHELLS[i].name))
			return;
	argp_error(state, "there is no completion for '%.40s': expected bash, fish or zsh", o->arguments[0]);
}
