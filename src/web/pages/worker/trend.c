#include "web/pages/worker/trend.h"

#include "service/pictures/load_trend.h"
#include "web/app.h"
#include "web/words.h"

enum { WIDTH = 1000, HEIGHT = 100, GAP = 12, SAME_MINUTES = 30, WEEKS_LEAST = 2 };

/* ---- in words ---- */

static const char *change_words(struct arena *a, int64_t change)
{
	if (change < SAME_MINUTES && change > -SAME_MINUTES)
		return "about the same";
	return words_join(a, words_hours(a, change < 0 ? -change : change), change < 0 ? " h less" : " h more", NULL);
}

static const char *sentence_of(struct arena *a, const struct trend_week *weeks, size_t count)
{
	const struct trend_week *first = &weeks[0], *last = &weeks[count - 1], *most = first;

	for (size_t i = 1; i < count; i++)
		if (weeks[i].load_minutes >= most->load_minutes)
			most = &weeks[i];
	return words_join(a, "On ", words_day(a, first->day), " it was ", words_hours(a, first->load_minutes), " hours a week, on ",
		words_day(a, last->day), " ", words_hours(a, last->load_minutes), ": ",
		change_words(a, (int64_t)last->load_minutes - first->load_minutes), ". It was never more than the ", words_hours(a, most->load_minutes),
		" of ", words_day(a, most->day), ", looked at once a week.", NULL);
}

static void put_rows(struct arena *a, const struct trend_week *weeks, size_t count, struct trend_view *view)
{
	struct trend_row_view *rows = arena_array(a, count, sizeof *rows);

	for (size_t i = 0; i < count; i++) {
		const struct trend_week *w = &weeks[count - 1 - i];

		rows[i] = (struct trend_row_view){words_day(a, w->day), words_join(a, words_hours(a, w->load_minutes), " h", NULL),
			w->used_permille >= 0 ? words_join(a, words_percent(a, w->used_permille), " of ",
				words_hours(a, w->capacity_minutes), " h", NULL) : "no capacity"};
	}
	view->rows = rows;
	view->rows_count = count;
}

/* ---- as a picture ---- */

static int32_t height_of(int64_t minutes, int64_t most)
{
	return most > 0 && minutes > 0 ? (int32_t)(minutes * HEIGHT / most) : 0;
}

static void put_bars(struct arena *a, const struct trend_week *weeks, size_t count, struct trend_view *view)
{
	struct trend_bar_view *bars = arena_array(a, count, sizeof *bars);
	int32_t step = WIDTH / (int32_t)count;
	const char *capacity = "";
	int64_t most = 0;

	for (size_t i = 0; i < count; i++) {
		most = weeks[i].load_minutes > most ? weeks[i].load_minutes : most;
		most = weeks[i].capacity_minutes > most ? weeks[i].capacity_minutes : most;
	}
	for (size_t i = 0; i < count; i++) {
		int32_t from = step * (int32_t)i, height = height_of(weeks[i].load_minutes, most);

		bars[i] = (struct trend_bar_view){from, HEIGHT - height, step - GAP, height};
		if (weeks[i].capacity_minutes > 0)
			capacity = arena_printf(a, "%sM%d %dh%d", capacity, (int)from, (int)(HEIGHT - height_of(weeks[i].capacity_minutes, most)),
				(int)(step - GAP));
	}
	view->bars = bars;
	view->bars_count = count;
	view->capacity = capacity;
}

/* Without the weeks before somebody was in post. */
static size_t keep_known(struct trend_week *weeks)
{
	size_t count = 0;

	for (size_t i = 0; i < TREND_WEEKS; i++)
		if (weeks[i].in_post)
			weeks[count++] = weeks[i];
	return count;
}

int trend_put(const struct page_context *ctx, int32_t post, struct trend_view *ret, struct err *err)
{
	struct trend_week weeks[TREND_WEEKS];
	size_t count;
	int rc = load_trend_read(ctx->app->pictures, ctx->picture, post, weeks, err);

	if (rc < 0)
		return rc;
	*ret = (struct trend_view){.sentence = "", .capacity = ""};
	count = keep_known(weeks);
	if (count < WEEKS_LEAST)
		return 0;
	ret->sentence = sentence_of(ctx->arena, weeks, count);
	put_rows(ctx->arena, weeks, count, ret);
	put_bars(ctx->arena, weeks, count, ret);
	return 0;
}
