#include "web/pages/league/league_site.h"

#include "api/resource_league.h"
#include "api/resource_league_figures.h"
#include "api/resource_league_published.h"
#include "base/asset.h"
#include "base/str.h"
#include "core/league_evidence.h"
#include "static_assets.h"
#include "templates.h"
#include "web/pages/league/league.h"
#include "web/pages/league/league_area.h"
#include "web/pages/league/league_check.h"
#include "web/pages/league/league_evidence.h"
#include "web/pages/league/league_files.h"
#include "web/pages/league/league_method.h"
#include "web/words.h"

enum { FILE_BYTES = 64 * 1024 * 1024, NAV_LINKS = 4 };

struct writing {
	const struct league_picture *p;
	const char *own_key;
	struct site_folder *to;
	struct arena *arena; /* of one page */
	struct buf out;      /* of one file */
};

/* ---- files ---- */

/* The name of a file from its address among files, "./index.html". */
static const char *name_of(const char *href)
{
	return href + 2;
}

/* What has been written into `out`, as a file. */
static int put(struct writing *w, const char *name, struct err *err)
{
	int rc = w->out.full ? err_set(err, PL_LIMIT, "%s is larger than any file of the league", name)
		: site_folder_put(w->to, name, buf_text(&w->out), w->out.len, err);

	buf_clear(&w->out);
	arena_reset(w->arena);
	return rc;
}

static const char *href_of(struct writing *w, const char *page, const char *suffix, const char *query)
{
	return league_href(w->arena, &LEAGUE_FILES, page, suffix, query);
}

static const char *suffix_of(enum resource_format format)
{
	return format == RESOURCE_CSV ? ".csv" : ".json";
}

/* ---- the layout ---- */

static void begin(struct writing *w, struct page_view *ret, const char *what, const char *page)
{
	static const struct {
		const char *text, *page;
	} NAV[NAV_LINKS] = {{"League", ""}, {"Evidence", "evidence"}, {"Compare", "compare"}, {"Method", "method"}};
	struct link_view *nav = arena_array(w->arena, NAV_LINKS, sizeof *nav);

	for (int i = 0; i < NAV_LINKS; i++)
		nav[i] = (struct link_view){.text = NAV[i].text, .href = href_of(w, NAV[i].page, "", ""),
			.current = str_equal(NAV[i].page, page)};
	*ret = (struct page_view){.title = words_join(w->arena, what, " - Plimsoll", NULL), .css_href = "./plimsoll.css",
		.icon_href = "./favicon.svg",
		.home_href = href_of(w, "", "", ""), .files = true, .nav = nav, .nav_count = NAV_LINKS, .employer = "",
		.employer_href = "",
		.settings_href = "", .day_note = "", .today_href = "", .refresh = "", .records = "", .unit_note = "", .signed_in = "",
		.waits = "", .waits_href = "", .sign_in_href = ""};
}

static void add_crumb(struct writing *w, struct page_view *page)
{
	struct link_view *crumb = arena_array(w->arena, 1, sizeof *crumb);

	*crumb = (struct link_view){.text = "League", .href = href_of(w, "", "", "")};
	page->crumbs = crumb;
	page->crumbs_count = 1;
}

/* ---- pages ---- */

static int write_year(struct writing *w, const struct league_year *y, struct err *err)
{
	const struct league_wish wish = {.year = y, .region = LEAGUE_NOBODY, .search = "", .sort = ""};
	struct league_view view = {0};

	begin(w, &view.page, arena_printf(w->arena, "Which employers keep their word? England %d", y->year), "");
	league_fill(w->arena, &LEAGUE_FILES, w->p, &wish, &view);
	render_league(&w->out, &view);
	return put(w, name_of(href_of(w, "", "", league_year_query(w->arena, w->p, y->year))), err);
}

static int write_area(struct writing *w, int32_t area, struct err *err)
{
	struct league_area_view view = {0};

	league_area_fill(w->arena, &LEAGUE_FILES, w->p, area, &view);
	begin(w, &view.page, league_area_title(w->arena, w->p, area), "");
	add_crumb(w, &view.page);
	render_league_area(&w->out, &view);
	return put(w, name_of(league_area_href(w->arena, &LEAGUE_FILES, w->p, area)), err);
}

/* `query` names the file; of the page without one it is "". */
static int write_evidence(struct writing *w, enum evidence_measure m, bool by_name, struct err *err)
{
	struct league_evidence_view view = {0};
	const char *query = by_name ? words_join(w->arena, "with=", evidence_measure_code(m), NULL) : "";

	begin(w, &view.page, words_join(w->arena, "What goes with a high caseload", by_name ? ": " : "",
		by_name ? evidence_measure_words(m) : "", NULL), "evidence");
	add_crumb(w, &view.page);
	league_evidence_fill(w->arena, &LEAGUE_FILES, w->p, m, &view);
	render_league_evidence(&w->out, &view);
	return put(w, name_of(href_of(w, "evidence", "", query)), err);
}

static int write_method(struct writing *w, struct err *err)
{
	struct league_method_view view = {0};

	begin(w, &view.page, "How the league is made", "method");
	add_crumb(w, &view.page);
	league_method_fill(w->arena, &LEAGUE_FILES, w->p, &view);
	render_league_method(&w->out, &view);
	return put(w, "method.html", err);
}

static int write_comparing(struct writing *w, struct err *err)
{
	struct league_files_view view = {.index_href = href_of(w, "", "", ""),
		.csv_href = href_of(w, "", ".csv", ""), .json_href = href_of(w, "", ".json", ""),
		.figures_csv_href = href_of(w, "figures", ".csv", ""), .figures_json_href = href_of(w, "figures", ".json", ""),
		.misses_csv_href = href_of(w, "misses", ".csv", ""), .misses_json_href = href_of(w, "misses", ".json", ""),
		.inspections_csv_href = href_of(w, "inspections", ".csv", ""),
		.inspections_json_href = href_of(w, "inspections", ".json", ""),
		.published_csv_href = href_of(w, "published", ".csv", ""),
		.published_json_href = href_of(w, "published", ".json", ""),
		.method_href = href_of(w, "method", "", "")};

	begin(w, &view.page, "Compare employers", "compare");
	add_crumb(w, &view.page);
	render_league_files(&w->out, &view);
	return put(w, "compare.html", err);
}

/* ---- what employers have published ---- */

static int write_check(struct writing *w, const struct league_check *c, struct err *err)
{
	struct published_version_view view = {0};
	int rc;

	league_check_fill(w->arena, &LEAGUE_FILES, w->p, c, w->own_key, &view);
	begin(w, &view.page, league_check_title(w->arena, w->p, c), "");
	add_crumb(w, &view.page);
	render_published_version(&w->out, &view);
	rc = put(w, name_of(league_check_href(w->arena, &LEAGUE_FILES, w->p, c, "")), err);
	if (rc < 0)
		return rc;
	buf_puts(&w->out, c->file);
	return put(w, name_of(league_check_href(w->arena, &LEAGUE_FILES, w->p, c, ".json")), err);
}

static int write_checks(struct writing *w, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < w->p->checks_count && rc == 0; i++)
		rc = write_check(w, &w->p->checks[i], err);
	if (rc < 0)
		return rc;
	league_keys_write(&w->out, w->arena, w->p, w->own_key);
	return put(w, name_of(league_keys_href(&LEAGUE_FILES)), err);
}

/* Of each employer that has published anything. */
static int write_checks_data(struct writing *w, enum resource_format format, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < w->p->checks_count && rc == 0; i++) {
		int32_t area = w->p->checks[i].area;

		if (i > 0 && w->p->checks[i - 1].area == area)
			continue;
		resource_league_published(&w->out, format, w->p, area);
		rc = put(w, name_of(league_checks_href(w->arena, &LEAGUE_FILES, w->p, area, suffix_of(format))), err);
	}
	return rc;
}

static int write_pages(struct writing *w, struct err *err)
{
	int rc = write_method(w, err);

	if (rc == 0)
		rc = write_comparing(w, err);
	if (rc == 0)
		rc = write_evidence(w, EVIDENCE_TURNOVER, false, err);
	for (int m = EVIDENCE_TURNOVER + 1; m < EVIDENCE_MEASURES && rc == 0; m++)
		rc = write_evidence(w, (enum evidence_measure)m, true, err);
	for (int year = w->p->first_year; year <= w->p->last_year && rc == 0; year++) {
		if (league_picture_year(w->p, year)->has_funnel)
			rc = write_year(w, league_picture_year(w->p, year), err);
	}
	for (size_t i = 0; i < league_areas(w->p->league) && rc == 0; i++) {
		if (league_area(w->p->league, (int32_t)i)->level == AREA_EMPLOYER)
			rc = write_area(w, (int32_t)i, err);
	}
	return rc;
}

/* ---- data ---- */

static int write_years_data(struct writing *w, enum resource_format format, struct err *err)
{
	int rc = 0;

	for (int year = w->p->first_year; year <= w->p->last_year && rc == 0; year++) {
		if (!league_picture_year(w->p, year)->has_funnel)
			continue;
		resource_league(&w->out, format, w->p, league_picture_year(w->p, year));
		rc = put(w, name_of(href_of(w, "", suffix_of(format), league_year_query(w->arena, w->p, year))), err);
	}
	return rc;
}

static int write_areas_data(struct writing *w, enum resource_format format, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < league_areas(w->p->league) && rc == 0; i++) {
		const struct league_area *area = league_area(w->p->league, (int32_t)i);

		if (area->level != AREA_EMPLOYER)
			continue;
		resource_league_area(&w->out, format, w->p, (int32_t)i);
		rc = put(w, name_of(href_of(w, area->code, suffix_of(format), "")), err);
	}
	return rc;
}

static int write_points(struct writing *w, enum resource_format format, struct err *err)
{
	int rc = 0;

	for (int m = 0; m < EVIDENCE_MEASURES && rc == 0; m++) {
		const char *query = words_join(w->arena, "with=", evidence_measure_code((enum evidence_measure)m), NULL);

		resource_league_points(&w->out, format, w->p, (enum evidence_measure)m);
		rc = put(w, name_of(href_of(w, "evidence", suffix_of(format), query)), err);
	}
	return rc;
}

static int write_data(struct writing *w, enum resource_format format, struct err *err)
{
	const char *suffix = suffix_of(format);
	int rc = write_years_data(w, format, err);

	if (rc == 0)
		rc = write_points(w, format, err);
	if (rc == 0)
		rc = write_areas_data(w, format, err);
	if (rc == 0)
		rc = write_checks_data(w, format, err);
	if (rc == 0) {
		resource_league_figures(&w->out, format, w->p);
		rc = put(w, words_join(w->arena, "figures", suffix, NULL), err);
	}
	if (rc == 0) {
		resource_league_misses(&w->out, format, w->p, 0);
		rc = put(w, words_join(w->arena, "misses", suffix, NULL), err);
	}
	if (rc == 0) {
		resource_league_published(&w->out, format, w->p, LEAGUE_NOBODY);
		rc = put(w, words_join(w->arena, "published", suffix, NULL), err);
	}
	if (rc == 0) {
		resource_league_inspections(&w->out, format, w->p);
		rc = put(w, words_join(w->arena, "inspections", suffix, NULL), err);
	}
	if (rc == 0) {
		resource_league_evidence(&w->out, format, w->p);
		rc = put(w, words_join(w->arena, "evidence", suffix, NULL), err);
	}
	if (rc == 0) {
		resource_releases(&w->out, format, w->p->releases, w->p->releases_count);
		rc = put(w, words_join(w->arena, "method", suffix, NULL), err);
	}
	return rc;
}

static int write_assets(struct writing *w, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < static_assets_count && rc == 0; i++)
		rc = site_folder_put(w->to, static_assets[i].name, static_assets[i].bytes, static_assets[i].size, err);
	return rc;
}

int league_site_write(const struct league_picture *p, const char *own_key, struct site_folder *to, struct err *err)
{
	struct writing w = {.p = p, .own_key = own_key, .to = to, .arena = arena_new(), .out = BUF_INIT(FILE_BYTES)};
	int rc = p->funnel_year == 0 ?
		err_set(err, PL_NOT_FOUND, "no official statistics with caseloads have been taken in: 'plimsoll league import' does")
		: write_pages(&w, err);

	if (rc == 0)
		rc = write_checks(&w, err);
	if (rc == 0)
		rc = write_data(&w, RESOURCE_CSV, err);
	if (rc == 0)
		rc = write_data(&w, RESOURCE_JSON, err);
	if (rc == 0)
		rc = write_assets(&w, err);
	buf_free(&w.out);
	arena_free(w.arena);
	return rc;
}
