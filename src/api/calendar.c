#include "api/calendar.h"

#include <string.h>

#include "base/date.h"

enum { LINE_OCTETS = 75, TEXT_BYTES = 2000, DAY_SECONDS = 24 * 60 * 60 };

void calendar_line(struct buf *out, const char *name, const char *value)
{
	size_t used = strlen(name) + 1, n = strlen(value);

	buf_putf(out, "%s:", name);
	while (used + n > LINE_OCTETS) {
		size_t piece = LINE_OCTETS - used;

		buf_add(out, value, piece);
		buf_puts(out, "\r\n ");
		value += piece;
		n -= piece;
		used = 1;
	}
	buf_puts(out, value);
	buf_puts(out, "\r\n");
}

/* A text as a value: what would end or part it is marked. */
static void put_text(struct buf *out, const char *name, const char *text)
{
	struct buf marked = BUF_INIT(TEXT_BYTES);

	for (; *text != '\0'; text++) {
		if (strchr("\\;,", *text) != NULL)
			buf_putc(&marked, '\\');
		buf_putc(&marked, *text);
	}
	calendar_line(out, name, buf_text(&marked));
	buf_free(&marked);
}

static void put_day(struct buf *out, const char *name, int32_t day)
{
	int year, month, of_month;

	date_to_civil(day, &year, &month, &of_month);
	buf_putf(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, year, month, of_month);
}

static void put_instant(struct buf *out, const char *name, int64_t instant)
{
	int year, month, of_month, seconds = (int)(instant % DAY_SECONDS);

	date_to_civil((int32_t)(instant / DAY_SECONDS), &year, &month, &of_month);
	buf_putf(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, year, month, of_month, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* ---- events ---- */

static bool has_number(const struct notice *n)
{
	return n->kind < NOTICE_LOOK || n->kind == NOTICE_EXCEPTION_ENDS;
}

/* Where it is to be seen, below the employer's address. */
static const char *section_of(const struct notice *n)
{
	switch (n->kind) {
	case NOTICE_OFFER:
	case NOTICE_TERMS:
		return "proposals/";
	case NOTICE_LOOK:
		return "unallocated";
	case NOTICE_EXCEPTION_ENDS:
		return "exceptions";
	case NOTICE_NEEDS_LESS:
	case NOTICE_PROTECTION_ENDS:
	case NOTICE_RAMP_ENDS:
		return "waiting";
	default:
		return "matters/";
	}
}

static void put_address(struct buf *out, const struct calendar_of *c, const struct notice *n)
{
	struct buf address = BUF_INIT(TEXT_BYTES);

	buf_putf(&address, "%s/employers/", c->site);
	buf_put_encoded(&address, c->employer);
	buf_putf(&address, "/%s", section_of(n));
	if (n->kind < NOTICE_LOOK)
		buf_putf(&address, "%d", (int)n->id);
	calendar_line(out, "URL", buf_text(&address));
	buf_free(&address);
}

/* The same event whenever the calendar is read. */
static void put_uid(struct buf *out, const struct calendar_of *c, const struct notice *n)
{
	struct buf uid = BUF_INIT(TEXT_BYTES);

	buf_putf(&uid, "%s-%d.", notice_code(n->kind), (int)n->id);
	buf_put_encoded(&uid, c->employer);
	buf_puts(&uid, "@plimsoll");
	calendar_line(out, "UID", buf_text(&uid));
	buf_free(&uid);
}

static void put_event(struct buf *out, const struct calendar_of *c, const struct notice *n)
{
	struct buf words = BUF_INIT(TEXT_BYTES);

	buf_putf(&words, "Plimsoll: %s", notice_words(n->kind));
	if (has_number(n))
		buf_putf(&words, " (number %d)", (int)n->id);
	buf_puts(out, "BEGIN:VEVENT\r\n");
	put_uid(out, c, n);
	put_instant(out, "DTSTAMP", c->instant);
	if (n->all_day)
		put_day(out, "DTSTART", local_day(n->due));
	else
		put_instant(out, "DTSTART", c->instant_of(n->due));
	put_text(out, "SUMMARY", buf_text(&words));
	put_address(out, c, n);
	buf_puts(out, "CLASS:PRIVATE\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
	buf_free(&words);
}

void calendar_put(struct buf *out, const struct calendar_of *c)
{
	buf_puts(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Plimsoll//Plimsoll//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
		"X-WR-CALNAME:Plimsoll\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n");
	for (size_t i = 0; i < c->count; i++)
		if (c->notices[i].due != LOCAL_NEVER)
			put_event(out, c, &c->notices[i]);
	buf_puts(out, "END:VCALENDAR\r\n");
}
