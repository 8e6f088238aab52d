#include "web/words.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "core/round.h"

static const char MINUS[] = "\xE2\x88\x92";

/* Digits are made from the right; 26 places hold any 64-bit number with its separators. */
struct digits {
	char text[40];
	size_t at;
};

static void put_digit(struct digits *d, uint64_t digit)
{
	d->text[--d->at] = (char)('0' + digit);
}

static void put_whole(struct digits *d, uint64_t n)
{
	int written = 0;

	do {
		if (written > 0 && written % 3 == 0)
			d->text[--d->at] = ',';
		put_digit(d, n % 10);
		n /= 10;
		written++;
	} while (n > 0);
}

static const char *finish(struct arena *a, struct digits *d, bool negative, const char *after)
{
	size_t n = sizeof d->text - d->at, minus = negative ? sizeof MINUS - 1 : 0, more = strlen(after);
	char *text = arena_alloc(a, minus + n + more + 1);

	memcpy(text, MINUS, minus);
	memcpy(text + minus, d->text + d->at, n);
	memcpy(text + minus + n, after, more);
	return text;
}

static uint64_t magnitude(int64_t n)
{
	return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

const char *words_int(struct arena *a, int64_t n)
{
	struct digits d = {.at = sizeof d.text};

	put_whole(&d, magnitude(n));
	return finish(a, &d, n < 0, "");
}

const char *words_tenths(struct arena *a, int64_t tenths)
{
	struct digits d = {.at = sizeof d.text};
	uint64_t n = magnitude(tenths);

	put_digit(&d, n % 10);
	d.text[--d.at] = '.';
	put_whole(&d, n / 10);
	return finish(a, &d, tenths < 0, "");
}

const char *words_hours(struct arena *a, int64_t minutes)
{
	int64_t tenths = hour_tenths((int64_t)magnitude(minutes));

	return words_tenths(a, minutes < 0 ? -tenths : tenths);
}

const char *words_percent(struct arena *a, int64_t permille)
{
	struct digits d = {.at = sizeof d.text};

	put_whole(&d, (magnitude(permille) + 5) / 10);
	return finish(a, &d, permille < -4, "%");
}

const char *words_percent_past(struct arena *a, int64_t permille)
{
	enum { READS_PAST_FROM = 1005 };

	return permille < READS_PAST_FROM ? "just past 100%" : words_percent(a, permille);
}

const char *words_millionths(struct arena *a, int64_t millionths)
{
	struct digits d = {.at = sizeof d.text};
	uint64_t n = magnitude(millionths), whole = n / 1000000, part = n % 1000000;
	int places = 6;

	for (; places > 0 && part % 10 == 0; places--)
		part /= 10;
	for (int i = 0; i < places; i++, part /= 10)
		put_digit(&d, part % 10);
	if (places > 0)
		d.text[--d.at] = '.';
	put_whole(&d, whole);
	return finish(a, &d, millionths < 0, "");
}

const char *words_moment(struct arena *a, int64_t instant)
{
	time_t seconds = (time_t)instant;
	struct tm civil;

	localtime_r(&seconds, &civil);
	return arena_printf(a, "%s, %02d:%02d", words_day(a, date_from_civil(civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday)),
		civil.tm_hour, civil.tm_min);
}

/* The first whose mark stands in the text; they are in an order in which the particular comes before the general. */
static const char *name_by_mark(const char *const (*marks)[2], size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(text, marks[i][0]) != NULL)
			return marks[i][1];
	return NULL;
}

const char *words_browser(struct arena *a, const char *user_agent)
{
	static const char *const BROWSERS[][2] = {{"Edg", "Edge"}, {"Firefox/", "Firefox"}, {"Chrom", "Chrome"}, {"Safari/", "Safari"}};
	static const char *const SYSTEMS[][2] = {{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};
	const char *browser = name_by_mark(BROWSERS, sizeof BROWSERS / sizeof *BROWSERS, user_agent);
	const char *system = name_by_mark(SYSTEMS, sizeof SYSTEMS / sizeof *SYSTEMS, user_agent);

	if (browser == NULL)
		return "Another program";
	return system != NULL ? words_join(a, browser, " on ", system, NULL) : browser;
}

const char *words_join(struct arena *a, ...)
{
	va_list pieces;
	size_t n = 0;
	char *text;

	va_start(pieces, a);
	for (const char *piece = va_arg(pieces, const char *); piece != NULL; piece = va_arg(pieces, const char *))
		n += strlen(piece);
	va_end(pieces);
	text = arena_alloc(a, n + 1);
	n = 0;
	va_start(pieces, a);
	for (const char *piece = va_arg(pieces, const char *); piece != NULL; piece = va_arg(pieces, const char *)) {
		size_t len = strlen(piece);

		memcpy(text + n, piece, len);
		n += len;
	}
	va_end(pieces);
	return text;
}

const char *words_count(struct arena *a, int64_t n, const char *one, const char *many)
{
	return words_join(a, words_int(a, n), " ", n == 1 ? one : many, NULL);
}

const char *words_number(struct arena *a, int64_t n)
{
	static const char *const SMALL[] = {
		"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};

	return n >= 0 && n < 10 ? SMALL[n] : words_int(a, n);
}

const char *words_first_up(struct arena *a, const char *words)
{
	char *text = arena_strdup(a, words);

	if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	return text;
}

const char *words_number_first(struct arena *a, int64_t n)
{
	return words_first_up(a, words_number(a, n));
}

const char *words_day(struct arena *a, int32_t day)
{
	char text[DATE_WORDS_SIZE];

	return arena_strdup(a, date_words(day, text));
}

const char *words_weekday(struct arena *a, int32_t day)
{
	return words_join(a, date_weekday_name(day), " ", words_day(a, day), NULL);
}

const char *words_month(struct arena *a, int32_t day)
{
	const char *text = words_day(a, day), *space = strchr(text, ' ');

	return space != NULL ? space + 1 : text;
}

const char *words_iso(struct arena *a, int32_t day)
{
	char text[DATE_ISO_SIZE];

	return arena_strdup(a, date_iso(day, text));
}
