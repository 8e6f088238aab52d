#include "store/looks.h"

#include "store/inside.h"

int store_case_id(struct store *s, int32_t employer_id, const char *ref, int32_t *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CASE_BY_REF);
	int rc;

	put_int(q, employer_id);
	put_text(q, ref);
	rc = statement_next(q, err);
	if (rc > 0)
		*ret = take_int32(q);
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no case %s", ref);
	return rc < 0 ? rc : 0;
}

int store_case_was_restricted(struct store *s, int32_t employer_id, const char *ref, bool *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CASE_WAS_RESTRICTED);
	int64_t was;
	int rc;

	put_int(q, employer_id);
	put_text(q, ref);
	rc = number_read(q, &was, err);
	if (rc == 0)
		*ret = was != 0;
	return rc;
}

static void take_reader(struct arena *a, struct statement *q, void *to)
{
	struct reader_named *row = to;

	row->login = arena_strdup(a, take_text(q));
	row->by = arena_strdup(a, take_text(q));
	row->instant = take_int(q);
}

int store_readers(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, struct reader_named **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_READER_NAMED);

	put_int(q, employer_id);
	put_int(q, case_id);
	return READ_ROWS(q, a, take_reader, ret, ret_count, err);
}

static const char *const KINDS[] = {[LOOK_CASE] = "case", [LOOK_WORKER] = "worker"};

int store_look_add(struct store *s, const struct look *look, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LOOK_ADD);
	int64_t rc;

	put_int(q, look->employer_id);
	put_text(q, KINDS[look->kind]);
	put_text(q, look->object);
	put_text(q, look->login);
	put_text(q, look->roles);
	put_int(q, look->instant);
	put_int(q, look->refused);
	put_int(q, look->times > 0 ? look->times : 1);
	put_int(q, look->of_access);
	rc = statement_run(q, err);
	return rc < 0 ? (int)rc : 0;
}

int commit_prune_looks(struct commit *c, int64_t before, int64_t *ret, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_LOOK_PRUNE);
	int64_t changed;

	put_int(q, c->employer_id);
	put_int(q, before);
	changed = statement_run(q, err);
	if (changed < 0)
		return commit_note(c, (int)changed);
	*ret = changed;
	return 0;
}

static void take_looked(struct arena *a, struct statement *q, void *to)
{
	struct looked *row = to;

	row->login = arena_strdup(a, take_text(q));
	row->roles = arena_strdup(a, take_text(q));
	row->latest = take_int(q);
	row->shown = take_int(q);
	row->of_access = take_int(q);
	row->refused = take_int(q);
}

int store_looks_of(struct store *s, struct arena *a, int32_t employer_id, enum look_kind kind, const char *object, size_t most,
	struct looked **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_LOOK_OF_OBJECT);

	put_int(q, employer_id);
	put_text(q, KINDS[kind]);
	put_text(q, object);
	put_int(q, (int64_t)most);
	return READ_ROWS(q, a, take_looked, ret, ret_count, err);
}
