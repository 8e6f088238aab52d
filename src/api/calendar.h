/* calendar.h: what waits for somebody and what comes, as a calendar (iCalendar, RFC 5545) that a program reads again and again.
 *
 * An event says what kind of thing it is, its number and where to see it, and no more: no case, no name. What has an hour stands in
 * UTC, which needs no description of a zone; what is due on a day is an event of that day. All of it is ASCII. */
#pragma once

#include "base/buf.h"
#include "core/notice.h"

struct calendar_of {
	const char *employer;     /* its code */
	const char *site;         /* "https://plimsoll.example.gov.uk" */
	int64_t instant;          /* when it is made */
	const struct notice *notices; size_t count;
	int64_t (*instant_of)(int64_t minute); /* of the employer's clock */
};

void calendar_put(struct buf *out, const struct calendar_of *c);

/* One line "NAME:value" with the value as it stands, cut into pieces of 75 octets as RFC 5545, 3.1 asks. */
void calendar_line(struct buf *out, const char *name, const char *value);
