#include "exchange/ods_reader.h"

#include "base/buf.h"

/* What a sheet may say of how often a thing stands there: as many as the largest has rows, and more. */
static const int64_t REPEATED_MOST = INT64_C(1) << 24;

struct ods {
	ods_row_fn *row;
	void *context;
	char sheet[ODS_SHEET_NAME + 1];
	int64_t number, row_repeated; /* of the row in hand */
	int64_t rows;                 /* given, of all sheets */
	size_t column, cell_repeated; /* of the cell in hand */
	bool in_cell, in_note, in_text;
	size_t paragraphs;            /* of the cell in hand */
	struct buf value, shown;      /* of the cell in hand: the value beneath, and what is shown */
	struct buf texts;             /* of the row in hand, end to end */
	size_t from[ODS_COLUMNS], len[ODS_COLUMNS];
	size_t count;                 /* columns up to the last cell that holds something */
};

static bool repeated(const struct xml_attributes *attributes, const char *name, int64_t *ret)
{
	struct str said = xml_attribute(attributes, name);

	*ret = 1;
	return said.len == 0 || str_to_int(said, 1, REPEATED_MOST, ret);
}

static int wrong(const struct ods *o, const char *what, struct err *err)
{
	return err_set(err, PL_INVALID, "sheet %s, row %lld: %s", o->sheet, (long long)o->number, what);
}

static void start_sheet(struct ods *o, const struct xml_attributes *attributes)
{
	struct str name = str_trim(xml_attribute(attributes, "name"));

	if (name.len == 0 || name.len > ODS_SHEET_NAME || !str_is_clean_utf8(name))
		name = STR("without a name");
	memcpy(o->sheet, name.at, name.len);
	o->sheet[name.len] = '\0';
	o->number = 1;
}

static int start_row(struct ods *o, const struct xml_attributes *attributes, struct err *err)
{
	o->column = 0;
	o->count = 0;
	buf_clear(&o->texts);
	return repeated(attributes, "number-rows-repeated", &o->row_repeated) ? 0 : wrong(o, "a row stands there too often", err);
}

/* The value beneath, where what is shown is only its look. */
static struct str value_beneath(const struct xml_attributes *attributes)
{
	struct str type = xml_attribute(attributes, "value-type");

	if (str_is(type, "date"))
		return xml_attribute(attributes, "date-value");
	if (str_is(type, "float") || str_is(type, "percentage") || str_is(type, "currency"))
		return xml_attribute(attributes, "value");
	return STR("");
}

static int start_cell(struct ods *o, const struct xml_attributes *attributes, struct err *err)
{
	struct str value = value_beneath(attributes);
	int64_t times;

	if (!repeated(attributes, "number-columns-repeated", &times))
		return wrong(o, "a cell stands there too often", err);
	o->cell_repeated = (size_t)times;
	o->in_cell = true;
	o->paragraphs = 0;
	buf_clear(&o->value);
	buf_clear(&o->shown);
	buf_add(&o->value, value.at, value.len);
	return 0;
}

static int on_start(void *context, const char *name, const struct xml_attributes *attributes, struct err *err)
{
	struct ods *o = context;

	if (str_equal(name, "table"))
		start_sheet(o, attributes);
	else if (str_equal(name, "table-row"))
		return start_row(o, attributes, err);
	else if (str_equal(name, "table-cell") || str_equal(name, "covered-table-cell"))
		return start_cell(o, attributes, err);
	else if (str_equal(name, "annotation"))
		o->in_note = true;
	else if (str_equal(name, "p") && o->in_cell && !o->in_note) {
		o->in_text = true;
		if (o->paragraphs++ > 0)
			buf_add(&o->shown, " ", 1);
	} else if (str_equal(name, "s") && o->in_text)
		buf_add(&o->shown, " ", 1);
	return 0;
}

static int on_text(void *context, struct str text, struct err *err)
{
	struct ods *o = context;

	if (!o->in_text || o->column >= ODS_COLUMNS)
		return 0;
	buf_add(&o->shown, text.at, text.len);
	if (o->shown.full)
		return err_set(err, PL_LIMIT, "sheet %s, row %lld: more than %d bytes of text", o->sheet, (long long)o->number, ODS_ROW_BYTES);
	return 0;
}

static void put_cell(struct ods *o, struct str text)
{
	for (; o->count < o->column; o->count++)
		o->from[o->count] = o->len[o->count] = 0;
	o->from[o->column] = o->texts.len;
	o->len[o->column] = text.len;
	o->count = o->column + 1;
	buf_add(&o->texts, text.at, text.len);
}

static void end_cell(struct ods *o)
{
	const struct buf *said = o->value.len > 0 ? &o->value : &o->shown;
	struct str text = str_trim((struct str){buf_text(said), said->len});
	size_t end = o->column + o->cell_repeated;

	o->in_cell = false;
	for (; text.len > 0 && o->column < end && o->column < ODS_COLUMNS; o->column++)
		put_cell(o, text);
	o->column = end;
}

static int end_row(struct ods *o, struct err *err)
{
	struct str cells[ODS_COLUMNS];
	int rc = 0;

	if (o->texts.full)
		return err_set(err, PL_LIMIT, "sheet %s, row %lld: more than %d bytes of text", o->sheet, (long long)o->number, ODS_ROW_BYTES);
	for (size_t i = 0; i < o->count; i++)
		cells[i] = (struct str){buf_text(&o->texts) + o->from[i], o->len[i]};
	for (int64_t i = 0; i < o->row_repeated && o->count > 0 && rc == 0; i++) {
		if (o->rows++ == ODS_ROWS)
			return err_set(err, PL_LIMIT, "the spreadsheet has more than %d rows with something in them", ODS_ROWS);
		rc = o->row(o->context, o->sheet, o->number + i, cells, o->count, err);
	}
	o->number += o->row_repeated;
	return rc;
}

static int on_end(void *context, const char *name, struct err *err)
{
	struct ods *o = context;

	if (str_equal(name, "p"))
		o->in_text = false;
	else if (str_equal(name, "annotation"))
		o->in_note = false;
	else if (str_equal(name, "table-cell") || str_equal(name, "covered-table-cell"))
		end_cell(o);
	else if (str_equal(name, "table-row"))
		return end_row(o, err);
	return 0;
}

static int read_content(struct package *package, ods_row_fn *row, void *context, struct err *err)
{
	const struct xml_handler handler = {on_start, on_end, on_text};
	struct ods *o;
	int rc;

	if (!package_has(package, "content.xml"))
		return err_set(err, PL_INVALID, "the file is a ZIP but no OpenDocument spreadsheet: save it as .ods");
	o = mem_alloc(sizeof *o);
	*o = (struct ods){.row = row, .context = context, .sheet = "without a name", .number = 1, .row_repeated = 1,
		.value = BUF_INIT(ODS_ROW_BYTES), .shown = BUF_INIT(ODS_ROW_BYTES), .texts = BUF_INIT(ODS_ROW_BYTES)};
	rc = package_read(package, "content.xml", &handler, o, err);
	buf_free(&o->value);
	buf_free(&o->shown);
	buf_free(&o->texts);
	mem_free(o);
	return rc;
}

int ods_read_bytes(const char *bytes, size_t n, ods_row_fn *row, void *context, struct err *err)
{
	struct package *package;
	int rc = package_open_bytes(bytes, n, &package, err);

	if (rc < 0)
		return rc;
	rc = read_content(package, row, context, err);
	package_close(package);
	return rc;
}
