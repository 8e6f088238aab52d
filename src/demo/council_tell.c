/* An invented council told to an importer. */
#include "base/str.h"
#include "demo/council.h"
#include "exchange/england.h"

static const char *const STAGE_TYPES[COUNCIL_STAGES] = {
	[COUNCIL_ASSESSMENT] = STAGE_ASSESSMENT, [COUNCIL_SECTION_47] = STAGE_ENQUIRY, [COUNCIL_CIN_PLAN] = STAGE_IN_NEED,
	[COUNCIL_CP_PLAN] = STAGE_PROTECTION, [COUNCIL_LOOKED_AFTER] = STAGE_LOOKED_AFTER,
	[COUNCIL_CARE_LEAVER] = STAGE_CARE_LEAVER};

static const char *absence_reason(const char *code)
{
	return str_equal(code, "MAT") ? "maternity" : str_equal(code, "SIC") ? "sickness" : "training_leave";
}

static int tell_worker(const struct council *c, const struct council_worker *w, const struct intake *to,
	struct err *err)
{
	struct worker_told told = {.registration = w->registration, .staff_id = w->staff_id, .local_id = w->code,
		.name = w->name,
		.team = c->teams[w->team].code, .when = w->when, .fte_millionths = w->fte_millionths, .contract_minutes = -1,
		.agency = w->agency, .role = (int8_t)w->role, .grade = "", .newly_qualified_until = DAY_MIN,
		.absent_on = DAY_MIN, .absent_reason = "", .present_on = DAY_MIN, .reported_cases = -1, .reported_on = DAY_MIN,
		.where = {"", w->code}};
	struct reduction_told reduction = {.worker = {w->staff_id, "", ""}, .reason = absence_reason(w->absence),
		.minutes = -1, .permille = -1, .when = w->absent, .where = {"", w->code}};
	int rc;

	if (w->newly_qualified)
		told.newly_qualified_until = w->when.from + 365;
	rc = to->worker(to->context, &told, err);
	if (rc == 0 && w->absence[0] != '\0')
		rc = to->reduction(to->context, &reduction, err);
	return rc;
}

static int tell_people(const struct council *c, const struct intake *to, struct err *err)
{
	for (size_t i = 0; i < c->teams_count; i++) {
		const struct council_team *t = &c->teams[i];
		struct team_told told = {t->code, t->name, ENGLAND_SERVICE, "", c->workers[t->manager].name, {"", ""}};
		int rc = to->team(to->context, &told, err);

		if (rc < 0)
			return rc;
	}
	for (size_t i = 0; i < c->workers_count; i++) {
		int rc = tell_worker(c, &c->workers[i], to, err);

		if (rc < 0)
			return rc;
	}
	return 0;
}

enum { FACTS = 2 + COUNCIL_SPANS + 5 };

static size_t case_facts_of(struct arena *a, const struct council_case *k, struct fact *facts)
{
	size_t n = 0;

	facts[n] = fact_blank(FACT_CASE);
	facts[n].service = ENGLAND_SERVICE;
	facts[n++].household = arena_printf(a, "H%06d", k->household);
	facts[n] = fact_blank(FACT_EPISODE);
	facts[n].when = k->open;
	facts[n].code = k->closing_reason;
	facts[n++].no_further_action = k->no_further_action;
	for (int32_t i = 0; i < k->spans_count; i++) {
		facts[n] = fact_blank(FACT_STAGE);
		facts[n].code = STAGE_TYPES[k->spans[i].stage];
		facts[n++].when = k->spans[i].when;
	}
	facts[n] = fact_blank(FACT_FACTOR);
	facts[n].code = arena_printf(a, "need:%s", k->need);
	facts[n++].when = k->open;
	/* Found at the assessment, if there was one: it comes first. */
	for (int i = 0; i < 3 && k->spans_count > 0 && k->spans[0].stage == COUNCIL_ASSESSMENT; i++) {
		if (k->factors[i] == 0 || (i > 0 && k->factors[i] == k->factors[i - 1]) || (i > 1 && k->factors[i] == k->factors[0]))
			continue;
		facts[n] = fact_blank(FACT_FACTOR);
		facts[n].code = arena_printf(a, "factor:%s", council_factor(k->factors[i]));
		facts[n++].when = (struct days){k->spans[0].when.from, k->open.until};
	}
	return n;
}

static int tell_case(struct arena *a, const struct council *c, const struct council_case *k, const struct intake *to,
	struct err *err)
{
	struct fact facts[FACTS];
	struct holding_told holdings[COUNCIL_HOLDINGS];
	struct case_told told = {.ref = k->ref, .team = c->teams[k->team].code, .facts = facts, .holdings = holdings};

	told.facts_count = case_facts_of(a, k, facts);
	for (int32_t i = 0; i < k->holdings_count; i++) {
		const struct council_worker *w = &c->workers[k->holdings[i].worker];

		holdings[told.holdings_count++] = (struct holding_told){.worker = {w->staff_id, "", ""},
			.team = c->teams[w->team].code, .when = k->holdings[i].when, .role = HOLDING_LEAD, .share = 1000,
			.reason = k->holdings[i].reason, .told_in = DAY_MIN};
	}
	return to->case_told(to->context, &told, err);
}

int council_tell(const struct council *c, const struct intake *to, struct err *err)
{
	struct arena *a = arena_new();
	int rc = tell_people(c, to, err);

	for (size_t i = 0; i < c->cases_count && rc == 0; i++) {
		rc = tell_case(a, c, &c->cases[i], to, err);
		arena_reset(a);
		if (to->progress != NULL && i % 4096 == 0)
			to->progress(to->context, i);
	}
	arena_free(a);
	return rc;
}
