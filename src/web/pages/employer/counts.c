/* /employers/CODE/counts: the official counts, for whoever has to reconcile them. */
#include "web/pages/employer/counts.h"

#include "routes.h"
#include "templates.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { MOST_LISTED = 500, MEASURES = 9, LISTS = 4 };

static const char *tenths_or_none(struct arena *a, int32_t tenths)
{
	return tenths >= 0 ? words_tenths(a, tenths) : "none";
}

static const char *average_rule(struct arena *a, const struct counts *c)
{
	const char *rule = "Cases held, divided by the full-time equivalent of case holders.";

	return c->no_fte_count == 0 ? rule : words_join(a, rule, " ", without_fte_words(a, c), ".", NULL);
}

static void put_measures(struct arena *a, const struct counts *c, struct counts_view *view)
{
	struct official_count_view *r = arena_array(a, MEASURES, sizeof *r);

	r[0] = (struct official_count_view){"Open cases", words_int(a, c->open_cases),
		"Referred on or before the day, not closed by then, and not ended without further action."};
	r[1] = (struct official_count_view){"Cases held", words_int(a, c->cases_held),
		"Open cases of each worker, summed over workers: a case with two holders counts for both."};
	r[2] = (struct official_count_view){"Case holders", words_int(a, c->case_holders),
		"Workers who hold one open case or more; agency workers are among them."};
	r[3] = (struct official_count_view){"Full-time equivalent of case holders",
		words_millionths(a, (c->case_holders_fte_millionths + 50) / 100 * 100), "Their FTE added up."};
	r[4] = (struct official_count_view){"Average caseload", tenths_or_none(a, c->average_tenths),
		average_rule(a, c)};
	r[5] = (struct official_count_view){"Half of the holders have at most", words_int(a, c->median),
		"The median, in cases a holder."};
	r[6] = (struct official_count_view){"Nine in ten have at most", words_int(a, c->p90), "The ninetieth percentile, likewise."};
	r[7] = (struct official_count_view){"Most cases for one full-time equivalent", tenths_or_none(a, c->most_per_fte_tenths),
		"The heaviest caseload for its hours; holders without FTE are left out here and listed below."};
	r[8] = (struct official_count_view){"Unallocated", words_int(a, (int64_t)c->unallocated_count),
		"Open and held by nobody that day. Plimsoll’s own pile adds what is held in name only."};
	view->rows = r;
	view->rows_count = MEASURES;
}

/* What stands for a case in a list; false for one that is none of the viewer's. */
static bool ref_of_case(const struct page_context *ctx, const char *ref, struct ref_view *ret)
{
	int32_t place = snapshot_find_case(ctx->picture->snap, ref);

	*ret = (struct ref_view){case_words(ctx, place), case_href(ctx, place)};
	return case_showing(ctx->sight, place) != CASE_UNNAMED;
}

static bool ref_of_worker(const struct page_context *ctx, const char *code, struct ref_view *ret)
{
	int32_t person = snapshot_find_person(ctx->picture->snap, code);

	*ret = (struct ref_view){code, worker_href(ctx, person)};
	return sees_person(ctx->sight, FIELD_WORKER_NAME, person);
}

static const char *more_words(struct arena *a, size_t unlisted, size_t unseen)
{
	const char *more = unlisted == 0 ? ""
		: words_join(a, "And ", words_int(a, (int64_t)unlisted), " more: the JSON has all of them.", NULL);

	if (unseen == 0)
		return more;
	return words_join(a, more, more[0] != '\0' ? " " : "", words_int(a, (int64_t)unseen), " of them ",
		unseen == 1 ? "is" : "are", " of teams whose cases you do not see.", NULL);
}

static struct ref_list_view list_of(const struct page_context *ctx, const char *heading, const char *rule,
	bool (*ref_of)(const struct page_context *ctx, const char *code, struct ref_view *ret), const char *const *codes, size_t count)
{
	struct arena *a = ctx->arena;
	struct ref_view *refs = arena_array(a, MOST_LISTED, sizeof *refs);
	struct ref_view ref;
	size_t listed = 0, seen = 0;

	for (size_t i = 0; i < count; i++)
		if (ref_of(ctx, codes[i], &ref) && seen++ < MOST_LISTED)
			refs[listed++] = ref;
	return (struct ref_list_view){heading, rule, words_int(a, (int64_t)count), refs, listed,
		more_words(a, seen - listed, count - seen)};
}

static void put_lists(const struct page_context *ctx, const struct counts *c, struct counts_view *view)
{
	struct ref_list_view *l = arena_array(ctx->arena, LISTS, sizeof *l);

	l[0] = list_of(ctx, "Unallocated", "Open, and held by nobody: never, or no longer.", ref_of_case, c->unallocated,
		c->unallocated_count);
	l[1] = list_of(ctx, "Lapsed", "Of these, the cases that somebody held once.", ref_of_case, c->lapsed, c->lapsed_count);
	l[2] = list_of(ctx, "Two leads at once", "Two people are recorded as lead on the same day: a slip to put right.", ref_of_case,
		c->double_allocated, c->double_count);
	l[3] = list_of(ctx, "Holders without FTE", "They hold cases, and the records give no FTE or one of 0.", ref_of_worker,
		c->no_fte_holders, c->no_fte_count);
	view->lists = l;
	view->lists_count = LISTS;
}

/* ---- beside the workforce return ---- */

/* Whether an open case is first met through this holding of the person: one who holds it twice has one case. */
static bool is_first_of_person(const struct snapshot *s, int32_t place, int32_t person)
{
	const struct case_row *c = &s->cases[s->holdings[place].case_index];

	for (int32_t i = c->first_holding; i < place; i++)
		if (s->holdings[i].post >= 0 && s->posts[s->holdings[i].post].person == person)
			return false;
	return c->state == CASE_OPEN;
}

static int32_t cases_counted(const struct snapshot *s, int32_t person)
{
	const struct person_row *p = &s->persons[person];
	int32_t cases = 0;

	for (int32_t i = 0; i < p->posts_count; i++) {
		const struct post_row *post = &s->posts[s->person_posts[p->first_post + i]];

		for (int32_t j = 0; j < post->holdings_count; j++)
			cases += is_first_of_person(s, s->post_holdings[post->first_holding + j], person);
	}
	return cases;
}

/* What the return of the day said of a person, all posts together; -1: nothing. */
static int32_t cases_reported(const struct snapshot *s, int32_t person)
{
	const struct person_row *p = &s->persons[person];
	int32_t cases = -1;

	for (int32_t i = 0; i < p->posts_count; i++) {
		const struct post_row *post = &s->posts[s->person_posts[p->first_post + i]];

		if (post->reported_cases >= 0 && post->reported_on == s->day)
			cases = (cases < 0 ? 0 : cases) + post->reported_cases;
	}
	return cases;
}

static const char *agreement(struct arena *a, int32_t workers, size_t differ, size_t shown)
{
	const char *first = words_join(a, "The workforce return of this day gives ", words_count(a, workers, "worker", "workers"),
		" a number of cases. ", NULL);

	if (workers == 0)
		return "";
	if (differ == 0)
		return words_join(a, first, "It agrees with what is counted here for all of them.", NULL);
	return words_join(a, first, "For ", words_int(a, (int64_t)differ), " of them it is another than is counted here",
		shown < differ ? words_join(a, "; ", words_int(a, (int64_t)shown), shown == 1 ? " is shown." : " are shown.", NULL) : ".",
		NULL);
}

static void put_reported(const struct page_context *ctx, struct counts_view *view)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	struct difference_view *rows = arena_array(a, MOST_LISTED, sizeof *rows);
	int32_t workers = 0;
	size_t differ = 0;

	for (int32_t i = 0; i < (int32_t)s->persons_count; i++) {
		int32_t reported = cases_reported(s, i), counted = reported < 0 ? -1 : cases_counted(s, i);

		workers += reported >= 0;
		if (reported == counted)
			continue;
		differ++;
		if (view->differences_count == MOST_LISTED || !sees_person(ctx->sight, FIELD_WORKER_NAME, i))
			continue;
		rows[view->differences_count++] = (struct difference_view){person_label(&s->persons[i]), worker_href(ctx, i),
			words_int(a, reported), words_int(a, counted), words_int(a, (int64_t)counted - reported)};
	}
	view->differences = rows;
	view->reported = agreement(a, workers, differ, view->differences_count);
}

int page_counts(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct counts_view view = {0};
	enum resource_format format;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_unchanged(ctx, res))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_counts(&res->body, format, ctx->picture, ctx->sight, -1);
		return 0;
	}
	put_reported(ctx, &view);
	page_begin(ctx, &view.page, "Official counts", "counts");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	view.sentence = words_join(ctx->arena, words_weekday(ctx->arena, ctx->day),
		". What the workforce census would count that day, to reconcile with. It counts cases, not work.", NULL);
	put_measures(ctx->arena, &ctx->picture->counts, &view);
	put_lists(ctx, &ctx->picture->counts, &view);
	view.tools = page_tools(ctx, NULL);
	render_counts(&res->body, &view);
	return 0;
}
