#include "web/pages/league/league_published.h"

#include <string.h>

#include "base/str.h"
#include "core/openness.h"
#include "core/quarter.h"
#include "web/words.h"

#define DATA_SUFFIX ".json"
#define HTTPS "https://"

static const char *target_words(struct arena *a, const struct published *c)
{
	return !c->has_target ? "" : words_join(a, words_tenths(a, c->target_start), " to ", words_tenths(a, c->target_goal),
		" cases by ", words_day(a, c->target_due), NULL);
}

const char *published_kept_words(const struct published *c)
{
	enum target_standing standing;

	return published_target_standing(c, &standing) ? target_standing_words(standing) : "";
}

static const char *kept_words(struct arena *a, const struct published *c)
{
	const char *kept = published_kept_words(c);

	return kept[0] == '\0' ? "" : words_join(a, kept, " (",
		words_tenths(a, published_row_shown(&c->rows, "caseload")->value), " on ", words_day(a, c->period.until - 1), ")",
		NULL);
}

static const char *no_limit_words(const struct published *c)
{
	return c->limit_of_nobody ? "a limit that nobody is named to have agreed" : "no agreed limit";
}

/* A part in a few words; "" where it says nothing, or another part has said it. */
static const char *part_words(struct arena *a, const struct published *c, enum openness which)
{
	int64_t value = openness_value(c, which);

	if (value == OPENNESS_UNSAID)
		return "";
	switch (which) {
	case OPENNESS_FIGURES_SAID:
		return words_join(a, words_int(a, value), " of ", words_int(a, openness_value(c, OPENNESS_FIGURES_OF)),
			" figures could be worked out", NULL);
	case OPENNESS_RECORDS_COMPLETE:
		return words_join(a, "the least complete from ", words_int(a, value), "% of its records", NULL);
	case OPENNESS_AGREED_LIMITS:
		return value > 0 ? words_count(a, value, "agreed limit", "agreed limits") : no_limit_words(c);
	case OPENNESS_PAST_SHARE:
		return words_join(a, words_int(a, value), "% of days past a line", NULL);
	case OPENNESS_DISCUSSED:
		return words_join(a, words_int(a, value), "% talked about first", NULL);
	case OPENNESS_ANSWER_MINUTES:
		return words_join(a, "answered in ", words_hours(a, value), " h", NULL);
	case OPENNESS_REFERRALS_NOT_FOUND:
		return value == 0 ? "every referral found" : words_join(a, words_int(a, value), " referrals not found", NULL);
	case OPENNESS_PLAN_DUE:
		return words_join(a, "a plan for what waits, by ", words_day(a, (int32_t)value), NULL);
	case OPENNESS_FIGURES_OF:
	case OPENNESS_PLAN_CASES:
	case OPENNESS_COUNT:
		break;
	}
	return "";
}

static const char *openness_words(struct arena *a, const struct published *c)
{
	const char *words = "";

	for (int i = 0; i < OPENNESS_COUNT; i++) {
		const char *part = part_words(a, c, (enum openness)i);

		if (part[0] != '\0')
			words = words_join(a, words, words[0] != '\0' ? ", " : "", part, NULL);
	}
	return words;
}

static const char *from_words(struct arena *a, const struct published *c)
{
	char quarter[DATE_WORDS_SIZE];

	return words_join(a, "version ", words_int(a, c->version), " of the health check of ", c->name, ", ",
		quarter_words(c->period.from, quarter), NULL);
}

/* The page, not its data; where there is one for everybody. Files of a site that stands for itself do not lead to this
 * server. */
static const char *href_of(struct arena *a, const struct league_site *site, const struct league_check *c)
{
	size_t n = strlen(c->href), suffix = sizeof DATA_SUFFIX - 1;

	if (c->employer_id != 0 ? site->files : strncmp(c->href, HTTPS, sizeof HTTPS - 1) != 0)
		return "";
	return n > suffix && str_equal(c->href + n - suffix, DATA_SUFFIX) ? arena_strndup(a, c->href, n - suffix) : c->href;
}

struct league_published league_published_of(struct arena *a, const struct league_site *site,
	const struct league_check *c)
{
	char quarter[DATE_WORDS_SIZE];

	if (c == NULL)
		return (struct league_published){.target = "", .kept = "", .openness = "", .quarter = "", .from = "", .href = ""};
	return (struct league_published){.target = target_words(a, c->published), .kept = kept_words(a, c->published),
		.openness = openness_words(a, c->published),
		.quarter = arena_strdup(a, quarter_words(c->published->period.from, quarter)),
		.from = from_words(a, c->published), .href = href_of(a, site, c), .check = c->published};
}
