/* The schema: the tables, indexes, views and triggers that are there, held against those that the migrations make. Those of a file were
 * read from the migrations when the program was built (sql/schema.h); of those of a server there are digests here, because a server
 * words them in its own way. */
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

/* What the migrations make on a server, as it words that itself (PostgreSQL 15): of each kind the SHA-256 of type, name, table and text
 * of each thing, each ended by a NUL, in the order of their names. A test tells the new one where a migration has changed it. */
static const struct server_kind {
	const char *type, *called, *digest;
} SERVER_SCHEMA[] = {
	{"function", "functions", "f25a112984e4774f60f7f0cabb55e6bd0cc71cd54b48b4a4983ec5b2213d6bca"},
	{"index", "indexes", "f710107be7a5917eb4e56ec03cec11dc69a537674fe20ce150b04bcd0978757e"},
	{"policy", "policies, by which it keeps employers apart,", "5fa3ee2d9659702d20b733a7a66af02f128634eb4c1d1187ef264b41df5e54d9"},
	{"rule", "rules", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"table", "tables", "85f684a20dabd93308f9e6339953f371153e0e3a28d146394b404547e1fd9b56"},
	{"trigger", "triggers", "dbce326e92bb0b822574e672b6d7cf66d0d87edfdc0bad3270f9bd774a6d7281"},
};

/* The two triggers there are: they tell of commits and of imports that wait, and change no row. */
static bool is_own_trigger(const struct schema_object *o)
{
	return (str_equal(o->name, "employer_moved") && str_equal(o->table, "employer"))
		|| (str_equal(o->name, "import_job_waits") && str_equal(o->table, "import_job"));
}

static void digest_of_kind(const struct schema *schema, const char *type, char digest[DIGEST_SIZE])
{
	struct buf all = BUF_INIT(SERVER_SCHEMA_BYTES);

	for (size_t i = 0; i < schema->count; i++) {
		const struct schema_object *o = &schema->objects[i].is;
		const char *const texts[] = {o->type, o->name, o->table, o->sql};

		for (size_t t = 0; t < sizeof texts / sizeof *texts && str_equal(o->type, type); t++)
			buf_add(&all, texts[t], strlen(texts[t]) + 1);
	}
	digest_of(buf_text(&all), all.len, digest);
	buf_free(&all);
}

static void check_kind(struct comparing *c, const struct schema *schema, const struct server_kind *kind)
{
	char digest[DIGEST_SIZE];

	digest_of_kind(schema, kind->type, digest);
	if (str_equal(digest, kind->digest))
		return;
	c->tables_differ = c->tables_differ || str_equal(kind->type, "table");
	finding_set(c->finding, c->arena, LEDGER_EDITED, 0, "database", "The %s on the server are not as Plimsoll makes them (%.12s..., "
		"expected %.12s...)", kind->called, digest, kind->digest);
}

static void check_server(struct comparing *c, const struct schema *schema)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct schema_object *o = &schema->objects[i].is;

		if (str_equal(o->type, "stray"))
			finding_set(c->finding, c->arena, LEDGER_ADDED, 0, "database", "On the server %.200s, and Plimsoll makes no such thing",
				o->name);
		else if (str_equal(o->type, "trigger") && !is_own_trigger(o))
			look_at(c, o);
	}
	for (size_t i = 0; i < sizeof SERVER_SCHEMA / sizeof *SERVER_SCHEMA; i++)
		check_kind(c, schema, &SERVER_SCHEMA[i]);
}

static int read_schema(struct store *s, struct arena *a, struct schema *schema, struct err *err)
{
	int rc = s->of_server ? database_run(s->db, SQL_LOOK_FROM_OUTSIDE, err) : 0;

	if (rc == 0)
		rc = READ_ROWS(statement_of(s->db, SQL_SCHEMA_OBJECTS), a, take_object, &schema->objects, &schema->count, err);
	if (rc == 0 && s->of_server)
		rc = database_run(s->db, SQL_LOOK_FROM_INSIDE, err);
	return rc;
}

int verify_schema(struct store *s, struct arena *a, struct ledger_finding *f, bool *ret_tables_hold, struct err *err)
{
	struct comparing c = {.arena = a, .finding = f};
	struct schema schema = {0};
	int rc = read_schema(s, a, &schema, err);

	if (rc < 0)
		return rc;
	if (s->of_server)
		check_server(&c, &schema);
	for (size_t i = 0; i < SCHEMA_OBJECTS_COUNT && !s->of_server; i++)
		look_for(&c, &SCHEMA_OBJECTS[i], &schema);
	for (size_t i = 0; i < schema.count && !s->of_server; i++)
		look_at(&c, &schema.objects[i].is);
	*ret_tables_hold = !c.tables_differ;
	return 0;
}
