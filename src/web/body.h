/* body.h: the body of a request into the fields and files of a form, as it arrives.
 *
 * Fields are kept in the request's arena, files in temporary files without a name (TMPDIR says where). The first thing that is
 * wrong is noted in the request (request_is_wrong); what comes after it is read and dropped, so that the client gets to see
 * the answer. No HTTP library is known here.
 */
#pragma once

#include "web/http.h"

struct body_limits {
	int64_t bytes;  /* the whole body; 0: the request may bring none */
	int files;      /* 0: fields only */
	bool json;      /* not a form, but JSON */
	bool unread;    /* nothing of it is kept: whoever sends it is refused whatever it is */
	bool signed_in; /* it is brought by somebody we know, who has longer for it (connections.h) */
};

struct body_reader;

/* For a body of `length` bytes as it is declared, -1 if it is not. Looks at the request's content_type; NULL, with a note in
 * the request unless it is to be left unread, if there is no use in reading it. Lives in the request's arena. */
struct body_reader *body_begin(struct request *r, int64_t length, const struct body_limits *limits);

void body_take(struct body_reader *b, const char *at, size_t n);

/* There is no more: notes in the request if that is too early. */
void body_end(struct body_reader *b);

/* Gives up what it holds outside the arena, before the arena goes; also after body_end. Takes NULL. */
void body_drop(struct body_reader *b);
