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

void digest_of(const void *bytes, size_t size, char ret[DIGEST_SIZE])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256(hash, bytes, size);
	(void)sodium_bin2hex(ret, DIGEST_SIZE, hash, sizeof hash);
}

void digest_stretch(const void *bytes, size_t size, void *ret, size_t ret_size)
{
	static const unsigned char NONCE[crypto_stream_chacha20_ietf_NONCEBYTES];
	unsigned char key[crypto_stream_chacha20_ietf_KEYBYTES];

	(void)crypto_generichash_blake2b(key, sizeof key, bytes, size, NULL, 0);
	(void)crypto_stream_chacha20_ietf(ret, ret_size, NONCE, key);
}

struct digest *digest_free(struct digest *d)
{
	mem_free(d);
	return NULL;
}
