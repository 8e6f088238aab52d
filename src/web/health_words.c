#include "web/health_words.h"

#include "base/str.h"
#include "core/health_words.h"
#include "core/load.h"
#include "web/words.h"

enum { PERCENT_ALL = 100, PERMILLE_ALL = 1000, PERMILLE_A_PERCENT = 10, HUNDREDTHS = 100,
	MILLIONTHS_A_HUNDREDTH = 10000 };

/* Never none or all of what it is not. */
static const char *share_words(struct arena *a, const struct health_figure *f)
{
	const int64_t percent = health_percent(f), most = f->whole > 0 ? f->whole : PERMILLE_ALL,
		part = f->whole > 0 ? f->part : f->value;

	if (percent == 0 && part > 0)
		return "under 1%";
	if (percent == PERCENT_ALL && part < most)
		return "over 99%";
	return words_percent(a, percent * PERMILLE_A_PERCENT);
}

/* 325 hundredths: "3.25"; 1234500: "12,345". */
static const char *hundredths_words(struct arena *a, int64_t hundredths)
{
	int64_t size = hundredths < 0 ? -hundredths : hundredths;

	if (size >= 1000 * HUNDREDTHS)
		return words_int(a, (hundredths + (hundredths < 0 ? -HUNDREDTHS / 2 : HUNDREDTHS / 2)) / HUNDREDTHS);
	return words_join(a, hundredths < 0 ? "−" : "", words_millionths(a, size * MILLIONTHS_A_HUNDREDTH), NULL);
}

const char *health_value_words(struct arena *a, enum health_unit unit, int64_t value)
{
	switch (unit) {
	case HEALTH_DAYS:
		return words_count(a, value, "day", "days");
	case HEALTH_FTE:
		return words_join(a, hundredths_words(a, value), " FTE", NULL);
	case HEALTH_MINUTES:
		return words_join(a, words_hours(a, value), " h", NULL);
	case HEALTH_PERCENT:
		return share_words(a, &(struct health_figure){.value = value});
	case HEALTH_MEAN:
	case HEALTH_EACH:
		return words_tenths(a, value);
	case HEALTH_POUNDS:
		return words_join(a, value < 0 ? "−" : "", "£", words_int(a, value < 0 ? -value : value), NULL);
	case HEALTH_PEOPLE:
	case HEALTH_POSTS:
	case HEALTH_CASES:
	case HEALTH_TIMES:
		break;
	}
	return words_int(a, value);
}

const char *health_figure_words(struct arena *a, enum health_measure m, const struct health_figure *f)
{
	const enum health_unit unit = health_measure_row(m)->unit;

	if (f->known != HEALTH_KNOWN)
		return health_why_words(f);
	return unit == HEALTH_PERCENT ? share_words(a, f) : health_value_words(a, unit, f->value);
}

static const char *part_words(struct arena *a, enum health_part part, int64_t value)
{
	switch (part) {
	case PART_MINUTES:
		return words_hours(a, value);
	case PART_FTE:
		return hundredths_words(a, value);
	case PART_POUNDS:
		return health_value_words(a, HEALTH_POUNDS, value);
	case PART_COUNT:
		break;
	}
	return words_int(a, value);
}

const char *health_parts_words(struct arena *a, enum health_measure m, const struct health_figure *f)
{
	struct health_parts parts = health_parts_of(m);
	const char *part = part_words(a, parts.part, f->part), *whole = part_words(a, parts.whole, f->whole);

	if (f->known != HEALTH_KNOWN || f->whole == 0)
		return "";
	if (parts.part_words[0] == '\0')
		return words_join(a, part, " of ", whole, parts.whole_words[0] != '\0' ? " " : "", parts.whole_words, NULL);
	return words_join(a, part, " ", parts.part_words, ", ", whole, " ", parts.whole_words, NULL);
}

const char *health_gap_words(struct arena *a, const struct health_figure *f)
{
	if (f->should == 0 || f->told >= f->should)
		return "";
	return words_join(a, words_int(a, f->told), " of ", words_count(a, f->should, "record says", "records say"), " it",
		NULL);
}

const char *health_beside_words(struct arena *a, enum health_measure m,
	const struct health_figure figures[HEALTH_MEASURES])
{
	const char *words = "";

	for (const enum health_measure *b = health_beside(m); *b != HEALTH_MEASURES; b++)
		words = words_join(a, words, words[0] != '\0' ? " · " : "", health_measure_row(*b)->words, ": ",
			health_figure_words(a, *b, &figures[*b]), NULL);
	return words;
}

const char *health_scope_words(struct arena *a, const struct snapshot *s, struct health_scope scope)
{
	const int32_t service = scope.service != NULL ? snapshot_find_service(s, scope.service) : -1;

	if (scope.team != TEAMS_ALL)
		return scope.team < 0 ? "no team in the records" : s->teams[scope.team].name;
	return service < 0 ? "all teams" : words_join(a, "the service ", s->services[service].name, NULL);
}
