/* checkpoint.h: where a ledger stood at an instant, as a text that is signed and held by others, and who signs it.
 *
 *	plimsoll ledger checkpoint
 *	origin northshire.gov.uk/plimsoll
 *	employer NORTH
 *	entries 1234
 *	head 5f0c...
 *	instant 2026-11-21T10:00:00Z
 *	after 1200 88ab...
 *
 * Origin is the name of the key. Head is the hash of the last of the entries (store/ledger.h). Whoever holds one can
 * tell later whether the ledger still has that entry: with it, everything before it is as it was. The last line, which
 * the first checkpoint does not have, says which entry of this ledger the checkpoint before ended at, and that entry's
 * hash in it now.
 *
 * The signer holds the key and remembers what it has signed. It signs no ledger that does not go on from the last it
 * signed of that employer: one that is shorter, or whose entry at that place has another hash. So whoever takes over
 * the database cannot have a second past signed.
 */
#pragma once

#include <stdint.h>

#include "secure/signature.h"

enum { CHECKPOINT_EMPLOYER = 128, CHECKPOINT_HEAD = 64 };

struct checkpoint {
	char origin[KEY_NAME + 1], employer[CHECKPOINT_EMPLOYER + 1], head[CHECKPOINT_HEAD + 1];
	int64_t entries, instant;
	int64_t after;   /* 0: it is the first */
	char after_head[CHECKPOINT_HEAD + 1];
};

/* The text, without a signature. PL_INVALID if a value cannot stand in it. */
int checkpoint_write(struct buf *out, const struct checkpoint *c, struct err *err) PL_MUST_CHECK;
/* From a text or a signed note. PL_INVALID with what was expected. */
int checkpoint_read(const char *note, struct checkpoint *ret, struct err *err) PL_MUST_CHECK;

/* A note as it comes back from paper or a mail, with lines that were broken and blanks, put together again as it was
 * written. False if the text has not all the lines of one; nothing is written then. Whether it is genuine says its
 * signature. */
bool checkpoint_mend(const char *text, struct buf *out);

/* Whatever signs: in this process, or another one that is asked. `text` is that of checkpoint_write, or of
 * check_note_write (check_note.h);
 * the line is that of note_sign. PL_CONFLICT if it will not sign this, with why. */
struct signer {
	/* The entry that the last checkpoint of an employer ended at; 0 if there was none. */
	int (*last)(void *context, const char *employer, int64_t *ret_entries, struct err *err);
	int (*sign)(void *context, const char *text, char ret_line[SIGNATURE_LINE_SIZE], struct err *err);
	void *context;
	char origin[KEY_NAME + 1];
	char key[KEY_LINE]; /* the public half, as a line: what its checkpoints are held against */
};

/* The signer of a key file, in this process. What it has signed is kept in FILE.signed, which is only ever added to;
 * both files stay open, so that the process can give up the right to open any. PL_INVALID if others may read the
 * key. */
struct key_signer;
int key_signer_open(const char *key_path, struct key_signer **ret, struct err *err) PL_MUST_CHECK;
struct key_signer *key_signer_close(struct key_signer *k);
struct signer key_signer_of(struct key_signer *k);
