/* password.h: passwords: which ones are taken, and how they are kept.
 *
 * Length counts, not composition: 12 to 128 characters of any script, nothing cut off, no rule about digits or signs.
 * What is refused is what is guessed first: one or two common words (common_words.txt) or words of the person's own
 * surroundings (login, employer), whatever digits, signs and look-alikes are strewn in; repeats; and sequences.
 *
 * Kept is what argon2id makes of it, with its parameters in the text (libsodium). Each hash takes tens of megabytes and
 * a good part of a second on purpose; a gate lets two of them happen at once in a process and a few wait, so that a
 * flood of sign-ins cannot take the memory of the machine. Whoever finds the queue full is told to come back
 * (PL_LOCKED).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum {
	PASSWORD_CHARACTERS_LEAST = 12,
	PASSWORD_CHARACTERS_MOST = 128,
	PASSWORD_BYTES_MOST = 4 * PASSWORD_CHARACTERS_MOST,
	PASSWORD_HASH_SIZE = 128
};

/* What one hash costs. */
struct password_cost {
	uint64_t passes;
	uint64_t memory_bytes;
	int at_once;   /* hashes at the same time */
	int waiting;   /* who may wait for a turn */
};
extern const struct password_cost PASSWORD_COST;

struct password_gate;

struct password_gate *password_gate_new(const struct password_cost *cost);
struct password_gate *password_gate_free(struct password_gate *gate);

/* The most hashes that there were at once. */
int password_gate_most(struct password_gate *gate);

/* What is kept of a password. PL_LOCKED if too many wait already. */
int password_hash(struct password_gate *gate, const char *password, char ret[PASSWORD_HASH_SIZE], struct err *err)
	PL_MUST_CHECK;

/* Whether it is the password; `kept` NULL or "": there is none, which takes as long as finding that it is wrong.
 * PL_LOCKED as above. */
int password_check(struct password_gate *gate, const char *kept, const char *password, bool *ret_right, struct err *err)
	PL_MUST_CHECK;

/* Whether what is kept cost less than this gate's: to be hashed anew at the next sign-in. */
bool password_is_outdated(const struct password_gate *gate, const char *kept);

/* Whether a password may be chosen: PL_INVALID with what was expected. `own`: words of the person's surroundings, ended
 * by NULL: login, employer's code and name. */
int password_check_choice(const char *password, const char *const *own, struct err *err) PL_MUST_CHECK;
