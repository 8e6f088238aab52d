/* published_json.h: a published health check as JSON (core/published.h), written and read, with the note that signs it.
 *
 * The document is one object, as it was made: its bytes are what the SHA-256 of the note is of. The file that everybody gets has one member
 * more, its last: the note.
 *
 *	{"format":"plimsoll health check", ... ,"signature":{"note":"plimsoll health check\norigin ..."}}
 *
 * So a file proves itself against a public key: without the last member, it must hash to what the note says. What is withheld has the value
 * "c"; what the records do not say has null.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "core/published.h"

enum { PUBLISHED_BYTES = 256 * 1024 };

/* The document, with a line feed behind it. PL_LIMIT if it passes PUBLISHED_BYTES. */
int published_json_write(struct buf *out, const struct published *p, struct err *err) PL_MUST_CHECK;

/* The document with its note, "" for none, as a file. */
void published_json_file(struct buf *out, const char *document, const char *note);

/* From a document or a file. Whatever it does not expect is PL_INVALID, with what was expected. *ret_note is "" without one; *ret_document what
 * the note is of, to be hashed. In the arena. */
int published_json_read(struct arena *a, const char *bytes, size_t n, struct published *ret, const char **ret_note,
	const char **ret_document, struct err *err) PL_MUST_CHECK;
