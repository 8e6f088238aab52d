#include "web/pages/league/league_published.h"

#include <string.h>

#include "base/str.h"
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

static const char *joined(struct arena *a, const char *words, const char *more)
{
	return more[0] == '\0' ? words : words_join(a, words, words[0] != '\0' ? ", " : "", more, NULL);
}

static const char *residue_words(struct arena *a, const struct published *c)
{
	const struct published_row *row = published_row_shown(&c->rows, "referrals-residue");

	if (row == NULL)
		return "";
	return row->value == 0 ? "every referral found" :
		words_join(a, words_int(a, row->value), " referrals not found", NULL);
}

static const char *share_words(struct arena *a, const struct published *c, const char *code, const char *what)
{
	const struct published_row *row = published_row_shown(&c->rows, code);

	return row != NULL ? words_join(a, words_int(a, row->value), "% ", what, NULL) : "";
}

static const char *records_words(struct arena *a, const struct published *c)
{
	size_t of, said = published_figures_said(&c->rows, &of);
	const char *words = words_join(a, words_int(a, (int64_t)said), " of ", words_int(a, (int64_t)of),
		" figures could be worked out", NULL);

	return c->complete_percent < 0 ? words :
		words_join(a, words, " (the least complete from ", words_int(a, c->complete_percent), "% of its records)", NULL);
}

static const char *openness_words(struct arena *a, const struct published *c)
{
	const struct published_row *answered = published_row_shown(&c->rows, "answer-time");
	const char *words = c->agreements_count > 0 ?
		words_count(a, (int64_t)c->agreements_count, "agreed limit", "agreed limits") : "no agreed limit";

	words = joined(a, words, records_words(a, c));
	words = joined(a, words, share_words(a, c, "past-share", "of days past a line"));
	words = joined(a, words, share_words(a, c, "discussed", "talked about first"));
	words = joined(a, words, answered != NULL ?
		words_join(a, "answered in ", words_hours(a, answered->value), " h", NULL) : "");
	return joined(a, words, residue_words(a, c));
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
