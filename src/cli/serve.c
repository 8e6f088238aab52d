/* serve: the pages, in a browser on this machine, by several processes (docs/processes.md). */
#include "cli/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

/* Where a server keeps the database, what a process has to write down for a moment goes into a folder that is there for
 * as long as it is: systemd's, which removes it, or else one of its own. */
static const char *given_folder(void)
{
	return getenv("RUNTIME_DIRECTORY");
}

/* What is wrong with the database is for the process that opens it to say. */
const char *serve_folder(const char *database, char room[PATH_MAX])
{
	if (store_is_of_server(database))
		return given_folder() != NULL ? given_folder() : "/tmp";
	if (realpath(database, room) == NULL)
		(void)snprintf(room, PATH_MAX, "%s", database);
	return dirname(room);
}

int serve_own_paths(const struct options *o, struct arena *a, const char *data, struct role_own *ret, struct err *err)
{
	const char *const *files = NULL;
	size_t files_count = store_address_files(a, o->db, &files), count = 0;
	struct role_path *named = arena_array(a, files_count + 1, sizeof *named);
	struct stat st;

	if (o->checkpoints != NULL && (stat(o->checkpoints, &st) < 0 || !S_ISDIR(st.st_mode)))
		return err_set(err, PL_NOT_FOUND, "There is no folder %s for checkpoints", o->checkpoints);
	if (o->checkpoints != NULL)
		named[count++] = (struct role_path){o->checkpoints, true};
	for (size_t i = 0; i < files_count; i++)
		named[count++] = (struct role_path){files[i], false};
	*ret = (struct role_own){data, named, count};
	return 0;
}

/* No process of a server may take a folder away, and whichever may can be killed: so another waits until all of them
 * are gone, which the system tells it by the end of a pipe. Nothing in the folder has a name for longer than a
 * moment. */
static void remove_when_over(const char *folder)
{
	int pipe_ends[2];
	char nothing;
	pid_t child;

	if (pipe2(pipe_ends, O_CLOEXEC) < 0)
		return;
	child = fork();
	if (child == 0) {
		/* Nobody's child, and of no group that is ended together. */
		if (setsid() < 0 || fork() != 0)
			_exit(0);
		(void)close_range(0, (unsigned)pipe_ends[0] - 1, 0);
		(void)close_range((unsigned)pipe_ends[0] + 1, ~0U, 0);
		while (read(pipe_ends[0], &nothing, 1) < 0 && errno == EINTR)
			;
		_exit(rmdir(folder));
	}
	if (child > 0)
		(void)waitpid(child, NULL, 0);
	(void)close(pipe_ends[0]);
}

static int make_folder(struct serving *s, char room[PATH_MAX], struct err *err)
{
	const char *user = s->options->user;
	const struct passwd *known = user != NULL && geteuid() == 0 ? getpwnam(user) : NULL;

	s->own.data = serve_folder(s->options->db, room);
	if (!store_is_of_server(s->options->db) || given_folder() != NULL)
		return 0;
	(void)snprintf(room, PATH_MAX, "/tmp/plimsoll-XXXXXX");
	s->own.data = mkdtemp(room);
	if (s->own.data == NULL || (known != NULL && chown(s->own.data, known->pw_uid, known->pw_gid) < 0))
		return err_set(err, PL_FAIL, "No folder can be made in /tmp: %s", strerror(errno));
	remove_when_over(s->own.data);
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
		.own = s->own,
		.of_server = store_is_of_server(s->options->db),
		.user = s->options->user,
		.owner_of = store_is_of_server(s->options->db) ? s->own.data : s->options->db,
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
	struct serving s = {.options = o};
	struct arena *a = arena_new();
	struct err err;
	int status, rc = make_folder(&s, folder, &err);

	if (rc == 0)
		rc = serve_own_paths(o, a, s.own.data, &s.own, &err);
	if (rc == 0)
		rc = serve_read_sign_on(o, a, &s.sign_on, &err);
	if (rc == 0)
		rc = web_listen((uint16_t)o->port, &s.sockets[0], &err);
	if (rc == 0 && o->metrics_port >= 0)
		rc = web_listen((uint16_t)o->metrics_port, &s.sockets[1], &err);
	if (rc == 0)
		rc = run_processes(&s, &status, &err);
	arena_free(a);
	return rc == 0 ? status : command_fails(&err);
}
