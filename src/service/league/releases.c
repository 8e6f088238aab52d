#include "service/league/releases.h"

#include "base/clock.h"
#include "base/plain_file.h"
#include "base/str.h"
#include "secure/digest.h"
#include "service/league/checks.h"
#include "service/league/release_read.h"
#include "store/releases.h"

static const struct {
	const char *code, *words;
} KINDS[RELEASE_KINDS] = {
	[RELEASE_FIGURES] = {"figures", "figures of employers"},
	[RELEASE_NEIGHBOURS] = {"neighbours", "statistical neighbours"},
	[RELEASE_INSPECTIONS] = {"inspections", "inspection outcomes"},
	[RELEASE_CHECK] = {"health-check", "a published health check"},
};

const char *release_kind_code(enum release_kind kind)
{
	return KINDS[kind].code;
}

const char *release_kind_words(enum release_kind kind)
{
	return KINDS[kind].words;
}

/* ---- those that are kept ---- */

static struct release release_of(const struct kept_release *k)
{
	struct release r = {.release_id = k->release_id, .sha256 = k->sha256, .file_name = k->file_name,
		.latest_year = k->latest_year, .rows = k->rows, .bytes = k->size, .taken = k->taken, .taken_by = k->taken_by};

	for (int i = 0; i < RELEASE_KINDS; i++) {
		if (str_equal(k->kind, KINDS[i].code))
			r.kind = (enum release_kind)i;
	}
	return r;
}

int releases_list(struct store *s, struct arena *a, struct release **ret, size_t *ret_count, struct err *err)
{
	struct kept_release *kept;
	struct release *list;
	size_t count;
	int rc = store_releases(s, a, &kept, &count, err);

	if (rc < 0)
		return rc;
	list = arena_array(a, count + 1, sizeof *list);
	for (size_t i = 0; i < count; i++)
		list[i] = release_of(&kept[i]);
	*ret = list;
	*ret_count = count;
	return 0;
}

static int cannot_be_read(int rc, const struct release *r, struct err *err)
{
	char why[sizeof err->text];

	(void)snprintf(why, sizeof why, "%s", err->text);
	return err_set(err, rc, "%s: %s ('plimsoll league remove %.12s' takes it away)", r->file_name, why, r->sha256);
}

static int tell_one(struct store *s, const struct release *r, struct league *l, struct err *err)
{
	struct buf bytes = BUF_INIT(RELEASE_BYTES_MOST + 1);
	struct release_read read = {.league = l};
	int rc = store_release_bytes(s, r->release_id, &bytes, err);

	if (rc == 0)
		rc = release_read(r->kind, buf_text(&bytes), bytes.len, &read, err);
	buf_free(&bytes);
	return rc < 0 ? cannot_be_read(rc, r, err) : rc;
}

int releases_tell(struct store *s, const struct release *releases, size_t count, struct league *l, struct err *err)
{
	int rc = 0;

	for (int figures = 1; figures >= 0; figures--) {
		for (size_t i = 0; i < count && rc == 0; i++) {
			if ((releases[i].kind == RELEASE_FIGURES) == figures)
				rc = tell_one(s, &releases[i], l, err);
		}
	}
	return rc;
}

/* Whether a release tells of what is in these bytes. */
static int tells_the_same(struct store *s, const struct release *other, struct str bytes, bool *ret, struct err *err)
{
	struct buf of_other = BUF_INIT(RELEASE_BYTES_MOST + 1);
	int rc = store_release_bytes(s, other->release_id, &of_other, err);

	if (rc == 0)
		*ret = releases_tell_the_same(other->kind, bytes, (struct str){buf_text(&of_other), of_other.len});
	buf_free(&of_other);
	return rc;
}

int release_find_rival(struct store *s, const struct release *releases, size_t count, const struct release *r,
	struct release_rival *ret, struct err *err)
{
	struct buf bytes = BUF_INIT(RELEASE_BYTES_MOST + 1);
	struct release_rival rival = {.counts_after = true};
	bool same = false;
	int rc = store_release_bytes(s, r->release_id, &bytes, err);

	for (size_t i = count; i-- > 0 && rc == 0 && !same;) {
		if (releases[i].release_id == r->release_id)
			rival.counts_after = false;
		else if (releases[i].kind == r->kind)
			rc = tells_the_same(s, &releases[i], (struct str){buf_text(&bytes), bytes.len}, &same, err);
		rival.release = same ? &releases[i] : NULL;
	}
	buf_free(&bytes);
	if (rc == 0)
		*ret = rival;
	return rc;
}

/* ---- taken away ---- */

static bool is_prefix(const char *text)
{
	size_t n = strlen(text);

	return n >= RELEASE_PREFIX_LEAST && n < DIGEST_SIZE && strspn(text, "0123456789abcdef") == n;
}

static int find_by_prefix(struct store *s, struct arena *a, const char *prefix, struct release *ret, struct err *err)
{
	struct release *list;
	size_t count, found = 0;
	int rc = releases_list(s, a, &list, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++) {
		if (strncmp(list[i].sha256, prefix, strlen(prefix)) != 0)
			continue;
		*ret = list[i];
		found++;
	}
	if (rc == 0 && found == 0)
		return err_set(err, PL_NOT_FOUND, "there is no release with a SHA-256 that begins with %s", prefix);
	if (rc == 0 && found > 1)
		return err_set(err, PL_CONFLICT, "there are %zu releases with a SHA-256 that begins with %s: expected more of it",
			found, prefix);
	return rc;
}

int release_find(struct store *s, struct arena *a, const char *prefix, struct release *ret, struct err *err)
{
	if (!is_prefix(prefix))
		return err_set(err, PL_INVALID, "expected the SHA-256 of a release as 'plimsoll league list' shows it, or its first "
			"%d digits or more", RELEASE_PREFIX_LEAST);
	return find_by_prefix(s, a, prefix, ret, err);
}

int release_remove(struct store *s, const struct release *r, struct err *err)
{
	return store_release_remove(s, r->release_id, err);
}

/* ---- a new one ---- */

/* The last part of a path, fit to be shown. */
static const char *name_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = arena_strdup(a, slash != NULL ? slash + 1 : path);

	if (strlen(name) > RELEASE_NAME)
		name[RELEASE_NAME] = '\0';
	str_make_clean(name);
	return name;
}

static int find_known(struct store *s, struct arena *a, const char *sha256, struct release *ret, bool *ret_known,
	struct err *err)
{
	struct kept_release kept;
	int rc = s != NULL ? store_release_of_sha256(s, a, sha256, &kept, err) : PL_NOT_FOUND;

	*ret_known = rc == 0;
	if (rc == 0)
		*ret = release_of(&kept);
	return rc == PL_NOT_FOUND ? 0 : rc;
}

/* Reads it behind the others, whose areas count against the same caps. */
static int read_with_others(struct store *s, struct arena *a, const char *bytes, size_t n, struct release *r,
	struct err *err)
{
	struct release_read read = {.league = league_new(a)};
	int month, day;
	struct release *others = NULL;
	size_t count = 0;
	int rc = release_recognise(bytes, n, &r->kind, err);

	if (rc == 0 && s != NULL)
		rc = releases_list(s, a, &others, &count, err);
	if (rc == 0 && count >= RELEASES_MOST)
		rc = err_set(err, PL_LIMIT, "there are %zu releases already, the most that are kept", count);
	if (rc == 0 && r->kind == RELEASE_FIGURES)
		rc = releases_tell(s, others, count, read.league, err);
	date_to_civil(clock_day_of(r->taken), &read.year_most, &month, &day);
	if (rc == 0)
		rc = release_read(r->kind, bytes, n, &read, err);
	r->rows = read.rows;
	r->latest_year = read.latest_year;
	if (rc == 0 && r->rows == 0)
		rc = err_set(err, PL_INVALID, "there are no rows under the names of the columns");
	return rc;
}

static int keep(struct store *s, const struct release *r, const char *bytes, size_t n, struct err *err)
{
	const struct kept_release kept = {.kind = KINDS[r->kind].code, .sha256 = r->sha256, .file_name = r->file_name,
		.latest_year = r->latest_year, .rows = r->rows, .taken = r->taken, .taken_by = r->taken_by};

	return store_release_add(s, &kept, bytes, n, err);
}

static int take_check(struct store *s, struct arena *a, const struct release_asked *asked, const struct buf *bytes,
	struct release *r, enum release_taken *ret_taken, struct err *err)
{
	const struct check_asked check = {.bytes = buf_text(bytes), .size = bytes->len, .by = asked->by,
		.instant = asked->instant, .dry_run = asked->dry_run};
	enum check_taken taken;
	struct published p;
	int month, day, rc = check_take(s, a, &check, &p, &taken, err);

	if (rc < 0)
		return rc == PL_NOT_FOUND ? err_set(err, PL_INVALID, "%s", arena_strdup(a, err->text)) : rc;
	r->kind = RELEASE_CHECK;
	r->rows = (int32_t)p.rows.count;
	date_to_civil(p.period.until - 1, &r->latest_year, &month, &day);
	*ret_taken = taken == CHECK_TAKEN ? RELEASE_TAKEN : RELEASE_KNOWN_ALREADY;
	return 0;
}

static int take_bytes(struct store *s, struct arena *a, const struct release_asked *asked, const struct buf *bytes,
	struct release *ret, enum release_taken *ret_taken, struct err *err)
{
	struct release r = {.file_name = name_of(a, asked->in->name), .bytes = (int64_t)bytes->len, .taken = asked->instant,
		.taken_by = arena_strdup(a, asked->by)};
	char sha256[DIGEST_SIZE];
	bool known;
	int rc;

	digest_of(buf_text(bytes), bytes->len, sha256);
	r.sha256 = arena_strdup(a, sha256);
	if (check_is_one(buf_text(bytes), bytes->len)) {
		rc = take_check(s, a, asked, bytes, &r, ret_taken, err);
		if (rc == 0)
			*ret = r;
		return rc;
	}
	rc = find_known(s, a, sha256, ret, &known, err);
	if (rc < 0 || known) {
		*ret_taken = RELEASE_KNOWN_ALREADY;
		return rc;
	}
	rc = read_with_others(s, a, buf_text(bytes), bytes->len, &r, err);
	if (rc == 0 && !asked->dry_run)
		rc = keep(s, &r, buf_text(bytes), bytes->len, err);
	if (rc < 0)
		return rc;
	*ret = r;
	*ret_taken = RELEASE_TAKEN;
	return 0;
}

int release_take(struct store *s, struct arena *a, const struct release_asked *asked, struct release *ret,
	enum release_taken *ret_taken, struct err *err)
{
	struct buf bytes = BUF_INIT(RELEASE_BYTES_MOST);
	int rc = plain_file_read_open(asked->in->fd, "the file", &bytes, err);

	if (rc == 0)
		rc = take_bytes(s, a, asked, &bytes, ret, ret_taken, err);
	buf_free(&bytes);
	return rc;
}
