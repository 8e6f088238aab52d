/* serve: the pages, in a browser on this machine, by several processes (docs/processes.md). */
#include "cli/serve.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/mail_settings.h"
#include "exchange/encodings.h"
#include "service/import/file_reader.h"
#include "web/web.h"

void check_serve_options(const struct options *o, struct argp_state *state)
{
	struct err err;

	if (o->public_url != NULL && web_check_public_url(o->public_url, &err) < 0)
		argp_error(state, "%s", err.text);
	if (o->checkpoints != NULL && o->signing_key == NULL)
		argp_error(state, "expected --signing-key FILE with --checkpoints, to sign them");
	if (mail_settings_check(o, &err) < 0)
		argp_error(state, "%s", err.text);
}

static void say(void *context, const char *line)
{
	(void)context;
	(void)fprintf(stderr, "plimsoll: %s\n", line);
}

/* Where a server keeps the database the process has a folder of its own, for what it has to write down for a moment. */
static const char *make_folder(char room[PATH_MAX])
{
	const char *above = getenv("RUNTIME_DIRECTORY");

	(void)snprintf(room, PATH_MAX, "%s/plimsoll-XXXXXX", above != NULL ? above : "/tmp");
	return mkdtemp(room);
}

/* What is wrong with the database is for the process that opens it to say. */
const char *serve_folder(const char *database, char room[PATH_MAX])
{
	if (store_is_of_server(database))
		return make_folder(room);
	if (realpath(database, room) == NULL)
		(void)snprintf(room, PATH_MAX, "%s", database);
	return dirname(room);
}

int serve_check_checkpoints(const char *data, const char *folder, struct err *err)
{
	char real[PATH_MAX];
	size_t n = strlen(data);

	if (folder == NULL)
		return 0;
	if (realpath(folder, real) == NULL)
		return err_set(err, PL_NOT_FOUND, "There is no folder %s for checkpoints", folder);
	if (strncmp(real, data, n) != 0 || (real[n] != '/' && real[n] != '\0'))
		return err_set(err, PL_INVALID,
			"The server may not write in %s: expected a folder for checkpoints inside that of the "
			"database, %s", folder, data);
	return 0;
}

static bool has_sign_on(const struct serving *s)
{
	return s->sign_on.issuer != NULL;
}

static bool has_mail(const struct serving *s)
{
	return s->options->mail_server != NULL;
}

static int run_processes(struct serving *s, int *ret_status, struct err *err)
{
	struct encodings *encodings = encodings_load();
	const struct keeper_plan plan = {
		.data = s->data,
		.of_server = store_is_of_server(s->options->db),
		.user = s->options->user,
		.owner_of = store_is_of_server(s->options->db) ? s->data : s->options->db,
		.whole_only = s->options->require_sandbox,
		.web = serve_web,
		.parser = file_parse,
		.prepare_signer = s->options->signing_key != NULL ? serve_prepare_signer : NULL,
		.signer = s->options->signing_key != NULL ? serve_signer : NULL,
		.secret = s->options->signing_key,
		.prepare_fetcher = has_sign_on(s) ? serve_prepare_fetcher : NULL,
		.fetcher = has_sign_on(s) ? serve_fetcher : NULL,
		.fetcher_secret = has_sign_on(s) ? s->options->sso_client_secret_file : NULL,
		.prepare_mailer = has_mail(s) ? serve_prepare_mailer : NULL,
		.mailer = has_mail(s) ? serve_mailer : NULL,
		.mail_secret = has_mail(s) ? s->options->mail_password_file : NULL,
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
	struct serving s = {.options = o, .data = serve_folder(o->db, folder)};
	struct arena *a = arena_new();
	struct err err;
	int status, rc = serve_check_checkpoints(s.data, o->checkpoints, &err);

	if (rc == 0)
		rc = serve_read_sign_on(o, a, &s.sign_on, &err);
	if (rc == 0)
		rc = web_listen((uint16_t)o->port, &s.sockets[0], &err);
	if (rc == 0 && o->metrics_port >= 0)
		rc = web_listen((uint16_t)o->metrics_port, &s.sockets[1], &err);
	if (rc == 0)
		rc = run_processes(&s, &status, &err);
	if (store_is_of_server(o->db))
		(void)rmdir(folder);
	arena_free(a);
	return rc == 0 ? status : command_fails(&err);
}
