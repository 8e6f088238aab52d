/* The schema: the tables, indexes, views and triggers that are there, held against those that the migrations make, which were
 * read from the migrations when the program was built (sql/schema.h). */
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "secure/digest.h"
#include "sql/schema.h"
#include "store/inside.h"
#include "store/verifying.h"

enum { SERVER_SCHEMA_BYTES = 1024 * 1024 };

/* What is there. */
struct found {
	struct schema_object is;
	bool cut; /* one of its texts goes on after a NUL */
};

struct schema {
	struct found *objects;
	size_t count;
};

static void take_object(struct arena *a, struct statement *q, void *to)
{
	struct found *found = to;

	found->is.type = arena_strdup(a, take_text(q));
	found->is.name = arena_strdup(a, take_text(q));
	found->is.table = arena_strdup(a, take_text(q));
	found->is.sql = arena_strdup(a, take_text(q));
	found->cut = text_was_cut(q);
}

/* ---- comparing ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Engines differ in how they write a name and the space around it where they alter a table. */
static const char *pass_over(const char *sql, bool *ret_blank)
{
	for (*ret_blank = false; is_blank(*sql) || *sql == '"'; sql++)
		*ret_blank = *ret_blank || is_blank(*sql);
	return sql;
}

static bool same_sql(const char *one, const char *other)
{
	bool in_text = false, one_blank = false, other_blank = false;

	do {
		if (!in_text) {
			one = pass_over(one, &one_blank);
			other = pass_over(other, &other_blank);
		}
		if (*one != *other || one_blank != other_blank)
			return false;
		in_text = in_text != (*one == '\'');
	} while (*one++ != '\0' && *other++ != '\0');
	return true;
}

static bool same_name(const struct schema_object *one, const struct schema_object *other)
{
	return str_equal(one->name, other->name) && str_equal(one->type, other->type);
}

static const struct found *find(const struct schema *s, const struct schema_object *like)
{
	for (size_t i = 0; i < s->count; i++)
		if (same_name(&s->objects[i].is, like))
			return &s->objects[i];
	return NULL;
}

static bool is_made(const struct schema_object *like)
{
	for (size_t i = 0; i < SCHEMA_OBJECTS_COUNT; i++)
		if (same_name(&SCHEMA_OBJECTS[i], like))
			return true;
	return false;
}

static bool is_as_made(const struct found *found, const struct schema_object *made)
{
	return !found->cut && str_equal(found->is.table, made->table) && same_sql(found->is.sql, made->sql);
}

/* ---- telling ---- */

struct comparing {
	struct arena *arena;
	struct ledger_finding *finding;
	bool tables_differ;
};

static void note_kind(struct comparing *c, const struct schema_object *o)
{
	c->tables_differ = c->tables_differ || str_equal(o->type, "table");
}

static void look_for(struct comparing *c, const struct schema_object *made, const struct schema *schema)
{
	const struct found *found = find(schema, made);

	if (found != NULL && is_as_made(found, made))
		return;
	note_kind(c, made);
	if (found == NULL)
		finding_set(c->finding, c->arena, LEDGER_REMOVED, 0, "database", "The %s %s is gone", made->type, made->name);
	else
		finding_set(c->finding, c->arena, LEDGER_EDITED, 0, "database", "The %s %s is not as Plimsoll makes it", made->type,
			made->name);
}

static void look_at(struct comparing *c, const struct schema_object *found)
{
	if (is_made(found))
		return;
	note_kind(c, found);
	if (str_equal(found->type, "trigger"))
		finding_set(c->finding, c->arena, LEDGER_ADDED, 0, "database", "There is a trigger %.100s, and Plimsoll makes none: it can "
			"change rows unseen", found->name);
	else
		finding_set(c->finding, c->arena, LEDGER_ADDED, 0, "database", "There is a %.20s %.100s, and Plimsoll makes none of that "
			"name", found->type, found->name);
}

/* ---- a server ---- */

/* SHA-256 of all that the migrations make on a server, as it words that itself (PostgreSQL 15): type, name, table and text of each
 * thing, each ended by a NUL. */
static const char SERVER_SCHEMA[] = "4371cef61cbbf3b85a669d71257437176ecf7f55d5e6f9879591050a8d461fd7";

static bool check_server(struct comparing *c, const struct schema *schema)
{
	struct buf all = BUF_INIT(SERVER_SCHEMA_BYTES);
	char digest[DIGEST_SIZE];
	bool same;

	for (size_t i = 0; i < schema->count; i++) {
		const struct schema_object *o = &schema->objects[i].is;
		const char *const texts[] = {o->type, o->name, o->table, o->sql};

		for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
			buf_add(&all, texts[t], strlen(texts[t]) + 1);
		if (str_equal(o->type, "trigger"))
			look_at(c, o);
	}
	digest_of(buf_text(&all), all.len, digest);
	same = str_equal(digest, SERVER_SCHEMA);
	if (!same)
		finding_set(c->finding, c->arena, LEDGER_EDITED, 0, "database", "The tables on the server, their rules or their indexes "
			"are not as Plimsoll makes them (%.12s..., expected %.12s...)", digest, SERVER_SCHEMA);
	buf_free(&all);
	return same;
}

int verify_schema(struct store *s, struct arena *a, struct ledger_finding *f, bool *ret_tables_hold, struct err *err)
{
	struct comparing c = {.arena = a, .finding = f};
	struct schema schema = {0};
	int rc = READ_ROWS(statement_of(s->db, SQL_SCHEMA_OBJECTS), a, take_object, &schema.objects, &schema.count, err);

	if (rc < 0)
		return rc;
	if (s->of_server) {
		*ret_tables_hold = check_server(&c, &schema);
		return 0;
	}
	for (size_t i = 0; i < SCHEMA_OBJECTS_COUNT; i++)
		look_for(&c, &SCHEMA_OBJECTS[i], &schema);
	for (size_t i = 0; i < schema.count; i++)
		look_at(&c, &schema.objects[i].is);
	*ret_tables_hold = !c.tables_differ;
	return 0;
}
