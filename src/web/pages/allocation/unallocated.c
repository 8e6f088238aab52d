/* /employers/CODE/unallocated: the pile, in sight. */
#include "web/pages/allocation/unallocated.h"

#include <string.h>

#include "core/listing.h"
#include "core/round.h"
#include "core/saying.h"
#include "routes.h"
#include "templates.h"
#include "web/app.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/where_to.h"
#include "web/words.h"


static const char *const SORT_KEYS[] = {"risk", "-risk", "-days", "days", "ref", "-ref", "owner", "-owner", "-weight",
	"weight", "team", "-team", NULL};

enum { ROWS_A_PAGE = 20, FIRST_ROWS = 5, EVERY_TEAM = -1 };

/* What is looked at: a team (a place, RESOURCE_NO_TEAM, EVERY_TEAM), and what the viewer may see of it, in the order of the pile. */
struct pile_part {
	int32_t team;
	const char *team_code; /* "" for every team */
	struct pile_row *rows; size_t count;
	const struct proposal_seen *const *offers; /* by case; NULL until they are read */
};

static struct pile_part part_of(const struct page_context *ctx, int32_t team, const char *team_code)
{
	const struct picture *p = ctx->picture;
	struct pile_part part = {.team = team, .team_code = team_code, .rows = arena_array(ctx->arena, p->pile_count, sizeof *part.rows)};

	part.count = list_pile(ctx->sight, p->snap, p->pile, p->pile_count, team, part.rows);
	return part;
}

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

/* Risk is the order of the pile itself. */
static int64_t sort_value(const struct pile_row *row, size_t place, const char *key)
{
	if (str_equal(key, "risk"))
		return (int64_t)place + 1;
	if (str_equal(key, "days"))
		return row->days + 1;
	if (str_equal(key, "weight"))
		return row->weight_minutes + 2;
	return 0;
}

static struct sort_key *sorted_pile(const struct page_context *ctx, const struct pile_part *part, const char *sort)
{
	struct sort_key *keys = arena_array(ctx->arena, part->count, sizeof *keys);
	bool down = sort[0] == '-';
	const char *key = sort + (down ? 1 : 0);

	for (size_t i = 0; i < part->count; i++)
		keys[i] = (struct sort_key){(int32_t)i, sort_value(&part->rows[i], i, key), sort_text(ctx, &part->rows[i], key)};
	sort_places(keys, part->count, down);
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

/* "Immediate" of "immediate: somebody must see to safety today", and the rest of it. */
static void put_risk(struct arena *a, const char *code, struct pile_line_view *row)
{
	const char *words = said_say(SAID_RISK, code);
	size_t word = strcspn(words, ":");

	row->risk = words_first_up(a, arena_strndup(a, words, word));
	row->risk_words = words + word + strspn(words + word, ": ");
}

/* To whom it is offered, in place of a way to offer it: a case is led by one. */
static void put_offer(const struct page_context *ctx, const struct pile_row *pile, const struct proposal_seen *offer,
	struct pile_line_view *row)
{
	struct arena *a = ctx->arena;
	const char *due;

	row->propose_href = propose_case_href(ctx, pile->case_index);
	row->offer = (struct pile_offer_view){.to = "", .href = "", .state = ""};
	if (offer == NULL || row->hidden)
		return;
	due = due_words(a, offer);
	row->offer = (struct pile_offer_view){.to = name_of_post(ctx, offer->post), .href = proposal_href(ctx, offer->row.proposal_id),
		.ref = row->ref, .state = words_join(a, negotiation_state_words(offer->row.state), due[0] != '\0' ? ", " : "", due, NULL),
		.late = offer->late};
	if (offer->row.terms.role == HOLDING_LEAD)
		row->propose_href = "";
}

/* Why it waits, as whoever looked at it said; an offer that was made or answered since goes before that. */
static const char *why_it_waits(const struct review_row *r, bool offered)
{
	if (offered)
		return said_say(SAID_WAITS, SAID_OFFERED);
	return str_equal(r->why, SAID_OFFERED) ? "it was offered when it was looked at" : said_say(SAID_WAITS, r->why);
}

/* What was found when somebody looked at it last; it tells of the work. */
static void put_look(const struct page_context *ctx, const struct pile_row *pile, struct pile_line_view *row)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const struct case_row *c = &s->cases[pile->case_index];
	const struct review_row *r = c->reviews_count > 0 ? &s->reviews[c->first_review] : NULL;
	bool answers = sight_is_managers_side(ctx->sight, -1, pile->case_index);

	row->risk = row->risk_words = row->meanwhile = row->next = row->look_href = "";
	if (answers && sees_case(ctx->sight, FIELD_CASE_PAGE, pile->case_index) && ctx->day == ctx->app->today())
		row->look_href = today_link(ctx, "cases", c->ref, "/review");
	if (r == NULL || !work_is_seen(ctx, pile))
		return;
	put_risk(a, r->risk, row);
	row->presses = pile_risk_of(s, c) < PILE_NOT_LOOKED_AT;
	row->meanwhile = words_join(a, said_say(SAID_SAFETY, r->safety), "; ", why_it_waits(r, row->offer.to[0] != '\0'), NULL);
	row->next = words_join(a, "next look by ", words_day(a, r->next), NULL);
	row->next_is_over = r->next < ctx->day;
}

static void put_row(const struct page_context *ctx, const struct pile_part *part, const struct pile_row *pile, struct pile_line_view *row)
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
	row->reason = pile->begins == DAY_MAX ? pile_reason_words(pile->reason) : words_join(a, "begins on ", words_day(a, pile->begins), NULL);
	row->standing = pile->reason == PILE_EMERGENCY || pile->reason == PILE_ON_PAPER || pile->reason == PILE_BEGINS;
	put_holder(ctx, pile, row);
	put_offer(ctx, pile, part->offers[pile->case_index], row);
	put_look(ctx, pile, row);
	row->owner = row->hidden ? "" : pile->owner;
	row->hours = pile->weight_minutes >= 0 ? words_join(a, words_hours(a, pile->weight_minutes), " h", NULL) : "not weighed";
	row->team = team_label(s, team);
	row->team_href = team_href(ctx, team);
}

static const char *not_listed_words(struct arena *a, size_t hidden, size_t listed)
{
	if (hidden == 0)
		return "";
	return words_join(a, words_count(a, (int64_t)hidden, listed > 0 ? "more case" : "case", listed > 0 ? "more cases" : "cases"),
		" of teams whose cases you do not see ", hidden == 1 ? "is" : "are", " counted and not listed.", NULL);
}

static struct sort_view heading(const struct page_context *ctx, const struct pile_part *part, const char *text, const char *key,
	const char *first, const char *sort)
{
	struct sort_view view = page_sort_heading(ctx, text, key, first, sort, first[0] != '\0');

	if (part->team_code[0] != '\0')
		view.href = words_join(ctx->arena, view.href, "&team=", page_segment(ctx->arena, part->team_code), NULL);
	return view;
}

static void put_headings(const struct page_context *ctx, const struct pile_part *part, const char *sort, struct unallocated_view *view)
{
	view->by_ref = heading(ctx, part, "Case", "ref", "", sort);
	view->by_risk = heading(ctx, part, "Risk, and what is done", "risk", "", sort);
	view->by_days = heading(ctx, part, "Waiting", "days", "-", sort);
	view->by_owner = heading(ctx, part, "Owner", "owner", "", sort);
	view->by_team = heading(ctx, part, "Team", "team", "", sort);
	view->by_weight = heading(ctx, part, "Hours a week", "weight", "-", sort);
	view->by_days.numeric = false;
}

static const char *page_href(const struct page_context *ctx, const struct pile_part *part, const char *sort, int64_t page)
{
	struct arena *a = ctx->arena;

	return words_join(a, ctx->request->path, ctx->suffix, ctx->suffix[0] != '\0' ? "&" : "?", "sort=", sort,
		part->team_code[0] != '\0' ? "&team=" : "", part->team_code[0] != '\0' ? page_segment(a, part->team_code) : "",
		"&page=", words_int(a, page), NULL);
}

static void put_pages(const struct page_context *ctx, const struct pile_part *part, const char *sort, int64_t page, struct unallocated_view *view)
{
	struct arena *a = ctx->arena;
	size_t from = (size_t)(page - 1) * ROWS_A_PAGE, until = from + view->rows_count;

	view->before_href = page > 1 ? page_href(ctx, part, sort, page - 1) : "";
	view->after_href = until < part->count ? page_href(ctx, part, sort, page + 1) : "";
	view->pages = part->count <= ROWS_A_PAGE ? "" : words_join(a, words_int(a, (int64_t)from + 1), " to ", words_int(a, (int64_t)until),
		" of ", words_int(a, (int64_t)part->count), NULL);
}

static void put_table(const struct page_context *ctx, const struct pile_part *part, const char *sort, int64_t page, size_t all,
	struct unallocated_view *view)
{
	struct sort_key *keys = sorted_pile(ctx, part, sort);
	size_t from = (size_t)(page - 1) * ROWS_A_PAGE;
	size_t count = part->count - from < ROWS_A_PAGE ? part->count - from : ROWS_A_PAGE;
	struct pile_line_view *rows = arena_array(ctx->arena, count, sizeof *rows);

	for (size_t i = 0; i < count; i++) {
		put_row(ctx, part, &part->rows[keys[from + i].place], &rows[i]);
		view->proposes = view->proposes || rows[i].propose_href[0] != '\0' || rows[i].offer.href[0] != '\0';
	}
	view->rows = rows;
	view->rows_count = count;
	view->not_listed = not_listed_words(ctx->arena, all - part->count, part->count);
	put_headings(ctx, part, sort, view);
	put_pages(ctx, part, sort, page, view);
}

int pile_first(const struct page_context *ctx, int32_t team, struct pile_first_view *ret, struct err *err)
{
	const char *code = team >= 0 ? ctx->picture->snap->teams[team].code : TEAM_NONE_CODE;
	struct pile_part part = part_of(ctx, team >= 0 ? team : RESOURCE_NO_TEAM, code);
	struct pile_first_view view = {.rows_count = part.count < FIRST_ROWS ? part.count : FIRST_ROWS, .href = pile_href(ctx, team)};
	struct pile_line_view *rows = arena_array(ctx->arena, view.rows_count, sizeof *rows);
	int rc = offers_by_case(ctx, &part.offers, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < view.rows_count; i++)
		put_row(ctx, &part, &part.rows[i], &rows[i]);
	view.rows = rows;
	view.all = words_join(ctx->arena, "All ", words_int(ctx->arena, ctx->picture->waiting[team + 1].cases), " that wait here", NULL);
	*ret = view;
	return 0;
}

const char *pile_href(const struct page_context *ctx, int32_t team)
{
	return words_join(ctx->arena, page_link(ctx, "unallocated", ""), ctx->day_chosen ? "&" : "?", "team=",
		page_segment(ctx->arena, team >= 0 ? ctx->picture->snap->teams[team].code : TEAM_NONE_CODE), NULL);
}

/* ---- the head ---- */

struct pile_totals {
	int32_t nobody, in_name_only, without_owner, longest_days;
	int64_t minutes;
};

static bool is_of(const struct snapshot *s, const struct pile_row *row, int32_t team)
{
	return team == EVERY_TEAM || pile_row_team(s, row) == (team == RESOURCE_NO_TEAM ? -1 : team);
}

static struct pile_totals sum_pile(const struct picture *p, int32_t team)
{
	struct pile_totals sum = {0};

	for (size_t i = 0; i < p->pile_count; i++) {
		const struct pile_row *row = &p->pile[i];
		bool nobody = row->reason == PILE_NEVER_HELD || row->reason == PILE_LAPSED;

		if (!is_of(p->snap, row, team))
			continue;
		sum.nobody += nobody ? 1 : 0;
		sum.in_name_only += nobody ? 0 : 1;
		sum.without_owner += row->owner[0] == '\0' ? 1 : 0;
		sum.longest_days = row->days > sum.longest_days ? row->days : sum.longest_days;
		sum.minutes += row->weight_minutes > 0 ? row->weight_minutes : 0;
	}
	return sum;
}

static const char *pile_sentence(struct arena *a, const struct pile_totals *sum)
{
	if (sum->nobody + sum->in_name_only == 0)
		return "No open case is without somebody who works on it.";
	return words_join(a, words_count(a, sum->nobody, "open case is held by nobody", "open cases are held by nobody"), ", and ",
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

/* The figures are of the team that is looked at; else, for who answers for one team, of that one first; else of all. */
static void put_head(const struct page_context *ctx, const struct pile_part *part, struct unallocated_view *view)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	const char *own = part->team == EVERY_TEAM ? where_own_team(ctx->viewer) : NULL;
	int32_t own_team = own != NULL ? snapshot_find_team(s, own) : -1, of = own_team >= 0 ? own_team : part->team;
	struct pile_totals first = sum_pile(ctx->picture, of), all = sum_pile(ctx->picture, EVERY_TEAM);

	view->sentence = words_join(a, words_weekday(a, ctx->day), ". ", of != EVERY_TEAM ? team_label(s, of) : "", of != EVERY_TEAM ? ": " : "",
		pile_sentence(a, &first), no_holders_words(s), NULL);
	view->tiles = pile_tiles(a, &first);
	view->all = of == EVERY_TEAM ? "" : words_join(a, s->employer.name, ": ", pile_sentence(a, &all), NULL);
	view->only = own_team >= 0 ? (struct link_view){.text = words_join(a, "Only ", team_label(s, own_team), NULL), .href = pile_href(ctx, own_team)}
		: part->team != EVERY_TEAM ? (struct link_view){.text = "Those of all teams", .href = page_link(ctx, "unallocated", "")}
		: (struct link_view){.text = "", .href = ""};
}

/* ---- the page ---- */

/* "?team=", of which the board is seen; every team without it. */
static int read_part(const struct page_context *ctx, struct pile_part *ret, struct err *err)
{
	const char *code = request_query(ctx->request, "team");
	bool none = code != NULL && str_equal(code, TEAM_NONE_CODE);
	int32_t team = code == NULL || none ? -1 : snapshot_find_team(ctx->picture->snap, code);

	if (code == NULL || code[0] == '\0') {
		*ret = part_of(ctx, EVERY_TEAM, "");
		return 0;
	}
	if ((team < 0 && !none) || !sees_team(ctx->sight, FIELD_TEAM_BOARD, team))
		return err_set(err, PL_INVALID, "The address says team=%.60s: expected the code of a team that you see.", code);
	*ret = part_of(ctx, none ? RESOURCE_NO_TEAM : team, code);
	return 0;
}

/* "?page=", from 1. */
static int read_page(const struct page_context *ctx, size_t rows, int64_t *ret, struct err *err)
{
	const char *wanted = request_query(ctx->request, "page");
	int64_t most = rows == 0 ? 1 : (int64_t)((rows + ROWS_A_PAGE - 1) / ROWS_A_PAGE);

	*ret = 1;
	if (wanted == NULL || str_to_int(str_of(wanted), 1, most, ret))
		return 0;
	return err_set(err, PL_INVALID, "This list has %lld pages: ?page= is a number up to that.", (long long)most);
}

static struct tools_view tools_of(const struct page_context *ctx, const struct pile_part *part, const char *sort)
{
	struct tools_view tools = page_tools(ctx, sort);
	const char *more = part->team_code[0] == '\0' ? "" : words_join(ctx->arena, ctx->suffix[0] != '\0' ? "&" : "?", "team=",
		page_segment(ctx->arena, part->team_code), NULL);

	tools.csv_href = words_join(ctx->arena, tools.csv_href, more, NULL);
	tools.json_href = words_join(ctx->arena, tools.json_href, more, NULL);
	return tools;
}

/* No two pages have one title. */
static const char *title_of(const struct page_context *ctx, const struct pile_part *part, int64_t page)
{
	struct arena *a = ctx->arena;

	return words_join(a, "Unallocated cases", part->team != EVERY_TEAM ? ", " : "",
		part->team != EVERY_TEAM ? team_label(ctx->picture->snap, part->team) : "", page > 1 ? ", page " : "",
		page > 1 ? words_int(a, page) : "", NULL);
}

int page_unallocated(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct unallocated_view view = {0};
	struct pile_part part;
	struct pile_totals of_part;
	enum resource_format format;
	const char *sort;
	int64_t page;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0 || (rc = page_sort(ctx, SORT_KEYS, &sort, err)) < 0 || (rc = read_part(ctx, &part, err)) < 0
		|| (rc = read_page(ctx, part.count, &page, err)) < 0)
		return rc;
	if (page_is_unchanged(ctx, res))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_unallocated(&res->body, format, ctx->picture, ctx->sight, part.team);
		return 0;
	}
	rc = offers_by_case(ctx, &part.offers, err);
	if (rc < 0)
		return rc;
	page_begin(ctx, &view.page, title_of(ctx, &part, page), "unallocated");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	put_head(ctx, &part, &view);
	of_part = sum_pile(ctx->picture, part.team);
	put_table(ctx, &part, sort, page, (size_t)(of_part.nobody + of_part.in_name_only), &view);
	view.tools = tools_of(ctx, &part, sort);
	render_unallocated(&res->body, &view);
	return 0;
}
