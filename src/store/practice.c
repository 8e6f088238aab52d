#include "store/practice.h"

#include "store/inside.h"

static const char *copy(struct arena *a, struct statement *q)
{
	return arena_strdup(a, take_text(q));
}

static struct practice_of take_of(struct arena *a, struct statement *q)
{
	struct practice_of of = {.case_id = take_int32(q)};
	bool newly_qualified;

	of.ref = copy(a, q);
	of.restricted = take_int(q) != 0;
	of.case_team = copy(a, q);
	of.post_id = take_int32_or(q, 0);
	of.person_id = take_int32_or(q, 0);
	of.team_id = take_int32_or(q, 0);
	of.team = copy(a, q);
	of.agency = take_int(q) != 0;
	newly_qualified = take_int(q) != 0;
	of.newly_qualified_until = take_day(q, newly_qualified ? DAY_MAX : DAY_MIN);
	return of;
}

static void take_allocation(struct arena *a, struct statement *q, void *to)
{
	struct practice_allocation *row = to;
	int standing;

	row->of = take_of(a, q);
	row->when = take_days(q);
	row->proposal_id = take_int32_or(q, 0);
	standing = holding_standing_from(take_text(q));
	row->standing = standing < 0 ? HOLDING_STANDS : (enum holding_standing)standing;
}

static void take_step(struct arena *a, struct statement *q, void *to)
{
	struct practice_step *row = to;

	row->of = take_of(a, q);
	row->proposal_id = take_int32(q);
	(void)negotiation_step_parse(take_text(q), &row->step);
	row->login = copy(a, q);
	row->instant = take_int(q);
	row->talked_at = take_int(q);
	row->offered_at = take_int(q);
	row->held = take_int(q) != 0;
}

static void take_hand_back(struct arena *a, struct statement *q, void *to)
{
	struct practice_hand_back *row = to;

	row->of = take_of(a, q);
	row->matter_id = take_int32(q);
	row->instant = take_int(q);
	(void)matter_outcome_parse(take_text(q), &row->outcome);
}

static void take_closing(struct arena *a, struct statement *q, void *to)
{
	struct practice_closing *row = to;

	row->of = take_of(a, q);
	row->closed = take_day(q, DAY_MIN);
	row->opened_next = take_day(q, DAY_MAX);
}

int store_practice_allocations(struct store *s, struct arena *a, int32_t employer_id, struct days period,
	struct practice_allocation **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PRACTICE_ALLOCATIONS);

	put_int(q, employer_id);
	put_days(q, period);
	return READ_ROWS(q, a, take_allocation, ret, ret_count, err);
}

static struct statement *between(struct store *s, enum sql_id id, int32_t employer_id, int64_t from, int64_t until)
{
	struct statement *q = statement_of(s->db, id);

	put_int(q, employer_id);
	put_int(q, from);
	put_int(q, until);
	return q;
}

int store_practice_steps(struct store *s, struct arena *a, int32_t employer_id, int64_t from, int64_t until, struct practice_step **ret,
	size_t *ret_count, struct err *err)
{
	return READ_ROWS(between(s, SQL_PRACTICE_STEPS, employer_id, from, until), a, take_step, ret, ret_count, err);
}

int store_practice_hand_backs(struct store *s, struct arena *a, int32_t employer_id, int64_t from, int64_t until,
	struct practice_hand_back **ret, size_t *ret_count, struct err *err)
{
	return READ_ROWS(between(s, SQL_PRACTICE_HAND_BACKS, employer_id, from, until), a, take_hand_back, ret, ret_count, err);
}

int store_practice_closings(struct store *s, struct arena *a, int32_t employer_id, struct days period, struct practice_closing **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_PRACTICE_CLOSINGS);

	put_int(q, employer_id);
	put_days(q, period);
	return READ_ROWS(q, a, take_closing, ret, ret_count, err);
}
