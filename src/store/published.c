#include "store/published.h"

#include "store/inside.h"

static void take_check(struct arena *a, struct statement *q, void *to)
{
	struct kept_check *k = to;

	k->version = take_int32(q);
	k->first = take_day(q, DAY_MIN);
	k->last = take_day(q, DAY_MAX);
	k->sha256 = arena_strdup(a, take_text(q));
	k->corrects = take_int32_or(q, 0);
	k->why = arena_strdup(a, take_text(q));
	k->bytes = take_int(q);
	k->instant = take_int(q);
	k->by = arena_strdup(a, take_text(q));
	k->note = arena_strdup(a, take_text(q));
}

int store_published(struct store *s, struct arena *a, int32_t employer_id, struct kept_check **ret, size_t *ret_count,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PUBLISHED_LIST);

	put_int(q, employer_id);
	return READ_ROWS(q, a, take_check, ret, ret_count, err);
}

int store_published_document(struct store *s, struct arena *a, int32_t employer_id, int32_t version, const char **ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PUBLISHED_DOCUMENT);
	int rc;

	put_int(q, employer_id);
	put_int(q, version);
	rc = statement_next(q, err);
	if (rc > 0)
		*ret = arena_strdup(a, take_text(q));
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no version %d of a published health check.", version);
	return rc < 0 ? rc : 0;
}

int commit_published(struct commit *c, const struct kept_check *check, const char *document, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_PUBLISHED_ADD);

	put_int(q, c->employer_id);
	put_int(q, check->version);
	put_day(q, check->first);
	put_day(q, check->last);
	put_text(q, document);
	put_text(q, check->sha256);
	put_int_unless(q, check->corrects, 0);
	put_text_or_null(q, check->why);
	put_int(q, c->made);
	return commit_note(c, commit_add(c, q, err));
}

int store_check_sign(struct store *s, int32_t employer_id, int32_t version, const char *note, struct err *err)
{
	struct statement *q;
	int64_t changed;
	int rc = writing_begin(s, employer_id, err);

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_CHECK_SIGNATURE_PUT);
	put_int(q, employer_id);
	put_int(q, version);
	put_text(q, note);
	changed = writing_run(s, q, err);
	return changed < 0 ? (int)changed : 0;
}
