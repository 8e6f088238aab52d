#include "secure/checkpoint.h"

#include <string.h>

#include "base/str.h"
#include "secure/note_lines.h"

#define HEADING "plimsoll ledger checkpoint\n"

static bool is_sound(const struct checkpoint *c)
{
	return note_is_word(c->origin, KEY_NAME) && note_is_word(c->employer, CHECKPOINT_EMPLOYER) && note_is_hash(c->head) &&
		c->entries > 0
		&& c->after >= 0 && c->after <= c->entries && (c->after == 0 || note_is_hash(c->after_head));
}

int checkpoint_write(struct buf *out, const struct checkpoint *c, struct err *err)
{
	char instant[NOTE_INSTANT_SIZE];

	if (!is_sound(c) || !note_instant(c->instant, instant))
		return err_set(err, PL_INVALID, "A checkpoint of %.40s at entry %lld cannot be written", c->employer,
			(long long)c->entries);
	buf_putf(out, HEADING "origin %s\nemployer %s\nentries %lld\nhead %s\ninstant %s\n", c->origin, c->employer,
		(long long)c->entries, c->head, instant);
	if (c->after > 0)
		buf_putf(out, "after %lld %s\n", (long long)c->after, c->after_head);
	return 0;
}

/* The last line, if there is one. */
static bool take_after(const char *at, struct checkpoint *c)
{
	char value[24 + CHECKPOINT_HEAD + 2], *gap;

	if (strncmp(at, "after ", 6) != 0)
		return true;
	if (!note_take(&at, "after", value, sizeof value) || (gap = strchr(value, ' ')) == NULL ||
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
	const char *at = note;
	bool good = strncmp(note, HEADING, strlen(HEADING)) == 0;

	at += good ? strlen(HEADING) : 0;
	good = good && note_take(&at, "origin", c.origin, sizeof c.origin)
		&& note_take(&at, "employer", c.employer, sizeof c.employer)
		&& note_take_number(&at, "entries", &c.entries) && note_take(&at, "head", c.head, sizeof c.head)
		&& note_take_instant(&at, &c.instant) && take_after(at, &c);
	if (!good || !says_only_this(note, len > 0 ? len : strlen(note), &c))
		return err_set(err, PL_INVALID,
			"This is no checkpoint: expected '%.26s' and then origin, employer, entries, head and "
			"instant, a line each", HEADING);
	*ret = c;
	return 0;
}
