#include "secure/checkpoint.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/str.h"

#define HEADING "plimsoll ledger checkpoint\n"

static bool is_word(const char *text, size_t most)
{
	size_t n = strlen(text);

	return n > 0 && n <= most && strchr(text, ' ') == NULL && str_is_clean_utf8(str_of(text));
}

static bool is_head(const char *text)
{
	return strlen(text) == CHECKPOINT_HEAD && strspn(text, "0123456789abcdef") == CHECKPOINT_HEAD;
}

static bool is_sound(const struct checkpoint *c)
{
	return is_word(c->origin, KEY_NAME) && is_word(c->employer, CHECKPOINT_EMPLOYER) && is_head(c->head) && c->entries > 0
		&& c->after >= 0 && c->after <= c->entries && (c->after == 0 || is_head(c->after_head));
}

int checkpoint_write(struct buf *out, const struct checkpoint *c, struct err *err)
{
	char instant[32];
	time_t t = (time_t)c->instant;
	struct tm utc;

	if (!is_sound(c) || gmtime_r(&t, &utc) == NULL || strftime(instant, sizeof instant, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
		return err_set(err, PL_INVALID, "A checkpoint of %.40s at entry %lld cannot be written", c->employer,
			(long long)c->entries);
	buf_putf(out, HEADING "origin %s\nemployer %s\nentries %lld\nhead %s\ninstant %s\n", c->origin, c->employer,
		(long long)c->entries, c->head, instant);
	if (c->after > 0)
		buf_putf(out, "after %lld %s\n", (long long)c->after, c->after_head);
	return 0;
}

/* The value of the next line, which must begin with its name; moves on. */
static bool take_line(const char **at, const char *name, char *ret, size_t size)
{
	size_t n = strlen(name), len;
	const char *end = strchr(*at, '\n');

	if (end == NULL || strncmp(*at, name, n) != 0 || (*at)[n] != ' ')
		return false;
	len = (size_t)(end - *at) - n - 1;
	if (len == 0 || len >= size)
		return false;
	memcpy(ret, *at + n + 1, len);
	ret[len] = '\0';
	*at = end + 1;
	return true;
}

/* The last line, if there is one. */
static bool take_after(const char *at, struct checkpoint *c)
{
	char value[24 + CHECKPOINT_HEAD + 2], *gap;

	if (strncmp(at, "after ", 6) != 0)
		return true;
	if (!take_line(&at, "after", value, sizeof value) || (gap = strchr(value, ' ')) == NULL ||
		strlen(gap + 1) != CHECKPOINT_HEAD)
		return false;
	memcpy(c->after_head, gap + 1, CHECKPOINT_HEAD + 1);
	return str_to_int((struct str){value, (size_t)(gap - value)}, 1, INT64_MAX, &c->after);
}

/* A text is taken for what it says only if it is what would be written for that. */
static bool says_only_this(const char *text, size_t len, const struct checkpoint *c)
{
	struct buf again = BUF_INIT(NOTE_BYTES);
	struct err ignored;
	bool same = checkpoint_write(&again, c, &ignored) == 0 && again.len == len && memcmp(again.data, text, len) == 0;

	buf_free(&again);
	return same;
}

int checkpoint_read(const char *note, struct checkpoint *ret, struct err *err)
{
	size_t len = note_text_length(note);
	struct checkpoint c = {0};
	char entries[24], instant[32];
	struct tm utc = {0};
	const char *at = note, *end;
	bool good = strncmp(note, HEADING, strlen(HEADING)) == 0;

	at += good ? strlen(HEADING) : 0;
	good = good && take_line(&at, "origin", c.origin, sizeof c.origin)
		&& take_line(&at, "employer", c.employer, sizeof c.employer)
		&& take_line(&at, "entries", entries, sizeof entries) && take_line(&at, "head", c.head, sizeof c.head)
		&& take_line(&at, "instant", instant, sizeof instant)
		&& str_to_int(str_of(entries), 1, INT64_MAX, &c.entries) && take_after(at, &c);
	end = good ? strptime(instant, "%Y-%m-%dT%H:%M:%SZ", &utc) : NULL;
	if (end != NULL && *end == '\0')
		c.instant = (int64_t)timegm(&utc);
	if (!good || !says_only_this(note, len > 0 ? len : strlen(note), &c))
		return err_set(err, PL_INVALID,
			"This is no checkpoint: expected '%.26s' and then origin, employer, entries, head and "
			"instant, a line each", HEADING);
	*ret = c;
	return 0;
}
