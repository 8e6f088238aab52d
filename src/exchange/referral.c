#include "exchange/referral.h"

bool referral_work_is_late(const struct referral *r, const struct referral_work *w)
{
	return w->when.from > r->when.until;
}

void referral_add_factor(struct arena *a, struct referral *r, const struct england_code *code)
{
	struct referral_factor *f;

	for (size_t i = r->factors_count; i > 0 && r->factors[i - 1].work == r->works_count - 1; i--)
		if (r->factors[i - 1].code == code)
			return;
	f = ARENA_PUSH(a, &r->factors, &r->factors_count, &r->factors_room);
	*f = (struct referral_factor){code, r->works_count - 1};
}

static int32_t earlier(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static void add_fact(struct arena *a, const struct referral *r, struct case_facts *facts, enum fact_kind kind,
	const char *code, struct days when, bool purge)
{
	struct fact f = fact_blank(kind);

	f.code = code;
	f.when = (struct days){when.from, earlier(when.until, r->when.until)};
	f.purge = purge || r->purge;
	f.open_is_said = true;
	if (kind == FACT_EPISODE)
		f.no_further_action = r->no_further_action;
	/* A factor of no day weighs nothing; a stage of no day still tells that something was begun. */
	if (kind != FACT_FACTOR || f.when.until > f.when.from)
		case_facts_add(a, facts, &f);
}

/* The start of the first child protection plan on or after a day. */
static int32_t plan_after(const struct referral *r, int32_t day)
{
	int32_t first = DAY_MAX;

	for (size_t i = 0; i < r->works_count; i++)
		if (str_equal(r->works[i].type, STAGE_PROTECTION) && r->works[i].when.from >= day)
			first = earlier(first, r->works[i].when.from);
	return first;
}

static struct days work_days(const struct referral *r, const struct referral_work *w)
{
	struct days when = w->when;

	if (str_equal(w->type, STAGE_ENQUIRY))
		when.until = england_enquiry_end(when.from, when.until, w->conference, plan_after(r, when.from));
	return when;
}

/* The start of the next assessment that found something: what the one before found ends there. */
static int32_t next_finding(const struct referral *r, int32_t day)
{
	int32_t next = DAY_MAX;

	for (size_t i = 0; i < r->factors_count; i++) {
		const struct referral_work *w = &r->works[r->factors[i].work];

		if (w->when.from > day && !w->purge)
			next = earlier(next, w->when.from);
	}
	return next;
}

static void add_work(struct arena *a, const struct referral *r, const struct referral_work *w, struct case_facts *facts)
{
	if (referral_work_is_late(r, w))
		return;
	add_fact(a, r, facts, FACT_STAGE, w->type, work_days(r, w), w->purge);
	if (w->abuse != NULL)
		add_fact(a, r, facts, FACT_FACTOR, w->abuse->factor, w->when, w->purge);
}

static void add_factors(struct arena *a, const struct referral *r, struct case_facts *facts)
{
	for (size_t i = 0; i < r->factors_count; i++) {
		const struct referral_factor *f = &r->factors[i];
		const struct referral_work *w = &r->works[f->work];
		struct days when = {w->when.from, next_finding(r, w->when.from)};

		if (!referral_work_is_late(r, w))
			add_fact(a, r, facts, FACT_FACTOR, f->code->factor, when, w->purge);
	}
}

void referral_facts(struct arena *a, const struct referral *r, struct case_facts *facts)
{
	add_fact(a, r, facts, FACT_EPISODE, r->closure != NULL ? r->closure->code : "", r->when, false);
	for (size_t i = 0; i < r->works_count; i++)
		add_work(a, r, &r->works[i], facts);
	if (r->need != NULL)
		add_fact(a, r, facts, FACT_FACTOR, r->need->factor, r->when, false);
	add_factors(a, r, facts);
}
