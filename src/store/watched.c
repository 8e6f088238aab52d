#include "store/watched.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"

/* What stands before the table, by what is done to it. */
static const char *const VERBS[] = {
	[WATCHED_INSERT] = "insert into ",
	[WATCHED_UPDATE] = "update ",
	[WATCHED_DELETE] = "delete from ",
};

enum watched_verb watched_verb(const char *sql)
{
	for (int verb = WATCHED_INSERT; sql != NULL && verb <= WATCHED_DELETE; verb++)
		if (strncmp(sql, VERBS[verb], strlen(VERBS[verb])) == 0)
			return (enum watched_verb)verb;
	return WATCHED_NOT;
}

static struct str table_of(const char *sql)
{
	const char *name = sql + strlen(VERBS[watched_verb(sql)]);

	return (struct str){name, strspn(name, "abcdefghijklmnopqrstuvwxyz_")};
}

void watched_table(const char *sql, char *ret, size_t size)
{
	struct str name = table_of(sql);
	size_t n = name.len < size ? name.len : size - 1;

	memcpy(ret, name.at, n);
	ret[n] = '\0';
}

int watched_own(const char *sql)
{
	const char *answers = strstr(sql, "\nreturning ");
	int own = answers != NULL;

	for (; answers != NULL && *answers != '\0'; answers++)
		own += *answers == ',';
	return own;
}

int watched_first(const char *sql)
{
	return watched_verb(sql) == WATCHED_UPDATE ? 1 : watched_own(sql);
}

/* What an update says: its words up to "set", what it sets, and of which rows. */
static void put_update(struct buf *out, const char *sql)
{
	struct str table = table_of(sql);
	const char *set = strstr(sql, "set "), *of = strstr(sql, "where ");
	int n = (int)table.len;

	buf_putf(out, "with before as materialized (select %.*s.ctid as place_of_row, %.*s.* from %.*s %s for update)\n", n, table.at,
		n, table.at, n, table.at, of);
	buf_putf(out, "update %.*s %.*sfrom before where %.*s.ctid = before.place_of_row\n", n, table.at, (int)(of - set), set, n,
		table.at);
	buf_putf(out, "returning before.*, %.*s.*", n, table.at);
}

void watched_text(struct buf *out, const char *sql)
{
	if (watched_verb(sql) == WATCHED_UPDATE)
		put_update(out, sql);
	else
		buf_putf(out, "%s%s", sql, watched_own(sql) > 0 ? ", *" : "\nreturning *");
}
