/* html_place.h: where in an HTML document a template stands, so that a value printed there is escaped for that place.
 *
 * A small state machine, stricter than a browser: what it cannot judge it refuses (an attribute without quotes, a bare
 * '<', handlers and styles in attributes). It reads the literal text of a template piece by piece; between pieces stand
 * the template's tags.
 */
#pragma once

#include <stdbool.h>

#include "base/str.h"

enum place_kind {
	PLACE_TEXT,         /* between tags */
	PLACE_TAG_NAME,     /* behind '<' */
	PLACE_TAG,          /* among a tag's attributes */
	PLACE_ATTR_NAME,    /* inside an attribute's name */
	PLACE_AFTER_NAME,   /* blanks behind an attribute's name */
	PLACE_BEFORE_VALUE, /* behind '=' */
	PLACE_VALUE,        /* inside a quoted value */
	PLACE_COMMENT,
	PLACE_RAW_TEXT, /* inside <script> or <style> */
};

enum place_attr { PLACE_ATTR_PLAIN, PLACE_ATTR_URL, PLACE_ATTR_CLOSED /* nothing may be printed there */ };

enum { PLACE_NAME_SIZE = 32 };

struct place {
	enum place_kind kind;
	enum place_attr attr;
	char quote;                /* of the value */
	bool address_started;      /* something stands in the address already */
	char name[PLACE_NAME_SIZE];     /* the tag or attribute name that is being read, lower case */
	size_t name_len;
	char raw_name[PLACE_NAME_SIZE]; /* "script" or "style": what comes, or lies, behind the tag; else "" */
};

/* How a value is to be printed where `place` stands. */
enum place_print { PLACE_PRINT_TEXT, PLACE_PRINT_ATTR, PLACE_PRINT_URL, PLACE_PRINT_URL_PART };

/* Moves over literal text. Fails with PL_INVALID and a sentence without file and line. */
int place_pass(struct place *place, struct str text, struct err *err) PL_MUST_CHECK;

/* Moves over a tag that prints nothing itself (if, each, end...). Fails inside comments, scripts and styles. */
int place_pass_control(struct place *place, struct err *err) PL_MUST_CHECK;

/* Moves over a printed value and says how to escape it; fails where none may be printed. */
int place_pass_print(struct place *place, enum place_print *ret, struct err *err) PL_MUST_CHECK;

/* Both stand at the same place, so that two branches may meet. */
bool place_equal(const struct place *a, const struct place *b);
