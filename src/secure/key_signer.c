#include "secure/check_note.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/plain_file.h"
#include "base/str.h"

/* The last word of a line about a health check. */
#define CHECK "check"

enum { MOST_SIGNED_BYTES = 64 * 1024 * 1024, PATH_BYTES = 4096 };

/* The last that was signed of one employer: a checkpoint, or a health check, whose version and SHA-256 stand as
 * entries and head. */
enum signed_kind { SIGNED_CHECKPOINT, SIGNED_CHECK };

struct signed_last {
	enum signed_kind kind;
	char employer[CHECKPOINT_EMPLOYER + 1], head[CHECKPOINT_HEAD + 1];
	int64_t entries;
};

struct key_signer {
	struct signing_key *key;
	int signed_fd;
	struct arena *arena;
	struct signed_last *last;
	size_t last_count, last_room;
};

/* ---- files ---- */

static int read_key(struct key_signer *k, const char *path, struct err *err)
{
	struct buf text = BUF_INIT(KEY_LINE);
	int rc = plain_file_read(path, FILE_KEY, "a key that signs", &text, err);

	if (rc == 0 && (rc = signing_key_read(buf_text(&text), &k->key, err)) < 0)
		(void)err_prefix(err, "%s", path);
	if (text.data != NULL)
		sodium_memzero(text.data, text.len);
	buf_free(&text);
	return rc;
}

/* ---- what was signed before ---- */

static struct signed_last *find_last(struct key_signer *k, enum signed_kind kind, const char *employer)
{
	for (size_t i = 0; i < k->last_count; i++)
		if (k->last[i].kind == kind && str_equal(k->last[i].employer, employer))
			return &k->last[i];
	return NULL;
}

static void remember(struct key_signer *k, const struct signed_last *now)
{
	struct signed_last *last = find_last(k, now->kind, now->employer);

	if (last == NULL)
		last = ARENA_PUSH(k->arena, &k->last, &k->last_count, &k->last_room);
	*last = *now;
}

/* "EMPLOYER ENTRIES HEAD", or with "check" behind it "EMPLOYER VERSION SHA256 check", oldest first; a line that a
 * crash cut short was never answered for. */
static int read_signed(struct key_signer *k, const char *path, struct err *err)
{
	struct buf text = BUF_INIT(MOST_SIGNED_BYTES);
	int rc = plain_file_read_open(k->signed_fd, path, &text, err);
	const char *at = rc == 0 ? buf_text(&text) : NULL, *end;

	for (; rc == 0 && (end = strchr(at, '\n')) != NULL; at = end + 1) {
		struct signed_last now = {0};
		char kind[sizeof CHECK] = "";
		long long entries;
		/* Within its line: the word behind a checkpoint's would be the next line's. */
		int n = sscanf(at, "%128s %lld %64s%*[ ]%5[a-z]", now.employer, &entries, now.head, kind);

		now.kind = n == 4 && str_equal(kind, CHECK) ? SIGNED_CHECK : SIGNED_CHECKPOINT;
		if (n < 3 || (n == 4) != (now.kind == SIGNED_CHECK))
			rc = err_set(err, PL_INVALID, "%s is damaged: expected lines of employer, entries and head", path);
		now.entries = entries;
		remember(k, &now);
	}
	if (rc == 0 && *at != '\0' && ftruncate(k->signed_fd, (off_t)(at - buf_text(&text))) < 0)
		rc = err_set(err, PL_FAIL, "%s cannot be mended: %s", path, strerror(errno));
	buf_free(&text);
	return rc;
}

static int open_signed(struct key_signer *k, const char *key_path, struct err *err)
{
	char path[PATH_BYTES];

	if ((size_t)snprintf(path, sizeof path, "%s.signed", key_path) >= sizeof path)
		return err_set(err, PL_LIMIT, "The path of the key is too long");
	k->signed_fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (k->signed_fd < 0)
		return err_set(err, PL_FAIL, "%s, which remembers what was signed, cannot be written: %s", path, strerror(errno));
	return read_signed(k, path, err);
}

static int write_signed(struct key_signer *k, const struct signed_last *now, struct err *err)
{
	char line[CHECKPOINT_EMPLOYER + CHECKPOINT_HEAD + 40];
	int n = snprintf(line, sizeof line, "%s %lld %s%s\n", now->employer, (long long)now->entries, now->head,
		now->kind == SIGNED_CHECK ? " " CHECK : "");

	if (write(k->signed_fd, line, (size_t)n) != n || fdatasync(k->signed_fd) < 0)
		return err_set(err, PL_FAIL, "What was signed cannot be remembered (%s): nothing is signed", strerror(errno));
	remember(k, now);
	return 0;
}

/* ---- signing ---- */

static int check_past(const struct signed_last *last, const struct checkpoint *now, struct err *err)
{
	if (last == NULL)
		return 0;
	if (now->entries < last->entries)
		return err_set(err, PL_CONFLICT,
			"The ledger of %s has %lld entries, and one of %lld has been signed: it is an old copy or "
			"was cut, and is not signed", now->employer, (long long)now->entries, (long long)last->entries);
	if (now->after != last->entries)
		return err_set(err, PL_CONFLICT,
			"The checkpoint of %s does not go on from entry %lld, which was signed last: it is not "
			"signed", now->employer, (long long)last->entries);
	if (!str_equal(now->after_head, last->head) || (now->entries == last->entries && !str_equal(now->head, last->head)))
		return err_set(err, PL_CONFLICT,
			"Entry %lld of the ledger of %s is not the one that has been signed: it or one before it "
			"was written anew, and it is not signed", (long long)last->entries, now->employer);
	return 0;
}

static int tell_last(void *context, const char *employer, int64_t *ret_entries, struct err *err)
{
	const struct signed_last *last = find_last(context, SIGNED_CHECKPOINT, employer);

	(void)err;
	*ret_entries = last != NULL ? last->entries : 0;
	return 0;
}

static int refuse_text(const struct key_signer *k, struct err *err)
{
	return err_set(err, PL_INVALID, "The text is not one that %s signs", signing_key_name(k->key));
}

/* Versions come in their order, and of each of them one: the same text may be asked for again. A version may be left
 * out, for a database that
 * was put back from a copy does not know of those that were signed since. */
static int check_version(const struct signed_last *last, const struct signed_last *now, struct err *err)
{
	if (last == NULL || now->entries > last->entries ||
		(now->entries == last->entries && str_equal(now->head, last->head)))
		return 0;
	return err_set(err, PL_CONFLICT, "Version %lld of the health check of %s is not signed: version %lld has been, "
		"and another text of it", (long long)now->entries, now->employer, (long long)last->entries);
}

static int sign_check(struct key_signer *k, const char *text, char ret_line[SIGNATURE_LINE_SIZE], struct err *err)
{
	struct signed_last now = {.kind = SIGNED_CHECK};
	const struct signed_last *last;
	struct check_note n;
	int rc = check_note_read(text, &n, err);

	if (rc == 0 && (note_text_length(text) > 0 || !str_equal(n.origin, signing_key_name(k->key))))
		rc = refuse_text(k, err);
	if (rc < 0)
		return rc;
	memcpy(now.employer, n.employer, sizeof now.employer);
	memcpy(now.head, n.sha256, sizeof now.head);
	now.entries = n.version;
	last = find_last(k, SIGNED_CHECK, now.employer);
	rc = check_version(last, &now, err);
	if (rc == 0 && (last == NULL || last->entries < now.entries))
		rc = write_signed(k, &now, err);
	if (rc == 0)
		note_sign(k->key, text, ret_line);
	return rc;
}

static int sign_checkpoint(struct key_signer *k, const char *text, char ret_line[SIGNATURE_LINE_SIZE], struct err *err)
{
	struct checkpoint c;
	struct signed_last now = {0};
	const struct signed_last *last;
	int rc = checkpoint_read(text, &c, err);

	if (rc == 0 && (note_text_length(text) > 0 || !str_equal(c.origin, signing_key_name(k->key))))
		rc = refuse_text(k, err);
	if (rc < 0)
		return rc;
	memcpy(now.employer, c.employer, sizeof now.employer);
	memcpy(now.head, c.head, sizeof now.head);
	now.entries = c.entries;
	last = find_last(k, SIGNED_CHECKPOINT, now.employer);
	rc = check_past(last, &c, err);
	if (rc == 0 && (last == NULL || last->entries < now.entries))
		rc = write_signed(k, &now, err);
	if (rc == 0)
		note_sign(k->key, text, ret_line);
	return rc;
}

static int sign(void *context, const char *text, char ret_line[SIGNATURE_LINE_SIZE], struct err *err)
{
	return check_note_is_one(text) ? sign_check(context, text, ret_line, err)
		: sign_checkpoint(context, text, ret_line, err);
}

int key_signer_open(const char *key_path, struct key_signer **ret, struct err *err)
{
	struct key_signer *k = mem_alloc(sizeof *k);
	int rc;

	*k = (struct key_signer){.signed_fd = -1, .arena = arena_new()};
	rc = read_key(k, key_path, err);
	if (rc == 0)
		rc = open_signed(k, key_path, err);
	if (rc < 0)
		key_signer_close(k);
	else
		*ret = k;
	return rc;
}

struct key_signer *key_signer_close(struct key_signer *k)
{
	if (k == NULL)
		return NULL;
	signing_key_free(k->key);
	if (k->signed_fd >= 0)
		(void)close(k->signed_fd);
	arena_free(k->arena);
	mem_free(k);
	return NULL;
}

struct signer key_signer_of(struct key_signer *k)
{
	struct public_key public;
	struct signer s = {.last = tell_last, .sign = sign, .context = k};

	memcpy(s.origin, signing_key_name(k->key), strlen(signing_key_name(k->key)));
	public_key_of(k->key, &public);
	public_key_line(&public, s.key);
	return s;
}
