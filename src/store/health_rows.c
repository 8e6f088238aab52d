#include "store/health_rows.h"

#include "base/str.h"
#include "store/inside.h"

static struct statement *of_span(struct store *s, enum sql_id id, int32_t employer_id, struct days span)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_days(q, span);
	return q;
}

static void take_episode(struct arena *a, struct statement *q, void *to)
{
	struct health_episode_row *row = to;

	row->case_id = take_int32(q);
	row->team_id = take_int32_or(q, 0);
	row->when = take_days(q);
	row->reason = arena_strdup(a, take_text(q));
	row->no_further_action = take_int(q) != 0;
	row->begun = take_int(q) != 0;
	row->held = take_int(q) != 0;
}

int store_health_episodes(struct store *s, struct arena *a, int32_t employer_id, struct days span, bool with_work,
	struct health_episode_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_HEALTH_EPISODES);

	put_int(q, with_work);
	put_int(q, employer_id);
	put_days(q, span);
	return READ_ROWS(q, a, take_episode, ret, ret_count, err);
}

int store_health_case_ref(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, const char **ret,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_HEALTH_CASE_REF);
	int rc;

	put_int(q, employer_id);
	put_int(q, case_id);
	rc = statement_next(q, err);
	if (rc > 0)
		*ret = arena_strdup(a, take_text(q));
	statement_end(q);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no case of this number");
	return rc < 0 ? rc : 0;
}

static void take_holding(struct arena *a, struct statement *q, void *to)
{
	struct health_holding_row *row = to;
	int standing;

	(void)a;
	row->case_id = take_int32(q);
	row->post_id = take_int32_or(q, 0);
	row->team_id = take_int32_or(q, 0);
	row->role = holding_role_from(take_text(q));
	standing = holding_standing_from(take_text(q));
	row->standing = standing < 0 ? HOLDING_STANDS : (enum holding_standing)standing;
	row->when = take_days(q);
}

int store_health_holdings(struct store *s, struct arena *a, int32_t employer_id, struct days span,
	struct health_holding_row **ret, size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_span(s, SQL_HEALTH_HOLDINGS, employer_id, span), a, take_holding, ret, ret_count, err);
}

static void take_closing(struct arena *a, struct statement *q, void *to)
{
	struct health_closing_row *row = to;

	(void)a;
	row->case_id = take_int32(q);
	row->closed = take_day(q, DAY_MIN);
	row->worker_agrees = take_int(q) != 0;
	row->over_line = take_int(q) != 0;
	row->second_look = take_int32_or(q, 0) != 0;
}

int store_health_closings(struct store *s, struct arena *a, int32_t employer_id, struct days span,
	struct health_closing_row **ret, size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_span(s, SQL_HEALTH_CLOSINGS, employer_id, span), a, take_closing, ret, ret_count, err);
}

static void take_extra(struct arena *a, struct statement *q, void *to)
{
	struct health_extra_row *row = to;

	(void)a;
	row->post_id = take_int32(q);
	row->day = take_day(q, DAY_MIN);
	row->minutes = take_int32(q);
	row->taken = str_equal(take_text(q), "taken");
}

int store_health_extra(struct store *s, struct arena *a, int32_t employer_id, int32_t until,
	struct health_extra_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_HEALTH_EXTRA);

	put_int(q, employer_id);
	put_day(q, until);
	return READ_ROWS(q, a, take_extra, ret, ret_count, err);
}

static void take_matter(struct arena *a, struct statement *q, void *to)
{
	struct health_matter_row *row = to;

	(void)a;
	(void)matter_kind_parse(take_text(q), &row->kind);
	row->post_id = take_int32_or(q, 0);
	row->case_team_id = take_int32_or(q, 0);
	row->lasted = take_days(q);
	row->asked = take_int(q);
	row->answered = take_int(q);
	row->taken_back = take_int(q) != 0;
	row->went_up = take_int(q) != 0;
}

static struct statement *of_employer(struct store *s, enum sql_id id, int32_t employer_id)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	return q;
}

int store_health_matters(struct store *s, struct arena *a, int32_t employer_id, struct health_matter_row **ret,
	size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_employer(s, SQL_HEALTH_MATTERS, employer_id), a, take_matter, ret, ret_count, err);
}

static void take_proposer(struct arena *a, struct statement *q, void *to)
{
	struct health_proposer_row *row = to;

	row->login = arena_strdup(a, take_text(q));
	row->person_id = take_int32(q);
}

int store_health_proposers(struct store *s, struct arena *a, int32_t employer_id, struct health_proposer_row **ret,
	size_t *ret_count, struct err *err)
{
	return READ_ROWS(of_employer(s, SQL_HEALTH_PROPOSERS, employer_id), a, take_proposer, ret, ret_count, err);
}

int store_health_has(struct store *s, int32_t employer_id, int32_t since, struct health_has *ret, struct err *err)
{
	struct statement *q = of_employer(s, SQL_HEALTH_HAS, employer_id);
	int rc;

	put_day(q, since);
	rc = statement_next(q, err);
	if (rc > 0) {
		ret->extra = take_int(q) != 0;
		ret->nothing = take_int(q) != 0;
		ret->stages = take_int(q) != 0;
		ret->entered = take_int(q);
	}
	statement_end(q);
	return rc < 0 ? rc : 0;
}
