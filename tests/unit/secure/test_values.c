/* Texts of which digests are taken. The sums are those of `printf ... | sha256sum`. */
#include "../../test.h"
#include "secure/values.h"

static void test_values__enter_with_their_lengths(void **state)
{
	struct buf out = BUF_INIT(1000);

	(void)state;
	values_add_text(&out, "demo");
	values_add_text(&out, "");
	values_add_number(&out, STR(""), -120);
	values_add_number(&out, STR(""), INT64_MIN);
	values_add_hex(&out, STR("4:salt,"), "\x00\xfe\x7f", 3);
	assert_string_equal(buf_text(&out), "4:demo,0:,4:-120,20:-9223372036854775808,4:salt,6:00fe7f,");
	buf_free(&out);
}

static void test_values__past_the_cap_are_left_out_whole(void **state)
{
	static const char LONG[1000];
	struct buf out = BUF_INIT(60);

	(void)state;
	values_add_text(&out, "demo");
	values_add(&out, STR(""), LONG, sizeof LONG);
	assert_true(out.full);
	assert_string_equal(buf_text(&out), "4:demo,");
	buf_free(&out);
}

static void test_digest__is_the_same_at_once_and_piece_by_piece(void **state)
{
	static const char ABC[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; /* FIPS 180-4 */
	struct digest *d = digest_new();
	char once[DIGEST_SIZE], pieces[DIGEST_SIZE];

	(void)state;
	digest_of("abc", 3, once);
	assert_string_equal(once, ABC);
	digest_add(d, "a", 1);
	digest_add(d, "bc", 2);
	digest_end(d, pieces);
	assert_string_equal(pieces, ABC);
	digest_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values__enter_with_their_lengths),
		cmocka_unit_test(test_values__past_the_cap_are_left_out_whole),
		cmocka_unit_test(test_digest__is_the_same_at_once_and_piece_by_piece),
	};

	return RUN_TESTS(tests);
}
