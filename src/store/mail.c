#include "store/mail.h"

#include "base/str.h"
#include "store/inside.h"

static int run(struct store *s, struct statement *q, struct err *err)
{
	int64_t changed;

	if (!database_in_transaction(s->db))
		return err_set(err, PL_FAIL, "%s: nothing is open for writing", s->name);
	changed = statement_run(q, err);
	return changed < 0 ? (int)changed : 0;
}

static struct statement *of_account(struct store *s, enum sql_id id, int32_t employer_id, int64_t account_id)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, account_id);
	return q;
}

/* ---- addresses ---- */

static void take_mail(struct arena *a, struct statement *q, void *to)
{
	struct mail_row *row = to;

	*row = (struct mail_row){.employer_id = take_int32(q), .wish = WISH_AT_ONCE};
	row->account_id = take_int(q);
	row->address = arena_strdup(a, take_text(q));
	(void)wish_parse(take_text(q), &row->wish);
	row->confirmed_at = take_int(q);
	row->code = arena_strdup(a, take_text(q));
	row->code_at = take_int(q);
	row->code_tries = take_int(q);
	row->mailed_at = take_int(q);
	row->failures = take_int(q);
	row->tried_at = take_int(q);
	row->failure = arena_strdup(a, take_text(q));
}

int store_mail(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct mail_row *ret, struct err *err)
{
	struct statement *q = of_account(s, SQL_MAIL_OF_ACCOUNT, employer_id, account_id);
	int rc = statement_next(q, err);

	if (rc > 0)
		take_mail(a, q, ret);
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "The account has no address for mail");
	return rc < 0 ? rc : 0;
}

int store_mails(struct store *s, struct arena *a, int32_t employer_id, struct mail_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_MAIL_LIST);

	put_int(q, employer_id);
	return READ_ROWS(q, a, take_mail, ret, ret_count, err);
}

int store_mail_put(struct store *s, const struct mail_row *row, struct err *err)
{
	struct statement *q = of_account(s, SQL_MAIL_PUT, row->employer_id, row->account_id);

	put_text(q, row->address);
	put_text(q, wish_code(row->wish));
	put_int_unless(q, row->confirmed_at, 0);
	put_text_or_null(q, row->code);
	put_int_unless(q, row->code_at, 0);
	put_int(q, row->code_tries);
	put_int_unless(q, row->mailed_at, 0);
	put_int(q, row->failures);
	put_int_unless(q, row->tried_at, 0);
	put_text_or_null(q, row->failure);
	return run(s, q, err);
}

int store_mail_clear(struct store *s, int32_t employer_id, int64_t account_id, struct err *err)
{
	int rc = run(s, of_account(s, SQL_MAIL_CLEAR, employer_id, account_id), err);

	return rc == 0 ? run(s, of_account(s, SQL_TOLD_CLEAR_ALL, employer_id, account_id), err) : rc;
}

/* ---- what was told ---- */

static void take_mailed(struct arena *a, struct statement *q, void *to)
{
	struct mailed *row = to;

	row->thing = arena_strdup(a, take_text(q));
	row->stage = take_int32(q);
}

int store_mailed(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, struct mailed **ret, size_t *ret_count,
	struct err *err)
{
	return READ_ROWS(of_account(s, SQL_TOLD_LIST, employer_id, account_id), a, take_mailed, ret, ret_count, err);
}

int store_mailed_put(struct store *s, int32_t employer_id, int64_t account_id, const struct mailed *mailed, int64_t instant, struct err *err)
{
	struct statement *q = of_account(s, SQL_TOLD_PUT, employer_id, account_id);

	put_text(q, mailed->thing);
	put_int(q, mailed->stage);
	put_int(q, instant);
	return run(s, q, err);
}

int store_mailed_clear(struct store *s, int32_t employer_id, int64_t account_id, const char *thing, struct err *err)
{
	struct statement *q = of_account(s, SQL_TOLD_CLEAR, employer_id, account_id);

	put_text(q, thing);
	return run(s, q, err);
}

/* ---- calendars ---- */

static int read_calendar(struct statement *q, struct calendar_row *ret, struct err *err)
{
	int rc = statement_next(q, err);

	if (rc > 0) {
		*ret = (struct calendar_row){.employer_id = take_int32(q)};
		ret->account_id = take_int(q);
		ret->begun = take_int(q);
		ret->used_at = take_int(q);
	}
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no such calendar");
	return rc < 0 ? rc : 0;
}

int store_calendar(struct store *s, int32_t employer_id, int64_t account_id, struct calendar_row *ret, struct err *err)
{
	return read_calendar(of_account(s, SQL_CALENDAR_OF_ACCOUNT, employer_id, account_id), ret, err);
}

int store_calendar_by_hash(struct store *s, const char *hash, struct calendar_row *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CALENDAR_BY_HASH);

	put_text(q, hash);
	return read_calendar(q, ret, err);
}

int store_calendar_put(struct store *s, int32_t employer_id, int64_t account_id, const char *hash, int64_t begun, struct err *err)
{
	struct statement *q = of_account(s, SQL_CALENDAR_PUT, employer_id, account_id);

	put_text(q, hash);
	put_int(q, begun);
	return run(s, q, err);
}

int store_calendar_used(struct store *s, int32_t employer_id, int64_t account_id, int64_t instant, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CALENDAR_USED);

	put_int(q, instant);
	put_int(q, employer_id);
	put_int(q, account_id);
	return run(s, q, err);
}

int store_calendar_clear(struct store *s, int32_t employer_id, int64_t account_id, struct err *err)
{
	return run(s, of_account(s, SQL_CALENDAR_CLEAR, employer_id, account_id), err);
}

int store_calendars_clear(struct store *s, struct err *err)
{
	return run(s, statement_of(s->db, SQL_CALENDAR_CLEAR_ALL), err);
}
