#include "secure/note_lines.h"

#include <string.h>
#include <time.h>

#include "base/str.h"

#define INSTANT "%Y-%m-%dT%H:%M:%SZ"

enum { NUMBER_SIZE = 24 };

bool note_is_word(const char *text, size_t most)
{
	size_t n = strlen(text);

	return n > 0 && n <= most && strchr(text, ' ') == NULL && str_is_clean_utf8(str_of(text));
}

bool note_is_hash(const char *text)
{
	return strlen(text) == NOTE_HASH && strspn(text, "0123456789abcdef") == NOTE_HASH;
}

bool note_instant(int64_t instant, char ret[NOTE_INSTANT_SIZE])
{
	time_t t = (time_t)instant;
	struct tm utc;

	return gmtime_r(&t, &utc) != NULL && strftime(ret, NOTE_INSTANT_SIZE, INSTANT, &utc) != 0;
}

bool note_take(const char **at, const char *name, char *ret, size_t size)
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

bool note_take_number(const char **at, const char *name, int64_t *ret)
{
	char value[NUMBER_SIZE];

	return note_take(at, name, value, sizeof value) && str_to_int(str_of(value), 1, INT64_MAX, ret);
}

bool note_take_instant(const char **at, int64_t *ret)
{
	char value[NOTE_INSTANT_SIZE];
	struct tm utc = {0};
	const char *end = note_take(at, "instant", value, sizeof value) ? strptime(value, INSTANT, &utc) : NULL;

	if (end == NULL || *end != '\0')
		return false;
	*ret = (int64_t)timegm(&utc);
	return true;
}
