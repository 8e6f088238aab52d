#include "core/health_lines.h"

#include "core/closing.h"
#include "core/list_words.h"

/* In the scope, and carries cases or holds some all the same. */
static bool is_for(const struct snapshot *s, const struct loads *l, struct health_scope scope, int32_t post)
{
	return health_in_scope(s, scope, s->posts[post].team) &&
		(l->posts[post].availability != CARRIES_NO_CASES || l->posts[post].cases > 0);
}

static void add_to_line(const struct snapshot *s, int32_t post, const struct post_load *load,
	const struct line_state *state, struct health_line *line)
{
	const bool advisory = s->lines[state->line].status == LINE_ADVISORY;

	line->posts++;
	line->past += state->passed;
	line->with_leave += state->passed && !advisory && !breaks_line(s, post, load, state);
}

/* A row for each line; the last is that of single posts. */
static void look_at_posts(const struct snapshot *s, const struct loads *l, struct health_scope scope,
	struct health_line *rows)
{
	for (int32_t i = 0; i < (int32_t)s->posts_count; i++) {
		struct line_walk at = {0};
		struct line_state state;

		if (!is_for(s, l, scope, i))
			continue;
		while (line_next(s, i, &l->posts[i], &at, &state))
			if (state.measured)
				add_to_line(s, i, &l->posts[i], &state,
					&rows[s->lines[state.line].scope == LINE_POST ? (int32_t)s->lines_count : state.line]);
	}
}

struct health_line *health_lines_of(struct arena *a, const struct snapshot *s, const struct loads *l,
	struct health_scope scope, const struct health_hearer *hearer, size_t *ret_count)
{
	struct health_line *rows = arena_array(a, s->lines_count + 1, sizeof *rows);
	size_t count = 0;

	look_at_posts(s, l, scope, rows);
	for (size_t i = 0; i <= s->lines_count; i++) {
		struct health_line row = rows[i];
		const struct health_figure behind = health_count(row.past, row.posts);

		if (row.posts == 0)
			continue;
		row.line = i < s->lines_count ? &s->lines[i] : NULL;
		row.told = health_hears(hearer, HEALTH_ADHERENCE, &behind);
		if (!row.told)
			row.posts = row.past = row.with_leave = 0;
		rows[count++] = row;
	}
	*ret_count = count;
	return rows;
}

static bool is_under_line(const struct snapshot *s, int32_t post, const struct post_load *load)
{
	struct line_walk at = {0};
	struct line_state state;

	while (line_next(s, post, load, &at, &state))
		if (state.measured && s->lines[state.line].status != LINE_ADVISORY)
			return true;
	return false;
}

int32_t health_posts_under_line(const struct snapshot *s, const struct loads *l, struct health_scope scope)
{
	int32_t posts = 0;

	for (int32_t i = 0; i < (int32_t)s->posts_count; i++)
		posts += is_for(s, l, scope, i) && is_under_line(s, i, &l->posts[i]);
	return posts;
}

const char *health_line_target(const struct snapshot *s, const struct line_row *line)
{
	if (line != NULL && line->scope == LINE_SERVICE)
		return s->services[line->target].code;
	return line != NULL && line->scope == LINE_TEAM ? s->teams[line->target].code : "";
}

void health_line_words(struct buf *out, const struct snapshot *s, const struct line_row *line)
{
	const char *of = health_line_target(s, line);

	if (line == NULL) {
		buf_puts(out, "lines of single posts, together");
		return;
	}
	buf_putf(out, "%s%s%s, ", line_scope_in_file(line->scope), of[0] != '\0' ? " " : "", of);
	if (line->kind == LINE_SHARE)
		buf_putf(out, "%d.%d percent", (int)line->value / 10, (int)line->value % 10);
	else
		buf_putf(out, "%d cases", (int)line->value);
	buf_putf(out, " (%s)", line_status_in_file(line->status));
}

struct health_figure health_line_share(const struct health_line *line)
{
	struct health_figure f = health_share(line->past, line->posts, line->posts);

	if (!line->told)
		f.known = HEALTH_UNTOLD;
	return f;
}
