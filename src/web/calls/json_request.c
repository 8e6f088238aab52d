#include "web/calls/json_request.h"

#include "secure/strict_json.h"

enum { MEMBERS_MOST = 32, SECONDS_A_DAY = 24 * 60 * 60 };

struct json_request {
	struct arena *a;
	json_t *object;           /* owned by the whole */
	struct json_request *whole;       /* that it is part of; itself */
	const char *where;        /* "tasks[2]."; "" of the whole */
	const char *asked[MEMBERS_MOST]; size_t asked_count;
	struct json_request *parts;       /* the next one that was given out, from the whole on */
	int code;                 /* of the whole: the first thing that is wrong */
	struct err wrong;
};

static struct json_request *part_of(struct json_request *whole, struct arena *a, json_t *object, const char *where)
{
	struct json_request *t = arena_alloc(a, sizeof *t);

	*t = (struct json_request){.a = a, .object = object, .whole = whole != NULL ? whole : t, .where = where};
	if (whole != NULL) {
		t->parts = whole->parts;
		whole->parts = t;
	}
	return t;
}

int json_request_read(struct arena *a, struct str text, struct json_request **ret, struct err *err)
{
	struct err why;
	json_t *tree;
	int rc = strict_json_read(text.at, text.len, &tree, &why);

	if (rc < 0)
		return err_set(err, rc, "The request cannot be read as one JSON object: %s.", why.text);
	*ret = part_of(NULL, a, tree, "");
	return 0;
}

void json_request_free(struct json_request *t)
{
	if (t != NULL)
		json_decref(t->object);
}

void member_wrong(struct json_request *t, const char *key, const char *expected)
{
	struct json_request *whole = t->whole;

	if (whole->code == 0)
		whole->code = err_set(&whole->wrong, PL_INVALID, "%s%s: expected %s.", t->where, key, expected);
}

/* NULL where it is not there; null counts as that. */
static const json_t *member(struct json_request *t, const char *key)
{
	const json_t *value = json_object_get(t->object, key);

	if (t->asked_count < MEMBERS_MOST)
		t->asked[t->asked_count++] = key;
	return json_is_null(value) ? NULL : value;
}

const char *member_text(struct json_request *t, const char *key, size_t most, enum member_need need)
{
	bool there = member(t, key) != NULL;
	const char *text = there ? strict_json_text(t->object, key, most) : NULL;

	if ((there && text == NULL) || (!there && need == MEMBER_NEEDED))
		member_wrong(t, key, arena_printf(t->a, "a text of 1 to %zu bytes", most));
	return text != NULL ? arena_strdup(t->a, text) : "";
}

int32_t member_number(struct json_request *t, const char *key, int32_t least, int32_t most, int32_t otherwise)
{
	const json_t *value = member(t, key);
	json_int_t number = json_is_integer(value) ? json_integer_value(value) : (json_int_t)most + 1;

	if (value == NULL)
		return otherwise;
	if (number < least || number > most) {
		member_wrong(t, key, arena_printf(t->a, "a whole number from %d to %d", (int)least, (int)most));
		return otherwise;
	}
	return (int32_t)number;
}

bool member_bool(struct json_request *t, const char *key, bool otherwise)
{
	const json_t *value = member(t, key);

	if (value == NULL)
		return otherwise;
	if (!json_is_boolean(value))
		member_wrong(t, key, "true or false");
	return json_is_true(value);
}

int32_t member_day(struct json_request *t, const char *key, int32_t otherwise)
{
	const char *text = member_text(t, key, DATE_ISO_SIZE - 1, MEMBER_OPTIONAL);
	int32_t day = otherwise;

	if (text[0] != '\0' && !date_parse_iso(text, strlen(text), &day))
		member_wrong(t, key, "a day, written like 2026-03-31");
	return day;
}

/* Two digits, up to `most`. */
static bool take_two(const char **at, int64_t most, char behind, int64_t *ret)
{
	bool taken = str_to_int((struct str){*at, strnlen(*at, 2)}, 0, most, ret) && (*at)[2] == behind;

	*at += taken ? 3 : 0;
	return taken;
}

int64_t member_instant(struct json_request *t, const char *key, int64_t otherwise)
{
	enum { SIZE = 20 };
	const char *text = member_text(t, key, SIZE, MEMBER_OPTIONAL), *at = text + DATE_ISO_SIZE;
	int64_t hours, minutes, seconds;
	int32_t day;

	if (text[0] == '\0')
		return otherwise;
	if (strlen(text) == SIZE && text[DATE_ISO_SIZE - 1] == 'T' && date_parse_iso(text, DATE_ISO_SIZE - 1, &day)
		&& take_two(&at, 23, ':', &hours) && take_two(&at, 59, ':', &minutes) && take_two(&at, 59, 'Z', &seconds))
		return (int64_t)day * SECONDS_A_DAY + hours * 3600 + minutes * 60 + seconds;
	member_wrong(t, key, "an instant, written like 2026-03-31T14:05:00Z");
	return otherwise;
}

struct json_request *member_object(struct json_request *t, const char *key)
{
	json_t *object = (json_t *)member(t, key);

	if (object == NULL)
		return NULL;
	if (json_is_object(object))
		return part_of(t->whole, t->a, object, arena_printf(t->a, "%s%s.", t->where, key));
	member_wrong(t, key, "an object");
	return NULL;
}

size_t member_list(struct json_request *t, const char *key, size_t most, struct json_request **ret)
{
	const json_t *list = member(t, key);
	size_t count = json_array_size(list);

	if (list == NULL)
		return 0;
	if (!json_is_array(list) || count > most) {
		member_wrong(t, key, arena_printf(t->a, "a list of at most %zu objects", most));
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		json_t *object = json_array_get(list, i);

		if (!json_is_object(object))
			member_wrong(t, key, arena_printf(t->a, "a list of at most %zu objects", most));
		ret[i] = part_of(t->whole, t->a, object, arena_printf(t->a, "%s%s[%zu].", t->where, key, i));
	}
	return count;
}

static bool was_asked(const struct json_request *t, const char *key)
{
	for (size_t i = 0; i < t->asked_count; i++)
		if (str_equal(t->asked[i], key))
			return true;
	return false;
}

/* The name is the client's: it is told only where it is a plain one. */
static void refuse_others(struct json_request *t)
{
	const char *key;
	json_t *value;

	json_object_foreach(t->object, key, value)
		if (!was_asked(t, key))
			member_wrong(t, strlen(key) < MEMBERS_MOST && str_is_clean_utf8(str_of(key)) ? key : "a member", "nothing of this name");
}

int json_request_end(struct json_request *t, struct err *err)
{
	struct json_request *whole = t->whole;

	for (struct json_request *part = whole; part != NULL; part = part->parts)
		refuse_others(part);
	return whole->code < 0 ? err_set(err, whole->code, "%s", whole->wrong.text) : 0;
}
