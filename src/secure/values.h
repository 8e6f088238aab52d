/* values.h: values one after the other as a text of which a digest is taken: each as its length in bytes in decimal,
 * ':', its bytes, ',' ("4:demo,"), so that no two lists of values are the same bytes.
 *
 * What is put `before` a value enters as it stands: a name that was made a value once, for the millions of rows that
 * have it.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "secure/digest.h"

void values_add(struct buf *out, struct str before, const char *bytes, size_t len);
void values_add_text(struct buf *out, const char *text);
/* As decimal text. */
void values_add_number(struct buf *out, struct str before, int64_t number);
/* Bytes, as lower-case hexadecimal text. */
void values_add_hex(struct buf *out, struct str before, const char *bytes, size_t len);

/* A text as it enters, in the arena. */
struct str value_of(struct arena *a, const char *text);
