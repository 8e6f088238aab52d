/* imports.h: imports by web upload: the list and the form, one job on its way and what came of it, and taking one back. */
#pragma once

#include "service/import/import_job.h"
#include "web/form.h"
#include "web/page.h"

#define IMPORTS_ROUTE "/employers/{employer}/imports"
#define IMPORT_ROUTE IMPORTS_ROUTE "/{import}"
#define IMPORT_ENTRY_ROUTE IMPORTS_ROUTE "/entries/{entry}"

/* ---- the list ---- */

struct import_job_line {
	const char *name, *href, *when, *who, *state, *figures;
};

struct import_entry_line {
	const char *name, *href, *when, *who, *figures, *state;
	const char *action; /* what its page offers: "Take back" or "Bring back" */
};

struct imports_view {
	struct page_view page;
	struct issues_view issues;
	struct form_view form;
	struct field_view files;
	struct box_view at_once, accept_good;
	bool takes_in;      /* false: an invented employer, where files are only tried */
	const struct import_job_line *jobs; size_t jobs_count;
	const struct import_entry_line *entries; size_t entries_count;
};

/* ---- one job ---- */

struct import_figure_view {
	const char *what, *added, *replaced, *withdrawn;
};

struct import_file_view {
	const char *name, *format, *size, *records, *issues;
};

struct import_issue_view {
	const char *kind, *file, *place, *field, *code, *expected;
};

struct import_view {
	struct page_view page;
	const char *heading, *sentence;
	const char *asked;          /* by whom, when, what */
	bool running;
	const char *total, *done, *done_words; /* of the bar */
	const char *still_href, *moving_href;  /* without and with loading by itself; one of them, else "" */
	bool can_cancel;
	struct form_view cancel;
	bool can_repeat, accepts;   /* the files may be taken in; only what is good of them */
	struct form_view repeat;
	const char *kept;           /* until when files and report are there; "" */
	const char *entry_href, *entry; /* of the ledger; "" for none */
	const struct import_file_view *files;     size_t files_count;
	bool reported;
	const struct import_figure_view *figures; size_t figures_count;
	const char *hidden;         /* of rows that are not told of; "" */
	const char *left_out;       /* of holdings that are not taken in, though the rest is; "" */
	const char *gains;          /* of holdings that nobody talked about, or that stand on paper; "" */
	const char *issues_sentence;
	const struct import_issue_view *issues;   size_t issues_count;
	const char *before_href, *after_href, *csv_href;
	const char *list_href;
};

/* ---- an import in the ledger ---- */

struct import_rows_view {
	const char *what, *made, *ended;
};

struct import_entry_view {
	struct page_view page;
	struct issues_view issues;
	const char *heading, *asked, *state;
	bool stands, counted;
	const struct import_rows_view *rows; size_t rows_count;
	struct form_view form;
	const char *last;           /* the entry that is taken back */
	const char *list_href;
};

/* ---- what the pages share ---- */

/* Opens the page for an analyst of the whole employer; PL_DENIED for one of a service, because files change all of it. */
int imports_open(struct page_context *ctx, struct err *err) PL_MUST_CHECK;
void imports_begin(const struct page_context *ctx, struct page_view *page, const char *what);

const char *imports_href(const struct page_context *ctx);
const char *import_href(const struct page_context *ctx, int64_t id);
const char *import_entry_href(const struct page_context *ctx, int64_t sequence);

/* An order of who asks, with the key of the form. */
struct import_order import_order_of(const struct page_context *ctx, enum import_job_kind kind);

/* "Dry run 4", "Import 5", "Undo of entry 12". */
const char *import_name(const struct page_context *ctx, const struct import_job_row *row);
/* "waiting", "taken in"... */
const char *import_state_words(const struct import_job_row *row);
