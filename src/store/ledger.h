/* ledger.h: how an entry is sealed, so that an outsider with nothing but SHA-256 can check the chain.
 *
 *	commitment = SHA-256( salt, payload )
 *	hash       = SHA-256( employer code, sequence, instant, actor, action, object, undoes, commitment, rows digest, previous )
 *
 * Each value enters as its length in bytes in decimal, ':', its bytes, ','  ("4:demo,"), one after the other; numbers as
 * decimal text. Salt, commitment and hashes are lower-case hexadecimal text and enter as such. The first entry's previous
 * is 64 zeros. The lengths leave no two entries the same bytes; the salt keeps a payload from being guessed after it has
 * been erased, while the chain stays whole. The rows digest seals the rows that the entry made, ended and erased
 * (store/sealed_rows.h); an entry written before rows were sealed has none, and then it does not enter.
 */
#pragma once

#include <stdint.h>

enum { LEDGER_HASH_SIZE = 65 };

#define LEDGER_FIRST_PREVIOUS "0000000000000000000000000000000000000000000000000000000000000000"

struct ledger_entry {
	const char *employer;  /* code */
	int64_t sequence, instant;
	const char *actor, *action, *object;
	int64_t undoes;        /* 0 if it takes nothing back */
	const char *commitment, *rows_digest, *previous;
};

void ledger_commitment(const char *salt, const char *payload, char ret[LEDGER_HASH_SIZE]);
void ledger_hash(const struct ledger_entry *e, char ret[LEDGER_HASH_SIZE]);
