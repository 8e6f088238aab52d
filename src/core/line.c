#include "core/line.h"

#include "core/load.h"
#include "core/round.h"

/* Rank of a line of which nothing can be measured: below every one that can. */
enum { NOT_MEASURED = -1, FULL = 1000 };

/* A line and how strict it is for the post, for choosing the one that binds. */
struct candidate {
	struct line_state state;
	int32_t rank; /* the share used, per mille */
};

static int32_t limit_in_cases(const struct line_row *line, const struct post_row *p)
{
	int64_t limit = line->value;

	if (line->scope == LINE_POST || p->fte_millionths < 0)
		return line->value;
	limit = limit * p->fte_millionths / 1000000;
	return limit < 1 ? 1 : clamp_int32(limit);
}

static int32_t rank_of(const struct line_state *state)
{
	if (state->used_permille >= 0)
		return state->used_permille;
	return state->passed ? INT32_MAX : FULL;
}

/* A limit of 0 has no share that is used of it: with nothing held it is just kept, with anything it is passed. */
static struct candidate measure(int32_t line, int32_t limit, int32_t used)
{
	struct candidate c = {.state = {.line = line, .limit = limit, .used = used, .measured = true}};

	c.state.passed = used > limit;
	if (!share_used(used, limit, &c.state.used_permille))
		c.state.used_permille = -1;
	c.rank = rank_of(&c.state);
	return c;
}

static struct candidate candidate_of(const struct snapshot *s, int32_t post, const struct post_load *load, int32_t line)
{
	const struct line_row *row = &s->lines[line];
	struct candidate unmeasured = {
		.state = {.line = line, .used = load->load_minutes, .used_permille = -1},
		.rank = NOT_MEASURED,
	};

	if (row->kind == LINE_COUNT)
		return measure(line, limit_in_cases(row, &s->posts[post]), load->cases);
	if (load->capacity_minutes <= 0)
		return unmeasured;
	return measure(line, clamp_int32((int64_t)load->capacity_minutes * row->value / 1000), load->load_minutes);
}

/* The first line at or after a scope and target; lines stand in that order. */
static size_t lines_from(const struct snapshot *s, enum line_scope scope, int32_t target)
{
	size_t low = 0, high = s->lines_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct line_row *line = &s->lines[middle];

		if (line->scope < scope || (line->scope == scope && line->target < target))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What a line of a scope has to be about to apply to the post; -2 where no line of it can. */
static int32_t target_for(const struct snapshot *s, int32_t post, enum line_scope scope)
{
	int32_t team = s->posts[post].team;

	switch (scope) {
	case LINE_NATIONAL:
	case LINE_EMPLOYER:
		return -1;
	case LINE_SERVICE:
		return team >= 0 ? s->teams[team].service : -2;
	case LINE_TEAM:
		return team >= 0 ? team : -2;
	case LINE_POST:
		return post;
	}
	return -2;
}

/* The place of the next line that applies, widest scope first. */
static bool next_place(const struct snapshot *s, int32_t post, struct line_walk *at, int32_t *ret_line)
{
	while (at->next >= at->end) {
		enum line_scope scope = (enum line_scope)at->scopes;
		int32_t target;

		if (at->scopes++ > LINE_POST)
			return false;
		target = target_for(s, post, scope);
		at->next = lines_from(s, scope, target);
		at->end = target >= -1 ? lines_from(s, scope, target + 1) : at->next;
	}
	*ret_line = (int32_t)at->next++;
	return true;
}

/* The place of the line that binds, or -1. Lines come widest first: among equals the later, narrower one binds. */
static int32_t binding_line(const struct snapshot *s, int32_t post, const struct post_load *load)
{
	struct line_walk at = {0};
	int32_t line, best = -1, best_rank = 0;

	while (next_place(s, post, &at, &line)) {
		int32_t rank;

		if (s->lines[line].status == LINE_ADVISORY)
			continue;
		rank = candidate_of(s, post, load, line).rank;
		if (best < 0 || rank > best_rank || (rank == best_rank && s->lines[line].scope > s->lines[best].scope)) {
			best = line;
			best_rank = rank;
		}
	}
	return best;
}

bool line_next(const struct snapshot *s, int32_t post, const struct post_load *load, struct line_walk *at, struct line_state *ret)
{
	int32_t line;

	if (!at->begun) {
		*at = (struct line_walk){.begun = true, .binding = binding_line(s, post, load)};
		if (at->binding >= 0) {
			*ret = candidate_of(s, post, load, at->binding).state;
			ret->binds = true;
			return true;
		}
	}
	do
		if (!next_place(s, post, at, &line))
			return false;
	while (line == at->binding);
	*ret = candidate_of(s, post, load, line).state;
	return true;
}

bool line_binds(const struct snapshot *s, const struct line_state *state)
{
	return state->binds && !s->employer.principles;
}
