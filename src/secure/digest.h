/* digest.h: the SHA-256 of bytes that come piece by piece, as a file does. */
#pragma once

#include <stddef.h>

enum { DIGEST_SIZE = 65 }; /* lower-case hexadecimal, with its NUL */

struct digest;

struct digest *digest_new(void);
void digest_add(struct digest *d, const void *bytes, size_t size);
/* Writes the digest of all that was added. Nothing can be added any more. */
void digest_end(struct digest *d, char ret[DIGEST_SIZE]);
struct digest *digest_free(struct digest *d);
