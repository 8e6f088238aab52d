/* The web process of a server: the database, the pictures of it, and the pages. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/serve.h"
#include "config.h"
#include "fetch/mail_call.h"
#include "fetch/provider_call.h"
#include "sandbox/call.h"
#include "service/listener.h"
#include "service/health/publishing.h"
#include "service/ledger/checkpoint.h"
#include "service/telling/mailing.h"
#include "service/accounts/sign_in.h"
#include "service/clock/watch.h"
#include "web/web.h"

/* How long a server may take for an answer: to what somebody waits for, and to what reads years. */
enum { ANSWER_MS = 10 * 1000, LONG_ANSWER_MS = 60 * 1000 };

/* Where an employer stands, and who may see it, is asked at each request: that waits for no picture in the making. */
enum reader { READ_PICTURES, READ_STANDING, READ_ACCOUNTS, READ_LEAGUE, READ_LONG, READERS };

enum { TEND_SECONDS = 60 };

struct web_process {
	const struct options *options;
	const struct keeper_link *link;
	struct store *readers[READERS];
	struct writer *writer;
	struct accounts *accounts;
	struct readiness *readiness;
	int metrics_socket;
	struct looks *looks;
	struct caller *calls;       /* to the signer; NULL: there is none */
	struct signer signer;
	struct checkpoints *checkpoints;
	struct caller *fetcher, *mailer; /* NULL: there is none */
	struct single_sign_on_options sign_on;
	struct single_sign_on *single_sign_on;
	int64_t tended;
};

static void say_ready(void *context, uint16_t port)
{
	const struct web_process *w = context;
	struct arena *a = arena_new();

	(void)printf("Plimsoll serves %s on http://127.0.0.1:%u\n", store_name(a, w->options->db), (unsigned)port);
	arena_free(a);
	if (w->options->public_url != NULL)
		(void)printf("A proxy on this machine makes that %s. Stop it with Ctrl-C.\n", w->options->public_url);
	else
		(void)printf("Only this machine can reach it. Stop it with Ctrl-C.\n");
	if (w->metrics_socket > 0)
		(void)printf("Figures for monitoring are at http://127.0.0.1:%u/metrics\n", (unsigned)web_port_of(w->metrics_socket));
	(void)fflush(stdout);
	keeper_tell_ready(w->link);
}

static void say_line(const char *line)
{
	(void)fprintf(stderr, "plimsoll: %s\n", line);
}

/* What a crash or a signer that was away has left unsigned. */
static void sign_what_is_published(struct web_process *w)
{
	struct err err;
	int rc = publishing_tend(writer_take(w->writer), checkpoints_signer(w->checkpoints), &err);

	writer_give_back(w->writer);
	if (rc < 0 && rc != PL_LOCKED)
		say_line(err.text);
}

static void say_alive(void *context)
{
	struct web_process *w = context;
	struct err err;

	keeper_tell_alive(w->link);
	if (clock_now() >= w->tended + TEND_SECONDS) {
		(void)!sessions_tend(w->accounts, &err);
		if (w->checkpoints != NULL) {
			checkpoints_tend(w->checkpoints, clock_now());
			sign_what_is_published(w);
		}
		w->tended = clock_now();
	}
}

/* One of them tells of the server's going and coming: whichever is asked most. */
static const struct {
	int ms;
	void (*say)(const char *line);
} ANSWERS[READERS] = {
	[READ_PICTURES] = {ANSWER_MS, NULL},
	[READ_STANDING] = {ANSWER_MS, NULL},
	[READ_ACCOUNTS] = {ANSWER_MS, say_line},
	[READ_LEAGUE] = {ANSWER_MS, NULL},
	[READ_LONG] = {LONG_ANSWER_MS, NULL},
};

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

/* It brings what an older Plimsoll made up to date, which others only read. A server of databases that is not there yet
 * is waited for, as it is later when it goes away. */
static int open_writer(struct web_process *w, struct err *err)
{
	int rc = writer_open(w->options->db, &w->writer, err);

	if (rc == PL_LOCKED && store_is_of_server(w->options->db))
		(void)fprintf(stderr, "plimsoll: %s: waiting for it\n", err->text);
	while (rc == PL_LOCKED && store_is_of_server(w->options->db)) {
		(void)sleep(1);
		rc = writer_open(w->options->db, &w->writer, err);
	}
	if (rc == 0) {
		store_stay(writer_take(w->writer), ANSWER_MS, NULL);
		writer_give_back(w->writer);
	}
	return rc;
}

/* Whatever is opened for reading is in this list, so that none of it waits for an answer for ever. */
static int open_readers(struct web_process *w, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < READERS && rc == 0; i++) {
		rc = common_open_store(w->options->db, STORE_READ, &w->readers[i], err);
		if (rc == 0)
			store_stay(w->readers[i], ANSWERS[i].ms, ANSWERS[i].say);
	}
	return rc;
}

static int open_database(struct web_process *w, struct err *err)
{
	int rc = open_writer(w, err);

	if (rc == 0)
		rc = open_readers(w, err);
	if (rc == 0)
		rc = store_keeps_apart(w->readers[READ_STANDING], err);
	if (rc == 0)
		rc = set_zone(w->readers[READ_PICTURES], err);
	if (rc == 0)
		rc = accounts_new(w->writer, w->readers[READ_ACCOUNTS], NULL, &w->accounts, err);
	if (rc == 0)
		w->looks = looks_new(w->writer, 0);
	return rc;
}

static void close_database(struct web_process *w)
{
	looks_free(w->looks);
	accounts_free(w->accounts);
	writer_close(w->writer);
	for (size_t i = 0; i < READERS; i++)
		store_close(w->readers[i]);
}

/* How often say_alive is called: as often as it must be said, and as there is to tend. */
static int alive_seconds(const struct keeper_link *link)
{
	int beat = keeper_beat_seconds(link);

	return beat > 0 && beat < TEND_SECONDS ? beat : TEND_SECONDS;
}

static int open_signer(struct web_process *w, int signer, struct err *err)
{
	int rc;

	if (signer < 0)
		return 0;
	w->calls = caller_new(signer);
	rc = signer_of_calls(w->calls, &w->signer, err);
	if (rc == 0)
		w->checkpoints = checkpoints_new(w->writer, &w->signer, w->options->checkpoints, say_line);
	return rc;
}

static void close_signer(struct web_process *w)
{
	checkpoints_free(w->checkpoints);
	caller_free(w->calls);
}

static void open_sign_on(struct web_process *w, const struct single_sign_on_options *options)
{
	if (options->issuer == NULL)
		return;
	w->fetcher = caller_new(keeper_fetcher(w->link));
	w->sign_on = *options;
	w->sign_on.provider = (struct sign_in_provider){provider_call_begin, provider_call_exchange, w->fetcher};
	w->single_sign_on = single_sign_on_new(w->accounts, &w->sign_on);
}

static void close_sign_on(struct web_process *w)
{
	single_sign_on_free(w->single_sign_on);
	caller_free(w->fetcher);
}

static struct mailer *open_mail(struct web_process *w, struct pictures *pictures)
{
	struct mailer_options options = {.mailing = {.pictures = pictures, .writer = w->writer,
		.from = w->options->mail_from, .site = w->options->public_url, .road = {mail_call_send, NULL}},
		.now = clock_now, .say = say_line};

	if (w->options->mail_server == NULL)
		return NULL;
	w->mailer = caller_new(keeper_mailer(w->link));
	options.mailing.road.context = w->mailer;
	return mailer_new(&options);
}

/* Before any thread asks. */
static struct pictures *ask_separately(const struct web_process *w, struct pictures *pictures)
{
	pictures_ask_by(pictures, w->readers[READ_STANDING]);
	pictures_read_long_by(pictures, w->readers[READ_LONG]);
	return pictures;
}

/* Who is to know that records have moved on. */
struct hearers {
	struct pictures *pictures;
	struct watcher *watcher;
	struct mailer *mailer; /* NULL: nobody is told by mail */
	struct import_jobs *imports;
};

static void records_moved(void *context, const char *employer)
{
	const struct hearers *h = context;
	struct err ignored;

	(void)!pictures_renew(h->pictures, employer, &ignored);
	watcher_hear(h->watcher, employer);
	if (h->mailer != NULL)
		mailer_hear(h->mailer, employer);
}

static void import_waits(void *context)
{
	const struct hearers *h = context;

	import_jobs_wake(h->imports);
}

static int serve_pages(struct web_process *w, int socket, struct err *err)
{
	struct pictures *pictures = pictures_new(w->readers[READ_PICTURES], (size_t)w->options->picture_memory * 1024 * 1024);
	struct league_pictures *league = league_pictures_new(w->readers[READ_LEAGUE]);
	struct mailer *mailer = open_mail(w, ask_separately(w, pictures));
	const struct readiness_sources readiness = {.database = w->options->db, .pictures = pictures, .writer = w->writer,
		.mailer = mailer, .sandbox = keeper_sandbox(w->link), .disk_floor_bytes = w->options->disk_floor * 1000000};
	const struct import_jobs_options imports = {.database = w->options->db, .answer_ms = LONG_ANSWER_MS,
		.pictures = pictures, .writer = w->writer, .parsers = keeper_parsers(w->link)};
	const struct web_options web = {.imports = import_jobs_new(&imports), .pictures = pictures, .league = league,
		.accounts = w->accounts,
		.writer = w->writer, .checkpoints = w->checkpoints, .looks = w->looks, .single_sign_on = w->single_sign_on,
		.readiness = readiness_new(&readiness), .mailer = mailer, .socket = socket, .metrics_socket = w->metrics_socket,
		.threads = (int)w->options->threads, .public_url = w->options->public_url, .log_requests = w->options->verbose,
		.version = PLIMSOLL_VERSION,
		.ready = say_ready, .alive = say_alive, .alive_seconds = alive_seconds(w->link), .context = w};
	const struct watcher_options watching = {.pictures = pictures, .writer = w->writer, .now = clock_now, .say = say_line,
		.watched = readiness_watched, .context = web.readiness};
	struct watcher *watcher = watcher_new(&watching);
	struct hearers hearers = {pictures, watcher, mailer, web.imports};
	const struct listener_options listening = {.database = w->options->db, .moved = records_moved,
		.import_waits = import_waits, .say = say_line, .context = &hearers};
	struct listener *listener;
	int rc;

	listener = listener_new(&listening);
	rc = web_serve(&web, err);
	listener_free(listener);
	watcher_free(watcher);
	mailer_free(mailer);
	caller_free(w->mailer);
	import_jobs_free(web.imports);
	readiness_free(web.readiness);
	league_pictures_free(league);
	pictures_free(pictures);
	return rc;
}

int serve_web(void *context, const struct keeper_link *link, int signer)
{
	const struct serving *s = context;
	struct web_process w = {.options = s->options, .link = link, .metrics_socket = s->sockets[1]};
	struct err err;
	int rc;

	keep_temporary_files_in(s->own.data);
	mem_give_back_large();
	rc = open_database(&w, &err);
	if (rc == 0)
		rc = open_signer(&w, signer, &err);
	if (rc == 0) {
		open_sign_on(&w, &s->sign_on);
		rc = serve_pages(&w, s->sockets[0], &err);
	}
	close_sign_on(&w);
	close_signer(&w);
	close_database(&w);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}
