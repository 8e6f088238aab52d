/* What stands on a day beside the roster and the cases: how the employer works, and what is known of each post's load. */
#include "base/str.h"
#include "core/access.h"
#include "store/inside.h"

static struct statement *on_day(struct store *s, enum sql_id id, int32_t employer_id, int32_t day)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_day_key(q, day);
	return q;
}

int read_settings(struct store *s, int32_t day, struct employer *e, struct err *err)
{
	struct statement *q = on_day(s, SQL_SETTING_ON, e->id, day);
	bool principles = false, live = false;
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		const char *name = take_text(q);

		principles |= str_equal(name, "principles");
		live |= str_equal(name, "live");
	}
	if (rc < 0)
		return rc;
	e->principles = principles;
	e->live = live;
	return 0;
}

/* "Ann Brown, head of service": as the account is called now, the login where it is none. */
static const char *who_allowed(struct arena *a, struct statement *q)
{
	const char *code = arena_strdup(a, take_text(q)), *login = arena_strdup(a, take_text(q)), *name = take_text(q);
	enum role role;

	return arena_printf(a, "%s, %s", name[0] != '\0' ? name : login, role_parse(code, &role) ? role_words(role) : code);
}

int read_exceptions(struct store *s, struct snapshot_builder *b, int32_t employer_id, struct days when, struct err *err)
{
	struct statement *q = on_day(s, SQL_EXCEPTION_BETWEEN, employer_id, when.from);
	struct arena *a = arena_new();
	int rc;

	put_day_key(q, when.until - 1);
	while ((rc = statement_next(q, err)) > 0) {
		struct exception_row row = {.exception_id = take_int32(q)};
		int32_t post_id = take_int32(q);

		row.line_id = take_int32_or(q, 0);
		row.value = take_int32(q);
		row.when = take_days(q);
		row.allowed_by = who_allowed(a, q);
		row.renewals = take_int32(q);
		snapshot_add_exception(b, &row, post_id);
		arena_reset(a);
	}
	arena_free(a);
	return rc;
}

void add_rating_row(struct snapshot_builder *b, struct statement *q, int32_t day)
{
	int32_t post_id = take_int32(q);
	struct rating_row row = {.value = take_int32(q)};

	row.talked_on = take_day(q, DAY_MIN);
	row.when = take_days(q);
	/* Before the talk was had nobody knew of it. */
	if (row.talked_on > day)
		row.talked_on = DAY_MIN;
	snapshot_add_rating(b, &row, post_id);
}

int read_ratings(struct store *s, struct snapshot_builder *b, int32_t employer_id, int32_t day, struct err *err)
{
	struct statement *q = on_day(s, SQL_RATING_ON, employer_id, day);
	int rc;

	while ((rc = statement_next(q, err)) > 0)
		add_rating_row(b, q, day);
	return rc;
}

int read_owed(struct store *s, int32_t employer_id, int32_t day, int32_t *owed_of_post, int32_t last_post_id, struct err *err)
{
	struct statement *q = on_day(s, SQL_OWED_ON, employer_id, day);
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		int32_t post_id = take_int32(q);

		if (post_id > 0 && post_id <= last_post_id)
			owed_of_post[post_id] = take_int32(q);
	}
	return rc;
}
