/* What a shell is told completes commands, options, forms and files, and a shell understands it. */
#include "run.h"

enum { NO_SHELL = 127 };

static struct run shell(struct desk *d, const char *const *words)
{
	extern char **environ;
	const char *out = desk_path(d, "shell.out");
	posix_spawn_file_actions_t actions;
	struct run r = {0};
	int status;
	pid_t child;

	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600), 0);
	assert_int_equal(posix_spawn_file_actions_adddup2(&actions, 1, 2), 0);
	assert_int_equal(posix_spawn_file_actions_addchdir_np(&actions, d->folder), 0);
	r.status = posix_spawnp(&child, words[0], &actions, NULL, (char **)(uintptr_t)words, environ) == 0 ? 0 : NO_SHELL;
	assert_int_equal(posix_spawn_file_actions_destroy(&actions), 0);
	if (r.status == NO_SHELL)
		return r;
	assert_int_equal(waitpid(child, &status, 0), child);
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	r.out = desk_read(d, out).at;
	return r;
}

static const char *script_of(struct desk *d, const char *name)
{
	return desk_write(d, name, RUN_WELL(d, "completion", name).out);
}

/* What bash offers for the last of some words, a line each. */
static const char *bash_offers(struct desk *d, const char *words, int last)
{
	const char *text = arena_printf(d->a, "source ./bash; compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; _plimsoll; "
		"printf '%%s\\n' \"${COMPREPLY[@]}\"", words, last);
	struct run r = shell(d, ARGUMENTS("bash", "--norc", "-c", text));

	assert_int_equal(r.status, 0);
	return r.out;
}

static void test_bash__offers_the_commands_that_begin_like_the_word(void **state)
{
	(void)script_of(*state, "bash");
	assert_string_equal(bash_offers(*state, "plimsoll un", 1), "undo\nunallocated\n");
}

static void test_bash__offers_the_options_of_the_command_and_no_others(void **state)
{
	(void)script_of(*state, "bash");
	assert_string_equal(bash_offers(*state, "plimsoll serve --po", 2), "--port\n");
	assert_string_equal(bash_offers(*state, "plimsoll undo --p", 2), "\n");
}

static void test_bash__offers_the_forms_of_a_command_as_its_first_word_only(void **state)
{
	(void)script_of(*state, "bash");
	assert_non_null(strstr(bash_offers(*state, "plimsoll scheme ch", 2), "check\n"));
	assert_null(strstr(bash_offers(*state, "plimsoll scheme list ch", 3), "check\n"));
}

static void test_bash__offers_files_for_an_option_that_takes_one(void **state)
{
	(void)script_of(*state, "bash");
	(void)desk_write(*state, "council.db", "");
	assert_string_equal(bash_offers(*state, "plimsoll load --db coun", 3), "council.db\n");
	assert_string_equal(bash_offers(*state, "plimsoll load --employer coun", 3), "\n");
}

static void test_fish__understands_the_script_and_offers_an_option_with_its_words(void **state)
{
	struct run r;

	(void)script_of(*state, "fish");
	r = shell(*state, ARGUMENTS("fish", "--no-config", "-c", "source ./fish; complete -C 'plimsoll serve --por'"));
	if (r.status == NO_SHELL)
		SKIP_TEST("there is no fish");
	assert_int_equal(r.status, 0);
	assert_non_null(strstr(r.out, "--port\tthe port to listen on"));
}

static void test_zsh__understands_the_script(void **state)
{
	struct run r;

	(void)script_of(*state, "zsh");
	r = shell(*state, ARGUMENTS("zsh", "-f", "-n", "./zsh"));
	if (r.status == NO_SHELL)
		SKIP_TEST("there is no zsh");
	assert_int_equal(r.status, 0);
	assert_int_equal(shell(*state,
		ARGUMENTS("zsh", "-f", "-c", "autoload -Uz compinit && compinit -D && source ./zsh")).status, 0);
}

static void test_completion__for_another_shell_is_refused(void **state)
{
	ASSERT_REFUSES(RUN(*state, "completion", "csh"), 2, "'csh'", "bash, fish or zsh");
	ASSERT_REFUSES(RUN(*state, "completion", NULL), 2, "bash, fish or zsh");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bash__offers_the_commands_that_begin_like_the_word),
		cmocka_unit_test(test_bash__offers_the_options_of_the_command_and_no_others),
		cmocka_unit_test(test_bash__offers_the_forms_of_a_command_as_its_first_word_only),
		cmocka_unit_test(test_bash__offers_files_for_an_option_that_takes_one),
		cmocka_unit_test(test_fish__understands_the_script_and_offers_an_option_with_its_words),
		cmocka_unit_test(test_zsh__understands_the_script),
		cmocka_unit_test(test_completion__for_another_shell_is_refused),
	};

	return (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, desk_open, desk_close));
}
