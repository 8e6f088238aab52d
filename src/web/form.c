#include "web/form.h"

#include <string.h>

#include "base/date.h"
#include "base/str.h"

enum { NUMBER_MOST = 999999999 };

void form_begin(struct form *f, const struct form_field *fields, size_t count)
{
	*f = (struct form){.fields = fields, .count = count < FORM_FIELDS ? count : FORM_FIELDS};
	for (size_t i = 0; i < FORM_FIELDS; i++)
		f->values[i].text = "";
}

static size_t occurrences(const struct request *r, const char *name, const char **ret_value)
{
	size_t found = 0;

	for (size_t i = 0; i < r->fields_count; i++)
		if (str_equal(r->fields[i].key, name)) {
			*ret_value = r->fields[i].value;
			found++;
		}
	return found;
}

const char *form_field_of(const struct request *r, const char *name)
{
	const char *value = NULL;

	return occurrences(r, name, &value) == 1 ? value : NULL;
}

static bool is_declared(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_equal(f->fields[i].name, name))
			return true;
	return str_equal(name, FORM_TOKEN) || str_equal(name, FORM_ONCE);
}

static int refuse_strange(const struct request *r, const struct form *f, struct err *err)
{
	const char *value;

	for (size_t i = 0; i < r->fields_count; i++) {
		if (!is_declared(f, r->fields[i].key))
			return err_set(err, PL_INVALID, "The form has a field that was not asked for.");
		if (occurrences(r, r->fields[i].key, &value) > 1)
			return err_set(err, PL_INVALID, "The form says one thing twice.");
	}
	return 0;
}

static bool is_secret(const struct form_field *field)
{
	return field->check == form_check_secret;
}

static const char *missing(struct arena *a, const struct form_field *field)
{
	if (field->missing != NULL)
		return field->missing;
	return arena_printf(a, field->check == form_check_choice ? "%s: choose one" : field->check == form_check_day ? "%s: choose a day"
		: "%s: this has to be filled in", field->label);
}

static void read_value(struct form *f, const struct request *r, int at)
{
	const struct form_field *field = &f->fields[at];
	struct form_value *value = &f->values[at];
	const char *given = "";
	struct err err = {0};

	(void)occurrences(r, field->name, &given);
	if (!is_secret(field)) {
		struct str trimmed = str_trim(str_of(given));

		given = arena_strndup(r->arena, trimmed.at, trimmed.len);
	}
	*value = (struct form_value){given, given[0] != '\0'};
	if (!value->is_set) {
		if (!field->optional)
			form_add_issue(f, r->arena, at, missing(r->arena, field));
		return;
	}
	/* A number or a day that is too long is none: what a field checks says what belongs there, its length does not. */
	if (field->check(r->arena, field, value, &err) < 0)
		form_add_issue(f, r->arena, at, err.text);
	else if (strlen(given) > field->most)
		form_add_issue(f, r->arena, at, arena_printf(r->arena, "%s: at most %zu characters", field->label, field->most));
}

int form_read(const struct request *r, const struct form_field *fields, size_t count, struct form *ret, struct err *err)
{
	struct form f;
	int rc;

	form_begin(&f, fields, count);
	rc = refuse_strange(r, &f, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < f.count; i++)
		read_value(&f, r, (int)i);
	*ret = f;
	return 0;
}

void form_add_issue(struct form *f, struct arena *a, int field, const char *sentence)
{
	const char *name = field >= 0 ? f->fields[field].name : "";

	for (size_t i = 0; i < f->issues_count; i++)
		if (str_equal(f->issues[i].field, name))
			return;
	if (f->issues_count < sizeof f->issues / sizeof *f->issues)
		f->issues[f->issues_count++] = (struct form_issue){name, arena_strdup(a, sentence)};
}

void form_prefill(struct form *f, int field, const char *text)
{
	f->values[field] = (struct form_value){text, text[0] != '\0'};
}

int32_t form_number(const char *text)
{
	int64_t n;

	return text != NULL && str_to_int(str_of(text), 0, NUMBER_MOST, &n) ? (int32_t)n : 0;
}

/* ---- checks ---- */

int form_check_text(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	(void)a;
	if (strpbrk(value->text, "\r\n\t") != NULL)
		return err_set(err, PL_INVALID, "%s: one line, without tabs", field->label);
	return 0;
}

int form_check_lines(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	(void)a, (void)field, (void)value, (void)err;
	return 0;
}

int form_check_secret(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	return form_check_text(a, field, value, err);
}

int form_check_choice(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	(void)a;
	for (const struct form_choice *choice = field->choices; choice->code != NULL; choice++)
		if (str_equal(choice->code, value->text))
			return 0;
	return err_set(err, PL_INVALID, "%s: choose one of the list", field->label);
}

int form_check_box(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	(void)a;
	return str_equal(value->text, "yes") ? 0 : err_set(err, PL_INVALID, "%s: tick it or leave it", field->label);
}

int form_check_whole(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	int64_t n;

	(void)a;
	if (str_to_int(str_of(value->text), field->least, field->greatest, &n))
		return 0;
	return err_set(err, PL_INVALID, "%s: a whole number from %d to %d", field->label, (int)field->least, (int)field->greatest);
}

int form_check_day(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	int32_t day;

	(void)a;
	if (strlen(value->text) == DATE_ISO_SIZE - 1 && date_parse_iso(value->text, strlen(value->text), &day))
		return 0;
	return err_set(err, PL_INVALID, "%s: a date, such as 2026-11-21", field->label);
}

int32_t form_day(const struct form_value *value)
{
	int32_t day = DAY_MIN;

	return date_parse_iso(value->text, strlen(value->text), &day) ? day : DAY_MIN;
}

/* "2", "2.5", "2:30": minutes; -1 for anything else. */
static int32_t read_hours(const char *text)
{
	int32_t hours = 0, parts = 0, whole = 1, digits = 0;

	for (; *text >= '0' && *text <= '9' && digits < 4; text++, digits++)
		hours = hours * 10 + (*text - '0');
	if (digits == 0 || digits > 3)
		return -1;
	if (*text == ':') {
		bool two = text[1] >= '0' && text[1] <= '5' && text[2] >= '0' && text[2] <= '9' && text[3] == '\0';

		return two ? hours * 60 + (text[1] - '0') * 10 + (text[2] - '0') : -1;
	}
	if (*text == '.' || *text == ',') {
		for (text++; *text >= '0' && *text <= '9' && whole < 100; text++, whole *= 10)
			parts = parts * 10 + (*text - '0');
	}
	return *text == '\0' ? hours * 60 + (parts * 60 + whole / 2) / whole : -1;
}

int form_check_hours(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	(void)a;
	return read_hours(value->text) >= 0 ? 0 : err_set(err, PL_INVALID, "%s: a number, such as 2 or 2.5", field->label);
}

int32_t form_minutes(const struct form_value *value)
{
	return read_hours(value->text);
}

int form_check_time(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err)
{
	(void)a;
	return form_of_day(value) >= 0 ? 0 : err_set(err, PL_INVALID, "%s: a time, such as 14:05", field->label);
}

/* "9:05", "14:05", "9.05". */
int32_t form_of_day(const struct form_value *value)
{
	const char *text = value->text;
	size_t n = strlen(text), hours = n - 3;
	int32_t hour = 0;

	if (n < 4 || n > 5 || (text[hours] != ':' && text[hours] != '.') || text[n - 2] < '0' || text[n - 2] > '5' || text[n - 1] < '0' || text[n - 1] > '9')
		return -1;
	for (size_t i = 0; i < hours; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		hour = hour * 10 + (text[i] - '0');
	}
	return hour < 24 ? hour * 60 + (text[n - 2] - '0') * 10 + (text[n - 1] - '0') : -1;
}

/* ---- on the page ---- */

static const char *issue_of(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->issues_count; i++)
		if (str_equal(f->issues[i].field, name))
			return f->issues[i].sentence;
	return "";
}

static const char *or_nothing(const char *text)
{
	return text != NULL ? text : "";
}

static struct field_view field_view_of(const struct form *f, int at)
{
	const struct form_field *field = &f->fields[at];
	struct field_view view = {.name = field->name, .label = field->label, .hint = or_nothing(field->hint),
		.error = issue_of(f, field->name)};

	view.described = view.hint[0] != '\0' || view.error[0] != '\0';
	return view;
}

struct input_view form_input(const struct form *f, int at)
{
	const struct form_field *field = &f->fields[at];

	return (struct input_view){.field = field_view_of(f, at), .value = is_secret(field) ? "" : f->values[at].text,
		.type = is_secret(field) ? "password" : field->check == form_check_day ? "date" : "text", .autocomplete = or_nothing(field->autocomplete),
		.inputmode = or_nothing(field->inputmode)};
}

struct text_area_view form_text_area(const struct form *f, int at)
{
	return (struct text_area_view){.field = field_view_of(f, at), .value = f->values[at].text};
}

struct select_view form_select(const struct form *f, struct arena *a, int at)
{
	const struct form_choice *choices = f->fields[at].choices;
	const char *const *groups = f->fields[at].groups;
	struct choice_view *views;
	size_t count = 0;

	while (choices[count].code != NULL)
		count++;
	views = arena_array(a, count, sizeof *views);
	for (size_t i = 0; i < count; i++)
		views[i] = (struct choice_view){.code = choices[i].code, .words = choices[i].words,
			.chosen = str_equal(choices[i].code, f->values[at].text),
			.group = groups != NULL && (i == 0 || !str_equal(groups[i], groups[i - 1])) ? groups[i] : "",
			.ends_group = groups != NULL && (i + 1 == count || !str_equal(groups[i], groups[i + 1]))};
	return (struct select_view){.field = field_view_of(f, at), .none = "Choose one", .choices = views, .choices_count = count};
}

struct box_view form_box(const struct form *f, int at)
{
	return (struct box_view){f->fields[at].name, f->fields[at].label, f->values[at].is_set};
}

struct issues_view form_issues(const struct form *f, struct arena *a)
{
	struct issue_view *items = arena_array(a, f->issues_count, sizeof *items);

	for (size_t i = 0; i < f->issues_count; i++)
		items[i] = (struct issue_view){f->issues[i].field[0] != '\0' ? arena_printf(a, "#%s", f->issues[i].field) : "",
			f->issues[i].sentence};
	return (struct issues_view){items, f->issues_count};
}
