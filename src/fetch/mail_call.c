#include "fetch/mail_call.h"

#include <string.h>

#include "base/mail_address.h"

#define MAIL "mail"

/* Another question may be under way before it. */
enum { WAIT_MS = 2 * MAIL_MS };

int mail_call_send(void *context, const char *to, const char *message, struct err *err)
{
	size_t first = sizeof MAIL, second = strlen(to) + 1, third = strlen(message) + 1, n;
	struct buf question = BUF_INIT(CALL_BYTES);
	char answer[1];
	int rc;

	buf_add(&question, MAIL, first);
	buf_add(&question, to, second);
	buf_add(&question, message, third);
	rc = question.full || third > MAIL_MESSAGE
		? err_set(err, PL_LIMIT, "A mail of more than %d bytes is not sent", MAIL_MESSAGE)
		: caller_ask(context, question.data, question.len, WAIT_MS, answer, sizeof answer, &n, err);
	buf_free(&question);
	return rc;
}

bool mail_call_is_one(const void *question, size_t n)
{
	return n > sizeof MAIL && memcmp(question, MAIL, sizeof MAIL) == 0;
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
	const char *at = (const char *)question + sizeof MAIL, *to, *message;
	size_t left = n - sizeof MAIL;

	(void)answer;
	to = next_text(&at, &left);
	message = to != NULL && left > 0 ? next_text(&at, &left) : NULL;
	if (message == NULL || left > 0 || !mail_address_fits(str_of(to)))
		return err_set(err, PL_FAIL, "another process cannot be understood");
	*ret_n = 0;
	return mail_send(context, to, message, err);
}
