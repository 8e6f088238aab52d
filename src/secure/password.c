#include "secure/password.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

/* Above the least that OWASP asks for (19 MiB, 2 passes); about a fifth of a second. */
const struct password_cost PASSWORD_COST = {.passes = 3, .memory_bytes = 32 * 1024 * 1024, .at_once = 2, .waiting = 16};

struct password_gate {
	struct password_cost cost;
	char nobody[PASSWORD_HASH_SIZE]; /* what is checked where there is no password: random, so that nothing fits it */
	pthread_mutex_t lock;
	pthread_cond_t free;
	int busy, waiting, most;
};

/* A text of the form of a kept hash, with these parameters and random bytes. */
static void make_nobody(struct password_gate *gate)
{
	unsigned char bytes[48];
	char salt[23], hash[44];

	randombytes_buf(bytes, sizeof bytes);
	(void)sodium_bin2base64(salt, sizeof salt, bytes, 16, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	(void)sodium_bin2base64(hash, sizeof hash, bytes + 16, 32, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	(void)snprintf(gate->nobody, sizeof gate->nobody, "$argon2id$v=19$m=%llu,t=%llu,p=1$%s$%s",
		(unsigned long long)gate->cost.memory_bytes / 1024, (unsigned long long)gate->cost.passes, salt, hash);
}

struct password_gate *password_gate_new(const struct password_cost *cost)
{
	struct password_gate *gate = mem_alloc(sizeof *gate);

	*gate = (struct password_gate){.cost = *cost};
	pthread_mutex_init(&gate->lock, NULL);
	pthread_cond_init(&gate->free, NULL);
	make_nobody(gate);
	return gate;
}

struct password_gate *password_gate_free(struct password_gate *gate)
{
	if (gate == NULL)
		return NULL;
	pthread_cond_destroy(&gate->free);
	pthread_mutex_destroy(&gate->lock);
	mem_free(gate);
	return NULL;
}

int password_gate_most(struct password_gate *gate)
{
	int most;

	pthread_mutex_lock(&gate->lock);
	most = gate->most;
	pthread_mutex_unlock(&gate->lock);
	return most;
}

static int enter(struct password_gate *gate, struct err *err)
{
	int rc = 0;

	pthread_mutex_lock(&gate->lock);
	if (gate->busy >= gate->cost.at_once && gate->waiting >= gate->cost.waiting) {
		rc = err_set(err, PL_LOCKED, "Too many people are signing in at this moment: try again in a few seconds");
	} else {
		gate->waiting++;
		while (gate->busy >= gate->cost.at_once)
			pthread_cond_wait(&gate->free, &gate->lock);
		gate->waiting--;
		gate->busy++;
		gate->most = gate->busy > gate->most ? gate->busy : gate->most;
	}
	pthread_mutex_unlock(&gate->lock);
	return rc;
}

static void leave(struct password_gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	gate->busy--;
	pthread_cond_signal(&gate->free);
	pthread_mutex_unlock(&gate->lock);
}

int password_hash(struct password_gate *gate, const char *password, char ret[PASSWORD_HASH_SIZE], struct err *err)
{
	int rc = enter(gate, err);

	if (rc < 0)
		return rc;
	rc = crypto_pwhash_str_alg(ret, password, strlen(password), gate->cost.passes, (size_t)gate->cost.memory_bytes,
		crypto_pwhash_ALG_ARGON2ID13);
	leave(gate);
	return rc == 0 ? 0 : err_set(err, PL_FAIL, "There is not enough memory to keep a password safely");
}

int password_check(struct password_gate *gate, const char *kept, const char *password, bool *ret_right, struct err *err)
{
	bool none = kept == NULL || kept[0] == '\0';
	int rc = enter(gate, err);
	bool right;

	if (rc < 0)
		return rc;
	right = crypto_pwhash_str_verify(none ? gate->nobody : kept, password, strlen(password)) == 0;
	leave(gate);
	*ret_right = right && !none;
	return 0;
}

bool password_is_outdated(const struct password_gate *gate, const char *kept)
{
	return crypto_pwhash_str_needs_rehash(kept, gate->cost.passes, (size_t)gate->cost.memory_bytes) != 0;
}
