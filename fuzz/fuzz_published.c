#include "exchange/published_json.h"
#include "fuzz.h"

/* What is taken for a published health check can be published and read again; what is not is refused in a sentence. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct buf again = BUF_INIT(2 * PUBLISHED_BYTES);
	const char *note = "", *document = NULL;
	struct err err = {0};
	struct published p;
	int rc = published_json_read(a, (const char *)bytes, n, &p, &note, &document, &err);

	fuzz_promise(rc == 0 ? document != NULL : err.code == rc && err.text[0] != '\0');
	if (rc == 0 && published_json_write(&again, &p, &err) == 0)
		fuzz_promise(published_json_read(a, buf_text(&again), again.len, &p, &note, &document, &err) == 0 && note[0] == '\0');
	buf_free(&again);
	arena_free(a);
	return 0;
}
