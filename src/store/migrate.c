#include "base/clock.h"
#include "store/inside.h"

static const struct sql_migrations *migrations_of(const struct store *s)
{
	return &SQL_MIGRATIONS[database_engine(s->db)];
}

/* The version of the tables that this program knows. */
static int64_t newest(const struct store *s)
{
	const struct sql_migrations *all = migrations_of(s);

	return all->rows[all->count - 1].version;
}

enum { APPLICATION_ID = 1349283187 /* "Plms" */, UNFINISHED_ID = 1349283171 /* "Plmc": a copy that is not whole yet */ };

/* Whether the file is ours: made by Plimsoll, or nothing yet where a new one is wanted. */
static int judge_owner(const struct store *s, int64_t application, int64_t tables, bool may_be_empty, struct err *err)
{
	if (application == UNFINISHED_ID && !s->fills)
		return err_set(err, PL_INVALID, "%s is being copied into: run plimsoll copy again to finish", s->name);
	if (application == APPLICATION_ID || application == UNFINISHED_ID ||
		(application == 0 && tables == 0 && may_be_empty))
		return 0;
	if (tables == 0)
		return err_set(err, PL_INVALID, "%s is empty: expected a Plimsoll database", s->name);
	return err_set(err, PL_INVALID, "%s is a database of another program, not of Plimsoll", s->name);
}

int owner_check(struct store *s, bool may_be_empty, struct err *err)
{
	struct database *found;
	struct err ignored;
	int64_t application, tables = 0;
	int rc = database_look(s->real, s->name, &application, err);

	/* Whether a copy is whole by now may stand in the log alone: that is asked once it is open. */
	if (rc < 0 || application == APPLICATION_ID || application == UNFINISHED_ID)
		return rc;
	if (application == 0 && database_open(s->real, s->name, DATABASE_FROZEN, &found, &ignored) == 0) {
		if (database_number(found, SQL_COUNT_TABLES, &tables, &ignored) < 0)
			tables = 0;
		database_close(found);
	}
	return judge_owner(s, application, tables, may_be_empty, err);
}

int marked_unfinished(struct store *s, bool *ret, struct err *err)
{
	int64_t application;
	int rc = database_number(s->db, SQL_READ_APPLICATION_ID, &application, err);

	if (rc == 0)
		*ret = application == UNFINISHED_ID;
	return rc;
}

static int check_owner(struct store *s, bool may_be_empty, int64_t *ret_tables, struct err *err)
{
	int64_t application, tables;
	int rc = database_number(s->db, SQL_READ_APPLICATION_ID, &application, err);

	if (rc == 0)
		rc = database_number(s->db, SQL_COUNT_TABLES, &tables, err);
	if (rc == 0)
		rc = judge_owner(s, application, tables, may_be_empty, err);
	if (rc == 0) {
		*ret_tables = tables;
		s->unfinished = application == UNFINISHED_ID;
	}
	return rc;
}

/* On a server another may be at it: whoever waited for its turn looks again. */
static int migrate(struct store *s, const struct sql_migration *m, struct err *err)
{
	int64_t version = 0;
	int rc = database_run(s->db, SQL_BEGIN_WRITING, err);

	if (rc == 0)
		rc = database_take_turn(s->db, OF_NONE, true, err);
	if (rc == 0)
		rc = database_number(s->db, SQL_READ_USER_VERSION, &version, err);
	if (rc == 0 && version < m->version)
		rc = database_script(s->db, m->text, err);
	if (rc == 0)
		rc = database_run(s->db, SQL_COMMIT, err);
	if (rc < 0)
		database_roll_back(s->db);
	return rc;
}

/* An entry for an employer whose rows were made before rows were sealed: it seals what it finds, and says so. */
static int seal_rows_of(struct store *s, const struct employer *e, struct err *err)
{
	const struct ledger_text text = {.actor = "plimsoll", .action = "seal", .object = e->code,
		.payload = "{\"sealed\":\"all rows, as they were found\"}", .instant = clock_now()};
	struct commit *c;
	int64_t position;
	int rc = commit_begin(s, e->id, e->position, &c, err);

	if (rc < 0)
		return rc;
	rc = commit_rows_add_all(c, err);
	if (rc == 0)
		return commit_end(c, &text, &position, err);
	commit_abandon(c);
	return rc;
}

static void take_unsealed(struct arena *a, struct statement *q, void *to)
{
	struct employer *e = to;

	e->id = take_int32(q);
	e->code = arena_strdup(a, take_text(q));
	e->position = take_int(q);
}

static int seal_rows(struct store *s, struct err *err)
{
	struct employer *employers = NULL;
	struct arena *a = arena_new();
	size_t count = 0;
	int rc = READ_ROWS(statement_of(s->db, SQL_EMPLOYER_UNSEALED), a, take_unsealed, &employers, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = seal_rows_of(s, &employers[i], err);
	arena_free(a);
	return rc;
}

/* Whether it can be brought up to date: a server's tables by their owner alone. */
static int check_may_migrate(struct store *s, int64_t version, struct err *err)
{
	int64_t may = 0;
	int rc;

	if (!s->of_server)
		return s->writes ? 0 : err_set(err, PL_INVALID, "%s was made by an older Plimsoll: it is brought up to date by the first "
			"command that writes, such as import", s->name);
	rc = s->writes ? database_number(s->db, SQL_MAY_CHANGE_TABLES, &may, err) : 0;
	if (rc < 0 || may)
		return rc;
	if (version == 0 && s->fills)
		return err_set(err, PL_INVALID, "%s has no tables yet, and this role may not make them: expected to be copied into by the role "
			"that owns it", s->name);
	if (version == 0)
		return err_set(err, PL_INVALID, "%s has no tables yet, and this role may not make them: expected the role that owns it to "
			"run a command that writes first, such as import", s->name);
	return err_set(err, PL_INVALID, "%s has tables of version %lld, and this Plimsoll needs version %lld: expected the role that "
		"owns them to run a command that writes first, such as import", s->name, (long long)version, (long long)newest(s));
}

/* A server's tables, as they are now: the program's role may have been made after them. Their owner sees to it, anybody else says so. */
static int check_may_use(struct store *s, struct err *err)
{
	int64_t may_use = 1, may_change = 0;
	int rc;

	if (!s->of_server)
		return 0;
	rc = database_number(s->db, SQL_MAY_USE_TABLES, &may_use, err);
	if (rc == 0 && !may_use)
		return err_set(err, PL_INVALID, "%s has tables that this role may not use: expected the role plimsoll, and the role that owns "
			"them to have run a command that writes since it was made, such as import", s->name);
	if (rc < 0 || !s->writes)
		return rc;
	rc = database_number(s->db, SQL_MAY_CHANGE_TABLES, &may_change, err);
	return rc == 0 && may_change ? database_run(s->db, SQL_LET_PROGRAM_USE_TABLES, err) : rc;
}

int schema_check(struct store *s, bool may_be_empty, struct err *err)
{
	int64_t version = 0, tables = 0;
	int rc = check_owner(s, may_be_empty, &tables, err);

	if (rc == 0)
		rc = database_number(s->db, SQL_READ_USER_VERSION, &version, err);
	if (rc < 0)
		return rc;
	if (version < 0 || (version == 0 && tables > 0))
		return err_set(err, PL_DAMAGED, "%s is damaged (its tables are version %lld, which there never was): restore it from a backup",
			s->name, (long long)version);
	if (version > newest(s))
		return err_set(err, PL_INVALID, "%s was made by a newer Plimsoll (its tables are version %lld, this program knows %lld)",
			s->name, (long long)version, (long long)newest(s));
	if (version < newest(s) && (rc = check_may_migrate(s, version, err)) < 0)
		return rc;
	if (s->unfinished && version < newest(s))
		return err_set(err, PL_INVALID, "%s was begun to be copied into by an older Plimsoll: expected one with nothing in it",
			s->name);
	s->blank = s->locked && tables == 0;
	rc = database_settle(s->db, err);
	for (size_t i = 0; rc == 0 && i < migrations_of(s)->count; i++)
		if (migrations_of(s)->rows[i].version > version)
			rc = migrate(s, &migrations_of(s)->rows[i], err);
	if (rc == 0)
		rc = check_may_use(s, err);
	return rc == 0 && s->writes && !s->fills ? seal_rows(s, err) : rc;
}

int store_keeps_apart(struct store *s, struct err *err)
{
	int64_t apart = 1;
	int rc = s->of_server ? database_number(s->db, SQL_IS_KEPT_APART, &apart, err) : 0;

	if (rc == 0 && !apart)
		rc = err_set(err, PL_INVALID, "%s would show this role the rows of every employer, because it is a superuser or has BYPASSRLS: "
			"expected the role plimsoll", s->name);
	return rc;
}

int store_is_current(struct store *s, struct err *err)
{
	int64_t version;
	bool unfinished = false;
	int rc = database_number(s->db, SQL_READ_USER_VERSION, &version, err);

	if (rc == 0)
		rc = marked_unfinished(s, &unfinished, err);
	if (rc == 0 && unfinished)
		rc = judge_owner(s, UNFINISHED_ID, 1, false, err);
	if (rc == 0 && version != newest(s))
		rc = err_set(err, PL_INVALID, "%s has tables of version %lld, this program knows %lld", s->name, (long long)version,
			(long long)newest(s));
	return rc;
}
