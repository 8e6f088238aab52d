#include "service/ledger/witnesses.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/plain_file.h"
#include "base/str.h"

enum { CHECKPOINTS_MOST = 100000 };

/* ---- files ---- */

static int read_text(const char *path, const char *what, struct buf *out, struct err *err)
{
	int rc = plain_file_read(path, FILE_PLAIN, what, out, err);

	if (rc == 0 && memchr(buf_text(out), '\0', out->len) != NULL)
		rc = err_set(err, PL_INVALID, "%s cannot be read as text: expected %s", path, what);
	return rc;
}

int public_key_load(const char *path, struct public_key *ret, struct err *err)
{
	struct buf text = BUF_INIT(KEY_LINE);
	int rc = read_text(path, "a public key", &text, err);

	if (rc == 0 && (rc = public_key_read(buf_text(&text), ret, err)) < 0)
		(void)err_prefix(err, "%s", path);
	buf_free(&text);
	return rc;
}

static int read_checkpoint(const char *note, const struct public_key *key, struct checkpoint *ret, struct err *err)
{
	int rc = checkpoint_read(note, ret, err);

	return rc == 0 && key != NULL ? note_check(key, note, err) : rc;
}

int checkpoint_load(struct arena *a, const char *path, const struct public_key *key, struct held_checkpoint *ret,
	struct err *err)
{
	struct checkpoint c;
	struct buf text = BUF_INIT(NOTE_BYTES), mended = BUF_INIT(NOTE_BYTES), *note = &text;
	int rc = read_text(path, "a checkpoint", &text, err);

	/* As it is or, if that cannot be read, with the lines put together that paper has broken. */
	if (rc == 0 && checkpoint_read(buf_text(&text), &c, err) < 0 && checkpoint_mend(buf_text(&text), &mended))
		note = &mended;
	if (rc == 0 && (rc = read_checkpoint(buf_text(note), key, &c, err)) < 0)
		(void)err_prefix(err, "%s", path);
	if (rc == 0)
		*ret = (struct held_checkpoint){c, arena_strdup(a, buf_text(note))};
	buf_free(&text);
	buf_free(&mended);
	return rc;
}

/* ---- what others held ---- */

static int add_witness(struct arena *a, const char *path, const struct public_key *key, struct witnesses *w,
	struct err *err)
{
	struct held_checkpoint *held = arena_alloc(a, sizeof *held);
	int rc = checkpoint_load(a, path, key, held, err);

	if (rc == 0)
		*ARENA_PUSH(a, &w->rows, &w->count, &w->room) =
			(struct ledger_witness){held->checkpoint.employer, held->checkpoint.entries, held->checkpoint.head};
	return rc;
}

static int add_folder(struct arena *a, const char *path, const struct public_key *key, struct witnesses *w,
	struct err *err)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	int rc = 0;

	if (folder == NULL)
		return err_set(err, PL_FAIL, "%s cannot be read: %s", path, strerror(errno));
	while (rc == 0 && (entry = readdir(folder)) != NULL) {
		size_t n = strlen(entry->d_name);

		if (n > 4 && str_equal(entry->d_name + n - 4, ".txt"))
			rc = w->count < CHECKPOINTS_MOST
				? add_witness(a, arena_printf(a, "%s/%s", path, entry->d_name), key, w, err)
				: err_set(err, PL_LIMIT, "%s holds more than %d checkpoints", path, CHECKPOINTS_MOST);
	}
	(void)closedir(folder);
	if (rc == 0 && w->count == 0)
		return err_set(err, PL_NOT_FOUND, "%s holds no checkpoint: expected files that end in .txt", path);
	return rc;
}

/* The earliest first, so that of several that do not fit the first is told. */
static int by_entries(const void *one, const void *other)
{
	const struct ledger_witness *x = one, *y = other;

	return (x->entries > y->entries) - (x->entries < y->entries);
}

int witnesses_read(struct arena *a, const char *path, const char *key_path, struct witnesses *ret, struct err *err)
{
	struct witnesses w = {0};
	struct public_key loaded;
	const struct public_key *key = key_path != NULL ? &loaded : NULL;
	struct stat st;
	int rc = key != NULL ? public_key_load(key_path, &loaded, err) : 0;

	if (rc == 0 && stat(path, &st) < 0)
		rc = err_set(err, errno == ENOENT ? PL_NOT_FOUND : PL_FAIL, "%s cannot be read: %s", path, strerror(errno));
	if (rc == 0)
		rc = S_ISDIR(st.st_mode) ? add_folder(a, path, key, &w, err) : add_witness(a, path, key, &w, err);
	if (rc < 0)
		return rc;
	if (w.count > 0)
		qsort(w.rows, w.count, sizeof *w.rows, by_entries);
	*ret = w;
	return 0;
}
