/* Checkpoints that come back from paper: a signature is over every letter and line feed, and paper keeps neither. None
 * of the values has a blank in it but the last, which is a number and a head of known length, so that nothing has to be
 * guessed. */
#include <string.h>

#include "base/str.h"
#include "secure/checkpoint.h"

enum { SIGNATURE_LETTERS = 92, FIELDS = 7, AFTER = 5, SIGNATURE = 6 };

static const char *const NAMES[FIELDS] = {"origin", "employer", "entries", "head", "instant", "after", "\xE2\x80\x94"};

struct mending {
	struct buf values[FIELDS];
	int field; /* whose value is read; -1 before the first */
};

/* What stands after the name of a field if the line begins one that has not been yet; NULL else. A dash may be typed in
 * other ways. */
static const char *begins(const struct mending *m, const char *line, int *ret_field)
{
	static const char *const DASHES[] = {"\xE2\x80\x94", "\xE2\x80\x93", "--", "-"};

	for (int i = m->field + 1; i < FIELDS; i++) {
		for (size_t d = 0; d < (i == SIGNATURE ? sizeof DASHES / sizeof *DASHES : 1); d++) {
			const char *name = i == SIGNATURE ? DASHES[d] : NAMES[i];
			size_t n = strlen(name);

			if (strncmp(line, name, n) != 0 || (line[n] != '\0' && strchr(" \t\r\n", line[n]) == NULL))
				continue;
			*ret_field = i;
			return line + n;
		}
	}
	return NULL;
}

static void take_line(struct mending *m, const char *line, const char *end)
{
	const char *value;

	line += strspn(line, " \t");
	value = begins(m, line, &m->field);
	for (const char *at = value != NULL ? value : line; at < end && m->field >= 0; at++)
		if (strchr(" \t\r", *at) == NULL)
			buf_putc(&m->values[m->field], *at);
}

/* A signature ends with the sign that fills it up: what comes after is no part of the note. */
static bool is_at_its_end(struct mending *m)
{
	struct buf *signature = &m->values[SIGNATURE];

	return m->field == SIGNATURE && signature->len > SIGNATURE_LETTERS && buf_text(signature)[signature->len - 1] == '=';
}

static bool is_complete(struct mending *m)
{
	size_t after = m->values[AFTER].len, signature = m->values[SIGNATURE].len;

	for (int i = 0; i < AFTER; i++)
		if (m->values[i].len == 0)
			return false;
	return (after == 0 || after > CHECKPOINT_HEAD) && (signature == 0 || signature > SIGNATURE_LETTERS);
}

/* The last letters of a value apart from those before them. */
static void put_parted(struct buf *out, const char *name, struct buf *value, size_t last)
{
	int first = (int)(value->len - last);

	buf_putf(out, "%s %.*s %s\n", name, first, buf_text(value), buf_text(value) + first);
}

bool checkpoint_mend(const char *text, struct buf *out)
{
	static const char HEADING[] = "plimsoll ledger checkpoint";
	struct mending m = {.field = -1};
	const char *at = strstr(text, HEADING);
	bool complete;

	for (int i = 0; i < FIELDS; i++)
		m.values[i] = (struct buf)BUF_INIT(NOTE_BYTES);
	for (at = at != NULL ? at + strlen(HEADING) : NULL; at != NULL && *at != '\0' && !is_at_its_end(&m);) {
		const char *end = at + strcspn(at, "\n");

		take_line(&m, at, end);
		at = *end == '\n' ? end + 1 : end;
	}
	complete = is_complete(&m);
	if (complete) {
		buf_putf(out, "%s\n", HEADING);
		for (int i = 0; i < AFTER; i++)
			buf_putf(out, "%s %s\n", NAMES[i], buf_text(&m.values[i]));
		if (m.values[AFTER].len > 0)
			put_parted(out, NAMES[AFTER], &m.values[AFTER], CHECKPOINT_HEAD);
		if (m.values[SIGNATURE].len > 0) {
			buf_putc(out, '\n');
			put_parted(out, NAMES[SIGNATURE], &m.values[SIGNATURE], SIGNATURE_LETTERS);
		}
	}
	for (int i = 0; i < FIELDS; i++)
		buf_free(&m.values[i]);
	return complete;
}
