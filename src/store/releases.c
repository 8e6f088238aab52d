#include "store/releases.h"

#include "store/inside.h"

static void take_release(struct arena *a, struct statement *q, void *to)
{
	struct kept_release *r = to;

	r->release_id = take_int32(q);
	r->kind = arena_strdup(a, take_text(q));
	r->sha256 = arena_strdup(a, take_text(q));
	r->file_name = arena_strdup(a, take_text(q));
	r->latest_year = take_int32(q);
	r->rows = take_int32(q);
	r->size = take_int(q);
	r->taken = take_int(q);
	r->taken_by = arena_strdup(a, take_text(q));
}

int store_releases(struct store *s, struct arena *a, struct kept_release **ret, size_t *ret_count, struct err *err)
{
	return READ_ROWS(statement_of(s->db, SQL_RELEASE_LIST), a, take_release, ret, ret_count, err);
}

int store_release_of_sha256(struct store *s, struct arena *a, const char *sha256, struct kept_release *ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_RELEASE_BY_SHA256);
	int rc;

	put_text(q, sha256);
	rc = statement_next(q, err);
	if (rc > 0)
		take_release(a, q, ret);
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "there is no release with the SHA-256 %.64s", sha256);
	return rc < 0 ? rc : 0;
}

int store_release_bytes(struct store *s, int32_t release_id, struct buf *out, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_RELEASE_BYTES);
	int rc;

	put_int(q, release_id);
	rc = statement_next(q, err);
	if (rc > 0) {
		struct cell bytes = take_cell(q);

		buf_add(out, bytes.bytes, bytes.len);
	}
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "there is no release %d", release_id);
	if (rc > 0 && out->full)
		return err_set(err, PL_LIMIT, "release %d is larger than any that is taken", release_id);
	return rc < 0 ? rc : 0;
}

int store_release_add(struct store *s, const struct kept_release *r, const void *bytes, size_t size, struct err *err)
{
	int rc = writing_begin(s, OF_NONE, err);
	struct statement *q;
	int64_t changed;

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_RELEASE_ADD);
	put_text(q, r->kind);
	put_text(q, r->sha256);
	put_text(q, r->file_name);
	put_int(q, r->latest_year);
	put_int(q, r->rows);
	put_int(q, r->taken);
	put_text(q, r->taken_by);
	put_bytes(q, bytes, size);
	changed = writing_run(s, q, err);
	if (changed == PL_EXISTS)
		return err_set(err, PL_CONFLICT, "a release with these bytes is there already");
	return changed < 0 ? (int)changed : 0;
}

int store_release_remove(struct store *s, int32_t release_id, struct err *err)
{
	int rc = writing_begin(s, OF_NONE, err);
	struct statement *q;
	int64_t changed;

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_RELEASE_REMOVE);
	put_int(q, release_id);
	changed = writing_run(s, q, err);
	if (changed == 0)
		return err_set(err, PL_NOT_FOUND, "there is no release %d", release_id);
	return changed < 0 ? (int)changed : 0;
}
