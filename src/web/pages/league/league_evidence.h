/* league_evidence.h: whether employers with higher caseloads have more of something else, and how sure that is. */
#pragma once

#include "core/league_evidence.h"
#include "web/pages/league/league_common.h"

/* One thing that was looked at: of a year, or as a change. */
struct evidence_line_view {
	const char *what, *href;      /* href "" where there is nothing more of it */
	const char *employers;        /* how many */
	const char *rho, *interval;   /* "0.18", "0.01 to 0.34"; "" where nothing can be said */
	const char *words;            /* "a weak link: where caseloads are higher, so is turnover" */
	bool clear, current;
};

struct evidence_part_view {
	const char *caseloads, *employers, *median, *interval, *middle;
};

struct evidence_employer_view {
	const char *name, *href, *caseload, *figure;
};

struct league_evidence_view {
	struct page_view page;
	bool empty;
	const char *day, *sentence, *method_href;
	const struct evidence_line_view *lines; size_t lines_count;   /* everything, in the newest year */
	const struct evidence_line_view *changes; size_t changes_count; /* everything, as changes */
	const char *changes_span;     /* "2020 to 2025" */
	const char *chosen;           /* what the rest of the page is of: "turnover" */
	const char *chosen_sentence, *unit;
	const char *years_sentence;   /* in how many of the years it was clear */
	bool has_scatter;
	struct scatter_view scatter;
	const char *parts_heading;    /* "Caseload", "Outcome" */
	const struct evidence_part_view *parts; size_t parts_count;
	const char *figure;           /* heading of the other figure: "Turnover" */
	const struct evidence_employer_view *employers; size_t employers_count; /* every point */
	const char *links_csv_href, *links_json_href; /* every correlation of every year */
	const struct evidence_line_view *years; size_t years_count;
	struct tools_view tools;
};

/* All but the layout; nothing where nothing was imported. */
void league_evidence_fill(struct arena *a, const struct league_site *site, const struct league_picture *p,
	enum evidence_measure chosen,
	struct league_evidence_view *view);
