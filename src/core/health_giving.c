/* How work is given: what core/pattern.h counts, and what was asked and answered. */
#include "core/counts.h"
#include "core/guard.h"
#include "core/health_records.h"
#include "core/matter.h"
#include "core/negotiation.h"

enum { HALF = 50 };

/* ---- patterns of a scope ---- */

/* Teams as the patterns of one scope count them: what is in it is one team, and all else none. */
enum { SCOPE_TEAM_PLACE = 0 };

static struct patterns patterns_within(struct arena *a, const struct health_records *r, const bool *in,
	struct days period)
{
	const struct days wide = {period.from - PATTERN_MARGIN_DAYS, period.until + PATTERN_MARGIN_DAYS};
	struct happening *rows = arena_array(a, r->happenings_count + 1, sizeof *rows);
	size_t count = 0;

	for (size_t i = 0; i < r->happenings_count; i++) {
		const struct happening *h = &r->happenings[i];

		if (!days_include(wide, local_day(h->at)))
			continue;
		rows[count] = *h;
		rows[count++].team = in[h->team + 1] ? SCOPE_TEAM_PLACE : -1;
	}
	return patterns_of(a, period, 1, rows, count);
}

static struct health_figure figure_of(const struct patterns *p, enum pattern pattern, int contract)
{
	const struct pattern_cell *cell = pattern_at(p, pattern, SCOPE_TEAM_PLACE, contract);

	return health_share(cell->count, cell->of, cell->people);
}

/* What came by an offer that was talked about: neither by a file nor on paper. Beside the two contracts that are told,
 * the newly qualified are the rest. */
static struct health_figure discussed(const struct patterns *p, int contract)
{
	const struct pattern_cell *without = pattern_at(p, PATTERN_NO_DISCUSSION, SCOPE_TEAM_PLACE, contract),
		*paper = pattern_at(p, PATTERN_ON_PAPER, SCOPE_TEAM_PLACE, contract),
		*rest = pattern_at(p, PATTERN_NO_DISCUSSION, SCOPE_TEAM_PLACE, CONTRACT_NEWLY_QUALIFIED);
	struct health_figure f = health_share(without->of - without->count - paper->count, without->of, without->people);

	f.rest = contract == CONTRACT_ALL ? 0 : rest->people;
	return f;
}

static void tell_patterns(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	const struct patterns p = patterns_within(a, r, in, period);
	const struct pattern_cell *ends = pattern_at(&p, PATTERN_MONTH_END, SCOPE_TEAM_PLACE, CONTRACT_ALL),
		*returns = pattern_at(&p, PATTERN_BEFORE_RETURN, SCOPE_TEAM_PLACE, CONTRACT_ALL);

	figures[MEASURE_ALLOCATIONS] = health_count(ends->of, ends->people);
	figures[MEASURE_DISCUSSED] = discussed(&p, CONTRACT_ALL);
	figures[MEASURE_DISCUSSED_AGENCY] = discussed(&p, CONTRACT_AGENCY);
	figures[MEASURE_DISCUSSED_PERMANENT] = discussed(&p, CONTRACT_PERMANENT);
	figures[MEASURE_DECLINED] = figure_of(&p, PATTERN_DECLINED, CONTRACT_ALL);
	figures[MEASURE_NOT_ANSWERED] = figure_of(&p, PATTERN_LAPSED, CONTRACT_ALL);
	figures[MEASURE_OFFERED_AGAIN] = figure_of(&p, PATTERN_OFFERED_AGAIN, CONTRACT_ALL);
	figures[MEASURE_HAND_BACK_NOT_AGREED] = figure_of(&p, PATTERN_HAND_BACK_REFUSED, CONTRACT_ALL);
	figures[MEASURE_BEYOND_CHANCE] = health_count(ends->beyond_chance + returns->beyond_chance, ends->people);
	if (ends->of == 0)
		figures[MEASURE_BEYOND_CHANCE].known = HEALTH_NOTHING;
}

/* ---- answers ---- */

/* The middle one by nearest rank. */
static struct health_figure middle(int32_t *values, size_t count, int32_t people)
{
	if (count == 0)
		return (struct health_figure){.known = HEALTH_NOTHING, .people = people};
	numbers_sort(values, count);
	return health_count(nearest_rank(values, (int32_t)count, HALF), people);
}

static bool is_agreement(enum negotiation_step step)
{
	return step == STEP_AGREE || step == STEP_AGREE_IF;
}

static void tell_answers(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	int32_t *minutes = arena_array(a, r->answers_count + 1, sizeof *minutes),
		*people = arena_array(a, r->answers_count + 1, sizeof *people),
		*in_time = arena_array(a, r->answers_count + 1, sizeof *in_time),
		*setters = arena_array(a, r->answers_count + 1, sizeof *setters);
	size_t timed = 0, count = 0, conditions = 0;
	int64_t kept = 0, answered = 0, agreed = 0, ran_out = 0;
	int32_t behind;

	for (size_t i = 0; i < r->answers_count; i++) {
		const struct record_answer *x = &r->answers[i];

		if (!days_include(period, x->day) || !in[x->team + 1])
			continue;
		people[count++] = x->person_id;
		agreed += is_agreement(x->step);
		if (x->step == STEP_AGREE_IF)
			setters[conditions++] = x->person_id;
		if (!is_agreement(x->step) && x->step != STEP_DECLINE) {
			ran_out++;
			continue;
		}
		answered++;
		if (x->minutes >= 0) {
			in_time[timed] = x->person_id;
			minutes[timed++] = x->minutes;
		}
		kept += x->minutes >= 0 && x->minutes <= ANSWER_MINUTES;
	}
	behind = numbers_distinct(people, count);
	figures[MEASURE_ANSWER_TIME] = middle(minutes, timed, numbers_distinct(in_time, timed));
	figures[MEASURE_ANSWER_TIME].told = (int32_t)timed;
	figures[MEASURE_ANSWER_TIME].should = (int32_t)answered;
	figures[MEASURE_ANSWER_KEPT] = health_share(kept, (int64_t)timed + ran_out, behind);
	figures[MEASURE_WITH_CONDITIONS] = health_share((int64_t)conditions, agreed,
		conditions > 0 ? numbers_distinct(setters, conditions) : behind);
}

/* ---- what was asked ---- */

static bool is_asked_in(const struct record_matter *m, enum matter_kind kind, const bool *in, struct days period)
{
	return m->kind == kind && in[m->team + 1] && days_include(period, m->asked);
}

static void tell_hand_backs(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	int32_t *days = arena_array(a, r->matters_count + 1, sizeof *days),
		*people = arena_array(a, r->matters_count + 1, sizeof *people),
		*heard = arena_array(a, r->matters_count + 1, sizeof *heard);
	size_t asked = 0, answered = 0;

	for (size_t i = 0; i < r->matters_count; i++) {
		const struct record_matter *m = &r->matters[i];

		if (is_asked_in(m, MATTER_HAND_BACK, in, period))
			people[asked++] = m->person_id;
		if (m->kind == MATTER_HAND_BACK && in[m->team + 1] && m->answered != DAY_MAX && days_include(period, m->answered)) {
			heard[answered] = m->person_id;
			days[answered++] = m->answered - m->asked;
		}
	}
	figures[MEASURE_HAND_BACKS] = health_count((int64_t)asked, numbers_distinct(people, asked));
	figures[MEASURE_HAND_BACK_DAYS] = middle(days, answered, numbers_distinct(heard, answered));
}

static void tell_talks(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	int32_t *people = arena_array(a, r->matters_count + 1, sizeof *people);
	int64_t stood = 0, answered = 0, went_up = 0;
	size_t asked = 0;
	int32_t behind;

	for (size_t i = 0; i < r->matters_count; i++) {
		const struct record_matter *m = &r->matters[i];

		if (!is_asked_in(m, MATTER_TALK, in, period))
			continue;
		people[asked++] = m->person_id;
		stood += !m->taken_back;
		answered += !m->taken_back && m->answered < period.until;
		went_up += !m->taken_back && m->went_up;
	}
	behind = numbers_distinct(people, asked);
	figures[MEASURE_TALKS_ASKED] = health_count((int64_t)asked, behind);
	figures[MEASURE_TALKS_ANSWERED] = health_share(answered, stood, behind);
	figures[MEASURE_TALKS_WENT_UP] = health_share(went_up, stood, behind);
}

/* ---- who offers ---- */

/* Away in every post that they are in on the day, and in one at least. */
static bool is_away(const struct health_records *r, int32_t person_id, int32_t day)
{
	bool in_post = false;

	for (size_t i = 0; i < r->posts_count; i++) {
		if (r->posts[i].person_id != person_id || !days_include(r->posts[i].when, day))
			continue;
		if (!record_is_away(r, r->posts[i].post_id, day))
			return false;
		in_post = true;
	}
	return in_post;
}

static void tell_offers(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	int32_t *people = arena_array(a, r->offers_count + 1, sizeof *people);
	int32_t offers = 0, away = 0;
	size_t known = 0;

	for (size_t i = 0; i < r->offers_count; i++) {
		const struct record_offer *o = &r->offers[i];

		if (!in[o->team + 1] || !days_include(period, o->day))
			continue;
		offers++;
		if (o->proposer == 0)
			continue;
		people[known++] = o->proposer;
		away += is_away(r, o->proposer, o->day);
	}
	figures[MEASURE_OFFERED_BY_ABSENT] = offers > 0 &&
		known == 0 ? health_unsaid() : health_count(away, numbers_distinct(people, known));
	figures[MEASURE_OFFERED_BY_ABSENT].told = (int32_t)known;
	figures[MEASURE_OFFERED_BY_ABSENT].should = offers;
}

/* ---- all of it ---- */

/* Where nothing was ever offered here the records do not say how people answer; what they say all the same stands. */
static void unsay(struct health_figure *figures)
{
	static const enum health_measure MEASURES[] = {MEASURE_DISCUSSED, MEASURE_DISCUSSED_AGENCY,
		MEASURE_DISCUSSED_PERMANENT,
		MEASURE_ANSWER_TIME, MEASURE_ANSWER_KEPT, MEASURE_DECLINED, MEASURE_WITH_CONDITIONS, MEASURE_NOT_ANSWERED,
		MEASURE_OFFERED_AGAIN,
		MEASURE_HAND_BACKS, MEASURE_HAND_BACK_NOT_AGREED, MEASURE_HAND_BACK_DAYS, MEASURE_TALKS_ASKED, MEASURE_TALKS_ANSWERED,
		MEASURE_TALKS_WENT_UP, MEASURE_OFFERED_BY_ABSENT};

	for (size_t i = 0; i < sizeof MEASURES / sizeof *MEASURES; i++)
		if (figures[MEASURES[i]].value == 0 && figures[MEASURES[i]].whole == 0)
			figures[MEASURES[i]] = health_unsaid();
}

void health_of_giving(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	tell_patterns(a, r, in, period, figures);
	tell_answers(a, r, in, period, figures);
	tell_hand_backs(a, r, in, period, figures);
	tell_talks(a, r, in, period, figures);
	tell_offers(a, r, in, period, figures);
	if (!r->is_live)
		unsay(figures);
}

/* ---- by contract, from a picture ---- */

/* Agency workers who are newly qualified apart: the figures of the newly qualified stand beside those of contracts. */
enum { AGENCY_NEWLY_QUALIFIED = CONTRACT_KINDS, CONTRACT_CELLS };
#define CELL_BIT(cell) (1U << (cell))

struct contract_sum {
	int64_t load, capacity, weight, cases;
	int32_t people;
};

static int cell_of(const struct snapshot *s, const struct post_row *p)
{
	const enum contract_kind kind = contract_kind_on(p->agency, p->newly_qualified_until, s->day);

	return kind == CONTRACT_AGENCY && is_newly_qualified(s, p) ? (int)AGENCY_NEWLY_QUALIFIED : (int)kind;
}

static bool is_summed(const struct snapshot *s, const struct loads *l, const bool *in, int32_t post)
{
	return in[s->posts[post].team + 1] && l->posts[post].availability == AVAILABLE;
}

static void sum_posts(const struct snapshot *s, const struct loads *l, const bool *in, struct contract_sum *sums)
{
	for (int32_t i = 0; i < (int32_t)s->posts_count; i++) {
		struct contract_sum *sum = &sums[cell_of(s, &s->posts[i])];

		if (!is_summed(s, l, in, i))
			continue;
		sum->load += l->posts[i].load_minutes;
		sum->capacity += l->posts[i].capacity_minutes;
	}
}

/* Each counts once in a cell, however many posts they have. Returns how many are agency workers. */
static int32_t sum_people(const struct snapshot *s, const struct loads *l, const bool *in, struct contract_sum *sums)
{
	int32_t agency = 0;

	for (size_t i = 0; i < s->persons_count; i++) {
		const struct person_row *person = &s->persons[i];
		unsigned cells = 0;

		for (int32_t k = 0; k < person->posts_count; k++) {
			const int32_t post = s->person_posts[person->first_post + k];

			if (is_summed(s, l, in, post))
				cells |= CELL_BIT(cell_of(s, &s->posts[post]));
		}
		for (int cell = 0; cell < CONTRACT_CELLS; cell++)
			sums[cell].people += (cells & CELL_BIT(cell)) != 0;
		agency += (cells & (CELL_BIT(CONTRACT_AGENCY) | CELL_BIT(AGENCY_NEWLY_QUALIFIED))) != 0;
	}
	return agency;
}

static void sum_holdings(const struct snapshot *s, const struct loads *l, const bool *in, struct contract_sum *sums)
{
	for (size_t i = 0; i < s->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[i];
		struct contract_sum *sum;

		if (h->post < 0 || h->again || h->standing != HOLDING_STANDS || l->holding_minutes[i] < 0 ||
			s->cases[h->case_index].state != CASE_OPEN || !is_summed(s, l, in, h->post))
			continue;
		sum = &sums[cell_of(s, &s->posts[h->post])];
		sum->weight += l->holding_minutes[i];
		sum->cases++;
	}
}

static struct contract_sum of_both(const struct contract_sum *one, const struct contract_sum *other, int32_t people)
{
	return (struct contract_sum){one->load + other->load, one->capacity + other->capacity, one->weight + other->weight,
		one->cases + other->cases, people};
}

static struct health_figure mean_weight(const struct contract_sum *sum)
{
	if (sum->cases == 0)
		return (struct health_figure){.known = HEALTH_NOTHING, .people = sum->people};
	return (struct health_figure){.known = HEALTH_KNOWN, .value = divide_half_up(sum->weight, sum->cases),
		.part = sum->weight, .whole = sum->cases, .people = sum->people};
}

/* Of all workers, the newly qualified and all others, and these two contracts, each of the cells can be worked out. */
static int32_t fewest_of_cells(const struct contract_sum *sums)
{
	int32_t fewest = 0;

	for (int cell = 0; cell < CONTRACT_CELLS; cell++)
		if (cell != CONTRACT_PERMANENT && sums[cell].people > 0 && (fewest == 0 || sums[cell].people < fewest))
			fewest = sums[cell].people;
	return fewest;
}

void health_of_contracts(const struct snapshot *s, const struct loads *l, const bool *in, struct health_figure *figures)
{
	struct contract_sum sums[CONTRACT_CELLS] = {{0}}, agency;
	const struct contract_sum *permanent = &sums[CONTRACT_PERMANENT];

	sum_posts(s, l, in, sums);
	sum_holdings(s, l, in, sums);
	agency = of_both(&sums[CONTRACT_AGENCY], &sums[AGENCY_NEWLY_QUALIFIED], sum_people(s, l, in, sums));
	figures[MEASURE_USED_AGENCY] = health_share(agency.load, agency.capacity, agency.people);
	figures[MEASURE_USED_PERMANENT] = health_share(permanent->load, permanent->capacity, permanent->people);
	figures[MEASURE_WEIGHT_AGENCY] = mean_weight(&agency);
	figures[MEASURE_WEIGHT_PERMANENT] = mean_weight(permanent);
	figures[MEASURE_USED_AGENCY].rest = figures[MEASURE_USED_PERMANENT].rest = figures[MEASURE_WEIGHT_AGENCY].rest =
		figures[MEASURE_WEIGHT_PERMANENT].rest = fewest_of_cells(sums);
}
