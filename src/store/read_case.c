#include "store/inside.h"

struct case_reader {
	enum fact_kind kind;
	enum sql_id list;
	void (*take)(struct arena *a, struct statement *q, struct fact *f);
};

static const char *copy(struct arena *a, struct statement *q)
{
	return arena_strdup(a, take_text(q));
}

static void take_episode(struct arena *a, struct statement *q, struct fact *f)
{
	f->when = take_days(q);
	f->code = copy(a, q);
	f->no_further_action = take_int(q) != 0;
}

static void take_stage(struct arena *a, struct statement *q, struct fact *f)
{
	f->code = copy(a, q);
	f->stage = copy(a, q);
	f->when = take_days(q);
}

static void take_code_and_days(struct arena *a, struct statement *q, struct fact *f)
{
	f->code = copy(a, q);
	f->when = take_days(q);
}

static void take_task(struct arena *a, struct statement *q, struct fact *f)
{
	f->code = copy(a, q);
	f->minutes = take_int32_or(q, -1);
	f->when = take_days(q);
}

static void take_surge(struct arena *a, struct statement *q, struct fact *f)
{
	f->minutes = take_int32(q);
	f->code = copy(a, q);
	f->when = take_days(q);
}

static void take_holding(struct arena *a, struct statement *q, struct fact *f)
{
	f->post_id = take_int32_or(q, 0);
	f->team_id = take_int32_or(q, 0);
	f->role = holding_role_from(take_text(q));
	f->share = take_int32(q);
	f->code = copy(a, q);
	f->when = take_days(q);
	f->standing = (int8_t)holding_standing_from(take_text(q));
	f->proposal_id = take_int32_or(q, 0);
}

static void take_view(struct arena *a, struct statement *q, struct fact *f)
{
	f->post_id = take_int32(q);
	f->minutes = take_int32(q);
	f->code = copy(a, q);
	f->when = take_days(q);
}

static const struct case_reader READERS[] = {
	{FACT_EPISODE, SQL_EPISODE_OF_CASE, take_episode},
	{FACT_STAGE, SQL_STAGE_OF_CASE, take_stage},
	{FACT_FACTOR, SQL_FACTOR_OF_CASE, take_code_and_days},
	{FACT_TASK, SQL_TASK_OF_CASE, take_task},
	{FACT_SURGE, SQL_SURGE_OF_CASE, take_surge},
	{FACT_HOLDING, SQL_HOLDING_OF_CASE, take_holding},
	{FACT_READER, SQL_READER_OF_CASE, take_code_and_days},
	{FACT_VIEW, SQL_WEIGHT_VIEW_OF_CASE, take_view},
};

static struct statement *case_by_ref(struct store *s, int32_t employer_id, const char *ref)
{
	struct statement *q = statement_of(s->db, SQL_CASE_BY_REF);

	put_int(q, employer_id);
	put_text(q, ref);
	return q;
}

/* 1 and the case's id, or 0 if there is no such case. */
static int read_case(struct store *s, struct arena *a, int32_t employer_id, const char *ref, int32_t *ret_id,
	struct fact *ret, struct err *err)
{
	struct statement *q = case_by_ref(s, employer_id, ref);
	int rc = statement_next(q, err);

	if (rc > 0) {
		*ret_id = take_int32(q);
		*ret = fact_blank(FACT_CASE);
		ret->service = copy(a, q);
		ret->household = copy(a, q);
		ret->case_team_id = take_int32_or(q, 0);
		ret->owner = copy(a, q);
		ret->restricted = (int8_t)take_int32_or(q, -1);
	}
	statement_end(q);
	return rc;
}

static struct statement *list_of(struct store *s, const struct case_reader *r, int32_t employer_id, int32_t case_id)
{
	struct statement *q = statement_of(s->db, r->list);

	put_int(q, employer_id);
	put_int(q, case_id);
	return q;
}

static int read_facts(struct store *s, struct arena *a, const struct case_reader *r, int32_t employer_id, int32_t case_id,
	struct case_facts *facts, struct err *err)
{
	struct statement *q = list_of(s, r, employer_id, case_id);
	int rc;

	while ((rc = statement_next(q, err)) > 0) {
		struct fact f = fact_blank(r->kind);

		r->take(a, q, &f);
		case_facts_add(a, facts, &f);
	}
	return rc;
}

/* 1, or 0 if there is no such case. */
static int begin_case(struct store *s, struct arena *a, int32_t employer_id, struct known_case *ret, struct err *err)
{
	struct fact itself;
	int rc = read_case(s, a, employer_id, ret->facts.ref, &ret->case_id, &itself, err);

	if (rc <= 0)
		return rc;
	case_facts_add(a, &ret->facts, &itself);
	for (size_t i = 0; i < sizeof READERS / sizeof *READERS; i++)
		statement_ahead(list_of(s, &READERS[i], employer_id, ret->case_id));
	return 1;
}

static int finish_case(struct store *s, struct arena *a, int32_t employer_id, struct known_case *ret, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < sizeof READERS / sizeof *READERS && rc == 0; i++)
		rc = read_facts(s, a, &READERS[i], employer_id, ret->case_id, &ret->facts, err);
	return rc;
}

int read_case_facts(struct store *s, struct arena *a, int32_t employer_id, struct known_case *cases, size_t count, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < count && count > 1; i++)
		statement_ahead(case_by_ref(s, employer_id, cases[i].facts.ref));
	for (size_t i = 0; i < count && rc >= 0; i++)
		rc = begin_case(s, a, employer_id, &cases[i], err);
	for (size_t i = 0; i < count && rc >= 0; i++)
		if (cases[i].case_id != 0)
			rc = finish_case(s, a, employer_id, &cases[i], err);
	return rc < 0 ? rc : 0;
}

int store_case_facts(struct store *s, struct arena *a, int32_t employer_id, const char *ref, struct case_facts *ret,
	struct err *err)
{
	struct known_case known = {.facts.ref = ref};
	bool began;
	int rc = reading_begin(s, &began, err);

	if (rc < 0)
		return rc;
	rc = read_case_facts(s, a, employer_id, &known, 1, err);
	reading_end(s, began);
	if (rc < 0)
		return rc;
	if (known.case_id == 0)
		return err_set(err, PL_NOT_FOUND, "There is no case %s", ref);
	known.facts.ref = arena_strdup(a, ref);
	case_facts_tidy(&known.facts, NULL, NULL);
	*ret = known.facts;
	return 0;
}
