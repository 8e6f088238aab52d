#include "web/pages/league/league_common.h"

#include "base/str.h"
#include "core/time_each.h"
#include "web/app.h"
#include "web/kept_pages.h"
#include "web/words.h"

const struct league_site LEAGUE_SERVED = {.files = false}, LEAGUE_FILES = {.files = true};

/* ---- addresses ---- */

/* "./index.html", "./league-2024.csv", "./evidence-turnover.html". */
static const char *file_href(struct arena *a, const char *page, const char *suffix, const char *query)
{
	bool is_data = suffix[0] != '\0', has_file = strncmp(query, "year=", 5) == 0 || strncmp(query, "with=", 5) == 0;
	const char *value = has_file ? strchr(query, '=') + 1 : "";

	return words_join(a, "./", page[0] != '\0' ? page : is_data ? "league" : "index", value[0] != '\0' ? "-" : "",
		arena_strndup(a, value, strcspn(value, "&")), is_data ? suffix : ".html", NULL);
}

const char *league_href(struct arena *a, const struct league_site *site, const char *page, const char *suffix,
	const char *query)
{
	if (site->files)
		return file_href(a, page, suffix, query);
	return words_join(a, "/league", page[0] != '\0' ? "/" : "", page, suffix, query[0] != '\0' ? "?" : "", query, NULL);
}

const char *league_area_href(struct arena *a, const struct league_site *site, const struct league_picture *p,
	int32_t area)
{
	return league_href(a, site, league_area(p->league, area)->code, "", "");
}

const char *league_year_query(struct arena *a, const struct league_picture *p, int year)
{
	return year == p->funnel_year ? "" : arena_printf(a, "year=%d", year);
}

const char *league_point_href(void *context, int32_t area)
{
	const struct league_hrefs *hrefs = context;

	return league_area_href(hrefs->arena, hrefs->site, hrefs->picture, area);
}

const char *league_area_title(struct arena *a, const struct league_picture *p, int32_t area)
{
	const struct league_area *who = league_area(p->league, area);

	return who->year >= p->funnel_year ? words_join(a, who->name, ": is its caseload unusual?", NULL)
		: arena_printf(a, "%s, until %d: was its caseload unusual?", who->name, who->year);
}

/* ---- a request ---- */

int league_open(struct page_context *ctx, struct err *err)
{
	static const struct league_picture NOTHING = {.etag = ""};
	int rc = 0;

	if (ctx->app->league != NULL)
		rc = league_pictures_get(ctx->app->league, &ctx->taken_league, err);
	if (rc < 0)
		return rc;
	ctx->league = ctx->taken_league != NULL ? ctx->taken_league : &NOTHING;
	ctx->content = str_hash(ctx->league->etag, strlen(ctx->league->etag));
	return 0;
}

bool league_is_empty(const struct league_picture *p)
{
	return p->funnel_year == 0;
}

/* Referrals, say, go back further than caseloads. */
static int no_return(const struct league_picture *p, int year, struct err *err)
{
	int first = p->first_year;

	while (!league_picture_year(p, first)->has_funnel)
		first++;
	return year < first
		? err_set(err, PL_INVALID, "There is no league of %d: statistics of caseloads begin in %d here.", year, first)
		: err_set(err, PL_INVALID, "There is no league of %d: no statistics of its caseloads have been taken in.", year);
}

/* Names those that there are. */
static int no_year(struct arena *a, const struct league_picture *p, struct err *err)
{
	const char *years = "";

	for (int year = p->last_year; year >= p->first_year; year--)
		if (league_picture_year(p, year)->has_funnel)
			years = words_join(a, years, years[0] != '\0' ? ", " : "", arena_printf(a, "%d", year), NULL);
	return err_set(err, PL_INVALID, "The year in the address must be one of %s.", years);
}

int league_read_year(const struct page_context *ctx, const struct league_year **ret, struct err *err)
{
	const char *text = request_query(ctx->request, "year");
	const struct league_picture *p = ctx->league;
	int64_t year = p->funnel_year;

	*ret = NULL;
	if (league_is_empty(p))
		return 0;
	if (text != NULL && text[0] != '\0' && !str_to_int(str_of(text), p->first_year, p->last_year, &year))
		return no_year(ctx->arena, p, err);
	*ret = league_picture_year(p, (int)year);
	if (!(*ret)->has_funnel)
		return no_return(p, (int)year, err);
	return 0;
}

void league_begin(const struct page_context *ctx, struct page_view *ret, const char *what)
{
	page_begin_plain(ctx, ret, what, "/league");
}

/* One for each answer that there is, whatever was typed. */
static const char *kept_address(const struct page_context *ctx)
{
	return arena_printf(ctx->arena, "%s %d %s", ctx->route->path, (int)ctx->match->format, ctx->wish);
}

bool league_is_answered(struct page_context *ctx, struct response *res, const char *wish)
{
	ctx->wish = wish;
	if (page_is_unchanged(ctx, res))
		return true;
	return ctx->session == NULL && ctx->app->kept != NULL &&
		kept_pages_take(ctx->app->kept, res->etag, kept_address(ctx), res);
}

void league_keep(const struct page_context *ctx, const struct response *res)
{
	if (ctx->session == NULL && ctx->app->kept != NULL)
		kept_pages_keep(ctx->app->kept, res->etag, kept_address(ctx), res);
}

/* ---- look-ups ---- */

static int32_t find_area(const struct league_picture *p, enum area_level level, const char *name)
{
	for (size_t i = 0; p->league != NULL && i < league_areas(p->league); i++) {
		const struct league_area *area = league_area(p->league, (int32_t)i);

		if (area->level == level && (name == NULL || str_equal(area->name, name)))
			return (int32_t)i;
	}
	return LEAGUE_NOBODY;
}

int32_t league_region_of(const struct league_picture *p, int32_t area)
{
	return find_area(p, AREA_REGION, league_area(p->league, area)->region);
}

int32_t league_country(const struct league_picture *p)
{
	return find_area(p, AREA_ENGLAND, NULL);
}

const char *league_time_words(struct arena *a, const struct figure *caseload)
{
	int64_t minutes = caseload->symbol == FIGURE_NUMBER ? time_each_minutes(caseload->thousandths) : 0;

	return minutes > 0 ? words_int(a, minutes) : "";
}
