#include "core/health_told.h"

static bool is_of_few(const struct health_figure *f)
{
	return f->people > 0 && f->people < HEALTH_PEOPLE_LEAST;
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

bool health_hears(const struct health_hearer *hearer, enum health_section section, const struct health_figure *f)
{
	if (section == HEALTH_HOURS && is_of_few(f) && !hearer->hears_words)
		return false;
	if (hearer->sees_allocations)
		return true;
	if (!hearer->sees_figures || is_of_few(f))
		return false;
	return is_team_sum(section) || (hearer->whole_employer && hearer->quarter_over && is_of_enough_others(hearer, f));
}

static const struct health_figure UNTOLD = {.known = HEALTH_UNTOLD, .people = -1};

/* Two groups are told both or neither. */
static void withhold_pairs(struct health_figure f[HEALTH_MEASURES])
{
	static const enum health_measure PAIRS[][2] = {{MEASURE_USED_AGENCY, MEASURE_USED_PERMANENT},
		{MEASURE_WEIGHT_AGENCY, MEASURE_WEIGHT_PERMANENT}};

	for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
		struct health_figure *one = &f[PAIRS[i][0]], *other = &f[PAIRS[i][1]];

		if (is_of_few(one) || is_of_few(other))
			*one = *other = UNTOLD;
	}
}

void health_withhold(const struct health_hearer *hearer, struct health_figure f[HEALTH_MEASURES])
{
	withhold_pairs(f);
	for (int m = 0; m < HEALTH_MEASURES; m++)
		if (f[m].known != HEALTH_UNSAID && !health_hears(hearer, health_measure_row((enum health_measure)m)->section, &f[m]))
			f[m] = UNTOLD;
}
