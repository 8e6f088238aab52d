/* office.h: a database of its own with one employer, for the tests of the store: a file in a folder, or, where PLIMSOLL_ENGINE is
 * "postgres", a database of the server at TEST_POSTGRES (script/postgres).
 *
 *	struct office o = office_open();
 *	struct fact facts[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", "")};
 *
 *	office_tell(&o, "C1", facts, 2);           decided against what is known, and committed
 *	office_close(&o);
 *
 * Dates are ISO texts; "" is an open end. The employer "test" has the service "children", weighed by council_scheme.
 */
#pragma once

#include <dirent.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../unit/core/council.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/store.h"

#define OFFICE_OK(call) office_ok((call), &office_err, __FILE__, __LINE__)

static struct err office_err __attribute__((unused));

struct office {
	struct arena *arena;
	char folder[64], path[200]; /* of a server there is no folder, and `path` is an address */
	struct store *store;
	int32_t employer_id;
};

static inline void office_ok(int rc, const struct err *err, const char *file, int line)
{
	if (rc < 0)
		print_error("%s\n", err->text);
	_assert_true(rc >= 0, "it works", file, line);
}

static inline const struct scheme *office_scheme(const char *id, int32_t version)
{
	return str_equal(id, "test") && version == 1 ? council_scheme() : NULL;
}

static inline struct ledger_text office_entry(const char *action)
{
	return (struct ledger_text){.actor = "ann", .action = action, .object = "test", .payload = "{\"rows\":1}",
		.instant = 1790000000};
}

static inline bool office_is_of_server(void)
{
	const char *engine = getenv("PLIMSOLL_ENGINE");

	return engine != NULL && strcmp(engine, "postgres") == 0;
}

/* Without a server all of a program is passed over. */
__attribute__((constructor)) static void office_needs_its_server(void)
{
	if (!office_is_of_server() || getenv("TEST_POSTGRES") != NULL)
		return;
	(void)printf("1..0 # SKIP there is no server: script/postgres COMMAND has one\n");
	exit(0);
}

/* Has the server's owner say something; the first value of the answer as a number, 0 without one. */
static inline long office_say(PGconn *owner, const char *sql)
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

static inline void office_tell_server(const char *sql)
{
	PGconn *owner = PQconnectdb(getenv("TEST_POSTGRES"));

	(void)office_say(owner, sql);
	PQfinish(owner);
}

/* The address of a database is the owner's with its name in the place of "postgres". */
static inline void office_address(char *ret, size_t size, const char *database)
{
	const char *address = getenv("TEST_POSTGRES"), *name = strstr(address, "/postgres?");

	assert_non_null(name);
	(void)snprintf(ret, size, "%.*s/%s%s", (int)(name - address), address, database, name + strlen("/postgres"));
}

/* The tables are made once a server, and copied for each test: whoever is first makes them while others wait. */
static inline void office_make_tables(PGconn *owner)
{
	char address[200];
	struct store *s = NULL;

	(void)office_say(owner, "select 1 from pg_advisory_lock(1)");
	if (office_say(owner, "select count(*) from pg_database where datname = 'office'") == 0) {
		(void)office_say(owner, "create role plimsoll login");
		(void)office_say(owner, "create database office_in_making template template0 locale 'C' encoding 'UTF8'");
		office_address(address, sizeof address, "office_in_making");
		OFFICE_OK(store_open(address, STORE_CREATE, &s, &office_err));
		store_close(s);
		(void)office_say(owner, "alter database office_in_making rename to office");
	}
	(void)office_say(owner, "select 1 from pg_advisory_unlock(1)");
}

static inline void office_make_database(struct office *o)
{
	static int made;
	PGconn *owner = PQconnectdb(getenv("TEST_POSTGRES"));
	char name[60], sql[120];

	if (made == 0)
		office_make_tables(owner);
	(void)snprintf(name, sizeof name, "office_%d_%d", (int)getpid(), ++made);
	(void)snprintf(sql, sizeof sql, "create database %s template office", name);
	(void)office_say(owner, sql);
	office_address(o->path, sizeof o->path, name);
	PQfinish(owner);
}

static inline void office_drop_database(const struct office *o)
{
	const char *name = strstr(o->path, "/office_") + 1;
	char sql[120];

	(void)snprintf(sql, sizeof sql, "drop database %.*s with (force)", (int)strcspn(name, "?"), name);
	office_tell_server(sql);
}

/* An empty folder and nothing in it yet. */
static inline struct office office_folder(void)
{
	struct office o = {.arena = arena_new()};

	if (office_is_of_server()) {
		office_make_database(&o);
		return o;
	}
	(void)snprintf(o.folder, sizeof o.folder, "/tmp/plimsoll-store-XXXXXX");
	assert_non_null(mkdtemp(o.folder));
	(void)snprintf(o.path, sizeof o.path, "%s/test.db", o.folder);
	return o;
}

static inline void office_reopen(struct office *o, enum store_mode mode)
{
	o->store = store_close(o->store);
	OFFICE_OK(store_open(o->path, mode, &o->store, &office_err));
	store_use_schemes(o->store, office_scheme);
}

static inline int64_t office_end(struct commit *c, const char *action)
{
	struct ledger_text entry = office_entry(action);
	int64_t position = 0;

	OFFICE_OK(commit_end(c, &entry, &position, &office_err));
	return position;
}

static inline struct commit *office_begin(struct office *o)
{
	struct employer e;
	struct commit *c = NULL;

	OFFICE_OK(store_employer(o->store, o->arena, "test", &e, &office_err));
	OFFICE_OK(commit_begin(o->store, e.id, e.position, &c, &office_err));
	return c;
}

static inline void office_make_employer(struct office *o)
{
	struct service_row service = {.code = "children", .name = "Children's services", .scheme = council_scheme()};
	struct new_employer e = {.code = "test", .name = "Testshire", .country = "England", .time_zone = "Europe/London",
		.services = &service, .services_count = 1};
	struct commit *c = NULL;

	OFFICE_OK(commit_begin(o->store, 0, 0, &c, &office_err));
	OFFICE_OK(commit_employer(c, &e, &o->employer_id, &office_err));
	assert_int_equal(office_end(c, "employer"), 1);
}

static inline struct office office_open(void)
{
	struct office o = office_folder();

	office_reopen(&o, STORE_CREATE);
	office_make_employer(&o);
	return o;
}

static inline void office_close(struct office *o)
{
	DIR *folder;
	struct dirent *entry;

	o->store = store_close(o->store);
	o->arena = arena_free(o->arena);
	if (o->folder[0] == '\0') {
		office_drop_database(o);
		return;
	}
	folder = opendir(o->folder);
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		char path[400];

		(void)snprintf(path, sizeof path, "%s/%s", o->folder, entry->d_name);
		if (entry->d_name[0] != '.')
			assert_int_equal(unlink(path), 0);
	}
	(void)closedir(folder);
	assert_int_equal(rmdir(o->folder), 0);
}

/* ---- facts ---- */

static inline struct fact office_fact(enum fact_kind kind, const char *code, const char *from, const char *until)
{
	struct fact f = fact_blank(kind);

	f.code = code;
	f.when = council_days(from, until);
	return f;
}

static inline struct fact office_episode(const char *from, const char *until)
{
	return office_fact(FACT_EPISODE, "", from, until);
}

static inline struct fact office_stage(const char *type, const char *from, const char *until)
{
	return office_fact(FACT_STAGE, type, from, until);
}

static inline struct fact office_holding(int32_t post_id, int32_t team_id, const char *from, const char *until)
{
	struct fact f = office_fact(FACT_HOLDING, "", from, until);

	f.post_id = post_id;
	f.team_id = team_id;
	f.share = 1000;
	return f;
}

/* ---- committing ---- */

/* Decides what the facts change and puts it into an open commit. */
static inline int office_change(struct office *o, struct commit *c, const char *ref, const struct fact *facts, size_t count,
	struct err *err)
{
	struct case_facts known = {.ref = ref}, told = {.ref = ref};
	struct fact_change *changes;
	size_t changes_count;
	int rc = store_case_facts(o->store, o->arena, o->employer_id, ref, &known, err);

	if (rc < 0 && rc != PL_NOT_FOUND)
		return rc;
	for (size_t i = 0; i < count; i++)
		case_facts_add(o->arena, &told, &facts[i]);
	case_facts_tidy(&told, NULL, NULL);
	case_decide(o->arena, &known, &told, &changes, &changes_count);
	return commit_case(c, ref, changes, changes_count, err);
}

static inline int64_t office_tell(struct office *o, const char *ref, const struct fact *facts, size_t count)
{
	struct commit *c = office_begin(o);

	OFFICE_OK(office_change(o, c, ref, facts, count, &office_err));
	return office_end(c, "import");
}

static inline struct case_facts office_known(struct office *o, const char *ref)
{
	struct case_facts known;

	OFFICE_OK(store_case_facts(o->store, o->arena, o->employer_id, ref, &known, &office_err));
	return known;
}

static inline const struct snapshot *office_picture(struct office *o, const char *day)
{
	const struct snapshot *s = NULL;

	OFFICE_OK(store_snapshot(o->store, "test", council_day(day, 0), &s, &office_err));
	return s;
}

/* One team, one person, one post (each with id 1), as of ever. */
static inline int64_t office_hire(struct office *o)
{
	struct roster_joined joined = {0};
	struct roster_change changes[] = {{CHANGED_TEAM, true, 0}, {CHANGED_PERSON, true, 0}, {CHANGED_POST, true, 0}};
	struct commit *c = office_begin(o);

	joined.roster.teams = &(struct roster_team){1, "north", "N", "North", "children", "", "Ann Manager", "W9"};
	joined.roster.persons = &(struct roster_person){1, "W1", "Wyn Worker", "SW1", "S1"};
	joined.roster.posts = &(struct roster_post){.post_id = 1, .person_id = 1, .team_id = 1, .when = council_days("", ""),
		.fte_millionths = 1000000, .contract_minutes = 2220, .grade = "", .newly_qualified_until = DAY_MIN,
		.reported_cases = -1, .reported_on = DAY_MIN};
	joined.changes = changes;
	joined.changes_count = 3;
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	return office_end(c, "import");
}

static inline int64_t office_undo(struct office *o, int64_t sequence)
{
	struct commit *c = office_begin(o);
	int64_t rows;

	OFFICE_OK(commit_undo(c, sequence, &rows, &office_err));
	return office_end(c, "undo");
}

/* ---- looking behind the store ---- */

static inline sqlite3 *office_engine(struct office *o)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(o->path, &db), SQLITE_OK);
	return db;
}

/* What a database answers, whichever engine: a line for a row, '|' between its columns, '-' for null. Told by somebody who may
 * do anything, behind the program's back. */
static inline char *office_ask_file(struct office *o, const char *sql)
{
	struct buf text = BUF_INIT(1024 * 1024);
	sqlite3 *db = office_engine(o);
	sqlite3_stmt *q;
	char *copy;

	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	while (sqlite3_step(q) == SQLITE_ROW)
		for (int i = 0, n = sqlite3_column_count(q); i < n; i++)
			buf_putf(&text, "%s%c", sqlite3_column_text(q, i) != NULL ? (const char *)sqlite3_column_text(q, i) : "-",
				i + 1 < n ? '|' : '\n');
	assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
	(void)sqlite3_close(db);
	copy = arena_strdup(o->arena, buf_text(&text));
	buf_free(&text);
	return copy;
}

static inline char *office_ask_server(struct office *o, const char *sql)
{
	struct buf text = BUF_INIT(1024 * 1024);
	PGconn *owner = PQconnectdb(o->path);
	PGresult *q;
	char *copy;

	PQclear(PQexec(owner, "set search_path = plimsoll; set session_replication_role = replica"));
	q = PQexec(owner, sql);
	if (PQresultStatus(q) != PGRES_TUPLES_OK && PQresultStatus(q) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(owner));
	for (int row = 0; row < PQntuples(q); row++)
		for (int i = 0, n = PQnfields(q); i < n; i++)
			buf_putf(&text, "%s%c", PQgetisnull(q, row, i) ? "-" : PQgetvalue(q, row, i), i + 1 < n ? '|' : '\n');
	PQclear(q);
	PQfinish(owner);
	copy = arena_strdup(o->arena, buf_text(&text));
	buf_free(&text);
	return copy;
}

static inline char *office_ask(struct office *o, const char *sql)
{
	return o->folder[0] == '\0' ? office_ask_server(o, sql) : office_ask_file(o, sql);
}

static inline void office_run(struct office *o, const char *sql)
{
	if (o->folder[0] == '\0') {
		(void)office_ask_server(o, sql);
	} else {
		sqlite3 *db = office_engine(o);

		assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
		(void)sqlite3_close(db);
	}
}

/* Every row of every fact table that is known now, without the entries that made it: what an undo has to restore. */
static inline char *office_rows(struct office *o)
{
	static const char *const TABLES[][2] = {
		{"service", "code, name, place"}, {"scheme_choice", "service, scheme, version, valid_from, valid_until"},
		{"team", "id, code, told_code, name, service, parent, manager, manager_code, commitment, erased"},
		{"person", "id, code, name, registration, staff_id, commitment, erased"},
		{"post", "id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade, newly_qualified, "
			"newly_qualified_until, reported_cases, reported_on, valid_from, valid_until"},
		{"reduction", "post_id, reason, minutes, personal, valid_from, valid_until"},
		{"line", "id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from, valid_until, "
			"commitment, erased"},
		{"cases", "id, ref, service, household, team_id, owner, restricted, commitment, erased"},
		{"episode", "case_id, valid_from, valid_until, closing_reason, no_further_action"},
		{"stage", "case_id, type, stage, valid_from, valid_until"}, {"factor", "case_id, code, valid_from, valid_until"},
		{"task", "case_id, kind, minutes, valid_from, valid_until"}, {"surge", "case_id, minutes, reason, valid_from, valid_until"},
		{"holding", "case_id, post_id, team_id, role, share, reason, valid_from, valid_until, standing, proposal_id"},
	};
	struct buf text = BUF_INIT(1024 * 1024), sql = BUF_INIT(4096);
	char *copy;

	for (size_t t = 0; t < sizeof TABLES / sizeof *TABLES; t++) {
		buf_clear(&sql);
		buf_putf(&sql, "select employer_id, %s from %s where unmade is null order by ", TABLES[t][1], TABLES[t][0]);
		buf_puts(&sql, "1, 2, 3, 4");
		buf_putf(&text, "%s\n%s", TABLES[t][0], office_ask(o, buf_text(&sql)));
	}
	copy = arena_strdup(o->arena, buf_text(&text));
	buf_free(&text);
	buf_free(&sql);
	return copy;
}
