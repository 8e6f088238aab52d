#include "core/health_told.h"

#include "core/disclosure.h"
#include "core/parts.h"

static bool is_few(int64_t people)
{
	return people > 0 && people < HEALTH_PEOPLE_LEAST;
}

static bool is_of_few(const struct health_figure *f)
{
	return is_few(f->people);
}

/* What every board tells of each team to whoever sees its figures, however few are in it (docs/access.md). Demand and
 * gap are made of it: load, what waits, capacity. */
static bool is_on_boards(enum health_measure m)
{
	static const enum health_measure ON_BOARDS[] = {MEASURE_USED, MEASURE_CAPACITY, MEASURE_DEMAND, MEASURE_GAP,
		MEASURE_UNDER,
		MEASURE_WITHIN, MEASURE_STRETCHED, MEASURE_OVER, MEASURE_NOT_AVAILABLE, MEASURE_NOT_KNOWN, MEASURE_WAITING,
		MEASURE_WAITING_LONGEST};

	for (size_t i = 0; i < sizeof ON_BOARDS / sizeof *ON_BOARDS; i++)
		if (ON_BOARDS[i] == m)
			return true;
	return false;
}

/* How a measure says something of single workers although more are behind it. */
static bool is_rank(enum health_measure m)
{
	return m == MEASURE_CASES_MEDIAN || m == MEASURE_CASES_P90 || m == MEASURE_LOAD_MEDIAN || m == MEASURE_LOAD_P90;
}

static bool is_of_one(enum health_measure m)
{
	return m == MEASURE_CASES_MOST || m == MEASURE_PAST_SPELL;
}

/* Whether it says of a few workers that they have many cases, or that all but a few have; how much the one with the
 * most has; or a rank among fewer than twenty, of whom the ninth decile is the one with the most, or the next. */
static bool tells_of_few(enum health_measure m, const struct health_figure *f)
{
	const bool is_tail = m == MEASURE_OVER_30 || m == MEASURE_OVER_40 || m == MEASURE_OVER_60;

	if (is_of_one(m))
		return f->value > 0;
	if (is_rank(m))
		return f->people < DISCLOSURE_RANKED;
	return is_tail && (is_few(f->part) || is_few(f->whole - f->part));
}

/* Whether it waits in somebody's name: of a team these are soon one person's cases, and how many one who is away had.
 * Of the whole employer the overview tells them to all. */
static bool is_in_names(enum health_measure m)
{
	return m == MEASURE_MANAGER_HELD || m == MEASURE_ABSENT_HELD || m == MEASURE_EMERGENCY_HELD;
}

/* What is of some workers of a team only: where it is withheld of one team, because these are few, it would follow from
 * what is told of the others and of all. */
static bool is_of_some(enum health_measure m)
{
	static const enum health_measure OF_SOME[] = {MEASURE_OVER_30, MEASURE_OVER_40, MEASURE_OVER_60, MEASURE_EXCEPTED_DAYS,
		MEASURE_PAST_DEPTH, MEASURE_PROTECTED_KEPT, MEASURE_EXCEPTIONS, MEASURE_EXCEPTIONS_RENEWED,
		MEASURE_EXCEPTIONS_MANAGER, MEASURE_EXCEPTIONS_HEAD, MEASURE_EXCEPTIONS_DIRECTOR, MEASURE_RENEWED_TWICE};

	for (size_t i = 0; i < sizeof OF_SOME / sizeof *OF_SOME; i++)
		if (OF_SOME[i] == m)
			return true;
	return false;
}

static bool is_team_sum(enum health_section section)
{
	return section == HEALTH_LOADS || section == HEALTH_PILE || section == HEALTH_ADHERENCE || section == HEALTH_DEMAND;
}

/* What the hearer does not see by themselves is of nobody or of enough. */
static bool is_of_enough_others(const struct health_hearer *hearer, const struct health_figure *f)
{
	return f->people <= 0 || f->people - hearer->people_seen >= HEALTH_PEOPLE_LEAST;
}

/* Hours of few are a word of theirs; and where few said anything, so is that the others said nothing. */
static bool is_word_of_others(const struct health_hearer *hearer, enum health_section section,
	const struct health_figure *f)
{
	return section == HEALTH_HOURS && (is_of_few(f) || is_few(f->told)) && !hearer->hears_words;
}

bool health_hears(const struct health_hearer *hearer, enum health_section section, const struct health_figure *f)
{
	if (is_word_of_others(hearer, section, f))
		return false;
	if (hearer->sees_allocations)
		return true;
	if (!hearer->sees_figures || is_of_few(f) || (hearer->leaves_few && (f->people > 0 || section == HEALTH_LOADS)))
		return false;
	return is_team_sum(section) || (hearer->whole_employer && hearer->quarter_over && is_of_enough_others(hearer, f));
}

/* What one month tells beside others to who does not see the allocations. */
static bool is_of_months(enum health_section section, const struct health_figure *f)
{
	return is_team_sum(section) && section != HEALTH_ADHERENCE && f->people != 0;
}

/* What everybody reads on the page of what is declared. */
static bool is_declared(const struct health_hearer *hearer, enum health_measure m)
{
	return m == MEASURE_VACANCIES && hearer->whole_employer;
}

static bool is_told(const struct health_hearer *hearer, enum health_measure m, const struct health_figure *f,
	bool of_month)
{
	const enum health_section section = health_measure_row(m)->section;

	if ((hearer->sees_figures && is_on_boards(m)) || is_declared(hearer, m))
		return true;
	if (!health_hears(hearer, section, f))
		return false;
	if (hearer->sees_allocations)
		return true;
	return !tells_of_few(m, f) && ((!is_in_names(m) && !is_of_some(m)) || hearer->whole_employer) &&
		(!of_month || is_of_months(section, f));
}

static const struct health_figure UNTOLD = {.known = HEALTH_UNTOLD, .people = -1};

/* Those of so many whom the hearer does not see by themselves; at least one, for who they are is not known here. */
static int32_t unseen_of(const struct health_hearer *hearer, int32_t people)
{
	const int32_t seen = hearer->sees_allocations ? 0 : hearer->people_seen;

	if (people <= 0)
		return 0;
	return people > seen ? people - seen : 1;
}

/* Two groups are told both or neither: not where few are in one of them, or in what is left of the whole. */
static void withhold_pair(const struct health_hearer *hearer, struct health_figure *one, struct health_figure *other)
{
	const int32_t rest = one->rest > 0 && (other->rest <= 0 || one->rest < other->rest) ? one->rest : other->rest;
	struct part parts[] = {{unseen_of(hearer, one->people), one->known == HEALTH_UNTOLD},
		{unseen_of(hearer, other->people), other->known == HEALTH_UNTOLD}, {unseen_of(hearer, rest), true}};

	if (one->known == HEALTH_UNSAID && other->known == HEALTH_UNSAID)
		return;
	if (!parts_withhold(parts, sizeof parts / sizeof *parts) || parts[0].untold || parts[1].untold)
		*one = *other = UNTOLD;
}

static void withhold_pairs(const struct health_hearer *hearer, struct health_figure f[HEALTH_MEASURES])
{
#define PAIR(one, other) withhold_pair(hearer, &f[MEASURE_##one], &f[MEASURE_##other]);
#include "core/health.def"
#undef PAIR
}

/* What would say what is withheld. */
static void withhold_sayings(struct health_figure f[HEALTH_MEASURES])
{
	static const enum health_measure SAYINGS[][2] = {
#define SAYS(one, other) {MEASURE_##one, MEASURE_##other},
#include "core/health.def"
#undef SAYS
	};

	for (size_t i = 0; i < sizeof SAYINGS / sizeof *SAYINGS; i++)
		if (f[SAYINGS[i][1]].known == HEALTH_UNTOLD && f[SAYINGS[i][0]].known != HEALTH_UNSAID)
			f[SAYINGS[i][0]] = UNTOLD;
}

/* Of those with more than 30 and more than 40 the difference tells how many have 31 to 40. */
static void withhold_between(struct health_figure f[HEALTH_MEASURES])
{
	static const enum health_measure TAILS[] = {MEASURE_OVER_40, MEASURE_OVER_60};
	const struct health_figure *before = &f[MEASURE_OVER_30];

	for (size_t i = 0; i < sizeof TAILS / sizeof *TAILS; i++) {
		struct health_figure *tail = &f[TAILS[i]];

		if (tail->known == HEALTH_KNOWN && before->known == HEALTH_KNOWN && is_few(before->part - tail->part))
			*tail = UNTOLD;
		before = tail->known == HEALTH_KNOWN ? tail : before;
	}
}

/* The same of those who are owed a day, three and five. */
static void withhold_owed(struct health_figure f[HEALTH_MEASURES])
{
	static const enum health_measure TAILS[] = {MEASURE_OWED_THREE_DAYS, MEASURE_OWED_FIVE_DAYS};
	int64_t before = f[MEASURE_OWED_A_DAY].value;

	for (size_t i = 0; i < sizeof TAILS / sizeof *TAILS; i++) {
		struct health_figure *tail = &f[TAILS[i]];

		if (tail->known == HEALTH_KNOWN && is_few(before - tail->value))
			*tail = UNTOLD;
		before = tail->known == HEALTH_KNOWN ? tail->value : before;
	}
}

static void withhold(const struct health_hearer *hearer, struct health_figure f[HEALTH_MEASURES], bool of_month)
{
	withhold_pairs(hearer, f);
	for (int m = 0; m < HEALTH_MEASURES; m++) {
		const bool is_there = of_month ? f[m].known == HEALTH_KNOWN : f[m].known != HEALTH_UNSAID;

		if (is_there && !is_told(hearer, (enum health_measure)m, &f[m], of_month))
			f[m] = UNTOLD;
	}
	withhold_pairs(hearer, f);
	withhold_sayings(f);
	if (!hearer->sees_allocations)
		withhold_between(f);
	if (!hearer->hears_words)
		withhold_owed(f);
}

/* Whether a quarter that is over would tell it. */
static bool waits_for_quarter(const struct health_hearer *hearer, enum health_measure m)
{
	return hearer->sees_figures && !hearer->sees_allocations && !is_team_sum(health_measure_row(m)->section) &&
		!(hearer->whole_employer && hearer->quarter_over);
}

void health_withhold(const struct health_hearer *hearer, struct health_figure f[HEALTH_MEASURES])
{
	withhold(hearer, f, false);
	for (int m = 0; m < HEALTH_MEASURES; m++)
		f[m].in_quarters = f[m].known == HEALTH_UNTOLD && waits_for_quarter(hearer, (enum health_measure)m);
}

void health_withhold_month(const struct health_hearer *hearer, struct health_figure f[HEALTH_MEASURES])
{
	withhold(hearer, f, true);
}
