#include "store/inside.h"

/* The statements that take back an entry in one table (sql/queries/undo.sql). SQL_COUNT: nothing refers to its rows. */
struct undo_table {
	enum sql_id changed, taken, unmake, put_back, needed;
};

#define UNDO(NAME, NEEDED) \
	{SQL_UNDO_##NAME##_CHANGED, SQL_UNDO_##NAME##_TAKEN, SQL_UNDO_##NAME##_UNMAKE, SQL_UNDO_##NAME##_PUT_BACK, NEEDED}

static const struct undo_table TABLES[] = {
	UNDO(SCHEME_CHOICE, SQL_COUNT),
	UNDO(TEAM, SQL_UNDO_TEAM_NEEDED),
	UNDO(PERSON, SQL_UNDO_PERSON_NEEDED),
	UNDO(POST, SQL_UNDO_POST_NEEDED),
	UNDO(REDUCTION, SQL_COUNT),
	UNDO(LINE, SQL_COUNT),
	UNDO(CASES, SQL_UNDO_CASES_NEEDED),
	UNDO(EPISODE, SQL_COUNT),
	UNDO(STAGE, SQL_COUNT),
	UNDO(FACTOR, SQL_COUNT),
	UNDO(TASK, SQL_COUNT),
	UNDO(SURGE, SQL_COUNT),
	UNDO(HOLDING, SQL_COUNT),
};

enum { TABLES_COUNT = sizeof TABLES / sizeof *TABLES };

/* The entry that took `sequence` back; 0 if none did. */
static int read_undone_by(struct commit *c, int64_t sequence, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_LEDGER_UNDONE_BY);
	int rc;

	put_int(q, c->employer_id);
	put_int(q, sequence);
	rc = statement_next(q, err);
	*ret = rc > 0 ? take_int(q) : 0;
	statement_end(q);
	return rc < 0 ? rc : 0;
}

/* An entry is taken back once; to bring it back, the undo is undone, and so on: whoever asks is led to the entry at the end
 * of that chain. */
static int refuse_undone(struct commit *c, int64_t sequence, struct err *err)
{
	int64_t by, last = sequence;
	bool stands = true;
	int rc = read_undone_by(c, sequence, &by, err);

	while (rc == 0 && by != 0) {
		last = by;
		stands = !stands;
		rc = read_undone_by(c, last, &by, err);
	}
	if (rc < 0 || last == sequence)
		return rc;
	return err_set(err, PL_INVALID, "Entry %lld has been undone already%s: undo entry %lld to %s", (long long)sequence,
		stands ? " and brought back" : "", (long long)last, stands ? "take it back again" : "bring it back");
}

static int refuse_touched(struct commit *c, enum sql_id id, int64_t sequence, const char *how, struct err *err)
{
	struct statement *q = statement_of(c->store->db, id);
	int64_t later;
	int rc;

	put_int(q, c->employer_id);
	put_int(q, sequence);
	rc = statement_next(q, err);
	later = rc > 0 ? take_int(q) : 0;
	statement_end(q);
	if (rc >= 0 && later > 0)
		return err_set(err, PL_CONFLICT, "Entry %lld cannot be undone: entry %lld %s. Undo that first", (long long)sequence,
			(long long)later, how);
	return rc < 0 ? rc : 0;
}

/* Nothing stands in the way of the newest entry; of an older one, whatever came later may. */
static int refuse_conflicts(struct commit *c, int64_t sequence, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < TABLES_COUNT && rc == 0 && sequence < c->expected; i++) {
		rc = refuse_touched(c, TABLES[i].changed, sequence, "has changed what it made", err);
		if (rc == 0)
			rc = refuse_touched(c, TABLES[i].taken, sequence, "has put something in the place of what it ended", err);
		if (rc == 0 && TABLES[i].needed != SQL_COUNT)
			rc = refuse_touched(c, TABLES[i].needed, sequence, "refers to what it made", err);
	}
	return rc;
}

static int64_t run_on(struct commit *c, enum sql_id id, int64_t sequence, struct err *err)
{
	struct statement *q = statement_of(c->store->db, id);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_int(q, sequence);
	return statement_run(q, err);
}

static int take_back(struct commit *c, int64_t sequence, int64_t *ret_rows, struct err *err)
{
	int64_t rows = 0;

	/* Room first, in every table: a key that the entry gave to a new row may be what is put back. */
	for (size_t i = 0; i < 2 * (size_t)TABLES_COUNT; i++) {
		const struct undo_table *t = &TABLES[i % TABLES_COUNT];
		int64_t changed = run_on(c, i < TABLES_COUNT ? t->unmake : t->put_back, sequence, err);

		if (changed < 0)
			return (int)changed;
		rows += changed;
	}
	*ret_rows = rows;
	return 0;
}

int commit_undo(struct commit *c, int64_t sequence, int64_t *ret_rows, struct err *err)
{
	int rc;

	if (sequence < 1 || sequence > c->expected)
		return commit_note(c, err_set(err, PL_NOT_FOUND, "There is no entry %lld: the ledger ends at entry %lld",
			(long long)sequence, (long long)c->expected));
	rc = refuse_undone(c, sequence, err);
	if (rc == 0)
		rc = refuse_conflicts(c, sequence, err);
	if (rc == 0)
		rc = take_back(c, sequence, ret_rows, err);
	c->undoes = sequence;
	return commit_note(c, rc);
}
