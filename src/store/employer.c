#include "base/str.h"
#include "store/inside.h"

static void take_employer(struct arena *a, struct statement *q, void *to)
{
	struct employer *e = to;

	*e = (struct employer){.id = take_int32(q)};
	e->code = arena_strdup(a, take_text(q));
	e->name = arena_strdup(a, take_text(q));
	e->country = arena_strdup(a, take_text(q));
	e->time_zone = arena_strdup(a, take_text(q));
	e->demo = take_int(q) != 0;
	e->position = take_int(q);
	e->changed_at = take_int(q);
	e->facts_entry = take_int(q);
	e->facts_at = take_int(q);
}

/* 1 if there is one. */
static int read_employer(struct statement *q, struct arena *a, struct employer *ret, struct err *err)
{
	int rc = statement_next(q, err);

	if (rc > 0)
		take_employer(a, q, ret);
	statement_end(q);
	return rc;
}

int store_employer(struct store *s, struct arena *a, const char *code, struct employer *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_EMPLOYER_BY_CODE);
	int rc;

	put_text(q, code);
	rc = read_employer(q, a, ret, err);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no employer %s in %s", code, store_called(s));
	return rc < 0 ? rc : 0;
}

int store_employer_by_id(struct store *s, struct arena *a, int32_t employer_id, struct employer *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_EMPLOYER_BY_ID);
	int rc;

	put_int(q, employer_id);
	rc = read_employer(q, a, ret, err);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no such employer");
	return rc < 0 ? rc : 0;
}

int store_employers(struct store *s, struct arena *a, struct employer **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_EMPLOYER_LIST);

	return READ_ROWS(q, a, take_employer, ret, ret_count, err);
}

int store_standing(struct store *s, const char *employer, struct employer_standing *ret, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_EMPLOYER_STANDING);
	struct employer_standing standing = {0};
	int rc = check_same_file(s, err);

	if (rc < 0)
		return rc;
	put_text(q, employer);
	rc = statement_next(q, err);
	if (rc > 0) {
		standing.employer_id = take_int32(q);
		standing.position = take_int(q);
		standing.schemes = take_int(q);
	}
	statement_end(q);
	if (rc < 0)
		return rc;
	*ret = standing;
	return 0;
}

int read_scheme(struct store *s, int32_t employer_id, const char *service, int32_t day, const struct scheme **ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SCHEME_CHOICE_ON);
	const struct scheme *scheme = NULL;
	int rc;

	put_int(q, employer_id);
	put_text(q, service);
	put_day_key(q, day);
	rc = statement_next(q, err);
	if (rc == 0)
		scheme = &SCHEME_NONE;
	if (rc > 0) {
		const char *id = take_text(q);
		int32_t version = take_int32(q);

		if (s->find_scheme != NULL)
			scheme = s->find_scheme(id, version);
		rc = scheme != NULL ? 0 : err_set(err, PL_FAIL, "The scheme %s version %d, which the service %s uses, is not known to "
			"this program", id, version, service);
	}
	statement_end(q);
	if (rc == 0)
		*ret = scheme;
	return rc;
}

static void take_service(struct arena *a, struct statement *q, void *to)
{
	struct service_row *row = to;

	row->code = arena_strdup(a, take_text(q));
	row->name = arena_strdup(a, take_text(q));
}

int store_services(struct store *s, struct arena *a, int32_t employer_id, int32_t day, struct service_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SERVICE_LIST);
	struct service_row *rows;
	size_t count;
	int rc;

	put_int(q, employer_id);
	rc = READ_ROWS(q, a, take_service, &rows, &count, err);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = read_scheme(s, employer_id, rows[i].code, day, &rows[i].scheme, err);
	if (rc < 0)
		return rc;
	*ret = rows;
	*ret_count = count;
	return 0;
}

static int add_scheme(struct store *s, const char *id, int32_t version, const char *json, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SCHEME_ADD);
	int64_t changed;

	put_text(q, id);
	put_int(q, version);
	put_text(q, json);
	put_int_unless(q, s->commit != NULL ? s->commit->employer_id : 0, 0);
	put_int_unless(q, s->commit != NULL ? s->commit->made : 0, 0);
	changed = statement_run(q, err);
	if (changed < 0)
		return (int)changed;
	s->commits++;
	return 0;
}

int store_scheme_put(struct store *s, const char *id, int32_t version, const char *json, struct err *err)
{
	struct arena *a = arena_new();
	const char *known;
	int rc = store_scheme_get(s, a, id, version, &known, err);

	if (rc == PL_NOT_FOUND) {
		rc = add_scheme(s, id, version, json, err);
	} else if (rc == 0 && !str_equal(known, json)) {
		rc = err_set(err, PL_CONFLICT, "The scheme %s version %d is there with other numbers: give the new one a new version",
			id, version);
	}
	arena_free(a);
	return rc;
}

int store_scheme_get(struct store *s, struct arena *a, const char *id, int32_t version, const char **ret_json, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SCHEME_GET);
	int rc;

	put_text(q, id);
	put_int(q, version);
	rc = statement_next(q, err);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no scheme %s version %d", id, version);
	if (rc > 0)
		*ret_json = arena_strdup(a, take_text(q));
	statement_end(q);
	return rc < 0 ? rc : 0;
}

static void take_scheme(struct arena *a, struct statement *q, void *to)
{
	struct kept_scheme *row = to;

	row->id = arena_strdup(a, take_text(q));
	row->version = take_int32(q);
	row->json = arena_strdup(a, take_text(q));
}

int store_schemes(struct store *s, struct arena *a, struct kept_scheme **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SCHEME_LIST);

	return READ_ROWS(q, a, take_scheme, ret, ret_count, err);
}
