#include "web/chart.h"

#include "base/buf.h"
#include "base/str.h"
#include "web/plot.h"
#include "web/words.h"

enum { CAPACITY = 1000, STEP = 500, STRIP_MIDDLE = 17, STRIP_LAYER = 7, STRIP_LAYERS = 5, STRIP_BIN = 20, AXIS = 1000 };

int32_t chart_scale(int32_t most_permille)
{
	int32_t scale = (most_permille + 99) / 100 * 100;

	return scale < CHART_LEAST_SCALE ? CHART_LEAST_SCALE : scale > CHART_MOST_SCALE ? CHART_MOST_SCALE : scale;
}

struct axis_view chart_axis(struct arena *a, int32_t scale)
{
	size_t count = (size_t)((scale - 1) / STEP);
	struct tick_view *ticks = arena_array(a, count, sizeof *ticks);

	for (size_t i = 0; i < count; i++) {
		int32_t at = (int32_t)(i + 1) * STEP;

		ticks[i].at = at;
		ticks[i].percent = words_join(a, words_tenths(a, ((int64_t)at * 2000 + scale) / (2 * scale)), "%", NULL);
		ticks[i].label = words_percent(a, at);
	}
	return (struct axis_view){ticks, count};
}

int32_t chart_line_at(const struct post_load *load, int32_t scale)
{
	int64_t at;

	if (load->line_permille < 0 || load->used_permille < 0)
		return 0;
	/* With no work at all a line of the capacity lies at capacity; where a count line would lie cannot be said. */
	at = load->line_permille > 0 ? ((int64_t)load->used_permille * CAPACITY + load->line_permille / 2) / load->line_permille
				     : CAPACITY;
	return at > 0 && at <= scale ? (int32_t)at : 0;
}

static int32_t share_of_capacity(int64_t minutes, const struct post_load *load)
{
	int32_t permille;

	return share_used(minutes, load->capacity_minutes, &permille) ? permille : 0;
}

/* Ends where the sum so far ends, so that rounding never shifts the end of the bar. */
static int32_t add_segment(struct segment_view *s, int32_t group, int32_t from, int32_t to, int32_t scale)
{
	if (to > scale)
		to = scale;
	*s = (struct segment_view){group, from, to > from ? to - from : 0};
	return to > from ? to : from;
}

struct load_bar_view chart_load_bar(struct arena *a, const struct post_load *load, struct axis_view axis, int32_t scale)
{
	struct load_bar_view bar = {.scale = scale, .ticks = axis.ticks, .ticks_count = axis.ticks_count};
	struct segment_view *segments;
	int64_t sum = 0;
	int32_t at = 0;

	bar.empty = load->used_permille < 0;
	if (bar.empty)
		return bar;
	segments = arena_array(a, SCHEME_GROUPS + 1, sizeof *segments);
	for (int32_t group = 0; group < SCHEME_GROUPS; group++) {
		if (load->group_minutes[group] <= 0)
			continue;
		sum += load->group_minutes[group];
		at = add_segment(&segments[bar.segments_count++], group, at, share_of_capacity(sum, load), scale);
	}
	if (load->load_minutes > sum)
		add_segment(&segments[bar.segments_count++], CHART_OWN_WORK, at, load->used_permille, scale);
	bar.segments = segments;
	bar.line = chart_line_at(load, scale);
	return bar;
}

void chart_load_bar_add(struct load_bar_view *bar, const struct post_load *load, int64_t more_minutes)
{
	int32_t to = share_of_capacity(load->load_minutes + more_minutes, load);

	if (bar->empty || more_minutes <= 0 || load->used_permille >= bar->scale)
		return;
	to = to < bar->scale ? to : bar->scale;
	bar->more_from = load->used_permille;
	bar->more_width = to - load->used_permille;
}

/* ---- strips ---- */

/* How many dots lie at a place already: the next one goes beside them, above and below in turn. */
static int32_t layer_of(int32_t already)
{
	int32_t distance = (already + 1) / 2 % STRIP_LAYERS;

	return already % 2 == 0 ? distance : -distance;
}

static void put_dot(struct buf *path, int32_t permille, int32_t already)
{
	buf_putc(path, 'M');
	buf_put_int(path, permille);
	buf_putc(path, ' ');
	buf_put_int(path, STRIP_MIDDLE + layer_of(already) * STRIP_LAYER / 2);
	buf_puts(path, "h0");
}

struct strip_view chart_strip(struct arena *a, const struct post_load *posts, size_t count, struct axis_view axis,
	int32_t scale)
{
	struct strip_view strip = {.scale = scale, .ticks = axis.ticks, .ticks_count = axis.ticks_count};
	struct buf within = BUF_INIT(1024 * 1024), over = BUF_INIT(1024 * 1024);
	int32_t here[CHART_MOST_SCALE / STRIP_BIN + 1] = {0};

	for (size_t i = 0; i < count; i++) {
		int32_t at = posts[i].used_permille < scale ? posts[i].used_permille : scale;

		if (at >= 0)
			put_dot(posts[i].band == BAND_OVER ? &over : &within, at, here[at / STRIP_BIN]++);
	}
	strip.within = plot_path_take(a, &within);
	strip.over = plot_path_take(a, &over);
	return strip;
}

struct span_view chart_span(struct days when, struct days axis, int32_t group)
{
	int64_t length = (int64_t)axis.until - axis.from;
	int64_t from = when.from > axis.from ? (int64_t)when.from - axis.from : 0;
	int64_t until = when.until < axis.until ? (int64_t)when.until - axis.from : length;
	struct span_view span = {.group = group};

	if (length <= 0 || until < from)
		return span;
	span.from = (int32_t)(from * AXIS / length);
	span.width = (int32_t)(until * AXIS / length) - span.from;
	/* A day in ten years is still to be seen. */
	if (span.width < 2)
		span.width = 2;
	return span;
}

/* ---- the key ---- */

/* The names that schemes give to one colour: a few, however many cases there are. */
struct group_names {
	const char **names;
	size_t count, room;
};

static void add_name(struct arena *a, struct group_names *g, const char *name)
{
	for (size_t i = 0; i < g->count; i++)
		if (str_equal(g->names[i], name))
			return;
	*ARENA_PUSH(a, &g->names, &g->count, &g->room) = name;
}

static void add_names_of_post(struct arena *a, const struct snapshot *s, const struct loads *loads, const struct post_row *post,
	struct group_names groups[SCHEME_GROUPS])
{
	for (int32_t i = 0; i < post->holdings_count; i++) {
		int32_t place = s->post_holdings[post->first_holding + i];
		const struct case_row *c = &s->cases[s->holdings[place].case_index];
		const struct scheme *scheme = snapshot_case_scheme(s, c);
		int32_t type = c->type >= 0 ? c->type : c->base_type, group = type >= 0 ? scheme->types[type].group : -1;

		if (loads->holding_minutes[place] > 0 && group >= 0 && group < (int32_t)scheme->groups_count)
			add_name(a, &groups[group], scheme->groups[group].name);
	}
}

static const char *names_in_a_row(struct arena *a, const struct group_names *g)
{
	const char *row = g->names[0];

	for (size_t i = 1; i < g->count; i++)
		row = words_join(a, row, " / ", g->names[i], NULL);
	return row;
}

static bool has_own_work(const struct post_load *post)
{
	int64_t sum = 0;

	for (int32_t group = 0; group < SCHEME_GROUPS; group++)
		sum += post->group_minutes[group];
	return post->load_minutes > sum;
}

struct key_view chart_key(struct arena *a, const struct snapshot *s, const struct loads *loads, const int32_t *posts,
	size_t count)
{
	struct key_item_view *items = arena_array(a, SCHEME_GROUPS + 1, sizeof *items);
	struct group_names groups[SCHEME_GROUPS] = {0};
	struct key_view key = {.items = items};
	bool own_work = false;

	for (size_t i = 0; i < count; i++) {
		const struct post_load *load = &loads->posts[posts[i]];

		if (load->used_permille < 0)
			continue;
		add_names_of_post(a, s, loads, &s->posts[posts[i]], groups);
		own_work = own_work || has_own_work(load);
		key.line = key.line || chart_line_at(load, CHART_MOST_SCALE) > 0;
	}
	for (int32_t group = 0; group < SCHEME_GROUPS; group++)
		if (groups[group].count > 0)
			items[key.items_count++] = (struct key_item_view){group, names_in_a_row(a, &groups[group])};
	if (own_work)
		items[key.items_count++] = (struct key_item_view){CHART_OWN_WORK, "Work that belongs to no case"};
	return key;
}
