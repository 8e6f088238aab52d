/* note_lines.h: the texts that are signed (checkpoint.h, check_note.h), line by line: each is a name, a blank and a
 * value. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NOTE_HASH = 64, NOTE_INSTANT_SIZE = sizeof "2026-11-21T10:00:00Z" };

/* Whether a value may stand in one: clean text without a blank, of at most so many bytes. */
bool note_is_word(const char *text, size_t most);
/* A SHA-256 in lower-case hexadecimal. */
bool note_is_hash(const char *text);

/* The instant (seconds UTC) as it is written; false for none that has a date. */
bool note_instant(int64_t instant, char ret[NOTE_INSTANT_SIZE]);

/* The value of the next line, which must begin with that name; moves on. False for anything else, and where the value
 * has no room. */
bool note_take(const char **at, const char *name, char *ret, size_t size);
/* A whole number above 0; an instant. */
bool note_take_number(const char **at, const char *name, int64_t *ret);
bool note_take_instant(const char **at, int64_t *ret);
