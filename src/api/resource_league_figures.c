#include "api/resource_league_figures.h"

#include <stdlib.h>

#include "api/figure_parts.h"
#include "base/csv.h"
#include "base/str.h"

static const char *const LEVELS[] = {[AREA_ENGLAND] = "england", [AREA_REGION] = "region",
	[AREA_EMPLOYER] = "employer"};

/* An area with something published of it in a year. */
struct listed {
	const struct league_area *area;
	const struct league_cell *cell;
};

static int by_level_and_name(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	if (x->area->level != y->area->level)
		return x->area->level < y->area->level ? -1 : 1;
	return strcmp(x->cell->name, y->cell->name);
}

static struct listed *list_year(struct arena *a, const struct league *l, int year, size_t *ret_count)
{
	struct listed *list = arena_array(a, league_areas(l) + 1, sizeof *list);
	size_t count = 0;

	for (size_t i = 0; i < league_areas(l); i++) {
		const struct league_cell *cell = league_cell(l, (int32_t)i, year);

		if (cell->said)
			list[count++] = (struct listed){league_area(l, (int32_t)i), cell};
	}
	qsort(list, count, sizeof *list, by_level_and_name);
	*ret_count = count;
	return list;
}

static const char *joint_code(const struct league *l, const struct league_cell *cell, int year)
{
	return cell->joint_with == LEAGUE_NOBODY ? "" : league_cell(l, cell->joint_with, year)->code;
}

/* ---- JSON ---- */

static void put_figures_json(struct json_writer *w, const struct figures *f)
{
	json_begin_object(w, "figures");
	for (int i = 0; i < STATISTIC_COUNT; i++)
		json_figure(w, statistic_row((enum statistic)i)->code, &f->of[i]);
	json_end(w, '}');
	json_begin_object(w, "symbols");
	for (int i = 0; i < STATISTIC_COUNT; i++) {
		if (figure_symbol_code(f->of[i].symbol)[0] != '\0')
			json_text(w, statistic_row((enum statistic)i)->code, figure_symbol_code(f->of[i].symbol));
	}
	json_end(w, '}');
}

static void put_row_json(struct json_writer *w, const struct league *l, const struct listed *x, int year)
{
	json_begin_object(w, NULL);
	json_int(w, "year", year);
	json_text(w, "level", LEVELS[x->area->level]);
	json_text(w, "code", x->cell->code);
	json_text_or_null(w, "dfe_code", x->area->dfe_code);
	json_text(w, "name", x->cell->name);
	json_text_or_null(w, "region", x->area->level == AREA_EMPLOYER ? x->cell->region : "");
	json_text_or_null(w, "joint_with", joint_code(l, x->cell, year));
	put_figures_json(w, &x->cell->figures);
	json_end(w, '}');
}

/* ---- CSV ---- */

static void put_header(struct buf *out)
{
	static const char *const AREA[] = {"year", "level", "code", "dfe_code", "name", "region", "joint_with"};

	for (size_t i = 0; i < sizeof AREA / sizeof *AREA; i++)
		csv_cell(out, i == 0, AREA[i]);
	for (int i = 0; i < STATISTIC_COUNT; i++)
		csv_cell(out, false, statistic_row((enum statistic)i)->code);
	csv_end_row(out);
}

static void put_row_csv(struct buf *out, const struct league *l, const struct listed *x, int year)
{
	buf_put_int(out, year);
	csv_cell(out, false, LEVELS[x->area->level]);
	csv_cell(out, false, x->cell->code);
	csv_cell(out, false, x->area->dfe_code);
	csv_cell(out, false, x->cell->name);
	csv_cell(out, false, x->area->level == AREA_EMPLOYER ? x->cell->region : "");
	csv_cell(out, false, joint_code(l, x->cell, year));
	for (int i = 0; i < STATISTIC_COUNT; i++)
		csv_figure(out, &x->cell->figures.of[i]);
	csv_end_row(out);
}

void resource_league_figures(struct buf *out, enum resource_format format, const struct league_picture *p)
{
	struct json_writer w = json_to(out);
	struct arena *a = arena_new();

	if (format == RESOURCE_JSON) {
		json_begin_object(&w, NULL);
		json_begin_array(&w, "rows");
	} else {
		put_header(out);
	}
	for (int year = p->first_year; year <= p->last_year && p->last_year != 0; year++) {
		size_t count;
		const struct listed *list = list_year(a, p->league, year, &count);

		for (size_t i = 0; i < count; i++) {
			if (format == RESOURCE_JSON)
				put_row_json(&w, p->league, &list[i], year);
			else
				put_row_csv(out, p->league, &list[i], year);
		}
	}
	if (format == RESOURCE_JSON) {
		json_end(&w, ']');
		json_end(&w, '}');
		buf_putc(out, '\n');
	}
	arena_free(a);
}
