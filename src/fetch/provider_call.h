/* provider_call.h: the sign-in service asked from another process: the one that answers requests cannot reach any
 * other machine, the fetcher process can, and holds the client's secret. They speak over call.h: texts that each end
 * with a NUL.
 */
#pragma once

#include "fetch/provider.h"
#include "sandbox/call.h"

/* The functions of provider.h with the other process behind them; `context` is a struct caller. */
int provider_call_begin(void *context, struct arena *a, const char **ret_address, struct err *err) PL_MUST_CHECK;
int provider_call_exchange(void *context, struct arena *a, const char *code, const char *verifier, const char *redirect,
	const char **ret_token, const char **ret_keys, struct err *err) PL_MUST_CHECK;

/* Answers them; `context` is a struct provider. In the shape of call_answer_fn. */
int provider_call_answer(void *context, const void *question, size_t n, void *answer, size_t *ret_n,
	struct err *err) PL_MUST_CHECK;
