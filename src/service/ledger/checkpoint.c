#include "service/ledger/checkpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "secure/token.h"

enum { LINE_BYTES = 600, OWNER_ONLY = 0600, FOR_ALL = 0644 };

/* ---- files ---- */

static int write_whole(int fd, const char *path, const char *text, struct err *err)
{
	size_t n = strlen(text);
	bool good = write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
	int why = errno;

	if (close(fd) == 0 && good)
		return 0;
	(void)unlink(path);
	return err_set(err, PL_FAIL, "%s cannot be written: %s", path, strerror(why));
}

/* A file that is not there yet. */
static int write_new(const char *path, const char *text, mode_t mode, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);

	if (fd < 0)
		return err_set(err, errno == EEXIST ? PL_CONFLICT : PL_FAIL, "%s cannot be made: %s", path, strerror(errno));
	return write_whole(fd, path, text, err);
}

int checkpoint_keygen(const char *key_path, const char *name, struct err *err)
{
	struct buf secret = BUF_INIT(KEY_LINE), public = BUF_INIT(KEY_LINE), public_path = BUF_INIT(4096);
	int rc = key_pair_make(name, &secret, &public, err);

	buf_putf(&public_path, "%s.pub", key_path);
	if (rc == 0 && access(key_path, F_OK) == 0)
		rc = err_set(err, PL_CONFLICT, "There is a key %s already", key_path);
	if (rc == 0)
		rc = write_new(buf_text(&public_path), buf_text(&public), FOR_ALL, err);
	if (rc == 0 && (rc = write_new(key_path, buf_text(&secret), OWNER_ONLY, err)) < 0)
		(void)unlink(buf_text(&public_path));
	secret_wipe(secret.data, secret.room);
	buf_free(&secret);
	buf_free(&public);
	buf_free(&public_path);
	return rc;
}

/* ---- making one ---- */

static int read_place(struct store *s, const struct employer *e, const struct signer *signer, struct checkpoint *c,
	struct err *err)
{
	int rc = signer->last(signer->context, e->code, &c->after, err);

	(void)snprintf(c->origin, sizeof c->origin, "%s", signer->origin);
	(void)snprintf(c->employer, sizeof c->employer, "%s", e->code);
	c->entries = e->position;
	if (rc == 0)
		rc = store_ledger_hash(s, e->id, c->entries, c->head, err);
	if (rc == 0 && c->after > 0)
		rc = store_ledger_hash(s, e->id, c->after, c->after_head, err);
	/* The ledger has no such entry: the signer says what that means. */
	if (rc == 0 && c->after > c->entries)
		c->after = 0;
	return rc;
}

static int sign(struct arena *a, const struct signer *signer, const struct checkpoint *c, const char **ret_note,
	struct err *err)
{
	struct buf text = BUF_INIT(NOTE_BYTES);
	char line[SIGNATURE_LINE_SIZE];
	int rc = checkpoint_write(&text, c, err);

	if (rc == 0)
		rc = signer->sign(signer->context, buf_text(&text), line, err);
	if (rc == 0)
		*ret_note = arena_printf(a, "%s\n%s", buf_text(&text), line);
	buf_free(&text);
	return rc;
}

static int write_file(struct arena *a, const char *folder, const struct checkpoint_made *made, const char **ret_path,
	struct err *err)
{
	const struct checkpoint *c = &made->checkpoint;
	const char *path = arena_printf(a, "%s/%s-%09lld-%s.txt", folder, c->employer, (long long)c->entries,
		clock_stamp(a, c->instant));
	int rc = write_new(path, made->note, FOR_ALL, err);

	/* Made twice within a second: it says the same. */
	if (rc == PL_CONFLICT)
		rc = 0;
	if (rc == 0)
		*ret_path = path;
	return rc;
}

int checkpoint_make(struct arena *a, struct store *s, const struct signer *signer, const char *employer,
	int64_t instant, const char *folder, struct checkpoint_made *ret, struct err *err)
{
	struct checkpoint_made made = {.checkpoint = {.instant = instant}, .path = ""};
	struct employer e;
	int rc = store_employer(s, a, employer, &e, err);

	if (rc == 0)
		rc = read_place(s, &e, signer, &made.checkpoint, err);
	if (rc == 0)
		rc = sign(a, signer, &made.checkpoint, &made.note, err);
	if (rc == 0)
		rc = store_checkpoint_put(s, e.id, &(struct kept_checkpoint){instant, e.position, made.note}, err);
	if (rc == 0 && folder != NULL)
		rc = write_file(a, folder, &made, &made.path, err);
	if (rc == 0)
		*ret = made;
	return rc;
}

/* ---- while a server runs ---- */

struct checkpoints {
	struct writer *writer;
	const struct signer *signer;
	const char *folder;
	void (*say)(const char *line);
	int64_t tended;
};

struct checkpoints *checkpoints_new(struct writer *w, const struct signer *signer, const char *folder,
	void (*say)(const char *line))
{
	struct checkpoints *c = mem_alloc(sizeof *c);

	*c = (struct checkpoints){.writer = w, .signer = signer, .folder = folder, .say = say};
	return c;
}

struct checkpoints *checkpoints_free(struct checkpoints *c)
{
	mem_free(c);
	return NULL;
}

const struct signer *checkpoints_signer(const struct checkpoints *c)
{
	return c->signer;
}

const char *checkpoints_key(const struct checkpoints *c)
{
	return c->signer->key;
}

static void say_outcome(const struct checkpoints *c, const char *employer, const struct checkpoint_made *made, int rc,
	const struct err *err)
{
	char line[LINE_BYTES];

	if (rc == 0)
		(void)snprintf(line, sizeof line, "checkpoint of %s: entry %lld, head %s, signed by %s", employer,
			(long long)made->checkpoint.entries, made->checkpoint.head, made->checkpoint.origin);
	else
		(void)snprintf(line, sizeof line, "no checkpoint of %s: %s", employer, err->text);
	c->say(line);
}

static int make_in(struct checkpoints *c, struct arena *a, struct store *s, const char *employer, int64_t now,
	struct checkpoint_made *ret, struct err *err)
{
	struct checkpoint_made made;
	int rc = checkpoint_make(a, s, c->signer, employer, now, c->folder, &made, err);

	say_outcome(c, employer, &made, rc, err);
	if (rc == 0)
		*ret = made;
	return rc;
}

int checkpoints_make_now(struct checkpoints *c, struct arena *a, const char *employer, int64_t now,
	struct checkpoint_made *ret, struct err *err)
{
	struct store *s = writer_take(c->writer);
	int rc = make_in(c, a, s, employer, now, ret, err);

	writer_give_back(c->writer);
	return rc;
}

/* Whether the ledger has an entry that was not signed yet. */
static int is_due(struct checkpoints *c, const struct employer *e, bool *ret, struct err *err)
{
	int64_t last;
	int rc = c->signer->last(c->signer->context, e->code, &last, err);

	if (rc == 0)
		*ret = e->position != last && e->position > 0;
	return rc;
}

static int tend(struct checkpoints *c, struct arena *a, struct store *s, int64_t now, struct err *err)
{
	struct employer *employers;
	struct checkpoint_made made;
	size_t count = 0;
	int rc = store_employers(s, a, &employers, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++) {
		bool due = false;

		rc = is_due(c, &employers[i], &due, err);
		if (rc == 0 && due && make_in(c, a, s, employers[i].code, now, &made, err) == PL_LOCKED)
			rc = PL_LOCKED;
	}
	return rc;
}

void checkpoints_tend(struct checkpoints *c, int64_t now)
{
	struct arena *a;
	struct err err;
	int rc;

	if (now < c->tended + CHECKPOINT_SECONDS)
		return;
	a = arena_new();
	rc = tend(c, a, writer_take(c->writer), now, &err);
	writer_give_back(c->writer);
	/* While an import writes it waits for the next minute. */
	if (rc != PL_LOCKED)
		c->tended = now;
	arena_free(a);
}
