/* codes.h: a few employers, each once, for threads that are told of them one by one and see to them together. Knows nothing of threads.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { CODES_MOST = 32, CODE_SIZE = 256 };

struct codes {
	char rows[CODES_MOST][CODE_SIZE];
	size_t count;
	bool all; /* any of them, because there were too many or it was said so by "": then the one row is "" */
};

void codes_add(struct codes *codes, const char *code);
bool codes_full(const struct codes *codes);
