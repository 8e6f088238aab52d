#include "web/multipart.h"

#include <string.h>

#include "web/percent.h"

enum {
	BOUNDARY_MOST = 70,   /* RFC 2046 */
	DELIMITER_SIZE = BOUNDARY_MOST + 5,
	HEAD_MOST = 4 * 1024, /* the header lines of a part */
	HELD_MOST = HEAD_MOST + DELIMITER_SIZE + 4,
	NAME_SIZE = 300
};

enum state {
	IN_BYTES,      /* of a part; before the first delimiter, of none */
	AFTER_DELIMITER,
	IN_HEAD,
	AT_END
};

struct multipart {
	const struct multipart_sink *sink;
	char delimiter[DELIMITER_SIZE]; /* "\r\n--boundary" */
	size_t delimiter_len;
	enum state state;
	bool part_open;
	char held[HELD_MOST];           /* what cannot be judged before more has come */
	size_t held_len;
};

/* ---- parameters of a header: name="value"; other=token ---- */

static bool is_token(char c)
{
	return c > ' ' && c < 0x7F && strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

/* Reads `"a \"b\""` or a token from the front of `rest`. */
static bool take_value(struct str *rest, char *to, size_t size)
{
	size_t i = 0, n = 0;
	bool quoted = rest->len > 0 && rest->at[0] == '"';

	if (quoted)
		i++;
	while (i < rest->len && (quoted ? rest->at[i] != '"' : is_token(rest->at[i]))) {
		/* Browsers send %22 for a quote; a backslash is part of a name from Windows unless a quote follows. */
		if (quoted && rest->at[i] == '\\' && i + 1 < rest->len && rest->at[i + 1] == '"')
			i++;
		if (n + 1 == size)
			return false;
		to[n++] = rest->at[i++];
	}
	if (quoted && i++ == rest->len)
		return false;
	to[n] = '\0';
	*rest = (struct str){rest->at + i, rest->len - i};
	return true;
}

/* Finds a parameter behind the first word of a header's value. False also if anything there is malformed. */
static bool find_parameter(struct str value, const char *name, char *to, size_t size)
{
	const char *semicolon = memchr(value.at, ';', value.len);
	struct str rest = semicolon != NULL ? (struct str){semicolon, value.len - (size_t)(semicolon - value.at)} : STR("");

	while (rest.len > 0 && rest.at[0] == ';') {
		char found[NAME_SIZE];
		size_t n = 0;
		struct str key;

		rest = str_trim((struct str){rest.at + 1, rest.len - 1});
		while (n < rest.len && is_token(rest.at[n]))
			n++;
		key = (struct str){rest.at, n};
		if (n == rest.len || rest.at[n] != '=')
			return false;
		rest = (struct str){rest.at + n + 1, rest.len - n - 1};
		if (!take_value(&rest, found, sizeof found))
			return false;
		if (str_is_ignoring_case(key, name) && strlen(found) < size) {
			memcpy(to, found, strlen(found) + 1);
			return true;
		}
		rest = str_trim(rest);
	}
	return false;
}

/* ---- the head of a part ---- */

struct head {
	bool is_part, is_file;
	char name[NAME_SIZE], file_name[NAME_SIZE], type[NAME_SIZE];
};

static void read_disposition(struct str value, struct head *head)
{
	head->is_part = str_starts_ignoring_case(value, "form-data;") && find_parameter(value, "name", head->name, NAME_SIZE)
		&& head->name[0] != '\0' && str_is_clean_utf8(str_of(head->name));
	head->is_file = find_parameter(value, "filename", head->file_name, NAME_SIZE);
}

static void read_header(struct str line, struct head *head)
{
	const char *colon = memchr(line.at, ':', line.len);
	struct str name, value;

	if (colon == NULL)
		return;
	name = (struct str){line.at, (size_t)(colon - line.at)};
	value = str_trim((struct str){colon + 1, line.len - name.len - 1});
	if (str_is_ignoring_case(name, "Content-Disposition"))
		read_disposition(value, head);
	if (str_is_ignoring_case(name, "Content-Type") && value.len < NAME_SIZE && str_is_clean_utf8(value)) {
		memcpy(head->type, value.at, value.len);
		head->type[value.len] = '\0';
	}
}

static int begin_part(struct multipart *m, struct str lines, struct err *err)
{
	struct head head = {.is_part = false};

	while (lines.len > 0) {
		const char *end = memmem(lines.at, lines.len, "\r\n", 2);
		size_t n = end != NULL ? (size_t)(end - lines.at) : lines.len;

		read_header((struct str){lines.at, n}, &head);
		n += end != NULL ? 2 : 0;
		lines = (struct str){lines.at + n, lines.len - n};
	}
	if (!head.is_part)
		return err_set(err, PL_INVALID, "A part of the form has no name.");
	m->part_open = true;
	return m->sink->begin(m->sink->context, head.name, head.is_file ? head.file_name : NULL, head.type, err);
}

/* ---- the parts ---- */

static void drop(struct multipart *m, size_t n)
{
	m->held_len -= n;
	memmove(m->held, m->held + n, m->held_len);
}

static int give_bytes(struct multipart *m, size_t n, struct err *err)
{
	int rc = 0;

	if (n > 0 && !m->part_open)
		return err_set(err, PL_INVALID, "Something stands before the first part of the form.");
	if (n > 0)
		rc = m->sink->bytes(m->sink->context, m->held, n, err);
	drop(m, n);
	return rc;
}

/* Gives what is before the next delimiter, or all that can be no part of one. */
static int pass_bytes(struct multipart *m, bool *ret_moved, struct err *err)
{
	const char *found = memmem(m->held, m->held_len, m->delimiter, m->delimiter_len);
	size_t sure = found != NULL ? (size_t)(found - m->held) : m->held_len < m->delimiter_len ? 0 : m->held_len - m->delimiter_len + 1;
	int rc = give_bytes(m, sure, err);

	*ret_moved = found != NULL;
	if (rc < 0 || found == NULL)
		return rc;
	drop(m, m->delimiter_len);
	m->state = AFTER_DELIMITER;
	if (m->part_open)
		rc = m->sink->end(m->sink->context, err);
	m->part_open = false;
	return rc;
}

static int pass_delimiter(struct multipart *m, bool *ret_moved, struct err *err)
{
	*ret_moved = m->held_len >= 2;
	if (!*ret_moved)
		return 0;
	if (memcmp(m->held, "--", 2) != 0 && memcmp(m->held, "\r\n", 2) != 0)
		return err_set(err, PL_INVALID, "A boundary of the form is wrong.");
	m->state = m->held[0] == '-' ? AT_END : IN_HEAD;
	drop(m, 2);
	return 0;
}

static int pass_head(struct multipart *m, bool *ret_moved, struct err *err)
{
	const char *end = memmem(m->held, m->held_len, "\r\n\r\n", 4);
	size_t n = end != NULL ? (size_t)(end - m->held) : 0;
	int rc;

	*ret_moved = end != NULL;
	/* Judged by where it ends, not by how much of it has come: so it counts the same however the network cut it. */
	if (n > HEAD_MOST || (end == NULL && m->held_len >= HEAD_MOST + 4))
		return err_set(err, PL_INVALID, "The head of a part of the form is too long.");
	if (end == NULL)
		return 0;
	rc = begin_part(m, (struct str){m->held, n}, err);
	drop(m, n + 4);
	m->state = IN_BYTES;
	return rc;
}

static int pass(struct multipart *m, struct err *err)
{
	bool moved = true;
	int rc = 0;

	while (moved && rc == 0) {
		switch (m->state) {
		case IN_BYTES:
			rc = pass_bytes(m, &moved, err);
			break;
		case AFTER_DELIMITER:
			rc = pass_delimiter(m, &moved, err);
			break;
		case IN_HEAD:
			rc = pass_head(m, &moved, err);
			break;
		case AT_END:
			m->held_len = 0;
			return 0;
		}
	}
	return rc;
}

int multipart_begin(struct arena *a, const char *content_type, const struct multipart_sink *sink, struct multipart **ret,
	struct err *err)
{
	struct multipart *m = arena_alloc(a, sizeof *m);
	char boundary[BOUNDARY_MOST + 1];

	if (!find_parameter(str_of(content_type), "boundary", boundary, sizeof boundary) || boundary[0] == '\0')
		return err_set(err, PL_INVALID, "The form does not say where its parts end.");
	m->sink = sink;
	memcpy(m->delimiter, "\r\n--", 4);
	memcpy(m->delimiter + 4, boundary, strlen(boundary));
	m->delimiter_len = 4 + strlen(boundary);
	/* The first delimiter stands without a line end: as if one had been before it. */
	memcpy(m->held, "\r\n", 2);
	m->held_len = 2;
	*ret = m;
	return 0;
}

int multipart_take(struct multipart *m, const char *at, size_t n, struct err *err)
{
	int rc = 0;

	while (n > 0 && rc == 0) {
		size_t piece = sizeof m->held - m->held_len;

		piece = piece < n ? piece : n;
		memcpy(m->held + m->held_len, at, piece);
		m->held_len += piece;
		at += piece;
		n -= piece;
		rc = pass(m, err);
	}
	return rc;
}

int multipart_end(const struct multipart *m, struct err *err)
{
	return m->state == AT_END ? 0 : err_set(err, PL_INVALID, "The form ends in the middle of a part.");
}
