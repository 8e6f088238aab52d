/* str.h: pieces of text that are not copied, and the few things done to text everywhere. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

/* A piece of somebody else's text; not NUL-terminated. */
struct str {
	const char *at;
	size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

static inline struct str str_of(const char *s)
{
	return (struct str){s, strlen(s)};
}

static inline bool str_is(struct str s, const char *other)
{
	return strlen(other) == s.len && memcmp(s.at, other, s.len) == 0;
}

static inline bool str_equal(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Without white space (also the no-break space) at either end. */
struct str str_trim(struct str s);

bool str_is_ignoring_case(struct str s, const char *other);
bool str_starts_ignoring_case(struct str s, const char *prefix);

/* The whole of `s` as a decimal number within the limits; no sign but '-', no blanks. */
bool str_to_int(struct str s, int64_t least, int64_t most, int64_t *ret);

/* The whole of `s` as a decimal fraction, in units of 1/10^places ("0.8", 6 -> 800000). More digits are rounded half
 * up.
 * Refuses negative numbers and what is above `most` units. */
bool str_to_fixed(struct str s, int places, int64_t most, int64_t *ret);

/* Valid UTF-8, whatever the characters. */
bool str_is_utf8(struct str s);

/* Valid UTF-8 without control characters (tab, CR and LF are control characters too), and without the marks that turn
 * the direction of text or end a line, which let a name look like another. */
bool str_is_clean_utf8(struct str s);

/* The bytes of the character that `s` begins with, if it is one that takes no room on a page; 0. */
size_t str_unseen_length(struct str s);

/* Puts a '?' for every byte that keeps a text from being clean: file names and arguments may hold any. */
void str_make_clean(char *text);

/* Lower case letters and digits, everything else one '-': "Children in Care" -> "children-in-care". In the arena. */
char *str_slug(struct arena *a, struct str s);

/* A name as it is compared: trimmed, runs of white space one space, ASCII letters lower-cased. In the arena. */
char *str_fold_name(struct arena *a, struct str s);

uint64_t str_hash(const char *at, size_t len);
/* The hash of what `hash` is of, and then of these bytes. */
uint64_t str_hash_on(uint64_t hash, const void *bytes, size_t n);

/* From text to a number, for look-ups by code. Grows without limit: callers cap what they put in. Keys are copied. */
struct strmap;
struct strmap *strmap_new(void);
struct strmap *strmap_free(struct strmap *map);
/* Stores `value` unless the key is there already; returns the value that is there afterwards. */
int32_t strmap_put(struct strmap *map, struct str key, int32_t value);
bool strmap_get(const struct strmap *map, struct str key, int32_t *ret_value);
size_t strmap_count(const struct strmap *map);
