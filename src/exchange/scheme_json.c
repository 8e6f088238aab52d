#include "exchange/scheme_json.h"

#include <jansson.h>

#include "base/str.h"

/* The document is declared, not programmed: a table of fields for each kind of object says key, kind and bounds, and one
 * reader walks them all. */

enum field_kind {
	FIELD_TEXT,        /* const char *, at most `most` bytes */
	FIELD_INT,         /* int32_t from `least` to `most` */
	FIELD_BOOL,        /* bool */
	FIELD_DATE,        /* int32_t, a day */
	FIELD_CHOICE,      /* int, the place in `choices` */
	FIELD_CHOICE_TEXT, /* const char *, one of `choices` */
	FIELD_GROUP,       /* int32_t, the place of the group of that name */
	FIELD_SOURCE,      /* struct scheme_source, written out or by its name in "sources" */
	FIELD_RAMP,        /* shares of up to RAMP_WEEKS weeks, and how many there are */
	FIELD_OBJECT,      /* more fields of the same struct, one level down */
	FIELD_ROWS,        /* an array of structs: pointer at `at`, count at `count_at` */
	FIELD_SOURCES      /* read when it is referred to */
};

struct field {
	const char *key;
	enum field_kind kind;
	bool required;
	size_t at, count_at;
	int32_t least, most;
	int32_t otherwise; /* the value of a number that is left out */
	const char *const *choices;
	const struct field *fields;
	size_t fields_count;
	size_t row_size;
};

enum { TEXT_BYTES = 1000, CODE_BYTES = 60, PLACE_BYTES = 120, MOST_MINUTES = 10000, MOST_PERMILLE = 10000 };

enum { RAMP_WEEKS = 8 };
_Static_assert(sizeof ((struct scheme *)0)->ramp_permille == RAMP_WEEKS * sizeof(int32_t) &&
	sizeof ((struct scheme *)0)->joiner_permille == RAMP_WEEKS * sizeof(int32_t), "a ramp has eight weeks at most");

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))
#define TEXT(struct_, key_, member, most_) {.key = key_, .kind = FIELD_TEXT, .at = offsetof(struct struct_, member), .most = (most_)}
#define NEED_TEXT(struct_, key_, member, most_) \
	{.key = key_, .kind = FIELD_TEXT, .required = true, .at = offsetof(struct struct_, member), .most = (most_)}
#define INT(struct_, key_, member, least_, most_, otherwise_) \
	{.key = key_, .kind = FIELD_INT, .at = offsetof(struct struct_, member), .least = (least_), .most = (most_), \
		.otherwise = (otherwise_)}
#define NEED_INT(struct_, key_, member, least_, most_) \
	{.key = key_, .kind = FIELD_INT, .required = true, .at = offsetof(struct struct_, member), .least = (least_), .most = (most_)}
#define SOURCE(struct_, member) \
	{.key = "source", .kind = FIELD_SOURCE, .required = true, .at = offsetof(struct struct_, member)}
#define CODE_AND_NAME(struct_) NEED_TEXT(struct_, "code", code, CODE_BYTES), NEED_TEXT(struct_, "name", name, TEXT_BYTES)

static const char *const STATES[] = {"standard", "measured", "guess", NULL};
static const char *const ROLES[] = {"work", "opening", "no_plan", "closing", NULL};
static const char *const UNITS[] = {"minutes", "points", NULL};
static const char *const SCOPES[] = {"national", "employer", NULL};
static const char *const KINDS[] = {"count", "share", NULL};
static const char *const STATUSES[] = {"advisory", "policy", "collective", "contract", NULL};

static const struct field SOURCE_FIELDS[] = {
	{.key = "state", .kind = FIELD_CHOICE, .required = true, .at = offsetof(struct scheme_source, state), .choices = STATES},
	NEED_TEXT(scheme_source, "text", text, TEXT_BYTES),
};

static const struct field GROUP_FIELDS[] = {NEED_TEXT(scheme_group, "name", name, CODE_BYTES)};

static const struct field TYPE_FIELDS[] = {
	CODE_AND_NAME(scheme_type),
	TEXT(scheme_type, "stage", stage, CODE_BYTES),
	{.key = "role", .kind = FIELD_CHOICE, .at = offsetof(struct scheme_type, role), .choices = ROLES},
	INT(scheme_type, "base_minutes", base_minutes, 0, MOST_MINUTES, -1),
	INT(scheme_type, "task_minutes", task_minutes, 0, MOST_MINUTES, 0),
	INT(scheme_type, "task_working_days", task_working_days, 0, 1000, 0),
	INT(scheme_type, "standard_cases", standard_cases, 1, 1000, 0),
	{.key = "group", .kind = FIELD_GROUP, .required = true, .at = offsetof(struct scheme_type, group)},
	{.key = "urgent", .kind = FIELD_BOOL, .at = offsetof(struct scheme_type, urgent)},
	SOURCE(scheme_type, source),
};

static const struct field FACTOR_FIELDS[] = {
	CODE_AND_NAME(scheme_factor),
	NEED_INT(scheme_factor, "permille", permille, 0, MOST_PERMILLE),
	SOURCE(scheme_factor, source),
};

static const struct field TASK_FIELDS[] = {
	CODE_AND_NAME(scheme_task),
	NEED_INT(scheme_task, "minutes", minutes, -MOST_MINUTES, MOST_MINUTES),
	INT(scheme_task, "working_days", working_days, 0, 1000, 0),
	SOURCE(scheme_task, source),
};

static const struct field RESERVE_FIELDS[] = {
	CODE_AND_NAME(scheme_reserve),
	NEED_INT(scheme_reserve, "permille", permille, 0, 1000),
	INT(scheme_reserve, "least_permille", least_permille, 0, 1000, 0),
	SOURCE(scheme_reserve, source),
};

static const struct field REDUCTION_FIELDS[] = {
	CODE_AND_NAME(scheme_reduction),
	INT(scheme_reduction, "usual_permille", usual_permille, 0, 1000, -1),
	INT(scheme_reduction, "most_permille", most_permille, 0, 1000, 1000),
	INT(scheme_reduction, "weeks", weeks, 0, 1000, 0),
	{.key = "not_available", .kind = FIELD_BOOL, .at = offsetof(struct scheme_reduction, not_available)},
	{.key = "personal", .kind = FIELD_BOOL, .at = offsetof(struct scheme_reduction, personal)},
	SOURCE(scheme_reduction, source),
};

static const struct field GRADE_FIELDS[] = {
	CODE_AND_NAME(scheme_grade),
	NEED_INT(scheme_grade, "target", target, 0, 1000000),
	NEED_INT(scheme_grade, "default_minutes", default_minutes, 0, 10080),
	SOURCE(scheme_grade, source),
};

static const struct field LINE_FIELDS[] = {
	{.key = "scope", .kind = FIELD_CHOICE_TEXT, .required = true, .at = offsetof(struct scheme_line, scope), .choices = SCOPES},
	{.key = "kind", .kind = FIELD_CHOICE_TEXT, .required = true, .at = offsetof(struct scheme_line, kind), .choices = KINDS},
	NEED_INT(scheme_line, "value", value, 1, MOST_PERMILLE),
	{.key = "status", .kind = FIELD_CHOICE_TEXT, .required = true, .at = offsetof(struct scheme_line, status),
		.choices = STATUSES},
	NEED_TEXT(scheme_line, "agreed_by", agreed_by, TEXT_BYTES),
	{.key = "agreed_on", .kind = FIELD_DATE, .required = true, .at = offsetof(struct scheme_line, agreed_on)},
	SOURCE(scheme_line, source),
};

static const struct field AVERAGE_FIELDS[] = {
	{.key = "day", .kind = FIELD_DATE, .required = true, .at = offsetof(struct scheme_average, day)},
	NEED_INT(scheme_average, "tenths", tenths, 0, 10000),
	NEED_TEXT(scheme_average, "text", text, TEXT_BYTES),
};

static const struct field BOUND_FIELDS[] = {
	INT(scheme, "least_permille", factor_least, 0, MOST_PERMILLE, 1000),
	INT(scheme, "most_permille", factor_most, 0, MOST_PERMILLE, 1000),
	{.key = "source", .kind = FIELD_SOURCE, .at = offsetof(struct scheme, factor_source)},
};

static const struct field SIBLING_FIELDS[] = {
	INT(scheme, "permille", sibling_permille, 0, 1000, 1000),
	SOURCE(scheme, sibling_source),
};

static const struct field HANDOVER_FIELDS[] = {
	INT(scheme, "minutes", handover_minutes, 0, MOST_MINUTES, 0),
	INT(scheme, "weeks", handover_weeks, 0, 52, 0),
	SOURCE(scheme, handover_source),
};

static const struct field CLOSING_FIELDS[] = {
	INT(scheme, "weeks", closing_weeks, 0, 52, 0),
	SOURCE(scheme, closing_source),
};

static const struct field NEWLY_QUALIFIED_FIELDS[] = {
	INT(scheme, "permille", newly_qualified_permille, 0, 1000, 0),
	SOURCE(scheme, newly_qualified_source),
};

#define RAMP(shares_, weeks_) \
	{.key = "permille", .kind = FIELD_RAMP, .at = offsetof(struct scheme, shares_), .count_at = offsetof(struct scheme, weeks_), \
		.required = true}

static const struct field RAMP_FIELDS[] = {
	RAMP(ramp_permille, ramp_weeks),
	SOURCE(scheme, ramp_source),
};

static const struct field JOINER_FIELDS[] = {
	RAMP(joiner_permille, joiner_weeks),
	SOURCE(scheme, joiner_source),
};

static const struct field RANGE_FIELDS[] = {
	INT(scheme, "low_permille", range_low, 0, MOST_PERMILLE, 1000),
	INT(scheme, "high_permille", range_high, 0, MOST_PERMILLE, 1000),
	INT(scheme, "common_permille", range_common, 0, 1000, 0),
	SOURCE(scheme, range_source),
};

static const struct field UNDER_FIELDS[] = {
	INT(scheme, "permille", under_permille, 0, 1000, 0),
	SOURCE(scheme, under_source),
};

#define ROWS(key_, member, fields_) \
	{.key = key_, .kind = FIELD_ROWS, .at = offsetof(struct scheme, member), .count_at = offsetof(struct scheme, member##_count), \
		.fields = fields_, .fields_count = COUNT_OF(fields_), .row_size = sizeof(*((struct scheme *)NULL)->member)}
#define RULE(key_, fields_) {.key = key_, .kind = FIELD_OBJECT, .fields = fields_, .fields_count = COUNT_OF(fields_)}

/* Groups stand before the types that name them. */
static const struct field SCHEME_FIELDS[] = {
	NEED_TEXT(scheme, "id", id, CODE_BYTES),
	NEED_INT(scheme, "version", version, 1, 1000000),
	NEED_TEXT(scheme, "title", title, TEXT_BYTES),
	NEED_TEXT(scheme, "service", service, CODE_BYTES),
	NEED_TEXT(scheme, "country", country, CODE_BYTES),
	{.key = "unit", .kind = FIELD_CHOICE_TEXT, .required = true, .at = offsetof(struct scheme, unit), .choices = UNITS},
	TEXT(scheme, "note", note, TEXT_BYTES),
	{.key = "from", .kind = FIELD_DATE, .required = true, .at = offsetof(struct scheme, from)},
	NEED_INT(scheme, "contract_minutes", contract_minutes, 1, 10080),
	{.key = "sources", .kind = FIELD_SOURCES},
	ROWS("groups", groups, GROUP_FIELDS),
	ROWS("types", types, TYPE_FIELDS),
	ROWS("factors", factors, FACTOR_FIELDS),
	ROWS("tasks", tasks, TASK_FIELDS),
	ROWS("reserves", reserves, RESERVE_FIELDS),
	ROWS("reductions", reductions, REDUCTION_FIELDS),
	ROWS("grades", grades, GRADE_FIELDS),
	ROWS("lines", lines, LINE_FIELDS),
	ROWS("averages", averages, AVERAGE_FIELDS),
	RULE("factor_bounds", BOUND_FIELDS),
	RULE("siblings", SIBLING_FIELDS),
	RULE("handover", HANDOVER_FIELDS),
	RULE("closing", CLOSING_FIELDS),
	RULE("newly_qualified", NEWLY_QUALIFIED_FIELDS),
	RULE("agency_ramp", RAMP_FIELDS),
	RULE("joiner_ramp", JOINER_FIELDS),
	RULE("range", RANGE_FIELDS),
	RULE("under", UNDER_FIELDS),
};

/* ---- the reader ---- */

struct reader {
	struct arena *a;
	const char *name;        /* of the document */
	json_t *sources;         /* "sources", or NULL */
	const struct scheme *s;  /* as far as it is read: for its groups */
	struct err *err;
};

/* Where in the document: "types[3]" in "", made only as deep as the format goes. */
struct place {
	char text[PLACE_BYTES];
};

static struct place place_key(const struct place *in, const char *key)
{
	struct place p;

	(void)snprintf(p.text, sizeof p.text, "%.*s%s%.40s", PLACE_BYTES - 48, in->text, in->text[0] != '\0' ? "." : "", key);
	return p;
}

static struct place place_index(const struct place *in, size_t index)
{
	struct place p;

	(void)snprintf(p.text, sizeof p.text, "%.*s[%zu]", PLACE_BYTES - 24, in->text, index);
	return p;
}

static int expected(struct reader *r, const struct place *at, const char *what)
{
	return err_set(r->err, PL_INVALID, "%s: %s: expected %s", r->name, at->text[0] != '\0' ? at->text : "the document", what);
}

static int read_fields(struct reader *r, json_t *object, const struct place *at, const struct field *fields, size_t count,
	void *out);

static void *member_of(void *out, size_t at)
{
	return (unsigned char *)out + at;
}

static void put_int(void *out, const struct field *f, int32_t value)
{
	memcpy(member_of(out, f->at), &value, sizeof value);
}

static void put_text(void *out, const struct field *f, const char *value)
{
	memcpy(member_of(out, f->at), &value, sizeof value);
}

static int read_text(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	struct str s;

	if (!json_is_string(v))
		return expected(r, at, "a text");
	s = (struct str){json_string_value(v), json_string_length(v)};
	if (s.len > (size_t)f->most || !str_is_clean_utf8(s) || (f->required && s.len == 0))
		return err_set(r->err, PL_INVALID, "%s: %s: expected a text of %d to %d bytes without control characters", r->name,
			at->text, f->required ? 1 : 0, f->most);
	put_text(out, f, arena_strndup(r->a, s.at, s.len));
	return 0;
}

static int read_int(struct reader *r, json_t *v, const struct place *at, int32_t least, int32_t most, int32_t *ret)
{
	json_int_t value = json_is_integer(v) ? json_integer_value(v) : 0;

	if (!json_is_integer(v) || value < least || value > most)
		return err_set(r->err, PL_INVALID, "%s: %s: expected a whole number from %d to %d", r->name, at->text, least, most);
	*ret = (int32_t)value;
	return 0;
}

static int read_int_field(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	int32_t value;
	int rc = read_int(r, v, at, f->least, f->most, &value);

	if (rc == 0)
		put_int(out, f, value);
	return rc;
}

static int read_bool(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	bool value = json_is_true(v);

	if (!json_is_boolean(v))
		return expected(r, at, "true or false");
	memcpy(member_of(out, f->at), &value, sizeof value);
	return 0;
}

static int read_date(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	int32_t day;

	if (!json_is_string(v) || !date_parse_iso(json_string_value(v), json_string_length(v), &day))
		return expected(r, at, "a date as yyyy-mm-dd");
	put_int(out, f, day);
	return 0;
}

static const char *list_choices(struct arena *a, const char *const *choices)
{
	const char *list = choices[0];

	for (size_t i = 1; choices[i] != NULL; i++)
		list = arena_printf(a, "%s%s%s", list, choices[i + 1] != NULL ? ", " : " or ", choices[i]);
	return list;
}

static int read_choice(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	for (int i = 0; json_is_string(v) && f->choices[i] != NULL; i++) {
		if (!str_equal(json_string_value(v), f->choices[i]))
			continue;
		if (f->kind == FIELD_CHOICE)
			put_int(out, f, i);
		else
			put_text(out, f, f->choices[i]);
		return 0;
	}
	return expected(r, at, list_choices(r->a, f->choices));
}

static int read_group(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	for (size_t i = 0; json_is_string(v) && i < r->s->groups_count; i++) {
		if (str_equal(json_string_value(v), r->s->groups[i].name)) {
			put_int(out, f, (int32_t)i);
			return 0;
		}
	}
	return expected(r, at, "the name of one of the groups");
}

static int read_source(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	struct scheme_source source = {0};
	int rc;

	if (json_is_string(v))
		v = json_object_get(r->sources, json_string_value(v));
	if (!json_is_object(v))
		return expected(r, at, "an object with state and text, or the name of one in sources");
	rc = read_fields(r, v, at, SOURCE_FIELDS, COUNT_OF(SOURCE_FIELDS), &source);
	if (rc == 0)
		memcpy(member_of(out, f->at), &source, sizeof source);
	return rc;
}

static int read_ramp(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	int32_t shares[RAMP_WEEKS] = {0};
	size_t n = json_array_size(v);

	if (!json_is_array(v) || n == 0 || n > RAMP_WEEKS)
		return expected(r, at, "an array of 1 to 8 shares per mille, one a week");
	for (size_t i = 0; i < n; i++) {
		struct place item = place_index(at, i);
		int rc = read_int(r, json_array_get(v, i), &item, 0, 1000, &shares[i]);

		if (rc < 0)
			return rc;
	}
	memcpy(member_of(out, f->at), shares, sizeof shares);
	memcpy(member_of(out, f->count_at), &n, sizeof n);
	return 0;
}

static int read_rows(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	size_t n = json_array_size(v);
	unsigned char *rows;

	if (!json_is_array(v))
		return expected(r, at, "an array of objects");
	if (n > SCHEME_JSON_ROWS)
		return err_set(r->err, PL_LIMIT, "%s: %s: expected at most %d rows, there are %zu", r->name, at->text,
			SCHEME_JSON_ROWS, n);
	rows = arena_array(r->a, n, f->row_size);
	for (size_t i = 0; i < n; i++) {
		struct place item = place_index(at, i);
		int rc = read_fields(r, json_array_get(v, i), &item, f->fields, f->fields_count, rows + i * f->row_size);

		if (rc < 0)
			return rc;
	}
	memcpy(member_of(out, f->at), &rows, sizeof rows);
	memcpy(member_of(out, f->count_at), &n, sizeof n);
	return 0;
}

static int read_sources(struct reader *r, json_t *v, const struct place *at)
{
	if (!json_is_object(v) || json_object_size(v) > SCHEME_JSON_ROWS)
		return expected(r, at, "an object of at most 500 named sources");
	r->sources = v;
	return 0;
}

static int read_field(struct reader *r, json_t *v, const struct place *at, const struct field *f, void *out)
{
	switch (f->kind) {
	case FIELD_TEXT:
		return read_text(r, v, at, f, out);
	case FIELD_INT:
		return read_int_field(r, v, at, f, out);
	case FIELD_BOOL:
		return read_bool(r, v, at, f, out);
	case FIELD_DATE:
		return read_date(r, v, at, f, out);
	case FIELD_CHOICE:
	case FIELD_CHOICE_TEXT:
		return read_choice(r, v, at, f, out);
	case FIELD_GROUP:
		return read_group(r, v, at, f, out);
	case FIELD_SOURCE:
		return read_source(r, v, at, f, out);
	case FIELD_RAMP:
		return read_ramp(r, v, at, f, out);
	case FIELD_OBJECT:
		return read_fields(r, v, at, f->fields, f->fields_count, out);
	case FIELD_ROWS:
		return read_rows(r, v, at, f, out);
	case FIELD_SOURCES:
		return read_sources(r, v, at);
	}
	return 0;
}

static int refuse_unknown_keys(struct reader *r, json_t *object, const struct place *at, const struct field *fields, size_t count)
{
	for (void *it = json_object_iter(object); it != NULL; it = json_object_iter_next(object, it)) {
		const char *key = json_object_iter_key(it);
		struct place p = place_key(at, key);
		size_t i = 0;

		while (i < count && !str_equal(fields[i].key, key))
			i++;
		if (i == count)
			return err_set(r->err, PL_INVALID, "%s: %s: no such key; docs/schemes.md lists those that are known", r->name,
				p.text);
	}
	return 0;
}

/* What a field holds that the document leaves out. A rule that is left out takes the defaults of its fields. */
static void put_default(const struct field *f, void *out)
{
	if (f->kind == FIELD_TEXT)
		put_text(out, f, "");
	else if (f->kind == FIELD_INT)
		put_int(out, f, f->otherwise);
	else if (f->kind == FIELD_SOURCE)
		memcpy(member_of(out, f->at), &(struct scheme_source){.state = VALUE_GUESS, .text = ""}, sizeof(struct scheme_source));
	else if (f->kind == FIELD_OBJECT)
		for (size_t i = 0; i < f->fields_count; i++)
			put_default(&f->fields[i], out);
}

static int read_fields(struct reader *r, json_t *object, const struct place *at, const struct field *fields, size_t count,
	void *out)
{
	int rc;

	if (!json_is_object(object))
		return expected(r, at, "an object");
	rc = refuse_unknown_keys(r, object, at, fields, count);
	for (size_t i = 0; i < count && rc == 0; i++) {
		json_t *v = json_object_get(object, fields[i].key);
		struct place p = place_key(at, fields[i].key);

		if (v != NULL)
			rc = read_field(r, v, &p, &fields[i], out);
		else if (fields[i].required)
			rc = expected(r, &p, "to be there");
		else
			put_default(&fields[i], out);
	}
	return rc;
}

static int read_document(struct reader *r, json_t *document, const struct scheme **ret)
{
	struct scheme *s = arena_alloc(r->a, sizeof *s);
	struct place top = {""};
	int rc;

	r->s = s;
	rc = read_fields(r, document, &top, SCHEME_FIELDS, COUNT_OF(SCHEME_FIELDS), s);
	if (rc < 0)
		return rc;
	if (s->groups_count > SCHEME_GROUPS)
		return err_set(r->err, PL_LIMIT, "%s: groups: expected at most %d", r->name, SCHEME_GROUPS);
	if (scheme_validate(s, r->err) < 0)
		return err_prefix(r->err, "%s", r->name);
	*ret = s;
	return 0;
}

int scheme_parse(struct arena *a, const char *json, size_t n, const char *name, const struct scheme **ret, struct err *err)
{
	struct err local = {0};
	struct reader r = {.a = a, .name = name, .err = err != NULL ? err : &local};
	json_error_t at;
	json_t *document;
	int rc;

	if (n > SCHEME_JSON_BYTES)
		return err_set(err, PL_LIMIT, "%s: expected at most %d bytes, there are %zu", name, SCHEME_JSON_BYTES, n);
	document = json_loadb(json, n, JSON_REJECT_DUPLICATES, &at);
	if (document == NULL)
		return err_set(err, PL_INVALID, "%s: line %d: expected a JSON object: %s", name, at.line, at.text);
	rc = read_document(&r, document, ret);
	json_decref(document);
	return rc;
}
