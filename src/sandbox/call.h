/* call.h: one process asks another: a question, an answer, each a few bytes. For what must not be in the asking
 * process, such as a key.
 *
 * Questions are answered in turn. An answer that comes after its asker has stopped waiting is thrown away, and never
 * taken for the answer to the next question.
 */
#pragma once

#include <stddef.h>

#include "base/err.h"

enum { CALL_BYTES = 16 * 1024 };

struct caller;

/* For one end of a connected socket of datagrams, which it owns from then on. */
struct caller *caller_new(int socket);
struct caller *caller_free(struct caller *c);

/* Asks and waits at most `wait_ms`. Any thread may. Fails with the code and sentence of the other side, or PL_FAIL if
 * it is gone or too slow. The answer has at most `room` bytes. */
int caller_ask(struct caller *c, const void *question, size_t n, int wait_ms, void *answer, size_t room, size_t *ret_n,
	struct err *err) PL_MUST_CHECK;

/* Answers a question into `answer`, which has CALL_BYTES; 0 and its length, or negative and a sentence for the
 * asker. */
typedef int call_answer_fn(void *context, const void *question, size_t n, void *answer, size_t *ret_n, struct err *err);

/* Answers until the other side is gone. */
int call_serve(int socket, call_answer_fn *answer, void *context, struct err *err) PL_MUST_CHECK;
