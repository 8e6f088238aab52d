/* /league/method: how every number of the league is made, of which files, and what it does not say. */
#include "web/pages/league/league_method.h"

#include "api/resource_league.h"
#include "core/fixed.h"
#include "routes.h"
#include "templates.h"
#include "web/pages/league/league_check.h"
#include "web/words.h"

enum { THOUSAND = 1000, HUNDREDTHS = 2 };

static const char *unit_words(enum statistic_unit unit)
{
	static const char *const WORDS[] = {[UNIT_FULL_TIME] = "full-time equivalents", [UNIT_PEOPLE] = "people",
		[UNIT_CHILDREN] = "children",
		[UNIT_CASES] = "cases", [UNIT_CASES_EACH] = "cases for each full-time equivalent", [UNIT_REFERRALS] = "referrals",
		[UNIT_DAYS] = "days",
		[UNIT_PERCENT] = "per cent"};

	return WORDS[unit];
}

static void put_statistics(struct arena *a, struct league_method_view *view)
{
	struct method_statistic_view *rows = arena_array(a, STATISTIC_COUNT, sizeof *rows);

	for (int i = 0; i < STATISTIC_COUNT; i++) {
		const struct statistic_row *s = statistic_row((enum statistic)i);

		rows[i] = (struct method_statistic_view){s->words, unit_words(s->unit), s->formula, s->columns};
	}
	view->statistics = rows;
	view->statistics_count = STATISTIC_COUNT;
}

static void put_releases(struct arena *a, const struct league_picture *p, struct league_method_view *view)
{
	struct method_release_view *rows = arena_array(a, p->releases_count + 1, sizeof *rows);

	for (size_t i = 0; i < p->releases_count; i++) {
		const struct release *x = &p->releases[i];

		rows[i] = (struct method_release_view){x->file_name, release_kind_words(x->kind), x->sha256,
			x->latest_year != 0 ? arena_printf(a, "%d", x->latest_year) : "", words_int(a, x->rows), words_moment(a, x->taken)};
	}
	view->releases = rows;
	view->releases_count = p->releases_count;
}

static const char *misses(struct arena *a, const struct league_picture *p)
{
	int64_t missed = 0, tried = 0, worked_out;

	for (int year = p->first_year; year <= p->last_year; year++) {
		for (size_t i = 0; i < league_areas(p->league); i++) {
			for (int which = 0; which < STATISTIC_COUNT; which++) {
				enum formula_answer answer = statistic_check(&league_cell(p->league, (int32_t)i, year)->figures,
					(enum statistic)which, &worked_out);

				missed += answer == FORMULA_MISSES ? 1 : 0;
				tried += answer != FORMULA_NONE ? 1 : 0;
			}
		}
	}
	return words_join(a, "Of ", words_int(a, tried), " rates that can be worked out again, ", words_int(a, missed),
		missed == 1 ? " differs" : " differ",
		" from what was published by more than 0.15. They are shown as they were published; "
		"each employer’s page names its own.",
		NULL);
}

static const char *funnel_words(struct arena *a, const struct league_picture *p)
{
	const struct funnel *f = &league_picture_year(p, p->funnel_year)->funnel;
	const char *centre = figure_number_words(a, fixed_round(f->centre, THOUSAND), HUNDREDTHS);
	const char *tau = figure_number_words(a, fixed_round(f->tau_squared, THOUSAND), HUNDREDTHS);

	return arena_printf(a,
		"In %d, %zu returns have a number. The centre is %s, phi %s and the variance between "
		"employers %s, so that the 95 %% limits of an "
		"employer with 100 full-time holders are %s ± 1.96 × √(%s / 100 + %s).", p->funnel_year, f->count, centre,
		figure_number_words(a, fixed_round(f->phi, THOUSAND), HUNDREDTHS), tau, centre, centre, tau);
}

void league_method_fill(struct arena *a, const struct league_site *site, const struct league_picture *p,
	struct league_method_view *view)
{
	view->empty = league_is_empty(p);
	view->funnel = view->misses = "";
	view->evidence_href = league_href(a, site, "evidence", "", "");
	view->league_href = league_href(a, site, "", "", "");
	view->keys_href = league_keys_href(site);
	put_statistics(a, view);
	put_releases(a, p, view);
	if (!view->empty) {
		view->funnel = funnel_words(a, p);
		view->misses = misses(a, p);
	}
	view->tools = (struct tools_view){.csv_href = league_href(a, site, "method", ".csv", ""),
		.json_href = league_href(a, site, "method", ".json", ""),
		.action = "", .on = "", .sort = ""};
}

int page_league_method(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct league_method_view view = {0};
	enum resource_format format;
	int rc = league_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (league_is_answered(ctx, res, ""))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_releases(&res->body, format, ctx->league->releases, ctx->league->releases_count);
	} else {
		league_method_fill(ctx->arena, &LEAGUE_SERVED, ctx->league, &view);
		league_begin(ctx, &view.page, "How the league is made");
		page_add_crumb(ctx, &view.page, "League", "/league");
		render_league_method(&res->body, &view);
	}
	league_keep(ctx, res);
	return 0;
}
