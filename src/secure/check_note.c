#include "secure/check_note.h"

#include <string.h>

#include "base/date.h"
#include "secure/note_lines.h"

#define HEADING "plimsoll health check\n"

static bool is_sound(const struct check_note *n)
{
	return note_is_word(n->origin, KEY_NAME) && note_is_word(n->employer, CHECKPOINT_EMPLOYER) &&
		note_is_hash(n->sha256) && n->version > 0 &&
		n->corrects >= 0 && n->corrects < n->version && n->first <= n->last;
}

bool check_note_is_one(const char *text)
{
	return strncmp(text, HEADING, strlen(HEADING)) == 0;
}

int check_note_write(struct buf *out, const struct check_note *n, struct err *err)
{
	char instant[NOTE_INSTANT_SIZE], first[DATE_ISO_SIZE], last[DATE_ISO_SIZE];

	if (!is_sound(n) || !note_instant(n->instant, instant))
		return err_set(err, PL_INVALID, "Version %lld of a health check of %.40s cannot be written for its signature",
			(long long)n->version, n->employer);
	buf_putf(out, HEADING "origin %s\nemployer %s\nversion %lld\nquarter %s %s\nsha256 %s\ninstant %s\n",
		n->origin, n->employer, (long long)n->version, date_iso(n->first, first), date_iso(n->last, last),
		n->sha256, instant);
	if (n->corrects > 0)
		buf_putf(out, "corrects %lld\n", (long long)n->corrects);
	return 0;
}

static bool take_quarter(const char **at, struct check_note *n)
{
	char value[2 * DATE_ISO_SIZE];

	return note_take(at, "quarter", value, sizeof value) && strlen(value) == sizeof value - 1 &&
		date_parse_iso(value, DATE_ISO_SIZE - 1, &n->first) && value[DATE_ISO_SIZE - 1] == ' ' &&
		date_parse_iso(value + DATE_ISO_SIZE, DATE_ISO_SIZE - 1, &n->last);
}

/* A text is taken for what it says only if it is what would be written for that. */
static bool says_only_this(const char *text, size_t len, const struct check_note *n)
{
	struct buf again = BUF_INIT(NOTE_BYTES);
	struct err ignored;
	bool same = check_note_write(&again, n, &ignored) == 0 && again.len == len && memcmp(again.data, text, len) == 0;

	buf_free(&again);
	return same;
}

int check_note_read(const char *note, struct check_note *ret, struct err *err)
{
	size_t len = note_text_length(note);
	struct check_note n = {0};
	const char *at = note + (check_note_is_one(note) ? strlen(HEADING) : 0);
	bool good = at != note && note_take(&at, "origin", n.origin, sizeof n.origin) &&
		note_take(&at, "employer", n.employer, sizeof n.employer) &&
		note_take_number(&at, "version", &n.version) && take_quarter(&at, &n) &&
		note_take(&at, "sha256", n.sha256, sizeof n.sha256) && note_take_instant(&at, &n.instant);

	if (good && strncmp(at, "corrects ", strlen("corrects ")) == 0)
		good = note_take_number(&at, "corrects", &n.corrects);
	if (!good || !says_only_this(note, len > 0 ? len : strlen(note), &n))
		return err_set(err, PL_INVALID, "This signs no health check: expected '%.21s' and then origin, employer, version, "
			"quarter, sha256 and instant, a line each", HEADING);
	*ret = n;
	return 0;
}
