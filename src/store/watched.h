/* watched.h: a statement that writes, with a tail that answers what it did to each row.
 *
 * The server tells nobody of the rows that it changes, and the ledger seals each of them (store/commit_rows.c). So what
 * writes is prepared a second time, for a commit that watches:
 *
 *	insert into T ...                  insert into T ... returning *
 *	insert into T ... returning A      insert into T ... returning A, *
 *	delete from T ...                  delete from T ... returning *
 *	update T set S where C             with before as materialized
 *	                                       (select ctid as place_of_row, T.* from T where C for update)
 *	                                   update T set S from before where T.ctid = before.place_of_row
 *	                                   returning before.*, T.*
 *
 * which is why an update in a commit says what it sets from its parameters alone. tests/store/test_server.c has the server prepare them all.
 */
#pragma once

#include <stddef.h>

struct buf;

enum watched_verb { WATCHED_NOT, WATCHED_INSERT, WATCHED_UPDATE, WATCHED_DELETE };

/* What a statement does to rows. */
enum watched_verb watched_verb(const char *sql);
/* The table that it does it to. */
void watched_table(const char *sql, char *ret, size_t size);
/* How many columns it answers of itself, and how many stand before those of the rows. */
int watched_own(const char *sql);
int watched_first(const char *sql);
/* The statement with its tail. */
void watched_text(struct buf *out, const char *sql);
