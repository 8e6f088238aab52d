/* What stands in a request line: "METHOD TARGET". Whatever it is, it becomes a route with clean values or a refusal. */
#include "base/str.h"
#include "fuzz_promise.h"
#include "routes.h"
#include "web/http.h"

static void check_query(const struct request *r)
{
	fuzz_promise(r->query_count <= HTTP_QUERY_MOST && r->path[0] == '/');
	for (size_t i = 0; i < r->query_count; i++) {
		fuzz_promise(str_is_clean_utf8(str_of(r->query[i].key)) && str_is_clean_utf8(str_of(r->query[i].value)));
		fuzz_promise(request_query(r, r->query[i].key) != NULL);
	}
}

static void check_route(const char *method, const char *path)
{
	struct route_match match;
	const struct route *route = route_find(method, path, &match);

	fuzz_promise((route != NULL) == (match.problem == ROUTE_FOUND));
	fuzz_promise(match.problem != ROUTE_WRONG_METHOD || match.allowed != 0);
	if (route == NULL)
		return;
	fuzz_promise((route->formats & match.format) != 0 && match.count <= ROUTE_VALUES);
	for (size_t i = 0; i < match.count; i++) {
		fuzz_promise(memchr(match.values[i].text, '\0', ROUTE_SEGMENT_SIZE) != NULL);
		fuzz_promise(match.values[i].text[0] != '\0' && str_is_clean_utf8(str_of(match.values[i].text)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	const char *line = arena_strndup(a, (const char *)bytes, n), *blank = strchr(line, ' ');
	const char *method = blank != NULL ? arena_strndup(a, line, (size_t)(blank - line)) : "GET";
	struct request r;
	struct err err = {0};
	int rc;

	request_begin(&r, a, method);
	rc = request_read_target(&r, blank != NULL ? blank + 1 : line, &err);
	fuzz_answer(rc, &err);
	fuzz_promise((rc == 0) == (r.wrong == 0));
	check_query(&r);
	if (rc == 0)
		check_route(method, r.path);
	arena_free(a);
	return 0;
}
