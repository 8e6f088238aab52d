/* http.h: a request and a response as the pages see them; no HTTP library is known here.
 *
 * Everything in a request lives in its arena, which goes when the answer has been sent. A request to read (GET, HEAD) has
 * no body; what a form brings (POST) has been read whole before anybody sees the request, its fields into memory and its files
 * into temporary files. A handler fills in a response; what it leaves out has a default.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "web/percent.h"

enum {
	HTTP_TARGET_BYTES = 4000,          /* longest path and query together: sign-in services send long codes */
	HTTP_QUERY_MOST = 16,              /* most keys in a query */
	HTTP_FORM_BYTES = 64 * 1024,       /* a form without files, as it is sent */
	HTTP_FORM_FIELDS = 100,            /* fields and files of a form */
	HTTP_FORM_FILES = 20,
	HTTP_UPLOAD_MB = 200,              /* files of a form together, where a route takes them */
	HTTP_UPLOAD_BYTES = HTTP_UPLOAD_MB * 1024 * 1024 + HTTP_FORM_BYTES, /* such a form */
	HTTP_EXTRA_HEADERS = 8,
	HTTP_BODY_BYTES = 64 * 1024 * 1024, /* largest page or file that is made */
	HTTP_ID_SIZE = 23,                 /* 22 characters (132 random bits) and a NUL */
};

struct request_pair {
	const char *key, *value; /* decoded, clean UTF-8; a form's value may have several lines */
};

/* A file that came with a form. It lies in a temporary file that has no name, so that it is gone when it is closed, whatever
 * happens. What the client says of it (`name`, `type`) is text to be shown, never a path and never believed. */
struct request_file {
	const char *field; /* name of the input it was chosen in */
	const char *name;  /* the last part of what the client calls it, clean UTF-8; "" if it says none */
	const char *type;  /* media type as the client gives it */
	int64_t size;      /* bytes */
	int fd;            /* open for reading, at the first byte; closed with the request, see request_take_file */
};

struct request {
	struct arena *arena;
	char id[HTTP_ID_SIZE];      /* random; in the answer, on error pages and in the log */
	const char *method;         /* as sent: "GET", "HEAD", "POST", or what will be refused */
	const char *path;           /* still percent-encoded; begins with '/' */
	struct request_pair query[HTTP_QUERY_MOST];
	size_t query_count;
	struct request_pair *fields; size_t fields_count, fields_room; /* of the form, in the order they were sent */
	struct request_file *files;  size_t files_count, files_room;
	const char *host;           /* headers; "" where there is none */
	const char *if_none_match, *cookies, *origin, *fetch_site, *content_type, *user_agent;
	const char *authorization, *idempotency_key;
	struct str json;            /* the body of a program's request, as it came */
	const char *client;         /* numeric address: the connection's, or what the proxy says */
	bool has_body;
	int wrong;                  /* status of what is wrong with how it came (400, 408, 411, 413, 414, 415); 0 if nothing is */
	const char *wrong_words;    /* and a sentence for it */
};

struct http_header {
	const char *name, *value;
};

struct response {
	int status;                 /* 200 unless a handler says otherwise */
	const char *type;           /* media type; HTML unless a handler says otherwise */
	const char *cache;          /* Cache-Control; see response_reset */
	const char *etag;           /* with its quotes; "" for none */
	struct http_header extra[HTTP_EXTRA_HEADERS];
	size_t extra_count;
	struct buf body;            /* cleared and kept from one request to the next */
	const unsigned char *fixed; /* instead of `body`: bytes that live as long as the program */
	size_t fixed_size;
};

/* A request without anything in it. */
void request_begin(struct request *r, struct arena *a, const char *method);

/* Splits and decodes what stood in the request line. PL_LIMIT if it is too long or has too many keys, PL_INVALID if it is
 * no proper path or its query is wrongly encoded; both are noted in the request too. Of a key that comes twice the first
 * counts. */
int request_read_target(struct request *r, const char *target, struct err *err);

/* Takes the next key and value from the front of a query or a form as it was sent, decoded into the arena; what stands between
 * two '&' side by side is passed over. 1, 0 at the end, PL_INVALID if it is wrongly encoded. */
int request_next_pair(struct arena *a, struct str *rest, enum percent_place place, struct request_pair *ret);

/* Notes what is wrong with how the request came, unless something is noted already. */
void request_is_wrong(struct request *r, int status, const char *words);

/* The value of a key of the query; NULL if it is not there. */
const char *request_query(const struct request *r, const char *key);

/* Whether the request was sent to this machine by a name of its own: what comes under another name is a page of somebody
 * else's trying to read ours through the browser (DNS rebinding). */
bool request_host_is_local(const struct request *r);

/* Whether the client has what the entity tag names already. */
bool request_has_etag(const struct request *r, const char *etag);

/* The file is the caller's from now on, who closes it. */
int request_take_file(struct request_file *file);

/* Closes what nobody took. */
void request_close_files(struct request *r);

/* Ready for the next request: a page that no cache keeps; keeps the room of the body. */
void response_reset(struct response *r);

void response_add_header(struct response *r, const char *name, const char *value);
/* When to ask again, in the place of what was said before; NULL: there is no need to. */
void response_retry_after(struct response *r, const char *seconds);

/* Leads to another page of ours, to be read with GET: what a form answers when it has done what it was for. */
void response_see_other(struct response *r, const char *path);

/* The headers that stand on every answer, whatever its status. */
extern const struct http_header HTTP_SECURITY_HEADERS[];
extern const size_t HTTP_SECURITY_HEADERS_COUNT;
