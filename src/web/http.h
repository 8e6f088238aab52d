/* http.h: a request and a response as the pages see them; no HTTP library is known here.
 *
 * A request is read only: GET or HEAD, without a body. Everything in it lives in its arena, which goes when the answer
 * has been sent. A handler fills in a response; what it leaves out has a default.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

enum {
	HTTP_TARGET_BYTES = 2000,          /* longest path and query together */
	HTTP_QUERY_MOST = 16,              /* most keys in a query */
	HTTP_EXTRA_HEADERS = 4,
	HTTP_BODY_BYTES = 64 * 1024 * 1024 /* largest page or file that is made */
};

struct query_pair {
	const char *key, *value; /* decoded, clean UTF-8 */
};

struct request {
	struct arena *arena;
	const char *method;         /* as sent: "GET", "HEAD", or what will be refused */
	const char *path;           /* still percent-encoded; begins with '/' */
	struct query_pair query[HTTP_QUERY_MOST];
	size_t query_count;
	const char *host;           /* the Host header, "" if there is none */
	const char *if_none_match;  /* likewise */
	bool has_body;
};

struct http_header {
	const char *name, *value;
};

struct response {
	int status;                 /* 200 unless a handler says otherwise */
	const char *type;           /* media type; HTML unless a handler says otherwise */
	const char *cache;          /* Cache-Control; "private, no-cache" unless a handler says otherwise */
	const char *etag;           /* with its quotes; "" for none */
	struct http_header extra[HTTP_EXTRA_HEADERS];
	size_t extra_count;
	struct buf body;            /* cleared and kept from one request to the next */
	const unsigned char *fixed; /* instead of `body`: bytes that live as long as the program */
	size_t fixed_size;
};

/* Splits and decodes what stood in the request line. PL_LIMIT if it is too long or has too many keys, PL_INVALID if it is
 * no proper path or its query is wrongly encoded. Of a key that comes twice the first counts. */
int request_read_target(struct request *r, const char *target, struct err *err) PL_MUST_CHECK;

/* The value of a key of the query; NULL if it is not there. */
const char *request_query(const struct request *r, const char *key);

/* Whether the request was sent to this machine by a name of its own: what comes under another name is a page of somebody
 * else's trying to read ours through the browser (DNS rebinding). */
bool request_host_is_local(const struct request *r);

/* Whether the client has what the entity tag names already. */
bool request_has_etag(const struct request *r, const char *etag);

/* Ready for the next request; keeps the room of the body. */
void response_reset(struct response *r);

void response_add_header(struct response *r, const char *name, const char *value);

/* The headers that stand on every answer, whatever its status. */
extern const struct http_header HTTP_SECURITY_HEADERS[];
extern const size_t HTTP_SECURITY_HEADERS_COUNT;
