#include "web/head_lines.h"

#include <string.h>

static const char *end_of(const char *text)
{
	return text + strlen(text);
}

void request_line_begin(struct request_line *line, const char *target)
{
	*line = (struct request_line){target, end_of(target), true};
	for (; *target != '\0'; target++)
		if ((unsigned char)*target <= ' ' || *target == 0x7F)
			line->clear = false;
}

bool request_line_end(const struct request_line *line, const char *method, const char *version)
{
	return line->clear && line->target == end_of(method) + 1 && version == line->end + 1;
}

void head_lines_begin(struct head_lines *lines, const char *version)
{
	*lines = (struct head_lines){end_of(version), true};
}

/* A token (RFC 9110, 5.6.2). */
static bool is_name(const char *name)
{
	static const char SIGNS[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return name[0] != '\0' && name[strspn(name, SIGNS)] == '\0';
}

/* No control characters but tabs. */
static bool is_value(const char *value)
{
	for (; *value != '\0'; value++)
		if (((unsigned char)*value < ' ' && *value != '\t') || *value == 0x7F)
			return false;
	return true;
}

/* Whether the value is what stands behind the colon, which is a NUL now, of that name. */
static bool is_on_one_line(const char *name, const char *value)
{
	const char *after = end_of(name) + 1;

	return value == after + strspn(after, " \t");
}

void head_lines_take(struct head_lines *lines, const char *name, const char *value)
{
	lines->clear = lines->clear && name == lines->end + 2 && is_name(name) && is_on_one_line(name, value) && is_value(value);
	lines->end = end_of(value);
}

bool head_lines_end(const struct head_lines *lines)
{
	return lines->clear && lines->end[1] == '\0' && lines->end[2] == '\0' && lines->end[3] == '\0';
}
