/* check_note.h: which health check an employer has published, as a text that is signed: what the file must hash to,
 * and which version of
 * which quarter it is.
 *
 *	plimsoll health check
 *	origin northshire.gov.uk/plimsoll
 *	employer NORTH
 *	version 3
 *	quarter 2026-07-01 2026-09-30
 *	sha256 5f0c...
 *	instant 2026-11-21T10:00:00Z
 *	corrects 2
 *
 * Origin is the name of the key, and the signer the one of checkpoints (checkpoint.h). The last line is only there if
 * it corrects another.
 * The signer signs versions of an employer in their order, and of each one text only: whoever takes over the
 * database cannot have a second one signed in the place of one that people hold.
 */
#pragma once

#include "secure/checkpoint.h"

struct check_note {
	char origin[KEY_NAME + 1], employer[CHECKPOINT_EMPLOYER + 1], sha256[CHECKPOINT_HEAD + 1];
	int64_t version, corrects; /* corrects 0: none */
	int32_t first, last;       /* days of the quarter */
	int64_t instant;
};

/* Whether a text begins like one. */
bool check_note_is_one(const char *text);

/* The text, without a signature. PL_INVALID if a value cannot stand in it. */
int check_note_write(struct buf *out, const struct check_note *n, struct err *err) PL_MUST_CHECK;
/* From a text or a signed note. PL_INVALID with what was expected. */
int check_note_read(const char *note, struct check_note *ret, struct err *err) PL_MUST_CHECK;
