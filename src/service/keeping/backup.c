#include "service/keeping/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/plain_file.h"
#include "base/str.h"
#include "service/keeping/backup_file.h"

enum { OWNER_ONLY = 0600, ALL_READ = 0644, STAMP_LENGTH = 16, NOTE_BYTES = 200, BACKUPS_MOST = 100000 };

/* The names that a backup has on its way. */
struct plan {
	const char *folder, *base; /* base: what the names of the database's backups begin with; NULL for a single file */
	const char *path, *making, *proving;
};

/* ---- names ---- */

static const char *base_of(struct arena *a, const char *database)
{
	const char *name = backup_name_of(database);
	size_t n = strlen(name);

	return arena_strndup(a, name, n > 3 && str_equal(name + n - 3, ".db") ? n - 3 : n);
}

static int plan_make(struct arena *a, const struct backup_request *request, struct plan *ret, struct err *err)
{
	struct plan plan = {0};
	struct stat to, from;
	bool there = stat(request->to, &to) == 0;

	if (there && stat(request->database, &from) == 0 && to.st_dev == from.st_dev && to.st_ino == from.st_ino)
		return err_set(err, PL_INVALID, "%s is the database itself: expected another file or a folder", request->to);
	if (there && S_ISDIR(to.st_mode)) {
		plan.folder = request->to;
		plan.base = base_of(a, request->database);
		plan.path = arena_printf(a, "%s/%s-%s.db", plan.folder, plan.base, clock_stamp(a, request->instant));
		plan.making = arena_printf(a, "%s/.%s.making", plan.folder, plan.base);
	} else if (request->keep > 0) {
		return err_set(err, PL_INVALID, "%s is no folder: how many backups to keep can only be said of a folder",
			request->to);
	} else {
		plan.folder = backup_folder_of(a, request->to);
		plan.path = request->to;
		plan.making = arena_printf(a, "%s/.%s.making", plan.folder, backup_name_of(request->to));
	}
	plan.proving = arena_printf(a, "%s.proving", plan.making);
	if (plan.base != NULL && access(plan.path, F_OK) == 0)
		return err_set(err, PL_CONFLICT, "there is a backup %s already: try again in a second", plan.path);
	*ret = plan;
	return 0;
}

/* ---- what is there already ---- */

static int heads_of(struct arena *a, struct store *s, struct ledger_heads *ret, struct err *err)
{
	int rc = store_begin_reading(s, err);

	if (rc < 0)
		return rc;
	rc = ledger_heads_read(a, s, ret, err);
	store_end_reading(s);
	return rc;
}

/* Whether all ledgers of another file are the beginnings of those that a store has. */
static int has_seen(struct arena *a, struct store *s, const struct ledger_heads *of, bool *ret, struct err *err)
{
	bool all = of->count > 0;
	int rc = 0;

	for (size_t i = 0; i < of->count && all && rc == 0; i++) {
		struct employer employer;
		char hash[65] = "";

		rc = store_employer(s, a, of->items[i].employer, &employer, err);
		if (rc == 0)
			rc = store_ledger_hash(s, employer.id, of->items[i].entries, hash, err);
		all = rc == 0 && str_equal(hash, of->items[i].hash);
		rc = rc == PL_NOT_FOUND ? 0 : rc;
	}
	*ret = all;
	return rc;
}

/* What is there may be replaced if it is an older backup of the same database; anything else was put there for another reason. */
static int check_target(struct arena *a, const struct backup_request *request, const struct plan *plan, struct err *err)
{
	struct store *old = NULL, *s = NULL;
	struct ledger_heads heads = {0};
	struct err unread = {0};
	bool seen = false;
	int rc = 0;

	if (access(plan->path, F_OK) != 0)
		return 0;
	if (store_open(plan->path, STORE_READ, &old, &unread) == 0 && heads_of(a, old, &heads, &unread) == 0)
		rc = store_open(request->database, STORE_READ, &s, err);
	if (rc == 0 && s != NULL)
		rc = has_seen(a, s, &heads, &seen, err);
	store_close(s);
	store_close(old);
	if (rc == 0 && !seen)
		rc = err_set(err, PL_CONFLICT, "%s is there already and is no backup of this database: expected another name, or a folder",
			plan->path);
	return rc;
}

/* ---- making one ---- */

/* One backup at a time: whoever holds the lock on the file writes it. What a run that was killed left is
 * overwritten. */
static int take_turn(const struct plan *plan, int *ret_fd, struct err *err)
{
	int rc, fd = open(plan->making, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, OWNER_ONLY);
	struct stat named, opened;

	if (fd < 0)
		return err_set(err, errno == ENOENT ? PL_NOT_FOUND : PL_FAIL, "no backup can be written in the folder %s: %s",
			plan->folder, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) < 0 || fstat(fd, &opened) < 0 || stat(plan->making, &named) < 0 ||
		named.st_ino != opened.st_ino)
		rc = err_set(err, PL_LOCKED, "another backup is being written in the folder %s: try again when it is done",
			plan->folder);
	else if (ftruncate(fd, 0) < 0)
		rc = err_set(err, PL_FAIL, "%s cannot be written: %s", plan->making, strerror(errno));
	else
		rc = 0;
	if (rc == 0)
		*ret_fd = fd;
	else
		(void)close(fd);
	return rc;
}

/* One moment of the database into a file, and how far its ledgers went at that moment. */
static int copy_out(struct arena *a, const char *database, const char *to, struct ledger_heads *ret, struct err *err)
{
	struct store *s = NULL;
	int rc = store_open(database, STORE_READ, &s, err);

	if (rc == 0)
		rc = store_begin_reading(s, err);
	if (rc == 0)
		rc = ledger_heads_read(a, s, ret, err);
	if (rc == 0)
		rc = store_copy(s, to, err);
	if (s != NULL)
		store_end_reading(s);
	store_close(s);
	return rc;
}

static bool same_heads(const struct ledger_heads *one, const struct ledger_heads *other)
{
	bool same = one->count == other->count;

	for (size_t i = 0; i < one->count && same; i++)
		same = str_equal(one->items[i].employer, other->items[i].employer) &&
			one->items[i].entries == other->items[i].entries && str_equal(one->items[i].hash, other->items[i].hash);
	return same;
}

static int write_and_prove(struct arena *a, const struct backup_request *request, const struct plan *plan,
	struct restored *ret, struct err *err)
{
	struct ledger_heads heads;
	int rc = copy_out(a, request->database, plan->making, &heads, err);

	backup_file_remove(a, plan->proving);
	if (rc == 0)
		rc = restore_copy(a, plan->making, plan->proving, NULL, ret, err);
	if (rc == 0 && !same_heads(&heads, &ret->heads))
		rc = err_set(err, PL_DAMAGED, "the backup does not hold what %s holds: it was thrown away", request->database);
	backup_file_remove(a, plan->proving);
	return rc;
}

/* The file that is replaced must be nobody's database in use. Its digest goes first: without one a backup can be
 * restored. */
static int publish(struct arena *a, const struct plan *plan, const char *sum, struct err *err)
{
	int hold = -1, rc = access(plan->path, F_OK) == 0 ? store_hold(plan->path, &hold, err) : 0;

	if (rc == 0) {
		(void)unlink(arena_printf(a, "%s.sha256", plan->path));
		if (rename(plan->making, plan->path) < 0)
			rc = err_set(err, PL_FAIL, "%s cannot be made: %s", plan->path, strerror(errno));
	}
	if (rc == 0)
		rc = backup_sum_write(a, plan->path, sum, err);
	if (rc == 0)
		rc = backup_folder_sync(a, plan->path, err);
	if (hold >= 0)
		(void)close(hold);
	return rc;
}

/* ---- keeping some ---- */

/* "BASE-20261121T233535Z.db" */
static bool is_backup_of(const char *base, const char *name)
{
	size_t n = strlen(base);

	return strlen(name) == n + 1 + STAMP_LENGTH + 3 && strncmp(name, base, n) == 0 && name[n] == '-' &&
		name[n + 1 + 8] == 'T' && strspn(name + n + 1, "0123456789TZ") == STAMP_LENGTH &&
		str_equal(name + n + 1 + STAMP_LENGTH, ".db");
}

/* Newest first: the time is written so that names sort by it. */
static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)b, *(const char *const *)a);
}

static int remove_old(struct arena *a, const struct plan *plan, int64_t keep, size_t *ret_removed, struct err *err)
{
	DIR *folder = opendir(plan->folder);
	const struct dirent *entry;
	const char **names = NULL;
	size_t count = 0, room = 0;

	if (folder == NULL)
		return err_set(err, PL_FAIL, "the folder %s cannot be read: %s", plan->folder, strerror(errno));
	while ((entry = readdir(folder)) != NULL && count < BACKUPS_MOST)
		if (is_backup_of(plan->base, entry->d_name))
			*ARENA_PUSH(a, &names, &count, &room) = arena_strdup(a, entry->d_name);
	(void)closedir(folder);
	if (count > 1)
		qsort(names, count, sizeof *names, compare_names);
	for (size_t i = (size_t)keep; i < count; i++) {
		const char *path = arena_printf(a, "%s/%s", plan->folder, names[i]);

		if (unlink(path) < 0)
			return err_set(err, PL_FAIL, "the old backup %s cannot be removed: %s", path, strerror(errno));
		(void)unlink(arena_printf(a, "%s.sha256", path));
		(*ret_removed)++;
	}
	return 0;
}

/* ---- when the last one was made ---- */

static int note_path(struct arena *a, const char *database, const char **ret, struct err *err)
{
	char real[PATH_MAX];

	if (realpath(database, real) == NULL)
		return err_set(err, PL_NOT_FOUND, "There is no database %s", database);
	*ret = arena_printf(a, "%s.backup", real);
	return 0;
}

static int note_write(struct arena *a, const struct backup_request *request, const struct backup_made *made,
	struct err *err)
{
	const char *path;
	int rc = note_path(a, request->database, &path, err);

	if (rc < 0)
		return rc;
	return backup_text_write(a, path,
		arena_printf(a, "%lld %lld %lld\n", (long long)request->instant, (long long)made->bytes,
		(long long)made->milliseconds), ALL_READ, err);
}

static bool read_number(const char **at, int64_t *ret)
{
	size_t n = strcspn(*at, " \n");
	bool is_one = str_to_int((struct str){*at, n}, 0, INT64_MAX, ret);

	*at += (*at)[n] != '\0' ? n + 1 : n;
	return is_one;
}

static int note_read(const char *path, struct backup_note *ret, struct err *err)
{
	struct buf text = BUF_INIT(NOTE_BYTES);
	int rc = plain_file_read(path, FILE_PLAIN, "a note of the last backup", &text, err);
	const char *at = buf_text(&text);
	struct backup_note note;

	if (rc == 0 && (!read_number(&at, &note.instant) || !read_number(&at, &note.bytes) ||
		!read_number(&at, &note.milliseconds)))
		rc = err_set(err, PL_DAMAGED, "%s does not say when the last backup was made", path);
	else if (rc == 0)
		*ret = note;
	buf_free(&text);
	return rc;
}

int backup_last(const char *database, struct backup_note *ret, struct err *err)
{
	struct arena *a = arena_new();
	const char *path;
	int rc = note_path(a, database, &path, err);

	if (rc == 0)
		rc = note_read(path, ret, err);
	arena_free(a);
	return rc;
}

int backup_make(struct arena *a, const struct backup_request *request, struct backup_made *ret, struct err *err)
{
	int64_t began = clock_steady_ms();
	struct backup_made made = {0};
	struct restored proved;
	struct plan plan = {0};
	int turn = -1, rc = plan_make(a, request, &plan, err);

	if (rc == 0)
		rc = check_target(a, request, &plan, err);
	if (rc == 0)
		rc = take_turn(&plan, &turn, err);
	if (rc < 0)
		return rc;
	rc = write_and_prove(a, request, &plan, &proved, err);
	if (rc == 0)
		rc = publish(a, &plan, proved.sum, err);
	if (rc < 0)
		backup_file_remove(a, plan.making);
	(void)close(turn);
	if (rc < 0)
		return rc;
	made = (struct backup_made){.path = plan.path, .bytes = proved.bytes, .milliseconds = clock_steady_ms() - began,
		.heads = proved.heads};
	rc = note_write(a, request, &made, err);
	if (rc == 0 && request->keep > 0)
		rc = remove_old(a, &plan, request->keep, &made.removed, err);
	if (rc == 0)
		*ret = made;
	return rc;
}
