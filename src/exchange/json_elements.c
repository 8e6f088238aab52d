#include "exchange/json_elements.h"

/* The next byte that is no white space, left where it is; '\0' at the end of the file. */
static int peek(struct json_elements *j, char *ret, struct err *err)
{
	int rc;

	while ((rc = source_fill(j->from, err)) > 0) {
		char c = *j->from->at;

		if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
			*ret = c;
			return 0;
		}
		j->line += c == '\n' ? 1 : 0;
		j->from->at++;
	}
	*ret = '\0';
	return rc;
}

/* Passes over one byte, which must be `expected`. */
static int pass(struct json_elements *j, char expected, const char *words, struct err *err)
{
	char c;
	int rc = peek(j, &c, err);

	if (rc < 0)
		return rc;
	if (c != expected)
		return err_set(err, PL_INVALID, "line %lld: %s: expected %s", (long long)j->line,
			c == '\0' ? "the file breaks off" : "not the JSON that is expected here", words);
	j->from->at++;
	return 0;
}

/* Where in the object the scan stands. */
struct scan {
	int depth;
	bool in_text, escaped;
};

/* Moves over the bytes at hand to the end of the object or of the bytes: how many belong to the object. */
static size_t scan_bytes(struct json_elements *j, struct scan *s)
{
	const char *at = j->from->at;

	for (; at < j->from->end; at++) {
		char c = *at;

		if (c == '\n')
			j->line++;
		if (s->in_text) {
			s->in_text = s->escaped || c != '"';
			s->escaped = !s->escaped && c == '\\';
			continue;
		}
		if (c == '"')
			s->in_text = true;
		else if (c == '{' || c == '[')
			s->depth++;
		else if ((c == '}' || c == ']') && --s->depth == 0)
			return (size_t)(at + 1 - j->from->at);
		if (s->depth > INTAKE_DEPTH)
			break;
	}
	return (size_t)(at - j->from->at);
}

/* Passes over a text, byte by byte: 1 if it stands there, 0 if not. */
static int pass_text(struct json_elements *j, const char *text, struct err *err)
{
	for (; *text != '\0'; text++) {
		int rc = source_fill(j->from, err);

		if (rc < 0)
			return rc;
		if (rc == 0 || *j->from->at != *text)
			return 0;
		j->from->at++;
	}
	return 1;
}

/* Says what an object is that is not the one around the array, and in whose first name the reading stopped: a record by
 * itself, or one a line. */
static int refuse_object(struct json_elements *j, struct err *err)
{
	struct scan s = {.depth = 1, .in_text = true};
	char c = '\0';
	int rc;

	while (s.depth > 0 && s.depth <= INTAKE_DEPTH) {
		rc = source_fill(j->from, err);
		if (rc < 0)
			return rc;
		if (rc == 0)
			return err_set(err, PL_INVALID, "line %lld: the file breaks off in an object: expected an array of records",
				(long long)j->line);
		j->from->at += scan_bytes(j, &s);
	}
	rc = peek(j, &c, err);
	if (rc < 0)
		return rc;
	if (c == '{')
		return err_set(err, PL_INVALID, "line 1: the records stand one after the other: expected them in an array, [ in front, "
			"a comma between each two, ] at the end");
	return err_set(err, PL_INVALID, "line 1: an object by itself: expected an array of records, for one record too: [ in front, "
		"] at the end");
}

/* What may stand before the array: a byte-order mark, and the object around it. */
static int pass_front(struct json_elements *j, const char *member, struct err *err)
{
	char c;
	int rc = peek(j, &c, err);

	if (rc == 0 && c == '\xEF') {
		rc = pass_text(j, "\xEF\xBB\xBF", err);
		if (rc >= 0)
			rc = peek(j, &c, err);
	}
	if (rc < 0 || c != '{')
		return rc;
	j->wrapped = true;
	j->from->at++;
	rc = pass(j, '"', member, err);
	if (rc < 0)
		return rc;
	rc = pass_text(j, member, err);
	if (rc > 0)
		rc = pass_text(j, "\"", err);
	if (rc == 0)
		return refuse_object(j, err);
	return rc < 0 ? rc : pass(j, ':', "a colon", err);
}

int json_elements_open(struct json_elements *j, struct source *from, const char *member, struct err *err)
{
	int rc;

	*j = (struct json_elements){.from = from, .element = BUF_INIT(JSON_ELEMENT_BYTES), .line = 1};
	rc = pass_front(j, member, err);
	return rc < 0 ? rc : pass(j, '[', "an array of records", err);
}

void json_elements_close(struct json_elements *j)
{
	buf_free(&j->element);
}

static int read_element(struct json_elements *j, struct err *err)
{
	struct scan s = {0};

	buf_clear(&j->element);
	j->element_line = j->line;
	do {
		int rc = source_fill(j->from, err);
		size_t n;

		if (rc < 0)
			return rc;
		if (rc == 0)
			return err_set(err, PL_INVALID, "line %lld: the file breaks off in a record that begins on line %lld",
				(long long)j->line, (long long)j->element_line);
		n = scan_bytes(j, &s);
		buf_add(&j->element, j->from->at, n);
		j->from->at += n;
		if (s.depth > INTAKE_DEPTH)
			return err_set(err, PL_LIMIT, "line %lld: nested more than %d deep", (long long)j->line, INTAKE_DEPTH);
		if (j->element.full)
			return err_set(err, PL_LIMIT, "line %lld: a record of more than %d bytes", (long long)j->element_line,
				JSON_ELEMENT_BYTES);
	} while (s.depth > 0);
	return 1;
}

/* After the array nothing may follow but the end of the object around it. */
static int finish(struct json_elements *j, struct err *err)
{
	char c = '\0';
	int rc = pass(j, ']', "a comma or the end of the array", err);

	if (rc == 0 && j->wrapped)
		rc = pass(j, '}', "the end of the object around the array", err);
	if (rc == 0)
		rc = peek(j, &c, err);
	if (rc < 0)
		return rc;
	if (source_fill(j->from, err) != 0)
		return err_set(err, PL_INVALID, "line %lld: something follows after the array", (long long)j->line);
	return 0;
}

int json_elements_next(struct json_elements *j, struct str *ret, struct err *err)
{
	char c = '\0';
	int rc = peek(j, &c, err);

	if (rc < 0)
		return rc;
	if (c == ']' || (j->begun && c != ','))
		return finish(j, err);
	if (j->begun)
		j->from->at++;
	j->begun = true;
	rc = peek(j, &c, err);
	if (rc < 0)
		return rc;
	if (c == ']')
		return err_set(err, PL_INVALID, "line %lld: a comma behind the last record: expected none before the end of the array",
			(long long)j->line);
	if (c != '{')
		return err_set(err, PL_INVALID, "line %lld: %s: expected a record as an object", (long long)j->line,
			c == '\0' ? "the file breaks off" : "not a record");
	rc = read_element(j, err);
	if (rc < 0)
		return rc;
	j->count++;
	*ret = str_of(buf_text(&j->element));
	ret->len = j->element.len;
	return 1;
}
