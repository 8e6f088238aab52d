#include "base/str.h"
#include "store/inside.h"

/* An undo takes an entry back; the undo of that undo brings it back, and so on: it is always the entry at the root that is
 * taken back or brought back. sql/queries/undo.sql says which rows that concerns. */
struct undo {
	struct commit *commit;
	int64_t entry;   /* what was asked for */
	int64_t root;    /* the entry that is taken back or brought back in the end; `entry` itself if that is no undo */
	bool bring_back;
};

struct undo_table {
	enum sql_id changed, unmake, taken, put_back;
	enum sql_id needed; /* SQL_COUNT: nothing refers to rows of this table */
};

#define UNDO(NAME, NEEDED) \
	{SQL_UNDO_##NAME##_CHANGED, SQL_UNDO_##NAME##_UNMAKE, SQL_UNDO_##NAME##_TAKEN, SQL_UNDO_##NAME##_PUT_BACK, NEEDED}

static const struct undo_table TABLES[] = {
	UNDO(SERVICE, SQL_UNDO_SERVICE_NEEDED),
	UNDO(SCHEME_CHOICE, SQL_COUNT),
	UNDO(TEAM, SQL_UNDO_TEAM_NEEDED),
	UNDO(PERSON, SQL_UNDO_PERSON_NEEDED),
	UNDO(POST, SQL_UNDO_POST_NEEDED),
	UNDO(REDUCTION, SQL_COUNT),
	UNDO(LINE, SQL_UNDO_LINE_NEEDED),
	UNDO(CASES, SQL_UNDO_CASES_NEEDED),
	UNDO(EPISODE, SQL_COUNT),
	UNDO(STAGE, SQL_COUNT),
	UNDO(FACTOR, SQL_COUNT),
	UNDO(TASK, SQL_COUNT),
	UNDO(SURGE, SQL_COUNT),
	UNDO(HOLDING, SQL_COUNT),
	UNDO(READER, SQL_COUNT),
	UNDO(EMPLOYER_SETTING, SQL_COUNT),
	UNDO(DECLARED, SQL_COUNT),
	UNDO(PUBLISHED_CHECK, SQL_COUNT),
	UNDO(POST_HOURS, SQL_COUNT),
	UNDO(SKILL, SQL_COUNT),
	UNDO(PROPOSAL, SQL_UNDO_PROPOSAL_NEEDED),
	UNDO(PROPOSAL_STEP, SQL_COUNT),
	UNDO(PROPOSAL_TASK, SQL_COUNT),
	UNDO(PROPOSAL_CONDITION, SQL_COUNT),
	UNDO(MATTER, SQL_UNDO_MATTER_NEEDED),
	UNDO(MATTER_STEP, SQL_COUNT),
	UNDO(LINE_PROPOSAL, SQL_COUNT),
	UNDO(EXCEPTION, SQL_UNDO_EXCEPTION_NEEDED),
	UNDO(RATING, SQL_COUNT),
	UNDO(EXTRA_TIME, SQL_COUNT),
	UNDO(WEIGHT_VIEW, SQL_COUNT),
	UNDO(REVIEW, SQL_COUNT),
	UNDO(CLOSING, SQL_COUNT),
};

enum { TABLES_COUNT = sizeof TABLES / sizeof *TABLES };

/* An employer keeps the services that it was made with, and those their first schemes: of the first entry these two, which are
 * the first of the tables, are passed over. */
static size_t first_table(const struct undo *u)
{
	return u->root == 1 ? 2 : 0;
}

/* ---- which entry, and which way ---- */

/* The number that a statement answers for an entry; 0 without a row. */
static int read_number(const struct undo *u, enum sql_id id, int64_t sequence, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(u->commit->store->db, id);

	put_int(q, u->commit->employer_id);
	put_int(q, sequence);
	return number_read(q, ret, err);
}

/* An entry is taken back once: whoever asks again is led to the entry at the end of the chain. */
static int refuse_undone(const struct undo *u, struct err *err)
{
	int64_t by, last = u->entry;
	bool stands = true;
	int rc = read_number(u, SQL_LEDGER_UNDONE_BY, last, &by, err);

	while (rc == 0 && by != 0) {
		last = by;
		stands = !stands;
		rc = read_number(u, SQL_LEDGER_UNDONE_BY, last, &by, err);
	}
	if (rc < 0 || last == u->entry)
		return rc;
	return err_set(err, PL_INVALID, "Entry %lld has been undone already%s: undo entry %lld to %s", (long long)u->entry,
		stands ? " and brought back" : "", (long long)last, stands ? "take it back again" : "bring it back");
}

/* What was erased is not there to be brought back, and what was published is out. */
static int refuse_erasure(const struct undo *u, struct err *err)
{
	struct statement *q = statement_of(u->commit->store->db, SQL_LEDGER_ACTION);
	int rc;

	put_int(q, u->commit->employer_id);
	put_int(q, u->entry);
	rc = statement_next(q, err);
	if (rc > 0) {
		const char *action = take_text(q);

		if (str_equal(action, "erase"))
			rc = err_set(err, PL_INVALID, "Entry %lld erased what names a person: that cannot be undone", (long long)u->entry);
		else if (str_equal(action, "looks-prune"))
			rc = err_set(err, PL_INVALID, "Entry %lld deleted old looks: that cannot be undone", (long long)u->entry);
		else if (str_equal(action, "publish"))
			rc = err_set(err, PL_INVALID, "Entry %lld published a health check, which others have read: expected a new version that corrects "
				"it", (long long)u->entry);
	}
	statement_end(q);
	return rc < 0 ? rc : 0;
}

static int find_root(struct undo *u, struct err *err)
{
	int64_t undoes;
	int rc;

	u->root = u->entry;
	while ((rc = read_number(u, SQL_LEDGER_UNDOES, u->root, &undoes, err)) == 0 && undoes != 0) {
		u->root = undoes;
		u->bring_back = !u->bring_back;
	}
	return rc;
}

/* What an account may do is changed back by giving or taking it, never by accident with something else. */
static int refuse_account(const struct undo *u, struct err *err)
{
	int64_t of_account;
	int rc = read_number(u, SQL_LEDGER_IS_OF_ACCOUNT, u->root, &of_account, err);

	if (rc == 0 && of_account != 0)
		return err_set(err, PL_INVALID, "Entry %lld changed an account: expected 'plimsoll user' to change it again",
			(long long)u->entry);
	return rc;
}

/* So is who may open a case: a restriction lifted by an undo would be told in the ledger as something else. */
static int refuse_restriction(const struct undo *u, struct err *err)
{
	static const char *const ACTIONS[] = {"case-restrict", "case-open", "case-name", "case-unname"};
	struct statement *q = statement_of(u->commit->store->db, SQL_LEDGER_ACTION);
	const char *action;
	int rc;

	put_int(q, u->commit->employer_id);
	put_int(q, u->root);
	rc = statement_next(q, err);
	action = rc > 0 ? take_text(q) : "";
	for (size_t i = 0; rc > 0 && i < sizeof ACTIONS / sizeof *ACTIONS; i++)
		if (str_equal(action, ACTIONS[i]))
			rc = err_set(err, PL_INVALID, "Entry %lld changed who may open a case: expected the case's page of who may open it, or "
				"'plimsoll access', to change it again", (long long)u->entry);
	statement_end(q);
	return rc < 0 ? rc : 0;
}

/* ---- what stands in the way ---- */

static int refuse(const struct undo *u, int64_t other, const char *how, struct err *err)
{
	if (other == 0)
		return 0;
	if (other == u->root)
		return err_set(err, PL_CONFLICT, "Entry %lld cannot be undone: what it put back is not there any more",
			(long long)u->entry);
	return err_set(err, PL_CONFLICT, "Entry %lld cannot be undone: entry %lld %s. Undo that first", (long long)u->entry,
		(long long)other, how);
}

static int refuse_if(const struct undo *u, enum sql_id id, const char *how, struct err *err)
{
	struct statement *q = statement_of(u->commit->store->db, id);
	int64_t other = 0;
	int rc;

	put_int(q, u->commit->employer_id);
	put_int(q, u->bring_back);
	put_int(q, u->root);
	rc = statement_next(q, err);
	if (rc > 0)
		other = take_int(q);
	statement_end(q);
	return rc < 0 ? rc : refuse(u, other, how, err);
}

static int refuse_changed(const struct undo *u, struct err *err)
{
	int rc = 0;

	for (size_t i = first_table(u); i < TABLES_COUNT && rc == 0; i++)
		rc = refuse_if(u, TABLES[i].changed, "has changed what it made", err);
	return rc;
}

static int refuse_taken(const struct undo *u, struct err *err)
{
	int rc = 0;

	for (size_t i = first_table(u); i < TABLES_COUNT && rc == 0; i++)
		rc = refuse_if(u, TABLES[i].taken, "has put something in the place of what it ended", err);
	return rc;
}

static int refuse_needed(const struct undo *u, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < TABLES_COUNT && rc == 0; i++) {
		int64_t other = 0;

		if (TABLES[i].needed == SQL_COUNT)
			continue;
		rc = read_number(u, TABLES[i].needed, u->commit->made, &other, err);
		if (rc == 0)
			rc = refuse(u, other, "refers to what it made", err);
	}
	return rc;
}

/* ---- doing it ---- */

static int64_t run_on(const struct undo *u, enum sql_id id, struct err *err)
{
	struct statement *q = statement_of(u->commit->store->db, id);

	put_int(q, u->commit->made);
	put_int(q, u->commit->employer_id);
	put_int(q, u->bring_back);
	put_int(q, u->root);
	return statement_run(q, err);
}

static int unmake_all(const struct undo *u, int64_t *rows, struct err *err)
{
	for (size_t i = first_table(u); i < TABLES_COUNT; i++) {
		int64_t changed = run_on(u, TABLES[i].unmake, err);

		if (changed < 0)
			return (int)changed;
		*rows += changed;
	}
	return 0;
}

static int put_back_all(const struct undo *u, int64_t *rows, struct err *err)
{
	for (size_t i = first_table(u); i < TABLES_COUNT; i++) {
		int64_t changed = run_on(u, TABLES[i].put_back, err);

		if (changed < 0)
			return (int)changed;
		*rows += changed;
	}
	return 0;
}

/* Nothing can stand in the way of the newest entry. */
static int take_back(const struct undo *u, int64_t *ret_rows, struct err *err)
{
	bool newest = u->entry == u->commit->expected;
	int64_t rows = 0;
	int rc = newest ? 0 : refuse_changed(u, err);

	if (rc == 0)
		rc = unmake_all(u, &rows, err);
	if (rc == 0 && !newest)
		rc = refuse_taken(u, err);
	if (rc == 0)
		rc = put_back_all(u, &rows, err);
	if (rc == 0 && !newest)
		rc = refuse_needed(u, err);
	if (rc == 0)
		*ret_rows = rows;
	return rc;
}

int commit_undo(struct commit *c, int64_t sequence, int64_t *ret_rows, struct err *err)
{
	struct undo u = {.commit = c, .entry = sequence};
	int rc;

	if (sequence < 1 || sequence > c->expected)
		return commit_note(c, err_set(err, PL_NOT_FOUND, "There is no entry %lld: the ledger ends at entry %lld",
			(long long)sequence, (long long)c->expected));
	c->undoes = sequence;
	rc = refuse_erasure(&u, err);
	if (rc == 0)
		rc = refuse_undone(&u, err);
	if (rc == 0)
		rc = find_root(&u, err);
	if (rc == 0)
		rc = refuse_account(&u, err);
	if (rc == 0)
		rc = refuse_restriction(&u, err);
	if (rc == 0)
		rc = take_back(&u, ret_rows, err);
	return commit_note(c, rc);
}
