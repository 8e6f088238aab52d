#include "service/import/file_reader.h"

#include <stdlib.h>
#include <string.h>

#include "exchange/relay.h"

/* The intake is NULL where the format is asked for. */
static int ask_parser(const struct parser_host *parsers, const struct input *in, enum source_format *format,
	const struct intake *to, struct err *err)
{
	const struct relay_question question = {to != NULL ? *format : FORMAT_UNKNOWN};
	struct parser parser;
	struct err why;
	int rc = parser_start(parsers, in->fd, &question, sizeof question, &parser, err);

	if (rc < 0)
		return rc;
	if (to != NULL)
		rc = relay_receive(parser.answer, in->name, to, err);
	else
		rc = relay_receive_format(parser.answer, format, err);
	/* Where an answer is wrong or breaks off, how its process ended says more. */
	if (parser_finish(&parser, &why) < 0 && rc < 0) {
		rc = why.code;
		*err = why;
	}
	return rc;
}

int file_recognise(const struct parser_host *parsers, const struct input *in, enum source_format *ret, struct err *err)
{
	int rc = parsers != NULL ? ask_parser(parsers, in, ret, NULL, err) : format_recognise(in, ret, err);

	return rc < 0 ? err_prefix(err, "%s", in->name) : 0;
}

int file_read(const struct parser_host *parsers, const struct input *in, enum source_format format, const struct intake *to,
	struct err *err)
{
	int rc = parsers != NULL ? ask_parser(parsers, in, &format, to, err) : format_read(in, format, to, err);

	return rc < 0 ? err_prefix(err, "%s", in->name) : 0;
}

int file_parse(void *context, const void *question, size_t n, int file, int answer)
{
	struct relay_question what;
	struct err err;

	(void)context;
	if (n != sizeof what)
		return EXIT_FAILURE;
	memcpy(&what, question, sizeof what);
	return relay_answer(&what, file, answer, &err) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
