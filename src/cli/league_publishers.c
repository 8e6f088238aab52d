/* league trust, forget, publishers, fetch: whose published health checks are taken, and fetching them. */
#include "cli/league_publishers.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/plain_file.h"
#include "base/str.h"
#include "core/quarter.h"
#include "fetch/fetch.h"
#include "secure/signature.h"
#include "service/league/checks.h"

enum { CODE = 1, KEY, ADDRESS, REPORT_BYTES = 4 * 1024 * 1024, CODE_WIDTH = 6, NAME_WIDTH = 40, HTTP_OK = 200 };

/* Set by tests, whose servers have no certificate. */
static const char PLAIN_VARIABLE[] = "PLIMSOLL_PLAIN_PUBLISHERS";

static bool is_plain(void)
{
	return getenv(PLAIN_VARIABLE) != NULL;
}

bool league_may_fetch(const char *address)
{
	return fetch_may_ask(address, is_plain());
}

static int open_to_write(const struct options *o, struct store **ret, struct err *err)
{
	int rc = store_open(o->db, STORE_CREATE, ret, err);

	if (rc == 0)
		store_share(*ret);
	return rc;
}

/* ---- keys ---- */

static int trust(const struct options *o, struct store *s, size_t *ret_files, struct err *err)
{
	struct buf key = BUF_INIT(KEY_LINE);
	const struct publisher p = {.dfe_code = o->arguments[CODE],
		.address = o->arguments_count > ADDRESS ? o->arguments[ADDRESS] : "",
		.said = clock_now(), .said_by = command_actor()};
	struct publisher said = p;
	struct public_key read;
	int rc = plain_file_read(o->arguments[KEY], FILE_PLAIN, "a file with a public key", &key, err);

	said.key = buf_text(&key);
	if (rc == 0 && (rc = public_key_read(said.key, &read, err)) < 0)
		(void)err_prefix(err, "%s", o->arguments[KEY]);
	if (rc == 0)
		rc = publisher_trust(s, &said, o->replace, ret_files, err);
	buf_free(&key);
	return rc;
}

/* They are kept, and count again if the key that signed them is trusted again. */
static void put_files_gone(struct buf *out, size_t files)
{
	if (files > 0)
		buf_putf(out, "%zu %s signed with the key that was kept before no longer %s.\n", files,
			files == 1 ? "file" : "files", files == 1 ? "counts" : "count");
}

int league_trust(const struct options *o)
{
	struct buf out = BUF_INIT(REPORT_BYTES);
	struct store *s = NULL;
	size_t files = 0;
	struct err err;
	int rc = open_to_write(o, &s, &err);

	if (rc == 0)
		rc = trust(o, s, &files, &err);
	store_close(s);
	if (rc < 0)
		return command_fails(&err);
	buf_putf(&out, "Health checks of %s are taken that are signed with this key.\n", o->arguments[CODE]);
	put_files_gone(&out, files);
	return print_buf(&out);
}

int league_forget(const struct options *o)
{
	struct buf out = BUF_INIT(REPORT_BYTES);
	struct store *s = NULL;
	size_t files = 0;
	struct err err;
	int rc = open_to_write(o, &s, &err);

	if (rc == 0)
		rc = publisher_forget(s, o->arguments[CODE], &files, &err);
	store_close(s);
	if (rc < 0)
		return command_fails(&err);
	buf_putf(&out, "No key is kept for %s any more, and none of its health checks is shown.\n", o->arguments[CODE]);
	put_files_gone(&out, files);
	return print_buf(&out);
}

static void put_publishers_json(struct buf *out, const struct publisher *list, size_t count)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_begin_array(&w, "publishers");
	for (size_t i = 0; i < count; i++) {
		json_begin_object(&w, NULL);
		json_text(&w, "dfe_code", list[i].dfe_code);
		json_text(&w, "key", list[i].key);
		json_text_or_null(&w, "address", list[i].address);
		json_text(&w, "said_by", list[i].said_by);
		json_end(&w, '}');
	}
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void put_publishers(struct buf *out, const struct publisher *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		print_cell(out, list[i].dfe_code, CODE_WIDTH);
		print_cell(out, list[i].key_name, NAME_WIDTH);
		buf_putf(out, "  %s\n", list[i].address[0] != '\0' ? list[i].address : "brought by hand");
	}
	if (count == 0)
		buf_puts(out, "No key is kept: 'plimsoll league trust' keeps one.\n");
}

int league_publishers(const struct options *o)
{
	struct buf out = BUF_INIT(REPORT_BYTES);
	struct arena *a = arena_new();
	struct publisher *list;
	struct store *s = NULL;
	struct err err;
	size_t count;
	int rc = store_open(o->db, STORE_READ, &s, &err);

	if (rc == 0)
		rc = publishers_list(s, a, &list, &count, &err);
	if (rc == 0 && o->json)
		put_publishers_json(&out, list, count);
	else if (rc == 0)
		put_publishers(&out, list, count);
	store_close(s);
	arena_free(a);
	if (rc < 0) {
		buf_free(&out);
		return command_fails(&err);
	}
	return print_buf(&out);
}

/* ---- fetching ---- */

struct fetched {
	const char *why;           /* "" if it is good */
	bool answered;             /* there is a file to be held against the key */
	enum check_taken taken;
	struct published check;
};

static int fetch_one(struct fetcher *f, struct store *s, struct arena *a, const struct publisher *p,
	struct fetched *ret, struct err *err)
{
	const struct fetch_question question = {.address = p->address};
	struct buf body = BUF_INIT(FETCH_BYTES);
	long status = 0;
	int rc = fetch_ask(f, &question, &body, &status, err);

	if (rc == 0 && status != HTTP_OK)
		rc = err_set(err, PL_FAIL, "%.200s answers with status %ld", p->address, status);
	ret->answered = rc == 0;
	if (rc == 0) {
		const struct check_asked asked = {.bytes = buf_text(&body), .size = body.len, .of = p->dfe_code,
			.by = command_actor(), .instant = clock_now()};

		rc = check_take(s, a, &asked, &ret->check, &ret->taken, err);
	}
	buf_free(&body);
	return rc;
}

static void put_fetched(struct buf *out, const struct publisher *p, const struct fetched *f)
{
	char quarter[DATE_WORDS_SIZE];

	buf_putf(out, "%s: ", p->dfe_code);
	if (f->why[0] != '\0' && !f->answered)
		buf_putf(out, "not fetched: %s\n", f->why);
	else if (f->why[0] != '\0')
		buf_putf(out, "refused: %s\n", f->why);
	else
		buf_putf(out, "%s: version %d of %s, %s\n", f->taken == CHECK_TAKEN ? "taken" : "known already", f->check.version,
			f->check.name, quarter_words(f->check.period.from, quarter));
}

/* How many were refused or not fetched, or a negative code. */
static int fetch_all(struct fetcher *f, struct store *s, struct arena *a, struct buf *out, struct err *err)
{
	struct publisher *list;
	size_t count, asked = 0;
	int refused = 0, rc = publishers_list(s, a, &list, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++) {
		struct fetched one = {.why = ""};
		struct err why;

		if (list[i].address[0] == '\0')
			continue;
		asked++;
		if (fetch_one(f, s, a, &list[i], &one, &why) < 0) {
			one.why = arena_strdup(a, why.text);
			refused++;
		}
		put_fetched(out, &list[i], &one);
	}
	if (rc == 0 && asked == 0)
		return err_set(err, PL_NOT_FOUND,
			"no employer is known by an address: 'plimsoll league trust CODE KEY ADDRESS' says one");
	return rc < 0 ? rc : refused;
}

int league_fetch(const struct options *o)
{
	struct buf out = BUF_INIT(REPORT_BYTES);
	struct arena *a = arena_new();
	struct fetcher *f = NULL;
	struct store *s = NULL;
	struct err err;
	int status, rc = fetcher_new(is_plain(), &f, &err);

	if (rc == 0)
		rc = open_to_write(o, &s, &err);
	if (rc == 0)
		rc = fetch_all(f, s, a, &out, &err);
	store_close(s);
	fetcher_free(f);
	arena_free(a);
	if (rc < 0) {
		buf_free(&out);
		return command_fails(&err);
	}
	status = print_buf(&out);
	return rc > 0 && status == EXIT_DONE ? EXIT_FAILED : status;
}
