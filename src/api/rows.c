#include "api/rows.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/date.h"

struct rows rows_open(struct buf *out, enum resource_format format, const char *const *columns, size_t count)
{
	struct rows r = {json_to(out), out, format, columns, count, 0};

	if (format == RESOURCE_JSON) {
		json_begin_object(&r.json, NULL);
		return r;
	}
	for (size_t i = 0; i < count; i++)
		csv_cell(out, i == 0, columns[i]);
	csv_end_row(out);
	return r;
}

void rows_list(struct rows *r, const char *key)
{
	if (r->format == RESOURCE_JSON)
		json_begin_array(&r->json, key);
}

void rows_list_end(struct rows *r)
{
	if (r->format == RESOURCE_JSON)
		json_end(&r->json, ']');
}

void rows_finish(struct rows *r)
{
	if (r->format == RESOURCE_JSON) {
		json_end(&r->json, '}');
		buf_putc(r->out, '\n');
	}
}

void rows_begin(struct rows *r)
{
	r->at = 0;
	if (r->format == RESOURCE_JSON)
		json_begin_object(&r->json, NULL);
}

void rows_end(struct rows *r)
{
	if (r->format == RESOURCE_JSON)
		json_end(&r->json, '}');
	else
		csv_end_row(r->out);
}

static const char *next_column(struct rows *r)
{
	return r->at < r->count ? r->columns[r->at++] : "?";
}

struct json_writer *rows_json(struct rows *r, const char **ret_key)
{
	if (r->format != RESOURCE_JSON)
		return NULL;
	*ret_key = next_column(r);
	return &r->json;
}

static void cell(struct rows *r, const char *text)
{
	csv_cell(r->out, r->at == 0, text);
	(void)next_column(r);
}

void rows_text(struct rows *r, const char *value)
{
	if (r->format == RESOURCE_JSON)
		json_text_or_null(&r->json, next_column(r), value);
	else
		cell(r, value);
}

/* A number that is never negative, or an empty cell. */
static void number(struct rows *r, int64_t value, void (*put)(struct buf *out, int64_t value))
{
	struct buf text = BUF_INIT(40);

	put(&text, value);
	cell(r, buf_text(&text));
	buf_free(&text);
}

void rows_int(struct rows *r, int64_t value)
{
	if (r->format == RESOURCE_JSON)
		json_int(&r->json, next_column(r), value);
	else
		number(r, value, buf_put_int);
}

static bool null_instead(struct rows *r, int64_t value)
{
	if (value < 0)
		rows_text(r, "");
	return value < 0;
}

void rows_int_or_null(struct rows *r, int64_t value)
{
	if (!null_instead(r, value))
		rows_int(r, value);
}

void rows_tenths_or_null(struct rows *r, int64_t tenths)
{
	if (!null_instead(r, tenths))
		rows_tenths(r, tenths);
}

void rows_tenths(struct rows *r, int64_t tenths)
{
	if (r->format == RESOURCE_JSON)
		json_tenths(&r->json, next_column(r), tenths);
	else
		number(r, tenths, buf_put_tenths);
}

void rows_millionths_or_null(struct rows *r, int64_t millionths)
{
	if (!null_instead(r, millionths))
		rows_millionths(r, millionths);
}

void rows_millionths(struct rows *r, int64_t millionths)
{
	if (r->format == RESOURCE_JSON)
		json_millionths(&r->json, next_column(r), millionths);
	else
		number(r, millionths, buf_put_millionths);
}

void rows_bool(struct rows *r, bool value)
{
	if (r->format == RESOURCE_JSON)
		json_bool(&r->json, next_column(r), value);
	else
		cell(r, value ? "yes" : "no");
}

/* "" where there is none. */
static const char *instant_text(int64_t instant, char out[CLOCK_INSTANT_SIZE])
{
	return instant == 0 ? "" : clock_instant_text(instant, out);
}

void rows_instant(struct rows *r, int64_t instant)
{
	char text[CLOCK_INSTANT_SIZE];

	rows_text(r, instant_text(instant, text));
}

void rows_put_instant(struct json_writer *w, const char *key, int64_t instant)
{
	char text[CLOCK_INSTANT_SIZE];

	json_text_or_null(w, key, instant_text(instant, text));
}

void rows_date(struct rows *r, int32_t day)
{
	char iso[DATE_ISO_SIZE];

	rows_text(r, date_iso(day, iso));
}
