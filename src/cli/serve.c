/* serve: the pages, in a browser on this machine, by several processes (docs/processes.md). */
#include "cli/serve.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "exchange/encodings.h"
#include "service/file_reader.h"
#include "web/web.h"

void check_serve_options(const struct options *o, struct argp_state *state)
{
	struct err err;

	if (o->public_url != NULL && web_check_public_url(o->public_url, &err) < 0)
		argp_error(state, "%s", err.text);
}

static void say(void *context, const char *line)
{
	(void)context;
	(void)fprintf(stderr, "plimsoll: %s\n", line);
}

/* What is wrong with the database is for the process that opens it to say. */
static const char *folder_of(const char *database, char room[PATH_MAX])
{
	if (realpath(database, room) == NULL)
		(void)snprintf(room, PATH_MAX, "%s", database);
	return dirname(room);
}

static int run_processes(struct serving *s, int *ret_status, struct err *err)
{
	struct encodings *encodings = encodings_load();
	const struct keeper_plan plan = {
		.data = s->data,
		.user = s->options->user,
		.owner_of = s->options->db,
		.whole_only = s->options->require_sandbox,
		.web = serve_web,
		.parser = file_parse,
		.context = s,
		.web_files = s->sockets,
		.web_files_count = s->sockets[1] > 0 ? 2 : 1,
		.say = say,
	};
	int rc = keeper_run(&plan, ret_status, err);

	encodings_free(encodings);
	return rc;
}

int command_serve(const struct options *o)
{
	char folder[PATH_MAX];
	struct serving s = {.options = o, .data = folder_of(o->db, folder)};
	struct err err;
	int status, rc = web_listen((uint16_t)o->port, &s.sockets[0], &err);

	if (rc == 0 && o->metrics_port >= 0)
		rc = web_listen((uint16_t)o->metrics_port, &s.sockets[1], &err);
	if (rc == 0)
		rc = run_processes(&s, &status, &err);
	return rc == 0 ? status : command_fails(&err);
}
