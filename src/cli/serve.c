/* serve: the pages, in a browser on this machine. */
#include <stdio.h>

#include "base/clock.h"
#include "cli/command.h"
#include "web/web.h"

enum { CACHE_BYTES = 24 * 1024 * 1024, PORT_DEFAULT = 8080, THREADS_MOST = 64 };

struct serve_options {
	struct common_options common;
	int64_t port, threads;
	bool verbose;
};

static error_t parse_serve(int key, char *value, struct argp_state *state)
{
	struct serve_options *o = state->input;

	switch (key) {
	case KEY_PORT:
		o->port = option_number("port", value, 0, 65535, state);
		return 0;
	case KEY_THREADS:
		o->threads = option_number("threads", value, 1, THREADS_MOST, state);
		return 0;
	case KEY_VERBOSE:
		o->verbose = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument '%.60s'", value);
		return 0;
	case ARGP_KEY_END:
		common_require(&o->common, false, state);
		return 0;
	default:
		return common_option(&o->common, key, value, state);
	}
}

static void say_ready(void *context, uint16_t port)
{
	const struct serve_options *o = context;

	(void)printf("Plimsoll serves %s on http://127.0.0.1:%u\nOnly this machine can reach it. Stop it with Ctrl-C.\n",
		o->common.db, (unsigned)port);
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

int command_serve(int argc, char **argv)
{
	const struct argp_option options[] = {COMMON_DB,
		{"port", KEY_PORT, "N", 0, "the port to listen on (8080; 0 for any that is free)", 0},
		{"threads", KEY_THREADS, "N", 0, "how many threads answer (as many as suit the machine)", 0},
		{"verbose", KEY_VERBOSE, NULL, 0, "a line of JSON a request on standard error", 0}, {0}};
	const struct argp argp = {options, parse_serve, "", "Shows it all in a browser on this machine, and to nobody else.",
		NULL, NULL, NULL};
	struct serve_options o = {.common = {.on = DAY_MIN}, .port = PORT_DEFAULT};
	struct web_options web = {.ready = say_ready, .context = &o};
	struct store *store = NULL;
	struct err err;
	int rc;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	mem_give_back_large();
	rc = common_open_store(o.common.db, STORE_READ, &store, &err);
	if (rc == 0)
		rc = set_zone(store, &err);
	if (rc < 0) {
		store_close(store);
		return command_fails(&err);
	}
	web.pictures = pictures_new(store, CACHE_BYTES);
	web.port = (uint16_t)o.port;
	web.threads = (int)o.threads;
	web.log_requests = o.verbose;
	rc = web_serve(&web, &err);
	pictures_free(web.pictures);
	store_close(store);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}
