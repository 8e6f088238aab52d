/* The processes of a server, as the machine sees them: nothing here waits for a time, only for what must come. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <seccomp.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "run.h"
#include "sandbox/confine.h"
#include "sql/queries.h"

enum { NOBODY = 65534, LINE_BYTES = 512 };

/* ---- a server ---- */

struct server {
	pid_t keeper;
	int out, err;   /* what it writes */
	unsigned port;
};

/* How it is started. */
struct setting {
	const char *const *more;       /* options; NULL */
	const char *notify, *watchdog; /* of the environment; NULL */
	bool without_landlock;
};

/* A kernel without Landlock, as far as the process that calls this and its children can tell. */
static void take_landlock_away(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (filter == NULL || seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0) < 0 ||
		seccomp_load(filter) < 0)
		_exit(99);
	seccomp_release(filter);
}

static void become(const struct desk *d, const struct setting *with, int out, int err, char **argv)
{
	if (chdir(d->folder) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(99);
	if (with->notify != NULL)
		(void)setenv("NOTIFY_SOCKET", with->notify, 1);
	if (with->watchdog != NULL)
		(void)setenv("WATCHDOG_USEC", with->watchdog, 1);
	if (with->without_landlock)
		take_landlock_away();
	(void)execv(argv[0], argv);
	_exit(99);
}

static struct server start(struct desk *d, struct setting with)
{
	const char *argv[16] = {getenv("PLIMSOLL_PROGRAM"), "serve", "--db", "a.db", "--port", "0"};
	int out[2], err[2];
	struct server s = {0};

	for (size_t i = 0; with.more != NULL && with.more[i] != NULL; i++)
		argv[6 + i] = with.more[i];
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(pipe2(err, O_CLOEXEC), 0);
	s.keeper = fork();
	assert_true(s.keeper >= 0);
	if (s.keeper == 0)
		become(d, &with, out[1], err[1], (char **)(uintptr_t)argv);
	(void)close(out[1]);
	(void)close(err[1]);
	s.out = out[0];
	s.err = err[0];
	return s;
}

/* A line of what it writes; "" once all who could write have ended. */
static void read_line(int from, char line[LINE_BYTES])
{
	size_t n = 0;

	while (n < LINE_BYTES - 1 && read(from, line + n, 1) == 1 && line[n] != '\n')
		n++;
	line[n] = '\0';
}

static void wait_until_ready(struct server *s)
{
	char line[LINE_BYTES];
	const char *port;

	read_line(s->out, line);
	port = strstr(line, "http://127.0.0.1:");
	if (port == NULL)
		fail_msg("no address: %s", line);
	assert_int_equal(sscanf(port, "http://127.0.0.1:%u", &s->port), 1);
	read_line(s->out, line); /* only this machine can reach it */
}

static struct server start_ready(struct desk *d, struct setting with)
{
	struct server s = start(d, with);

	wait_until_ready(&s);
	return s;
}

/* Its exit status. */
static int wait_for_end(struct server *s)
{
	int status;

	assert_int_equal(waitpid(s->keeper, &status, 0), s->keeper);
	(void)close(s->out);
	(void)close(s->err);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int stop(struct server *s)
{
	assert_int_equal(kill(s->keeper, SIGTERM), 0);
	return wait_for_end(s);
}

/* ---- looking at processes ---- */

static pid_t only_child(struct desk *d, pid_t of)
{
	FILE *f = fopen(arena_printf(d->a, "/proc/%d/task/%d/children", (int)of, (int)of), "r");
	int child;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &child), 1);
	(void)fclose(f);
	return child;
}

/* The value of a line of its status: "Seccomp". */
static void status_of(pid_t pid, const char *name, char value[LINE_BYTES])
{
	char path[64], line[LINE_BYTES];
	FILE *f;

	(void)snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	value[0] = '\0';
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
			(void)snprintf(value, LINE_BYTES, "%s", line + strlen(name) + 1 + strspn(line + strlen(name) + 1, " \t"));
	(void)fclose(f);
	value[strcspn(value, "\n")] = '\0';
}

static void assert_status(pid_t pid, const char *name, const char *expected)
{
	char value[LINE_BYTES];

	status_of(pid, name, value);
	assert_string_equal(value, expected);
}

static void get(const struct server *s, const char *path, char answer[LINE_BYTES])
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	char request[256];
	int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ssize_t n = 0, got;

	(void)snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n\r\n", path,
		s->port);
	assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(write(connection, request, strlen(request)), (ssize_t)strlen(request));
	while (n < LINE_BYTES - 1 && (got = read(connection, answer + n, (size_t)(LINE_BYTES - 1 - n))) > 0)
		n += got;
	answer[n] = '\0';
	(void)close(connection);
}

static int open_with_council(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	IMPORT_SYNTH(*state, "a.db", SYNTH_CIN, SYNTH_CSWW);
	return 0;
}

/* As the first Plimsoll made it: no table that came later. */
static void make_oldest_database(struct desk *d)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(arena_printf(d->a, "%s/a.db", d->folder), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, SQL_MIGRATIONS[SQL_SQLITE].rows[0].text, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
		"insert into employer (employer_id, code, name, country, time_zone, demo, position) "
		"values (1, 'north', 'North', 'england', 'Europe/London', 0, 0)",
		NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static bool kernel_confines_all(void)
{
	struct sandbox_state s = sandbox_probe();

	return sandbox_is_whole(&s);
}

/* ---- the self-test ---- */

static void test_processes__are_each_refused_what_they_must_be(void **state)
{
	static const char *const ROLES[] = {"keeper", "web", "parser", "signer", "fetcher"};
	static const char *const REFUSED[] = {"read a file elsewhere", "read a file of the system", "read the key file",
		"write a file elsewhere", "cut a file elsewhere", "rename a file elsewhere", "run a program", "have itself traced",
		"look into another process", "run what stands in its memory", "make a user namespace",
		"load a program into the kernel", "dump core", "connect to another program", "listen for others"};
	struct desk *d = *state;
	struct run r;

	if (!kernel_confines_all())
		SKIP_TEST("this kernel has no seccomp or no Landlock");
	r = RUN_WELL(d, "self-test");
	for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
		for (size_t j = 0; j < sizeof REFUSED / sizeof *REFUSED; j++) {
			const char *line = arena_printf(d->a, "\n%-8s %-34s refused", ROLES[i], REFUSED[j]);

			if (strstr(r.out, line) == NULL &&
				strstr(r.out, arena_printf(d->a, "\n%-8s %-34s cannot", ROLES[i], REFUSED[j])) == NULL)
				fail_msg("expected in what self-test says: %s", line + 1);
		}
	assert_non_null(strstr(r.out, "\nweb      start a process                    refused"));
	assert_non_null(strstr(r.out, "\nweb      connect to another machine         refused"));
	assert_non_null(strstr(r.out, "\nparser   start a thread                     refused"));
	assert_non_null(strstr(r.out, "\nweb      write in the database's folder     works"));
	assert_non_null(strstr(r.out, " 0 are wrong.\n"));
}

static void test_processes__self_test_is_not_listed(void **state)
{
	struct run r = RUN_WELL(*state, "--help");

	assert_null(strstr(r.out, "self-test"));
}

/* ---- a running server ---- */

static void test_processes__are_confined_while_they_serve(void **state)
{
	struct desk *d = *state;
	struct server s = start_ready(d, (struct setting){0});
	pid_t both[] = {s.keeper, only_child(d, s.keeper)};
	char answer[LINE_BYTES];

	for (size_t i = 0; i < 2; i++) {
		assert_status(both[i], "NoNewPrivs", "1");
		assert_status(both[i], "Seccomp", "2");
		assert_status(both[i], "CapEff", "0000000000000000");
		assert_status(both[i], "CapPrm", "0000000000000000");
		if (geteuid() == 0)
			assert_status(both[i], "CapBnd", "0000000000000000");
	}
	get(&s, "/healthz", answer);
	assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
	get(&s, "/employers/A", answer);
	assert_int_equal(strncmp(answer, "HTTP/1.1 ", 9), 0);
	assert_int_not_equal(strncmp(answer, "HTTP/1.1 500", 12), 0);
	assert_int_equal(stop(&s), 0);
}

static void test_processes__belong_to_the_owner_of_the_database(void **state)
{
	struct desk *d = *state;
	struct server s;
	pid_t web;

	if (geteuid() != 0)
		SKIP_TEST("only root can become somebody else");
	assert_int_equal(chown(d->folder, NOBODY, NOBODY), 0);
	assert_int_equal(chown(desk_path(d, "a.db"), NOBODY, NOBODY), 0);
	assert_int_equal(chown(desk_path(d, "a.db.lock"), NOBODY, NOBODY), 0);
	(void)unlink(desk_path(d, "a.db-wal"));
	(void)unlink(desk_path(d, "a.db-shm"));
	s = start_ready(d, (struct setting){0});
	web = only_child(d, s.keeper);
	assert_status(s.keeper, "Uid", "65534\t65534\t65534\t65534");
	assert_status(web, "Uid", "65534\t65534\t65534\t65534");
	assert_status(web, "Groups", "");
	assert_int_equal(stop(&s), 0);
}

static void test_processes__bring_what_an_older_program_made_up_to_date(void **state)
{
	struct desk *d = *state;
	struct server s;

	make_oldest_database(d);
	assert_int_equal(RUN(d, "load", "--db", "a.db", "--employer", "north").status, 1);
	s = start_ready(d, (struct setting){0});
	assert_int_equal(stop(&s), 0);
	assert_int_equal(RUN(d, "load", "--db", "a.db", "--employer", "north").status, 0);
}

static void test_processes__end_together(void **state)
{
	struct desk *d = *state;
	struct server s = start_ready(d, (struct setting){0});
	char line[LINE_BYTES];

	/* Without a keeper the web process ends: only then is nobody left who could write a line. */
	assert_int_equal(kill(s.keeper, SIGKILL), 0);
	read_line(s.out, line);
	assert_string_equal(line, "");
	assert_int_equal(wait_for_end(&s), 128 + SIGKILL);

	s = start_ready(d, (struct setting){0});
	assert_int_equal(kill(only_child(d, s.keeper), SIGKILL), 0);
	read_line(s.err, line);
	assert_string_equal(line, "plimsoll: the web process was ended by signal 9");
	assert_int_equal(wait_for_end(&s), 1);
}

static void test_processes__end_well_by_any_signal_that_asks_for_it(void **state)
{
	static const int SIGNALS[] = {SIGTERM, SIGINT, SIGHUP};

	for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++) {
		struct server s = start_ready(*state, (struct setting){0});

		assert_int_equal(kill(s.keeper, SIGNALS[i]), 0);
		assert_int_equal(wait_for_end(&s), 0);
	}
}

/* ---- what a kernel cannot ---- */

static void test_processes__say_what_is_not_confined_and_serve(void **state)
{
	struct server s = start(*state, (struct setting){.without_landlock = true});
	char line[LINE_BYTES], answer[LINE_BYTES];

	read_line(s.err, line);
	assert_string_equal(line, "plimsoll: system calls are confined (seccomp), files only by their permissions: this "
		"kernel has no Landlock");
	wait_until_ready(&s);
	assert_status(only_child(*state, s.keeper), "NoNewPrivs", "1");
	get(&s, "/healthz", answer);
	assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
	assert_int_equal(stop(&s), 0);
}

static void test_processes__refuse_to_serve_unconfined_when_told_so(void **state)
{
	struct server s = start(*state, (struct setting){.without_landlock = true, .more = ARGUMENTS("--require-sandbox")});
	char line[LINE_BYTES];

	read_line(s.err, line);
	assert_non_null(strstr(line, "this kernel has no Landlock, and --require-sandbox asks for both"));
	assert_int_equal(wait_for_end(&s), 1);
}

static void test_processes__serve_with_all_that_they_require(void **state)
{
	struct server s;

	if (!kernel_confines_all())
		SKIP_TEST("this kernel has no seccomp or no Landlock");
	s = start_ready(*state, (struct setting){.more = ARGUMENTS("--require-sandbox")});
	assert_int_equal(stop(&s), 0);
}

static void test_processes__know_no_user_who_is_not_there(void **state)
{
	ASSERT_REFUSES(RUN(*state, "serve", "--db", "a.db", "--port", "0", "--user", "no-such-user-here"), 1,
		"there is no user no-such-user-here");
}

static void test_processes__refuse_a_signing_key_that_the_web_process_could_read(void **state)
{
	struct desk *d = *state;

	RUN_WELL(d, "checkpoint", "keygen", "--signing-key", "key", "--name", "test.example/plimsoll");
	ASSERT_REFUSES(RUN(d, "serve", "--db", "a.db", "--port", "0", "--signing-key", "key"), 1,
		"key lies in the folder of the database");
	assert_int_equal(mkdir(desk_path(d, "keys"), 0700), 0);
	RUN_WELL(d, "checkpoint", "keygen", "--signing-key", "keys/key", "--name", "test.example/plimsoll");
	ASSERT_REFUSES(RUN(d, "serve", "--db", "a.db", "--port", "0", "--signing-key", "keys/key"), 1,
		"lies in the folder of the database");
}

static void make_key(struct desk *d, char *folder)
{
	assert_non_null(mkdtemp(folder));
	RUN_WELL(d, "checkpoint", "keygen", "--signing-key", arena_printf(d->a, "%s/key", folder), "--name",
		"test.example/plimsoll");
}

static void test_processes__sign_with_a_key_elsewhere(void **state)
{
	struct desk *d = *state;
	char keys[] = "/tmp/plimsoll-keys-XXXXXX", answer[LINE_BYTES];
	struct server s;

	make_key(d, keys);
	s = start_ready(d, (struct setting){.more = ARGUMENTS("--signing-key", arena_printf(d->a, "%s/key", keys))});
	get(&s, "/healthz", answer);
	assert_int_equal(strncmp(answer, "HTTP/1.1 200", 12), 0);
	assert_int_equal(stop(&s), 0);
	folder_empty(keys);
	(void)rmdir(keys);
}

/* With a sign of life each second the first checkpoint is made at once. */
static void test_processes__put_checkpoints_into_any_folder(void **state)
{
	struct desk *d = *state;
	char keys[] = "/tmp/plimsoll-keys-XXXXXX", away[] = "/tmp/plimsoll-away-XXXXXX", line[LINE_BYTES];
	struct server s;

	make_key(d, keys);
	assert_non_null(mkdtemp(away));
	s = start_ready(d, (struct setting){.watchdog = "3000000",
		.more = ARGUMENTS("--signing-key", arena_printf(d->a, "%s/key", keys), "--checkpoints", away)});
	do
		read_line(s.err, line);
	while (line[0] != '\0' && strstr(line, "checkpoint") == NULL);
	assert_int_equal(stop(&s), 0);
	if (strstr(line, "checkpoint of A: entry") == NULL || rmdir(away) == 0)
		fail_msg("no checkpoint in %s: %s", away, line);
	folder_empty(keys);
	folder_empty(away);
	(void)rmdir(keys);
	(void)rmdir(away);
}

/* ---- systemd ---- */

static int open_notify_socket(struct desk *d, const char **ret_path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	*ret_path = desk_path(d, "notify");
	assert_true(strlen(*ret_path) < sizeof address.sun_path);
	memcpy(address.sun_path, *ret_path, strlen(*ret_path));
	(void)unlink(*ret_path);
	assert_int_equal(bind(s, (struct sockaddr *)&address, sizeof address), 0);
	return s;
}

static void assert_told(int notified, const char *expected)
{
	char text[LINE_BYTES] = {0};

	assert_true(recv(notified, text, sizeof text - 1, 0) > 0);
	assert_string_equal(text, expected);
}

static void test_processes__tell_systemd_when_they_are_ready_alive_and_stopping(void **state)
{
	const char *path;
	int notified = open_notify_socket(*state, &path);
	struct server s = start_ready(*state, (struct setting){.notify = path, .watchdog = "3000000"});

	assert_told(notified, "READY=1");
	assert_told(notified, "WATCHDOG=1");
	assert_int_equal(kill(s.keeper, SIGTERM), 0);
	assert_int_equal(wait_for_end(&s), 0);
	for (;;) {
		char text[LINE_BYTES] = {0};

		assert_true(recv(notified, text, sizeof text - 1, 0) > 0);
		if (strcmp(text, "STOPPING=1") == 0)
			break;
		assert_string_equal(text, "WATCHDOG=1");
	}
	(void)close(notified);
}

int main(void)
{
#define WITH_COUNCIL(test) cmocka_unit_test_setup_teardown(test, open_with_council, desk_close)
	const struct CMUnitTest tests[] = {
		WITH_COUNCIL(test_processes__are_each_refused_what_they_must_be),
		WITH_COUNCIL(test_processes__self_test_is_not_listed),
		WITH_COUNCIL(test_processes__are_confined_while_they_serve),
		WITH_COUNCIL(test_processes__belong_to_the_owner_of_the_database),
		cmocka_unit_test_setup_teardown(test_processes__bring_what_an_older_program_made_up_to_date, desk_open, desk_close),
		WITH_COUNCIL(test_processes__end_together),
		WITH_COUNCIL(test_processes__end_well_by_any_signal_that_asks_for_it),
		WITH_COUNCIL(test_processes__say_what_is_not_confined_and_serve),
		WITH_COUNCIL(test_processes__refuse_to_serve_unconfined_when_told_so),
		WITH_COUNCIL(test_processes__serve_with_all_that_they_require),
		WITH_COUNCIL(test_processes__know_no_user_who_is_not_there),
		WITH_COUNCIL(test_processes__refuse_a_signing_key_that_the_web_process_could_read),
		WITH_COUNCIL(test_processes__sign_with_a_key_elsewhere),
		WITH_COUNCIL(test_processes__put_checkpoints_into_any_folder),
		WITH_COUNCIL(test_processes__tell_systemd_when_they_are_ready_alive_and_stopping),
	};

	return RUN_TESTS(tests);
}
