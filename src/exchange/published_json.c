#include "exchange/published_json.h"

#include <jansson.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "core/agreement.h"
#include "core/quarter.h"

#define FORMAT "plimsoll health check"
#define SIGNATURE ",\"signature\":{\"note\":"

enum { TEXT_MOST = 2000, NUMBER_MOST = 1000000000, PERCENT_MOST = 100 };

/* ---- writing ---- */

static void put_instant(struct json_writer *w, const char *key, int64_t instant)
{
	char text[CLOCK_INSTANT_SIZE];

	json_text_or_null(w, key, clock_instant_text(instant, text));
}

static void put_value(struct json_writer *w, const struct published_row *r)
{
	if (r->told == PUBLISHED_WITHHELD)
		json_text(w, "value", "c");
	else if (r->told != PUBLISHED_SHOWN)
		json_put_null(w, "value");
	else if (r->unit == PUBLISHED_TENTHS)
		json_tenths(w, "value", r->value);
	else
		json_int(w, "value", r->value);
}

static void put_rows(struct json_writer *w, const struct published_rows *rows)
{
	json_begin_array(w, "figures");
	for (size_t i = 0; i < rows->count; i++) {
		const struct published_row *r = &rows->rows[i];

		json_begin_object(w, NULL);
		json_text(w, "code", r->code);
		json_text(w, "section", r->section);
		json_text(w, "words", r->words);
		json_text(w, "definition", r->definition);
		json_text_or_null(w, "part_of", r->part_of);
		json_text(w, "unit", published_unit_code(r->unit));
		json_text(w, "told", published_told_code(r->told));
		put_value(w, r);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_agreements(struct json_writer *w, const struct published *p)
{
	json_begin_array(w, "agreements");
	for (size_t i = 0; i < p->agreements_count; i++) {
		const struct published_agreement *g = &p->agreements[i];

		json_begin_object(w, NULL);
		json_text(w, "kind", g->kind);
		json_int(w, "value", g->value);
		json_text_or_null(w, "service", g->service);
		json_text(w, "status", g->status);
		json_text_or_null(w, "agreed_by", g->agreed_by);
		json_date(w, "agreed_on", g->agreed_on);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_bool(w, "limit_nobody_agreed", p->limit_of_nobody);
}

static void put_target(struct json_writer *w, const struct published *p)
{
	if (!p->has_target) {
		json_put_null(w, "target");
		return;
	}
	json_begin_object(w, "target");
	json_tenths(w, "start", p->target_start);
	json_date(w, "starts", p->target_starts);
	json_tenths(w, "goal", p->target_goal);
	json_date(w, "due", p->target_due);
	json_tenths(w, "path", p->target_should);
	if (p->target_pounds >= 0)
		json_int(w, "pounds", p->target_pounds);
	else
		json_put_null(w, "pounds");
	json_text(w, "status", p->target_status);
	json_text_or_null(w, "agreed_by", p->target_agreed_by);
	json_date(w, "agreed_on", p->target_agreed_on);
	json_end(w, '}');
}

static void put_plan(struct json_writer *w, const struct published *p)
{
	if (!p->has_plan) {
		json_put_null(w, "plan");
		return;
	}
	json_begin_object(w, "plan");
	if (p->plan_few)
		json_text(w, "cases", "c");
	else
		json_int(w, "cases", p->plan_cases);
	json_date(w, "declared_on", p->plan_from);
	json_date(w, "due", p->plan_due);
	json_end(w, '}');
}

static void put_head(struct json_writer *w, const struct published *p)
{
	json_text(w, "format", FORMAT);
	json_int(w, "format_version", 1);
	json_text(w, "employer", p->employer);
	json_text(w, "name", p->name);
	json_bool(w, "demo", p->demo);
	if (p->dfe_code > 0)
		json_int(w, "dfe_code", p->dfe_code);
	else
		json_put_null(w, "dfe_code");
	json_int(w, "version", p->version);
	if (p->corrects > 0)
		json_int(w, "corrects", p->corrects);
	else
		json_put_null(w, "corrects");
	json_text_or_null(w, "why", p->why);
	json_date(w, "from", p->period.from);
	json_date(w, "to", p->period.until - 1);
	put_instant(w, "made", p->instant);
	json_date(w, "records_to", p->records_day);
	if (p->complete_percent >= 0)
		json_int(w, "complete_percent", p->complete_percent);
	else
		json_put_null(w, "complete_percent");
	json_int(w, "ledger_entries", p->entries);
	json_text(w, "ledger_head", p->head);
}

int published_json_write(struct buf *out, const struct published *p, struct err *err)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	put_head(&w, p);
	put_agreements(&w, p);
	put_target(&w, p);
	put_plan(&w, p);
	put_rows(&w, &p->rows);
	json_end(&w, '}');
	buf_putc(out, '\n');
	return out->full || out->len > PUBLISHED_BYTES ?
		err_set(err, PL_LIMIT, "The health check is larger than one that may be published.") : 0;
}

void published_json_file(struct buf *out, const char *document, const char *note)
{
	size_t n = strlen(document);

	if (note[0] == '\0' || n < 2) {
		buf_puts(out, document);
		return;
	}
	buf_add(out, document, n - 2);
	buf_puts(out, ",\"signature\":");
	{
		struct json_writer w = json_to(out);

		json_begin_object(&w, NULL);
		json_text(&w, "note", note);
		json_end(&w, '}');
	}
	buf_puts(out, "}\n");
}

/* ---- reading ---- */

/* What is being read; the first mistake stands, and every value after it is nothing. */
struct reader {
	struct arena *a;
	struct err *err;
	bool bad;
};

static void refuse(struct reader *r, const char *key, const char *expected)
{
	if (!r->bad)
		(void)err_set(r->err, PL_INVALID, "This is no published health check: %s: expected %s", key, expected);
	r->bad = true;
}

static const char *read_text(struct reader *r, const json_t *object, const char *key, bool may_be_null)
{
	const json_t *value = json_object_get(object, key);
	const char *text = json_string_value(value);

	if (text == NULL && may_be_null && json_is_null(value))
		return "";
	if (text == NULL || strlen(text) > TEXT_MOST || strlen(text) != json_string_length(value) ||
		!str_is_clean_utf8(str_of(text))) {
		refuse(r, key, "a line of text");
		return "";
	}
	return arena_strdup(r->a, text);
}

/* `otherwise` for null. */
static int64_t read_int(struct reader *r, const json_t *object, const char *key, bool may_be_null, int64_t otherwise)
{
	const json_t *value = json_object_get(object, key);

	if (may_be_null && json_is_null(value))
		return otherwise;
	if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > NUMBER_MOST) {
		refuse(r, key, "a whole number");
		return 0;
	}
	return json_integer_value(value);
}

/* A number with one decimal, in tenths. */
static int32_t read_tenths(struct reader *r, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	double tenths = json_number_value(value) * 10;

	if (!json_is_number(value) || tenths < 0 || tenths > NUMBER_MOST) {
		refuse(r, key, "a number with one decimal");
		return 0;
	}
	return (int32_t)(tenths + 0.5);
}

static int32_t read_day(struct reader *r, const json_t *object, const char *key, bool may_be_null, int32_t otherwise)
{
	const char *text = read_text(r, object, key, may_be_null);
	int32_t day = otherwise;

	if (text[0] != '\0' && !date_parse_iso(text, strlen(text), &day))
		refuse(r, key, "a date as yyyy-mm-dd");
	return day;
}

static int64_t read_instant(struct reader *r, const json_t *object, const char *key)
{
	const char *text = read_text(r, object, key, false);
	struct tm utc = {0};
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &utc);

	if (end == NULL || *end != '\0') {
		refuse(r, key, "a moment as yyyy-mm-ddThh:mm:ssZ");
		return 0;
	}
	return (int64_t)timegm(&utc);
}

static bool is_c(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL && str_equal(text, "c");
}

static void read_value(struct reader *r, const json_t *object, struct published_row *row)
{
	if (row->told == PUBLISHED_SHOWN)
		row->value = row->unit == PUBLISHED_TENTHS ? read_tenths(r, object, "value") : read_int(r, object, "value", false, 0);
	else if (row->told == PUBLISHED_WITHHELD ? !is_c(object, "value") : !json_is_null(json_object_get(object, "value")))
		refuse(r, "value", "\"c\" for what is withheld, and null for what is not said");
}

static void read_row(struct reader *r, const json_t *object, struct published_row *row)
{
	*row = (struct published_row){.code = read_text(r, object, "code", false),
		.words = read_text(r, object, "words", false),
		.definition = read_text(r, object, "definition", true), .section = read_text(r, object, "section", false),
		.part_of = read_text(r, object, "part_of", true)};
	if (!published_unit_parse(read_text(r, object, "unit", false), &row->unit))
		refuse(r, "unit", "a unit that is known");
	if (!published_told_parse(read_text(r, object, "told", false), &row->told))
		refuse(r, "told", "shown, c, unsaid or nothing");
	read_value(r, object, row);
	if (!r->bad && !published_is_possible(row))
		refuse(r, row->code, row->unit == PUBLISHED_PERCENT ? "a share of at most 100 per cent" : "a multiple of five");
}

static void read_rows(struct reader *r, const json_t *root, struct published_rows *rows)
{
	const json_t *list = json_object_get(root, "figures");

	if (!json_is_array(list) || json_array_size(list) > PUBLISHED_ROWS_MOST) {
		refuse(r, "figures", "a list of at most 64");
		return;
	}
	rows->count = json_array_size(list);
	for (size_t i = 0; i < rows->count && !r->bad; i++)
		read_row(r, json_array_get(list, i), &rows->rows[i]);
}

/* In the words of the closed list, whatever another server wrote. */
static const char *read_parties(struct reader *r, const json_t *object)
{
	return agreed_parties(r->a, read_text(r, object, "agreed_by", true));
}

static void read_agreements(struct reader *r, const json_t *root, struct published *p)
{
	const json_t *list = json_object_get(root, "agreements");

	if (!json_is_array(list) || json_array_size(list) > PUBLISHED_AGREEMENTS) {
		refuse(r, "agreements", "a list of at most 16");
		return;
	}
	p->agreements_count = json_array_size(list);
	/* Earlier versions of the program did not tell it. */
	p->limit_of_nobody = json_is_true(json_object_get(root, "limit_nobody_agreed"));
	for (size_t i = 0; i < p->agreements_count && !r->bad; i++) {
		const json_t *one = json_array_get(list, i);

		p->agreements[i] = (struct published_agreement){.kind = read_text(r, one, "kind", false),
			.value = (int32_t)read_int(r, one, "value", false, 0), .service = read_text(r, one, "service", true),
			.status = read_text(r, one, "status", false), .agreed_by = read_parties(r, one),
			.agreed_on = read_day(r, one, "agreed_on", true, DAY_MIN)};
	}
}

static void read_target(struct reader *r, const json_t *root, struct published *p)
{
	const json_t *t = json_object_get(root, "target");

	p->has_target = json_is_object(t);
	p->target_status = p->target_agreed_by = "";
	if (!p->has_target && !json_is_null(t))
		refuse(r, "target", "an object or null");
	if (!p->has_target)
		return;
	p->target_start = read_tenths(r, t, "start");
	p->target_starts = read_day(r, t, "starts", false, 0);
	p->target_goal = read_tenths(r, t, "goal");
	p->target_due = read_day(r, t, "due", false, 0);
	p->target_should = read_tenths(r, t, "path");
	p->target_pounds = (int32_t)read_int(r, t, "pounds", true, -1);
	p->target_status = read_text(r, t, "status", false);
	p->target_agreed_by = read_parties(r, t);
	p->target_agreed_on = read_day(r, t, "agreed_on", false, 0);
	if (p->target_starts >= p->target_due)
		refuse(r, "target", "a day for the goal that is after the start");
}

static void read_plan(struct reader *r, const json_t *root, struct published *p)
{
	const json_t *t = json_object_get(root, "plan");

	p->has_plan = json_is_object(t);
	if (!p->has_plan && !json_is_null(t))
		refuse(r, "plan", "an object or null");
	if (!p->has_plan)
		return;
	p->plan_few = is_c(t, "cases");
	p->plan_cases = p->plan_few ? 0 : (int32_t)read_int(r, t, "cases", false, 0);
	if (p->plan_cases % DISCLOSURE_ROUND != 0)
		refuse(r, "plan", "a multiple of five");
	p->plan_from = read_day(r, t, "declared_on", false, 0);
	p->plan_due = read_day(r, t, "due", false, 0);
}

static void read_quarter(struct reader *r, const json_t *root, struct published *p)
{
	p->period = (struct days){read_day(r, root, "from", false, 0), read_day(r, root, "to", false, 0) + 1};
	if (quarter_of(p->period.from).from != p->period.from || quarter_of(p->period.from).until != p->period.until)
		refuse(r, "from, to", "a quarter of the calendar");
}

static void read_head(struct reader *r, const json_t *root, struct published *p)
{
	if (!str_equal(read_text(r, root, "format", false), FORMAT) || read_int(r, root, "format_version", false, 0) != 1)
		refuse(r, "format", FORMAT ", version 1");
	p->employer = read_text(r, root, "employer", false);
	p->name = read_text(r, root, "name", false);
	if (!json_is_boolean(json_object_get(root, "demo")))
		refuse(r, "demo", "true or false");
	p->demo = json_is_true(json_object_get(root, "demo"));
	p->dfe_code = (int32_t)read_int(r, root, "dfe_code", true, 0);
	p->version = (int32_t)read_int(r, root, "version", false, 0);
	p->corrects = (int32_t)read_int(r, root, "corrects", true, 0);
	p->why = read_text(r, root, "why", true);
	read_quarter(r, root, p);
	p->instant = read_instant(r, root, "made");
	p->records_day = read_day(r, root, "records_to", true, DAY_MIN);
	p->complete_percent = (int32_t)read_int(r, root, "complete_percent", true, -1);
	if (p->complete_percent > PERCENT_MOST)
		refuse(r, "complete_percent", "at most 100");
	p->entries = read_int(r, root, "ledger_entries", false, 0);
	p->head = read_text(r, root, "ledger_head", false);
}

/* The document in the bytes of a file: what stands before its last member, and the end. What is no file of ours, byte
 * for byte, is none. */
static int find_document(struct arena *a, const char *bytes, const char *note, const char **ret, struct err *err)
{
	struct buf again = BUF_INIT(2 * PUBLISHED_BYTES);
	const char *at = bytes, *mark = NULL;
	bool same;

	*ret = bytes;
	if (note[0] == '\0')
		return 0;
	while ((at = strstr(at, SIGNATURE)) != NULL)
		mark = at++;
	if (mark != NULL)
		*ret = arena_printf(a, "%.*s}\n", (int)(mark - bytes), bytes);
	published_json_file(&again, *ret, note);
	same = mark != NULL && str_equal(buf_text(&again), bytes);
	buf_free(&again);
	return same ? 0 : err_set(err, PL_INVALID,
		"This is no published health check: expected its signature as the last member");
}

static void read_note(struct reader *r, const json_t *root, const char **ret)
{
	const json_t *signature = json_object_get(root, "signature");
	const char *note = json_string_value(json_object_get(signature, "note"));

	*ret = "";
	if (signature == NULL)
		return;
	if (note == NULL || strlen(note) > TEXT_MOST || note[0] == '\0')
		refuse(r, "signature", "a note");
	else
		*ret = arena_strdup(r->a, note);
}

int published_json_read(struct arena *a, const char *bytes, size_t n, struct published *ret, const char **ret_note,
	const char **ret_document, struct err *err)
{
	struct reader r = {.a = a, .err = err};
	struct published p = {.employer = ""};
	json_error_t why;
	json_t *root = n <= 2 * PUBLISHED_BYTES ? json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &why) : NULL;
	const char *note = "", *text;

	if (!json_is_object(root)) {
		json_decref(root);
		return err_set(err, PL_INVALID, "This is no published health check: expected one JSON object");
	}
	read_head(&r, root, &p);
	read_agreements(&r, root, &p);
	read_target(&r, root, &p);
	read_plan(&r, root, &p);
	read_rows(&r, root, &p.rows);
	read_note(&r, root, &note);
	json_decref(root);
	if (r.bad)
		return PL_INVALID;
	text = arena_strndup(a, bytes, n);
	if (strlen(text) != n)
		return err_set(err, PL_INVALID, "This is no published health check: expected no NUL in it");
	*ret = p;
	*ret_note = note;
	return find_document(a, text, note, ret_document, err);
}
