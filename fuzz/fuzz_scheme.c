#include "exchange/scheme_json.h"
#include "fuzz.h"

/* What is taken for a scheme must hold together; what is not is refused in a sentence. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	const struct scheme *s = NULL;
	struct err err = {0};
	int rc = scheme_parse(a, (const char *)bytes, n, "fuzz", &s, &err);

	fuzz_promise(rc == 0 ? scheme_validate(s, NULL) == 0 : s == NULL && err.code == rc && err.text[0] != '\0');
	arena_free(a);
	return 0;
}
