#include "store/publishers.h"

#include "store/inside.h"

static void take_publisher(struct arena *a, struct statement *q, void *to)
{
	struct kept_publisher *p = to;

	p->dfe_code = arena_strdup(a, take_text(q));
	p->key = arena_strdup(a, take_text(q));
	p->address = arena_strdup(a, take_text(q));
	p->said = take_int(q);
	p->said_by = arena_strdup(a, take_text(q));
}

int store_publishers(struct store *s, struct arena *a, struct kept_publisher **ret, size_t *ret_count, struct err *err)
{
	return READ_ROWS(statement_of(s->db, SQL_PUBLISHER_LIST), a, take_publisher, ret, ret_count, err);
}

int store_publisher_put(struct store *s, const struct kept_publisher *p, struct err *err)
{
	int rc = writing_begin(s, OF_NONE, err);
	struct statement *q;
	int64_t changed;

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_PUBLISHER_PUT);
	put_text(q, p->dfe_code);
	put_text(q, p->key);
	put_text(q, p->address);
	put_int(q, p->said);
	put_text(q, p->said_by);
	changed = writing_run(s, q, err);
	return changed < 0 ? (int)changed : 0;
}

int store_publisher_remove(struct store *s, const char *dfe_code, struct err *err)
{
	int rc = writing_begin(s, OF_NONE, err);
	struct statement *q;
	int64_t changed;

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_PUBLISHER_REMOVE);
	put_text(q, dfe_code);
	changed = writing_run(s, q, err);
	if (changed == 0)
		return err_set(err, PL_NOT_FOUND, "no key is kept for %.3s", dfe_code);
	return changed < 0 ? (int)changed : 0;
}

static void take_check(struct arena *a, struct statement *q, void *to)
{
	struct foreign_check *c = to;

	c->dfe_code = arena_strdup(a, take_text(q));
	c->version = take_int32(q);
	c->sha256 = arena_strdup(a, take_text(q));
	c->taken = take_int(q);
	c->taken_by = arena_strdup(a, take_text(q));
	c->file = arena_strdup(a, take_text(q));
}

int store_foreign_checks(struct store *s, struct arena *a, struct foreign_check **ret, size_t *ret_count,
	struct err *err)
{
	return READ_ROWS(statement_of(s->db, SQL_FOREIGN_CHECK_LIST), a, take_check, ret, ret_count, err);
}

int store_foreign_check_sha256(struct store *s, struct arena *a, const char *dfe_code, int32_t version,
	const char **ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_FOREIGN_CHECK_SHA256);
	int rc;

	put_text(q, dfe_code);
	put_int(q, version);
	rc = statement_next(q, err);
	*ret = rc > 0 ? arena_strdup(a, take_text(q)) : "";
	statement_end(q);
	return rc < 0 ? rc : 0;
}

int store_checks_stamp(struct store *s, struct arena *a, const char **ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CHECKS_STAMP);
	int rc = statement_next(q, err);

	*ret = rc > 0 ? arena_strdup(a, take_text(q)) : "";
	statement_end(q);
	return rc < 0 ? rc : 0;
}

int store_foreign_check_add(struct store *s, const struct foreign_check *c, struct err *err)
{
	int rc = writing_begin(s, OF_NONE, err);
	struct statement *q;
	int64_t changed;

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_FOREIGN_CHECK_ADD);
	put_text(q, c->dfe_code);
	put_int(q, c->version);
	put_text(q, c->sha256);
	put_int(q, c->taken);
	put_text(q, c->taken_by);
	put_text(q, c->file);
	changed = writing_run(s, q, err);
	if (changed == PL_EXISTS)
		return err_set(err, PL_CONFLICT, "version %d of %.3s is there already", c->version, c->dfe_code);
	return changed < 0 ? (int)changed : 0;
}
