/* /league: every employer beside what is expected of one of its size. By region and name, never by rank; whoever sorts
 * by a figure is told what that order does not say. */
#include "web/pages/league/league.h"

#include <stdlib.h>

#include "api/resource_league.h"
#include "base/buf.h"
#include "base/str.h"
#include "core/fixed.h"
#include "routes.h"
#include "templates.h"
#include "web/pages/league/league_published.h"
#include "web/words.h"

enum { SEARCH_BYTES = 60, REGIONS_MOST = 40, QUERY_BYTES = 1024, THOUSAND = 1000 };

/* What the table can be sorted by. */
static const struct sorting {
	const char *key, *words;
	enum statistic which;
} SORTINGS[] = {
	{"caseload", "caseload", STATISTIC_CASELOAD}, {"vacancy", "vacancies", STATISTIC_VACANCY_RATE},
		{"agency", "agency workers", STATISTIC_AGENCY_RATE},
	{"turnover", "turnover", STATISTIC_TURNOVER_RATE}, {"absence", "sickness absence", STATISTIC_ABSENCE_RATE},
};
enum { SORTINGS_COUNT = sizeof SORTINGS / sizeof *SORTINGS };

/* ---- addresses ---- */

/* With everything that is asked for, but sorted by `sort`. */
static const char *query_of(struct arena *a, const struct league_picture *p, const struct league_wish *w,
	const char *sort)
{
	struct buf query = BUF_INIT(QUERY_BYTES);
	const char *text;

	if (w->year->year != p->funnel_year)
		buf_putf(&query, "&year=%d", w->year->year);
	if (w->region != LEAGUE_NOBODY)
		buf_putf(&query, "&region=%s", league_area(p->league, w->region)->code);
	if (w->search[0] != '\0') {
		buf_puts(&query, "&search=");
		buf_put_encoded(&query, w->search);
	}
	if (sort[0] != '\0')
		buf_putf(&query, "&sort=%s", sort);
	text = query.len > 0 ? arena_strdup(a, buf_text(&query) + 1) : "";
	buf_free(&query);
	return text;
}

static struct sort_view heading(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_wish *w,
	const char *text, const char *key)
{
	bool down = w->sort[0] == '-', current = str_equal(w->sort + (down ? 1 : 0), key);
	const char *next = key[0] == '\0' ? "" : current && down ? key : words_join(a, "-", key, NULL);

	return (struct sort_view){.text = text,
		.href = site->files ? "" : league_href(a, site, "", "", query_of(a, p, w, next)),
		.aria = !current ? "none" : down ? "descending" : "ascending", .numeric = key[0] != '\0'};
}

/* ---- rows ---- */

/* Whose name, or the name of who makes one return with it, has the piece in it. */
static bool is_found(const struct league_picture *p, const struct league_wish *w, const struct league_row *row)
{
	const struct league_area *area = league_area(p->league, row->area);
	size_t n = strlen(w->search), all = strlen(area->name);

	if (w->region != LEAGUE_NOBODY && !league_is_in(area, league_area(p->league, w->region)))
		return false;
	for (size_t from = 0; from + n <= all; from++) {
		if (str_starts_ignoring_case((struct str){area->name + from, all - from}, w->search))
			return true;
	}
	return false;
}

static void put_inspection(struct arena *a, const struct league_area *area, int year, struct league_row_view *view)
{
	const struct inspection *inspection = league_last_inspection(area, year);

	view->inspection = inspection != NULL ? judgement_words(inspection->overall) : "none known";
	view->inspected = inspection != NULL ? words_month(a, inspection->inspected) : "";
}

static struct league_row_view row_view(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_wish *w,
	const struct plot_axis *axis, const struct league_row *row)
{
	const struct league_area *area = league_area(p->league, row->area);
	const struct figures *f = &row->cell->figures;
	enum standing s = league_standing(row);
	struct league_published published = league_published_of(a, site, league_picture_check_of(p, row->area, w->year->year));
	struct league_row_view view = {
		.name = area->name, .href = league_area_href(a, site, p, row->area),
		.note = row->cell->joint_with == LEAGUE_NOBODY ? ""
			: words_join(a, "one return with ", league_area(p->league, row->cell->joint_with)->name, NULL),
		.strip = league_strip(axis, w->year, row), .expected = league_range_words(a, row),
		.caseload = figure_words(a, STATISTIC_CASELOAD, &f->of[STATISTIC_CASELOAD]),
		.time_each = league_time_words(a, &f->of[STATISTIC_CASELOAD]),
		.standing = league_standing_words(s), .unusual = league_is_unusual(s),
		.vacancy = figure_words(a, STATISTIC_VACANCY_RATE, &f->of[STATISTIC_VACANCY_RATE]),
		.agency = figure_words(a, STATISTIC_AGENCY_RATE, &f->of[STATISTIC_AGENCY_RATE]),
		.turnover = figure_words(a, STATISTIC_TURNOVER_RATE, &f->of[STATISTIC_TURNOVER_RATE]),
		.absence = figure_words(a, STATISTIC_ABSENCE_RATE, &f->of[STATISTIC_ABSENCE_RATE]),
		.published = {published.target, published.kept, published.openness, published.quarter},
		.compare_href = site->files ? "" : league_href(a, site, "compare", "", words_join(a, "codes=", area->code, NULL)),
	};

	put_inspection(a, area, w->year->year, &view);
	return view;
}

/* What a row is sorted by. Who has no number stands behind everybody who has, whichever way round. */
struct keyed {
	const struct league_row *row;
	const char *region, *name;
	bool has_value;
	int64_t value;
};

static int by_place(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order;

	if (x->has_value != y->has_value)
		return x->has_value ? -1 : 1;
	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	order = strcmp(x->region, y->region);
	return order != 0 ? order : strcmp(x->name, y->name);
}

static const struct sorting *sorting_of(const char *sort)
{
	for (size_t i = 0; i < SORTINGS_COUNT; i++) {
		if (str_equal(sort + (sort[0] == '-' ? 1 : 0), SORTINGS[i].key))
			return &SORTINGS[i];
	}
	return NULL;
}

static struct keyed *find_rows(struct arena *a, const struct league_picture *p, const struct league_wish *w,
	bool by_region, size_t *ret_count)
{
	const struct sorting *sorting = sorting_of(w->sort);
	struct keyed *keyed = arena_array(a, w->year->count + 1, sizeof *keyed);
	size_t count = 0;

	for (size_t i = 0; i < w->year->count; i++) {
		const struct league_row *row = &w->year->rows[i];
		const struct league_area *area = league_area(p->league, row->area);
		const struct figure *f = sorting != NULL ? &row->cell->figures.of[sorting->which] : NULL;

		if (!is_found(p, w, row))
			continue;
		keyed[count] = (struct keyed){.row = row, .region = by_region && sorting == NULL ? area->region : "",
			.name = area->name};
		if (f != NULL && f->symbol == FIGURE_NUMBER) {
			keyed[count].has_value = true;
			keyed[count].value = w->sort[0] == '-' ? -f->thousandths : f->thousandths;
		}
		count++;
	}
	qsort(keyed, count, sizeof *keyed, by_place);
	*ret_count = count;
	return keyed;
}

struct league_year league_found(struct arena *a, const struct league_picture *p, const struct league_wish *w)
{
	struct league_year found = w->year != NULL ? *w->year : (struct league_year){.count = 0};
	struct keyed *keyed;

	if (w->year == NULL)
		return found;
	keyed = find_rows(a, p, w, false, &found.count);
	found.rows = arena_array(a, found.count + 1, sizeof *found.rows);
	for (size_t i = 0; i < found.count; i++)
		found.rows[i] = *keyed[i].row;
	return found;
}

static const char *section_note(struct arena *a, const struct league_wish *w)
{
	const struct sorting *sorting = sorting_of(w->sort);

	if (sorting == NULL)
		return "";
	return words_join(a, "Sorted by ", sorting->words,
		". This order is no ranking: those next to one another in it mostly differ by no more than chance, "
		"and an average says nothing of those who have the most.", NULL);
}

/* Whether some of all are asked for. */
static bool is_chosen(const struct league_wish *w)
{
	return w->search[0] != '\0' || w->region != LEAGUE_NOBODY;
}

/* A section for each region, or one for all where they are sorted by a figure. */
static void put_sections(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_wish *w,
	struct league_view *view)
{
	size_t count;
	struct keyed *keyed = find_rows(a, p, w, true, &count);
	struct league_row_view *rows = arena_array(a, count + 1, sizeof *rows);
	struct league_section_view *sections = arena_array(a, REGIONS_MOST, sizeof *sections);
	struct plot_axis axis = league_caseload_axis(w->year);

	for (size_t i = 0; i < count; i++) {
		bool begins = i == 0 || (!str_equal(keyed[i].region, keyed[i - 1].region) && view->sections_count < REGIONS_MOST);

		rows[i] = row_view(a, site, p, w, &axis, keyed[i].row);
		if (begins)
			sections[view->sections_count++] = (struct league_section_view){.id = arena_printf(a, "region-%zu",
			view->sections_count + 1),
				.href = arena_printf(a, "#region-%zu", view->sections_count + 1),
				.heading = sorting_of(w->sort) != NULL ? "Every employer" : keyed[i].region,
				.note = section_note(a, w), .rows = &rows[i]};
		sections[view->sections_count - 1].rows_count++;
	}
	view->sections = sections;
	view->several = view->sections_count > 1;
	view->is_chosen = is_chosen(w);
	view->found = !view->is_chosen && count > 0 ? "" : count == 0 ?
		"No employer is found: the name, the region or the year has to be another." :
		words_join(a, words_count(a, (int64_t)count, "employer", "employers"), " found.", NULL);
}

/* ---- words ---- */

static const char *lede(struct arena *a, const struct league_wish *w)
{
	return arena_printf(a,
		"England, 30 September %d. Caseloads differ more than chance explains, and an average hides the tail. So "
		"there is no rank here: "
		"each employer stands beside what is expected for its size, beside its neighbours, and beside the line it promised.",
		w->year->year);
}

/* What employers have published a target: how many, and how many of them agreed it with their workers. */
struct promised {
	size_t targets, with_workers;
};

static void count_target(const struct league_picture *p, int32_t area, int year, struct promised *to)
{
	const struct league_check *check = league_picture_check_of(p, area, year);

	if (check == NULL || !check->published->has_target)
		return;
	to->targets++;
	to->with_workers += published_is_agreed_with_workers(check->published) ? 1 : 0;
}

/* "Three have published a target, two of them agreed with their workers." */
static const char *promised_words(struct arena *a, const struct promised *p)
{
	const char *workers = p->targets == 1 ? ", agreed with its workers" : p->with_workers == p->targets ?
		", agreed with their workers"
		: words_join(a, ", ", words_int(a, (int64_t)p->with_workers), " of them agreed with their workers", NULL);

	return p->targets == 0 ? "None has published a target." : words_join(a, words_number_first(a, (int64_t)p->targets),
		p->targets == 1 ? " has" : " have", " published a target", p->with_workers == 0 ? "" : workers, ".", NULL);
}

/* How many returns are unusual or have no figure, and how many employers have published a target. */
static const char *sentence(struct arena *a, const struct league_picture *p, const struct league_wish *w)
{
	const struct league_year found = league_found(a, p, w);
	const struct league_counts counts = league_count(&found);
	struct promised promised = {0};

	for (size_t i = 0; i < found.count; i++)
		count_target(p, found.rows[i].area, w->year->year, &promised);
	/* Of one its row says all. */
	if (counts.returns <= 1)
		return "";
	return words_join(a, is_chosen(w) ? "Among these: of the " : "Of the ", words_int(a, (int64_t)counts.returns), " returns that ",
		words_int(a, (int64_t)counts.employers), " employers made, ", words_int(a, (int64_t)counts.high),
		counts.high == 1 ? " has a caseload that is" : " have caseloads that are", " unusually high for their size, ",
		words_int(a, (int64_t)counts.low), " unusually low; in ", words_int(a, (int64_t)(counts.returns - counts.points)),
		" there is no figure. ", promised_words(a, &promised), NULL);
}

/* ---- filters ---- */

static struct field_view plain_field(const char *name, const char *label)
{
	return (struct field_view){.name = name, .label = label, .hint = "", .error = ""};
}

static struct select_view region_select(struct arena *a, const struct league_picture *p, const struct league_wish *w)
{
	size_t areas = league_areas(p->league), count = 0;
	struct choice_view *choices = arena_array(a, areas, sizeof *choices);

	for (size_t i = 0; i < areas; i++) {
		const struct league_area *area = league_area(p->league, (int32_t)i);

		if (area->level == AREA_REGION)
			choices[count++] = (struct choice_view){.code = area->code, .words = area->name, .chosen = (int32_t)i == w->region,
			.group = ""};
	}
	return (struct select_view){.field = plain_field("region", "Region"), .none = "All of England", .choices = choices,
		.choices_count = count};
}

static struct select_view year_select(struct arena *a, const struct league_picture *p, const struct league_wish *w)
{
	struct choice_view *choices = arena_array(a, (size_t)(p->last_year - p->first_year) + 1, sizeof *choices);
	size_t count = 0;

	for (int year = p->last_year; year >= p->first_year; year--) {
		const char *words = arena_printf(a, "%d", year);

		if (league_picture_year(p, year)->has_funnel)
			choices[count++] = (struct choice_view){.code = words, .words = words, .chosen = year == w->year->year, .group = ""};
	}
	return (struct select_view){.field = plain_field("year", "Year"), .none = "Newest", .choices = choices,
		.choices_count = count};
}

static void put_filters(struct arena *a, const struct league_picture *p, const struct league_wish *w,
	struct league_view *view)
{
	view->action = "/league";
	view->region = region_select(a, p, w);
	view->year = year_select(a, p, w);
	view->search = (struct input_view){.field = plain_field("search", "Name of an employer"), .value = w->search,
		.type = "search", .autocomplete = "off",
		.inputmode = ""};
	view->sort = w->sort;
}

/* What files have instead: every year is a file. */
static void put_years(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_wish *w, struct league_view *view)
{
	struct link_view *years = arena_array(a, (size_t)(p->last_year - p->first_year) + 1, sizeof *years);

	for (int year = p->last_year; year >= p->first_year; year--) {
		if (league_picture_year(p, year)->has_funnel)
			years[view->years_count++] = (struct link_view){.text = arena_printf(a, "%d", year),
				.current = year == w->year->year, .href = league_href(a, site, "", "", league_year_query(a, p, year))};
	}
	view->years = years;
}

/* ---- the whole ---- */

void league_fill(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_wish *w,
	struct league_view *view)
{
	struct league_hrefs hrefs = {a, site, p};
	const char *query;

	view->method_href = league_href(a, site, "method", "", "");
	view->evidence_href = league_href(a, site, "evidence", "", "");
	view->compare_href = league_href(a, site, "compare", "", "");
	view->published_href = site->files ? "" : "/published";
	view->empty = w->year == NULL;
	view->action = view->found = view->sort = "";
	if (view->empty)
		return;
	query = query_of(a, p, w, w->sort);
	view->lede = lede(a, w);
	view->sentence = sentence(a, p, w);
	if (site->files)
		put_years(a, site, p, w, view);
	else
		put_filters(a, p, w, view);
	view->has_funnel = w->year->has_funnel;
	if (view->has_funnel)
		view->funnel = league_funnel(a, &(struct funnel_asked){p->league, w->year, LEAGUE_NOBODY, league_point_href, &hrefs});
	view->headings = (struct league_headings_view){heading(a, site, p, w, "Employer", ""),
		heading(a, site, p, w, "Cases per FTE", "caseload"),
		heading(a, site, p, w, "Vacancy", "vacancy"), heading(a, site, p, w, "Agency", "agency"),
		heading(a, site, p, w, "Turnover", "turnover"),
		heading(a, site, p, w, "Absence", "absence")};
	put_sections(a, site, p, w, view);
	view->tools = (struct tools_view){.csv_href = league_href(a, site, "", ".csv", query),
		.json_href = league_href(a, site, "", ".json", query),
		.action = "", .on = "", .sort = ""};
}

static int read_region(const struct page_context *ctx, int32_t *ret, struct err *err)
{
	const char *code = request_query(ctx->request, "region");
	int32_t area;

	*ret = LEAGUE_NOBODY;
	if (code == NULL || code[0] == '\0' || league_is_empty(ctx->league))
		return 0;
	area = league_find(ctx->league->league, code);
	if (area == LEAGUE_NOBODY || league_area(ctx->league->league, area)->level != AREA_REGION)
		return err_set(err, PL_INVALID,
		"The region in the address must be the code of one, like E12000002 for the North West.");
	*ret = area;
	return 0;
}

/* By name, which is how it stands unless another is asked for, and by each figure both ways; NULL behind the last. */
static const char *const *sorting_keys(struct arena *a)
{
	const char **keys = arena_array(a, 2 * SORTINGS_COUNT + 2, sizeof *keys);
	size_t count = 0;

	keys[count++] = "name";
	for (size_t i = 0; i < SORTINGS_COUNT; i++) {
		keys[count++] = SORTINGS[i].key;
		keys[count++] = words_join(a, "-", SORTINGS[i].key, NULL);
	}
	return keys;
}

static int read_wish(const struct page_context *ctx, struct league_wish *ret, struct err *err)
{
	const char *const *keys = sorting_keys(ctx->arena);
	const char *search = request_query(ctx->request, "search");
	int rc = league_read_year(ctx, &ret->year, err);

	if (rc == 0)
		rc = read_region(ctx, &ret->region, err);
	if (rc == 0)
		rc = page_sort(ctx, keys, &ret->sort, err);
	if (rc < 0)
		return rc;
	ret->sort = ret->sort == keys[0] ? "" : ret->sort;
	ret->search = search != NULL ? search : "";
	if (strlen(ret->search) > SEARCH_BYTES)
		return err_set(err, PL_INVALID, "A piece of a name has at most %d letters.", SEARCH_BYTES);
	return 0;
}

static const char *title_of(struct arena *a, const struct league_picture *p, const struct league_wish *w)
{
	if (w->year == NULL)
		return "Which employers keep their word?";
	return words_join(a, "Which employers keep their word? ", w->region != LEAGUE_NOBODY
		? league_area(p->league, w->region)->name : "England", " ",
		arena_printf(a, "%d", w->year->year), w->search[0] != '\0' ? ", found: " : "", w->search, NULL);
}

int page_league(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct league_view view = {0};
	enum resource_format format;
	struct league_wish w;
	int rc = league_open(ctx, err);

	(void)req;
	if (rc == 0)
		rc = read_wish(ctx, &w, err);
	if (rc < 0)
		return rc;
	if (league_is_answered(ctx, res, w.year != NULL ? query_of(ctx->arena, ctx->league, &w, w.sort) : ""))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		const struct league_year found = league_found(ctx->arena, ctx->league, &w);

		resource_league(&res->body, format, ctx->league, &found);
	} else {
		league_fill(ctx->arena, &LEAGUE_SERVED, ctx->league, &w, &view);
		league_begin(ctx, &view.page, title_of(ctx->arena, ctx->league, &w));
		render_league(&res->body, &view);
	}
	league_keep(ctx, res);
	return 0;
}
