/* Keys and signed notes. The first pair and its note are those of the documentation of golang.org/x/mod/sumdb/note, so
 * they show that others read ours. */
#include "../../test.h"

#include <string.h>

#include "base/str.h"
#include "secure/signature.h"

#define PETER_SECRET "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define PETER_PUBLIC "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_TEXT "If you think cryptography is the answer to your problem,\n" \
	"then you don't know what your problem is.\n"
#define PETER_LINE "\xE2\x80\x94 PeterNeumann " \
	"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

static struct public_key peter(void)
{
	struct public_key key;
	struct err err;

	assert_int_equal(public_key_read(PETER_PUBLIC "\n", &key, &err), 0);
	return key;
}

static void test_note__is_signed_as_others_sign_it(void **state)
{
	struct signing_key *key;
	char line[SIGNATURE_LINE_SIZE];
	struct err err;

	(void)state;
	assert_int_equal(signing_key_read(PETER_SECRET, &key, &err), 0);
	assert_string_equal(signing_key_name(key), "PeterNeumann");
	note_sign(key, PETER_TEXT, line);
	assert_string_equal(line, PETER_LINE);
	signing_key_free(key);
}

static void test_note__of_others_is_accepted(void **state)
{
	struct public_key key = peter();
	struct err err;

	(void)state;
	assert_int_equal(note_check(&key, PETER_TEXT "\n" PETER_LINE, &err), 0);
}

static void test_note__among_other_signatures_is_accepted(void **state)
{
	struct public_key key = peter();
	struct err err;

	(void)state;
	assert_int_equal(note_check(&key, PETER_TEXT "\n\xE2\x80\x94 Witness AAAA\n" PETER_LINE, &err), 0);
}

static void test_note__says_which_key_it_is_signed_with(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(note_signer(a, PETER_TEXT "\n" PETER_LINE), "PeterNeumann+c74f20a3");
	assert_string_equal(note_signer(a, PETER_TEXT), "");
	assert_string_equal(note_signer(a, ""), "");
	assert_string_equal(note_signer(a, PETER_TEXT "\n\xE2\x80\x94 Witness AAAA\n"), "");
	assert_string_equal(note_signer(a, PETER_TEXT "\n\xE2\x80\x94 \n"), "");
	arena_free(a);
}

static void test_note__with_any_byte_changed_is_refused(void **state)
{
	static const char NOTE[] = PETER_TEXT "\n" PETER_LINE;
	struct public_key key = peter();
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof NOTE - 1; i++) {
		char changed[sizeof NOTE];

		memcpy(changed, NOTE, sizeof NOTE);
		changed[i] ^= 1;
		if (note_check(&key, changed, &err) != PL_INVALID)
			fail_msg("byte %zu does not matter", i);
	}
}

static void test_note__that_is_none_is_refused(void **state)
{
	static const char *const NONE[] = {"", "\n", "\n\n", "text", "text\n", "text\n\n", "text\n\nmore\n",
		PETER_TEXT "\n" PETER_LINE "more\n",
		PETER_TEXT "\n\xE2\x80\x94 PeterNeumann", PETER_TEXT "\n\xE2\x80\x94 \n", PETER_TEXT PETER_LINE};
	struct public_key key = peter();
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
		assert_int_equal(note_check(&key, NONE[i], &err), PL_INVALID);
}

static void test_key__that_is_none_is_refused(void **state)
{
	static const char *const NONE[] = {"", "+", "++", "a+b+c", "PeterNeumann+c74f20a3+", PETER_SECRET,
		"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNewmann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+Axpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"};
	struct public_key key;
	struct signing_key *secret;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
		assert_int_equal(public_key_read(NONE[i], &key, &err), PL_INVALID);
	assert_int_equal(signing_key_read(PETER_PUBLIC, &secret, &err), PL_INVALID);
	assert_int_equal(signing_key_read("PRIVATE+KEY+", &secret, &err), PL_INVALID);
}

static void test_key_pair__fits_together_and_is_another_each_time(void **state)
{
	struct buf secret = BUF_INIT(KEY_LINE), public = BUF_INIT(KEY_LINE), other = BUF_INIT(KEY_LINE);
	struct buf note = BUF_INIT(NOTE_BYTES);
	char line[SIGNATURE_LINE_SIZE];
	struct public_key key;
	struct signing_key *signing;
	struct err err;

	(void)state;
	assert_int_equal(key_pair_make("north/plimsoll", &secret, &public, &err), 0);
	assert_int_equal(key_pair_make("north/plimsoll", &other, &note, &err), 0);
	assert_string_not_equal(buf_text(&secret), buf_text(&other));
	assert_int_equal(signing_key_read(buf_text(&secret), &signing, &err), 0);
	assert_int_equal(public_key_read(buf_text(&public), &key, &err), 0);
	note_sign(signing, "text\n", line);
	buf_clear(&note);
	buf_putf(&note, "text\n\n%s", line);
	assert_int_equal(note_check(&key, buf_text(&note), &err), 0);
	assert_int_equal(key_pair_make("two words", &secret, &public, &err), PL_INVALID);
	assert_int_equal(key_pair_make("", &secret, &public, &err), PL_INVALID);
	signing_key_free(signing);
	buf_free(&secret);
	buf_free(&public);
	buf_free(&other);
	buf_free(&note);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_note__is_signed_as_others_sign_it),
		cmocka_unit_test(test_note__of_others_is_accepted),
		cmocka_unit_test(test_note__among_other_signatures_is_accepted),
		cmocka_unit_test(test_note__says_which_key_it_is_signed_with),
		cmocka_unit_test(test_note__with_any_byte_changed_is_refused),
		cmocka_unit_test(test_note__that_is_none_is_refused),
		cmocka_unit_test(test_key__that_is_none_is_refused),
		cmocka_unit_test(test_key_pair__fits_together_and_is_another_each_time),
	};

	return RUN_TESTS(tests);
}
