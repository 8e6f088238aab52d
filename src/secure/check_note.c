#include "secure/check_note.h"

#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/str.h"

#define HEADING "plimsoll health check\n"
#define INSTANT "%Y-%m-%dT%H:%M:%SZ"

static bool is_word(const char *text, size_t most)
{
	size_t n = strlen(text);

	return n > 0 && n <= most && strchr(text, ' ') == NULL && str_is_clean_utf8(str_of(text));
}

static bool is_sound(const struct check_note *n)
{
	return is_word(n->origin, KEY_NAME) && is_word(n->employer, CHECKPOINT_EMPLOYER) &&
		strlen(n->sha256) == CHECKPOINT_HEAD && strspn(n->sha256, "0123456789abcdef") == CHECKPOINT_HEAD && n->version > 0 &&
		n->corrects >= 0 && n->corrects < n->version && n->first <= n->last;
}

bool check_note_is_one(const char *text)
{
	return strncmp(text, HEADING, strlen(HEADING)) == 0;
}

int check_note_write(struct buf *out, const struct check_note *n, struct err *err)
{
	char instant[32], first[DATE_ISO_SIZE], last[DATE_ISO_SIZE];
	time_t t = (time_t)n->instant;
	struct tm utc;

	if (!is_sound(n) || gmtime_r(&t, &utc) == NULL || strftime(instant, sizeof instant, INSTANT, &utc) == 0)
		return err_set(err, PL_INVALID, "Version %lld of a health check of %.40s cannot be written for its signature",
			(long long)n->version, n->employer);
	buf_putf(out, HEADING "origin %s\nemployer %s\nversion %lld\nquarter %s %s\nsha256 %s\ninstant %s\n",
		n->origin, n->employer, (long long)n->version, date_iso(n->first, first), date_iso(n->last, last),
		n->sha256, instant);
	if (n->corrects > 0)
		buf_putf(out, "corrects %lld\n", (long long)n->corrects);
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

static bool take_number(const char **at, const char *name, int64_t *ret)
{
	char value[24];

	return take_line(at, name, value, sizeof value) && str_to_int(str_of(value), 1, INT64_MAX, ret);
}

static bool take_quarter(const char **at, struct check_note *n)
{
	char value[2 * DATE_ISO_SIZE];

	return take_line(at, "quarter", value, sizeof value) && strlen(value) == sizeof value - 1 &&
		date_parse_iso(value, DATE_ISO_SIZE - 1, &n->first) && value[DATE_ISO_SIZE - 1] == ' ' &&
		date_parse_iso(value + DATE_ISO_SIZE, DATE_ISO_SIZE - 1, &n->last);
}

static bool take_instant(const char **at, int64_t *ret)
{
	char value[32];
	struct tm utc = {0};
	const char *end = take_line(at, "instant", value, sizeof value) ? strptime(value, INSTANT, &utc) : NULL;

	if (end == NULL || *end != '\0')
		return false;
	*ret = (int64_t)timegm(&utc);
	return true;
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
	bool good = at != note && take_line(&at, "origin", n.origin, sizeof n.origin) &&
		take_line(&at, "employer", n.employer, sizeof n.employer) &&
		take_number(&at, "version", &n.version) && take_quarter(&at, &n) &&
		take_line(&at, "sha256", n.sha256, sizeof n.sha256) && take_instant(&at, &n.instant);

	if (good && strncmp(at, "corrects ", strlen("corrects ")) == 0)
		good = take_number(&at, "corrects", &n.corrects);
	if (!good || !says_only_this(note, len > 0 ? len : strlen(note), &n))
		return err_set(err, PL_INVALID, "This signs no health check: expected '%.21s' and then origin, employer, version, "
			"quarter, sha256 and instant, a line each", HEADING);
	*ret = n;
	return 0;
}
