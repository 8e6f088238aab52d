/* place.h: where a test keeps a database of its own: a file in a folder, or, where PLIMSOLL_ENGINE is "postgres", a
 * database of the server at TEST_POSTGRES (script/postgres).
 *
 *	struct place p;
 *
 *	place_make(&p);                            an empty folder; on a server an empty database with the tables
 *	store_open(p.path, STORE_CREATE, ...)
 *	place_ask(&p, arena, "select ...")         behind the program's back
 *	place_clear(&p);
 *
 * On a server the program is let in as the role that it has at a real site, which owns nothing, so that whatever it
 * reaches is within what row-level security lets it see. A program without its server is passed over whole.
 */
#pragma once

#include <libpq-fe.h>
#include <sqlite3.h>

#include "base/arena.h"
#include "base/str.h"
#include "store/store.h"

struct place {
	char folder[64];            /* for files of the test, too */
	/* the database as the program and as its owner reach it: two addresses, or one path twice */
	char path[200], owner[200];
	bool on_server;
};

/* Whether this run is one on a server. */
bool place_is_of_server(void);

/* Has the server's owner say something; the first value of the answer as a number, 0 without one. */
long place_say(PGconn *owner, const char *sql);

/* A file, whichever engine. */
void place_make_file(struct place *p);

/* A database of the engine of this run. */
void place_make(struct place *p);
void place_clear(const struct place *p);

/* As it was when it was made; nobody has it open. */
void place_blank(struct place *p);

/* The file, opened behind the program's back: the caller closes it. */
sqlite3 *place_file(const struct place *p);

/* What the database answers, whichever engine: a line for a row, '|' between its columns, '-' for null. Told to
 * somebody who may do anything. */
char *place_ask(const struct place *p, struct arena *a, const char *sql);

/* The one number that it answers; 0 without a row. */
long place_number(const struct place *p, const char *sql);

/* One statement or several. */
void place_run(const struct place *p, const char *sql);

/* Every connection to it breaks; of no other place, as tests run side by side on one server. */
void place_cut(const struct place *p);

/* Whether nobody's records are kept in it. */
bool place_is_blank(const struct place *p);

/* The bytes of a file; none if there is none. */
struct str place_bytes(const char *path, struct arena *a);

/* All that is kept, to look for something in it or to see that nothing has changed: a file's bytes, a server's rows. */
struct str place_content(const struct place *p, struct arena *a);

/* Somebody else has it, so that nothing can be written: the whole of a file, or on a server the turn of nobody and of
 * the first employers. */
struct place_held {
	struct store *file;
	PGconn *server;
};
struct place_held place_hold(const struct place *p);
void place_let_go(struct place_held held);
