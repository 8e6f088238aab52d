/* app.h: from a request to an answer, without a network: what the server calls, and tests can call too. */
#pragma once

#include "web/body.h"
#include "web/http.h"
#include "web/log.h"
#include "web/web.h"

/* What all requests share; made once and never changed. */
struct web_app {
	struct arena *arena;
	struct pictures *pictures;
	struct league_pictures *league;       /* NULL: nothing serves official statistics */
	struct kept_pages *kept;              /* pages that are the same for everybody who has not signed in */
	struct accounts *accounts;
	struct single_sign_on *single_sign_on; /* NULL without */
	struct readiness *readiness;
	struct looks *looks;
	struct import_jobs *imports;
	struct mailer *mailer;                /* NULL without */
	struct writer *writer;
	struct checkpoints *checkpoints;
	int32_t (*today)(void);
	uint64_t started;                     /* an entity tag holds for one run of the program at most */
	const char *css_href, *icon_href;     /* with the hash of the content, so that they may be kept for ever */
	const char *public_url, *public_host; /* "" without */
	const char *version;                  /* "0.1.0"; "" where none is told */
};

struct web_app *web_app_new(const struct web_options *options);
struct web_app *web_app_free(struct web_app *app);

/* Fills in the response, whatever comes: a page, a file, or a page that says in one sentence what is wrong; and what the
 * log is told of it. Any thread. */
void web_answer(const struct web_app *app, const struct request *request, struct response *ret, struct log_subject *ret_subject);

/* Whether a request that only reads may have to wait all the same: for another machine; or for what takes seconds to work out, as a health
 * check of a large employer does. */
enum web_wait { WAITS_FOR_NOTHING, WAITS_FOR_OTHERS, WAITS_LONG };
enum web_wait web_waits(const struct request *request);

/* How much the request may bring, by its method, address and session. */
void web_limit_body(const struct web_app *app, const struct request *request, struct body_limits *ret);

/* The answer to a request that is turned away unread because there are too many. */
void web_answer_busy(struct response *ret);

/* Whether the browser sees a TLS connection, so that it can be told never to use another. */
bool web_is_https(const struct web_app *app);
