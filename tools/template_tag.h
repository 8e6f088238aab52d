/* template_tag.h: the tags of a template, {{word word ...}}, cut into words. */
#pragma once

#include "base/str.h"

enum { TAG_WORDS = 4 };

struct tag {
	struct str text; /* between the braces, trimmed */
	struct str words[TAG_WORDS];
	size_t count; /* TAG_WORDS + 1 when there are more */
};

/* Takes the next tag, and the literal text before it, from `*rest`: 1, 0 when there is none, or PL_INVALID when it is
 * not closed. */
int tag_next(struct str *rest, struct str *ret_before, struct tag *ret, struct err *err) PL_MUST_CHECK;

/* Reads a line that holds one tag and nothing else. */
bool tag_alone(struct str line, struct tag *ret);

/* The first word is `name`. */
bool tag_is(const struct tag *tag, const char *name);
