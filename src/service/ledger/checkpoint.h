/* checkpoint.h: has signed where a ledger stands, and keeps it where others find it: in the database, for the page; and
 * as a file, for whoever takes copies away. What counts is a copy that somebody outside holds.
 */
#pragma once

#include "secure/checkpoint.h"
#include "service/writer.h"

struct checkpoint_made {
	struct checkpoint checkpoint;
	const char *note;   /* signed */
	const char *path;   /* of the file; "" without a folder */
};

/* Signs where the ledger of an employer stands now. `folder` NULL: no file is made. PL_CONFLICT if the signer will not:
 * the ledger does not go on from the one that it signed last. All in the arena. */
int checkpoint_make(struct arena *a, struct store *s, const struct signer *signer, const char *employer,
	int64_t instant, const char *folder, struct checkpoint_made *ret, struct err *err) PL_MUST_CHECK;

/* Makes the pair of files KEY (mode 0600) and KEY.pub. PL_CONFLICT if there is one already. */
int checkpoint_keygen(const char *key_path, const char *name, struct err *err) PL_MUST_CHECK;

/* ---- while a server runs ---- */

enum { CHECKPOINT_SECONDS = 3600 };

struct checkpoints;

/* `say` gets one line for the log for each that is made, and for each that could not be. All of them must outlive
 * it. */
struct checkpoints *checkpoints_new(struct writer *w, const struct signer *signer, const char *folder,
	void (*say)(const char *line));
struct checkpoints *checkpoints_free(struct checkpoints *c);

/* Who signs them. */
const struct signer *checkpoints_signer(const struct checkpoints *c);

/* The public half of the key that signs, as a line. */
const char *checkpoints_key(const struct checkpoints *c);

/* Once an hour, for each employer whose ledger has grown since: called every minute or so, by one thread. */
void checkpoints_tend(struct checkpoints *c, int64_t now);

/* On demand. Any thread. */
int checkpoints_make_now(struct checkpoints *c, struct arena *a, const char *employer, int64_t now,
	struct checkpoint_made *ret, struct err *err) PL_MUST_CHECK;
