#include "fetch/provider_call.h"

#include <string.h>

#include "base/str.h"

/* A token and its key are asked for in turn, and the discovery document before them. */
enum { TEXTS_MOST = 4, WAIT_MS = 3 * FETCH_MS + 1000 };

/* ---- texts as bytes ---- */

static int put_texts(const char *const *texts, size_t count, char room[CALL_BYTES], size_t *ret_n, struct err *err)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(texts[i]) + 1;

		if (n > CALL_BYTES - used)
			return err_set(err, PL_LIMIT, "The sign-in service is told, or tells, more than %d bytes", CALL_BYTES);
		memcpy(room + used, texts[i], n);
		used += n;
	}
	*ret_n = used;
	return 0;
}

/* Exactly `count` texts, which lie in `bytes`. */
static int take_texts(const char *bytes, size_t n, const char **texts, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const char *end = memchr(bytes, '\0', n);

		if (end == NULL)
			return err_set(err, PL_FAIL, "another process cannot be understood");
		texts[i] = bytes;
		n -= (size_t)(end - bytes) + 1;
		bytes = end + 1;
	}
	return n == 0 ? 0 : err_set(err, PL_FAIL, "another process cannot be understood");
}

/* ---- asking ---- */

static int call(struct caller *caller, struct arena *a, const char *const *texts, size_t count, const char **answers,
	size_t answers_count, struct err *err)
{
	char *room = arena_alloc(a, CALL_BYTES), *answer = arena_alloc(a, CALL_BYTES);
	size_t n = 0;
	int rc = put_texts(texts, count, room, &n, err);

	if (rc == 0)
		rc = caller_ask(caller, room, n, WAIT_MS, answer, CALL_BYTES, &n, err);
	return rc == 0 ? take_texts(answer, n, answers, answers_count, err) : rc;
}

int provider_call_begin(void *context, struct arena *a, const char **ret_address, struct err *err)
{
	const char *const question[] = {"begin"};

	return call(context, a, question, 1, ret_address, 1, err);
}

int provider_call_exchange(void *context, struct arena *a, const char *code, const char *verifier, const char *redirect,
	const char **ret_token, const char **ret_keys, struct err *err)
{
	const char *const question[] = {"exchange", code, verifier, redirect};
	const char *answers[2];
	int rc = call(context, a, question, 4, answers, 2, err);

	if (rc < 0)
		return rc;
	*ret_token = answers[0];
	*ret_keys = answers[1];
	return 0;
}

/* ---- answering ---- */

static int answer_begin(struct provider *p, struct arena *a, char *answer, size_t *ret_n, struct err *err)
{
	const char *address;
	int rc = provider_begin(p, a, &address, err);

	return rc == 0 ? put_texts(&address, 1, answer, ret_n, err) : rc;
}

static int answer_exchange(struct provider *p, struct arena *a, const char *const *asked, char *answer, size_t *ret_n,
	struct err *err)
{
	const char *texts[2];
	int rc = provider_exchange(p, a, asked[1], asked[2], asked[3], &texts[0], &texts[1], err);

	return rc == 0 ? put_texts(texts, 2, answer, ret_n, err) : rc;
}

int provider_call_answer(void *context, const void *question, size_t n, void *answer, size_t *ret_n, struct err *err)
{
	struct arena *a = arena_new();
	const char *asked[TEXTS_MOST];
	int rc;

	if (n == sizeof "begin" && memcmp(question, "begin", n) == 0)
		rc = answer_begin(context, a, answer, ret_n, err);
	else {
		rc = take_texts(question, n, asked, TEXTS_MOST, err);
		if (rc == 0 && !str_equal(asked[0], "exchange"))
			rc = err_set(err, PL_FAIL, "another process cannot be understood");
		if (rc == 0)
			rc = answer_exchange(context, a, asked, answer, ret_n, err);
	}
	arena_free(a);
	return rc;
}
