/* What names a person goes, and the seal of the rows that had it holds: a commitment takes its place (sealed_rows.h). */
#include "base/str.h"
#include "store/inside.h"
#include "store/sealed_rows.h"

enum { ROW_BYTES = 1024 * 1024 };

static const struct erase_table {
	const char *name;
	enum sql_id rows, erase;
} TABLES[] = {
	{"team", SQL_ERASE_TEAM_ROWS, SQL_ERASE_TEAM},
	{"cases", SQL_ERASE_CASES_ROWS, SQL_ERASE_CASES},
	{"line", SQL_ERASE_LINE_ROWS, SQL_ERASE_LINE},
	{"line_proposal", SQL_ERASE_LINE_PROPOSAL_ROWS, SQL_ERASE_LINE_PROPOSAL},
	{"proposal", SQL_ERASE_PROPOSAL_ROWS, SQL_ERASE_PROPOSAL},
	{"proposal_step", SQL_ERASE_PROPOSAL_STEP_ROWS, SQL_ERASE_PROPOSAL_STEP},
	{"proposal_condition", SQL_ERASE_PROPOSAL_CONDITION_ROWS, SQL_ERASE_PROPOSAL_CONDITION},
	{"matter_step", SQL_ERASE_MATTER_STEP_ROWS, SQL_ERASE_MATTER_STEP},
	/* Each is found by what stands in those after it. */
	{"account_identity", SQL_ERASE_ACCOUNT_IDENTITY_ROWS, SQL_ERASE_ACCOUNT_IDENTITY},
	{"account", SQL_ERASE_ACCOUNT_ROWS, SQL_ERASE_ACCOUNT},
	{"person", SQL_ERASE_PERSON_ROWS, SQL_ERASE_PERSON},
};

struct erase_row {
	int64_t id, made;
	char commitment[LEDGER_HASH_SIZE];
};

struct erasing {
	struct commit *commit;
	struct arena *arena;
	int32_t person_id;
	struct buf scratch;
	struct erase_row *rows;
	size_t count, room;
};

/* Salt and what is personal, in the order of the columns' names. */
static void take_row(struct erasing *e, const struct sealed_table *t, struct statement *q)
{
	struct erase_row *row = ARENA_PUSH(e->arena, &e->rows, &e->count, &e->room);
	struct cell cells[DATABASE_COLUMNS] = {0};

	row->id = take_int(q);
	row->made = take_int(q);
	cells[t->salt] = take_cell(q);
	for (int i = 0; i < t->columns; i++)
		if (t->personal[t->by_name[i]])
			cells[t->by_name[i]] = take_cell(q);
	row_commitment(t, cells, &e->scratch, row->commitment);
}

static int find_rows(struct erasing *e, const struct sealed_table *t, enum sql_id id, struct err *err)
{
	struct statement *q = statement_of(e->commit->store->db, id);
	int rc;

	e->count = 0;
	put_int(q, e->commit->employer_id);
	put_int(q, e->person_id);
	while ((rc = statement_next(q, err)) > 0)
		take_row(e, t, q);
	return rc;
}

static int erase_row(struct erasing *e, enum sql_id id, const struct erase_row *row, struct err *err)
{
	struct statement *q = statement_of(e->commit->store->db, id);

	put_text(q, row->commitment);
	put_int(q, e->commit->made);
	put_int(q, e->commit->employer_id);
	put_int(q, row->id);
	put_int(q, row->made);
	return commit_unmake(e->commit, q, "A row that names the person", err);
}

static const struct sealed_table *find_table(const struct sealed_tables *all, const char *name)
{
	for (size_t i = 0; i < all->count; i++)
		if (str_equal(all->rows[i].name, name))
			return &all->rows[i];
	return NULL;
}

static int erase_rows(struct erasing *e, const struct sealed_tables *all, const struct erase_table *table, struct erased *ret,
	struct err *err)
{
	const struct sealed_table *t = find_table(all, table->name);
	int rc = t != NULL ? find_rows(e, t, table->rows, err) : err_set(err, PL_FAIL, "There is no table %s", table->name);

	for (size_t i = 0; rc == 0 && i < e->count; i++)
		rc = erase_row(e, table->erase, &e->rows[i], err);
	if (rc == 0)
		ret->rows += (int64_t)e->count;
	return rc;
}

/* ---- payloads ---- */

static int find_payloads(struct erasing *e, struct err *err)
{
	struct statement *q = statement_of(e->commit->store->db, SQL_ERASE_PAYLOAD_ROWS);
	int rc;

	e->count = 0;
	put_int(q, e->commit->employer_id);
	put_int(q, e->person_id);
	while ((rc = statement_next(q, err)) > 0)
		ARENA_PUSH(e->arena, &e->rows, &e->count, &e->room)->id = take_int(q);
	return rc;
}

static int erase_payloads(struct erasing *e, struct erased *ret, struct err *err)
{
	int rc = find_payloads(e, err);

	for (size_t i = 0; rc == 0 && i < e->count; i++) {
		struct statement *q = statement_of(e->commit->store->db, SQL_ERASE_PAYLOAD);

		put_int(q, e->commit->made);
		put_int(q, e->commit->employer_id);
		put_int(q, e->rows[i].id);
		rc = commit_unmake(e->commit, q, "The payload of an entry", err);
	}
	if (rc == 0)
		ret->payloads = (int64_t)e->count;
	return rc;
}

/* Rows of the moment, without a seal: they are found by the account of the person. */
static int erase_unsealed(struct erasing *e, struct err *err)
{
	static const enum sql_id GOING[] = {SQL_ERASE_MAIL_ADDRESS, SQL_ERASE_TOLD, SQL_ERASE_CALENDAR_FEED};
	int64_t changed = 0;

	for (size_t i = 0; i < sizeof GOING / sizeof *GOING && changed >= 0; i++) {
		struct statement *q = statement_of(e->commit->store->db, GOING[i]);

		put_int(q, e->commit->employer_id);
		put_int(q, e->person_id);
		changed = statement_run(q, err);
	}
	return changed < 0 ? (int)changed : 0;
}

static int erase_all(struct erasing *e, struct erased *ret, struct err *err)
{
	struct sealed_tables all;
	int rc = sealed_tables_read(e->commit->store->db, e->arena, &all, err);

	/* They too are found by what stands in the rows. */
	if (rc == 0)
		rc = erase_payloads(e, ret, err);
	if (rc == 0)
		rc = erase_unsealed(e, err);
	for (size_t i = 0; rc == 0 && i < sizeof TABLES / sizeof *TABLES; i++)
		rc = erase_rows(e, &all, &TABLES[i], ret, err);
	return rc;
}

int commit_erase_person(struct commit *c, int32_t person_id, struct erased *ret, struct err *err)
{
	struct erasing e = {.commit = c, .arena = arena_new(), .person_id = person_id, .scratch = BUF_INIT(ROW_BYTES)};
	struct erased erased = {0};
	int rc = erase_all(&e, &erased, err);

	buf_free(&e.scratch);
	arena_free(e.arena);
	if (rc == 0)
		*ret = erased;
	return commit_note(c, rc);
}

/* ---- who it is ---- */

int store_person_by_code(struct store *s, int32_t employer_id, const char *code, int32_t *ret_person_id, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PERSON_BY_CODE);
	int rc;

	put_int(q, employer_id);
	put_text(q, code);
	rc = statement_next(q, err);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no worker %s", code);
	if (rc > 0)
		*ret_person_id = take_int32(q);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

int store_person_is_in_post(struct store *s, int32_t employer_id, int32_t person_id, int32_t day, bool *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PERSON_POST_ON);
	int rc;

	put_int(q, employer_id);
	put_int(q, person_id);
	put_day_key(q, day);
	rc = statement_next(q, err);
	if (rc > 0)
		*ret = take_int(q) > 0;
	statement_end(q);
	return rc < 0 ? rc : 0;
}
