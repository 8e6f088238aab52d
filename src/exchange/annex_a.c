#include "exchange/annex_a.h"

#include "exchange/annex_a_lists.h"
#include "exchange/csv_source.h"
#include "exchange/xlsx_reader.h"

bool annex_a_is_header(const struct str *cells, size_t count)
{
	return annex_a_list_of_header(cells, count) != 0;
}

/* ---- a list saved as CSV ---- */

static int find_csv_header(struct csv_source *s, int *ret_list, struct err *err)
{
	for (int row = 0; row < ANNEX_A_HEADER_ROWS; row++) {
		int rc = csv_source_next(s, err);

		if (rc < 0)
			return rc;
		if (rc == 0)
			break;
		*ret_list = annex_a_list_of_header(s->csv.fields, s->csv.count);
		if (*ret_list != 0)
			return 0;
	}
	return err_set(err, PL_INVALID, "expected the header of an Annex A list, with Child Unique ID, in the first %d rows",
		ANNEX_A_HEADER_ROWS);
}

static int read_csv_rows(struct csv_source *s, struct table *t, struct err *err)
{
	int rc = table_header(t, s->csv.fields, s->csv.count, s->place, err);

	while (rc == 0 && (rc = csv_source_next(s, err)) == 1)
		rc = table_row(t, s->csv.fields, s->csv.count, s->place, err);
	return rc < 0 ? rc : table_finish(t, err);
}

static int read_csv(struct csv_source *s, const char *name, const struct intake *to, struct err *err)
{
	struct table t;
	struct annex_a_lists lists;
	int list, rc;

	rc = find_csv_header(s, &list, err);
	if (rc < 0)
		return rc;
	annex_a_lists_begin(&lists, false);
	table_begin(&t, &ANNEX_A_LIST[list], name, to);
	t.context = &lists;
	rc = read_csv_rows(s, &t, err);
	table_end(&t);
	annex_a_lists_end(&lists);
	return rc;
}

/* ---- a workbook ---- */

enum { PLACE_SIZE = 160 };

/* One sheet on its way through a table. */
struct sheet_pass {
	const char *name;
	struct table *table;     /* NULL while the header is looked for */
	int64_t header_row;      /* 0: not found */
	int list;
	bool has_rows;
	char place[PLACE_SIZE];
};

static int look_for_header(void *context, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	struct sheet_pass *pass = context;

	(void)err;
	if (number > ANNEX_A_HEADER_ROWS)
		return 1;
	pass->has_rows = pass->has_rows || count > 0;
	pass->list = annex_a_list_of_header(cells, count);
	pass->header_row = pass->list != 0 ? number : 0;
	return pass->list != 0 ? 1 : 0;
}

static int take_row(void *context, int64_t number, const struct str *cells, size_t count, struct err *err)
{
	struct sheet_pass *pass = context;

	if (number < pass->header_row)
		return 0;
	(void)snprintf(pass->place, sizeof pass->place, "sheet %s, row %lld", pass->name, (long long)number);
	if (number == pass->header_row)
		return table_header(pass->table, cells, count, pass->place, err);
	return table_row(pass->table, cells, count, pass->place, err);
}

/* "List 6", "List_6", "list6: children in need": the number of one of the lists that are read, else 0. */
static int list_of_name(const char *name)
{
	struct str s = str_trim(str_of(name));
	size_t i = 4;

	if (!str_starts_ignoring_case(s, "list"))
		return 0;
	while (i < s.len && strchr(" _-.0", s.at[i]) != NULL)
		i++;
	if (i >= s.len || s.at[i] < '0' + ANNEX_A_FIRST_LIST || s.at[i] > '0' + ANNEX_A_LAST_LIST)
		return 0;
	return i + 1 < s.len && s.at[i + 1] >= '0' && s.at[i + 1] <= '9' ? 0 : s.at[i] - '0';
}

static int find_list(struct xlsx *x, size_t sheet, struct sheet_pass *pass, struct err *err)
{
	int rc;

	*pass = (struct sheet_pass){.name = xlsx_sheet_name(x, sheet)};
	rc = xlsx_read_sheet(x, sheet, look_for_header, pass, err);
	if (rc < 0)
		return rc;
	if (pass->list == 0 && pass->has_rows && list_of_name(pass->name) != 0)
		return err_set(err, PL_INVALID, "sheet %s: expected a header with Child Unique ID and \"%s\" in the first %d rows",
			pass->name, annex_a_start_column(list_of_name(pass->name)), ANNEX_A_HEADER_ROWS);
	return 0;
}

struct workbook {
	struct xlsx *xlsx;
	struct annex_a_lists lists;
	const char *name;
	const struct intake *to;
	struct sheet_pass found[XLSX_SHEETS];
};

static int find_lists(struct workbook *w, struct err *err)
{
	bool any = false;

	for (size_t i = 0; i < xlsx_sheets(w->xlsx); i++) {
		int rc = find_list(w->xlsx, i, &w->found[i], err);

		if (rc < 0)
			return rc;
		any = any || w->found[i].list != 0;
		w->lists.whole = w->lists.whole || w->found[i].list == 6;
	}
	if (!any)
		return err_set(err, PL_INVALID, "the workbook has no Annex A list: expected a sheet whose header, in the first %d "
			"rows, has Child Unique ID and the columns of one of the lists 3 to 9", ANNEX_A_HEADER_ROWS);
	return 0;
}

static int read_list(struct workbook *w, size_t sheet, const struct table_format *format, const struct intake *to,
	struct err *err)
{
	struct sheet_pass *pass = &w->found[sheet];
	char whole[PLACE_SIZE];
	struct table t;
	int rc;

	(void)snprintf(whole, sizeof whole, "sheet %s", pass->name);
	table_begin(&t, format, w->name, to);
	t.context = &w->lists;
	t.positioned = true;
	t.serial_shift = xlsx_serial_shift(w->xlsx);
	t.whole = whole;
	pass->table = &t;
	rc = xlsx_read_sheet(w->xlsx, sheet, take_row, pass, err);
	if (rc == 0)
		rc = table_finish(&t, err);
	table_end(&t);
	return rc;
}

static int read_lists(struct workbook *w, int list, const struct table_format *format, const struct intake *to,
	struct err *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < xlsx_sheets(w->xlsx); i++)
		if (w->found[i].list == list)
			rc = read_list(w, i, format, to, err);
	return rc;
}

/* ---- who is on list 6: read once before everything else ---- */

static bool say_nothing(void *context, const struct import_issue *issue)
{
	(void)context, (void)issue;
	return true;
}

static int read_children(struct workbook *w, struct err *err)
{
	const struct intake nobody = {.issue = say_nothing};

	return read_lists(w, 6, &ANNEX_A_CHILDREN, &nobody, err);
}

static int read_workbook(struct workbook *w, struct err *err)
{
	static const int ORDER[] = {3, 4, 5, 7, 8, 9, 6};
	int rc = find_lists(w, err);

	if (rc == 0)
		rc = read_children(w, err);
	for (size_t i = 0; rc == 0 && i < sizeof ORDER / sizeof *ORDER; i++)
		rc = read_lists(w, ORDER[i], &ANNEX_A_LIST[ORDER[i]], w->to, err);
	return rc;
}

static int read_xlsx(struct xlsx *x, const char *name, const struct intake *to, struct err *err)
{
	struct workbook *w = mem_alloc(sizeof *w);
	int rc;

	*w = (struct workbook){.xlsx = x, .name = name, .to = to};
	annex_a_lists_begin(&w->lists, false);
	rc = read_workbook(w, err);
	annex_a_lists_end(&w->lists);
	mem_free(w);
	xlsx_close(x);
	return rc;
}

/* ---- either ---- */

static bool is_zip(const char *bytes, size_t n)
{
	return n >= 2 && bytes[0] == 'P' && bytes[1] == 'K';
}

int annex_a_read_bytes(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
{
	struct csv_source s;
	struct xlsx *x;
	int rc;

	if (is_zip(bytes, n)) {
		rc = xlsx_open_bytes(bytes, n, &x, err);
		return rc < 0 ? rc : read_xlsx(x, name, to, err);
	}
	rc = csv_source_open_bytes(bytes, n, to, &s, err);
	if (rc < 0)
		return rc;
	rc = read_csv(&s, name, to, err);
	csv_source_close(&s);
	return rc;
}

int annex_a_read(const struct input *in, const struct intake *to, struct err *err)
{
	struct csv_source s;
	int rc = csv_source_open(in, to, &s, err);

	if (rc < 0)
		return rc;
	if (is_zip(s.view.bytes, s.view.size))
		rc = annex_a_read_bytes(s.view.bytes, s.view.size, in->name, to, err);
	else
		rc = read_csv(&s, in->name, to, err);
	csv_source_close(&s);
	return rc;
}

int annex_a_recognise(const struct input *in, enum source_format *ret, struct err *err)
{
	struct xlsx *x;
	struct workbook *w;
	int rc = xlsx_open(in, &x, err);

	if (rc < 0)
		return rc;
	w = mem_alloc(sizeof *w);
	w->xlsx = x;
	rc = find_lists(w, err);
	mem_free(w);
	xlsx_close(x);
	if (rc == 0)
		*ret = FORMAT_ANNEX_A;
	return rc;
}
