#include "secure/signature.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

enum { ED25519 = 1, SIGNED_BYTES = 4 + crypto_sign_BYTES };

#define DASH "\xE2\x80\x94 "
#define SECRET_HEAD "PRIVATE+KEY+"
#define BASE64 sodium_base64_VARIANT_ORIGINAL

struct signing_key {
	struct public_key public;
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
};

/* ---- keys ---- */

static bool is_name(struct str name)
{
	if (name.len == 0 || name.len > KEY_NAME || !str_is_clean_utf8(name))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] == ' ' || name.at[i] == '+')
			return false;
	return true;
}

static void work_out_id(struct public_key *key)
{
	static const uint8_t KIND[] = {'\n', ED25519};
	uint8_t sum[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const uint8_t *)key->name, strlen(key->name));
	crypto_hash_sha256_update(&state, KIND, sizeof KIND);
	crypto_hash_sha256_update(&state, key->key, sizeof key->key);
	crypto_hash_sha256_final(&state, sum);
	memcpy(key->id, sum, sizeof key->id);
}

static void put_key(struct buf *out, const char *head, const struct public_key *key, const uint8_t *half)
{
	uint8_t bytes[1 + 32] = {ED25519};
	char id[2 * sizeof key->id + 1], text[sodium_base64_ENCODED_LEN(sizeof bytes, BASE64)];

	memcpy(bytes + 1, half, 32);
	buf_putf(out, "%s%s+%s+%s\n", head, key->name, sodium_bin2hex(id, sizeof id, key->id, sizeof key->id),
		sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, BASE64));
	sodium_memzero(bytes, sizeof bytes);
	sodium_memzero(text, sizeof text);
}

void public_key_line(const struct public_key *key, char ret_line[KEY_LINE])
{
	struct buf line = BUF_INIT(KEY_LINE);

	put_key(&line, "", key, key->key);
	(void)snprintf(ret_line, KEY_LINE, "%.*s", (int)strcspn(buf_text(&line), "\n"), buf_text(&line));
	buf_free(&line);
}

int key_pair_make(const char *name, struct buf *secret, struct buf *public, struct err *err)
{
	struct public_key key = {0};
	uint8_t seed[crypto_sign_SEEDBYTES], both[crypto_sign_SECRETKEYBYTES];

	if (sodium_init() < 0)
		return err_set(err, PL_FAIL, "The random numbers of this system cannot be used");
	if (!is_name(str_of(name)))
		return err_set(err, PL_INVALID,
			"'%.40s' cannot name a key: expected at most %d bytes without blanks and '+', such as "
			"northshire.gov.uk/plimsoll", name, KEY_NAME);
	memcpy(key.name, name, strlen(name));
	randombytes_buf(seed, sizeof seed);
	(void)crypto_sign_seed_keypair(key.key, both, seed);
	work_out_id(&key);
	put_key(secret, SECRET_HEAD, &key, seed);
	put_key(public, "", &key, key.key);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(both, sizeof both);
	return 0;
}

/* "NAME+ID+BASE64": the name and id into `ret`, the 32 bytes into `half`. */
static bool parse_key(struct str line, struct public_key *ret, uint8_t half[32])
{
	const char *first = memchr(line.at, '+', line.len);
	size_t name = first != NULL ? (size_t)(first - line.at) : 0;
	uint8_t bytes[1 + 32];
	size_t got;
	const char *end;

	if (first == NULL || line.len < name + 10 || line.at[name + 9] != '+' || !is_name((struct str){line.at, name}))
		return false;
	memcpy(ret->name, line.at, name);
	if (sodium_hex2bin(ret->id, sizeof ret->id, first + 1, 8, NULL, &got, &end) != 0 || got != sizeof ret->id)
		return false;
	if (sodium_base642bin(bytes, sizeof bytes, first + 10, line.len - name - 10, NULL, &got, &end, BASE64) != 0)
		return false;
	if (got != sizeof bytes || end != line.at + line.len || bytes[0] != ED25519)
		return false;
	memcpy(half, bytes + 1, 32);
	sodium_memzero(bytes, sizeof bytes);
	return true;
}

static bool has_its_id(const struct public_key *key)
{
	struct public_key again = *key;

	work_out_id(&again);
	return memcmp(again.id, key->id, sizeof key->id) == 0;
}

int public_key_read(const char *text, struct public_key *ret, struct err *err)
{
	struct public_key key = {0};

	if (!parse_key(str_trim(str_of(text)), &key, key.key) || !has_its_id(&key))
		return err_set(err, PL_INVALID, "This is no public key: expected one line NAME+ID+BASE64, as 'plimsoll checkpoint "
			"keygen' writes it");
	*ret = key;
	return 0;
}

int signing_key_read(const char *text, struct signing_key **ret, struct err *err)
{
	struct str line = str_trim(str_of(text));
	size_t head = strlen(SECRET_HEAD);
	uint8_t seed[crypto_sign_SEEDBYTES];
	struct signing_key *key;
	bool good;

	if (sodium_init() < 0)
		return err_set(err, PL_FAIL, "The random numbers of this system cannot be used");
	key = sodium_malloc(sizeof *key);
	if (key == NULL)
		return err_set(err, PL_FAIL, "There is no memory for a key that is not swapped out");
	memset(key, 0, sizeof *key);
	good = line.len > head && memcmp(line.at, SECRET_HEAD, head) == 0
		&& parse_key((struct str){line.at + head, line.len - head}, &key->public, seed);
	if (good)
		(void)crypto_sign_seed_keypair(key->public.key, key->secret, seed);
	sodium_memzero(seed, sizeof seed);
	if (!good || !has_its_id(&key->public)) {
		signing_key_free(key);
		return err_set(err, PL_INVALID,
			"This is no key that signs: expected one line PRIVATE+KEY+NAME+ID+BASE64, as 'plimsoll "
			"checkpoint keygen' writes it");
	}
	*ret = key;
	return 0;
}

struct signing_key *signing_key_free(struct signing_key *key)
{
	sodium_free(key);
	return NULL;
}

const char *signing_key_name(const struct signing_key *key)
{
	return key->public.name;
}

void public_key_of(const struct signing_key *key, struct public_key *ret)
{
	*ret = key->public;
}

/* ---- notes ---- */

void note_sign(const struct signing_key *key, const char *text, char ret_line[SIGNATURE_LINE_SIZE])
{
	uint8_t bytes[SIGNED_BYTES];
	char base64[sodium_base64_ENCODED_LEN(SIGNED_BYTES, BASE64)];

	memcpy(bytes, key->public.id, sizeof key->public.id);
	(void)crypto_sign_detached(bytes + sizeof key->public.id, NULL, (const uint8_t *)text, strlen(text), key->secret);
	(void)snprintf(ret_line, SIGNATURE_LINE_SIZE, DASH "%s %s\n", key->public.name,
		sodium_bin2base64(base64, sizeof base64, bytes, sizeof bytes, BASE64));
}

size_t note_text_length(const char *note)
{
	const char *gap = strstr(note, "\n\n");
	size_t n = strlen(note);

	if (gap == NULL || n > NOTE_BYTES || note[n - 1] != '\n' || strncmp(gap + 2, DASH, strlen(DASH)) != 0)
		return 0;
	return (size_t)(gap - note) + 1;
}

enum signature { NOT_OURS, WRONG, RIGHT };

static enum signature check_line(const struct public_key *key, struct str line, struct str text)
{
	struct str rest = {line.at + strlen(DASH), line.len - strlen(DASH)};
	size_t name = strlen(key->name), got;
	uint8_t bytes[SIGNED_BYTES];
	const char *end;

	if (rest.len < name + 2 || memcmp(rest.at, key->name, name) != 0 || rest.at[name] != ' ')
		return NOT_OURS;
	if (sodium_base642bin(bytes, sizeof bytes, rest.at + name + 1, rest.len - name - 1, NULL, &got, &end, BASE64) != 0
		|| got != sizeof bytes || end != rest.at + rest.len)
		return WRONG;
	if (memcmp(bytes, key->id, sizeof key->id) != 0)
		return NOT_OURS;
	return crypto_sign_verify_detached(bytes + sizeof key->id, (const uint8_t *)text.at, text.len, key->key) == 0 ? RIGHT :
		WRONG;
}

const char *note_signer(struct arena *a, const char *note)
{
	size_t n = note_text_length(note);
	const char *name = n > 0 ? note + n + 1 + strlen(DASH) : "", *blank = strchr(name, ' ');
	size_t named = blank != NULL ? (size_t)(blank - name) : 0, got;
	uint8_t bytes[SIGNED_BYTES];
	char id[2 * sizeof ((struct public_key *)NULL)->id + 1];

	if (named == 0 || named > KEY_NAME ||
		sodium_base642bin(bytes, sizeof bytes, blank + 1, strcspn(blank + 1, "\n"), NULL, &got,
		NULL, BASE64) != 0 || got != sizeof bytes)
		return "";
	return arena_printf(a, "%.*s+%s", (int)named, name, sodium_bin2hex(id, sizeof id, bytes, (sizeof id - 1) / 2));
}

int note_check(const struct public_key *key, const char *note, struct err *err)
{
	struct str text = {note, note_text_length(note)};
	const char *at = note + text.len + 1;
	bool signed_by_key = false;

	if (text.len == 0)
		return err_set(err, PL_INVALID, "This is no signed note: expected a text, an empty line and a line with a signature");
	while (*at != '\0') {
		const char *end = strchr(at, '\n');
		enum signature found;

		if (strncmp(at, DASH, strlen(DASH)) != 0)
			return err_set(err, PL_INVALID, "This is no signed note: expected nothing but signatures after its empty line");
		found = check_line(key, (struct str){at, (size_t)(end - at)}, text);
		if (found == WRONG)
			return err_set(err, PL_INVALID, "The signature of %s is not over this text: it has been changed, or another key of "
				"that name made it", key->name);
		signed_by_key = signed_by_key || found == RIGHT;
		at = end + 1;
	}
	return signed_by_key ? 0 : err_set(err, PL_INVALID, "The note is not signed by %s with this key", key->name);
}
