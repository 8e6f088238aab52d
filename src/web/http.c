#include "web/http.h"

#include "base/str.h"
#include "web/percent.h"

const struct http_header HTTP_SECURITY_HEADERS[] = {
	{"Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
				    "base-uri 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
};
const size_t HTTP_SECURITY_HEADERS_COUNT = sizeof HTTP_SECURITY_HEADERS / sizeof *HTTP_SECURITY_HEADERS;

/* A part of a query as plain text; NULL if it is wrongly encoded or not clean UTF-8. */
static const char *decode_form(struct arena *a, struct str s)
{
	char *text = arena_alloc(a, s.len + 1);

	return percent_decode(s, true, text, s.len + 1) == 0 ? text : NULL;
}

static int read_pair(struct request *r, struct str pair, struct err *err)
{
	const char *equals = memchr(pair.at, '=', pair.len);
	size_t key_len = equals != NULL ? (size_t)(equals - pair.at) : pair.len;
	const char *key = decode_form(r->arena, (struct str){pair.at, key_len});
	const char *value = equals != NULL
		? decode_form(r->arena, (struct str){equals + 1, pair.len - key_len - 1}) : "";

	if (key == NULL || value == NULL)
		return err_set(err, PL_INVALID, "The part of the address after the question mark is wrongly encoded.");
	if (r->query_count == HTTP_QUERY_MOST)
		return err_set(err, PL_LIMIT, "The address has more than %d values after the question mark.", HTTP_QUERY_MOST);
	r->query[r->query_count++] = (struct query_pair){key, value};
	return 0;
}

static int read_query(struct request *r, struct str rest, struct err *err)
{
	while (rest.len > 0) {
		const char *amp = memchr(rest.at, '&', rest.len);
		size_t n = amp != NULL ? (size_t)(amp - rest.at) : rest.len;
		int rc = n > 0 ? read_pair(r, (struct str){rest.at, n}, err) : 0;

		if (rc < 0)
			return rc;
		n += amp != NULL ? 1 : 0;
		rest = (struct str){rest.at + n, rest.len - n};
	}
	return 0;
}

int request_read_target(struct request *r, const char *target, struct err *err)
{
	size_t len = strlen(target);
	const char *mark = memchr(target, '?', len);
	size_t path_len = mark != NULL ? (size_t)(mark - target) : len;

	r->path = "/";
	r->query_count = 0;
	if (len > HTTP_TARGET_BYTES)
		return err_set(err, PL_LIMIT, "The address is longer than %d characters.", HTTP_TARGET_BYTES);
	if (target[0] != '/')
		return err_set(err, PL_INVALID, "The address does not begin with a slash.");
	r->path = arena_strndup(r->arena, target, path_len);
	return mark != NULL ? read_query(r, (struct str){mark + 1, len - path_len - 1}, err) : 0;
}

const char *request_query(const struct request *r, const char *key)
{
	for (size_t i = 0; i < r->query_count; i++)
		if (str_equal(r->query[i].key, key))
			return r->query[i].value;
	return NULL;
}

/* What may follow the name of a host: nothing, or a port. */
static bool is_port(const char *s)
{
	return s[0] == '\0' || (s[0] == ':' && strspn(s + 1, "0123456789") == strlen(s + 1));
}

bool request_host_is_local(const struct request *r)
{
	static const char *const NAMES[] = {"localhost", "127.0.0.1", "[::1]"};

	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		if (str_starts_ignoring_case(str_of(r->host), NAMES[i]) && is_port(r->host + strlen(NAMES[i])))
			return true;
	}
	return false;
}

bool request_has_etag(const struct request *r, const char *etag)
{
	return etag[0] != '\0' && strstr(r->if_none_match, etag) != NULL;
}

void response_reset(struct response *r)
{
	struct buf body = r->body;

	buf_clear(&body);
	*r = (struct response){.status = 200, .type = "text/html; charset=utf-8", .cache = "private, no-cache", .etag = "",
		.body = body};
	r->body.cap = HTTP_BODY_BYTES;
}

void response_add_header(struct response *r, const char *name, const char *value)
{
	if (r->extra_count < HTTP_EXTRA_HEADERS)
		r->extra[r->extra_count++] = (struct http_header){name, value};
}
