/* /league/compare?codes=A,B,C: employers side by side, with the differences that chance does not explain, and what to
 * ask of them. */
#include "web/pages/league/league_compare.h"

#include "api/resource_league.h"
#include "base/str.h"
#include "core/time_each.h"
#include "routes.h"
#include "templates.h"
#include "web/pages/league/league_published.h"
#include "web/words.h"

enum { ROWS = 11, PAIRS = COMPARE_MOST * (COMPARE_MOST - 1) / 2, QUESTIONS = 12, SUGGESTIONS = 12 };

struct compared_employers {
	struct arena *arena;
	const struct league_picture *p;
	const struct league_year *year;
	int32_t areas[COMPARE_MOST]; size_t count;
	struct league_published published[COMPARE_MOST]; /* what each says of itself; once the page is filled */
};

static const struct league_area *who(const struct compared_employers *c, size_t i)
{
	return league_area(c->p->league, c->areas[i]);
}

static const struct figures *figures_of(const struct compared_employers *c, size_t i)
{
	return &league_cell(c->p->league, c->areas[i], c->year->year)->figures;
}

/* ---- addresses ---- */

/* All but one of them (COMPARE_MOST: all), with one more behind ("" for none). */
static const char *codes_of(const struct compared_employers *c, size_t without, const char *with)
{
	const char *codes = "";

	for (size_t i = 0; i < c->count; i++) {
		if (i != without)
			codes = words_join(c->arena, codes, codes[0] != '\0' ? "," : "", who(c, i)->code, NULL);
	}
	return with[0] == '\0' ? codes : words_join(c->arena, codes, codes[0] != '\0' ? "," : "", with, NULL);
}

static const char *address(const struct compared_employers *c, const char *suffix, const char *codes)
{
	return league_href(c->arena, &LEAGUE_SERVED, "compare", suffix,
		codes[0] != '\0' ? words_join(c->arena, "codes=", codes, NULL) : "");
}

/* ---- what is asked for ---- */

static bool has(const struct compared_employers *c, int32_t area)
{
	for (size_t i = 0; i < c->count; i++) {
		if (c->areas[i] == area)
			return true;
	}
	return false;
}

static int add_code(struct compared_employers *c, struct str code, struct err *err)
{
	int32_t area = league_find(c->p->league, arena_strndup(c->arena, code.at, code.len));

	if (area == LEAGUE_NOBODY || league_area(c->p->league, area)->level != AREA_EMPLOYER)
		return err_set(err, PL_INVALID,
		"The codes in the address must be those of employers at the Office for National Statistics, with a comma "
			"between them, like E08000001,E08000002.");
	if (has(c, area))
		return 0;
	if (c->count == COMPARE_MOST)
		return err_set(err, PL_INVALID, "At most %d employers can be compared at once.", COMPARE_MOST);
	c->areas[c->count++] = area;
	return 0;
}

static int add_codes(struct compared_employers *c, const char *text, struct err *err)
{
	struct str rest = str_of(text);
	int rc = 0;

	while (rc == 0 && rest.len > 0) {
		const char *comma = memchr(rest.at, ',', rest.len);
		struct str code = {rest.at, comma != NULL ? (size_t)(comma - rest.at) : rest.len};

		if (str_trim(code).len > 0)
			rc = add_code(c, str_trim(code), err);
		rest = (struct str){rest.at + code.len, rest.len - code.len};
		if (rest.len > 0)
			rest = (struct str){rest.at + 1, rest.len - 1};
	}
	return rc;
}

/* What the form adds stands in keys of its own; the address that is shown has `codes` and nothing else. */
static int read_codes(const struct page_context *ctx, struct compared_employers *c, bool *ret_elsewhere,
	struct err *err)
{
	static const char *const KEYS[] = {"codes", "add", "second", "third"};
	const char *given = request_query(ctx->request, KEYS[0]);
	int rc = 0;

	*ret_elsewhere = false;
	for (size_t i = 0; rc == 0 && i < sizeof KEYS / sizeof *KEYS; i++) {
		const char *text = request_query(ctx->request, KEYS[i]);

		*ret_elsewhere = *ret_elsewhere || (i > 0 && text != NULL);
		if (text != NULL)
			rc = add_codes(c, text, err);
	}
	*ret_elsewhere = *ret_elsewhere || (given != NULL && !str_equal(given, codes_of(c, COMPARE_MOST, "")));
	return rc;
}

/* ---- the table ---- */

typedef struct compare_cell_view compare_cell(const struct compared_employers *c, size_t i);

static struct compare_cell_view plain(const char *text, const char *note)
{
	return (struct compare_cell_view){.text = text, .note = note};
}

static struct compare_cell_view standing_cell(const struct compared_employers *c, size_t i)
{
	const struct league_row *row = league_row_of(c->year, c->areas[i]);
	enum standing s = row != NULL ? league_standing(row) : STANDING_NO_NUMBER;
	struct compare_cell_view cell = plain(league_standing_words(s), "");

	cell.strong = league_is_unusual(s);
	return cell;
}

static struct compare_cell_view figure_cell(const struct compared_employers *c, size_t i, enum statistic which)
{
	const char *chance = figure_chance_words(c->arena, figures_of(c, i), which);

	return plain(figure_words(c->arena, which, &figures_of(c, i)->of[which]),
		chance[0] != '\0' ? words_join(c->arena, chance, " by chance", NULL) : "");
}

static struct compare_cell_view caseload_cell(const struct compared_employers *c, size_t i)
{
	const struct league_row *row = league_row_of(c->year, c->areas[i]);
	struct compare_cell_view cell = figure_cell(c, i, STATISTIC_CASELOAD);
	const char *expected = row != NULL ? league_range_words(c->arena, row) : "";

	if (expected[0] != '\0')
		cell.note = words_join(c->arena, cell.note, cell.note[0] != '\0' ? "; " : "", "expected ", expected, NULL);
	return cell;
}

static struct compare_cell_view time_cell(const struct compared_employers *c, size_t i)
{
	const char *minutes = league_time_words(c->arena, &figures_of(c, i)->of[STATISTIC_CASELOAD]);

	return minutes[0] != '\0' ? plain(words_join(c->arena, minutes, " min", NULL), "a week each") : plain("not known", "");
}

static struct compare_cell_view vacancy_cell(const struct compared_employers *c, size_t i)
{
	return figure_cell(c, i, STATISTIC_VACANCY_RATE);
}

static struct compare_cell_view agency_cell(const struct compared_employers *c, size_t i)
{
	return figure_cell(c, i, STATISTIC_AGENCY_RATE);
}

static struct compare_cell_view turnover_cell(const struct compared_employers *c, size_t i)
{
	return figure_cell(c, i, STATISTIC_TURNOVER_RATE);
}

static struct compare_cell_view absence_cell(const struct compared_employers *c, size_t i)
{
	return figure_cell(c, i, STATISTIC_ABSENCE_RATE);
}

static struct compare_cell_view inspection_cell(const struct compared_employers *c, size_t i)
{
	const struct inspection *x = league_last_inspection(who(c, i), c->year->year);

	return x != NULL ? plain(judgement_words(x->overall), words_month(c->arena, x->inspected)) : plain("none known", "");
}

/* A tag where nothing is said. */
static struct compare_cell_view said_cell(const char *text, const char *none, const char *note)
{
	struct compare_cell_view cell = plain(text[0] != '\0' ? text : none, note);

	cell.tag = text[0] == '\0';
	return cell;
}

static struct compare_cell_view target_cell(const struct compared_employers *c, size_t i)
{
	return said_cell(c->published[i].target, "No target published", c->published[i].kept);
}

static struct compare_cell_view openness_cell(const struct compared_employers *c, size_t i)
{
	return said_cell(c->published[i].openness, "Nothing published", c->published[i].quarter);
}

static struct compare_cell_view region_cell(const struct compared_employers *c, size_t i)
{
	return plain(who(c, i)->region, "");
}

static const struct {
	const char *what;
	compare_cell *cell;
} CELLS[ROWS] = {
	{"Is it unusual?", standing_cell}, {"Cases per full-time worker", caseload_cell}, {"Time for each case", time_cell},
		{"Agreed target", target_cell},
	{"Openness", openness_cell}, {"Posts that are vacant", vacancy_cell}, {"Workers from agencies", agency_cell},
	{"Workers who left in the year", turnover_cell}, {"Working days lost to sickness", absence_cell},
	{"Last inspection", inspection_cell},
	{"Region", region_cell},
};

static void put_rows(const struct compared_employers *c, struct league_compare_view *view)
{
	struct compare_row_view *rows = arena_array(c->arena, ROWS, sizeof *rows);

	for (size_t r = 0; r < ROWS; r++) {
		struct compare_cell_view *cells = arena_array(c->arena, COMPARE_MOST, sizeof *cells);

		for (size_t i = 0; i < c->count; i++) {
			cells[i] = CELLS[r].cell(c, i);
			cells[i].who = who(c, i)->name;
		}
		rows[r] = (struct compare_row_view){CELLS[r].what, cells, c->count};
	}
	view->rows = rows;
	view->rows_count = ROWS;
}

/* ---- sentences ---- */

static void put_sentences(const struct compared_employers *c, struct league_compare_view *view)
{
	struct compare_sentence_view *sentences = arena_array(c->arena, COMPARE_MOST, sizeof *sentences);

	for (size_t i = 0; i < c->count; i++) {
		const struct league_row *row = league_row_of(c->year, c->areas[i]);

		sentences[i].text = row != NULL ? league_standing_sentence(c->arena, c->p->league, c->year, row)
			: arena_printf(c->arena, "No return of %s is there for %d.", who(c, i)->name, c->year->year);
	}
	view->sentences = sentences;
	view->sentences_count = c->count;
}

static void put_differences(const struct compared_employers *c, struct league_compare_view *view)
{
	struct compare_sentence_view *differences = arena_array(c->arena, PAIRS, sizeof *differences);
	struct compared one, other;

	for (size_t i = 0; i < c->count; i++) {
		for (size_t k = i + 1; k < c->count; k++) {
			struct comparison comparison;

			if (!league_compared(figures_of(c, i), &one) || !league_compared(figures_of(c, k), &other))
				continue;
			comparison = league_compare(&one, &other);
			differences[view->differences_count++].text = arena_printf(c->arena, "%s caseload is %s.",
				possessive_words(c->arena, who(c, i)->name),
				comparison_words(c->arena, &comparison, possessive_words(c->arena, who(c, k)->name)));
		}
	}
	view->differences = differences;
}

/* What each has not said, and what stands out in its figures, asked of it by name; and what is asked of anybody. */
static void put_questions(const struct compared_employers *c, struct league_compare_view *view)
{
	static const char *const OF_ANYBODY[] = {
		"How many cases would I hold, of which kinds, and how many hours a week do you reckon for each?",
		"What is the most that anybody here holds, and how many people hold more than 30?",
		"Which line was agreed, with whom, and who may let it be passed? How often was that in the last year?",
		"Is a case talked about before it is given to me, and may I say no?",
		"How much work waits that nobody holds, and whose is it?",
		"What is protected in the first year: time, number, kind of cases, supervision?",
	};
	enum { ANYBODY = sizeof OF_ANYBODY / sizeof *OF_ANYBODY };
	struct compare_sentence_view *questions = arena_array(c->arena, QUESTIONS + COMPARE_MOST, sizeof *questions);

	for (size_t i = 0; i < c->count; i++)
		questions[view->questions_count++].text = league_question_words(c->arena, who(c, i)->name, figures_of(c, i));
	for (size_t i = 0; i < ANYBODY; i++)
		questions[view->questions_count++].text = OF_ANYBODY[i];
	view->questions = questions;
}

/* ---- choosing ---- */

static struct select_view employer_select(const struct compared_employers *c, const char *name, const char *label)
{
	struct choice_view *choices = arena_array(c->arena, c->year->count + 1, sizeof *choices);
	size_t count = 0;

	for (size_t i = 0; i < c->year->count; i++) {
		const struct league_area *area = league_area(c->p->league, c->year->rows[i].area);

		if (!has(c, c->year->rows[i].area))
			choices[count++] = (struct choice_view){.code = area->code, .words = area->name, .group = ""};
	}
	return (struct select_view){.field = {.name = name, .label = label, .hint = "", .error = ""}, .none = "Choose one",
		.choices = choices,
		.choices_count = count};
}

static void put_form(const struct compared_employers *c, struct league_compare_view *view)
{
	struct select_view *selects = arena_array(c->arena, COMPARE_FIRST, sizeof *selects);

	view->codes = codes_of(c, COMPARE_MOST, "");
	view->selects = selects;
	if (c->count < COMPARE_MOST)
		selects[view->selects_count++] = employer_select(c, "add", c->count == 0 ? "First employer" : "Another employer");
	if (c->count == 0) {
		selects[view->selects_count++] = employer_select(c, "second", "Second");
		selects[view->selects_count++] = employer_select(c, "third", "Third");
	}
}

static void suggest(const struct compared_employers *c, int32_t area, struct league_compare_view *view,
	struct link_view *links)
{
	const struct league_area *other = league_area(c->p->league, area);

	for (size_t i = 0; i < view->suggestions_count; i++) {
		if (links[i].text == other->name)
			return;
	}
	if (!has(c, area) && view->suggestions_count < SUGGESTIONS)
		links[view->suggestions_count++] = (struct link_view){.text = other->name,
			.href = address(c, "", codes_of(c, COMPARE_MOST, other->code))};
}

/* Those most like the first of them, then those of its region, each with one click. */
static void put_suggestions(const struct compared_employers *c, struct league_compare_view *view)
{
	struct link_view *links = arena_array(c->arena, SUGGESTIONS, sizeof *links);

	view->suggestions = links;
	if (c->count == 0 || c->count == COMPARE_MOST)
		return;
	for (size_t i = 0; i < who(c, 0)->neighbours_count; i++)
		suggest(c, who(c, 0)->neighbours[i], view, links);
	for (size_t i = 0; i < c->year->count; i++) {
		if (str_equal(league_area(c->p->league, c->year->rows[i].area)->region, who(c, 0)->region))
			suggest(c, c->year->rows[i].area, view, links);
	}
}

static void put_who(const struct compared_employers *c, struct league_compare_view *view)
{
	struct compare_who_view *names = arena_array(c->arena, COMPARE_MOST, sizeof *names);

	for (size_t i = 0; i < c->count; i++)
		names[i] = (struct compare_who_view){who(c, i)->name, league_area_href(c->arena, &LEAGUE_SERVED, c->p, c->areas[i]),
			address(c, "", codes_of(c, i, ""))};
	view->who = names;
	view->who_count = c->count;
}

/* ---- the whole ---- */

static const char *heading_of(const struct compared_employers *c)
{
	const char *names = "";

	if (c->count == 0)
		return "Compare employers";
	for (size_t i = 0; i < c->count; i++)
		names = words_join(c->arena, names, i == 0 ? "" : i + 1 == c->count ? " and " : ", ", who(c, i)->name, NULL);
	return c->count == 1 ? words_join(c->arena, "Compare ", names, " with others", NULL)
		: words_join(c->arena, names, " compared", NULL);
}

static void fill(struct compared_employers *c, struct league_compare_view *view)
{
	view->empty = c->year == NULL;
	view->heading = view->empty ? "Compare employers" : heading_of(c);
	view->method_href = league_href(c->arena, &LEAGUE_SERVED, "method", "", "");
	view->codes = view->day = "";
	if (view->empty)
		return;
	view->day = arena_printf(c->arena, "30 September %d", c->year->year);
	for (size_t i = 0; i < c->count; i++)
		c->published[i] = league_published_of(c->arena, &LEAGUE_SERVED, league_picture_check(c->p, c->areas[i]));
	put_who(c, view);
	if (c->count > 0) {
		put_sentences(c, view);
		put_rows(c, view);
		put_differences(c, view);
		put_questions(c, view);
		view->tools = (struct tools_view){.csv_href = address(c, ".csv", codes_of(c, COMPARE_MOST, "")),
			.json_href = address(c, ".json", codes_of(c, COMPARE_MOST, "")), .action = "", .on = "", .sort = ""};
	}
	put_form(c, view);
	put_suggestions(c, view);
}

int page_league_compare(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct compared_employers c = {.arena = ctx->arena};
	struct league_compare_view view = {0};
	enum resource_format format;
	bool elsewhere = false;
	int rc = league_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	c.p = ctx->league;
	c.year = league_is_empty(c.p) ? NULL : league_picture_year(c.p, c.p->funnel_year);
	if (c.year != NULL)
		rc = read_codes(ctx, &c, &elsewhere, err);
	if (rc < 0)
		return rc;
	if (elsewhere && ctx->match->format == ROUTE_HTML) {
		response_see_other(res, address(&c, "", codes_of(&c, COMPARE_MOST, "")));
		return 0;
	}
	if (league_is_answered(ctx, res, codes_of(&c, COMPARE_MOST, "")))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_league_compare(&res->body, format, c.p, c.year, c.areas, c.count);
	} else {
		fill(&c, &view);
		league_begin(ctx, &view.page, view.heading);
		page_add_crumb(ctx, &view.page, "League", "/league");
		render_league_compare(&res->body, &view);
	}
	league_keep(ctx, res);
	return 0;
}
