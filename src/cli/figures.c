/* load, explain, lines, unallocated, counts: the figures of a day on the terminal, as JSON or as CSV. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "cli/command.h"
#include "core/list_words.h"
#include "core/pile.h"
#include "service/pictures/case_history.h"

enum { OUTPUT_CAP = 512 * 1024 * 1024 };

/* What is asked: of which picture, by which options. */
struct question {
	const struct options *options;
	struct store *store;
	const struct picture *picture;
	const struct sight *sight; /* of everything */
	int32_t team;    /* -1: of all */
	const char *ref; /* of a case, where the command takes one */
};

typedef int print_figure(struct buf *out, const struct question *q, struct err *err);

static int run_figure(const struct options *o, print_figure *print)
{
	struct arena *a = arena_new();
	struct buf out = BUF_INIT(OUTPUT_CAP);
	const struct picture *picture = NULL;
	struct store *store = NULL;
	struct question q = {.options = o, .ref = o->arguments[0], .team = -1};
	struct err err;
	int rc = common_open(o, &store, &picture, &err);

	if (rc == 0)
		rc = common_team(o, picture, &q.team, &err);
	q.store = store;
	q.picture = picture;
	if (rc == 0) {
		q.sight = sight_of_all(a, picture->snap);
		rc = print(&out, &q, &err);
	}
	arena_free(a);
	picture_drop(picture);
	store_close(store);
	if (rc < 0) {
		buf_free(&out);
		return command_fails(&err);
	}
	return print_buf(&out);
}

static enum resource_format wanted_format(const struct options *o)
{
	return o->csv ? RESOURCE_CSV : RESOURCE_JSON;
}

static bool wants_document(const struct options *o)
{
	return o->json || o->csv;
}

static void print_head(struct buf *out, const struct picture *p, const char *what)
{
	char words[DATE_WORDS_SIZE];

	buf_putf(out, "%s, %s: %s%s\n\n", p->snap->employer.name, date_words(p->snap->day, words), what,
		p->snap->employer.demo ? " (invented demo data)" : "");
}

static const char *percent_text(char out[24], int32_t permille)
{
	if (permille < 0)
		(void)snprintf(out, 24, "-");
	else
		(void)snprintf(out, 24, "%d.%d%%", permille / 10, permille % 10);
	return out;
}

static void load_row(struct buf *out, const struct picture *p, int32_t post)
{
	const struct snapshot *s = p->snap;
	const struct post_load *l = &p->loads.posts[post];
	const struct post_row *row = &s->posts[post];
	char text[24];

	print_cell(out, person_label(&s->persons[row->person]), 26);
	print_cell(out, row->team >= 0 ? s->teams[row->team].name : "", 24);
	print_number(out, hours_text(text, l->load_minutes), 7);
	print_number(out, hours_text(text, l->capacity_minutes), 8);
	print_number(out, percent_text(text, l->used_permille), 9);
	(void)snprintf(text, sizeof text, "%d", l->cases);
	print_number(out, text, 7);
	(void)snprintf(text, sizeof text, "%d", l->households);
	print_number(out, text, 12);
	buf_puts(out, "  ");
	buf_puts(out, l->availability == CARRIES_NO_CASES ? "Carries no cases" :
		l->availability == NOT_YET_IN_POST ? "Not yet in post" :
		l->availability == NO_LONGER_IN_POST ? "No longer in post" : band_words(l->band));
	if (l->unweighed > 0)
		buf_putf(out, " (%d %s without a number in the scheme)", l->unweighed, l->unweighed == 1 ? "case" : "cases");
	buf_putc(out, '\n');
}

static void load_foot(struct buf *out, const struct picture *p, const struct pooled_load *pool, int32_t team)
{
	struct people people = people_of(p->snap, &p->loads, team < 0 ? TEAMS_ALL : team);
	char load[24], capacity[24], used[24], unmeasured[24];

	buf_putf(out, "\nTogether %s hours of work a week and %s hours of capacity",
		hours_text(load, pool->measured_minutes), hours_text(capacity, pool->capacity_minutes));
	if (pool->used_permille >= 0)
		buf_putf(out, ": %s, pooled", percent_text(used, pool->used_permille));
	buf_putc(out, '.');
	if (people.without_contract > 0)
		buf_putf(out, " And %s hours of %d %s whose contract is not known.",
			hours_text(unmeasured, pool->load_minutes - pool->measured_minutes), people.without_contract,
			people.without_contract == 1 ? "person" : "people");
	buf_putf(out, "\n%d of %d %s past their line", people.past_line, people.all,
		people.all == 1 ? "person is" : "people are");
	if (people.not_known > 0)
		buf_putf(out, ", not known for %d", people.not_known);
	buf_putf(out, ". %d %s not available.\n", pool->not_available, pool->not_available == 1 ? "post is" : "posts are");
}

static int print_load(struct buf *out, const struct question *q, struct err *err)
{
	const struct picture *p = q->picture;
	struct pooled_load pool = {0};

	(void)err;
	if (wants_document(q->options)) {
		resource_loads(out, wanted_format(q->options), p, q->sight, (struct resource_scope){q->team, -1});
		return 0;
	}
	print_head(out, p, "load in hours a week against each person's own capacity");
	buf_putf(out, "%-26s%-24s%7s%8s%9s%7s%12s  %s\n", "Worker", "Team", "Hours", "Of", "Used", "Cases", "Households",
		"Band");
	for (int32_t post = 0; post < (int32_t)p->snap->posts_count; post++) {
		if (!(q->team < 0 || p->snap->posts[post].team == q->team))
			continue;
		load_row(out, p, post);
		pool_add(&pool, &p->loads.posts[post]);
	}
	pool_finish(&pool);
	load_foot(out, p, &pool, q->team);
	return 0;
}

static void explain_weight(struct buf *out, const struct weight *weight)
{
	for (size_t i = 0; i < weight->lines_count; i++) {
		const struct weight_line *l = &weight->lines[i];
		char text[24];

		(void)snprintf(text, sizeof text, "%+d", l->minutes);
		print_number(out, text, 8);
		buf_putf(out, "  %s", l->what);
		buf_putf(out, "\n          %s\n", l->source != NULL ? l->source->text : "the case's own record");
	}
	buf_putf(out, "%8d  minutes a week (80 %% of like cases: %d to %d)\n", weight->minutes, weight->low, weight->high);
}

/* What the holder carries of it, where that is not the whole. */
static void explain_share(struct buf *out, const struct picture *p, int32_t holding)
{
	const struct holding_row *h = holding >= 0 ? &p->snap->holdings[holding] : NULL;
	char hours[24];

	if (h != NULL && h->again)
		buf_puts(out, "       0  of it here: the same worker holds the case twice, and it is counted once\n");
	if (h == NULL || h->again || h->share == 1000)
		return;
	buf_putf(out, "%8d  x %d.%d %% held: minutes a week in the holder's load (%s h)\n",
		p->loads.holding_minutes[holding], h->share / 10, h->share % 10,
		hours_text(hours, p->loads.holding_minutes[holding]));
}

/* A case that the scheme has no number for has no weight, which is not 0. */
static void explain_as_held(struct buf *out, struct arena *a, const struct picture *p, int32_t case_index,
	int32_t holding)
{
	const struct snapshot *s = p->snap;
	struct weight weight;
	struct err err;

	if (holding < 0)
		buf_puts(out, "Nobody holds it.\n");
	else if (s->holdings[holding].post < 0)
		buf_puts(out, "Held by a team and no person.\n");
	else
		buf_putf(out, "As %s holds it (%d.%d %% of it):\n",
			person_label(&s->persons[s->posts[s->holdings[holding].post].person]), s->holdings[holding].share / 10,
			s->holdings[holding].share % 10);
	if (weight_of_case(a, s, case_index, holding, &weight, &err) == 0) {
		explain_weight(out, &weight);
		explain_share(out, p, holding);
	} else {
		buf_putf(out, "No weight: %s\n", err.text);
	}
}

static int explain_as_document(struct buf *out, const struct question *q, int32_t place, struct err *err)
{
	struct arena *a = arena_new();
	struct case_history history;
	int rc = case_history_from(q->store, a, q->picture, q->ref, &history, err);

	if (rc == 0)
		resource_case(out, wanted_format(q->options), q->picture, q->sight, place, &history);
	arena_free(a);
	return rc;
}

static int print_explain(struct buf *out, const struct question *q, struct err *err)
{
	const struct picture *p = q->picture;
	int32_t place = snapshot_find_case(p->snap, q->ref);
	const struct case_row *c;
	struct arena *a;

	if (place < 0)
		return err_set(err, PL_NOT_FOUND, "there is no open or closing case '%.60s' at %s on that day", q->ref,
			p->snap->employer.name);
	if (q->team >= 0 && !snapshot_case_in_team(p->snap, &p->snap->cases[place], q->team))
		return err_set(err, PL_NOT_FOUND, "the case '%.60s' is neither the work of %s on that day nor held in it", q->ref,
			p->snap->teams[q->team].name);
	if (wants_document(q->options))
		return explain_as_document(out, q, place, err);
	c = &p->snap->cases[place];
	print_head(out, p, q->ref);
	buf_putf(out, "%s, scheme '%s' version %d\n",
		c->type >= 0 ? snapshot_case_scheme(p->snap, c)->types[c->type].name : "Of a type the scheme has no number for",
		snapshot_case_scheme(p->snap, c)->title, snapshot_case_scheme(p->snap, c)->version);
	a = arena_new();
	if (c->holdings_count == 0)
		explain_as_held(out, a, p, place, -1);
	for (int32_t i = 0; i < c->holdings_count; i++)
		explain_as_held(out, a, p, place, c->first_holding + i);
	arena_free(a);
	return 0;
}

static void line_row(struct buf *out, const struct picture *p, int32_t post, const struct line_state *state)
{
	const struct line_row *l = &p->snap->lines[state->line];
	char limit[24], used[24], share[24];

	print_cell(out, person_label(&p->snap->persons[p->snap->posts[post].person]), 26);
	print_cell(out, line_scope_words(l->scope), 10);
	if (l->kind == LINE_COUNT) {
		(void)snprintf(limit, sizeof limit, "%d", state->limit);
		(void)snprintf(used, sizeof used, "%d", state->used);
	} else {
		(void)hours_text(limit, state->limit);
		(void)hours_text(used, state->used);
	}
	print_number(out, used, 8);
	buf_puts(out, " of ");
	print_cell(out, limit, 7);
	print_cell(out, l->kind == LINE_COUNT ? "cases" : "hours", 7);
	print_number(out, percent_text(share, state->used_permille), 8);
	buf_putf(out, "  %s%s, agreed by %s\n", line_status_words(l->status),
		state->passed ? ", PASSED" : !state->measured ? ", cannot be said" : line_binds(p->snap, state) ? ", binds" : "",
		l->agreed_by[0] != '\0' ? l->agreed_by : "nobody named");
}

static int print_lines(struct buf *out, const struct question *q, struct err *err)
{
	const struct picture *p = q->picture;

	(void)err;
	if (wants_document(q->options)) {
		resource_lines(out, wanted_format(q->options), p, q->sight, (struct resource_scope){q->team, -1});
		return 0;
	}
	print_head(out, p, "lines, the binding one first");
	for (int32_t post = 0; post < (int32_t)p->snap->posts_count; post++) {
		struct line_walk at = {0};
		struct line_state state;

		if (q->team >= 0 && p->snap->posts[post].team != q->team)
			continue;
		while (line_next(p->snap, post, &p->loads.posts[post], &at, &state))
			line_row(out, p, post, &state);
	}
	return 0;
}

static void pile_line(struct buf *out, const struct picture *p, const struct pile_row *row)
{
	const struct case_row *c = &p->snap->cases[row->case_index];
	char text[24];

	print_cell(out, c->ref, 20);
	print_cell(out, c->type >= 0 ? snapshot_case_scheme(p->snap, c)->types[c->type].name : "type without a number", 26);
	(void)snprintf(text, sizeof text, "%d", row->days);
	print_number(out, text, 6);
	print_number(out, row->weight_minutes >= 0 ? hours_text(text, row->weight_minutes) : "-", 8);
	buf_puts(out, "  ");
	print_cell(out, pile_reason_words(row->reason), 34);
	buf_putf(out, "%s\n", row->owner[0] != '\0' ? row->owner : "no owner is named in the records");
}

static int print_unallocated(struct buf *out, const struct question *q, struct err *err)
{
	const struct picture *p = q->picture;
	size_t shown = 0;

	(void)err;
	if (wants_document(q->options)) {
		resource_unallocated(out, wanted_format(q->options), p, q->sight, q->team);
		return 0;
	}
	print_head(out, p, "open cases that nobody is working on, riskiest and oldest first");
	buf_putf(out, "%-20s%-26s%6s%8s  %-34s%s\n", "Case", "Type", "Days", "Hours", "Why it counts", "Named owner");
	for (size_t i = 0; i < p->pile_count; i++)
		if (q->team < 0 || snapshot_case_team(p->snap, &p->snap->cases[p->pile[i].case_index]) == q->team) {
			pile_line(out, p, &p->pile[i]);
			shown++;
		}
	buf_putf(out, "\n%zu %s in all.\n", shown, shown == 1 ? "case" : "cases");
	return 0;
}

static void counts_text(struct buf *out, const struct counts *c)
{
	buf_putf(out, "%8d  open cases\n", c->open_cases);
	buf_putf(out, "%8zu  of them held by nobody (%zu were held once)\n", c->unallocated_count, c->lapsed_count);
	buf_putf(out, "%8zu  with two leads at once\n", c->double_count);
	buf_putf(out, "%8d  workers hold cases, FTE ", c->case_holders);
	buf_put_millionths(out, c->case_holders_fte_millionths);
	buf_putf(out, "\n%8d  cases held (a case with two holders counts for both)\n", c->cases_held);
	if (c->average_tenths >= 0)
		buf_putf(out, "%6d.%d  average caseload: cases held / FTE of their holders\n", c->average_tenths / 10,
			c->average_tenths % 10);
	if (c->no_fte_count > 0)
		buf_putf(out, "          %zu %s whose FTE is 0 or not known %s cases and no FTE\n", c->no_fte_count,
			c->no_fte_count == 1 ? "holder" : "holders", c->no_fte_count == 1 ? "adds" : "add");
	if (c->most_per_fte_tenths >= 0)
		buf_putf(out, "%6d.%d  most cases per FTE\n", c->most_per_fte_tenths / 10, c->most_per_fte_tenths % 10);
	buf_putf(out, "%8d  median, %d at the 90th percentile, cases a holder\n", c->median, c->p90);
	for (size_t i = 0; i < c->unallocated_count; i++)
		buf_putf(out, "%s%s", i == 0 ? "\nHeld by nobody: " : ", ", c->unallocated[i]);
	if (c->unallocated_count > 0)
		buf_putc(out, '\n');
}

static int print_counts(struct buf *out, const struct question *q, struct err *err)
{
	const struct picture *p = q->picture;
	struct arena *a;
	struct counts counts;

	(void)err;
	if (wants_document(q->options)) {
		resource_counts(out, wanted_format(q->options), p, q->sight, q->team);
		return 0;
	}
	a = arena_new();
	counts = q->team < 0 ? p->counts : counts_of_snapshot(a, p->snap, q->team);
	print_head(out, p, q->team < 0 ? "counts as the workforce census makes them" :
		arena_printf(a, "counts of %s, as the workforce census makes them", p->snap->teams[q->team].name));
	counts_text(out, &counts);
	arena_free(a);
	return 0;
}

static void sheet_line(struct buf *out, const struct picture *p, int32_t place)
{
	const struct holding_row *h = &p->snap->holdings[place];
	const struct case_row *c = &p->snap->cases[h->case_index];
	char text[24], day[DATE_ISO_SIZE];

	buf_puts(out, "    ");
	print_cell(out, c->ref, 24);
	print_cell(out, c->type >= 0 ? snapshot_case_scheme(p->snap, c)->types[c->type].name : "type without a number", 30);
	print_number(out, p->loads.holding_minutes[place] >= 0 ? hours_text(text, p->loads.holding_minutes[place]) : "-", 7);
	buf_putf(out, "  %-10s  %s%s\n", h->when.from != DAY_MIN ? date_iso(h->when.from, day) : "",
		holding_role_in_file(h->role), c->state == CASE_CLOSING ? ", closing" : "");
}

/* A worker of a team and what they hold. */
static void sheet_of_post(struct buf *out, const struct picture *p, int32_t post)
{
	const struct post_row *row = &p->snap->posts[post];

	buf_putf(out, "  %s (%d)\n", person_label(&p->snap->persons[row->person]), row->holdings_count);
	for (int32_t i = 0; i < row->holdings_count; i++)
		sheet_line(out, p, p->snap->post_holdings[row->first_holding + i]);
}

static int print_holdings(struct buf *out, const struct question *q, struct err *err)
{
	const struct snapshot *s = q->picture->snap;

	(void)err;
	if (wants_document(q->options)) {
		resource_holdings(out, wanted_format(q->options), q->picture, q->sight, q->team);
		return 0;
	}
	print_head(out, q->picture, "who holds what: case, type, hours a week, since");
	for (int32_t team = -1; team < (int32_t)s->teams_count; team++) {
		const char *heading = team >= 0 ? s->teams[team].name : "In no team";

		for (int32_t post = 0; post < (int32_t)s->posts_count; post++) {
			if (s->posts[post].team != team || (q->team >= 0 && q->team != team) || s->posts[post].holdings_count == 0)
				continue;
			if (heading[0] != '\0')
				buf_putf(out, "%s\n", heading);
			heading = "";
			sheet_of_post(out, q->picture, post);
		}
	}
	return 0;
}

int command_holdings(const struct options *o)
{
	return run_figure(o, print_holdings);
}

int command_load(const struct options *o)
{
	return run_figure(o, print_load);
}

int command_explain(const struct options *o)
{
	return run_figure(o, print_explain);
}

int command_lines(const struct options *o)
{
	return run_figure(o, print_lines);
}

int command_unallocated(const struct options *o)
{
	return run_figure(o, print_unallocated);
}

int command_counts(const struct options *o)
{
	return run_figure(o, print_counts);
}
