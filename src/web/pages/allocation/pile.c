/* /employers/CODE/unallocated: the pile, in sight. */
#include "web/pages/allocation/pile.h"

#include "core/round.h"
#include "core/saying.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/words.h"


static const char *const SORT_KEYS[] = {"risk", "-risk", "-days", "days", "ref", "-ref", "owner", "-owner", "-weight",
	"weight", "team", "-team", NULL};

/* ---- the table ---- */

static bool work_is_seen(const struct page_context *ctx, const struct pile_row *row)
{
	return sees_case(ctx->sight, FIELD_CASE_WORK, row->case_index);
}

/* By what is shown, so that the order tells no more than the rows do. */
static const char *sort_text(const struct page_context *ctx, const struct pile_row *row, const char *key)
{
	if (str_equal(key, "owner"))
		return work_is_seen(ctx, row) ? row->owner : "";
	if (str_equal(key, "team"))
		return team_label(ctx->picture->snap, pile_row_team(ctx->picture->snap, row));
	return case_words(ctx, row->case_index);
}

/* Risk is the order of the pile itself; it goes by the kind of work, so that hidden ones stand behind. */
static int64_t sort_value(const struct page_context *ctx, const struct pile_row *row, size_t place, const char *key)
{
	if (str_equal(key, "risk"))
		return (int64_t)place + 1 + (work_is_seen(ctx, row) ? 0 : (int64_t)ctx->picture->pile_count);
	if (str_equal(key, "days"))
		return row->days + 1;
	if (str_equal(key, "weight"))
		return row->weight_minutes + 2;
	return 0;
}

static struct sort_key *sorted_pile(const struct page_context *ctx, const char *sort, size_t *ret_count)
{
	const struct picture *p = ctx->picture;
	struct sort_key *keys = arena_array(ctx->arena, p->pile_count, sizeof *keys);
	bool down = sort[0] == '-';
	const char *key = sort + (down ? 1 : 0);
	size_t count = 0;

	for (size_t i = 0; i < p->pile_count; i++)
		if (sees_case(ctx->sight, FIELD_CASE_ROW, p->pile[i].case_index))
			keys[count++] = (struct sort_key){(int32_t)i, sort_value(ctx, &p->pile[i], i, key),
				sort_text(ctx, &p->pile[i], key)};
	sort_places(keys, count, down);
	*ret_count = count;
	return keys;
}

static void put_holder(const struct page_context *ctx, const struct pile_row *pile, struct pile_line_view *row)
{
	const struct snapshot *s = ctx->picture->snap;

	row->holder = row->holder_href = "";
	if (!sees_holder(ctx->sight, pile->case_index, pile->holder_post))
		return;
	row->holder = person_label(&s->persons[s->posts[pile->holder_post].person]);
	row->holder_href = worker_href(ctx, s->posts[pile->holder_post].person);
}

/* What was found when somebody looked at it last; it tells of the work. */
static void put_look(const struct page_context *ctx, const struct pile_row *pile, struct pile_line_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct case_row *c = &s->cases[pile->case_index];
	const struct review_row *r = c->reviews_count > 0 ? &s->reviews[c->first_review] : NULL;
	bool answers = sight_is_managers_side(ctx->sight, -1, pile->case_index);

	row->risk = row->meanwhile = row->next = row->look_href = "";
	if (answers && sees_case(ctx->sight, FIELD_CASE_PAGE, pile->case_index) && ctx->day == ctx->app->today())
		row->look_href = today_link(ctx, "cases", c->ref, "/review");
	if (r == NULL || !work_is_seen(ctx, pile))
		return;
	row->risk = said_say(SAID_RISK, r->risk);
	row->meanwhile = words_join(a, said_say(SAID_SAFETY, r->safety), "; ", said_say(SAID_WAITS, r->why), NULL);
	row->next = words_join(a, "next look by ", words_day(a, r->next), NULL);
	row->next_is_over = r->next < ctx->day;
}

static void put_row(const struct page_context *ctx, const struct pile_row *pile, struct pile_line_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct case_row *c = &s->cases[pile->case_index];
	int32_t team = pile_row_team(s, pile);

	row->ref = case_words(ctx, pile->case_index);
	row->href = case_href(ctx, pile->case_index);
	row->hidden = !work_is_seen(ctx, pile);
	row->type = row->hidden ? "" : type_name(s, c);
	row->urgent = !row->hidden && c->type >= 0 && snapshot_case_scheme(s, c)->types[c->type].urgent;
	row->days = words_count(a, pile->days, "day", "days");
	row->since = words_join(a, "since ", words_day(a, pile->since), NULL);
	row->reason = pile_reason_words(pile->reason);
	row->standing = pile->reason == PILE_EMERGENCY || pile->reason == PILE_ON_PAPER;
	put_holder(ctx, pile, row);
	put_look(ctx, pile, row);
	row->owner = row->hidden ? "" : pile->owner;
	row->hours = pile->weight_minutes >= 0 ? words_join(a, words_hours(a, pile->weight_minutes), " h", NULL) : "not weighed";
	row->team = team_label(s, team);
	row->team_href = team_href(ctx, team);
	row->propose_href = propose_case_href(ctx, pile->case_index);
}

static const char *not_listed_words(struct arena *a, size_t hidden, size_t listed)
{
	if (hidden == 0)
		return "";
	return words_join(a, words_count(a, (int64_t)hidden, listed > 0 ? "more case" : "case", listed > 0 ? "more cases" : "cases"),
		" of teams whose cases you do not see ", hidden == 1 ? "is" : "are", " counted and not listed.", NULL);
}

static void put_table(const struct page_context *ctx, const char *sort, struct pile_view *view)
{
	size_t count;
	struct sort_key *keys = sorted_pile(ctx, sort, &count);
	struct pile_line_view *rows = arena_array(ctx->arena, count, sizeof *rows);

	for (size_t i = 0; i < count; i++) {
		put_row(ctx, &ctx->picture->pile[keys[i].place], &rows[i]);
		view->proposes = view->proposes || rows[i].propose_href[0] != '\0';
		rows[i].anchor = "";
		if (str_equal(sort, "team") && (i == 0 || !str_equal(rows[i].team, rows[i - 1].team)))
			rows[i].anchor = team_anchor(ctx->arena, ctx->picture->snap,
				pile_row_team(ctx->picture->snap, &ctx->picture->pile[keys[i].place]));
	}
	view->rows = rows;
	view->rows_count = count;
	view->not_listed = not_listed_words(ctx->arena, ctx->picture->pile_count - count, count);
	view->by_ref = page_sort_heading(ctx, "Case", "ref", "", sort, false);
	view->by_risk = page_sort_heading(ctx, "Kind of work", "risk", "", sort, false);
	view->by_days = page_sort_heading(ctx, "Waiting", "days", "-", sort, true);
	view->by_owner = page_sort_heading(ctx, "Owner", "owner", "", sort, false);
	view->by_team = page_sort_heading(ctx, "Team", "team", "", sort, false);
	view->by_weight = page_sort_heading(ctx, "Hours a week", "weight", "-", sort, true);
}

/* ---- the head ---- */

struct pile_totals {
	int32_t nobody, in_name_only, without_owner, longest_days;
	int64_t minutes;
};

static struct pile_totals sum_pile(const struct picture *p)
{
	struct pile_totals sum = {0};

	for (size_t i = 0; i < p->pile_count; i++) {
		const struct pile_row *row = &p->pile[i];
		bool nobody = row->reason == PILE_NEVER_HELD || row->reason == PILE_LAPSED;

		sum.nobody += nobody ? 1 : 0;
		sum.in_name_only += nobody ? 0 : 1;
		sum.without_owner += row->owner[0] == '\0' ? 1 : 0;
		sum.longest_days = row->days > sum.longest_days ? row->days : sum.longest_days;
		sum.minutes += row->weight_minutes > 0 ? row->weight_minutes : 0;
	}
	return sum;
}

static const char *pile_sentence(struct arena *a, int32_t day, const struct pile_totals *sum)
{
	const char *first = words_join(a, words_weekday(a, day), ". ", NULL);

	if (sum->nobody + sum->in_name_only == 0)
		return words_join(a, first, "No open case is without somebody who works on it.", NULL);
	return words_join(a, first, words_count(a, sum->nobody, "open case is held by nobody", "open cases are held by nobody"), ", and ",
		words_count(a, sum->in_name_only, "more is held in name only", "more are held in name only"),
		": by a manager, by a team, or by somebody who is away.", NULL);
}

static struct tiles_view pile_tiles(struct arena *a, const struct pile_totals *sum)
{
	enum { TILES = 4 };
	struct tile_view *t = arena_array(a, TILES, sizeof *t);

	t[0] = (struct tile_view){words_int(a, sum->nobody + sum->in_name_only), sum->nobody + sum->in_name_only == 1
		? "case that nobody is working on" : "cases that nobody is working on"};
	t[1] = (struct tile_view){words_count(a, sum->longest_days, "day", "days"), "the longest wait"};
	t[2] = (struct tile_view){words_join(a, words_int(a, whole_hours(sum->minutes)), " h", NULL), "of work a week they need"};
	t[3] = (struct tile_view){words_int(a, sum->without_owner), "without a named owner"};
	return (struct tiles_view){t, TILES};
}

int page_unallocated(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct pile_view view = {0};
	struct pile_totals sum;
	enum resource_format format;
	const char *sort;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0 || (rc = page_sort(ctx, SORT_KEYS, &sort, err)) < 0)
		return rc;
	if (page_is_unchanged(ctx, res))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_unallocated(&res->body, format, ctx->picture, ctx->sight, -1);
		return 0;
	}
	sum = sum_pile(ctx->picture);
	view.sentence = words_join(ctx->arena, pile_sentence(ctx->arena, ctx->day, &sum), no_holders_words(ctx->picture->snap), NULL);
	view.tiles = pile_tiles(ctx->arena, &sum);
	page_begin(ctx, &view.page, "Unallocated cases", "unallocated");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	put_table(ctx, sort, &view);
	view.tools = page_tools(ctx, sort);
	render_pile(&res->body, &view);
	return 0;
}
