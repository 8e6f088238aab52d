/* How long an employer's snapshot takes to be made of the database, beside the same rows asked of the engine and looked
 * at, with nothing made of them: what any program that reads them has to wait for.
 *
 *	snapshot_loads DB EMPLOYER DAY PASSES
 *
 * Prints: open cases, posts, milliseconds to load, milliseconds of the bare statements (the middle ones of the passes,
 * by turns), rows, kilobytes of the snapshot.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libpq-fe.h>
#include <sqlite3.h>

#include "base/date.h"
#include "service/pictures/scheme_use.h"
#include "sql/queries.h"
#include "store/store.h"

enum { PASSES_MOST = 99, RECENT_DAYS = 28 };

/* What the store asks for a snapshot, but for what answers a row or two; the first are of an employer, and of two
 * days. */
static const enum sql_id RECENT[] = {SQL_EPISODE_RECENT, SQL_STAGE_RECENT, SQL_FACTOR_RECENT, SQL_TASK_RECENT,
	SQL_SURGE_RECENT, SQL_WEIGHT_VIEW_RECENT, SQL_REVIEW_RECENT, SQL_HOLDING_RECENT, SQL_CASE_RECENT};
static const enum sql_id LISTS[] = {SQL_TEAM_LIST, SQL_PERSON_LIST, SQL_POST_LIST, SQL_REDUCTION_LIST, SQL_LINE_LIST,
	SQL_SKILL_LIST, SQL_POST_HOURS_LIST};
enum { RECENT_COUNT = sizeof RECENT / sizeof *RECENT, LISTS_COUNT = sizeof LISTS / sizeof *LISTS };

struct asked {
	enum sql_id id;
	char employer[12], from[DATE_ISO_SIZE], until[DATE_ISO_SIZE];
	int parameters;
};

struct bench {
	const char *db, *employer;
	int32_t employer_id, day;
	struct store *store;
	sqlite3 *file;
	PGconn *server;
	size_t rows, bytes; /* of the last bare pass; bytes so that every cell is looked at */
};

static void must(int rc, const struct err *err)
{
	if (rc == 0)
		return;
	(void)fprintf(stderr, "snapshot_loads: %s\n", err->text);
	exit(1);
}

static void must_hold(bool holds, const char *why)
{
	if (holds)
		return;
	(void)fprintf(stderr, "snapshot_loads: %s\n", why);
	exit(1);
}

static double now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct asked asked_of(const struct bench *b, int place)
{
	bool recent = place < RECENT_COUNT;
	enum sql_id id = recent ? RECENT[place] : LISTS[place - RECENT_COUNT];
	struct asked asked = {.id = id, .parameters = recent ? 3 : 1};

	(void)snprintf(asked.employer, sizeof asked.employer, "%d", b->employer_id);
	(void)date_iso(b->day - RECENT_DAYS, asked.from);
	(void)date_iso(b->day + (id == SQL_HOLDING_RECENT ? COMING_DAYS : 0), asked.until);
	return asked;
}

/* ---- of a file ---- */

static void ask_file(struct bench *b, const struct asked *asked)
{
	sqlite3_stmt *q;
	int rc = sqlite3_prepare_v2(b->file, SQL_TEXT[SQL_SQLITE][asked->id], -1, &q, NULL);

	must_hold(rc == SQLITE_OK, sqlite3_errmsg(b->file));
	(void)sqlite3_bind_int(q, 1, b->employer_id);
	if (asked->parameters > 1) {
		(void)sqlite3_bind_text(q, 2, asked->from, -1, SQLITE_STATIC);
		(void)sqlite3_bind_text(q, 3, asked->until, -1, SQLITE_STATIC);
	}
	for (; (rc = sqlite3_step(q)) == SQLITE_ROW; b->rows++)
		for (int i = 0; i < sqlite3_column_count(q); i++)
			b->bytes += (size_t)sqlite3_column_int64(q, i);
	must_hold(rc == SQLITE_DONE, sqlite3_errmsg(b->file));
	(void)sqlite3_finalize(q);
}

/* ---- of a server ---- */

static void tell_server(const struct bench *b, const char *sql)
{
	PGresult *q = PQexec(b->server, sql);

	must_hold(PQresultStatus(q) == PGRES_COMMAND_OK, PQerrorMessage(b->server));
	PQclear(q);
}

static void ask_server(struct bench *b, const struct asked *asked)
{
	const char *const values[] = {asked->employer, asked->from, asked->until};
	PGresult *q = PQexecPrepared(b->server, SQL_NAME[asked->id], asked->parameters, values, NULL, NULL, 0);

	must_hold(PQresultStatus(q) == PGRES_TUPLES_OK, PQerrorMessage(b->server));
	for (int row = 0; row < PQntuples(q); row++, b->rows++)
		for (int i = 0; i < PQnfields(q); i++)
			b->bytes += (size_t)PQgetlength(q, row, i);
	PQclear(q);
}

/* ---- by turns ---- */

static void open_engine(struct bench *b)
{
	if (!store_is_of_server(b->db)) {
		must_hold(sqlite3_open_v2(b->db, &b->file, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, "the file cannot be opened");
		return;
	}
	b->server = PQconnectdb(b->db);
	must_hold(PQstatus(b->server) == CONNECTION_OK, PQerrorMessage(b->server));
	tell_server(b, "set search_path = plimsoll");
	for (int i = 0; i < RECENT_COUNT + LISTS_COUNT; i++) {
		enum sql_id id = asked_of(b, i).id;

		PQclear(PQprepare(b->server, SQL_NAME[id], SQL_TEXT[SQL_POSTGRES][id], 0, NULL));
	}
}

static double bare_pass(struct bench *b)
{
	double begun = now_ms();
	char serving[60];

	b->rows = b->bytes = 0;
	if (b->server != NULL) {
		tell_server(b, "begin isolation level repeatable read, read only");
		(void)snprintf(serving, sizeof serving, "set local plimsoll.employer = '%d'", b->employer_id);
		tell_server(b, serving);
	}
	for (int i = 0; i < RECENT_COUNT + LISTS_COUNT; i++) {
		const struct asked asked = asked_of(b, i);

		(b->server != NULL ? ask_server : ask_file)(b, &asked);
	}
	if (b->server != NULL)
		tell_server(b, "commit");
	return now_ms() - begun;
}

static double load_pass(struct bench *b, const struct snapshot **ret)
{
	double begun = now_ms();
	struct err err;

	must(store_snapshot(b->store, b->employer, b->day, ret, &err), &err);
	return now_ms() - begun;
}

static int by_size(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static double middle(double *list, size_t count)
{
	qsort(list, count, sizeof *list, by_size);
	return list[count / 2];
}

static void measure(struct bench *b, size_t passes)
{
	double load[PASSES_MOST], bare[PASSES_MOST];
	size_t cases = 0, posts = 0, bytes = 0;

	for (size_t i = 0; i < passes; i++) {
		const struct snapshot *snap;

		bare[i] = bare_pass(b);
		load[i] = load_pass(b, &snap);
		cases = snap->cases_count;
		posts = snap->posts_count;
		bytes = snapshot_bytes(snap);
		snapshot_drop(snap);
	}
	(void)printf("%zu\t%zu\t%.1f\t%.1f\t%zu\t%zu\n", cases, posts, middle(load, passes), middle(bare, passes), b->rows,
		bytes / 1024);
}

int main(int argc, char **argv)
{
	struct bench b = {.db = argc == 5 ? argv[1] : NULL, .employer = argc == 5 ? argv[2] : NULL};
	struct arena *a = arena_new();
	struct employer e;
	size_t passes;
	struct err err;

	must_hold(argc == 5 && date_parse_iso(argv[3], strlen(argv[3]), &b.day),
		"usage: snapshot_loads DB EMPLOYER DAY PASSES");
	passes = (size_t)strtoul(argv[4], NULL, 10);
	must_hold(passes >= 1 && passes <= PASSES_MOST, "expected 1 to 99 passes");
	must(store_open(b.db, STORE_READ, &b.store, &err), &err);
	must(schemes_of_store(b.store, &err), &err);
	must(store_employer(b.store, a, b.employer, &e, &err), &err);
	b.employer_id = e.id;
	open_engine(&b);
	measure(&b, passes);
	(void)sqlite3_close(b.file);
	PQfinish(b.server);
	store_close(b.store);
	arena_free(a);
	return 0;
}
