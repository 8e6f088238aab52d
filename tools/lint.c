/* lint: checks the rules of the house (lint_file.h).
 *
 *	lint [PATH...]
 *
 * Run from the root of the source. Folders are walked; what begins with a dot, node_modules and build folders are left
 * out. Without arguments it checks everything that is written by hand. A file that is named is checked whatever its
 * ending. Ends with 0, 1 (findings, one a line on the standard output) or 2 (a path cannot be read).
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lint_file.h"
#include "tool.h"

enum { DEPTH = 12, FOLDER_FILES = 4096, OUTPUT_BYTES = 4 * 1024 * 1024 };

static const char *const EVERYTHING[] = {"src", "tools", "tests", "templates", "sql", "static", "schemes", "script",
	"docs", "fuzz", "bench", ".ci/run", "meson.build", "meson_options.txt",
	"README.md", "CONTRIBUTING.md", "CHANGELOG.md"};

struct walk {
	struct lint lint;
	struct arena *arena;
};

struct names {
	const char **items;
	size_t count, room;
};

static int check_file(struct walk *w, const char *path, struct err *err)
{
	struct buf text = BUF_INIT(TOOL_FILE_BYTES);
	int rc = tool_read_file(path, &text, err);

	if (rc == 0)
		lint_check(&w->lint, path, (struct str){buf_text(&text), text.len});
	buf_free(&text);
	return rc;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_left_out(const char *name)
{
	static const char *const LEFT_OUT[] = {"node_modules", "fixtures", "golden", "corpus"};

	for (size_t i = 0; i < sizeof LEFT_OUT / sizeof *LEFT_OUT; i++)
		if (str_equal(name, LEFT_OUT[i]))
			return true;
	return name[0] == '.' || strncmp(name, "build", 5) == 0;
}

static int list_folder(struct walk *w, const char *path, struct names *ret, struct err *err)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;

	if (folder == NULL)
		return err_set(err, PL_FAIL, "%s: cannot be opened as a folder", path);
	while ((entry = readdir(folder)) != NULL && ret->count < FOLDER_FILES)
		if (!is_left_out(entry->d_name))
			*ARENA_PUSH(w->arena, &ret->items, &ret->count, &ret->room) = arena_strdup(w->arena, entry->d_name);
	(void)closedir(folder);
	if (ret->count > 0)
		qsort(ret->items, ret->count, sizeof *ret->items, by_name);
	return 0;
}

static int check_folder(struct walk *w, const char *path, int depth, struct err *err)
{
	struct names names = {0};
	int rc = list_folder(w, path, &names, err);

	for (size_t i = 0; i < names.count && rc == 0; i++) {
		const char *inner = arena_printf(w->arena, "%s/%s", path, names.items[i]);
		struct stat st;

		if (lstat(inner, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth < DEPTH)
			rc = check_folder(w, inner, depth + 1, err);
		else if (S_ISREG(st.st_mode) && (lint_knows(inner) || strncmp(inner, "script/", 7) == 0))
			rc = check_file(w, inner, err);
	}
	return rc;
}

static int check_path(struct walk *w, const char *path, struct err *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_set(err, PL_NOT_FOUND, "%s: expected a file or folder of that name", path);
	return S_ISDIR(st.st_mode) ? check_folder(w, path, 0, err) : check_file(w, path, err);
}

static int check_all(struct walk *w, char **paths, size_t count, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = check_path(w, paths[i], err);
	for (size_t i = 0; count == 0 && i < sizeof EVERYTHING / sizeof *EVERYTHING && rc == 0; i++) {
		struct stat st;

		if (stat(EVERYTHING[i], &st) == 0)
			rc = check_path(w, EVERYTHING[i], err);
	}
	return rc;
}

int main(int argc, char **argv)
{
	struct buf out = BUF_INIT(OUTPUT_BYTES);
	struct walk w = {.lint = {.out = &out}, .arena = arena_new()};
	struct err err;
	int rc = check_all(&w, argv + 1, (size_t)argc - 1, &err);

	(void)fputs(buf_text(&out), stdout);
	if (w.lint.count > 0)
		(void)printf("lint: %zu %s\n", w.lint.count, w.lint.count == 1 ? "finding" : "findings");
	arena_free(w.arena);
	buf_free(&out);
	if (rc < 0) {
		(void)tool_fail("lint", &err);
		return 2;
	}
	return w.lint.count > 0 ? 1 : 0;
}
