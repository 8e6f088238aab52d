/* signature.h: texts that carry a signature, and the two halves of a key.
 *
 * A signed note has the shape that C2SP's signed-note names: a text whose lines all end, an empty line, and a line with
 * the signature:
 *
 *	plimsoll ledger checkpoint
 *	...
 *
 *	— northshire.gov.uk/plimsoll b0qhAZ4...
 *
 * The last word is base64 of the key's id (4 bytes) and of the Ed25519 signature of the text, its last line end
 * included.
 * The id is the beginning of SHA-256( name, line feed, 1, public key ), so a note says which key it is to be held
 * against.
 *
 * Keys are one line of text each, as golang.org/x/mod/sumdb/note has them: "NAME+ID+BASE64" for the public half, and
 * "PRIVATE+KEY+NAME+ID+BASE64" for the one that signs. A name has no blanks and no '+'.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum {
	KEY_NAME = 100,              /* bytes of a name at most */
	KEY_LINE = 300,              /* bytes of a key's text at most */
	NOTE_BYTES = 4096,           /* of a signed note at most */
	SIGNATURE_LINE_SIZE = 256    /* room for the line with the signature, its line feed and a NUL */
};

struct public_key {
	char name[KEY_NAME + 1];
	uint8_t id[4], key[32];
};

/* The half that signs. Kept in memory that is neither swapped nor dumped. */
struct signing_key;

/* Makes a new pair and writes each half as a line with a line feed. PL_INVALID if the name cannot be one. */
int key_pair_make(const char *name, struct buf *secret, struct buf *public, struct err *err) PL_MUST_CHECK;

/* Reads a key's line; white space around it is no matter. PL_INVALID if it is something else or its id does not fit. */
int signing_key_read(const char *text, struct signing_key **ret, struct err *err) PL_MUST_CHECK;
struct signing_key *signing_key_free(struct signing_key *key);
const char *signing_key_name(const struct signing_key *key);
int public_key_read(const char *text, struct public_key *ret, struct err *err) PL_MUST_CHECK;
void public_key_of(const struct signing_key *key, struct public_key *ret);
/* The line of a public key, without a line feed. */
void public_key_line(const struct public_key *key, char ret_line[KEY_LINE]);

/* The line that signs `text`, which must end with a line feed and have no empty line. */
void note_sign(const struct signing_key *key, const char *text, char ret_line[SIGNATURE_LINE_SIZE]);

/* The length of a signed note's text, its last line feed included; 0 if it is no signed note. */
size_t note_text_length(const char *note);

/* Which key a note says that it is signed with, NAME+ID as a key's line begins; "" if it is no signed note. Nothing is
 * proved by it. In the arena. */
const char *note_signer(struct arena *a, const char *note);

/* Whether one of the note's signatures is this key's over its text: PL_INVALID with what is wrong. */
int note_check(const struct public_key *key, const char *note, struct err *err) PL_MUST_CHECK;
