/* route.h: which function answers which address.
 *
 * routes.def declares every route; tools/gen_routes.c makes of it the table ROUTES (routes.h), which also serves the
 * access matrix and the documents, so that none of them can drift from the program.
 *
 * A path is given as it was sent, percent-encoded and without the query. Its segments are decoded one by one, so that an
 * encoded slash is part of a value and never a separator. `.csv`, `.json` or `.xlsx` behind the last segment asks for the same
 * table in that format, where the route has it; anywhere else a dot is a character like any other.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "core/access.h"

struct page_context;
struct request;
struct response;

enum {
	ROUTE_SEGMENTS = 8,
	ROUTE_VALUES = 4,
	ROUTE_SEGMENT_SIZE = 160, /* decoded, with its NUL */
};

enum route_method { ROUTE_GET = 1, ROUTE_POST = 2 };

/* Bits of struct route.formats. ROUTE_FILE: the last segment names a file, whatever its suffix. ROUTE_UPLOAD: the form may
 * bring files. ROUTE_API: for programs, which bring JSON and a token and are answered in JSON. */
enum route_format { ROUTE_HTML = 1, ROUTE_CSV = 2, ROUTE_JSON = 4, ROUTE_TEXT = 8, ROUTE_FILE = 16, ROUTE_UPLOAD = 32, ROUTE_API = 64, ROUTE_XLSX = 128 };

/* What is asked for by a suffix: the figures of a page as data. */
enum { ROUTE_DATA = ROUTE_CSV | ROUTE_JSON | ROUTE_XLSX };

/* Bits of struct route.who beside those of the roles (ROLE_BIT of core/access.h): anybody, signed in or not. */
enum { ROUTE_PUBLIC = 1 << 30 };

struct route_segment {
	const char *text; /* literal text, or the value's name */
	bool is_value;
};

typedef int route_handler(struct page_context *context, const struct request *request, struct response *response,
	struct err *err);

struct route {
	enum route_method method;
	const char *path; /* as declared: "/employers/{employer}" */
	struct route_segment segments[ROUTE_SEGMENTS];
	size_t segments_count;
	route_handler *handler;
	unsigned who;                 /* who may ask at all */
	unsigned whole;               /* the roles among these that must hold for the whole employer */
	int field;                    /* which field (core/access.h) of what the path names they must see; -1: it names nothing */
	unsigned formats;
	enum route_format own_format; /* without a suffix: the first that was declared */
	const char *words;            /* what it shows, for the documents */
};

struct route_value {
	const char *name;
	char text[ROUTE_SEGMENT_SIZE]; /* decoded, clean UTF-8 */
};

enum route_problem {
	ROUTE_FOUND,
	ROUTE_UNKNOWN,      /* 404 */
	ROUTE_WRONG_METHOD, /* 405: `allowed` says which methods the address knows */
	ROUTE_BAD_ADDRESS,  /* 400: wrong percent-encoding, control characters, or not UTF-8 */
};

struct route_match {
	enum route_problem problem;
	unsigned allowed; /* bits of enum route_method */
	enum route_format format;
	struct route_value values[ROUTE_VALUES];
	size_t count;
};

/* Finds the route of a path among `routes`, where the more literal ones stand first. HEAD finds what GET finds. Returns
 * NULL when there is none: `ret->problem` says why. */
const struct route *route_find_in(const struct route *routes, size_t count, const char *method, const char *path,
	struct route_match *ret);

/* A value of the path by its name, which must be one of the route's; "" if it is not. */
const char *route_value(const struct route_match *match, const char *name);
