#include "service/league/checks.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "core/published_sense.h"
#include "core/quarter.h"
#include "exchange/published_json.h"
#include "secure/digest.h"
#include "service/health/published_verify.h"
#include "store/published.h"
#include "store/publishers.h"
#include "store/store.h"

enum { FILE_BYTES = 2 * PUBLISHED_BYTES };

static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF", BLANKS[] = " \t\r\n";

/* The words that a file begins with. */
static const char *const BEGINNING[] = {"{", "\"format\"", ":", "\"plimsoll health check\""};

/* ---- whose files are taken ---- */

/* How many files are kept of an employer. */
static int count_files(struct store *s, const char *dfe_code, size_t *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct foreign_check *list;
	size_t count, found = 0;
	int rc = store_foreign_checks(s, a, &list, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		found += str_equal(list[i].dfe_code, dfe_code);
	arena_free(a);
	*ret = rc == 0 ? found : 0;
	return rc;
}

/* Whether another key is kept for the employer. */
static int find_other_key(struct store *s, const char *dfe_code, const char *line, bool *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct kept_publisher *list;
	size_t count;
	int rc = store_publishers(s, a, &list, &count, err);

	*ret = false;
	for (size_t i = 0; rc == 0 && i < count; i++)
		*ret = *ret || (str_equal(list[i].dfe_code, dfe_code) && !str_equal(list[i].key, line));
	arena_free(a);
	return rc;
}

/* A key takes the files that it signed with it, so another one is put in its place by whoever says so. */
static int check_other_key(struct store *s, const char *dfe_code, const char *line, bool replace, size_t *ret_files,
	struct err *err)
{
	bool other;
	int rc = find_other_key(s, dfe_code, line, &other, err);

	*ret_files = 0;
	if (rc == 0 && other)
		rc = count_files(s, dfe_code, ret_files, err);
	if (rc == 0 && other && !replace)
		return err_set(err, PL_CONFLICT, "another key is kept for %s, with %zu of its files, which would no longer count: "
			"take it back with 'plimsoll league forget %s' first, or say --replace", dfe_code, *ret_files, dfe_code);
	return rc;
}

int publisher_trust(struct store *s, const struct publisher *p, bool replace, size_t *ret_files, struct err *err)
{
	struct kept_publisher kept = {.dfe_code = p->dfe_code, .address = p->address, .said = p->said,
		.said_by = p->said_by};
	struct public_key key;
	char line[KEY_LINE];
	int rc;

	if (!league_is_dfe_code(str_of(p->dfe_code)))
		return err_set(err, PL_INVALID,
			"%.20s is no code of an employer: expected the three digits that the Department for Education has for it",
			p->dfe_code);
	if (strlen(p->address) > PUBLISHER_ADDRESS)
		return err_set(err, PL_INVALID, "the address of its newest file is too long: expected at most %d characters",
			PUBLISHER_ADDRESS);
	rc = public_key_read(p->key, &key, err);
	if (rc < 0)
		return rc;
	public_key_line(&key, line);
	kept.key = line;
	rc = check_other_key(s, p->dfe_code, line, replace, ret_files, err);
	return rc == 0 ? store_publisher_put(s, &kept, err) : rc;
}

int publisher_forget(struct store *s, const char *dfe_code, size_t *ret_files, struct err *err)
{
	int rc = count_files(s, dfe_code, ret_files, err);

	return rc == 0 ? store_publisher_remove(s, dfe_code, err) : rc;
}

int publishers_list(struct store *s, struct arena *a, struct publisher **ret, size_t *ret_count, struct err *err)
{
	struct kept_publisher *kept;
	struct publisher *list;
	size_t count;
	int rc = store_publishers(s, a, &kept, &count, err);

	if (rc < 0)
		return rc;
	list = arena_array(a, count, sizeof *list);
	for (size_t i = 0; i < count; i++) {
		struct public_key key;
		struct err ignored;
		bool reads = public_key_read(kept[i].key, &key, &ignored) == 0;

		list[i] = (struct publisher){.dfe_code = kept[i].dfe_code, .key = kept[i].key,
			.key_name = reads ? arena_strdup(a, key.name) : "",
			.address = kept[i].address, .said = kept[i].said, .said_by = kept[i].said_by};
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

static const struct publisher *publisher_of(const struct publisher *list, size_t count, const char *dfe_code)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(list[i].dfe_code, dfe_code))
			return &list[i];
	return NULL;
}

/* ---- a file ---- */

static bool passes(const char *bytes, size_t n, size_t *at, const char *word)
{
	size_t length = strlen(word);

	if (n - *at < length || memcmp(bytes + *at, word, length) != 0)
		return false;
	*at += length;
	return true;
}

bool check_is_one(const char *bytes, size_t n)
{
	size_t at = 0;

	(void)passes(bytes, n, &at, BYTE_ORDER_MARK);
	for (size_t i = 0; i < sizeof BEGINNING / sizeof *BEGINNING; i++) {
		while (at < n && memchr(BLANKS, bytes[at], sizeof BLANKS - 1) != NULL)
			at++;
		if (!passes(bytes, n, &at, BEGINNING[i]))
			return false;
	}
	return true;
}

static const char *dfe_text(struct arena *a, int32_t dfe_code)
{
	return arena_printf(a, "%03d", dfe_code);
}

/* Against the key of the employer that it says it is of. */
static int verify(struct arena *a, const struct publisher *publishers, size_t count, const char *bytes, size_t n,
	struct published *ret, const char **ret_note, struct err *err)
{
	const char *note, *document;
	const struct publisher *from;
	struct public_key key;
	struct published said;
	int rc = published_json_read(a, bytes, n, &said, &note, &document, err);

	if (rc < 0)
		return rc;
	from = publisher_of(publishers, count, dfe_text(a, said.dfe_code));
	if (from == NULL)
		return err_set(err, PL_NOT_FOUND, "no key is kept for %.100s (%03d), so nobody can say whether it published this",
			said.name, said.dfe_code);
	rc = public_key_read(from->key, &key, err);
	if (rc == 0)
		rc = published_verify(a, bytes, n, &key, ret, err);
	if (rc == 0 && ret->demo)
		rc = err_set(err, PL_INVALID, "%.100s is an invented council", ret->name);
	if (rc == 0)
		*ret_note = note;
	return rc;
}

static int keep(struct store *s, struct arena *a, const struct check_asked *asked, const struct published *p,
	enum check_taken *ret_taken, struct err *err)
{
	char sha256[DIGEST_SIZE];
	const struct foreign_check check = {.dfe_code = dfe_text(a, p->dfe_code), .version = p->version, .sha256 = sha256,
		.taken = asked->instant, .taken_by = asked->by, .file = arena_strndup(a, asked->bytes, asked->size)};
	const char *known;
	int rc = store_foreign_check_sha256(s, a, check.dfe_code, p->version, &known, err);

	digest_of(asked->bytes, asked->size, sha256);
	*ret_taken = str_equal(known, sha256) ? CHECK_KNOWN_ALREADY : CHECK_TAKEN;
	if (rc < 0 || *ret_taken == CHECK_KNOWN_ALREADY)
		return rc;
	if (known[0] != '\0')
		return err_set(err, PL_INVALID,
			"another file is kept as version %d of %.100s, signed with the same key: ask it which one it published",
			p->version, p->name);
	return asked->dry_run ? 0 : store_foreign_check_add(s, &check, err);
}

int check_take(struct store *s, struct arena *a, const struct check_asked *asked, struct published *ret,
	enum check_taken *ret_taken, struct err *err)
{
	struct publisher *publishers = NULL;
	size_t count = 0;
	struct published p;
	const char *note;
	int rc = 0;

	if (asked->size > FILE_BYTES)
		return err_set(err, PL_LIMIT, "the file is larger than any published health check");
	if (s != NULL)
		rc = publishers_list(s, a, &publishers, &count, err);
	if (rc == 0)
		rc = verify(a, publishers, count, asked->bytes, asked->size, &p, &note, err);
	if (rc == 0 && asked->of != NULL && !str_equal(dfe_text(a, p.dfe_code), asked->of))
		rc = err_set(err, PL_INVALID, "what is published there is of %.100s (%03d)", p.name, p.dfe_code);
	if (rc == 0)
		rc = published_check_sense(&p, asked->instant, err);
	if (rc == 0 && !is_quarter_over(p.period, clock_day_of(asked->instant)))
		rc = err_set(err, PL_INVALID, "the health check of %.100s is of a quarter that is not over", p.name);
	if (rc == 0)
		rc = keep(s, a, asked, &p, ret_taken, err);
	if (rc == 0)
		*ret = p;
	return rc;
}

/* ---- for the league ---- */

struct gathering {
	struct store *s;
	struct arena *a;
	const struct league *l;
	const struct publisher *publishers;
	size_t publishers_count;
	struct league_check *found; size_t count, room;
};

static int32_t area_of(const struct league *l, const char *dfe_code)
{
	for (int32_t i = 0; (size_t)i < league_areas(l); i++) {
		const struct league_area *area = league_area(l, i);

		if (area->level == AREA_EMPLOYER && str_equal(area->dfe_code, dfe_code))
			return i;
	}
	return LEAGUE_NOBODY;
}

/* Takes what is of an employer of the league, and of no invented council. */
static void offer(struct gathering *g, const struct published *p, const struct league_check *check)
{
	int32_t area = p->dfe_code > 0 && !p->demo ? area_of(g->l, dfe_text(g->a, p->dfe_code)) : LEAGUE_NOBODY;
	struct league_check *found;
	struct published *kept;

	if (area == LEAGUE_NOBODY)
		return;
	kept = arena_alloc(g->a, sizeof *kept);
	*kept = *p;
	found = ARENA_PUSH(g->a, &g->found, &g->count, &g->room);
	*found = *check;
	found->area = area;
	found->published = kept;
}

static int gather_foreign(struct gathering *g, struct err *err)
{
	struct foreign_check *checks;
	size_t count;
	int rc = store_foreign_checks(g->s, g->a, &checks, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++) {
		const struct publisher *from = publisher_of(g->publishers, g->publishers_count, checks[i].dfe_code);
		const char *key = from != NULL ? from->key : "", *address = from != NULL ? from->address : "";
		struct league_check check = {.file = checks[i].file, .sha256 = checks[i].sha256, .key = key, .href = address};
		struct published p;
		struct err ignored;

		if (verify(g->a, g->publishers, g->publishers_count, checks[i].file, strlen(checks[i].file), &p, &check.note,
			&ignored) == 0)
			offer(g, &p, &check);
	}
	return rc;
}

/* The file that everybody gets of a document here, and its sum. */
static void put_file(struct arena *a, const char *document, struct league_check *check)
{
	struct buf file = BUF_INIT(FILE_BYTES);
	char sha256[DIGEST_SIZE];

	published_json_file(&file, document, check->note);
	digest_of(buf_text(&file), file.len, sha256);
	check->file = arena_strndup(a, buf_text(&file), file.len);
	check->sha256 = arena_strdup(a, sha256);
	buf_free(&file);
}

/* What an employer of this database has published: only what is signed. */
static int gather_own(struct gathering *g, const struct employer *e, struct err *err)
{
	struct kept_check *kept;
	size_t count;
	int rc = store_published(g->s, g->a, e->id, &kept, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++) {
		struct league_check check = {.note = kept[i].note, .key = "", .employer_id = e->id,
			.href = arena_printf(g->a, "/published/%s/%d", e->code, kept[i].version)};
		const char *text, *note, *document;
		struct published p;
		struct err ignored;

		if (kept[i].note[0] == '\0')
			continue;
		rc = store_published_document(g->s, g->a, e->id, kept[i].version, &text, err);
		if (rc < 0 || published_json_read(g->a, text, strlen(text), &p, &note, &document, &ignored) < 0)
			continue;
		put_file(g->a, text, &check);
		offer(g, &p, &check);
	}
	return rc;
}

static bool *places_with_a_key(const struct gathering *g)
{
	bool *has_key = arena_array(g->a, league_areas(g->l) + 1, sizeof *has_key);

	for (size_t i = 0; i < g->publishers_count; i++) {
		int32_t area = area_of(g->l, g->publishers[i].dfe_code);

		if (area != LEAGUE_NOBODY)
			has_key[area] = true;
	}
	return has_key;
}

int league_checks_read(struct store *s, struct arena *a, const struct league *l, struct league_check **ret,
	size_t *ret_count, struct err *err)
{
	struct gathering g = {.s = s, .a = a, .l = l};
	struct publisher *publishers = NULL;
	struct employer *employers;
	size_t employers_count = 0;
	int rc = publishers_list(s, a, &publishers, &g.publishers_count, err);

	g.publishers = publishers;
	if (rc == 0)
		rc = store_employers(s, a, &employers, &employers_count, err);
	for (size_t i = 0; rc == 0 && i < employers_count; i++)
		if (!employers[i].demo)
			rc = gather_own(&g, &employers[i], err);
	if (rc == 0)
		rc = gather_foreign(&g, err);
	if (rc < 0)
		return rc;
	*ret_count = league_checks_that_count(g.found, g.count, places_with_a_key(&g));
	*ret = g.found;
	return 0;
}
