/* The body of a form with files. The first line is its Content-Type. */
#include "fuzz_body.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct str body = {(const char *)bytes, n};
	const char *content_type = fuzz_next_line(a, &body);

	fuzz_body(content_type, body, NULL);
	arena_free(a);
	return 0;
}
