/* mail_call.h: mail sent through another process: the one that decides what is sent cannot reach any other machine,
 * the fetcher process can, and holds the password of the mail server. They speak over call.h: the address
 * and the message, each ended by a NUL. */
#pragma once

#include "fetch/mail.h"
#include "sandbox/call.h"

/* mail_send with the other process behind it; `context` is a struct caller. */
int mail_call_send(void *context, const char *to, const char *message, struct err *err) PL_MUST_CHECK;

/* Answers one; `context` is a struct mail_sender. In the shape of call_answer_fn. */
int mail_call_answer(void *context, const void *question, size_t n, void *answer, size_t *ret_n, struct err *err)
	PL_MUST_CHECK;
