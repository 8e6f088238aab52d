/* app.h: from a request to an answer, without a network: what the server calls, and tests can call too. */
#pragma once

#include "web/http.h"
#include "web/web.h"

/* What all requests share; made once and never changed. */
struct web_app {
	struct arena *arena;
	struct pictures *pictures;
	int32_t (*today)(void);
	uint64_t started;                     /* an entity tag holds for one run of the program at most */
	const char *css_href, *icon_href;     /* with the hash of the content, so that they may be kept for ever */
};

struct web_app *web_app_new(const struct web_options *options);
struct web_app *web_app_free(struct web_app *app);

/* Fills in the response, whatever comes: a page, a file, or a page that says in one sentence what is wrong. `problem` is
 * the outcome of request_read_target, and `why` its sentence. Any thread. */
void web_answer(const struct web_app *app, const struct request *request, int problem, const struct err *why,
	struct response *ret);
