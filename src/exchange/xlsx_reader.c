#include "exchange/xlsx_reader.h"

#include "base/buf.h"

struct sheet {
	const char *name, *relation; /* the relation's id, until its part is known */
	const char *part;            /* NULL: not a worksheet */
};

struct xlsx {
	struct package *package;
	struct arena *arena;
	const char *workbook;        /* part names */
	const char *strings_part;    /* NULL: none */
	struct sheet *sheets;        /* of the workbook, worksheets first to last */
	size_t sheets_count, sheets_room;
	bool from_1904;
	bool strings_read;
	struct buf strings;          /* shared texts, end to end */
	uint32_t *string_ends;
	size_t strings_count, strings_room;
};

static char *text_of(struct xlsx *x, struct str s)
{
	return arena_strndup(x->arena, s.at, s.len);
}

static bool ends_with(struct str s, const char *end)
{
	size_t n = strlen(end);

	return s.len >= n && memcmp(s.at + s.len - n, end, n) == 0;
}

static int ignore_end(void *context, const char *name, struct err *err)
{
	(void)context, (void)name, (void)err;
	return 0;
}

/* ---- relations: which part belongs to what ---- */

/* A target is named from the package's root ("/xl/...") or from the folder of the part that has the relation. */
static const char *target_part(struct xlsx *x, const char *folder, struct str target)
{
	struct str name = target.len > 0 && target.at[0] == '/' ? (struct str){target.at + 1, target.len - 1} : target;

	if (name.at != target.at)
		folder = "";
	return arena_printf(x->arena, "%s%.*s", folder, (int)name.len, name.at);
}

static const char *folder_of(struct xlsx *x, const char *part)
{
	const char *slash = strrchr(part, '/');

	return slash != NULL ? arena_strndup(x->arena, part, (size_t)(slash - part) + 1) : "";
}

static int on_package_relation(void *context, const char *name, const struct xml_attributes *attributes, struct err *err)
{
	struct xlsx *x = context;
	struct str target = xml_attribute(attributes, "Target");

	(void)err;
	if (str_equal(name, "Relationship") && x->workbook == NULL && target.len <= PACKAGE_NAME &&
		ends_with(xml_attribute(attributes, "Type"), "/officeDocument"))
		x->workbook = target_part(x, "", target);
	return 0;
}

static void relate_sheets(struct xlsx *x, struct str id, const char *part)
{
	for (size_t i = 0; i < x->sheets_count; i++)
		if (str_is(id, x->sheets[i].relation))
			x->sheets[i].part = part;
}

static int on_workbook_relation(void *context, const char *name, const struct xml_attributes *attributes, struct err *err)
{
	struct xlsx *x = context;
	struct str target = xml_attribute(attributes, "Target");
	struct str type = xml_attribute(attributes, "Type");

	(void)err;
	if (!str_equal(name, "Relationship") || target.len > PACKAGE_NAME)
		return 0;
	if (ends_with(type, "/worksheet"))
		relate_sheets(x, xml_attribute(attributes, "Id"), target_part(x, folder_of(x, x->workbook), target));
	else if (ends_with(type, "/sharedStrings"))
		x->strings_part = target_part(x, folder_of(x, x->workbook), target);
	return 0;
}

/* ---- the workbook ---- */

static int add_sheet(struct xlsx *x, const struct xml_attributes *attributes, struct err *err)
{
	struct sheet *sheet;
	struct str name = str_trim(xml_attribute(attributes, "name"));

	if (x->sheets_count == XLSX_SHEETS)
		return err_set(err, PL_LIMIT, "the workbook has more than %d sheets", XLSX_SHEETS);
	sheet = ARENA_PUSH(x->arena, &x->sheets, &x->sheets_count, &x->sheets_room);
	if (name.len == 0 || name.len > 100 || !str_is_clean_utf8(name))
		sheet->name = arena_printf(x->arena, "number %zu", x->sheets_count);
	else
		sheet->name = text_of(x, name);
	sheet->relation = text_of(x, xml_attribute(attributes, "id"));
	return 0;
}

static int on_workbook_start(void *context, const char *name, const struct xml_attributes *attributes, struct err *err)
{
	struct xlsx *x = context;
	struct str flag;

	if (str_equal(name, "sheet"))
		return add_sheet(x, attributes, err);
	if (str_equal(name, "workbookPr")) {
		flag = xml_attribute(attributes, "date1904");
		x->from_1904 = str_is(flag, "1") || str_is(flag, "true");
	}
	return 0;
}

static int read_workbook(struct xlsx *x, struct err *err)
{
	const struct xml_handler relations = {on_workbook_relation, ignore_end, NULL};
	const struct xml_handler workbook = {on_workbook_start, ignore_end, NULL};
	const char *folder = folder_of(x, x->workbook);
	const char *relations_part = arena_printf(x->arena, "%s_rels/%s.rels", folder, x->workbook + strlen(folder));
	int rc = package_read(x->package, x->workbook, &workbook, x, err);

	return rc < 0 ? rc : package_read(x->package, relations_part, &relations, x, err);
}

/* Sheets that are charts or macros have no rows. */
static void keep_worksheets(struct xlsx *x)
{
	size_t kept = 0;

	for (size_t i = 0; i < x->sheets_count; i++)
		if (x->sheets[i].part != NULL)
			x->sheets[kept++] = x->sheets[i];
	x->sheets_count = kept;
}

static int find_workbook(struct xlsx *x, struct err *err)
{
	const struct xml_handler relations = {on_package_relation, ignore_end, NULL};
	int rc = package_has(x->package, "_rels/.rels") ? package_read(x->package, "_rels/.rels", &relations, x, err) : 0;

	if (rc < 0)
		return rc;
	if (x->workbook == NULL || ends_with(str_of(x->workbook), ".bin") || !package_has(x->package, x->workbook))
		return err_set(err, PL_INVALID, "the file is a ZIP but no Excel workbook: save it as .xlsx");
	if (package_has(x->package, arena_printf(x->arena, "%svbaProject.bin", folder_of(x, x->workbook))))
		return err_set(err, PL_INVALID, "the workbook has macros: save it as .xlsx, without macros");
	return 0;
}

static int open_workbook(struct xlsx *x, struct err *err)
{
	int rc = find_workbook(x, err);

	if (rc == 0)
		rc = read_workbook(x, err);
	if (rc == 0)
		keep_worksheets(x);
	return rc;
}

static int finish_open(int rc, struct package *package, struct xlsx **ret, struct err *err)
{
	struct xlsx *x;

	if (rc < 0)
		return rc;
	x = mem_alloc(sizeof *x);
	x->package = package;
	x->arena = arena_new();
	x->strings = BUF_INIT(XLSX_STRINGS_BYTES);
	rc = open_workbook(x, err);
	if (rc == 0)
		*ret = x;
	else
		xlsx_close(x);
	return rc;
}

int xlsx_open(const struct input *in, struct xlsx **ret, struct err *err)
{
	struct package *package = NULL;
	int rc = package_open(in, &package, err);

	return finish_open(rc, package, ret, err);
}

int xlsx_open_bytes(const char *bytes, size_t n, struct xlsx **ret, struct err *err)
{
	struct package *package = NULL;
	int rc = package_open_bytes(bytes, n, &package, err);

	return finish_open(rc, package, ret, err);
}

struct xlsx *xlsx_close(struct xlsx *x)
{
	if (x != NULL) {
		package_close(x->package);
		arena_free(x->arena);
		buf_free(&x->strings);
		mem_free(x->string_ends);
		mem_free(x);
	}
	return NULL;
}

size_t xlsx_sheets(const struct xlsx *x)
{
	return x->sheets_count;
}

const char *xlsx_sheet_name(const struct xlsx *x, size_t sheet)
{
	return x->sheets[sheet].name;
}

int32_t xlsx_serial_shift(const struct xlsx *x)
{
	return x->from_1904 ? 1462 : 0;
}

/* ---- texts ---- */

/* Texts write a control character as _x000D_. It is white space to whoever reads it. */
static void decode_control_characters(char *at, size_t *len)
{
	size_t n = 0;

	for (size_t i = 0; i < *len; i++) {
		if (*len - i >= 7 && memcmp(at + i, "_x00", 4) == 0 && (at[i + 4] == '0' || at[i + 4] == '1') && at[i + 6] == '_') {
			at[n++] = ' ';
			i += 6;
		} else {
			at[n++] = at[i];
		}
	}
	*len = n;
}

/* ---- shared texts ---- */

struct strings_reader {
	struct xlsx *x;
	size_t from;            /* where the text in hand begins */
	bool in_text, in_sound; /* <t>; inside <rPh>, how a Japanese text is said */
};

static int on_strings_start(void *context, const char *name, const struct xml_attributes *attributes, struct err *err)
{
	struct strings_reader *r = context;

	(void)attributes, (void)err;
	if (str_equal(name, "si"))
		r->from = r->x->strings.len;
	else if (str_equal(name, "rPh"))
		r->in_sound = true;
	r->in_text = str_equal(name, "t") && !r->in_sound;
	return 0;
}

static int end_string(struct xlsx *x, size_t from, struct err *err)
{
	size_t len = x->strings.len - from;

	if (x->strings.full || x->strings_count == XLSX_STRINGS)
		return err_set(err, PL_LIMIT, "the workbook has more than %d different texts or %d MB of them", XLSX_STRINGS,
			XLSX_STRINGS_BYTES / (1024 * 1024));
	if (x->strings_count == x->strings_room) {
		x->strings_room = x->strings_room > 0 ? x->strings_room * 2 : 1024;
		x->string_ends = mem_realloc(x->string_ends, x->strings_room * sizeof *x->string_ends);
	}
	if (len > 0) {
		decode_control_characters(x->strings.data + from, &len);
		x->strings.len = from + len;
	}
	x->string_ends[x->strings_count++] = (uint32_t)x->strings.len;
	return 0;
}

static int on_strings_end(void *context, const char *name, struct err *err)
{
	struct strings_reader *r = context;

	r->in_text = false;
	if (str_equal(name, "rPh"))
		r->in_sound = false;
	return str_equal(name, "si") ? end_string(r->x, r->from, err) : 0;
}

static int on_strings_text(void *context, struct str text, struct err *err)
{
	struct strings_reader *r = context;

	(void)err;
	if (r->in_text)
		buf_add(&r->x->strings, text.at, text.len);
	return 0;
}

static int read_strings(struct xlsx *x, struct err *err)
{
	const struct xml_handler handler = {on_strings_start, on_strings_end, on_strings_text};
	struct strings_reader reader = {.x = x};

	if (x->strings_read || x->strings_part == NULL)
		return 0;
	x->strings_read = true;
	return package_read(x->package, x->strings_part, &handler, &reader, err);
}

static bool find_string(const struct xlsx *x, struct str index, struct str *ret)
{
	int64_t i;
	uint32_t from;

	if (!str_to_int(str_trim(index), 0, (int64_t)x->strings_count - 1, &i))
		return false;
	from = i > 0 ? x->string_ends[i - 1] : 0;
	*ret = (struct str){buf_text(&x->strings) + from, x->string_ends[i] - from};
	return true;
}

/* ---- a sheet ---- */

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_OTHER };

struct sheet_reader {
	struct xlsx *x;
	const char *sheet;
	xlsx_row_fn *row;
	void *context;
	int64_t number;          /* of the row in hand */
	size_t column, next_column;
	enum cell_type type;
	bool in_value, in_sound; /* <v> or <t>; inside <rPh> */
	struct buf value;        /* of the cell in hand */
	struct buf texts;        /* of the row in hand, end to end */
	size_t from[XLSX_COLUMNS], len[XLSX_COLUMNS];
	size_t count;            /* columns up to the last cell that holds something */
};

/* "AB12" is column 27; SIZE_MAX if it is not a cell's name. */
static size_t column_of(struct str name)
{
	size_t column = 0, i = 0;

	while (i < name.len && i < 3 && name.at[i] >= 'A' && name.at[i] <= 'Z')
		column = column * 26 + (size_t)(name.at[i++] - 'A' + 1);
	if (i == 0 || i == name.len || name.at[i] < '0' || name.at[i] > '9')
		return SIZE_MAX;
	return column - 1;
}

static int start_row(struct sheet_reader *r, const struct xml_attributes *attributes, struct err *err)
{
	struct str number = xml_attribute(attributes, "r");

	r->number++;
	if (number.len > 0 && !str_to_int(number, r->number, XLSX_ROWS, &r->number))
		return err_set(err, PL_INVALID, "sheet %s: a row behind row %lld has the wrong number", r->sheet,
			(long long)r->number - 1);
	if (r->number > XLSX_ROWS)
		return err_set(err, PL_LIMIT, "sheet %s has more than %d rows", r->sheet, XLSX_ROWS);
	r->next_column = 0;
	r->count = 0;
	buf_clear(&r->texts);
	return 0;
}

static int start_cell(struct sheet_reader *r, const struct xml_attributes *attributes, struct err *err)
{
	struct str name = xml_attribute(attributes, "r");
	struct str type = xml_attribute(attributes, "t");

	r->column = r->next_column;
	if (name.len > 0)
		r->column = column_of(name);
	if (r->column == SIZE_MAX || r->column < r->next_column)
		return err_set(err, PL_INVALID, "sheet %s, row %lld: a cell stands in the wrong place", r->sheet,
			(long long)r->number);
	r->next_column = r->column + 1;
	r->type = type.len == 0 || str_is(type, "n") ? CELL_NUMBER : str_is(type, "s") ? CELL_SHARED : CELL_OTHER;
	buf_clear(&r->value);
	return 0;
}

static int on_sheet_start(void *context, const char *name, const struct xml_attributes *attributes, struct err *err)
{
	struct sheet_reader *r = context;

	r->in_value = false;
	if (str_equal(name, "row"))
		return start_row(r, attributes, err);
	if (str_equal(name, "c"))
		return start_cell(r, attributes, err);
	if (str_equal(name, "rPh"))
		r->in_sound = true;
	r->in_value = str_equal(name, "v") || (str_equal(name, "t") && !r->in_sound);
	return 0;
}

static int on_sheet_text(void *context, struct str text, struct err *err)
{
	struct sheet_reader *r = context;

	if (!r->in_value || r->column >= XLSX_COLUMNS)
		return 0;
	buf_add(&r->value, text.at, text.len);
	if (r->value.full)
		return err_set(err, PL_LIMIT, "sheet %s, row %lld: more than %d bytes of text", r->sheet, (long long)r->number,
			XLSX_ROW_BYTES);
	return 0;
}

/* "1234.0", as some programs write a whole number, is 1234. */
static struct str whole_number(struct str s)
{
	const char *point = memchr(s.at, '.', s.len);
	size_t i = point != NULL ? (size_t)(point - s.at) + 1 : s.len;

	while (i < s.len && s.at[i] == '0')
		i++;
	return point != NULL && i == s.len ? (struct str){s.at, (size_t)(point - s.at)} : s;
}

static int end_cell(struct sheet_reader *r, struct err *err)
{
	struct str s = {buf_text(&r->value), r->value.len};

	if (s.len == 0 || r->column >= XLSX_COLUMNS)
		return 0;
	if (r->type == CELL_SHARED && !find_string(r->x, s, &s))
		return err_set(err, PL_INVALID, "sheet %s, row %lld: a cell refers to a text that is not in the workbook",
			r->sheet, (long long)r->number);
	if (r->type == CELL_NUMBER)
		s = whole_number(str_trim(s));
	if (r->type == CELL_OTHER)
		decode_control_characters(r->value.data, &s.len);
	for (; r->count <= r->column; r->count++)
		r->from[r->count] = r->len[r->count] = 0;
	r->from[r->column] = r->texts.len;
	r->len[r->column] = s.len;
	buf_add(&r->texts, s.at, s.len);
	return 0;
}

static int end_row(struct sheet_reader *r, struct err *err)
{
	struct str cells[XLSX_COLUMNS];

	if (r->texts.full)
		return err_set(err, PL_LIMIT, "sheet %s, row %lld: more than %d bytes of text", r->sheet, (long long)r->number,
			XLSX_ROW_BYTES);
	for (size_t i = 0; i < r->count; i++)
		cells[i] = (struct str){buf_text(&r->texts) + r->from[i], r->len[i]};
	return r->row(r->context, r->number, cells, r->count, err);
}

static int on_sheet_end(void *context, const char *name, struct err *err)
{
	struct sheet_reader *r = context;

	r->in_value = false;
	if (str_equal(name, "rPh"))
		r->in_sound = false;
	if (str_equal(name, "c"))
		return end_cell(r, err);
	return str_equal(name, "row") ? end_row(r, err) : 0;
}

int xlsx_read_sheet(struct xlsx *x, size_t sheet, xlsx_row_fn *row, void *context, struct err *err)
{
	const struct xml_handler handler = {on_sheet_start, on_sheet_end, on_sheet_text};
	struct sheet_reader *r;
	int rc = read_strings(x, err);

	if (rc < 0)
		return rc;
	r = mem_alloc(sizeof *r);
	*r = (struct sheet_reader){.x = x, .sheet = x->sheets[sheet].name, .row = row, .context = context,
		.value = BUF_INIT(XLSX_ROW_BYTES), .texts = BUF_INIT(XLSX_ROW_BYTES)};
	rc = package_read(x->package, x->sheets[sheet].part, &handler, r, err);
	buf_free(&r->value);
	buf_free(&r->texts);
	mem_free(r);
	return rc;
}
