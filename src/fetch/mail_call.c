#include "fetch/mail_call.h"

#include <string.h>

#include "base/mail_address.h"

/* Longer than a mail takes at the most: given up here, it might be sent all the same, and then again. */
enum { WAIT_MS = MAIL_MS + MAIL_ANSWER_MS + 5000 };

int mail_call_send(void *context, const char *to, const char *message, struct err *err)
{
	size_t to_bytes = strlen(to) + 1, message_bytes = strlen(message) + 1, n;
	struct buf question = BUF_INIT(CALL_BYTES);
	char answer[1];
	int rc;

	buf_add(&question, to, to_bytes);
	buf_add(&question, message, message_bytes);
	rc = question.full || message_bytes > MAIL_MESSAGE
		? err_set(err, PL_LIMIT, "A mail of more than %d bytes is not sent", MAIL_MESSAGE)
		: caller_ask(context, question.data, question.len, WAIT_MS, answer, sizeof answer, &n, err);
	buf_free(&question);
	return rc;
}

/* The next text of a question; NULL if there is none. */
static const char *next_text(const char **at, size_t *left)
{
	const char *text = *at, *end = memchr(text, '\0', *left);

	if (end == NULL)
		return NULL;
	*left -= (size_t)(end - text) + 1;
	*at = end + 1;
	return text;
}

int mail_call_answer(void *context, const void *question, size_t n, void *answer, size_t *ret_n, struct err *err)
{
	const char *at = question, *to, *message;
	size_t left = n;

	(void)answer;
	to = next_text(&at, &left);
	message = to != NULL && left > 0 ? next_text(&at, &left) : NULL;
	if (message == NULL || left > 0 || !mail_address_fits(str_of(to)))
		return err_set(err, PL_FAIL, "another process cannot be understood");
	*ret_n = 0;
	return mail_send(context, to, message, err);
}
