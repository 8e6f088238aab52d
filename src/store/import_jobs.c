#include "store/import_jobs.h"

#include "base/str.h"
#include "store/inside.h"

static const char *const KINDS[] = {[JOB_TRY] = "try", [JOB_IMPORT] = "import", [JOB_UNDO] = "undo"};
static const char *const STATES[] = {[JOB_WAITING] = "waiting", [JOB_READING] = "reading", [JOB_DECIDING] = "deciding",
	[JOB_DONE] = "done", [JOB_REFUSED] = "refused", [JOB_FAILED] = "failed", [JOB_CANCELLED] = "cancelled",
	[JOB_INTERRUPTED] = "interrupted"};

/* The place of a word in a list; the last one's if it is none of them. */
static int place_of(const char *const *words, int count, const char *word)
{
	int i = 0;

	while (i < count - 1 && !str_equal(words[i], word))
		i++;
	return i;
}

/* ---- jobs ---- */

int store_import_job_put(struct store *s, const struct import_job_row *row, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_PUT);
	int64_t rc;

	put_int(q, row->employer_id);
	put_int(q, row->id);
	put_int(q, row->account_id);
	put_text(q, row->login);
	put_text(q, row->once);
	put_text(q, KINDS[row->kind]);
	put_int(q, row->accept_good);
	put_int_unless(q, row->entry, 0);
	put_int(q, row->files);
	put_int(q, row->bytes);
	put_text(q, STATES[row->state]);
	put_int(q, row->begun);
	put_int_unless(q, row->ended, 0);
	put_int(q, row->errors);
	put_int(q, row->warnings);
	put_int_unless(q, row->position, 0);
	put_text_or_null(q, row->owner);
	put_int_unless(q, row->tended, 0);
	put_int(q, row->bytes_read);
	put_int(q, row->kept);
	rc = statement_run(q, err);
	if (rc == 0)
		return err_set(err, PL_CONFLICT, "Another process does this import by now.");
	return rc < 0 ? (int)rc : 0;
}

int store_import_job_tend(struct store *s, const struct import_job_row *row, bool *ret_stop, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_TEND);
	int rc;

	put_int(q, row->tended);
	put_int(q, row->bytes_read);
	put_int(q, row->employer_id);
	put_int(q, row->id);
	put_text(q, row->owner);
	rc = statement_next(q, err);
	if (rc >= 0)
		*ret_stop = rc == 0 || take_int(q) != 0;
	statement_end(q);
	return rc < 0 ? rc : 0;
}

static int64_t run_on(struct store *s, enum sql_id id, int32_t employer_id, int64_t job_id, struct err *err)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, job_id);
	return statement_run(q, err);
}

/* What changed one row, or found that it is not as it has to be for that. */
static int changed_one(int64_t changed, bool *ret)
{
	if (changed < 0)
		return (int)changed;
	*ret = changed > 0;
	return 0;
}

int store_import_job_stop(struct store *s, int32_t employer_id, int64_t id, bool *ret_asked, struct err *err)
{
	return changed_one(run_on(s, SQL_IMPORT_JOB_STOP, employer_id, id, err), ret_asked);
}

int store_import_job_cancel(struct store *s, int32_t employer_id, int64_t id, int64_t instant, bool *ret_done, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_CANCEL);

	put_int(q, instant);
	put_int(q, employer_id);
	put_int(q, id);
	return changed_one(statement_run(q, err), ret_done);
}

int store_import_job_claim(struct store *s, const struct import_job_row *row, bool *ret_claimed, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_CLAIM);

	put_text(q, row->owner);
	put_int(q, row->tended);
	put_text(q, STATES[row->state]);
	put_int(q, row->employer_id);
	put_int(q, row->id);
	return changed_one(statement_run(q, err), ret_claimed);
}

int store_import_job_decide(struct store *s, const struct import_job_row *row, bool *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_DECIDE);

	put_int(q, row->tended);
	put_int(q, row->bytes);
	put_int(q, row->employer_id);
	put_int(q, row->id);
	put_text(q, row->owner);
	return changed_one(statement_run(q, err), ret);
}

int store_import_job_was_done(struct store *s, const struct import_job_row *row, bool *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_WAS_DONE);

	put_int(q, row->position);
	put_int(q, row->kept);
	put_int(q, row->employer_id);
	put_int(q, row->id);
	return changed_one(statement_run(q, err), ret);
}

int store_import_job_release(struct store *s, const struct import_job_row *row, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_RELEASE);
	bool ignored;

	put_int_unless(q, row->tended, 0);
	put_int(q, row->begun_times);
	put_int(q, row->employer_id);
	put_int(q, row->id);
	put_text(q, row->owner);
	return changed_one(statement_run(q, err), &ignored);
}

int store_import_job_keep(struct store *s, int32_t employer_id, int64_t id, enum import_job_kept kept, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_KEEP);
	bool ignored;

	put_int(q, kept);
	put_int(q, employer_id);
	put_int(q, id);
	return changed_one(statement_run(q, err), &ignored);
}

int store_import_job_drop(struct store *s, int32_t employer_id, int64_t id, struct err *err)
{
	int64_t changed = run_on(s, SQL_IMPORT_JOB_DROP, employer_id, id, err);

	return changed < 0 ? (int)changed : 0;
}

static void take_job(struct arena *a, struct statement *q, void *to)
{
	struct import_job_row *row = to;

	*row = (struct import_job_row){.employer_id = take_int32(q)};
	row->id = take_int(q);
	row->account_id = take_int(q);
	row->login = arena_strdup(a, take_text(q));
	row->once = arena_strdup(a, take_text(q));
	row->kind = (enum import_job_kind)place_of(KINDS, JOB_UNDO + 1, take_text(q));
	row->accept_good = take_int(q) != 0;
	row->entry = take_int(q);
	row->files = take_int(q);
	row->bytes = take_int(q);
	row->state = (enum import_job_state)place_of(STATES, JOB_INTERRUPTED + 1, take_text(q));
	row->begun = take_int(q);
	row->ended = take_int(q);
	row->errors = take_int(q);
	row->warnings = take_int(q);
	row->position = take_int(q);
	row->owner = arena_strdup(a, take_text(q));
	row->tended = take_int(q);
	row->stop = take_int(q) != 0;
	row->bytes_read = take_int(q);
	row->begun_times = take_int(q);
	row->kept = (enum import_job_kept)take_int(q);
}

int store_import_job(struct store *s, struct arena *a, int32_t employer_id, int64_t id, struct import_job_row *ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_OF);
	int rc;

	put_int(q, employer_id);
	put_int(q, id);
	rc = statement_next(q, err);
	if (rc > 0)
		take_job(a, q, ret);
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no import with this number here.");
	return rc < 0 ? rc : 0;
}

int store_import_job_by_once(struct store *s, int32_t employer_id, int64_t account_id, const char *once, int64_t *ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_BY_ONCE);

	put_int(q, employer_id);
	put_int(q, account_id);
	put_text(q, once);
	return number_read(q, ret, err);
}

int store_import_jobs(struct store *s, struct arena *a, int32_t employer_id, int64_t most, struct import_job_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_NEWEST);

	put_int(q, employer_id);
	put_int(q, most);
	return READ_ROWS(q, a, take_job, ret, ret_count, err);
}

int store_import_job_last_id(struct store *s, int32_t employer_id, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_LAST_ID);

	put_int(q, employer_id);
	return number_read(q, ret, err);
}

int store_import_jobs_unfinished(struct store *s, struct arena *a, struct import_job_row **ret, size_t *ret_count,
	struct err *err)
{
	return READ_ROWS(statement_of(s->db, SQL_IMPORT_JOB_UNFINISHED), a, take_job, ret, ret_count, err);
}

int store_import_jobs_next(struct store *s, struct arena *a, struct import_job_row **ret, size_t *ret_count, struct err *err)
{
	return READ_ROWS(statement_of(s->db, SQL_IMPORT_JOB_NEXT), a, take_job, ret, ret_count, err);
}

int store_import_jobs_kept(struct store *s, struct arena *a, struct import_job_row **ret, size_t *ret_count, struct err *err)
{
	return READ_ROWS(statement_of(s->db, SQL_IMPORT_JOB_KEPT), a, take_job, ret, ret_count, err);
}

int store_import_job_made(struct store *s, const struct import_job_row *row, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_ENTRY_MADE);

	put_int(q, row->employer_id);
	put_int(q, row->account_id);
	put_text(q, row->once);
	return number_read(q, ret, err);
}

int store_import_jobs_tidy(struct store *s, int64_t before, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_JOB_TIDY);
	int64_t rc;

	put_int(q, before);
	rc = statement_run(q, err);
	return rc < 0 ? (int)rc : 0;
}

/* ---- entries ---- */

static void take_entry(struct arena *a, struct statement *q, void *to)
{
	struct import_entry *row = to;

	row->sequence = take_int(q);
	row->instant = take_int(q);
	row->actor = arena_strdup(a, take_text(q));
	row->rows_made = take_int(q);
	row->rows_ended = take_int(q);
	row->rows_known = take_int(q) != 0;
}

int store_import_entries(struct store *s, struct arena *a, int32_t employer_id, int64_t most, struct import_entry **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_ENTRIES);

	put_int(q, employer_id);
	put_int(q, most);
	return READ_ROWS(q, a, take_entry, ret, ret_count, err);
}

int store_import_entry(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, struct import_entry *ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_ENTRY);
	int rc;

	put_int(q, employer_id);
	put_int(q, sequence);
	rc = statement_next(q, err);
	if (rc > 0)
		take_entry(a, q, ret);
	statement_end(q);
	return rc != 0 ? (rc < 0 ? rc : 0)
		: err_set(err, PL_NOT_FOUND, "There is no import with this entry in the ledger here.");
}

static void take_entry_rows(struct arena *a, struct statement *q, void *to)
{
	struct entry_rows *row = to;

	row->table = arena_strdup(a, take_text(q));
	row->made = take_int(q);
	row->ended = take_int(q);
}

int store_entry_rows(struct store *s, struct arena *a, int32_t employer_id, int64_t sequence, struct entry_rows **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_IMPORT_ENTRY_ROWS);

	put_int(q, employer_id);
	put_int(q, sequence);
	return READ_ROWS(q, a, take_entry_rows, ret, ret_count, err);
}

int store_last_undo(struct store *s, int32_t employer_id, int64_t sequence, int64_t *ret_last, bool *ret_stands,
	struct err *err)
{
	int64_t last = sequence, by = sequence;
	bool stands = false;
	int rc = 0;

	while (rc == 0 && by != 0) {
		struct statement *q = statement_of(s->db, SQL_LEDGER_UNDONE_BY);

		last = by;
		stands = !stands;
		put_int(q, employer_id);
		put_int(q, last);
		rc = number_read(q, &by, err);
	}
	if (rc < 0)
		return rc;
	*ret_last = last;
	*ret_stands = stands;
	return 0;
}
