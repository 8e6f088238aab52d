/* Copies of a whole database, and whether a file is sound. */
#include "base/str.h"
#include "store/inside.h"

int store_copy(struct store *s, const char *path, struct err *err)
{
	return database_copy(s->db, path, err);
}

static int check_pages(struct store *s, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CHECK_INTEGRITY);
	int rc = statement_next(q, err);

	if (rc > 0) {
		const char *found = take_text(q);

		rc = str_equal(found, "ok") ? 0 : err_set(err, PL_DAMAGED, "%s is damaged (%.200s)", s->name, found);
	}
	statement_end(q);
	return rc;
}

static int check_references(struct store *s, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CHECK_REFERENCES);
	int rc = statement_next(q, err);

	if (rc > 0)
		rc = err_set(err, PL_DAMAGED, "%s is damaged (a row of %.60s belongs to one that is not there)", s->name, take_text(q));
	statement_end(q);
	return rc;
}

int store_check(struct store *s, struct err *err)
{
	int rc;

	/* A server holds its pages and references whole by itself, and says so where it cannot. */
	if (s->of_server)
		return 0;
	rc = check_pages(s, err);
	return rc == 0 ? check_references(s, err) : rc;
}

int store_hold(const char *path, int *ret_descriptor, struct err *err)
{
	return database_hold(path, path, ret_descriptor, err);
}
