/* fetch.h: one question to another server over HTTPS: the only place that knows libcurl.
 *
 * No redirect is followed, no cookie kept, and a certificate has to hold. An answer is at most FETCH_BYTES, and all
 * of it has to be there within FETCH_MS.
 */
#pragma once

#include <stdbool.h>

#include "base/buf.h"

enum { FETCH_BYTES = 256 * 1024, FETCH_MS = 4000, FETCH_CONNECT_MS = 2000, FETCH_ADDRESS = 1000 };

/* Whether an address may be asked: https://..., or, where `plain` says so, http://127.0.0.1:..., which is for tests. */
bool fetch_may_ask(const char *address, bool plain);

struct fetcher;

/* Before the process is confined, because libraries read their settings. `plain` as above. */
int fetcher_new(bool plain, struct fetcher **ret, struct err *err) PL_MUST_CHECK;
struct fetcher *fetcher_free(struct fetcher *f);

struct fetch_question {
	const char *address;
	const char *form;          /* sent as application/x-www-form-urlencoded; NULL: nothing is sent, only read */
	const char *user, *secret; /* by which we say who we are (HTTP Basic); NULL: we do not */
};

/* Asks; *ret_status is the status and `body` what came with it, whatever the status. PL_FAIL if there was no whole
 * answer; the sentence names the address. One thread. */
int fetch_ask(struct fetcher *f, const struct fetch_question *question, struct buf *body, long *ret_status,
	struct err *err)
	PL_MUST_CHECK;
