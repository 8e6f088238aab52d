/* file_reader.h: what a file is and what it tells, found out in this process or in one that may do nothing else. */
#pragma once

#include "exchange/intake.h"
#include "sandbox/parser_host.h"

/* What an open file is. `parsers` NULL: in this process. Sentences begin with the file's name. */
int file_recognise(const struct parser_host *parsers, const struct input *in, enum source_format *ret, struct err *err)
	PL_MUST_CHECK;

/* Has it read as a format, and the intake told. Issues name it by its name, too. */
int file_read(const struct parser_host *parsers, const struct input *in, enum source_format format, const struct intake *to,
	struct err *err) PL_MUST_CHECK;

/* What a parser does that is asked by these: the `parser` of a keeper_plan. Returns the exit status. */
int file_parse(void *context, const void *question, size_t n, int file, int answer);
