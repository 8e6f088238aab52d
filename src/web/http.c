#include "web/http.h"

#include <unistd.h>

const struct http_header HTTP_SECURITY_HEADERS[] = {
	{"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
				    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"},
	{"X-Content-Type-Options", "nosniff"},
	/* Not no-referrer: under that, browsers send "Origin: null" with our own forms. */
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
};
const size_t HTTP_SECURITY_HEADERS_COUNT = sizeof HTTP_SECURITY_HEADERS / sizeof *HTTP_SECURITY_HEADERS;

/* A part of a query or a form as plain text; NULL if it is wrongly encoded or not clean UTF-8. */
static const char *decode(struct arena *a, struct str s, enum percent_place place)
{
	char *text = arena_alloc(a, s.len + 1);

	return percent_decode(s, place, text, s.len + 1) == 0 ? text : NULL;
}

static int read_pair(struct arena *a, struct str pair, enum percent_place place, struct request_pair *ret)
{
	const char *equals = memchr(pair.at, '=', pair.len);
	size_t key_len = equals != NULL ? (size_t)(equals - pair.at) : pair.len;
	const char *key = decode(a, (struct str){pair.at, key_len}, place);
	const char *value = equals != NULL ? decode(a, (struct str){equals + 1, pair.len - key_len - 1}, place) : "";

	if (key == NULL || value == NULL)
		return PL_INVALID;
	*ret = (struct request_pair){key, value};
	return 1;
}

int request_next_pair(struct arena *a, struct str *rest, enum percent_place place, struct request_pair *ret)
{
	while (rest->len > 0) {
		const char *amp = memchr(rest->at, '&', rest->len);
		struct str pair = {rest->at, amp != NULL ? (size_t)(amp - rest->at) : rest->len};
		size_t taken = pair.len + (amp != NULL ? 1 : 0);

		*rest = (struct str){rest->at + taken, rest->len - taken};
		if (pair.len > 0)
			return read_pair(a, pair, place, ret);
	}
	return 0;
}

static int read_query(struct request *r, struct str text, struct err *err)
{
	struct request_pair pair;
	int rc;

	while ((rc = request_next_pair(r->arena, &text, PERCENT_QUERY, &pair)) > 0) {
		if (r->query_count == HTTP_QUERY_MOST)
			return err_set(err, PL_LIMIT, "The address has more than %d values after the question mark.", HTTP_QUERY_MOST);
		r->query[r->query_count++] = pair;
	}
	return rc < 0 ? err_set(err, rc, "The part of the address after the question mark is wrongly encoded.") : 0;
}

void request_begin(struct request *r, struct arena *a, const char *method)
{
	*r = (struct request){.arena = a, .method = method, .path = "/", .host = "", .if_none_match = "", .cookies = "", .origin = "",
		.fetch_site = "", .content_type = "", .user_agent = "", .authorization = "", .idempotency_key = "", .json = STR(""), .client = "", .wrong_words = ""};
}

void request_is_wrong(struct request *r, int status, const char *words)
{
	if (r->wrong != 0)
		return;
	r->wrong = status;
	r->wrong_words = arena_strdup(r->arena, words);
}

static int split_target(struct request *r, const char *target, struct err *err)
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

int request_read_target(struct request *r, const char *target, struct err *err)
{
	struct err why = {0};
	int rc = split_target(r, target, &why);

	if (rc == 0)
		return 0;
	request_is_wrong(r, rc == PL_LIMIT ? 414 : 400, why.text);
	return err_set(err, rc, "%s", why.text);
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

/* One tag of an If-None-Match list: how long it is with its quotes, and whether it is this one. Weak ones count too: GET
 * compares them the same way (RFC 9110, 13.1.2). */
static size_t read_etag(const char *at, const char *etag, bool *ret_same)
{
	size_t weak = strncmp(at, "W/", 2) == 0 ? 2 : 0;
	const char *end = at[weak] == '"' ? strchr(at + weak + 1, '"') : NULL;
	size_t size = end != NULL ? (size_t)(end + 1 - at) : 0;

	*ret_same = size > weak && size - weak == strlen(etag) && strncmp(at + weak, etag, size - weak) == 0;
	return size;
}

bool request_has_etag(const struct request *r, const char *etag)
{
	const char *at = r->if_none_match;
	bool same = false;
	size_t size;

	if (etag[0] == '\0')
		return false;
	if (str_equal(at, "*"))
		return true;
	do {
		at += strspn(at, " \t,");
		size = read_etag(at, etag, &same);
		at += size;
	} while (size > 0 && !same);
	return same;
}

int request_take_file(struct request_file *file)
{
	int fd = file->fd;

	file->fd = -1;
	return fd;
}

void request_close_files(struct request *r)
{
	for (size_t i = 0; i < r->files_count; i++)
		if (r->files[i].fd >= 0)
			close(request_take_file(&r->files[i]));
}

void response_reset(struct response *r)
{
	struct buf body = r->body;

	buf_clear(&body);
	*r = (struct response){.status = 200, .type = "text/html; charset=utf-8", .cache = "no-store", .etag = "", .body = body};
	r->body.cap = HTTP_BODY_BYTES;
}

void response_add_header(struct response *r, const char *name, const char *value)
{
	if (r->extra_count < HTTP_EXTRA_HEADERS)
		r->extra[r->extra_count++] = (struct http_header){name, value};
}

void response_retry_after(struct response *r, const char *seconds)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->extra_count; i++)
		if (!str_equal(r->extra[i].name, "Retry-After"))
			r->extra[kept++] = r->extra[i];
	r->extra_count = kept;
	if (seconds != NULL)
		response_add_header(r, "Retry-After", seconds);
}

void response_see_other(struct response *r, const char *path)
{
	response_retry_after(r, NULL);
	r->status = 303;
	r->cache = "no-store";
	r->etag = "";
	buf_clear(&r->body);
	response_add_header(r, "Location", path);
}
