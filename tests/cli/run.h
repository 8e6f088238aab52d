/* run.h: the built program, run as a user does, in a folder of its own.
 *
 *	struct desk *d = *state;                      made by desk_open, a group's setup; names are relative to its folder
 *	struct run r = RUN(d, "load", "--db", "a.db", "--employer", "A");
 *
 *	assert_int_equal(r.status, 0);
 *
 * PLIMSOLL_PROGRAM is the program's path. What it writes is kept whole; standard error is no terminal.
 */
#pragma once

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../test.h"
#include "base/arena.h"
#include "base/str.h"

#define SYNTH_API "synthA_csc_api_children.json"
#define SYNTH_CSWW "synthA_csww_2025.xml"
#define SYNTH_CIN "synthA_cin_census_2026.xml"
#define SYNTH_INVOLVEMENTS "synthA_ssd_involvements.csv"
#define SYNTH_PROFESSIONALS "synthA_ssd_professionals.csv"
#define SYNTH_DEPARTMENT "synthA_ssd_department.csv"
#define SYNTH_ANNEX_A "synthA_annex_a.xlsx"

struct desk {
	struct arena *a;
	char folder[64];
	unsigned runs;
};

struct run {
	int status;            /* exit status; 128 + the signal if one ended it */
	const char *out, *err;
	size_t out_size;
};

/* ---- the folder ---- */

static inline int desk_open(void **state)
{
	struct arena *a = arena_new();
	struct desk *d = arena_alloc(a, sizeof *d);

	d->a = a;
	(void)snprintf(d->folder, sizeof d->folder, "%s/plimsoll-cli-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (getenv("PLIMSOLL_PROGRAM") == NULL || mkdtemp(d->folder) == NULL)
		return -1;
	*state = d;
	return 0;
}

static inline void folder_empty(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	struct arena *a = arena_new();

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		const char *inside = arena_printf(a, "%s/%s", path, entry->d_name);

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlink(inside) != 0) {
			folder_empty(inside);
			(void)rmdir(inside);
		}
	}
	if (folder != NULL)
		(void)closedir(folder);
	arena_free(a);
}

static inline int desk_close(void **state)
{
	struct desk *d = *state;

	if (d == NULL)
		return 0;
	folder_empty(d->folder);
	(void)rmdir(d->folder);
	arena_free(d->a);
	return 0;
}

/* Where a file of that name in the folder is, for the test itself. */
static inline const char *desk_path(struct desk *d, const char *name)
{
	return arena_printf(d->a, "%s/%s", d->folder, name);
}

static inline const char *desk_fixture(struct desk *d, const char *name)
{
	return arena_printf(d->a, "%s/%s", getenv("PLIMSOLL_FIXTURES"), name);
}

/* Returns the name. */
static inline const char *desk_write(struct desk *d, const char *name, const char *text)
{
	FILE *f = fopen(desk_path(d, name), "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return name;
}

/* The bytes of a file; none if there is no such file. */
static inline struct str desk_read(struct desk *d, const char *path)
{
	FILE *f = fopen(path, "r");
	struct str s = {"", 0};
	struct stat st;
	char *bytes;

	if (f == NULL)
		return s;
	if (fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode)) {
		bytes = arena_alloc(d->a, (size_t)st.st_size + 1);
		s = (struct str){bytes, fread(bytes, 1, (size_t)st.st_size, f)};
	}
	(void)fclose(f);
	return s;
}

static inline struct str desk_bytes(struct desk *d, const char *name)
{
	return desk_read(d, desk_path(d, name));
}

static inline void assert_bytes(struct str left, struct str right)
{
	assert_int_equal(left.len, right.len);
	assert_memory_equal(left.at, right.at, left.len);
}

/* ---- running ---- */

struct streams {
	int out;     /* what standard output is; -1: kept for the test; -2: closed */
	bool nobody; /* run without rights on the files of root */
};

static inline void add_streams(posix_spawn_file_actions_t *actions, const struct streams *with, const char *out,
	const char *err)
{
	assert_int_equal(posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0), 0);
	assert_int_equal(posix_spawn_file_actions_addopen(actions, 2, err, O_WRONLY | O_CREAT | O_TRUNC, 0600), 0);
	if (with->out == -1)
		assert_int_equal(posix_spawn_file_actions_addopen(actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600), 0);
	else if (with->out == -2)
		assert_int_equal(posix_spawn_file_actions_addclose(actions, 1), 0);
	else
		assert_int_equal(posix_spawn_file_actions_adddup2(actions, with->out, 1), 0);
}

/* The arguments with what goes before them. */
static inline char **whole_command(struct desk *d, const char *const *arguments, const struct streams *with)
{
	static const char *const AS_NOBODY[] = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"};
	size_t count = 0, n = 0;
	const char **argv;

	while (arguments[count] != NULL)
		count++;
	argv = arena_array(d->a, count + 8, sizeof *argv);
	for (size_t i = 0; i < sizeof AS_NOBODY / sizeof *AS_NOBODY && with->nobody; i++)
		argv[n++] = AS_NOBODY[i];
	argv[n++] = getenv("PLIMSOLL_PROGRAM");
	for (size_t i = 0; i < count; i++)
		argv[n++] = arguments[i];
	return (char **)(uintptr_t)argv;
}

/* The environment without what only tests have in it. */
static inline char **user_environment(struct desk *d)
{
	static const char *const OURS[] = {"PLIMSOLL_PROGRAM=", "PLIMSOLL_FIXTURES=", "PLIMSOLL_SAMPLES=", "PLIMSOLL_REAL=",
		"PLIMSOLL_SOURCE="};
	char **kept = NULL;
	size_t count = 0, room = 0;

	for (char **entry = environ; *entry != NULL; entry++) {
		bool ours = false;

		for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
			ours = ours || strncmp(*entry, OURS[i], strlen(OURS[i])) == 0;
		if (!ours)
			*ARENA_PUSH(d->a, &kept, &count, &room) = *entry;
	}
	*ARENA_PUSH(d->a, &kept, &count, &room) = NULL;
	return kept;
}

static inline struct run run_with(struct desk *d, const char *const *arguments, struct streams with)
{
	const char *out = desk_path(d, arena_printf(d->a, "%u.out", ++d->runs));
	const char *err = desk_path(d, arena_printf(d->a, "%u.err", d->runs));
	char **argv = whole_command(d, arguments, &with);
	extern char **environ;
	posix_spawn_file_actions_t actions;
	struct run r = {0};
	int status;
	pid_t child;

	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	add_streams(&actions, &with, out, err);
	assert_int_equal(posix_spawn_file_actions_addchdir_np(&actions, d->folder), 0);
	assert_int_equal(posix_spawnp(&child, argv[0], &actions, NULL, argv, user_environment(d)), 0);
	assert_int_equal(posix_spawn_file_actions_destroy(&actions), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	r.out_size = desk_read(d, out).len;
	r.out = desk_read(d, out).at;
	r.err = desk_read(d, err).at;
	(void)unlink(out);
	(void)unlink(err);
	return r;
}

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define RUN(d, ...) run_with((d), ARGUMENTS(__VA_ARGS__), (struct streams){.out = -1})

/* It did what was asked, and had nothing to complain of. */
static inline struct run run_well(struct desk *d, const char *const *arguments)
{
	struct run r = run_with(d, arguments, (struct streams){.out = -1});

	if (r.status != 0 || r.err[0] != '\0')
		fail_msg("%s %s: status %d: %s", arguments[0], arguments[1] != NULL ? arguments[1] : "", r.status, r.err);
	return r;
}

#define RUN_WELL(d, ...) run_well((d), ARGUMENTS(__VA_ARGS__))

/* ---- JSON ---- */

/* Its standard output as JSON; the caller drops it. */
static inline json_t *json_of(const struct run *r)
{
	json_error_t error;
	json_t *json = json_loadb(r->out, r->out_size, JSON_REJECT_DUPLICATES, &error);

	if (json == NULL)
		fail_msg("no JSON: %s: %.200s %.200s", error.text, r->out, r->err);
	return json;
}

#define RUN_JSON(d, ...) run_json((d), ARGUMENTS(__VA_ARGS__, "--json"))

static inline json_t *run_json(struct desk *d, const char *const *arguments)
{
	struct run r = run_well(d, arguments);

	return json_of(&r);
}

static inline const json_t *member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (value == NULL)
		fail_msg("no %s", key);
	return value;
}

static inline int64_t member_int(const json_t *object, const char *key)
{
	if (!json_is_integer(member(object, key)))
		fail_msg("%s is no whole number", key);
	return json_integer_value(member(object, key));
}

static inline const char *member_text(const json_t *object, const char *key)
{
	if (!json_is_string(member(object, key)))
		fail_msg("%s is no text", key);
	return json_string_value(member(object, key));
}

static inline bool member_true(const json_t *object, const char *key)
{
	assert_true(json_is_boolean(member(object, key)));
	return json_is_true(member(object, key));
}

/* ---- what was imported ---- */

/* Imports fixtures into a database as employer A. */
#define IMPORT_SYNTH(d, db, ...) import_synth((d), (db), ARGUMENTS(__VA_ARGS__))

static inline void import_synth(struct desk *d, const char *db, const char *const *names)
{
	const char *arguments[16] = {"import", "--db", db, "--employer", "A"};

	for (size_t i = 0; names[i] != NULL; i++)
		arguments[5 + i] = desk_fixture(d, names[i]);
	(void)run_well(d, arguments);
}

/* ---- complaints ---- */

/* It ended with this status, said nothing on standard output, and on standard error one sentence (for a wrong command
 * line with the hint where the options are told) that has all these words in it. */
#define ASSERT_REFUSES(r, status, ...) assert_refuses((r), (status), ARGUMENTS(__VA_ARGS__), __FILE__, __LINE__)

static inline void assert_refuses(struct run r, int status, const char *const *words, const char *file, int line)
{
	const char *end = strchr(r.err, '\n');

	if (r.status != status) {
		print_error("%s:%d: status %d instead of %d: %s\n", file, line, r.status, status, r.err);
		fail();
	}
	if (r.out_size > 0 || strncmp(r.err, "plimsoll", 8) != 0 || end == NULL || end - r.err > 400 ||
		(end[1] != '\0' && strncmp(end, "\nTry `plimsoll", 14) != 0)) {
		print_error("%s:%d: expected one sentence on standard error: %s%s\n", file, line, r.err, r.out);
		fail();
	}
	for (; *words != NULL; words++)
		if (strstr(r.err, *words) == NULL) {
			print_error("%s:%d: expected \"%s\" in: %s\n", file, line, *words, r.err);
			fail();
		}
}
