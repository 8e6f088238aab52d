#include "exchange/inspections.h"

#include "base/date.h"

enum column { AREA, NAME, INSPECTED, PUBLISHED, OVERALL, LEADERS, HELP, CARE, LEAVERS, COLUMNS };

/* As they begin. The third sub-judgement was of care and care leavers together before 2023. */
static const char *const NAMES[COLUMNS] = {[AREA] = "Local authority area code", [NAME] = "Local authority name",
	[INSPECTED] = "Inspection", [PUBLISHED] = "Publication date", [OVERALL] = "Overall effectiveness",
	[LEADERS] = "The impact of leaders", [HELP] = "The experiences and progress of children who need help",
	[CARE] = "The experiences and progress of children in care", [LEAVERS] = "The experiences and progress of care leavers"};

struct reading {
	inspection_fn *row;
	void *context;
	char sheet[ODS_SHEET_NAME + 1]; /* that the columns are of */
	int columns[COLUMNS];           /* places; -1: not there */
	bool in_table, found;
};

static struct str cell_at(const struct str *cells, size_t count, int place)
{
	return place >= 0 && (size_t)place < count ? cells[place] : STR("");
}

static int place_of(const struct str *cells, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_starts_ignoring_case(cells[i], name))
			return (int)i;
	}
	return -1;
}

/* Whether the row names the columns of a table of outcomes. */
static bool is_header(struct reading *r, const struct str *cells, size_t count)
{
	for (int i = 0; i < COLUMNS; i++)
		r->columns[i] = place_of(cells, count, NAMES[i]);
	return r->columns[AREA] >= 0 && r->columns[INSPECTED] >= 0 && r->columns[OVERALL] >= 0;
}

static int wrong(const char *sheet, int64_t number, enum column column, const char *what, struct err *err)
{
	return err_set(err, PL_INVALID, "sheet %s, row %lld, column %s: expected %s", sheet, (long long)number, NAMES[column], what);
}

static bool read_day(struct str text, int32_t *ret)
{
	return date_parse_any(text.at, text.len, ret);
}

static int read_outcome(const struct reading *r, int64_t number, const struct str *cells, size_t count, struct inspection *ret,
	struct err *err)
{
	static const char JUDGEMENT[] = "Outstanding, Good, Requires improvement to be good, or Inadequate";

	for (int i = OVERALL; i <= LEAVERS; i++) {
		enum judgement *to = i == OVERALL ? &ret->overall : &ret->of[i - LEADERS];

		if (!judgement_parse(cell_at(cells, count, r->columns[i]), to))
			return wrong(r->sheet, number, (enum column)i, JUDGEMENT, err);
	}
	return 0;
}

static int read_days(const struct reading *r, int64_t number, const struct str *cells, size_t count, struct inspection *ret, struct err *err)
{
	struct str published = cell_at(cells, count, r->columns[PUBLISHED]);

	if (!read_day(cell_at(cells, count, r->columns[INSPECTED]), &ret->inspected))
		return wrong(r->sheet, number, INSPECTED, "a date", err);
	ret->published = ret->inspected;
	if (published.len > 0 && !read_day(published, &ret->published))
		return wrong(r->sheet, number, PUBLISHED, "a date", err);
	return 0;
}

static int on_row(void *context, const char *sheet, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	struct reading *r = context;
	struct inspection inspection = {0};
	struct str code;
	int rc;

	if (!str_equal(r->sheet, sheet)) {
		(void)snprintf(r->sheet, sizeof r->sheet, "%s", sheet);
		r->in_table = false;
	}
	if (!r->in_table) {
		r->in_table = is_header(r, cells, count);
		r->found = r->found || r->in_table;
		return 0;
	}
	if (str_trim(cell_at(cells, count, r->columns[OVERALL])).len == 0)
		return 0;
	code = cell_at(cells, count, r->columns[AREA]);
	if (code.len == 0 || !str_is_clean_utf8(code))
		return wrong(sheet, number, AREA, "the code of an area", err);
	rc = read_days(r, number, cells, count, &inspection, err);
	if (rc == 0)
		rc = read_outcome(r, number, cells, count, &inspection, err);
	return rc < 0 ? rc : r->row(r->context, code, cell_at(cells, count, r->columns[NAME]), &inspection, err);
}

static int finish(int rc, const struct reading *r, struct err *err)
{
	if (rc == 0 && !r->found)
		return err_set(err, PL_INVALID, "no sheet has a table of inspection outcomes");
	return rc;
}

int inspections_read_bytes(const char *bytes, size_t n, inspection_fn *row, void *context, struct err *err)
{
	struct reading r = {.row = row, .context = context};

	return finish(ods_read_bytes(bytes, n, on_row, &r, err), &r, err);
}

static int look_for_header(void *context, const char *sheet, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	struct reading *r = context;

	(void)sheet;
	(void)number;
	(void)err;
	r->found = is_header(r, cells, count);
	return r->found;
}

int inspections_recognise_bytes(const char *bytes, size_t n, struct err *err)
{
	struct reading r = {0};
	int rc = ods_read_bytes(bytes, n, look_for_header, &r, err);

	return rc < 0 ? rc : r.found;
}
