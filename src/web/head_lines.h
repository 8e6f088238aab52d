/* head_lines.h: whether the head of a request was written so that everybody reads the same in it (RFC 9112, 2.2 and 5).
 *
 * libmicrohttpd takes a NUL in the request line, lines that end in LF alone, lines that go on in the next, NUL in a value, and a space before the colon. What
 * another reader, such as a proxy, takes for one request may be two then. It puts NULs where a line ended and hands out pointers
 * into what it received, so it can be seen afterwards: with CR LF there are two, and the next name stands right behind them.
 *
 * What cannot be seen is an LF alone at the end of the last line, if nothing has come behind it yet.
 */
#pragma once

#include <stdbool.h>

struct head_lines {
	const char *end;  /* of the line that was looked at last: its first NUL */
	bool clear;       /* so far */
};

/* The address as it was received, before libmicrohttpd cuts it into pieces. */
struct request_line {
	const char *target, *end;
	bool clear;
};

void request_line_begin(struct request_line *line, const char *target);
/* Whether method, address and version stand behind one another in what was received, with one space (a NUL by now) between them,
 * and none in the address. A NUL of the sender's own would end one of them early, and what is answered would not be what was
 * asked for. */
bool request_line_end(const struct request_line *line, const char *method, const char *version);

/* `version`: the end of the request line, as it was received. */
void head_lines_begin(struct head_lines *lines, const char *version);
/* The next header, in the order in which they were received. */
void head_lines_take(struct head_lines *lines, const char *name, const char *value);
/* There is no other: whether all was in order, and the empty line follows. Looks at three bytes behind the last value: behind a
 * line there is at least the empty one, and behind that what libmicrohttpd keeps in the same block. */
bool head_lines_end(const struct head_lines *lines);
