#include "service/league/release_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "store/store.h"

const char *release_outcome_code(enum release_outcome outcome)
{
	static const char *const CODES[] = {[RELEASE_FILE_TAKEN] = "taken", [RELEASE_FILE_KNOWN] = "known",
		[RELEASE_FILE_PASSED_OVER] = "passed-over", [RELEASE_FILE_REFUSED] = "refused"};

	return CODES[outcome];
}

/* ---- which files ---- */

struct found {
	const char *path;
	bool in_folder;
	const char *why; /* it cannot be read: one sentence; NULL where nothing is known against it */
};

struct finding {
	struct arena *arena;
	struct found *files;
	size_t count, room;
};

static int too_many(struct err *err)
{
	return err_set(err, PL_LIMIT, "there are more files than the %d that are taken in at once", RELEASE_FILES_MOST);
}

static int add(struct finding *f, const char *path, bool in_folder, struct err *err)
{
	if (f->count == RELEASE_FILES_MOST)
		return too_many(err);
	*ARENA_PUSH(f->arena, &f->files, &f->count, &f->room) = (struct found){path, in_folder, NULL};
	return 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->path, ((const struct found *)b)->path);
}

static int find_in_folder(struct finding *f, const char *path, struct err *err)
{
	DIR *folder = opendir(path);
	size_t before = f->count;
	const struct dirent *entry;
	int rc = 0;

	if (folder == NULL)
		return err_set(err, PL_NOT_FOUND, "it cannot be read: %s", strerror(errno));
	while (rc == 0 && (entry = readdir(folder)) != NULL) {
		const char *inside = arena_printf(f->arena, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", entry->d_name);
		struct stat st;

		if (entry->d_name[0] != '.' && stat(inside, &st) == 0 && S_ISREG(st.st_mode))
			rc = add(f, inside, true, err);
	}
	(void)closedir(folder);
	if (rc == 0 && f->count > before)
		qsort(f->files + before, f->count - before, sizeof *f->files, by_path);
	return rc;
}

static int look_at_path(struct finding *f, const char *path, struct err *err)
{
	struct stat st;

	if (path[0] == '\0')
		return err_set(err, PL_INVALID, "the name of a file is empty: expected a file or a folder");
	if (stat(path, &st) != 0)
		return err_set(err, PL_NOT_FOUND, "it cannot be read: %s", strerror(errno));
	if (S_ISDIR(st.st_mode))
		return find_in_folder(f, path, err);
	return S_ISREG(st.st_mode) ? add(f, path, false, err) :
		err_set(err, PL_INVALID, "it is neither a file nor a folder");
}

/* One that cannot be read keeps no other out: it is refused where it stands among them. */
static int find_path(struct finding *f, const char *path, struct err *err)
{
	int rc = look_at_path(f, path, err);

	if (rc == 0 || rc == PL_LIMIT)
		return rc;
	if (f->count == RELEASE_FILES_MOST)
		return too_many(err);
	*ARENA_PUSH(f->arena, &f->files, &f->count, &f->room) = (struct found){path, false, arena_strdup(f->arena, err->text)};
	return 0;
}

/* ---- one after the other ---- */

/* Whether what went wrong is the file's fault, and not that of the database or the machine. */
static bool is_about_the_file(int rc)
{
	return rc == PL_NOT_FOUND || rc == PL_INVALID || rc == PL_LIMIT;
}

/* What was taken later stands in the place of one that is known, which whoever brings it again may not expect. */
static int find_over(struct arena *a, struct store *s, struct release_file *f, struct err *err)
{
	struct release_rival rival;
	struct release *list;
	size_t count;
	int rc;

	if (f->release.kind == RELEASE_CHECK)
		return 0;
	rc = releases_list(s, a, &list, &count, err);
	if (rc == 0)
		rc = release_find_rival(s, list, count, &f->release, &rival, err);
	if (rc == 0 && rival.release != NULL && rival.counts_after)
		f->over = rival.release->file_name;
	return rc;
}

static int take_one(struct arena *a, struct store *s, const struct release_files_asked *asked,
	const struct found *found, struct release_file *ret, struct err *err)
{
	struct release_asked one = {.by = asked->by, .instant = asked->instant, .dry_run = asked->dry_run || s == NULL};
	enum release_taken taken;
	struct input in;
	int rc;

	*ret = (struct release_file){.path = found->path, .outcome = RELEASE_FILE_REFUSED, .over = "", .why = found->why};
	if (found->why != NULL)
		return 0;
	if (input_open(found->path, &in, err) < 0) {
		ret->why = arena_strdup(a, err->text);
		return 0;
	}
	one.in = &in;
	ret->why = "";
	rc = release_take(s, a, &one, &ret->release, &taken, err);
	input_close(&in);
	if (rc == 0) {
		ret->outcome = taken == RELEASE_TAKEN ? RELEASE_FILE_TAKEN : RELEASE_FILE_KNOWN;
		return ret->outcome == RELEASE_FILE_KNOWN ? find_over(a, s, ret, err) : 0;
	}
	if (!is_about_the_file(rc))
		return err_prefix(err, "%s", found->path);
	ret->outcome = rc == PL_NOT_FOUND && found->in_folder ? RELEASE_FILE_PASSED_OVER : RELEASE_FILE_REFUSED;
	ret->why = arena_strdup(a, err->text);
	return 0;
}

static int take_each(struct arena *a, struct store *s, const struct release_files_asked *asked,
	const struct finding *found, struct release_file *to, bool *ret_any, struct err *err)
{
	int rc = 0;

	*ret_any = false;
	for (size_t i = 0; i < found->count && rc == 0; i++) {
		rc = take_one(a, s, asked, &found->files[i], &to[i], err);
		*ret_any = *ret_any || (rc == 0 && to[i].outcome == RELEASE_FILE_TAKEN);
	}
	return rc;
}

static int open_database(const struct release_files_asked *asked, bool is_begun, struct store **ret, struct err *err)
{
	int rc = 0;

	if (asked->dry_run)
		return is_begun ? store_open(asked->database, STORE_READ, ret, err) : 0;
	rc = store_open(asked->database, STORE_CREATE, ret, err);
	if (rc == 0)
		store_share(*ret);
	return rc;
}

static int take_all(struct arena *a, const struct release_files_asked *asked, const struct finding *found,
	struct release_file *to, struct err *err)
{
	bool is_begun = store_is_begun(asked->database), any = true;
	struct store *s = NULL;
	int rc = 0;

	if (!is_begun)
		rc = take_each(a, NULL, asked, found, to, &any, err);
	if (rc < 0 || !any || (!is_begun && asked->dry_run))
		return rc;
	rc = open_database(asked, is_begun, &s, err);
	if (rc == 0)
		rc = take_each(a, s, asked, found, to, &any, err);
	store_close(s);
	return rc;
}

int release_files_take(struct arena *a, const struct release_files_asked *asked, struct release_file **ret,
	size_t *ret_count, struct err *err)
{
	struct finding found = {.arena = a};
	struct release_file *files;
	int rc = 0;

	for (size_t i = 0; i < asked->count && rc == 0; i++)
		rc = find_path(&found, asked->paths[i], err);
	if (rc < 0)
		return rc;
	files = arena_array(a, found.count + 1, sizeof *files);
	rc = take_all(a, asked, &found, files, err);
	if (rc < 0)
		return rc;
	*ret = files;
	*ret_count = found.count;
	return 0;
}
