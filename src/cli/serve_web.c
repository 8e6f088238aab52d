/* The web process of a server: the database, the pictures of it, and the pages. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cli/serve.h"
#include "web/web.h"

enum { CACHE_BYTES = 24 * 1024 * 1024 };

struct web_process {
	const struct options *options;
	const struct keeper_link *link;
};

static void say_ready(void *context, uint16_t port)
{
	const struct web_process *w = context;

	(void)printf("Plimsoll serves %s on http://127.0.0.1:%u\nOnly this machine can reach it. Stop it with Ctrl-C.\n",
		w->options->db, (unsigned)port);
	(void)fflush(stdout);
	keeper_tell_ready(w->link);
}

static void say_alive(void *context)
{
	const struct web_process *w = context;

	keeper_tell_alive(w->link);
}

/* The civil time of the first employer: in practice all of a database share one. */
static int set_zone(struct store *store, struct err *err)
{
	struct arena *a = arena_new();
	struct employer *employers;
	size_t count;
	int rc = store_employers(store, a, &employers, &count, err);

	if (rc == 0 && count > 0)
		clock_set_zone(employers[0].time_zone);
	arena_free(a);
	return rc;
}

/* The folder of the database is the only one that the process may write in. */
static void keep_temporary_files_in(const char *folder)
{
	(void)setenv("TMPDIR", folder, 1);
	(void)setenv("SQLITE_TMPDIR", folder, 1);
}

static int serve_store(struct store *store, const struct serving *s, const struct keeper_link *link, struct err *err)
{
	struct web_process process = {s->options, link};
	const struct web_options web = {.pictures = pictures_new(store, CACHE_BYTES), .socket = s->socket,
		.threads = (int)s->options->threads, .log_requests = s->options->verbose, .ready = say_ready, .alive = say_alive,
		.alive_seconds = keeper_beat_seconds(link), .context = &process};
	int rc = web_serve(&web, err);

	pictures_free(web.pictures);
	return rc;
}

int serve_web(void *context, const struct keeper_link *link, int signer)
{
	const struct serving *s = context;
	struct store *store = NULL;
	struct err err;
	int rc;

	(void)signer;
	keep_temporary_files_in(s->data);
	mem_give_back_large();
	rc = common_open_store(s->options->db, STORE_READ, &store, &err);
	if (rc == 0)
		rc = set_zone(store, &err);
	if (rc == 0)
		rc = serve_store(store, s, link, &err);
	store_close(store);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}
