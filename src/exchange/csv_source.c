#include "exchange/csv_source.h"

#include <string.h>

enum { PROGRESS_STEP = 1024 * 1024 };

/* The byte-order marks of UTF-16, or every other byte a zero as in UTF-16 without one. */
static bool looks_like_utf16(const char *bytes, size_t n)
{
	if (n < 2)
		return false;
	return memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0 || bytes[0] == '\0' || bytes[1] == '\0';
}

static int start(struct csv_source *s, const char *bytes, size_t n, struct err *err)
{
	if (looks_like_utf16(bytes, n))
		return err_set(err, PL_INVALID, "line 1: the text is UTF-16: save the file as UTF-8 (in Excel: CSV UTF-8)");
	csv_open(&s->csv, bytes, n);
	return 0;
}

int csv_source_open(const struct input *in, const struct intake *to, struct csv_source *ret, struct err *err)
{
	struct csv_source s = {.to = to};
	int rc = file_view_open(in, CSV_SOURCE_BYTES, &s.view, err);

	if (rc < 0)
		return rc;
	rc = start(&s, s.view.bytes, s.view.size, err);
	if (rc < 0)
		file_view_close(&s.view);
	else
		*ret = s;
	return rc;
}

int csv_source_open_bytes(const char *bytes, size_t n, const struct intake *to, struct csv_source *ret, struct err *err)
{
	struct csv_source s = {.to = to};
	int rc = start(&s, bytes, n, err);

	if (rc == 0)
		*ret = s;
	return rc;
}

void csv_source_close(struct csv_source *s)
{
	csv_close(&s->csv);
	file_view_close(&s->view);
}

static void report_progress(struct csv_source *s)
{
	size_t at;

	if (s->view.size == 0)
		return;
	at = (size_t)(s->csv.at - s->view.bytes);
	if (at - s->reported < PROGRESS_STEP && at != s->view.size)
		return;
	s->reported = at;
	file_view_let_go(&s->view, at);
	if (s->to != NULL && s->to->progress != NULL)
		s->to->progress(s->to->context, at);
}

int csv_source_next(struct csv_source *s, struct err *err)
{
	const char *from = s->csv.at;
	int rc = csv_next(&s->csv, err);

	if (rc <= 0)
		return rc;
	(void)snprintf(s->place, sizeof s->place, "line %lld", (long long)s->csv.line);
	if (!str_is_utf8((struct str){from, (size_t)(s->csv.at - from)}))
		return err_set(err, PL_INVALID, "%s: the text is not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)", s->place);
	report_progress(s);
	return 1;
}

static int read_rows(struct csv_source *s, struct table *t, struct err *err)
{
	int rc = csv_source_next(s, err);

	if (rc < 0)
		return rc;
	if (rc == 0)
		return err_set(err, PL_INVALID, "line 1: the file is empty, expected a header");
	rc = table_header(t, s->csv.fields, s->csv.count, s->place, err);
	while (rc == 0 && (rc = csv_source_next(s, err)) == 1)
		rc = table_row(t, s->csv.fields, s->csv.count, s->place, err);
	return rc < 0 ? rc : table_finish(t, err);
}

int csv_source_read(struct csv_source *s, const struct table_format *format, const char *name, const struct intake *to,
	struct err *err)
{
	struct table t;
	int rc;

	table_begin(&t, format, name, to);
	t.decimal_comma = s->csv.separator != ',';
	rc = read_rows(s, &t, err);
	table_end(&t);
	return rc;
}

int csv_file_read(const struct input *in, const struct table_format *format, const struct intake *to, struct err *err)
{
	struct csv_source s;
	int rc = csv_source_open(in, to, &s, err);

	if (rc < 0)
		return rc;
	rc = csv_source_read(&s, format, in->name, to, err);
	csv_source_close(&s);
	return rc;
}

int csv_bytes_read(const char *bytes, size_t n, const struct table_format *format, const char *name,
	const struct intake *to, struct err *err)
{
	struct csv_source s;
	int rc = csv_source_open_bytes(bytes, n, to, &s, err);

	if (rc < 0)
		return rc;
	rc = csv_source_read(&s, format, name, to, err);
	csv_source_close(&s);
	return rc;
}
