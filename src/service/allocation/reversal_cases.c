/* Cases as a reversal would leave them, beside what they are: who holds them, when they are open, to whom they are offered. */
#include "core/guard.h"
#include "service/allocation/allocation_inside.h"
#include "service/allocation/reversal_inside.h"

static int read_case(const struct reversal *r, const struct touched_case *c, struct case_known *ret, struct err *err)
{
	int rc = store_case_facts(r->store, r->a, r->employer->id, c->ref, &ret->facts, err);

	if (rc < 0)
		return rc;
	return store_proposals_of_case(r->store, r->a, r->employer->id, c->case_id, &ret->offers, &ret->offers_count, err);
}

int reversal_read_cases(struct reversal *r, int64_t sequence, struct err *err)
{
	int rc = store_cases_of_entry(r->store, r->a, r->employer->id, sequence, &r->cases, &r->cases_count, err);

	if (rc < 0)
		return rc;
	r->known = arena_array(r->a, r->cases_count, sizeof *r->known);
	for (size_t i = 0; i < r->cases_count && rc == 0; i++)
		rc = read_case(r, &r->cases[i], &r->known[i], err);
	return rc;
}

static bool is_offered_twice(const struct case_known *k)
{
	for (size_t i = 0; i < k->offers_count; i++)
		for (size_t j = i + 1; j < k->offers_count; j++)
			if (offers_clash(&k->offers[i], &k->offers[j]))
				return true;
	return false;
}

static bool is_led_beside_offer(const struct case_facts *facts, const struct proposal_row *offer, int32_t day)
{
	struct fact taken = fact_blank(FACT_HOLDING);

	taken.post_id = offer->post_id;
	taken.when = (struct days){day, DAY_MAX};
	for (size_t i = 0; i < facts->count; i++) {
		const struct case_facts one = {.facts = &facts->facts[i], .count = 1};

		if (facts->facts[i].post_id != offer->instead_of && is_led_beside(&one, &taken))
			return true;
	}
	return false;
}

/* Offered as lead, while another leads whom it does not replace. */
static bool is_offered_beside_a_lead(const struct case_known *k, int32_t day)
{
	for (size_t i = 0; i < k->offers_count; i++) {
		const struct proposal_row *offer = &k->offers[i];

		if (negotiation_is_open(offer->state) && offer->terms.role == HOLDING_LEAD && is_led_beside_offer(&k->facts, offer, day))
			return true;
	}
	return false;
}

static int refuse(const char *expected, struct err *err)
{
	return err_set(err, PL_CONFLICT, "This cannot be taken back any more, because of what has been done since: expected %s.", expected);
}

int reversal_judge_cases(const struct reversal *r, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < r->cases_count && rc == 0; i++) {
		const struct case_known *before = &r->known[i];
		struct case_known after;
		enum holding_rule rule;

		rc = read_case(r, &r->cases[i], &after, err);
		if (rc < 0)
			break;
		rule = reversal_case_guard(&before->facts, &after.facts);
		if (rule != HOLDING_FITS)
			rc = refuse(holding_rule_expected(rule), err);
		else if (is_offered_twice(&after) && !is_offered_twice(before))
			rc = refuse("a case to be offered to one worker at a time", err);
		else if (is_offered_beside_a_lead(&after, r->day) && !is_offered_beside_a_lead(before, r->day))
			rc = refuse("no lead while the case is offered to another", err);
	}
	return rc;
}
