#include "web/route.h"

#include <string.h>

#include "base/str.h"
#include "web/percent.h"

/* A path in pieces; the last one twice, with and without the suffix that asks for a format. */
struct path {
	char segments[ROUTE_SEGMENTS][ROUTE_SEGMENT_SIZE];
	size_t count;
	enum route_format suffix; /* 0 without one */
	char bare_last[ROUTE_SEGMENT_SIZE];
};

/* Decodes one segment. One that is too long for any route is not known. */
static enum route_problem decode(struct str s, char out[ROUTE_SEGMENT_SIZE])
{
	int rc = percent_decode(s, PERCENT_PATH, out, ROUTE_SEGMENT_SIZE);

	return rc == 0 ? ROUTE_FOUND : rc == PL_LIMIT ? ROUTE_UNKNOWN : ROUTE_BAD_ADDRESS;
}

static enum route_format format_of_suffix(struct str *s)
{
	static const struct {
		const char *suffix;
		enum route_format format;
	} SUFFIXES[] = {{".csv", ROUTE_CSV}, {".json", ROUTE_JSON}, {".xlsx", ROUTE_XLSX}};

	for (size_t i = 0; i < sizeof SUFFIXES / sizeof *SUFFIXES; i++) {
		size_t n = strlen(SUFFIXES[i].suffix);

		if (s->len > n && memcmp(s->at + s->len - n, SUFFIXES[i].suffix, n) == 0) {
			s->len -= n;
			return SUFFIXES[i].format;
		}
	}
	return (enum route_format)0;
}

static enum route_problem add_segment(struct path *p, struct str s)
{
	if (s.len == 0 || p->count == ROUTE_SEGMENTS)
		return ROUTE_UNKNOWN;
	return decode(s, p->segments[p->count++]);
}

static enum route_problem read_path(const char *text, struct path *ret)
{
	struct str last = {text, 0};

	if (*text != '/')
		return ROUTE_BAD_ADDRESS;
	while (*text == '/' && !(ret->count == 0 && text[1] == '\0')) {
		enum route_problem problem;

		last = (struct str){text + 1, strcspn(text + 1, "/")};
		problem = add_segment(ret, last);
		if (problem != ROUTE_FOUND)
			return problem;
		text = last.at + last.len;
	}
	ret->suffix = format_of_suffix(&last);
	return ret->suffix != 0 ? decode(last, ret->bare_last) : ROUTE_FOUND;
}

static bool matches(const struct route *route, const struct path *path, struct route_match *ret)
{
	bool suffixed = (route->formats & path->suffix) != 0;

	if (route->segments_count != path->count)
		return false;
	ret->count = 0;
	ret->format = suffixed ? path->suffix : route->own_format;
	for (size_t i = 0; i < path->count; i++) {
		const struct route_segment *segment = &route->segments[i];
		const char *text = suffixed && i + 1 == path->count ? path->bare_last : path->segments[i];

		if (!segment->is_value && !str_equal(segment->text, text))
			return false;
		if (segment->is_value) {
			struct route_value *value = &ret->values[ret->count++];

			value->name = segment->text;
			memcpy(value->text, text, strlen(text) + 1);
		}
	}
	return true;
}

static unsigned method_of(const char *method)
{
	if (str_equal(method, "GET") || str_equal(method, "HEAD"))
		return ROUTE_GET;
	return str_equal(method, "POST") ? ROUTE_POST : 0;
}

const struct route *route_find_in(const struct route *routes, size_t count, const char *method, const char *path,
	struct route_match *ret)
{
	struct path pieces = {.count = 0};

	ret->allowed = 0;
	ret->count = 0;
	ret->problem = read_path(path, &pieces);
	for (size_t i = 0; i < count && ret->problem == ROUTE_FOUND; i++) {
		if (!matches(&routes[i], &pieces, ret))
			continue;
		ret->allowed |= routes[i].method;
		if (routes[i].method == method_of(method))
			return &routes[i];
	}
	ret->count = 0;
	if (ret->problem == ROUTE_FOUND)
		ret->problem = ret->allowed != 0 ? ROUTE_WRONG_METHOD : ROUTE_UNKNOWN;
	return NULL;
}

const char *route_value(const struct route_match *match, const char *name)
{
	for (size_t i = 0; i < match->count; i++)
		if (str_equal(match->values[i].name, name))
			return match->values[i].text;
	return "";
}
