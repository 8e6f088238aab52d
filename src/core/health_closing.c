/* How work ends: closures, what followed on them, and referrals that were not taken on. */
#include "core/counts.h"
#include "core/health_records.h"

struct closing_sum {
	int64_t closures, near_report;
	int64_t here, over_line, unheard, looked; /* closed by people here, and not by a file */
	int64_t known, without_work;              /* whose referral is in the records */
	int64_t within_3, within_6, within_12;
	int32_t people;
};

static const struct record_closing *closing_of(const struct health_records *r, int32_t case_id, int32_t day)
{
	size_t low = 0, high = r->closings_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct record_closing *c = &r->closings[middle];

		if (c->case_id < case_id || (c->case_id == case_id && c->day <= day))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || r->closings[low - 1].case_id != case_id || r->closings[low - 1].day != day)
		return NULL;
	return &r->closings[low - 1];
}

/* What the referrals of a case that ended on the day say of work: whether there is one, and whether there was work in
 * any. */
struct ended {
	bool known, worked;
};

static struct ended ended_on(const struct health_records *r, int32_t case_id, int32_t day)
{
	struct ended ended = {false, false};
	size_t count;
	const struct record_episode *rows = record_episodes_of(r, case_id, &count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].as != WENT_TO_NOTHING && rows[i].when.until == day) {
			ended.known = true;
			ended.worked |= rows[i].begun && rows[i].held;
		}
	return ended;
}

static void count_closing(struct closing_sum *sum, const struct health_records *r, const struct happening *h,
	int32_t day)
{
	const struct record_closing *c = closing_of(r, h->case_id, day);
	const struct ended ended = ended_on(r, h->case_id, day);

	sum->closures++;
	sum->near_report += is_near_report(day);
	sum->within_3 += h->referral == REFERRAL_WITHIN_3;
	sum->within_6 += h->referral == REFERRAL_WITHIN_3 || h->referral == REFERRAL_WITHIN_6;
	sum->within_12 += h->referral != REFERRAL_FIRST && h->referral != REFERRAL_LATER;
	if (c != NULL) {
		sum->here++;
		sum->over_line += c->over_line;
		sum->unheard += !c->agreed;
		sum->looked += c->second_look;
	}
	sum->known += ended.known;
	sum->without_work += ended.known && !ended.worked;
}

static struct closing_sum sum_closings(struct arena *a, const struct health_records *r, const bool *in,
	struct days period)
{
	int32_t *people = arena_array(a, r->happenings_count + 1, sizeof *people);
	struct closing_sum sum = {0};
	size_t held = 0;

	for (size_t i = 0; i < r->happenings_count; i++) {
		const struct happening *h = &r->happenings[i];
		int32_t day = local_day(h->at);

		if (h->kind != HAPPENED_CLOSING || !in[h->team + 1] || !days_include(period, day))
			continue;
		count_closing(&sum, r, h, day);
		if (h->person_id != 0)
			people[held++] = h->person_id;
	}
	sum.people = numbers_distinct(people, held);
	return sum;
}

static struct health_figure of_those_here(const struct closing_sum *sum, int64_t part)
{
	struct health_figure f = sum->here == 0 &&
		sum->closures > 0 ? health_unsaid() : health_share(part, sum->here, sum->people);

	f.told = (int32_t)sum->here;
	f.should = (int32_t)sum->closures;
	return f;
}

static struct health_figure without_work(const struct health_records *r, const struct closing_sum *sum)
{
	struct health_figure f = r->has_stages ? health_share(sum->without_work, sum->known, sum->people) : health_unsaid();

	f.told = (int32_t)sum->known;
	f.should = (int32_t)sum->closures;
	return f;
}

/* Within how many of its days a period is near one on which cases are counted. */
static struct health_figure by_chance(struct days period)
{
	int64_t near = 0;

	for (int32_t day = period.from; day < period.until; day++)
		near += is_near_report(day);
	return health_share(near, (int64_t)period.until - period.from, -1);
}

static struct health_figure accepted(const struct health_records *r, const bool *in, struct days period)
{
	int64_t referrals = 0, taken = 0;

	for (size_t i = 0; i < r->episodes_count; i++) {
		const struct record_episode *e = &r->episodes[i];

		if (!days_include(period, e->when.from) || !in[record_team_of(r, e, period.until - 1) + 1])
			continue;
		referrals++;
		taken += e->as != WENT_TO_NOTHING;
	}
	return r->has_nothing ? health_share(taken, referrals, -1) : health_unsaid();
}

/* All that is of closures or referrals: what files told of a time before the records began is nothing, or only what was
 * still open. */
static void leave_unsaid(struct days period, struct health_figure *figures)
{
	static const enum health_measure MEASURES[] = {MEASURE_CLOSURES, MEASURE_CLOSED_NEAR_REPORT, MEASURE_CLOSED_OVER_LINE,
		MEASURE_CLOSED_WITHOUT_WORK, MEASURE_CLOSED_UNHEARD, MEASURE_SECOND_LOOKS, MEASURE_RE_REFERRED_3,
		MEASURE_RE_REFERRED_6, MEASURE_RE_REFERRED_12, MEASURE_ACCEPTED};

	for (size_t i = 0; i < sizeof MEASURES / sizeof *MEASURES; i++)
		figures[MEASURES[i]] = health_unsaid();
	figures[MEASURE_NEAR_REPORT_CHANCE] = by_chance(period);
}

void health_of_closing(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	const struct closing_sum sum = sum_closings(a, r, in, period);

	if (!records_tell_closures(r, period.from)) {
		leave_unsaid(period, figures);
		return;
	}
	figures[MEASURE_CLOSURES] = health_count(sum.closures, sum.people);
	figures[MEASURE_CLOSED_NEAR_REPORT] = health_share(sum.near_report, sum.closures, sum.people);
	figures[MEASURE_NEAR_REPORT_CHANCE] = by_chance(period);
	figures[MEASURE_CLOSED_OVER_LINE] = of_those_here(&sum, sum.over_line);
	figures[MEASURE_CLOSED_WITHOUT_WORK] = without_work(r, &sum);
	figures[MEASURE_CLOSED_UNHEARD] = of_those_here(&sum, sum.unheard);
	figures[MEASURE_SECOND_LOOKS] = of_those_here(&sum, sum.looked);
	figures[MEASURE_RE_REFERRED_3] = health_share(sum.within_3, sum.closures, sum.people);
	figures[MEASURE_RE_REFERRED_6] = health_share(sum.within_6, sum.closures, sum.people);
	figures[MEASURE_RE_REFERRED_12] = health_share(sum.within_12, sum.closures, sum.people);
	figures[MEASURE_ACCEPTED] = accepted(r, in, period);
}
