#include "place.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"
#include "base/buf.h"

enum { PLACE_ANSWER = 16 * 1024 * 1024 };

bool place_is_of_server(void)
{
	const char *engine = getenv("PLIMSOLL_ENGINE");

	return engine != NULL && strcmp(engine, "postgres") == 0;
}

__attribute__((constructor)) static void place_needs_its_server(void)
{
	if (!place_is_of_server() || getenv("TEST_POSTGRES") != NULL)
		return;
	(void)printf("1..0 # SKIP there is no server: script/postgres COMMAND has one\n");
	exit(0);
}

/* ---- the server ---- */

long place_say(PGconn *owner, const char *sql)
{
	PGresult *result = PQexec(owner, sql);
	long number = 0;

	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		number = PQntuples(result) > 0 ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : 0;
	else if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(owner));
	PQclear(result);
	return number;
}

static void place_tell_server(const char *sql)
{
	PGconn *owner = PQconnectdb(getenv("TEST_POSTGRES"));

	(void)place_say(owner, sql);
	PQfinish(owner);
}

/* The address of a database is the owner's with its name in the place of "postgres", and that of a role with its name
 * in the place of "owner". */
static void place_address(char *ret, size_t size, const char *role, const char *database)
{
	const char *address = getenv("TEST_POSTGRES"), *at = strchr(address, '@'), *name = strstr(address, "/postgres?");

	assert_non_null(at);
	assert_non_null(name);
	assert_in_range(snprintf(ret, size, "postgresql://%s%.*s/%s%s", role, (int)(name - at), at, database,
		name + strlen("/postgres")), 1, size - 1);
}

static void place_make_tables(const char *address)
{
	struct store *s = NULL;
	struct err err;

	if (store_open(address, STORE_CREATE, &s, &err) < 0)
		fail_msg("%s", err.text);
	store_close(s);
}

/* The tables are made once a server, and copied for each test: whoever is first makes them while others wait. */
static void place_make_template(PGconn *owner)
{
	char address[200];

	/* Not for ever: whoever was first may have failed. */
	(void)place_say(owner, "set lock_timeout = '100s'");
	(void)place_say(owner, "select 1 from pg_advisory_lock(1)");
	if (place_say(owner, "select count(*) from pg_database where datname = 'place'") == 0) {
		(void)place_say(owner, "do $$ begin create role plimsoll login; exception when duplicate_object then null; end $$");
		(void)place_say(owner, "create database place_in_making template template0 locale 'C' encoding 'UTF8'");
		place_address(address, sizeof address, "owner", "place_in_making");
		place_make_tables(address);
		(void)place_say(owner, "alter database place_in_making rename to place");
	}
	(void)place_say(owner, "select 1 from pg_advisory_unlock(1)");
}

static void place_make_database(struct place *p)
{
	static int made;
	PGconn *owner = PQconnectdb(getenv("TEST_POSTGRES"));
	char name[60], sql[120];

	if (made == 0)
		place_make_template(owner);
	(void)snprintf(name, sizeof name, "place_%d_%d_%d", (int)getpid(), PQbackendPID(owner), ++made);
	(void)snprintf(sql, sizeof sql, "create database %s template place strategy file_copy", name);
	(void)place_say(owner, sql);
	place_address(p->path, sizeof p->path, "plimsoll", name);
	place_address(p->owner, sizeof p->owner, "owner", name);
	PQfinish(owner);
}

static void place_drop_database(const struct place *p)
{
	const char *name = strstr(p->owner, "/place_") + 1;
	char sql[120];

	(void)snprintf(sql, sizeof sql, "drop database %.*s with (force)", (int)strcspn(name, "?"), name);
	place_tell_server(sql);
}

/* ---- a place ---- */

void place_make_file(struct place *p)
{
	*p = (struct place){0};
	/* In memory where there is such a place: few tests are about disks. */
	(void)snprintf(p->folder, sizeof p->folder, "%s/plimsoll-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(p->folder));
	(void)snprintf(p->path, sizeof p->path, "%s/test.db", p->folder);
	memcpy(p->owner, p->path, sizeof p->owner);
}

void place_make(struct place *p)
{
	place_make_file(p);
	p->on_server = place_is_of_server();
	if (p->on_server)
		place_make_database(p);
}

static void place_empty_folder(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	struct arena *a = arena_new();

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		const char *inside = arena_printf(a, "%s/%s", path, entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && unlink(inside) != 0) {
			place_empty_folder(inside);
			(void)rmdir(inside);
		}
	}
	if (folder != NULL)
		(void)closedir(folder);
	arena_free(a);
}

void place_clear(const struct place *p)
{
	if (p->on_server)
		place_drop_database(p);
	place_empty_folder(p->folder);
	assert_int_equal(rmdir(p->folder), 0);
}

void place_blank(struct place *p)
{
	place_empty_folder(p->folder);
	if (!p->on_server)
		return;
	place_drop_database(p);
	place_make_database(p);
}

/* ---- looking behind the store ---- */

sqlite3 *place_file(const struct place *p)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
	return db;
}

static void place_ask_file(const struct place *p, const char *sql, struct buf *text)
{
	sqlite3 *db = place_file(p);
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	while (sqlite3_step(q) == SQLITE_ROW)
		for (int i = 0, n = sqlite3_column_count(q); i < n; i++)
			buf_putf(text, "%s%c", sqlite3_column_text(q, i) != NULL ? (const char *)sqlite3_column_text(q, i) : "-",
				i + 1 < n ? '|' : '\n');
	assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
	(void)sqlite3_close(db);
}

static void place_ask_server(const struct place *p, const char *sql, struct buf *text)
{
	PGconn *owner = PQconnectdb(p->owner);
	PGresult *q;

	PQclear(PQexec(owner, "set search_path = plimsoll; set session_replication_role = replica; set client_min_messages = "
		"error"));
	q = PQexec(owner, sql);
	if (PQresultStatus(q) != PGRES_TUPLES_OK && PQresultStatus(q) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(owner));
	for (int row = 0; row < PQntuples(q); row++)
		for (int i = 0, n = PQnfields(q); i < n; i++)
			buf_putf(text, "%s%c", PQgetisnull(q, row, i) ? "-" : PQgetvalue(q, row, i), i + 1 < n ? '|' : '\n');
	PQclear(q);
	PQfinish(owner);
}

char *place_ask(const struct place *p, struct arena *a, const char *sql)
{
	struct buf text = BUF_INIT(PLACE_ANSWER);
	char *copy;

	if (p->on_server)
		place_ask_server(p, sql, &text);
	else
		place_ask_file(p, sql, &text);
	copy = arena_strdup(a, buf_text(&text));
	buf_free(&text);
	return copy;
}

long place_number(const struct place *p, const char *sql)
{
	struct arena *a = arena_new();
	long number = strtol(place_ask(p, a, sql), NULL, 10);

	arena_free(a);
	return number;
}

void place_run(const struct place *p, const char *sql)
{
	if (p->on_server) {
		struct buf text = BUF_INIT(PLACE_ANSWER);

		place_ask_server(p, sql, &text);
		buf_free(&text);
	} else {
		sqlite3 *db = place_file(p);

		if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", sql, sqlite3_errmsg(db));
		(void)sqlite3_close(db);
	}
}

void place_cut(const struct place *p)
{
	place_run(p, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> "
		"pg_backend_pid()");
}

bool place_is_blank(const struct place *p)
{
	if (p->on_server)
		return place_number(p, "select count(*) from employer") + place_number(p, "select count(*) from ledger") == 0;
	return access(p->path, F_OK) != 0;
}

struct str place_bytes(const char *path, struct arena *a)
{
	struct str s = {"", 0};
	FILE *f = fopen(path, "r");
	char *bytes;
	long n;

	if (f == NULL)
		return s;
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	n = ftell(f);
	bytes = arena_alloc(a, (size_t)n + 1);
	rewind(f);
	s = (struct str){bytes, fread(bytes, 1, (size_t)n, f)};
	(void)fclose(f);
	return s;
}

struct str place_content(const struct place *p, struct arena *a)
{
	if (!p->on_server)
		return place_bytes(p->path, a);
	return str_of(place_ask(p, a, "select relname, query_to_xml(format('select * from %I t order by t::text', relname), "
		"true, false, '') from pg_class where relnamespace = 'plimsoll'::regnamespace and relkind = 'r' order by 1"));
}

struct place_held place_hold(const struct place *p)
{
	struct place_held held = {0};
	struct err err;

	if (p->on_server) {
		held.server = PQconnectdb(p->owner);
		(void)place_say(held.server, "select count(pg_advisory_lock(1349283187, n)) from generate_series(0, 9) n");
	} else if (store_open(p->path, STORE_WRITE, &held.file, &err) < 0) {
		fail_msg("%s", err.text);
	}
	return held;
}

void place_let_go(struct place_held held)
{
	store_close(held.file);
	if (held.server != NULL)
		PQfinish(held.server);
}
