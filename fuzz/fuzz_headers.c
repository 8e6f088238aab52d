/* Headers that we read ourselves, a line each: Cookie, If-None-Match, Host, Origin, Sec-Fetch-Site. */
#include "base/str.h"
#include "fuzz_promise.h"
#include "web/cookie.h"
#include "web/csrf.h"

/* A cookie is what the client sent under that name, whole, and nothing where it sent two. */
static void check_cookie(struct request *r, const char *name)
{
	const char *value = cookie_of(r, name), *doubled;

	if (value == NULL)
		return;
	fuzz_promise(strchr(value, ';') == NULL && strstr(r->cookies, value) != NULL && strstr(r->cookies, name) != NULL);
	doubled = r->cookies;
	r->cookies = arena_printf(r->arena, "%s; %s=other", doubled, name);
	fuzz_promise(cookie_of(r, name) == NULL);
	r->cookies = doubled;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct str rest = {(const char *)bytes, n};
	struct request r;

	request_begin(&r, a, "GET");
	r.cookies = fuzz_next_line(a, &rest);
	r.if_none_match = fuzz_next_line(a, &rest);
	r.host = fuzz_next_line(a, &rest);
	r.origin = fuzz_next_line(a, &rest);
	r.fetch_site = fuzz_next_line(a, &rest);
	check_cookie(&r, COOKIE_SESSION);
	check_cookie(&r, COOKIE_VISIT);
	fuzz_promise(!request_has_etag(&r, "\"mine\"") || str_equal(r.if_none_match, "*") ||
		strstr(r.if_none_match, "\"mine\"") != NULL);
	fuzz_promise(!request_host_is_local(&r) || strpbrk(r.host, "/@? ") == NULL);
	fuzz_promise(!csrf_is_same_origin(&r, "https://own.example") || r.origin[0] == '\0' ||
		str_equal(r.origin, "https://own.example"));
	arena_free(a);
	return 0;
}
