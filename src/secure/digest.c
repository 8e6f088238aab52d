#include "secure/digest.h"

#include <sodium.h>

#include "base/arena.h"

struct digest {
	crypto_hash_sha256_state state;
};

struct digest *digest_new(void)
{
	struct digest *d = mem_alloc(sizeof *d);

	(void)crypto_hash_sha256_init(&d->state);
	return d;
}

void digest_add(struct digest *d, const void *bytes, size_t size)
{
	(void)crypto_hash_sha256_update(&d->state, bytes, size);
}

void digest_end(struct digest *d, char ret[DIGEST_SIZE])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256_final(&d->state, hash);
	(void)sodium_bin2hex(ret, DIGEST_SIZE, hash, sizeof hash);
}

struct digest *digest_free(struct digest *d)
{
	mem_free(d);
	return NULL;
}
