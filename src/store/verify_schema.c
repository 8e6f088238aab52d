/* The schema: the tables, indexes, views and triggers that are there, held against those that the migrations make. They are made
 * anew, in memory, by the engine that reads: nobody has to keep a list of them. */
#include "base/str.h"
#include "store/inside.h"
#include "store/verifying.h"

struct object {
	const char *type, *name, *table, *sql;
	bool cut;
};

struct schema {
	struct object *objects;
	size_t count;
};

static void take_object(struct arena *a, struct statement *q, void *to)
{
	struct object *o = to;

	o->type = arena_strdup(a, take_text(q));
	o->name = arena_strdup(a, take_text(q));
	o->table = arena_strdup(a, take_text(q));
	o->sql = arena_strdup(a, take_text(q));
	o->cut = text_was_cut(q);
}

static int read_schema(struct database *db, struct arena *a, struct schema *ret, struct err *err)
{
	return READ_ROWS(statement_of(db, SQL_SCHEMA_OBJECTS), a, take_object, &ret->objects, &ret->count, err);
}

static int make_schema(struct arena *a, struct schema *ret, struct err *err)
{
	struct database *db;
	int rc = database_open(":memory:", "The schema", DATABASE_WRITE, &db, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < SQL_MIGRATIONS_COUNT && rc == 0; i++)
		rc = database_script(db, SQL_MIGRATIONS[i].text, err);
	if (rc == 0)
		rc = read_schema(db, a, ret, err);
	database_close(db);
	return rc;
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

static const struct object *find_object(const struct schema *s, const struct object *like)
{
	for (size_t i = 0; i < s->count; i++)
		if (str_equal(s->objects[i].name, like->name) && str_equal(s->objects[i].type, like->type))
			return &s->objects[i];
	return NULL;
}

static bool same_object(const struct object *one, const struct object *other)
{
	return !one->cut && !other->cut && str_equal(one->table, other->table) && same_sql(one->sql, other->sql);
}

/* ---- telling ---- */

struct comparing {
	struct arena *arena;
	struct ledger_finding *finding;
	bool tables_differ;
};

static void note_kind(struct comparing *c, const struct object *o)
{
	c->tables_differ = c->tables_differ || str_equal(o->type, "table");
}

static void look_for(struct comparing *c, const struct object *made, const struct schema *found)
{
	const struct object *o = find_object(found, made);

	if (o != NULL && same_object(o, made))
		return;
	note_kind(c, made);
	if (o == NULL)
		finding_set(c->finding, c->arena, LEDGER_REMOVED, 0, "database", "The %s %s is gone", made->type, made->name);
	else
		finding_set(c->finding, c->arena, LEDGER_EDITED, 0, "database", "The %s %s is not as Plimsoll makes it", made->type,
			made->name);
}

static void look_at(struct comparing *c, const struct object *found, const struct schema *made)
{
	if (find_object(made, found) != NULL)
		return;
	note_kind(c, found);
	if (str_equal(found->type, "trigger"))
		finding_set(c->finding, c->arena, LEDGER_ADDED, 0, "database", "There is a trigger %.100s, and Plimsoll makes none: it can "
			"change rows unseen", found->name);
	else
		finding_set(c->finding, c->arena, LEDGER_ADDED, 0, "database", "There is a %.20s %.100s, and Plimsoll makes none of that "
			"name", found->type, found->name);
}

int verify_schema(struct store *s, struct arena *a, struct ledger_finding *f, bool *ret_tables_hold, struct err *err)
{
	struct comparing c = {.arena = a, .finding = f};
	struct schema made = {0}, found = {0};
	int rc = make_schema(a, &made, err);

	if (rc == 0)
		rc = read_schema(s->db, a, &found, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < made.count; i++)
		look_for(&c, &made.objects[i], &found);
	for (size_t i = 0; i < found.count; i++)
		look_at(&c, &found.objects[i], &made);
	*ret_tables_hold = !c.tables_differ;
	return 0;
}
