/* The signer process of a server, and how the web process asks it: a word, a line feed, and what it is about. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "cli/serve.h"
#include "sandbox/call.h"

enum { WAIT_MS = 5000 };

static const char SIGN[] = "sign\n", LAST[] = "last\n", ORIGIN[] = "origin\n", KEY[] = "key\n";

/* ---- in the web process ---- */

static int ask(struct caller *calls, const char *word, const char *about, char *answer, size_t size, struct err *err)
{
	struct buf question = BUF_INIT(CALL_BYTES);
	size_t n;
	int rc;

	buf_puts(&question, word);
	buf_puts(&question, about);
	rc = caller_ask(calls, question.data, question.len, WAIT_MS, answer, size - 1, &n, err);
	if (rc == 0)
		answer[n] = '\0';
	buf_free(&question);
	return rc;
}

static int ask_to_sign(void *context, const char *text, char ret_line[SIGNATURE_LINE_SIZE], struct err *err)
{
	char line[SIGNATURE_LINE_SIZE];
	int rc = ask(context, SIGN, text, line, sizeof line, err);

	if (rc == 0)
		memcpy(ret_line, line, sizeof line);
	return rc;
}

static int ask_for_last(void *context, const char *employer, int64_t *ret_entries, struct err *err)
{
	char number[32];
	int rc = ask(context, LAST, employer, number, sizeof number, err);

	if (rc == 0 && !str_to_int(str_of(number), 0, INT64_MAX, ret_entries))
		rc = err_set(err, PL_FAIL, "the signer cannot be understood");
	return rc;
}

int signer_of_calls(struct caller *calls, struct signer *ret, struct err *err)
{
	struct signer s = {.last = ask_for_last, .sign = ask_to_sign, .context = calls};
	int rc = ask(calls, ORIGIN, "", s.origin, sizeof s.origin, err);

	if (rc == 0)
		rc = ask(calls, KEY, "", s.key, sizeof s.key, err);
	if (rc == 0)
		*ret = s;
	return rc;
}

/* ---- in the signer process ---- */

static const char *about(const char *question, const char *word)
{
	return strncmp(question, word, strlen(word)) == 0 ? question + strlen(word) : NULL;
}

static int answer_text(const struct signer *s, const char *question, struct buf *out, struct err *err)
{
	char line[SIGNATURE_LINE_SIZE];
	const char *what;
	int64_t entries;
	int rc;

	if ((what = about(question, SIGN)) != NULL) {
		rc = s->sign(s->context, what, line, err);
		if (rc == 0)
			buf_puts(out, line);
	} else if ((what = about(question, LAST)) != NULL) {
		rc = s->last(s->context, what, &entries, err);
		if (rc == 0)
			buf_put_int(out, entries);
	} else {
		buf_puts(out, about(question, KEY) != NULL ? s->key : s->origin);
		rc = 0;
	}
	return rc;
}

static int answer(void *context, const void *question, size_t n, void *room, size_t *ret_n, struct err *err)
{
	struct buf text = BUF_INIT(CALL_BYTES), out = BUF_INIT(CALL_BYTES);
	int rc;

	buf_add(&text, question, n);
	rc = answer_text(context, buf_text(&text), &out, err);
	if (rc == 0) {
		memcpy(room, buf_text(&out), out.len);
		*ret_n = out.len;
	}
	buf_free(&text);
	buf_free(&out);
	return rc;
}

int serve_prepare_signer(void *context, struct err *err)
{
	struct serving *s = context;

	return key_signer_open(s->options->signing_key, &s->key, err);
}

int serve_signer(void *context, int calls)
{
	const struct serving *s = context;
	struct signer signer = key_signer_of(s->key);
	struct err err;

	return call_serve(calls, answer, &signer, &err) == 0 ? EXIT_DONE : EXIT_FAILED;
}
