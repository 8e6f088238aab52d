#include "core/health.h"

#include <string.h>

#include "core/load.h"
#include "core/round.h"

static const struct {
	const char *code, *words, *question;
} SECTIONS[HEALTH_SECTIONS] = {
#define SECTION(name, code, words, question) [HEALTH_##name] = {code, words, question},
#include "core/health.def"
#undef SECTION
};

static const struct health_measure_row MEASURES[HEALTH_MEASURES] = {
#define MEASURE(name, code, section, when, unit, chart, words, definition, source) \
	[MEASURE_##name] = {code, HEALTH_##section, HEALTH_##when, HEALTH_##unit, HEALTH_##chart, words, definition, source},
#include "core/health.def"
#undef MEASURE
};

const struct health_measure_row *health_measure_row(enum health_measure m)
{
	return &MEASURES[m];
}

bool health_measure_parse(const char *code, enum health_measure *ret)
{
	for (int m = 0; m < HEALTH_MEASURES; m++) {
		if (strcmp(MEASURES[m].code, code) != 0)
			continue;
		*ret = (enum health_measure)m;
		return true;
	}
	return false;
}

const char *health_section_code(enum health_section s)
{
	return SECTIONS[s].code;
}

const char *health_section_words(enum health_section s)
{
	return SECTIONS[s].words;
}

const char *health_section_question(enum health_section s)
{
	return SECTIONS[s].question;
}

struct health_figure health_count(int64_t count, int32_t people)
{
	return (struct health_figure){.known = HEALTH_KNOWN, .value = count, .people = people};
}

struct health_figure health_share(int64_t part, int64_t whole, int32_t people)
{
	if (whole == 0)
		return (struct health_figure){.known = HEALTH_NOTHING, .people = people};
	return (struct health_figure){.known = HEALTH_KNOWN, .value = divide_half_up(part * 1000, whole), .part = part,
		.whole = whole, .people = people};
}

int64_t health_percent(const struct health_figure *share)
{
	return share->whole > 0 ? divide_half_up(share->part * 100, share->whole) : divide_half_up(share->value, 10);
}

struct health_figure health_mean(int64_t part, int64_t whole, int32_t people)
{
	if (whole == 0)
		return (struct health_figure){.known = HEALTH_NOTHING, .people = people};
	return (struct health_figure){.known = HEALTH_KNOWN, .value = divide_half_up(part * 10, whole), .part = part,
		.whole = whole, .people = people};
}

struct health_figure health_unsaid(void)
{
	return (struct health_figure){.known = HEALTH_UNSAID, .people = -1};
}

bool health_is_whole(struct health_scope scope)
{
	return scope.team == TEAMS_ALL && scope.service == NULL;
}

bool health_in_scope(const struct snapshot *s, struct health_scope scope, int32_t team)
{
	if (scope.team != TEAMS_ALL && scope.team != team)
		return false;
	if (scope.service == NULL)
		return true;
	const int32_t service = team >= 0 ? s->teams[team].service : s->services_count > 0 ? 0 : -1;
	return service >= 0 && strcmp(s->services[service].code, scope.service) == 0;
}
