/* serve: the pages, in a browser on this machine. */
#include <stdio.h>

#include "base/clock.h"
#include "cli/command.h"
#include "web/web.h"

enum { CACHE_BYTES = 24 * 1024 * 1024 };

static void say_ready(void *context, uint16_t port)
{
	const struct options *o = context;

	(void)printf("Plimsoll serves %s on http://127.0.0.1:%u\nOnly this machine can reach it. Stop it with Ctrl-C.\n",
		o->db, (unsigned)port);
	(void)fflush(stdout);
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

int command_serve(const struct options *o)
{
	struct web_options web = {.port = (uint16_t)o->port, .threads = (int)o->threads, .log_requests = o->verbose,
		.ready = say_ready, .context = (void *)(uintptr_t)o};
	struct store *store = NULL;
	struct err err;
	int rc;

	mem_give_back_large();
	rc = common_open_store(o->db, STORE_READ, &store, &err);
	if (rc == 0)
		rc = set_zone(store, &err);
	if (rc < 0) {
		store_close(store);
		return command_fails(&err);
	}
	web.pictures = pictures_new(store, CACHE_BYTES);
	rc = web_serve(&web, &err);
	pictures_free(web.pictures);
	store_close(store);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}
