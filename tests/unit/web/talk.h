/* talk.h: HTTP as it is written, over a socket: for tests of what a server does whatever is sent. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

int talk_connect(uint16_t port);
void talk_send(int socket, const char *text);
void talk_read_to_end(int socket, struct buf *out);

/* What the server sends until it closes the connection; the caller frees it. */
struct buf talk(uint16_t port, const char *text);

/* GET with these header lines, each with its CRLF. */
struct buf talk_get(uint16_t port, const char *target, const char *headers);
/* POST of an encoded form. */
struct buf talk_post(uint16_t port, const char *target, const char *headers, const char *body);

int talk_status(const struct buf *answer);
/* The first header of that name, in the arena; NULL without one. */
const char *talk_header(struct arena *a, const struct buf *answer, const char *name);
/* Fails the test unless there is that header. */
void talk_has_header(const struct buf *answer, const char *name, const char *value);

/* The value of a hidden input in the form that is sent to `action`. */
const char *talk_hidden(struct arena *a, const struct buf *answer, const char *action, const char *name);
