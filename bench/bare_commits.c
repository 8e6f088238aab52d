/* Rows a second, each written and made durable by itself, with the settings that Plimsoll writes with: what any program
 * waits for that keeps its word.
 *
 *	bare_commits DB SECONDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sqlite3.h>

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(sqlite3 *db, int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE)
		return;
	(void)fprintf(stderr, "bare_commits: %s\n", sqlite3_errmsg(db));
	exit(1);
}

int main(int argc, char **argv)
{
	sqlite3 *db;
	sqlite3_stmt *add;
	double begun;
	long seconds;
	long rows = 0;

	if (argc != 3)
		return 2;
	must(NULL, sqlite3_open(argv[1], &db));
	must(db, sqlite3_exec(db, "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000;"
		"create table answer (id integer primary key, text text not null) strict", NULL, NULL, NULL));
	must(db, sqlite3_prepare_v2(db, "insert into answer (text) values ('agreed')", -1, &add, NULL));
	seconds = strtol(argv[2], NULL, 10);
	for (begun = now(); now() - begun < (double)seconds; rows++) {
		must(db, sqlite3_step(add));
		must(db, sqlite3_reset(add));
	}
	(void)printf("%.0f\n", (double)rows / (now() - begun));
	(void)sqlite3_finalize(add);
	(void)sqlite3_close(db);
	return 0;
}
