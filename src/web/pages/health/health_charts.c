#include "web/pages/health/health_charts.h"

#include "web/plot.h"
#include "web/words.h"

enum { MANY_CASES = 30, PERMILLE_A_PERCENT = 10 };

/* ---- bands ---- */

static const enum health_measure BAND_MEASURES[BANDS] = {[BAND_UNDER] = MEASURE_UNDER, [BAND_WITHIN] = MEASURE_WITHIN,
	[BAND_STRETCHED] = MEASURE_STRETCHED, [BAND_OVER] = MEASURE_OVER, [BAND_NOT_AVAILABLE] = MEASURE_NOT_AVAILABLE,
	[BAND_NOT_KNOWN] = MEASURE_NOT_KNOWN};

static int64_t posts_in(const struct health_figure figures[HEALTH_MEASURES], int band)
{
	const struct health_figure *f = &figures[BAND_MEASURES[band]];

	return f->known == HEALTH_KNOWN ? f->value : 0;
}

struct health_bands_view health_bands_of(struct arena *a, const struct health_figure figures[HEALTH_MEASURES])
{
	struct band_segment_view *segments = arena_array(a, BANDS, sizeof *segments);
	struct health_bands_view view = {.segments = segments, .title = "Posts by how much of their capacity is used", .description = ""};
	int64_t all = 0, sum = 0;
	int32_t at = 0;

	for (int b = 0; b < BANDS; b++)
		all += posts_in(figures, b);
	for (int b = 0; b < BANDS; b++) {
		int64_t posts = posts_in(figures, b);
		struct band_segment_view *s = &segments[view.segments_count];

		if (posts == 0)
			continue;
		sum += posts;
		*s = (struct band_segment_view){b, at, (int32_t)(sum * PLOT_FIELD / all) - at, band_words((enum band)b),
			words_count(a, posts, "post", "posts")};
		at += s->width;
		view.segments_count++;
		view.description = words_join(a, view.description, view.description[0] != '\0' ? ", " : "", s->words, " ", s->count, NULL);
	}
	return view;
}

/* ---- spread ---- */

static const char *band_words_of(struct arena *a, const struct spread_band *band)
{
	if (band->most < 0)
		return words_join(a, words_int(a, band->least), " or more", NULL);
	return words_join(a, words_int(a, band->least), " to ", words_int(a, band->most), NULL);
}

static const char *number_or_none(struct arena *a, const struct health_figure *f)
{
	return f->part == 0 ? "none" : words_int(a, f->part);
}

/* All three, or nothing. */
static const char *tail_sentence(struct arena *a, const struct health_figure figures[HEALTH_MEASURES])
{
	const struct health_figure *over = &figures[MEASURE_OVER_30];

	if (over->known != HEALTH_KNOWN || figures[MEASURE_OVER_40].known != HEALTH_KNOWN || figures[MEASURE_OVER_60].known != HEALTH_KNOWN)
		return "";
	return words_join(a, "Of ", words_count(a, over->whole, "worker who holds cases", "workers who hold cases"), ", ",
		number_or_none(a, over), over->part <= 1 ? " has" : " have", " more than 30, ", number_or_none(a, &figures[MEASURE_OVER_40]),
		" more than 40 and ", number_or_none(a, &figures[MEASURE_OVER_60]),
		" more than 60. A count says nothing of how much work a case is.", NULL);
}

struct health_spread_view health_spread_view_of(struct arena *a, const struct spread_band *bands, int32_t count,
	const struct health_figure figures[HEALTH_MEASURES])
{
	struct spread_row_view *rows = arena_array(a, SPREAD_BINS, sizeof *rows);
	struct health_spread_view view = {.sentence = tail_sentence(a, figures), .key = "", .rows = rows};
	int32_t all = 0, most = 1;

	for (int32_t i = 0; i < count; i++) {
		all += bands[i].workers;
		most = bands[i].workers > most ? bands[i].workers : most;
	}
	for (int32_t i = 0; i < count && all > 0; i++) {
		const struct health_figure share = health_share(bands[i].workers, all, -1);
		const bool many = bands[i].least > MANY_CASES;

		rows[view.rows_count++] = (struct spread_row_view){band_words_of(a, &bands[i]), words_int(a, bands[i].workers),
			words_percent(a, health_percent(&share) * PERMILLE_A_PERCENT), (int32_t)((int64_t)bands[i].workers * PLOT_FIELD / most), many};
		if (many && bands[i].workers > 0)
			view.key = "Red: more than 30 cases each.";
	}
	return view;
}
