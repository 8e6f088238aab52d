/* /employers/CODE/counts: the official counts, for whoever has to reconcile them. */
#include "web/pages/official_counts.h"

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

static void put_measures(struct arena *a, const struct counts *c, struct official_counts_view *view)
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

static struct ref_list_view list_of(const struct page_context *ctx, const char *heading, const char *rule, const char *section,
	const char *const *codes, size_t count)
{
	struct arena *a = ctx->arena;
	size_t listed = count < MOST_LISTED ? count : MOST_LISTED;
	struct ref_view *refs = arena_array(a, listed, sizeof *refs);

	for (size_t i = 0; i < listed; i++)
		refs[i] = (struct ref_view){codes[i], page_link(ctx, section, codes[i])};
	return (struct ref_list_view){heading, rule, words_int(a, (int64_t)count), refs, listed,
		listed == count ? "" : words_join(a, "And ", words_int(a, (int64_t)(count - listed)), " more: the JSON has all of them.", NULL)};
}

static void put_lists(const struct page_context *ctx, const struct counts *c, struct official_counts_view *view)
{
	struct ref_list_view *l = arena_array(ctx->arena, LISTS, sizeof *l);

	l[0] = list_of(ctx, "Unallocated", "Open, and held by nobody: never, or no longer.", "cases", c->unallocated,
		c->unallocated_count);
	l[1] = list_of(ctx, "Lapsed", "Of these, the cases that somebody held once.", "cases", c->lapsed, c->lapsed_count);
	l[2] = list_of(ctx, "Two leads at once", "Two people are recorded as lead on the same day: a slip to put right.", "cases",
		c->double_allocated, c->double_count);
	l[3] = list_of(ctx, "Holders without FTE", "They hold cases, and the records give no FTE or one of 0.", "workers",
		c->no_fte_holders, c->no_fte_count);
	view->lists = l;
	view->lists_count = LISTS;
}

int page_counts(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct official_counts_view view = {0};
	enum resource_format format;
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_unchanged(ctx, res))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_counts(&res->body, format, ctx->picture, -1);
		return 0;
	}
	page_begin(ctx, &view.page, "Official counts", "counts");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	view.sentence = words_join(ctx->arena, words_weekday(ctx->arena, ctx->day),
		". What the workforce census would count that day, to reconcile with. It counts cases, not work.", NULL);
	put_measures(ctx->arena, &ctx->picture->counts, &view);
	put_lists(ctx, &ctx->picture->counts, &view);
	view.tools = page_tools(ctx, NULL);
	render_official_counts(&res->body, &view);
	return 0;
}
