#include <string.h>
#include <sys/types.h>

#include "exchange/annex_a.h"
#include "exchange/csv_format.h"
#include "exchange/csv_source.h"
#include "exchange/formats.h"

/* How much of a file is looked at, and how large a file may be to be looked at. */
enum { HEAD_BYTES = 64 * 1024 };
#define ANY_SIZE ((size_t)1 << 40)

#define ACCEPTED \
	"expected a CIN or CSWW return (XML), a children's social care API body (JSON), a Standard Safeguarding Dataset table " \
	"(CSV), an Annex A workbook (.xlsx) or list (CSV), or a CSV file of our own set (workers, cases, holdings...)"

static const struct {
	const char *words;
	int (*read)(const struct input *in, const struct intake *to, struct err *err); /* NULL: a table of csv_format.h */
} FORMAT[FORMATS] = {
	[FORMAT_UNKNOWN] = {"unknown", NULL},
	[FORMAT_CSC_API] = {"children's social care API body (JSON)", csc_api_read},
	[FORMAT_CIN_XML] = {"children in need census (XML)", cin_xml_read},
	[FORMAT_CSWW_XML] = {"children's social work workforce census (XML)", csww_xml_read},
	[FORMAT_SSD_INVOLVEMENTS] = {"Standard Safeguarding Dataset, involvements (CSV)", NULL},
	[FORMAT_SSD_PROFESSIONALS] = {"Standard Safeguarding Dataset, professionals (CSV)", NULL},
	[FORMAT_SSD_DEPARTMENT] = {"Standard Safeguarding Dataset, department (CSV)", NULL},
	[FORMAT_ANNEX_A] = {"Annex A lists", annex_a_read},
	[FORMAT_CSV_WORKERS] = {"workers (CSV)", NULL},
	[FORMAT_CSV_CASES] = {"cases (CSV)", NULL},
	[FORMAT_CSV_HOLDINGS] = {"holdings (CSV)", NULL},
	[FORMAT_CSV_STAGES] = {"stages (CSV)", NULL},
	[FORMAT_CSV_FACTORS] = {"factors (CSV)", NULL},
	[FORMAT_CSV_TASKS] = {"tasks (CSV)", NULL},
	[FORMAT_CSV_REDUCTIONS] = {"reductions (CSV)", NULL},
	[FORMAT_CSV_LINES] = {"lines (CSV)", NULL},
	[FORMAT_CSV_TEAMS] = {"teams (CSV)", NULL},
	[FORMAT_CSV_SKILLS] = {"skills (CSV)", NULL},
	[FORMAT_CSV_HOURS] = {"working hours (CSV)", NULL},
};

const char *format_words(enum source_format format)
{
	return format < FORMATS ? FORMAT[format].words : FORMAT[FORMAT_UNKNOWN].words;
}

/* ---- XML ---- */

/* Where `what` begins in `s`; NULL. */
static const char *find(struct str s, const char *what)
{
	return memmem(s.at, s.len, what, strlen(what));
}

static struct str from(struct str s, const char *at)
{
	return (struct str){at, s.len - (size_t)(at - s.at)};
}

/* What stands behind the first element of a name, however it is prefixed; len 0 if there is none. */
static struct str behind_element(struct str s, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = s.at; (at = find(from(s, at), name)) != NULL; at++) {
		struct str rest = from(s, at + n);

		if (at > s.at && (at[-1] == '<' || at[-1] == ':') && rest.len > 0 && strchr(" \t\r\n/>", rest.at[0]) != NULL)
			return rest;
	}
	return (struct str){"", 0};
}

static bool has_element(struct str s, const char *name)
{
	return behind_element(s, name).len > 0;
}

/* The value of <Collection>; len 0 if the header leaves it out. */
static struct str collection_of(struct str s)
{
	struct str rest = behind_element(s, "Collection");
	const char *open = memchr(rest.at, '>', rest.len);
	const char *close;

	if (open == NULL)
		return (struct str){"", 0};
	rest = from(rest, open + 1);
	close = memchr(rest.at, '<', rest.len);
	return str_trim((struct str){rest.at, close != NULL ? (size_t)(close - rest.at) : 0});
}

static int recognise_xml(struct str s, enum source_format *ret, struct err *err)
{
	struct str collection = collection_of(s);

	if (!has_element(s, "Message"))
		return err_set(err, PL_INVALID, "the file is XML but no return: " ACCEPTED);
	if (str_is_ignoring_case(collection, "CIN"))
		*ret = FORMAT_CIN_XML;
	else if (str_is_ignoring_case(collection, "CSWW"))
		*ret = FORMAT_CSWW_XML;
	else if (collection.len > 0)
		return err_set(err, PL_INVALID, "the file is a return of another collection than CIN or CSWW: " ACCEPTED);
	else if (has_element(s, "CSWWWorker") || has_element(s, "LALevelVacancies"))
		*ret = FORMAT_CSWW_XML;
	else if (has_element(s, "Children"))
		*ret = FORMAT_CIN_XML;
	else
		return err_set(err, PL_INVALID, "the return does not say its Collection and has neither Children nor "
			"CSWWWorker: " ACCEPTED);
	return 0;
}

/* ---- JSON ---- */

/* An array without anything in it is a council's body on a day without children. */
static bool is_empty_array(struct str s)
{
	return s.len >= 2 && s.at[0] == '[' && str_trim((struct str){s.at + 1, s.len - 1}).at[0] == ']';
}

static int recognise_json(struct str s, enum source_format *ret, struct err *err)
{
	if (find(s, "\"la_child_id\"") == NULL && !is_empty_array(s))
		return err_set(err, PL_INVALID, "the file is JSON without la_child_id: " ACCEPTED);
	*ret = FORMAT_CSC_API;
	return 0;
}

/* ---- CSV ---- */

static int recognise_csv(struct str s, enum source_format *ret, struct err *err)
{
	struct csv_source source;
	const struct csv_format *known = NULL;
	enum source_format format = FORMAT_UNKNOWN;
	int rc = csv_source_open_bytes(s.at, s.len, NULL, &source, err);

	if (rc < 0)
		return rc;
	rc = csv_source_next(&source, err);
	if (rc == 1)
		known = csv_format_of_header(source.csv.fields, source.csv.count);
	if (known != NULL)
		format = known->format;
	for (int row = 0; rc == 1 && format == FORMAT_UNKNOWN && row < ANNEX_A_HEADER_ROWS; row++) {
		if (annex_a_is_header(source.csv.fields, source.csv.count))
			format = FORMAT_ANNEX_A;
		else
			rc = csv_source_next(&source, err);
	}
	csv_source_close(&source);
	if (format == FORMAT_UNKNOWN && rc == PL_LIMIT)
		return rc;
	if (format == FORMAT_UNKNOWN)
		return err_set(err, PL_INVALID, "nothing in the file tells what it is: " ACCEPTED);
	*ret = format;
	return 0;
}

/* ---- all of them ---- */

/* XML and JSON as UTF-16, told by their first sign; the sentence of CSV speaks of spreadsheets. */
static bool is_utf16_markup(struct str s)
{
	static const char SIGNS[] = {'<', '{', '['};

	if (s.len >= 4 && (memcmp(s.at, "\xFF\xFE", 2) == 0 || memcmp(s.at, "\xFE\xFF", 2) == 0))
		s = from(s, s.at + 2);
	for (size_t i = 0; s.len >= 2 && i < sizeof SIGNS; i++)
		if ((s.at[0] == SIGNS[i] && s.at[1] == '\0') || (s.at[0] == '\0' && s.at[1] == SIGNS[i]))
			return true;
	return false;
}

static int recognise_head(const struct input *in, struct str s, enum source_format *ret, struct err *err)
{
	struct str text;

	if (s.len >= 4 && memcmp(s.at, "PK\x03\x04", 4) == 0)
		return annex_a_recognise(in, ret, err);
	if (s.len >= 4 && memcmp(s.at, "\xD0\xCF\x11\xE0", 4) == 0)
		return err_set(err, PL_INVALID,
			"the file is an old Excel workbook or has a password: save it as .xlsx without a password");
	if (is_utf16_markup(s))
		return err_set(err, PL_INVALID, "the file is XML or JSON as UTF-16: expected it as UTF-8");
	if (s.len >= 3 && memcmp(s.at, "\xEF\xBB\xBF", 3) == 0)
		s = from(s, s.at + 3);
	text = str_trim(s);
	if (text.len == 0)
		return err_set(err, PL_INVALID, "the file is empty: " ACCEPTED);
	if (text.at[0] == '<')
		return recognise_xml(text, ret, err);
	if (text.at[0] == '[' || text.at[0] == '{')
		return recognise_json(text, ret, err);
	return recognise_csv(s, ret, err);
}

int format_recognise(const struct input *in, enum source_format *ret, struct err *err)
{
	struct file_view view;
	int rc = file_view_open(in, ANY_SIZE, &view, err);

	if (rc < 0)
		return rc;
	rc = recognise_head(in, (struct str){view.bytes, view.size < HEAD_BYTES ? view.size : HEAD_BYTES}, ret, err);
	file_view_close(&view);
	return rc;
}

int format_read(const struct input *in, enum source_format format, const struct intake *to, struct err *err)
{
	const struct csv_format *csv = csv_format_find(format);

	if (csv != NULL)
		return csv_file_read(in, &csv->table, to, err);
	if (format >= FORMATS || FORMAT[format].read == NULL)
		return err_set(err, PL_INVALID, "nothing in the file tells what it is: " ACCEPTED);
	return FORMAT[format].read(in, to, err);
}
