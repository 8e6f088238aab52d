/* relay.h: the intake spoken over a pipe, so that a file can be read by a process that may do nothing but read, write and
 * end, and whose word is not trusted.
 *
 * The reading process is given an open file and a pipe and calls relay_answer: a question is either what the file is, or to
 * read it. What the reader hands over goes through the pipe as records: four bytes of length, one of kind, and the members in
 * the order of the tables in relay.c, in the machine's own byte order. The last record says how it ended.
 *
 * The asking process calls relay_receive, which believes nothing: every length, count, number, date and text is held against
 * what intake.h allows before the real intake is called, and ids of facts are never taken. What an issue calls the file is
 * said by the asking process.
 */
#pragma once

#include "exchange/intake.h"

enum { RELAY_RECORD = 8 * 1024 * 1024 /* bytes of one record */ };

struct relay_question {
	enum source_format format; /* FORMAT_UNKNOWN: which it is; else to read it as that */
};

/* In the reading process. Returns 0 if the pipe took all of it, whatever became of the file. */
int relay_answer(const struct relay_question *question, int file, int pipe, struct err *err) PL_MUST_CHECK;

/* What relay_answer makes its calls with, for programs that read in another way: writes to `pipe`. */
struct relay_sender;
struct relay_sender *relay_sender_new(int pipe);
struct relay_sender *relay_sender_free(struct relay_sender *s);
struct intake relay_send(struct relay_sender *s);

/* The last record; `code` and `why` are what the reader returned. */
int relay_send_end(struct relay_sender *s, int code, const struct err *why, struct err *err) PL_MUST_CHECK;

/* In the asking process: takes the answer to the end and makes the calls of `to`; `name` is what issues call the file. Returns
 * what the reader returned, a negative code of the intake's own, or PL_FAIL if the answer breaks off or is none. */
int relay_receive(int pipe, const char *name, const struct intake *to, struct err *err) PL_MUST_CHECK;

/* The same for the question which format it is. */
int relay_receive_format(int pipe, enum source_format *ret, struct err *err) PL_MUST_CHECK;
